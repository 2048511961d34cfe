//! What fuzzing feeds: the same entry points for `cargo fuzz` and for the tests that run the corpus.
//!
//! Each takes any bytes, and must neither panic nor break what it states.

#![allow(dead_code, reason = "each target is a program of its own and uses one of these")]
#![allow(clippy::expect_used, reason = "that is how a finding is told")]

use vitrina::engine::condition::{EcmaScript, check, failure, matches};
use vitrina::engine::config::{Config, Recommendation, Strategy, sentences};
use vitrina::engine::event::Event;
use vitrina::engine::item::Item;
use vitrina::engine::model::{CHECKED_FROM, Model, Scores, checksum};
use vitrina::engine::record::Record;
use vitrina::engine::replay::Replay;
use vitrina::engine::text::{Template, render};
use vitrina::engine::value::Value;
use vitrina::engine::{Engine, page::Page};
use vitrina::offline::Desk;
use vitrina::{Profile, offline};

/// [`Desk`] without its regular expressions, whose time has no bound.
struct Patient;

impl EcmaScript for Patient {
    fn test(&self, pattern: &str, text: &str, _: bool) -> Option<bool> {
        Some(text.contains(pattern))
    }

    fn text_of(&self, number: f64) -> String {
        Desk.text_of(number)
    }

    fn number_of(&self, text: &str) -> f64 {
        Desk.number_of(text)
    }

    fn lowercase(&self, text: &str) -> String {
        Desk.lowercase(text)
    }
}

fn json(value: &Value) -> String {
    serde_json::to_string(value).expect("a value is JSON")
}

/// A text that may be a config: it is checked, and where it is sound, decided by.
pub(crate) fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let checked = offline::check::text_of(text);
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    match Config::read(&value) {
        Err(problems) => {
            assert!(checked.is_err(), "the companion accepts what the browser rejects");
            assert!(!sentences(&problems, &json).is_empty(), "rejected without a word");
        }
        Ok(sound) => {
            assert_eq!(Config::read(sound.value()).as_ref(), Ok(&sound), "complete is not complete");
            let mut replay = Replay::new(sound, "shopper", Box::new(Desk));
            let lines = [
                r##"{ "time": 1e12, "name": "page_view", "page": { "key": "/?a=1", "type": "home", "grids": [{ "selector": "#a", "cards": [
                    { "key": "/a", "item": { "item_id": "a", "price": 1 } }, { "key": "/b", "item": { "item_id": "b" } }] }] } }"##,
                r#"{ "time": 1e12, "name": "add_to_cart", "items": [{ "item_id": "b", "price": 3 }],
                    "moment": { "seconds": 4000, "active": 4000, "idle": 4000, "depth": 100, "leaving": true } }"#,
                r#"{ "time": 1.1e12, "name": "page_view" }"#,
            ];
            for line in lines {
                let line = serde_json::from_str(line).expect("it is JSON");
                replay.step(&line).expect("it is a line");
            }
        }
    }
}

/// A condition and attributes, one after the other, with a line break between them.
pub(crate) fn condition(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (condition, attributes) = text.split_once('\n').unwrap_or((text, "{}"));
    let Ok(condition) = serde_json::from_str::<Value>(condition) else { return };
    let attributes = serde_json::from_str::<Value>(attributes).unwrap_or_default();
    let _ = check(&condition);
    let groups = Value::Null;
    let holds = matches(&condition, &attributes, &groups, &Patient);
    assert_eq!(failure(&condition, &attributes, &groups, &Patient).is_none(), holds, "what failed is not said");
    if matches!(condition, Value::Object(_)) {
        let both: Value = [("$and", Value::Array(vec![condition.clone(), condition]))].into_iter().collect();
        // One level deeper it may be too deep.
        assert!(holds || !matches(&both, &attributes, &groups, &Patient), "twice is more than once");
    }
}

