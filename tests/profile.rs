//! The shopper's profile as it is kept: what is written reads back, whatever version wrote it.

#![allow(clippy::expect_used, reason = "a test fails by it")]

use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::profile::{DAY, Kind, Profile};
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
    let interests: usize = Kind::ALL.iter().map(|kind| profile.interests.of(*kind).len()).sum();
    assert_eq!((profile.visits, profile.orders.kept.len(), profile.trail.len(), interests), (2, 1, 2, 5));
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
        "version": 2,
        "visits": 3,
        "mood": "good",
        "session": { "begun": 5, "pages": 2, "moods": 1 },
        "trail": [["a", 1, 1, "a newer cell"], ["b", "yesterday", 1], ["c", 2], 7]
    }"#;
    let profile = Profile::from_snapshot(&serde_json::from_str(stored).expect("it is JSON")).expect("it can be read");
    assert_eq!((profile.visits, profile.session.pages), (3, 2));
    assert_eq!(profile.trail.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(), ["a"]);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn what_is_no_profile_of_this_version_is_refused() {
    for stored in [r#"{ "version": 3 }"#, r#"{ "visits": "often" }"#, r#"{ "version": 2, "seen": "often" }"#, "[]", "7"]
    {
        let stored: Value = serde_json::from_str(stored).expect("it is JSON");
        assert!(Profile::from_snapshot(&stored).is_err(), "{stored:?}");
    }
}

/// What version 1 wrote of the same shopper.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn a_snapshot_of_version_1_is_understood() {
    let stored: Value = serde_json::from_str(include_str!("cases/profile-v1.json")).expect("it is JSON");
    let old = Profile::from_snapshot(&stored).expect("it can be read");
    let new = shopper();
    assert_eq!((&old.id, old.visits, old.session.previous.to_bits()), (&new.id, 2, 8_000_f64.to_bits()));
    for kind in [Kind::Category, Kind::Brand, Kind::Tag] {
        let names = |profile: &Profile| {
            profile.interests.of(kind).iter().map(|interest| interest.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&old), names(&new));
        for (one, other) in old.interests.of(kind).iter().zip(new.interests.of(kind)) {
            assert!((one.level - other.level).abs() < 0.01, "{one:?} {other:?}");
        }
    }
    assert!((old.evidence - new.evidence).abs() < 0.01);
    assert_eq!(old.trail.iter().map(|step| &step.id).collect::<Vec<_>>(), ["boot", "sock"]);
    assert_eq!(old.product("boot").map(|item| &item.item_brand), new.product("boot").map(|item| &item.item_brand));
    let (one, other) = (old.orders.sums(), new.orders.sums());
    assert_eq!((one.count.to_bits(), one.value.to_bits()), (other.count.to_bits(), other.value.to_bits()));
    assert_eq!(old.exposure("stay"), new.exposure("stay"));
    assert!(old.is_discreet("name") && old.traits.len() == new.traits.len());
    assert!(old.wishlist.iter().all(|wish| wish.id == "boot" && wish.on));
    // The order that version 1 knew is counted no second time.
    let usual = Config::usual();
    let mut again = old;
    let order = Event::new(Action::Purchase, 4.0 * DAY).with("transaction_id", "T1").with("value", 89.5);
    again.observe(&order, &Config::of(usual.value()).profile());
    assert_eq!(again.orders.sums().count.to_bits(), 1_f64.to_bits());
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn another_half_life_in_the_config_keeps_what_interests_are_worth_now() {
    let mut profile = shopper();
    let weight = |profile: &Profile| {
        let interest = profile.interests.brand.last().expect("a brand is known");
        vitrina::engine::profile::fade::weight(interest.level, profile.seen, profile.half_life)
    };
    let before = weight(&profile);
    let config: Value = serde_json::from_str(r#"{ "profile": { "half_life": 7 } }"#).expect("it is JSON");
    let config = Config::read(&config).expect("nothing is wrong");
    let seen = profile.seen;
    profile.observe(&Event::new(Action::PageView, seen), &Config::of(config.value()).profile());
    assert!((weight(&profile) - before).abs() < 0.01 * before, "{} {before}", weight(&profile));
}
