//! `cargo xtask build`: everything that is served, into `dist/`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo};
use crate::stamp::{Stamp, files_below};
use crate::step::Step;
use crate::tools::Tools;
use crate::{pages, paths, shop, wasm_target::TARGET};

/// Builds the site, doing only what changed since the last time.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a step fails: a sentence that says which.
pub fn build() -> Result<()> {
    let tools = Tools::ensure()?;
    let wasm = compile(&tools)?;
    engine(&tools, &wasm)?;
    for name in ["vitrina.js", "offer.mjs"] {
        loader(&tools, name)?;
    }
    descriptions()?;
    demo_shop()?;
    pages::build(tools.esbuild.as_deref().and_then(Path::parent))
}

/// The engine as cargo leaves it, before wasm-bindgen.
fn compile(tools: &Tools) -> Result<PathBuf> {
    // A target directory of its own: other flags than a contributor's builds, which would evict each other.
    let target = paths::target().join("wasm");
    let mut build = cargo();
    build.args(["build", "--package", "vitrina", "--lib", "--profile", "wasm", "--target", TARGET, "--target-dir"]);
    build.arg(&target);
    if tools.std_source {
        build
            .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env(
                "CARGO_ENCODED_RUSTFLAGS",
                flags_with(&["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"]),
            );
    }
    command::step("compiling the engine to wasm", &mut build, "The compiler's messages say why.")?;
    Ok(target.join(TARGET).join("wasm/vitrina.wasm"))
}

/// The caller's own flags for rustc with `more` after them, as cargo takes them from the environment.
fn flags_with(more: &[&str]) -> String {
    let encoded = env::var("CARGO_ENCODED_RUSTFLAGS").ok();
    let plain = env::var("RUSTFLAGS").unwrap_or_default();
    let own = encoded.unwrap_or_else(|| plain.split_whitespace().collect::<Vec<_>>().join("\u{1f}"));
    own.split('\u{1f}').filter(|flag| !flag.is_empty()).chain(more.iter().copied()).collect::<Vec<_>>().join("\u{1f}")
}

/// `vitrina.mjs` and `engine_bg.wasm`, from the compiled engine. The module is one file: the glue and what it needs
/// are bundled into it, since each file more is a round trip more.
fn engine(tools: &Tools, wasm: &Path) -> Result<()> {
    let out = paths::dist().join("vitrina");
    let loader = paths::root().join("www/loader");
    let mut stamp = Stamp::new("engine");
    stamp.file(wasm)?;
    stamp.folder(&loader)?;
    stamp.setting((&tools.wasm_bindgen, &tools.wasm_opt, &tools.esbuild));
    stamp.program()?;
    if stamp.is_current(&out.join("engine_bg.wasm")) && out.join("vitrina.mjs").is_file() {
        return Ok(());
    }
    let made = paths::target().join("engine");
    if made.is_dir() {
        fs::remove_dir_all(&made)?;
    }
    let mut bindgen = Command::new(&tools.wasm_bindgen);
    bindgen.args(["--target", "web", "--out-name", "engine", "--no-typescript", "--remove-producers-section"]);
    bindgen.arg("--out-dir");
    command::step("making the JavaScript glue", bindgen.arg(&made).arg(wasm), "")?;

    // Nothing of an earlier build stays.
    if out.is_dir() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let module = made.join("engine_bg.wasm");
    if let Some(wasm_opt) = &tools.wasm_opt {
        let mut optimize = Command::new(wasm_opt);
        // What every browser of the last years has, and no newer ones: the module must run where shoppers are.
        optimize.args(["--enable-bulk-memory", "--enable-mutable-globals", "--enable-nontrapping-float-to-int"]);
        optimize.args(["--enable-sign-ext", "--enable-reference-types", "--enable-multivalue"]);
        optimize.args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features", "-o"]);
        let fix = "Deleting target/tools/npm has it installed again.";
        command::step("optimizing the wasm", optimize.arg(out.join("engine_bg.wasm")).arg(&module), fix)?;
    } else {
        fs::copy(&module, out.join("engine_bg.wasm"))?;
    }
    fs::copy(loader.join("vitrina.mjs"), made.join("vitrina.mjs"))?;
    if tools.esbuild.is_some() {
        minify(tools, &made.join("vitrina.mjs"), &out.join("vitrina.mjs"), &["--bundle", "--format=esm"])?;
    } else {
        for file in files_below(&made)?
            .iter()
            .filter(|file| file.extension().is_some_and(|ending| ending == "js" || ending == "mjs"))
        {
            let to = out.join(file.strip_prefix(&made)?);
            fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            fs::copy(file, &to)?;
            if to.ends_with("senses.js") {
                fs::copy(loader.join("offer.mjs"), to.with_file_name("offer.mjs"))?;
            }
        }
    }
    stamp.write()
}

/// A file of `www/loader` that stands alone: the one merchants point at, and those brought in when they are needed.
fn loader(tools: &Tools, name: &str) -> Result<()> {
    let source = paths::root().join("www/loader").join(name);
    let to = paths::dist().join("vitrina").join(name);
    let mut stamp = Stamp::new(name);
    stamp.file(&source)?;
    stamp.setting(&tools.esbuild);
    if stamp.is_current(&to) {
        return Ok(());
    }
    let step = Step::start(format!("writing {name}"));
    if tools.esbuild.is_some() {
        minify(tools, &source, &to, &[])?;
    } else {
        fs::copy(&source, &to)?;
    }
    step.done("");
    stamp.write()
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
    let companion = |verb: &str| {
        let mut command = cargo();
        command.args([verb, "--quiet", "--package", "vitrina", "--features", "cli", "--bin", "vitrina"]);
        command
    };
    command::step("building the companion", &mut companion("build"), "The compiler's messages say why.")?;
    for (name, options) in files {
        let text = command::answer(companion("run").args(["--", "schema"]).args(options))
            .with_context(|| format!("the companion does not print {name}"))?;
        fs::write(out.join(name), text + "\n")?;
    }
    stamp.write()
}

/// Writes the script `from` to `to`, minified by esbuild.
fn minify(tools: &Tools, from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let esbuild = tools.esbuild.as_ref().context("esbuild is there")?;
    let made = Command::new(esbuild)
        .args(["--minify", "--target=es2022", "--legal-comments=none", "--log-level=error"])
        .args(more)
        .arg(from)
        .arg(format!("--outfile={}", to.display()))
        .output()
        .with_context(|| format!("cannot start {}", paths::short(esbuild)))?;
    if !made.status.success() {
        bail!("esbuild refuses {}:\n{}", paths::short(from), String::from_utf8_lossy(&made.stderr));
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
