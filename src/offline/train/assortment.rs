//! The products of a shop, whichever export names them.

use std::collections::HashMap;

use crate::engine::item::Item;
use crate::offline::import::{Clicks, Ids, Neighbours, OrderLines};
use crate::offline::model::number;

/// What a shop exported. What is not there is empty.
#[derive(Clone, Debug, Default)]
pub struct Exports {
    /// Looks at products.
    pub clicks: Clicks,
    /// What an SQL engine counted of looks, in place of them.
    pub neighbours: Neighbours,
    /// Orders.
    pub orders: OrderLines,
    /// The catalogue.
    pub items: Vec<Item>,
}

/// All products of the exports, numbered by popularity: by sessions, then orders, then id.
#[derive(Clone, Debug, Default)]
pub struct Assortment {
    /// What is known of each product, by its number.
    pub items: Vec<Item>,
    /// The product of each item of the clicks.
    pub clicked: Vec<u32>,
    /// The product of each item of the neighbours that were counted elsewhere.
    pub neighboured: Vec<u32>,
    /// The product of each item of the orders.
    pub ordered: Vec<u32>,
}

impl Assortment {
    /// Joins the exports. Clicks and orders name a product by its id in the catalogue, by one of its other ids, or in
    /// orders by its title; ids that the catalogue does not know are products as well.
    #[must_use]
    pub fn new(exports: &Exports) -> Self {
        let mut items = exports.items.clone();
        let mut known: HashMap<String, u32> = HashMap::new();
        for (place, item) in (0..).zip(&items) {
            known.entry(item.item_id.clone()).or_insert(place);
        }
        for (place, item) in (0..).zip(&items) {
            for key in item.keys.iter().filter(|key| !key.is_empty()) {
                known.entry(key.clone()).or_insert(place);
            }
        }
        let clicked = join(&exports.clicks.items, &mut known, &mut items);
        let neighboured = join(&exports.neighbours.items, &mut known, &mut items);
        for (place, item) in (0..).zip(&exports.items).filter(|(_, item)| !item.item_name.is_empty()) {
            known.entry(item.item_name.clone()).or_insert(place);
        }
        let ordered = join(&exports.orders.items, &mut known, &mut items);
        let mut sessions =
            distinct(exports.clicks.rows.iter().map(|row| (row.session, row.item)), &clicked, items.len());
        for (product, frequency) in neighboured.iter().zip(&exports.neighbours.frequencies) {
            if let Some(count) = sessions.get_mut(*product as usize) {
                *count += frequency;
            }
        }
        let orders = distinct(exports.orders.rows.iter().map(|row| (row.order, row.item)), &ordered, items.len());
        let mut order: Vec<u32> = (0..number(items.len())).collect();
        let popularity = |product: &u32| {
            let at = *product as usize;
            (sessions.get(at).copied(), orders.get(at).copied())
        };
        let id = |product: &u32| items.get(*product as usize).map(|item| item.item_id.as_str());
        order.sort_by(|a, b| popularity(b).cmp(&popularity(a)).then_with(|| id(a).cmp(&id(b))));
        Self { items, clicked, neighboured, ordered }.reordered(&order)
    }

    /// How many products there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Numbered anew: `order` names the products by their present numbers.
    #[must_use]
    pub fn reordered(self, order: &[u32]) -> Self {
        let numbers = inverse(order);
        let renumber = |list: Vec<u32>| list.into_iter().filter_map(|old| numbers.get(old as usize).copied()).collect();
        let items = order.iter().filter_map(|old| self.items.get(*old as usize).cloned()).collect();
        Self {
            items,
            clicked: renumber(self.clicked),
            neighboured: renumber(self.neighboured),
            ordered: renumber(self.ordered),
        }
    }
}

/// The new number of each product, from the old numbers in their new order.
pub(super) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut numbers = vec![0; order.len()];
    for (new, old) in (0..).zip(order) {
        if let Some(slot) = numbers.get_mut(*old as usize) {
            *slot = new;
        }
    }
    numbers
}

/// The product of each id; unknown ids become products.
fn join(ids: &Ids, known: &mut HashMap<String, u32>, items: &mut Vec<Item>) -> Vec<u32> {
    let mut products = Vec::with_capacity(ids.len());
    for id in ids.iter() {
        let product = *known.entry(id.into()).or_insert_with(|| {
            items.push(Item::new(id));
            number(items.len() - 1)
        });
        products.push(product);
    }
    products
}

/// In how many sessions or orders each product is.
fn distinct(rows: impl Iterator<Item = (u32, u32)>, products: &[u32], count: usize) -> Vec<u32> {
    let product = |item: u32| products.get(item as usize).copied().unwrap_or_default();
    let mut pairs: Vec<(u32, u32)> = rows.map(|(owner, item)| (product(item), owner)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut counts = vec![0; count];
    for (product, _) in pairs {
        if let Some(slot) = counts.get_mut(product as usize) {
            *slot += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_and_orders_find_their_product_by_id_other_id_and_title() {
        let boot = Item { item_name: "Boot".into(), keys: vec!["SKU-1".into()], ..Item::new("boot") };
        let mut exports = Exports { items: vec![Item::new("tent"), boot], ..Exports::default() };
        exports.clicks.push("s", "SKU-1", 1);
        exports.clicks.push("s", "lamp", 2);
        exports.orders.push("o", "", "Boot", 1.0, 3);
        let assortment = Assortment::new(&exports);
        let ids: Vec<&str> = assortment.items.iter().map(|item| item.item_id.as_str()).collect();
        assert_eq!(ids, ["boot", "lamp", "tent"], "boot was also ordered");
        assert_eq!((assortment.clicked, assortment.ordered), (vec![0, 1], vec![0]));
    }
}
