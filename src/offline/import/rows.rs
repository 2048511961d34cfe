//! What a shop's exports say about behaviour: clicks in sessions, and products in orders.

use super::ids::Ids;

/// Products looked at, in sessions.
#[derive(Clone, Debug, Default)]
pub struct Clicks {
    /// The sessions' ids. They stay in memory: no model holds them.
    pub sessions: Ids,
    /// The products' ids, as the shop's pages use them.
    pub items: Ids,
    /// The clicks, in the order of the files: sort by session and time before counting.
    pub rows: Vec<Click>,
}

/// A look at a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Click {
    /// Number in [`Clicks::sessions`].
    pub session: u32,
    /// Number in [`Clicks::items`].
    pub item: u32,
    /// Milliseconds since 1970, UTC.
    pub time: i64,
}

/// Products in orders.
#[derive(Clone, Debug, Default)]
pub struct OrderLines {
    /// The orders' ids.
    pub orders: Ids,
    /// The customers: ids or e-mail addresses, whichever the export has. They tell one customer's orders from another's
    /// while counting, stay in memory, and must reach neither a model nor a report.
    pub customers: Ids,
    /// The products' ids as the orders name them: product ids, SKUs or titles.
    pub items: Ids,
    /// The lines, in the order of the files. An order's lines may repeat a product.
    pub rows: Vec<OrderLine>,
}

/// A product in an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderLine {
    /// Number in [`OrderLines::orders`].
    pub order: u32,
    /// Number in [`OrderLines::customers`]; `None` for a guest: the order is its own customer.
    pub customer: Option<u32>,
    /// Number in [`OrderLines::items`].
    pub item: u32,
    /// Pieces, above 0.
    pub quantity: f64,
    /// Milliseconds since 1970, UTC.
    pub time: i64,
}

impl Clicks {
    /// Adds a click.
    pub fn push(&mut self, session: &str, item: &str, time: i64) {
        // Most lines go on with the session of the line before: no hashing for those.
        let session = match self.rows.last() {
            Some(last) if self.sessions.get(last.session) == session => last.session,
            _ => self.sessions.intern(session),
        };
        let item = self.items.intern(item);
        self.rows.push(Click { session, item, time });
    }
}

impl OrderLines {
    /// Adds a line. A customer that is empty is a guest.
    pub fn push(&mut self, order: &str, customer: &str, item: &str, quantity: f64, time: i64) {
        let order = match self.rows.last() {
            Some(last) if self.orders.get(last.order) == order => last.order,
            _ => self.orders.intern(order),
        };
        let before = self.rows.last().and_then(|last| last.customer);
        let customer = match before {
            Some(before) if self.customers.get(before) == customer => Some(before),
            _ => (!customer.is_empty()).then(|| self.customers.intern(customer)),
        };
        let item = self.items.intern(item);
        self.rows.push(OrderLine { order, customer, item, quantity, time });
    }
}
