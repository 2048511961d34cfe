//! `vitrina replay`: what would have been decided after each event of a recorded journey, so that a campaign can be tried
//! before it goes live.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::desk::Desk;
use super::{check, syntax};
use crate::engine::config::{Config, Problem, sentences};
use crate::engine::replay::Replay;
use crate::engine::value::Value;

/// Replays the journey in `events`, one JSON object a line, and writes the decisions to `out`, one JSON object a line.
/// [`Replay`] says what the lines hold. Blank lines are passed over.
///
/// # Errors
/// A file that cannot be read, a config with problems, a line that is no event: each with its place and what would be right.
pub fn journey(events: &Path, config: &Path, shopper: &str, out: &mut dyn Write) -> Result<()> {
    let name = config.display();
    let text = fs::read_to_string(config).with_context(|| format!("{name}: the file cannot be read"))?;
    let value = syntax::parse(&text).map_err(|sentence| anyhow::anyhow!("{name}: {sentence}"))?;
    let problems = check::problems(&value);
    if !problems.is_empty() {
        bail!("{name} has problems, each with what would be right:\n{}", sentences(&problems, &json));
    }
    let sound = Config::read(&value).map_err(|problems| anyhow::anyhow!("{name}: {}", sentences(&problems, &json)))?;
    let mut replay = Replay::new(sound, shopper, Box::new(Desk));

    let name = events.display();
    let file = File::open(events).with_context(|| format!("{name}: the file cannot be read"))?;
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let place = format!("{name}, line {}", number + 1);
        let line = line.with_context(|| format!("{place}: expected UTF-8 text"))?;
        if line.trim().is_empty() {
            continue;
        }
        let line: Value = serde_json::from_str(&line).with_context(|| format!("{place}: expected a JSON object"))?;
        if !matches!(line, Value::Object(_)) {
            bail!(
                "{place}: is {}; expected a JSON object such as {{ \"time\": 0, \"name\": \"page_view\" }}",
                json(&line)
            );
        }
        let decided = replay.step(&line).map_err(|problem| sentence(&place, &problem))?;
        writeln!(out, "{}", json(&decided))?;
    }
    Ok(())
}

fn sentence(place: &str, problem: &Problem) -> anyhow::Error {
    anyhow::anyhow!("{place}: {}", problem.sentence(&json))
}

fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
