//! Neighbours of each product.

use super::bytes::{number, varint};

/// The byte of the row maximum that stands for the table's largest score.
pub const FULL: usize = 255;

/// The least ratio of one step: with less, the smallest row maxima would be too small to divide by.
pub(super) const STEEPEST: f32 = 0.5;

/// Neighbours and their scores, a row for each product:
///
/// | byte | what |
/// |---|---|
/// | 0 | number of rows, u32 |
/// | 4 | the largest code of a score, 15 (4 bits) or 7 (3 bits), a byte |
/// | 5 | how many neighbours a row has at most, a byte; then two bytes of 0 |
/// | 8 | the ratio of one step of row maxima, f32, from [`STEEPEST`] to 1 |
/// | 12 | length of the ids, u32 |
/// | 16 | for every [`Table::STRIDE`]th row the byte of its ids and the number of its first code, both u32 |
/// | | for each row its length, a byte |
/// | | for each row its maximum, a byte |
/// | | the ids: for each row in ascending order, each as a variable-length number one less than its distance from the one before |
/// | | the codes, four bits each, the first in the low half of its byte |
///
/// A score is `maximum · (code / largest code)²`, and a row's maximum `ratio^(255 - byte)`: scores are relative to the
/// table's largest.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    rows: usize,
    largest: f64,
    longest: u8,
    ratio: f64,
    blocks: &'a [u8],
    lengths: &'a [u8],
    maxima: &'a [u8],
    ids: &'a [u8],
    codes: &'a [u8],
}

impl<'a> Table<'a> {
    /// How many rows lie between two whose place is written.
    pub const STRIDE: usize = 64;

    pub(super) fn new(section: &'a [u8]) -> Self {
        Self::parts(section).unwrap_or(Self {
            rows: 0,
            largest: 1.0,
            longest: 0,
            ratio: 1.0,
            blocks: &[],
            lengths: &[],
            maxima: &[],
            ids: &[],
            codes: &[],
        })
    }

    fn parts(section: &'a [u8]) -> Option<Self> {
        let rows = number(section, 0, 4)? as usize;
        let (largest, longest) = (*section.get(4)?, *section.get(5)?);
        let ratio = f32::from_bits(number(section, 8, 4)?);
        let ids = number(section, 12, 4)? as usize;
        let (blocks, rest) = section.get(16..)?.split_at_checked(8 * rows.div_ceil(Self::STRIDE))?;
        let (lengths, rest) = rest.split_at_checked(rows)?;
        let (maxima, rest) = rest.split_at_checked(rows)?;
        let (ids, codes) = rest.split_at_checked(ids)?;
        let sound = (1..=15).contains(&largest) && (STEEPEST..=1.0).contains(&ratio);
        sound.then_some(Self {
            rows,
            largest: largest.into(),
            longest,
            ratio: ratio.into(),
            blocks,
            lengths,
            maxima,
            ids,
            codes,
        })
    }

    /// How many rows it has: those of the products behind are empty.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether it has no row, as where the section is absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many neighbours a row has at most.
    #[must_use]
    pub fn longest(&self) -> u8 {
        self.longest
    }

    /// Calls `visit` with each neighbour of `row` and its score, in the order of their numbers.
    pub fn each(&self, row: u32, visit: &mut dyn FnMut(u32, f64)) {
        // A row that ends too early is one that the writer did not write: what there is of it is taken.
        let _ = self.decode(row as usize, visit);
    }

    fn decode(&self, row: usize, visit: &mut dyn FnMut(u32, f64)) -> Option<()> {
        let length = *self.lengths.get(row)?;
        let block = row / Self::STRIDE;
        let mut at = number(self.blocks, 8 * block, 4)? as usize;
        let mut code = number(self.blocks, 8 * block + 4, 4)? as usize;
        let mut before = 0;
        for length in self.lengths.get(block * Self::STRIDE..row)? {
            before += usize::from(*length);
        }
        code = code.checked_add(before)?;
        while before > 0 {
            before -= usize::from(*self.ids.get(at)? < 128);
            at += 1;
        }
        let maximum = self.maximum(*self.maxima.get(row)?);
        let mut id = 0_u32;
        for _ in 0..length {
            id = id.checked_add(varint(self.ids, &mut at)?)?;
            let pair = *self.codes.get(code / 2)?;
            let share = f64::from(if code.is_multiple_of(2) { pair & 15 } else { pair >> 4 }) / self.largest;
            visit(id, maximum * share * share);
            id = id.checked_add(1)?;
            code += 1;
        }
        Some(())
    }

    /// `ratio^(255 - byte)`, by squaring: the same digits on every machine.
    fn maximum(&self, byte: u8) -> f64 {
        let (mut value, mut base, mut left) = (1.0, self.ratio, FULL - usize::from(byte));
        while left > 0 {
            if left % 2 == 1 {
                value *= base;
            }
            base *= base;
            left /= 2;
        }
        value
    }
}
