//! The companion command: what merchants and contributors run at their desk.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use vitrina::offline::{check, fit, reference, schema, types};

/// The companion of Vitrina: checks configs, and describes them.
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
    /// Print what a config may hold: a JSON Schema.
    Schema {
        /// TypeScript declarations instead: of the config and of the JavaScript API.
        #[arg(long, conflicts_with = "docs")]
        types: bool,
        /// A reference in Markdown instead.
        #[arg(long)]
        docs: bool,
    },
    /// Fit the model of the propensity to buy on an event log, and measure it on shoppers held out.
    Fit {
        /// CSV with the columns `event_time`, `event_type`, `product_id`, `price`, `user_id` and `user_session`; `.gz` is
        /// unpacked.
        #[arg(value_name = "EVENTS")]
        log: PathBuf,
    },
}

fn main() -> Result<ExitCode> {
    let (text, code) = match Line::parse().command {
        Command::Check { files } => checked(&files),
        Command::Fit { log } => (fit::file(&log)?.report, ExitCode::SUCCESS),
        Command::Schema { types: true, .. } => (types::declarations(), ExitCode::SUCCESS),
        Command::Schema { docs: true, .. } => (reference::reference(), ExitCode::SUCCESS),
        Command::Schema { .. } => (format!("{:#}\n", schema::schema()), ExitCode::SUCCESS),
    };
    match io::stdout().write_all(text.as_bytes()) {
        // Whoever reads has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(code),
        outcome => Ok(outcome.map(|()| code)?),
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
