//! JavaScript's functions as ECMA-262 defines them.

use super::EcmaScript;

/// Equals of JavaScript's own functions.
pub(crate) struct Script;

impl EcmaScript for Script {
    /// Goes by UTF-16 units, as a `RegExp` without the flag `u` does.
    fn test(&self, pattern: &str, text: &str, ignore_case: bool) -> Option<bool> {
        let pattern = regress::Regex::with_flags(pattern, if ignore_case { "i" } else { "" }).ok()?;
        let units: Vec<u16> = text.encode_utf16().collect();
        Some(pattern.find_from_ucs2(&units, 0).next().is_some())
    }

    /// Rust's own digits differ where two shortest forms are equally near: 698276107707493.25 is "…493.2" in JavaScript.
    fn text_of(&self, number: f64) -> String {
        ryu_js::Buffer::new().format(number).into()
    }

    /// `StringToNumber`: blanks around do not count, nothing at all is 0, and there are four bases.
    fn number_of(&self, text: &str) -> f64 {
        let text = text.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace() && c != '\u{85}');
        if text.is_empty() {
            return 0.0;
        }
        for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] {
            let digits = text.strip_prefix(prefix).or_else(|| text.strip_prefix(&prefix.to_uppercase()));
            if let Some(digits) = digits.filter(|digits| !digits.is_empty()) {
                let read = |number, digit: char| Some(number * f64::from(base) + f64::from(digit.to_digit(base)?));
                return digits.chars().try_fold(0.0, read).unwrap_or(f64::NAN);
            }
        }
        match text.trim_start_matches(['+', '-']) {
            // The one word; Rust has others.
            "Infinity" if text.len() <= "+Infinity".len() => {
                text.replace("Infinity", "inf").parse().unwrap_or(f64::NAN)
            }
            digits if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => text.parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    fn lowercase(&self, text: &str) -> String {
        text.to_lowercase()
    }
}
