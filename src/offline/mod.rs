//! What runs at the merchant's desk, never in a shop: checking configs and describing them to editors and people, and
//! making, measuring and asking models.
//!
//! What concerns configs follows [`Config::shape`](crate::engine::record::Record::shape), so a new key needs no work here.

pub mod check;
mod ecmascript;
pub mod evaluate;
pub mod exports;
pub mod import;
pub mod model;
pub mod predict;
pub mod reference;
pub mod schema;
mod sections;
mod syntax;
pub mod train;
pub mod types;

use crate::engine::condition::EcmaScript;
