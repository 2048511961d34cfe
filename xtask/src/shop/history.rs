//! A made-up past of the demo shop: what visitors looked at and what customers bought, as the exports that a real shop
//! would hand to `vitrina train`. The same on every machine.
//!
//! Visitors keep to a category, sometimes cross over to one that goes with it, and prefer what sells. Customers buy a
//! product and often what fits it: of a category that goes with its own, by tags in common.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

use super::catalog::{Catalog, Product};

const SESSIONS: usize = 4000;
const ORDERS: usize = 1500;
/// Milliseconds of 1 January 2026, when the past begins, and between two visits.
const BEGIN: u64 = 1_767_225_600_000;
const BETWEEN: u64 = 7_000_000;

/// Sessions and orders as CSV. `config` says which categories go together.
pub(crate) fn exports(catalog: &Catalog, config: &Value) -> Result<(String, String)> {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let shelf = Shelf { products: &catalog.products, complements: &config["complements"] };
    let mut sessions = String::from("session_id,item_id,timestamp\n");
    for session in 0..SESSIONS {
        let mut time = BEGIN + BETWEEN * session as u64;
        let mut product = shelf.any(&mut chance)?;
        for _ in 0..2 + chance.below(7) {
            writeln!(sessions, "s{session},{},{time}", product.handle)?;
            time += 20_000 + chance.below(60_000) as u64;
            product = match chance.below(10) {
                0 => shelf.any(&mut chance)?,
                1 | 2 => shelf.complement(product, &mut chance)?,
                _ => shelf.of_category(&product.category, product, &mut chance)?,
            };
        }
    }
    let mut orders = String::from("order_id,item_id,quantity,timestamp,customer_id\n");
    for order in 0..ORDERS {
        let time = BEGIN + BETWEEN * (order * SESSIONS / ORDERS) as u64;
        let product = shelf.any(&mut chance)?;
        let mut bought = vec![product];
        for _ in 0..chance.below(3) {
            let other = shelf.complement(product, &mut chance)?;
            if bought.iter().all(|known| known.handle != other.handle) {
                bought.push(other);
            }
        }
        let customer = chance.below(ORDERS * 2 / 3);
        for product in bought {
            writeln!(orders, "o{order},{},1,{time},c{customer}", product.handle)?;
        }
    }
    Ok((sessions, orders))
}

struct Shelf<'a> {
    products: &'a [Product],
    complements: &'a Value,
}

impl<'a> Shelf<'a> {
    /// One of the products for which `weight` is above 0, the likelier the higher it is.
    fn drawn(&self, chance: &mut Chance, weight: impl Fn(&Product) -> usize) -> Option<&'a Product> {
        let sum: usize = self.products.iter().map(&weight).sum();
        let mut left = chance.below(sum.max(1));
        self.products.iter().find(|product| {
            let weight = weight(product);
            let is_it = left < weight;
            left = left.saturating_sub(weight);
            is_it
        })
    }

    fn any(&self, chance: &mut Chance) -> Result<&'a Product> {
        self.drawn(chance, |product| product.sales as usize).context("the shop has sold something")
    }

    fn of_category(&self, category: &str, near: &Product, chance: &mut Chance) -> Result<&'a Product> {
        let fits = |product: &Product| {
            let alike = 1 + 2 * usize::from(product.brand == near.brand) + 2 * in_common(product, near);
            if product.category == category { alike * (10 + product.sales as usize) } else { 0 }
        };
        self.drawn(chance, fits).map_or_else(|| self.any(chance), Ok)
    }

    /// A product of a category that goes with the one of `product`; of the same, where none does.
    fn complement(&self, product: &Product, chance: &mut Chance) -> Result<&'a Product> {
        let with = self.complements[&product.category].as_array().map(Vec::as_slice).unwrap_or_default();
        let category = with.get(chance.below(with.len().max(1))).and_then(Value::as_str);
        self.of_category(category.unwrap_or(&product.category), product, chance)
    }
}

fn in_common(product: &Product, other: &Product) -> usize {
    product.tags.iter().filter(|tag| other.tags.contains(tag)).count()
}

/// Numbers that look random and are the same every time (xorshift64, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
