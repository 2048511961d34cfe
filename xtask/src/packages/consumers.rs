//! The test pages that consume the packages as their users do. The one for npm is packed, installed into a project and
//! bundled, by Vite with the wasm beside it and by esbuild with the wasm in it; the blocks for Shopify are rendered. The
//! projects lie in `tests/packages`.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{VERSION, copy, fresh};
use crate::stamp::Stamp;
use crate::step::Step;
use crate::tools::Tools;
use crate::{npm, paths};

/// Where the built projects are served from.
const PLACES: [&str; 3] = ["npm-vite", "npm-esbuild", "shopify-blocks"];
/// The packages that they consume.
const CONSUMED: [&str; 2] = ["npm", "shopify"];

pub(super) fn build(tools: &Tools) -> Result<()> {
    let projects = paths::root().join("tests/packages");
    let pages = paths::dist().join("pages");
    let mut stamp = Stamp::new("consumers");
    stamp.folder(&projects)?;
    for package in CONSUMED {
        stamp.folder(&paths::dist().join(package))?;
    }
    stamp.file(&paths::root().join("xtask/npm/package-lock.json"))?;
    stamp.program()?;
    if PLACES.iter().all(|place| stamp.is_current(&pages.join(place))) {
        return Ok(());
    }
    let step = Step::start("consuming the packages as their users do");
    let project = fresh(&paths::target().join("consumer"))?;
    copy(&projects, &project)?;
    quietly(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(&project)
            .arg(paths::dist().join("npm")),
    )?;
    let archive = format!("./vitrina-{VERSION}.tgz");
    let offline = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
    quietly(Command::new("npm").arg("install").args(offline).arg(archive).current_dir(&project))?;

    let (vite, esbuild) = (pages.join("npm-vite"), pages.join("npm-esbuild"));
    let mut bundle = Command::new(npm::bin().join("vite"));
    bundle.args(["build", "--logLevel=warn", "--base=/pages/npm-vite/", "--emptyOutDir", "--outDir"]).arg(vite);
    quietly(bundle.current_dir(project.join("vite")))?;
    let program = tools.esbuild.as_ref().context("esbuild is there")?;
    let mut bundle = Command::new(program);
    bundle.args(["main.js", "--bundle", "--format=esm", "--minify", "--log-level=warning"]);
    quietly(
        bundle.arg(format!("--outfile={}", esbuild.join("main.js").display())).current_dir(project.join("esbuild")),
    )?;

    let mut render = Command::new("node");
    render.arg(project.join("shopify/render.mjs")).arg(paths::tools().join("npm"));
    render.arg(paths::dist().join("shopify/extensions/vitrina")).arg("/packages/shopify/extensions/vitrina/assets");
    quietly(render.arg(pages.join("shopify-blocks")))?;
    step.done("");
    stamp.write()
}

/// Runs a command that says something only when it fails.
fn quietly(command: &mut Command) -> Result<()> {
    let made = command.output().with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let said = [made.stdout, made.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    ensure!(made.status.success(), "{} fails:\n{said}", command.get_program().display());
    Ok(())
}
