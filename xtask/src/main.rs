//! The command line of `cargo xtask`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the terminal")]

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{bench, build, demo, size, test};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything that is served, into dist/.
    Build,
    /// Build everything and serve the demo shop on this machine.
    Demo {
        /// The port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run every test: formatting, lints, native, in browsers, end to end, sizes.
    Test(test::Options),
    /// Measure what a shopper's device does, and training; fails when a demand is not met.
    Bench(bench::Options),
    /// Build, print what shoppers download, and check it against www/size-budget.json.
    Size,
}

fn main() -> ExitCode {
    match run(Line::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all went well.
fn run(command: Command) -> Result<bool> {
    match command {
        Command::Build => build::build()?,
        Command::Demo { port } => demo::demo(port)?,
        Command::Test(options) => return test::test(&options),
        Command::Bench(options) => return bench::bench(&options),
        Command::Size => {
            build::build()?;
            print!("{}", size::check()?);
        }
    }
    Ok(true)
}
