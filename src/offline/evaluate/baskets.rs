//! How well a model completes baskets: what else was in an order of which some products are known.

use super::chapter::{Bar, Chapter, percent};
use super::{Answers, interval};
use crate::engine::model::{Model, Scores};
use crate::offline::import::OrderLines;
use crate::offline::model::{Attributes, Packing, number};
use crate::offline::train::{Exports, Order, count, orders};

/// Suggestions for each basket.
const K: usize = 20;
/// Products hidden in each order.
const HIDDEN: usize = 3;
/// The seed by which they are chosen.
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
            let baskets = hide(&test, model.len());
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
            "Of each order of the last {} days {HIDDEN} products are hidden; the model learnt from the orders before and \
             suggests {K} products for those left. {questions} hidden products. In brackets: 95 % intervals, bootstrap \
             over orders.",
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

/// An order, parted.
struct Basket {
    known: Vec<u32>,
    hidden: Vec<u32>,
}

/// Hides products of each order that has more than that; products never sold before are not there.
fn hide(test: &[Order], products: usize) -> Vec<Basket> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut baskets = Vec::new();
    for order in test {
        let mut known: Vec<u32> =
            order.products.iter().copied().filter(|product| (*product as usize) < products).collect();
        if known.len() <= HIDDEN || known.len() > 100 {
            continue;
        }
        random.shuffle(&mut known);
        let hidden = known.split_off(known.len() - HIDDEN);
        baskets.push(Basket { known, hidden });
    }
    baskets
}

/// Asks for the hidden products, of which `known` others are told.
fn ask(model: &Model, baskets: &[Basket], known: usize, with_model: bool) -> Answers {
    let mut scores = Scores::new();
    let mut answers = Answers { ranks: Vec::new(), shown: vec![0; model.len()] };
    for (place, basket) in baskets.iter().enumerate() {
        let told: Vec<u32> = basket.known.iter().copied().take(known).collect();
        let best = if with_model {
            model.together(&told, K + HIDDEN, &mut scores)
        } else {
            scores.clear(model.len());
            model.filled(&scores, K + HIDDEN, &|product| !told.contains(&product))
        };
        // Each hidden product is asked for by itself: the others, right as they are, take no place before it.
        for hidden in &basket.hidden {
            let others =
                best.iter().filter(|other| !basket.hidden.contains(&other.product) || other.product == *hidden);
            let rank = others.take(K).position(|neighbour| neighbour.product == *hidden);
            answers.ranks.push((place, rank.map(|place| place + 1)));
        }
    }
    answers
}
