//! Files with the version in their address, for servers that let browsers keep them for good, and the digests by which a
//! page makes sure of them: the folder that `vitrina.js` finds its modules in, and everything in one script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};

use super::scripts::{Scripts, replace_one};
use super::{VERSION, licences, source};
use crate::build::minify;
use crate::stamp::files_below;

/// Where the files are taken to lie, in the tags to paste.
const ADDRESS: &str = "/vitrina/";

pub(super) fn build(scripts: &Scripts<'_>, to: &Path) -> Result<()> {
    let folder = to.join(format!("vitrina-{VERSION}"));
    fs::create_dir_all(&folder)?;
    for name in ["vitrina.js", "engine_bg.wasm"].iter().chain(Scripts::parts()) {
        fs::copy(scripts.built.join(name), folder.join(name))?;
    }
    // No page can say what a script may fetch, so the module makes sure of the wasm itself.
    let usual = fs::read_to_string(crate::engine::made().join("wasm.js"))?;
    let digest = digest(&fs::read(folder.join("engine_bg.wasm"))?);
    let checked = replace_one(&usual, "fetch(address)", &format!("fetch(address, {{ integrity: '{digest}' }})"))?;
    scripts.module(&checked, &folder.join("vitrina.mjs"), &[])?;
    whole(scripts, &to.join(format!("vitrina-{VERSION}.js")))?;

    let mut files = Map::new();
    for file in files_below(to)? {
        let name = file.strip_prefix(to)?.display().to_string();
        files.insert(name, Value::from(self::digest(&fs::read(&file)?)));
    }
    let list = json!({ "version": VERSION, "files": files });
    fs::write(to.join("integrity.json"), serde_json::to_string_pretty(&list)? + "\n")?;
    let text = fs::read_to_string(source("cdn").join("README.md"))?;
    fs::write(to.join("README.md"), filled(&text, &files)?)?;
    licences(to)
}

/// The tag with all that it brings in, as one classic script.
fn whole(scripts: &Scripts<'_>, to: &Path) -> Result<()> {
    let work = scripts.embedded.parent().context("a file lies in a folder")?;
    for name in Scripts::parts() {
        fs::copy(scripts.built.join(name), work.join(name))?;
    }
    let loader = crate::paths::root().join("www/loader");
    let tag = fs::read_to_string(loader.join("vitrina.js"))?;
    fs::copy(loader.join("slot.js"), work.join("slot.js"))?;
    let entry = work.join("whole.js");
    fs::write(&entry, replace_one(&tag, "import(new URL('vitrina.mjs', tag.src))", "import('./embedded.mjs')")?)?;
    minify(scripts.tools, &entry, to, &["--bundle", "--format=iife"])
}

/// What the attribute `integrity` says of a file.
fn digest(bytes: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(bytes)))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| DIGITS.get(bits as usize & 63).copied().map_or('A', char::from);
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().chain([0, 0].iter()).take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        text.extend([18, 12, 6, 0].into_iter().take(three.len() + 1).map(|shift| digit(bits >> shift)));
        text.push_str("=".repeat(3 - three.len()).as_str());
    }
    text
}

/// The guide with the version and the digests in it.
fn filled(text: &str, files: &Map<String, Value>) -> Result<String> {
    let folder = format!("vitrina-{VERSION}/");
    let modules: Map<String, Value> = files
        .iter()
        .filter(|(name, _)| name.starts_with(&folder) && name.ends_with(".mjs"))
        .map(|(name, digest)| (format!("{ADDRESS}{name}"), digest.clone()))
        .collect();
    let map = serde_json::to_string_pretty(&json!({ "integrity": modules }))?;
    let of = |name: &str| files.get(name).and_then(Value::as_str).with_context(|| format!("there is no {name}"));
    let text = replace_one(text, "{{import map}}", &map)?;
    let text = replace_one(&text, "{{digest of the tag}}", of(&format!("{folder}vitrina.js"))?)?;
    let text = replace_one(&text, "{{digest of the whole}}", of(&format!("vitrina-{VERSION}.js"))?)?;
    Ok(text.replace("{{version}}", VERSION))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_as_browsers_expect_them() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        // From `printf 'alert(1)' | openssl dgst -sha384 -binary | openssl base64 -A`.
        let expected = "sha384-HT2E9NfWiuQ/w1PRai+hTyqW16NIoCGA/m8VQDUopfAtcz6YQjtsMmQd5uRbVDpW";
        assert_eq!(digest(b"alert(1)"), expected);
    }
}
