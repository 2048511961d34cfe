//! How likely it is that the shopper buys in this session, and that they stay away from now on.
//!
//! # Purchase
//!
//! A logistic regression over what the session shows: `p = 1 / (1 + exp(-(b + w · x)))`. The [`features`] are few, so that
//! each can be explained:
//!
//! | feature | value |
//! |---|---|
//! | `views` | ln(1 + product views in this session) |
//! | `repeats` | ln(1 + views of products that had been viewed in this session before) |
//! | `minutes` | ln(1 + minutes since the session began) |
//! | `cart` | 1 where something was put into the cart in this session |
//! | `left` | 1 where the cart holds something from an earlier session |
//! | `checkout` | 1 where checkout was begun in this session |
//! | `buyer` | 1 where there was an order in an earlier session |
//!
//! The built-in weights were fitted by `vitrina fit` on a public sample of REES46's log of an electronics shop: 5,067 sessions of
//! 4,504 shoppers within less than three hours, 200 of them with a purchase that followed another event. On the three
//! tenths of shoppers held out, the Brier score was 0.0380 against 0.0400 for the base rate, and the area under the ROC curve 0.583:
//!
//! | predicted | happened | sessions |
//! |---:|---:|---:|
//! | 0.017 | 0.030 | 46 |
//! | 0.033 | 0.037 | 1,484 |
//! | 0.052 | 0.000 | 3 |
//! | 0.109 | 0.188 | 8 |
//! | 0.465 | 0.489 | 15 |
//!
//! So what is known is little: a cart in this session makes a purchase about as likely as not, and nothing else tells much. What the data
//! do not allow: `checkout` is not in the log, and its weight of 1 is an assumption; the log is of three hours, so `buyer` and
//! `left` rest on few shoppers who came twice, and nothing is known of other days, seasons and shops. A shop's own log tells
//! it better.
//!
//! # Churn
//!
//! The chance that a shopper who has ordered does not order within the next 90 days ([`HORIZON`]), from the shopper's own
//! rhythm. It is absent before the first order: nobody can leave who never came. Let n be the number of orders, t the days
//! since the last, and g the mean days between two, drawn towards 60 by one gap of that length:
//! `g = (days from the first to the last + 60) / n`. A logistic regression over [`silence`]:
//!
//! | feature | value |
//! |---|---|
//! | `silence` | ln(1 + t / g): how many of their own gaps they have been silent |
//! | `orders` | ln(n) |
//! | `habit` | `silence` times `orders`: silence says more of somebody who used to come often |
//!
//! The built-in weights were fitted by `vitrina fit --orders` on UCI's Online Retail: a year of orders of a British
//! wholesaler, 18,536 of 4,339 customers once guests, returns and cancelled orders are left out. The fit has 9,555
//! examples, the customers on four days at the earliest 103 and at the latest 193 days after the first order; the test is
//! the 3,370 customers 90 days later, and what they did in the last 90 days. There the Brier score was 0.2041 against
//! 0.2480 for the base rate of the fit (and 0.2451 for that of the test, which nobody knew beforehand), and the area under
//! the ROC curve 0.738:
//!
//! | predicted | happened | customers |
//! |---:|---:|---:|
//! | 0.056 | 0.037 | 320 |
//! | 0.149 | 0.177 | 361 |
//! | 0.247 | 0.265 | 381 |
//! | 0.354 | 0.374 | 396 |
//! | 0.447 | 0.454 | 355 |
//! | 0.557 | 0.540 | 202 |
//! | 0.659 | 0.601 | 752 |
//! | 0.718 | 0.666 | 602 |
//!
//! What the data do not allow: it is one shop, whose customers are shops themselves and come back more than most; a
//! retailer's stay away more often than this says, so read the built-in answer as an order of shoppers and let a shop's own
//! orders say how many. The year has one December, before which the test lies: customers then came back more than the fit
//! expected of those it thought likely to stay away. The 60 days were not fitted: 30 and 90 gave Brier scores of 0.2038 and
//! 0.2043.
//!
//! # Coefficients of a shop
//!
//! `vitrina train` fits both models on the shop's own exports where they say enough, and writes them into the model file
//! as [`Section::Purchase`](super::model::Section::Purchase) and [`Section::Churn`](super::model::Section::Churn); `vitrina
//! fit` measures without writing. A file without them leaves the built-in weights in place.

use super::profile::{DAY, Profile};

/// What the purchase model looks at, in the order of [`features`].
pub const PURCHASE: [&str; 7] = ["views", "repeats", "minutes", "cart", "left", "checkout", "buyer"];
/// What the churn model looks at, in the order of [`silence`].
pub const CHURN: [&str; 3] = ["silence", "orders", "habit"];
/// Days within which somebody who does not order again counts as having left.
pub const HORIZON: f64 = 90.0;
/// Largest size of a coefficient in either direction: beyond it a chance is 0 or 1 in all digits.
pub const LARGEST: f64 = 30.0;

/// The coefficients of both models: of each the intercept, which is the log-odds where every feature is 0, and what one
/// unit of each feature adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficients {
    /// Of an order in this session; the features are [`PURCHASE`].
    pub purchase: [f64; 1 + PURCHASE.len()],
    /// Of no order within [`HORIZON`] days; the features are [`CHURN`].
    pub churn: [f64; 1 + CHURN.len()],
}

