//! What a shopper's device does, natively: `cargo bench --bench device -- MODEL`. `cargo xtask bench` makes the model, and
//! does the same in a browser.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few runs")]

#[path = "../../tests/ports/mod.rs"]
mod ports;
mod workload;

use std::env;
use std::fs;
use std::io::{self, Write};
use std::time::Instant;

use serde_json::{Map, json};
use workload::{CASES, Device};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let model = model.ok_or("name a model file; `cargo xtask bench` makes one and does all of it")?;
    let model = fs::read(model)?;
    let start = Instant::now();
    let mut all = Map::new();
    for case in CASES {
        // Each begins with the same profile.
        let mut device = Device::new(model.clone())?;
        let answer = device.run(case, true);
        let batches = device.measure(case, &|| start.elapsed().as_secs_f64() * 1_000.0);
        all.insert(case.into(), json!({ "answer": answer, "batches": batches }));
    }
    writeln!(io::stdout(), "{}", json!(all))?;
    Ok(())
}
