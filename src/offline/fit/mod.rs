//! `vitrina fit`: fits the models of [`predict`](crate::engine::predict) on a shop's own exports, and says how well they hold.
//!
//! [`purchase()`] goes by an event log, [`churn()`] by orders. Both are logistic regressions: the coefficients maximize the
//! log-likelihood less half the sum of the squares of all but the intercept (a ridge penalty of 1). Both are measured on
//! what the fit has not seen: the Brier score (mean squared error of the chance) beside that of the base rate alone, the
//! area under the ROC curve, and a table of what was predicted and what happened. `vitrina train` writes coefficients
//! into a model only where they do better there than the base rate of the fit.

mod calibration;
mod churn;
mod logistic;
mod purchase;

use std::fmt::{self, Display};
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;

pub use churn::churn;
use logistic::Example;
pub use purchase::purchase;

use super::exports::say;
use super::import::{self, Columns, Source};

/// The flags of `vitrina fit`.
#[derive(Args, Clone, Debug)]
pub struct FitFlags {
    /// What shoppers did, to fit the propensity to buy on: GA4's export as JSON lines, or CSV with shopper, session,
    /// kind of event (`view`, `cart`, `purchase`, or GA4's names), product and time.
    #[arg(value_name = "EVENTS")]
    log: Vec<PathBuf>,
    /// Orders, to fit churn on: an export of Shopify or WooCommerce, or CSV with order, product, quantity, time and customer.
    #[arg(long, value_name = "FILE")]
    orders: Vec<PathBuf>,
    #[command(flatten)]
    columns: Columns,
}

/// A fitted model, and how well it holds.
#[derive(Clone, Debug, Default)]
pub struct Fit {
    /// The intercept and what one unit of each feature adds; none where the data say too little to be better than the
    /// base rate.
    pub coefficients: Option<Vec<f64>>,
    /// What was fitted and measured, for people.
    pub report: String,
}

impl Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

/// Fits and measures; the answer is a report for people.
///
/// # Errors
/// When no file is named, or one cannot be read.
pub fn fit(flags: &FitFlags) -> Result<String> {
    ensure!(!flags.log.is_empty() || !flags.orders.is_empty(), "nothing to fit on; name an event log, or --orders");
    let mut said = String::new();
    if !flags.log.is_empty() {
        let (journeys, report) = import::journeys(&Source::new(&flags.log), &flags.columns)?;
        say(&mut said, "events", &report);
        said += &purchase(&journeys).report;
    }
    if !flags.orders.is_empty() {
        let (orders, report) = import::orders(&Source::new(&flags.orders), &flags.columns)?;
        say(&mut said, "orders", &report);
        said += &churn(&orders).report;
    }
    Ok(said)
}

/// Events of the rarer outcome that there must be for each feature (Peduzzi and others 1996).
const FOR_EACH_FEATURE: f64 = 10.0;

/// Fits on one part of the examples and measures on the other. `what` is that which is predicted.
fn measured<const N: usize>(
    what: &str,
    names: [&str; N],
    fitted: &[Example<N>],
    held_out: &[Example<N>],
    limits: &[f64],
) -> Fit {
    let mut report = format!("{what}: fitted on {} examples, measured on {}\n", fitted.len(), held_out.len());
    let rare = |examples: &[Example<N>]| {
        let weight = |wanted: bool| -> f64 {
            examples.iter().filter(|example| example.happened == wanted).map(|example| example.weight).sum()
        };
        weight(true).min(weight(false))
    };
    #[expect(clippy::cast_precision_loss, reason = "there are few features")]
    let needed = FOR_EACH_FEATURE * N as f64;
    if rare(fitted) < needed || rare(held_out) < FOR_EACH_FEATURE {
        report += &format!(
            "too little to tell: of each outcome {:.0} to fit on and {:.0} to measure on; expected {needed:.0} and \
             {FOR_EACH_FEATURE:.0}\n",
            rare(fitted),
            rare(held_out)
        );
        return Fit { coefficients: None, report };
    }
    let coefficients = logistic::maximize(fitted);
    for (name, coefficient) in ["intercept"].iter().chain(&names).zip(&coefficients) {
        report += &format!("{name} {coefficient:.2}\n");
    }
    let found = calibration::calibration(held_out, &coefficients, logistic::rate(fitted), limits);
    report += &found.table;
    if found.better {
        return Fit { coefficients: Some(coefficients), report };
    }
    report += "that is no better than the base rate: a model file is better off with the built-in coefficients\n";
    Fit { coefficients: None, report }
}
