//! Neighbours from the catalogue alone: by the words of titles, category, brand and price.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::engine::item::Item;
use crate::offline::model::{Names, Neighbours, category, largest, number};

/// Weight of the words of titles, of the category, of the brand, and of closeness in price within the category.
const WORDS: f64 = 1.0;
const CATEGORY: f64 = 0.6;
const BRAND: f64 = 0.3;
const PRICE: f64 = 0.3;
/// Distance of `ln price` at which closeness is one half.
const PRICE_SPREAD: f64 = 0.5;
/// Words and brands that more products have say nothing of similarity.
const COMMON: usize = 500;
/// Products of a category that are compared, the most popular first.
const SHELF: usize = 200;
/// Neighbours kept.
const KEPT: usize = 30;
/// Sessions that weigh as much as the catalogue.
const EVIDENCE: f64 = 1.0;

/// For each product that `wanted` names its neighbours by the catalogue, the best first; rows of others are empty.
#[must_use]
pub fn content_table(items: &[Item], wanted: &(dyn Fn(usize) -> bool + Sync)) -> Vec<Neighbours> {
    let index = Index::new(items);
    let row = |product: usize| if wanted(product) { index.row(product) } else { Vec::new() };
    (0..items.len()).into_par_iter().map(row).collect()
}

/// Adds the catalogue's neighbours to those from sessions: `β = 1 / (1 + sessions)` of a product is the catalogue's
/// part, so that its first sessions take over. A product without any has the catalogue's alone, at the scale of the
/// weakest rows.
pub fn blend(rows: &mut [Neighbours], content: &[Neighbours], frequencies: &[u32]) {
    let top = |row: &Neighbours| row.iter().map(|(_, score)| *score).fold(0.0, f32::max);
    let mut tops: Vec<f32> = rows.iter().map(top).filter(|top| *top > 0.0).collect();
    tops.sort_unstable_by(f32::total_cmp);
    let weakest = tops.get(tops.len() / 10).copied().unwrap_or(1.0);
    for ((row, content), frequency) in rows.iter_mut().zip(content).zip(frequencies) {
        let (own, other) = (top(row), top(content));
        if other <= 0.0 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "six digits are more than the file keeps")]
        let part = (EVIDENCE / (EVIDENCE + f64::from(*frequency))) as f32;
        let scale = part * if own > 0.0 { own } else { weakest } / other;
        for (neighbour, score) in content {
            match row.iter_mut().find(|(known, _)| known == neighbour) {
                Some((_, known)) => *known += scale * score,
                None => row.push((*neighbour, scale * score)),
            }
        }
        let limit = row.len();
        largest(row, limit);
    }
}

struct Index<'a> {
    items: &'a [Item],
    words: Vec<Vec<u32>>,
    with_word: Vec<Vec<u32>>,
    categories: Names,
    shelves: Vec<Vec<u32>>,
    brands: Names,
}

impl<'a> Index<'a> {
    fn new(items: &'a [Item]) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut words = Vec::new();
        for item in items {
            let mut own: Vec<u32> = Vec::new();
            for word in tokens(&item.item_name) {
                let next = number(numbers.len());
                own.push(*numbers.entry(word).or_insert(next));
            }
            own.sort_unstable();
            own.dedup();
            words.push(own);
        }
        let mut with_word = vec![Vec::new(); numbers.len()];
        for (product, own) in (0..).zip(&words) {
            for word in own {
                if let Some(list) = with_word.get_mut(*word as usize) {
                    list.push(product);
                }
            }
        }
        let categories = Names::of(items.iter().map(category));
        let mut shelves = vec![Vec::new(); categories.names.len() + 1];
        for (product, category) in (0..).zip(&categories.numbers) {
            if let Some(shelf) = shelves.get_mut(*category as usize)
                && *category > 0
                && shelf.len() < SHELF
            {
                shelf.push(product);
            }
        }
        let brands = Names::of(items.iter().map(|item| item.item_brand.clone()));
        Self { items, words, with_word, categories, shelves, brands }
    }

