//! `vitrina predict`: what a model would suggest after every prefix of every session.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::import::{self, Columns, Source};
use super::train::Sessions;
use crate::engine::model::{Model, Scores};

/// The flags of `vitrina predict`.
#[derive(Args, Clone, Debug)]
pub struct PredictFlags {
    /// The model file.
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    /// Sessions: CSV or TSV with session, product and time. `-` is standard input.
    #[arg(long, value_name = "FILE", required = true)]
    pub sessions: Vec<PathBuf>,
    /// The CSV to write: `session_id,prefix_length,items`, the items best first and parted by spaces.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Items in a row.
    #[arg(short, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    pub k: u16,
    /// Leaves out what the prefix holds.
    #[arg(long)]
    pub exclude_seen: bool,
    #[command(flatten)]
    /// Columns and formats.
    pub columns: Columns,
}

/// Opens a model file.
///
/// # Errors
/// When it cannot be read or is refused, with the reason.
pub fn open(path: &PathBuf) -> Result<Model> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Model::open(bytes).map_err(|refusal| anyhow::anyhow!("{} {}", path.display(), refusal.sentence()))
}

/// Writes the predictions; the answer is a report for people. The whole of a session is a prefix as well. Sessions are
/// in the order of their last clicks.
///
/// # Errors
/// When a file cannot be read or written, or an id holds a blank, which would part it in two.
pub fn predict(flags: &PredictFlags) -> Result<String> {
    let model = open(&flags.model)?;
    for product in 0..super::model::number(model.len()) {
        let id = model.id(product);
        anyhow::ensure!(!id.contains(' '), "the id {id:?} holds a blank, which parts ids in the answer; rename it");
    }
    let (clicks, mut report) = import::sessions(&Source::new(&flags.sessions), &flags.columns)?;
    // Products the model does not know keep numbers of their own behind it.
    let unknown = |item: usize| super::model::number(model.len() + item);
    let products: Vec<u32> =
        clicks.items.iter().enumerate().map(|(item, id)| model.product(id).unwrap_or_else(|| unknown(item))).collect();
    let known = products.iter().filter(|product| (**product as usize) < model.len()).count();
    let (sessions, ids) = Sessions::with_ids(&clicks, &products);
    let file =
        std::fs::File::create(&flags.out).with_context(|| format!("{} cannot be written", flags.out.display()))?;
    let mut csv = csv::Writer::from_writer(std::io::BufWriter::new(file));
    csv.write_record(["session_id", "prefix_length", "items"])?;
    let (mut scores, mut rows) = (Scores::new(), 0_u64);
    for (session, id) in sessions.iter().zip(ids) {
        for length in 1..=session.len() {
            let prefix = session.get(..length).unwrap_or_default();
            let seen = if flags.exclude_seen { prefix } else { &[] };
            let best = model.next(prefix, seen, flags.k.into(), &mut scores);
            let items: Vec<&str> = best.iter().map(|neighbour| model.id(neighbour.product)).collect();
            csv.write_record([clicks.sessions.get(id), &length.to_string(), &items.join(" ")])?;
            rows += 1;
        }
    }
    csv.into_inner().map_err(|error| error.into_error())?.flush()?;
    report.notes.push(format!("{known} of {} products are known to the model", products.len()));
    Ok(format!("{report}{rows} rows written to {}\n", flags.out.display()))
}
