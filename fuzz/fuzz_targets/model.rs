//! See `tests/fuzz/mod.rs`: `cargo fuzz run model tests/corpus/model`.

#![no_main]

#[path = "../../tests/fuzz/mod.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::model(bytes));
