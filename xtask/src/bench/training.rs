//! Training on a million clicks: the companion beside the same computation in DuckDB and in pandas.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::generated::Shop;
use super::{companion, part};
use crate::command::{self, Ending};
use crate::paths;
use crate::stamp::Stamp;
use crate::step::Step;

const CLICKS: usize = 1_000_000;
const PRODUCTS: usize = 20_000;
/// What the others may take: half an hour on two cores where this was written.
const PATIENCE: Duration = Duration::from_secs(7200);
/// Seconds it may take.
const LIMIT: f64 = 10.0;

/// The table, the numbers, and whether the companion is fast enough and the fastest.
pub(super) fn measure() -> Result<(String, Value, bool)> {
    let python = python()?;
    let folder = paths::target().join("bench");
    fs::create_dir_all(&folder)?;
    fs::create_dir_all(paths::dist())?;
    let clicks = folder.join("clicks.csv");
    Shop::new(PRODUCTS).sessions(&clicks, CLICKS)?;
    let answer = folder.join("training.json");
    let mut run = Command::new(python);
    run.arg(paths::root().join("benches/training/side_by_side.py")).arg(companion()?).arg(&clicks).arg(&answer);
    let title = "training on a million clicks, three ways, three times";
    let (mut step, log) = (Step::start(title), command::log_file("logs", title));
    let ending = command::run(&mut run, &log, PATIENCE, &mut step)?;
    ensure!(ending == Ending::Success, "{title} failed; the whole output is in {}", paths::short(&log));
    step.done("");
    let numbers: Value = serde_json::from_str(&fs::read_to_string(&answer)?)?;
    let ways = part(&numbers, "/ways").as_object().context("no ways")?;
    let mut table =
        String::from("median of 3, two threads     seconds      CPU     peak MB   same model   entries in common\n");
    for (way, measured) in ways {
        let at = |name: &str| measured[name].as_f64().unwrap_or_default();
        writeln!(
            table,
            "{way:<26} {:>9.2} {:>8.2} {:>11.0}   {:>10}   {:>9.4} %",
            at("seconds"),
            at("cpu"),
            at("megabytes"),
            measured["same_model"],
            at("common") * 100.0
        )?;
    }
    let seconds = |way: &str| {
        part(&numbers, &format!("/ways/{way}/seconds")).as_f64().with_context(|| format!("{way} has no time"))
    };
    let own = seconds("vitrina")?;
    let met = own < LIMIT && own < seconds("duckdb")? && own < seconds("pandas")?;
    Ok((table, numbers, met))
}

/// Python with what the requirements name, in `target/tools/venv`.
fn python() -> Result<std::path::PathBuf> {
    let venv = paths::tools().join("venv");
    let python = venv.join("bin/python");
    let requirements = paths::root().join("benches/training/requirements.txt");
    let mut stamp = Stamp::new("venv");
    stamp.file(&requirements)?;
    if !stamp.is_current(&python) {
        let need = "It needs Python 3.11 or newer with venv, and PyPI.";
        command::step("making a Python of our own", Command::new("python3").args(["-m", "venv"]).arg(&venv), need)?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements);
        command::step("installing DuckDB and pandas", &mut install, need)?;
        stamp.write()?;
    }
    Ok(python)
}
