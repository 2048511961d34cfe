//! Event logs: what each shopper did, in sessions.

use anyhow::Result;

use super::columns::Columns;
use super::ga4;
use super::ids::Ids;
use super::report::{Reason, Report};
use super::sessions::{EVENT, ITEM, SESSION, TIME};
use super::source::Source;
use super::table::Table;
use super::time::Times;
use crate::engine::event::Action;

/// What shoppers did, as far as it tells whether they will buy. 24 bytes a step, and each distinct id once.
#[derive(Clone, Debug, Default)]
pub struct Journeys {
    /// The shoppers' ids, which stay in memory.
    pub shoppers: Ids,
    /// The sessions' ids.
    pub sessions: Ids,
    /// The products' ids.
    pub items: Ids,
    /// The steps, in the order of the files.
    pub rows: Vec<Step>,
}

/// One thing a shopper did with one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Number in [`Journeys::shoppers`].
    pub shopper: u32,
    /// Number in [`Journeys::sessions`].
    pub session: u32,
    /// Number in [`Journeys::items`].
    pub item: u32,
    /// A look, a change of the cart, the begin of checkout, or a purchase.
    pub action: Action,
    /// Milliseconds since 1970, UTC.
    pub time: i64,
}

/// Usual names of the column with the shopper.
const SHOPPER: [&str; 6] = ["user_id", "user_pseudo_id", "visitor_id", "client_id", "customer_id", "user"];

/// What an event is called, in GA4's words and in those of REES46's logs.
pub(super) fn action(name: &str) -> Option<Action> {
    match name {
        "view" => Some(Action::ViewItem),
        "cart" => Some(Action::AddToCart),
        _ => Action::from_word(name).filter(|action| {
            matches!(
                action,
                Action::ViewItem
                    | Action::AddToCart
                    | Action::RemoveFromCart
                    | Action::BeginCheckout
                    | Action::Purchase
            )
        }),
    }
}

impl Journeys {
    /// Adds a step.
    pub(super) fn push(&mut self, [shopper, session, item]: [&str; 3], action: Action, time: i64) {
        let (shopper, session) = (self.shoppers.intern(shopper), self.sessions.intern(session));
        self.rows.push(Step { shopper, session, item: self.items.intern(item), action, time });
    }
}

/// Reads event logs: GA4's export as JSON lines, or tables with shopper, session, kind of event, product and time in each
/// line, such as REES46's public ones.
///
/// # Errors
/// A file that cannot be read, a column that is missing, or no usable line in all of the files.
pub fn journeys(source: &Source, columns: &Columns) -> Result<(Journeys, Report)> {
    let (mut journeys, mut report) = (Journeys::default(), Report::default());
    for path in source.files() {
        let text = source.open(path)?;
        if text.is_json() {
            ga4::journeys(text, &mut journeys, &mut report)?;
        } else {
            table(Table::of(text, columns.delimiter)?, columns, &mut journeys, &mut report)?;
        }
    }
    report.usable(journeys.rows.len(), "events")?;
    Ok((journeys, report))
}

fn table(table: Table, columns: &Columns, journeys: &mut Journeys, report: &mut Report) -> Result<()> {
    let shopper = table.needed("the shopper", columns.customer.as_deref(), "--customer-column", &SHOPPER)?;
    let session = table.needed("the session", columns.session.as_deref(), "--session-column", &SESSION)?;
    let item = table.needed("the product", columns.item.as_deref(), "--item-column", &ITEM)?;
    let time = table.needed("the time", columns.time.as_deref(), "--time-column", &TIME)?;
    let event = table.needed("the kind of event", None, "the header", &EVENT)?;
    report.formats.push(table.described("events"));
    let file = table.file.clone();
    let mut times = Times::new(columns.date_first);
    table.each(report, &[shopper, session, item, time, event], &mut |fields| {
        let [shopper, session, item] = [shopper, session, item].map(|column| fields.get(column));
        let action = action(fields.get(event)).ok_or(Reason::OtherEvent)?;
        if shopper.is_empty() || session.is_empty() {
            return Err(Reason::Anonymous);
        }
        if item.is_empty() {
            return Err(Reason::NoItem);
        }
        let time = times.read(fields.get(time), journeys.rows.len()).ok_or(Reason::Time)?;
        journeys.push([shopper, session, item], action, time);
        Ok(())
    })?;
    report.notes.extend(times.settle(&file, |row, swap| {
        journeys.rows.get_mut(row).into_iter().for_each(|step| step.time = swap(step.time));
    }));
    Ok(())
}
