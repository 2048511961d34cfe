//! Model files, and the commands that make, measure and ask them.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod command;
mod format;
#[path = "../fuzz/mod.rs"]
mod fuzz;
