//! The project's own commands, run as `cargo xtask …`: `build`, `demo`, `test`, `size`, `bench`.
//!
//! A library as well, so that the end-to-end tests serve the site with the server of the demo.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the terminal")]

mod apt;
pub mod bench;
pub mod browsers;
pub mod build;
mod classic;
pub mod command;
pub mod counts;
pub mod demo;
pub mod engine;
pub mod glue;
pub mod names;
pub mod npm;
pub mod nudge;
pub mod order;
pub mod packages;
pub mod pages;
pub mod paths;
pub mod process;
pub mod readme;
pub mod serve;
pub mod shims;
mod shop;
pub mod size;
pub mod stamp;
pub mod step;
pub mod test;
pub mod tools;
pub mod wasm_target;
