//! Reads a shop's exports: clicks, orders and products, from the formats that shops have.

mod columns;
mod ids;
mod report;
mod rows;

pub use columns::{Columns, DateFirst};
pub use ids::Ids;
pub use report::{Reason, Refused, Report};
pub use rows::{Click, Clicks, OrderLine, OrderLines};
