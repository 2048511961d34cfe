//! A chapter of a report: a table, and what a plot shows of it.

use std::fmt::{self, Display};
use std::ops::RangeInclusive;

/// A part of a report that answers one question.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// The question.
    pub title: String,
    /// What was asked and how, for a merchant.
    pub about: String,
    /// The names of the columns behind the first, which names the row.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<(String, Vec<String>)>,
    /// What is plotted, for each row.
    pub bars: Vec<Bar>,
    /// What the bars measure.
    pub axis: &'static str,
}

/// A number of a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The row's name.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: RangeInclusive<f64>,
}

/// A share in per cent with its interval: `62.0 [59.4, 64.7]`.
#[must_use]
pub fn percent(value: f64, interval: &RangeInclusive<f64>) -> String {
    format!("{:.1} [{:.1}, {:.1}]", 100.0 * value, 100.0 * interval.start(), 100.0 * interval.end())
}

impl Display for Chapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(column)).map(|cell| cell.chars().count());
            let header = self.columns.get(column).map_or(0, |name| name.chars().count());
            cells.max().unwrap_or_default().max(header)
        };
        writeln!(f, "\n{}\n{}\n", self.title, self.about)?;
        write!(f, "{:first$}", "")?;
        for (column, name) in self.columns.iter().enumerate() {
            write!(f, "  {name:>width$}", width = width(column))?;
        }
        writeln!(f)?;
        for (name, cells) in &self.rows {
            write!(f, "{name:first$}")?;
            for (column, cell) in cells.iter().enumerate() {
                write!(f, "  {cell:>width$}", width = width(column))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let row = |name: &str, cell: &str| (name.to_owned(), vec![cell.to_owned()]);
        let chapter = Chapter {
            title: "Which?".into(),
            about: "So.".into(),
            columns: vec!["HR@20"],
            rows: vec![row("model", "62.0"), row("AR", "5.0")],
            ..Chapter::default()
        };
        assert_eq!(chapter.to_string(), "\nWhich?\nSo.\n\n       HR@20\nmodel   62.0\nAR       5.0\n");
        assert_eq!(percent(0.5, &(0.4..=0.6)), "50.0 [40.0, 60.0]");
    }
}
