//! What holds for any input.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by these")]

mod fuzz;
mod ports;

use ports::Script;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use vitrina::Profile;
use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::{Page, PageCard, PageGrid};
use vitrina::engine::plan::OfferPlan;
use vitrina::engine::value::Value;

const MINUTE: f64 = 60_000.0;
const DAY: f64 = 86_400_000.0;

/// Words that mean something somewhere, so that arbitrary trees come close to what is read.
const WORDS: [&str; 40] = [
    "offers",
    "trigger",
    "all",
    "any",
    "delay",
    "experiments",
    "id",
    "variations",
    "weights",
    "coverage",
    "when",
    "content",
    "title",
    "segments",
    "banners",
    "slot",
    "variants",
    "grids",
    "strength",
    "cap",
    "days",
    "schedule",
    "from",
    "2026-11-27",
    "$and",
    "$or",
    "$not",
    "$gt",
    "$in",
    "$elemMatch",
    "$regex",
    "$size",
    "cart.value",
    "cart",
    "value",
    "a",
    "{{ a }}",
    "{{ name | default: \"x\" }}",
    "holdout",
    "bandit",
];

fn tree() -> impl Strategy<Value = Json> {
    let word = prop_oneof![4 => proptest::sample::select(&WORDS[..]).prop_map(String::from), 1 => any::<String>()];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        (0..100_u32).prop_map(Json::from),
        word.clone().prop_map(Json::from),
    ];
    leaf.prop_recursive(7, 64, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            proptest::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

fn engine(config: &Json, shopper: &str) -> Engine {
    let config: Value = serde_json::from_value(config.clone()).expect("JSON is a value");
    let mut engine = Engine::new(Config::read(&config).expect("it is sound"), Profile::new(0.0), Box::new(Script));
    engine.profile.id = Some(shopper.into());
    engine
}

/// What may happen between two looks of the page.
#[derive(Clone, Copy, Debug)]
enum Step {
    Page,
    Cart,
    Order,
    Dismiss,
    /// A message of another tab that comes late.
    Late,
}

fn steps() -> impl Strategy<Value = Vec<(f64, Step)>> {
    let step = proptest::sample::select(&[Step::Page, Step::Cart, Step::Order, Step::Dismiss, Step::Late][..]);
    let pause = prop_oneof![5 => 0.1..20.0, 3 => 31.0..600.0, 2 => 1_440.0..20_000.0];
    proptest::collection::vec((pause, step), 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn raising_coverage_never_reassigns(
        shopper in "\\PC{1,20}", low in 0.0..1.0_f64, more in 0.0..1.0_f64, parts in proptest::collection::vec(1..100_u32, 2..6),
    ) {
        let sum = f64::from(parts.iter().sum::<u32>());
        let weights: Vec<f64> = parts.iter().map(|part| f64::from(*part) / sum).collect();
        let names: Vec<String> = (0..parts.len()).map(|at| at.to_string()).collect();
        let variant = |coverage: f64| {
            let config = json!({ "experiments": [{ "id": "t", "variations": names, "weights": weights, "coverage": coverage }] });
            engine(&config, &shopper).variant("t", &Page::default(), 0.0).map(str::to_owned)
        };
        let before = variant(low);
        prop_assert!(before.is_none() || variant(low + (1.0 - low) * more) == before);
    }

    #[test]
    fn no_tree_makes_the_reader_or_a_condition_panic(tree in tree(), attributes in tree()) {
        fuzz::config(tree.to_string().as_bytes());
        fuzz::condition(format!("{tree}\n{attributes}").as_bytes());
        fuzz::snapshot(format!("{tree}\n{attributes}").as_bytes());
    }

    #[test]
    fn no_text_makes_its_reader_panic(text in "(\\PC|\\{\\{|\\}\\}|\\| |default: |\"|truncate: 3|name){0,40}", attributes in tree()) {
        fuzz::text(format!("{text}\n---\n{attributes}").as_bytes());
    }

    #[test]
    fn caps_hold_for_any_order_of_events(
        steps in steps(), per_session in 1..3_u32, days in 0..10_u32, after_dismissal in 0..10_u32, after_purchase in 0..10_u32,
    ) {
        let cap = json!({
            "per_session": per_session, "days": days, "after_dismissal": after_dismissal, "after_purchase": after_purchase,
        });
        let mut engine = engine(&json!({ "offers": [{ "id": "a", "trigger": { "delay": 0 }, "content": {}, "cap": cap }] }), "ana");
        let (mut now, mut dismissed, mut ordered) = (DAY, f64::NEG_INFINITY, f64::NEG_INFINITY);
        // When it was shown, and in which session.
        let mut shown: Vec<(f64, u32)> = Vec::new();
        for (minutes, step) in steps {
            now += minutes * MINUTE;
            let event = match step {
                Step::Page => Event::new(Action::PageView, now),
                Step::Late => Event::new(Action::PageView, now - minutes * MINUTE),
                Step::Cart => Event::new(Action::AddToCart, now).with_items(vec![Item::new("a")]),
                Step::Order => Event::new(Action::Purchase, now).with("transaction_id", now.to_string()),
                Step::Dismiss => Event::new(Action::DismissPromotion, now).with("promotion_id", "a"),
            };
            engine.observe(&event);
            match step {
                Step::Order => ordered = now,
                Step::Dismiss => dismissed = now,
                _ => {}
            }
            let Some(due) = engine.due(&Page::default(), now) else { continue };
            prop_assert_eq!(OfferPlan::of(&due).id(), "a");
            engine.observe(&Event::new(Action::ViewPromotion, now).with("promotion_id", "a"));
            let visit = engine.profile.visits;
            prop_assert!(now - dismissed >= f64::from(after_dismissal) * DAY);
            prop_assert!(now - ordered >= f64::from(after_purchase) * DAY);
            let (own, earlier): (Vec<_>, Vec<_>) = shown.iter().partition(|(_, other)| *other == visit);
            prop_assert!(own.len() < per_session as usize);
            let first_of_session = own.is_empty();
            prop_assert!(!first_of_session || earlier.iter().all(|(at, _)| now - at >= f64::from(days) * DAY));
            shown.push((now, visit));
        }
    }

    #[test]
    fn a_plan_is_a_function_of_what_goes_in(steps in steps(), prices in proptest::collection::vec(0.0..500.0_f64, 1..20)) {
        let config: Json = serde_json::from_str(include_str!("cases/journey-config.json")).unwrap();
        let cards = prices.iter().enumerate().map(|(at, price)| {
            let brand = ["Gorski", "Ardent", "Šumadija"][at % 3].into();
            let item = Item { price: Some(*price), item_brand: brand, ..Item::new(format!("p{at}")) };
            PageCard { key: format!("/p{at}"), item, pinned: false }
        });
        let grid = PageGrid { selector: "#products".into(), rule: None, cards: cards.collect() };
        let page = Page { key: "/c/".into(), grids: vec![grid.clone()], ..Page::default() };
        let mut once = engine(&config, "ana");
        let mut now = DAY;
        for (minutes, _) in steps {
            now += minutes * MINUTE;
            let item = grid.cards[now as usize % grid.cards.len()].item.clone();
            once.observe(&Event::new(Action::PageView, now));
            once.observe(&Event::new(Action::ViewItem, now).with_items(vec![item]));
        }
        // Another engine that knows the same, by way of what is stored.
        let mut twice = engine(&config, "ana");
        let stored = serde_json::to_string(&vitrina::engine::record::Record::give(&once.profile)).unwrap();
        twice.profile = Profile::from_snapshot(&serde_json::from_str(&stored).unwrap()).unwrap();
        prop_assert_eq!(once.plan(&page, now), once.plan(&page, now));
        prop_assert_eq!(once.plan(&page, now), twice.plan(&page, now));
    }
}
