//! `--events`: GA4's export to BigQuery, as JSON lines.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor, Read};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use super::journeys::{self, Journeys};
use super::report::{Reason, Report};
use super::rows::{Clicks, OrderLines};
use super::source::{Source, Text, broken};

/// The members of an event that are needed here. BigQuery writes whole numbers as strings, other tools as numbers.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    event_name: Cow<'a, str>,
    event_timestamp: Value,
    #[serde(borrow, default)]
    user_pseudo_id: Option<Borrowed<'a>>,
    #[serde(borrow, default)]
    user_id: Option<Borrowed<'a>>,
    #[serde(borrow, default)]
    event_params: Option<Vec<Param<'a>>>,
    #[serde(default)]
    ecommerce: Option<Ecommerce>,
    #[serde(borrow, default)]
    items: Option<Vec<Product<'a>>>,
}

/// Text that is not copied unless it holds escapes: serde copies the text of an `Option<Cow<str>>`.
#[derive(Deserialize)]
#[serde(transparent)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Param<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow, default)]
    value: Option<Typed<'a>>,
}

/// A value in the member of its type; the others are null.
#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(default)]
    int_value: Value,
    #[serde(borrow, default)]
    string_value: Option<Borrowed<'a>>,
}

#[derive(Deserialize)]
struct Ecommerce {
    #[serde(default)]
    transaction_id: Value,
}

#[derive(Deserialize)]
struct Product<'a> {
    #[serde(borrow, default)]
    item_id: Option<Borrowed<'a>>,
    #[serde(borrow, default)]
    item_name: Option<Borrowed<'a>>,
    #[serde(default)]
    quantity: Value,
}

/// Reads events: `view_item`, `select_item` and `add_to_cart` are clicks, `purchase` gives order lines.
///
/// A session is `user_pseudo_id` with the parameter `ga_session_id`; an order is its `transaction_id`, and its customer
/// `user_id` or else `user_pseudo_id`. A purchase that comes again with the same id is left out, and so are those that a
/// `refund` event takes back.
///
/// # Errors
/// A file that cannot be read or is no JSON lines, or no usable event in all of the files.
pub fn events(source: &Source) -> Result<(Clicks, OrderLines, Report)> {
    let (mut events, mut report) = (Events::default(), Report::default());
    for path in source.files() {
        each(source.open(path)?, &mut report, &mut |event| events.event(event))?;
    }
    let Events { clicks, mut lines, refunds, .. } = events;
    let before = lines.rows.len();
    let refunded: HashSet<u32> = refunds.iter().filter_map(|order| lines.orders.find(order)).collect();
    lines.rows.retain(|line| !refunded.contains(&line.order));
    if lines.rows.len() < before {
        let (gone, orders) = (before - lines.rows.len(), refunded.len());
        report.notes.push(format!("{orders} refunded orders ({gone} order lines) were left out"));
    }
    report.usable(clicks.rows.len() + lines.rows.len(), "clicks or purchases")?;
    Ok((clicks, lines, report))
}

/// Adds what shoppers did to `journeys`: looks, changes of the cart, checkouts and purchases, a row for each product.
pub(super) fn journeys(text: Text, journeys: &mut Journeys, report: &mut Report) -> Result<()> {
    let mut session = String::new();
    each(text, report, &mut |event| {
        let action = journeys::action(&event.event_name).ok_or(Reason::OtherEvent)?;
        event.session(&mut session)?;
        let time = event.time().ok_or(Reason::Time)?;
        let before = journeys.rows.len();
        for item in event.items.iter().flatten().filter_map(Product::id) {
            journeys.push([known(event.user_pseudo_id.as_ref()), &session, item], action, time);
        }
        if journeys.rows.len() > before { Ok(()) } else { Err(Reason::NoItem) }
    })
}

/// Gives every event of a file to `take`, which says whether it was used, and the report what became of each.
fn each(text: Text, report: &mut Report, take: &mut dyn FnMut(&Event<'_>) -> Result<(), Reason>) -> Result<()> {
    let is_json = text.is_json();
    let Text { name, head, rest, encoding } = text;
    if head.trim_ascii_start().starts_with(b"[") {
        bail!("{name} is a JSON array; expected one event a line (newline-delimited JSON): jq -c '.[]' FILE");
    }
    if !is_json {
        bail!("{name} is no JSON; expected GA4 events, one a line. A table of clicks is given with --sessions");
    }
    report.formats.push(format!("{name}: GA4 events"));
    let mut lines = BufReader::with_capacity(1 << 18, Cursor::new(head).chain(rest));
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).with_context(|| broken(&name, &encoding))? == 0 {
            return Ok(());
        }
        number += 1;
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        report.lines += 1;
        let outcome = serde_json::from_slice(text).map_err(|_| Reason::Json).and_then(|event| take(&event));
        match outcome {
            Ok(()) => report.used += 1,
            Err(reason) => {
                let excerpt = || String::from_utf8_lossy(text).replace('@', "(at)");
                report.lose(reason, &name, number, excerpt);
            }
        }
    }
}

