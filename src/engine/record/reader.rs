//! The one reader of all tables: it checks, fills in defaults, and reports every problem at once.

use alloc::{string::String, vec::Vec};

use super::{Field, Kind, Preset};
use crate::engine::config::{Problem, Report};
use crate::engine::item::Item;
use crate::engine::scan::{decimal, distance};
use crate::engine::value::{NULL, Value};

/// Checks and completes `value`, strictly.
///
/// # Errors
/// Every problem at once.
pub(crate) fn complete(value: &Value, kind: &Kind) -> Result<Value, Vec<Problem>> {
    let mut reader = Reader { report: Report::default(), tolerant: false };
    match reader.read(value, kind) {
        Some(complete) if reader.report.problems.is_empty() => Ok(complete),
        _ => Err(reader.report.problems),
    }
}

/// The same for a snapshot of ours: unknown keys are a newer version's and are passed over, entries of lists that cannot
/// be read are left out.
///
/// # Errors
/// What keeps it from being read at all.
pub(crate) fn complete_snapshot(value: &Value, kind: &Kind) -> Result<Value, Vec<Problem>> {
    let mut reader = Reader { report: Report::default(), tolerant: true };
    reader.read(value, kind).ok_or(reader.report.problems)
}

/// Walks a value along its table.
struct Reader {
    report: Report,
    tolerant: bool,
}

impl Reader {
    fn reject(&mut self, found: &Value, expected: &str) -> Option<Value> {
        self.report.reject(found, expected);
        None
    }

    /// The value with its defaults, or nothing and a problem.
    fn read(&mut self, value: &Value, kind: &Kind) -> Option<Value> {
        let fits = match (kind, value) {
            (Kind::Any, _) | (Kind::Bool, Value::Bool(_)) => true,
            (Kind::Number, Value::Number(number)) => number.is_finite(),
            (Kind::Whole, Value::Number(number)) => {
                libm::floor(*number) >= *number && (0.0..=4_294_967_295.0).contains(number)
            }
            (Kind::Text, Value::String(text)) => !text.is_empty(),
            (Kind::Item, _) => Item::from_value(value).is_some(),
            (Kind::Choice(words), Value::String(word)) => words.contains(&word.as_str()),
            (Kind::Checked(check), _) => {
                let before = self.report.problems.len();
                check(value, &mut self.report);
                return (self.report.problems.len() == before).then(|| value.clone());
            }
            (Kind::List(each), Value::Array(list)) => return Some(self.list(list, each)),
            (Kind::Named(each), Value::Object(members)) => return Some(self.named(members, each)),
            (Kind::Section(fields), Value::Object(members)) => return self.section(value, members, fields),
            (Kind::Again(kind), _) => return self.read(value, kind()),
            (Kind::Row(kinds), Value::Array(cells)) if cells.len() >= kinds.len() => return self.row(cells, kinds),
            _ => false,
        };
        if fits { Some(value.clone()) } else { self.reject(value, &expectation(kind)) }
    }

    fn list(&mut self, list: &[Value], each: &Kind) -> Value {
        let mut complete = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let length = self.report.enter_element(index);
            if let Some(value) = self.read(value, each) {
                complete.push(value);
            }
            self.report.leave(length);
        }
        Value::Array(complete)
    }

    fn row(&mut self, cells: &[Value], kinds: &[&Kind]) -> Option<Value> {
        let mut complete = Vec::new();
        for (cell, kind) in cells.iter().zip(kinds) {
            complete.push(self.read(cell, kind)?);
        }
        Some(Value::Array(complete))
    }

    fn named(&mut self, members: &[(String, Value)], each: &Kind) -> Value {
        let mut complete = Value::object();
        for (name, value) in members {
            let length = self.report.enter(name);
            if let Some(value) = self.read(value, each) {
                complete.put(name, value);
            }
            self.report.leave(length);
        }
        complete
    }

    fn section(&mut self, object: &Value, members: &[(String, Value)], fields: &[Field]) -> Option<Value> {
        if !self.tolerant {
            for (key, found) in members {
                self.know(key, found, fields);
            }
        }
        let mut complete = Value::object();
        let mut sound = true;
        for field in fields {
            let length = self.report.enter(field.name);
            match self.field(object.member(field.name), field) {
                Some(value) => complete.put(field.name, value),
                None => sound = false,
            }
            self.report.leave(length);
        }
        sound.then_some(complete)
    }

    fn field(&mut self, found: &Value, field: &Field) -> Option<Value> {
        if found.is_null() {
            return match field.preset {
                Preset::Required => self.reject(&NULL, &expectation(field.kind)),
                Preset::Absent => Some(Value::Null),
                Preset::Bool(value) => Some(Value::Bool(*value)),
                Preset::Number(value) => Some(Value::Number(*value)),
                Preset::Text(text) => Some(Value::from(*text)),
                Preset::List => Some(Value::Array(Vec::new())),
                Preset::Object => self.read(&Value::object(), field.kind),
            };
        }
        if let Some(&(low, high)) = field.range {
            let range = f64::from(low)..=f64::from(high);
            let fits = |number: &Value| number.as_f64().is_some_and(|number| range.contains(&number));
            let fit = if let Kind::List(_) = field.kind { found.elements().iter().all(fits) } else { fits(found) };
            if !fit {
                let mut expected = decimal(low.into());
                if low < high {
                    expected = ["a number from ", &expected, " to ", &decimal(high.into())].concat();
                }
                return self.reject(found, &expected);
            }
        }
        self.read(found, field.kind)
    }

    /// Rejects a key that is not known, with the nearest that is.
    fn know(&mut self, key: &str, found: &Value, fields: &[Field]) {
        let mut nearest = (4, "");
        let mut known = String::from("a known key: ");
        for (index, field) in fields.iter().enumerate() {
            let away = distance(key, field.name);
            if away < nearest.0 {
                nearest = (away, field.name);
            }
            if index > 0 {
                known.push_str(", ");
            }
            known.push_str(field.name);
        }
        let expected = match nearest {
            (0, _) => return,
            (_, "") => known,
            (_, name) => ["a known key, perhaps \"", name, "\""].concat(),
        };
        self.report.reject_member(key, found, &expected);
    }
}

/// What would be right, as a noun phrase.
fn expectation(kind: &Kind) -> String {
    let text = match kind {
        Kind::Bool => "true or false",
        Kind::Number => "a number",
        Kind::Whole => "a whole number",
        Kind::Text => "a text of at least one character",
        Kind::Any | Kind::Checked(_) => "a value",
        Kind::Item => "a product with at least an item_id",
        Kind::Choice(_) => "one of",
        Kind::List(_) | Kind::Row(_) => "a list",
        Kind::Named(_) => "an object of named entries",
        Kind::Section(_) | Kind::Again(_) => "an object",
    };
    let mut text = String::from(text);
    if let Kind::Choice(words) = kind {
        for word in *words {
            text.push_str(" \"");
            text.push_str(word);
            text.push('"');
        }
    }
    text
}
