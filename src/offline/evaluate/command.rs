//! `vitrina evaluate`: how well a model made from these exports would do.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::baskets::Baskets;
use super::chapter::Chapter;
use super::grid_log::{GridLog, chapter};
use super::html::html;
use super::next_product::NextProduct;
use super::split;
use crate::offline::exports::Files;
use crate::offline::import::{self, Source};
use crate::offline::train::{Exports, Size};

/// The flags of `vitrina evaluate`.
#[derive(Args, Clone, Debug)]
pub struct EvaluateFlags {
    #[command(flatten)]
    files: Files,
    /// Test sessions, in the format of --sessions; without it, the newest sessions are the test.
    #[arg(long, value_name = "FILE")]
    test: Vec<PathBuf>,
    /// The share of the newest sessions that is the test, where --test names none.
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    test_share: f64,
    /// Learn from the newest N training sessions only.
    #[arg(long, value_name = "N")]
    last: Option<usize>,
    /// Days at the end of the orders that are their test.
    #[arg(long, value_name = "DAYS", default_value_t = 28)]
    test_days: u16,
    /// Orders a product must be in to be asked about.
    #[arg(long, value_name = "N", default_value_t = 5)]
    min_sales: usize,
    /// A log of events with user_id, product_id, category_id, brand, price and event_time, to measure grid ranking on.
    #[arg(long, value_name = "FILE")]
    grid_log: Option<PathBuf>,
    /// Minimum support of the model.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=100))]
    min_support: u8,
    /// How large the model may be.
    #[arg(long, value_enum, default_value_t)]
    size: Size,
    /// Also write the report as a page with plots.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Measures; the answer is a report for people.
///
/// # Errors
/// When a file cannot be read or written, or holds nothing to measure on.
pub fn evaluate(flags: &EvaluateFlags) -> Result<String> {
    let mut report = String::new();
    let mut chapters: Vec<Chapter> = Vec::new();
    if flags.grid_log.is_none() || !flags.files.is_empty() {
        let (exports, said) = flags.files.read()?;
        report += &said;
        if !exports.clicks.rows.is_empty() {
            chapters.extend(next_product(flags, &exports, &mut report)?.chapters()?);
        }
        if !exports.orders.rows.is_empty() {
            let (days, min_sales) = (flags.test_days, flags.min_sales);
            let (support, packing) = (flags.min_support.into(), flags.size.packing());
            chapters.push(Baskets { exports, days, min_sales, support, packing }.chapter()?);
        }
    }
    if let Some(path) = &flags.grid_log {
        chapters.push(chapter(&GridLog::read(path)?)?);
    }
    if chapters.is_empty() {
        bail!("nothing to measure on; name sessions, orders, events or a grid log");
    }
    for chapter in &chapters {
        write!(report, "{chapter}")?;
    }
    if let Some(path) = &flags.html {
        fs::write(path, html(&chapters)?).with_context(|| format!("{} cannot be written", path.display()))?;
        writeln!(report, "\nThe same with plots: {}", path.display())?;
    }
    Ok(report)
}

fn next_product(flags: &EvaluateFlags, exports: &Exports, report: &mut String) -> Result<NextProduct> {
    let (mut clicks, test) = if flags.test.is_empty() {
        if !(flags.test_share > 0.0 && flags.test_share < 1.0) {
            bail!("--test-share is {}; expected a number above 0 and below 1", flags.test_share);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the sessions")]
        let tested = |all: usize| (all as f64 * flags.test_share).ceil() as usize;
        let is_test = |place: usize, all: usize| place + tested(all) >= all;
        let train = split::sessions(&exports.clicks, &|place, all| !is_test(place, all));
        (train, split::sessions(&exports.clicks, &is_test))
    } else {
        let (test, read) = import::sessions(&Source::new(&flags.test), &flags.files.columns)?;
        write!(report, "test sessions: {read}")?;
        (exports.clicks.clone(), test)
    };
    if let Some(last) = flags.last {
        clicks = split::sessions(&clicks, &|place, all| place + last >= all);
    }
    let train = Exports { clicks, items: exports.items.clone(), ..Exports::default() };
    Ok(NextProduct { train, test, support: flags.min_support.into(), packing: flags.size.packing() })
}
