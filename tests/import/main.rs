//! What the importers make of shops' exports, and of files that are none.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod bad;
mod events;
mod formats;
mod neighbours;
mod products;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use vitrina::offline::import::{Clicks, Columns, OrderLines, Report, Source};

/// A click: its session, its product and its time.
pub(crate) type ClickTexts = (String, String, i64);

/// A file with this content, in a place of its own.
pub(crate) fn file(content: impl AsRef<[u8]>) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{number}"));
    fs::write(&path, content).unwrap();
    path
}

/// The clicks as texts, and the report.
pub(crate) fn sessions(content: impl AsRef<[u8]>) -> Result<(Vec<ClickTexts>, Report), String> {
    let read = vitrina::offline::import::sessions(&Source::new([file(content)]), &Columns::default());
    read.map(|(clicks, report)| (texts(&clicks), checked(report))).map_err(|error| format!("{error:#}"))
}

/// The clicks as texts.
pub(crate) fn texts(clicks: &Clicks) -> Vec<ClickTexts> {
    let text = |click: &vitrina::offline::import::Click| {
        (clicks.sessions.get(click.session).into(), clicks.items.get(click.item).into(), click.time)
    };
    clicks.rows.iter().map(text).collect()
}

/// The order lines as `order customer item quantity`, and the report.
pub(crate) fn orders(content: impl AsRef<[u8]>) -> Result<(Vec<String>, Report), String> {
    let read = vitrina::offline::import::orders(&Source::new([file(content)]), &Columns::default());
    read.map(|(lines, report)| (order_texts(&lines), checked(report))).map_err(|error| format!("{error:#}"))
}

/// The order lines as `order customer item quantity`.
pub(crate) fn order_texts(lines: &OrderLines) -> Vec<String> {
    let customer = |number: Option<u32>| number.map_or("-", |number| lines.customers.get(number));
    let text = |line: &vitrina::offline::import::OrderLine| {
        format!(
            "{} {} {} {}",
            lines.orders.get(line.order),
            customer(line.customer),
            lines.items.get(line.item),
            line.quantity
        )
    };
    lines.rows.iter().map(text).collect()
}

/// The report, in which no line may be missing.
pub(crate) fn checked(report: Report) -> Report {
    assert_eq!(report.lines, report.used + report.left_out() + report.refused(), "{report}");
    report
}
