//! Exports of a shop that does not exist, the same each time.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use fastrand::Rng;

/// Products of a shelf, which visitors look at together.
const SHELF: usize = 25;
/// The chance that a visitor stays on the shelf.
const STAYS: f64 = 0.7;
/// The chance that a session goes on: sessions of five looks, geometrically distributed.
const GOES_ON: f64 = 0.8;
/// Seconds between sessions.
const APART: u64 = 20;
/// When the first begins, in seconds since 1970.
const BEGIN: u64 = 1_700_000_000;

/// A shop of which a product's popularity goes with 1/rank (Zipf's law), and not with its number.
pub(super) struct Shop {
    random: Rng,
    /// Products by popularity.
    products: Vec<usize>,
    /// Sums of 1/rank.
    sums: Vec<f64>,
}

impl Shop {
    /// With so many products.
    pub(super) fn new(products: usize) -> Self {
        let mut random = Rng::with_seed(1);
        let mut shuffled: Vec<usize> = (0..products).collect();
        random.shuffle(&mut shuffled);
        let mut sum = 0.0;
        let sums = (1..=products).map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        });
        Self { sums: sums.collect(), random, products: shuffled }
    }

    /// A product by popularity.
    fn any(&mut self) -> usize {
        let at = self.random.f64() * self.sums.last().copied().unwrap_or_default();
        let rank = self.sums.partition_point(|sum| *sum < at);
        self.products.get(rank).copied().unwrap_or_default()
    }

    /// The product after another one.
    fn next(&mut self, product: usize) -> usize {
        if self.random.f64() < STAYS {
            let shelf = product / SHELF * SHELF;
            return (shelf + self.random.usize(0..SHELF)).min(self.products.len() - 1);
        }
        self.any()
    }

    /// `count` looks at products, as `--sessions` reads them.
    pub(super) fn sessions(&mut self, file: &Path, count: usize) -> Result<()> {
        let mut out = BufWriter::new(File::create(file)?);
        writeln!(out, "session_id,item_id,timestamp")?;
        let (mut session, mut product, mut time) = (0, self.any(), BEGIN);
        for _ in 0..count {
            writeln!(out, "s{session},p{product},{time}")?;
            if self.random.f64() < GOES_ON {
                product = self.next(product);
                time += self.random.u64(1..120);
            } else {
                session += 1;
                product = self.any();
                time = BEGIN + session * APART;
            }
        }
        Ok(out.flush()?)
    }

    /// `count` orders of one to four products, as `--orders` reads them; a customer places two on the average.
    pub(super) fn orders(&mut self, file: &Path, count: usize) -> Result<()> {
        let mut out = BufWriter::new(File::create(file)?);
        writeln!(out, "order_id,item_id,quantity,timestamp,customer_id")?;
        for order in 0..count {
            let customer = self.random.usize(0..count / 2);
            let mut product = self.any();
            for _ in 0..self.random.u32(1..=4) {
                writeln!(out, "o{order},p{product},1,{},c{customer}", BEGIN + order as u64 * APART)?;
                product = self.next(product);
            }
        }
        Ok(out.flush()?)
    }

    /// The catalogue, as `--products` reads it.
    pub(super) fn products(&mut self, file: &Path) -> Result<()> {
        let mut text = String::from("item_id,item_name,item_brand,item_category,price,tags,in_stock,url,image\n");
        for product in 0..self.products.len() {
            let shelf = product / SHELF;
            let (brand, price) = (self.random.u32(0..60), self.random.u32(500..50_000));
            text += &format!(
                "p{product},Thing {product} of shelf {shelf},Brand {brand},Room {} > Shelf {shelf},{}.{:02},\"tag{},tag{}\",{},/p/{product},/i/{product}.jpg\n",
                shelf / 10,
                price / 100,
                price % 100,
                self.random.u32(0..40),
                self.random.u32(40..80),
                self.random.u32(0..20) > 0,
            );
        }
        Ok(fs::write(file, text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn popularity_goes_with_one_over_rank() {
        let mut shop = Shop::new(1_000);
        let first = shop.products[0];
        let share = (0..100_000).filter(|_| shop.any() == first).count() as f64 / 100_000.0;
        // 1 / (1 + 1/2 + … + 1/1000) is 0.1336.
        assert!((share - 0.1336).abs() < 0.004, "{share}");
    }
}
