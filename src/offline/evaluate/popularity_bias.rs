//! Popularity bias: how popular suggestions are.

/// The mean popularity of what was shown, as a share of the most popular product's: 1 where only that is ever shown.
/// `shown` counts how often each product was, `frequencies` in how many sessions it is.
#[must_use]
pub fn popularity_bias(shown: &[u32], frequencies: &[u32]) -> f64 {
    let top = f64::from(frequencies.iter().max().copied().unwrap_or_default().max(1));
    let (mut sum, mut all) = (0.0, 0.0);
    for (count, frequency) in shown.iter().zip(frequencies) {
        sum += f64::from(*count) * f64::from(*frequency) / top;
        all += f64::from(*count);
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_as_popular_three_times_and_the_top_once_make_five_eighths() {
        assert!((popularity_bias(&[1, 3, 0], &[10, 5, 1]) - 0.625).abs() < 1e-12);
        assert!(popularity_bias(&[0, 0], &[3, 1]).abs() < 1e-12);
    }
}
