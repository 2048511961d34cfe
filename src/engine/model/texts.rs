//! A text for each of many.

use super::bytes::{number, varint};

/// Texts: their number as u32, for every [`Texts::STRIDE`]th the byte at which it begins as u32, then for each its
/// length as a variable-length number and its bytes.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    section: &'a [u8],
    len: usize,
    first: usize,
}

impl<'a> Texts<'a> {
    /// How many texts lie between two whose place is written.
    pub const STRIDE: usize = 16;

    pub(super) fn new(section: &'a [u8]) -> Self {
        let len = number(section, 0, 4).unwrap_or(0) as usize;
        let first = 4 + 4 * len.div_ceil(Self::STRIDE);
        if first > section.len() { Self { section: &[], len: 0, first: 0 } } else { Self { section, len, first } }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none, as where the section is absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes of a text; none past the end.
    #[must_use]
    pub fn bytes(&self, index: usize) -> &'a [u8] {
        self.find(index).unwrap_or_default()
    }

    fn find(&self, index: usize) -> Option<&'a [u8]> {
        let mut at = self.block(index / Self::STRIDE)?;
        for _ in 0..index % Self::STRIDE {
            self.next(&mut at)?;
        }
        if index < self.len { self.next(&mut at) } else { None }
    }

    /// The byte at which the texts from `block * STRIDE` on begin.
    fn block(&self, block: usize) -> Option<usize> {
        let place = number(self.section, 4 + 4 * block, 4).filter(|_| block * Self::STRIDE < self.len)?;
        self.first.checked_add(place as usize)
    }

    /// The text that begins at byte `at`, which is that of the next one after it.
    fn next(&self, at: &mut usize) -> Option<&'a [u8]> {
        let length = varint(self.section, at)? as usize;
        let start = *at;
        *at = start.checked_add(length)?;
        self.section.get(start..*at)
    }

    /// A text; empty past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> &'a str {
        core::str::from_utf8(self.bytes(index)).unwrap_or_default()
    }

    /// Where `text` is among texts that are in the order of their bytes.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<usize> {
        // The last block that does not begin after it; then one after the other.
        let (mut low, mut high) = (0, self.len.div_ceil(Self::STRIDE));
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.bytes(middle * Self::STRIDE) <= text.as_bytes() {
                low = middle;
            } else {
                high = middle;
            }
        }
        let mut at = self.block(low)?;
        for index in (low * Self::STRIDE..self.len).take(Self::STRIDE) {
            if self.next(&mut at)? == text.as_bytes() {
                return Some(index);
            }
        }
        None
    }
}
