//! What the page should look like: it is read, planned for, and changed.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{MAX_FIGHTS, SETTLE, Session};
use crate::browser::{host, js, store, visit};
use crate::engine::Engine;
use crate::engine::config::Banner;
use crate::engine::consent::{Consent, Purposes};
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::ledger::Source;
use crate::engine::plan::Plan;
use crate::engine::record::Record;
use crate::engine::value::Value;

impl Session {
    pub(in crate::browser) fn settle(&'static self) {
        host::call(&self.settling.borrow());
        *self.settling.borrow_mut() = host::after(SETTLE, "settle");
    }

    /// Reads the page again. Where its markup says no currency, what its scripts said still holds.
    pub(super) fn survey(&self) {
        for live in self.grids.take() {
            if !live.container.is_connected() {
                host::release(&live.container);
            }
        }
        let (mut page, grids) = visit::read(&self.document, self.engine.borrow().config());
        if page.currency.is_empty() {
            page.currency = core::mem::take(&mut self.page.borrow_mut().currency);
        }
        self.browser.speak(&page.locale, &page.currency);
        let mut engine = self.engine.borrow_mut();
        if !engine.profile.is_paused() {
            engine.catalog.remember(&page);
        }
        drop(engine);
        *self.page.borrow_mut() = page;
        for live in &grids {
            host::glimpse(&live.cards);
        }
        *self.grids.borrow_mut() = grids;
    }

    /// What may be told to whom.
    pub(in crate::browser) fn purposes(&self) -> Purposes {
        self.voices.borrow().purposes()
    }

    /// The plan that holds now: a [`Plan`].
    pub(in crate::browser) fn plan(&self) -> Value {
        self.plan.borrow().clone()
    }

    /// What the shopper said of being remembered.
    pub(crate) const fn consent(&self) -> Consent {
        self.consent.get()
    }

    /// Makes the plan and carries it out, unless the page cancels it. Where not `all` may move, only what is out of view.
    pub(super) fn refresh(&'static self, all: bool) {
        if self.stopped.get() {
            return;
        }
        self.find_slots();
        *self.plan.borrow_mut() = self.engine.borrow().plan(&self.page.borrow(), js_sys::Date::now());
        if self.applying.get() {
            let plan = js::to_js(&self.plan.borrow());
            if host::tell("plan", &plan, true) && self.applying.get() && !self.stopped.get() {
                self.carry_out(all);
            }
        }
        self.prepare();
    }

    /// Tells of the page that is open now, and of its product.
    pub(super) fn arrive(&'static self) {
        let campaign = self.page.borrow().campaign.clone();
        let view = Event::new(Action::PageView, js_sys::Date::now()).with("campaign", campaign);
        self.observe(view, Source::Page);
        self.view();
    }

    /// Tells of the product of the page; once a page is enough.
    fn view(&'static self) {
        let product = self.page.borrow().product.clone();
        if let Some(product) = product {
            self.observe_item(Action::ViewItem, product);
        }
    }

    /// The page has become another one without being loaded.
    pub(super) fn turned(&'static self) {
        self.attended();
        self.passed_over();
        self.prepare();
        self.ledger.borrow_mut().turn_page();
        self.reconciliation.borrow_mut().turn_page();
        for live in self.grids.take() {
            host::release(&live.container);
        }
        self.give_banners_back();
        self.clear_offers_within();
        self.fights.set(0);
        self.started.set(js_sys::Date::now());
        self.survey();
        self.arrive();
    }

    /// Products may have come to a page that had none.
    pub(super) fn come_late(&'static self) {
        if self.grids.borrow().is_empty() && self.fights.get() <= MAX_FIGHTS {
            self.survey();
            self.view();
            self.settle();
        }
    }

    /// Slots may come and go with what the page's own code does.
    fn find_slots(&self) {
        let engine = self.engine.borrow();
        let mut slots = Vec::new();
        for slot in engine.config().recommendations().iter().filter_map(|list| list.slot()) {
            if let Ok(Some(_)) = self.document.query_selector(slot) {
                slots.push(slot.into());
            }
        }
        self.page.borrow_mut().slots = Some(slots);
        let mut found = Vec::new();
        for banner in engine.config().banners() {
            let place = banner.place();
            for variant in banner.variants() {
                let texts = host::template(&place, banner.name(), variant.id());
                if !texts.is_undefined() {
                    found.push((variant.template(banner), js::from_js(&texts)));
                }
            }
        }
        drop(engine);
        for (name, texts) in found {
            self.engine.borrow_mut().templates.set(&name, texts);
        }
    }

    /// Shows the merchant's own banners, in view or not.
    pub(super) fn give_banners_back(&self) {
        for id in host::texts(&host::showing()) {
            self.give_back(&id, true);
        }
    }

    fn give_back(&self, id: &str, all: bool) {
        let engine = self.engine.borrow();
        let place = engine.config().banners().iter().find(|banner| banner.name() == id).map(Banner::place);
        drop(engine);
        host::give_back(id, &place.unwrap_or_default(), all);
    }

