//! `vitrina train`: from exports to a model file.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};

use super::{Counted, count};
use crate::engine::model::{Model, Section};
use crate::offline::exports::{Files, say};
use crate::offline::fit::{churn, purchase};
use crate::offline::import::{self, Source};
use crate::offline::model::{Attributes, Packing, coefficients, compressed, file};

/// How large a model may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 20 neighbours of each product, scores of 4 bits: about 28 kB for 1,000 products.
    #[default]
    Usual,
    /// 12 neighbours, scores of 3 bits: about 18 kB for 1,000 products.
    Small,
}

impl Size {
    /// What is kept.
    #[must_use]
    pub const fn packing(self) -> Packing {
        match self {
            Self::Usual => Packing::USUAL,
            Self::Small => Packing::SMALL,
        }
    }
}

/// What of the catalogue a model may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Attribute {
    /// Prices and prices before discounts.
    Prices,
    /// Tags.
    Tags,
    /// Whether products are in stock.
    Stock,
    /// When products were first offered.
    Dates,
    /// Titles, pictures and addresses.
    Texts,
}

/// The flags of `vitrina train`.
#[derive(Args, Clone, Debug)]
pub struct TrainFlags {
    #[command(flatten)]
    files: Files,
    /// In place of sessions what src/offline/neighbours.sql counted of them: Parquet or CSV, or a directory of parts.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sessions", "events"])]
    neighbours: Vec<PathBuf>,
    /// What shoppers did, to fit the propensity to buy on, as `vitrina fit` reads it; the files of --events are such logs
    /// already.
    #[arg(long, value_name = "FILE")]
    log: Vec<PathBuf>,
    /// Distinct sessions (of orders: customers) that must stand behind an entry, directly or by a third product.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=100))]
    min_support: u8,
    /// How large the model may be.
    #[arg(long, value_enum, default_value_t)]
    size: Size,
    /// Leaves these out of the model, which every shopper can read.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ATTRIBUTE")]
    without: Vec<Attribute>,
    /// The model file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Trains and writes the model; the answer is a report for people.
///
/// # Errors
/// When an export cannot be read, holds no product, or the model cannot be written.
pub fn train(flags: &TrainFlags) -> Result<String> {
    let (mut exports, mut report) = flags.files.read_beside(!flags.neighbours.is_empty())?;
    if !flags.neighbours.is_empty() {
        let (table, lines) = import::neighbours(&Source::new(&flags.neighbours))?;
        say(&mut report, "neighbours", &lines);
        let counted = table.rows.iter().map(|row| row.support).max().unwrap_or_default();
        ensure!(
            counted >= flags.min_support.into() || flags.min_support == 1,
            "--min-support is {}, but the table of neighbours counts support only up to {counted}; let v_settings of \
             neighbours.sql count further",
            flags.min_support
        );
        exports.neighbours = table;
    }
    let start = Instant::now();
    let counted = count(&exports, flags.min_support.into());
    if counted.assortment.is_empty() {
        bail!("the exports name no product; nothing was written");
    }
    let has = |attribute| !flags.without.contains(&attribute);
    let attributes = Attributes {
        prices: has(Attribute::Prices),
        tags: has(Attribute::Tags),
        stock: has(Attribute::Stock),
        dates: has(Attribute::Dates),
        texts: has(Attribute::Texts),
    };
    let mut sections = counted.sections(flags.size.packing(), attributes);
    let seconds = start.elapsed().as_secs_f64();
    // Standard input has been read to its end.
    let events = flags.files.events.iter().filter(|path| path.as_os_str() != "-");
    let logs: Vec<&PathBuf> = flags.log.iter().chain(events).collect();
    let mut fits = Vec::new();
    if !logs.is_empty() {
        let (journeys, lines) = import::journeys(&Source::new(logs), &flags.files.columns)?;
        say(&mut report, "log", &lines);
        fits.push((Section::Purchase, purchase(&journeys)));
    }
    if !exports.orders.rows.is_empty() {
        fits.push((Section::Churn, churn(&exports.orders)));
    }
    for (section, fit) in fits {
        write!(report, "{fit}")?;
        sections.extend(fit.coefficients.map(|fitted| (section, coefficients(&fitted))));
    }
    let bytes = file(&sections);
    fs::write(&flags.out, &bytes).with_context(|| format!("{} cannot be written", flags.out.display()))?;
    let model =
        Model::open(bytes.clone()).map_err(|refusal| anyhow::anyhow!("the new model {}", refusal.sentence()))?;
    write!(report, "{}", summary(&counted, &model, flags.min_support))?;
    let total = compressed(&bytes);
    writeln!(
        report,
        "{}: {} bytes, {total} after brotli; counted in {seconds:.1} s",
        flags.out.display(),
        bytes.len()
    )?;
    Ok(report)
}

fn summary(counted: &Counted, model: &Model, support: u8) -> String {
    let (products, sessions) = (model.len(), counted.sessions.len());
    let clicks = counted.sessions.clicks();
    let orders = counted.orders.len();
    let mut text = format!(
        "{products} products, {sessions} sessions with {clicks} looks, {orders} orders; minimum support {support}\n"
    );
    for (what, section) in [("sessions", Section::Neighbours), ("orders", Section::Together)] {
        let table = model.table(section);
        if table.is_empty() {
            continue;
        }
        let (mut entries, mut rows) = (0_usize, 0_usize);
        for row in 0..crate::offline::model::number(products) {
            let before = entries;
            table.each(row, &mut |_, _| entries += 1);
            rows += usize::from(entries > before);
        }
        let kilobytes = compressed(model.section(section)) as f64 / products as f64;
        text += &format!(
            "neighbours from {what}: {rows} products have some, {:.1} on average; {kilobytes:.1} kB for 1,000 products after brotli\n",
            entries as f64 / rows.max(1) as f64
        );
    }
    text
}
