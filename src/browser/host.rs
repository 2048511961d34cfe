//! Hands and senses: the modules of `www/loader` that touch and hear the page. What to do is decided here and in the engine.

use alloc::{string::String, vec::Vec};

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

#[wasm_bindgen(module = "/www/loader/host.js")]
extern "C" {
    /// Tells the page what happens; false if the page cancelled it. Nothing of ours may be borrowed meanwhile: a
    /// handler may call any method.
    pub(crate) fn tell(name: &str, detail: &JsValue, cancelable: bool) -> bool;
    /// Listens on behalf of the page; the answer is a function that ends it.
    pub(crate) fn on(name: &str, handler: &JsValue) -> JsValue;
    /// The page.
    pub(crate) fn page() -> Document;
    /// Whether it may use storage at all.
    pub(crate) fn may_store() -> bool;
    /// The value stored under a key; null for none.
    pub(crate) fn stored(key: &str) -> JsValue;
    /// Stores a value; false where the storage is full or blocked.
    pub(crate) fn store(key: &str, value: &JsValue) -> bool;
    /// Removes a key.
    pub(crate) fn unstore(key: &str);
    /// Our keys that begin with `start`, in alphabetical order.
    pub(crate) fn keys(start: &str) -> Array;
    /// Listens to everyone who speaks for consent, by the `ask` of `consent.mjs`, and tells `heard`; the answer ends that, and
    /// what `deaf` ends.
    pub(crate) fn ask_for_consent(ask: &JsValue, heard: &JsValue, deaf: &JsValue) -> JsValue;
    /// Says something to the merchant, in the console.
    pub(crate) fn note(message: &str);
    /// Takes back every change.
    pub(crate) fn restore();
    /// The children of a container in the merchant's order, newcomers last.
    pub(crate) fn record(container: &Element) -> Array;
    /// Forgets a container: its order is the page's own from now on.
    pub(crate) fn release(container: &Element);
    /// Puts cards into the wanted order; unless `all` may move, only those below the window.
    pub(crate) fn reorder(container: &Element, wanted: &Array, all: bool) -> bool;
    /// Those of the cards that are still in the container, in their present order.
    pub(crate) fn present(container: &Element, cards: &Array) -> Array;
    /// The banners that show something of ours.
    pub(crate) fn showing() -> Array;
}

#[wasm_bindgen(module = "/www/loader/senses.js")]
extern "C" {
    /// The parameters of GA4's `user_engagement` for the time since this was asked last; undefined where that is too short.
    pub(crate) fn attended() -> JsValue;
    /// Says who is told what happens: a function of a kind and two details.
    pub(crate) fn begin(heard: &JsValue);
    /// Takes the hands that show banners out of `module`, `banner.mjs`, where the config has banners.
    pub(crate) fn hold(module: &JsValue);
    /// Lets a banner show a `BannerPlan`; the answer is the element that does.
    pub(crate) fn show(planned: &JsValue, all: bool) -> Option<Element>;
    /// Gives a slot back to the merchant; unless `all` may move, only where nothing in view does.
    pub(crate) fn give_back(id: &str, slot: &str, all: bool);
    /// The texts with merge tags of a variant's template; null where the slot has none, undefined where there is no slot.
    pub(crate) fn template(slot: &str, id: &str, variant: &str) -> JsValue;
    /// What the button of a plain block asks in the language of the page; undefined where there are no banners.
    pub(crate) fn why() -> JsValue;
    /// Begins to listen; the answer is a function that ends it. `watched` are selectors that offers wait to see;
    /// undefined where there are no offers.
    /// `platform` names the shop system whose cart is read, or says `auto` or `none`.
    pub(crate) fn listen(touch: bool, watched: &JsValue, leaving: bool, platform: &str) -> JsValue;
    /// Tells the page's analytics; nothing drops what waits for a library to come.
    pub(crate) fn report(what: &JsValue);
    /// How many minutes the clock of a time zone is ahead of UTC; nothing for a zone that is not known.
    pub(crate) fn offset(zone: &str, time: f64) -> Option<f64>;
    /// Tells `kind` after `delay` milliseconds; the answer stops it.
    pub(crate) fn after(delay: f64, kind: &str) -> JsValue;
    /// Tells `seen` with `id` once when `element` has been seen.
    pub(crate) fn watch(element: &Element, id: &str);
    /// What the page says of itself.
    pub(crate) fn look() -> JsValue;
    /// Fetches a `catalog` or a `model` of the page's own origin, and tells it, with prices in the currency `wanted` where a
    /// catalogue has them, else in `usual`.
    pub(crate) fn bring(kind: &str, url: &str, wanted: &str, usual: &str);
    /// Notes which of the cards are in view for a second, each once.
    pub(crate) fn glimpse(cards: &Array);
    /// The cards noted since this was asked last.
    pub(crate) fn glimpses() -> Array;
    /// Shows a list of recommended products in a place, a selector or an element; tells `recommended` when one is clicked.
    pub(crate) fn show_list(place: &JsValue, list: &JsValue, looks: &JsValue, all: bool);
    /// Has the elements that show lists ask for them: tells `list` for each.
    pub(crate) fn ask_lists();
    /// Tells `tidy` after `delay` milliseconds, to one tab at a time.
    pub(crate) fn tidy(delay: f64);
    /// Whether something of the page's has the shopper's attention already.
    pub(crate) fn untimely() -> bool;
    /// Shows an offer as planned, or its tab where it is minimized, and tells `answer` with its id and what became of it.
    /// `asked` says that the shopper opened it. The answer takes it away; undefined where there is no room for it yet.
    pub(crate) fn present_offer(planned: &JsValue, locale: &str, asked: bool) -> JsValue;
}

/// Calls a function of ours that takes nothing and answers nothing.
pub(crate) fn call(function: &JsValue) {
    if let Some(function) = function.dyn_ref::<js_sys::Function>() {
        let _ = function.call0(&JsValue::UNDEFINED);
    }
}

/// The texts of an array.
pub(crate) fn texts(list: &Array) -> Vec<String> {
    let mut texts = Vec::new();
    for index in 0..list.length() {
        texts.extend(list.get(index).as_string());
    }
    texts
}
