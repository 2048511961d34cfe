//! How likely it is that the shopper buys in this session, and that they are gone for good.
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
//! tenths of shoppers held out, the Brier score was 0.0380 against 0.0400 for the base rate, and the area under the ROC curve 0.578;
//!
//! | predicted | happened | sessions |
//! |---:|---:|---:|
//! | 0.017 | 0.030 | 46 |
//! | 0.033 | 0.037 | 1,486 |
//! | 0.056 | 0.000 | 1 |
//! | 0.109 | 0.188 | 8 |
//! | 0.466 | 0.489 | 15 |
//!
//! So what is known is little: a cart in this session makes a purchase about as likely as not, and nothing else tells much. What the data
//! do not allow: `checkout` is not in the log, and its weight of 1 is an assumption; the log is of three hours, so `buyer` and
//! `left` rest on few shoppers who came twice, and nothing is known of other days, seasons and shops. A shop's own log tells
//! it better.
//!
//! # Churn
//!
//! The chance that a shopper will not come back, from the shopper's own rhythm. Let g be the mean time between their orders,
//! drawn towards 60 days by one gap of that length, and t the time since the last. Somebody who is still a customer, and orders at random
//! at rate 1/g, is silent for t with the chance exp(-t/g); somebody who is gone is silent for certain. With a prior chance
//! of 0.1 of being gone after an order, Bayes' rule gives `churn = 0.1 / (0.1 + 0.9 exp(-t/g))`: 0.1 on the day of an order, 0.45 after two
//! gaps, 0.69 after three, 0.86 after four. That is the idea of the Pareto/NBD and BG/NBD models (Schmittlein, Morrison,
//! Colombo 1987; Fader, Hardie, Lee 2005) with the parameters fixed instead of fitted. Without any order the same is said of visits,
//! drawn towards 30 days.
//!
//! It is not calibrated: no public log of visits is at hand that is long enough. Read it as an order of shoppers by how
//! unusual their silence is.

use super::profile::{DAY, Profile};

/// Features of a session.
pub const FEATURES: usize = 7;
/// Their names, in the order of [`features`].
pub const NAMES: [&str; FEATURES] = ["views", "repeats", "minutes", "cart", "left", "checkout", "buyer"];

/// The coefficients of the purchase model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficients {
    /// The log-odds of a session of which nothing is known.
    pub intercept: f64,
    /// What one unit of each feature adds, in the order of [`NAMES`].
    pub weights: [f64; FEATURES],
}

impl Coefficients {
    /// The built-in default; see the module.
    pub const BUILT_IN: Self = Self { intercept: -2.9, weights: [-0.6, 0.35, 0.0, 3.2, 0.2, 1.0, 1.2] };
}

/// What the session of `profile` shows at `now`, in the order of [`NAMES`].
#[must_use]
pub fn features(profile: &Profile, now: f64) -> [f64; FEATURES] {
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
    logistic(model, &features(profile, now))
}

/// The model's answer for a session with these features.
#[must_use]
pub fn logistic(model: &Coefficients, features: &[f64; FEATURES]) -> f64 {
    let mut odds = model.intercept;
    for (weight, feature) in model.weights.iter().zip(features) {
        odds += weight * feature;
    }
    1.0 / (1.0 + libm::exp(-odds.clamp(-30.0, 30.0)))
}

/// The chance that somebody who has ordered, or has come, is gone.
const GONE: f64 = 0.1;
/// Days between orders of somebody of whom one is known.
const ORDER_GAP: f64 = 60.0;
/// Days between visits of somebody of whom one is known.
const VISIT_GAP: f64 = 30.0;

/// The chance that the shopper is gone for good, as it stood before this visit if there never was an order; from 0 to 1.
#[must_use]
pub fn churn(profile: &Profile, now: f64) -> f64 {
    let orders = profile.orders.sums();
    if orders.count > 0.0 {
        return silence(orders.first, orders.last, orders.count, ORDER_GAP, now);
    }
    let earlier = f64::from(profile.visits.saturating_sub(1));
    if profile.session.previous > 0.0 && earlier > 0.0 {
        return silence(profile.created, profile.session.previous, earlier, VISIT_GAP, now);
    }
    GONE
}

/// The chance that somebody is gone who came `count` times from `first` to `last`.
#[must_use]
pub fn silence(first: f64, last: f64, count: f64, usual: f64, now: f64) -> f64 {
    let gap = (((last - first) / DAY).max(0.0) + usual) / count.max(1.0);
    let days = ((now - last) / DAY).max(0.0);
    GONE / (GONE + (1.0 - GONE) * libm::exp(-(days / gap).min(60.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_measured_against_the_shoppers_own_rhythm() {
        // Ten orders, one every ten days or every hundred: a month without one is long for the first and nothing for the other.
        let after_a_month = |gap: f64| silence(0.0, 9.0 * gap * DAY, 10.0, ORDER_GAP, (9.0 * gap + 30.0) * DAY);
        assert!(after_a_month(10.0) > 0.4 && after_a_month(100.0) < 0.15);
        let once = |days: f64| silence(0.0, 0.0, 1.0, ORDER_GAP, days * DAY);
        assert!((once(0.0) - 0.1).abs() < 1e-9);
        assert!((once(120.0) - 0.451).abs() < 0.001 && (once(240.0) - 0.858).abs() < 0.001);
    }
}
