//! JavaScript's conversions and comparisons, on JSON values.

use alloc::borrow::Cow;
use alloc::string::String;
use core::cmp::Ordering;

use super::ecmascript::EcmaScript;
use super::{MAX_DEPTH, version};
use crate::engine::scan;
use crate::engine::value::Value;

/// Conversions that need the language's own number formats.
#[derive(Clone, Copy)]
pub(crate) struct Coerce<'a> {
    pub(crate) script: &'a dyn EcmaScript,
}

impl<'a> Coerce<'a> {
    /// `String(value)`.
    pub(crate) fn text<'v>(self, value: &'v Value) -> Cow<'v, str> {
        match value {
            Value::Null => "null".into(),
            Value::Bool(true) => "true".into(),
            Value::Bool(false) => "false".into(),
            Value::Number(number) => self.script.text_of(*number).into(),
            Value::String(text) => text.as_str().into(),
            Value::Object(_) => "[object Object]".into(),
            Value::Array(_) => {
                let mut text = String::new();
                self.join(value, &mut text, 0);
                text.into()
            }
        }
    }

    /// `list.join()`: null elements are empty, inner lists are joined as well. Deeper lists than a condition may be are empty.
    fn join(self, list: &Value, text: &mut String, depth: usize) {
        for (index, element) in list.elements().iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            match element {
                Value::Null => {}
                Value::Array(_) if depth < MAX_DEPTH => self.join(element, text, depth + 1),
                Value::Array(_) => {}
                _ => text.push_str(&self.text(element)),
            }
        }
    }

    /// `Number(value)`.
    pub(crate) fn number(self, value: &Value) -> f64 {
        match value {
            Value::Null | Value::Bool(false) => 0.0,
            Value::Bool(true) => 1.0,
            Value::Number(number) => *number,
            Value::Object(_) => f64::NAN,
            Value::String(_) | Value::Array(_) => self.script.number_of(&self.text(value)),
        }
    }

    /// What `<`, `<=`, `>` and `>=` go by: two texts by their UTF-16 units, anything else as numbers. `None` where one of
    /// these is not a number: then none of the four holds.
    pub(crate) fn compare(self, a: &Value, b: &Value) -> Option<Ordering> {
        if has_text(a) && has_text(b) {
            return Some(compare_utf16(&self.text(a), &self.text(b)));
        }
        self.number(a).partial_cmp(&self.number(b))
    }

    /// How two versions compare; what is neither text nor number is version 0.
    pub(crate) fn compare_versions(self, a: &Value, b: &Value) -> Ordering {
        compare_utf16(&self.sortable_version(a), &self.sortable_version(b))
    }

    fn sortable_version(self, value: &Value) -> String {
        match value {
            Value::String(_) | Value::Number(_) => version::sortable(&self.text(value)),
            _ => version::sortable(""),
        }
    }
}

/// Whether JavaScript compares the value as a text: objects and lists become one.
const fn has_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_))
}

/// The order of JavaScript strings. It differs from Rust's where an emoji meets U+E000 to U+FFFF.
fn compare_utf16(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// `!!value`.
pub(crate) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => !number.is_nan() && !same_number(*number, 0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// `a === b` between numbers: the two zeros are equal, `NaN` is equal to nothing.
pub(crate) fn same_number(a: f64, b: f64) -> bool {
    a.partial_cmp(&b) == Some(Ordering::Equal)
}

/// `a === b`. Lists and objects that were parsed from different texts are never the same one.
pub(crate) fn strictly_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => same_number(*a, *b),
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

/// `JSON.stringify(a) === JSON.stringify(b)`: the order of keys counts, except that JavaScript puts keys that are array
/// indexes before all others and in order. Values nested deeper than a condition may be are not the same.
pub(crate) fn same_json(a: &Value, b: &Value, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b, depth + 1))
        }
        (Value::Object(members), Value::Object(others)) => {
            let mut in_order = others.iter();
            members.len() == others.len()
                && members.iter().all(|(key, value)| {
                    let other = if is_index(key) {
                        b.get(key)
                    } else {
                        in_order
                            .find(|(other, _)| !is_index(other))
                            .filter(|(other, _)| other == key)
                            .map(|(_, value)| value)
                    };
                    other.is_some_and(|other| same_json(value, other, depth + 1))
                })
        }
        _ => strictly_equal(a, b),
    }
}

fn is_index(key: &str) -> bool {
    scan::array_index(key).is_some()
}
