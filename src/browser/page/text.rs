//! Reading what the page says.

use alloc::{string::String, vec::Vec};

use crate::engine::scan::{last_of, parts};

/// What follows the last `mark`; all of a text without any.
pub(super) fn after_last<'a>(text: &'a str, mark: &str) -> &'a str {
    last_of(text, mark).and_then(|at| text.get(at + mark.len()..)).unwrap_or(text)
}

pub(super) fn is_number(text: &str) -> bool {
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return false;
        }
    }
    !text.is_empty()
}

/// What follows `prefix` in the classes that begin with it.
pub(super) fn classes_after(classes: &str, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for class in parts(classes, ' ') {
        if let Some(rest) = class.strip_prefix(prefix) {
            found.push(rest.into());
        }
    }
    found
}
