//! Order lines as baskets.

use std::collections::BTreeMap;

use crate::offline::import::OrderLines;

/// What was bought at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Who bought; an order without a customer is its own.
    pub customer: u32,
    /// When, in milliseconds since 1970.
    pub time: i64,
    /// The distinct products, in the order of their numbers.
    pub products: Vec<u32>,
}

/// The orders of the lines, by customer and time; `numbers` holds the product of each item.
#[must_use]
pub fn orders(lines: &OrderLines, numbers: &[u32]) -> Vec<Order> {
    let mut by_order: BTreeMap<u32, Order> = BTreeMap::new();
    let customers = crate::offline::model::number(lines.customers.len());
    for row in lines.rows.iter().filter(|row| row.quantity > 0.0) {
        let customer = row.customer.unwrap_or_else(|| customers.saturating_add(row.order));
        let order =
            by_order.entry(row.order).or_insert_with(|| Order { customer, time: row.time, products: Vec::new() });
        order.time = order.time.max(row.time);
        order.products.extend(numbers.get(row.item as usize));
    }
    let mut orders: Vec<Order> = by_order.into_values().collect();
    for order in &mut orders {
        order.products.sort_unstable();
        order.products.dedup();
    }
    orders.sort_by_key(|order| (order.customer, order.time));
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_order_are_one_and_guests_are_their_own_customers() {
        let mut lines = OrderLines::default();
        lines.push("o1", "", "a", 1.0, 5);
        lines.push("o1", "", "b", 2.0, 6);
        lines.push("o1", "", "a", 1.0, 5);
        lines.push("o2", "ann", "b", 1.0, 4);
        let order = |customer, time, products: &[u32]| Order { customer, time, products: products.to_vec() };
        assert_eq!(orders(&lines, &[1, 0]), [order(0, 4, &[0]), order(1, 6, &[0, 1])]);
    }
}
