//! What is wrong with a condition, before it runs.

use alloc::{string::String, vec::Vec};

use super::{EcmaScript, MAX_DEPTH, Operator, is_list, is_operators, is_too_long};
use crate::engine::config::{Problem, Report};
use crate::engine::scan;
use crate::engine::value::Value;

const CONDITION: &str = "an object of attribute paths, or of $and, $or, $nor, $not";
const CONDITIONS: &str = "a list of conditions";
const TOO_DEEP: &str = "at most 128 levels of nesting";
const TYPES: [&str; 6] = ["string", "number", "boolean", "object", "array", "null"];

/// Every problem of a condition: unknown operators, operands of the wrong kind, and what would be true or false for all
/// shoppers alike. Paths are relative to the condition: `$and[1].cart.value.$gt`.
#[must_use]
pub fn check(condition: &Value) -> Vec<Problem> {
    check_with(condition, None)
}

/// The same, and with JavaScript's own functions at hand also whether regular expressions are any.
#[must_use]
pub fn check_with(condition: &Value, script: Option<&dyn EcmaScript>) -> Vec<Problem> {
    let mut report = Report::default();
    Checker { report: &mut report, depth: 0, script }.object(condition);
    report.problems
}

/// The same, into a report that is at the condition's place.
pub(crate) fn check_into(condition: &Value, report: &mut Report) {
    Checker { report, depth: 0, script: None }.object(condition);
}

struct Checker<'a> {
    report: &'a mut Report,
    depth: usize,
    script: Option<&'a dyn EcmaScript>,
}

impl Checker<'_> {
    fn reject(&mut self, found: &Value, expected: &str) {
        self.report.reject(found, expected);
    }

    fn require(&mut self, holds: bool, found: &Value, expected: &str) {
        if !holds {
            self.reject(found, expected);
        }
    }

    /// Runs `read` on a member, one level deeper.
    fn inside(&mut self, key: &str, value: &Value, read: fn(&mut Self, &Value)) {
        let length = self.report.enter(key);
        self.deeper(value, read);
        self.report.leave(length);
    }

    fn each(&mut self, list: &Value, read: fn(&mut Self, &Value)) {
        for (index, element) in list.elements().iter().enumerate() {
            let length = self.report.enter_element(index);
            self.deeper(element, read);
            self.report.leave(length);
        }
    }

    fn deeper(&mut self, value: &Value, read: fn(&mut Self, &Value)) {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.reject(&Value::Null, TOO_DEEP);
        } else {
            read(self, value);
        }
        self.depth -= 1;
    }

    fn object(&mut self, condition: &Value) {
        let Value::Object(members) = condition else { return self.reject(condition, CONDITION) };
        for (key, operand) in members {
            match key.as_str() {
                "$and" | "$or" | "$nor" => self.inside(key, operand, |this, operand| {
                    this.require(is_list(operand), operand, CONDITIONS);
                    this.each(operand, Self::object);
                }),
                "$not" => self.inside(key, operand, Self::object),
                _ if key.starts_with('$') => self.inside(key, operand, |this, operand| this.reject(operand, CONDITION)),
                _ => self.inside(key, operand, Self::value),
            }
        }
    }

    fn value(&mut self, condition: &Value) {
        if is_operators(condition) {
            for (operator, operand) in condition.members() {
                self.operator(operator, operand);
            }
        } else if condition.members().iter().any(|(key, _)| key.starts_with('$')) {
            self.reject(condition, "operators only, or no operators");
        }
    }

    fn operator(&mut self, name: &str, operand: &Value) {
        let length = self.report.enter(name);
        self.depth += 1;
        match Operator::from_word(name) {
            _ if self.depth > MAX_DEPTH => self.reject(&Value::Null, TOO_DEEP),
            Some(operator) => self.operand(operator, operand),
            None => self.reject(operand, &operators()),
        }
        self.depth -= 1;
        self.report.leave(length);
    }

    fn operand(&mut self, operator: Operator, operand: &Value) {
        use Operator as O;
        let is_text = matches!(operand, Value::String(_));
        let is_number = matches!(operand, Value::Number(_));
        let (fits, expected) = match operator {
            O::Eq | O::Ne => (
                !matches!(operand, Value::Array(_) | Value::Object(_)),
                "a text, a number, true, false or null; lists and objects compare without $eq",
            ),
            O::Gt | O::Gte | O::Lt | O::Lte => (is_number || is_text, "a number or a text"),
            O::Exists => (matches!(operand, Value::Bool(_)), "true or false"),
            O::In | O::Nin | O::Ini | O::Nini | O::All | O::Alli => (is_list(operand), "a list"),
            O::Size => (is_number || is_operators(operand), "a number, or operators"),
            O::ElemMatch | O::Not => (true, ""),
            O::Regex | O::Regexi => (is_text, "a regular expression as text"),
            O::Type => (
                scan::position(&TYPES, operand.text()).is_some(),
                "\"string\", \"number\", \"boolean\", \"object\", \"array\" or \"null\"",
            ),
            O::InGroup | O::NotInGroup => (is_text, "the name of a group"),
            O::Veq | O::Vne | O::Vgt | O::Vgte | O::Vlt | O::Vlte => (is_text, "a version such as \"1.2.0\""),
        };
        self.require(fits, operand, expected);
        match operator {
            O::All | O::Alli => self.each(operand, Self::value),
            O::ElemMatch if !is_operators(operand) => self.object(operand),
            O::Size | O::Not | O::ElemMatch => self.value(operand),
            O::Regex | O::Regexi if fits => self.pattern(operand),
            _ => {}
        }
    }

    fn pattern(&mut self, operand: &Value) {
        let pattern = operand.text();
        if is_too_long(pattern) {
            self.reject(operand, "a regular expression of at most 256 characters");
        } else if self.script.is_some_and(|script| script.test(pattern, "", false).is_none()) {
            self.reject(operand, "a valid regular expression");
        }
    }
}

/// All operators, as an error says them.
fn operators() -> String {
    let mut text = String::from("an operator:");
    for word in Operator::WORDS {
        text.push(' ');
        text.push_str(word);
    }
    text
}
