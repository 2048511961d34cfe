//! Rows of a table in the making: neighbours, their weights, and who stands behind them.

use crate::offline::model::{Neighbours, largest};

/// Neighbours of one product and their weights, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) entries: Neighbours,
    /// As many sessions or customers that stand behind each entry as [`Sums`] was told to keep, filled up with
    /// [`NOBODY`].
    pub(super) witnesses: Vec<u32>,
}

/// Stands for no witness.
pub(super) const NOBODY: u32 = u32::MAX;

impl Row {
    /// Divides by `sum`.
    #[expect(clippy::cast_possible_truncation, reason = "six digits are more than the file keeps")]
    pub(super) fn divide(&mut self, sum: f64) {
        if sum > 0.0 {
            self.entries.iter_mut().for_each(|(_, weight)| *weight = (f64::from(*weight) / sum) as f32);
        }
    }

    /// The sum of the weights.
    pub(super) fn sum(&self) -> f64 {
        self.entries.iter().map(|(_, weight)| f64::from(*weight)).sum()
    }

    /// The witnesses of a neighbour; none where it is not in the row.
    pub(super) fn witnesses(&self, neighbour: u32, kept: usize) -> &[u32] {
        let place = self.entries.binary_search_by_key(&neighbour, |(other, _)| *other);
        place.ok().and_then(|at| self.witnesses.get(at * kept..(at + 1) * kept)).unwrap_or_default()
    }

    /// The `limit` largest.
    pub(super) fn cut(&mut self, limit: usize, kept: usize) {
        if self.entries.len() <= limit {
            return;
        }
        let mut entries = self.entries.clone();
        largest(&mut entries, limit);
        entries.sort_unstable_by_key(|(neighbour, _)| *neighbour);
        let witnesses = entries.iter().flat_map(|(neighbour, _)| self.witnesses(*neighbour, kept)).copied().collect();
        *self = Self { entries, witnesses };
    }
}

/// Sums by product while a row is made; kept between rows, since it is as large as there are products.
pub(super) struct Sums {
    slots: Vec<Slot>,
    witnesses: Vec<u32>,
    touched: Vec<u32>,
    kept: usize,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Slot {
    /// What was added.
    pub(super) sum: f64,
    /// How many times.
    pub(super) count: u32,
}

impl Sums {
    /// Of `products` products, keeping the first `kept` witnesses of each.
    pub(super) fn new(products: usize, kept: usize) -> Self {
        let (slots, witnesses) = (vec![Slot::default(); products], vec![NOBODY; products * kept]);
        Self { slots, witnesses, touched: Vec::new(), kept }
    }

    /// Adds what one witness says of a product. It says it once.
    pub(super) fn add(&mut self, product: u32, weight: f64, witness: u32) {
        let Some(slot) = self.slots.get_mut(product as usize) else { return };
        if slot.count == 0 {
            self.touched.push(product);
        }
        if (slot.count as usize) < self.kept
            && let Some(place) = self.witnesses.get_mut(product as usize * self.kept + slot.count as usize)
        {
            *place = witness;
        }
        slot.sum += weight;
        slot.count += 1;
    }

    /// Calls `visit` with what was summed up, in the order it came, and forgets it. For sums without witnesses.
    pub(super) fn each(&mut self, visit: &mut dyn FnMut(u32, Slot)) {
        for product in self.touched.drain(..) {
            if let Some(slot) = self.slots.get_mut(product as usize) {
                visit(product, core::mem::take(slot));
            }
        }
    }

    /// The row that was summed up, in the order of numbers and without `own`; `weigh` makes a weight of each sum.
    /// Everything is forgotten for the next row.
    pub(super) fn take(&mut self, own: u32, weigh: impl Fn(u32, Slot) -> f64) -> Row {
        self.touched.sort_unstable();
        let mut row = Row::default();
        for product in self.touched.drain(..) {
            let Some(slot) = self.slots.get_mut(product as usize) else { continue };
            let from = product as usize * self.kept;
            let witnesses = self.witnesses.get_mut(from..from + self.kept).unwrap_or_default();
            if product != own {
                #[expect(clippy::cast_possible_truncation, reason = "six digits are more than the file keeps")]
                row.entries.push((product, weigh(product, *slot) as f32));
                row.witnesses.extend_from_slice(witnesses);
            }
            *slot = Slot::default();
            witnesses.fill(NOBODY);
        }
        row
    }
}
