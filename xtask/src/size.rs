//! `cargo xtask size`: what shoppers download, against the budget in `www/size-budget.json`.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde::{Deserialize, Serialize};

use crate::stamp::files_below;
use crate::tools::Tools;
use crate::{paths, readme};

/// The most each part may weigh, in bytes after `gzip -9`. `www/size-budget.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// What the numbers are for; read by people only.
    #[serde(rename = "why")]
    _why: String,
    /// The script merchants paste.
    pub loader: u64,
    /// Any JavaScript file.
    pub each_js_file: u64,
    /// Everything together: loader, module with its glue, and wasm.
    pub total: u64,
}

/// The size of a file, in bytes.
#[derive(Clone, Debug, Serialize)]
pub struct Size {
    /// Its name in `dist/vitrina`, or `total`.
    pub name: String,
    /// As it lies on disk.
    pub raw: u64,
    /// After `gzip -9`.
    pub gzip: u64,
}

/// The order in which a page brings them in; anything else comes after.
const ORDER: [&str; 3] = ["vitrina.js", "vitrina.mjs", "engine_bg.wasm"];

/// Measures the scripts and the wasm in `folder`: every one in the order of loading, then `total`.
///
/// # Errors
/// When a file cannot be read.
pub fn measure(folder: &Path) -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for path in files_below(folder)? {
        let counts = path.extension().is_some_and(|ending| ["js", "mjs", "wasm"].iter().any(|kind| ending == *kind));
        if counts {
            let bytes = fs::read(&path)?;
            let name = path.strip_prefix(folder)?.display().to_string();
            sizes.push(Size { name, raw: bytes.len() as u64, gzip: gzip(&bytes)? });
        }
    }
    sizes.sort_by_key(|size| ORDER.iter().position(|name| *name == size.name).unwrap_or(ORDER.len()));
    let sum = |part: fn(&Size) -> u64| sizes.iter().map(part).sum();
    let total = Size { name: "total".into(), raw: sum(|size| size.raw), gzip: sum(|size| size.gzip) };
    sizes.push(total);
    Ok(sizes)
}

/// What is over budget: a sentence each.
#[must_use]
pub fn excesses(sizes: &[Size], budget: &Budget) -> Vec<String> {
    let limit = |size: &Size| match size.name.as_str() {
        "total" => Some(budget.total),
        "vitrina.js" => Some(budget.loader.min(budget.each_js_file)),
        name if name.ends_with("js") => Some(budget.each_js_file),
        _ => None,
    };
    sizes
        .iter()
        .filter_map(|size| {
            let limit = limit(size)?;
            (size.gzip > limit).then(|| {
                let Size { name, gzip, .. } = size;
                format!("{name} is {gzip} bytes gzipped, {} over its budget of {limit}", gzip - limit)
            })
        })
        .collect()
}

/// Measures `dist/`, writes `dist/size.json`, and gives the table.
///
/// # Errors
/// When something is over budget, the README says other sizes, or the site is not built.
pub fn check() -> Result<String> {
    let dist = paths::dist();
    let sizes = measure(&dist.join("vitrina"))?;
    ensure!(sizes.len() > 1, "dist/vitrina holds nothing to measure: run `cargo xtask build` first");
    fs::write(dist.join("size.json"), serde_json::to_string_pretty(&sizes)? + "\n")?;
    let table = readme::table(&sizes);
    let file = paths::root().join("www/size-budget.json");
    let open = File::open(&file).context("www/size-budget.json cannot be read")?;
    let budget: Budget = serde_json::from_reader(open).context("www/size-budget.json")?;
    let excesses = excesses(&sizes, &budget);
    ensure!(excesses.is_empty(), "{table}\nOver the budget in www/size-budget.json: {}", excesses.join("; "));
    // A build that lacks a tool is larger than what shoppers get.
    if Tools::are_complete() {
        let text = fs::read_to_string(paths::root().join("README.md")).context("README.md cannot be read")?;
        let differences = readme::differences(&text, &sizes);
        let fix = "paste the table above between its markers `<!-- sizes -->`";
        ensure!(differences.is_empty(), "{table}\nREADME.md is out of date, {fix}: {}", differences.join("; "));
    }
    Ok(table)
}

/// The length of `bytes` after `gzip -9`.
fn gzip(bytes: &[u8]) -> Result<u64> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: &str = r#"{"why": "", "loader": 100, "each_js_file": 200, "total": 1000}"#;

    fn over(name: &str, gzip: u64) -> Vec<String> {
        let budget = serde_json::from_str(BUDGET).unwrap();
        excesses(&[Size { name: name.into(), raw: 0, gzip }], &budget)
    }

    #[test]
    fn a_part_that_passes_its_budget_is_named_and_one_at_its_budget_is_not() {
        assert_eq!(over("vitrina.js", 103), ["vitrina.js is 103 bytes gzipped, 3 over its budget of 100"]);
        assert_eq!(over("engine.js", 201).len(), 1);
        assert_eq!(over("vitrina.mjs", 201).len(), 1);
        assert_eq!(over("total", 1001).len(), 1);
        for (name, gzip) in [("vitrina.js", 100), ("engine.js", 200), ("total", 1000), ("engine_bg.wasm", 999)] {
            assert!(over(name, gzip).is_empty(), "{name}");
        }
    }

    #[test]
    fn the_total_is_every_script_and_the_wasm() {
        let folder = paths::target().join("tmp/size");
        for name in ["engine_bg.wasm", "glue/host.js", "vitrina.mjs", "vitrina.js", "vitrina.d.ts"] {
            fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
            fs::write(folder.join(name), "0123456789").unwrap();
        }
        let sizes = measure(&folder).unwrap();
        let names: Vec<&str> = sizes.iter().map(|size| size.name.as_str()).collect();
        assert_eq!(names, ["vitrina.js", "vitrina.mjs", "engine_bg.wasm", "glue/host.js", "total"]);
        assert_eq!(sizes.last().unwrap().raw, 40);
    }

    #[test]
    fn the_committed_budget_can_be_read() {
        let text = fs::read_to_string(paths::root().join("www/size-budget.json")).unwrap();
        serde_json::from_str::<Budget>(&text).unwrap();
    }
}
