//! Offers: those over the page one at a time, those within it beside any other.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsValue;

use super::Session;
use crate::browser::{host, js};
use crate::engine::config::Display;
use crate::engine::event::{Action, Event};
use crate::engine::ledger::Source;
use crate::engine::offer::is_unanswered;
use crate::engine::plan::{OfferPlan, Plan};
use crate::engine::record::Record;
use crate::engine::value::Value;

/// What is on the page of offers, each with what takes it away; undefined where that has happened.
#[derive(Default)]
pub(super) struct Shown {
    /// The one over the page.
    over: JsValue,
    /// The tab of one that was closed, and its id.
    tab: (String, JsValue),
    /// Those within the page, by id. Each is put there once.
    within: Vec<(String, JsValue)>,
}

impl Session {
    /// Shows what is due, if the moment allows. `left` is when the shopper was about to leave, in milliseconds since 1970.
    pub(super) fn offer(&'static self, left: Option<f64>) {
        if !self.applying.get() {
            return;
        }
        let now = js_sys::Date::now();
        let mut engine = self.engine.borrow_mut();
        engine.moment.set("seconds", (left.unwrap_or(now) - self.started.get()) / 1_000.0);
        engine.moment.set("leaving", left.is_some());
        let is_triggered = engine.is_triggered();
        drop(engine);
        let mut due = if is_triggered { self.ask(|engine, page| engine.all_due(page, now)) } else { Vec::new() };
        let is_over = |planned: &Value| OfferPlan::of(planned).display() != Display::Inline;
        if !self.shown.borrow().over.is_undefined() || due.iter().any(is_over) && host::untimely() {
            due.retain(|planned| !is_over(planned));
        } else if due.iter().any(is_over) {
            // What other tabs have seen counts for the caps here.
            self.catch_up();
            due = self.ask(|engine, page| engine.all_due(page, now));
        }
        self.engine.borrow_mut().moment.set("leaving", false);
        for planned in &due {
            if is_over(planned) {
                self.put_over(planned);
            } else {
                self.put_within(planned);
            }
        }
        self.tease();
    }

    fn put_over(&'static self, planned: &Value) {
        let id = String::from(OfferPlan::of(planned).id());
        if self.tell("offer", [("id", id.give()), ("action", "show".into())], true) {
            self.open(planned, false);
            self.observe(promotion(Action::ViewPromotion, &id, ""), Source::Page);
        }
    }

    /// It counts as seen when it is.
    fn put_within(&self, planned: &Value) {
        let id = String::from(OfferPlan::of(planned).id());
        if self.shown.borrow().within.iter().any(|(known, _)| *known == id) {
            return;
        }
        let mut away = self.present(planned, false);
        if away.is_undefined() {
            return;
        }
        if !self.tell("offer", [("id", id.give()), ("action", "show".into())], true) {
            host::call(&away);
            away = JsValue::UNDEFINED;
        }
        self.shown.borrow_mut().within.push((id, away));
    }

    /// Shows an offer over the page in place of any tab. `asked` says that the shopper opened it.
    fn open(&self, planned: &Value, asked: bool) {
        let tab = core::mem::take(&mut self.shown.borrow_mut().tab);
        host::call(&tab.1);
        let away = self.present(planned, asked);
        self.shown.borrow_mut().over = away;
    }

    fn present(&self, planned: &Value, asked: bool) -> JsValue {
        let locale = self.page.borrow().locale.clone();
        host::present_offer(&js::to_js(planned), &locale, asked)
    }

    /// Leaves the tab of an offer that was closed without an answer, and takes one away that leads to nothing any more.
    pub(super) fn tease(&'static self) {
        if self.engine.borrow().profile.is_paused() {
            self.take_offers_away();
        }
        let waiting = self.waiting("");
        let id = waiting.as_ref().map_or_else(String::new, |planned| OfferPlan::of(planned).id().into());
        let mut shown = self.shown.borrow_mut();
        if shown.tab.0 == id {
            return;
        }
        let tab = core::mem::take(&mut shown.tab);
        let is_alone = shown.over.is_undefined();
        drop(shown);
        host::call(&tab.1);
        if let Some(planned) = waiting.filter(|_| is_alone && !host::untimely()) {
            let away = self.present(&planned, false);
            self.shown.borrow_mut().tab = (id, away);
        }
    }

    /// The offer of the plan that was closed without an answer: the one with the id `id`, or any where that is empty.
    fn waiting(&self, id: &str) -> Option<Value> {
        let plan = self.plan.borrow();
        let now = js_sys::Date::now();
        // The plan may be older than the shopper's answer.
        let waits = |planned: &OfferPlan<'_>| {
            planned.minimized()
                && (id.is_empty() || planned.id() == id)
                && is_unanswered(planned.id(), &self.engine.borrow().profile, now)
        };
        Plan::of(&plan).offers().iter().find(waits).map(|planned| planned.give())
    }

    /// What became of an offer: `accept`, `dismiss`, `minimize` (closed without an answer), `open` (by its tab), `end`.
    pub(super) fn answered(&'static self, id: &str, how: &str) {
        let mut shown = self.shown.borrow_mut();
        if let Some((_, away)) = shown.within.iter_mut().find(|(known, _)| known == id) {
            *away = JsValue::UNDEFINED;
        } else if shown.tab.0 == id {
            shown.tab = Default::default();
        } else {
            shown.over = JsValue::UNDEFINED;
        }
        drop(shown);
        let action = match how {
            "accept" => Some(Action::SelectPromotion),
            "dismiss" => Some(Action::DismissPromotion),
            _ => None,
        };
        if let Some(action) = action {
            self.observe(promotion(action, id, ""), Source::Page);
        }
        self.tell("offer", [("id", id.into()), ("action", how.into())], false);
        if let Some(mut planned) = self.waiting(id).filter(|_| how == "open") {
            planned.set("minimized", false);
            self.open(&planned, true);
        }
        if action.is_none() {
            self.tease();
            self.settle();
        }
    }

    /// Takes every offer off the page.
    pub(super) fn take_offers_away(&self) {
        let shown = self.shown.take();
        host::call(&shown.over);
        host::call(&shown.tab.1);
        for (_, away) in &shown.within {
            host::call(away);
        }
    }

    /// The page has become another one: what stood in it may stand in this one as well.
    pub(super) fn clear_offers_within(&self) {
        let within = core::mem::take(&mut self.shown.borrow_mut().within);
        for (_, away) in &within {
            host::call(away);
        }
    }
}

pub(super) fn promotion(action: Action, id: &str, creative: &str) -> Event {
    Event::new(action, js_sys::Date::now()).with("promotion_id", id).with("creative_name", creative)
}
