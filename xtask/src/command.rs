//! Running a command with its output in a log, a limit on its time, and a sentence when it fails.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::step::Step;
use crate::{paths, process};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With exit status 0.
    Success,
    /// With another exit status, or by a signal.
    Failure,
    /// It was ended for taking longer than its limit.
    TimeOut,
}

/// Runs `command` to its end, everything it prints going to `log`; its last line shows as progress of `step`.
///
/// # Errors
/// When the command cannot be started or the log cannot be written.
pub fn run(command: &mut Command, log: &Path, limit: Duration, step: &mut Step) -> Result<Ending> {
    if let Some(parent) = log.parent() {
        fs::create_dir_all(parent)?;
    }
    let output = File::create(log).with_context(|| format!("cannot write {}", paths::short(log)))?;
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .spawn()
        .with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { Ending::Success } else { Ending::Failure });
        }
        if started.elapsed() > limit {
            process::kill_tree(child.id());
            child.wait()?;
            return Ok(Ending::TimeOut);
        }
        step.progress(&last_line(log));
        thread::sleep(Duration::from_millis(if started.elapsed().as_secs() < 1 { 10 } else { 100 }));
    }
}

/// A step that is one command: its own line, a log in `target/logs`, an error that says what to do.
///
/// # Errors
/// When the command fails, after the end of its output is printed: a sentence that ends in `fix`.
pub fn step(title: &str, command: &mut Command, fix: &str) -> Result<()> {
    let mut step = Step::start(title);
    let log = log_file("logs", title);
    let ending = run(command, &log, Duration::from_secs(1800), &mut step)?;
    if ending == Ending::Success {
        step.done("");
        return Ok(());
    }
    step.failed("");
    eprintln!("{}", tail(&log, 40));
    let sentence = format!("{title} failed; the whole output is in {}. {fix}", paths::short(&log));
    bail!("{}", sentence.trim_end())
}

/// What a quick command prints, without the trailing line break; `None` when it cannot be run or fails.
#[must_use]
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Cargo: the one that runs this program, in the checkout.
#[must_use]
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root()).env("CARGO_TERM_COLOR", "never").env("CARGO_TERM_PROGRESS_WHEN", "never");
    command
}

/// The log for `title` in the folder `folder` of the target directory.
#[must_use]
pub fn log_file(folder: &str, title: &str) -> PathBuf {
    let name: String = title.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    paths::target().join(folder).join(format!("{name}.log"))
}

fn last_line(log: &Path) -> String {
    tail(log, 1).trim().chars().take(160).collect()
}

/// The last `count` lines of a log.
fn tail(log: &Path, count: usize) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines.split_at(lines.len().saturating_sub(count)).1.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(script: &str, limit: Duration) -> Ending {
        let log = log_file("logs", &format!("test {script}"));
        run(Command::new("sh").args(["-c", script]), &log, limit, &mut Step::start(script)).unwrap()
    }

    #[test]
    fn endings_are_told_apart() {
        assert_eq!(ending("exit 0", Duration::from_secs(9)), Ending::Success);
        assert_eq!(ending("exit 3", Duration::from_secs(9)), Ending::Failure);
        assert_eq!(ending("sleep 9", Duration::from_millis(100)), Ending::TimeOut);
    }
}
