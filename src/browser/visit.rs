//! Reads the page as the engine wants to see it.

use alloc::{string::String, vec::Vec};

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element, Node};

use super::page::{self, Selectors};
use super::{host, js};
use crate::engine::config::Config;
use crate::engine::item::Item;
use crate::engine::page::{Page, PageCard, PageGrid, PageType, is_search_engine};
use crate::engine::plan::SORTING;
use crate::engine::scan::{cut, parts, position};
use crate::engine::value::Value;

/// A grid of the page with its elements.
pub(crate) struct LiveGrid {
    pub(crate) container: Element,
    /// In the merchant's order, as in the engine's [`PageGrid`].
    pub(crate) cards: Array,
}

/// The page, and the elements its grids stand for.
pub(crate) fn read(document: &Document, config: Config<'_>) -> (Page, Vec<LiveGrid>) {
    let look = js::from_js(&host::look());
    let text = |name: &str| String::from(look.member(name).as_str().unwrap_or_default());
    let path = text("path");
    let mut product = page::read_product(document);
    let (mut grids, live) = grids(document, config);
    let page_type = page_type(&path, product.is_some(), !grids.is_empty());
    if page_type != PageType::Product {
        product = None;
    }
    let (key, campaign, sorted) = query(&path, &text("search"));
    let mut currency = String::new();
    for value in look.member("known").elements() {
        if let Some(known) = Item::from_value(value) {
            for grid in &mut grids {
                for card in &mut grid.cards {
                    complete(&mut card.item, &known);
                }
            }
            if let Some(product) = &mut product {
                complete(product, &known);
            }
        }
    }
    if let Some(product) = &product {
        currency.clone_from(&product.currency);
    }
    for grid in &grids {
        for card in &grid.cards {
            if currency.is_empty() {
                currency.clone_from(&card.item.currency);
            }
        }
    }
    let read = Page {
        key,
        page_type,
        locale: text("locale"),
        currency,
        categories: page::page_categories(document),
        product,
        slots: None,
        sorted: sorted || look.member("sorted").is_true(),
        campaign,
        from_search: is_search_engine(&text("referrer")),
        touch: look.member("touch").is_true(),
        width: look.member("width").number(),
        utc_offset: look.member("offset").number(),
        grids,
        path,
    };
    (read, live)
}

/// Adds what is `known` of the product, if it is the same.
fn complete(item: &mut Item, known: &Item) {
    if known.is_same(item) {
        item.complete_from(known);
    }
}

/// The grids that the config names, and those recognized unless it speaks for all.
fn grids(document: &Document, config: Config<'_>) -> (Vec<PageGrid>, Vec<LiveGrid>) {
    let mut chosen = String::new();
    let mut everywhere = config.grids().is_empty();
    for grid in config.grids() {
        match grid.selector() {
            Some(selector) => {
                if !chosen.is_empty() {
                    chosen.push(',');
                }
                chosen.push_str(selector);
            }
            None => everywhere = true,
        }
    }
    let mut found = Vec::new();
    let mut selectors = Selectors::default();
    if !chosen.is_empty() {
        selectors.grid = Some(chosen);
        found = page::find_grids(document, &selectors);
    }
    if everywhere {
        selectors.grid = None;
        for grid in page::find_grids(document, &selectors) {
            if !found.iter().any(|known| known.container == grid.container) {
                found.push(grid);
            }
        }
    }
    let (mut grids, mut live) = (Vec::new(), Vec::new());
    for mut grid in found {
        let was = host::record(&grid.container);
        let mut cards = Vec::new();
        let elements = Array::new();
        for index in 0..was.length() {
            let child = was.get(index);
            if let Some(at) = grid.cards.iter().position(|card| *AsRef::<JsValue>::as_ref(&card.element) == child) {
                let card = grid.cards.swap_remove(at);
                cards.push(PageCard { key: card.key, item: card.item, pinned: card.pinned });
                elements.push(&child);
            }
        }
        let mut rule = None;
        for named in config.grids() {
            if let (None, Some(selector)) = (&rule, named.selector())
                && grid.container.matches(selector).unwrap_or(false)
            {
                rule = Some(selector.into());
            }
        }
        grids.push(PageGrid { selector: grid.selector, rule, cards });
        live.push(LiveGrid { container: grid.container, cards: elements });
    }
    (grids, live)
}

/// What the address and the page's content tell. Shops name these pages much alike, in many languages.
fn page_type(path: &str, has_product: bool, has_grid: bool) -> PageType {
    const CHECKOUT: [&str; 7] = ["checkout", "kasa", "kasse", "caisse", "onepage", "placanje", "order-received"];
    const CART: [&str; 6] = ["cart", "basket", "korpa", "warenkorb", "panier", "bag"];
    let mut bare = true;
    for step in parts(path, '/') {
        if position(&CHECKOUT, step).is_some() {
            return PageType::Checkout;
        }
        if position(&CART, step).is_some() {
            return PageType::Cart;
        }
        // A language or the server's own name for the folder's page.
        bare &= step.len() == 2 || step.is_empty() || step.starts_with("index.");
    }
    match (has_product, bare, has_grid) {
        (true, ..) => PageType::Product,
        (_, true, _) => PageType::Home,
        (.., true) => PageType::Category,
        _ => PageType::Other,
    }
}

/// Of a query: the page's key with it, campaign parameters in GA4's names, and whether it sorts or filters.
///
/// Campaign parameters do not tell a page from others; the loader follows the same rule.
fn query(path: &str, search: &str) -> (String, Value, bool) {
    const CAMPAIGN: [&str; 6] = ["utm_", "gclid", "fbclid", "msclkid", "mc_", "vitrina"];
    let (mut key, mut campaign, mut sorted) = (String::from(path), Value::Null, false);
    let mut separator = '?';
    for part in parts(search.trim_start_matches('?'), '&') {
        let (name, value) = cut(part, '=');
        sorted |= position(&SORTING, name).is_some();
        if let Some(utm) = name.strip_prefix("utm_") {
            let value = value.unwrap_or_default();
            let text = js_sys::decode_uri_component(value).map_or_else(|_| value.into(), String::from);
            campaign.set(if utm == "campaign" { "name" } else { utm }, text);
        }
        if let ("vitrina", Some(value)) = (name, value) {
            campaign.set("interest", js_sys::decode_uri_component(value).map_or_else(|_| value.into(), String::from));
        }
        if !part.is_empty() && !CAMPAIGN.iter().any(|start| part.starts_with(start)) {
            key.push(separator);
            key.push_str(part);
            separator = '&';
        }
    }
    (key, campaign, sorted)
}

/// The card that `node` lies in: its grid and its index in the merchant's order.
pub(crate) fn card_of(grids: &[LiveGrid], node: &JsValue) -> Option<(usize, usize)> {
    use wasm_bindgen::JsCast;
    let node: &Node = node.unchecked_ref();
    for (grid, live) in grids.iter().enumerate() {
        for card in 0..live.cards.length() {
            if live.cards.get(card).unchecked_ref::<Node>().contains(Some(node)) {
                return Some((grid, card as usize));
            }
        }
    }
    None
}
