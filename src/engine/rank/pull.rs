//! What pulls a product besides the shopper's last steps.

use alloc::{string::String, vec::Vec};

use super::evidence::surprise;
use crate::engine::attributes::item_value;
use crate::engine::config::Boost;
use crate::engine::item::Item;
use crate::engine::profile::{Kind, names};
use crate::engine::record::List;
use crate::engine::value::Value;

/// Least factor of a boost, so that 0 puts last and is still a number.
const LEAST: f64 = 1e-9;

/// What pulls a product, in natural logarithms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pull {
    /// What the shopper declared, or the campaign that brought them promised: each name that the product has counts as a step
    /// just taken, `ln(1 + 1 / share)` where `share` of the products have it, and nothing where all have.
    pub declared: f64,
    /// What visitors of the last products look at next, by the shop's model: `ln(1 + N)`, where N is 1 for the product of the
    /// whole shop that comes next most. No public log has both a model's sessions and a merchant's order, so that its weight
    /// is not measured; it is chosen so that it decides between neighbours in the order and turns no page around.
    pub neighbours: f64,
    /// The merchant's boosts: the logarithms of their factors. At strength 0 nothing counts.
    pub boost: f64,
}

/// What names that were declared add to each of `items`.
pub(crate) fn declared(items: &[&Item], wishes: &[(Kind, String)]) -> Vec<f64> {
    let mut sums = alloc::vec![0.0; items.len()];
    if wishes.is_empty() {
        return sums;
    }
    let mut known = Vec::new();
    for item in items {
        known.push(names(item));
    }
    for wish in wishes {
        let having = known.iter().filter(|names| names.contains(wish)).count();
        #[expect(clippy::cast_precision_loss, reason = "a page has few cards")]
        let share = having as f64 / items.len() as f64;
        for (sum, _) in sums.iter_mut().zip(&known).filter(|(_, names)| share < 1.0 && names.contains(wish)) {
            *sum += surprise(1.0, share);
        }
    }
    sums
}

/// What the merchant's boosts add to each of `items`, over the shopper's `attributes` with the product as `item`.
pub(crate) fn boosts(
    items: &[&Item],
    boosts: List<'_, Boost<'_>>,
    attributes: &Value,
    holds: &dyn Fn(&Value, &Value) -> bool,
) -> Vec<f64> {
    let mut sums = alloc::vec![0.0; items.len()];
    if boosts.is_empty() {
        return sums;
    }
    let mut seen = attributes.clone();
    for (item, sum) in items.iter().zip(&mut sums) {
        seen.set("item", item_value(item));
        for boost in boosts.iter().filter(|boost| holds(boost.when().0, &seen)) {
            *sum += libm::log(boost.factor().max(LEAST));
        }
    }
    sums
}
