//! Counting tests, from what test programs print.

use std::fmt;
use std::ops::AddAssign;

/// How many tests and checks passed, failed, and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that passed.
    pub passed: u32,
    /// Those that failed.
    pub failed: u32,
    /// Those that were not run.
    pub skipped: u32,
}

impl Counts {
    /// The sum of every `test result:` line in what a test program printed.
    #[must_use]
    pub fn in_output(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines().filter_map(|line| line.trim_start().strip_prefix("test result: ")) {
            let number = |word: &str| {
                let part = line.split([';', '.']).find_map(|part| part.trim().strip_suffix(word));
                part.and_then(|count| count.trim().parse().ok()).unwrap_or(0)
            };
            counts += Self { passed: number("passed"), failed: number("failed"), skipped: number("ignored") };
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_line_counts() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n\
            test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s\n\
            test result: ok. 4 passed; 0 failed; 2 ignored; 0 filtered out; finished in 0.31s\n";
        assert_eq!(Counts::in_output(output).to_string(), "17 passed, 2 failed, 3 skipped");
    }

    #[test]
    fn output_without_a_result_counts_nothing() {
        assert_eq!(Counts::in_output("error: could not compile"), Counts::default());
    }
}