    pub(super) fn carry_out(&'static self, all: bool) {
        // Moving a custom element runs the page's code, which may call any method: nothing may be borrowed meanwhile.
        let plan = self.plan.borrow().clone();
        let plan = Plan::of(&plan);
        for (at, planned) in plan.grids().iter().enumerate() {
            let live = self.grids.borrow().get(at).map(|live| (live.container.clone(), live.cards.clone()));
            if let Some((container, cards)) = live {
                let wanted = Array::new();
                for index in planned.order() {
                    wanted.push(&cards.get(index));
                }
                host::reorder(&container, &wanted, all);
            }
        }
        for id in host::texts(&host::showing()) {
            if !plan.banners().iter().any(|planned| planned.id() == id) {
                self.give_back(&id, all);
            }
        }
        for planned in plan.banners() {
            if let Some(slot) = host::show(&js::to_js(&planned.give()), all) {
                host::watch(&slot, &[planned.id(), "\n", planned.variant()].concat());
            }
        }
        // Those who see the merchant's own banner are part of an experiment too.
        self.ask(|engine, page| {
            let exposures = engine.exposures(page, js_sys::Date::now());
            for banner in engine.config().banners() {
                let id = banner.name();
                let shown = plan.banners().iter().any(|planned| planned.id() == id);
                if !shown
                    && exposures.iter().any(|(waits, _)| *waits == id)
                    && let Ok(Some(slot)) = self.document.query_selector(&banner.place())
                {
                    host::watch(&slot, &[id, "\n"].concat());
                }
            }
        });
        self.show_lists(plan, all);
        self.tease();
    }

    /// The page's language and currency, and a card of the first grid with the product it shows.
    pub(in crate::browser) fn example(&self) -> (String, String, Option<(JsValue, Item)>) {
        let page = self.page.borrow();
        let card = self.grids.borrow().first().map(|live| live.cards.get(0));
        let item = page.grids.first().and_then(|grid| grid.cards.first()).map(|card| card.item.clone());
        // On a page without prices the cart tells what the shopper pays in.
        let engine = self.engine.borrow();
        let in_cart = engine.profile.cart.lines.first().map_or("", |line| line.currency.as_str());
        let currency = if page.currency.is_empty() { in_cart } else { page.currency.as_str() };
        (page.locale.clone(), currency.into(), card.zip(item))
    }

    pub(in crate::browser) fn with_engine(&self, change: impl FnOnce(&mut Engine)) {
        change(&mut self.engine.borrow_mut());
    }

    /// Writes what the loader needs on the next page.
    pub(in crate::browser) fn prepare(&self) {
        if self.consent.get() == Consent::Granted {
            let engine = self.engine.borrow();
            let mut prepared = engine.prepare(&self.page.borrow(), js_sys::Date::now());
            // A shopper may be faster than the catalogue: what it gave on an earlier page serves until it comes.
            if engine.config().catalog().is_some() && !engine.catalog.is_known() {
                prepared.set("first", store::prepared().member("first").clone());
            }
            // Who is left alone gets no lists.
            if prepared.get("pages").is_some() {
                prepared.set("room", Value::Object(self.room.borrow().clone()));
            }
            prepared.set("why", js::from_js(&host::why()));
            store::prepare(&prepared, &engine.catalog.snapshot());
        }
    }

    /// An order the page gave the same cards is the shopper's wish, or a framework's: both win, the latter after three
    /// attempts. Other cards are ranked anew, below the window. A list drawn again is the same if its products are.
    pub(super) fn page_rearranged(&'static self) {
        let (before, address) = (self.keys(), self.page.borrow().key.clone());
        let (mut same_cards, mut merchants_order, mut drawn_again) = (!before.is_empty(), true, false);
        for live in self.grids.borrow().iter() {
            let now = host::present(&live.container, &live.cards);
            if !live.container.is_connected() || now.length() == 0 {
                host::release(&live.container);
                drawn_again = true;
                continue;
            }
            same_cards &= now.length() == live.cards.length()
                && live.container.child_element_count() == host::record(&live.container).length();
            for index in 0..now.length() {
                merchants_order &= now.get(index) == live.cards.get(index);
            }
        }
        if drawn_again {
            self.survey();
            let now = self.keys();
            merchants_order &= now == before;
            // Another address with the same products is a filter that excludes none.
            same_cards &= self.page.borrow().key == address;
            same_cards &= now.len() == before.len() && now.iter().all(|key| before.contains(key));
        }
        if same_cards {
            self.fights.set(self.fights.get() + 1);
            if !merchants_order || self.fights.get() > MAX_FIGHTS {
                self.fights.set(MAX_FIGHTS + 1);
                for live in self.grids.take() {
                    host::release(&live.container);
                }
                self.page.borrow_mut().grids.clear();
                return;
            }
        }
        if !drawn_again {
            self.survey();
        }
        self.settle();
    }

    /// The products of the page's grids, in the merchant's order.
    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for grid in &self.page.borrow().grids {
            for card in &grid.cards {
                keys.push(card.key.clone());
            }
        }
        keys
    }
}
