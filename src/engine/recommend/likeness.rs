//! How alike two products are, by what the catalogue says of them.

use crate::engine::item::Item;
use crate::engine::profile::slug;
use crate::engine::rank::PRICE_SPREAD;

/// From 0 for nothing in common to 1: two fifths for the category path, a fifth each for brand, tags and price.
///
/// The path counts by the levels shared, tags by Jaccard's index, prices by `1 / (1 + (Δ ln price / 0.2)²)`. What is
/// not known of either is not in common.
#[must_use]
pub fn likeness(a: &Item, b: &Item) -> f64 {
    let mut likeness = 0.4 * shared_levels(a, b);
    if !a.item_brand.is_empty() && slug(&a.item_brand) == slug(&b.item_brand) {
        likeness += 0.2;
    }
    let mut common = 0.0;
    for tag in &a.tags {
        if b.tags.contains(tag) {
            common += 1.0;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a product has few tags")]
    let all = (a.tags.len() + b.tags.len()) as f64 - common;
    likeness += 0.2 * common / all.max(1.0);
    if let (Some(a), Some(b)) = (a.price, b.price)
        && a > 0.0
        && b > 0.0
    {
        let distance = libm::log(a / b) / PRICE_SPREAD;
        likeness += 0.2 / (1.0 + distance * distance);
    }
    likeness
}

/// The share of levels of the longer path that both have; 0 where either has none.
#[expect(clippy::cast_precision_loss, reason = "a path has few levels")]
fn shared_levels(a: &Item, b: &Item) -> f64 {
    let mut shared = 0.0;
    for (level, other) in a.item_category.iter().zip(&b.item_category) {
        if slug(level) != slug(other) {
            break;
        }
        shared += 1.0;
    }
    shared / a.item_category.len().max(b.item_category.len()).max(1) as f64
}

/// Whether both are of the same narrowest category.
#[must_use]
pub(super) fn same_shelf(a: &Item, b: &Item) -> bool {
    !a.item_category.is_empty() && shared_levels(a, b) >= 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(category: &[&str], brand: &str, price: f64, tags: &[&str]) -> Item {
        let texts = |list: &[&str]| list.iter().map(|text| String::from(*text)).collect();
        Item {
            item_category: texts(category),
            item_brand: brand.into(),
            price: Some(price),
            tags: texts(tags),
            ..Item::new("a")
        }
    }

    #[test]
    fn likeness_adds_up_what_is_common() {
        let boot = item(&["Outdoor", "Boots"], "Gorski", 100.0, &["leather", "warm"]);
        assert!((likeness(&boot, &boot) - 1.0).abs() < 1e-12);
        let shoe = item(&["Outdoor", "Shoes"], "gorski", 100.0, &["leather"]);
        assert!((likeness(&boot, &shoe) - (0.2 + 0.2 + 0.1 + 0.2)).abs() < 1e-12);
        let other = item(&[], "", 0.0, &[]);
        assert!(likeness(&boot, &other).abs() < 1e-12);
        assert!(same_shelf(&boot, &boot) && !same_shelf(&boot, &shoe) && !same_shelf(&other, &other));
    }
}
