//! What became of every line of an import.

use core::fmt;
use std::collections::BTreeMap;

use anyhow::{Result, bail};

/// Why a line gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Fewer fields than the columns that are needed.
    Short,
    /// More fields than the header has columns.
    Long,
    /// A quote that is opened and not closed before the end of the file.
    Quote,
    /// No JSON object, or one of another shape.
    Json,
    /// No session id.
    NoSession,
    /// No order id.
    NoOrder,
    /// No product id.
    NoItem,
    /// A date or time that cannot be read.
    Time,
    /// A quantity that is no number.
    Quantity,
    /// A score or support that is no number.
    Score,
    /// Understood and left out: the order was cancelled, voided or wholly refunded.
    Cancelled,
    /// Understood and left out: a quantity of zero or less, so a return.
    Returned,
    /// Understood and left out: a purchase that was told before, as GA4 does when the thank-you page is reloaded.
    Repeated,
    /// Understood and left out: an event that is no look at a product and no purchase.
    OtherEvent,
    /// Understood and left out: an event without session, as GA4 sends without consent.
    Anonymous,
    /// Understood and left out: a product that is a draft, archived or not published.
    Unpublished,
    /// Understood and left out: a line that continues another without adding a product (a further picture, a note).
    Continuation,
}

impl Reason {
    /// Whether the line could not be read, rather than being understood and left out.
    #[must_use]
    pub const fn refused(self) -> bool {
        matches!(
            self,
            Self::Short
                | Self::Long
                | Self::Quote
                | Self::Json
                | Self::NoSession
                | Self::NoOrder
                | Self::NoItem
                | Self::Time
                | Self::Quantity
                | Self::Score
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Short => "too few fields",
            Self::Long => "more fields than the header (a delimiter in a field that is not quoted?)",
            Self::Quote => "a quote is opened and never closed, so that all to the end of the file is one field",
            Self::Json => "not a JSON object of the expected shape",
            Self::NoSession => "no session id",
            Self::NoOrder => "no order id",
            Self::NoItem => "no product id",
            Self::Time => "a time that cannot be read",
            Self::Quantity => "a quantity that is no number",
            Self::Score => "a score or support that is no positive number",
            Self::Cancelled => "orders cancelled, voided or refunded",
            Self::Returned => "returns (quantity of zero or less)",
            Self::Repeated => "purchases told a second time",
            Self::OtherEvent => "events of other kinds",
            Self::Anonymous => "events without session (no consent)",
            Self::Unpublished => "products that are drafts, archived or not published",
            Self::Continuation => "further lines of the same product or order",
        })
    }
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file's name; `standard input` for `-`.
    pub file: String,
    /// The line in the file, from 1, the header included.
    pub line: u64,
    /// Why.
    pub reason: Reason,
    /// The beginning of its text; fields with an `@` are left out, since the report may be passed on.
    pub text: String,
}

/// What became of every line of an import: `lines = used + refused + left out`.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was recognised, a sentence for each file.
    pub formats: Vec<String>,
    /// Lines read, without headers and empty lines. A quoted field may hold line breaks: its record counts once.
    pub lines: u64,
    /// Lines that gave at least one row.
    pub used: u64,
    /// The others, by reason.
    pub reasons: BTreeMap<Reason, u64>,
    /// The first [`Report::SHOWN`] lines that could not be read.
    pub first: Vec<Refused>,
    /// What was decided on the way, and what to know about it: a sentence each.
    pub notes: Vec<String>,
}

impl Report {
    /// Refused lines that are kept to be shown.
    pub const SHOWN: usize = 10;
    /// Characters kept of such a line.
    const EXCERPT: usize = 160;

    /// Lines that could not be read.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.reasons.iter().filter(|(reason, _)| reason.refused()).map(|(_, count)| count).sum()
    }

    /// Lines that were understood and left out.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.reasons.iter().filter(|(reason, _)| !reason.refused()).map(|(_, count)| count).sum()
    }

    /// # Errors
    /// Where not one row came out of all lines: the report says why.
    pub(super) fn usable(&self, rows: usize, what: &str) -> Result<()> {
        if rows == 0 {
            bail!("no {what} were found\n{self}");
        }
        Ok(())
    }

    /// Counts a line that gave nothing. `text` is asked for only where the line will be shown.
    pub fn lose(&mut self, reason: Reason, file: &str, line: u64, text: impl FnOnce() -> String) {
        *self.reasons.entry(reason).or_default() += 1;
        if reason.refused() && self.first.len() < Self::SHOWN {
            let text = text();
            let mut excerpt: String = text.chars().take(Self::EXCERPT).collect();
            if excerpt.len() < text.len() {
                excerpt.push('…');
            }
            self.first.push(Refused { file: file.into(), line, reason, text: excerpt });
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for format in &self.formats {
            writeln!(f, "{format}")?;
        }
        writeln!(
            f,
            "{} lines: {} used, {} left out, {} could not be read",
            self.lines,
            self.used,
            self.left_out(),
            self.refused()
        )?;
        for (reason, count) in &self.reasons {
            writeln!(f, "  {count}: {reason}")?;
        }
        for refused in &self.first {
            writeln!(f, "  {}, line {}: {}: {:?}", refused.file, refused.line, refused.reason, refused.text)?;
        }
        if self.refused() > self.first.len() as u64 {
            writeln!(f, "  … and {} more", self.refused() - self.first.len() as u64)?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_refused_lines_are_kept_and_all_are_counted() {
        let mut report = Report { lines: 33, used: 1, ..Report::default() };
        for line in 2..22 {
            report.lose(Reason::Time, "a.csv", line, || "x".repeat(500));
            report.lose(if line % 2 == 0 { Reason::Returned } else { Reason::Short }, "a.csv", line, String::new);
        }
        assert_eq!((report.refused(), report.left_out(), report.first.len()), (30, 10, Report::SHOWN));
        assert_eq!(report.first[0].text.chars().count(), 161);
        let text = report.to_string();
        assert!(text.contains("33 lines: 1 used, 10 left out, 30 could not be read"), "{text}");
        assert!(text.contains("a.csv, line 2: a time that cannot be read"), "{text}");
        assert!(text.contains("… and 20 more"), "{text}");
    }
}
