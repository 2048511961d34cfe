//! One page view from start to stop: what is read and heard becomes events, and the plan is carried out.
//!
//! No borrow of the engine is held while the page's own code runs, since that may call any method.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::cell::{Cell, RefCell};

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Document;

use super::host;
use super::ports::Browser;
use super::visit::{self, LiveGrid};
use super::{js, store};
use crate::engine::Engine;
use crate::engine::catalog;
use crate::engine::config::{Config, ConsentSource, sentences};
use crate::engine::consent::{self, Consent, MERCHANT, Voices};
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::ledger::{Ledger, Source};
use crate::engine::page::Page;
use crate::engine::plan::{OfferPlan, Plan};
use crate::engine::profile::Profile;
use crate::engine::record::{Record, Sound};
use crate::engine::schedule::Zones;
use crate::engine::value::Value;

/// Milliseconds in which events are gathered before the plan is made again.
const SETTLE: f64 = 60.0;
/// Milliseconds after the start in which nothing is tidied up, so that the page comes first.
const QUIET: f64 = 3_000.0;
/// For the merchant, where nothing on the page speaks for consent.
const UNASKED: &str = "nothing on this page says that the shopper agreed, so nothing is remembered from page to page. \
     See data-consent and setConsent.";
/// Times a page may undo a reordering before it is left alone.
const MAX_FIGHTS: u32 = 3;

/// A running page view. It lives as long as the page, and so do references to it.
pub(crate) struct Session {
    document: Document,
    engine: RefCell<Engine>,
    browser: &'static Browser,
    page: RefCell<Page>,
    grids: RefCell<Vec<LiveGrid>>,
    /// A [`Plan`].
    plan: RefCell<Value>,
    ledger: RefCell<Ledger>,
    journal: RefCell<store::Journal>,
    consent: Cell<Consent>,
    /// Who spoke for it.
    voices: RefCell<Voices>,
    applying: Cell<bool>,
    stopped: Cell<bool>,
    fights: Cell<u32>,
    started: f64,
    /// Stops the timer that makes the plan again.
    settling: RefCell<JsValue>,
    /// Takes the offer away that is on the page.
    offer: RefCell<JsValue>,
    /// Ends all listening.
    deaf: RefCell<JsValue>,
}

