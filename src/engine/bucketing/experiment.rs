//! What defines an experiment.

use alloc::string::String;
use alloc::vec::Vec;

use super::Range;
use crate::engine::value::Value;

/// An experiment. [`Experiment::new`] gives the defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// The name in reports and in the address.
    pub key: String,
    /// What is hashed with the shopper's id; empty means the key.
    pub seed: String,
    /// 1 or 2; with another version nobody takes part.
    pub hash_version: u32,
    /// The attribute that holds the shopper's id.
    pub hash_attribute: String,
    /// The attribute to use while that one is empty. Only assignments that stick may need it.
    pub fallback_attribute: String,
    /// The key of each variation, as reports and sticky assignments have it; its index where it has no name.
    pub variations: Vec<String>,
    /// The share of each variation. Unsound ones mean equal shares.
    pub weights: Vec<f64>,
    /// The share of shoppers who take part, from 0 to 1.
    pub coverage: f64,
    /// The hashes of each variation. Where given, weights and coverage do not count.
    pub ranges: Option<Vec<Range>>,
    /// Parts of the hash space that a shopper must lie in, one and all. Where given, the namespace does not count.
    pub filters: Option<Vec<Filter>>,
    /// A part of a hash space shared with other experiments.
    pub namespace: Option<Namespace>,
    /// Who may take part; [`Value::Null`] for everybody.
    pub condition: Value,
    /// What must hold for other flags.
    pub parents: Vec<Parent>,
    /// The variation for everybody who takes part. One that does not exist takes everybody out.
    pub force: Option<usize>,
    /// Whether it runs.
    pub status: Status,
    /// Whether assignments stick when weights or conditions change, given a place to keep them.
    pub is_sticky: bool,
    /// Number of this division of shoppers; sticky assignments of other numbers do not count.
    pub bucket_version: u32,
    /// Shoppers with a sticky assignment below this number are out.
    pub min_bucket_version: u32,
}

/// Whether an experiment runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Not yet, or not now: only those who ask for a variation by address get it.
    Inactive,
    /// It runs.
    #[default]
    Running,
    /// Over: nobody takes part, except in a forced variation.
    Stopped,
}

/// A part of a hash space that a shopper must lie in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// What is hashed with the id.
    pub seed: String,
    /// The attribute that holds the id.
    pub attribute: String,
    /// 1 or 2.
    pub hash_version: u32,
    /// Any of these will do.
    pub ranges: Vec<Range>,
}

/// A part of a hash space that experiments share out among themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// The part.
    pub range: Range,
}

/// A condition on the value of another flag.
#[derive(Clone, Debug, PartialEq)]
pub struct Parent {
    /// The flag's name.
    pub id: String,
    /// A condition in which the flag is the attribute `value`.
    pub condition: Value,
}

impl Experiment {
    /// A running experiment with equal shares for everybody who has an `id`, hash version 1.
    #[must_use]
    pub fn new(key: impl Into<String>, variations: Vec<String>) -> Self {
        Self {
            key: key.into(),
            seed: String::new(),
            hash_version: 1,
            hash_attribute: "id".into(),
            fallback_attribute: String::new(),
            variations,
            weights: Vec::new(),
            coverage: 1.0,
            ranges: None,
            filters: None,
            namespace: None,
            condition: Value::Null,
            parents: Vec::new(),
            force: None,
            status: Status::Running,
            is_sticky: true,
            bucket_version: 0,
            min_bucket_version: 0,
        }
    }
}
