//! Neighbours that an SQL engine counted, in place of sessions.

use super::assortment::Assortment;
use super::timeline::trend;
use crate::offline::import;
use crate::offline::model::{Neighbours, largest};

impl Assortment {
    /// A number of each product, from one of each product of the table; those of two ids of one product are added up.
    pub(super) fn told(&self, numbers: &[u32]) -> Vec<u32> {
        let mut told = vec![0_u32; self.len()];
        for (product, number) in self.neighboured.iter().zip(numbers) {
            if let Some(slot) = told.get_mut(*product as usize) {
                *slot = slot.saturating_add(*number);
            }
        }
        told
    }

    /// The rows of the table with at least `support` sessions behind each entry, the best first.
    pub(super) fn counted_elsewhere(&self, table: &import::Neighbours, support: usize) -> Vec<Neighbours> {
        let mut rows = vec![Neighbours::new(); self.len()];
        let product = |item: u32| self.neighboured.get(item as usize).copied();
        for entry in &table.rows {
            // With a support of 1 also what only longer paths lead to, whose support is 0.
            if support > 1 && (entry.support as usize) < support {
                continue;
            }
            let (Some(own), Some(other)) = (product(entry.item), product(entry.neighbour)) else { continue };
            let Some(row) = rows.get_mut(own as usize).filter(|_| own != other) else { continue };
            #[expect(clippy::cast_possible_truncation, reason = "the SQL made it of one")]
            let score = entry.score as f32;
            match row.iter_mut().find(|(known, _)| *known == other) {
                // Two ids of one product.
                Some((_, known)) => *known += score,
                None => row.push((other, score)),
            }
        }
        for row in &mut rows {
            let limit = row.len();
            largest(row, limit);
        }
        rows
    }

    /// The code of each product's trend; none where the table tells of none.
    pub(super) fn trends(&self, table: &import::Neighbours) -> Vec<u32> {
        if table.ratios.iter().all(|ratio| *ratio <= 0.0) {
            return Vec::new();
        }
        let mut trends = vec![0; self.len()];
        for (product, (all, ratio)) in self.neighboured.iter().zip(table.frequencies.iter().zip(&table.ratios)) {
            if let Some(slot) = trends.get_mut(*product as usize) {
                *slot = trend(*all, *ratio);
            }
        }
        trends
    }
}