    fn row(&self, product: usize) -> Neighbours {
        let mut scores: HashMap<u32, f64> = HashMap::new();
        let own = self.words.get(product).map(Vec::as_slice).unwrap_or_default();
        let length = self.length(own);
        for word in own {
            let with_word = self.with_word.get(*word as usize).map(Vec::as_slice).unwrap_or_default();
            if with_word.len() > COMMON {
                continue;
            }
            let rarity = self.rarity(with_word.len());
            for other in with_word {
                let theirs = self.words.get(*other as usize).map(Vec::as_slice).unwrap_or_default();
                *scores.entry(*other).or_default() += WORDS * rarity * rarity / (length * self.length(theirs));
            }
        }
        let category = self.categories.numbers.get(product).copied().unwrap_or_default();
        for other in self.shelves.get(category as usize).into_iter().flatten() {
            scores.entry(*other).or_default();
        }
        let brand = self.brands.numbers.get(product).copied().unwrap_or_default();
        let mut row = Neighbours::new();
        for (other, score) in scores {
            let at = other as usize;
            if at == product {
                continue;
            }
            let mut score = score;
            if category > 0 && self.categories.numbers.get(at) == Some(&category) {
                score += CATEGORY + PRICE * self.closeness(product, at);
            }
            if brand > 0 && self.brands.numbers.get(at) == Some(&brand) {
                score += BRAND;
            }
            #[expect(clippy::cast_possible_truncation, reason = "six digits are more than the file keeps")]
            row.push((other, score as f32));
        }
        largest(&mut row, KEPT);
        row
    }

    fn rarity(&self, with_word: usize) -> f64 {
        (1.0 + self.items.len() as f64 / with_word.max(1) as f64).ln()
    }

    fn length(&self, words: &[u32]) -> f64 {
        let rarity = |word: &u32| self.rarity(self.with_word.get(*word as usize).map_or(0, Vec::len));
        words.iter().map(|word| rarity(word).powi(2)).sum::<f64>().sqrt()
    }

    fn closeness(&self, one: usize, other: usize) -> f64 {
        let price = |at: usize| self.items.get(at).and_then(|item| item.price).filter(|price| *price > 0.0);
        match (price(one), price(other)) {
            (Some(one), Some(other)) => 1.0 / (1.0 + ((one / other).ln() / PRICE_SPREAD).powi(2)),
            _ => 0.0,
        }
    }
}

/// The words of a title, in small letters; single letters say nothing.
fn tokens(title: &str) -> impl Iterator<Item = String> {
    let words = title.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() > 1).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, name: &str, category: &str, price: f64) -> Item {
        Item { item_name: name.into(), item_category: vec![category.into()], price: Some(price), ..Item::new(id) }
    }

    #[test]
    fn a_new_boot_is_near_the_boot_of_its_price_and_not_near_a_lamp() {
        let items = [
            item("a", "Alpine boot", "Boots", 100.0),
            item("b", "Ridge boot", "Boots", 300.0),
            item("c", "Ember lantern", "Lamps", 100.0),
            item("d", "Moss boot", "Boots", 105.0),
        ];
        let rows = content_table(&items, &|product| product == 3);
        assert_eq!(rows[3].iter().map(|(product, _)| *product).collect::<Vec<_>>(), [0, 1]);
        assert!(rows[0].is_empty(), "not asked for");
    }

    #[test]
    fn sessions_take_over_from_the_catalogue() {
        let content = vec![vec![(9, 1.0), (8, 0.5)]; 3];
        let mut rows = vec![vec![], vec![(7, 2.0)], vec![(7, 2.0)]];
        blend(&mut rows, &content, &[0, 1, 3]);
        assert_eq!(rows[0], [(9, 2.0), (8, 1.0)], "at the scale of other rows");
        assert_eq!(rows[1], [(7, 2.0), (9, 1.0), (8, 0.5)], "half of its own scale");
        assert_eq!(rows[2], [(7, 2.0), (9, 0.5), (8, 0.25)], "a quarter");
    }
}
