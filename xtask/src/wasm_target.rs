//! Rust's standard library for wasm32: from rustup, and where rustup cannot, built from Debian's sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{answer, cargo, step};
use crate::paths;
use crate::step::note;

/// The target everything for the browser is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that rustc can build for [`TARGET`].
///
/// # Errors
/// When neither rustup nor Debian can bring it.
pub fn ensure() -> Result<()> {
    let library = sysroot()?.join("lib/rustlib").join(TARGET).join("lib");
    if has_std(&library) {
        return Ok(());
    }
    if paths::on_path("rustup").is_some()
        && step("adding the wasm32 target", Command::new("rustup").args(["target", "add", TARGET]), "").is_ok()
    {
        return Ok(());
    }
    note("rustup cannot bring the wasm32 target; building it from Debian's rust-src");
    from_debian(&library).with_context(|| {
        format!("Rust's library for wasm32 is missing: `rustup target add {TARGET}` brings it where rustup has network")
    })
}

/// Makes sure that the sources of std are there, from which it is rebuilt for size; false, and a line, when they
/// cannot be had.
#[must_use]
pub fn ensure_std_source() -> bool {
    if has_std_source() {
        return true;
    }
    let mut rustup = Command::new("rustup");
    let added = paths::on_path("rustup").is_some()
        && step("adding the sources of std", rustup.args(["component", "add", "rust-src"]), "").is_ok();
    if !added || !has_std_source() {
        note("building with the std that comes with Rust, larger than a rebuilt one: rust-src cannot be had");
    }
    added && has_std_source()
}

/// Whether the sources of std are there.
#[must_use]
pub fn has_std_source() -> bool {
    sysroot().is_ok_and(|root| root.join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
}

/// The root of the Rust toolchain in use.
fn sysroot() -> Result<PathBuf> {
    answer(rustc().args(["--print", "sysroot"])).map(PathBuf::from).context("rustc cannot be run")
}

fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn has_std(library: &Path) -> bool {
    fs::read_dir(library)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

/// Newer Debian suites carry `rust-src` of every recent Rust; none of this touches the machine's own apt.
fn from_debian(library: &Path) -> Result<()> {
    let version = answer(rustc().arg("--version"))
        .and_then(|line| line.split(' ').nth(1).map(str::to_owned))
        .context("rustc cannot be run")?;
    let source = sysroot()?.join("lib/rustlib/src/rust");
    if !source.join("library").is_dir() {
        let unpacked = debian_source(&version)?;
        fs::create_dir_all(&source)?;
        step("copying the sources of std", Command::new("cp").arg("-r").arg(&unpacked).arg(&source), "")?;
    }

    let package = paths::tools().join("wasm-std");
    fs::create_dir_all(package.join("src"))?;
    // A workspace of its own: this one must not take it for a member.
    fs::write(package.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n")?;
    fs::write(package.join("src/lib.rs"), "")?;
    let out = package.join("target");
    let mut build = cargo();
    build
        .current_dir(&package)
        .args(["build", "--release", "--target", TARGET, "--target-dir"])
        .arg(&out)
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    step("building std for wasm32", &mut build, "")?;
    fs::create_dir_all(library)?;
    for entry in fs::read_dir(out.join(TARGET).join("release/deps"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&path, library.join(name))?;
        }
    }
    Ok(())
}

/// The `library` folder of Debian's `rust-src` of exactly `version`, unpacked.
fn debian_source(version: &str) -> Result<PathBuf> {
    let home = paths::tools().join("apt");
    for folder in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(home.join(folder))?;
    }
    let mirror = answer(Command::new("apt-get").args(["indextargets", "--format", "$(SITE)", "Created-By: Packages"]))
        .and_then(|sites| sites.lines().find(|site| !site.contains("security")).map(str::to_owned))
        .context("this is not a Debian with a configured mirror")?;
    let suites = ["trixie-backports", "forky", "sid"].map(|suite| format!("deb {mirror} {suite} main\n"));
    fs::write(home.join("sources.list"), suites.concat())?;
    let apt = |program: &str| {
        let mut command = Command::new(program);
        command.current_dir(&home);
        for (option, path) in [
            ("Dir::Etc::sourcelist", home.join("sources.list")),
            ("Dir::Etc::sourceparts", "-".into()),
            ("Dir::State::lists", home.join("lists")),
            ("Dir::Cache", home.join("cache")),
        ] {
            command.arg("-o").arg(format!("{option}={}", path.display()));
        }
        command.args(["-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=1"]);
        command
    };
    step("reading the package lists of newer Debian suites", apt("apt-get").arg("update"), "")?;
    let offered = answer(apt("apt-cache").args(["madison", "rust-src"])).unwrap_or_default();
    let wanted = format!("{version}+");
    let Some(package) = offered
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|found| *found == version || found.starts_with(&wanted) || found.starts_with(&format!("{version}-")))
    else {
        bail!("Debian has no rust-src {version}");
    };
    step("fetching rust-src", apt("apt-get").arg("download").arg(format!("rust-src={package}")), "")?;
    let archive = fs::read_dir(&home)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .context("apt-get downloaded nothing")?;
    let unpacked = home.join("unpacked");
    step("unpacking rust-src", Command::new("dpkg-deb").arg("-x").arg(archive).arg(&unpacked), "")?;
    Ok(unpacked.join(format!("usr/src/rustc-{version}/library")))
}
