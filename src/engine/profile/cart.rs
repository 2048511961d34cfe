//! The cart and the wish list.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

use super::bound::{MAX_LINE, MAX_TEXT, cents, clip, fit, short_id, time};
use super::entry::{self, Entry, replace};
use crate::engine::item::Item;
use crate::engine::record::{Record, record, row};
use crate::engine::value::Value;

/// Lines kept of the cart.
const MAX_LINES: usize = 8;
/// Products kept of the wish list.
pub(super) const MAX_WISHES: usize = 10;

record! {
    /// The cart.
    pub struct Cart {
        /// When it last changed; 0 if never.
        pub at: f64 = 0;
        /// Its last lines, the oldest first; each with id, variant, price and pieces.
        pub lines: Vec<Item> = [];
        /// Pieces of lines that are no longer kept.
        pub more_pieces: f64 = 0;
        /// Their price together.
        pub more_value: f64 = 0;
    }
}

row! {
    /// A product put on the wish list, or taken off it.
    pub struct Wish {
        /// Its id.
        pub id: String;
        /// When.
        pub at: f64;
        /// Whether it is on the list.
        pub on: bool;
    }
}

impl Entry for Wish {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    fn order(&self, other: &Self) -> Ordering {
        self.at.total_cmp(&other.at).then(self.on.cmp(&other.on)).then_with(|| self.id.cmp(&other.id))
    }

    fn clip(&mut self) {
        self.id = short_id(&self.id);
        self.at = time(self.at);
    }
}

/// Puts a product on the wish list or takes it off.
pub(super) fn wish(list: &mut Vec<Wish>, item: &Item, at: f64, on: bool) {
    let id = match list.iter().find(|wish| item.answers_to(&wish.id)) {
        Some(known) => known.id.clone(),
        None => short_id(&item.item_id),
    };
    replace(list, Wish { id, at, on }, MAX_WISHES);
}

impl Cart {
    /// Sum of price times pieces.
    #[must_use]
    pub fn value(&self) -> f64 {
        value(&self.lines) + self.more_value
    }

    /// Pieces.
    #[must_use]
    pub fn pieces(&self) -> f64 {
        let mut sum = self.more_pieces;
        for line in &self.lines {
            sum += pieces(line);
        }
        sum
    }

    pub(super) fn clear(&mut self, now: f64) {
        self.lines.clear();
        (self.at, self.more_pieces, self.more_value) = (now, 0.0, 0.0);
    }

    pub(super) fn put(&mut self, item: &Item, now: f64) {
        self.at = now;
        let quantity = Some(cents(pieces(item)));
        match self.lines.iter_mut().find(|line| same_line(line, item)) {
            Some(line) => line.quantity = Some(cents(pieces(line) + pieces(item))),
            None => self.lines.push(line(item, quantity)),
        }
        self.clip();
    }

    pub(super) fn take(&mut self, item: &Item, now: f64) {
        self.at = now;
        let taken = item.quantity.unwrap_or(f64::INFINITY);
        let mut found = false;
        for line in &mut self.lines {
            if same_line(line, item) {
                found = true;
                line.quantity = Some(cents(pieces(line) - taken));
            }
        }
        self.lines.retain(|line| pieces(line) > 0.0);
        if !found {
            self.more_pieces = cents(self.more_pieces - pieces(item));
            self.more_value = if self.more_pieces > 0.0 { cents(self.more_value - worth(item)) } else { 0.0 };
        }
    }

    /// Within the bounds: see [`bound`](super::bound).
    fn clip(&mut self) {
        (self.at, self.more_pieces, self.more_value) = (time(self.at), cents(self.more_pieces), cents(self.more_value));
        while self.lines.len() > MAX_LINES {
            let oldest = self.lines.remove(0);
            self.more_pieces = cents(self.more_pieces + pieces(&oldest));
            self.more_value = cents(self.more_value + worth(&oldest));
        }
        for line in &mut self.lines {
            *line = fit(line, MAX_LINE);
        }
    }

    /// Whether these are its lines, in any order, with pieces, variants and prices.
    #[must_use]
    pub fn holds(&self, lines: &[Item]) -> bool {
        let mut other = Self { at: 0.0, lines: Vec::new(), more_pieces: 0.0, more_value: 0.0 };
        for line in lines {
            other.put(line, 0.0);
        }
        let has = |wanted: &Item| {
            self.lines.iter().any(|line| {
                let same = line.quantity == wanted.quantity && (wanted.price.is_none() || line.price == wanted.price);
                same && line.item_variant == wanted.item_variant && line.is_same(wanted)
            })
        };
        self.lines.len() == other.lines.len()
            && (self.more_pieces - other.more_pieces).abs() < 0.005
            && other.lines.iter().all(has)
    }

    /// Whichever changed last; ties go by what they hold.
    pub(super) fn join(&mut self, other: Self) {
        let order = self.at.total_cmp(&other.at).then_with(|| entry::order(&self.give(), &other.give()));
        if order == Ordering::Less {
            *self = other;
            self.clip();
        }
    }
}

fn same_line(line: &Item, item: &Item) -> bool {
    line.is_same(item)
        && (item.item_variant.is_empty() || line.item_variant == clip(&item.item_variant, MAX_TEXT).trim_end())
}

/// An item as a line: what else is known of it is kept with the products.
fn line(item: &Item, quantity: Option<f64>) -> Item {
    let mut line = Item::new(item.item_id.as_str());
    line.item_variant = clip(&item.item_variant, MAX_TEXT).trim_end().into();
    line.keys.clone_from(&item.keys);
    (line.price, line.list_price, line.quantity) = (item.price, item.list_price, quantity);
    line
}

/// Pieces of a line; one where it does not say.
pub(crate) fn pieces(item: &Item) -> f64 {
    item.quantity.unwrap_or(1.0)
}

/// Price times pieces.
pub(super) fn worth(item: &Item) -> f64 {
    item.price.unwrap_or(0.0) * pieces(item)
}

/// Sum of price times pieces.
pub(super) fn value(items: &[Item]) -> f64 {
    let mut sum = 0.0;
    for item in items {
        sum += worth(item);
    }
    sum
}

/// The lines of a cart as an array of items, for a snapshot of an older form.
pub(super) fn of_lines(lines: &Value, at: f64) -> Value {
    let mut cart = Cart { at, lines: Vec::new(), more_pieces: 0.0, more_value: 0.0 };
    for value in lines.elements() {
        if let Some(item) = Item::from_value(value) {
            cart.put(&item, at);
        }
    }
    cart.give()
}
