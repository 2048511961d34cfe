//! The test pages that need making, into `dist/pages`: a page for every product that a list in `tests/pages` links to,
//! and one shop drawn by the real React, Preact, Vue, Alpine and jQuery. All other pages are served as they lie in
//! `tests/pages`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::paths;
use crate::stamp::Stamp;
use crate::step::{Step, note};

/// Shops that a server renders and a library brings to life, with what that library takes the place of.
const HYDRATED: [(&str, &[&str]); 3] = [
    ("react", &[]),
    ("react-18", &["--alias:react=react-18", "--alias:react-dom=react-dom-18"]),
    ("preact", &["--alias:react=preact/compat", "--alias:react-dom=preact/compat"]),
];
/// Shops that a library draws in the browser.
const DRAWN: [(&str, &[&str]); 3] =
    [("vue", &["--alias:vue=vue/dist/vue.esm-bundler.js"]), ("alpine", &[]), ("jquery", &[])];

/// Makes the pages, if anything they are made of changed. Without the programs of npm in `npm_bin`, those of libraries are
/// left out and a line says so.
///
/// # Errors
/// When a source is missing or wrong, or a page cannot be written.
pub fn build(npm_bin: Option<&Path>) -> Result<()> {
    let source = paths::root().join("tests/pages");
    let out = paths::dist().join("pages");
    let mut stamp = Stamp::new("pages");
    stamp.folder(&source)?;
    stamp.file(&paths::root().join("xtask/npm/package-lock.json"))?;
    stamp.setting(npm_bin);
    stamp.program()?;
    if stamp.is_current(&out) {
        return Ok(());
    }
    let step = Step::start("making the test pages");
    if out.is_dir() {
        fs::remove_dir_all(&out)?;
    }
    let expected: Value = serde_json::from_str(&read(&source.join("expected.json"))?)?;
    for (_, page) in expected.as_object().into_iter().flatten() {
        products(&source, page, &out)?;
    }
    match npm_bin {
        Some(bin) => {
            for (name, settings) in HYDRATED {
                hydrated(&source.join("react"), bin, settings, &out.join(name))?;
            }
            for (name, settings) in DRAWN {
                let (from, to) = (source.join("libraries"), out.join(name));
                bundle(bin, &from.join(name).with_extension("js"), &to.join("client.js"), settings)?;
                fs::copy(from.join(name).with_extension("html"), to.join("index.html"))?;
            }
        }
        None => note("leaving out the test pages of libraries: they need npm"),
    }
    step.done("");
    stamp.write()
}

/// A page for every product of one list, from the template the list names.
fn products(source: &Path, page: &Value, out: &Path) -> Result<()> {
    let Some(template) = page["product"].as_str() else { return Ok(()) };
    let template = read(&source.join(template))?;
    let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (number, item) in items.iter().enumerate() {
        let address =
            item["url"].as_str().and_then(|url| url.strip_prefix("/pages/")).context("an address outside /pages/")?;
        let path = address.split_once('?').map_or(address, |(path, _)| path);
        let file = if path.ends_with('/') { out.join(path).join("index.html") } else { out.join(path) };
        let page = fill(&template, item, number).replace("{{products}}", &Value::from(items).to_string());
        fs::create_dir_all(file.parent().context("a page lies in a folder")?)?;
        fs::write(file, page)?;
    }
    Ok(())
}

/// The template with the fields of one product in the places of `{{field}}`.
fn fill(template: &str, item: &Value, number: usize) -> String {
    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let stock = if item["in_stock"] == Value::Bool(false) { "OutOfStock" } else { "InStock" };
    let made = [
        ("price", format!("{:.2}", item["price"].as_f64().unwrap_or_default())),
        ("availability", stock.to_owned()),
        ("number", (number + 1).to_string()),
        ("key", item.pointer("/keys/0").and_then(Value::as_str).unwrap_or_default().to_owned()),
    ];
    let taken = ["item_id", "item_name", "item_brand", "currency", "url", "image"].map(|name| (name, text(name)));
    made.into_iter()
        .chain(taken)
        .fold(template.to_owned(), |page, (name, value)| page.replace(&format!("{{{{{name}}}}}"), &value))
}

/// The page as its server renders it, and the script that hydrates it.
fn hydrated(source: &Path, npm_bin: &Path, settings: &[&str], out: &Path) -> Result<()> {
    bundle(npm_bin, &source.join("client.js"), &out.join("client.js"), settings)?;
    let server: PathBuf = paths::target().join("pages/server.cjs");
    bundle(npm_bin, &source.join("server.js"), &server, &[settings, &["--platform=node"]].concat())?;
    let page = Command::new("node").arg(&server).output().context("cannot start node")?;
    if !page.status.success() {
        bail!("a server cannot render its page:\n{}", String::from_utf8_lossy(&page.stderr));
    }
    fs::write(out.join("index.html"), page.stdout)?;
    Ok(())
}

fn bundle(npm_bin: &Path, entry: &Path, to: &Path, settings: &[&str]) -> Result<()> {
    let mut esbuild = Command::new(npm_bin.join("esbuild"));
    esbuild
        .args([
            "--bundle",
            "--minify",
            "--loader:.js=jsx",
            "--jsx=automatic",
            "--log-level=warning",
            "--legal-comments=none",
        ])
        .arg("--define:process.env.NODE_ENV=\"production\"")
        .args(["--define:__VUE_OPTIONS_API__=true", "--define:__VUE_PROD_DEVTOOLS__=false"])
        .arg("--define:__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false")
        .args(settings)
        .arg(format!("--outfile={}", to.display()))
        .arg(entry)
        // The sources lie outside of the folder that npm installs into.
        .env("NODE_PATH", npm_bin.parent().unwrap_or(npm_bin));
    let made = esbuild.output().context("cannot start esbuild")?;
    ensure!(
        made.status.success(),
        "esbuild refuses {}:\n{}",
        paths::short(entry),
        String::from_utf8_lossy(&made.stderr)
    );
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", paths::short(path)))
}
