//! Reads a shop's exports: clicks, orders and products, from the formats that shops have.

mod columns;
mod ga4;
mod ids;
mod neighbours;
mod orders;
mod products;
mod report;
mod rows;
mod sessions;
mod shopify;
mod source;
mod table;
mod time;
mod woocommerce;

pub use columns::{Columns, DateFirst};
pub use ga4::events;
pub use ids::Ids;
pub use neighbours::{Neighbour, Neighbours, neighbours};
pub use orders::orders;
pub use products::products;
pub use report::{Reason, Refused, Report};
pub use rows::{Click, Clicks, OrderLine, OrderLines};
pub use sessions::sessions;
pub use source::Source;
