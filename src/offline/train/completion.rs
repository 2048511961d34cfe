//! Fills rows up with the neighbours of neighbours: two products that never met may both go with a third.

use rayon::prelude::*;

use super::rows::{NOBODY, Row, Sums};
use crate::offline::model::{Neighbours, largest};

/// How rows are filled up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Completion {
    /// Neighbours of a row that lead on.
    pub(super) leading: usize,
    /// How many times.
    pub(super) rounds: usize,
    /// What the neighbours of neighbours weigh against direct ones, for a product that is in very many sessions.
    pub(super) weight: f64,
    /// How many sessions make that weight twice as large.
    pub(super) boost: f64,
}

impl Completion {
    /// `F = R + λ P P` as often as there are rounds, with P the leading part of the row before, renormalised, and
    /// `λ = weight (1 + boost / frequency)`. Rows of `direct` sum to 1.
    pub(super) fn complete(&self, direct: &[Row], frequencies: &[u32]) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for _ in 0..self.rounds {
            let before: &[Row] = if rows.is_empty() { direct } else { &rows };
            let leading: Vec<Neighbours> = before.par_iter().map(|row| self.leading(row)).collect();
            let sums = || Sums::new(direct.len(), 0);
            let row = |sums: &mut Sums, product| self.row(product, direct, &leading, frequencies, sums);
            rows = (0..direct.len()).into_par_iter().map_init(sums, row).collect();
        }
        rows
    }

    fn leading(&self, row: &Row) -> Neighbours {
        let mut leading = Row { entries: row.entries.clone(), witnesses: Vec::new() };
        largest(&mut leading.entries, self.leading);
        leading.divide(leading.sum());
        leading.entries
    }

    fn row(&self, product: usize, direct: &[Row], leading: &[Neighbours], frequencies: &[u32], sums: &mut Sums) -> Row {
        let (Some(own), Some(first)) = (direct.get(product), leading.get(product)) else { return Row::default() };
        for (neighbour, weight) in &own.entries {
            sums.add(*neighbour, f64::from(*weight), NOBODY);
        }
        let frequency = f64::from(frequencies.get(product).copied().unwrap_or_default().max(1));
        let lambda = self.weight * (1.0 + self.boost / frequency);
        for (middle, to_middle) in first {
            for (neighbour, from_middle) in leading.get(*middle as usize).into_iter().flatten() {
                sums.add(*neighbour, lambda * f64::from(*to_middle) * f64::from(*from_middle), NOBODY);
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "products are numbered by u32")]
        sums.take(product as u32, |_, slot| slot.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neighbour_of_a_neighbour_comes_in_with_the_product_of_their_weights() {
        let row = |entries: &[(u32, f32)]| Row { entries: entries.to_vec(), witnesses: Vec::new() };
        let direct = [row(&[(1, 1.0)]), row(&[(0, 0.25), (2, 0.75)]), row(&[(1, 1.0)])];
        let completion = Completion { leading: 2, rounds: 1, weight: 0.5, boost: 2.0 };
        let rows = completion.complete(&direct, &[2, 4, 2]);
        // λ of product 0 is 0.5 (1 + 2/2) = 1; over 1 it reaches 2 with 1 · 0.75, and itself, which is left out.
        assert_eq!(rows[0].entries, [(1, 1.0), (2, 0.75)]);
        // λ of product 1 is 0.75; over 0 and over 2 it only reaches itself.
        assert_eq!(rows[1].entries, [(0, 0.25), (2, 0.75)]);
    }
}
