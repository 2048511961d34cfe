//! The public surface, kept as a reference file, so that any change of it shows.

#![allow(clippy::expect_used, reason = "a test fails by it")]

use std::{env, fs};

use vitrina::offline::types;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/vitrina.d.ts");

#[test]
fn the_type_declarations_are_those_of_the_reference_file() {
    let made = types::declarations();
    if env::var_os("VITRINA_BLESS").is_some() {
        fs::write(REFERENCE, &made).expect("the reference file can be written");
    }
    let kept = fs::read_to_string(REFERENCE).unwrap_or_default();
    let differs = made.lines().zip(kept.lines()).position(|(made, kept)| made != kept);
    let line = differs.unwrap_or_else(|| made.lines().count().min(kept.lines().count())) + 1;
    assert!(
        made == kept,
        "the public surface is not that of tests/api/vitrina.d.ts, from line {line} on. If that is meant, \
         `VITRINA_BLESS=1 cargo test --features cli --test api` writes it anew."
    );
}

#[test]
fn no_type_is_declared_twice() {
    // TypeScript would merge two interfaces of one name without a word.
    let made = types::declarations();
    let mut names: Vec<&str> = made
        .lines()
        .filter_map(|line| line.strip_prefix("export interface ").or_else(|| line.strip_prefix("export type ")))
        .filter_map(|rest| rest.split([' ', '<']).next())
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}
