//! What is wrong with an input, where, and what would be right.

use alloc::{string::String, vec::Vec};

use crate::engine::scan::decimal;
use crate::engine::value::Value;

/// One thing that is wrong in a config.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where: `grids[0].strength`. Empty for the input as a whole.
    pub path: String,
    /// What stands there; [`Value::Null`] where something is missing.
    pub found: Value,
    /// What would be right, as a noun phrase: `a number from 0 to 1`.
    pub expected: String,
}

impl Problem {
    /// One sentence for people: path, value as JSON, and what would be right. `json` writes a value as JSON text;
    /// long values are cut to 60 characters.
    #[must_use]
    pub fn sentence(&self, json: &dyn Fn(&Value) -> String) -> String {
        const SHOWN: usize = 60;
        let mut text = String::from(if self.path.is_empty() { "the config" } else { &self.path });
        if self.found.is_null() {
            text.push_str(" is missing");
        } else {
            text.push_str(" is ");
            for (at, c) in json(&self.found).chars().enumerate() {
                if at == SHOWN {
                    text.push('…');
                    break;
                }
                text.push(c);
            }
        }
        text.push_str("; expected ");
        text.push_str(&self.expected);
        text
    }
}

/// All sentences of `problems`, one a line, for one message.
#[must_use]
pub fn sentences(problems: &[Problem], json: &dyn Fn(&Value) -> String) -> String {
    let mut text = String::new();
    for problem in problems {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&problem.sentence(json));
    }
    text
}

/// Problems found so far, and the place that is being looked at.
#[derive(Default)]
pub(crate) struct Report {
    path: String,
    pub(crate) problems: Vec<Problem>,
}

impl Report {
    /// One step deeper; the answer is what [`Report::leave`] needs to come back.
    pub(crate) fn enter(&mut self, step: &str) -> usize {
        let length = self.path.len();
        if length > 0 && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        length
    }

    /// Into an element of a list.
    pub(crate) fn enter_element(&mut self, index: usize) -> usize {
        let length = self.path.len();
        self.path.push('[');
        self.path.push_str(&decimal(index as u64));
        self.path.push(']');
        length
    }

    /// Back to where the path was `length` bytes long.
    pub(crate) fn leave(&mut self, length: usize) {
        self.path.truncate(length);
    }

    /// Notes that at the present place something else should stand.
    pub(crate) fn reject(&mut self, found: &Value, expected: &str) {
        self.problems.push(Problem { path: self.path.clone(), found: found.clone(), expected: expected.into() });
    }

    /// The same of a member of what stands at the present place.
    pub(crate) fn reject_member(&mut self, key: &str, found: &Value, expected: &str) {
        let length = self.enter(key);
        self.reject(found, expected);
        self.leave(length);
    }
}
