//! CSV and its kin: the delimiter is detected, columns are found by name, and no line is lost without being counted.

use std::io::{Cursor, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};
use encoding_rs::WINDOWS_1252;

use super::report::{Reason, Report};
use super::source::{Source, Text, broken};

/// A file of lines with named fields.
pub(super) struct Table {
    /// The file's name.
    pub(super) file: String,
    encoding: String,
    delimiter: u8,
    /// Whether lines end as on Windows.
    crlf: bool,
    header: Vec<String>,
    reader: Reader<Box<dyn Read>>,
    line: StringRecord,
    /// Lines that were no UTF-8.
    foreign: u64,
}

/// The fields of a line.
pub(super) struct Fields<'a>(&'a StringRecord);

impl Fields<'_> {
    /// The field in this column without the white space around it; empty where there is none.
    pub(super) fn get(&self, column: impl Into<Option<usize>>) -> &str {
        column.into().and_then(|column| self.0.get(column)).unwrap_or_default().trim()
    }

    /// The first of the columns that holds something.
    pub(super) fn first(&self, columns: &[Option<usize>]) -> &str {
        columns.iter().map(|&column| self.get(column)).find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// A last line of our own. Where a quote stands open at the end of the file, it becomes a part of the field.
const END: &[u8] = b"\r\n\x04end of file\x04\r\n";
const END_FIELD: &str = "\x04end of file\x04";

impl Table {
    /// Opens a file and reads its header.
    pub(super) fn open(source: &Source, path: &Path, delimiter: Option<u8>) -> Result<Self> {
        Self::of(source.open(path)?, delimiter)
    }

    /// Reads the header of a file that is open.
    pub(super) fn of(text: Text, delimiter: Option<u8>) -> Result<Self> {
        if text.is_json() {
            bail!("{} holds JSON; expected a table. GA4 events as JSON lines are given with --events", text.name);
        }
        let Text { name: file, head, rest, encoding } = text;
        // Excel's own hint in the first line.
        let hint = head.strip_prefix(b"sep=").and_then(|hint| hint.first().copied());
        let delimiter = delimiter.or(hint).unwrap_or_else(|| detect(&head));
        let crlf = head
            .iter()
            .position(|&byte| byte == b'\n')
            .is_some_and(|end| head.get(..end).is_some_and(|line| line.ends_with(b"\r")));
        // The last line may lack its end.
        let end = if crlf { END } else { END.strip_prefix(b"\r").unwrap_or(END) };
        let bytes: Box<dyn Read> = Box::new(Cursor::new(head).chain(rest).chain(end));
        let reader = csv(delimiter).buffer_capacity(1 << 18).from_reader(bytes);
        let mut table =
            Self { file, encoding, delimiter, crlf, header: Vec::new(), reader, line: StringRecord::new(), foreign: 0 };
        table.advance()?;
        if hint.is_some() {
            table.advance()?;
        }
        if table.is_end() {
            bail!("{} holds empty lines only; expected a header and lines", table.file);
        }
        if table.swallowed().is_some() {
            bail!("{}: a quote is opened in the header and never closed", table.file);
        }
        table.header = table.line.iter().map(|name| name.trim().to_owned()).collect();
        Ok(table)
    }

    /// Gives every line to `take`, which says whether it was used, and the report what became of each.
    pub(super) fn each(
        mut self,
        report: &mut Report,
        needed: &[Option<usize>],
        take: &mut dyn FnMut(&Fields<'_>) -> Result<(), Reason>,
    ) -> Result<()> {
        let columns = self.header.len();
        let least = needed.iter().flatten().max().map_or(1, |last| last + 1);
        let before = report.lines;
        loop {
            self.advance()?;
            if self.is_end() {
                break;
            }
            report.lines += 1;
            let outcome = if let Some(lines) = self.swallowed() {
                report.lines += lines;
                *report.reasons.entry(Reason::Quote).or_default() += lines;
                Err(Reason::Quote)
            } else if self.line.len() < least {
                Err(Reason::Short)
            } else if self.line.iter().skip(columns).any(|field| !field.is_empty()) {
                Err(Reason::Long)
            } else {
                take(&Fields(&self.line))
            };
            match outcome {
                Ok(()) => report.used += 1,
                Err(reason) => {
                    let line = self.number();
                    report.lose(reason, &self.file, line, || self.excerpt());
                }
            }
            if self.swallowed().is_some() {
                break;
            }
        }
        if report.lines == before {
            report.notes.push(format!("{} holds a header and no lines", self.file));
        }
        if self.foreign > 0 {
            report.notes.push(format!(
                "{}: {} lines are no UTF-8 and were read as Windows-1252 (Latin-1); save the file as UTF-8 if names look wrong",
                self.file, self.foreign
            ));
        }
        Ok(())
    }

    /// How the file was understood, for the report.
    pub(super) fn described(&self, format: &str) -> String {
        let delimiter = match self.delimiter {
            b'\t' => "tab".into(),
            delimiter => format!("{:?}", char::from(delimiter)),
        };
        let encoding = if self.encoding.is_empty() { String::new() } else { format!(", {}", self.encoding) };
        format!("{}: {format}, fields separated by {delimiter}{encoding}", self.file)
    }

    /// The column with one of the names, the first name that occurs. Case and punctuation of names do not matter.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|found| plain(found) == plain(name)))
    }

    /// The column that a flag names, else one with a usual name.
    ///
    /// # Errors
    /// Where the flag names a column that is not there.
    pub(super) fn column(&self, asked: Option<&str>, flag: &str, names: &[&str]) -> Result<Option<usize>> {
        let Some(asked) = asked else { return Ok(self.find(names)) };
        let exact = self.header.iter().position(|found| found == asked);
        let column = exact.or_else(|| self.find(&[asked]));
        column
            .with_context(|| format!("{}: no column {asked:?}, as {flag} has it; {}", self.file, self.found()))
            .map(Some)
    }

    /// As [`Table::column`], where there must be one.
    pub(super) fn needed(&self, what: &str, asked: Option<&str>, flag: &str, names: &[&str]) -> Result<Option<usize>> {
        let column = self.column(asked, flag, names)?;
        if column.is_none() {
            let (usual, found) = (names.join(", "), self.found());
            bail!("{}: no column for {what} (looked for {usual}); {found}. Name it with {flag} NAME", self.file);
        }
        Ok(column)
    }

    /// The header's columns, whose number starts with `prefix`, by their names.
    pub(super) fn starting(&self, prefix: &str) -> Vec<usize> {
        let columns = self.header.iter().enumerate();
        columns.filter(|(_, name)| plain(name).starts_with(prefix)).map(|(column, _)| column).collect()
    }

    /// The header, for messages.
    pub(super) fn found(&self) -> String {
        let shown: Vec<String> = self
            .header
            .iter()
            .take(40)
            .map(|name| name.chars().take(40).flat_map(char::escape_debug).collect())
            .collect();
        match shown.as_slice() {
            [one] => format!(
                "the only column found is \"{one}\": if that is a whole line, say what separates the fields with --delimiter"
            ),
            _ => format!("columns found: {}", shown.join(", ")),
        }
    }

    fn advance(&mut self) -> Result<()> {
        let mut bytes = core::mem::take(&mut self.line).into_byte_record();
        self.reader.read_byte_record(&mut bytes).with_context(|| broken(&self.file, &self.encoding))?;
        self.line = StringRecord::from_byte_record(bytes).unwrap_or_else(|error| {
            self.foreign += 1;
            decoded(&error.into_byte_record())
        });
        Ok(())
    }

    fn is_end(&self) -> bool {
        self.line.is_empty() || self.line.len() == 1 && self.line.get(0) == Some(END_FIELD)
    }

    /// Where a quote stands open to the end of the file: how many lines follow the one it was opened in.
    fn swallowed(&self) -> Option<u64> {
        let last = self.line.get(self.line.len().checked_sub(1)?)?;
        let text = last.strip_suffix("\r\n")?.strip_suffix(END_FIELD)?;
        Some(text.trim_end().matches('\n').count() as u64)
    }

    /// The line's number in the file, of a record of several lines the first one's. The record's own position is no use: it
    /// lies before the empty lines that were skipped.
    fn number(&self) -> u64 {
        let within: usize = self.line.iter().map(|field| field.matches('\n').count()).sum();
        // Of a line's end `\r\n` the reader has passed the first half; of an open quote's, none.
        let ended = usize::from(!self.crlf && self.swallowed().is_none());
        self.reader.position().line().saturating_sub((within + ended) as u64)
    }

    /// The line, for the report. Fields with an e-mail address are masked.
    fn excerpt(&self) -> String {
        let fields: Vec<&str> =
            self.line.iter().map(|field| if field.contains('@') { "(e-mail)" } else { field }).collect();
        fields.join(&char::from(self.delimiter).to_string()).replace(END_FIELD, "").trim_end().to_owned()
    }
}

/// A name without case, spaces and punctuation: `Customer ID`, `customer_id` and `CustomerID` are one. The `#` of
/// `Item #` stays: that counts an order's lines.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '#').flat_map(char::to_lowercase).collect()
}

fn csv(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}

/// The delimiter that splits the first line into most fields; a comma where none does.
fn detect(head: &[u8]) -> u8 {
    let fields = |delimiter: u8| {
        let mut record = ByteRecord::new();
        let read = csv(delimiter).from_reader(head).read_byte_record(&mut record);
        read.map_or(0, |_| record.len())
    };
    // Of equals the last wins.
    b"|;\t,".iter().copied().max_by_key(|&delimiter| fields(delimiter)).unwrap_or(b',')
}

/// A line that is no UTF-8, as Windows-1252, which knows every byte.
fn decoded(bytes: &ByteRecord) -> StringRecord {
    let mut line: StringRecord = bytes.iter().map(|field| WINDOWS_1252.decode_without_bom_handling(field).0).collect();
    line.set_position(bytes.position().cloned());
    line
}
