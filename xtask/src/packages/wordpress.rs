//! The plugin for WordPress: its folder, and the archive that its plugin page takes. The scripts lie in a folder with the
//! version in its name, since browsers keep files and the script brings in others from beside itself.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::scripts::Scripts;
use super::{VERSION, archive, copy, licences, source};

pub(super) fn build(scripts: &Scripts<'_>, to: &Path) -> Result<()> {
    let plugin = to.join("vitrina");
    let source = source("wordpress");
    copy(&source, to)?;
    fs::copy(source.join("README.md"), plugin.join("README.md"))?;
    scripts.portable(&plugin.join("assets").join(VERSION))?;
    licences(&plugin)?;
    archive::write(&plugin, "vitrina", &to.join("vitrina.zip"))
}
