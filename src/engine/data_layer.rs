//! What pages tell their own analytics, in GA4's words: entries of the `dataLayer`, and Segment's ecommerce events.

use alloc::{string::String, vec::Vec};

use super::event::Event;
use super::item::{push_text, text};
use super::profile::Profile;
use super::record::Named;
use super::scan::parts;
use super::value::{NULL, Value};

/// The event that an entry of the dataLayer tells, in either wire form: `{ event, ecommerce: { … } }` with the parameters at the
/// top where there is no `ecommerce`, and gtag's `{ 0: "event", 1: name, 2: { … } }`. `None` for everything else, such as
/// `{ ecommerce: null }`, which only clears.
#[must_use]
pub fn from_data_layer(entry: &Value, time: f64) -> Option<Event> {
    if entry.member("0").text() == "event" {
        return Some(Event::from_ga4(entry.member("1").as_str()?, entry.member("2"), time));
    }
    let name = entry.member("event").as_str()?;
    Some(Event::from_ga4(name, entry.get("ecommerce").unwrap_or(entry), time))
}

/// What an entry of the dataLayer says of the shopper: of the traits `wanted`, by name and path, those that differ from what is
/// known. `None` where there is nothing new. What an entry does not speak of stays as it is.
#[must_use]
pub fn traits(entry: &Value, wanted: Named<'_, &str>, profile: &Profile) -> Option<Value> {
    let mut found = Value::object();
    'traits: for (name, path) in wanted.iter() {
        let mut value = entry;
        for key in parts(path, '.') {
            match value.get(key) {
                Some(inner) => value = inner,
                // `{ user: null }`: nobody is signed in.
                None if value.is_null() => {}
                None => continue 'traits,
            }
        }
        // Shops send empty texts for guests.
        let value = if value.as_str() == Some("") { &NULL } else { value };
        if *value != *profile.told(name).map_or(&NULL, |known| &known.value) {
            found.set(name, value.clone());
        }
    }
    (!found.members().is_empty()).then_some(found)
}

/// Segment's names of events (its ecommerce specification, version 2) and GA4's.
const EVENTS: [(&str, &str); 11] = [
    ("Products Searched", "search"),
    ("Product List Viewed", "view_item_list"),
    ("Product Clicked", "select_item"),
    ("Product Viewed", "view_item"),
    ("Product Added", "add_to_cart"),
    ("Product Removed", "remove_from_cart"),
    ("Cart Viewed", "view_cart"),
    ("Checkout Started", "begin_checkout"),
    ("Order Completed", "purchase"),
    ("Product Added to Wishlist", "add_to_wishlist"),
    ("Product Removed from Wishlist", "remove_from_wishlist"),
];

/// Segment's names of properties and GA4's: of the event, then of a product.
const PROPERTIES: [(&str, &str); 5] = [
    ("query", "search_term"),
    ("order_id", "transaction_id"),
    ("total", "value"),
    ("currency", "currency"),
    ("coupon", "coupon"),
];
const PRODUCT: [(&str, &str); 8] = [
    ("name", "item_name"),
    ("brand", "item_brand"),
    ("category", "item_category"),
    ("variant", "item_variant"),
    ("price", "price"),
    ("quantity", "quantity"),
    ("url", "url"),
    ("image_url", "image"),
];

/// The event that a call `analytics.track(name, properties)` of Segment's tells; `None` for one that is not of its ecommerce
/// specification.
#[must_use]
pub fn from_segment(name: &str, properties: &Value, time: f64) -> Option<Event> {
    let (_, name) = EVENTS.iter().find(|(theirs, _)| *theirs == name)?;
    let mut params = renamed(properties, &PROPERTIES);
    let mut items = Vec::new();
    let listed = properties.member("products").elements();
    for product in if listed.is_empty() { core::slice::from_ref(properties) } else { listed } {
        let mut ids: Vec<String> = Vec::new();
        for key in ["product_id", "sku"] {
            push_text(&mut ids, product.member(key));
        }
        if let Some((id, keys)) = ids.split_first() {
            let mut item = renamed(product, &PRODUCT);
            item.put_text("item_id", id.as_str());
            item.put("keys", keys.iter().map(|key| Value::from(key.as_str())).collect::<Vec<_>>().into());
            items.push(item);
        }
    }
    if text(params.member("value")).is_empty() && params.member("value").as_f64().is_none() {
        params.put("value", properties.member("revenue").clone());
    }
    params.put("items", items.into());
    Some(Event::from_ga4(name, &params, time))
}

