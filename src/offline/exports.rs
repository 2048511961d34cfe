//! The command's flags about what is read.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::import::{self, Clicks, Columns, OrderLines, Report, Source};
use super::train::Exports;

/// A shop's exports; each may be given more than once.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What is read")]
pub struct Files {
    /// Looks at products: CSV or TSV with session, product and time. `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub sessions: Vec<PathBuf>,
    /// Orders: an export of Shopify or WooCommerce, or CSV with order, product, quantity, time and customer.
    #[arg(long, value_name = "FILE")]
    pub orders: Vec<PathBuf>,
    /// Products: an export of Shopify or WooCommerce, or CSV with GA4's names.
    #[arg(long, value_name = "FILE")]
    pub products: Vec<PathBuf>,
    /// GA4's export of events, JSON lines: looks and orders.
    #[arg(long, value_name = "FILE")]
    pub events: Vec<PathBuf>,
    #[command(flatten)]
    /// Columns and formats.
    pub columns: Columns,
}

impl Files {
    /// Whether none is given.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.orders.is_empty() && self.products.is_empty() && self.events.is_empty()
    }

    /// Reads them all; beside it what became of their lines, for people.
    ///
    /// # Errors
    /// When none is given, or one cannot be read.
    pub fn read(&self) -> Result<(Exports, String)> {
        self.read_beside(false)
    }

    /// [`Self::read`], where there may be none if `other` files tell something.
    pub(super) fn read_beside(&self, other: bool) -> Result<(Exports, String)> {
        if self.is_empty() && !other {
            bail!("nothing to read; name a file with --sessions, --orders, --products or --events");
        }
        let mut exports = Exports::default();
        let mut said = String::new();
        if !self.sessions.is_empty() {
            let (clicks, report) = import::sessions(&Source::new(&self.sessions), &self.columns)?;
            say(&mut said, "sessions", &report);
            exports.clicks = clicks;
        }
        if !self.orders.is_empty() {
            let (orders, report) = import::orders(&Source::new(&self.orders), &self.columns)?;
            say(&mut said, "orders", &report);
            exports.orders = orders;
        }
        if !self.events.is_empty() {
            let (clicks, orders, report) = import::events(&Source::new(&self.events))?;
            say(&mut said, "events", &report);
            exports.clicks = joined_clicks(exports.clicks, clicks);
            exports.orders = joined_orders(exports.orders, orders);
        }
        if !self.products.is_empty() {
            let (items, report) = import::products(&Source::new(&self.products), &self.columns)?;
            say(&mut said, "products", &report);
            exports.items = items;
        }
        Ok((exports, said))
    }
}

pub(super) fn say(said: &mut String, what: &str, report: &Report) {
    said.push_str(&format!("{what}: {report}"));
}

fn joined_clicks(mut clicks: Clicks, more: Clicks) -> Clicks {
    if clicks.rows.is_empty() {
        return more;
    }
    for row in &more.rows {
        clicks.push(more.sessions.get(row.session), more.items.get(row.item), row.time);
    }
    clicks
}

fn joined_orders(mut orders: OrderLines, more: OrderLines) -> OrderLines {
    if orders.rows.is_empty() {
        return more;
    }
    for row in &more.rows {
        let customer = row.customer.map_or("", |customer| more.customers.get(customer));
        orders.push(more.orders.get(row.order), customer, more.items.get(row.item), row.quantity, row.time);
    }
    orders
}
