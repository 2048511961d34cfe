//! A template and a shopper's attributes become a sentence.

use alloc::string::String;

use super::filter::{apply, capitalize};
use super::{Locale, Part, Template};
use crate::engine::scan::{cut, ends_in, is_one_of};
use crate::engine::value::Value;

impl Template {
    /// The text for a shopper with these attributes, as plain text.
    #[must_use]
    pub fn render(&self, attributes: &Value, locale: &dyn Locale) -> String {
        let mut sentence = Sentence { text: String::new(), is_gap: false, space: false, locale };
        for part in &self.parts {
            match part {
                Part::Words(words) => sentence.words(words),
                Part::Tag { path, filters } => sentence.tag(apply(attributes.path(path), filters, locale)),
            }
        }
        sentence.finish()
    }
}

/// A sentence in the making, and whether a tag before its end stayed empty.
struct Sentence<'a> {
    text: String,
    is_gap: bool,
    /// Whether spaces after the gap were held back.
    space: bool,
    locale: &'a dyn Locale,
}

impl Sentence<'_> {
    fn tag(&mut self, text: Option<String>) {
        match text {
            // What comes next decides what becomes of the words before.
            None => self.is_gap = true,
            Some(text) => {
                if self.space && !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
                    self.text.push(' ');
                }
                self.text.push_str(&text);
                self.is_gap = false;
                self.space = false;
            }
        }
    }

    fn words(&mut self, words: &str) {
        if !self.is_gap {
            self.text.push_str(words);
        } else if words.trim().is_empty() && cut(words, '\n').1.is_none() {
            self.space = true;
        } else if self.starts_sentence() {
            let rest = without_leading_punctuation(words);
            // "{{ name }}'s boots" has nothing that could become a capital.
            self.text.push_str(&capitalize(rest, self.locale));
            self.close_gap();
        } else {
            self.close(words);
            self.close_gap();
        }
    }

    fn finish(mut self) -> String {
        if self.is_gap {
            self.close("");
        }
        self.text
    }

    fn close_gap(&mut self) {
        self.is_gap = false;
        self.space = false;
    }

    fn starts_sentence(&self) -> bool {
        let before = self.text.trim_end_matches(' ');
        before.is_empty() || ends_in(before, ".!?…\n")
    }

    /// Joins `after` to the words before the gap.
    fn close(&mut self, mut after: &str) {
        let had_space = self.trim_end();
        if ends_in(&self.text, "(") && after.trim_start().starts_with(')') {
            self.text.pop();
            after = after.trim_start().strip_prefix(')').unwrap_or(after);
            self.trim_end();
        } else if ends_in(&self.text, ",、，،") || had_space && ends_in(&self.text, "-–—") {
            self.text.pop();
            self.trim_end();
        }
        if (had_space || self.space) && after.starts_with(is_letter_or_digit) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(after);
    }

    /// Takes spaces off the end, and says whether there were any.
    fn trim_end(&mut self) -> bool {
        let length = self.text.trim_end_matches(' ').len();
        let had_space = length < self.text.len();
        self.text.truncate(length);
        had_space
    }
}

/// What follows the spaces and the punctuation that led on from an empty tag. Punctuation that nothing separates from
/// the next word belongs to that word: "-20%".
fn without_leading_punctuation(words: &str) -> &str {
    let words = words.trim_start();
    let mut rest = words;
    while let Some(c) = rest.chars().next().filter(|c| is_one_of(*c, ",;:.!?-–—")) {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    if rest.is_empty() || rest.starts_with(char::is_whitespace) { rest.trim_start() } else { words }
}

/// Letters and digits, and of other scripts all but the punctuation that is common to many. (Unicode's own table is large.)
const fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric() || c as u32 > 0xbf && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
}
