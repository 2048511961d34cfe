//! What tries the built packages outside of browsers.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stamp::files_below;
use crate::{apt, npm, paths};

/// One check: it passes or fails as a whole.
#[derive(Debug)]
pub struct Check {
    /// What is checked.
    pub title: String,
    /// The command that fails where something is wrong, or what must be installed for it.
    pub command: Result<Command, &'static str>,
}

/// Every check of the packages in `dist/`. What runs WordPress's plugin is installed where that can be done.
#[must_use]
pub fn checks() -> Vec<Check> {
    let node = |options: &[&str], files: &[PathBuf]| needing("node", "nodejs", options, files);
    let tsc = |project: &str| {
        let file = in_consumer("types", project).pop().ok_or("npm")?;
        let mut command = Command::new(npm::bin().join("tsc"));
        command.arg("--project").arg(file);
        Ok(command)
    };
    let theme_check = [
        in_consumer("shopify", "theme-check.mjs"),
        vec![paths::tools().join("npm"), paths::dist().join("shopify/extensions/vitrina")],
    ];
    if paths::on_path("php").is_none() {
        apt::install(&["php-cli"]);
    }
    let plugin = [in_consumer("wordpress", "test.php"), vec![paths::dist().join("wordpress/vitrina")]];
    vec![
        check("the npm package in node", node(&["--test", "--test-reporter=spec"], &in_consumer("node", ".test.js"))),
        check("the types of the npm package, as node finds them", tsc("tsconfig.json")),
        check("the types of the npm package, as bundlers find them", tsc("tsconfig.bundler.json")),
        check("the blocks for Shopify, by its theme-check", node(&[], &theme_check.concat())),
        check("the plugin for WordPress", needing("php", "php-cli", &[], &plugin.concat())),
    ]
}

fn check(title: &str, command: Result<Command, &'static str>) -> Check {
    Check { title: title.to_owned(), command }
}

/// `program` with `options` and `files`; `package` where it is missing, or what it tries is.
fn needing(program: &str, package: &'static str, options: &[&str], files: &[PathBuf]) -> Result<Command, &'static str> {
    let mut command = Command::new(paths::on_path(program).ok_or(package)?);
    command.args(options).args(files);
    if files.is_empty() { Err("npm") } else { Ok(command) }
}

/// The files of one project that consumes the npm package, where that is installed.
fn in_consumer(project: &str, ending: &str) -> Vec<PathBuf> {
    let folder = paths::target().join("consumer").join(project);
    with_ending(&folder, ending)
}

fn with_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let files = files_below(folder).unwrap_or_default();
    files.into_iter().filter(|file| file.to_string_lossy().ends_with(ending)).collect()
}
