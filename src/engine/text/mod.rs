//! Texts that speak to the shopper: one per language, with merge tags.
//!
//! ```text
//! Welcome back, {{ shopper.name | capitalize | default: "friend" }}!
//! ```
//!
//! A tag is a path into the attributes and filters that are applied from left to right:
//!
//! | filter | what it does |
//! |---|---|
//! | `default: "text"` | stands in for what is missing |
//! | `upcase`, `downcase` | all letters, by the rules of the shopper's language |
//! | `capitalize` | the first letter; the others stay as they are |
//! | `truncate: 20` | at most 20 characters, the last of them `…` where something was cut off |
//! | `money`, `money: "EUR"` | a number as an amount in the shop's currency, or in this one |
//!
//! A list is joined with commas. Missing, and so left to `default`, are null, false, blank texts, empty lists, objects,
//! and for `money` what is not a number. `{{ "{{" }}` writes two braces.
//!
//! **A tag that stays empty takes along what only led to it**, so that the sentence still reads well:
//! - the space, and a comma or dash, before it: `Welcome back, {{ name }}!` becomes `Welcome back!`;
//! - brackets around it;
//! - at the start of a sentence the punctuation after it, and the next letter becomes a capital:
//!   `{{ name }}, your boots are here` becomes `Your boots are here`.
//!
//! **The result is plain text, not HTML**: nothing is escaped, so it belongs into `textContent` and attributes set from
//! script, never into `innerHTML`.

mod filter;
mod localized;
mod parse;
mod render;

use alloc::string::String;
use alloc::vec::Vec;

pub use localized::localized;
pub use parse::check;
pub(crate) use parse::check_into;

use super::value::Value;
use filter::Filter;

/// A text with its merge tags, parsed once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    parts: Vec<Part>,
}

/// Words, or a tag.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Words(String),
    Tag { path: String, filters: Vec<Filter> },
}

/// What rendering asks of the shopper's language; in the browser `Intl` and JavaScript's own functions.
pub trait Locale {
    /// An amount in major units, as the language writes it; `currency` is an ISO 4217 code, or empty for the shop's own.
    fn money(&self, amount: f64, currency: &str) -> String;
    /// A number as JavaScript's `String(number)` has it, since it may as well be a year or a size.
    fn number(&self, number: f64) -> String;
    /// In capitals: `toLocaleUpperCase`.
    fn upcase(&self, text: &str) -> String;
    /// In small letters: `toLocaleLowerCase`.
    fn downcase(&self, text: &str) -> String;
}

/// A text for a shopper with these attributes: reads its tags and fills them.
#[must_use]
pub fn render(text: &str, attributes: &Value, locale: &dyn Locale) -> String {
    Template::new(text).render(attributes, locale)
}

impl Template {
    /// Reads a text. Of a faulty tag what is sound is kept; [`check()`] says what is not.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::parse(text).0
    }

    /// The paths that the text speaks of, in the order of their tags.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Tag { path, .. } if !path.is_empty() => Some(path.as_str()),
            _ => None,
        })
    }
}
