//! The page of one product.

use anyhow::{Context as _, Result};
use minijinja::{Value, context};
use serde_json::json;

use super::catalog::{Language, Product};
use super::pages::{Link, Site};
use super::view::{self, Card, Variant};
use super::{money, pictures};

impl Site<'_> {
    /// Writes the page: gallery, choices, specifications and the product's structured data.
    pub(super) fn product(&self, product: &Product) -> Result<()> {
        let (language, catalog) = (self.language, self.catalog);
        let card = view::card(catalog, product, language)?;
        let variants = view::variants(catalog, product, language)?;
        let category = catalog.category(product)?;
        let current = Link { name: card.name.clone(), url: card.url.clone() };
        let shelves = [self.link(catalog.department(category)?), self.link(category), current];
        let crumbs: Vec<&Link> = shelves.iter().collect();
        let chosen =
            variants.iter().find(|variant| variant.available && (variant.price.eur - card.price.eur).abs() < 0.005);
        let chosen = chosen.or_else(|| variants.first());
        // Weights and volumes start at the usual one; a shoe size is for the shopper to say.
        let chosen_size = chosen.filter(|_| product.sizes.is_none()).and_then(|variant| variant.size.clone());
        let chosen = chosen.map(|variant| variant.id);
        let about = product.about.get(language);
        let extra = context! {
            title => card.name, about, crumbs, chosen, chosen_size,
            trail => self.breadcrumb_data(&crumbs),
            data => self.product_data(product, &card, &variants),
            sizes => self.sizes(&variants), colors => self.colors(product)?, specs => self.specs(product)?,
            size_label => if product.sizes.is_some() { "size" } else { "choice" },
            pictures => pictures::suffixes(product).map(|suffix| pictures::address(product, suffix)).collect::<Vec<_>>(),
            variants, named_tags => self.named_tags(product), card,
        };
        self.page("product", &format!("p/{}/", product.handle), extra)
    }

    fn sizes(&self, variants: &[Variant]) -> Vec<Value> {
        let mut sizes: Vec<Value> = Vec::new();
        let mut last = None;
        for variant in variants.iter().filter(|variant| variant.size.is_some()) {
            if variant.size != last {
                sizes.push(context! { name => variant.size, available => variant.available });
                last.clone_from(&variant.size);
            }
        }
        sizes
    }

    fn colors(&self, product: &Product) -> Result<Vec<Value>> {
        let named = product.ways.iter().enumerate().map(|(index, (main, second))| {
            let (main, second) = (self.catalog.color(main)?, self.catalog.color(second)?);
            let picture = pictures::address(product, pictures::way_suffix(index));
            Ok(context! { picture, name => main.name.get(self.language), main => main.hex, second => second.hex })
        });
        named.collect()
    }

    fn specs(&self, product: &Product) -> Result<Vec<Value>> {
        let language = self.language;
        let rows = product.specs.iter().map(|(key, value)| {
            let label = self.catalog.specs.labels.get(key).context("an unknown specification")?;
            let raw = value.as_str().unwrap_or_default();
            let text = match self.catalog.specs.values.get(&format!("{key}.{raw}")) {
                Some(text) => text.get(self.language).to_owned(),
                None => match raw.parse::<f64>() {
                    Ok(number) if label.unit == "g" && number >= 1000.0 => {
                        format!("{} kg", self.decimal(number / 1000.0))
                    }
                    Ok(number) if number >= 1000.0 => format!("{} {}", money::number(number, language), label.unit),
                    Ok(_) => format!("{raw} {}", label.unit).trim_end().to_owned(),
                    Err(_) => raw.to_owned(),
                },
            };
            Ok(context! { label => label.name.get(self.language), text })
        });
        rows.collect()
    }

    fn decimal(&self, number: f64) -> String {
        let text = number.to_string();
        if self.language == Language::Sr { text.replace('.', ",") } else { text }
    }

    fn named_tags(&self, product: &Product) -> Vec<&str> {
        let known = product.tags.iter().filter_map(|tag| self.catalog.tags.get(tag));
        known.map(|name| name.get(self.language)).collect()
    }

    fn product_data(&self, product: &Product, card: &Card, variants: &[Variant]) -> Value {
        let usual =
            |variant: &Variant| if self.language == Language::En { variant.price.eur } else { variant.price.rsd };
        let offers: Vec<_> = variants
            .iter()
            .map(|variant| {
                json!({
                    "@type": "Offer", "sku": variant.sku, "url": card.url,
                    "price": format!("{:.2}", usual(variant)),
                    "priceCurrency": if self.language == Language::En { "EUR" } else { "RSD" },
                    "availability": if variant.available { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" },
                })
            })
            .collect();
        Value::from_serialize(json!({
            "@context": "https://schema.org", "@type": "Product",
            "name": card.name, "productID": card.handle, "sku": card.handle, "url": card.url, "image": [card.image],
            "description": product.about.get(self.language),
            "brand": { "@type": "Brand", "name": card.brand },
            "category": format!("{} > {}", card.department, card.category),
            "aggregateRating": { "@type": "AggregateRating", "ratingValue": product.rating, "reviewCount": product.reviews },
            "offers": offers,
        }))
    }
}
