//! What runs at the merchant's desk, never in a shop: checking configs, describing them to editors and people, replaying
//! journeys, and making, measuring and asking models.
//!
//! What concerns configs follows [`Config::shape`](crate::engine::record::Record::shape), so a new key needs no work here.

pub mod check;
mod desk;
mod ecmascript;
pub mod evaluate;
pub mod exports;
pub mod fit;
pub mod import;
pub mod model;
pub mod predict;
pub mod reference;
pub mod replay;
pub mod schema;
mod sections;
mod syntax;
pub mod train;
pub mod types;
mod zones;

pub use desk::Desk;

use crate::engine::condition::EcmaScript;
use crate::engine::schedule::Zones;
