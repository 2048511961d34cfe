//! Machine-readable catalogues: `products.json` in the shape of Shopify's storefronts, and the shop's own search index.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::catalog::{Catalog, Language, Product};
use super::view;

/// Writes `products.json` and `search.json` for every language.
pub(crate) fn write(catalog: &Catalog, out: &Path) -> Result<()> {
    for language in Language::ALL {
        let folder = out.join(language.base().trim_matches('/'));
        let products = catalog.products.iter().map(|product| listed(catalog, product, language));
        let listing = json!({ "products": products.collect::<Result<Vec<_>>>()? });
        super::write(&folder.join("products.json"), listing.to_string().as_bytes())?;
        let cards = catalog.products.iter().map(|product| view::card(catalog, product, language));
        let index = serde_json::to_string(&cards.collect::<Result<Vec<_>>>()?)?;
        super::write(&folder.join("search.json"), index.as_bytes())?;
    }
    Ok(())
}

/// Prices are in euros, as in the shop's main market; `presentment_prices` carries dinars.
fn listed(catalog: &Catalog, product: &Product, language: Language) -> Result<Value> {
    let card = view::card(catalog, product, language)?;
    let mut variants = Vec::new();
    for (index, variant) in view::variants(catalog, product, language)?.into_iter().enumerate() {
        let title = variant.title();
        let first = variant.size.clone().or_else(|| variant.color.clone());
        let second = if variant.size.is_some() { variant.color.clone() } else { None };
        variants.push(json!({
            "id": variant.id,
            "sku": variant.sku,
            "title": if title.is_empty() { "Default Title".to_owned() } else { title },
            "option1": first.unwrap_or_else(|| "Default Title".to_owned()),
            "option2": second,
            "price": format!("{:.2}", variant.price.eur),
            "compare_at_price": variant.was.as_ref().map(|was| format!("{:.2}", was.eur)),
            "available": variant.available,
            "position": index + 1,
            "presentment_prices": [{
                "price": { "amount": format!("{:.2}", variant.price.rsd), "currency_code": "RSD" },
                "compare_at_price": variant.was.as_ref().map(|was| json!({ "amount": format!("{:.2}", was.rsd), "currency_code": "RSD" })),
            }],
        }));
    }
    let published = format!("{}T09:00:00+01:00", product.published);
    Ok(json!({
        "id": product.id,
        "handle": card.handle,
        "title": card.name,
        "url": card.url,
        "body_html": format!("<p>{}</p>", product.about.get(language)),
        "vendor": card.brand,
        "product_type": format!("{} > {}", card.department, card.category),
        "tags": card.tags,
        "published_at": published,
        "created_at": published,
        "variants": variants,
        "images": [{ "src": card.image, "width": 800, "height": 800 }],
    }))
}
