//! `cargo xtask bench`: what a shopper's device does, in the browser's wasm and natively, and with `--training` what the
//! companion does beside DuckDB and pandas. A table, and `dist/bench.json`.

mod device;
mod generated;
mod training;

use std::fs;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Map, Value};

use crate::paths;

/// What to measure.
#[derive(Args, Debug)]
pub struct Options {
    /// Training on a million clicks instead, beside DuckDB and pandas, which are installed from PyPI.
    #[arg(long)]
    training: bool,
}

/// Measures, prints, and keeps the numbers in `dist/bench.json`. True when every demand is met.
///
/// # Errors
/// When something cannot be built or run.
pub fn bench(options: &Options) -> Result<bool> {
    let (name, (table, numbers, met)) =
        if options.training { ("training", training::measure()?) } else { ("device", device::measure()?) };
    let file = paths::dist().join("bench.json");
    let known = fs::read_to_string(&file).ok().and_then(|text| serde_json::from_str(&text).ok());
    let mut all: Map<String, Value> = known.unwrap_or_default();
    all.insert(name.into(), numbers);
    fs::write(&file, serde_json::to_string_pretty(&all)? + "\n").context("dist/bench.json cannot be written")?;
    print!("{table}");
    Ok(met)
}

/// The part of `value` that a JSON pointer names; `null` where it is not there.
fn part<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// The companion, built for speed.
fn companion() -> Result<std::path::PathBuf> {
    let mut build = crate::command::cargo();
    build.args(["build", "--release", "--package", "vitrina", "--features", "cli", "--bin", "vitrina"]);
    crate::command::step("building the companion for speed", &mut build, "The compiler's messages say why.")?;
    Ok(paths::target().join("release/vitrina"))
}
