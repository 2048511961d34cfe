//! One page view from start to stop: what is read and heard becomes events, and the plan is carried out.
//!
//! No borrow of the engine is held while the page's own code runs, since that may call any method.

mod heard;
mod memory;
mod offers;
mod page;

use alloc::{boxed::Box, string::String, vec::Vec};
use core::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;
use web_sys::Document;

use super::ports::Browser;
use super::visit::LiveGrid;
use super::{host, js, store};
use crate::engine::Engine;
use crate::engine::config::{Config, sentences};
use crate::engine::consent::{Consent, MERCHANT, Said, Voices};
use crate::engine::ledger::Ledger;
use crate::engine::page::Page;
use crate::engine::profile::Profile;
use crate::engine::reconcile::Reconciliation;
use crate::engine::record::Sound;
use crate::engine::schedule::Zones;
use crate::engine::value::Value;
use memory::unique;
use offers::Shown;

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
    /// A [`Plan`](crate::engine::plan::Plan).
    plan: RefCell<Value>,
    ledger: RefCell<Ledger>,
    reconciliation: RefCell<Reconciliation>,
    journal: RefCell<store::Journal>,
    consent: Cell<Consent>,
    /// Who spoke for it.
    voices: RefCell<Voices>,
    applying: Cell<bool>,
    stopped: Cell<bool>,
    fights: Cell<u32>,
    started: Cell<f64>,
    /// Stops the timer that makes the plan again.
    settling: RefCell<JsValue>,
    /// Snapshots of profiles from elsewhere that may not be stored yet.
    brought: RefCell<Vec<Value>>,
    shown: RefCell<Shown>,
    /// The rules that keep room for the lists of this page and of those before, by path.
    pub(in crate::browser) room: RefCell<Vec<(String, Value)>>,
    /// Ends all listening.
    deaf: RefCell<JsValue>,
}

impl Session {
    /// Starts on the present page. The error is one message for the merchant.
    /// `ask_for_consent` is the function of `consent.mjs`.
    pub(crate) fn start(
        config: &Value,
        consent: Option<Consent>,
        ask_for_consent: &JsValue,
    ) -> Result<&'static Self, String> {
        let config = if config.is_null() { Config::usual() } else { read_config(config)? };
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
            document: host::page(),
            engine: RefCell::new(engine),
            browser,
            page: RefCell::default(),
            grids: RefCell::default(),
            plan: RefCell::new(Value::object()),
            ledger: RefCell::default(),
            reconciliation: RefCell::default(),
            journal: RefCell::new(store::Journal::new(&unique)),
            consent: Cell::default(),
            voices: RefCell::default(),
            applying: Cell::new(true),
            stopped: Cell::new(false),
            fights: Cell::new(0),
            started: Cell::new(now),
            settling: RefCell::default(),
            brought: RefCell::default(),
            shown: RefCell::default(),
            room: RefCell::new(store::prepared().member("room").members().to_vec()),
            deaf: RefCell::default(),
        }));
        let heard = js::function(move |kind, first, second| {
            if !session.stopped.get() {
                session.heard(kind, first, second);
            }
            Ok(JsValue::UNDEFINED)
        });
        host::begin(&heard);
        if let Some(consent) = consent {
            session.set_consent(MERCHANT, Said { consent, ..Said::default() });
        }
        session.survey();
        session.listen(&heard, ask_for_consent);
        session.arrive();
        session.refresh(false);
        Ok(session)
    }

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
        self.take_offers_away();
        host::restore();
    }

    /// Restores the page and ends everything.
    pub(crate) fn stop(&'static self) {
        if !self.stopped.get() {
            self.attended();
            self.prepare();
            self.stopped.set(true);
            self.revert();
            host::call(&self.deaf.take());
            host::call(&self.settling.take());
        }
    }

    pub(in crate::browser) fn tell<const N: usize>(
        &self,
        name: &str,
        detail: [(&str, Value); N],
        cancelable: bool,
    ) -> bool {
        let detail: Value = detail.into_iter().collect();
        host::tell(name, &js::to_js(&detail), cancelable)
    }
}

fn read_config(config: &Value) -> Result<Sound, String> {
    Config::read(config).map_err(|problems| {
        let mut message = String::from("the config has problems, each with what would be right:\n");
        message.push_str(&sentences(&problems, &js::stringify));
        message
    })
}
