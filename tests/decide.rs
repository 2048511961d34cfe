//! What the engine answers is what its tables say, and what it decides in small cases.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod ports;

use ports::Script;
use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::explanation::Explanation;
use vitrina::engine::item::Item;
use vitrina::engine::model::Model;
use vitrina::engine::offer::Refusal;
use vitrina::engine::page::{Page, PageCard, PageGrid};
use vitrina::engine::plan::{Plan, Prepared};
use vitrina::engine::profile::Profile;
use vitrina::engine::record::{Record, Sound};
use vitrina::engine::value::Value;

const CONFIG: &str = r##"{
    "segments": { "hikers": { "affinity.brand.gorski": { "$gt": 0.2 } } },
    "banners": [{ "slot": "#hero", "variants": [
        { "id": "hike", "when": { "segments": "hikers" }, "content": { "title": "Hike on, {{ name | default: 'friend' }}!", "href": "/c/boots" } }
    ] }],
    "offers": [
        { "id": "stay", "trigger": { "exit_intent": {}, "delay": 20 }, "when": { "segments": "hikers" }, "content": { "title": "Stay", "coupon": "STAY" } },
        { "id": "rich", "trigger": { "delay": 1 }, "when": { "cart.value": { "$gt": 1000 } }, "content": {} }
    ],
    "experiments": [{ "id": "color", "variations": ["red", "blue"] }]
}"##;

fn card(id: &str, brand: &str) -> PageCard {
    let item = Item { item_brand: brand.into(), url: ["/p/", id].concat(), price: Some(10.0), ..Item::new(id) };
    PageCard { key: ["/p/", id].concat(), item, pinned: false }
}

/// An engine whose shopper likes Gorski, and a page with a grid.
fn visit(config: &str) -> (Engine, Page) {
    let config = Config::read(&serde_json::from_str(config).unwrap()).unwrap();
    let mut engine = Engine::new(config, Profile::new(0.0), Box::new(Script));
    engine.profile.id = Some("ana".into());
    let seen = card("g0", "Gorski").item;
    engine.observe(&Event::new(Action::AddToCart, 1_000.0).with_items(vec![seen]));
    let cards = vec![card("a", "Ardent"), card("b", "Brisk"), card("g", "Gorski")];
    let grid = PageGrid { selector: "#grid".into(), rule: None, cards };
    let page = Page { key: "/c/".into(), grids: vec![grid], ..Page::default() };
    engine.catalog.remember(&page);
    (engine, page)
}

/// The tree holds what the table says and nothing else.
fn fits<T: Record<'static>>(tree: &Value) {
    assert_eq!(Sound::read::<T>(tree).err(), None);
}

