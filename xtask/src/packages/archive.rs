//! Zip archives that are the same whenever their content is.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::stamp::files_below;

/// Packs everything below `folder` into `to`, in a folder called `name`.
pub(super) fn write(folder: &Path, name: &str, to: &Path) -> Result<()> {
    let mut archive = ZipWriter::new(File::create(to)?);
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    for file in files_below(folder)? {
        archive.start_file(format!("{name}/{}", file.strip_prefix(folder)?.display()), options)?;
        archive.write_all(&fs::read(file)?)?;
    }
    archive.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::packages::{fresh, write as write_file};
    use crate::paths;

    #[test]
    fn what_is_packed_can_be_read_and_is_the_same_every_time() {
        let folder = fresh(&paths::target().join("tmp/archive")).unwrap();
        write_file(&folder.join("in/a/deep.txt"), "deep").unwrap();
        write_file(&folder.join("in/plain.txt"), "plain").unwrap();
        let packed = ["one.zip", "two.zip"].map(|name| {
            write(&folder.join("in"), "x", &folder.join(name)).unwrap();
            fs::read(folder.join(name)).unwrap()
        });
        assert_eq!(packed[0], packed[1]);
        let mut archive = zip::ZipArchive::new(File::open(folder.join("one.zip")).unwrap()).unwrap();
        let mut text = String::new();
        archive.by_name("x/a/deep.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((archive.len(), text.as_str()), (2, "deep"));
    }
}
