//! A product as pages, carts and catalogues describe it, in GA4's item vocabulary.

use alloc::{string::String, vec::Vec};

use super::profile::bound::{MAX_ID, short_id};
use super::profile::slug;
#[cfg(not(target_arch = "wasm32"))]
use super::record::Shape;
use super::record::{Kind, Record};
use super::scan::{cut, decimal};
use super::value::Value;

/// One product.
///
/// The GA4 names are kept; what GA4 has no word for follows schema.org's meaning. Text that is not known is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The product's id in the shop: what GA4 events carry as `item_id`. Never empty in a valid item.
    pub item_id: String,
    /// The title shown to shoppers.
    pub item_name: String,
    /// The brand, as the shop writes it.
    pub item_brand: String,
    /// The category path, broadest first: GA4's `item_category` to `item_category5`. At most five levels.
    pub item_category: Vec<String>,
    /// The chosen variant, as the shop writes it (`"42 / black"`).
    pub item_variant: String,
    /// The colour, where the shop says it apart from the variant.
    pub color: String,
    /// The size, where the shop says it apart from the variant.
    pub size: String,
    /// The price of one piece in major units of the page's currency, discounts taken off.
    pub price: Option<f64>,
    /// The price before a discount, where the shop shows one.
    pub list_price: Option<f64>,
    /// ISO 4217 code of both prices; empty where the page does not say.
    pub currency: String,
    /// Pieces, in cart and order events.
    pub quantity: Option<f64>,
    /// Whether it can be bought now, where known.
    pub in_stock: Option<bool>,
    /// Free labels of the shop (`"waterproof"`).
    pub tags: Vec<String>,
    /// Address of the product page, as a path on this origin where it is one.
    pub url: String,
    /// Address of a picture.
    pub image: String,
    /// When it was first offered, in milliseconds since 1970.
    pub published: Option<f64>,
    /// Id of its only variant, by which the shop's system puts it into the cart; empty where a shopper has to choose, or where
    /// that is not known. On WooCommerce it is the product's own.
    pub sole_variant: String,
    /// Other ids of the same product (SKU, variant id, handle), since sources in one page often disagree on which to use.
    pub keys: Vec<String>,
}

impl Item {
    /// An item of which only the id is known.
    #[must_use]
    pub fn new(item_id: impl Into<String>) -> Self {
        let mut item = Self::unknown();
        item.item_id = item_id.into();
        item
    }

    #[inline(never)]
    fn unknown() -> Self {
        Self::default()
    }

