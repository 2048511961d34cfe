//! Neighbours from sessions: what visitors looked at near each other, completed by the neighbours of neighbours.
//!
//! With df the sessions that hold a product, and N all sessions:
//! 1. c(i, j) sums over sessions the largest, over positions at a distance d of at most 20, of
//!    `len^-0.3 · d^-1.5 · (1 if i comes before j, else 0.6) · 0.5^(age / max(N/2, 20000))`, where a session's age is the
//!    number of later ones; n(i, j) counts those sessions.
//! 2. `w = [c · (df(j) + 1)^-0.3 · n / (n + 2)]^0.85`; R is w with rows that sum to 1, s(i) the sum before.
//! 3. Twice F = R + λ P P with λ = 1 + 2/df(i) and P the 30 largest of each row, renormalised ([`Completion`]).
//! 4. `T = [F · (df(j) + 1)^-0.1]^0.9 · s(i)^0.5`.
//!
//! The recipe was tuned once for four public sets (Serenade's example, Yoochoose, RetailRocket, Diginetica) on the
//! last tenth of their training sessions, and beat nearest neighbours of sessions (VMIS-kNN) on the tests of each.

use rayon::prelude::*;

use super::completion::Completion;
use super::occurrences::{Occurrence, Occurrences};
use super::rows::{Row, Slot, Sums};
use super::sessions::Sessions;
use super::support::Support;
use crate::offline::model::{Neighbours, largest};

/// Positions between two products that still count.
const WINDOW: usize = 20;
/// How a long session counts less.
const LENGTH_POWER: f64 = -0.3;
/// How distance counts.
const DISTANCE_POWER: f64 = -1.5;
/// What a product counts for the one after it.
const BACKWARD: f64 = 0.6;
/// Smallest half-life of sessions, in sessions.
const MIN_HALF_LIFE: f64 = 20_000.0;
/// How often a neighbour must be met: as many sessions more make little difference.
const SHRINK: f64 = 2.0;
/// How the popularity of a neighbour counts against it, before the completion and after.
const PENALTY: f64 = -0.3;
const LATE_PENALTY: f64 = -0.1;
/// How weights are levelled, before the completion and after.
const LEVEL: f64 = 0.85;
const LATE_LEVEL: f64 = 0.9;
/// How much a row's evidence counts when rows are added up.
const EVIDENCE: f64 = 0.5;
/// Neighbours kept of a direct row. Only rows of the most popular products are longer.
const DIRECT: usize = 512;
/// Neighbours kept of a completed row.
const KEPT: usize = 60;

const COMPLETION: Completion = Completion { leading: 30, rounds: 2, weight: 1.0, boost: 2.0 };

/// The table of `products` products, at most 60 neighbours each and the best first. Entries with fewer than `support`
/// distinct sessions behind them ([`Support`]) are left out.
#[must_use]
pub fn session_table(sessions: &Sessions, products: usize, support: usize) -> Vec<Neighbours> {
    let support = Support::at_least(support);
    let frequencies = sessions.frequencies(products);
    let (direct, evidence) = direct(sessions, &frequencies, support);
    let rows = COMPLETION.complete(&direct, &frequencies);
    let parts = rows.into_par_iter().zip(&direct).zip(evidence);
    parts
        .map(|((row, own), evidence)| finish(support.best(row.entries, KEPT, own, &direct), evidence, &frequencies))
        .collect()
}

/// R and s.
fn direct(sessions: &Sessions, frequencies: &[u32], support: Support) -> (Vec<Row>, Vec<f64>) {
    let weights = session_weights(sessions);
    let index = Occurrences::new(sessions, frequencies.len());
    let near: Vec<f64> = (0..=WINDOW).map(|distance| (distance as f64).powf(DISTANCE_POWER)).collect();
    let rows = (0..frequencies.len()).into_par_iter().map_init(
        || (Sums::new(frequencies.len(), support.kept()), Vec::new()),
        |(sums, best), product| {
            #[expect(clippy::cast_possible_truncation, reason = "products are numbered by u32")]
            let product = product as u32;
            for places in index.by_session(product) {
                let session = places.first().map_or(0, |occurrence| occurrence.session);
                nearest(sessions.get(session as usize), product, places, &near, best);
                let weight = weights.get(session as usize).copied().unwrap_or_default();
                for (neighbour, nearness) in best.iter() {
                    sums.add(*neighbour, weight * nearness, session);
                }
            }
            let mut row = sums.take(product, |neighbour, slot| direct_weight(slot, frequency(frequencies, neighbour)));
            let sum = row.sum();
            row.cut(DIRECT, support.kept());
            row.divide(sum);
            (row, sum)
        },
    );
    rows.unzip()
}

fn direct_weight(slot: Slot, frequency: f64) -> f64 {
    let count = f64::from(slot.count);
    (slot.sum * (frequency + 1.0).powf(PENALTY) * count / (count + SHRINK)).powf(LEVEL)
}

/// `len^-0.3 · 0.5^(age / half-life)` of each session.
fn session_weights(sessions: &Sessions) -> Vec<f64> {
    let half_life = (sessions.len() as f64 / 2.0).max(MIN_HALF_LIFE);
    let weight = |(later, session): (usize, &[u32])| {
        (session.len().max(1) as f64).powf(LENGTH_POWER) * (-(later as f64) / half_life).exp2()
    };
    let mut weights: Vec<f64> = sessions.iter().rev().enumerate().map(weight).collect();
    weights.reverse();
    weights
}

/// For each other product of a session the weight of its nearest position to one of `places`, where `product` is.
fn nearest(session: &[u32], product: u32, places: &[Occurrence], near: &[f64], best: &mut Vec<(u32, f64)>) {
    best.clear();
    for place in places.iter().map(|occurrence| occurrence.place as usize) {
        let from = place.saturating_sub(WINDOW);
        for (other, neighbour) in session.iter().enumerate().skip(from).take(place + WINDOW + 1 - from) {
            if *neighbour == product {
                continue;
            }
            let nearness = near.get(place.abs_diff(other)).copied().unwrap_or_default();
            let nearness = if place < other { nearness } else { BACKWARD * nearness };
            match best.iter_mut().find(|(known, _)| known == neighbour) {
                Some((_, known)) => *known = known.max(nearness),
                None => best.push((*neighbour, nearness)),
            }
        }
    }
}

/// T, best first.
fn finish(mut row: Neighbours, evidence: f64, frequencies: &[u32]) -> Neighbours {
    let scale = evidence.powf(EVIDENCE);
    for (neighbour, weight) in &mut row {
        let popularity = (frequency(frequencies, *neighbour) + 1.0).powf(LATE_PENALTY);
        #[expect(clippy::cast_possible_truncation, reason = "six digits are more than the file keeps")]
        let score = ((f64::from(*weight) * popularity).powf(LATE_LEVEL) * scale) as f32;
        *weight = score;
    }
    largest(&mut row, KEPT);
    row
}

fn frequency(frequencies: &[u32], product: u32) -> f64 {
    frequencies.get(product as usize).copied().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_positions_count_and_looking_back_counts_less() {
        let near: Vec<f64> = vec![0.0, 1.0, 0.5, 0.25];
        let mut best = Vec::new();
        // 7 at 1 and 3: 5 is one before it (0.6), and three before (0.15); 6 is one after (1) and one before (0.6).
        let places = [1, 3].map(|place| Occurrence { session: 0, place });
        nearest(&[5, 7, 6, 7, 8], 7, &places, &near, &mut best);
        assert_eq!(best, [(5, 0.6), (6, 1.0), (8, 1.0)]);
    }
}
