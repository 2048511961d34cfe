//! What the shop's page, or the shopper in a preference centre, said of the shopper.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

use super::bound::{bytes, shorten, size, time};
use super::entry::{self, Entry, replace};
use crate::engine::record::row;
use crate::engine::value::Value;

/// Traits kept, those taken back among them, so that no device brings them up again.
pub(super) const MAX_TRAITS: usize = 12;
/// Bytes of a trait's name.
const MAX_NAME: usize = 24;
/// Bytes of a trait's value as JSON.
const MAX_VALUE: usize = 80;
/// What the shopper declared takes more: the names of a dozen interests.
pub const PREFERENCES: &str = "preferences";
const MAX_PREFERENCES: usize = 280;

row! {
    /// A trait.
    pub struct Trait {
        /// Its name.
        pub name: String;
        /// When it was set.
        pub at: f64;
        /// Its value; null where it was taken back.
        pub value: Value;
        /// Whether it may shape what is shown and must never be spoken.
        pub discreet: bool;
    }
}

impl Entry for Trait {
    fn same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    fn order(&self, other: &Self) -> Ordering {
        let order = self.at.total_cmp(&other.at).then_with(|| self.name.cmp(&other.name));
        order.then_with(|| entry::order(&self.value, &other.value)).then(self.discreet.cmp(&other.discreet))
    }

    fn clip(&mut self) {
        self.at = time(self.at);
        if !fits(&self.name, &self.value) {
            shorten(&mut self.name, MAX_NAME);
            self.value = Value::Null;
        }
    }
}

/// Whether a trait can be remembered: its name takes at most 24 bytes and its value at most 80, of `preferences` 280, as
/// JSON, with finite numbers.
#[must_use]
pub fn fits(name: &str, value: &Value) -> bool {
    let most = if name == PREFERENCES { MAX_PREFERENCES } else { MAX_VALUE };
    !name.is_empty() && bytes(name) <= MAX_NAME && size(value) <= most
}

/// Takes over `traits`. One set to null is taken back; one that does not fit is passed over, which `identify` of the API
/// reports before it comes here.
pub(super) fn identify(known: &mut Vec<Trait>, traits: &Value, discreet: bool, at: f64) {
    for (name, value) in traits.members() {
        // What the shop knows of its customer's orders is no trait.
        if name != "orders" && fits(name, value) {
            replace(known, Trait { name: name.clone(), at, value: value.clone(), discreet }, MAX_TRAITS);
        }
    }
}
