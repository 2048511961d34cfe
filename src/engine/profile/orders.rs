//! Orders: recency, frequency, monetary value, and what kind of buyer they show.
//!
//! There are three sources. Orders seen here are kept one by one, so that none is counted twice and those of two devices
//! can be joined. Those that no longer have a place are kept as sums. What the shop itself says of its customer, by the
//! trait `orders`, covers everything up to when it was said.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

use super::DAY;
use super::bound::{self, cents, clip, shorten};
use super::cart::worth;
use super::entry::{self, Entry, put};
use crate::engine::event::Event;
use crate::engine::item::Item;
use crate::engine::record::{Record, record, row};
use crate::engine::scan::decimal;
use crate::engine::time;
use crate::engine::value::Value;

/// Orders kept one by one.
pub(super) const MAX_ORDERS: usize = 10;
/// Days after it was first offered in which a product is a new arrival.
const FRESH: f64 = 45.0;

row! {
    /// An order.
    pub struct Order {
        /// Its id; the time where the shop gave none.
        pub id: String;
        /// When it was placed.
        pub at: f64;
        /// Its sum in major units of the shop's currency.
        pub value: f64;
        /// Share of the value that was on sale: below its list price.
        pub sale: f64;
        /// Share of the value at full price that was first offered at most 45 days before.
        pub fresh: f64;
    }
}

record! {
    /// Orders as sums.
    pub struct Sums {
        /// When this was said; 0 for what was seen here.
        pub at: f64 = 0;
        /// How many.
        pub count: f64 = 0;
        /// Their sum in major units of the shop's currency.
        pub value: f64 = 0;
        /// The part of the sum that was on sale.
        pub sale: f64 = 0;
        /// The part of the sum that was new at full price.
        pub fresh: f64 = 0;
        /// When the first was placed; 0 without any.
        pub first: f64 = 0;
        /// When the last was placed; 0 without any.
        pub last: f64 = 0;
    }
}

record! {
    /// Orders so far.
    pub struct Orders {
        /// The last ones seen here, the oldest first.
        pub kept: Vec<Order> = [];
        /// Those seen here before them.
        pub earlier: Sums = {};
        /// What the shop said.
        pub told: Sums = {};
    }
}

impl Entry for Order {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    fn order(&self, other: &Self) -> Ordering {
        let time = self.at.total_cmp(&other.at).then_with(|| self.id.cmp(&other.id));
        let amounts = self.value.total_cmp(&other.value).then(self.sale.total_cmp(&other.sale));
        time.then(amounts).then(self.fresh.total_cmp(&other.fresh))
    }

    fn clip(&mut self) {
        shorten(&mut self.id, MAX_ID);
        (self.at, self.value) = (bound::time(self.at), cents(self.value));
        (self.sale, self.fresh) = (cents(self.sale), cents(self.fresh));
    }
}

impl Sums {
    fn add(&mut self, order: &Order) {
        self.count += 1.0;
        self.value = cents(self.value + order.value);
        self.sale = cents(self.sale + order.value * order.sale);
        self.fresh = cents(self.fresh + order.value * order.fresh);
        self.first = earlier(self.first, order.at);
        self.last = self.last.max(order.at);
    }

    fn clip(&mut self) {
        (self.at, self.first, self.last) = (bound::time(self.at), bound::time(self.first), bound::time(self.last));
        for amount in [&mut self.count, &mut self.value, &mut self.sale, &mut self.fresh] {
            *amount = cents(*amount);
        }
    }

    /// Days between one order and the next on average; none before the second.
    #[must_use]
    pub fn rhythm(&self) -> Option<f64> {
        (self.count >= 2.0 && self.last > self.first).then(|| (self.last - self.first) / (self.count - 1.0) / DAY)
    }
}

/// The earlier of two times, of which 0 is none.
pub(super) const fn earlier(a: f64, b: f64) -> f64 {
    if a > 0.0 && (a < b || b <= 0.0) { a } else { b }
}

impl Orders {
    /// All orders together: what the shop said and what was seen here since, or everything seen here where that is more.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let mut seen = self.earlier.clone();
        let mut told = self.told.clone();
        for order in &self.kept {
            seen.add(order);
            if order.at > self.told.at {
                told.add(order);
            }
        }
        if self.told.at > 0.0 && told.count >= seen.count { told } else { seen }
    }

    /// Takes an order in, once.
    pub(super) fn place(&mut self, event: &Event) {
        let mut id = String::from(clip(event.text("transaction_id"), MAX_ID));
        if id.is_empty() {
            id = decimal(whole(event.time));
        }
        if self.kept.iter().any(|order| order.id == id) {
            return;
        }
        let (mut goods, mut sale, mut fresh) = (0.0, 0.0, 0.0);
        for item in &event.items {
            let worth = worth(item);
            goods += worth;
            if is_on_sale(item) {
                sale += worth;
            } else if item.published.is_some_and(|date| event.time - date <= FRESH * DAY) {
                fresh += worth;
            }
        }
        let share = |part: f64| if goods > 0.0 { cents(part / goods).min(1.0) } else { 0.0 };
        let value = cents(event.params.member("value").as_f64().unwrap_or(goods));
        let order = Order { id, at: event.time, value, sale: share(sale), fresh: share(fresh) };
        if self.kept.len() == MAX_ORDERS
            && let Some(oldest) = self.kept.first().filter(|oldest| oldest.at <= event.time)
        {
            self.earlier.add(oldest);
        }
        put(&mut self.kept, order, MAX_ORDERS);
    }

    /// What the shop says of its customer: `count`, `value`, and perhaps `first` and `last`, as milliseconds since 1970 or as
    /// dates, and `sale_share`.
    pub(super) fn tell(&mut self, orders: &Value, now: f64) {
        let number = |name: &str| cents(orders.member(name).number());
        let value = number("value");
        self.told = Sums {
            at: now,
            count: libm::floor(number("count")),
            value,
            sale: cents(value * number("sale_share").min(1.0)),
            fresh: 0.0,
            first: time::read(orders.member("first")),
            last: time::read(orders.member("last")),
        };
    }

    /// Orders of both, each once. Sums are joined by the greater: two devices may have seen the same.
    pub(super) fn join(&mut self, other: Self) {
        entry::join(&mut self.kept, other.kept, MAX_ORDERS);
        let (mine, theirs) = (&mut self.earlier, &other.earlier);
        mine.count = mine.count.max(theirs.count);
        mine.value = mine.value.max(theirs.value);
        mine.sale = mine.sale.max(theirs.sale);
        mine.fresh = mine.fresh.max(theirs.fresh);
        mine.first = earlier(mine.first, theirs.first);
        mine.last = mine.last.max(theirs.last);
        let newer = self.told.at.total_cmp(&other.told.at);
        if newer.then_with(|| entry::order(&self.told.give(), &other.told.give())) == Ordering::Less {
            self.told = other.told;
        }
        self.earlier.clip();
        self.told.clip();
    }
}

/// Bytes of an order's id.
const MAX_ID: usize = 32;

/// Whether it costs less than it did.
fn is_on_sale(item: &Item) -> bool {
    item.list_price.is_some_and(|list| item.price.is_some_and(|price| price < list))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time is checked to be in range")]
const fn whole(time: f64) -> u64 {
    time as u64
}
