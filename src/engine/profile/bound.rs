//! What keeps the stored profile within [`MAX_BYTES`], whatever happens.
//!
//! Every list has a fixed number of places and every entry a fixed most of bytes, so that the worst case is a sum that can
//! be written down. Space that one part does not use is not lent to another: what falls out would then depend on the order
//! in which profiles are merged. The sums, in bytes of JSON, with names and brackets:
//!
//! | part | places × bytes | what goes first |
//! |---|---:|---|
//! | interests | 54 × 59 | the weakest of its kind |
//! | products, as last seen | 10 × 290 | the longest unseen |
//! | trail | 20 × 72 | the oldest step |
//! | traits | 12 × 124, and 200 for `preferences` | the longest unset |
//! | cart | 8 × 182 | the oldest line; its pieces and value stay in the sums |
//! | promotions | 14 × 80 | the longest untouched |
//! | orders | 10 × 74 | the oldest; it stays in the sums |
//! | wish list | 10 × 72 | the oldest |
//! | products passed over | 10 × 62 | the least passed over |
//! | variations seen | 6 × 120 | the longest unseen |
//! | searches | 6 × 64 | the oldest |
//! | everything else | 1,400 | nothing |
//!
//! Together that is 16,374 of the 16,384 bytes.

use alloc::string::String;

use crate::engine::item::Item;
use crate::engine::model::checksum;
use crate::engine::scan::decimal;
use crate::engine::time::MAX_TIME;
use crate::engine::value::Value;

/// Most bytes of a stored profile.
pub const MAX_BYTES: usize = 16_384;

/// Bytes of an id. A longer one is remembered by its first 38 bytes and a checksum.
pub const MAX_ID: usize = 48;
/// Bytes of the name of an interest; longer names are cut.
pub const MAX_NAME: usize = 32;
/// Bytes of a campaign parameter and of a short text.
pub const MAX_TEXT: usize = 40;
/// Bytes of a product as it was last seen. Where it does not fit, the picture goes first, then other ids, tags, the
/// address, the title, dates; brand, price and the narrowest category stay.
pub const MAX_PRODUCT: usize = 270;
/// The same for a line of the cart.
pub const MAX_LINE: usize = 180;

/// Bytes that a character takes in JSON.
const fn width(c: char) -> usize {
    match c {
        '"' | '\\' => 2,
        '\0'..='\x1f' => 6,
        _ => c.len_utf8(),
    }
}

/// Bytes that a text takes in JSON, without its quotes.
pub(super) fn bytes(text: &str) -> usize {
    let mut sum = 0;
    for c in text.chars() {
        sum += width(c);
    }
    sum
}

