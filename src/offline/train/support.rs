//! Minimum support: how many visitors stand behind an entry.
//!
//! An entry of a table is published only where enough distinct sessions (of orders: customers) hold both products, or
//! lead from one to the other by a third product: a session with the first and the third, and one with the third and
//! the second. It promises that no entry is one visitor's alone. It does not promise that a visitor cannot be told from
//! the table: where enough others stand behind an entry, one session still moves its score.

use super::rows::{NOBODY, Row};
use crate::offline::model::{Neighbours, largest};

/// The witnesses that rows of direct neighbours keep, and how many are asked for.
///
/// As many are kept of each pair as are asked for: whether several such sets together suffice is known all the same,
/// since one that was cut short suffices alone.
#[derive(Clone, Copy)]
pub(super) struct Support(usize);

impl Support {
    /// At least `sessions` distinct sessions; one stands behind every entry.
    pub(super) const fn at_least(sessions: usize) -> Self {
        Self(if sessions > 1 { sessions } else { 0 })
    }

    /// Witnesses to keep of each pair.
    pub(super) const fn kept(self) -> usize {
        self.0
    }

    /// The `limit` best of a completed row that enough stand behind, best first; `own` is the direct row of its product.
    /// The best are asked first, since asking takes longer than sorting.
    pub(super) fn best(self, mut row: Neighbours, limit: usize, own: &Row, direct: &[Row]) -> Neighbours {
        if self.0 == 0 {
            largest(&mut row, limit);
            return row;
        }
        largest(&mut row, usize::MAX);
        row.into_iter().filter(|(neighbour, _)| self.backs(own, *neighbour, direct)).take(limit).collect()
    }

    /// Whether enough stand behind the entry of `neighbour` in the row of a product of which `own` is the direct row.
    fn backs(self, own: &Row, neighbour: u32, direct: &[Row]) -> bool {
        let mut known: Vec<u32> = Vec::new();
        if self.reached(&mut known, own.witnesses(neighbour, self.0)) {
            return true;
        }
        for (middle, _) in &own.entries {
            let onward = direct.get(*middle as usize).map_or(&[][..], |row| row.witnesses(neighbour, self.0));
            if !onward.is_empty()
                && (self.reached(&mut known, onward) || self.reached(&mut known, own.witnesses(*middle, self.0)))
            {
                return true;
            }
        }
        false
    }

    fn reached(self, known: &mut Vec<u32>, witnesses: &[u32]) -> bool {
        for witness in witnesses {
            if *witness != NOBODY && !known.contains(witness) {
                known.push(*witness);
            }
        }
        known.len() >= self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_count_once_whether_direct_or_by_a_path() {
        let row = |entries: &[(u32, [u32; 2])]| Row {
            entries: entries.iter().map(|(neighbour, _)| (*neighbour, 1.0)).collect(),
            witnesses: entries.iter().flat_map(|(_, witnesses)| *witnesses).collect(),
        };
        // Session 5 holds 0 and 1, session 6 holds 1 and 2; session 7 holds 0, 3 and 4.
        let direct = [
            row(&[(1, [5, NOBODY]), (3, [7, NOBODY]), (4, [7, NOBODY])]),
            row(&[(0, [5, NOBODY]), (2, [6, NOBODY])]),
            row(&[(1, [6, NOBODY])]),
            row(&[(0, [7, NOBODY]), (4, [7, NOBODY])]),
            row(&[(0, [7, NOBODY]), (3, [7, NOBODY])]),
        ];
        let support = Support::at_least(2);
        assert!(support.backs(&direct[0], 2, &direct), "0 to 1 is of session 5, 1 to 2 of session 6");
        assert!(!support.backs(&direct[0], 1, &direct), "only session 5");
        assert!(!support.backs(&direct[0], 4, &direct), "directly and over 3, but always session 7");
        assert!(Support::at_least(1).backs(&direct[0], 4, &direct));

        let row = vec![(1, 0.2), (2, 0.3), (3, 0.4), (4, 0.5)];
        assert_eq!(support.best(row.clone(), 2, &direct[0], &direct), [(2, 0.3)]);
        assert_eq!(Support::at_least(1).best(row, 2, &direct[0], &direct), [(4, 0.5), (3, 0.4)]);
    }
}
