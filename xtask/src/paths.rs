//! Where things are: the checkout, cargo's target directory, and the built site.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the checkout this program was compiled from.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's target directory: `CARGO_TARGET_DIR` when set, else `target`. Tools, logs and screenshots live in it too.
#[must_use]
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where tools are installed: `tools/bin` for cargo's, `tools/npm` for npm's. Kept between builds.
#[must_use]
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The built site: `dist/vitrina` is served at `/vitrina/`, `dist/shop` at `/`.
#[must_use]
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// `path` as a contributor would type it: relative to the checkout where it is inside.
#[must_use]
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The program `name` on `PATH`.
#[must_use]
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}
