//! Which products to suggest.

use alloc::vec::Vec;

use super::catalog::Catalog;
use super::config::Strategy;
use super::item::Item;
use super::page::Page;
use super::profile::Profile;
use super::rank::{Evidence, Scored, Shares, best_first};

/// At most `limit` products by `strategy`, best first, each once. Never what is in the cart, out of stock, free of
/// charge, or the product of the page.
#[must_use]
pub fn recommend(strategy: Strategy, limit: usize, catalog: &Catalog, profile: &Profile, page: &Page) -> Vec<Item> {
    let candidates = match strategy {
        Strategy::ForYou => for_you(catalog, profile),
        Strategy::RecentlyViewed => recently_viewed(catalog, profile),
        Strategy::NewArrivals => new_arrivals(catalog),
    };
    let mut chosen: Vec<Item> = Vec::new();
    for item in candidates {
        let on_view = page.product.as_ref().is_some_and(|product| product.answers_to(&item.item_id));
        let sellable = item.in_stock != Some(false) && item.price != Some(0.0) && !item.url.is_empty();
        let wanted = sellable && !on_view && !is_among(&profile.cart.lines, item) && !is_among(&chosen, item);
        if wanted && chosen.len() < limit {
            chosen.push(item.clone());
        }
    }
    chosen
}

fn is_among(items: &[Item], item: &Item) -> bool {
    items.iter().any(|other| other.answers_to(&item.item_id))
}

/// Products the shopper's interests lift, the most lifted first, each id once; ties break by id. Those viewed already
/// count half.
pub(crate) fn for_you<'a>(catalog: &'a Catalog, profile: &Profile) -> Vec<&'a Item> {
    let evidence = Evidence::of(profile);
    if evidence.is_empty() {
        return Vec::new();
    }
    let items = catalog.everything();
    let shares = Shares::of(&items);
    sorted(&items, &|item| Some(evidence.lift(item, &shares).sum()).filter(|lift| *lift > 0.0))
}

/// Newest first, as described by the catalogue where it knows them better.
fn recently_viewed<'a>(catalog: &'a Catalog, profile: &'a Profile) -> Vec<&'a Item> {
    let mut viewed = Vec::new();
    for step in profile.trail.iter().rev() {
        let known = catalog.items.iter().find(|item| item.answers_to(&step.id)).or_else(|| profile.product(&step.id));
        if let Some(item) = known {
            viewed.push(item);
        }
    }
    viewed
}

fn new_arrivals(catalog: &Catalog) -> Vec<&Item> {
    let mut items = Vec::new();
    for item in &catalog.items {
        items.push(item);
    }
    sorted(&items, &|item| item.published)
}

/// The items that have a score, the highest first. Neighbours with the same id are one.
fn sorted<'a>(items: &[&'a Item], score: &dyn Fn(&Item) -> Option<f64>) -> Vec<&'a Item> {
    let mut scored = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if let Some(score) = score(item) {
            scored.push(Scored { score, id: &item.item_id, index });
        }
    }
    best_first(&mut scored);
    let mut sorted = Vec::new();
    let mut last = None;
    for Scored { id, index, .. } in scored {
        if let Some(item) = items.get(index).filter(|_| last != Some(id)) {
            last = Some(id);
            sorted.push(*item);
        }
    }
    sorted
}
