//! Why a condition does not hold.

use alloc::string::String;

use super::{EcmaScript, is_operators, lookup, matches};
use crate::engine::scan::decimal;
use crate::engine::value::Value;

/// The part of a condition that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Where in the condition: `cart.value.$gt`, `$and[1].segments`.
    pub path: String,
    /// What it asks for there.
    pub expected: Value,
    /// The attribute as it is; null for what is absent, and where the condition asks of several.
    pub found: Value,
}

/// The first part of `condition` that does not hold for `attributes`; `None` where all of it holds.
#[must_use]
pub fn failure(condition: &Value, attributes: &Value, groups: &Value, script: &dyn EcmaScript) -> Option<Failure> {
    let holds = |part: &Value| matches(part, attributes, groups, script);
    if holds(condition) {
        return None;
    }
    for (key, operand) in condition.members() {
        if holds(&single(key, operand.clone())) {
            continue;
        }
        if key == "$and" {
            for (index, part) in operand.elements().iter().enumerate() {
                if let Some(inner) = failure(part, attributes, groups, script) {
                    let path = [key, "[", &decimal(index as u64), "].", &inner.path].concat();
                    return Some(Failure { path, ..inner });
                }
            }
        }
        let found = lookup(attributes, key).into_owned();
        if is_operators(operand) && !key.starts_with('$') {
            for (operator, wanted) in operand.members() {
                if !holds(&single(key, single(operator, wanted.clone()))) {
                    return Some(Failure { path: [key, ".", operator].concat(), expected: wanted.clone(), found });
                }
            }
        }
        return Some(Failure { path: key.clone(), expected: operand.clone(), found });
    }
    // Too deep, or no condition at all.
    Some(Failure { path: String::new(), expected: condition.clone(), found: Value::Null })
}

fn single(key: &str, value: Value) -> Value {
    let mut object = Value::object();
    object.set(key, value);
    object
}
