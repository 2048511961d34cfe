//! Fits the propensity to buy, on an event log.
//!
//! 1. Each shopper's events go through the engine's own [`Profile`], so that the features are those of the shop. Sessions
//!    are the log's.
//! 2. After each event that is no purchase, and before the session's first purchase, stands one example: the features, and
//!    whether a purchase follows in the session. The examples of a session weigh 1 together, so that long sessions do
//!    not count more.
//! 3. Shoppers are divided by a hash of their id: seven tenths to fit, three tenths held out. Of a log of more than
//!    500,000 steps a part of the shoppers is taken, by another hash.

use super::{Example, Fit, measured};
use crate::engine::bucketing::hash;
use crate::engine::config::Config;
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::predict::{PURCHASE, features};
use crate::engine::profile::{DAY, Profile};
use crate::offline::import::{Journeys, Step};

/// Share of shoppers that is held out.
const HELD_OUT: f64 = 0.3;
/// Steps beyond which more would only take longer.
const MOST: f64 = 500_000.0;
/// Upper limits of the parts of the calibration table, by predicted chance.
const LIMITS: [f64; 6] = [0.02, 0.04, 0.08, 0.16, 0.32, 1.0];

/// An example.
type Moment = Example<{ PURCHASE.len() }>;

/// Fits and measures on `journeys`.
#[must_use]
pub fn purchase(journeys: &Journeys) -> Fit {
    let (mut fitted, mut held_out) = (Vec::new(), Vec::new());
    let mut rows = journeys.rows.clone();
    // Logs are of one instant where several things happened at once: those stay in their order.
    rows.sort_by_key(|step| (step.shopper, step.time));
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let share = MOST / rows.len() as f64;
    let mut counts = [0_usize; 3];
    for rows in rows.chunk_by(|a, b| a.shopper == b.shopper) {
        let id = rows.first().map_or("", |step| journeys.shoppers.get(step.shopper));
        let part = |seed: &str| hash(seed, id, 2).unwrap_or_default();
        if part("vitrina fit sample") >= share {
            continue;
        }
        let examples = if part("vitrina fit") < HELD_OUT { &mut held_out } else { &mut fitted };
        let (sessions, orders) = replay(journeys, rows, examples);
        for (count, more) in counts.iter_mut().zip([1, sessions, orders]) {
            *count += more;
        }
    }
    let [shoppers, sessions, orders] = counts;
    let what =
        format!("{shoppers} shoppers, {sessions} sessions, {orders} of them with a purchase\npurchase in this session");
    measured(&what, PURCHASE, &fitted, &held_out, &LIMITS)
}

/// Adds the examples of one shopper. The answer is how many sessions there were, and how many with a purchase.
fn replay(journeys: &Journeys, rows: &[Step], examples: &mut Vec<Moment>) -> (usize, usize) {
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    let mut profile = Profile::new(0.0);
    let mut sessions: Vec<u32> = Vec::new();
    for row in rows {
        if !sessions.contains(&row.session) {
            sessions.push(row.session);
        }
    }
    let mut orders = 0;
    for session in &sessions {
        let rows: Vec<&Step> = rows.iter().filter(|row| row.session == *session).collect();
        let bought = rows.iter().any(|row| row.action == Action::Purchase);
        orders += usize::from(bought);
        let start = examples.len();
        // Several products of one event are rows of one instant.
        for (at, rows) in rows.chunk_by(|a, b| (a.time, a.action) == (b.time, b.action)).enumerate() {
            let Some(Step { action, time, .. }) = rows.first() else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a time of this era")]
            let now = *time as f64;
            if at == 0 {
                // The log's sessions, whatever the time between them.
                profile.seen = (now - DAY).max(0.0);
            }
            let items = rows.iter().map(|row| Item::new(journeys.items.get(row.item))).collect();
            profile.observe(&Event::new(*action, now).with_items(items), &memory);
            if profile.session.orders == 0 {
                examples.push(Example { features: features(&profile, now), happened: bought, weight: 1.0 });
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "sessions are short")]
        let share = 1.0 / (examples.len() - start).max(1) as f64;
        for example in examples.iter_mut().skip(start) {
            example.weight = share;
        }
    }
    (sessions.len(), orders)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::predict::logistic;

    /// Sessions of two products; every third shopper who puts one into the cart buys it, of the others nobody but one.
    fn log(shoppers: u32) -> Journeys {
        let mut journeys = Journeys::default();
        for shopper in 0..shoppers {
            let id = format!("{shopper}");
            let numbers =
                [&mut journeys.shoppers, &mut journeys.sessions, &mut journeys.items].map(|ids| ids.intern(&id));
            let [shopper_number, session, item] = numbers;
            let mut add = |second: i64, action| {
                let time = 1_570_000_000_000 + second * 1_000;
                journeys.rows.push(Step { shopper: shopper_number, session, item, action, time });
            };
            add(1, Action::ViewItem);
            if shopper % 3 == 0 {
                add(2, Action::AddToCart);
            }
            if shopper % 9 == 0 || shopper == 1 {
                add(3, Action::Purchase);
            }
        }
        journeys
    }

    #[test]
    fn a_cart_is_found_to_be_what_tells() {
        let fit = purchase(&log(1_800));
        assert!(fit.report.starts_with("1800 shoppers, 1800 sessions, 201 of them with a purchase\n"), "{fit}");
        let model = fit.coefficients.as_ref().unwrap_or_else(|| panic!("{fit}"));
        let chance = |cart: f64| logistic(model, &[2_f64.ln(), 0.0, 0.0, cart, 0.0, 0.0, 0.0]);
        // After the cart a third buys; before it stand half an example of each who does and all of those who never do.
        assert!((chance(1.0) - 1.0 / 3.0).abs() < 0.08, "{}", chance(1.0));
        assert!((chance(0.0) - 101.0 / 1_500.0).abs() < 0.04, "{}", chance(0.0));
    }

    #[test]
    fn a_log_without_purchases_says_too_little() {
        let mut journeys = log(100);
        journeys.rows.retain(|step| step.action != Action::Purchase);
        let fit = purchase(&journeys);
        assert!(fit.coefficients.is_none() && fit.report.contains("too little to tell"), "{fit}");
        assert!(purchase(&Journeys::default()).coefficients.is_none());
    }
}
