//! The corpus of the fuzz targets, so that what was once found stays found where nobody fuzzes.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a test fails by them, and says at which file")]

mod fuzz;

use std::fs;
use std::path::Path;

/// Runs every file of `tests/corpus/<target>`.
fn every_file(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let path = entry.expect("it can be read").path();
        println!("{}", path.display());
        run(&fs::read(&path).expect("it can be read"));
        count += 1;
    }
    assert!(count > 3, "the corpus of {target} is elsewhere");
}

#[test]
fn configs() {
    every_file("config", fuzz::config);
}

#[test]
fn conditions() {
    every_file("condition", fuzz::condition);
}

#[test]
fn models() {
    every_file("model", fuzz::model);
}

#[test]
fn snapshots() {
    every_file("snapshot", fuzz::snapshot);
}

#[test]
fn texts() {
    every_file("text", fuzz::text);
}