#[derive(Default)]
struct Events {
    clicks: Clicks,
    lines: OrderLines,
    refunds: HashSet<String>,
    session: String,
}

impl Events {
    fn event(&mut self, event: &Event<'_>) -> Result<(), Reason> {
        match &*event.event_name {
            "view_item" | "select_item" | "add_to_cart" => self.clicked(event),
            "purchase" => self.purchased(event),
            "refund" => {
                let order = event.transaction();
                let known = !order.is_empty();
                self.refunds.extend(known.then_some(order));
                if known { Ok(()) } else { Err(Reason::NoOrder) }
            }
            _ => Err(Reason::OtherEvent),
        }
    }

    fn clicked(&mut self, event: &Event<'_>) -> Result<(), Reason> {
        event.session(&mut self.session)?;
        let time = event.time().ok_or(Reason::Time)?;
        let before = self.clicks.rows.len();
        for product in event.items.iter().flatten() {
            if let Some(item) = product.id() {
                self.clicks.push(&self.session, item, time);
            }
        }
        if self.clicks.rows.len() > before { Ok(()) } else { Err(Reason::NoItem) }
    }

    fn purchased(&mut self, event: &Event<'_>) -> Result<(), Reason> {
        let order = event.transaction();
        if order.is_empty() {
            return Err(Reason::NoOrder);
        }
        if self.lines.orders.find(&order).is_some() {
            return Err(Reason::Repeated);
        }
        let time = event.time().ok_or(Reason::Time)?;
        let user = known(event.user_id.as_ref());
        let customer = if user.is_empty() { known(event.user_pseudo_id.as_ref()) } else { user };
        let before = self.lines.rows.len();
        for product in event.items.iter().flatten() {
            let quantity = match &product.quantity {
                Value::Null => 1.0,
                other => text(other).parse().unwrap_or(1.0),
            };
            if let Some(item) = product.id().filter(|_| quantity > 0.0) {
                self.lines.push(&order, customer, item, quantity, time);
            }
        }
        if self.lines.rows.len() > before { Ok(()) } else { Err(Reason::NoItem) }
    }
}

impl Event<'_> {
    /// Milliseconds; the export has microseconds.
    fn time(&self) -> Option<i64> {
        Some(text(&self.event_timestamp).parse::<i64>().ok()? / 1000)
    }

    /// The session's id: the shopper's with the number of the session.
    fn session(&self, id: &mut String) -> Result<(), Reason> {
        let (user, session) = (known(self.user_pseudo_id.as_ref()), self.param("ga_session_id"));
        if user.is_empty() || session.is_empty() {
            return Err(Reason::Anonymous);
        }
        id.clear();
        id.extend([user, " ", &session]);
        Ok(())
    }

    fn param(&self, key: &str) -> String {
        let param = self.event_params.iter().flatten().find(|param| param.key == key);
        let Some(value) = param.and_then(|param| param.value.as_ref()) else { return String::new() };
        let number = text(&value.int_value);
        if number.is_empty() { known(value.string_value.as_ref()).to_owned() } else { number }
    }

    fn transaction(&self) -> String {
        let id = self.ecommerce.as_ref().map(|ecommerce| text(&ecommerce.transaction_id)).unwrap_or_default();
        if set(&id) { id } else { Some(self.param("transaction_id")).filter(|id| set(id)).unwrap_or_default() }
    }
}

impl Product<'_> {
    /// The id, or the name in its place, as GA4 allows either.
    fn id(&self) -> Option<&str> {
        [&self.item_id, &self.item_name].into_iter().map(|id| known(id.as_ref())).find(|id| set(id))
    }
}

/// A text; empty for null.
fn known<'a>(text: Option<&'a Borrowed<'_>>) -> &'a str {
    text.map_or("", |text| &text.0)
}

/// Whether GA4 knew the value.
fn set(text: &str) -> bool {
    !text.is_empty() && text != "(not set)"
}

/// A string or a whole number, as text; empty for anything else.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
