//! Where each product is in the sessions.

use super::sessions::Sessions;

/// A place at which a product is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurrence {
    /// The session.
    pub session: u32,
    /// The place in the session, from 0.
    pub place: u32,
}

/// For each product the places where it is, the oldest session first.
pub struct Occurrences {
    all: Vec<Occurrence>,
    bounds: Vec<usize>,
}

impl Occurrences {
    /// Of `products` products.
    #[must_use]
    pub fn new(sessions: &Sessions, products: usize) -> Self {
        let mut bounds = vec![0_usize; products + 1];
        for product in sessions.iter().flatten() {
            if let Some(bound) = bounds.get_mut(*product as usize + 1) {
                *bound += 1;
            }
        }
        let mut total = 0;
        for bound in &mut bounds {
            total += *bound;
            *bound = total;
        }
        let mut next = bounds.clone();
        let mut all = vec![Occurrence::default(); total];
        for (session, held) in (0..).zip(sessions.iter()) {
            for (place, product) in (0..).zip(held) {
                if let Some(next) = next.get_mut(*product as usize)
                    && let Some(slot) = all.get_mut(*next)
                {
                    *slot = Occurrence { session, place };
                    *next += 1;
                }
            }
        }
        Self { all, bounds }
    }

    /// Where a product is.
    #[must_use]
    pub fn of(&self, product: u32) -> &[Occurrence] {
        let product = product as usize;
        match (self.bounds.get(product), self.bounds.get(product + 1)) {
            (Some(from), Some(to)) => self.all.get(*from..*to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Where a product is, session by session.
    pub fn by_session(&self, product: u32) -> impl DoubleEndedIterator<Item = &[Occurrence]> {
        self.of(product).chunk_by(|a, b| a.session == b.session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_found_by_its_product() {
        let mut sessions = Sessions::default();
        sessions.push([1, 0, 1].into_iter(), 5);
        sessions.push([1].into_iter(), 6);
        let occurrences = Occurrences::new(&sessions, 3);
        let places = |product| occurrences.by_session(product).map(<[Occurrence]>::to_vec).collect::<Vec<_>>();
        let at = |session, place| Occurrence { session, place };
        assert_eq!(places(1), [vec![at(0, 0), at(0, 2)], vec![at(1, 0)]]);
        assert_eq!((places(0), places(2)), (vec![vec![at(0, 1)]], vec![]));
    }
}