/// A stored profile, and lines of events after it.
pub(crate) fn snapshot(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let Ok(value) = serde_json::from_str::<Value>(lines.next().unwrap_or_default()) else { return };
    let Ok(profile) = Profile::from_snapshot(&value) else { return };
    let again = profile.give();
    assert_eq!(Profile::from_snapshot(&again).expect("it is one of ours").give(), again, "it changes by being stored");
    let mut engine = Engine::new(Config::usual(), profile, Box::new(Desk));
    for line in lines {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        if let Some(event) = Event::from_snapshot(&value) {
            engine.observe(&event);
        }
    }
    let page = Page::default();
    let _ = engine.plan(&page, 1e12);
    let _ = engine.explain(&page, None, 1e12);
    let stored = engine.profile.give();
    assert!(Profile::from_snapshot(&stored).is_ok(), "it cannot be read again");
}

/// A text with merge tags, and attributes after a line that holds only `---`.
pub(crate) fn text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (text, attributes) = text.split_once("\n---\n").unwrap_or((text, "{}"));
    let attributes = serde_json::from_str::<Value>(attributes).unwrap_or_default();
    let problems = vitrina::engine::text::check(text);
    let rendered = render(text, &attributes, &Desk);
    if !text.contains("{{") && !text.contains("}}") {
        assert_eq!(rendered, text, "words without tags are changed");
        assert!(problems.is_empty(), "words without tags are faulty");
    }
    assert!(Template::new(text).paths().all(|path| !path.is_empty()), "a path of nothing");
}

/// A model file. Bytes that are refused for their length or checksum alone are asked again with the right ones, since what
/// lies behind them can be anything where somebody means harm.
pub(crate) fn model(bytes: &[u8]) {
    if let Ok(model) = Model::open(bytes.to_vec()) {
        ask_all(&model);
    }
    let mut forged = bytes.to_vec();
    if let (Ok(length), true) = (u32::try_from(bytes.len()), bytes.len() > CHECKED_FROM) {
        forged.splice(CHECKED_FROM - 8..CHECKED_FROM - 4, length.to_le_bytes());
        let sum = checksum(forged.get(CHECKED_FROM..).unwrap_or_default());
        forged.splice(CHECKED_FROM - 4..CHECKED_FROM, sum.to_le_bytes());
        if let Ok(model) = Model::open(forged) {
            ask_all(&model);
            recommend(model);
        }
    }
}

/// Asks a model everything that can be asked; nothing may panic.
pub(crate) fn ask_all(model: &Model) {
    let mut scores = Scores::new();
    for product in (0..=u32::try_from(model.len()).unwrap_or(u32::MAX)).take(40) {
        let _ = (model.item(product), model.trend(product), model.repurchase(product));
        for best in [model.next(&[product], &[], 5, &mut scores), model.together(&[product], 5, &mut scores)] {
            assert!(best.iter().all(|neighbour| neighbour.score.is_finite()), "a score is no number");
            assert!(best.iter().all(|neighbour| (neighbour.product as usize) < model.len()), "it does not exist");
        }
    }
}

/// Lets the engine recommend by a model, and predict.
fn recommend(model: Model) {
    let mut engine = Engine::new(Config::usual(), Profile::new(0.0), Box::new(Desk));
    let item = model.item(0).unwrap_or_else(|| Item::new("a"));
    engine.catalog.set_model(model);
    engine.observe(&Event::from_ga4("purchase", &Value::Null, 1e12));
    let mut viewed = Event::from_ga4("view_item", &Value::Null, 1e12);
    viewed.items.push(item);
    engine.observe(&viewed);
    let page = Page::default();
    for strategy in Strategy::ALL {
        let request: Value = [("strategy", strategy.word())].into_iter().collect();
        let request = Recommendation::read(&request).expect("it is a request");
        let _ = engine.recommend(Recommendation::of(request.value()), &page, 1e12);
    }
    for chance in ["predictions.purchase", "predictions.churn"] {
        let chance = engine.attributes(&page, 1e12).path(chance).as_f64();
        assert!(chance.is_some_and(|chance| (0.0..=1.0).contains(&chance)), "{chance:?} is no chance");
    }
}
