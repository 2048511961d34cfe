//! What runs at the merchant's desk, never in a shop: checking configs, and describing them to editors and people.
//!
//! Everything here follows [`Config::shape`](crate::engine::record::Record::shape), so a new key needs no work here.

pub mod check;
mod ecmascript;
pub mod fit;
pub mod reference;
pub mod schema;
mod sections;
mod syntax;
pub mod types;

use crate::engine::condition::EcmaScript;
