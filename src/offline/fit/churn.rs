//! Fits the chance that a customer stays away, on orders.
//!
//! 1. An example is a customer on a day: how silent they are by then, measured against their own rhythm, and whether no
//!    order follows within [`HORIZON`] days. Orders without a customer say nothing.
//! 2. The newest day on which that is known is `HORIZON` days before the last order. What happened from then on is the
//!    test; the fit has the days before, from `HORIZON` days earlier back in steps of 30 as long as there are `HORIZON`
//!    days of orders to look back on. So nothing of the fit lies in the time of the test.
//!
//! A customer is an example on each of those days: the seasons count alike, and the examples are not independent, so that
//! no interval is given.

use std::collections::BTreeMap;

use super::{Example, Fit, measured};
use crate::engine::predict::{CHURN, HORIZON, silence};
use crate::engine::profile::DAY;
use crate::offline::import::OrderLines;

/// Days from one day of examples to the one before.
const STEP: f64 = 30.0;
/// Upper limits of the parts of the calibration table, by predicted chance.
const LIMITS: [f64; 10] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// Fits and measures on `lines`.
#[must_use]
pub fn churn(lines: &OrderLines) -> Fit {
    let customers = times(lines);
    let all = || customers.iter().flatten().copied();
    let (first, last) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    let test = last - HORIZON * DAY;
    let mut fitted = Vec::new();
    let mut day = test - HORIZON * DAY;
    while day >= first + HORIZON * DAY {
        fitted.extend(customers.iter().filter_map(|times| example(times, day)));
        day -= STEP * DAY;
    }
    let held_out: Vec<_> = customers.iter().filter_map(|times| example(times, test)).collect();
    measured("no order within 90 days", CHURN, &fitted, &held_out, &LIMITS)
}

/// The times of every customer's orders, in order.
fn times(lines: &OrderLines) -> Vec<Vec<f64>> {
    let mut orders: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for row in &lines.rows {
        if let Some(customer) = row.customer {
            let time = orders.entry((customer, row.order)).or_insert(row.time);
            *time = row.time.max(*time);
        }
    }
    let mut customers: Vec<Vec<f64>> = vec![Vec::new(); lines.customers.len()];
    for ((customer, _), time) in orders {
        #[expect(clippy::cast_precision_loss, reason = "a time of this era")]
        customers.get_mut(customer as usize).into_iter().for_each(|times| times.push(time as f64));
    }
    customers.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    customers
}

/// The example of a customer on a day; none before the first order.
fn example(times: &[f64], day: f64) -> Option<Example<{ CHURN.len() }>> {
    let (before, after) = times.split_at(times.partition_point(|time| *time < day));
    let (first, last) = (before.first()?, before.last()?);
    #[expect(clippy::cast_precision_loss, reason = "a count of one customer's orders")]
    let features = silence(*first, *last, before.len() as f64, day);
    let stays_away = after.first().is_none_or(|next| *next >= day + HORIZON * DAY);
    Some(Example { features, happened: stays_away, weight: 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Customers who order every 20 days within 400; every second leaves at some time, and never comes back.
    fn orders(customers: u32) -> OrderLines {
        let mut lines = OrderLines::default();
        for customer in 0..customers {
            let days = if customer % 2 == 0 { 400 } else { 40 + customer * 37 % 360 };
            for day in (customer % 20..days).step_by(20) {
                let time = i64::from(day) * 86_400_000 + 1_700_000_000_000;
                lines.push(&format!("o{customer}-{day}"), &format!("c{customer}"), "boot", 1.0, time);
            }
        }
        lines
    }

    #[test]
    fn silence_against_the_own_rhythm_is_found_to_tell_who_is_gone() {
        let fit = churn(&orders(200));
        let model = fit.coefficients.as_ref().unwrap_or_else(|| panic!("{fit}"));
        let chance = |count: f64, days: f64| {
            let last = DAY * (1.0 + 20.0 * (count - 1.0));
            crate::engine::predict::logistic(model, &silence(DAY, last, count, last + days * DAY))
        };
        assert!(chance(10.0, 10.0) < 0.2 && chance(10.0, 150.0) > 0.8, "{fit}");
        assert!(fit.report.starts_with("no order within 90 days: fitted on 1000 examples, measured on 200\n"), "{fit}");
    }

    #[test]
    fn an_example_knows_nothing_of_what_comes_after_its_day() {
        let times = [10.0, 30.0, 130.0].map(|day| day * DAY);
        assert!(example(&times, 10.0 * DAY).is_none());
        let at = |day: f64| example(&times, day * DAY).unwrap();
        let expected = silence(10.0 * DAY, 30.0 * DAY, 2.0, 31.0 * DAY);
        assert!(at(31.0).features.iter().zip(expected).all(|(feature, expected)| (feature - expected).abs() < 1e-12));
        assert!(at(31.0).happened && !at(41.0).happened);
    }

    #[test]
    fn few_orders_say_too_little() {
        let fit = churn(&orders(10));
        assert!(fit.coefficients.is_none() && fit.report.contains("too little to tell"), "{fit}");
        assert!(churn(&OrderLines::default()).coefficients.is_none());
    }
}
