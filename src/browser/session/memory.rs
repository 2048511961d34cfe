//! What is remembered, for as long as the shopper agrees.

use alloc::string::String;

use wasm_bindgen::JsValue;

use super::Session;
use crate::browser::{host, store};
use crate::engine::consent::{Consent, Said, Voices};
use crate::engine::profile::{Profile, merge};
use crate::engine::value::Value;

impl Session {
    /// What `who` says of remembering the shopper. Where several speak, the strictest holds.
    pub(crate) fn set_consent(&'static self, who: &str, said: Said) {
        self.hear(|voices| voices.hear(who, said));
        let consent = self.voices.borrow().verdict();
        if self.consent.replace(consent) == consent {
            return;
        }
        match consent {
            Consent::Granted => {
                let mut engine = self.engine.borrow_mut();
                engine.catalog.join(&store::pages());
                engine.join_templates(store::prepared().member("templates"));
                drop(engine);
                for snapshot in self.brought.take() {
                    if let Ok(profile) = Profile::from_snapshot(&snapshot) {
                        store::join(profile, self.engine.borrow().profile.id.as_ref());
                    }
                }
                self.catch_up();
                if self.engine.borrow().profile.cart.at > 0.0 {
                    self.reconciliation.borrow_mut().know();
                }
                self.settle();
            }
            Consent::Denied => self.withdraw(),
            Consent::Unknown => {}
        }
    }

    /// Lets somebody speak, and sees to it that nothing is told any more for a purpose that is allowed no more, not even what
    /// waits for a library to come.
    pub(super) fn hear(&self, speak: impl FnOnce(&mut Voices)) {
        let mut voices = self.voices.borrow_mut();
        let before = voices.purposes();
        speak(&mut voices);
        if voices.purposes().are_less_than(before) {
            host::report(&JsValue::UNDEFINED);
        }
    }

    /// Another tab withdrew: what this tab wrote in the meantime goes as well.
    pub(super) fn erased(&'static self) {
        if self.consent.get() == Consent::Granted {
            self.consent.set(Consent::Denied);
            self.withdraw();
        }
    }

    /// Another tab forgot the shopper and begins anew: this one forgets what it wrote in the meantime, and does so too.
    pub(super) fn forgotten(&'static self) {
        if self.consent.get() == Consent::Granted {
            self.start_over();
            self.catch_up();
        }
    }

    /// Erases everything, and takes back what speaks of the shopper: it does not wait for a better moment to go.
    fn withdraw(&'static self) {
        host::report(&JsValue::UNDEFINED);
        store::erase("");
        self.start_over();
        self.give_banners_back();
        self.take_offers_away();
    }

    /// The page is shown again after others: it heard nothing meanwhile, and the shopper may have withdrawn, or begun anew.
    pub(super) fn come_back(&'static self) {
        let begun = store::begun();
        if begun <= 0.0 {
            self.erased();
        } else if begun > self.engine.borrow().profile.created {
            self.forgotten();
        }
        self.catch_up();
    }

    /// The catalogue has come: it may know more of the products that were heard of on this page, such as that they were on sale.
    pub(super) fn look_up(&self) {
        let mut journal = self.journal.borrow_mut();
        let engine = self.engine.borrow();
        for event in &mut journal.events {
            engine.complete(event, &self.page.borrow());
        }
        drop(engine);
        drop(journal);
        self.catch_up();
    }

    /// Takes what is stored, by other tabs too, and adds what happened on this page if that is not stored yet.
    pub(super) fn catch_up(&self) {
        if self.consent.get() != Consent::Granted {
            return;
        }
        self.journal.borrow_mut().write();
        let mut engine = self.engine.borrow_mut();
        let id = engine.profile.id.take();
        let memory = engine.config().profile();
        let mut profile = store::load(js_sys::Date::now(), &memory, id);
        // What a full storage has refused is known here all the same.
        for event in self.journal.borrow().refused() {
            profile.observe(event, &memory);
        }
        engine.profile = profile;
    }

    /// Forgets the shopper, and begins anew.
    pub(crate) fn forget(&'static self) {
        self.start_over();
        if self.consent.get() == Consent::Granted {
            store::begin_anew(&self.engine.borrow().profile);
        } else {
            store::erase("");
        }
    }

    /// Joins a profile from elsewhere with what is known here; false where `snapshot` is none. Where nothing may be stored
    /// yet, it is in memory only, and stored as soon as that is allowed.
    pub(crate) fn import(&'static self, snapshot: &Value) -> bool {
        let Ok(profile) = Profile::from_snapshot(snapshot) else { return false };
        if self.consent.get() == Consent::Granted {
            store::join(profile, self.engine.borrow().profile.id.as_ref());
            self.catch_up();
        } else {
            let mut engine = self.engine.borrow_mut();
            let known = core::mem::replace(&mut engine.profile, Profile::new(0.0));
            let id = if profile.id.is_none() { known.id.clone() } else { None };
            engine.profile = merge(known, profile);
            engine.profile.id = id.or(engine.profile.id.take());
            drop(engine);
            self.brought.borrow_mut().push(snapshot.clone());
        }
        self.settle();
        true
    }

    pub(super) fn start_over(&'static self) {
        self.journal.borrow_mut().clear();
        self.brought.take();
        self.room.take();
        // Of whom nothing is known, nothing was seen.
        host::attended();
        let mut engine = self.engine.borrow_mut();
        engine.profile = Profile { id: Some(unique()), ..Profile::new(js_sys::Date::now()) };
        engine.catalog.pages.clear();
        drop(engine);
        self.settle();
    }
}

/// A random name of 100 bits.
pub(super) fn unique() -> String {
    let mut name = String::new();
    for _ in 0..20 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 31")]
        let digit = (js_sys::Math::random() * 32.0) as u32;
        name.push(char::from_digit(digit, 32).unwrap_or('0'));
    }
    name
}
