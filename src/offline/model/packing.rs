//! Writes neighbours: the largest of each row, their scores in a few bits.

use core::cmp::Ordering;

use super::{number, varint};
use crate::engine::model::{FULL, Table};

/// Neighbours of one product and their scores, in any order.
pub type Neighbours = Vec<(u32, f32)>;

/// How much of a table is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packing {
    /// Neighbours a product has at most, 1 to 255.
    pub neighbours: u8,
    /// Bits of a score, 1 to 4.
    pub bits: u8,
}

impl Packing {
    /// The usual: within 30 kB for 1,000 products after brotli.
    pub const USUAL: Self = Self { neighbours: 20, bits: 4 };
    /// Small: within 20 kB for 1,000 products; questions then also follow the neighbours of neighbours.
    pub const SMALL: Self = Self { neighbours: 12, bits: 3 };

    /// The largest code of a score.
    #[must_use]
    pub const fn largest_code(self) -> u8 {
        (1 << self.bits) - 1
    }
}

/// Keeps the `limit` best of a row, best first; of equal scores the lower number, which is the more popular product.
pub fn largest(row: &mut Neighbours, limit: usize) {
    let before = |a: &(u32, f32), b: &(u32, f32)| -> Ordering { b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)) };
    if row.len() > limit && limit > 0 {
        row.select_nth_unstable_by(limit - 1, before);
    }
    row.truncate(limit);
    row.sort_unstable_by(before);
}

/// A section of [`Table`]'s shape.
#[must_use]
pub fn pack(rows: &[Neighbours], packing: Packing) -> Vec<u8> {
    let kept: Vec<Neighbours> = rows
        .iter()
        .map(|row| {
            let mut row: Neighbours = row.iter().copied().filter(|(_, score)| *score > 0.0).collect();
            largest(&mut row, packing.neighbours.into());
            row
        })
        .collect();
    let maximum = |row: &Neighbours| row.first().map_or(0.0, |(_, score)| f64::from(*score));
    let maxima: Vec<f64> = kept.iter().map(maximum).collect();
    let top = maxima.iter().copied().fold(0.0, f64::max);
    let ratio = ratio(&maxima, top);

    let largest_code = packing.largest_code();
    let mut section = number(rows.len()).to_le_bytes().to_vec();
    section.extend([largest_code, packing.neighbours, 0, 0]);
    section.extend(ratio.to_le_bytes());
    let (mut ids, mut codes, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (row, maximum)) in kept.iter().zip(&maxima).enumerate() {
        if index % Table::STRIDE == 0 {
            blocks.extend([number(ids.len()), number(codes.len())]);
        }
        let mut row = row.clone();
        row.sort_unstable_by_key(|(product, _)| *product);
        let mut next = 0;
        for (product, score) in row {
            varint(&mut ids, product - next);
            next = product + 1;
            codes.push(code(f64::from(score) / maximum, largest_code));
        }
    }
    section.extend(number(ids.len()).to_le_bytes());
    blocks.iter().for_each(|value| section.extend(value.to_le_bytes()));
    #[expect(clippy::cast_possible_truncation, reason = "at most 255")]
    section.extend(kept.iter().map(|row| row.len() as u8));
    section.extend(maxima.iter().map(|maximum| maximum_byte(*maximum / top, ratio)));
    section.extend(ids);
    section.extend(codes.chunks(2).map(|pair| pair.iter().rev().fold(0, |byte, code| byte << 4 | code)));
    section
}

/// The step of row maxima: a quarter of an octave, or more where that does not reach from the largest to the
/// smallest; no step is more than an octave.
#[expect(clippy::cast_possible_truncation, reason = "an f32 is what the file holds")]
fn ratio(maxima: &[f64], top: f64) -> f32 {
    let smallest = maxima.iter().copied().filter(|maximum| *maximum > 0.0).fold(top, f64::min);
    let octaves = if top > 0.0 { (top / smallest).log2() } else { 0.0 };
    (-(octaves / 254.0).clamp(1.0 / 4.0, 1.0)).exp2() as f32
}

/// The byte of a row maximum, of which 1 is the largest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn maximum_byte(maximum: f64, ratio: f32) -> u8 {
    let steps = if maximum > 0.0 { (maximum.ln() / f64::from(ratio).ln()).round() } else { 255.0 };
    (FULL as f64 - steps).clamp(0.0, 255.0) as u8
}

/// The square root of a score, in a few bits: the eye for small scores matters more than that for large ones.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the codes there are")]
fn code(share: f64, largest: u8) -> u8 {
    (share.sqrt() * f64::from(largest)).round().clamp(1.0, f64::from(largest)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_become_square_roots_in_fifteenths() {
        assert_eq!(code(1.0, 15), 15);
        assert_eq!(code(0.25, 15), 8);
        assert_eq!(code(0.000_1, 15), 1);
        assert_eq!(code(0.25, 7), 4);
    }

    #[test]
    fn the_largest_are_kept_and_of_equal_ones_the_lower_number() {
        let mut row = vec![(4, 1.0), (9, 3.0), (2, 1.0), (7, 0.5)];
        largest(&mut row, 2);
        assert_eq!(row, [(9, 3.0), (2, 1.0)]);
    }

    #[test]
    fn maxima_are_steps_below_the_largest() {
        let ratio = ratio(&[8.0, 1.0], 8.0);
        assert_eq!(maximum_byte(1.0, ratio), 255);
        assert_eq!(maximum_byte(0.5, ratio), 251);
        assert_eq!(maximum_byte(0.0, ratio), 0);
    }
}
