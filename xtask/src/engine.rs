//! The engine for browsers: `vitrina.mjs` and `engine_bg.wasm`, made as small as the tools at hand allow.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::{PARTS, minify};
use crate::command::{self, cargo};
use crate::stamp::{Stamp, files_below};
use crate::tools::Tools;
use crate::wasm_target::TARGET;
use crate::{glue, names, order, paths, shims};

/// Builds both, doing only what changed since the last time.
///
/// # Errors
/// When a step fails: a sentence that says which.
pub fn build(tools: &Tools) -> Result<()> {
    let wasm = compile(tools, &["--lib", "--crate-type", "cdylib"], "vitrina.wasm")?;
    let out = paths::dist().join("vitrina");
    let loader = paths::root().join("www/loader");
    let mut stamp = Stamp::new("engine");
    stamp.file(&wasm)?;
    stamp.folder(&loader)?;
    stamp.setting((&tools.wasm_bindgen, &tools.wasm_opt, &tools.esbuild, &tools.terser));
    stamp.program()?;
    if stamp.is_current(&out.join("engine_bg.wasm")) && out.join("vitrina.mjs").is_file() {
        return Ok(());
    }
    let made = made();
    finish(tools, &wasm, &made, &out, glue::shorten)?;
    for name in ["vitrina.mjs", "wasm.js"] {
        fs::copy(loader.join(name), made.join(name))?;
    }
    if tools.esbuild.is_some() {
        module(tools, &made.join("vitrina.mjs"), &out.join("vitrina.mjs"), &[])?;
    } else {
        lay_out(&made, &out)?;
    }
    stamp.write()
}

/// Bundles `entry`, which lies beside the glue, into one file, since each file more is a round trip more. The parts stay
/// files of their own, beside it.
///
/// # Errors
/// When esbuild is not there or refuses it.
pub(crate) fn module(tools: &Tools, entry: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let parts = PARTS.map(|name| format!("--external:./{name}"));
    let options = ["--bundle", "--format=esm"].into_iter().chain(more.iter().copied());
    minify(tools, entry, to, &options.chain(parts.iter().map(String::as_str)).collect::<Vec<_>>())
}

/// Where the glue is, with everything that is bundled with it.
pub(crate) fn made() -> PathBuf {
    paths::target().join("engine")
}

/// Builds the engine with the benchmark of `benches/device` in it, by the same flags, into `out`: `engine.js` and what it
/// needs.
///
/// # Errors
/// When a step fails: a sentence that says which.
pub fn benchmark(tools: &Tools, out: &Path) -> Result<()> {
    let wasm = compile(tools, &["--example", "device"], "examples/device.wasm")?;
    let made = paths::target().join("bench/engine");
    // Its functions take and give more kinds of values than the engine's.
    finish(tools, &wasm, &made, out, |glue| Ok(glue.to_owned()))?;
    lay_out(&made, out)
}

