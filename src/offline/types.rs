//! The TypeScript declarations: types of the config, and the API written by hand.

use super::sections::{preset, prose, sections};
use crate::engine::record::{Entry, Section, Shape};

/// Longest line, in characters.
const WIDTH: usize = 120;

/// Everything that `vitrina.d.ts` declares.
#[must_use]
pub fn declarations() -> String {
    [types().as_str(), include_str!("../api.d.ts")].join("\n")
}

/// The types of every section of the config, `Config` first. `Condition` is declared with the API.
fn types() -> String {
    let mut text = String::from("/** A text with merge tags, or one for each language. */\n");
    text += "export type LocalizedText = string | Record<string, string>;\n";
    for found in sections() {
        text += &interface(&found.section);
    }
    text
}

fn interface(section: &Section) -> String {
    let mut text = format!("\n{}export interface {} {{\n", comment(&prose(section.doc), ""), section.name);
    for entry in &section.entries {
        let name = if entry.name.starts_with('$') { format!("'{}'", entry.name) } else { entry.name.into() };
        let optional = if entry.default.is_some() { "?" } else { "" };
        text += &comment(&meaning(entry), "  ");
        text += &format!("  {name}{optional}: {};\n", kind(&entry.shape));
    }
    text + "}\n"
}

fn meaning(entry: &Entry) -> String {
    let mut text = prose(entry.doc);
    let each = if matches!(entry.shape, Shape::List(_)) { "Each from" } else { "From" };
    let range = entry.range.filter(|(low, high)| low < high).map(|(low, high)| format!("{each} {low} to {high}"));
    let preset = preset(entry).filter(|json| !["[]", "{}"].contains(json)).map(|json| format!("default {json}"));
    match (range, preset) {
        (Some(range), Some(preset)) => text += &format!(" {range}, {preset}."),
        (Some(one), None) => text += &format!(" {one}."),
        (None, Some(preset)) => text += &format!(" By {preset}."),
        (None, None) => {}
    }
    if let Shape::Choice(words) = &entry.shape {
        for (word, doc) in words {
            text += &format!(" `{word}`: {}", prose(doc));
        }
    }
    text
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Bool => "boolean".into(),
        Shape::Number { .. } => "number".into(),
        Shape::Text | Shape::Link => "string".into(),
        Shape::Localized | Shape::LocalizedLink => "LocalizedText".into(),
        Shape::Condition => "Condition".into(),
        Shape::Choice(words) => words.iter().map(|(word, _)| format!("'{word}'")).collect::<Vec<_>>().join(" | "),
        Shape::List(each) => match **each {
            Shape::Choice(_) => format!("({})[]", kind(each)),
            _ => format!("{}[]", kind(each)),
        },
        Shape::Named(each) => format!("Record<string, {}>", kind(each)),
        Shape::Json(_) => "unknown".into(),
        Shape::Object(Section { name, .. }) | Shape::Again(name) => (*name).into(),
    }
}

/// A comment of one line where it fits, else of several.
fn comment(text: &str, indent: &str) -> String {
    let text = text.replace("*/", "* /");
    if indent.len() + text.chars().count() + 7 <= WIDTH {
        return format!("{indent}/** {text} */\n");
    }
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let length = lines.last().map_or(0, |line| line.chars().count());
        if length > 0 && indent.len() + 3 + length + 1 + word.chars().count() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let body: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
    format!("{indent}/**\n{body}{indent} */\n")
}