#[test]
fn a_plan_is_what_its_table_says() {
    let (engine, page) = visit(CONFIG);
    let tree = engine.plan(&page, 2_000.0);
    fits::<Plan<'static>>(&tree);
    let plan = Plan::of(&tree);
    let grid = plan.grids().get(0).unwrap();
    assert_eq!(grid.keys().iter().collect::<Vec<_>>(), ["/p/g", "/p/a", "/p/b"]);
    assert_eq!(grid.order().iter().collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!(grid.moved(), 3);
    let banner = plan.banners().get(0).unwrap();
    assert_eq!((banner.slot(), banner.variant()), ("#hero", "hike"));
    assert_eq!((banner.content().title(), banner.content().href()), (Some("Hike on, friend!"), Some("/c/boots")));
    let offers: Vec<_> = plan.offers().iter().map(|offer| (offer.id(), offer.due())).collect();
    assert_eq!(offers, [("stay", false)]);
}

#[test]
fn what_the_loader_gets_is_what_its_table_says() {
    let (engine, page) = visit(CONFIG);
    let tree = engine.prepare(&page, 2_000.0);
    fits::<Prepared<'static>>(&tree);
    let prepared = Prepared::of(&tree);
    let grid = prepared.pages().get(0).unwrap().grids().get(0).unwrap();
    assert_eq!(grid.k().iter().collect::<Vec<_>>(), ["/p/g", "/p/a", "/p/b"]);
    assert_eq!(prepared.first().get(0), Some("g"));
    assert_eq!(prepared.grids().get(0), Some("#grid"));
}

#[test]
fn an_explanation_is_what_its_table_says() {
    let (engine, page) = visit(CONFIG);
    let tree = engine.explain(&page, None, 2_000.0);
    fits::<Explanation<'static>>(&tree);
    let explanation = Explanation::of(&tree);
    let places: Vec<_> = explanation.cards().iter().map(|card| (card.item_id(), card.rank(), card.place())).collect();
    assert_eq!(places, [("a", 1, 2), ("b", 2, 3), ("g", 3, 1)]);
    assert_eq!(explanation.segments().iter().collect::<Vec<_>>(), ["new", "high_intent", "hikers"]);
    let refusals: Vec<_> = explanation.offers().iter().map(|offer| offer.refusal()).collect();
    assert_eq!(refusals, [Some(Refusal::Trigger), Some(Refusal::Condition)]);
}

#[test]
fn a_shopper_kept_as_a_control_sees_the_merchants_page() {
    let (engine, page) = visit(r#"{ "holdout": 1 }"#);
    let tree = engine.plan(&page, 2_000.0);
    assert!(Plan::of(&tree).holdout() && Plan::of(&tree).grids().is_empty());
}

#[test]
fn pinned_cards_and_strength_zero_keep_the_merchants_order() {
    let (engine, page) = visit(r#"{ "grids": [{ "pin": 1 }] }"#);
    let order = |engine: &Engine, page: &Page| {
        let tree = engine.plan(page, 2_000.0);
        Plan::of(&tree).grids().get(0).unwrap().order().iter().collect::<Vec<_>>()
    };
    assert_eq!(order(&engine, &page), [0, 2, 1]);
    let (engine, page) = visit(r#"{ "grids": [{ "strength": 0 }] }"#);
    assert_eq!(order(&engine, &page), [0, 1, 2]);
}

/// The order of a page of six cards from as many brands, in which `g` and `h` are boots and the last is sold out.
fn arranged(config: &str, change: impl FnOnce(&mut Engine, &mut Page)) -> String {
    let (engine, page) = boots(config, change);
    let tree = engine.plan(&page, 2_000.0);
    let plan = Plan::of(&tree);
    let mut keys = String::new();
    for key in plan.grids().get(0).unwrap().keys().iter() {
        keys.push_str(key.trim_start_matches("/p/"));
    }
    keys
}

/// Four things and, behind them, two pairs of waterproof boots of which the last is sold out.
fn boots(config: &str, change: impl FnOnce(&mut Engine, &mut Page)) -> (Engine, Page) {
    let config = Config::read(&serde_json::from_str(config).unwrap()).unwrap();
    let mut engine = Engine::new(config, Profile::new(0.0), Box::new(Script));
    let mut cards: Vec<PageCard> = ["a", "b", "c", "d", "g", "h"].map(|id| card(id, &id.repeat(3))).into();
    for boot in cards.iter_mut().skip(4) {
        boot.item.item_category = vec!["Boots".into()];
        boot.item.tags = vec!["waterproof".into()];
    }
    cards.last_mut().unwrap().item.in_stock = Some(false);
    let grid = PageGrid { selector: "#grid".into(), rule: None, cards };
    let mut page = Page { key: "/c/".into(), grids: vec![grid], ..Page::default() };
    change(&mut engine, &mut page);
    (engine, page)
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn without_evidence_the_merchants_order_stands() {
    assert_eq!(arranged("{}", |_, _| {}), "abcdgh");
}

#[test]
fn s08_what_the_merchant_boosts_comes_first_where_its_condition_holds() {
    let config = r#"{ "grids": [{ "boosts": [{ "when": { "context.weather": "rain", "item.tags": { "$in": ["waterproof"] } }, "factor": 10 }] }] }"#;
    assert_eq!(arranged(config, |_, _| {}), "abcdgh");
    let rain = |engine: &mut Engine, _: &mut Page| engine.context = value(r#"{ "weather": "rain" }"#);
    // The merchant's word counts whether or not it is in stock.
    assert_eq!(arranged(config, rain), "ghabcd");
    let off = r#"{ "grids": [{ "strength": 0, "boosts": [{ "when": {}, "factor": 6 }] }] }"#;
    assert_eq!(arranged(off, rain), "abcdgh");
    let last = r#"{ "grids": [{ "boosts": [{ "when": { "item.item_id": "a" }, "factor": 0 }] }] }"#;
    assert_eq!(arranged(last, |_, _| {}), "bcdgha");
}

#[test]
fn s42_a_grid_says_whether_the_shop_or_the_shopper_decided() {
    let config = r#"{ "grids": [{ "boosts": [{ "when": { "context.weather": "rain", "item.tags": { "$in": ["waterproof"] } }, "factor": 10 }] }] }"#;
    let why = |wet: bool, declares: bool| {
        let (engine, page) = boots(config, |engine, _| {
            engine.context = value(if wet { r#"{ "weather": "rain" }"# } else { "{}" });
            if declares {
                let traits = value(r#"{ "preferences": { "category": ["boots"] } }"#);
                engine.observe(&Event::new(Action::Identify, 1_000.0).with("traits", traits));
            }
        });
        let explanation = engine.explain(&page, None, 2_000.0);
        serde_json::to_string(explanation.path("blocks.0.topics")).unwrap()
    };
    assert_eq!(why(false, false), "null");
    assert_eq!(why(true, false), r#"["rule","moment"]"#);
    assert_eq!(why(false, true), r#"["answers"]"#);
    assert_eq!(why(true, true), r#"["answers","rule","moment"]"#);
}

#[test]
fn s29_what_the_shopper_declares_comes_first_unless_it_is_sold_out() {
    let declares = |traits: &'static str| {
        move |engine: &mut Engine, _: &mut Page| {
            engine.observe(&Event::new(Action::Identify, 1_000.0).with("traits", value(traits)));
        }
    };
    assert_eq!(arranged("{}", declares(r#"{ "preferences": { "category": ["boots"] } }"#)), "agbcdh");
    assert_eq!(
        arranged(
            r#"{ "grids": [{ "strength": 1 }] }"#,
            declares(r#"{ "preferences": { "category": ["boots"], "tag": ["waterproof"] } }"#)
        ),
        "gabcdh"
    );
    // What every product is tells them not apart.
    assert_eq!(arranged("{}", declares(r#"{ "preferences": { "price": ["10-20"] } }"#)), "abcdgh");
}

#[test]
fn s33_the_page_that_a_campaign_leads_to_begins_with_what_it_promised() {
    let leads = |_: &mut Engine, page: &mut Page| page.campaign = value(r#"{ "interest": "category:boots" }"#);
    assert_eq!(arranged("{}", leads), "agbcdh");
}

#[test]
fn diversity_brings_something_else_after_each_product() {
    let views = |engine: &mut Engine, page: &mut Page| {
        for (card, brand) in page.grids[0].cards.iter_mut().zip(["x", "y", "x", "y", "x", "y"]) {
            card.item.item_brand = brand.into();
            card.item.item_category = vec![brand.into()];
            card.item.in_stock = None;
        }
        let seen = Item { item_brand: "x".into(), item_category: vec!["x".into()], ..Item::new("seen") };
        engine.observe(&Event::new(Action::AddToCart, 1_000.0).with_items(vec![seen]));
    };
    assert_eq!(arranged(r#"{ "grids": [{ "strength": 1 }] }"#, views), "acgbdh");
    let mixed = arranged(r#"{ "grids": [{ "strength": 1, "diversity": 0.6 }] }"#, views);
    assert!(mixed.starts_with("ab"), "{mixed}");
}

#[test]
fn what_comes_next_in_the_shops_model_moves_forward() {
    let next = |engine: &mut Engine, page: &mut Page| {
        engine.catalog.set_model(Model::open(include_bytes!("cases/model-1.vitrina").to_vec()).ok().unwrap());
        for (card, id) in page.grids[0].cards.iter_mut().zip(["a", "b", "lamp", "tent", "pole", "h"]) {
            *card = PageCard { key: format!("/p/{}", id.chars().next().unwrap()), item: Item::new(id), pinned: false };
        }
        engine.observe(&Event::new(Action::ViewItem, 1_000.0).with_items(vec![Item::new("boot")]));
    };
    // The model brings pole, lamp and tent, in this order.
    assert_eq!(arranged(r#"{ "grids": [{ "strength": 1 }] }"#, next), "alpbth");
    assert_eq!(arranged(r#"{ "grids": [{ "strength": 0 }] }"#, next), "abltph");
}

#[test]
fn a_banner_that_time_ends_says_when_so_that_no_later_page_begins_with_it() {
    // 2026-11-30 at 12:00 in Belgrade, an hour ahead of UTC.
    let now = 1_796_036_400_000.0;
    let hour = 3_600_000.0;
    let until = |schedule: &str, when: &str| {
        let config = format!(
            r##"{{ "time_zone": "Europe/Belgrade", "banners": [{{ "slot": "#a", "variants": [
                {{ "id": "x", "schedule": {schedule}, "when": {when}, "content": {{}} }},
                {{ "id": "usual", "content": {{}} }} ] }}] }}"##
        );
        let (mut engine, mut page) = visit(&config);
        page.utc_offset = 120.0;
        let traits = serde_json::from_str(r#"{ "birthday": "11-30" }"#).unwrap();
        engine.observe(&Event::new(Action::Identify, now).with("traits", Value::clone(&traits)));
        let prepared = engine.prepare(&page, now);
        let banner = Prepared::of(&prepared).banners().get(0).unwrap();
        (banner.variant().to_owned(), banner.until().map(|until| (until - now) / hour))
    };
    assert_eq!(until("{}", "{}"), ("x".into(), None));
    assert_eq!(until(r#"{ "until": "2026-11-30" }"#, "{}"), ("x".into(), Some(12.0)));
    assert_eq!(until(r#"{ "until": "2026-11-29" }"#, "{}"), ("usual".into(), None));
    assert_eq!(until(r#"{ "from": "2026-11-30T12:01" }"#, "{}"), ("usual".into(), None));
    assert_eq!(until(r#"{ "from_hour": 9, "to_hour": 17 }"#, "{}"), ("x".into(), Some(5.0)));
    // By the shopper's clock, which is an hour further.
    assert_eq!(until("{}", r#"{ "is_birthday": true }"#), ("x".into(), Some(11.0)));
    assert_eq!(until("{}", r#"{ "time.hour": 13 }"#), ("x".into(), Some(1.0)));
    let (engine, page) = visit(
        r##"{ "banners": [{ "slot": "#a", "variants": [{ "id": "x", "schedule": { "until": "2026-11-29" }, "content": {} }] }] }"##,
    );
    let explanation = engine.explain(&page, None, now);
    let reason = Explanation::of(&explanation).banners().get(0).unwrap();
    assert!(reason.variant().is_none() && reason.variants().get(0).unwrap().closed());
}