/// The glue into `made`, as `shorten` makes it, and the module that goes with it into `out`.
fn finish(tools: &Tools, wasm: &Path, made: &Path, out: &Path, shorten: fn(&str) -> Result<String>) -> Result<()> {
    // Nothing of an earlier build stays.
    for folder in [made, out] {
        if folder.is_dir() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let mut bindgen = Command::new(&tools.wasm_bindgen);
    bindgen.args(["--target", "web", "--out-name", "engine", "--no-typescript", "--remove-producers-section"]);
    bindgen.arg("--out-dir");
    command::step("making the JavaScript glue", bindgen.arg(made).arg(wasm), "")?;
    let written = made.join("engine.js");
    let text = fs::read_to_string(&written).context("wasm-bindgen made no engine.js")?;
    fs::write(&written, shorten(&text)?)?;
    let module = out.join("engine_bg.wasm");
    match &tools.wasm_opt {
        Some(wasm_opt) => optimize(wasm_opt, made, &module),
        None => Ok(_ = fs::copy(made.join("engine_bg.wasm"), module)?),
    }
}

/// Bytes of the stack, which lies below all data: an address under a mebibyte is a byte shorter wherever it is written.
const STACK: &str = "-Clink-arg=-zstack-size=917504";

/// What LLVM does for speed, and what it costs in bytes after gzip where all is to be small. Loop strength reduction keeps a
/// variable for each address in a loop, where wasm adds an offset for nothing; the others keep values in variables that
/// could be had again.
const NO_SPEED: [&str; 4] = [
    "-Cllvm-args=-disable-lsr",
    "-Cllvm-args=-enable-pre=false",
    "-Cllvm-args=-disable-machine-licm",
    "-Cllvm-args=-disable-licm-promotion",
];

/// What of the package is asked for as cargo leaves it, before wasm-bindgen. A library must be asked for as one crate type:
/// where there are two, cargo leaves link-time optimization out.
fn compile(tools: &Tools, what: &[&str], file: &str) -> Result<PathBuf> {
    // A target directory of its own: other flags than a contributor's builds, which would evict each other.
    let folder = paths::target().join("wasm");
    let mut build = cargo();
    build.args(["rustc", "--package", "vitrina"]).args(what).args(["--profile", "wasm", "--target-dir"]).arg(&folder);
    build.args(["--target", TARGET]);
    let mut flags = vec![STACK];
    flags.extend(NO_SPEED);
    if tools.std_source {
        build
            .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
            .env("RUSTC_BOOTSTRAP", "1");
        flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"]);
    }
    build.env("CARGO_ENCODED_RUSTFLAGS", flags_with(&flags));
    command::step("compiling the engine to wasm", &mut build, "The compiler's messages say why.")?;
    Ok(folder.join(TARGET).join("wasm").join(file))
}

/// The caller's own flags for rustc with `more` after them, as cargo takes them from the environment.
fn flags_with(more: &[&str]) -> String {
    let encoded = env::var("CARGO_ENCODED_RUSTFLAGS").ok();
    let plain = env::var("RUSTFLAGS").unwrap_or_default();
    let own = encoded.unwrap_or_else(|| plain.split_whitespace().collect::<Vec<_>>().join("\u{1f}"));
    own.split('\u{1f}').filter(|flag| !flag.is_empty()).chain(more.iter().copied()).collect::<Vec<_>>().join("\u{1f}")
}

/// What every browser of the last years has, and no newer ones: the module must run where shoppers are.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Optimizes the module in `made` for size into `to`, and gives what it shares with the glue there short names.
fn optimize(wasm_opt: &Path, made: &Path, to: &Path) -> Result<()> {
    let fix = "Deleting target/tools/npm has it installed again.";
    let (bound, text) = (made.join("engine_bg.wasm"), made.join("engine.wat"));
    let mut read = Command::new(wasm_opt.with_file_name("wasm-dis"));
    command::step("reading the wasm", read.arg(&bound).arg("-o").arg(&text), fix)?;
    let glue = made.join("engine.js");
    let asking = fs::read_to_string(&glue)?;
    let kept = shims::unlist(&fs::read_to_string(&text)?, &glue::wanted(&asking));
    fs::write(&text, kept.context("the wasm is not as it should be")?)?;
    let mut optimize = Command::new(wasm_opt);
    optimize.args(FEATURES);
    // Flat code optimizes better, and nothing of Rust's lies in the first kilobyte of memory: the stack ends there.
    optimize.args(["--flatten", "--rereloop", "-Oz", "--low-memory-unused", "-Oz"]);
    // What counts is the size after gzip: it shortens zeros better than they can be left out, finds more that is alike in
    // functions of their own than in those that took others in, and shortens what is said twice better than a variable would.
    optimize.args(["--skip-pass=memory-packing", "--one-caller-inline-max-function-size=30", "--skip-pass=local-cse"]);
    optimize.arg("--minify-imports-and-exports-and-modules");
    // By how often they are called, for the last time: see `order`.
    optimize.arg("--reorder-functions");
    let unsorted = made.join("unsorted.wasm");
    optimize.args(["--strip-debug", "--strip-producers", "--strip-target-features", "-o"]);
    optimize.arg(&unsorted).arg(&text);
    let title = "optimizing the wasm";
    command::step(title, &mut optimize, fix)?;
    let printed = fs::read_to_string(command::log_file("logs", title))?;
    fs::write(&glue, names::shorten(&asking, &printed).context("engine.js cannot follow the optimized wasm")?)?;
    fs::write(&unsorted, order::name(&fs::read(&unsorted)?).context("the optimized wasm cannot be sorted")?)?;
    let mut sort = Command::new(wasm_opt);
    // Otherwise what was optimized for size is written without it.
    sort.args(FEATURES).args(["--optimize-level=2", "--shrink-level=2"]);
    sort.args(["--reorder-functions-by-name", "--strip-debug", "-o"]).arg(to).arg(&unsorted);
    command::step("sorting the wasm", &mut sort, fix)
}

/// Without esbuild: the files of `made` as they are, side by side in `out`.
fn lay_out(made: &Path, out: &Path) -> Result<()> {
    for file in files_below(made)? {
        if !file.extension().is_some_and(|ending| ending == "js" || ending == "mjs") {
            continue;
        }
        let to = out.join(file.strip_prefix(made)?);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(&file, &to)?;
        if to.ends_with("senses.js") {
            beside(to.parent().context("a file lies in a folder")?)?;
        }
    }
    Ok(())
}

/// What is in the tag, in the module or in the glue, and no part or taken in by one.
const NO_PARTS: [&str; 5] = ["vitrina.js", "vitrina.mjs", "host.js", "senses.js", "wasm.js"];

/// Without esbuild: the parts and what they import, as they are, in the folder of what brings them in.
///
/// # Errors
/// When a file cannot be copied.
pub(crate) fn beside(folder: &Path) -> Result<()> {
    let loader = paths::root().join("www/loader");
    for file in files_below(&loader)? {
        let name = file.strip_prefix(&loader)?;
        if !NO_PARTS.iter().any(|other| name == Path::new(other)) {
            let to = folder.join(name);
            fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            fs::copy(&file, &to)?;
        }
    }
    Ok(())
}
