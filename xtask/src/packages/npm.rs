//! The package for npm, as `npm pack` and `npm publish` take it. It has two entries: one with the wasm beside it, and one
//! with the wasm in a script.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::json;

use super::scripts::{Scripts, replace_one};
use super::{VERSION, licences, source, write};

/// What of `dist/vitrina` is in it as it is.
const FILES: [&str; 5] = ["vitrina.mjs", "engine_bg.wasm", "vitrina.js", "vitrina.d.ts", "vitrina.schema.json"];

pub(super) fn build(scripts: &Scripts<'_>, to: &Path) -> Result<()> {
    for name in FILES.iter().chain(Scripts::parts()) {
        fs::copy(scripts.built.join(name), to.join(name))?;
    }
    fs::copy(&scripts.embedded, to.join("embedded.mjs"))?;
    let source = source("npm");
    let index = fs::read_to_string(source.join("index.mjs"))?;
    fs::write(to.join("index.mjs"), &index)?;
    write(&to.join("embedded/index.mjs"), replace_one(&index, "'./vitrina.mjs'", "'../embedded.mjs'")?)?;
    fs::copy(source.join("README.md"), to.join("README.md"))?;
    licences(to)?;
    fs::write(to.join("package.json"), serde_json::to_string_pretty(&description())? + "\n")?;
    Ok(())
}

/// The package.json.
fn description() -> serde_json::Value {
    let entry = |script: &str| json!({ "types": "./vitrina.d.ts", "default": script });
    json!({
        "name": "vitrina",
        "version": VERSION,
        "description": "Personalization that lives in the shopper's browser: grids, banners, recommendations and offers, \
            with no server.",
        "keywords": ["personalization", "recommendations", "ecommerce", "wasm"],
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "main": "./index.mjs",
        "types": "./vitrina.d.ts",
        "exports": {
            ".": entry("./index.mjs"),
            "./embedded": entry("./embedded/index.mjs"),
            "./vitrina.js": "./vitrina.js",
            "./vitrina.schema.json": "./vitrina.schema.json",
            "./package.json": "./package.json",
        },
    })
}
