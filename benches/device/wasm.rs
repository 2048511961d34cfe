//! The same work as in `native.rs`, in a module that is built with the flags of the one that is shipped: `page.mjs` runs it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few runs")]

#[path = "../../tests/ports/mod.rs"]
mod ports;
mod workload;

use serde_json::json;
use wasm_bindgen::prelude::*;
use workload::{CASES, Device};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// What is measured.
#[wasm_bindgen]
#[must_use]
pub fn cases() -> Vec<String> {
    CASES.map(String::from).to_vec()
}

/// Does one case with a shop's model: its answer, and the milliseconds of each batch, as JSON.
///
/// # Errors
/// Why the model is none.
#[wasm_bindgen]
pub fn measure(model: &[u8], case: &str) -> Result<String, String> {
    let mut device = Device::new(model.to_vec())?;
    let answer = device.run(case, true);
    Ok(json!({ "answer": answer, "batches": device.measure(case, &now) }).to_string())
}

/// The same shopper and products for the API, as JSON.
///
/// # Errors
/// Why the model is none.
#[wasm_bindgen]
pub fn given(model: &[u8]) -> Result<String, String> {
    Ok(Device::new(model.to_vec())?.given().to_string())
}
