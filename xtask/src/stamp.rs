//! Skipping work whose inputs did not change since it was last done.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths;

/// A digest of the inputs of one piece of work, kept in `target/stamps` once it is done.
#[derive(Debug)]
pub struct Stamp {
    file: PathBuf,
    digest: DefaultHasher,
}

impl Stamp {
    /// The stamp of the work called `name`, without inputs yet.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut digest = DefaultHasher::new();
        // Two checkouts may share a target directory.
        paths::root().hash(&mut digest);
        Self { file: paths::target().join("stamps").join(name), digest }
    }

    /// Counts a setting in.
    pub fn setting(&mut self, value: impl Hash) {
        value.hash(&mut self.digest);
    }

    /// Counts a file's content in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&mut self, path: &Path) -> Result<()> {
        fs::read(path).with_context(|| format!("{} cannot be read", paths::short(path)))?.hash(&mut self.digest);
        Ok(())
    }

    /// Counts a folder in: the names and contents of all files below it. A missing folder counts as an empty one.
    ///
    /// # Errors
    /// When something in it cannot be read.
    pub fn folder(&mut self, path: &Path) -> Result<()> {
        for file in files_below(path)? {
            file.strip_prefix(path)?.hash(&mut self.digest);
            self.file(&file)?;
        }
        Ok(())
    }

    /// Counts this very program in, by its time: its code makes the result.
    ///
    /// # Errors
    /// When its own file cannot be found.
    pub fn program(&mut self) -> Result<()> {
        let meta = fs::metadata(std::env::current_exe()?)?;
        (meta.modified()?, meta.len()).hash(&mut self.digest);
        Ok(())
    }

    /// Whether `output` is there and was made from these inputs.
    #[must_use]
    pub fn is_current(&self, output: &Path) -> bool {
        output.exists() && fs::read_to_string(&self.file).is_ok_and(|old| old == self.text())
    }

    /// Remembers that the work is done.
    ///
    /// # Errors
    /// When the stamp cannot be written.
    pub fn write(&self) -> Result<()> {
        fs::create_dir_all(self.file.parent().unwrap_or(&self.file))?;
        fs::write(&self.file, self.text()).context("a stamp cannot be written")
    }

    fn text(&self) -> String {
        format!("{:016x}", self.digest.finish())
    }
}

/// All files below `folder`, sorted; none when it does not exist.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                files.extend(files_below(&path)?);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_again_when_an_input_changes() {
        let made = |setting: u32| {
            let mut stamp = Stamp::new("test");
            stamp.setting(setting);
            stamp
        };
        made(1).write().unwrap();
        let output = paths::root();
        assert!(made(1).is_current(&output));
        assert!(!made(2).is_current(&output));
        assert!(!made(1).is_current(&output.join("not there")));
    }
}
