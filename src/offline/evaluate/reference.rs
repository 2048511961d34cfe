//! What a model is measured against: popularity, item rules, and nearest neighbours of sessions.

use rayon::prelude::*;

use super::trial::Recommender;
use crate::engine::model::{HISTORY, Model, Scores};
use crate::offline::train::{Occurrences, Sessions};

fn products(scores: &Scores, excluded: &[u32], limit: usize) -> Vec<u32> {
    let best = scores.best(limit, &|product| !excluded.contains(&product));
    best.into_iter().map(|neighbour| neighbour.product).collect()
}

impl Recommender for Model {
    fn next(&self, session: &[u32], excluded: &[u32], limit: usize, scores: &mut Scores) -> Vec<u32> {
        let best = self.next(session, excluded, limit, scores);
        best.into_iter().map(|neighbour| neighbour.product).collect()
    }
}

/// The most popular products, always.
pub struct Popularity {
    /// How many products there are.
    pub products: u32,
}

impl Recommender for Popularity {
    fn next(&self, _: &[u32], excluded: &[u32], limit: usize, _: &mut Scores) -> Vec<u32> {
        (0..self.products).filter(|product| !excluded.contains(product)).take(limit).collect()
    }
}

/// What follows from a place of a session: products and weights.
type Weigh = dyn Fn(usize, &[u32]) -> Vec<(u32, f64)> + Sync;

/// Rules from the last product to others.
pub struct Rules {
    rows: Vec<Vec<(u32, f64)>>,
}

impl Rules {
    /// AR: in how many places of sessions two products are together.
    #[must_use]
    pub fn association(sessions: &Sessions, products: usize) -> Self {
        Self::new(sessions, products, &|_, session| session.iter().map(|product| (*product, 1.0)).collect())
    }

    /// SR: how closely one follows another, at most ten steps behind it: `1/steps`.
    #[must_use]
    pub fn sequential(sessions: &Sessions, products: usize) -> Self {
        Self::new(sessions, products, &|place, session| {
            let following = session.iter().skip(place + 1).take(10);
            (1_u32..).zip(following).map(|(steps, product)| (*product, 1.0 / f64::from(steps))).collect()
        })
    }

    fn new(sessions: &Sessions, products: usize, weigh: &Weigh) -> Self {
        /// Rules kept of a product; the limit of questions is far below.
        const KEPT: usize = 200;
        let occurrences = Occurrences::new(sessions, products);
        let rows = (0..super::number(products)).into_par_iter().map_init(Scores::new, |scores, product| {
            scores.clear(products);
            for occurrence in occurrences.of(product) {
                let session = sessions.get(occurrence.session as usize);
                for (other, weight) in weigh(occurrence.place as usize, session) {
                    scores.add(other, weight);
                }
            }
            let best = scores.best(KEPT, &|other| other != product);
            best.into_iter().map(|neighbour| (neighbour.product, neighbour.score)).collect()
        });
        Self { rows: rows.collect() }
    }
}

impl Recommender for Rules {
    fn next(&self, session: &[u32], excluded: &[u32], limit: usize, scores: &mut Scores) -> Vec<u32> {
        scores.clear(self.rows.len());
        let row = session.last().and_then(|product| self.rows.get(*product as usize));
        for (product, score) in row.into_iter().flatten() {
            scores.add(*product, *score);
        }
        products(scores, excluded, limit)
    }
}

/// VMIS-kNN: nearest neighbours of the session among all training sessions (Kersbergen, Sprangers and Schelter,
/// "Serenade", SIGMOD 2022), with the settings that did best on the validation part of Serenade's example.
pub struct NearestSessions<'a> {
    sessions: &'a Sessions,
    occurrences: Occurrences,
    frequencies: Vec<u32>,
    /// The newest sessions considered for each product.
    pub recent: usize,
    /// Neighbours that vote.
    pub neighbours: usize,
}

impl<'a> NearestSessions<'a> {
    /// Over these sessions.
    #[must_use]
    pub fn new(sessions: &'a Sessions, products: usize) -> Self {
        let occurrences = Occurrences::new(sessions, products);
        Self { sessions, occurrences, frequencies: sessions.frequencies(products), recent: 500, neighbours: 500 }
    }

    /// The last distinct products, newest first.
    fn history(session: &[u32]) -> Vec<u32> {
        let mut history = Vec::new();
        for product in session.iter().rev() {
            if !history.contains(product) && history.len() < HISTORY {
                history.push(*product);
            }
        }
        history
    }

    /// The nearest sessions and how near they are.
    fn near(&self, history: &[u32], scores: &mut Scores) -> Vec<(u32, f64)> {
        scores.clear(self.sessions.len());
        for (age, product) in history.iter().enumerate() {
            let weight = (history.len() - age) as f64 / history.len() as f64;
            for places in self.occurrences.by_session(*product).rev().take(self.recent) {
                // Counted from the newest, so that ties go to newer sessions.
                let session = places.first().map_or(0, |place| place.session as usize);
                scores.add(super::number(self.sessions.len() - 1 - session), weight);
            }
        }
        let nearest = scores.best(self.neighbours, &|_| true);
        let session = |age: u32| super::number(self.sessions.len()) - 1 - age;
        nearest.into_iter().map(|neighbour| (session(neighbour.product), neighbour.score)).collect()
    }
}

impl Recommender for NearestSessions<'_> {
    fn next(&self, session: &[u32], excluded: &[u32], limit: usize, scores: &mut Scores) -> Vec<u32> {
        let history = Self::history(session);
        let near = self.near(&history, scores);
        scores.clear(self.frequencies.len());
        for (neighbour, similarity) in near {
            let held = self.sessions.get(neighbour as usize);
            let Some(shared) = history.iter().position(|product| held.contains(product)) else { continue };
            let weight = similarity * (1.0 - 0.1 * (shared + 1) as f64);
            let mut distinct = held.to_vec();
            distinct.sort_unstable();
            distinct.dedup();
            for product in distinct {
                let frequency = self.frequencies.get(product as usize).copied().unwrap_or_default().max(1);
                let rarity = (self.sessions.len() as f64 / f64::from(frequency)).ln();
                scores.add(product, weight * rarity);
            }
        }
        products(scores, excluded, limit)
    }
}
