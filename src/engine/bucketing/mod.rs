//! Dividing shoppers into variations as GrowthBook does, so that its tools can read the results.
//!
//! A shopper's id is hashed to a number from 0 to 1, and each variation owns a range of it. The start of a range depends
//! on the weights alone and coverage only moves its end, so raising coverage brings shoppers in and reassigns nobody.

pub mod bandit;
mod experiment;
mod run;

use alloc::vec;
use alloc::vec::Vec;

pub use experiment::{Experiment, Filter, Namespace, Parent, Status};
pub use run::{Assignment, Context, Reason, run};

use super::record::decimal;
use super::scan::{cut, cut_at, parts};

/// A half-open range of hashes: its start belongs to it, its end does not.
pub type Range = (f64, f64);

/// The hash of a shopper's id in an experiment, from 0 to below 1.
///
/// Version 1 has 1,000 steps, version 2 has 10,000 and no bias between experiments; there is no other version.
#[must_use]
pub fn hash(seed: &str, value: &str, version: u32) -> Option<f64> {
    match version {
        1 => Some(f64::from(fnv([value, seed]) % 1_000) / 1_000.0),
        2 => Some(f64::from(fnv([&decimal(fnv([seed, value]).into()), ""]) % 10_000) / 10_000.0),
        _ => None,
    }
}

/// FNV-1a of two texts in a row, over UTF-16 units as JavaScript's `charCodeAt` gives them (the original goes by bytes).
fn fnv(texts: [&str; 2]) -> u32 {
    const OFFSET: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    let mut hash = OFFSET;
    for text in texts {
        for unit in text.encode_utf16() {
            hash = (hash ^ u32::from(unit)).wrapping_mul(PRIME);
        }
    }
    hash
}

/// The same share for each of `count` variations.
#[must_use]
pub fn equal_weights(count: usize) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "nobody tests 2^53 variations")]
    let share = 1.0 / count.max(1) as f64;
    vec![share; count]
}

/// The range of each of `count` variations.
///
/// `coverage` is the share of each range that takes part, held within 0 and 1. Weights of another number than `count`, or
/// with a sum outside 0.99 to 1.01, give way to equal ones.
#[must_use]
pub fn bucket_ranges(count: usize, coverage: f64, weights: &[f64]) -> Vec<Range> {
    let coverage = coverage.clamp(0.0, 1.0);
    let sum: f64 = weights.iter().sum();
    let is_sound = weights.len() == count && (0.99..=1.01).contains(&sum);
    #[expect(clippy::cast_precision_loss, reason = "nobody tests 2^53 variations")]
    let equal = 1.0 / count.max(1) as f64;
    let mut ranges = Vec::new();
    let mut start = 0.0;
    for index in 0..count {
        let weight = weights.get(index).copied().filter(|_| is_sound).unwrap_or(equal);
        ranges.push((start, start + coverage * weight));
        start += weight;
    }
    ranges
}

/// Whether `hash` lies in `range`.
#[must_use]
pub fn in_range(hash: f64, range: Range) -> bool {
    hash >= range.0 && hash < range.1
}

/// The variation whose range `hash` lies in; the first where ranges overlap.
#[must_use]
pub fn choose_variation(hash: f64, ranges: &[Range]) -> Option<usize> {
    ranges.iter().position(|range| in_range(hash, *range))
}

/// Whether a shopper's id lies in `range` of a namespace: experiments with disjoint ranges of one namespace share nobody.
#[must_use]
pub fn in_namespace(id: &str, namespace: &str, range: Range) -> bool {
    hash(&["__", namespace].concat(), id, 1).is_some_and(|hash| in_range(hash, range))
}

/// The variation that an address asks for, as in `?experiment=1`, if there is such a variation.
///
/// The number is read as `parseInt` does: what follows its digits is ignored.
#[must_use]
pub fn query_string_override(experiment: &str, url: &str, count: usize) -> Option<usize> {
    let query = cut_at(cut(url, '?').1?, "?#").0;
    for parameter in parts(query, '&') {
        let (name, text) = cut(parameter, '=');
        if name == experiment {
            let text = cut(text?, '=').0.trim_start();
            let is_negative = text.starts_with('-');
            let digits = if is_negative || text.starts_with('+') { text.get(1..)? } else { text };
            let mut number = None;
            for byte in digits.bytes() {
                if !byte.is_ascii_digit() {
                    break;
                }
                number = Some(number.unwrap_or(0_usize).checked_mul(10)?.checked_add(usize::from(byte - b'0'))?);
            }
            return number.filter(|variation| *variation < count && (*variation == 0 || !is_negative));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_go_by_utf_16_units() {
        // One unit, 0x0161: (0x811c9dc5 ^ 0x161) * 0x01000193 modulo 2^32.
        assert_eq!(fnv(["š", ""]), 0xe40a_962c);
        // Two units, 0xd83d and 0xde00.
        assert_eq!(fnv(["\u{1f600}", ""]), 0xcb31_c4b8);
    }

    #[test]
    fn raising_coverage_never_reassigns() {
        for weights in [vec![], vec![0.5, 0.5], vec![0.1, 0.2, 0.7], vec![0.34, 0.33, 0.33]] {
            let count = weights.len().max(2);
            for step in 0..10_000 {
                let hash = f64::from(step) / 10_000.0;
                let mut before = None;
                for coverage in 0..=100 {
                    let now = choose_variation(hash, &bucket_ranges(count, f64::from(coverage) / 100.0, &weights));
                    assert!(before.is_none() || now == before, "{hash} {weights:?} {coverage}");
                    before = now;
                }
            }
        }
    }

    #[test]
    fn coverage_that_is_no_number_lets_nobody_in() {
        assert_eq!(choose_variation(0.0, &bucket_ranges(2, f64::NAN, &[])), None);
    }

    #[test]
    fn a_query_string_is_read_as_parse_int_does() {
        let asked = |value: &str| query_string_override("test", &["https://shop.example/?test=", value].concat(), 3);
        assert_eq!(asked("2"), Some(2));
        assert_eq!(asked("2.9"), Some(2));
        assert_eq!(asked("+1abc"), Some(1));
        assert_eq!(asked("3"), None);
        assert_eq!(asked("-1"), None);
        assert_eq!(asked("99999999999999999999999"), None);
        assert_eq!(asked(""), None);
        assert_eq!(query_string_override("test", "/?test&test=1", 3), None);
        assert_eq!(query_string_override("тест", "/?тест=1", 3), Some(1));
    }
}
