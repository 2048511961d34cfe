//! Weights that halve with every half-life, kept as one number that does not change while nothing happens.
//!
//! A weight w at time t is kept as its level, `log2 w + t / half-life + 64`. The weight at another time u is
//! `2^(level - 64 - u / half-life)`; level 0 is next to nothing at any time since 1970. So of two interests the stronger stays the stronger for all time, the weakest can be
//! found without looking at the clock, and two devices agree on which is greater. This is forward decay (Cormode,
//! Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009).

use core::f64::consts::LN_2;

use super::DAY;

/// The level of what has no weight.
pub const NOTHING: f64 = 0.0;
/// Powers of two beyond which the smaller of two weights changes nothing; also the level of weight 1 at the start of 1970.
const BEYOND: f64 = 64.0;
/// Beyond any level there is: the year 2100 at a half-life of a day.
const MOST: f64 = 50_000.0;

/// The weight at `now` of something at `level`; `half_life` in days.
#[must_use]
pub fn weight(level: f64, now: f64, half_life: f64) -> f64 {
    libm::exp(LN_2 * (level - BEYOND - now / (half_life * DAY)).clamp(-BEYOND, BEYOND))
}

/// The level after `more` weight was added at `now`; [`NOTHING`] where less than a thousandth is left.
#[must_use]
pub fn add(level: f64, more: f64, now: f64, half_life: f64) -> f64 {
    let base = BEYOND + now / (half_life * DAY);
    if level - base > BEYOND {
        return level;
    }
    let weight = weight(level, now, half_life) + more;
    if weight < 0.001 { NOTHING } else { sound(base + libm::log(weight) / LN_2) }
}

/// A level with three decimals, which are 0.07 % of a weight and keep the stored profile short; [`NOTHING`] for what is none.
pub(super) fn sound(level: f64) -> f64 {
    if level > NOTHING { libm::floor(level.min(MOST) * 1_000.0 + 0.5) / 1_000.0 } else { NOTHING }
}

/// The level at another half-life that gives the same weight at `now`.
#[must_use]
pub fn rescale(level: f64, now: f64, from: f64, to: f64) -> f64 {
    add(NOTHING, weight(level, now, from), now, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_halves_with_every_half_life() {
        let level = add(NOTHING, 4.0, 1_000.0 * DAY, 30.0);
        for (days, expected) in [(1_000.0, 4.0), (1_030.0, 2.0), (1_090.0, 0.5)] {
            let weight = weight(level, days * DAY, 30.0);
            assert!((weight - expected).abs() < 0.001 * expected, "{weight} after {days} days");
        }
    }

    #[test]
    fn what_is_added_later_counts_more_whatever_the_order() {
        let forth = add(add(NOTHING, 1.0, 0.0, 30.0), 1.0, 30.0 * DAY, 30.0);
        let back = add(add(NOTHING, 1.0, 30.0 * DAY, 30.0), 1.0, 0.0, 30.0);
        assert!((forth - back).abs() < 0.002);
        assert!((weight(forth, 30.0 * DAY, 30.0) - 1.5).abs() < 0.002);
    }

    #[test]
    fn a_removal_takes_weight_away_and_never_below_nothing() {
        let level = add(NOTHING, 3.0, DAY, 30.0);
        assert!((weight(add(level, -2.0, DAY, 30.0), DAY, 30.0) - 1.0).abs() < 0.002);
        assert!(weight(add(level, -4.0, DAY, 30.0), DAY, 30.0) < 1e-9);
    }

    #[test]
    fn another_half_life_leaves_the_present_weight() {
        let level = add(NOTHING, 3.0, 20_000.0 * DAY, 30.0);
        let other = rescale(level, 20_010.0 * DAY, 30.0, 7.0);
        let (before, after) = (weight(level, 20_010.0 * DAY, 30.0), weight(other, 20_010.0 * DAY, 7.0));
        assert!((before - after).abs() < 0.002 * before);
    }
}
