//! What the page's side tells, and the events it becomes.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::{JsCast, JsValue};

use super::offers::promotion;
use super::{QUIET, Session, UNASKED};
use crate::browser::{host, js, store, visit};
use crate::engine::config::ConsentSource;
use crate::engine::consent::{self, Consent, Said};
use crate::engine::data_layer::{from_data_layer, from_segment, traits};
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::ledger::Source;
use crate::engine::record::Record;
use crate::engine::scan::cut;
use crate::engine::value::Value;

impl Session {
    /// Everything the page's side tells comes here.
    pub(super) fn heard(&'static self, kind: &str, first: &JsValue, second: &JsValue) {
        match kind {
            "entry" => self.hear_entry(&js::from_js(first)),
            "add" => self.added(first, second.as_f64()),
            "choose" => self.chosen(first),
            "pause" => self.attended(),
            "hide" => {
                self.attended();
                self.passed_over();
                self.prepare();
            }
            "back" => {
                self.come_back();
                self.settle();
            }
            "erased" => self.erased(),
            "forgotten" => self.forgotten(),
            "rearranged" => self.page_rearranged(),
            "turned" => self.turned(),
            "late" => self.come_late(),
            "cart" => self.cart_read(&js::from_js(first), second.is_truthy()),
            "segment" => {
                let name = first.as_string().unwrap_or_default();
                if let Some(event) = from_segment(&name, &js::from_js(second), js_sys::Date::now()) {
                    self.observe(event, Source::Segment);
                }
            }
            "leave" => self.offer(first.as_f64()),
            "moment" => {
                self.engine.borrow_mut().moment = js::from_js(first);
                self.offer(None);
            }
            "consent" => {
                let said = Said::from_words(&second.as_string().unwrap_or_default());
                self.set_consent(&first.as_string().unwrap_or_default(), said);
            }
            "answer" => {
                self.answered(&first.as_string().unwrap_or_default(), &second.as_string().unwrap_or_default());
            }
            "settle" => self.refresh(false),
            "tidy" if self.consent.get() == Consent::Unknown => host::note(UNASKED),
            "tidy" if self.consent.get() == Consent::Granted => {
                // By now frameworks have taken over what was theirs.
                self.settle();
                store::fold(js_sys::Date::now(), &self.engine.borrow().config().profile());
                self.report_segments();
            }
            "catalog" => {
                let items = js::from_js(first).elements().iter().filter_map(Item::from_value).collect();
                self.with_engine(|engine| engine.catalog.set_items(items));
                self.look_up();
                self.settle();
            }
            "model" => self.model(first),
            "list" => self.list(first, second),
            "recommended" => self.recommended(first, &second.as_string().unwrap_or_default()),
            "room" => self.keep_room(first, second),
            "bought" => self.bought(first, &second.as_string().unwrap_or_default()),
            "taken" => {
                if let Some((id, variant)) = first.as_string().as_deref().and_then(halves)
                    && !id.is_empty()
                    && !variant.is_empty()
                {
                    self.tell("click", [("promotion_id", id.into()), ("creative_name", variant.into())], false);
                    self.observe(promotion(Action::SelectPromotion, id, variant), Source::Page);
                }
            }
            "seen" => {
                if let Some((id, variant)) = first.as_string().as_deref().and_then(halves) {
                    if id.is_empty() {
                        self.tell("impression", [("attribution_id", variant.into())], false);
                        self.report_list(variant);
                    } else if !variant.is_empty() {
                        let detail = [("promotion_id", id.into()), ("creative_name", variant.into())];
                        self.tell("impression", detail, false);
                        self.observe(promotion(Action::ViewPromotion, id, variant), Source::Page);
                    }
                    let mut exposures = Vec::new();
                    self.ask(|engine, page| {
                        for (banner, event) in engine.exposures(page, js_sys::Date::now()) {
                            if banner == id {
                                exposures.push(event);
                            }
                        }
                    });
                    for event in exposures {
                        host::tell("experiment", &js::to_js(&event.params), false);
                        self.observe(event, Source::Page);
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn listen(&'static self, heard: &JsValue, ask_for_consent: &JsValue) {
        let engine = self.engine.borrow();
        let config = engine.config();
        let mut watched = JsValue::UNDEFINED;
        if !config.offers().is_empty() {
            watched = js::to_js(&engine.watched());
        }
        let leaving = engine.awaits_leaving();
        let catalog = config.catalog().map(String::from);
        let model = config.model().map(String::from);
        let platform = config.platform();
        let usual = config.currency().map(String::from).unwrap_or_default();
        let asks = config.consent().source() == ConsentSource::Auto;
        drop(engine);
        // What the page has said so far is heard in the next line.
        let touch = self.page.borrow().touch;
        *self.deaf.borrow_mut() = host::listen(touch, &watched, leaving, platform.word());
        if asks {
            let deaf = self.deaf.take();
            *self.deaf.borrow_mut() = host::ask_for_consent(ask_for_consent, heard, &deaf);
        }
        host::tidy(QUIET);
        for (kind, url) in [("catalog", catalog), ("model", model)] {
            if let Some(url) = url {
                host::bring(kind, &url, &self.page.borrow().currency, &usual);
            }
        }
    }

    /// Takes an event in, once, and makes the plan again soon.
    pub(crate) fn observe(&'static self, mut event: Event, source: Source) {
        // A list that a page says it shows tells nothing of the shopper; what was really in view does. Attention we measure
        // ourselves, so that another's report would count it twice.
        let own = matches!(event.action(), Some(Action::ViewItemList | Action::UserEngagement));
        let idle = own && source != Source::Page;
        if idle || self.stopped.get() {
            return;
        }
        // Who reports it may know the product by another of its ids.
        self.engine.borrow().complete(&mut event, &self.page.borrow());
        if !self.ledger.borrow_mut().admits(&event, source) {
            return;
        }
        if source == Source::Page || event.action() == Some(Action::Purchase) {
            self.report(&event);
        }
        if source != Source::Cart {
            self.reconciliation.borrow_mut().hear(&event);
        }
        self.engine.borrow_mut().observe(&event);
        let mut journal = self.journal.borrow_mut();
        journal.events.push(event);
        if self.consent.get() == Consent::Granted {
            journal.write();
        }
        drop(journal);
        self.settle();
    }

    pub(in crate::browser) fn observe_item(&'static self, action: Action, item: Item) {
        self.observe(Event::new(action, js_sys::Date::now()).with_items(alloc::vec![item]), Source::Page);
    }

    pub(super) fn hear_entry(&'static self, entry: &Value) {
        // Our own word, which came this way to the page's analytics.
        if entry.member("vitrina").is_true() || entry.path("2.vitrina").is_true() {
            return;
        }
        self.hear(|voices| voices.hear_entry(entry));
        let engine = self.engine.borrow();
        let told = traits(entry, engine.config().traits(), &engine.profile);
        drop(engine);
        if let Some(told) = told {
            self.observe(Event::new(Action::Identify, js_sys::Date::now()).with("traits", told), Source::Api);
        }
        if let Some(event) = from_data_layer(entry, js_sys::Date::now()) {
            // A cart that a script draws says no currency in its markup, and says it here.
            let mut page = self.page.borrow_mut();
            if let (true, Some(item)) = (page.currency.is_empty(), event.items.first()) {
                page.currency.clone_from(&item.currency);
                self.browser.speak(&page.locale, &page.currency);
            }
            drop(page);
            // Only shopping concerns us, and what offers wait for; a page view of the tag manager's is not one more of ours.
            let concerns = event.action().is_some() || self.engine.borrow().listens_for(&event.name);
            if concerns && !matches!(event.action(), Some(Action::PageView | Action::Forget)) {
                self.observe(event, Source::DataLayer);
            }
            return;
        }
        let listening = self.engine.borrow().config().consent().source() == ConsentSource::Auto;
        if let Some(consent) = consent::from_consent_mode(entry).filter(|_| listening) {
            self.set_consent("consent_mode", Said { consent, ..Said::default() });
        }
    }

    /// The cart as the shop's own system has it.
    fn cart_read(&'static self, lines: &Value, drawn: bool) {
        let now = js_sys::Date::now();
        let lines: Vec<Item> = lines.elements().iter().filter_map(Item::from_value).collect();
        let found = self.reconciliation.borrow_mut().compare(&self.engine.borrow().profile.cart, &lines, drawn, now);
        for event in found.events {
            self.observe(event, Source::Cart);
        }
        let differs = !self.engine.borrow().profile.cart.holds(&lines);
        if differs && !found.awaits {
            self.observe(Event::new(Action::CartUpdate, now).with_items(lines), Source::Cart);
        }
    }

    /// The product of the card that `node` lies in, its place from 1, and its grid.
    pub(super) fn card_at(&self, node: &JsValue) -> Option<(Item, u32, String)> {
        let grids = self.grids.borrow();
        let (at, card) = visit::card_of(&grids, node)?;
        let live = grids.get(at)?;
        let page = self.page.borrow();
        let grid = page.grids.get(at)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index, or -1 for none")]
        let place = (host::present(&live.container, &live.cards).index_of(&live.cards.get(card as u32), 0) + 1) as u32;
        Some((grid.cards.get(card)?.item.clone(), place, grid.selector.clone()))
    }

    pub(super) fn chosen(&'static self, link: &JsValue) {
        if let Some((item, place, list)) = self.card_at(link) {
            let detail = [("item_id", item.item_id.give()), ("index", place.into()), ("list", list.into())];
            self.tell("click", detail, false);
            // Where something was chosen, nothing was passed over.
            host::glimpses();
            self.observe_item(Action::SelectItem, item);
            self.prepare();
        }
    }

    /// The page goes out of view, for a while or for good: what attention it had until then counts once.
    pub(super) fn attended(&'static self) {
        let told = host::attended();
        if !told.is_undefined() {
            let name = Action::UserEngagement.word();
            self.observe(Event::from_ga4(name, &js::from_js(&told), js_sys::Date::now()), Source::Page);
        }
    }

    /// The page is left, and of the cards that were in view none was chosen.
    pub(super) fn passed_over(&'static self) {
        let cards = host::glimpses();
        let mut items = Vec::new();
        for index in 0..cards.length() {
            let seen = cards.get(index);
            // A card of the page's, or a product of a list of ours.
            let item = if seen.is_instance_of::<web_sys::Element>() {
                self.card_at(&seen).map(|(item, ..)| item)
            } else {
                Item::from_value(&js::from_js(&seen))
            };
            if let Some(item) = item {
                // What ranking goes by; the rest would only fill the journal.
                let mut seen = Item::new(item.item_id);
                seen.item_brand = item.item_brand;
                seen.item_category = item.item_category;
                seen.tags = item.tags;
                seen.price = item.price;
                items.push(seen);
            }
        }
        if !items.is_empty() {
            let event = Event::new(Action::ViewItemList, js_sys::Date::now()).with_items(items);
            self.observe(event, Source::Page);
        }
    }

    pub(super) fn added(&'static self, element: &JsValue, pieces: Option<f64>) {
        let card = self.card_at(element).map(|(item, ..)| item);
        if let Some(item) = card.or_else(|| self.page.borrow().product.clone()) {
            self.observe_item(Action::AddToCart, Item { quantity: pieces, ..item });
        }
    }

    /// What the page said of the moment.
    pub(crate) fn set_context(&'static self, context: Value) {
        self.engine.borrow_mut().context = context;
        self.settle();
    }
}

/// The two names that one text holds, a line each.
fn halves(names: &str) -> Option<(&str, &str)> {
    let (first, second) = cut(names, '\n');
    Some((first, second?))
}
