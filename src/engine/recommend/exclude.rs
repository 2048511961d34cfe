//! What is never recommended.

use super::Shop;
use crate::engine::event::Action;
use crate::engine::item::Item;
use crate::engine::profile::{DAY, slug, strength};

/// Days after buying a product in which it is not recommended, unless such products are bought again.
const BOUGHT: f64 = 90.0;
/// Share of buyers who buy the same again from which a category counts as bought again.
pub(super) const BOUGHT_AGAIN: f64 = 0.15;

impl Shop<'_> {
    /// Whether `item` may be recommended at all: it is for sale, costs something, is no gift card, lies not in the cart,
    /// is not the product on view, and was not bought lately, unless it is of a kind that is bought again.
    pub(super) fn is_wanted(&self, item: &Item) -> bool {
        let sellable = item.in_stock != Some(false) && item.price != Some(0.0) && !item.url.is_empty();
        let on_view = self.page.product.as_ref().is_some_and(|product| product.is_same(item));
        sellable && !on_view && !is_gift_card(item) && !is_among(&self.profile.cart.lines, item) && !self.is_owned(item)
    }

    /// Whether the shopper has it already, and will not need another soon.
    fn is_owned(&self, item: &Item) -> bool {
        self.bought(item).is_some_and(|at| self.now - at < BOUGHT * DAY) && !self.is_bought_again(item)
    }

    /// When the shopper bought it last, as far as the trail goes back.
    pub(super) fn bought(&self, item: &Item) -> Option<f64> {
        let mut last = None;
        for step in &self.profile.trail {
            if step.strength >= strength(Action::Purchase) && item.answers_to(&step.id) {
                last = Some(step.at);
            }
        }
        last
    }

    /// Whether shoppers buy the same product of its category again, as far as the model tells.
    pub(super) fn is_bought_again(&self, item: &Item) -> bool {
        self.catalog.repurchase(item).is_some_and(|share| share >= BOUGHT_AGAIN)
    }
}

pub(super) fn is_among(items: &[Item], item: &Item) -> bool {
    items.iter().any(|other| other.is_same(item))
}

/// Shops name them so in a tag or a category.
fn is_gift_card(item: &Item) -> bool {
    const NAMES: [&str; 4] = ["gift-card", "gift-cards", "giftcard", "poklon-kartice"];
    item.tags.iter().chain(&item.item_category).any(|name| NAMES.contains(&slug(name).as_str()))
}
