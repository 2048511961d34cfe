//! The JSON-like tree that everything from outside arrives as: config, attributes, conditions, traits, snapshots.

use alloc::{string::String, vec::Vec};
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::scan;

/// A JSON value. Objects keep the order of their keys, since conditions compare objects as JSON text.
///
/// There is one kind of number, as in JavaScript; `undefined` is [`Value::Null`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`, `undefined`, or a path that leads nowhere.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A double; never `NaN` or infinite when it came from JSON.
    Number(f64),
    /// Text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Keys and values in the order they were written; a key occurs once.
    Object(Vec<(String, Value)>),
}

/// The value every lookup that finds nothing answers with.
pub(crate) static NULL: Value = Value::Null;

impl Value {
    /// The member `key` of an object; `None` for a missing key and for anything that is not an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                for (name, value) in members {
                    if name == key {
                        return Some(value);
                    }
                }
                None
            }
            _ => None,
        }
    }

    /// An object without members.
    #[must_use]
    pub const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// The member `key`; [`Value::Null`] where there is none.
    #[must_use]
    pub fn member(&self, key: &str) -> &Self {
        self.get(key).unwrap_or(&NULL)
    }

    /// Adds member `key` to an object that does not have it; null says nothing and is left out.
    #[inline(never)]
    pub(crate) fn put(&mut self, key: &str, value: Self) {
        if let (Self::Object(members), false) = (self, value.is_null()) {
            members.push((key.into(), value));
        }
    }

    /// Adds a text, unless it is absent.
    pub(crate) fn put_text<'a>(&mut self, key: &str, text: impl Into<Option<&'a str>>) {
        #[inline(never)]
        fn put(object: &mut Value, key: &str, text: Option<&str>) {
            object.put(key, text.into());
        }
        put(self, key, text.into());
    }

    /// Adds a number, unless it is absent.
    pub(crate) fn put_number(&mut self, key: &str, number: impl Into<Option<f64>>) {
        #[inline(never)]
        fn put(object: &mut Value, key: &str, number: Option<f64>) {
            object.put(key, number.into());
        }
        put(self, key, number.into());
    }

    /// Adds a flag, unless it is absent.
    pub(crate) fn put_flag(&mut self, key: &str, flag: impl Into<Option<bool>>) {
        #[inline(never)]
        fn put(object: &mut Value, key: &str, flag: Option<bool>) {
            object.put(key, flag.into());
        }
        put(self, key, flag.into());
    }

    /// The value at a dotted path (`"cart.items.0.price"`); [`Value::Null`] where the path leads nowhere.
    /// A numeric step indexes an array.
    #[must_use]
    pub fn path(&self, path: &str) -> &Self {
        let mut here = self;
        for step in scan::parts(path, '.') {
            here = here.step(step);
        }
        here
    }

    /// One step of a path.
    pub(crate) fn step(&self, step: &str) -> &Self {
        match self {
            Self::Array(list) => scan::array_index(step).and_then(|index| list.get(index)).unwrap_or(&NULL),
            _ => self.member(step),
        }
    }

    /// Sets member `key`, replacing an earlier one in place. Anything that is not an object becomes one.
    pub fn set(&mut self, key: &str, value: impl Into<Self>) {
        self.replace(key, value.into());
    }

    #[inline(never)]
    fn replace(&mut self, key: &str, value: Self) {
        if !matches!(self, Self::Object(_)) {
            *self = Self::object();
        }
        let Self::Object(members) = self else { return };
        for (name, old) in members.iter_mut() {
            if name == key {
                *old = value;
                return;
            }
        }
        members.push((key.into(), value));
    }

    /// The text of a string; `None` for anything else.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string; empty for anything else.
    #[must_use]
    pub fn text(&self) -> &str {
        static EMPTY: String = String::new();
        // One pointer is a smaller answer than the two words of a text.
        #[inline(never)]
        fn string(value: &Value) -> &String {
            match value {
                Value::String(text) => text,
                _ => &EMPTY,
            }
        }
        string(self)
    }

    /// The number of a number; `None` for anything else, numeric strings included.
    #[must_use]
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number of a number; 0 for anything else.
    #[must_use]
    #[inline(never)]
    pub const fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            _ => 0.0,
        }
    }

    /// The elements of an array; empty for anything else.
    #[must_use]
    pub fn elements(&self) -> &[Self] {
        static EMPTY: Vec<Value> = Vec::new();
        #[inline(never)]
        fn list(value: &Value) -> &Vec<Value> {
            match value {
                Value::Array(list) => list,
                _ => &EMPTY,
            }
        }
        list(self)
    }

    /// The members of an object; empty for anything else.
    #[must_use]
    pub fn members(&self) -> &[(String, Self)] {
        static EMPTY: Vec<(String, Value)> = Vec::new();
        #[inline(never)]
        fn list(value: &Value) -> &Vec<(String, Value)> {
            match value {
                Value::Object(members) => members,
                _ => &EMPTY,
            }
        }
        list(self)
    }

    /// Whether this is `true`.
    #[must_use]
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// Whether this is `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Number(f64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::String(value.clone())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(list: Vec<T>) -> Self {
        let mut values = Vec::new();
        for value in list {
            values.push(value.into());
        }
        Self::Array(values)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<K: Into<String>, V: Into<Self>> FromIterator<(K, V)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut object = Vec::new();
        for (key, value) in members {
            object.push((key.into(), value.into()));
        }
        Self::Object(object)
    }
}

/// 2^53: below it every whole number is exact.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_992.0;

impl Serialize for Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            // Whole numbers print without a fraction, as in JavaScript.
            Self::Number(value) if value.fract() == 0.0 && value.abs() < MAX_SAFE_INTEGER => {
                to.serialize_i64(*value as i64)
            }
            Self::Number(value) => to.serialize_f64(*value),
            Self::String(text) => to.serialize_str(text),
            Self::Array(list) => to.collect_seq(list),
            Self::Object(members) => {
                let mut map = to.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// Used natively; in the browser JavaScript values are walked directly, which costs far fewer bytes.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Tree;
        impl<'de> Visitor<'de> for Tree {
            type Value = Value;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }

            #[expect(clippy::cast_precision_loss, reason = "JSON numbers are doubles here, as in JavaScript")]
            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Number(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "JSON numbers are doubles here, as in JavaScript")]
            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value::Number(value as f64))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value::Number(value))
            }

            fn visit_str<E>(self, text: &str) -> Result<Value, E> {
                Ok(Value::String(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
                let mut list = Vec::new();
                while let Some(value) = from.next_element()? {
                    list.push(value);
                }
                Ok(Value::Array(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
                // A repeated key keeps its first place and its last value, as `JSON.parse` does.
                let mut object = Value::object();
                while let Some((key, value)) = from.next_entry::<String, Value>()? {
                    object.set(&key, value);
                }
                Ok(object)
            }
        }
        from.deserialize_any(Tree)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_walks_objects_and_arrays_and_ends_in_null() {
        let tree: Value = serde_json::from_str(r#"{"cart":{"items":[{"price":3}]}}"#).unwrap();
        assert_eq!(tree.path("cart.items.0.price"), &Value::Number(3.0));
        assert_eq!(tree.path("cart.items.1.price"), &Value::Null);
        assert_eq!(tree.path("cart.items.price"), &Value::Null);
    }

    #[test]
    fn json_keeps_the_order_of_keys_and_the_last_of_a_repeated_one() {
        let tree: Value = serde_json::from_str(r#"{"b":1,"a":2,"b":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&tree).unwrap(), r#"{"b":3,"a":2}"#);
    }
}
