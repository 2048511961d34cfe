//! Reading what the page says.

use alloc::{string::String, vec::Vec};

use crate::engine::scan::parts;

/// What follows the last `mark`; all of a text without any.
pub(super) fn after_last<'a>(text: &'a str, mark: &str) -> &'a str {
    last_of(text, mark).and_then(|at| text.get(at + mark.len()..)).unwrap_or(text)
}

/// Where `part` begins for the last time.
pub(super) fn last_of(text: &str, part: &str) -> Option<usize> {
    let mut at = text.len();
    loop {
        if text.as_bytes().get(at..)?.starts_with(part.as_bytes()) {
            return Some(at);
        }
        at = at.checked_sub(1)?;
    }
}

/// Whether `part` is somewhere in `text`.
pub(in crate::browser) fn has(text: &str, part: &str) -> bool {
    last_of(text, part).is_some()
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
