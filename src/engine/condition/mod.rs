//! Conditions: GrowthBook's JSON query language over the attributes, evaluated as its JavaScript SDK does.
//!
//! A condition is an object. Its keys are dotted paths into the attributes, or `$and`, `$or`, `$nor`, `$not`; its values
//! are plain values to be equal to, or objects of operators:
//! `{ "cart.value": { "$gt": 30 }, "segments": "hikers" }`. All keys have to hold.
//!
//! Three things differ from JavaScript, so that a condition from anywhere can do no harm:
//! - beyond [`MAX_DEPTH`] levels of nesting the whole condition is false;
//! - a regular expression longer than [`MAX_PATTERN`] characters matches nothing;
//! - where JavaScript would throw (`{ "$and": null }`) or do something nobody meant (`{ "$or": {} }`), the operator is
//!   false. [`check()`] reports these before they run.
//!
//! One thing is added. `segments` is a set, so a text stands for membership in it: `{ "segments": "hikers" }`,
//! `{ "segments": { "$eq": "hikers" } }`, and `$ne` or `$not` for the opposite. Every other list behaves as in
//! GrowthBook, where `$in`, `$all` and `$elemMatch` look inside and a bare text does not.

mod check;
mod coerce;
mod ecmascript;
mod explain;
mod operator;
mod version;

use alloc::borrow::Cow;
use core::cell::Cell;
use core::cmp::Ordering;

pub(crate) use check::check_into;
pub use check::{check, check_with};
pub(crate) use coerce::{Coerce, is_truthy};
pub use ecmascript::EcmaScript;
pub use explain::{Failure, failure};
pub use operator::Operator;

use super::scan;
use super::value::{NULL, Value};
use coerce::{same_json, same_number, strictly_equal};

/// Deepest nesting that is evaluated; what lies deeper makes the whole condition false.
pub const MAX_DEPTH: usize = 128;

/// Longest regular expression, in characters; a longer one matches nothing. Patterns come from configs that may have been
/// pasted together, and a browser's engine backtracks: length is what bounds the harm.
pub const MAX_PATTERN: usize = 256;

/// The attribute whose list is a set.
pub(crate) const SEGMENTS: &str = "segments";

/// Whether `condition` holds for `attributes`. An empty condition always holds; one that is not an object never does.
///
/// `groups` is an object of lists, for `$inGroup` and `$notInGroup`; [`Value::Null`] where there are none.
#[must_use]
pub fn matches(condition: &Value, attributes: &Value, groups: &Value, script: &dyn EcmaScript) -> bool {
    let evaluation = Evaluation { groups, coerce: Coerce { script }, too_deep: Cell::new(false) };
    evaluation.object(condition, attributes, 0) && !evaluation.too_deep.get()
}

/// How a bare text compares.
#[derive(Clone, Copy, PartialEq)]
enum Text {
    /// With the attribute as text.
    Exact,
    /// The same, without regard to case.
    AnyCase,
    /// Also with each element of a list.
    Member,
}

struct Evaluation<'a> {
    groups: &'a Value,
    coerce: Coerce<'a>,
    /// Kept apart from the result, so that no `$not` on the way out turns "too deep" into "holds".
    too_deep: Cell<bool>,
}

