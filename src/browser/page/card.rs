//! Reading the product of one card.

use alloc::{string::String, vec::Vec};

use web_sys::Element;

use super::Selectors;
use super::dom::{Address, Page, ask, one};
use super::key::{product_address, telling_part};
use super::price::price;
use super::text::{after_last, classes_after};
use crate::engine::item::Item;
use crate::engine::scan::{cut, is_digits, parts, position};

/// What is asked of a card alone: its title, what stands in for a title that is cut short, a variant.
const OF_CARD: &str = "@data-name@data-product-title;[itemprop=name];\
     :is(h1,h2,h3,h4,h5,h6):not([class*=brand i],[class*=vendor i]);\
     :is([class*=title i],[class*=name i],[data-testid*=title],[data-hook*=name],a[ref*=Title]):not([class*=brand i],[class*=vendor i],[class*=wrap i])\n\
     a[title]@title;img[alt]@alt;[aria-label]@aria-label;a\n\
     [data-variant-id]@data-variant-id;input[name=id]@value";

/// What is asked of everything that shows a product: SKU, brand, category, classes, stock, labels, picture.
const OF_PRODUCT: &str = "[data-product_sku]@data-product_sku;[data-product-sku]@data-product-sku;[data-sku]@data-sku;\
     [itemprop=sku]@content;[itemprop=sku]\n\
     [data-product-brand]@data-product-brand;[data-brand]@data-brand;[data-vendor]@data-vendor;[itemprop=brand]@content;\
     [class*=vendor i] dd;[itemprop=brand],[class*=brand i],[class*=vendor i],[class*=manufacturer i],.caption-with-letter-spacing\n\
     [data-product-category]@data-product-category;[data-category]@data-category;[itemprop=category]@content;\
     [itemprop=category]\n\
     @class\n\
     ?.outofstock,.out-of-stock,.out_of_stock,.sold-out,.soldout,.price--sold-out,.product--sold-out,.badge--sold-out,\
     .product-unavailable,[href*=OutOfStock],[href*=SoldOut]\n\
     ?.instock,.in-stock,.stock.available,[href*=InStock]\n\
     +[class*=badge],[class*=tag--],[class*=label],[class*=flag],[class*=stock],[class*=availability],.card-figcaption-button,button[disabled]\n\
     !img:not([class*=brand i],.brand *,[class*=logo],[class*=badge],header *)\
     @data-src@data-original@data-lazy-src@src@data-srcset@srcset";

/// Where the id of a product is stated: an attribute, a class, a form's field, a form's action.
const ID: &str = "[data-vitrina-product],[data-product-id],[data-id-product],[data-product_id],[data-entity-id]\
     @data-vitrina-product@data-product-id@data-id-product@data-product_id@data-entity-id\n\
     @class\n\
     input[name=product_id],input[name=product-id],input[name=id_product],input[name=product],[name=add-to-cart]@value\n\
     form[action*='/basket/add/']@action";

/// What labels say of a product that cannot be bought.
const SOLD_OUT: [&str; 8] =
    ["sold out", "out of stock", "unavailable", "rasprodato", "nema na stanju", "ausverkauft", "agotado", "esaurito"];

/// Reads the product of a card. `None` where nothing identifies one.
pub(super) fn read(card: &Element, page: &Page, selectors: &Selectors) -> Option<Item> {
    let address = product_address(card);
    let from_url = address.as_ref().map(id_in_address).unwrap_or_default();
    let mut item = Item::new(stated_id(card));
    if item.item_id.is_empty() {
        item.item_id.clone_from(&from_url);
    }
    if item.item_id.is_empty() {
        return None;
    }
    let answers = ask(card, OF_CARD);
    let mut answers = parts(&answers, '\n');
    let mut next = || answers.next().unwrap_or_default();
    let (title, whole, variant) = (next(), next(), next());
    let title = chosen(card, selectors.title.as_ref()).unwrap_or_else(|| title.into());
    let cut = title.is_empty() || title.ends_with("...") || title.ends_with('…');
    item.item_name = if cut && !whole.is_empty() { whole.into() } else { title };
    if let Some(address) = &address {
        item.url = page.local(&address.href);
    }
    describe(&mut item, card, page, selectors);
    add_key(&mut item, &from_url);
    add_key(&mut item, variant);
    Some(item)
}

