//! Reads a shop's exports: clicks, orders and products, from the formats that shops have.
//!
//! | what | from |
//! |---|---|
//! | [`sessions()`] | CSV or TSV with a click in each line |
//! | [`orders()`] | CSV or TSV with a product in each line, Shopify's order export, WooCommerce's in its usual shapes |
//! | [`products()`] | Shopify's and WooCommerce's product exports, Google's product feed, plain CSV or TSV |
//! | [`events()`] | GA4's export to BigQuery as JSON lines: clicks and orders |
//! | [`journeys()`] | the same export, or CSV or TSV with what a shopper did in each line: looks, carts, checkouts, purchases |
//! | [`neighbours()`] | what `src/offline/neighbours.sql` counted elsewhere: Parquet or CSV |
//!
//! Formats are recognised by their columns, the delimiter by the first line, gzip and UTF-16 by the first bytes; what is
//! neither UTF-8 nor UTF-16 is read as Windows-1252. Every line is used, left out for a reason that is counted, or refused
//! with one, and the first refused are shown ([`Report`]). A file that is none of this is an error that says what it is.
//!
//! Nothing of a customer or a session gets further than the counting: their ids, which may be e-mail addresses, are keys
//! in memory, and the report masks every field with an `@`.
//!
//! It streams; what stays is 16 bytes a click, 32 bytes an order line, and each distinct id once. Measured on generated
//! files: 50 million clicks of 10 million sessions (UUIDs) peak at 1.4 GB, 50 million order lines of 14 million orders and
//! 9 million customers at 2.2 GB; a second of one core reads about 4 million of the former or 2 million of the latter.

mod columns;
mod ga4;
mod ids;
mod journeys;
mod moment;
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
pub use journeys::{Journeys, Step, journeys};
pub use neighbours::{Neighbour, Neighbours, neighbours};
pub use orders::orders;
pub use products::products;
pub use report::{Reason, Refused, Report};
pub use rows::{Click, Clicks, OrderLine, OrderLines};
pub use sessions::sessions;
pub use source::Source;
pub(super) use time::Times;
