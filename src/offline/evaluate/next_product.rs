//! How well a model finds the product that a session looks at next, beside references; what size and support cost.

use super::chapter::{Bar, Chapter, percent};
use super::{
    Answers, NearestSessions, Popularity, Protocol, Recommender, Rules, ask, coverage, interval, popularity_bias,
};
use crate::engine::model::{DECAY, HISTORY, Model, Scores, Section};
use crate::offline::import::Clicks;
use crate::offline::model::{Attributes, Neighbours, Packing, compressed, largest, number};
use crate::offline::train::{Counted, Exports, Sessions, count};

/// Suggestions after each prefix.
const K: usize = 20;

/// Training and test sessions of one shop.
pub struct NextProduct {
    /// What the model may learn from.
    pub train: Exports,
    /// What it is asked about.
    pub test: Clicks,
    /// Minimum support of the model.
    pub support: usize,
    /// How much of the table the model keeps.
    pub packing: Packing,
}

/// A model, and the test sessions in its numbers.
struct Trained {
    counted: Counted,
    model: Model,
    test: Sessions,
}

impl NextProduct {
    /// The chapters of a report.
    ///
    /// # Errors
    /// When the model that was written is not read back.
    pub fn chapters(&self) -> anyhow::Result<Vec<Chapter>> {
        let trained = self.trained(self.support)?;
        let mut models = vec![(self.support, &trained)];
        // What the promise of support costs belongs beside what the references, which promise nothing, reach.
        let unguarded;
        if self.support > 1 {
            unguarded = self.trained(1)?;
            models.push((1, &unguarded));
        }
        let mut chapters = Vec::new();
        for protocol in [Protocol::NewItems, Protocol::Standard] {
            chapters.push(compare(&models, protocol));
        }
        chapters.push(packings(&trained)?);
        chapters.push(self.supports()?);
        Ok(chapters)
    }

    fn trained(&self, support: usize) -> anyhow::Result<Trained> {
        let counted = count(&self.train, support);
        let model = open(counted.file(self.packing, Attributes::NONE))?;
        // Products that training has not seen get numbers behind the model's.
        let unknown = |item: usize| number(model.len() + item);
        let items = self.test.items.iter().enumerate();
        let numbers: Vec<u32> = items.map(|(item, id)| model.product(id).unwrap_or_else(|| unknown(item))).collect();
        Ok(Trained { test: Sessions::new(&self.test, &numbers), counted, model })
    }

    fn supports(&self) -> anyhow::Result<Chapter> {
        let mut chapter = Chapter {
            title: "What does minimum support cost?".into(),
            about: "Distinct sessions that must stand behind each entry of the table, directly or by a third product. \
                    2 promises that no two products are neighbours by one session alone; how near they are, one session's \
                    pair still moves a little."
                .into(),
            columns: vec!["HR@20 %", "MRR@20 %", "entries a product", "kB per 1,000 products"],
            axis: "HR@20, %",
            ..Chapter::default()
        };
        for support in 1..=3 {
            let trained = self.trained(support)?;
            let answers = ask(&trained.model, &trained.test, Protocol::NewItems, K, trained.model.len());
            let entries: usize =
                trained.counted.neighbours.iter().map(|row| row.len().min(self.packing.neighbours.into())).sum();
            let size = compressed(trained.model.section(Section::Neighbours)) as f64 / trained.model.len() as f64;
            let mut cells = hits(&answers);
            cells.push(format!("{:.1}", entries as f64 / trained.model.len() as f64));
            cells.push(format!("{size:.1}"));
            chapter.add(format!("minimum support {support}"), cells, &answers);
        }
        Ok(chapter)
    }
}

fn open(file: Vec<u8>) -> anyhow::Result<Model> {
    Model::open(file).map_err(|refusal| anyhow::anyhow!("the model {}", refusal.sentence()))
}

fn hit(rank: Option<usize>) -> f64 {
    if rank.is_some_and(|rank| rank <= K) { 1.0 } else { 0.0 }
}

fn reciprocal(rank: Option<usize>) -> f64 {
    rank.filter(|rank| *rank <= K).map_or(0.0, |rank| 1.0 / rank as f64)
}

/// HR and MRR with their intervals.
fn hits(answers: &Answers) -> Vec<String> {
    vec![
        percent(answers.hit_rate(K), &interval(&answers.groups(hit))),
        percent(answers.mean_reciprocal_rank(K), &interval(&answers.groups(reciprocal))),
    ]
}

impl Chapter {
    fn add(&mut self, name: String, cells: Vec<String>, answers: &Answers) {
        let interval = interval(&answers.groups(hit));
        self.bars.push(Bar { name: name.clone(), value: answers.hit_rate(K), interval });
        self.rows.push((name, cells));
    }
}