impl Coefficients {
    /// The built-in defaults; see the module.
    pub const BUILT_IN: Self =
        Self { purchase: [-2.9, -0.6, 0.35, 0.0, 3.2, 0.2, 1.0, 1.2], churn: [0.33, 0.39, -1.51, 0.34] };
}

/// What the session of `profile` shows at `now`, in the order of [`PURCHASE`].
#[must_use]
pub fn features(profile: &Profile, now: f64) -> [f64; PURCHASE.len()] {
    let session = &profile.session;
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let minutes = ((now - session.begun) / 60_000.0).clamp(0.0, 240.0);
    let logarithm = |count: f64| libm::log(1.0 + count);
    [
        logarithm(f64::from(session.views)),
        logarithm(f64::from(session.repeats)),
        logarithm(minutes),
        flag(session.additions > 0),
        flag(session.additions == 0 && profile.cart.pieces() > 0.0),
        flag(session.checkouts > 0),
        flag(profile.orders.sums().count > f64::from(session.orders)),
    ]
}

/// The chance of an order in this session, from 0 to 1.
#[must_use]
pub fn purchase(profile: &Profile, model: &Coefficients, now: f64) -> f64 {
    logistic(&model.purchase, &features(profile, now))
}

/// What a model answers to `features`: its first coefficient is the intercept.
#[must_use]
pub fn logistic(coefficients: &[f64], features: &[f64]) -> f64 {
    let mut odds = 0.0;
    for (at, coefficient) in coefficients.iter().enumerate() {
        odds += coefficient * at.checked_sub(1).map_or(1.0, |at| features.get(at).copied().unwrap_or_default());
    }
    1.0 / (1.0 + libm::exp(-odds.clamp(-LARGEST, LARGEST)))
}

/// Days between the orders of somebody of whom one is known.
const USUAL_GAP: f64 = 60.0;

/// The chance that the shopper does not order within [`HORIZON`] days, from 0 to 1; none before an order whose time is
/// known.
#[must_use]
pub fn churn(profile: &Profile, model: &Coefficients, now: f64) -> Option<f64> {
    let orders = profile.orders.sums();
    (orders.last > 0.0).then(|| logistic(&model.churn, &silence(orders.first, orders.last, orders.count, now)))
}

/// How unusual the silence is of somebody who ordered `count` times from `first` (0 for not known) to `last`, in the
/// order of [`CHURN`]. Times are milliseconds since 1970.
#[must_use]
pub fn silence(first: f64, last: f64, count: f64, now: f64) -> [f64; CHURN.len()] {
    let count = count.max(1.0);
    let span = if first > 0.0 { ((last - first) / DAY).max(0.0) } else { 0.0 };
    let days = ((now - last) / DAY).max(0.0);
    let silence = libm::log(1.0 + days * count / (span + USUAL_GAP));
    let orders = libm::log(count);
    [silence, orders, silence * orders]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chance that somebody stays away who ordered `count` times, every `gap` days, and not for `days` now.
    fn left(count: f64, gap: f64, days: f64) -> f64 {
        let last = DAY * (1.0 + (count - 1.0) * gap);
        logistic(&Coefficients::BUILT_IN.churn, &silence(DAY, last, count, last + days * DAY))
    }

    #[test]
    fn silence_is_measured_against_the_shoppers_own_rhythm() {
        // Half a year without an order is long for who came every ten days, and less so for who came every hundred.
        assert!(left(10.0, 10.0, 180.0) > 2.0 * left(10.0, 100.0, 180.0));
        // Whoever ordered often comes again; the longer somebody is silent, the less likely.
        assert!(left(10.0, 10.0, 5.0) < 0.1 && left(1.0, 0.0, 5.0) > 0.5);
        for count in [1.0, 3.0, 30.0] {
            assert!([0.0, 10.0, 40.0, 200.0, 9_000.0].map(|days| left(count, 10.0, days)).is_sorted());
        }
    }

    #[test]
    fn the_features_are_those_of_the_docs() {
        // Three orders within 30 days: a gap of (30 + 60) / 3 days, and 60 days of silence are two.
        let [silent, orders, habit] = silence(DAY, 31.0 * DAY, 3.0, 91.0 * DAY);
        assert!((silent - libm::log(3.0)).abs() < 1e-12 && (orders - libm::log(3.0)).abs() < 1e-12);
        assert!((habit - silent * orders).abs() < 1e-12);
        // What the shop told without a first date, and a clock that was set back.
        assert!(silence(0.0, 31.0 * DAY, 1.0, 0.0).iter().all(|feature| feature.abs() < 1e-12));
    }

    #[test]
    fn a_chance_is_a_number_from_0_to_1_whatever_the_odds() {
        for odds in [f64::MIN, -1.0, 0.0, 1e300, f64::INFINITY] {
            assert!((0.0..=1.0).contains(&logistic(&[odds, 1.0], &[odds])), "{odds}");
        }
        assert!((logistic(&[1.0, -1.0], &[1.0]) - 0.5).abs() < 1e-12);
    }
}
