//! The JSON Schema of the config, for editors that complete and check while typing.
//!
//! It accepts less than Vitrina does in one thing: `null` for a key that is left out. And it cannot look into texts:
//! merge tags and regular expressions are what `vitrina check` is for.

use serde_json::{Map, Value, json};

use super::sections::{plain, preset, sections};
use crate::engine::record::{Entry, Section, Shape};

/// What [`is_safe_link`](crate::engine::config::is_safe_link) accepts, without what a browser would repair.
const LINK: &str = "^([^:/?#]*([/?#]|$)|(https?|mailto|tel):)";

/// The JSON Schema, draft 2020-12.
#[must_use]
pub fn schema() -> Value {
    let mut found = sections().into_iter();
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), "Vitrina".into());
    schema.extend(found.next().map(|root| object(&root.section)).unwrap_or_default());

    let mut definitions: Map<String, Value> =
        found.map(|one| (one.section.name.into(), object(&one.section).into())).collect();
    definitions.insert(
        "Link".into(),
        json!({ "type": "string", "minLength": 1, "pattern": LINK, "examples": ["/c/boots/", "https://example.com/"] }),
    );
    definitions.insert(
        "LocalizedText".into(),
        json!({ "anyOf": [
            { "type": "string" },
            { "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } },
        ] }),
    );
    definitions.insert(
        "LocalizedLink".into(),
        json!({ "anyOf": [
            { "$ref": "#/$defs/Link" },
            { "type": "object", "minProperties": 1, "additionalProperties": { "$ref": "#/$defs/Link" } },
        ] }),
    );
    definitions.extend(conditions());
    schema.insert("$defs".into(), definitions.into());
    schema.into()
}

/// The language of conditions.
fn conditions() -> Map<String, Value> {
    serde_json::from_str(include_str!("conditions.json")).unwrap_or_default()
}

fn object(section: &Section) -> Map<String, Value> {
    let properties: Map<String, Value> =
        section.entries.iter().map(|entry| (entry.name.into(), property(entry).into())).collect();
    let required: Vec<&str> =
        section.entries.iter().filter(|entry| entry.default.is_none()).map(|entry| entry.name).collect();
    let mut object = Map::new();
    object.insert("description".into(), plain(section.doc).into());
    object.insert("type".into(), "object".into());
    object.insert("properties".into(), properties.into());
    if !required.is_empty() {
        object.insert("required".into(), required.into());
    }
    object.insert("additionalProperties".into(), false.into());
    across(section.name, &mut object);
    object
}

/// What no single key can tell, as [`Config::read`](crate::engine::config::Config::read) checks it.
fn across(section: &str, object: &mut Map<String, Value>) {
    match section {
        "Trigger" => {
            let signals: Vec<Value> = object
                .get("properties")
                .and_then(Value::as_object)
                .map(|properties| properties.keys().map(signal).collect())
                .unwrap_or_default();
            object.insert("anyOf".into(), signals.into());
        }
        "Banner" => {
            object.insert("anyOf".into(), json!([{ "required": ["slot"] }, { "required": ["id"] }]));
        }
        "Experiment" => {
            let variations = object.get_mut("properties").and_then(|properties| properties.get_mut("variations"));
            if let Some(variations) = variations.and_then(Value::as_object_mut) {
                variations.insert("minItems".into(), 2.into());
            }
        }
        _ => {}
    }
}

/// A signal is given; where it is a list, by what is in the list.
fn signal(key: &String) -> Value {
    match key.as_str() {
        "any" | "all" => json!({ "required": [key], "properties": { key: { "minItems": 1 } } }),
        _ => json!({ "required": [key] }),
    }
}

fn property(entry: &Entry) -> Map<String, Value> {
    let mut property = Map::new();
    property.insert("description".into(), description(entry).into());
    property.extend(kind(&entry.shape, entry.range));
    if let Some(default) = preset(entry).and_then(|json| serde_json::from_str(json).ok()) {
        property.insert("default".into(), default);
    }
    property
}

/// The meaning, and that of each word where there is a choice.
fn description(entry: &Entry) -> String {
    let mut text = plain(entry.doc);
    if let Shape::Choice(words) = &entry.shape {
        for (word, meaning) in words {
            text += &format!("\n{word}: {}", plain(meaning));
        }
    }
    text
}

fn kind(shape: &Shape, range: Option<(f64, f64)>) -> Map<String, Value> {
    let kind = match shape {
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Number { whole } => {
            let name = if *whole { "integer" } else { "number" };
            match range {
                Some((low, high)) => json!({ "type": name, "minimum": bound(low), "maximum": bound(high) }),
                None => json!({ "type": name }),
            }
        }
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        Shape::Link => json!({ "$ref": "#/$defs/Link" }),
        Shape::Localized => json!({ "$ref": "#/$defs/LocalizedText" }),
        Shape::LocalizedLink => json!({ "$ref": "#/$defs/LocalizedLink" }),
        Shape::Condition => json!({ "$ref": "#/$defs/Condition" }),
        Shape::Choice(words) => json!({ "enum": words.iter().map(|(word, _)| *word).collect::<Vec<_>>() }),
        Shape::List(each) => json!({ "type": "array", "items": kind(each, range) }),
        Shape::Named(each) => json!({ "type": "object", "additionalProperties": kind(each, range) }),
        Shape::Json(_) => json!({}),
        Shape::Object(Section { name, .. }) | Shape::Again(name) => json!({ "$ref": format!("#/$defs/{name}") }),
    };
    match kind {
        Value::Object(kind) => kind,
        _ => Map::new(),
    }
}

/// A whole number without a fraction.
#[expect(clippy::cast_possible_truncation, reason = "bounds are small")]
fn bound(number: f64) -> Value {
    if number.fract() == 0.0 { Value::from(number as i64) } else { Value::from(number) }
}
