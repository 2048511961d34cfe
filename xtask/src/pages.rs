//! The test pages that need making, into `dist/pages`: a page for every product that a list in `tests/pages` links to,
//! and the shop that the real React renders and hydrates. All other pages are served as they lie in `tests/pages`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::paths;
use crate::stamp::Stamp;
use crate::step::{Step, note};

/// Makes the pages, if anything they are made of changed. Without the programs of npm in `npm_bin`, React's are left out
/// and a line says so.
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
        Some(bin) => react(&source.join("react"), bin, &out.join("react"))?,
        None => note("leaving out the React test page: it needs npm"),
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

/// React's page as its server renders it, and the script that hydrates it.
fn react(source: &Path, npm_bin: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let bundle = |entry: &str, to: &Path, more: &[&str]| -> Result<()> {
        let mut esbuild = Command::new(npm_bin.join("esbuild"));
        esbuild
            .args(["--bundle", "--loader:.js=jsx", "--jsx=automatic", "--log-level=warning", "--legal-comments=none"])
            .arg("--define:process.env.NODE_ENV=\"production\"")
            .args(more)
            .arg(format!("--outfile={}", to.display()))
            .arg(source.join(entry))
            // The sources lie outside of the folder that npm installs into.
            .env("NODE_PATH", npm_bin.parent().unwrap_or(npm_bin));
        let made = esbuild.output().context("cannot start esbuild")?;
        ensure!(made.status.success(), "esbuild refuses {entry}:\n{}", String::from_utf8_lossy(&made.stderr));
        Ok(())
    };
    bundle("client.js", &out.join("client.js"), &["--minify"])?;
    let server: PathBuf = paths::target().join("pages/server.cjs");
    bundle("server.js", &server, &["--platform=node"])?;
    let page = Command::new("node").arg(&server).output().context("cannot start node")?;
    if !page.status.success() {
        bail!("React cannot render its page:\n{}", String::from_utf8_lossy(&page.stderr));
    }
    fs::write(out.join("index.html"), page.stdout)?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", paths::short(path)))
}
