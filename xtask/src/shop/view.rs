//! What templates and exports see of a product, in one language.

use anyhow::Result;
use serde::Serialize;

use super::catalog::{Catalog, Language, Product};
use super::money::Money;

/// A price as text and number, in both currencies.
#[derive(Clone, Serialize)]
pub(crate) struct Price {
    pub(crate) eur: f64,
    pub(crate) rsd: f64,
    eur_text: String,
    rsd_text: String,
    /// The text and number pages of this language start with.
    text: String,
    value: f64,
}

impl Price {
    fn new(money: Money, language: Language) -> Price {
        let (eur_text, rsd_text) = (money.eur_text(language), money.rsd_text(language));
        let text = if language == Language::En { &eur_text } else { &rsd_text }.clone();
        Price { eur: money.eur, rsd: money.rsd, eur_text, rsd_text, text, value: money.usual(language) }
    }
}

/// A product as a card of a grid.
#[derive(Clone, Serialize)]
pub(crate) struct Card {
    pub(crate) handle: String,
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) brand: String,
    pub(crate) brand_key: String,
    /// Department and category in English: the names analytics use in every language.
    pub(crate) department: String,
    pub(crate) category: String,
    pub(crate) category_name: String,
    pub(crate) price: Price,
    pub(crate) was: Option<Price>,
    pub(crate) percent: u32,
    pub(crate) image: String,
    pub(crate) tags: Vec<String>,
    /// `in`, `low` or `out`.
    pub(crate) availability: &'static str,
    pub(crate) stock: u32,
    pub(crate) published: String,
    pub(crate) fresh: bool,
    pub(crate) rating: f64,
    pub(crate) rating_text: String,
    pub(crate) reviews: u32,
    pub(crate) sales: u32,
    /// `sponsored`, `pinned` or nothing.
    pub(crate) pin: &'static str,
}

/// One thing that can be put into the cart.
#[derive(Clone, Serialize)]
pub(crate) struct Variant {
    pub(crate) id: u64,
    pub(crate) sku: String,
    pub(crate) size: Option<String>,
    pub(crate) color: Option<String>,
    pub(crate) price: Price,
    pub(crate) was: Option<Price>,
    pub(crate) available: bool,
}

impl Variant {
    /// `42 / Moss`, or nothing for a product without choices.
    pub(crate) fn title(&self) -> String {
        let parts: Vec<&str> = [&self.size, &self.color].into_iter().flatten().map(String::as_str).collect();
        parts.join(" / ")
    }
}

/// The card of a product.
pub(crate) fn card(catalog: &Catalog, product: &Product, language: Language) -> Result<Card> {
    let category = catalog.category(product)?;
    let (department, category_path) = catalog.path(product)?;
    let rating = format!("{:.1}", product.rating);
    Ok(Card {
        handle: product.handle.clone(),
        url: format!("{}p/{}/", language.base(), product.handle),
        name: product.name.get(language).to_owned(),
        brand: catalog.brand(product)?.to_owned(),
        brand_key: product.brand.clone(),
        department,
        category: category_path,
        category_name: category.name.get(language).to_owned(),
        price: Price::new(product.price, language),
        was: product.was.map(|was| Price::new(was, language)),
        percent: product.was.map_or(0, |was| ((1.0 - product.price.eur / was.eur) * 100.0).round() as u32),
        image: format!("/pictures/{}.svg", product.handle),
        tags: tags(product),
        availability: match product.stock {
            0 => "out",
            1..=4 => "low",
            _ => "in",
        },
        stock: product.stock,
        published: product.published.clone(),
        fresh: product.published.as_str() >= catalog.new_since(),
        rating: product.rating,
        rating_text: if language == Language::Sr { rating.replace('.', ",") } else { rating },
        reviews: product.reviews,
        sales: product.sales,
        pin: "",
    })
}

/// The product's own tags and those that follow from its range.
fn tags(product: &Product) -> Vec<String> {
    let mut tags = product.tags.clone();
    if let Some(line) = &product.line {
        tags.push(format!("line-{}", line.name));
        tags.push(format!("tier-{}", line.tier));
    }
    tags
}

/// Every combination of size and colour, sizes varying slowest.
pub(crate) fn variants(catalog: &Catalog, product: &Product, language: Language) -> Result<Vec<Variant>> {
    let mut sizes: Vec<(Option<String>, Money, Option<Money>)> = Vec::new();
    for choice in &product.options {
        let was = if choice.price.is_some() { choice.was } else { product.was };
        sizes.push((Some(choice.label.get(language).to_owned()), choice.price.unwrap_or(product.price), was));
    }
    for size in product.sizes.iter().filter_map(|scale| catalog.sizes.get(scale)).flatten() {
        sizes.push((Some(size.clone()), product.price, product.was));
    }
    if sizes.is_empty() {
        sizes.push((None, product.price, product.was));
    }
    let mut variants = Vec::new();
    for (size, price, was) in sizes {
        for (main, _) in &product.ways {
            let number = variants.len() as u64 + 1;
            let color =
                if product.ways.len() > 1 { Some(catalog.color(main)?.name.get(language).to_owned()) } else { None };
            variants.push(Variant {
                id: product.id * 100 + number,
                sku: format!("J{}-{number:02}", product.id),
                available: product.stock > 0 && !size.as_ref().is_some_and(|size| product.gone.contains(size)),
                size: size.clone(),
                color,
                price: Price::new(price, language),
                was: was.map(|was| Price::new(was, language)),
            });
        }
    }
    Ok(variants)
}
