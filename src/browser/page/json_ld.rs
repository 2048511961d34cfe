//! schema.org data in `<script type="application/ld+json">`: `@graph`, arrays, strings as numbers and relative addresses all occur.

use alloc::string::String;

use super::card::id_in_address;
use super::dom::{Page, objects};
use super::text::after_last;
use crate::browser::js;
use crate::engine::scan::parts;
use crate::engine::value::Value;

/// Every object that describes something: the top ones, those in a `@graph`, and what a page is mainly about.
pub(super) fn nodes(page: &Page) -> Value {
    js::from_js(&objects(&page.root, "script[type='application/ld+json']", "@graph mainEntity breadcrumb"))
}

/// The node of the product the page is about. On a page of several products it is the one with this page's address.
pub(super) fn product<'a>(nodes: &'a Value, page: &Page, id: &str, heading: &str) -> Option<&'a Value> {
    let mut alone = None;
    let mut products = 0;
    for node in nodes.elements() {
        if is_a(node, "Product") || is_a(node, "ProductGroup") {
            let address = page.resolve(&pick(node, "url @id"));
            if address.as_ref().is_some_and(|address| id_in_address(address) == id) {
                return Some(node);
            }
            if address.is_none() || pick(node, "name") == heading {
                alone = Some(node);
            }
            products += 1;
        }
    }
    if products == 1 { alone } else { None }
}

/// The names of the page's `BreadcrumbList` with `/` between them, outermost first, the shop's own front page left out.
pub(super) fn breadcrumbs(nodes: &Value, page: &Page) -> String {
    let mut path = String::new();
    for list in nodes.elements() {
        let steps = if is_a(list, "BreadcrumbList") { list.member("itemListElement").elements() } else { &[] };
        for step in steps {
            let address = page.resolve(&pick(step, "item.@id item.url item"));
            if !address.is_some_and(|address| address.is_front()) {
                for c in pick(step, "name item.name").chars() {
                    path.push(if c == '/' { ' ' } else { c });
                }
                path.push('/');
            }
        }
    }
    path
}

/// The first of these members that says something, as text. A dot leads into an object, and into the first element of
/// an array on the way.
pub(super) fn pick(node: &Value, paths: &str) -> String {
    for path in parts(paths, ' ') {
        let mut here = node;
        for name in parts(path, '.') {
            here = here.member(name);
            here = here.elements().first().unwrap_or(here);
        }
        let text = here.text().trim();
        if !text.is_empty() {
            return text.into();
        }
    }
    String::new()
}

/// The elements of an array; anything else is alone.
fn elements(value: &Value) -> &[Value] {
    if value.elements().is_empty() { core::slice::from_ref(value) } else { value.elements() }
}

fn is_a(node: &Value, kind: &str) -> bool {
    for name in elements(node.member("@type")) {
        if after_last(name.as_str().unwrap_or_default(), "/") == kind {
            return true;
        }
    }
    false
}
