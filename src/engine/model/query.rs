//! Questions to a model.

use alloc::vec::Vec;

use super::{Model, Section, Table};

/// Distinct products of a session that count.
pub const HISTORY: usize = 9;
/// What a product counts against the one after it.
pub const DECAY: f64 = 0.45;
/// Best neighbours from which a hop goes on.
const HOP_FROM: usize = 20;
/// What a hop counts.
const HOP_WEIGHT: f64 = 0.03;
/// Rows at least this long need no hop.
const HOP_BELOW: u8 = 20;

/// A product and how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The product's number in the model.
    pub product: u32,
    /// Above 0, higher is nearer; 0 for products that only popularity brought in.
    pub score: f64,
}

/// Scores of products; keep it between questions, since its memory is as large as the model has products.
#[derive(Default)]
pub struct Scores {
    /// By product; 0 for those not touched.
    scores: Vec<f64>,
    touched: Vec<u32>,
}

impl Scores {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self { scores: Vec::new(), touched: Vec::new() }
    }

    /// Forgets all, and makes room for `products`.
    pub fn clear(&mut self, products: usize) {
        for product in self.touched.drain(..) {
            if let Some(score) = self.scores.get_mut(product as usize) {
                *score = 0.0;
            }
        }
        self.scores.resize(products, 0.0);
    }

    /// Adds to a product's score. Products that the model does not hold are passed over.
    pub fn add(&mut self, product: u32, score: f64) {
        if let Some(slot) = self.scores.get_mut(product as usize)
            && score > 0.0
        {
            if *slot <= 0.0 {
                self.touched.push(product);
            }
            *slot += score;
        }
    }

    /// A product's score; 0 for those that have none.
    #[must_use]
    pub fn of(&self, product: u32) -> f64 {
        self.scores.get(product as usize).copied().unwrap_or_default()
    }

    /// Adds `weight` times the neighbours of `product`.
    pub fn add_row(&mut self, table: &Table<'_>, product: u32, weight: f64) {
        table.each(product, &mut |neighbour, score| self.add(neighbour, weight * score));
    }

    /// The `limit` best that `wanted` lets through, best first; ties go to the more popular, then to the lower id, which
    /// is the order of the products' numbers.
    #[must_use]
    pub fn best(&self, limit: usize, wanted: &dyn Fn(u32) -> bool) -> Vec<Neighbour> {
        let mut best: Vec<Neighbour> = Vec::with_capacity(limit + 1);
        for &product in &self.touched {
            let score = self.scores.get(product as usize).copied().unwrap_or(0.0);
            let is_before =
                |other: &Neighbour| other.score > score || (other.score >= score && other.product < product);
            if best.len() == limit && best.last().is_none_or(is_before) || !wanted(product) {
                continue;
            }
            let mut at = best.len();
            while at > 0 && !best.get(at - 1).is_some_and(is_before) {
                at -= 1;
            }
            best.insert(at, Neighbour { product, score });
            best.truncate(limit);
        }
        best
    }
}

impl Model {
    /// The `limit` products that go best with a session, best first, without those in `seen`.
    ///
    /// `session` names products oldest first; its last [`HISTORY`] distinct ones count, each [`DECAY`] of the one after
    /// it. Where neighbours do not suffice, the most popular products fill up, with a score of 0.
    #[must_use]
    pub fn next(&self, session: &[u32], seen: &[u32], limit: usize, scores: &mut Scores) -> Vec<Neighbour> {
        self.score_session(session, seen, scores);
        self.filled(scores, limit, &|product| !seen.contains(&product))
    }

    /// Scores what goes with a session, as [`Self::next`] does; a hop does not lead over products in `seen`.
    pub fn score_session(&self, session: &[u32], seen: &[u32], scores: &mut Scores) {
        let table = self.table(Section::Neighbours);
        scores.clear(self.len());
        let mut counted = [u32::MAX; HISTORY];
        let mut count = 0;
        let mut weight = 1.0;
        for &product in session.iter().rev() {
            if counted.contains(&product) {
                continue;
            }
            let Some(slot) = counted.get_mut(count) else { break };
            *slot = product;
            count += 1;
            scores.add_row(&table, product, weight);
            weight *= DECAY;
        }
        if table.longest() < HOP_BELOW {
            hop(&table, seen, scores);
        }
    }

    /// The `limit` products bought most with those of a basket, best first, without the basket's. The most popular fill
    /// up, with a score of 0.
    #[must_use]
    pub fn together(&self, basket: &[u32], limit: usize, scores: &mut Scores) -> Vec<Neighbour> {
        self.score_basket(basket, scores);
        self.filled(scores, limit, &|product| !basket.contains(&product))
    }

    /// Scores what is bought with a basket, as [`Self::together`] does.
    pub fn score_basket(&self, basket: &[u32], scores: &mut Scores) {
        let table = self.table(Section::Together);
        scores.clear(self.len());
        for &product in basket {
            scores.add_row(&table, product, 1.0);
        }
    }

    /// The best of `scores`, filled up by popularity.
    #[must_use]
    pub fn filled(&self, scores: &Scores, limit: usize, wanted: &dyn Fn(u32) -> bool) -> Vec<Neighbour> {
        let mut best = scores.best(limit, wanted);
        let scored = best.len();
        let mut product = 0;
        while best.len() < limit && (product as usize) < self.len() {
            let is_new = !best.iter().take(scored).any(|other| other.product == product);
            if is_new && wanted(product) {
                best.push(Neighbour { product, score: 0.0 });
            }
            product += 1;
        }
        best
    }
}

/// Adds neighbours of the best neighbours, which short rows have no room for.
fn hop(table: &Table<'_>, seen: &[u32], scores: &mut Scores) {
    for middle in scores.best(HOP_FROM, &|product| !seen.contains(&product)) {
        let mut sum = 0.0;
        table.each(middle.product, &mut |_, score| sum += score);
        if sum > 0.0 {
            scores.add_row(table, middle.product, HOP_WEIGHT * middle.score / sum);
        }
    }
}