/// The start of `text` that takes at most `most` bytes in JSON.
pub(crate) fn clip(text: &str, most: usize) -> &str {
    let mut sum = 0;
    for (at, c) in text.char_indices() {
        sum += width(c);
        if sum > most {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// Cuts a text to at most `most` bytes in JSON.
pub(crate) fn shorten(text: &mut String, most: usize) {
    text.truncate(clip(text, most).len());
}

/// A time within those understood, in whole milliseconds.
pub(crate) fn time(at: f64) -> f64 {
    if at > 0.0 { libm::floor(at.min(MAX_TIME)) } else { 0.0 }
}

/// An id as it is remembered: itself, or its start and a checksum where it is too long.
pub(crate) fn short_id(id: &str) -> String {
    let start = clip(id, MAX_ID);
    if start.len() == id.len() {
        return id.into();
    }
    // No more than a few dozen ids are told apart by it.
    let sum = checksum(id.as_bytes());
    [clip(id, MAX_ID - 10), &decimal(sum.into())].concat()
}

/// An amount in cents, at most a billion; 0 for what is no amount.
pub(crate) fn cents(amount: f64) -> f64 {
    if amount > 0.0 { libm::floor(amount.min(1e9) * 100.0 + 0.5) / 100.0 } else { 0.0 }
}

/// Most bytes that a number takes in JSON: few where it has at most three decimals.
fn digits(number: f64) -> usize {
    if !number.is_finite() {
        // Nothing that JSON can say.
        return MAX_BYTES;
    }
    let rounded = libm::floor(number * 1_000.0 + 0.5) / 1_000.0;
    if number.abs() < 1e9 && rounded.total_cmp(&number).is_eq() { 14 } else { 24 }
}

/// Most bytes that `value` takes as JSON.
pub(crate) fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(number) => digits(*number),
        Value::String(text) => bytes(text) + 2,
        Value::Array(list) => {
            let mut sum = 2;
            for value in list {
                sum += size(value) + 1;
            }
            sum
        }
        Value::Object(members) => {
            let mut sum = 2;
            for (name, value) in members {
                sum += bytes(name) + size(value) + 4;
            }
            sum
        }
    }
}

/// Most bytes that an item takes as JSON.
fn item_size(item: &Item) -> usize {
    // Braces, and the names of all fields but lists and texts with their colons, commas and quotes.
    let mut sum = 2 + 21;
    for (name, text) in [
        (7, &item.item_id),
        (9, &item.item_name),
        (10, &item.item_brand),
        (12, &item.item_variant),
        (5, &item.color),
        (4, &item.size),
        (8, &item.currency),
        (3, &item.url),
        (5, &item.image),
    ] {
        if !text.is_empty() {
            sum += name + 6 + bytes(text);
        }
    }
    for (name, list) in [(13, &item.item_category), (4, &item.tags), (4, &item.keys)] {
        for text in list {
            sum += bytes(text) + 3;
        }
        sum += if list.is_empty() { 0 } else { name + 6 };
    }
    for (name, number) in [(5, item.price), (10, item.list_price), (8, item.quantity), (9, item.published)] {
        sum += number.map_or(0, |number| name + 4 + digits(number));
    }
    sum
}

/// The item within `most` bytes as JSON.
pub(super) fn fit(item: &Item, most: usize) -> Item {
    let mut fit = item.clone();
    fit.item_id = short_id(&fit.item_id);
    for amount in [&mut fit.price, &mut fit.list_price, &mut fit.quantity] {
        *amount = amount.map(cents);
    }
    fit.published = fit.published.map(time);
    let mut step = 0_u32;
    while item_size(&fit) > most && step < 16 {
        match step {
            0 => fit.image.clear(),
            1 => fit.keys.truncate(1),
            2 => fit.tags.truncate(4),
            3 => fit.keys.clear(),
            4 => fit.tags.clear(),
            5 => fit.url.clear(),
            6 => fit.published = None,
            7 => fit.item_name = clip(&fit.item_name, MAX_TEXT).trim_end().into(),
            8 => fit.item_name.clear(),
            9 => fit.list_price = None,
            10 => fit.item_variant.clear(),
            11 => {
                fit.color.clear();
                fit.size.clear();
            }
            12 => fit.currency.clear(),
            13 => {
                fit.item_brand = clip(&fit.item_brand, MAX_NAME).trim_end().into();
                for level in &mut fit.item_category {
                    *level = clip(level, MAX_NAME).trim_end().into();
                }
            }
            14 => {
                // The narrowest level says most.
                while fit.item_category.len() > 1 {
                    fit.item_category.remove(0);
                }
            }
            _ => fit.item_category.clear(),
        }
        step += 1;
    }
    fit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Record;

    #[test]
    fn the_widest_item_fits_and_keeps_brand_price_and_narrowest_category() {
        let long = "\u{1}š".repeat(100);
        let item = Item {
            item_name: long.clone(),
            item_brand: long.clone(),
            item_category: vec![long.clone(); 5],
            item_variant: long.clone(),
            price: Some(1.0 / 3.0),
            list_price: Some(f64::MAX),
            published: Some(-1.0),
            tags: vec![long.clone(); 12],
            url: long.clone(),
            image: long.clone(),
            keys: vec![long.clone(); 4],
            color: long.clone(),
            ..Item::new(long.as_str())
        };
        let fit = fit(&item, MAX_PRODUCT);
        let json = serde_json::to_string(&fit.give()).unwrap();
        assert!(item_size(&item) >= size(&item.give()) && item_size(&fit) >= json.len());
        assert!(json.len() <= MAX_PRODUCT, "{} bytes", json.len());
        assert!(!fit.item_brand.is_empty() && fit.price == Some(0.33) && fit.item_category.len() == 1, "{json}");
    }

    #[test]
    fn the_size_is_never_less_than_the_json() {
        let wire = r#"{"a":[1,2.5,-0.125,123456789.125,true,false,null,"\"\\\n š 靴"],"b":{"c":1789000000000}}"#;
        let value: Value = serde_json::from_str(wire).unwrap();
        assert!(size(&value) >= serde_json::to_string(&value).unwrap().len());
    }

    #[test]
    fn long_ids_stay_apart() {
        let (a, b) = ("/p/".to_owned() + &"x".repeat(90) + "a", "/p/".to_owned() + &"x".repeat(90) + "b");
        assert!(short_id(&a) != short_id(&b) && short_id(&a).len() <= MAX_ID);
        assert_eq!(short_id("boot"), "boot");
    }
}
