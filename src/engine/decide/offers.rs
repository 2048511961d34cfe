//! Which offers may come up, and which is due.

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use crate::engine::config::{Offer, Trigger};
use crate::engine::offer::{Refusal, is_of_session, refusal};
use crate::engine::page::Page;
use crate::engine::plan::OfferPlan;
use crate::engine::schedule;
use crate::engine::trigger::{Moment, Signals, each};
use crate::engine::value::Value;

/// Names of events kept of a page.
const MAX_EVENTS: usize = 40;
/// Milliseconds in a minute.
const MINUTE: f64 = 60_000.0;

impl Engine {
    /// Whether what brings an offer up has happened, for any offer. Whether it may be shown is another question, and a
    /// more costly one.
    #[must_use]
    pub fn is_triggered(&self) -> bool {
        let signals = self.signals();
        self.config().offers().iter().any(|offer| signals.bring(offer.trigger(), &mut Vec::new()))
    }

    /// The offer to show at this moment, an [`OfferPlan`]: of those allowed whose trigger has happened, the one with the
    /// highest priority.
    #[must_use]
    pub fn due(&self, page: &Page, now: f64) -> Option<Value> {
        let tree = self.attributes(page, now);
        let offers = self.offers(&tree, page, now);
        offers.iter().find(|offer| OfferPlan::of(offer).due()).cloned()
    }

    /// The selectors that the config's triggers wait to see.
    #[must_use]
    pub fn watched(&self) -> Value {
        let mut found: Vec<&str> = Vec::new();
        self.each_trigger(&mut |trigger| {
            if let Some(selector) = trigger.element_visible()
                && !found.contains(&selector)
            {
                found.push(selector);
            }
        });
        super::texts(&found)
    }

    /// Whether an offer waits for the event `name`.
    #[must_use]
    pub fn listens_for(&self, name: &str) -> bool {
        let mut listens = false;
        self.each_trigger(&mut |trigger| listens |= trigger.event() == Some(name));
        listens
    }

    /// Whether an offer waits for the shopper to leave.
    #[must_use]
    pub fn awaits_leaving(&self) -> bool {
        let mut awaits = false;
        self.each_trigger(&mut |trigger| awaits |= trigger.exit_intent().is_some());
        awaits
    }

    fn each_trigger<'a>(&'a self, visit: &mut dyn FnMut(Trigger<'a>)) {
        for offer in self.config().offers() {
            each(offer.trigger(), visit);
        }
    }

    /// Remembers that an event happened on this page.
    pub(super) fn hear(&mut self, name: &str) {
        if self.heard.len() < MAX_EVENTS && !self.heard.iter().any(|known| known == name) {
            self.heard.push(String::from(name));
        }
    }

    /// The offers that may come up, the most important first.
    pub(super) fn offers(&self, tree: &Value, page: &Page, now: f64) -> Vec<Value> {
        let spoken = self.spoken(tree);
        let signals = self.signals();
        let mut plans: Vec<(f64, Value)> = Vec::new();
        for offer in self.config().offers() {
            if self.offer_refusal(offer, tree, page, now).is_none() {
                let mut plan = Value::object();
                plan.put_text("id", offer.id());
                plan.put_flag("due", signals.bring(offer.trigger(), &mut Vec::new()));
                plan.put("content", self.words(offer.content(), &spoken, page));
                // Behind those of the same priority.
                let mut at = plans.len();
                while at > 0 && plans.get(at - 1).is_some_and(|(priority, _)| *priority < offer.priority()) {
                    at -= 1;
                }
                plans.insert(at, (offer.priority(), plan));
            }
        }
        let mut sorted = Vec::new();
        for (_, plan) in plans {
            sorted.push(plan);
        }
        sorted
    }

    /// What stops an offer, but for its trigger.
    pub(super) fn offer_refusal(&self, offer: Offer<'_>, tree: &Value, page: &Page, now: f64) -> Option<Refusal> {
        if self.held_out() {
            return Some(Refusal::Holdout);
        }
        let zone = self.config().time_zone().and_then(|zone| self.ports.offset(zone, now)).unwrap_or(0.0);
        if !schedule::allows(offer.schedule(), now + zone * MINUTE) {
            return Some(Refusal::Schedule);
        }
        if !self.holds(offer.when(), tree) {
            return Some(Refusal::Condition);
        }
        refusal(offer.id(), offer.cap(), &self.profile, page, now)
            .or_else(|| self.rival(offer, now).then_some(Refusal::Group))
    }

    /// Whether another offer of the same group was shown in this session.
    fn rival(&self, offer: Offer<'_>, now: f64) -> bool {
        let shown = |id: &str| {
            self.profile.exposure(id).is_some_and(|seen| seen.shown > 0.0 && is_of_session(&seen, &self.profile, now))
        };
        offer.group().is_some()
            && self
                .config()
                .offers()
                .iter()
                .any(|other| other.id() != offer.id() && other.group() == offer.group() && shown(other.id()))
    }

    pub(super) fn signals(&self) -> Signals<'_> {
        Signals { moment: Moment::of(&self.moment), events: &self.heard, pages: self.profile.session.pages }
    }
}
