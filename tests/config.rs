//! The schema of the config: it explains itself, and a broken config is told everything at once.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

use vitrina::engine::config::{Config, sentences};
use vitrina::engine::record::{Entry, Record, Section, Shape};
use vitrina::engine::value::Value;

/// Everything below `shape` that lacks documentation, bounds, or a default within them: a sentence each.
fn omissions(shape: &Shape, path: &str) -> Vec<String> {
    match shape {
        Shape::List(each) => omissions(each, &format!("{path}[]")),
        Shape::Named(each) => omissions(each, &format!("{path}.*")),
        Shape::Choice(words) => words
            .iter()
            .filter(|(_, doc)| !is_sentence(doc))
            .map(|(word, doc)| format!("{path}: \"{word}\" is documented as {doc:?}; expected a sentence"))
            .collect(),
        Shape::Object(section) => {
            let own = (!is_sentence(section.doc))
                .then(|| format!("{}: documented as {:?}; expected a sentence", section.name, section.doc));
            let of_keys = section.entries.iter().flat_map(|entry| of_key(entry, &format!("{path}.{}", entry.name)));
            own.into_iter().chain(of_keys).collect()
        }
        _ => Vec::new(),
    }
}

fn of_key(entry: &Entry, path: &str) -> Vec<String> {
    let mut found = omissions(&entry.shape, path);
    if !is_sentence(entry.doc) {
        found.push(format!("{path}: documented as {:?}; expected a sentence", entry.doc));
    }
    match entry.range {
        None if is_numeric(&entry.shape) => found.push(format!("{path}: a number without bounds")),
        Some((low, high)) if low > high => found.push(format!("{path}: no number is from {low} to {high}")),
        Some((low, high)) => {
            let default = entry.default.and_then(|json| json.parse::<f64>().ok());
            if let Some(default) = default.filter(|default| !(low..=high).contains(default)) {
                found.push(format!("{path}: the default {default} is not from {low} to {high}"));
            }
        }
        None => {}
    }
    found
}

fn is_numeric(shape: &Shape) -> bool {
    match shape {
        Shape::Number { .. } => true,
        Shape::List(each) | Shape::Named(each) => is_numeric(each),
        _ => false,
    }
}

fn is_sentence(doc: &str) -> bool {
    let doc = doc.trim();
    let begins = doc.chars().next().is_some_and(|first| !first.is_lowercase());
    begins && doc.ends_with('.') && doc.split_whitespace().count() >= 2
}

#[test]
fn every_key_has_a_sentence_bounds_and_a_default_within_them() {
    let found = omissions(&Config::shape(), "config");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn each_planted_omission_is_found() {
    let entry = |doc, shape, range, default| Entry { name: "key", doc, shape, range, default };
    let section = |doc, entries| Shape::Object(Section { name: "Planted", doc, entries });
    let number = || Shape::Number { whole: false };
    let of = |entry| omissions(&section(" A section.\n", vec![entry]), "config");

    assert_eq!(of(entry(" A share.\n", number(), Some((0.0, 1.0)), Some("0.5"))), [""; 0]);
    let cases = [
        (of(entry("", Shape::Bool, None, None)), "config.key: documented as \"\"; expected a sentence"),
        (
            of(entry(" share\n", Shape::Bool, None, None)),
            "config.key: documented as \" share\\n\"; expected a sentence",
        ),
        (of(entry(" A share.\n", number(), None, None)), "config.key: a number without bounds"),
        (of(entry(" Some shares.\n", Shape::List(number().into()), None, None)), "config.key: a number without bounds"),
        (
            of(entry(" A share.\n", number(), Some((0.0, 1.0)), Some("2"))),
            "config.key: the default 2 is not from 0 to 1",
        ),
        (omissions(&section("", vec![]), "config"), "Planted: documented as \"\"; expected a sentence"),
        (
            omissions(&Shape::Choice(vec![("word", "")]), "config"),
            "config: \"word\" is documented as \"\"; expected a sentence",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, [expected]);
    }
}

#[test]
fn a_broken_config_is_told_everything_at_once() {
    let config: Value = serde_json::from_str(include_str!("cases/broken-config.json")).expect("it is JSON");
    let problems = Config::read(&config).expect_err("it is broken");
    let json = |value: &Value| serde_json::to_string(value).expect("a value is JSON");
    assert_eq!(sentences(&problems, &json), include_str!("cases/broken-config.txt").trim_end());
}

#[test]
fn segments_may_build_on_each_other_in_any_order_but_not_in_a_circle() {
    let read = |segments: &str| {
        let config = format!(r#"{{ "segments": {segments} }}"#);
        Config::read(&serde_json::from_str(&config).expect("it is JSON"))
    };
    let json = |value: &Value| serde_json::to_string(value).expect("a value is JSON");
    let told = |segments: &str| sentences(&read(segments).expect_err("it is a circle"), &json);
    assert!(read(r#"{ "a": { "segments": "b" }, "b": { "segments": { "$not": "c" } }, "c": {} }"#).is_ok());
    assert_eq!(
        told(
            r#"{ "x": { "segments": "a" }, "a": { "$or": [{ "segments": { "$in": ["b", "new"] } }] }, "b": { "segments": "c" }, "c": { "segments": "a" } }"#
        ),
        "segments is \"a -> b -> c -> a\"; expected segments that do not build on each other in a circle"
    );
    assert_eq!(
        told(r#"{ "a": { "segments": "a" } }"#),
        "segments is \"a -> a\"; expected segments that do not build on each other in a circle"
    );
}

#[test]
fn an_empty_config_is_all_defaults() {
    assert_eq!(Config::read(&Value::Object(Vec::new())).expect("nothing is wrong"), Config::usual());
}
