//! `--orders`: tables of what was bought together.

use anyhow::Result;

use super::columns::Columns;
use super::report::{Reason, Report};
use super::rows::OrderLines;
use super::source::Source;
use super::table::{Fields, Table};
use super::time::Times;
use super::{sessions, shopify, woocommerce};

/// Usual names of the columns, best first; case and punctuation do not matter.
pub(super) const ORDER: [&str; 8] =
    ["order_id", "order_number", "order", "order_no", "invoice_no", "invoice", "transaction_id", "order #"];
const INVOICE: [&str; 2] = ["invoice_no", "invoice"];
pub(super) const TIME: [&str; 12] = [
    "timestamp",
    "order_date",
    "invoice_date",
    "date_created",
    "created_at",
    "paid_date",
    "event_time",
    "datetime",
    "time",
    "date",
    "order_time",
    "ts",
];
pub(super) const CUSTOMER: [&str; 12] = [
    "customer_id",
    "customer",
    "user_id",
    "customer_email",
    "billing_email",
    "email (billing)",
    "email",
    "client_id",
    "visitor_id",
    "user_pseudo_id",
    "customer_user",
    "buyer_id",
];
pub(super) const STATUS: [&str; 3] = ["order_status", "status", "financial_status"];
const QUANTITY: [&str; 7] =
    ["quantity", "quantity (- refund)", "item_quantity", "line_item_quantity", "qty", "item_qty", "pieces"];
/// An item column that is empty in a line falls back on the next.
const ITEM: [&str; 3] = ["item_product_id", "item_sku", "product_sku"];
const NAME: [&str; 4] = ["item_name", "product_name", "product_name (main)", "description"];

/// Reads order lines: plain tables with a product in each line, Shopify's order export, and those of WooCommerce.
///
/// Cancelled, voided and refunded orders and returns are left out and counted. A customer's e-mail address serves as a
/// key in memory, where the export has no id.
///
/// # Errors
/// A file that cannot be read, a column that is missing, or no usable line in all of the files.
pub fn orders(source: &Source, columns: &Columns) -> Result<(OrderLines, Report)> {
    let mut sink = Sink { lines: OrderLines::default(), times: Times::new(None) };
    let mut report = Report::default();
    for path in source.files() {
        let table = Table::open(source, path, columns.delimiter)?;
        sink.times = Times::new(columns.date_first);
        let file = table.file.clone();
        let asked = columns.order.is_some() || columns.item.is_some();
        if !asked && shopify::is_orders(&table) {
            shopify::orders(table, &mut sink, &mut report)?;
        } else if !asked && woocommerce::is_packed(&table) {
            woocommerce::orders(table, &mut sink, &mut report)?;
        } else {
            plain(table, columns, &mut sink, &mut report)?;
        }
        let Sink { lines, times } = &mut sink;
        let times = core::mem::replace(times, Times::new(None));
        report.notes.extend(times.settle(&file, |row, swap| {
            lines.rows.get_mut(row).into_iter().for_each(|line| line.time = swap(line.time));
        }));
    }
    report.usable(sink.lines.rows.len(), "order lines")?;
    Ok((sink.lines, report))
}

/// Where lines of any format go.
pub(super) struct Sink {
    lines: OrderLines,
    times: Times,
}

/// A line, as texts.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) order: &'a str,
    pub(super) customer: &'a str,
    pub(super) item: &'a str,
    /// Empty where the format has none: one piece.
    pub(super) quantity: &'a str,
    pub(super) time: &'a str,
}

impl Sink {
    /// Takes a line, or says why not.
    pub(super) fn add(&mut self, line: Line<'_>) -> Result<(), Reason> {
        if line.order.is_empty() {
            return Err(Reason::NoOrder);
        }
        if line.item.is_empty() {
            return Err(Reason::NoItem);
        }
        let quantity = if line.quantity.is_empty() { Some(1.0) } else { decimal(line.quantity) };
        let quantity = quantity.ok_or(Reason::Quantity)?;
        if quantity <= 0.0 {
            return Err(Reason::Returned);
        }
        let time = self.times.read(line.time, self.lines.rows.len()).ok_or(Reason::Time)?;
        self.lines.push(line.order, line.customer, line.item, quantity, time);
        Ok(())
    }
}

