//! Debian's packages.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::command::{self, answer};
use crate::step::note;

/// Installs packages where this is a Debian and we are root; elsewhere does nothing.
pub(crate) fn install(packages: &[&str]) {
    static UPDATED: OnceLock<()> = OnceLock::new();
    let root = answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if !root || !Path::new("/usr/bin/apt-get").exists() {
        return;
    }
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    UPDATED.get_or_init(|| {
        // An install from older lists may still work.
        let _ = command::step("reading the package lists", apt().arg("update"), "");
    });
    let title = format!("installing {}", packages.join(", "));
    let mut install = apt();
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    if let Err(error) = command::step(&title, &mut install, "") {
        note(&format!("{error:#}"));
    }
}
