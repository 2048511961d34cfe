//! The JSON Schema against the reader: what one rejects, the other rejects.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by these")]

use jsonschema::Validator;
use serde_json::{Value, json};
use vitrina::engine::config::Config;
use vitrina::engine::record::{Record, Shape};
use vitrina::offline::{check, schema};

fn full() -> Value {
    serde_json::from_str(include_str!("cases/full-config.json")).expect("it is JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema::schema()).expect("the schema is one")
}

/// The paths of the problems that the reader has with `config`.
fn rejected(config: &Value) -> Vec<String> {
    let config = serde_json::from_value(config.clone()).expect("JSON is a value");
    check::problems(&config).into_iter().map(|problem| problem.path).collect()
}

/// One place of the config: as people write it, as a JSON pointer, and what belongs there.
struct Place {
    path: String,
    pointer: String,
    shape: Shape,
    range: Option<(f64, f64)>,
}

/// Every place that `shape` knows in `config`. Of a list of sections one may have what another cannot have beside the rest.
fn places(shape: &Shape, range: Option<(f64, f64)>, config: &Value, path: &str, pointer: &str) -> Vec<Place> {
    let here = Place { path: path.into(), pointer: pointer.into(), shape: shape.clone(), range };
    let dot = if path.is_empty() { "" } else { "." };
    let below: Vec<Place> = match shape {
        Shape::List(each) => {
            let entries = config.as_array().filter(|entries| !entries.is_empty());
            let entries = entries.unwrap_or_else(|| panic!("{path} has no entry in full-config.json"));
            let shown = if matches!(**each, Shape::Object(_)) { entries.len() } else { 1 };
            let of_each =
                |(at, entry)| places(each, range, entry, &format!("{path}[{at}]"), &format!("{pointer}/{at}"));
            entries.iter().take(shown).enumerate().flat_map(of_each).collect()
        }
        Shape::Named(each) => {
            let (name, first) = config.as_object().and_then(|all| all.iter().next()).expect("a name is given");
            places(each, range, first, &format!("{path}{dot}{name}"), &format!("{pointer}/{name}"))
        }
        Shape::Object(section) => section
            .entries
            .iter()
            .flat_map(|entry| {
                let name = entry.name;
                let Some(below) = config.get(name) else { return Vec::new() };
                places(&entry.shape, entry.range, below, &format!("{path}{dot}{name}"), &format!("{pointer}/{name}"))
            })
            .collect(),
        _ => Vec::new(),
    };
    std::iter::once(here).chain(below).collect()
}

/// The keys of every section that `shape` knows, as `Offer.slot`.
fn keys(shape: &Shape, found: &mut Vec<String>) {
    match shape {
        Shape::List(each) | Shape::Named(each) => keys(each, found),
        Shape::Object(section) => {
            for entry in &section.entries {
                found.push(format!("{}.{}", section.name, entry.name));
                keys(&entry.shape, found);
            }
        }
        _ => {}
    }
}

/// Values that do not belong in a place.
fn wrong(place: &Place) -> Vec<Value> {
    let mut values = match &place.shape {
        Shape::Bool => vec![json!("true"), json!(1)],
        Shape::Number { whole } => {
            let mut values = vec![json!("1"), json!(true)];
            values.extend(whole.then(|| json!(1.5)));
            values
        }
        Shape::Text => vec![json!(""), json!(1), json!(["a"])],
        Shape::Link => vec![json!(""), json!(1), json!("javascript:alert(1)"), json!("data:text/html,x"), json!(":x")],
        Shape::LocalizedLink => {
            vec![json!(""), json!(1), json!({}), json!({ "en": "javascript:alert(1)" }), json!(["/c/"])]
        }
        Shape::Localized => vec![json!(1), json!({}), json!({ "en": 1 }), json!(["a"])],
        Shape::Condition => vec![
            json!("hikers"),
            json!({ "a": { "$equals": 1 } }),
            json!({ "$any": [] }),
            json!({ "$and": { "a": 1 } }),
            json!({ "$or": [1] }),
            json!({ "$not": [] }),
            json!({ "a": { "$gt": 1, "b": 2 } }),
            json!({ "a": { "$gt": true } }),
            json!({ "a": { "$eq": [1] } }),
            json!({ "a": { "$in": "b" } }),
            json!({ "a": { "$exists": 1 } }),
            json!({ "a": { "$size": "b" } }),
            json!({ "a": { "$type": "text" } }),
            json!({ "a": { "$regex": 1 } }),
            json!({ "a": { "$regex": "x".repeat(257) } }),
            json!({ "a": { "$elemMatch": 1 } }),
            json!({ "a": { "$elemMatch": { "b": { "$gtt": 1 } } } }),
            json!({ "a": { "$not": { "$gtt": 1 } } }),
            json!({ "a": { "$all": [{ "$gtt": 1 }] } }),
            json!({ "a": { "$vgt": 1 } }),
        ],
        Shape::Choice(_) => vec![json!("no such word"), json!(0)],
        Shape::List(_) => vec![json!({}), json!("a")],
        Shape::Named(_) => vec![json!([]), json!("a")],
        Shape::Json(_) => vec![],
        Shape::Object(_) | Shape::Again(_) => vec![json!([]), json!("a"), json!(1)],
    };
    if let (Shape::Number { .. }, Some((low, high))) = (&place.shape, place.range) {
        values.extend([json!(low - 1.0), json!(high + 1.0)]);
    }
    values
}

#[test]
fn both_accept_the_demo_shop_and_a_config_with_every_key() {
    let demo = serde_json::from_str(include_str!("../www/shop/vitrina.json")).expect("it is JSON");
    for config in [demo, full(), json!({})] {
        assert_eq!(rejected(&config), [""; 0]);
        let errors: Vec<String> = validator().iter_errors(&config).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
    }
}

#[test]
fn the_full_config_has_every_key() {
    let mut known = Vec::new();
    keys(&Config::shape(), &mut known);
    let mut found = Vec::new();
    for place in places(&Config::shape(), None, &full(), "", "") {
        let Shape::Object(section) = &place.shape else { continue };
        let here = full().pointer(&place.pointer).cloned().expect("the place is there");
        found.extend(here.as_object().into_iter().flatten().map(|(key, _)| format!("{}.{key}", section.name)));
    }
    known.retain(|key| !found.contains(key));
    assert_eq!(known, [""; 0]);
}

#[test]
fn both_accept_every_operator() {
    let operators = json!({ "segments": { "all": {
        "a": { "$eq": 1, "$ne": null, "$gt": 1, "$gte": "a", "$lt": 1, "$lte": 1, "$exists": true, "$in": [1], "$nin": [],
               "$ini": ["a"], "$nini": [], "$all": [1, { "$gt": 2 }], "$alli": ["a"], "$size": { "$gt": 1 },
               "$elemMatch": { "$eq": 1 }, "$not": { "$gt": 1 }, "$regex": "^a", "$regexi": "b$", "$type": "array",
               "$inGroup": "g", "$notInGroup": "g", "$veq": "1", "$vne": "1", "$vgt": "1", "$vgte": "1", "$vlt": "1", "$vlte": "1" },
        "b": { "$elemMatch": { "c": 1 } }, "d": { "e": 1 }, "f": [1], "g": null, "h": { "$size": 2 },
        "$and": [{}], "$or": [{ "a": 1 }], "$nor": [], "$not": { "a": 1 },
    } } });
    assert_eq!(rejected(&operators), [""; 0]);
    assert!(validator().is_valid(&operators));
}

#[test]
fn what_does_not_belong_in_a_place_is_rejected_there_by_both() {
    let (validator, full) = (validator(), full());
    let mut tried = 0;
    for place in places(&Config::shape(), None, &full, "", "") {
        for value in wrong(&place) {
            let mut config = full.clone();
            *config.pointer_mut(&place.pointer).expect("the place is there") = value.clone();
            let paths = rejected(&config);
            // A number may be reported with the list it is in.
            let list = place.path.rsplit_once('[').filter(|_| place.path.ends_with(']'));
            let list = list.map_or(place.path.as_str(), |(list, _)| list);
            let found = paths.iter().any(|path| path.starts_with(&place.path) || path == list);
            assert!(found, "{} as {value}: {paths:?}", place.path);
            assert!(!validator.is_valid(&config), "the schema accepts {} as {value}", place.path);
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} tried");
}

#[test]
fn unknown_and_missing_keys_are_rejected_by_both() {
    let (validator, full) = (validator(), full());
    for place in places(&Config::shape(), None, &full, "", "") {
        let Shape::Object(section) = &place.shape else { continue };
        let expect = |config: &Value, key: &str| {
            let path = if place.path.is_empty() { key.to_owned() } else { format!("{}.{key}", place.path) };
            assert!(rejected(config).contains(&path), "{path}");
            assert!(!validator.is_valid(config), "the schema accepts {path}");
        };
        let changed = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut config = full.clone();
            let place = config.pointer_mut(&place.pointer).and_then(Value::as_object_mut).expect("an object");
            change(place);
            config
        };
        expect(&changed(&|object| _ = object.insert("no_such_key".into(), json!(1))), "no_such_key");
        for entry in section.entries.iter().filter(|entry| entry.default.is_none()) {
            expect(&changed(&|object| _ = object.remove(entry.name)), entry.name);
        }
    }
}

#[test]
fn what_no_single_key_can_tell_is_rejected_by_both() {
    let (validator, full) = (validator(), full());
    for (pointer, value) in [
        ("/banners/0", json!({ "variants": [] })),
        ("/banners/0/variants/0/content/href", json!({ "en": "/c/", "sr": "javascript:x" })),
        ("/offers/0/trigger", json!({})),
        ("/experiments/0/variations", json!(["control"])),
    ] {
        let mut config = full.clone();
        *config.pointer_mut(pointer).expect("the place is there") = value;
        assert!(!rejected(&config).is_empty() && !validator.is_valid(&config), "{pointer}");
    }
}

#[test]
fn bounds_hold_for_each_number_of_a_list() {
    let mut config = full();
    config["experiments"][0]["weights"] = json!([-1, 2]);
    assert_eq!(rejected(&config), ["experiments[0].weights"]);
    assert!(!validator().is_valid(&config));
}

#[test]
fn editors_get_a_description_of_every_key_without_markup() {
    let schema = schema::schema();
    let sections = schema["$defs"].as_object().expect("there are sections").values().chain([&schema]);
    let mut described = 0;
    for key in sections.filter_map(|section| section["properties"].as_object()).flatten() {
        let text = key.1["description"].as_str().unwrap_or_default();
        assert!(!text.is_empty() && !text.contains('`') && !text.contains("]("), "{}: {text:?}", key.0);
        described += 1;
    }
    assert!(described > 40, "only {described} described");
}
