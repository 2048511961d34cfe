//! JavaScript itself.

use super::{EcmaScript, Zones};
use js_sys::{Function, JsString, RegExp};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The constructor throws where the pattern is not a regular expression, which js-sys's own does not allow for.
    #[wasm_bindgen(js_name = RegExp)]
    type Pattern;
    #[wasm_bindgen(constructor, catch, js_class = "RegExp")]
    fn new(pattern: &str, flags: &str) -> Result<Pattern, JsValue>;
    #[wasm_bindgen(js_name = String)]
    fn string(number: f64) -> String;
    #[wasm_bindgen(js_name = Number)]
    fn number(text: &str) -> f64;
}

/// The browser's own functions.
pub(crate) struct Script;

impl EcmaScript for Script {
    fn test(&self, pattern: &str, text: &str, ignore_case: bool) -> Option<bool> {
        let pattern = Pattern::new(pattern, if ignore_case { "i" } else { "" }).ok()?;
        Some(pattern.unchecked_ref::<RegExp>().test(text))
    }

    fn text_of(&self, number: f64) -> String {
        string(number)
    }

    fn number_of(&self, text: &str) -> f64 {
        number(text)
    }

    fn lowercase(&self, text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }
}

impl Zones for Script {
    fn offset(&self, zone: &str, time: f64) -> Option<f64> {
        let there = Function::new_with_args(
            "zone, time",
            "return Math.round((Date.parse(new Date(time).toLocaleString('sv', { timeZone: zone }).replace(' ', 'T') + 'Z') - time) / 60000)",
        );
        there.call2(&JsValue::NULL, &zone.into(), &time.into()).ok()?.as_f64()
    }
}