/// A number with a decimal point or comma.
fn decimal(text: &str) -> Option<f64> {
    let number = text.parse().or_else(|_| text.replacen(',', ".", 1).parse()).ok()?;
    f64::is_finite(number).then_some(number)
}

/// Whether an order with this status came to nothing.
pub(super) fn is_void(status: &str) -> bool {
    let status = status.strip_prefix("wc-").unwrap_or(status);
    ["cancelled", "canceled", "voided", "refunded", "failed", "trash"]
        .iter()
        .any(|void| status.eq_ignore_ascii_case(void))
}

/// A product in each line.
fn plain(table: Table, columns: &Columns, sink: &mut Sink, report: &mut Report) -> Result<()> {
    let order = table.needed("the order", columns.order.as_deref(), "--order-column", &ORDER)?;
    let names: Vec<&str> = [&ITEM[..1], &sessions::ITEM, &ITEM[1..], &NAME].concat();
    let item = table.needed("the product", columns.item.as_deref(), "--item-column", &names)?;
    let time = table.needed("the time", columns.time.as_deref(), "--time-column", &TIME)?;
    let quantity = table.column(columns.quantity.as_deref(), "--quantity-column", &QUANTITY)?;
    let customer = table.column(columns.customer.as_deref(), "--customer-column", &CUSTOMER)?;
    let (status, event) = (table.find(&STATUS), table.find(&sessions::EVENT));
    let more = if columns.item.is_some() { [None; 2] } else { [table.find(&["sku", "item_sku"]), table.find(&NAME)] };
    let items = [item, more[0], more[1]];
    // The prefix that marks a cancellation in accounting exports, such as UCI's Online Retail.
    let invoice = order.is_some() && order == table.find(&INVOICE);
    report.formats.push(table.described("order lines"));
    let mut above = Above::default();
    table.each(report, &[order, item, time, quantity], &mut |fields| {
        let text = fields.get(order);
        // WooCommerce exporters may leave the order's fields empty in its further lines.
        if text.is_empty() && status.is_some() && fields.get(time).is_empty() && fields.get(status).is_empty() {
            return above.go_on(sink, fields.first(&items), fields.get(quantity));
        }
        above.read(fields, [order, customer, time, status]);
        let cancelled = invoice && text.starts_with(['C', 'c']) && text.len() > 1;
        if cancelled || !matches!(fields.get(event), "" | "purchase") {
            return Err(if cancelled { Reason::Cancelled } else { Reason::OtherEvent });
        }
        above.go_on(sink, fields.first(&items), fields.get(quantity))
    })
}

/// What an order's first line says for all of them.
#[derive(Default)]
pub(super) struct Above {
    order: String,
    customer: String,
    time: String,
    pub(super) void: bool,
}

impl Above {
    /// Reads the columns of the order, the customer, the time and the status.
    pub(super) fn read(&mut self, fields: &Fields<'_>, [order, customer, time, status]: [Option<usize>; 4]) {
        // The strings keep their memory from line to line.
        for (text, column) in [(&mut self.order, order), (&mut self.customer, customer), (&mut self.time, time)] {
            text.clear();
            text.push_str(fields.get(column));
        }
        // WooCommerce calls a guest 0.
        if self.customer == "0" {
            self.customer.clear();
        }
        // E-mail addresses are the same in any case.
        if self.customer.contains('@') {
            self.customer.make_ascii_lowercase();
        }
        self.void = is_void(fields.get(status));
    }

    /// Whether it is this order.
    pub(super) fn is(&self, order: &str) -> bool {
        self.order == order
    }

    /// Adds a line of the order.
    pub(super) fn go_on(&self, sink: &mut Sink, item: &str, quantity: &str) -> Result<(), Reason> {
        if self.void {
            return Err(Reason::Cancelled);
        }
        sink.add(Line { order: &self.order, customer: &self.customer, item, quantity, time: &self.time })
    }
}
