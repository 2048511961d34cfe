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
        if index >= self.len {
            return None;
        }
        let place = number(self.section, 4 + 4 * (index / Self::STRIDE), 4)?;
        let mut at = self.first.checked_add(place as usize)?;
        for _ in 0..index % Self::STRIDE {
            let length = varint(self.section, &mut at)?;
            at = at.checked_add(length as usize)?;
        }
        let length = varint(self.section, &mut at)?;
        self.section.get(at..at.checked_add(length as usize)?)
    }

    /// A text; empty past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> &'a str {
        core::str::from_utf8(self.bytes(index)).unwrap_or_default()
    }

    /// Where `text` is among texts that are in the order of their bytes.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = (low + high) / 2;
            let other = self.bytes(middle);
            if other == text.as_bytes() {
                return Some(middle);
            }
            if other < text.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        None
    }
}
