//! Writes what a catalogue says of the products.

use std::collections::BTreeMap;

use super::{column, number, texts, varint};
use crate::engine::item::Item;
use crate::engine::model::{LEVEL, Section};

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;
/// Decimals of prices, as far as any needs them.
const MAX_DECIMALS: u8 = 4;

/// What shoppers may read in the model, beside ids, categories and brands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// Prices, prices before discounts, and their currency.
    pub prices: bool,
    /// Tags.
    pub tags: bool,
    /// Whether products were in stock when the catalogue was exported.
    pub stock: bool,
    /// When products were first offered.
    pub dates: bool,
    /// Titles, pictures and addresses, for pages that do not describe the products themselves.
    pub texts: bool,
}

impl Attributes {
    /// Everything the catalogue has.
    pub const ALL: Self = Self { prices: true, tags: true, stock: true, dates: true, texts: true };
    /// Only what ranking cannot do without: categories and brands.
    pub const NONE: Self = Self { prices: false, tags: false, stock: false, dates: false, texts: false };
}

/// The sections that describe `items`, by the numbers of the products; sections that would be empty are left out.
#[must_use]
pub fn catalogue(items: &[Item], attributes: Attributes) -> Vec<(Section, Vec<u8>)> {
    let mut sections = Vec::new();
    let categories = Names::of(items.iter().map(category));
    categories.write(&mut sections, Section::Categories, Section::Category);
    let brands = Names::of(items.iter().map(|item| item.item_brand.clone()));
    brands.write(&mut sections, Section::Brands, Section::Brand);
    if attributes.prices {
        prices(&mut sections, Section::Price, items, &|item| item.price);
        prices(&mut sections, Section::ListPrice, items, &|item| item.list_price);
        let currency = items.iter().map(|item| item.currency.as_str()).find(|code| !code.is_empty());
        sections.extend(currency.map(|code| (Section::Currency, texts([code.as_bytes()].into_iter()))));
    }
    if attributes.tags {
        tags(&mut sections, items);
    }
    if attributes.stock {
        let stock = |item: &Item| item.in_stock.map_or(0, |there| 1 + u32::from(there));
        numbers(&mut sections, Section::Stock, items.iter().map(stock).collect(), 0);
    }
    if attributes.dates {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a day of this era")]
        let day = |item: &Item| item.published.map_or(0, |time| 1 + (time / DAY).max(0.0) as u32);
        numbers(&mut sections, Section::Published, items.iter().map(day).collect(), 0);
    }
    if attributes.texts {
        each_text(&mut sections, Section::Images, items, &|item| &item.image);
        each_text(&mut sections, Section::Urls, items, &|item| &item.url);
        each_text(&mut sections, Section::Titles, items, &|item| &item.item_name);
    }
    keys(&mut sections, items);
    sections
}

/// An item's category path as the file writes it; empty for none.
#[must_use]
pub fn category(item: &Item) -> String {
    item.item_category.join(LEVEL.encode_utf8(&mut [0; 4]))
}

/// Texts that many products share.
pub(crate) struct Names {
    /// In the order of their bytes.
    pub(crate) names: Vec<String>,
    /// 1 + the place of each product's; 0 for none.
    pub(crate) numbers: Vec<u32>,
}

impl Names {
    pub(crate) fn of(texts: impl Iterator<Item = String>) -> Self {
        let texts: Vec<String> = texts.collect();
        let mut names: Vec<String> = texts.iter().filter(|text| !text.is_empty()).cloned().collect();
        names.sort_unstable();
        names.dedup();
        let place = |text: &String| names.binary_search(text).map_or(0, |at| 1 + number(at));
        Self { numbers: texts.iter().map(place).collect(), names }
    }

    fn write(self, sections: &mut Vec<(Section, Vec<u8>)>, of_names: Section, of_numbers: Section) {
        if !self.names.is_empty() {
            sections.push((of_names, texts(self.names.iter().map(String::as_bytes))));
            sections.push((of_numbers, column(&self.numbers, 0)));
        }
    }
}

fn numbers(sections: &mut Vec<(Section, Vec<u8>)>, section: Section, values: Vec<u32>, decimals: u8) {
    if values.iter().any(|value| *value > 0) {
        sections.push((section, column(&values, decimals)));
    }
}

fn each_text(sections: &mut Vec<(Section, Vec<u8>)>, section: Section, items: &[Item], text: &dyn Fn(&Item) -> &str) {
    if items.iter().any(|item| !text(item).is_empty()) {
        sections.push((section, texts(items.iter().map(|item| text(item).as_bytes()))));
    }
}

fn prices(
    sections: &mut Vec<(Section, Vec<u8>)>,
    section: Section,
    items: &[Item],
    price: &dyn Fn(&Item) -> Option<f64>,
) {
    let unit = |decimals: u8| 10_f64.powi(decimals.into());
    let fits = |decimals: &u8| {
        let scaled = items.iter().filter_map(price).map(|price| price * unit(*decimals));
        scaled.into_iter().all(|scaled| (scaled - scaled.round()).abs() < 1e-6)
    };
    let decimals = (0..MAX_DECIMALS).find(fits).unwrap_or(MAX_DECIMALS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what the file holds")]
    let value = |item: &Item| match price(item) {
        Some(price) => 1 + (price * unit(decimals)).round().clamp(0.0, f64::from(u32::MAX - 1)) as u32,
        None => 0,
    };
    numbers(sections, section, items.iter().map(value).collect(), decimals);
}

fn tags(sections: &mut Vec<(Section, Vec<u8>)>, items: &[Item]) {
    let all = Names::of(items.iter().flat_map(|item| item.tags.iter().cloned()));
    if all.names.is_empty() {
        return;
    }
    let place = |tag: &String| all.names.binary_search(tag).map_or(0, number);
    let own = |item: &Item| {
        let mut bytes = Vec::new();
        item.tags.iter().filter(|tag| !tag.is_empty()).for_each(|tag| varint(&mut bytes, place(tag)));
        bytes
    };
    let each: Vec<Vec<u8>> = items.iter().map(own).collect();
    sections.push((Section::Tags, texts(all.names.iter().map(String::as_bytes))));
    sections.push((Section::Tag, texts(each.iter().map(Vec::as_slice))));
}

/// Other ids; one that several products have is of the most popular.
fn keys(sections: &mut Vec<(Section, Vec<u8>)>, items: &[Item]) {
    let mut keys: BTreeMap<&str, u32> = BTreeMap::new();
    for (product, item) in (0..).zip(items) {
        for key in item.keys.iter().filter(|key| !key.is_empty()) {
            keys.entry(key).or_insert(product);
        }
    }
    if !keys.is_empty() {
        sections.push((Section::Keys, texts(keys.keys().map(|key| key.as_bytes()))));
        sections.push((Section::KeyProducts, column(&keys.into_values().collect::<Vec<_>>(), 0)));
    }
}
