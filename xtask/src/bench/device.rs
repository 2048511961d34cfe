//! What a shopper's device does, in Chromium's wasm and natively.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::generated::Shop;
use super::{companion, part};
use crate::command::{self, cargo, log_file};
use crate::tools::Tools;
use crate::{build, engine, paths};

/// What each case is, and the most milliseconds it may take in the browser.
const CASES: [(&str, &str, Option<f64>); 7] = [
    ("rank", "rank 1,000 products", Some(1.0)),
    ("for_you", "20 for you", Some(0.5)),
    ("similar", "20 similar", Some(0.5)),
    ("bought_together", "20 bought together", Some(0.5)),
    ("open", "open the model", None),
    ("event", "an event", None),
    ("plan", "a whole plan, 100 cards", None),
];

const PRODUCTS: usize = 10_000;
const LOOKS: usize = 300_000;
const ORDERS: usize = 20_000;

/// The table, the numbers, and whether every demand is met.
pub(super) fn measure() -> Result<(String, Value, bool)> {
    build::build()?;
    let page = paths::dist().join("pages/bench");
    fs::create_dir_all(&page)?;
    engine::benchmark(&Tools::ensure()?, &page.join("engine"))?;
    for name in ["index.html", "page.mjs"] {
        fs::copy(paths::root().join("benches/device").join(name), page.join(name))?;
    }
    let model = page.join("shop.vitrina");
    train(&model)?;
    let mut native = cargo();
    native.args(["bench", "--package", "vitrina", "--bench", "device", "--"]).arg(&model);
    let native = outcome("measuring natively", &mut native)?;
    let mut browser = cargo();
    browser
        .args(["run", "--release", "--package", "vitrina-e2e", "--bin", "measure"])
        .env("VITRINA_BROWSER", "chromium");
    let browser = outcome("measuring in Chromium", &mut browser)?;
    compare(&native, &browser)
}

/// A model of a generated shop.
fn train(model: &Path) -> Result<()> {
    let folder = paths::target().join("bench");
    fs::create_dir_all(&folder)?;
    let [sessions, orders, products] = ["sessions.csv", "orders.csv", "products.csv"].map(|name| folder.join(name));
    let mut shop = Shop::new(PRODUCTS);
    shop.sessions(&sessions, LOOKS)?;
    shop.orders(&orders, ORDERS)?;
    shop.products(&products)?;
    let mut train = Command::new(companion()?);
    train.arg("train").arg("--sessions").arg(sessions).arg("--orders").arg(orders).arg("--products").arg(products);
    command::step("training a model of 10,000 products", train.arg("--out").arg(model), "")
}

/// What a command prints last, as JSON.
fn outcome(title: &str, command: &mut Command) -> Result<Value> {
    command::step(title, command, "")?;
    let said = fs::read_to_string(log_file("logs", title))?;
    let last = said.lines().rev().find(|line| line.starts_with('{'));
    serde_json::from_str(last.with_context(|| format!("{title} printed no numbers"))?).context("the numbers")
}

fn compare(native: &Value, browser: &Value) -> Result<(String, Value, bool)> {
    let mut table = String::from(
        "milliseconds, median of 40 batches      demand   native     wasm  (least    95 %)   ratio   through the API\n",
    );
    let (mut numbers, mut met) = (Vec::new(), true);
    for (name, title, limit) in CASES {
        let (here, there) = (part(native, &format!("/{name}")), part(browser, &format!("/wasm/{name}")));
        ensure!(!here["answer"].is_null(), "{title}: no answer");
        ensure!(here["answer"] == there["answer"], "{title}: native and wasm differ:\n{here}\n{there}");
        let api = part(browser, &format!("/api/{name}"));
        if !api.is_null() {
            let ids = ids(&here["answer"], &browser["ids"]);
            ensure!(
                ids.len() > 10 && api["answer"] == json!(ids),
                "{title}: the API differs:\n{}\n{ids:?}",
                api["answer"]
            );
        }
        let (native, wasm) = (Spread::of(here)?, Spread::of(there)?);
        let api = Spread::of(api).ok();
        met &= limit.is_none_or(|limit| wasm.median < limit);
        let demand = limit.map_or(String::new(), |limit| format!("< {limit}"));
        let through = api.as_ref().map_or(String::new(), |api| format!("{:8.4}", api.median));
        let ratio = wasm.median / native.median;
        writeln!(
            table,
            "{title:<38} {demand:>7} {:8.4} {:8.4} {:8.4} {:8.4}  {ratio:6.2} {through}",
            native.median, wasm.median, wasm.least, wasm.most
        )?;
        let [native, wasm] = [native, wasm].map(|spread| spread.numbers());
        let api = api.map(|spread| spread.numbers());
        numbers
            .push(json!({ "name": name, "title": title, "unit": "ms", "demand": limit, "native": native, "wasm": wasm,
            "ratio": ratio, "api": api, "same_answer": true }));
    }
    table += "Native and wasm gave the same answers; so did the API.\n";
    Ok((table, json!(numbers), met))
}

/// The products of an answer: places in the ranked list, or recommended items.
fn ids(answer: &Value, ranked: &Value) -> Vec<Value> {
    if let Some(order) = answer.as_array() {
        return order.iter().filter_map(|place| ranked.get(place.as_u64()? as usize).cloned()).collect();
    }
    answer["items"].as_array().into_iter().flatten().map(|item| item["item_id"].clone()).collect()
}

/// How batches spread: milliseconds of one run.
struct Spread {
    least: f64,
    median: f64,
    /// What 95 % of the batches stay below.
    most: f64,
}

impl Spread {
    fn of(measured: &Value) -> Result<Self> {
        let mut batches: Vec<f64> =
            measured["batches"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        batches.sort_by(f64::total_cmp);
        let at = |share: f64| batches.get((batches.len() as f64 * share) as usize).copied().context("no batches");
        Ok(Self { least: at(0.0)?, median: at(0.5)?, most: at(0.95)? })
    }

    fn numbers(&self) -> Value {
        json!({ "median": self.median, "least": self.least, "p95": self.most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_of_the_sorted_batches() {
        let batches: Vec<u32> = (0..40).rev().collect();
        let spread = Spread::of(&json!({ "batches": batches })).unwrap();
        assert_eq!(spread.numbers(), json!({ "median": 20.0, "least": 0.0, "p95": 38.0 }));
    }
}