/// Models by minimum support, beside references that learnt from the same sessions as the first.
fn compare(models: &[(usize, &Trained)], protocol: Protocol) -> Chapter {
    let Some((_, trained)) = models.first() else { return Chapter::default() };
    let (sessions, products) = (&trained.counted.sessions, trained.model.len());
    let nearest = NearestSessions::new(sessions, products);
    let (association, sequential) = (Rules::association(sessions, products), Rules::sequential(sessions, products));
    let references: [(String, &dyn Recommender); 4] = [
        ("VMIS-kNN (nearest sessions, needs a server)".into(), &nearest),
        ("AR (looked at in the same session)".into(), &association),
        ("SR (looked at next)".into(), &sequential),
        ("popularity".into(), &Popularity { products: number(products) }),
    ];
    // Each model has numbers of its own for products.
    let mut methods: Vec<(String, &dyn Recommender, &Trained)> = Vec::new();
    for (support, trained) in models {
        methods.push((format!("Vitrina's model (minimum support {support})"), &trained.model, *trained));
    }
    methods.extend(references.into_iter().map(|(name, method)| (name, method, *trained)));
    let answer = |(name, method, by): (String, &dyn Recommender, &Trained)| {
        let answers = ask(method, &by.test, protocol, K, products);
        let bias = popularity_bias(&answers.shown, &by.counted.sessions.frequencies(products));
        (name, answers, bias)
    };
    let all: Vec<(String, Answers, f64)> = methods.into_iter().map(answer).collect();
    let questions = all.first().map_or(0, |(_, answers, _)| answers.ranks.len());
    let mut chapter = Chapter {
        title: match protocol {
            Protocol::NewItems => "Which product comes next that the visitor has not seen yet?".into(),
            Protocol::Standard => "Which product comes next, seen before or not?".into(),
        },
        about: format!(
            "After every step of {} later sessions each method suggests {K} products; HR@{K} says how often the product \
             that really came next is among them, MRR@{K} how near the top. {questions} questions, {} training sessions, \
             {products} products; products never seen in training are not asked for. In brackets: 95 % intervals, \
             bootstrap over sessions.",
            trained.test.len(),
            sessions.len(),
        ),
        columns: vec!["HR@20 %", "MRR@20 %", "first HR less this, points", "coverage %", "popularity bias"],
        axis: "HR@20, %",
        ..Chapter::default()
    };
    let own = all.first().map(|(_, answers, _)| answers.groups(hit)).unwrap_or_default();
    for (place, (name, answers, bias)) in all.iter().enumerate() {
        let mut cells = hits(answers);
        let paired: Vec<(f64, f64)> = own.iter().zip(answers.groups(hit)).map(|(a, b)| (a.0 - b.0, a.1)).collect();
        let difference = paired.iter().map(|pair| pair.0).sum::<f64>() / questions.max(1) as f64;
        cells.push(if place == 0 { "–".into() } else { percent(difference, &interval(&paired)) });
        cells.push(format!("{:.1}", 100.0 * coverage(&answers.shown)));
        cells.push(format!("{bias:.3}"));
        chapter.add(name.clone(), cells, answers);
    }
    chapter
}

/// What the number of neighbours and the bits of scores cost and save.
fn packings(trained: &Trained) -> anyhow::Result<Chapter> {
    let mut chapter = Chapter {
        title: "What do fewer neighbours and fewer bits cost?".into(),
        about:
            "The same counts, packed differently; size is that of the neighbours after brotli. Rows of fewer than 20 \
                neighbours are completed at question time by the neighbours of neighbours."
                .into(),
        columns: vec!["HR@20 %", "MRR@20 %", "kB per 1,000 products"],
        axis: "HR@20, %",
        ..Chapter::default()
    };
    for neighbours in [60, 20] {
        let exact = Exact::new(&trained.counted.neighbours, neighbours);
        let answers = ask(&exact, &trained.test, Protocol::NewItems, K, trained.model.len());
        let mut cells = hits(&answers);
        cells.push("–".into());
        chapter.add(format!("{neighbours} neighbours, exact scores"), cells, &answers);
    }
    for (neighbours, bits) in [(60, 4), (20, 4), (20, 3), (12, 4), (12, 3), (10, 4)] {
        let model = open(trained.counted.file(Packing { neighbours, bits }, Attributes::NONE))?;
        let answers = ask(&model, &trained.test, Protocol::NewItems, K, model.len());
        let mut cells = hits(&answers);
        let size = compressed(model.section(Section::Neighbours)) as f64 / model.len() as f64;
        cells.push(format!("{size:.1}"));
        chapter.add(format!("{neighbours} neighbours, {bits} bits"), cells, &answers);
    }
    Ok(chapter)
}

/// A table as it was counted, without packing.
struct Exact {
    rows: Vec<Neighbours>,
}

impl Exact {
    fn new(rows: &[Neighbours], neighbours: usize) -> Self {
        let cut = |row: &Neighbours| {
            let mut row = row.clone();
            largest(&mut row, neighbours);
            row
        };
        Self { rows: rows.iter().map(cut).collect() }
    }
}

impl Recommender for Exact {
    fn next(&self, session: &[u32], excluded: &[u32], limit: usize, scores: &mut Scores) -> Vec<u32> {
        scores.clear(self.rows.len());
        let mut counted: Vec<u32> = Vec::new();
        let mut weight = 1.0;
        for product in session.iter().rev() {
            if counted.len() == HISTORY || counted.contains(product) {
                continue;
            }
            counted.push(*product);
            for (neighbour, score) in self.rows.get(*product as usize).into_iter().flatten() {
                scores.add(*neighbour, weight * f64::from(*score));
            }
            weight *= DECAY;
        }
        let best = scores.best(limit, &|product| !excluded.contains(&product));
        let mut products: Vec<u32> = best.into_iter().map(|neighbour| neighbour.product).collect();
        for product in 0..number(self.rows.len()) {
            if products.len() >= limit {
                break;
            }
            if !products.contains(&product) && !excluded.contains(&product) {
                products.push(product);
            }
        }
        products
    }
}
