//! Segments: named groups of shoppers. A shopper may be in several.
//!
//! Twelve are built in, as conditions over the attributes with the config's `thresholds` filled in; [`built_in`] gives them.
//! The merchant's own are added, and one with the name of a built-in replaces it. A segment may build on others, in any
//! order, by the attribute `segments`; what it builds on is decided first.

use alloc::{string::String, vec::Vec};

use super::condition::{self, EcmaScript};
use super::config::Config;
use super::value::{NULL, Value};

/// One part of a built-in condition: a path, an operator, and a key of the thresholds or, where that is empty, a number.
type Clause = (&'static str, &'static str, &'static str, f64);

/// The built-in segments. Of several lines of one name any will do.
const BUILT_IN: [(&str, &[Clause]); 13] = [
    ("new", &[("visits.count", "$lte", "", 1.0), ("orders.count", "$eq", "", 0.0)]),
    ("returning", &[("visits.count", "$gte", "", 2.0)]),
    ("browser", &[("visits.count", "$gte", "browser_visits", 0.0), ("orders.count", "$eq", "", 0.0)]),
    ("one_time_buyer", &[("orders.count", "$eq", "", 1.0)]),
    ("loyal", &[("orders.count", "$gte", "loyal_orders", 0.0), ("orders.days_since_last", "$lte", "lapsed_days", 0.0)]),
    ("vip", &[("orders.value", "$gte", "vip_value", 0.0)]),
    ("vip", &[("score", "$gte", "vip_score", 0.0)]),
    ("lapsed", &[("orders.days_since_last", "$gt", "lapsed_days", 0.0)]),
    (
        "at_risk",
        &[
            ("orders.count", "$gte", "", 2.0),
            ("orders.days_since_last", "$lte", "lapsed_days", 0.0),
            ("predictions.churn", "$gte", "at_risk", 0.0),
        ],
    ),
    ("bargain_hunter", &[("orders.count", "$gte", "", 2.0), ("orders.sale_share", "$gte", "bargain_share", 0.0)]),
    (
        "new_arrivals_buyer",
        &[("orders.count", "$gte", "", 2.0), ("orders.fresh_share", "$gte", "new_arrivals_share", 0.0)],
    ),
    ("cart_abandoner", &[("cart.count", "$gt", "", 0.0), ("cart.hours_since_change", "$gte", "abandoned_hours", 0.0)]),
    ("high_intent", &[("session.orders", "$eq", "", 0.0), ("predictions.purchase", "$gte", "high_intent", 0.0)]),
];

/// The built-in segments as an object of conditions. `thresholds` is that section of the config.
#[must_use]
pub fn built_in(thresholds: &Value) -> Value {
    let mut segments = Value::object();
    for (name, clauses) in BUILT_IN {
        let mut condition = Value::object();
        for (path, operator, key, number) in clauses {
            let mut limit = Value::object();
            limit.put_number(operator, if key.is_empty() { *number } else { thresholds.member(key).number() });
            condition.put(path, limit);
        }
        let earlier = segments.member(name).clone();
        if !earlier.is_null() {
            let mut either = Value::object();
            either.put("$or", Value::Array(alloc::vec![earlier, condition]));
            condition = either;
        }
        segments.set(name, condition);
    }
    segments
}

/// All segments of a config, each after those it builds on.
#[derive(Clone, Debug)]
pub struct Segments(Vec<(String, Value)>);

impl Segments {
    /// The built-in segments and those of `config`.
    #[must_use]
    pub fn of(config: Config<'_>) -> Self {
        let mut all = built_in(config.thresholds().value());
        for (name, condition) in config.segments().iter() {
            all.set(name, condition.0.clone());
        }
        let mut sorted = Vec::new();
        for at in sort(all.members()).0 {
            sorted.extend(all.members().get(at).cloned());
        }
        Self(sorted)
    }

    /// What the segment `name` asks for.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, condition)| condition)
    }

    /// Sets `segments` of the attributes in `tree` to the names of those the shopper is in.
    pub fn decide(&self, tree: &mut Value, script: &dyn EcmaScript) {
        let mut names = Vec::new();
        tree.set("segments", Value::Array(Vec::new()));
        for (name, condition) in &self.0 {
            if condition::matches(condition, tree, &NULL, script) {
                names.push(Value::from(name));
                tree.set("segments", Value::Array(names.clone()));
            }
        }
    }
}

/// The order in which segments can be decided, and those that cannot be since they build on each other.
fn sort(segments: &[(String, Value)]) -> (Vec<usize>, Vec<usize>) {
    let mut open = Vec::new();
    for index in 0..segments.len() {
        open.push(index);
    }
    let mut sorted = Vec::new();
    loop {
        let before = open.len();
        let mut left = Vec::new();
        for index in &open {
            let waits = open.iter().any(|other| builds_on(segments, *index, *other));
            if waits { left.push(*index) } else { sorted.push(*index) }
        }
        open = left;
        if open.len() == before || open.is_empty() {
            return (sorted, open);
        }
    }
}

/// Whether the condition of one segment names the other.
fn builds_on(segments: &[(String, Value)], from: usize, to: usize) -> bool {
    match (segments.get(from), segments.get(to)) {
        (Some((_, condition)), Some((name, _))) => speaks_of(condition, name, false),
        _ => false,
    }
}

/// Whether `name` occurs below a key `segments`. `inside` says that such a key was passed.
fn speaks_of(condition: &Value, name: &str, inside: bool) -> bool {
    match condition {
        Value::String(text) => inside && text == name,
        Value::Array(list) => list.iter().any(|each| speaks_of(each, name, inside)),
        Value::Object(members) => {
            members.iter().any(|(key, value)| speaks_of(value, name, inside || key == condition::SEGMENTS))
        }
        _ => false,
    }
}

/// The names of segments that build on each other in a circle, the first again at the end: `a -> b -> a`. Empty where there
/// is no circle.
#[must_use]
pub fn circle(segments: &[(String, Value)]) -> String {
    let open = sort(segments).1;
    let mut path: Vec<usize> = Vec::new();
    let mut here = open.first().copied();
    while let Some(at) = here {
        if let Some(start) = path.iter().position(|known| *known == at) {
            path.push(at);
            return arrows(segments, path.get(start..).unwrap_or_default());
        }
        path.push(at);
        here = open.iter().copied().find(|other| builds_on(segments, at, *other));
    }
    String::new()
}

fn arrows(segments: &[(String, Value)], path: &[usize]) -> String {
    let mut text = String::new();
    for at in path {
        if let Some((name, _)) = segments.get(*at) {
            text.push_str(if text.is_empty() { "" } else { " -> " });
            text.push_str(name);
        }
    }
    text
}
