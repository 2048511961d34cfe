//! `cargo xtask build`: everything that is served, into `dist/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::classic::classic;
use crate::command::{self, cargo};
use crate::stamp::Stamp;
use crate::step::Step;
use crate::tools::Tools;
use crate::{engine, packages, pages, paths, shop};

/// The modules that are brought in only where a page needs them.
pub(crate) const PARTS: [&str; 14] = [
    "banner.mjs",
    "consent.mjs",
    "catalog.mjs",
    "offer.mjs",
    "recommendations.mjs",
    "carousel.mjs",
    "basket.mjs",
    "shop.mjs",
    "telemetry.mjs",
    "surface.mjs",
    "privacy.mjs",
    "why.mjs",
    "preferences.mjs",
    "handover.mjs",
];

/// The script that merchants point at.
const TAG: &str = "vitrina.js";

/// Builds the site, doing only what changed since the last time.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a step fails: a sentence that says which.
pub fn build() -> Result<()> {
    let tools = Tools::ensure()?;
    engine::build(&tools)?;
    if tools.esbuild.is_none() {
        engine::beside(&paths::dist().join("vitrina"))?;
    }
    // One classic script, with what it shares with a part in it.
    loader(&tools, TAG, &["--bundle", "--format=iife"])?;
    for name in PARTS {
        // What several share is a file of its own; what one takes from a library is in it.
        let parts = PARTS.map(|part| format!("--external:./{part}"));
        let shared: Vec<&str> =
            ["--bundle", "--format=esm"].into_iter().chain(parts.iter().map(String::as_str)).collect();
        loader(&tools, name, &shared)?;
    }
    descriptions()?;
    demo_shop()?;
    demo_model()?;
    pages::build(tools.esbuild.as_deref().and_then(Path::parent))?;
    packages::build(&tools)
}

/// A file of `www/loader` that stands alone: the one merchants point at, and those brought in when they are needed.
fn loader(tools: &Tools, name: &str, options: &[&str]) -> Result<()> {
    let source = paths::root().join("www/loader").join(name);
    let to = paths::dist().join("vitrina").join(name);
    let mut stamp = Stamp::new(name);
    stamp.folder(&paths::root().join("www/loader"))?;
    stamp.setting((&tools.esbuild, &tools.terser, options));
    if stamp.is_current(&to) {
        return Ok(());
    }
    let step = Step::start(format!("writing {name}"));
    if tools.esbuild.is_some() {
        minify(tools, &source, &to, options)?;
    } else {
        let text = fs::read_to_string(&source)?;
        let read = |file: &str| Ok(fs::read_to_string(source.with_file_name(file))?);
        fs::write(&to, if name == TAG { classic(&text, read)? } else { text })?;
    }
    step.done("");
    stamp.write()
}

/// Cargo, about to do `verb` with the companion.
fn companion(verb: &str) -> Command {
    let mut command = cargo();
    command.args([verb, "--quiet", "--package", "vitrina", "--features", "cli", "--bin", "vitrina"]);
    command
}

/// What the config may hold, for editors, and the types of the config and the API.
fn descriptions() -> Result<()> {
    let (root, out) = (paths::root(), paths::dist().join("vitrina"));
    let files: [(&str, &[&str]); 2] = [("vitrina.schema.json", &[]), ("vitrina.d.ts", &["--types"])];
    let mut stamp = Stamp::new("descriptions");
    for folder in ["src/engine", "src/offline", "src/bin"] {
        stamp.folder(&root.join(folder))?;
    }
    stamp.file(&root.join("src/api.d.ts"))?;
    stamp.program()?;
    if files.iter().all(|(name, _)| stamp.is_current(&out.join(name))) {
        return Ok(());
    }
    command::step("building the companion", &mut companion("build"), "The compiler's messages say why.")?;
    for (name, options) in files {
        let text = command::answer(companion("run").args(["--", "schema"]).args(options))
            .with_context(|| format!("the companion does not print {name}"))?;
        fs::write(out.join(name), text + "\n")?;
    }
    stamp.write()
}

/// Writes the script `from` to `to`, minified by esbuild, and what it leaves by terser.
///
/// # Errors
/// When esbuild is not there, or one of them refuses the script.
pub(crate) fn minify(tools: &Tools, from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let esbuild = tools.esbuild.as_ref().context("esbuild is there")?;
    let made = Command::new(esbuild)
        // The sources lie outside of the folder that npm installs into.
        .env("NODE_PATH", paths::tools().join("npm/node_modules"))
        .args(["--minify", "--target=es2022", "--legal-comments=none", "--log-level=error"])
        .args(more)
        .arg(from)
        .arg(format!("--outfile={}", to.display()))
        .output()
        .with_context(|| format!("cannot start {}", paths::short(esbuild)))?;
    if !made.status.success() {
        bail!("esbuild refuses {}:\n{}", paths::short(from), String::from_utf8_lossy(&made.stderr));
    }
    let Some(terser) = &tools.terser else { return Ok(()) };
    let mut terse = Command::new(terser);
    terse.arg(to).args([
        "--ecma",
        "2020",
        "--compress",
        "passes=3,reduce_funcs=false",
        "--mangle",
        "--format",
        "ascii_only=true",
    ]);
    if more.contains(&"--format=esm") {
        terse.arg("--module");
    }
    let made =
        terse.arg("--output").arg(to).output().with_context(|| format!("cannot start {}", paths::short(terser)))?;
    if !made.status.success() {
        bail!("terser refuses {}:\n{}", paths::short(from), String::from_utf8_lossy(&made.stderr));
    }
    Ok(())
}

/// The demo storefront.
fn demo_shop() -> Result<()> {
    let (root, out) = (paths::root(), paths::dist().join("shop"));
    let mut stamp = Stamp::new("shop");
    stamp.folder(&root.join("www/shop"))?;
    stamp.program()?;
    if stamp.is_current(&out.join("index.html")) {
        return Ok(());
    }
    let step = Step::start("making the demo shop");
    if out.is_dir() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    shop::build(&root, &out)?;
    fs::copy(root.join("www/shop/vitrina.json"), out.join("vitrina.json"))?;
    step.done("");
    stamp.write()
}

/// The demo shop's model, trained as a merchant would.
fn demo_model() -> Result<()> {
    let (root, model) = (paths::root(), paths::dist().join("shop/shop.vitrina"));
    let mut stamp = Stamp::new("model");
    for folder in ["www/shop", "src/engine/model", "src/offline"] {
        stamp.folder(&root.join(folder))?;
    }
    stamp.program()?;
    if stamp.is_current(&model) {
        return Ok(());
    }
    let history = paths::target().join("history");
    shop::write_history(&root, &history)?;
    let mut train = companion("run");
    train.args(["--", "train", "--sessions"]).arg(history.join("sessions.csv"));
    train.arg("--orders").arg(history.join("orders.csv")).arg("--out").arg(&model);
    command::step("training the demo shop's model", &mut train, "The companion's messages say why.")?;
    stamp.write()
}
