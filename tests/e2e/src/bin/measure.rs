//! Opens the benchmark's page, which `cargo xtask bench` lays into `dist/pages/bench`, and prints what it measured.

use std::io::{self, Write};
use std::time::Duration;

use anyhow::bail;
use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};

/// Seconds it may take.
const LIMIT: u32 = 240;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit("/pages/bench/").await?;
    for _ in 0..LIMIT {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let measured: Value = shopper.eval("window.measured ?? null").await?;
        if let Some(error) = measured.get("error") {
            bail!("the benchmark's page fails: {error}");
        }
        if !measured.is_null() {
            writeln!(io::stdout(), "{measured}")?;
            return Ok(());
        }
    }
    bail!("the benchmark's page measured nothing within {LIMIT} s; {}", shopper.records().await?)
}
