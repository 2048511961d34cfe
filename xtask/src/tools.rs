//! The programs a build needs. What is missing is installed into `target/tools`, never into the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{self, answer, cargo};
use crate::{paths, wasm_target};

/// The tools of a build, found or installed.
#[derive(Debug)]
pub struct Tools {
    /// `wasm-bindgen` of exactly the version of the library in Cargo.lock: the two must match.
    pub wasm_bindgen: PathBuf,
    /// From npm; without it the wasm is larger.
    pub wasm_opt: Option<PathBuf>,
    /// From npm; without it the JavaScript is not minified.
    pub esbuild: Option<PathBuf>,
    /// From npm; makes what esbuild minified two percent smaller.
    pub terser: Option<PathBuf>,
    /// Whether the sources of std are there, so that it can be rebuilt for size.
    pub std_source: bool,
}

impl Tools {
    /// Finds or installs every tool.
    ///
    /// # Errors
    /// When one that cannot be done without is missing and cannot be installed.
    pub fn ensure() -> Result<Self> {
        wasm_target::ensure()?;
        let std_source = wasm_target::ensure_std_source();
        let wasm_bindgen = bindgen_program("wasm-bindgen")?;
        let npm = crate::npm::ensure();
        let program = |name: &str| npm.as_ref().map(|bin| bin.join(name)).filter(|path| path.is_file());
        let (wasm_opt, esbuild, terser) = (program("wasm-opt"), program("esbuild"), program("terser"));
        Ok(Self { wasm_bindgen, wasm_opt, esbuild, terser, std_source })
    }

    /// Whether everything is there that makes a build small. Installs nothing.
    #[must_use]
    pub fn are_complete() -> bool {
        let bin = crate::npm::bin();
        ["wasm-opt", "esbuild", "terser"].iter().all(|name| bin.join(name).is_file()) && wasm_target::has_std_source()
    }
}

/// `name` of the `wasm-bindgen-cli` package, of the version in Cargo.lock.
///
/// # Errors
/// When it is neither on `PATH` nor installed, and `cargo install` fails.
pub fn bindgen_program(name: &str) -> Result<PathBuf> {
    let version = locked_version("wasm-bindgen")?;
    let fits = |path: &Path| {
        answer(Command::new(path).arg("--version")).is_some_and(|line| line.split(' ').any(|word| word == version))
    };
    if let Some(path) = installed(name).into_iter().chain(paths::on_path(name)).find(|path| fits(path)) {
        return Ok(path);
    }
    cargo_install("wasm-bindgen-cli", &version)?;
    Ok(paths::tools().join("bin").join(name))
}

/// The program `name` in `target/tools`.
#[must_use]
pub fn installed(name: &str) -> Option<PathBuf> {
    Some(paths::tools().join("bin").join(name)).filter(|path| path.is_file())
}

/// Builds `package` from crates.io into `target/tools`.
///
/// # Errors
/// When cargo fails.
pub fn cargo_install(package: &str, version: &str) -> Result<()> {
    // Without `--locked`: that fails where a registry mirror lags behind the package's own lock file.
    let mut install = cargo();
    install.args(["install", "--force", "--root"]).arg(paths::tools()).arg(format!("{package}@{version}"));
    // They run for moments: optimizing them takes longer than it saves.
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_TARGET_DIR", paths::tools().join("build"));
    command::step(
        &format!("installing {package} {version}"),
        &mut install,
        "It needs crates.io; if that is unreachable, put this version on PATH by other means.",
    )
}

/// The version of `package` in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("Cargo.lock cannot be read")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock holds no package {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_very_package_is_read() {
        let lock = "name = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.1.0\"\n";
        assert_eq!(version_in(lock, "a").unwrap(), "2.1.0");
        assert_eq!(version_in(lock, "c"), None);
    }
}
