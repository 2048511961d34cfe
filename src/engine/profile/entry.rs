//! Bounded lists that can be merged.
//!
//! Every list of the profile is a set of entries with an identity and a total order. Of two entries with the same
//! identity the greater stays, and of all entries the greatest `most`. Both choices look at the entries alone, never at
//! the way they came together, so that putting the entries of one list into another is commutative, associative and
//! idempotent: an entry that fell out of one list stands below `most` others there, and so it does in every union.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::engine::value::Value;

/// An entry of a bounded list.
pub(crate) trait Entry {
    /// Whether both tell of the same thing.
    fn same(&self, other: &Self) -> bool;

    /// Which of the two is to stay: the greater. Equal only where both are alike in everything.
    fn order(&self, other: &Self) -> Ordering;

    /// Within the bytes of its place; see [`bound`](super::bound).
    fn clip(&mut self);
}

/// Puts `entry` into a list in ascending order. The list never holds more than `most`.
pub(crate) fn put<T: Entry>(list: &mut Vec<T>, mut entry: T, most: usize) {
    entry.clip();
    if let Some(at) = list.iter().position(|known| known.same(&entry)) {
        if list.get(at).is_some_and(|known| known.order(&entry) != Ordering::Less) {
            return;
        }
        list.remove(at);
    }
    let mut place = list.len();
    while place > 0 && list.get(place - 1).is_some_and(|below| below.order(&entry) == Ordering::Greater) {
        place -= 1;
    }
    list.insert(place, entry);
    if list.len() > most {
        list.remove(0);
    }
}

/// Puts `entry` in the place of one with the same identity, whichever is greater.
pub(crate) fn replace<T: Entry>(list: &mut Vec<T>, mut entry: T, most: usize) {
    entry.clip();
    list.retain(|known| !known.same(&entry));
    put(list, entry, most);
}

/// Puts all of `others` into a list.
pub(crate) fn join<T: Entry>(list: &mut Vec<T>, others: Vec<T>, most: usize) {
    for other in others {
        put(list, other, most);
    }
}

/// A total order of values, to break ties between entries of the same time.
pub(crate) fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Array(a), Value::Array(b)) => {
            first_difference(a.len(), b.len(), &mut |at| Some(order(a.get(at)?, b.get(at)?)))
        }
        (Value::Object(a), Value::Object(b)) => first_difference(a.len(), b.len(), &mut |at| {
            let ((a, one), (b, other)) = (a.get(at)?, b.get(at)?);
            Some(a.cmp(b).then_with(|| order(one, other)))
        }),
        _ => kind(a).cmp(&kind(b)),
    }
}

fn first_difference(a: usize, b: usize, at: &mut dyn FnMut(usize) -> Option<Ordering>) -> Ordering {
    let mut index = 0;
    while let Some(order) = at(index) {
        if order != Ordering::Equal {
            return order;
        }
        index += 1;
    }
    a.cmp(&b)
}

const fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
