//! One number for each product.

use super::bytes::number;

/// Numbers of one width: a byte for the width (1 to 4), a byte for the decimals (0 to 9), then the values.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    values: &'a [u8],
    width: usize,
    decimals: u8,
}

impl<'a> Column<'a> {
    pub(super) fn new(section: &'a [u8]) -> Self {
        match section {
            [width @ 1..=4, decimals @ 0..=9, values @ ..] => {
                Self { values, width: (*width).into(), decimals: *decimals }
            }
            _ => Self { values: &[], width: 1, decimals: 0 },
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len() / self.width
    }

    /// Whether there are none, as where the section is absent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// A number; 0 past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> u32 {
        number(self.values, index.saturating_mul(self.width), self.width).unwrap_or(0)
    }

    /// A number of which 0 means that it is not known, and others are one too high.
    #[must_use]
    pub fn known(&self, index: usize) -> Option<u32> {
        self.get(index).checked_sub(1)
    }

    /// [`Self::known`] as a number with decimals.
    #[must_use]
    pub fn real(&self, index: usize) -> Option<f64> {
        let mut unit = 1.0;
        for _ in 0..self.decimals {
            unit *= 10.0;
        }
        self.known(index).map(|value| f64::from(value) / unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_with_their_decimals() {
        let column = Column::new(&[2, 2, 0, 0, 0x07, 0x23]);
        assert_eq!(column.len(), 2);
        assert_eq!(column.real(0), None);
        assert_eq!(column.real(1), Some(89.66));
        assert_eq!(column.get(2), 0);
    }

    #[test]
    fn what_is_no_column_is_empty() {
        for section in [&[][..], &[2], &[0, 0, 1], &[5, 0, 1], &[1, 10, 1]] {
            assert!(Column::new(section).is_empty());
        }
    }
}