fn renamed(from: &Value, names: &[(&str, &str)]) -> Value {
    let mut object = Value::object();
    for (theirs, ours) in names {
        object.put(ours, from.member(theirs).clone());
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::config::Config;
    use crate::engine::event::Action;
    use serde_json::{Value as Json, json};

    fn value(json: &Json) -> Value {
        serde_json::from_value(json.clone()).unwrap()
    }

    /// Name, ids with pieces, search term or transaction id.
    fn summary(event: Option<Event>) -> String {
        let Some(event) = event else { return "nothing".into() };
        let mut words = vec![event.name.clone()];
        for item in &event.items {
            let pieces = item.quantity.map_or_else(String::new, |pieces| format!("*{pieces}"));
            let price = item.price.map_or_else(String::new, |price| format!("@{price}{}", item.currency));
            words.push(format!(
                "{}{pieces}{price}",
                [core::slice::from_ref(&item.item_id), &item.keys[..]].concat().join("/")
            ));
        }
        words.push(format!("{}{}", event.text("search_term"), event.text("transaction_id")));
        words.join(" ").trim().into()
    }

    #[test]
    fn both_wire_forms_of_the_data_layer_are_read() {
        let items =
            json!([{ "item_id": 7, "price": "12.50", "quantity": "2" }, { "item_name": "Tent" }, { "price": 1 }]);
        for (entry, expected) in [
            (
                json!({ "event": "add_to_cart", "ecommerce": { "currency": "EUR", "items": items } }),
                "add_to_cart 7*2@12.5EUR Tent",
            ),
            (json!({ "event": "add_to_cart", "currency": "EUR", "items": items }), "add_to_cart 7*2@12.5EUR Tent"),
            (
                json!({ "0": "event", "1": "add_to_cart", "2": { "currency": "EUR", "items": items } }),
                "add_to_cart 7*2@12.5EUR Tent",
            ),
            (json!({ "0": "event", "1": "search", "2": { "search_term": "tent" } }), "search tent"),
            (json!({ "event": "purchase", "ecommerce": { "transaction_id": "T1", "items": [] } }), "purchase T1"),
            // Not events.
            (json!({ "ecommerce": null }), "nothing"),
            (json!({ "0": "config", "1": "G-1" }), "nothing"),
            (json!({ "0": "event" }), "nothing"),
            (json!(null), "nothing"),
            (json!("event"), "nothing"),
            (json!({ "event": { "name": "x" } }), "nothing"),
            // Cleared together with an event: there is one, and it concerns nothing.
            (json!({ "event": "add_to_cart", "ecommerce": null }), "add_to_cart"),
        ] {
            assert_eq!(summary(from_data_layer(&value(&entry), 0.0)), expected, "{entry}");
        }
    }

    #[test]
    fn traits_are_told_once_and_taken_back() {
        let config = value(&json!({ "traits": { "name": "user.first_name", "tier": "tier" } }));
        let config = Config::read(&config).unwrap();
        let wanted = Config::of(config.value()).traits();
        let mut profile = Profile::new(0.0);
        for (entry, expected) in [
            (json!({ "event": "login" }), json!(null)),
            (json!({ "user": { "first_name": "" } }), json!(null)),
            (json!({ "user": { "first_name": "Ana" } }), json!({ "name": "Ana" })),
            (json!({ "user": { "first_name": "Ana" } }), json!(null)),
            (json!({ "user": {} }), json!(null)),
            (json!({ "user": { "first_name": "Eva" }, "tier": "gold" }), json!({ "name": "Eva", "tier": "gold" })),
            (json!({ "user": null }), json!({ "name": null })),
            (json!({ "user": { "first_name": null }, "tier": "" }), json!({ "tier": null })),
            (json!("user"), json!(null)),
        ] {
            let found = traits(&value(&entry), wanted, &profile);
            assert_eq!(found.clone().unwrap_or_default(), value(&expected), "{entry}");
            if let Some(found) = found {
                let event = Event::new(Action::Identify, 1.0).with("traits", found);
                profile.observe(&event, &Config::of(config.value()).profile());
            }
        }
    }

    #[test]
    fn of_a_long_list_two_hundred_items_are_read() {
        let items: Vec<Json> = (0..250).map(|id| json!({ "item_id": id.to_string() })).collect();
        let entry = json!({ "event": "view_item_list", "ecommerce": { "items": items } });
        let event = from_data_layer(&value(&entry), 0.0).unwrap();
        assert_eq!((event.items.len(), event.items[199].item_id.as_str()), (200, "199"));
    }

    #[test]
    fn segments_ecommerce_events_are_ga4s() {
        let product = json!({ "product_id": "507", "sku": "G-32", "name": "Monopoly", "price": 18.99, "quantity": 1, "currency": "USD" });
        for (name, properties, expected) in [
            ("Products Searched", json!({ "query": "blue roses" }), "search blue roses"),
            ("Product Viewed", product.clone(), "view_item 507/G-32*1@18.99USD"),
            ("Product Added", product.clone(), "add_to_cart 507/G-32*1@18.99USD"),
            ("Product Removed", json!({ "sku": "G-32", "quantity": "3" }), "remove_from_cart G-32*3"),
            ("Product Clicked", product.clone(), "select_item 507/G-32*1@18.99USD"),
            (
                "Cart Viewed",
                json!({ "cart_id": "c", "products": [product, { "product_id": 9 }] }),
                "view_cart 507/G-32*1@18.99 9",
            ),
            (
                "Order Completed",
                json!({ "order_id": "o1", "total": 27.5, "currency": "USD", "products": [{ "product_id": "5", "price": "19", "quantity": 2 }] }),
                "purchase 5*2@19USD o1",
            ),
            ("Signed Up", json!({ "plan": "x" }), "nothing"),
        ] {
            assert_eq!(summary(from_segment(name, &value(&properties), 0.0)), expected, "{name}");
        }
        let order = value(&json!({ "order_id": "o2", "revenue": 25, "products": [] }));
        assert_eq!(from_segment("Order Completed", &order, 0.0).unwrap().params.member("value").as_f64(), Some(25.0));
    }
}
