//! `vitrina check` and `vitrina schema` as they are typed.

#![allow(clippy::expect_used, reason = "a test fails by it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn vitrina(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vitrina"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("it prints text")
}

/// A file with this content, and its name.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the file can be written");
    path.display().to_string()
}

#[test]
fn a_sound_config_is_ok_and_its_contents_are_counted() {
    let output =
        vitrina(&["check", "www/shop/vitrina.json", "tests/cases/full-config.json", &file("empty.json", "{}")]);
    let lines = said(&output);
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[0],
        "www/shop/vitrina.json: ok (segments: 5, grids: 1, banners: 3, recommendations: 7, labels: 18, complements: 4, offers: 7, preferences: 2, traits: 3, discreet: 1)"
    );
    assert_eq!(
        lines[1],
        "tests/cases/full-config.json: ok (segments: 1, grids: 1, banners: 1, recommendations: 1, labels: 1, complements: 1, offers: 2, preferences: 1, experiments: 1, traits: 1, discreet: 1, telemetry: 2)"
    );
    assert!(lines[2].ends_with("empty.json: ok (all defaults)"));
    assert!(output.status.success());
}

#[test]
fn a_broken_config_is_told_everything_at_once_a_line_each() {
    let output = vitrina(&["check", "tests/cases/broken-config.json"]);
    let expected: String = include_str!("cases/broken-config.txt")
        .lines()
        .map(|sentence| format!("tests/cases/broken-config.json: {sentence}\n"))
        .collect();
    assert_eq!(said(&output), expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_regular_expression_that_is_none_is_found_before_a_shopper_meets_it() {
    let name = file(
        "pattern.json",
        r#"{ "banners": [{ "slot": ".a", "variants": [{ "id": "a", "content": {}, "when": { "$or": [{ "page.path": { "$regex": "(" } }] } }] }] }"#,
    );
    let output = vitrina(&["check", &name]);
    let expected = "banners[0].variants[0].when.$or[0].page.path.$regex is \"(\"; expected a valid regular expression";
    assert_eq!(said(&output), format!("{name}: {expected}\n"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_json_is_told_with_line_and_column() {
    let name = file("comma.json", "{\n  \"grids\": [],\n}\n");
    let output = vitrina(&["check", &name]);
    assert_eq!(said(&output), format!("{name}: line 3, column 1: expected no comma before this\n"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_be_read_is_told_and_the_other_files_are_still_checked() {
    let latin = file("latin1.json", b"{ \"catalog\": \"/caf\xe9\" }");
    let output = vitrina(&["check", "no/such.json", &latin, "www/shop/vitrina.json"]);
    let text = said(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("no/such.json: the file cannot be read: "), "{text}");
    assert!(lines[1].ends_with("is not UTF-8 text from byte 18 on; expected it saved as UTF-8"), "{text}");
    assert!(lines[2].starts_with("www/shop/vitrina.json: ok"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_schema_the_types_and_the_reference_are_printed() {
    let schema: serde_json::Value = serde_json::from_str(&said(&vitrina(&["schema"]))).expect("the schema is JSON");
    assert_eq!(schema["properties"]["holdout"]["maximum"], 1);
    assert!(said(&vitrina(&["schema", "--types"])).contains("export interface Config {\n"));
    let reference = said(&vitrina(&["schema", "--docs"]));
    assert!(reference.contains("| `strength` | number from 0 to 1 | `0.6` | Weight of"), "{reference}");
}
