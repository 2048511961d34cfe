//! Thompson sampling: of several beta distributions, the one whose random draw is the highest. The same seed gives the
//! same draw everywhere.

use super::fnv;

/// A beta distribution: successes plus 1, and failures plus 1. Both are at least 1.
pub type Beta = (f64, f64);

/// Draws once from each arm, and says which was the highest: the first of equals, 0 where there is no arm.
///
/// The method is Thompson's (1933), "On the likelihood that one unknown probability exceeds another in view of the
/// evidence of two samples".
#[must_use]
pub fn choose(arms: &[Beta], seed: u64) -> usize {
    let mut chance = Chance(seed);
    let mut best = (f64::NEG_INFINITY, 0);
    for (index, (alpha, beta)) in arms.iter().enumerate() {
        // A beta variate from two gamma variates.
        let success = chance.gamma(alpha.max(1.0));
        let rate = success / (success + chance.gamma(beta.max(1.0)));
        if rate > best.0 {
            best = (rate, index);
        }
    }
    best.1
}

/// A seed for one shopper, one experiment and one visit.
#[must_use]
pub fn seed(shopper: &str, experiment: &str, visit: u32) -> u64 {
    u64::from(fnv([shopper, experiment])) << 32 | u64::from(visit)
}

/// `SplitMix64`: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
struct Chance(u64);

impl Chance {
    /// From 0 to below 1, in steps of 2^-53.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        (bits >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Standard normal: Marsaglia and Bray, "A convenient method for generating normal variables" (1964).
    fn normal(&mut self) -> f64 {
        for _ in 0..TRIES {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * root(-2.0 * libm::log(square) / square);
            }
        }
        0.0
    }

    /// Gamma with a shape of at least 1: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / root(9.0 * d);
        for _ in 0..TRIES {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            // Not 0, of which there is no logarithm.
            let u = 1.0 - self.uniform();
            if libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
        d
    }
}

/// The square root, by what is there already: libm's own is half a kilobyte more.
fn root(number: f64) -> f64 {
    libm::exp(0.5 * libm::log(number))
}

/// Each try succeeds more often than three times in four, so nobody ever comes to the end of these.
const TRIES: u32 = 100;

/// The arm of a variation: what is known beforehand, and of `seen` sessions those that were `won`.
#[must_use]
pub fn arm(prior: Beta, seen: u32, won: u32) -> Beta {
    (prior.0 + f64::from(won), prior.1 + f64::from(seen.saturating_sub(won)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often each arm is chosen in 20,000 visits.
    fn shares(arms: &[Beta]) -> Vec<f64> {
        let mut shares = vec![0.0; arms.len()];
        for visit in 0..20_000 {
            shares[choose(arms, seed("shopper", "experiment", visit))] += 1.0 / 20_000.0;
        }
        shares
    }

    fn near(is: f64, should: f64) {
        assert!((is - should).abs() < 0.015, "{is} is not {should}");
    }

    #[test]
    fn an_arm_is_chosen_as_often_as_it_is_likely_to_be_the_best() {
        near(shares(&[(1.0, 1.0), (1.0, 1.0)])[0], 0.5);
        // P(X > Y) for X ~ Beta(2, 1) and Y ~ Beta(1, 1) is E[X] = 2/3.
        near(shares(&[(2.0, 1.0), (1.0, 1.0)])[0], 2.0 / 3.0);
        // For X ~ Beta(2, 1) and Y ~ Beta(1, 2): 1 - integral of 2x (1-x)^2, which is 5/6.
        near(shares(&[(2.0, 1.0), (1.0, 2.0)])[0], 5.0 / 6.0);
        assert!(shares(&[(400.0, 600.0), (500.0, 500.0)])[1] > 0.99);
    }

    #[test]
    fn a_gamma_variate_has_its_mean_and_variance() {
        for shape in [1.0, 2.5, 40.0, 60_000.0] {
            let mut chance = Chance(7);
            let draws: Vec<f64> = (0..40_000).map(|_| chance.gamma(shape)).collect();
            let mean = draws.iter().sum::<f64>() / 40_000.0;
            let variance = draws.iter().map(|draw| (draw - mean) * (draw - mean)).sum::<f64>() / 40_000.0;
            assert!((mean / shape - 1.0).abs() < 0.02, "{shape}: {mean}");
            assert!((variance / shape - 1.0).abs() < 0.05, "{shape}: {variance}");
        }
    }

    #[test]
    fn the_same_seed_chooses_the_same() {
        // The first three numbers of SplitMix64 from 1234567, as its reference in C prints them.
        let mut chance = Chance(1_234_567);
        let firsts = [6_457_827_717_110_365_317_u64, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        for first in firsts {
            assert_eq!(chance.uniform().to_bits(), ((first >> 11) as f64 / 9_007_199_254_740_992.0).to_bits());
        }
        assert_eq!(choose(&[], 1), 0);
        assert_eq!(choose(&[(1.0, 1.0), (1.0, 1.0)], 5), choose(&[(1.0, 1.0), (1.0, 1.0)], 5));
    }
}