    /// Reads an item as GA4, or a snapshot of ours, writes it. Prices and quantities may be strings, as shops often send
    /// them. `None` without an id; a name stands in for a missing id, as GA4 allows either.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let mut item = Self::unknown();
        item.each_text(&mut |name, slot| *slot = text(value.member(name)));
        item.each_list(&mut |name, slot| push_texts(slot, value.member(name)));
        item.each_number(&mut |name, slot| *slot = amount(value.member(name)));
        if let Value::Bool(known) = value.member("in_stock") {
            item.in_stock = Some(*known);
        }
        if item.item_category.is_empty() {
            for name in ["item_category", "item_category2", "item_category3", "item_category4", "item_category5"] {
                push_text(&mut item.item_category, value.member(name));
            }
        }
        // GA4 tells what was taken off; what was asked before it follows.
        if let (None, Some(price), Some(discount)) = (item.list_price, item.price, amount(value.member("discount"))) {
            item.list_price = Some(price + discount).filter(|list| *list > price);
        }
        item.sound()
    }

    /// Within the limits; `None` without an id.
    pub(crate) fn sound(mut self) -> Option<Self> {
        if self.item_id.is_empty() {
            self.item_id.clone_from(&self.item_name);
        }
        self.tags.truncate(MAX_TAGS);
        self.item_category.truncate(MAX_LEVELS);
        self.keys.truncate(MAX_KEYS);
        if self.item_id.is_empty() { None } else { Some(self) }
    }

    // The names of the fields stand here once for reading and writing.

    fn each_text(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        visit("item_id", &mut self.item_id);
        visit("item_name", &mut self.item_name);
        visit("item_brand", &mut self.item_brand);
        visit("item_variant", &mut self.item_variant);
        visit("color", &mut self.color);
        visit("size", &mut self.size);
        visit("currency", &mut self.currency);
        visit("url", &mut self.url);
        visit("image", &mut self.image);
        visit("sole_variant", &mut self.sole_variant);
    }

    fn each_list(&mut self, visit: &mut dyn FnMut(&str, &mut Vec<String>)) {
        visit("item_category", &mut self.item_category);
        visit("tags", &mut self.tags);
        visit("keys", &mut self.keys);
    }

    fn each_number(&mut self, visit: &mut dyn FnMut(&str, &mut Option<f64>)) {
        visit("price", &mut self.price);
        visit("list_price", &mut self.list_price);
        visit("quantity", &mut self.quantity);
        visit("published", &mut self.published);
    }

    /// Whether `key` is this product's id or one of its other ids.
    #[must_use]
    pub fn answers_to(&self, key: &str) -> bool {
        let known = |key: &str| self.item_id == key || self.keys.iter().any(|other| other == key);
        known(key) || key.len() > MAX_ID && known(&short_id(key))
    }

    /// Whether both are one product, by any of their ids: sources in one page often disagree on which to use.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.answers_to(&other.item_id) || other.keys.iter().any(|key| self.answers_to(key))
    }

    /// Whether the prices of both can be compared: where both name a currency, it is the same.
    #[must_use]
    pub fn is_priced_like(&self, other: &Self) -> bool {
        self.currency.is_empty() || other.currency.is_empty() || self.currency == other.currency
    }

    /// Takes from `other` what is not known here. Ids that differ are kept as further join keys.
    pub fn complete_from(&mut self, other: &Self) {
        // A product page may name only the department where the list named the shelf: the longer path says more.
        if is_within(&other.item_category, &self.item_category) {
            self.item_category.clone_from(&other.item_category);
        }
        complete_text(&mut self.item_name, &other.item_name);
        complete_text(&mut self.item_brand, &other.item_brand);
        complete_text(&mut self.item_variant, &other.item_variant);
        complete_text(&mut self.color, &other.color);
        complete_text(&mut self.size, &other.size);
        complete_text(&mut self.currency, &other.currency);
        complete_text(&mut self.url, &other.url);
        complete_text(&mut self.image, &other.image);
        complete_list(&mut self.item_category, &other.item_category);
        complete_list(&mut self.tags, &other.tags);
        self.price = self.price.or(other.price);
        self.list_price = self.list_price.or(other.list_price);
        self.in_stock = self.in_stock.or(other.in_stock);
        self.published = self.published.or(other.published);
        self.join(&other.item_id);
        for key in &other.keys {
            self.join(key);
        }
    }

    fn join(&mut self, key: &str) {
        if !key.is_empty() && !self.answers_to(key) && self.keys.len() < MAX_KEYS {
            self.keys.push(key.into());
        }
    }
}

fn complete_text(mine: &mut String, theirs: &str) {
    if mine.is_empty() {
        mine.push_str(theirs);
    }
}

fn complete_list(mine: &mut Vec<String>, theirs: &[String]) {
    if mine.is_empty() {
        for text in theirs {
            mine.push(text.clone());
        }
    }
}

/// Whether a category path lies within another: it goes on where the other ends.
fn is_within(path: &[String], other: &[String]) -> bool {
    let mut within = path.len() > other.len();
    for (level, above) in path.iter().zip(other) {
        within = within && slug(level) == slug(above);
    }
    within
}

/// Join keys kept per product.
const MAX_KEYS: usize = 4;
/// Tags kept per product.
const MAX_TAGS: usize = 12;
/// Levels of a category path, as in GA4.
const MAX_LEVELS: usize = 5;
/// Characters kept of any text, GA4's limit for item parameters.
const MAX_TEXT: usize = 100;
/// Characters kept of an address.
const MAX_ADDRESS: usize = 300;

/// Adds the texts of a list.
pub(crate) fn push_texts(texts: &mut Vec<String>, list: &Value) {
    for element in list.elements() {
        push_text(texts, element);
    }
}

/// Adds a text that is not empty.
pub(crate) fn push_text(texts: &mut Vec<String>, value: &Value) {
    let text = text(value);
    if !text.is_empty() {
        texts.push(text);
    }
}