impl Session {
    /// Starts on the present page. The error is one message for the merchant.
    pub(crate) fn start(config: &Value, consent: Option<Consent>) -> Result<&'static Self, String> {
        let config = if config.is_null() { Config::usual() } else { read_config(config)? };
        let document = web_sys::window().and_then(|window| window.document());
        let document = document.ok_or("there is no document; expected to run in a page")?;
        if !host::may_store() {
            return Err("this page may not use localStorage; without it nothing can be remembered".into());
        }
        let now = js_sys::Date::now();
        let browser: &Browser = Box::leak(Box::default());
        if let Some(zone) = Config::of(config.value()).time_zone().filter(|zone| (&browser).offset(zone, now).is_none())
        {
            return Err(["time_zone is \"", zone, "\"; expected an IANA name such as \"Europe/Belgrade\""].concat());
        }
        let unique = unique();
        let mut engine = Engine::new(config, Profile::new(now), Box::new(browser));
        engine.profile.id = Some(unique.clone());
        let session: &Self = Box::leak(Box::new(Self {
            document,
            engine: RefCell::new(engine),
            browser,
            page: RefCell::default(),
            grids: RefCell::default(),
            plan: RefCell::new(Value::object()),
            ledger: RefCell::default(),
            journal: RefCell::new(store::Journal::new(&unique)),
            consent: Cell::default(),
            voices: RefCell::default(),
            applying: Cell::new(true),
            stopped: Cell::new(false),
            fights: Cell::new(0),
            started: now,
            settling: RefCell::default(),
            offer: RefCell::default(),
            deaf: RefCell::default(),
        }));
        let heard = Closure::<dyn FnMut(JsValue, JsValue, JsValue)>::new(move |kind: JsValue, first, second| {
            if !session.stopped.get() {
                session.heard(&kind.as_string().unwrap_or_default(), &first, &second);
            }
        });
        let heard = heard.into_js_value();
        host::begin(&heard);
        if let Some(consent) = consent {
            session.set_consent(MERCHANT, consent);
        }
        session.survey();
        session.listen(&heard);
        let campaign = session.page.borrow().campaign.clone();
        session.observe(Event::new(Action::PageView, now).with("campaign", campaign), Source::Page);
        let product = session.page.borrow().product.clone();
        if let Some(product) = product {
            session.observe(Event::new(Action::ViewItem, now).with_items(alloc::vec![product]), Source::Page);
        }
        session.refresh(false);
        Ok(session)
    }

    // ---- what happens ---------------------------------------------------------------------------------------------

    /// Everything the page's side tells comes here.
    fn heard(&'static self, kind: &str, first: &JsValue, second: &JsValue) {
        match kind {
            "entry" => self.hear_entry(&js::from_js(first)),
            "add" => self.added(first, second.as_f64()),
            "choose" => self.chosen(first),
            "hide" => {
                self.passed_over();
                self.prepare();
            }
            "back" => {
                self.catch_up();
                self.settle();
            }
            "erased" if self.consent.get() == Consent::Granted => {
                // What this tab wrote in the meantime goes as well.
                self.consent.set(Consent::Denied);
                store::erase("");
                self.start_over();
            }
            "rearranged" => self.page_rearranged(),
            "leave" => self.offer(true),
            "moment" => {
                self.engine.borrow_mut().moment = js::from_js(first);
                self.offer(false);
            }
            "consent" => {
                let says = Consent::from_word(&second.as_string().unwrap_or_default()).unwrap_or_default();
                self.set_consent(&first.as_string().unwrap_or_default(), says);
            }
            "answer" => self.answered(&first.as_string().unwrap_or_default(), second.is_truthy()),
            "settle" => self.refresh(false),
            "tidy" if self.consent.get() == Consent::Unknown => host::note(UNASKED),
            "tidy" if self.consent.get() == Consent::Granted => {
                // By now frameworks have taken over what was theirs.
                self.settle();
                store::fold(js_sys::Date::now(), &self.engine.borrow().config().profile());
            }
            "catalog" => {
                let date = |text: &str| Some(js_sys::Date::parse(text)).filter(|date| date.is_finite());
                let wanted = self.page.borrow().currency.clone();
                self.with_engine(|engine| {
                    let usual = engine.config().currency().unwrap_or_default();
                    let items = catalog::from_shopify(&js::from_js(first), &wanted, usual, &date);
                    engine.catalog.set_items(items);
                });
                self.settle();
            }
            "model" => self.model(first),
            "list" => self.list(first, second),
            "recommended" => self.recommended(first, &second.as_string().unwrap_or_default()),
            "seen" => {
                if let Some((id, variant)) = first.as_string().as_deref().and_then(|name| name.split_once(['\n'])) {
                    if id.is_empty() {
                        self.tell("impression", [("attribution_id", variant.into())], false);
                    } else if !variant.is_empty() {
                        let detail = [("promotion_id", id.into()), ("creative_name", variant.into())];
                        self.tell("impression", detail, false);
                        self.observe(promotion(Action::ViewPromotion, id, variant), Source::Page);
                    }
                    let exposures = self.ask(|engine, page| engine.exposures(id, page, js_sys::Date::now()));
                    for event in exposures {
                        host::tell("experiment", &js::to_js(&event.params), false);
                        self.observe(event, Source::Page);
                    }
                }
            }
            _ => {}
        }
    }

    fn listen(&'static self, heard: &JsValue) {
        let engine = self.engine.borrow();
        let config = engine.config();
        let mut watched = JsValue::UNDEFINED;
        if !config.offers().is_empty() {
            watched = js::to_js(&engine.watched());
        }
        let leaving = engine.awaits_leaving();
        let catalog = config.catalog().map(String::from);
        let model = config.model().map(String::from);
        let asks = config.consent().source() == ConsentSource::Auto;
        drop(engine);
        *self.deaf.borrow_mut() = host::listen(self.page.borrow().touch, &watched, leaving);
        if asks {
            let deaf = self.deaf.take();
            *self.deaf.borrow_mut() = host::ask_for_consent(heard, &deaf);
        }
        host::tidy(QUIET);
        for (kind, url) in [("catalog", catalog), ("model", model)] {
            if let Some(url) = url {
                host::bring(kind, &url);
            }
        }
    }

    /// Takes an event in, once, and makes the plan again soon.
    pub(crate) fn observe(&'static self, event: Event, source: Source) {
        // A list that a page says it shows tells nothing of the shopper; what was really in view does.
        let idle = event.action() == Some(Action::ViewItemList) && source != Source::Page;
        if idle || self.stopped.get() || !self.ledger.borrow_mut().admits(&event, source) {
            return;
        }
        let mut engine = self.engine.borrow_mut();
        let event = engine.complete(event);
        engine.observe(&event);
        drop(engine);
        let mut journal = self.journal.borrow_mut();
        journal.events.push(event);
        if self.consent.get() == Consent::Granted {
            journal.write();
        }
        drop(journal);
        self.settle();
    }

    pub(super) fn observe_item(&'static self, action: Action, item: Item) {
        self.observe(Event::new(action, js_sys::Date::now()).with_items(alloc::vec![item]), Source::Page);
    }

    fn hear_entry(&'static self, entry: &Value) {
        if let Some((name, params)) = datalayer_event(entry) {
            let event = Event::from_ga4(name, params, js_sys::Date::now());
            // Only shopping concerns us, and what offers wait for; a page view of the tag manager's is not one more of ours.
            let concerns = event.action().is_some() || self.engine.borrow().listens_for(name);
            if concerns && event.action() != Some(Action::PageView) {
                self.observe(event, Source::DataLayer);
            }
            return;
        }
        let listening = self.engine.borrow().config().consent().source() == ConsentSource::Auto;
        if let Some(consent) = consent::from_consent_mode(entry).filter(|_| listening) {
            self.set_consent("consent_mode", consent);
        }
    }

    /// The product of the card that `node` lies in, its place from 1, and its grid.
    fn card_at(&self, node: &JsValue) -> Option<(Item, u32, String)> {
        let grids = self.grids.borrow();
        let (at, card) = visit::card_of(&grids, node)?;
        let live = grids.get(at)?;
        let page = self.page.borrow();
        let grid = page.grids.get(at)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index, or -1 for none")]
        let place = (host::present(&live.container, &live.cards).index_of(&live.cards.get(card as u32), 0) + 1) as u32;
        Some((grid.cards.get(card)?.item.clone(), place, grid.selector.clone()))
    }

    fn chosen(&'static self, link: &JsValue) {
        if let Some((item, place, list)) = self.card_at(link) {
            let detail = [("item_id", item.item_id.give()), ("index", place.into()), ("list", list.into())];
            self.tell("click", detail, false);
            // Where something was chosen, nothing was passed over.
            host::glimpses();
            self.observe_item(Action::SelectItem, item);
            self.prepare();
        }
    }

    /// The page is left, and of the cards that were in view none was chosen.
    fn passed_over(&'static self) {
        let cards = host::glimpses();
        let mut items = Vec::new();
        for index in 0..cards.length() {
            if let Some((item, ..)) = self.card_at(&cards.get(index)) {
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

    fn added(&'static self, element: &JsValue, pieces: Option<f64>) {
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

    // ---- memory ---------------------------------------------------------------------------------------------------

    /// What `who` says of remembering the shopper. Where several speak, the strictest holds.
    pub(crate) fn set_consent(&'static self, who: &str, says: Consent) {
        self.voices.borrow_mut().hear(who, says);
        let consent = self.voices.borrow().verdict();
        if self.consent.replace(consent) == consent {
            return;
        }
        match consent {
            Consent::Granted => {
                let mut engine = self.engine.borrow_mut();
                engine.catalog.join(&store::pages());
                drop(engine);
                self.catch_up();
                self.journal.borrow().write();
                self.settle();
            }
            Consent::Denied => {
                store::erase("");
                self.start_over();
            }
            Consent::Unknown => {}
        }
    }

    /// Takes what is stored, by other tabs too, and adds what happened on this page if that is not stored yet.
    fn catch_up(&self) {
        if self.consent.get() != Consent::Granted {
            return;
        }
        let journal = self.journal.borrow();
        journal.write();
        let mut engine = self.engine.borrow_mut();
        let id = engine.profile.id.take();
        let profile = store::load(js_sys::Date::now(), &engine.config().profile(), id);
        engine.profile = profile;
    }

    /// Forgets the shopper, and begins anew.
    pub(crate) fn forget(&'static self) {
        store::erase("");
        self.start_over();
        if self.consent.get() == Consent::Granted {
            store::replace(&self.engine.borrow().profile);
        }
    }

    /// Takes over a profile from elsewhere, in place of the present one.
    pub(crate) fn import(&'static self, profile: Profile) {
        self.journal.borrow_mut().clear();
        if self.consent.get() == Consent::Granted {
            store::replace(&profile);
        }
        self.engine.borrow_mut().profile = profile;
        self.settle();
    }

    fn start_over(&'static self) {
        self.journal.borrow_mut().clear();
        let mut engine = self.engine.borrow_mut();
        engine.profile = Profile { id: Some(unique()), ..Profile::new(js_sys::Date::now()) };
        engine.catalog.pages.clear();
        drop(engine);
        self.settle();
    }

    // ---- what the page should look like ---------------------------------------------------------------------------

    pub(super) fn settle(&'static self) {
        host::call(&self.settling.borrow());
        *self.settling.borrow_mut() = host::after(SETTLE, "settle");
    }

    /// Reads the page again.
    fn survey(&self) {
        let (page, grids) = visit::read(&self.document, self.engine.borrow().config());
        self.browser.speak(&page.locale, &page.currency);
        self.engine.borrow_mut().catalog.remember(&page);
        *self.page.borrow_mut() = page;
        for live in &grids {
            host::glimpse(&live.cards);
        }
        *self.grids.borrow_mut() = grids;
    }

    /// Makes the plan and carries it out, unless the page cancels it. Where not `all` may move, only what is out of view.
    fn refresh(&'static self, all: bool) {
        if self.stopped.get() {
            return;
        }
        *self.plan.borrow_mut() = self.engine.borrow().plan(&self.page.borrow(), js_sys::Date::now());
        if self.applying.get() {
            let plan = js::to_js(&self.plan.borrow());
            if host::tell("plan", &plan, true) && self.applying.get() && !self.stopped.get() {
                self.carry_out(all);
            }
        }
        self.prepare();
    }

    fn carry_out(&self, all: bool) {
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
                host::restore_banner(&id);
            }
        }
        for planned in plan.banners() {
            let content = js::to_js(&planned.content().give());
            if let Some(slot) = host::show(planned.id(), planned.slot(), planned.variant(), &content, all) {
                host::watch(&slot, &[planned.id(), "\n", planned.variant()].concat());
            }
        }
        // Those who see the merchant's own banner are part of an experiment too.
        let engine = self.engine.borrow();
        for banner in engine.config().banners() {
            let id = banner.id().unwrap_or(banner.slot());
            let shown = plan.banners().iter().any(|planned| planned.id() == id);
            let waits = !shown && !engine.exposures(id, &self.page.borrow(), js_sys::Date::now()).is_empty();
            if let Ok(Some(slot)) = self.document.query_selector(banner.slot())
                && waits
            {
                host::watch(&slot, &[id, "\n"].concat());
            }
        }
        drop(engine);
        self.show_lists(plan, all);
    }

    /// The page's language and currency, and a card of the first grid with the product it shows.
    pub(super) fn example(&self) -> (String, String, Option<(JsValue, Item)>) {
        let page = self.page.borrow();
        let card = self.grids.borrow().first().map(|live| live.cards.get(0));
        let item = page.grids.first().and_then(|grid| grid.cards.first()).map(|card| card.item.clone());
        // On a page without prices the cart tells what the shopper pays in.
        let engine = self.engine.borrow();
        let in_cart = engine.profile.cart.lines.first().map_or("", |line| line.currency.as_str());
        let currency = if page.currency.is_empty() { in_cart } else { page.currency.as_str() };
        (page.locale.clone(), currency.into(), card.zip(item))
    }

    pub(super) fn with_engine(&self, change: impl FnOnce(&mut Engine)) {
        change(&mut self.engine.borrow_mut());
    }

    /// Writes what the loader needs on the next page.
    pub(super) fn prepare(&self) {
        if self.consent.get() == Consent::Granted {
            let engine = self.engine.borrow();
            let mut prepared = engine.prepare(&self.page.borrow(), js_sys::Date::now());
            // A shopper may be faster than the catalogue: what it gave on an earlier page serves until it comes.
            if engine.config().catalog().is_some() && !engine.catalog.is_known() {
                prepared.set("first", store::prepared().member("first").clone());
            }
            store::prepare(&prepared, &engine.catalog.snapshot());
        }
    }

    /// An order the page gave the same cards is the shopper's wish, or a framework's: both win, the latter after three
    /// attempts. Other cards are ranked anew, below the window.
    fn page_rearranged(&'static self) {
        let mut same_cards = true;
        let mut merchants_order = true;
        for live in self.grids.borrow().iter() {
            let now = host::present(&live.container, &live.cards);
            same_cards &= now.length() == live.cards.length()
                && live.container.child_element_count() == host::record(&live.container).length();
            for index in 0..now.length() {
                merchants_order &= now.get(index) == live.cards.get(index);
            }
        }
        if same_cards {
            self.fights.set(self.fights.get() + 1);
            if !merchants_order || self.fights.get() > MAX_FIGHTS {
                for live in self.grids.take() {
                    host::release(&live.container);
                }
                self.page.borrow_mut().grids.clear();
                return;
            }
        }
        self.survey();
        self.settle();
    }

    // ---- offers ---------------------------------------------------------------------------------------------------

    /// Shows the first offer that is due, if the moment allows.
    fn offer(&'static self, leaving: bool) {
        if !self.applying.get() || !self.offer.borrow().is_undefined() {
            return;
        }
        let now = js_sys::Date::now();
        let mut engine = self.engine.borrow_mut();
        engine.moment.set("seconds", (now - self.started) / 1_000.0);
        engine.moment.set("leaving", leaving);
        let mut due = engine.is_triggered().then(|| engine.due(&self.page.borrow(), now)).flatten();
        drop(engine);
        if due.is_some() && !host::untimely() {
            // What other tabs have seen counts for the caps here.
            self.catch_up();
            due = self.ask(|engine, page| engine.due(page, now));
        } else {
            due = None;
        }
        self.engine.borrow_mut().moment.set("leaving", false);
        let Some(due) = due else { return };
        let offer = OfferPlan::of(&due);
        let id = String::from(offer.id());
        if !self.tell("offer", [("id", id.give()), ("action", "show".into())], true) {
            return;
        }
        let content = js::to_js(&offer.content().give());
        let locale = self.page.borrow().locale.clone();
        *self.offer.borrow_mut() = host::present_offer(&id, &content, &locale);
        self.observe(promotion(Action::ViewPromotion, &id, ""), Source::Page);
    }

    fn answered(&'static self, id: &str, accepted: bool) {
        self.offer.replace(JsValue::UNDEFINED);
        let (action, word) =
            if accepted { (Action::SelectPromotion, "accept") } else { (Action::DismissPromotion, "dismiss") };
        self.observe(promotion(action, id, ""), Source::Page);
        self.tell("offer", [("id", id.into()), ("action", word.into())], false);
    }

    // ---- for the API ----------------------------------------------------------------------------------------------

    /// Asks the engine something about the present page.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Engine, &Page) -> T) -> T {
        question(&self.engine.borrow(), &self.page.borrow())
    }

    /// Applies the plan to everything, in view or not, and goes on applying.
    pub(crate) fn apply(&'static self) {
        if !self.stopped.get() {
            self.applying.set(true);
            self.survey();
            self.refresh(true);
        }
    }

    /// Restores the page; tracking goes on.
    pub(crate) fn revert(&self) {
        self.applying.set(false);
        host::call(&self.offer.take());
        host::restore();
    }

    /// Restores the page and ends everything.
    pub(crate) fn stop(&self) {
        if !self.stopped.get() {
            self.prepare();
            self.stopped.set(true);
            self.revert();
            host::call(&self.deaf.take());
            host::call(&self.settling.take());
        }
    }

    pub(super) fn tell<const N: usize>(&self, name: &str, detail: [(&str, Value); N], cancelable: bool) -> bool {
        let detail: Value = detail.into_iter().collect();
        host::tell(name, &js::to_js(&detail), cancelable)
    }
}

/// Both wire forms of the dataLayer: `{ event, ecommerce: { … } }` and gtag's `{ 0: "event", 1: name, 2: { … } }`.
fn datalayer_event(entry: &Value) -> Option<(&str, &Value)> {
    if entry.member("0").as_str() == Some("event") {
        return Some((entry.member("1").as_str()?, entry.member("2")));
    }
    let name = entry.member("event").as_str()?;
    Some((name, entry.get("ecommerce").unwrap_or(entry)))
}

fn read_config(config: &Value) -> Result<Sound, String> {
    Config::read(config).map_err(|problems| {
        let mut message = String::from("the config has problems, each with what would be right:\n");
        message.push_str(&sentences(&problems, &js::stringify));
        message
    })
}

fn promotion(action: Action, id: &str, creative: &str) -> Event {
    Event::new(action, js_sys::Date::now()).with("promotion_id", id).with("creative_name", creative)
}

/// A random name of 100 bits.
fn unique() -> String {
    let mut name = String::new();
    for _ in 0..20 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 31")]
        let digit = (js_sys::Math::random() * 32.0) as u32;
        name.push(char::from_digit(digit, 32).unwrap_or('0'));
    }
    name
}
