//! How well a model completes baskets: each of three products of an order is asked for by up to five of all the others.

use super::chapter::{Bar, Chapter, percent};
use super::{Answers, interval};
use crate::engine::model::{Model, Scores};
use crate::offline::import::OrderLines;
use crate::offline::model::{Attributes, Packing, number};
use crate::offline::train::{Exports, Order, count, orders};

/// Suggestions for each basket.
const K: usize = 20;
/// Products asked for of each order, one at a time.
const ASKED: usize = 3;
/// Products of an order that count: one has no others, and longer orders are restocking.
const PRODUCTS: std::ops::RangeInclusive<usize> = 2..=100;
/// How often each order is asked about, of other products by others: the chance of one draw moves the result by half a
/// point on a month of 2,300 orders.
const DRAWS: usize = 20;
/// The seed of the draws.
const SEED: u64 = 28;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Orders of one shop.
pub struct Baskets {
    /// What the model learns from, but for the orders of the test.
    pub exports: Exports,
    /// Days at the end that are the test.
    pub days: u16,
    /// Orders a product must be in to count, test included: what sells hardly ever tells nothing.
    pub min_sales: usize,
    /// Minimum support of the model, in customers.
    pub support: usize,
    /// How much of the table the model keeps.
    pub packing: Packing,
}

impl Baskets {
    /// The chapter of a report.
    ///
    /// # Errors
    /// When the model that was written is not read back.
    pub fn chapter(&self) -> anyhow::Result<Chapter> {
        let lines = selling(&self.exports.orders, self.min_sales);
        let newest = lines.rows.iter().map(|row| row.time).max().unwrap_or_default();
        let (before, after) = super::split::orders(&lines, newest - i64::from(self.days) * DAY);
        let train = Exports { orders: before, ..self.exports.clone() };
        let mut chapter = Chapter {
            title: "What else is in the basket?".into(),
            about: String::new(),
            columns: vec!["HR@20 %", "MRR@20 %"],
            axis: "HR@20, %",
            ..Chapter::default()
        };
        let mut questions = 0;
        let mut supports = vec![self.support, 1, 2, 3];
        supports.dedup();
        for (place, support) in supports.iter().enumerate() {
            let counted = count(&train, *support);
            let file = counted.file(self.packing, Attributes::NONE);
            let model = Model::open(file).map_err(|refusal| anyhow::anyhow!("the model {}", refusal.sentence()))?;
            let numbers: Vec<u32> = after
                .items
                .iter()
                .enumerate()
                .map(|(item, id)| model.product(id).unwrap_or_else(|| number(model.len() + item)))
                .collect();
            let test: Vec<Order> = orders(&after, &numbers);
            let baskets = shuffled(&test, model.len());
            if place > 0 {
                let answers = ask(&model, &baskets, 5, true);
                chapter.add_basket(format!("model, up to 5 known, minimum support {support}"), &answers);
                continue;
            }
            for (known, name) in [(5, "up to 5 products known"), (1, "1 product known")] {
                let answers = ask(&model, &baskets, known, true);
                questions = answers.ranks.len();
                chapter.add_basket(format!("model, {name}"), &answers);
            }
            chapter.add_basket("popularity, up to 5 known".into(), &ask(&model, &baskets, 5, false));
        }
        chapter.about = format!(
            "Of each order of 2 to 100 products in the last {} days, {DRAWS} times up to {ASKED} products are asked for, each by others of \
             its order; the model learnt from the orders before and suggests {K} products. {questions} questions. In \
             brackets: 95 % intervals, bootstrap over orders.",
            self.days
        );
        Ok(chapter)
    }
}

impl Chapter {
    fn add_basket(&mut self, name: String, answers: &Answers) {
        let hit = |rank: Option<usize>| if rank.is_some() { 1.0 } else { 0.0 };
        let reciprocal = |rank: Option<usize>| rank.map_or(0.0, |rank| 1.0 / rank as f64);
        let hits = interval(&answers.groups(hit));
        let ranks = percent(answers.mean_reciprocal_rank(K), &interval(&answers.groups(reciprocal)));
        self.bars.push(Bar { name: name.clone(), value: answers.hit_rate(K), interval: hits.clone() });
        self.rows.push((name, vec![percent(answers.hit_rate(K), &hits), ranks]));
    }
}

/// The lines of products that are in at least `min_sales` orders.
fn selling(lines: &OrderLines, min_sales: usize) -> OrderLines {
    let mut sales: Vec<(u32, u32)> = lines.rows.iter().map(|row| (row.item, row.order)).collect();
    sales.sort_unstable();
    sales.dedup();
    let mut counts = vec![0_usize; lines.items.len()];
    for (item, _) in sales {
        if let Some(count) = counts.get_mut(item as usize) {
            *count += 1;
        }
    }
    let mut part = OrderLines::default();
    for row in lines.rows.iter().filter(|row| counts.get(row.item as usize).is_some_and(|count| *count >= min_sales)) {
        let customer = row.customer.map_or("", |customer| lines.customers.get(customer));
        part.push(lines.orders.get(row.order), customer, lines.items.get(row.item), row.quantity, row.time);
    }
    part
}

/// Products of one order, [`DRAWS`] times shuffled: those at the start are asked for, each by the ones after it, around
/// the end.
struct Basket(Vec<Vec<u32>>);

/// The orders that count; products never sold before are not in them.
fn shuffled(test: &[Order], products: usize) -> Vec<Basket> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut baskets = Vec::new();
    for order in test {
        let sold = order.products.iter().copied().filter(|product| (*product as usize) < products);
        let mut basket: Vec<u32> = sold.collect();
        if PRODUCTS.contains(&basket.len()) {
            let draws = (0..DRAWS).map(|_| {
                random.shuffle(&mut basket);
                basket.clone()
            });
            baskets.push(Basket(draws.collect()));
        }
    }
    baskets
}

/// Asks for products by up to `known` others of their order.
fn ask(model: &Model, baskets: &[Basket], known: usize, with_model: bool) -> Answers {
    let mut scores = Scores::new();
    let mut answers = Answers { ranks: Vec::new(), shown: vec![0; model.len()] };
    for (place, products) in
        baskets.iter().enumerate().flat_map(|(place, Basket(draws))| draws.iter().map(move |draw| (place, draw)))
    {
        for (at, asked) in products.iter().enumerate().take(ASKED) {
            let told: Vec<u32> =
                products.iter().copied().cycle().skip(at + 1).take(known.min(products.len() - 1)).collect();
            let best = if with_model {
                model.together(&told, K, &mut scores)
            } else {
                scores.clear(model.len());
                model.filled(&scores, K, &|product| !told.contains(&product))
            };
            let rank = best.iter().position(|neighbour| neighbour.product == *asked);
            answers.ranks.push((place, rank.map(|place| place + 1)));
        }
    }
    answers
}
