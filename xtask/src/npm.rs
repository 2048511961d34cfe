//! Tools from npm, pinned in `xtask/npm`. Optional: without npm a build works, larger.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::stamp::Stamp;
use crate::step::note;
use crate::{command, paths};

/// The folder with the programs of the packages in `xtask/npm/package.json`; `None`, and a line that says so, when
/// npm is missing or fails.
#[must_use]
pub fn ensure() -> Option<PathBuf> {
    match install() {
        Ok(bin) => Some(bin),
        Err(error) => {
            note(&format!("building without wasm-opt and esbuild, larger than it will ship: {error:#}"));
            None
        }
    }
}

/// Where their programs are once they are installed.
#[must_use]
pub fn bin() -> PathBuf {
    paths::tools().join("npm/node_modules/.bin")
}

fn install() -> Result<PathBuf> {
    let wanted = paths::root().join("xtask/npm");
    let installed = paths::tools().join("npm");
    let bin = bin();
    let files = ["package.json", "package-lock.json"];
    let mut stamp = Stamp::new("npm");
    for file in files {
        stamp.file(&wanted.join(file))?;
    }
    if stamp.is_current(&bin) {
        return Ok(bin);
    }
    ensure!(paths::on_path("npm").is_some(), "npm is not on PATH");
    fs::create_dir_all(&installed)?;
    for file in files {
        fs::copy(wanted.join(file), installed.join(file))?;
    }
    let mut npm = Command::new("npm");
    // Two versions of React stand side by side, each under a name of its own.
    let peers = "--legacy-peer-deps";
    npm.args(["ci", peers, "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&installed);
    command::step("installing wasm-opt, esbuild and the libraries of the test pages from npm", &mut npm, "")?;
    stamp.write()?;
    Ok(bin)
}
