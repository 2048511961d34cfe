//! One text for each language.

use alloc::string::String;

use crate::engine::scan::cut;
use crate::engine::value::Value;

/// The text for a language: `text` is one that serves all, or an object from language tags to texts.
///
/// That of the same tag; else, for `sr-Latn-RS`, of `sr-Latn`, then `sr`, then any other Serbian; else English; else the
/// first. Case does not count, and `_` is `-`. `None` where there is no text.
#[must_use]
pub fn localized<'a>(text: &'a Value, locale: &str) -> Option<&'a str> {
    let languages = text.members();
    let find = |serves: &dyn Fn(&str) -> bool| languages.iter().find(|(language, _)| serves(&plain(language)));
    let locale = plain(locale);
    let mut wanted = locale.as_str();
    let found = loop {
        if let Some(found) = find(&|language| language == wanted) {
            break Some(found);
        }
        let broader = wanted.char_indices().rfind(|(_, c)| *c == '-').and_then(|(end, _)| wanted.get(..end));
        match broader {
            Some(broader) => wanted = broader,
            None => break find(&|language| cut(language, '-').0 == wanted),
        }
    };
    let found = found.or_else(|| find(&|language| cut(language, '-').0 == "en")).or(languages.first());
    found.map_or(text, |(_, text)| text).as_str()
}

/// A language tag in the form that compares.
fn plain(locale: &str) -> String {
    let mut plain = String::new();
    for c in locale.chars() {
        plain.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    plain
}
