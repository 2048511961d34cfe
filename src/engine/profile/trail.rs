//! What the shopper acted on, and how those products looked when they were last seen.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

use super::bound::{MAX_PRODUCT, cents, fit, short_id, time};
use super::entry::{self, Entry, put, replace};
use crate::engine::item::Item;
use crate::engine::record::{Record, row};

/// Steps kept of the trail. Grid ranking was measured with 30; beyond the 20th a step weighs less than a hundredth.
pub(super) const MAX_TRAIL: usize = 20;
/// Products whose description is kept.
pub(super) const MAX_PRODUCTS: usize = 10;

row! {
    /// A run of events on one product.
    pub struct Step {
        /// The product's id.
        pub id: String;
        /// When it began.
        pub at: f64;
        /// How much the strongest thing done says: 0.5 for a choice in a list, 1 a view, 2 the wish list, 3 the cart, 5 an
        /// order.
        pub strength: f64;
    }
}

row! {
    /// A product as it was last seen: its price and stock too.
    pub struct Viewed {
        /// When.
        pub at: f64;
        /// What was known of it then.
        pub item: Item;
    }
}

impl Entry for Step {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id && self.at.total_cmp(&other.at) == Ordering::Equal
    }

    fn order(&self, other: &Self) -> Ordering {
        let order = self.at.total_cmp(&other.at).then_with(|| self.id.cmp(&other.id));
        order.then(self.strength.total_cmp(&other.strength))
    }

    fn clip(&mut self) {
        self.id = short_id(&self.id);
        (self.at, self.strength) = (time(self.at), cents(self.strength));
    }
}

impl Entry for Viewed {
    fn same(&self, other: &Self) -> bool {
        self.item.item_id == other.item.item_id
    }

    fn order(&self, other: &Self) -> Ordering {
        self.at.total_cmp(&other.at).then_with(|| entry::order(&self.item.give(), &other.item.give()))
    }

    fn clip(&mut self) {
        self.at = time(self.at);
        self.item = fit(&self.item, MAX_PRODUCT);
    }
}

/// A click on a card and the page it opens are one step, not two.
pub(super) fn step(trail: &mut Vec<Step>, id: &str, strength: f64, now: f64) {
    let mut next = Step { id: short_id(id), at: now, strength };
    if let Some(last) = trail.last().filter(|last| last.id == next.id) {
        next.at = last.at;
        next.strength = next.strength.max(last.strength);
    }
    put(trail, next, MAX_TRAIL);
}

/// Whether the product was viewed, or more, since `begun`.
pub(super) fn was_viewed(trail: &[Step], item: &Item, begun: f64) -> bool {
    trail.iter().any(|step| step.at >= begun && step.strength >= 1.0 && item.answers_to(&step.id))
}

/// The product with what `item` says of it now. What it is silent about stays.
pub(super) fn refreshed(products: &[Viewed], item: &Item) -> Item {
    let mut fresh = item.clone();
    fresh.quantity = None;
    if let Some(known) = products.iter().find(|known| known.item.is_same(item)) {
        fresh.item_id.clone_from(&known.item.item_id);
        fresh.complete_from(&known.item);
        if item.item_id != fresh.item_id && !fresh.answers_to(&item.item_id) {
            fresh.keys.push(item.item_id.clone());
        }
    }
    fresh
}

/// Keeps the product as it looks now.
pub(super) fn keep(products: &mut Vec<Viewed>, item: &Item, now: f64) {
    replace(products, Viewed { at: now, item: item.clone() }, MAX_PRODUCTS);
}
