//! Asking the page: every question has an answer, none throws. See `page.js` for how questions are written.

use alloc::string::String;

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

use super::text::{after_last, last_of};
use crate::engine::scan::cut;

#[wasm_bindgen(module = "/src/browser/page/page.js")]
extern "C" {
    /// The answers to the questions, one a line, each on a line.
    pub(super) fn ask(root: &Element, questions: &str) -> String;
    /// The element itself where `selector` matches it, then all below it, in document order.
    pub(super) fn all(root: &Element, selector: &str) -> Array;
    /// Elements below `root` with three or more children, and three or more of each of the `kinds`, outside of `never`.
    pub(super) fn containers(root: &Element, kinds: &str, never: &str) -> Array;
    /// Those of the elements that are of the kind of the one in the middle.
    pub(super) fn alike(elements: &Array) -> Array;
    /// Where the product link of a card leads; empty without one.
    pub(super) fn leads_to(card: &Element, link: &str) -> String;
    fn absolute(root: &Element, href: &str) -> String;
    /// The texts that can be prices, one a line, after a letter for their kind.
    pub(super) fn prices(root: &Element, marked: &str, old: &str, other: &str) -> String;
    /// The objects in scripts of JSON, and before each what lies under one of the `inner` names in it.
    pub(super) fn objects(root: &Element, scripts: &str, inner: &str) -> JsValue;
    #[wasm_bindgen(js_name = selector_of)]
    pub(super) fn selector_of_js(element: &Element) -> String;
}

/// An element of a list.
pub(super) fn at(list: &Array, index: u32) -> Element {
    list.get(index).unchecked_into()
}

/// What stands directly in an element.
pub(super) fn children(element: &Element) -> Array {
    all(element, ":scope>*")
}

/// The first element that `selector` finds.
pub(super) fn one(root: &Element, selector: &str) -> Option<Element> {
    let found = all(root, selector);
    if found.length() == 0 { None } else { Some(at(&found, 0)) }
}

/// Whether the answer to every one of these questions about `root` is none.
pub(super) fn none(root: &Element, questions: &str) -> bool {
    ask(root, questions).bytes().all(|byte| byte == b'\n')
}

/// An address of the web in its parts.
pub(super) struct Address {
    pub(super) href: String,
    path: usize,
    query: usize,
}

impl Address {
    /// What an absolute address leads to; `None` for an empty one.
    pub(super) fn read(href: String) -> Option<Self> {
        let host = cut(&href, '/').0.len() + 2;
        let path = host + cut(href.get(host..)?, '/').0.len();
        let query = cut(&href, '?').0.len();
        Some(Self { href, path, query })
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> &str {
        self.href.get(..self.path).unwrap_or_default()
    }

    pub(super) fn path(&self) -> &str {
        self.href.get(self.path..self.query).unwrap_or_default()
    }

    /// With its `?`; empty where there is none.
    pub(super) fn query(&self) -> &str {
        self.href.get(self.query..).unwrap_or_default()
    }

    /// Whether this is the shop's front page, in any language: `/`, `/en/`, `/en_US/`, `/us/en`.
    pub(super) fn is_front(&self) -> bool {
        let path = self.path().trim_end_matches('/');
        matches!(path.as_bytes(), [] | [_, _, _] | [_, _, _, b'-' | b'_' | b'/', _, _])
    }

    /// The segment of the path that is `from_end` segments before its last one; a slash at the end counts for nothing.
    pub(super) fn segment(&self, from_end: usize) -> &str {
        let mut before = self.path().trim_end_matches('/');
        for _ in 0..from_end {
            before = before.get(..last_of(before, "/").unwrap_or_default()).unwrap_or_default();
        }
        after_last(before, "/")
    }
}

/// The page that is read.
pub(super) struct Page {
    pub(super) root: Element,
    pub(super) here: Address,
    /// The currency the page states for all its prices; empty where it does not.
    pub(super) currency: String,
}

impl Page {
    pub(super) fn of(document: &Document) -> Option<Self> {
        const CURRENCY: &str = "meta[property='product:price:currency'],meta[property='og:price:currency'],[itemprop=priceCurrency]@content";
        let root = document.document_element()?;
        let here = Address::read(document.url().ok()?)?;
        let currency = ask(&root, CURRENCY);
        Some(Self { root, here, currency })
    }

    /// What an address written in the page leads to.
    pub(super) fn resolve(&self, href: &str) -> Option<Address> {
        Address::read(absolute(&self.root, href))
    }

    /// An absolute address as an item carries it: a path where it is on this origin.
    pub(super) fn local(&self, href: &str) -> String {
        href.strip_prefix(self.here.origin()).unwrap_or(href).into()
    }
}
