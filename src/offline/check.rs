//! `vitrina check`: everything that is wrong with a config, before a shopper meets it.

use std::fs;
use std::path::Path;

use super::ecmascript::Script;
use super::syntax;
use super::zones::World;
use crate::engine::condition::check_with;
use crate::engine::config::{Config, Problem};
use crate::engine::record::{Record, Shape};
use crate::engine::schedule::Zones;
use crate::engine::value::{NULL, Value};

/// Checks a file. The answer is what it holds, for people: `segments: 5, grids: 1`.
///
/// # Errors
/// Every problem at once, a sentence each.
pub fn file(path: &Path) -> Result<String, Vec<String>> {
    let bytes = fs::read(path).map_err(|error| vec![format!("the file cannot be read: {error}")])?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        vec![format!("the file is not UTF-8 text from byte {byte} on; expected it saved as UTF-8")]
    })?;
    text_of(&text)
}

/// Checks a text as [`file()`] does.
///
/// # Errors
/// Every problem at once, a sentence each; of a text that is no JSON, the first.
pub fn text_of(text: &str) -> Result<String, Vec<String>> {
    let config = syntax::parse(text).map_err(|sentence| vec![sentence])?;
    let problems = problems(&config);
    if problems.is_empty() {
        return Ok(contents(&config));
    }
    let json = |value: &Value| serde_json::to_string(value).unwrap_or_default();
    Err(problems.iter().map(|problem| problem.sentence(&json)).collect())
}

/// Everything that is wrong with a config: what the browser reports, and regular expressions and time zones
/// that are none.
#[must_use]
pub fn problems(config: &Value) -> Vec<Problem> {
    let mut problems = Config::read(config).err().unwrap_or_default();
    let mut more = Vec::new();
    each_condition(&Config::shape(), config, "", &mut |path, condition| {
        for problem in check_with(condition, Some(&Script)) {
            let joint = if problem.path.is_empty() || problem.path.starts_with('[') { "" } else { "." };
            more.push(Problem { path: [path, joint, &problem.path].concat(), ..problem });
        }
    });
    let zone = config.member("time_zone");
    if zone.as_str().is_some_and(|name| World.offset(name, 0.0).is_none()) {
        let expected = "the IANA name of a time zone, such as \"Europe/Belgrade\"".into();
        more.push(Problem { path: "time_zone".into(), found: zone.clone(), expected });
    }
    more.retain(|problem| !problems.contains(problem));
    problems.extend(more);
    problems
}

/// Calls `visit` with each condition of `value` and the path to it.
fn each_condition(shape: &Shape, value: &Value, path: &str, visit: &mut dyn FnMut(&str, &Value)) {
    let joint = if path.is_empty() { "" } else { "." };
    match shape {
        Shape::Condition if matches!(value, Value::Object(_)) => visit(path, value),
        Shape::List(each) => {
            for (index, element) in value.elements().iter().enumerate() {
                each_condition(each, element, &format!("{path}[{index}]"), visit);
            }
        }
        Shape::Named(each) => {
            for (name, member) in value.members() {
                each_condition(each, member, &format!("{path}{joint}{name}"), visit);
            }
        }
        Shape::Object(section) => {
            for entry in &section.entries {
                let member = value.get(entry.name).unwrap_or(&NULL);
                each_condition(&entry.shape, member, &format!("{path}{joint}{}", entry.name), visit);
            }
        }
        _ => {}
    }
}

/// How many entries each list and each object of names holds.
fn contents(config: &Value) -> String {
    let Shape::Object(section) = Config::shape() else { return String::new() };
    let counts: Vec<String> = section
        .entries
        .iter()
        .map(|entry| {
            let value = config.member(entry.name);
            let count = match entry.shape {
                Shape::List(_) => value.elements().len(),
                Shape::Named(_) => value.members().len(),
                _ => 0,
            };
            (entry.name, count)
        })
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name}: {count}"))
        .collect();
    if counts.is_empty() { "all defaults".into() } else { counts.join(", ") }
}
