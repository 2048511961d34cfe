//! What a tag's filters do to its value.

use alloc::borrow::Cow;
use alloc::string::String;

use super::Locale;
use crate::engine::value::Value;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    Default(String),
    Upcase,
    Downcase,
    Capitalize,
    Truncate(usize),
    /// The currency; empty for the shop's own.
    Money(String),
}

/// The text of a tag; `None` where it stays empty.
pub(super) fn apply(value: &Value, filters: &[Filter], locale: &dyn Locale) -> Option<String> {
    // An amount is a number until `money` has seen it.
    let mut value = Cow::Borrowed(value);
    for filter in filters {
        let text = match filter {
            Filter::Money(currency) => {
                value.as_f64().filter(|amount| amount.is_finite()).map(|amount| locale.money(amount, currency))
            }
            _ => match (filter, say(&value, locale)) {
                (Filter::Default(text), None) => Some(text.clone()),
                (Filter::Default(_), Some(_)) => continue,
                (_, None) => None,
                (Filter::Upcase, Some(text)) => Some(locale.upcase(&text)),
                (Filter::Downcase, Some(text)) => Some(locale.downcase(&text)),
                (Filter::Capitalize, Some(text)) => Some(capitalize(&text, locale)),
                (Filter::Truncate(length), Some(text)) => Some(truncate(text, *length)),
                (_, text) => text,
            },
        };
        value = Cow::Owned(text.into());
    }
    say(&value, locale)
}

/// A value in words; `None` for what has none.
fn say(value: &Value, locale: &dyn Locale) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) | Value::Bool(false) => None,
        Value::Bool(true) => Some("true".into()),
        Value::Number(number) => Some(locale.number(*number)),
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Array(list) => {
            let mut words = String::new();
            for element in list {
                let word = if let Value::Array(_) = element { None } else { say(element, locale) };
                if let Some(word) = word {
                    if !words.is_empty() {
                        words.push_str(", ");
                    }
                    words.push_str(&word);
                }
            }
            (!words.is_empty()).then_some(words)
        }
    }
}

/// The text with its first letter in capitals.
pub(super) fn capitalize(text: &str, locale: &dyn Locale) -> String {
    let mut rest = text.chars();
    let Some(first) = rest.next() else { return String::new() };
    let mut capitalized = locale.upcase(first.encode_utf8(&mut [0; 4]));
    capitalized.push_str(rest.as_str());
    capitalized
}

/// At most `length` characters, the last of them an ellipsis where something was cut off. A cut falls neither before an
/// accent or emoji modifier nor inside a joined emoji, and no space stands before the ellipsis.
fn truncate(mut text: String, length: usize) -> String {
    if text.chars().count() <= length {
        return text;
    }
    let mut end = 0;
    let mut before = '\0';
    for (index, (start, c)) in text.char_indices().enumerate() {
        if index >= length {
            break;
        }
        if !extends(c) && before != ZERO_WIDTH_JOINER {
            end = start;
        }
        before = c;
    }
    text.truncate(end);
    text.truncate(text.trim_end().len());
    if length > 0 {
        text.push('…');
    }
    text
}

const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Whether a character belongs to the one before it: combining accents, joiners, variation selectors, skin tones.
const fn extends(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | ZERO_WIDTH_JOINER | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}