impl Evaluation<'_> {
    fn is_too_deep(&self, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            self.too_deep.set(true);
        }
        self.too_deep.get()
    }

    /// A condition on a whole subject: paths and logical operators.
    fn object(&self, condition: &Value, subject: &Value, depth: usize) -> bool {
        if self.is_too_deep(depth) {
            return false;
        }
        let depth = depth + 1;
        match condition {
            Value::Object(members) => members.iter().all(|(key, operand)| match key.as_str() {
                "$and" => is_list(operand) && operand.elements().iter().all(|each| self.object(each, subject, depth)),
                "$or" => is_list(operand) && self.any(operand, subject, depth),
                "$nor" => is_list(operand) && !self.any(operand, subject, depth),
                "$not" => matches!(operand, Value::Object(_)) && !self.object(operand, subject, depth),
                path => {
                    let text = if path == SEGMENTS { Text::Member } else { Text::Exact };
                    self.value(operand, &lookup(subject, path), text, depth)
                }
            }),
            // What PHP writes for an empty object.
            _ => is_list(condition) && condition.elements().is_empty(),
        }
    }

    fn any(&self, conditions: &Value, subject: &Value, depth: usize) -> bool {
        let conditions = conditions.elements();
        conditions.is_empty() || conditions.iter().any(|each| self.object(each, subject, depth))
    }

    /// A condition on one value: a value to be equal to, or operators.
    fn value(&self, condition: &Value, actual: &Value, text: Text, depth: usize) -> bool {
        if self.is_too_deep(depth) {
            return false;
        }
        match condition {
            Value::Null => actual.is_null(),
            Value::Bool(expected) => !actual.is_null() && is_truthy(actual) == *expected,
            Value::Number(expected) => same_number(self.coerce.number(actual), *expected),
            Value::String(expected) => {
                let actual_text = self.coerce.text(actual);
                match text {
                    Text::AnyCase => {
                        let lower = |text: &str| self.coerce.script.lowercase(text);
                        lower(&actual_text) == lower(expected)
                    }
                    Text::Member if is_text_member(condition, actual) => true,
                    _ => actual_text == *expected,
                }
            }
            Value::Object(members) if is_operators(condition) => members
                .iter()
                .all(|(operator, operand)| self.operator(operator, operand, actual, text == Text::Member, depth + 1)),
            _ => same_json(condition, actual, 0),
        }
    }

    fn operator(&self, name: &str, operand: &Value, actual: &Value, is_set: bool, depth: usize) -> bool {
        use Operator as O;
        let Some(operator) = Operator::from_word(name) else { return false };
        let any_case = matches!(operator, O::Ini | O::Nini | O::Alli | O::Regexi);
        match operator {
            O::Eq | O::Ne => {
                let equal = strictly_equal(actual, operand) || is_set && is_text_member(operand, actual);
                equal == (operator == O::Eq)
            }
            O::Gt | O::Gte | O::Lt | O::Lte => is_ordered(operator, self.coerce.compare(actual, operand)),
            O::Veq | O::Vne | O::Vgt | O::Vgte | O::Vlt | O::Vlte => {
                is_ordered(operator, Some(self.coerce.compare_versions(actual, operand)))
            }
            O::Exists => actual.is_null() != is_truthy(operand),
            O::In | O::Ini => is_list(operand) && self.intersects(actual, operand, any_case),
            O::Nin | O::Nini => is_list(operand) && !self.intersects(actual, operand, any_case),
            O::All | O::Alli => {
                let text = if any_case { Text::AnyCase } else { Text::Exact };
                let holds = |wanted: &Value| actual.elements().iter().any(|each| self.value(wanted, each, text, depth));
                is_list(operand) && is_list(actual) && operand.elements().iter().all(holds)
            }
            O::Size => is_list(actual) && self.value(operand, &count(actual), Text::Exact, depth),
            O::ElemMatch => actual.elements().iter().any(|each| {
                is_truthy(each)
                    && if is_operators(operand) {
                        self.value(operand, each, Text::Exact, depth)
                    } else {
                        self.object(operand, each, depth)
                    }
            }),
            O::Not => !self.value(operand, actual, if is_set { Text::Member } else { Text::Exact }, depth),
            O::Regex | O::Regexi => operand.as_str().is_some_and(|pattern| {
                !is_too_long(pattern)
                    && self.coerce.script.test(pattern, &self.coerce.text(actual), any_case).unwrap_or(false)
            }),
            O::Type => operand.as_str() == Some(type_name(actual)),
            O::InGroup => self.intersects(actual, self.group(operand), false),
            O::NotInGroup => !self.intersects(actual, self.group(operand), false),
        }
    }

    fn group(&self, id: &Value) -> &Value {
        self.groups.get(&self.coerce.text(id)).unwrap_or(&NULL)
    }

    /// Whether `actual`, or one of its elements where it is a list, is in `list`.
    fn intersects(&self, actual: &Value, list: &Value, any_case: bool) -> bool {
        let candidates = if is_list(actual) { actual.elements() } else { core::slice::from_ref(actual) };
        candidates.iter().any(|candidate| {
            list.elements().iter().any(|listed| match (candidate, listed) {
                (Value::String(a), Value::String(b)) if any_case => {
                    self.coerce.script.lowercase(a) == self.coerce.script.lowercase(b)
                }
                _ => strictly_equal(candidate, listed),
            })
        })
    }
}

/// The value at a dotted path, found as JavaScript's `in` does; null where the path leads nowhere. A list has a `length`.
fn lookup<'a>(subject: &'a Value, path: &str) -> Cow<'a, Value> {
    let mut here = subject;
    let mut steps = scan::parts(path, '.');
    while let Some(step) = steps.next() {
        if is_list(here) && step == "length" {
            return if steps.next().is_none() { Cow::Owned(count(here)) } else { Cow::Borrowed(&NULL) };
        }
        here = here.step(step);
    }
    Cow::Borrowed(here)
}

fn is_too_long(pattern: &str) -> bool {
    pattern.chars().count() > MAX_PATTERN
}

/// Whether an ordering is the one that an operator asks for. Incomparable values are in none.
fn is_ordered(operator: Operator, ordering: Option<Ordering>) -> bool {
    use Operator as O;
    ordering.is_some_and(|ordering| match operator {
        O::Gt | O::Vgt => ordering.is_gt(),
        O::Gte | O::Vgte => ordering.is_ge(),
        O::Lt | O::Vlt => ordering.is_lt(),
        O::Lte | O::Vlte => ordering.is_le(),
        O::Veq => ordering.is_eq(),
        _ => ordering.is_ne(),
    })
}

const fn is_list(value: &Value) -> bool {
    matches!(value, Value::Array(_))
}

/// Whether a text is one of the texts of a list.
fn is_text_member(text: &Value, list: &Value) -> bool {
    text.as_str().is_some_and(|text| list.elements().iter().any(|each| each.as_str() == Some(text)))
}

#[expect(clippy::cast_precision_loss, reason = "no list comes near 2^53 elements")]
fn count(list: &Value) -> Value {
    Value::Number(list.elements().len() as f64)
}

/// Whether every key of an object is an operator; an empty object has none.
fn is_operators(value: &Value) -> bool {
    let members = value.members();
    !members.is_empty() && members.iter().all(|(key, _)| key.starts_with('$'))
}

const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
