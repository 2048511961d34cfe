//! The product that a page is about, and the category it stands for.

use alloc::{string::String, vec::Vec};

use web_sys::{Document, Element};

use super::Selectors;
use super::card::{MAX_LEVELS, add_key, describe, id_in_address, path_of, stated_id};
use super::dom::{Page, all, ask, none, one};
use super::evidence::ADD;
use super::json_ld;
use super::key::LINK;
use super::text::{classes_after, has};
use crate::engine::item::Item;
use crate::engine::money::parse_plain;
use crate::engine::scan::parts;
use crate::engine::value::Value;

/// Where each field of a product stands: in JSON-LD, and in the metadata for social networks.
const FIELDS: [(&str, &str); 9] = [
    ("name", "meta[property='og:title']@content"),
    ("brand.name brand manufacturer.name", "meta[property='product:brand'],meta[property='og:brand']@content"),
    ("category", "meta[property='product:category']@content"),
    ("image.url image.contentUrl image", "meta[property='og:image']@content"),
    (
        "offers.price offers.lowPrice offers.priceSpecification.price offers.offers.price hasVariant.offers.price",
        "meta[property='product:sale_price:amount']@content;\
         meta[property='product:price:amount'],meta[property='og:price:amount']@content",
    ),
    (
        "offers.priceCurrency offers.priceSpecification.priceCurrency offers.offers.priceCurrency hasVariant.offers.priceCurrency",
        "meta[property='product:price:currency'],meta[property='og:price:currency']@content",
    ),
    (
        "offers.availability offers.offers.availability hasVariant.offers.availability",
        "meta[property='product:availability'],meta[property='og:availability']@content",
    ),
    ("sku mpn hasVariant.sku", "meta[property='product:retailer_item_id']@content"),
    ("productID productGroupID", "meta[property='product:item_group_id']@content"),
];

/// The product of a product page; `None` on any other page.
///
/// What the page states for machines comes first (JSON-LD, then Open Graph), what it shows completes it.
#[must_use]
pub fn read_product(document: &Document) -> Option<Item> {
    product(&Page::of(document)?)
}

/// The category path of a page, broadest first, from its breadcrumbs, its body's classes or its address: the category
/// of cards that do not state their own. On a product page it is the product's. Empty where the page does not say.
#[must_use]
pub fn page_categories(document: &Document) -> Vec<String> {
    let Some(page) = Page::of(document) else { return Vec::new() };
    match product(&page) {
        Some(product) => product.item_category,
        None => categories(&page, &json_ld::nodes(&page), ""),
    }
}

fn product(page: &Page) -> Option<Item> {
    const SOCIAL: &str = "?meta[property='product:price:amount'],meta[property='og:price:amount'],\
         meta[property='og:type']:is([content=product],[content='product.item'],[content='og:product'])";
    let root = &page.root;
    let heading = ask(root, "h1");
    let id = id_in_address(&page.here);
    let nodes = json_ld::nodes(page);
    let node = json_ld::product(&nodes, page, &id, &heading);
    let social = !none(root, SOCIAL);
    let region = region(root);

    let mut stated = String::new();
    for (paths, question) in FIELDS {
        let mut field = json_ld::pick(node.unwrap_or(&Value::Null), paths);
        if social && field.is_empty() {
            field = ask(root, question);
        }
        stated.push_str(&field);
        stated.push('\n');
    }
    let mut stated = parts(&stated, '\n');
    let mut next = || stated.next().unwrap_or_default();
    let (name, brand, category, image, price) = (next(), next(), next(), next(), next());
    let (currency, availability, sku, other) = (next(), next(), next(), next());
    let mut item = Item::new(region.as_ref().map(stated_id).unwrap_or_default());
    if item.item_id.is_empty() {
        item.item_id = classes_after(&ask(root, "body@class"), "postid-").pop().unwrap_or_default();
    }
    if item.item_id.is_empty() {
        item.item_id.clone_from(&id);
    }
    // Titles for machines often end in the name of the shop.
    item.item_name = if heading.is_empty() { name.into() } else { heading };
    item.item_brand = brand.into();
    item.item_category = path_of(category);
    if let Some(image) = page.resolve(image) {
        item.image = page.local(&image.href);
    }
    item.price = parse_plain(price);
    item.currency = currency.into();
    if !availability.is_empty() {
        let words = availability.to_ascii_lowercase();
        item.in_stock = Some(!has(&words, "out") && words != "oos");
    }
    for key in [sku, other, &id] {
        add_key(&mut item, key);
    }
    if let Some(region) = &region {
        describe(&mut item, region, page, &Selectors::default());
    }
    if node.is_none() && !social && (item.price.is_none() || region.is_none() || item.item_name.is_empty()) {
        return None;
    }
    let mut around = region;
    while let (true, Some(part)) = (item.image.is_empty(), around) {
        item.image = page.local(&ask(&part, "!img:not([class*=logo],[class*=icon],header *,nav *)@src"));
        around = part.parent_element();
    }
    if item.item_category.is_empty() {
        item.item_category = categories(page, &nodes, &item.item_name);
    }
    // Without campaign parameters, where the page says so.
    item.url = page.local(&page.here.href);
    if let Some(there) = page.resolve(&ask(root, "link[rel=canonical]@href"))
        && id_in_address(&there) == id
    {
        item.url = page.local(&there.href);
    }
    Some(item)
}

