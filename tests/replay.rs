//! A recorded journey replays to the same decisions, byte for byte, natively and in every browser.
//!
//! `cases/journey.json` holds the hash of every fifty lines of decisions, so that a difference shows where it begins.
//! `VITRINA_BLESS=1 cargo test --test replay` writes it anew where a change of decisions is meant.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by these")]

mod journey;
mod ports;

use ports::Script;
use vitrina::engine::config::Config;
use vitrina::engine::replay::Replay;
use vitrina::engine::value::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

const GOLDEN: &str = include_str!("cases/journey.json");
/// Lines behind each hash.
const STRETCH: usize = 50;

/// The decisions after each event of the journey, as lines of JSON.
fn decisions() -> Vec<String> {
    let config: Value = serde_json::from_str(journey::CONFIG).expect("it is JSON");
    let config = Config::read(&config).expect("nothing is wrong with it");
    let mut replay = Replay::new(config, "ana", Box::new(Script));
    let step = |line: serde_json::Value| {
        let line: Value = serde_json::from_value(line).expect("JSON is a value");
        serde_json::to_string(&replay.step(&line).expect("it is a line")).expect("a value is JSON")
    };
    journey::lines(39).into_iter().map(step).collect()
}

/// FNV-1a of the lines and their ends, in 64 bits.
fn hash(lines: &[String]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in lines.iter().flat_map(|line| line.bytes().chain([b'\n'])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn s39_a_journey_replays_to_the_same_bytes_everywhere() {
    let decisions = decisions();
    let hashes: Vec<String> = decisions.chunks(STRETCH).map(hash).collect();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("VITRINA_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/journey.json");
        let text = serde_json::to_string_pretty(&hashes).expect("texts are JSON") + "\n";
        std::fs::write(path, text).expect("the case can be written");
        return;
    }
    let golden: Vec<String> = serde_json::from_str(GOLDEN).expect("it is JSON");
    assert_eq!(hashes.len(), golden.len());
    for (at, (made, kept)) in hashes.iter().zip(&golden).enumerate() {
        let from = at * STRETCH;
        assert_eq!(made, kept, "from line {} on; it is now\n{}", from + 1, decisions[from]);
    }
}

/// A journey on which nothing is decided would prove nothing.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_journey_brings_every_kind_of_decision() {
    let decisions = decisions();
    assert_eq!(decisions.len(), journey::EVENTS);
    for wanted in [
        r#""due":"stay""#,
        r#""due":"reader""#,
        r#""due":"weekend""#,
        r#""variant":"rain""#,
        r#""variant":"greeting""#,
        r#""variant":"loyal""#,
        r#""loyal-hikers""#,
        r#""by-mail""#,
        r#""arms":"quiet""#,
        r#""arms":"loud""#,
        r#""shared":"#,
        r#""second":"on""#,
        r#""recommend":["p"#,
        r##""selector":"#products","keys":["##,
        r#""visit":12,"#,
    ] {
        assert!(decisions.iter().any(|line| line.contains(wanted)), "{wanted} is nowhere");
    }
}
