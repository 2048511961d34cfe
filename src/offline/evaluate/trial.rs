//! Questions with known answers: what came next in sessions that the model has not seen.

use rayon::prelude::*;

use super::{hit_rate, mean_reciprocal_rank};
use crate::engine::model::Scores;
use crate::offline::train::Sessions;

/// What counts as a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// The next product is one that the session has not held yet, and none that it has held is suggested: what a shop
    /// needs.
    NewItems,
    /// The next product, whichever it is, and everything may be suggested: as most papers measure.
    Standard,
}

/// What answers.
pub trait Recommender: Sync {
    /// At most `limit` products for a session, best first, without those in `excluded`.
    fn next(&self, session: &[u32], excluded: &[u32], limit: usize, scores: &mut Scores) -> Vec<u32>;
}

/// Answers to all questions.
#[derive(Clone, Debug)]
pub struct Answers {
    /// For each question its session and the rank of what came next, from 1; `None` beyond the limit.
    pub ranks: Vec<(usize, Option<usize>)>,
    /// How often each product was among the answers.
    pub shown: Vec<u32>,
}

impl Answers {
    /// HR@k.
    #[must_use]
    pub fn hit_rate(&self, k: usize) -> f64 {
        hit_rate(self.ranks.iter().map(|(_, rank)| *rank), k)
    }

    /// MRR@k.
    #[must_use]
    pub fn mean_reciprocal_rank(&self, k: usize) -> f64 {
        mean_reciprocal_rank(self.ranks.iter().map(|(_, rank)| *rank), k)
    }

    /// Sums and counts by session of what `value` makes of a rank, for [`interval`](super::interval).
    pub fn groups(&self, value: impl Fn(Option<usize>) -> f64) -> Vec<(f64, f64)> {
        let runs = self.ranks.chunk_by(|a, b| a.0 == b.0);
        runs.map(|run| (run.iter().map(|(_, rank)| value(*rank)).sum(), run.len() as f64)).collect()
    }
}

/// Asks for the next product after every prefix of every session of `test`; at most `limit` answers each.
#[must_use]
pub fn ask(
    recommender: &dyn Recommender,
    test: &Sessions,
    protocol: Protocol,
    limit: usize,
    products: usize,
) -> Answers {
    let sessions: Vec<(Vec<Option<usize>>, Vec<u32>)> = (0..test.len())
        .into_par_iter()
        .map_init(Scores::new, |scores, session| {
            ask_session(recommender, test.get(session), protocol, limit, products, scores)
        })
        .collect();
    let mut answers = Answers { ranks: Vec::new(), shown: vec![0; products] };
    for (session, (ranks, shown)) in sessions.into_iter().enumerate() {
        answers.ranks.extend(ranks.into_iter().map(|rank| (session, rank)));
        for product in shown {
            if let Some(count) = answers.shown.get_mut(product as usize) {
                *count += 1;
            }
        }
    }
    answers
}

fn ask_session(
    recommender: &dyn Recommender,
    session: &[u32],
    protocol: Protocol,
    limit: usize,
    products: usize,
    scores: &mut Scores,
) -> (Vec<Option<usize>>, Vec<u32>) {
    let (mut ranks, mut shown) = (Vec::new(), Vec::new());
    for (length, target) in session.iter().enumerate().skip(1) {
        let prefix = session.get(..length).unwrap_or_default();
        let excluded = match protocol {
            _ if *target as usize >= products => continue,
            Protocol::NewItems if prefix.contains(target) => continue,
            Protocol::NewItems => prefix,
            Protocol::Standard => &[],
        };
        let answer = recommender.next(prefix, excluded, limit, scores);
        ranks.push(answer.iter().position(|product| product == target).map(|place| place + 1));
        shown.extend(answer);
    }
    (ranks, shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers with the products from 0 on.
    struct Counting;

    impl Recommender for Counting {
        fn next(&self, _: &[u32], excluded: &[u32], limit: usize, _: &mut Scores) -> Vec<u32> {
            (0..9).filter(|product| !excluded.contains(product)).take(limit).collect()
        }
    }

    #[test]
    fn new_items_are_asked_for_without_those_seen() {
        let mut test = Sessions::default();
        test.push([0, 2, 0, 8].into_iter(), 1);
        let answers = ask(&Counting, &test, Protocol::NewItems, 3, 9);
        assert_eq!(answers.ranks, [(0, Some(2)), (0, None)]);
        assert_eq!(answers.shown, [0, 2, 1, 2, 1, 0, 0, 0, 0]);
        let answers = ask(&Counting, &test, Protocol::Standard, 3, 9);
        assert_eq!(answers.ranks, [(0, Some(3)), (0, Some(1)), (0, None)]);
        assert_eq!(answers.groups(|rank| f64::from(u8::from(rank.is_some()))), [(2.0, 3.0)]);
    }
}