/// The part of a product page that shows the product: the microdata around the heading, else the nearest element
/// around the heading in which the product can be put into the cart.
fn region(root: &Element) -> Option<Element> {
    const SCOPE: &str = "[itemtype*='schema.org/Product']";
    let mut region = one(root, "h1")?;
    let described = !none(&region, &["^", SCOPE].concat());
    let wanted = if described { ["=", SCOPE].concat() } else { ["?:scope ", ADD].concat() };
    while none(&region, &wanted) {
        region = region.parent_element()?;
    }
    if described {
        return Some(region);
    }
    let mut add = one(&region, &[":scope ", ADD].concat());
    // In a list each card has its own way into the cart, next to its own linked picture.
    while let Some(part) = add.filter(|part| *part != region) {
        if !none(&part, &["?", LINK, " img"].concat()) {
            return None;
        }
        add = part.parent_element();
    }
    let outermost = [ADD, ":not(", ADD, " *)"].concat();
    if all(&region, &outermost).length() <= 3 { Some(region) } else { None }
}

/// As [`page_categories`]; a last step called `product` is the product itself and is left out.
fn categories(page: &Page, nodes: &Value, product: &str) -> Vec<String> {
    let mut steps = json_ld::breadcrumbs(nodes, page);
    if steps.is_empty() {
        steps = trail(page);
    }
    let mut path = path_of(&steps);
    if path.last().is_some_and(|last| last == product) {
        path.pop();
    }
    if path.is_empty() && product.is_empty() {
        path = hinted(page);
    }
    path.truncate(MAX_LEVELS);
    path
}

/// What the page shows as its breadcrumbs, without the front page.
fn trail(page: &Page) -> String {
    const TRAIL: &str = "[class*=breadcrumb i],[aria-label*=breadcrumb i]";
    let Some(trail) = one(&page.root, TRAIL) else { return String::new() };
    // A list has its steps in elements; other trails have them in one text, with a character between.
    let mut steps = ask(&trail, "+li");
    if steps.len() < 3 {
        steps = ask(&page.root, TRAIL);
    }
    if let Some(first) = one(&trail, "a[href]")
        && page.resolve(&ask(&first, "@href")).is_some_and(|there| there.is_front())
    {
        let home = first.text_content().unwrap_or_default();
        if let Some(rest) = steps.trim_start_matches('|').strip_prefix(home.trim()) {
            return rest.into();
        }
    }
    steps
}

/// A category named by a class of the body (WooCommerce, Magento) or by the address of a Shopify collection.
fn hinted(page: &Page) -> Vec<String> {
    let classes = ask(&page.root, "body@class");
    let mut slugs = classes_after(&classes, "term-");
    slugs.append(&mut classes_after(&classes, "categorypath-"));
    // A number is an id.
    slugs.retain(|slug| slug.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()));
    let last = page.here.segment(0);
    if page.here.segment(1) == "collections" && last != "all" {
        slugs.push(last.into());
    }
    slugs.truncate(1);
    slugs
}
