//! Which offers may come up, and which is due.

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use crate::engine::config::{Display, Offer, Text, Trigger};
use crate::engine::offer::{Refusal, is_of_session, is_unanswered, refusal};
use crate::engine::page::Page;
use crate::engine::plan::OfferPlan;
use crate::engine::schedule::local_time;
use crate::engine::text;
use crate::engine::trigger::{Moment, Signals, each};
use crate::engine::value::Value;

/// Names of events kept of a page.
const MAX_EVENTS: usize = 40;

impl Engine {
    /// Whether what brings an offer up has happened, for any offer. Whether it may be shown is another question, and a
    /// more costly one.
    #[must_use]
    pub fn is_triggered(&self) -> bool {
        let signals = self.signals();
        self.config().offers().iter().any(|offer| signals.bring(offer.trigger(), &mut Vec::new()))
    }

    /// The offer to show at this moment, an [`OfferPlan`]: of those allowed whose trigger has happened and that do not stand
    /// in the page, the one with the highest priority.
    #[must_use]
    pub fn due(&self, page: &Page, now: f64) -> Option<Value> {
        self.all_due(page, now).into_iter().find(|offer| OfferPlan::of(offer).display() != Display::Inline)
    }

    /// The same, and all that are due in the page.
    #[must_use]
    pub fn all_due(&self, page: &Page, now: f64) -> Vec<Value> {
        let tree = self.attributes(page, now);
        let mut offers = self.offers(&tree, page, now);
        let mut taken = false;
        offers.retain(|offer| {
            let plan = OfferPlan::of(offer);
            let is_inline = plan.display() == Display::Inline;
            let shown = plan.due() && (is_inline || !taken);
            taken |= shown && !is_inline;
            shown
        });
        offers
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
            let minimized = offer.teaser().is_some() && is_unanswered(offer.id(), &self.profile, now);
            let refusal = self.offer_refusal(offer, tree, page, now);
            // What was shown often enough may still wait in its tab.
            if refusal.is_some_and(|refusal| !minimized || refusal != Refusal::PerSession) {
                continue;
            }
            let mut plan = Value::object();
            plan.put_text("id", offer.id());
            plan.put_flag("due", !minimized && signals.bring(offer.trigger(), &mut Vec::new()));
            plan.put_flag("minimized", minimized);
            plan.put("content", self.words(offer.content(), &spoken, page));
            plan.put_text("display", offer.display().word());
            plan.put_text("slot", offer.slot());
            if let Some(Text(teaser)) = offer.teaser() {
                let teaser = text::localized(teaser, &page.locale).unwrap_or_default();
                plan.put("teaser", text::render(teaser, &spoken, &*self.ports).into());
            }
            plan.put_number("ends", self.ends(offer, now));
            if let Some(kind) = offer.items() {
                self.put_items(&mut plan, kind, &self.offer_items(kind, page, tree, now), page);
            }
            // Behind those of the same priority.
            let mut at = plans.len();
            while at > 0 && plans.get(at - 1).is_some_and(|(priority, _)| *priority < offer.priority()) {
                at -= 1;
            }
            plans.insert(at, (offer.priority(), plan));
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
        if self.profile.is_paused() {
            return Some(Refusal::Paused);
        }
        if !self.is_open(offer.schedule(), now) {
            return Some(Refusal::Schedule);
        }
        if !self.holds(offer.when(), tree) {
            return Some(Refusal::Condition);
        }
        if page.from_search && page.touch && matches!(offer.display(), Display::Modal | Display::SlideIn) {
            return Some(Refusal::SearchLanding);
        }
        if offer.items().is_some_and(|kind| self.offer_items(kind, page, tree, now).is_empty()) {
            return Some(Refusal::Items);
        }
        refusal(offer.id(), offer.cap(), &self.profile, page, now)
            .or_else(|| self.rival(offer, now).then_some(Refusal::Group))
    }

    /// When an offer that says so ends, in milliseconds since 1970.
    fn ends(&self, offer: Offer<'_>, now: f64) -> Option<f64> {
        let (_, end) = local_time(offer.schedule().until().filter(|_| offer.countdown())?.0)?;
        // By the clock as it will be then, which may have been put forward or back.
        Some(end - self.shop_clock(end - self.shop_clock(now)))
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
