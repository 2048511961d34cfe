//! The catalogue with the shop's model: what goes with a product, as products that can be shown.

use alloc::vec::Vec;

use crate::engine::catalog::Catalog;
use crate::engine::item::Item;
use crate::engine::model::{Model, Neighbour, Section};

/// Number of a product that the catalogue does not hold.
const NOWHERE: u32 = u32::MAX;

impl Catalog {
    /// Takes the shop's model in.
    pub fn set_model(&mut self, model: Model) {
        self.model = Some(model);
        self.join_model();
    }

    /// Finds out which product of the model is which of the catalogue, once, so that no question has to.
    pub(in crate::engine) fn join_model(&mut self) {
        self.places.clear();
        let Some(model) = &self.model else { return };
        self.places.resize(model.len(), NOWHERE);
        for (place, item) in (0_u32..).zip(&self.items) {
            if let Some(slot) = number(model, item).and_then(|product| self.places.get_mut(product as usize)) {
                *slot = place;
            }
        }
    }

    /// The model, once it is there.
    #[must_use]
    pub const fn model(&self) -> Option<&Model> {
        self.model.as_ref()
    }

    /// A product of the model as it can be shown: as the catalogue describes it, which is newer, or else the model.
    pub(super) fn described(&self, product: u32) -> Option<Item> {
        let place = self.places.get(product as usize).copied().unwrap_or(NOWHERE);
        match self.items.get(place as usize) {
            Some(item) => Some(item.clone()),
            None => self.model.as_ref()?.item(product),
        }
    }

    /// The share of buyers of the category of `item` who bought the same product again; `None` where that is not known.
    #[must_use]
    pub fn repurchase(&self, item: &Item) -> Option<f64> {
        let model = self.model.as_ref()?;
        model.repurchase(number(model, item)?)
    }

    /// The `limit` best neighbours of products, oldest first, with scores in terms of the best one's: of a session of
    /// them, or bought together with them.
    pub(super) fn neighbours(&self, section: Section, products: &[&Item], limit: usize) -> Vec<(f64, Item)> {
        let Some(model) = &self.model else { return Vec::new() };
        let session = numbers(model, products);
        let mut scores = self.scores.borrow_mut();
        if section == Section::Neighbours {
            model.score_session(&session, &session, &mut scores);
        } else {
            model.score_basket(&session, &mut scores);
        }
        self.shown(&scores.best(limit, &|product| !session.contains(&product)))
    }

    /// How near each of `items` is to a session of products, oldest first: 1 is the product of the shop that comes next most.
    pub(in crate::engine) fn nearness(&self, products: &[&Item], items: &[&Item]) -> Vec<f64> {
        let mut near = alloc::vec![0.0; items.len()];
        let Some(model) = self.model.as_ref().filter(|_| !products.is_empty()) else { return near };
        let session = numbers(model, products);
        let mut scores = self.scores.borrow_mut();
        model.score_session(&session, &session, &mut scores);
        let best = scores.best(1, &|product| !session.contains(&product)).first().map_or(0.0, |best| best.score);
        for (item, near) in items.iter().zip(&mut near).filter(|_| best > 0.0) {
            *near = number(model, item)
                .filter(|product| !session.contains(product))
                .map_or(0.0, |product| scores.of(product) / best);
        }
        near
    }

    /// Products of the model as they can be shown.
    pub(super) fn shown(&self, found: &[Neighbour]) -> Vec<(f64, Item)> {
        let most = found.first().map_or(1.0, |best| best.score);
        let mut shown = Vec::new();
        for neighbour in found {
            if let Some(item) = self.described(neighbour.product) {
                shown.push((neighbour.score / most, item));
            }
        }
        shown
    }
}

/// The product of the model that `item` is, by any of its ids.
fn number(model: &Model, item: &Item) -> Option<u32> {
    let mut found = model.product(&item.item_id);
    for key in &item.keys {
        found = found.or_else(|| model.product(key));
    }
    found
}

/// Those of `products` that the model holds.
fn numbers(model: &Model, products: &[&Item]) -> Vec<u32> {
    let mut numbers = Vec::new();
    for item in products {
        numbers.extend(number(model, item));
    }
    numbers
}
