//! Writes one number for each product.

/// A section of [`Column`](crate::engine::model::Column)'s shape, as narrow as its values allow.
#[must_use]
pub fn column(values: &[u32], decimals: u8) -> Vec<u8> {
    let largest = values.iter().max().copied().unwrap_or_default();
    let width = (4 - largest.leading_zeros() / 8).max(1) as usize;
    #[expect(clippy::cast_possible_truncation, reason = "1 to 4")]
    let mut section = vec![width as u8, decimals];
    for value in values {
        section.extend(value.to_le_bytes().iter().take(width));
    }
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_is_that_of_the_largest_value() {
        assert_eq!(column(&[], 0), [1, 0]);
        assert_eq!(column(&[255, 0], 2), [1, 2, 255, 0]);
        assert_eq!(column(&[256], 0), [2, 0, 0, 1]);
        assert_eq!(column(&[1 << 24], 0), [4, 0, 0, 0, 0, 1]);
    }
}
