//! wasm32 only: the one place that names web-sys and js-sys.

pub(crate) mod host;
pub(crate) mod js;
mod lists;
pub mod page;
mod ports;
pub(crate) mod session;
mod store;
mod telemetry;
mod visit;
