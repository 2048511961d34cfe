//! The reference of the config for people: every key in Markdown.

use super::sections::{Found, preset, prose, sections};
use crate::engine::record::{Entry, Section, Shape};

/// The reference, a section after the other.
#[must_use]
pub fn reference() -> String {
    let mut text = String::from("# The config\n");
    for (index, found) in sections().iter().enumerate() {
        text += &section(found, index == 0);
    }
    text
}

fn section(found: &Found, is_root: bool) -> String {
    let Found { section, places } = found;
    let mut text = String::new();
    if !is_root {
        let places: Vec<String> = places.iter().map(|place| format!("`{place}`")).collect();
        text += &format!("\n## {}\n\nAt {}.\n", section.name, places.join(", "));
    }
    text += &format!("\n{}\n\n| key | value | default | meaning |\n|---|---|---|---|\n", prose(section.doc));
    for entry in &section.entries {
        let default = match entry.default {
            None => "must be given".into(),
            Some(_) => preset(entry).map_or_else(|| "none".into(), |json| format!("`{json}`")),
        };
        let cells = [format!("`{}`", entry.name), kind(&entry.shape, entry.range), default, meaning(entry)];
        text += &format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    text
}

fn meaning(entry: &Entry) -> String {
    let mut text = prose(entry.doc);
    if let Shape::Choice(words) = &entry.shape {
        for (word, meaning) in words {
            text += &format!("<br>`\"{word}\"`: {}", prose(meaning));
        }
    }
    text
}

fn kind(shape: &Shape, range: Option<(f64, f64)>) -> String {
    match shape {
        Shape::Bool => "`true` or `false`".into(),
        Shape::Number { whole } => {
            let number = if *whole { "whole number" } else { "number" };
            match range {
                Some((low, high)) if low < high => format!("{number} from {low} to {high}"),
                Some((only, _)) => format!("`{only}`"),
                None => number.into(),
            }
        }
        Shape::Text => "text".into(),
        Shape::Link => "address".into(),
        Shape::Localized => "text, or one for each language".into(),
        Shape::LocalizedLink => "address, or one for each language".into(),
        Shape::Condition => "condition".into(),
        Shape::Choice(words) => words.iter().map(|(word, _)| format!("`\"{word}\"`")).collect::<Vec<_>>().join(" or "),
        Shape::List(each) => format!("list: {}", kind(each, range)),
        Shape::Named(each) => format!("object of names: {}", kind(each, range)),
        Shape::Json(name) => (*name).into(),
        Shape::Object(Section { name, .. }) | Shape::Again(name) => format!("[{name}](#{})", name.to_lowercase()),
    }
}
