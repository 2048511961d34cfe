//! What a field is, for the JSON Schema, the docs and the TypeScript types. Native only: shoppers do not download it.

use alloc::{boxed::Box, vec::Vec};

/// What a field is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// A number.
    Number {
        /// Whether it must be whole.
        whole: bool,
    },
    /// A text of at least one character.
    Text,
    /// An address: relative, or of a scheme that cannot run code.
    Link,
    /// A text with merge tags, or an object with one for each language.
    Localized,
    /// An address, or an object with one for each language.
    LocalizedLink,
    /// A condition over the attributes.
    Condition,
    /// One of these texts, each with its meaning.
    Choice(Vec<(&'static str, &'static str)>),
    /// A list of one shape.
    List(Box<Shape>),
    /// An object whose keys the merchant chooses.
    Named(Box<Shape>),
    /// Any JSON, with a name for what it is.
    Json(&'static str),
    /// An object with fixed keys.
    Object(Section),
    /// The section of this name, in which this is.
    Again(&'static str),
}

/// An object with fixed keys.
#[derive(Clone, Debug)]
pub struct Section {
    /// The type's name.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its keys.
    pub entries: Vec<Entry>,
}

/// One key of a section.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub name: &'static str,
    /// Meaning, unit, and what happens at the edges.
    pub doc: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Smallest and largest number, both included. On a list, of each of its numbers.
    pub range: Option<(f64, f64)>,
    /// The default as JSON; `None` where the key must be given, `null` where there is none.
    pub default: Option<&'static str>,
}
