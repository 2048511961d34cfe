//! The companion command: what merchants and contributors run at their desk.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use vitrina::offline::evaluate::{EvaluateFlags, evaluate};
use vitrina::offline::fit::{FitFlags, fit};
use vitrina::offline::predict::{PredictFlags, predict};
use vitrina::offline::train::{TrainFlags, train};
use vitrina::offline::{check, reference, replay, schema, types};

/// The companion of Vitrina: makes and measures models, checks configs, describes them, and replays journeys.
#[derive(Parser)]
#[command(name = "vitrina", version)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check configs: every problem at once, one a line. Fails when there is any.
    Check {
        /// The JSON files.
        #[arg(required = true, value_name = "CONFIG")]
        files: Vec<PathBuf>,
    },
    /// Print what would be decided after each event of a recorded journey, as JSON lines.
    Replay {
        /// The journey: one JSON object a line, such as `{ "time": 0, "name": "page_view" }`.
        events: PathBuf,
        /// The config to try.
        config: PathBuf,
        /// The shopper's name, which divides them in experiments.
        #[arg(long, default_value = "shopper")]
        shopper: String,
    },
    /// Print what a config may hold: a JSON Schema.
    Schema {
        /// TypeScript declarations instead: of the config and of the JavaScript API.
        #[arg(long, conflicts_with = "docs")]
        types: bool,
        /// A reference in Markdown instead.
        #[arg(long)]
        docs: bool,
    },
    /// Make a model of a shop's exports.
    Train(TrainFlags),
    /// Measure how well a model made of these exports would do.
    Evaluate(EvaluateFlags),
    /// Write what a model would suggest after every prefix of every session.
    Predict(PredictFlags),
    /// Fit the propensity to buy on an event log and churn on orders, and measure both on what was held out.
    Fit(FitFlags),
}

fn main() -> Result<ExitCode> {
    let (text, code) = match Line::parse().command {
        Command::Check { files } => checked(&files),
        Command::Replay { events, config, shopper } => {
            let mut text = Vec::new();
            // What was decided before a line that cannot be read is printed as well.
            let outcome = replay::journey(&events, &config, &shopper, &mut text);
            print(&text)?;
            return outcome.map(|()| ExitCode::SUCCESS);
        }
        Command::Fit(flags) => (fit(&flags)?, ExitCode::SUCCESS),
        Command::Schema { types: true, .. } => (types::declarations(), ExitCode::SUCCESS),
        Command::Schema { docs: true, .. } => (reference::reference(), ExitCode::SUCCESS),
        Command::Train(flags) => (train(&flags)?, ExitCode::SUCCESS),
        Command::Evaluate(flags) => (evaluate(&flags)?, ExitCode::SUCCESS),
        Command::Predict(flags) => (predict(&flags)?, ExitCode::SUCCESS),
        Command::Schema { .. } => (format!("{:#}\n", schema::schema()), ExitCode::SUCCESS),
    };
    print(text.as_bytes())?;
    Ok(code)
}

fn print(text: &[u8]) -> io::Result<()> {
    match io::stdout().write_all(text) {
        // Whoever reads has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// The findings on each file, and whether all are sound.
fn checked(files: &[PathBuf]) -> (String, ExitCode) {
    let mut text = String::new();
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let name = file.display();
        match check::file(file) {
            Ok(contents) => text += &format!("{name}: ok ({contents})\n"),
            Err(sentences) => {
                code = ExitCode::FAILURE;
                sentences.iter().for_each(|sentence| text += &format!("{name}: {sentence}\n"));
            }
        }
    }
    (text, code)
}
