//! The pure core: state in, plan out. No DOM, no clock, no randomness, no IO.

pub mod attributes;
pub mod bucketing;
pub mod catalog;
pub mod condition;
pub mod config;
pub mod consent;
mod decide;
pub mod event;
pub mod explanation;
pub mod item;
pub mod ledger;
pub mod model;
pub mod money;
pub mod offer;
pub mod page;
pub mod plan;
pub mod predict;
pub mod profile;
pub mod rank;
pub mod recommend;
pub mod record;
pub mod replay;
pub(crate) mod scan;
pub mod schedule;
pub mod search;
pub mod segment;
pub mod text;
pub mod time;
pub mod trial;
pub mod trigger;
pub mod value;

pub use decide::{Engine, Ports};