/// Another id of the product.
pub(super) fn add_key(item: &mut Item, key: &str) {
    if !key.is_empty() && !item.answers_to(key) {
        item.keys.push(key.into());
    }
}

/// The product's id where the markup states it.
pub(super) fn stated_id(element: &Element) -> String {
    let answers = ask(element, ID);
    let mut answers = parts(&answers, '\n');
    let mut next = || answers.next().unwrap_or_default();
    let (attribute, classes, field, action) = (next(), next(), next(), next());
    if !attribute.is_empty() {
        return attribute.into();
    }
    for class in classes_after(classes, "post-") {
        if is_digits(&class) {
            return class;
        }
    }
    let action = after_last(action.trim_end_matches('/'), "/");
    if field.is_empty() && is_digits(action) { action.into() } else { field.into() }
}

/// The product's id in the address of its page: the handle of Shopify, the number at the end of `/<slug>_<number>/`,
/// a parameter that names it, else the part of the address that tells it from others.
pub(super) fn id_in_address(address: &Address) -> String {
    for pair in parts(address.query().trim_start_matches('?'), '&') {
        if let (name, Some(value)) = cut(pair, '=')
            && position(&["product_id", "id_product", "pid"], name).is_some()
        {
            return value.into();
        }
    }
    let last = address.segment(0);
    if address.segment(1) == "products" {
        return last.into();
    }
    let number = after_last(last, "_");
    if number.len() < last.len() && is_digits(number) {
        return number.into();
    }
    telling_part(address).trim_end_matches('/').into()
}

/// The text of the merchant's element for one field.
fn chosen(element: &Element, selector: Option<&String>) -> Option<String> {
    let text = ask(element, selector?);
    (!text.is_empty()).then_some(text)
}

/// Completes `item` by what `element` shows: a card, or the part of a page that shows its product.
pub(super) fn describe(item: &mut Item, element: &Element, page: &Page, selectors: &Selectors) {
    let answers = ask(element, OF_PRODUCT);
    let mut answers = parts(&answers, '\n');
    let mut next = || answers.next().unwrap_or_default();
    let (sku, brand, category, classes) = (next(), next(), next(), next());
    let (out, available, labels, image) = (next(), next(), next(), next());
    add_key(item, sku);
    if item.item_brand.is_empty() {
        let brand = chosen(element, selectors.brand.as_ref()).unwrap_or_else(|| brand.into());
        // `Brand: Gorski`
        item.item_brand = after_last(&brand, ": ").into();
    }
    if item.item_brand.is_empty() {
        item.item_brand = classes_after(classes, "product_brand-").pop().unwrap_or_default();
    }
    if item.item_category.is_empty() {
        let category = chosen(element, selectors.category.as_ref()).unwrap_or_else(|| category.into());
        // Of several categories the first; of a path all levels.
        item.item_category = path_of(cut(&category, ',').0);
    }
    if item.item_category.is_empty() {
        item.item_category = classes_after(classes, "product_cat-");
        item.item_category.truncate(MAX_LEVELS);
    }
    let shown = selectors.price.as_ref().and_then(|selector| one(element, selector));
    let price = price(shown.as_ref().unwrap_or(element));
    item.price = item.price.or(price.now);
    item.list_price = price.before.filter(|before| item.price.is_some_and(|now| now < *before));
    if item.currency.is_empty() {
        item.currency = if price.sure || page.currency.is_empty() { price.currency } else { page.currency.clone() };
    }
    if item.in_stock.is_none() {
        let mut sold_out = !out.is_empty();
        for label in parts(&labels.to_ascii_lowercase(), '|') {
            sold_out |= position(&SOLD_OUT, label).is_some();
        }
        if sold_out || !available.is_empty() {
            item.in_stock = Some(!sold_out);
        }
    }
    if item.image.is_empty() {
        let own = selectors.image.as_ref().map(|selector| ask(element, &["!", selector, "@src"].concat()));
        item.image = page.local(&own.unwrap_or_else(|| image.into()));
    }
}

/// GA4 has names for five.
pub(super) const MAX_LEVELS: usize = 5;

/// The levels of a category path, written with `/`, `>` or `›` between them.
pub(super) fn path_of(words: &str) -> Vec<String> {
    let mut path = Vec::new();
    for level in words.split(['/', '>', '›', '»', '|']) {
        let level = level.trim();
        if !level.is_empty() && path.len() < MAX_LEVELS {
            path.push(level.into());
        }
    }
    path
}
