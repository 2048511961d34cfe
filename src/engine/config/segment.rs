//! The thresholds of the built-in segments.

use crate::engine::record::section;
use crate::engine::segment;
use crate::engine::value::Value;

use super::Report;

section! {
    /// Where the built-in segments begin. Each is a condition over the attributes: `new` is a first visit without an
    /// order, `returning` a later one, `one_time_buyer` one order; the others are named with their keys.
    pub struct Thresholds {
        /// Visits without any order that make a `browser`.
        pub browser_visits: u32 [1, 1000] = 3;
        /// Orders that make a shopper `loyal`, the last of them within `lapsed_days`.
        pub loyal_orders: u32 [1, 1000] = 3;
        /// Sum of orders that makes a `vip`, in the shop's currency.
        pub vip_value: f64 [0, 1000000000] = 1000;
        /// The trait `score` that makes a `vip` as well, whatever was bought.
        pub vip_score: f64 [0, 1000000000] = 80;
        /// Days since the last order after which a shopper has `lapsed`.
        pub lapsed_days: f64 [1, 4000] = 180;
        /// Chance of no order within 90 days from which a buyer of at least two orders, not lapsed yet, is `at_risk`.
        pub at_risk: f64 [0, 1] = 0.5;
        /// Share of the sum of at least two orders, bought on sale, that makes a `bargain_hunter`.
        pub bargain_share: f64 [0, 1] = 0.6;
        /// Share of the sum of at least two orders, bought new and at full price, that makes a `new_arrivals_buyer`.
        pub new_arrivals_share: f64 [0, 1] = 0.5;
        /// Hours after which a cart that did not change is abandoned: its shopper is a `cart_abandoner`.
        pub abandoned_hours: f64 [0, 10000] = 1;
        /// Propensity to buy in this session, of a shopper who has not done so yet, that is `high_intent`.
        pub high_intent: f64 [0, 1] = 0.3;
    }
}

impl<'a> Thresholds<'a> {
    /// As JSON.
    #[must_use]
    pub const fn value(self) -> &'a Value {
        self.0
    }
}

/// Reports segments that build on each other in a circle.
pub(super) fn check(segments: &Value, report: &mut Report) {
    let circle = segment::circle(segments.members());
    if !circle.is_empty() {
        report.reject_member("segments", &Value::from(circle), "segments that do not build on each other in a circle");
    }
}
