//! Saying what is being done: a line that moves on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Without a terminal, a sign of life is printed this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);

/// One piece of work, from its first line to its last.
#[derive(Debug)]
pub struct Step {
    bar: Option<ProgressBar>,
    title: String,
    started: Instant,
    last_sign: Instant,
}

impl Step {
    /// Says that `title` begins.
    #[must_use]
    pub fn start(title: impl Into<String>) -> Self {
        let title = title.into();
        let started = Instant::now();
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {elapsed}  {wide_msg:.dim}") {
                bar.set_style(style);
            }
            bar.set_prefix(title.clone());
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        if bar.is_none() {
            eprintln!("  ...  {title}");
        }
        Self { bar, title, started, last_sign: started }
    }

    /// Shows how far the work has come.
    pub fn progress(&mut self, message: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(message.to_owned());
        } else if self.last_sign.elapsed() >= SIGN_OF_LIFE {
            self.last_sign = Instant::now();
            eprintln!("       {} ({}): {message}", self.title, seconds(self.started.elapsed()));
        }
    }

    /// The last line of work that went well; `result` may be empty.
    pub fn done(self, result: &str) {
        self.end("ok", result);
    }

    /// The last line of work that did not go well.
    pub fn failed(self, result: &str) {
        self.end("FAIL", result);
    }

    fn end(self, word: &str, result: &str) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let gap = if result.is_empty() { "" } else { ": " };
        eprintln!("{word:>5}  {}{gap}{result} ({})", self.title, seconds(self.started.elapsed()));
    }
}

/// A line that stands by itself: why something is left out, or is done in another way.
pub fn note(line: &str) {
    eprintln!(" note  {line}");
}

/// A duration as people say it: `0.4 s`, `12 s`, `2 min 5 s`.
#[must_use]
pub fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        whole @ 10..=59 => format!("{whole} s"),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(seconds(Duration::from_millis(440)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(12)), "12 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 5 s");
    }
}
