//! Reading merge tags, and saying what is wrong with them.

use alloc::string::String;
use alloc::vec::Vec;

use super::filter::Filter;
use super::{Part, Template};
use crate::engine::config::{Problem, Report};
use crate::engine::scan::{cut, decimal, parts, whole_number};

/// What is wrong with the merge tags of a text: what stands there, what would be right, and at which character.
#[must_use]
pub fn check(text: &str) -> Vec<Problem> {
    Template::parse(text).1
}

/// The same, into a report that is at the text's place.
pub(crate) fn check_into(text: &str, report: &mut Report) {
    for problem in check(text) {
        report.reject(&problem.found, &problem.expected);
    }
}

impl Template {
    /// Reads a text, and says what is wrong with it.
    pub(super) fn parse(text: &str) -> (Self, Vec<Problem>) {
        let mut parser = Parser { text, rest: text, parts: Vec::new(), problems: Vec::new() };
        parser.run();
        (Self { parts: parser.parts }, parser.problems)
    }
}

enum Argument {
    None,
    Text(String),
    Number(usize),
    Unreadable,
}

struct Parser<'a> {
    text: &'a str,
    rest: &'a str,
    parts: Vec<Part>,
    problems: Vec<Problem>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) {
        while let Some((words, opening)) = split_at_pair(self.rest, '{') {
            self.words(words);
            self.rest = opening.strip_prefix("{{").unwrap_or_default();
            if !self.tag() {
                self.fault(opening, "}} at the end of the tag");
                // Shown as it stands, so that it is noticed.
                return self.words(opening);
            }
        }
        if let Some((_, closing)) = split_at_pair(self.rest, '}') {
            self.fault(closing, "{{ before }}");
        }
        self.words(self.rest);
    }

    fn words(&mut self, words: &str) {
        if !words.is_empty() {
            self.parts.push(Part::Words(words.into()));
        }
    }

    /// Notes that at `place`, a tail of the text, something else should stand.
    fn fault(&mut self, place: &str, expected: &str) {
        const SHOWN: usize = 20;
        let before = self.text.len() - place.len();
        let mut at = 1;
        for (start, _) in self.text.char_indices() {
            at += u64::from(start < before);
        }
        let mut found = String::new();
        for c in place.chars() {
            if found.chars().count() < SHOWN {
                found.push(c);
            }
        }
        self.problems.push(Problem {
            path: String::new(),
            found: found.into(),
            expected: [expected, ", at character ", &decimal(at)].concat(),
        });
    }

    /// Reads a tag up to its end; false where it has none.
    fn tag(&mut self) -> bool {
        self.skip_blanks();
        let start = self.rest;
        let mut filters = Vec::new();
        let path = match self.quoted() {
            // Words in quotes are a tag without a value, and the words as what stands in for it.
            Some(words) => {
                filters.push(Filter::Default(words));
                String::new()
            }
            None => self.word().into(),
        };
        if path.is_empty() && filters.is_empty() || !path.is_empty() && parts(&path, '.').any(str::is_empty) {
            self.fault(start, "the path of an attribute, such as shopper.name");
        }
        loop {
            self.skip_blanks();
            if let Some(rest) = self.rest.strip_prefix("}}") {
                self.rest = rest;
                self.parts.push(Part::Tag { path, filters });
                return true;
            }
            if let Some(rest) = self.rest.strip_prefix('|') {
                self.rest = rest;
                if let Some(filter) = self.filter() {
                    filters.push(filter);
                }
            } else {
                // An end that comes after the next beginning is not this tag's.
                let own = split_at_pair(self.rest, '{').map_or(self.rest, |(own, _)| own);
                if split_at_pair(own, '}').is_none() {
                    return false;
                }
                self.fault(self.rest, "| before a filter, or }}");
                self.skip_to_next();
            }
        }
    }

    /// Reads a filter and its argument.
    fn filter(&mut self) -> Option<Filter> {
        self.skip_blanks();
        let start = self.rest;
        let name = self.word();
        let filter = match (name, self.argument()) {
            ("default", Argument::Text(text)) => Ok(Filter::Default(text)),
            ("default", _) => Err("default: with a text in quotes"),
            ("truncate", Argument::Number(length)) if length > 0 => Ok(Filter::Truncate(length)),
            ("truncate", _) => Err("truncate: with a number of characters above 0"),
            ("money", Argument::None) => Ok(Filter::Money(String::new())),
            ("money", Argument::Text(code))
                if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) =>
            {
                Ok(Filter::Money(code))
            }
            ("money", _) => Err("money, or money: with a currency's code in quotes"),
            ("upcase", Argument::None) => Ok(Filter::Upcase),
            ("downcase", Argument::None) => Ok(Filter::Downcase),
            ("capitalize", Argument::None) => Ok(Filter::Capitalize),
            ("upcase" | "downcase" | "capitalize", _) => Err("this filter without an argument"),
            _ => Err("a filter: default, upcase, downcase, capitalize, truncate or money"),
        };
        match filter {
            Ok(filter) => Some(filter),
            Err(expected) => {
                self.fault(start, expected);
                self.skip_to_next();
                None
            }
        }
    }

    /// Reads what follows a filter's name.
    fn argument(&mut self) -> Argument {
        self.skip_blanks();
        let Some(rest) = self.rest.strip_prefix(':') else { return Argument::None };
        self.rest = rest;
        self.skip_blanks();
        match self.quoted() {
            Some(text) => Argument::Text(text),
            None => whole_number(self.word()).map_or(Argument::Unreadable, |number| Argument::Number(number as usize)),
        }
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Skips what cannot be read, up to the next filter or the end of the tag.
    fn skip_to_next(&mut self) {
        let tag = split_at_pair(self.rest, '}').map_or(self.rest, |(tag, _)| tag);
        self.rest = self.rest.get(cut(tag, '|').0.len()..).unwrap_or_default();
    }

    /// A path, a filter's name, or a number: all up to the next blank or sign.
    fn word(&mut self) -> &'a str {
        let mut length = 0;
        for c in self.rest.chars() {
            if c.is_whitespace() || matches!(c, '|' | ':' | '{' | '}' | '"' | '\'') {
                break;
            }
            length += c.len_utf8();
        }
        let (word, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        word
    }

    /// A text in double or single quotes, which holds anything but its own kind of quote.
    fn quoted(&mut self) -> Option<String> {
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (text, rest) = cut(self.rest.get(1..)?, quote);
        self.rest = rest?;
        Some(text.into())
    }
}

/// A text up to and from the first pair of braces.
fn split_at_pair(text: &str, brace: char) -> Option<(&str, &str)> {
    let mut before = None;
    for (start, c) in text.char_indices() {
        match before {
            Some(first) if c == brace => return text.split_at_checked(first),
            _ => before = (c == brace).then_some(start),
        }
    }
    None
}
