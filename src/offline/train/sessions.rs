//! Clicks in the order of sessions and time.

use core::cmp::Ordering;

use rayon::prelude::*;

use crate::offline::import::{Click, Clicks};

/// Sessions, oldest first: by the time of their last click, then by their id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// The products of all sessions, one after the other, each session's in the order of time.
    products: Vec<u32>,
    /// Where each session begins in `products`, and where the last ends.
    bounds: Vec<usize>,
    /// When each session's last click was, in milliseconds since 1970.
    ends: Vec<i64>,
}

impl Sessions {
    /// Sessions of clicks whose items are `numbers[item]` as products. Clicks at the same time are ordered by their
    /// item's id, so that the same clicks give the same sessions whatever the order of an export's lines.
    #[must_use]
    pub fn new(clicks: &Clicks, numbers: &[u32]) -> Self {
        Self::with_ids(clicks, numbers).0
    }

    /// [`Self::new`], and the number that each has in the export.
    #[must_use]
    pub fn with_ids(clicks: &Clicks, numbers: &[u32]) -> (Self, Vec<u32>) {
        let mut rows = clicks.rows.clone();
        let item = |click: &Click| clicks.items.get(click.item);
        rows.par_sort_unstable_by(|a, b| {
            (a.session, a.time).cmp(&(b.session, b.time)).then_with(|| item(a).cmp(item(b)))
        });
        let mut sessions: Vec<(u32, i64, usize, usize)> = Vec::new();
        let mut from = 0;
        for run in rows.chunk_by(|a, b| a.session == b.session) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                sessions.push((first.session, last.time, from, from + run.len()));
            }
            from += run.len();
        }
        let id = |session: u32| clicks.sessions.get(session);
        let by_age = |a: &(u32, i64, usize, usize), b: &(u32, i64, usize, usize)| -> Ordering {
            a.1.cmp(&b.1).then_with(|| id(a.0).cmp(id(b.0)))
        };
        sessions.par_sort_by(by_age);
        let mut all = Self { products: Vec::with_capacity(rows.len()), bounds: vec![0], ends: Vec::new() };
        let mut ids = Vec::with_capacity(sessions.len());
        for (session, end, from, to) in sessions {
            ids.push(session);
            let products = rows.get(from..to).unwrap_or_default().iter();
            all.push(products.filter_map(|click| numbers.get(click.item as usize).copied()), end);
        }
        (all, ids)
    }

    /// Adds a session that is newer than those there.
    pub fn push(&mut self, products: impl Iterator<Item = u32>, end: i64) {
        if self.bounds.is_empty() {
            self.bounds.push(0);
        }
        self.products.extend(products);
        self.bounds.push(self.products.len());
        self.ends.push(end);
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many clicks they hold.
    #[must_use]
    pub const fn clicks(&self) -> usize {
        self.products.len()
    }

    /// The products of a session, oldest first; none past the end.
    #[must_use]
    pub fn get(&self, session: usize) -> &[u32] {
        match (self.bounds.get(session), self.bounds.get(session + 1)) {
            (Some(from), Some(to)) => self.products.get(*from..*to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// When a session's last click was, in milliseconds since 1970.
    #[must_use]
    pub fn end(&self, session: usize) -> i64 {
        self.ends.get(session).copied().unwrap_or_default()
    }

    /// The sessions' products, the oldest session first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[u32]> + ExactSizeIterator {
        (0..self.len()).map(|session| self.get(session))
    }

    /// The newest `count` sessions.
    #[must_use]
    pub fn newest(&self, count: usize) -> Self {
        self.part(self.len().saturating_sub(count), self.len())
    }

    /// The sessions from `from` on and before `to`.
    #[must_use]
    pub fn part(&self, from: usize, to: usize) -> Self {
        let mut part = Self::default();
        for session in from..to {
            part.push(self.get(session).iter().copied(), self.end(session));
        }
        part
    }

    /// In how many sessions each of `products` products is.
    #[must_use]
    pub fn frequencies(&self, products: usize) -> Vec<u32> {
        let mut counts = vec![0_u32; products];
        let mut distinct = Vec::new();
        for session in self.iter() {
            distinct.clear();
            distinct.extend_from_slice(session);
            distinct.sort_unstable();
            distinct.dedup();
            for product in &distinct {
                if let Some(count) = counts.get_mut(*product as usize) {
                    *count += 1;
                }
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clicks(rows: &[(&str, &str, i64)]) -> Clicks {
        let mut clicks = Clicks::default();
        for (session, item, time) in rows {
            let (session, item) = (clicks.sessions.intern(session), clicks.items.intern(item));
            clicks.rows.push(Click { session, item, time: *time });
        }
        clicks
    }

    #[test]
    fn sessions_are_ordered_by_their_last_click_and_their_products_by_time() {
        let clicks = clicks(&[("late", "a", 9), ("b", "c", 3), ("late", "b", 2), ("a", "a", 3)]);
        let sessions = Sessions::new(&clicks, &[10, 11, 12]);
        let products: Vec<&[u32]> = sessions.iter().collect();
        assert_eq!(products, [&[10][..], &[11], &[12, 10]]);
        assert_eq!((sessions.clicks(), sessions.end(2)), (4, 9));
        assert_eq!(sessions.newest(1).iter().collect::<Vec<_>>(), [[12, 10]]);
        assert_eq!(sessions.frequencies(13)[10..], [2, 1, 1]);
    }
}
