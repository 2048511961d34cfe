//! `--sessions`: tables of clicks.

use anyhow::Result;

use super::columns::Columns;
use super::report::{Reason, Report};
use super::rows::Clicks;
use super::source::Source;
use super::table::Table;
use super::time::Times;

/// Usual names of the columns, best first; case and punctuation do not matter.
pub(super) const SESSION: [&str; 5] = ["session_id", "session", "user_session", "ga_session_id", "visit_id"];
pub(super) const ITEM: [&str; 8] =
    ["item_id", "product_id", "item", "product", "stock_code", "article_id", "article", "sku"];
pub(super) const TIME: [&str; 9] =
    ["timestamp", "time", "event_time", "event_timestamp", "datetime", "created_at", "date", "event_date", "ts"];
pub(super) const EVENT: [&str; 3] = ["event_type", "event_name", "event"];

/// Reads clicks from tables with a session, a product and a time in each line.
///
/// Where a column names the kind of event, views, carts and purchases count as clicks; what was taken out of the cart or
/// seen only in a list is left out.
///
/// # Errors
/// A file that cannot be read, a column that is missing, or no usable line in all of the files.
pub fn sessions(source: &Source, columns: &Columns) -> Result<(Clicks, Report)> {
    let (mut clicks, mut report) = (Clicks::default(), Report::default());
    for path in source.files() {
        let table = Table::open(source, path, columns.delimiter)?;
        let session = table.needed("the session", columns.session.as_deref(), "--session-column", &SESSION)?;
        let item = table.needed("the product", columns.item.as_deref(), "--item-column", &ITEM)?;
        let time = table.needed("the time", columns.time.as_deref(), "--time-column", &TIME)?;
        let event = table.find(&EVENT);
        report.formats.push(table.described("clicks"));
        let file = table.file.clone();
        let mut times = Times::new(columns.date_first);
        table.each(&mut report, &[session, item, time], &mut |fields| {
            let (session, item) = (fields.get(session), fields.get(item));
            if session.is_empty() {
                return Err(Reason::NoSession);
            }
            if item.is_empty() {
                return Err(Reason::NoItem);
            }
            if matches!(fields.get(event), "remove_from_cart" | "view_item_list" | "refund") {
                return Err(Reason::OtherEvent);
            }
            let time = times.read(fields.get(time), clicks.rows.len()).ok_or(Reason::Time)?;
            clicks.push(session, item, time);
            Ok(())
        })?;
        report.notes.extend(times.settle(&file, |row, swap| {
            clicks.rows.get_mut(row).into_iter().for_each(|click| click.time = swap(click.time));
        }));
    }
    report.usable(clicks.rows.len(), "clicks")?;
    Ok((clicks, report))
}
