//! Plain data that goes in and out as JSON: the merchant's config, the stored profile, plans and explanations.
//!
//! One declaration gives the Rust type and a table that describes it. One reader walks the table: it fills in defaults,
//! and reports every problem at once, each with its place and what would be right. Tables instead of code for each type,
//! since shoppers download the code. Natively the same declaration also gives the description that JSON Schema, docs and
//! TypeScript types come from.
//!
//! There are two kinds of types. A `section` is a view: it holds a reference to the checked and completed tree, and
//! each method reads one member. It costs nothing to convert, copy or drop, and what nobody reads is no code at all. A
//! `record` is a struct of its own, for what changes: it is taken from the tree and given back.

mod basic;
mod declare;
mod reader;
#[cfg(not(target_arch = "wasm32"))]
mod shape;

use alloc::vec::Vec;

pub use basic::{Each, List, Named};
pub(crate) use declare::{choice, field, record, row, section};
#[cfg(not(target_arch = "wasm32"))]
pub use shape::{Entry, Section, Shape};

use super::config::{Problem, Report};
pub(crate) use super::scan::decimal;
use super::value::Value;

/// What a value must be.
pub(crate) enum Kind {
    Bool,
    Number,
    Whole,
    Text,
    Any,
    Item,
    /// What else can be checked: what is wrong goes to the report.
    Checked(fn(&Value, &mut Report)),
    Choice(&'static [&'static str]),
    List(&'static Kind),
    Named(&'static Kind),
    Section(&'static [Field]),
    /// A kind that holds itself.
    Again(fn() -> &'static Kind),
    /// An array with a cell of each kind; cells beyond are a newer version's.
    Row(&'static [&'static Kind]),
}

/// One key of a section.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static Kind,
    pub(crate) preset: &'static Preset,
    /// Smallest and largest number, both included. On a list, of each of its numbers.
    pub(crate) range: Option<&'static (u32, u32)>,
}

/// What stands for an absent key.
pub(crate) enum Preset {
    /// The key must be given.
    Required,
    /// Nothing.
    Absent,
    Bool(bool),
    Number(f64),
    Text(&'static str),
    List,
    /// An object with all of its own defaults.
    Object,
}

/// Data that goes in and out as JSON.
pub trait Record<'a>: Sized {
    /// What it must be.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "tables are this crate's own affair")]
    const KIND: &'static Kind;

    /// From a value that the reader has checked and completed; what does not fit is a default.
    fn take(value: &'a Value) -> Self;

    /// The same from a member of an object.
    fn take_from(object: &'a Value, key: &str) -> Self {
        Self::take(object.member(key))
    }

    /// As a value.
    fn give(&self) -> Value;

    /// As a member of `object`, where it says anything: absent values and empty lists do not.
    fn give_to(&self, object: &mut Value, key: &str) {
        object.put(key, self.give());
    }

    /// Its description.
    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape;
}

/// A tree that the reader has checked and completed: every default is in it, so that views of it always find what they
/// look for.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound(Value);

impl Sound {
    /// Reads `value` as a `T`, strictly.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn read<T: Record<'static>>(value: &Value) -> Result<Self, Vec<Problem>> {
        reader::complete(value, T::KIND).map(Self)
    }

    /// A `T` with every default. Only for sections without required keys.
    pub(crate) fn defaults<T: Record<'static>>() -> Self {
        Self(reader::complete_snapshot(&Value::object(), T::KIND).unwrap_or_default())
    }

    /// The tree.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.0
    }
}

/// Reads a snapshot of ours: unknown keys are a newer version's and are passed over, entries of lists that cannot be
/// read are left out.
///
/// # Errors
/// What keeps it from being read at all.
pub(crate) fn restore<T: for<'a> Record<'a>>(value: &Value) -> Result<T, Vec<Problem>> {
    reader::complete_snapshot(value, T::KIND).map(|complete| T::take(&complete))
}

/// A record with every default. Only for records without required keys.
pub(crate) fn defaults<T: for<'a> Record<'a>>() -> T {
    T::take(&reader::complete_snapshot(&Value::object(), T::KIND).unwrap_or_default())
}
