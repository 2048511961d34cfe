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

/// A section of the coefficients of a prediction, the intercept first.
#[must_use]
pub fn coefficients(values: &[f64]) -> Vec<u8> {
    #[expect(clippy::cast_possible_truncation, reason = "an f32 is what the file holds")]
    let bits: Vec<u32> = values.iter().map(|value| (*value as f32).to_bits()).collect();
    column(&bits, 0)
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
