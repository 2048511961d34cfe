//! What must be absent, and where. The checks are proven on samples that break them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

use std::fs;
use std::path::{Path, PathBuf};

/// Words that have no place in the engine, and what each would bring in. Without `std` there is no clock, file, socket,
/// thread or environment, and no map whose order differs between runs.
const DENIED: [(&[&str], &str); 5] = [
    (&["web_sys", "js_sys", "wasm_bindgen", "serde_wasm_bindgen", "gloo"], "the browser"),
    (&["std"], "a clock, files, the network, or maps without an order; `core` and `alloc` have the rest"),
    (&["SystemTime", "Instant", "chrono"], "a clock; `now` is an argument"),
    (&["rand", "getrandom", "fastrand", "RandomState"], "chance; `seed` is an argument"),
    (&["HashMap", "HashSet", "hashbrown"], "an order that differs between runs"),
];

/// Methods of numbers whose last digits differ between machines; the crate libm has equals that do not.
const INEXACT: [&str; 16] = [
    "ln", "ln_1p", "log", "log2", "log10", "exp", "exp2", "exp_m1", "powf", "sin", "cos", "tan", "tanh", "sinh",
    "cosh", "atan2",
];

/// Places of this crate that decide nothing.
const OUTSIDE: [&str; 3] = ["crate::browser", "crate::api", "crate::offline"];

/// Everything in a file of the engine that must not be there: a sentence each.
fn impurities(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    for (number, line) in code {
        let mut say = |what: &str, why: &str| found.push(format!("line {}: {what} brings in {why}", number + 1));
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for (denied, why) in DENIED {
            for word in denied.iter().filter(|word| words.contains(word)) {
                say(word, why);
            }
        }
        for method in INEXACT.iter().filter(|method| line.contains(&format!(".{method}("))) {
            say(method, "digits that differ between machines; libm has an equal");
        }
        for place in OUTSIDE.iter().filter(|place| line.contains(*place)) {
            say(place, "what comes after the engine");
        }
    }
    found
}

/// The crates of the browser that `manifest` names elsewhere than under wasm32.
fn misplaced(manifest: &str) -> Vec<String> {
    const BROWSER: [&str; 4] = ["web-sys", "js-sys", "wasm-bindgen", "gloo"];
    let is_browser = |name: &str| BROWSER.iter().any(|start| name.starts_with(start)) || name == "serde-wasm-bindgen";
    let mut section = "";
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        }
        // `[dependencies.web-sys]`, or `web-sys = …` in a section.
        let header = line.strip_suffix(']').and_then(|line| line.rsplit_once("dependencies."));
        let name = header.map_or_else(|| line.split([' ', '=', '.']).next().unwrap_or_default(), |(_, name)| name);
        if is_browser(name) && !section.starts_with("[target.'cfg(target_arch = \"wasm32\")'.") {
            found.push(format!("{name} in {section}"));
        }
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn the_engine_knows_no_browser_clock_chance_file_or_order_of_hashes() {
    let files = rust_files(&root().join("src/engine"));
    assert!(files.len() > 20, "the engine is elsewhere");
    let found: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let source = fs::read_to_string(file).expect("it is text");
            let name = file.strip_prefix(root()).unwrap_or(file).display().to_string();
            impurities(&source).into_iter().map(move |sentence| format!("{name}, {sentence}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn browser_crates_are_in_reach_of_wasm32_only() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is there");
    assert!(manifest.contains("web-sys"), "the browser's crates are elsewhere");
    assert_eq!(misplaced(&manifest), [""; 0]);
}

#[test]
fn each_planted_impurity_is_found() {
    let planted = [
        "use web_sys::Window;",
        "use js_sys::Date;",
        "use wasm_bindgen::prelude::*;",
        "let time = gloo::timers::callback::Timeout::new(1, f);",
        "let config = serde_wasm_bindgen::from_value(value);",
        "use std::{fs, net};",
        "let now = Instant::now();",
        "let dice = rand::random::<f64>();",
        "let mut seen: HashMap<String, u32> = HashMap::new();",
        "for id in HashSet::from(ids) {}",
        "let weight = (-age / half_life).exp();",
        "use crate::browser::storage;",
    ];
    for line in planted {
        assert!(!impurities(line).is_empty(), "not found: {line}");
    }
    let sample = format!("fn pure() {{}}\n{}", planted.join("\n"));
    assert!(impurities(&sample).iter().any(|sentence| sentence.starts_with("line 2: web_sys")));
}

#[test]
fn what_is_pure_passes() {
    let sample = "/// Not `std::time::Instant`: a caller's clock.\nfn decay(age: f64) -> f64 { libm::exp(-age) }\n\
                  let timestamp = now - standard_deviation.sqrt();";
    assert_eq!(impurities(sample), [""; 0]);
}

#[test]
fn each_planted_dependency_is_found() {
    let planted = [
        "[dependencies]\nweb-sys = \"0.3\"",
        "[dependencies]\nserde = \"1\"\nserde-wasm-bindgen.workspace = true",
        "[dependencies.js-sys]\nversion = \"0.3\"",
        "[dev-dependencies]\nwasm-bindgen-test = \"0.3\"",
        "[target.'cfg(not(target_arch = \"wasm32\"))'.dependencies]\ngloo-timers = \"0.3\"",
        "[target.'cfg(unix)'.dependencies.wasm-bindgen]\nversion = \"0.2\"",
    ];
    for manifest in planted {
        assert_eq!(misplaced(manifest).len(), 1, "not found: {manifest}");
    }
    let right = "[target.'cfg(target_arch = \"wasm32\")'.dependencies]\nweb-sys = \"0.3\"\n\
                 [target.'cfg(target_arch = \"wasm32\")'.dependencies.js-sys]\nversion = \"0.3\"";
    assert_eq!(misplaced(right), [""; 0]);
}