/// A text or a whole number as text, clipped; empty for anything else.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and in range")]
pub(crate) fn text(value: &Value) -> String {
    let mut clipped = String::new();
    match value {
        Value::String(text) => {
            let limit = if cut(text, '/').1.is_some() { MAX_ADDRESS } else { MAX_TEXT };
            for (at, c) in text.trim().chars().enumerate() {
                if at == limit {
                    break;
                }
                clipped.push(c);
            }
        }
        Value::Number(number) if *number >= 0.0 && libm::floor(*number) >= *number && *number < 1e15 => {
            clipped = decimal(*number as u64);
        }
        _ => {}
    }
    clipped
}

/// A price or count that may be written as a plain decimal string; `None` for anything else and for negative numbers.
pub(crate) fn amount(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => *number,
        Value::String(text) => decimal_number(text.trim())?,
        _ => return None,
    };
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// Reads `1234.50`. The standard parser would cost several kilobytes in the browser.
fn decimal_number(text: &str) -> Option<f64> {
    let mut digits = 0_f64;
    let mut scale = None;
    if text.starts_with('.') || text.len() > 15 {
        return None;
    }
    for c in text.chars() {
        if c == '.' && scale.is_none() {
            scale = Some(1_f64);
        } else {
            digits = digits * 10.0 + f64::from(c.to_digit(10)?);
            scale = scale.map(|scale| scale * 10.0);
        }
    }
    (!text.is_empty()).then(|| digits / scale.unwrap_or(1.0))
}

impl<'a> Record<'a> for Item {
    #[expect(private_interfaces, reason = "as in the trait")]
    const KIND: &'static Kind = &Kind::Item;

    fn take(value: &'a Value) -> Self {
        Self::from_value(value).unwrap_or_default()
    }

    fn give(&self) -> Value {
        let mut object = Value::object();
        let mut copy = self.clone();
        copy.each_text(&mut |name, text| {
            if !text.is_empty() {
                object.put_text(name, text.as_str());
            }
        });
        copy.each_list(&mut |name, list| list.give_to(&mut object, name));
        copy.each_number(&mut |name, number| object.put_number(name, *number));
        object.put_flag("in_stock", self.in_stock);
        object
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape {
        Shape::Json("GA4 item")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ga4_items_are_read_with_strings_for_numbers_and_levels_as_separate_names() {
        let wire =
            r#"{"item_id":12,"item_category":"Outdoor","item_category2":"Boots","price":"89.50","quantity":"2"}"#;
        let item = Item::from_value(&serde_json::from_str(wire).unwrap()).unwrap();
        assert_eq!(item.item_id, "12");
        assert_eq!(item.item_category, ["Outdoor", "Boots"]);
        assert_eq!((item.price, item.quantity), (Some(89.5), Some(2.0)));
        assert_eq!(Item::from_value(&serde_json::from_str(r#"{"price":1}"#).unwrap()), None);
    }

    #[test]
    fn a_snapshot_of_an_item_reads_back_as_it_was() {
        let item = Item { item_category: vec!["A".into(), "B".into()], price: Some(3.25), ..Item::new("a") };
        let json = serde_json::to_string(&item.give()).unwrap();
        assert_eq!(Item::from_value(&serde_json::from_str(&json).unwrap()), Some(item));
    }

    #[test]
    fn of_two_paths_to_the_same_shelf_the_longer_says_more() {
        let path = |levels: &[&str]| Item {
            item_category: levels.iter().map(|&level| level.into()).collect(),
            ..Item::new("a")
        };
        let mut page = path(&["Outdoor"]);
        page.complete_from(&path(&["outdoor", "camping"]));
        assert_eq!(page.item_category, ["outdoor", "camping"]);
        page.complete_from(&path(&["Outdoor", "Tents", "Small"]));
        assert_eq!(page.item_category, ["outdoor", "camping"]);
    }

    #[test]
    fn completing_keeps_what_is_known_and_joins_ids() {
        let mut card = Item { item_name: "Boot".into(), price: Some(80.0), ..Item::new("boot") };
        card.complete_from(&Item { item_name: "Other".into(), item_brand: "Gorski".into(), ..Item::new("4711") });
        assert_eq!(card.item_name, "Boot");
        assert_eq!(card.item_brand, "Gorski");
        assert!(card.answers_to("4711") && card.answers_to("boot"));
    }
}
