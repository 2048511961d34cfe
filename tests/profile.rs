//! The shopper's profile as it is kept: what is written reads back, whatever version wrote it.

#![allow(clippy::expect_used, reason = "a test fails by it")]

use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::profile::{DAY, Profile};
use vitrina::engine::record::Record;
use vitrina::engine::value::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

/// A shopper who looked around, bought something, and saw an offer.
fn shopper() -> Profile {
    let boot = Item {
        item_name: "Boot".into(),
        item_brand: "Gorski".into(),
        item_category: vec!["Outdoor".into(), "Boots".into()],
        price: Some(89.5),
        tags: vec!["Waterproof".into()],
        ..Item::new("boot")
    };
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    let traits: Value = serde_json::from_str(r#"{"name":"Ana","size":39}"#).expect("it is JSON");
    let mut profile = Profile::new(1_000.0);
    profile.id = Some("0a1b".into());
    for event in [
        Event::new(Action::PageView, 2_000.0),
        Event::new(Action::ViewItem, 3_000.0).with_items(vec![boot.clone()]),
        Event::new(Action::AddToWishlist, 4_000.0).with_items(vec![boot.clone()]),
        Event::new(Action::AddToCart, 5_000.0).with_items(vec![boot.clone()]),
        Event::new(Action::Identify, 6_000.0).with("traits", traits).with("discreet", true),
        Event::new(Action::ViewPromotion, 7_000.0).with("promotion_id", "stay"),
        Event::new(Action::Purchase, 8_000.0).with_items(vec![boot]).with("transaction_id", "T1").with("value", 89.5),
        Event::new(Action::ViewItem, 3.0 * DAY).with_items(vec![Item::new("sock")]),
    ] {
        profile.observe(&event, &memory);
    }
    profile
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn what_is_written_reads_back() {
    let profile = shopper();
    assert_eq!((profile.visits, profile.orders.count, profile.trail.len(), profile.interests.len()), (2, 1, 2, 4));
    let text = serde_json::to_string(&profile.give()).expect("a value is JSON");
    let stored: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(Profile::from_snapshot(&stored), Ok(profile));
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn nothing_written_is_all_defaults() {
    assert_eq!(Profile::from_snapshot(&Value::Object(Vec::new())), Ok(Profile::new(0.0)));
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn keys_of_a_newer_version_and_entries_that_cannot_be_read_are_passed_over() {
    let stored = r#"{
        "visits": 3,
        "mood": "good",
        "orders": { "count": 2, "refunds": 1 },
        "trail": [{ "id": "a", "at": 1, "action": "view_item" }, { "id": "b", "at": 2, "action": "teleport" }, 7]
    }"#;
    let profile = Profile::from_snapshot(&serde_json::from_str(stored).expect("it is JSON")).expect("it can be read");
    assert_eq!((profile.visits, profile.orders.count), (3, 2));
    assert_eq!(profile.trail.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(), ["a"]);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn what_is_no_profile_of_this_version_is_refused() {
    for stored in [r#"{ "version": 2 }"#, r#"{ "visits": "often" }"#, "[]", "7"] {
        let stored: Value = serde_json::from_str(stored).expect("it is JSON");
        assert!(Profile::from_snapshot(&stored).is_err(), "{stored:?}");
    }
}

/// Many visits leave no more than a few do.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_profile_does_not_grow_with_events() {
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    let mut profile = Profile::new(0.0);
    for step in 0..2_000_u32 {
        let name = step.to_string();
        let item = Item {
            item_brand: name.clone(),
            item_category: vec![name.clone()],
            tags: vec![name.clone()],
            ..Item::new(name.as_str())
        };
        let time = f64::from(step) * DAY;
        for action in [Action::AddToCart, Action::AddToWishlist] {
            profile.observe(&Event::new(action, time).with_items(vec![item.clone()]), &memory);
        }
        profile.observe(&Event::new(Action::ViewPromotion, time).with("promotion_id", name.as_str()), &memory);
        profile.observe(
            &Event::new(Action::Identify, time).with("traits", [(name, true)].into_iter().collect::<Value>()),
            &memory,
        );
    }
    let lengths = [
        profile.interests.len(),
        profile.trail.len(),
        profile.products.len(),
        profile.cart.len(),
        profile.wishlist.len(),
        profile.promotions.len(),
        profile.traits.members().len(),
    ];
    assert_eq!(lengths, [72, 30, 30, 30, 30, 30, 40]);
}
