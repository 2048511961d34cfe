//! Reading text piece by piece.
//!
//! The standard library's searchers are generic: each pattern and each chain of adapters is a copy of its own in what
//! shoppers download, and the one for text in text alone weighs two kilobytes. These are one function each.

use alloc::{string::String, vec::Vec};

/// What stands before the first of `marks` and what follows it; the whole text and nothing where there is none.
pub(crate) fn cut_at<'a>(text: &'a str, marks: &str) -> (&'a str, Option<&'a str>) {
    for (start, c) in text.char_indices() {
        if is_one_of(c, marks) {
            return (text.get(..start).unwrap_or_default(), text.get(start + c.len_utf8()..));
        }
    }
    (text, None)
}

/// [`cut_at`] one mark.
pub(crate) fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    cut_at(text, mark.encode_utf8(&mut [0; 4]))
}

/// Whether a character is one of `marks`.
pub(crate) fn is_one_of(c: char, marks: &str) -> bool {
    marks.chars().any(|mark| mark == c)
}

/// Whether `text` ends in one of `marks`.
pub(crate) fn ends_in(text: &str, marks: &str) -> bool {
    text.chars().next_back().is_some_and(|last| is_one_of(last, marks))
}

/// Whether `text` is decimal digits and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of `text` between the marks; a text without any is one part.
pub(crate) const fn parts(text: &str, mark: char) -> Parts<'_> {
    Parts { rest: Some(text), mark }
}

/// See [`parts`].
pub(crate) struct Parts<'a> {
    rest: Option<&'a str>,
    mark: char,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let (part, rest) = cut(self.rest?, self.mark);
        self.rest = rest;
        Some(part)
    }
}

/// Where `word` stands in a list of words.
pub(crate) fn position(words: &[&str], word: &str) -> Option<usize> {
    words.iter().position(|known| *known == word)
}

/// The number that `text` writes in decimal digits and nothing else; `None` beyond 32 bits.
pub(crate) fn whole_number(text: &str) -> Option<u32> {
    let mut number = None;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = Some(number.unwrap_or(0_u32).checked_mul(10)?.checked_add(u32::from(byte - b'0'))?);
    }
    number
}

/// The array index that `key` writes, in JavaScript's sense: below 2^32 - 1 and without leading zeros.
pub(crate) fn array_index(key: &str) -> Option<usize> {
    let index = whole_number(key)?;
    let is_plain = key.len() == 1 || !key.starts_with('0');
    (is_plain && index < u32::MAX).then_some(index as usize)
}

/// A whole number in decimal digits, without the formatting machinery's bytes.
pub(crate) fn decimal(number: u64) -> String {
    let mut digits = if number > 9 { decimal(number / 10) } else { String::new() };
    digits.push(char::from_digit((number % 10) as u32, 10).unwrap_or('0'));
    digits
}

/// Levenshtein distance in characters.
pub(crate) fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = Vec::new();
    for length in 0..=to.chars().count() {
        row.push(length);
    }
    for (line, a) in from.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut letters = to.chars();
        for (index, cell) in row.iter_mut().enumerate() {
            if index == 0 {
                *cell = line + 1;
            } else if let Some(b) = letters.next() {
                let above = *cell;
                left = (diagonal + usize::from(a != b)).min(above + 1).min(left + 1);
                *cell = left;
                diagonal = above;
            }
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Lower case for the scripts of the shops' languages: ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic. Characters
/// of other scripts stay as they are, and so does what has no lower case; `İ` becomes `i`. The same in every browser,
/// since it is ours; Unicode's own tables would cost eleven kilobytes.
pub(crate) fn lowercase(c: char) -> char {
    let code = c as u32;
    let lower = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => code + 32,
        0x130 => 0x69,
        0x178 => 0xff,
        // Pairs of which the even one is the capital.
        0x100..=0x137 | 0x14a..=0x177 | 0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f => code | 1,
        // Pairs of which the odd one is.
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce => code + (code & 1),
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        0x400..=0x40f => code + 80,
        0x4c0 => 0x4cf,
        _ => code,
    };
    char::from_u32(lower).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_is_unicodes_own_in_the_scripts_covered() {
        for code in (0..0x180).chain(0x386..0x3cf).chain(0x400..0x530) {
            let c = char::from_u32(code).unwrap();
            if c != 'İ' {
                assert_eq!(lowercase(c).to_string(), c.to_lowercase().to_string(), "U+{code:04X}");
            }
        }
        assert_eq!(lowercase('İ'), 'i');
        assert_eq!(lowercase('靴'), '靴');
    }

    #[test]
    fn a_text_is_cut_into_the_parts_that_split_gives() {
        for text in ["", ".", "a", "a.b", ".a.", "š.ž..č"] {
            assert!(parts(text, '.').eq(text.split('.')), "{text:?}");
        }
    }

    #[test]
    fn array_indexes_are_javascripts() {
        assert_eq!(array_index("0"), Some(0));
        assert_eq!(array_index("17"), Some(17));
        for none in ["", "01", "+1", "-1", "1.0", "4294967295", "99999999999"] {
            assert_eq!(array_index(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_distance_is_the_number_of_edits() {
        assert_eq!(distance("strenght", "strength"), 2);
        assert_eq!(distance("", "pin"), 3);
        assert_eq!(distance("pin", "pin"), 0);
    }
}
