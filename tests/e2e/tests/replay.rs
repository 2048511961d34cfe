//! A recorded journey gives the same decisions in every browser.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};
use xtask::nudge::Nudge;
use xtask::process::kill_tree;
use xtask::wasm_target::{self, TARGET};
use xtask::{paths, tools};

/// A journey of a thousand events takes a debug build a while.
const PATIENCE: Duration = Duration::from_secs(120);

/// The server of the wasm tests, which ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        kill_tree(self.0.id());
        let _ = self.0.wait();
    }
}

/// The wasm of `tests/replay.rs`; made where it is not there yet.
fn wasm() -> Result<String> {
    wasm_target::ensure()?;
    let output = Command::new("cargo")
        .current_dir(paths::root())
        .args(["test", "--package", "vitrina", "--test", "replay", "--target", TARGET, "--no-run"])
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .arg("--message-format=json")
        .stderr(Stdio::null())
        .output()?;
    ensure!(output.status.success(), "tests/replay.rs does not compile for {TARGET}");
    let programs = output.stdout.lines().map_while(std::result::Result::ok).filter_map(|line| {
        let message: Value = serde_json::from_str(&line).ok()?;
        let is_test = message["target"]["name"] == "replay";
        message["executable"].as_str().filter(|_| is_test).map(str::to_owned)
    });
    programs.last().context("cargo names no program")
}

/// Runs the same test that runs natively in the browser at hand. The tests' own runner knows no WebKit, but it serves them
/// to any browser that asks.
#[tokio::test]
async fn s39_a_journey_replays_to_the_same_bytes_as_natively() -> Result<()> {
    let site = Site::start().await?;
    let nudge = Nudge::begin()?;
    let mut command = Command::new(tools::bindgen_program("wasm-bindgen-test-runner")?);
    command.current_dir(paths::root()).arg(wasm()?);
    command
        .env("NO_HEADLESS", "1")
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_ADDRESS", nudge.address.to_string());
    let mut server = Server(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let said = server.0.stdout.take().context("it says nothing")?;
    // It would end if nobody listened to it any more.
    let mut said = BufReader::new(said).lines();
    let address = said
        .by_ref()
        .map_while(std::result::Result::ok)
        .find_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned))
        .context("the runner serves nothing")?;

    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.open(&address).await?;
    let started = Instant::now();
    loop {
        let said: String = shopper.eval("document.getElementById('output')?.textContent ?? ''").await?;
        if said.contains("test result:") {
            ensure!(said.contains("test result: ok. 2 passed; 0 failed"), "{said}");
            return Ok(());
        }
        ensure!(started.elapsed() < PATIENCE, "no result yet: {said}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
