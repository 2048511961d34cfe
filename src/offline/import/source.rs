//! Files and standard input as text: unpacked, decoded, and refused with a reason where they hold something else.

use std::fs::File;
use std::io::{self, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

/// Where an export is read from: files, or standard input (`-`). Gzip is recognised by its first bytes, whatever the
/// name, and UTF-16 by its byte order mark. Everything streams: nothing is held but what is counted.
#[derive(Clone, Debug)]
pub struct Source {
    files: Vec<PathBuf>,
    progress: bool,
}

/// A source's text, from its first byte on.
pub(super) struct Text {
    /// The file's name, or `standard input`.
    pub(super) name: String,
    /// The first 64 KiB, or all there is.
    pub(super) head: Vec<u8>,
    /// What follows them.
    pub(super) rest: Box<dyn Read>,
    /// How the bytes were packed and encoded, where it is not plain UTF-8: `gzip, UTF-16LE`.
    pub(super) encoding: String,
}

impl Text {
    /// Whether it begins as JSON does.
    pub(super) fn is_json(&self) -> bool {
        self.head.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| b"{[".contains(byte))
    }
}

/// Bytes that are looked at before reading on.
const HEAD: usize = 1 << 16;

/// What is no text, by its first bytes: what it is and what to do.
const FOREIGN: [(&[u8], &str); 6] = [
    (b"PK\x03\x04", "a zip archive or an Excel workbook; unpack it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV"),
    (b"PAR1", "a Parquet file; export it as CSV"),
    (b"%PDF", "a PDF; export the data as CSV"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it, or pipe it in: zstd -dc FILE | vitrina … -"),
    (b"BZh", "packed with bzip2; unpack it, or pipe it in: bzip2 -dc FILE | vitrina … -"),
];

impl Source {
    /// Reads the files in turn, `-` being standard input. A progress bar stands on the terminal, where there is one.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        Self { files: files.into_iter().map(Into::into).collect(), progress: io::stderr().is_terminal() }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Opens one of the files.
    pub(super) fn open(&self, path: &Path) -> Result<Text> {
        let name = if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
        let (mut encoding, packed) = (Vec::new(), self.bytes(path).with_context(|| name.clone())?);
        let (mut head, mut rest) = peek(packed).with_context(|| name.clone())?;
        if head.starts_with(b"\x1f\x8b") {
            encoding.push("gzip");
            let unpacked = MultiGzDecoder::new(Cursor::new(head).chain(rest));
            (head, rest) = peek(Box::new(unpacked)).with_context(|| broken(&name, "gzip"))?;
        }
        if head.is_empty() {
            bail!("{name} is empty; expected a header and lines");
        }
        if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
            bail!("{name} is {what}");
        }
        if let Some((wide, _)) = Encoding::for_bom(&head).filter(|(found, _)| [UTF_16LE, UTF_16BE].contains(found)) {
            encoding.push(wide.name());
            let decoder = DecodeReaderBytesBuilder::new().encoding(Some(wide)).build(Cursor::new(head).chain(rest));
            (head, rest) = peek(Box::new(decoder)).with_context(|| broken(&name, wide.name()))?;
        } else if is_binary(&head) {
            bail!("{name} is a binary file, or UTF-16 without its mark; save it as UTF-8 text");
        }
        if head.starts_with(b"\xef\xbb\xbf") {
            head.drain(..3);
        }
        Ok(Text { name, head, rest, encoding: encoding.join(", ") })
    }

    /// The bytes of a file, counted by the progress bar.
    fn bytes(&self, path: &Path) -> Result<Box<dyn Read>> {
        if path == Path::new("-") {
            return Ok(self.watched(io::stdin(), None, "standard input"));
        }
        let file = File::open(path).context("the file cannot be opened")?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            bail!("this is a directory; name the files in it");
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(self.watched(file, metadata.is_file().then_some(metadata.len()), &name))
    }

    fn watched(&self, bytes: impl Read + 'static, length: Option<u64>, name: &str) -> Box<dyn Read> {
        if !self.progress {
            return Box::new(bytes);
        }
        let (bar, template) = match length {
            Some(length) => (ProgressBar::new(length), "{msg} {wide_bar} {bytes}/{total_bytes} {eta}"),
            None => (ProgressBar::new_spinner(), "{msg} {spinner} {bytes} {bytes_per_sec}"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Box::new(bar.wrap_read(bytes))
    }
}

/// Whether there is a zero byte, or more control characters than texts have by accident.
fn is_binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    controls > head.len() / 50 || head.contains(&0)
}

/// What an error in the middle of a file means.
pub(super) fn broken(name: &str, encoding: &str) -> String {
    if encoding.contains("gzip") {
        format!("{name}: the gzip data is damaged or ends too early; copy or export the file again")
    } else {
        format!("{name}: reading failed")
    }
}

/// The first bytes, and what follows them.
fn peek(mut bytes: Box<dyn Read>) -> io::Result<(Vec<u8>, Box<dyn Read>)> {
    let mut head = Vec::new();
    bytes.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok((head, bytes))
}
