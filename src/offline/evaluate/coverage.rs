//! Coverage: how much of the assortment is ever suggested.

/// The share of products that were shown at least once; `shown` counts how often each was.
#[must_use]
pub fn coverage(shown: &[u32]) -> f64 {
    let some = shown.iter().filter(|count| **count > 0).count();
    some as f64 / shown.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_of_four_products_were_shown() {
        assert!((coverage(&[9, 0, 1, 2]) - 0.75).abs() < 1e-12);
    }
}
