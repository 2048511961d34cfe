//! The demo storefront: a static shop in two languages, made from the templates, data and drawings in `www/shop`.
//!
//! Every page is complete HTML, grids included, as a server-rendered shop would send it; scripts only add what a visitor does.

mod catalog;
mod export;
mod history;
mod money;
mod pages;
mod pictures;
mod product_page;
mod view;
mod words;

use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context as _, Error, Result, anyhow};

use catalog::Language;

/// Writes the whole shop into `out`, which is served as the web root. `root` is the checkout. Other files in `out` stay.
pub(crate) fn build(root: &Path, out: &Path) -> Result<()> {
    let source = root.join("www/shop");
    let catalog = catalog::Catalog::load(&source.join("data"))?;
    thread::scope(|scope| {
        let pages = Language::ALL.map(|language| {
            let (source, catalog) = (&source, &catalog);
            scope.spawn(move || pages::render(source, catalog, language, out))
        });
        pictures::draw(&source.join("pictures"), &catalog, &out.join("pictures"))?;
        export::write(&catalog, out)?;
        for written in pages {
            written.join().map_err(|_| anyhow!("rendering the shop's pages panicked"))??;
        }
        Ok::<(), Error>(())
    })?;
    copy_folder(&source.join("assets"), &out.join("assets"))
}

/// Writes what the shop's past would be exported as, `sessions.csv` and `orders.csv`, into `out`.
pub(crate) fn write_history(root: &Path, out: &Path) -> Result<()> {
    let source = root.join("www/shop");
    let config = fs::read_to_string(source.join("vitrina.json")).context("reading www/shop/vitrina.json")?;
    let config = serde_json::from_str(&config).context("www/shop/vitrina.json")?;
    let (sessions, orders) = history::exports(&catalog::Catalog::load(&source.join("data"))?, &config)?;
    write(&out.join("sessions.csv"), sessions.as_bytes())?;
    write(&out.join("orders.csv"), orders.as_bytes())
}

/// Writes one file and the folders above it.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("writing {}", path.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            write(&to.join(entry.file_name()), &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
