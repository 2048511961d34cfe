//! The pure core: state in, plan out. No DOM, no clock, no randomness, no IO.

pub mod attributes;
pub mod bucketing;
pub mod catalog;
pub mod condition;
pub mod config;
mod decide;
pub mod event;
pub mod item;
pub mod ledger;
pub mod money;
pub mod offer;
pub mod page;
pub mod plan;
pub mod predict;
pub mod profile;
pub mod rank;
pub mod recommend;
pub mod record;
pub(crate) mod scan;
pub mod search;
pub mod segment;
pub mod text;
pub mod time;
pub mod value;

pub use decide::{Engine, Ports};
