//! What the page's analytics are told, and what they are never told.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod ports;

use ports::Script;
use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::consent::Purposes;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::Page;
use vitrina::engine::profile::Profile;
use vitrina::engine::value::Value;

fn engine(config: &str) -> Engine {
    let config = Config::read(&value(config)).unwrap();
    Engine::new(config, Profile::new(0.0), Box::new(Script))
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn written(report: Option<Value>) -> String {
    report.map_or_else(|| "nothing".into(), |report| serde_json::to_string(&report).unwrap())
}

fn promotion(action: Action) -> Event {
    Event::new(action, 5_000.0).with("promotion_id", "hero").with("creative_name", "hike")
}

#[test]
fn without_a_word_of_the_merchants_the_data_layer_is_told_and_an_empty_list_tells_nobody() {
    let report = |config: &str| written(engine(config).report(&promotion(Action::ViewPromotion), Purposes::default()));
    let hero = r#""name":"view_promotion","params":{"promotion_id":"hero","creative_name":"hike"}}"#;
    assert_eq!(report("{}"), format!(r#"{{"to":["data_layer"],{hero}"#));
    assert_eq!(report(r#"{ "telemetry": [] }"#), "nothing");
    assert_eq!(report(r#"{ "telemetry": ["matomo", "segment"] }"#), format!(r#"{{"to":["matomo","segment"],{hero}"#));
}

#[test]
fn who_serves_a_purpose_that_is_refused_is_told_nothing() {
    let engine = engine(r#"{ "telemetry": ["meta_pixel", "gtag", "klaviyo", "plausible"] }"#);
    let told = |analytics: bool, marketing: bool| {
        let report = engine.report(&promotion(Action::SelectPromotion), Purposes { analytics, marketing });
        report.map(|report| report.member("to").elements().iter().map(|to| to.text().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(told(true, true).unwrap(), ["meta_pixel", "gtag", "klaviyo", "plausible"]);
    assert_eq!(told(true, false).unwrap(), ["gtag", "plausible"]);
    assert_eq!(told(false, true).unwrap(), ["meta_pixel", "klaviyo"]);
    assert_eq!(told(false, false), None);
}

#[test]
fn an_order_is_told_with_the_variations_and_promotions_met_before_it() {
    let mut engine = engine("{}");
    engine.observe(&promotion(Action::SelectPromotion));
    let seen =
        Event::new(Action::ExperimentViewed, 6_000.0).with("experiment_id", "words").with("variation_id", "greeting");
    engine.observe(&seen);
    let order = |at: f64| {
        let order = Event::new(Action::Purchase, at).with("transaction_id", "T1").with("value", 49.5);
        order.with_items(vec![Item::new("lamp")])
    };
    assert_eq!(
        written(engine.report(&order(7_000.0), Purposes::default())),
        r#"{"to":["data_layer"],"name":"vitrina_purchase","params":{"transaction_id":"T1","value":49.5,"experiments":"words:greeting","promotions":"hero"}}"#
    );
    let later = engine.report(&order(8.0 * 86_400_000.0), Purposes::default()).unwrap();
    assert_eq!(later.path("params.promotions").text(), "");
    assert_eq!(written(engine.report(&Event::new(Action::ViewItem, 0.0), Purposes::default())), "nothing");
}

#[test]
fn s30_segments_are_told_but_for_those_that_build_on_a_discreet_trait() {
    let mut engine = engine(
        r#"{ "discreet": ["score"], "segments": {
            "rich": { "score": { "$gt": 5 } }, "secret": { "segments": "rich" }, "either": { "$or": [{ "score": 9 }, {}] },
            "hikers": { "cart.count": 0 }
        } }"#,
    );
    engine.observe(&Event::new(Action::Identify, 1_000.0).with("traits", value(r#"{ "score": 9 }"#)));
    let tree = engine.attributes(&Page::default(), 2_000.0);
    let all: Vec<_> = tree.member("segments").elements().iter().map(Value::text).collect();
    assert!(["rich", "secret", "either", "hikers"].iter().all(|name| all.contains(name)), "{all:?}");
    let told = engine.segments_report(&tree, Purposes::default()).unwrap();
    let told = told.path("params.vitrina_segments").text();
    assert!(told.split(',').any(|name| name == "hikers"), "{told}");
    assert!(!["rich", "secret", "either"].iter().any(|name| told.contains(name)), "{told}");
}

#[test]
fn who_pauses_is_not_spoken_of() {
    let mut engine = engine("{}");
    engine.observe(&Event::new(Action::Identify, 1_000.0).with("traits", value(r#"{ "paused": true }"#)));
    assert_eq!(written(engine.report(&promotion(Action::ViewPromotion), Purposes::default())), "nothing");
}

#[test]
fn s30_what_only_those_with_a_discreet_trait_are_shown_is_told_to_nobody() {
    let mut engine = engine(
        r##"{ "discreet": ["birthday"],
            "banners": [{ "slot": "#hero", "id": "hero", "variants": [
                { "id": "birthday", "when": { "is_birthday": true }, "content": { "title": "Today" } },
                { "id": "hike", "when": { "cart.count": 0 }, "content": { "title": "Hike" } }] }],
            "offers": [{ "id": "gift", "trigger": { "delay": 1 }, "when": { "is_birthday": true }, "content": { "title": "A gift" } }],
            "experiments": [{ "id": "cake", "variations": ["yes", "no"], "when": { "birthday": { "$exists": true } } }] }"##,
    );
    let told = |event: &Event| written(engine.report(event, Purposes::default()));
    for action in [Action::ViewPromotion, Action::SelectPromotion, Action::DismissPromotion] {
        let of = |id: &str, variant: &str| {
            Event::new(action, 5_000.0).with("promotion_id", id).with("creative_name", variant)
        };
        assert_eq!(told(&of("hero", "birthday")), "nothing");
        assert_eq!(told(&of("gift", "gift")), "nothing");
        assert!(told(&of("hero", "hike")).contains("hike"));
    }
    let tried = Event::new(Action::ExperimentViewed, 5_000.0).with("experiment_id", "cake").with("variation_id", "yes");
    assert_eq!(told(&tried), "nothing");
    // Nor is it told with an order.
    engine.observe(&tried);
    engine.observe(&Event::new(Action::SelectPromotion, 6_000.0).with("promotion_id", "gift"));
    engine.observe(&Event::new(Action::SelectPromotion, 6_001.0).with("promotion_id", "hero"));
    let order = Event::new(Action::Purchase, 7_000.0).with("transaction_id", "T1").with_items(vec![Item::new("lamp")]);
    let report = engine.report(&order, Purposes::default()).unwrap();
    assert_eq!(report.path("params.promotions").text(), "hero");
    assert_eq!(report.path("params.experiments").text(), "");
}
