//! Writes a text for each of many.

use super::{number, varint};
use crate::engine::model::Texts;

/// A section of [`Texts`]' shape.
#[must_use]
pub fn texts<'a>(all: impl ExactSizeIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut section = number(all.len()).to_le_bytes().to_vec();
    let mut content = Vec::new();
    for (index, text) in all.enumerate() {
        if index % Texts::STRIDE == 0 {
            section.extend(number(content.len()).to_le_bytes());
        }
        varint(&mut content, number(text.len()));
        content.extend(text);
    }
    section.extend(content);
    section
}
