//! Intervals by drawing again.

use std::ops::RangeInclusive;

/// Draws an interval rests on.
const DRAWS: usize = 1000;
/// The seed of the draws: intervals are the same in every run.
const SEED: u64 = 20_190_401;

/// The 95 % interval of a mean over values that come in groups (a session's, a customer's), by drawing groups again
/// with replacement: values of one group depend on each other.
///
/// `groups` holds for each group its sum and how many values it has. Efron's percentile interval.
#[must_use]
pub fn interval(groups: &[(f64, f64)]) -> RangeInclusive<f64> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let (mut sum, mut count) = (0.0, 0.0);
            for _ in 0..groups.len() {
                let (value, values) = groups.get(random.usize(0..groups.len())).copied().unwrap_or_default();
                sum += value;
                count += values;
            }
            if count > 0.0 { sum / count } else { 0.0 }
        })
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the draws")]
        let place = (share * (DRAWS - 1) as f64).round() as usize;
        means.get(place).copied().unwrap_or_default()
    };
    at(0.025)..=at(0.975)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_groups_leave_no_doubt() {
        let interval = interval(&[(1.0, 2.0); 30]);
        assert!((interval.start() - 0.5).abs() < 1e-12 && (interval.end() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_interval_of_a_coin_is_that_of_the_binomial() {
        // 400 throws, half of them heads: the standard error is sqrt(.25 / 400) = .025.
        let throws: Vec<(f64, f64)> = (0..400).map(|throw| (f64::from(throw % 2), 1.0)).collect();
        let interval = interval(&throws);
        assert!((interval.start() - 0.451).abs() < 0.01, "{interval:?}");
        assert!((interval.end() - 0.549).abs() < 0.01, "{interval:?}");
    }
}
