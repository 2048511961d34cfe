//! The products that an offer shows.

use alloc::vec::Vec;

use super::Engine;
use crate::engine::config::{Items, Strategy, is_safe_link};
use crate::engine::item::Item;
use crate::engine::page::Page;
use crate::engine::profile::pieces;
use crate::engine::recommend::Shop;
use crate::engine::value::Value;

/// Products shown in one offer; more would be a page of their own.
const MAX_ITEMS: usize = 4;

impl Engine {
    /// The products of `kind`, the most recent first.
    pub(super) fn offer_items(&self, kind: Items, page: &Page, tree: &Value, now: f64) -> Vec<Item> {
        let strategy = match kind {
            Items::Cart => return self.in_cart(),
            Items::PriceDrop => Strategy::PriceDrop,
            Items::BackInStock => Strategy::BackInStock,
        };
        let holds = |condition: &Value, seen: &Value| self.matches(condition, seen);
        let (catalog, profile, config) = (&self.catalog, &self.profile, self.config());
        Shop { catalog, profile, page, config, now, holds: &holds, attributes: tree, shown: &[] }.past(strategy)
    }

    /// What is in the cart, as the shopper saw it, or else as the catalogue has it.
    fn in_cart(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for line in self.profile.cart.lines.iter().rev() {
            let mut item = line.clone();
            for known in [self.profile.product(&line.item_id), self.catalog.listed_as(line)].into_iter().flatten() {
                item.complete_from(known);
            }
            items.push(item);
        }
        items
    }

    /// Puts `items`, as they are shown, into the plan of an offer.
    pub(super) fn put_items(&self, plan: &mut Value, kind: Items, items: &[Item], page: &Page) {
        let mut shown = Vec::new();
        for item in items.iter().take(MAX_ITEMS) {
            let name = if item.item_name.is_empty() { &item.item_id } else { &item.item_name };
            let mut product = Value::object();
            product.put_text("item_id", item.item_id.as_str());
            product.put_text("name", name.as_str());
            for (name, address) in [("image", &item.image), ("href", &item.url)] {
                product.put_text(name, Some(address.as_str()).filter(|to| !to.is_empty() && is_safe_link(to)));
            }
            // One of another currency would mislead.
            let here = Item { currency: page.currency.clone(), ..Item::default() };
            if item.is_priced_like(&here) {
                let write = |price: Option<f64>| price.map(|price| self.ports.money(price, &item.currency));
                product.put("price", write(item.price).map_or(Value::Null, Value::String));
                if kind == Items::PriceDrop {
                    let before = self.profile.product(&item.item_id).and_then(|then| then.price);
                    product.put("was", write(before).map_or(Value::Null, Value::String));
                }
            }
            shown.push(product);
        }
        let mut more = 0.0;
        for item in items.iter().skip(MAX_ITEMS) {
            more += if kind == Items::Cart { pieces(item) } else { 1.0 };
        }
        if kind == Items::Cart {
            more += self.profile.cart.more_pieces;
        }
        plan.put("items", Value::Array(shown));
        plan.put_number("more", more);
    }
}
