//! Laws that hold for any shoppers, devices and grids, shown on random ones.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

use proptest::prelude::*;
use vitrina::engine::config::{Config, Grid};
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::PageCard;
use vitrina::engine::predict::Coefficients;
use vitrina::engine::profile::bound::MAX_BYTES;
use vitrina::engine::profile::{Profile, merge};
use vitrina::engine::rank::{Pull, standings};
use vitrina::engine::record::Record;
use vitrina::engine::value::Value;

fn item() -> impl Strategy<Value = Item> {
    // Few names and few minutes, so that devices tell of the same things and of the same moments.
    (0..40_u32, 0..30_u32, 0..20_u32, 0..5_u32, 1..4_u32).prop_map(|(id, brand, category, variant, pieces)| Item {
        item_brand: format!("brand {brand}"),
        item_category: vec!["shop".into(), format!("category {category}")],
        item_variant: format!("{variant} / color {variant}"),
        price: Some(f64::from(id) * 7.3),
        list_price: Some(f64::from(brand) * 20.0),
        quantity: Some(f64::from(pieces)),
        tags: vec![format!("tag {brand}")],
        ..Item::new(format!("product {id}"))
    })
}

fn event() -> impl Strategy<Value = Event> {
    let action = prop::sample::select(Action::ALL);
    (action, 0..200_u32, prop::collection::vec(item(), 0..3), 0..25_u32).prop_map(|(action, minute, items, name)| {
        let traits: Value = [(format!("trait {name}"), Value::from(f64::from(minute)))].into_iter().collect();
        let names = vec![Value::from(format!("brand:brand {name}"))];
        Event::new(action, f64::from(minute) * 60_000.0 * 20.0)
            .with_items(items)
            .with("promotion_id", format!("promotion {name}"))
            .with("transaction_id", format!("order {name}"))
            .with("engagement_time_msec", f64::from(minute))
            .with("campaign", [("source", format!("source {name}"))].into_iter().collect::<Value>())
            .with("matched", Value::Array(names))
            .with("traits", traits)
    })
}

/// A profile, in some cases one that began as a copy of another.
fn after(mut profile: Profile, events: &[Event]) -> Profile {
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    for event in events {
        profile.observe(event, &memory);
    }
    profile
}

fn profile() -> impl Strategy<Value = Profile> {
    (0..3_u32, 0..5_u32, prop::collection::vec(event(), 0..120)).prop_map(|(id, created, events)| {
        let mut profile = Profile::new(f64::from(created));
        profile.id = Some(format!("shopper {id}"));
        after(profile, &events)
    })
}

fn joined(a: &Profile, b: &Profile) -> Profile {
    merge(a.clone(), b.clone())
}

fn card() -> impl Strategy<Value = PageCard> {
    let odd = prop::sample::select(vec![0.0, -1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
    (item(), prop::option::of(odd), any::<bool>()).prop_map(|(mut item, price, pinned)| {
        item.price = price.or(item.price);
        PageCard { key: String::new(), item, pinned }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in profile(), b in profile(), c in profile()) {
        let json = |profile: &Profile| serde_json::to_string(&profile.give()).expect("a value is JSON");
        prop_assert_eq!(json(&joined(&a, &b)), json(&joined(&b, &a)));
        prop_assert_eq!(json(&joined(&joined(&a, &b), &c)), json(&joined(&a, &joined(&b, &c))));
        prop_assert_eq!(json(&joined(&a, &a)), json(&a));
        prop_assert_eq!(json(&joined(&joined(&a, &b), &b)), json(&joined(&a, &b)));
        prop_assert!(json(&joined(&a, &b)).len() <= MAX_BYTES);
    }

    #[test]
    fn a_copy_that_went_on_by_itself_tells_everything_it_was_copied_with(
        first in profile(), more in prop::collection::vec(event(), 0..60),
    ) {
        let copy = after(first.clone(), &more);
        let both = joined(&first, &copy);
        prop_assert!(both.orders.sums().count >= first.orders.sums().count.max(copy.orders.sums().count));
        prop_assert!(both.seen >= first.seen && both.visits >= first.visits);
        prop_assert_eq!(&both.id, &first.id);
    }

    #[test]
    fn every_order_is_a_permutation_with_pins_in_place_and_no_score_is_nan(
        profile in profile(),
        cards in prop::collection::vec(card(), 0..40),
        pulls in prop::collection::vec((0.0..9.0_f64, 0.0..1.0_f64, -20.0..5.0_f64), 0..40),
        (strength, pin, promote, diversity) in (0.0..=1.0_f64, 0..6_u32, 0..50_u32, 0.0..=1.0_f64),
    ) {
        let pull = |(declared, neighbours, boost)| Pull { declared, neighbours, boost };
        let pulls: Vec<Pull> = pulls.into_iter().map(pull).collect();
        let settings: Value = [("strength", strength), ("pin", f64::from(pin)), ("promote", f64::from(promote)), ("diversity", diversity)]
            .into_iter()
            .collect();
        let settings = Grid::read(&settings).expect("nothing is wrong");
        let (standings, order) = standings(&cards, &profile, Grid::of(settings.value()), &pulls);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..cards.len()).collect::<Vec<_>>());
        for (place, index) in order.iter().enumerate() {
            let pinned = cards.get(place).is_some_and(|card| card.pinned) || place < pin as usize;
            prop_assert!(!pinned || place == *index, "the pinned card {} moved", place);
        }
        for standing in &standings {
            prop_assert!(standing.score.is_finite(), "{:?}", standing);
        }
    }

    #[test]
    fn attributes_hold_no_number_that_json_cannot_say(profile in profile(), minute in 0..9_000_u32) {
        let usual = Config::usual();
        let page = vitrina::engine::page::Page::default();
        let now = f64::from(minute) * 60_000.0;
        let tree = vitrina::engine::attributes::attributes(
            &profile, &page, &Value::Null, Config::of(usual.value()), &Coefficients::BUILT_IN, now,
        );
        prop_assert!(all_finite(&tree), "{:?}", tree);
        let chance = |name| tree.member("predictions").member(name).as_f64();
        prop_assert!(chance("purchase").is_some_and(|chance| (0.0..=1.0).contains(&chance)));
        // Nobody can leave who never came.
        let ordered = profile.orders.sums().last > 0.0;
        prop_assert_eq!(chance("churn").is_some(), ordered);
        prop_assert!(chance("churn").is_none_or(|chance| (0.0..=1.0).contains(&chance)));
    }
}

fn all_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_finite(),
        Value::Array(list) => list.iter().all(all_finite),
        Value::Object(members) => members.iter().all(|(_, value)| all_finite(value)),
        _ => true,
    }
}
