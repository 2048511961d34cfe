//! The sections of the config, and how their documentation reads outside of Rust.

use crate::engine::config::Config;
use crate::engine::record::{Entry, Record, Section, Shape};

/// A section, and where in the config it is found.
pub(super) struct Found {
    pub(super) section: Section,
    /// Paths such as `banners[].variants[]`; empty for the config itself.
    pub(super) places: Vec<String>,
}

/// Every section of the config, each once, the config itself first.
pub(super) fn sections() -> Vec<Found> {
    let mut found = Vec::new();
    collect(&Config::shape(), String::new(), &mut found);
    found
}

fn collect(shape: &Shape, place: String, found: &mut Vec<Found>) {
    match shape {
        Shape::List(each) => collect(each, place + "[]", found),
        Shape::Named(each) => collect(each, place + ".*", found),
        Shape::Object(section) => {
            let inside = |entry: &Entry| match place.as_str() {
                "" => entry.name.to_owned(),
                _ => [&place, ".", entry.name].concat(),
            };
            if let Some(known) = found.iter_mut().find(|known| known.section.name == section.name) {
                known.places.push(place);
                return;
            }
            let below: Vec<_> = section.entries.iter().map(|entry| (&entry.shape, inside(entry))).collect();
            found.push(Found { section: section.clone(), places: vec![place] });
            for (shape, place) in below {
                collect(shape, place, found);
            }
        }
        _ => {}
    }
}

/// A doc comment as one paragraph of Markdown.
pub(super) fn prose(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A doc comment as one paragraph of plain text.
pub(super) fn plain(doc: &str) -> String {
    prose(doc).replace('`', "")
}

/// The default as JSON; nothing where the key must be given or nothing stands for it.
pub(super) fn preset(entry: &Entry) -> Option<&'static str> {
    entry.default.filter(|json| *json != "null")
}
