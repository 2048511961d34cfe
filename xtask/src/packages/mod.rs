//! The packages that Vitrina is handed out in, into `dist/`: for npm, as files with versions in their names, and for shop
//! systems. Their own sources lie in `www/platforms`; the scripts in them are those of `dist/vitrina`.

mod archive;
mod cdn;
pub mod checks;
mod consumers;
mod npm;
mod scripts;
mod shopify;
mod tag_manager;
mod wordpress;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths;
use crate::stamp::{Stamp, files_below};
use crate::step::{Step, note};
use crate::tools::Tools;
use scripts::Scripts;

/// The version of everything, from Cargo.toml.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What one package is called in `dist/`, and what makes it there.
type Package = (&'static str, fn(&Scripts, &Path) -> Result<()>);

const PACKAGES: [Package; 5] = [
    ("npm", npm::build),
    ("cdn", cdn::build),
    ("shopify", shopify::build),
    ("wordpress", wordpress::build),
    ("tag-manager", tag_manager::build),
];

/// Makes every package, and the pages that consume them for the tests, if anything they are made of changed. Without
/// esbuild they are left out and a line says so.
///
/// # Errors
/// When a source is missing, or does not fit the scripts as they are.
pub fn build(tools: &Tools) -> Result<()> {
    if tools.esbuild.is_none() {
        note("leaving out the packages for npm and shop systems: they need npm");
        return Ok(());
    }
    let mut stamp = Stamp::new("packages");
    stamp.folder(&paths::dist().join("vitrina"))?;
    for folder in ["www/platforms", "www/loader"] {
        stamp.folder(&paths::root().join(folder))?;
    }
    stamp.program()?;
    let all_there = PACKAGES.iter().all(|(name, _)| paths::dist().join(name).is_dir());
    if !(all_there && stamp.is_current(&paths::dist())) {
        let step = Step::start("making the packages");
        let scripts = Scripts::make(tools)?;
        for (name, make) in PACKAGES {
            make(&scripts, &fresh(&paths::dist().join(name))?).with_context(|| format!("the package {name}"))?;
        }
        step.done("");
        stamp.write()?;
    }
    consumers::build(tools)
}

/// The sources of one package.
fn source(name: &str) -> PathBuf {
    paths::root().join("www/platforms").join(name)
}

/// `folder`, empty.
fn fresh(folder: &Path) -> Result<PathBuf> {
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_path_buf())
}

/// Writes a file, and the folders it lies in.
fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    fs::create_dir_all(file.parent().context("a file lies in a folder")?)?;
    fs::write(file, content).with_context(|| format!("{} cannot be written", paths::short(file)))
}

/// Copies everything below `from`, with the version in the place of `{{version}}` in texts.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let bytes = fs::read(&file)?;
        let bytes = String::from_utf8(bytes)
            .map_or_else(|binary| binary.into_bytes(), |text| text.replace("{{version}}", VERSION).into_bytes());
        write(&to.join(file.strip_prefix(from)?), bytes)?;
    }
    Ok(())
}

/// Both licences, as every package must carry them.
fn licences(to: &Path) -> Result<()> {
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(paths::root().join(name), to.join(name))?;
    }
    Ok(())
}
