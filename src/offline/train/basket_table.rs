//! Neighbours from orders: what is bought together, completed by the neighbours of neighbours.
//!
//! Over orders of 2 to 100 products, with `g = 0.5^(age / 120 days)` of an order:
//! 1. C(i, j) sums over customers `(sum over their orders with both of g / (len - 1))^0.7`, d(i) sums over customers
//!    `(sum over their orders with i of g)^0.7`, and S(i, j) counts customers.
//! 2. `w = [C · (d(j) + 1)^-0.3 · S / (S + 2)]^1.5`; R is w with rows that sum to 1, s(i) the sum before.
//! 3. Once F = R + λ P P with `λ = 0.05 (1 + 60 / orders with i)` and P the 10 largest of each row, renormalised.
//! 4. `T = F · s(i)^0.9 / (d(i) + 1)`.
//!
//! Tuned on the last but one month of a public wholesale log (UCI Online Retail) and measured on the last.

use rayon::prelude::*;

use super::completion::Completion;
use super::occurrences::Occurrences;
use super::orders::Order;
use super::rows::{Row, Sums};
use super::sessions::Sessions;
use super::support::Support;
use crate::offline::model::{Neighbours, number};

/// Products of an order that counts; longer ones are restocking.
const PRODUCTS: std::ops::RangeInclusive<usize> = 2..=100;
/// Days after which an order counts half.
const HALF_LIFE: f64 = 120.0;
/// How often the same customer counts again.
const CUSTOMER_POWER: f64 = 0.7;
const PENALTY: f64 = -0.3;
const SHRINK: f64 = 2.0;
const LEVEL: f64 = 1.5;
const EVIDENCE: f64 = 0.9;
/// Neighbours kept of a row, before the completion and after.
const DIRECT: usize = 512;
const KEPT: usize = 60;

const COMPLETION: Completion = Completion { leading: 10, rounds: 1, weight: 0.05, boost: 60.0 };

/// The table of `products` products, at most 60 neighbours each and the best first. Entries with fewer than `support`
/// distinct customers behind them ([`Support`]) are left out. `orders` are by customer.
#[must_use]
pub fn basket_table(orders: &[Order], products: usize, support: usize) -> Vec<Neighbours> {
    let support = Support::at_least(support);
    let baskets = Baskets::new(orders, products);
    let frequencies = baskets.orders.frequencies(products);
    let rows = (0..products).into_par_iter().map_init(
        || (Sums::new(products, support.kept()), Sums::new(products, 0)),
        |(sums, own), product| baskets.row(number(product), support, sums, own),
    );
    let (direct, evidence): (Vec<Row>, Vec<f64>) = rows.unzip();
    let rows = COMPLETION.complete(&direct, &frequencies);
    let parts = rows.into_par_iter().zip(&direct).zip(evidence).zip(&baskets.weights);
    parts
        .map(|(((row, own), evidence), weight)| {
            let mut row = support.best(row.entries, KEPT, own, &direct);
            let scale = evidence.powf(EVIDENCE) / (weight + 1.0);
            #[expect(clippy::cast_possible_truncation, reason = "six digits are more than the file keeps")]
            row.iter_mut().for_each(|(_, score)| *score = (f64::from(*score) * scale) as f32);
            row
        })
        .collect()
}

/// Orders that count.
struct Baskets {
    orders: Sessions,
    customers: Vec<u32>,
    /// g of each order.
    ages: Vec<f64>,
    occurrences: Occurrences,
    /// d of each product.
    weights: Vec<f64>,
}

impl Baskets {
    fn new(orders: &[Order], products: usize) -> Self {
        let newest = orders.iter().map(|order| order.time).max().unwrap_or_default();
        let (mut all, mut customers, mut ages) = (Sessions::default(), Vec::new(), Vec::new());
        for order in orders.iter().filter(|order| PRODUCTS.contains(&order.products.len())) {
            let days = (newest - order.time) as f64 / 86_400_000.0;
            all.push(order.products.iter().copied(), order.time);
            customers.push(order.customer);
            ages.push((-days / HALF_LIFE).exp2());
        }
        let occurrences = Occurrences::new(&all, products);
        let mut baskets = Self { orders: all, customers, ages, occurrences, weights: Vec::new() };
        baskets.weights = (0..number(products)).map(|product| baskets.weight(product)).collect();
        baskets
    }

    fn age(&self, order: u32) -> f64 {
        self.ages.get(order as usize).copied().unwrap_or_default()
    }

    fn customer(&self, order: u32) -> u32 {
        self.customers.get(order as usize).copied().unwrap_or_default()
    }

    /// d.
    fn weight(&self, product: u32) -> f64 {
        let places = self.occurrences.of(product);
        let customers = places.chunk_by(|a, b| self.customer(a.session) == self.customer(b.session));
        customers.map(|own| own.iter().map(|place| self.age(place.session)).sum::<f64>().powf(CUSTOMER_POWER)).sum()
    }

    /// A row of R, and s.
    fn row(&self, product: u32, support: Support, sums: &mut Sums, own: &mut Sums) -> (Row, f64) {
        let places = self.occurrences.of(product);
        for bought in places.chunk_by(|a, b| self.customer(a.session) == self.customer(b.session)) {
            let customer = bought.first().map_or(0, |place| self.customer(place.session));
            for place in bought {
                let order = self.orders.get(place.session as usize);
                let weight = self.age(place.session) / (order.len() - 1) as f64;
                order.iter().for_each(|other| own.add(*other, weight, customer));
            }
            own.each(&mut |other, slot| sums.add(other, slot.sum.powf(CUSTOMER_POWER), customer));
        }
        let weight = |other: u32| self.weights.get(other as usize).copied().unwrap_or_default();
        let mut row = sums.take(product, |other, slot| {
            let customers = f64::from(slot.count);
            (slot.sum * (weight(other) + 1.0).powf(PENALTY) * customers / (customers + SHRINK)).powf(LEVEL)
        });
        let sum = row.sum();
        row.cut(DIRECT, support.kept());
        row.divide(sum);
        (row, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_customers_bought_together_comes_first_and_what_one_did_needs_support() {
        let order = |customer, products: &[u32]| Order { customer, time: 0, products: products.to_vec() };
        let orders = [order(0, &[0, 1]), order(1, &[0, 1]), order(2, &[0, 2]), order(3, &[3])];
        let table = basket_table(&orders, 4, 1);
        assert_eq!(table[0].iter().map(|(product, _)| *product).collect::<Vec<_>>(), [1, 2]);
        assert!(table[3].is_empty());
        let table = basket_table(&orders, 4, 2);
        assert_eq!(table[0].iter().map(|(product, _)| *product).collect::<Vec<_>>(), [1]);
        // 2 goes with 0 by one customer, and with 1 by that one and another.
        assert_eq!(table[2].iter().map(|(product, _)| *product).collect::<Vec<_>>(), [1]);
    }
}
