//! The scripts in the forms that packages need: the engine inside of a script, the parts under other names.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};

use super::{fresh, source};
use crate::build::PARTS;
use crate::tools::Tools;
use crate::{engine, paths};

/// The built scripts, and how to make others of them.
#[derive(Debug)]
pub(super) struct Scripts<'a> {
    pub(super) tools: &'a Tools,
    /// `dist/vitrina`.
    pub(super) built: PathBuf,
    /// The module with the engine in it, which is otherwise `vitrina.mjs`.
    pub(super) embedded: PathBuf,
}

impl<'a> Scripts<'a> {
    /// # Errors
    /// When the engine is not built.
    pub(super) fn make(tools: &'a Tools) -> Result<Self> {
        let built = paths::dist().join("vitrina");
        let work = fresh(&paths::target().join("packages"))?;
        let packed = File::create(engine::made().join("engine_bg.wasm.gz"))?;
        // Base64 of what is packed takes as many bytes on the wire as the wasm itself; base64 of the wasm takes a third more.
        let mut packer = GzEncoder::new(packed, Compression::best());
        packer.write_all(&fs::read(built.join("engine_bg.wasm"))?)?;
        packer.finish()?;
        let way = fs::read_to_string(source("embedded").join("wasm.js"))?;
        let embedded = work.join("embedded.mjs");
        let scripts = Self { tools, built, embedded };
        scripts.module(&way, &scripts.embedded, &["--loader:.gz=binary"])?;
        Ok(scripts)
    }

    /// The module with another way to the engine, the text of a `wasm.js`, into `to`.
    pub(super) fn module(&self, way: &str, to: &Path, options: &[&str]) -> Result<()> {
        let made = engine::made();
        let entry = fs::read_to_string(made.join("vitrina.mjs")).context("the engine is not built")?;
        fs::write(made.join("way.js"), way)?;
        let file = made.join("other.mjs");
        fs::write(&file, replace_one(&entry, "'./wasm.js'", "'./way.js'")?)?;
        engine::module(self.tools, &file, to, options)
    }

    /// All scripts for places that take only names in `.js` and serve no wasm, into `to`: the tag `vitrina.js`, the module with
    /// the engine in it as `engine.js`, and the parts.
    pub(super) fn portable(&self, to: &Path) -> Result<()> {
        fs::create_dir_all(to)?;
        let tag = fs::read_to_string(self.built.join("vitrina.js"))?;
        fs::write(to.join("vitrina.js"), replace_one(&tag, "\"vitrina.mjs\"", "\"engine.js\"")?)?;
        let parts = Self::parts().iter().map(|name| (*name, self.built.join(name)));
        for (name, file) in parts.chain([("engine.mjs", self.embedded.clone())]) {
            let mut text = fs::read_to_string(file)?;
            for part in Self::parts() {
                text = text.replace(&format!("\"./{part}\""), &format!("\"./{}\"", in_js(part)));
            }
            ensure!(!text.contains(".mjs"), "{name} brings in a part in another way than by its name");
            fs::write(to.join(in_js(name)), text)?;
        }
        Ok(())
    }

    /// The names of the parts that the module brings in.
    pub(super) const fn parts() -> &'static [&'static str] {
        &PARTS
    }
}

/// The name of a module with the ending that every server knows.
fn in_js(name: &str) -> String {
    name.replace(".mjs", ".js")
}

/// `text` with the one `from` in it as `to`.
pub(super) fn replace_one(text: &str, from: &str, to: &str) -> Result<String> {
    let count = text.matches(from).count();
    ensure!(count == 1, "{from} stands {count} times where once is expected");
    Ok(text.replacen(from, to, 1))
}
