//! See `tests/fuzz/mod.rs`: `cargo fuzz run config tests/corpus/config`.

#![no_main]

#[path = "../../tests/fuzz/mod.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::config(bytes));
