//! Merge tags and localized texts, natively and in browsers. Money is plain here, so that both give the same.

#![allow(clippy::expect_used, reason = "a test fails by it")]

mod ports;

use ports::Script;
use vitrina::engine::text::{Template, check, localized, render};
use vitrina::engine::value::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

/// Runs `differs` on the rows of a section and fails with the names of all that differ.
fn every_row(section: &str, differs: fn(&[Value]) -> Option<String>) {
    let cases: Value = serde_json::from_str(include_str!("cases/text.json")).expect("the cases are JSON");
    let rows = cases.path(section).elements();
    assert!(!rows.is_empty(), "no {section}");
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let name = row.path("0").as_str().unwrap_or_default();
            differs(row.elements()).map(|difference| format!("{name}: {difference}"))
        })
        .collect();
    assert!(failures.is_empty(), "{section}: {} of {} failed\n{}", failures.len(), rows.len(), failures.join("\n"));
}

fn difference<T: PartialEq + core::fmt::Debug>(actual: T, expected: T) -> Option<String> {
    (actual != expected).then(|| format!("got {actual:?}, expected {expected:?}"))
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn tags_are_filled_and_what_stays_empty_reads_well() {
    every_row("render", |row| match row {
        [_, Value::String(text), attributes, Value::String(expected)] => {
            difference(&render(text, attributes, &Script), expected)
        }
        _ => Some("not a row".into()),
    });
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_text_of_the_nearest_language_is_chosen() {
    every_row("localized", |row| match row {
        [_, text, Value::String(locale), expected] => difference(localized(text, locale), expected.as_str()),
        _ => Some("not a row".into()),
    });
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn faults_are_named_with_their_places() {
    every_row("check", |row| {
        let [_, Value::String(text), expected] = row else { return Some("not a row".into()) };
        let problems = check(text);
        let found: Vec<&str> = problems.iter().filter_map(|problem| problem.found.as_str()).collect();
        let expected = expected.elements();
        let places: Vec<&str> = expected.iter().filter_map(|pair| pair.path("0").as_str()).collect();
        difference(found, places).or_else(|| {
            problems.iter().zip(expected).find_map(|(problem, pair)| {
                let part = pair.path("1").as_str().unwrap_or_default();
                (!problem.expected.contains(part)).then(|| format!("{:?} lacks {part:?}", problem.expected))
            })
        })
    });
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_paths_of_a_text_are_known() {
    every_row("paths", |row| {
        let [_, Value::String(text), expected] = row else { return Some("not a row".into()) };
        let template = Template::new(text);
        difference(template.paths().collect(), expected.elements().iter().filter_map(Value::as_str).collect::<Vec<_>>())
    });
}

/// Nothing a merchant can write makes the reader fail or the renderer run away.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn hostile_texts_do_no_harm() {
    let pieces = [
        "{{", "}}", "|", ":", "\"", "'", "{", "}", " ", "š", "😀", "a", "default", "truncate", "5", ".", "\n", ",", "(",
    ];
    let mut state = 1_u32;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.extend(pieces.get((state >> 16) as usize % pieces.len()).copied());
        }
        let _ = check(&text);
        let empty = render(&text, &Value::Null, &Script);
        assert!(empty.len() <= text.len() + 8, "{text:?} became {empty:?}");
    }
}
