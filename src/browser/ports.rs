//! What the engine borrows from the browser: JavaScript's conversions and `Intl`.

use alloc::string::String;
use core::cell::RefCell;

use js_sys::{Object, RegExp};
use wasm_bindgen::prelude::*;

use super::{host, js};
use crate::engine::condition::EcmaScript;
use crate::engine::schedule::Zones;
use crate::engine::text::Locale;

/// Longest pattern handed to the browser's regular expressions, which backtrack: a long one can take for ever.
const MAX_PATTERN: usize = 256;

// As `js-sys` has them, but text for text, and without a detour through the global object.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = RegExp)]
    fn expression(pattern: &str, flags: &str) -> Result<RegExp, JsValue>;
    #[wasm_bindgen(js_name = String)]
    fn text_of(number: f64) -> String;
    /// A number or a text.
    type Primitive;
    #[wasm_bindgen(catch, method, js_name = toLocaleString)]
    fn write(this: &Primitive, locale: &JsValue, options: &Object) -> Result<String, JsValue>;
    #[wasm_bindgen(method, js_name = toLowerCase)]
    fn lowercase(this: &Primitive) -> String;
    #[wasm_bindgen(method, js_name = toLocaleUpperCase)]
    fn upcase(this: &Primitive, locale: &JsValue) -> String;
    #[wasm_bindgen(method, js_name = toLocaleLowerCase)]
    fn downcase(this: &Primitive, locale: &JsValue) -> String;
}

fn primitive(value: impl Into<JsValue>) -> Primitive {
    value.into().unchecked_into()
}

/// The browser, with the page's language and currency.
#[derive(Default)]
pub(crate) struct Browser {
    /// A language tag; undefined for the browser's own language.
    locale: RefCell<JsValue>,
    currency: RefCell<String>,
}

impl Browser {
    /// Takes over what the page says of itself.
    pub(crate) fn speak(&self, locale: &str, currency: &str) {
        self.locale.replace(if locale.is_empty() { JsValue::UNDEFINED } else { locale.into() });
        self.currency.replace(currency.into());
    }
}

impl EcmaScript for &Browser {
    fn test(&self, pattern: &str, text: &str, ignore_case: bool) -> Option<bool> {
        if pattern.chars().count() > MAX_PATTERN {
            return None;
        }
        Some(expression(pattern, if ignore_case { "i" } else { "" }).ok()?.test(text))
    }

    fn text_of(&self, number: f64) -> String {
        text_of(number)
    }

    fn number_of(&self, text: &str) -> f64 {
        JsValue::from_str(text).unchecked_into_f64()
    }

    fn lowercase(&self, text: &str) -> String {
        primitive(text).lowercase()
    }
}

impl Zones for &Browser {
    fn offset(&self, zone: &str, time: f64) -> Option<f64> {
        host::offset(zone, time)
    }
}

impl Locale for &Browser {
    fn money(&self, amount: f64, currency: &str) -> String {
        let own = self.currency.borrow();
        let currency = if currency.is_empty() { own.as_str() } else { currency };
        let options = Object::new();
        if !currency.is_empty() {
            js::set(&options, "style", "currency");
            js::set(&options, "currency", currency);
        }
        primitive(amount).write(&self.locale.borrow(), &options).unwrap_or_else(|_| text_of(amount))
    }

    fn number(&self, number: f64) -> String {
        text_of(number)
    }

    fn upcase(&self, text: &str) -> String {
        primitive(text).upcase(&self.locale.borrow())
    }

    fn downcase(&self, text: &str) -> String {
        primitive(text).downcase(&self.locale.borrow())
    }
}
