//! Whether an offer may be shown: its condition and its caps. What brings it up is the page's business.

use super::config::Cap;
use super::page::{Page, PageType};
use super::profile::{DAY, Exposure, Profile, SESSION_GAP};
use super::record::choice;

choice! {
    /// Why an offer may not be shown.
    pub enum Refusal {
        /// Its condition does not hold.
        Condition = "condition",
        /// Nothing is offered on checkout pages.
        Checkout = "checkout",
        /// It was shown often enough in this session.
        PerSession = "per_session",
        /// It was shown in another session not long enough ago.
        Days = "days",
        /// It was dismissed not long enough ago.
        AfterDismissal = "after_dismissal",
        /// An order was placed not long enough ago.
        AfterPurchase = "after_purchase",
        /// The schedule leaves this moment out.
        Schedule = "schedule",
        /// Another offer of its group was shown in this session.
        Group = "group",
        /// A search engine brought the shopper to this page, and on a phone it would stand in the way.
        SearchLanding = "search_landing",
        /// None of the products it shows is there.
        Items = "items",
        /// It may be shown, and what brings it up has not happened.
        Trigger = "trigger",
        /// The shopper is kept as a control.
        Holdout = "holdout",
        /// The shopper asked for a pause.
        Paused = "paused",
    }
}

/// Whether something was seen in the session that is running at `now`. On a page left alone the session may be over
/// before an event says so.
pub(crate) fn is_of_session(seen: &Exposure, profile: &Profile, now: f64) -> bool {
    seen.visit == profile.visits && now - profile.seen <= SESSION_GAP
}

/// Whether the offer `id` was shown in the session that is running, and is neither accepted nor declined since.
pub(crate) fn is_unanswered(id: &str, profile: &Profile, now: f64) -> bool {
    profile.exposure(id).is_some_and(|seen| {
        seen.shown > 0.0 && seen.accepted.max(seen.dismissed) < seen.shown && is_of_session(&seen, profile, now)
    })
}

/// Which cap stops the offer `id`, if any.
#[must_use]
pub fn refusal(id: &str, cap: Cap<'_>, profile: &Profile, page: &Page, now: f64) -> Option<Refusal> {
    let within = |time: f64, days: f64| time > 0.0 && now - time < days * DAY;
    if page.page_type == PageType::Checkout {
        return Some(Refusal::Checkout);
    }
    if within(profile.orders.sums().last, cap.after_purchase()) {
        return Some(Refusal::AfterPurchase);
    }
    let seen = profile.exposure(id)?;
    if within(seen.dismissed, cap.after_dismissal()) {
        return Some(Refusal::AfterDismissal);
    }
    if is_of_session(&seen, profile, now) {
        return (seen.times >= cap.per_session()).then_some(Refusal::PerSession);
    }
    within(seen.shown, cap.days()).then_some(Refusal::Days)
}
