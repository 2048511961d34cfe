//! `cargo xtask test`: every check of the project, one line each.

use std::env;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::browsers::{Browser, Installed};
use crate::command::{self, Ending, cargo, log_file};
use crate::counts::Counts;
use crate::nudge::Nudge;
use crate::packages::checks;
use crate::process::{kill_descendants, on_interrupt};
use crate::step::{Step, note};
use crate::wasm_target::{self, TARGET};
use crate::{build, paths, size, tools};

/// What the whole may take. Half of it is usual, from nothing on two cores; what takes longer hangs.
const LIMIT: Duration = Duration::from_secs(80 * 60);

/// The same packages and features every time, so that none is compiled twice.
const EVERYTHING: [&str; 3] = ["--workspace", "--features", "vitrina/cli"];
const JOURNEYS: [&str; 2] = ["--features", "vitrina-e2e/journeys"];

/// What wasm-bindgen's runner says of a page that the browser did not finish loading, which says nothing of the tests.
const NOT_BEGUN: &str = "Failed to detect test as having been run";
/// Journeys that Chromium is enough for, by their file in `tests/e2e/tests`, and why. All others run in every browser: how pages
/// are read and changed, what is stored and told, the shop systems' pages and the libraries', and the main stories.
const ONCE: [(&str, &str); 12] = [
    ("tour", "plays stories that have journeys of their own"),
    ("pictures", "takes pictures for the README"),
    ("still", "counts layout shifts, which only Chromium tells"),
    ("dialogs", "needs a window so small that only Chromium has it"),
    ("accessibility", "judges markup that is the same everywhere"),
    ("suggestions", "shows what the engine recommends, which replays to the same bytes everywhere"),
    ("segments", "shows what the engine says to whom"),
    ("offer_stories", "shows when the engine makes offers"),
    ("experiment", "shows what the engine divides"),
    ("languages", "reads our own words, and where style sheets put them"),
    ("hand_over", "joins profiles, which the engine does"),
    ("telemetry", "tells vendors in their words; that they may be told at all is asked everywhere"),
];
/// Up to so many failed journeys are tried again; more are no chance.
const MAY_BE_CHANCE: usize = 8;
/// How often they are.
const FURTHER_TRIES: u8 = 2;

/// What to test; everything by default.
#[derive(Args, Debug)]
pub struct Options {
    /// Run only this; may be repeated.
    #[arg(long, value_name = "STEP")]
    only: Vec<Part>,
    /// Use only this browser; may be repeated.
    #[arg(long, value_name = "NAME")]
    browser: Vec<Browser>,
    /// Run only tests whose name contains this.
    filter: Option<String>,
}

/// One part of the whole, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting, with rustfmt.
    Fmt,
    /// Clippy, native and wasm32, warnings denied.
    Lint,
    /// Tests that need no browser.
    Native,
    /// The packages outside of browsers: for npm and for shop systems.
    Packages,
    /// The tests of the wasm inside browsers.
    Browser,
    /// The built shop in browsers, through WebDriver.
    E2e,
    /// The size budget.
    Size,
}

/// Runs the tests and prints `N passed, N failed, N skipped` last. True when none failed.
///
/// # Errors
/// When there is nowhere to write to.
pub fn test(options: &Options) -> Result<bool> {
    let scratch = env::temp_dir().join(format!("vitrina-test-{}", process::id()));
    fs::create_dir_all(&scratch)?;
    let clean_up = {
        let scratch = scratch.clone();
        move || {
            kill_descendants(process::id());
            let _ = fs::remove_dir_all(&scratch);
        }
    };
    on_interrupt(clean_up.clone())?;
    let counts = Counts::default();
    let mut run =
        Run { options, scratch, browsers: Vec::new(), counts, failed: Vec::new(), until: Instant::now() + LIMIT };
    run.everything();
    clean_up();
    for failed in &run.failed {
        eprintln!(" FAIL  {failed}");
    }
    println!("{}", run.counts);
    Ok(run.counts.failed == 0)
}

struct Run<'a> {
    options: &'a Options,
    /// For profiles and everything else that browsers leave behind.
    scratch: PathBuf,
    browsers: Vec<Installed>,
    counts: Counts,
    /// What failed, to be named at the end.
    failed: Vec<String>,
    /// When everything has to be over.
    until: Instant,
}

impl Run<'_> {
    fn everything(&mut self) {
        self.part(Part::Fmt, Self::formatting);
        self.part(Part::Lint, Self::lint);
        let needs_site = [Part::Native, Part::Packages, Part::E2e, Part::Size].into_iter().any(|part| self.wants(part));
        let site = !needs_site || self.build();
        self.part(Part::Native, Self::native);
        if site {
            self.part(Part::Packages, Self::packages);
        }
        self.find_browsers();
        self.part(Part::Browser, Self::wasm_tests);
        if site {
            self.part(Part::E2e, Self::end_to_end);
            self.part(Part::Size, Self::size);
        }
    }

    /// Does a part if it is wanted. That it cannot be done is a failure, but not the end.
    fn part(&mut self, part: Part, run: fn(&mut Self) -> Result<()>) {
        if self.wants(part)
            && let Err(error) = run(self)
        {
            self.fail(&format!("{error:#}"));
        }
    }

    fn fail(&mut self, why: &str) {
        eprintln!(" FAIL  {why}");
        self.failed.push(why.to_owned());
        self.counts.failed += 1;
    }

    /// With a filter, only what has tests to choose from.
    fn wants(&self, part: Part) -> bool {
        let named = self.options.only.is_empty() || self.options.only.contains(&part);
        let has_tests = matches!(part, Part::Native | Part::Browser | Part::E2e);
        named && (has_tests || self.options.filter.is_none())
    }

    fn formatting(&mut self) -> Result<()> {
        self.check("formatting", cargo().args(["fmt", "--all", "--check", "--", "--color=never"]))
    }

    fn lint(&mut self) -> Result<()> {
        let deny = ["--", "--deny", "warnings"];
        let mut native = cargo();
        native.arg("clippy").args(EVERYTHING).args(JOURNEYS).arg("--all-targets").args(deny);
        self.check("lints, native", &mut native)?;
        wasm_target::ensure()?;
        let mut wasm = cargo();
        wasm.args(["clippy", "--package", "vitrina", "--lib", "--tests", "--target", TARGET]).args(deny);
        self.check("lints, wasm32", &mut wasm)
    }

    /// The site as it would be served. A failure counts for everything that then cannot run.
    fn build(&mut self) -> bool {
        match build::build() {
            Ok(()) => self.counts.passed += 1,
            Err(error) => {
                self.fail(&format!("{error:#}"));
                return false;
            }
        }
        true
    }

    fn native(&mut self) -> Result<()> {
        let mut tests = cargo();
        tests.arg("test").args(EVERYTHING).arg("--no-fail-fast");
        self.tests("native tests", &mut tests)
    }

    fn packages(&mut self) -> Result<()> {
        for checks::Check { title, command } in checks::checks() {
            match command {
                Ok(mut command) => self.check(&title, &mut command)?,
                Err(missing) => {
                    eprintln!(" skip  {title}: install {missing}");
                    self.counts.skipped += 1;
                }
            }
        }
        Ok(())
    }

    /// The wanted browsers that can be had. Each other one is skipped by name; to have none is a failure.
    fn find_browsers(&mut self) {
        let needed: Vec<Part> = [Part::Browser, Part::E2e].into_iter().filter(|part| self.wants(*part)).collect();
        if needed.is_empty() {
            return;
        }
        let wanted = if self.options.browser.is_empty() { &Browser::ALL[..] } else { &self.options.browser };
        for &browser in wanted {
            if let Some(installed) = browser.find_or_install() {
                self.browsers.push(installed);
                continue;
            }
            for part in &needed {
                let tests = match part {
                    // Their runner knows no WebKit here.
                    Part::Browser if browser == Browser::Webkit => continue,
                    Part::Browser => "wasm tests",
                    _ => "end-to-end tests",
                };
                eprintln!(" skip  {tests} in {browser}: install {}", browser.needs());
                self.counts.skipped += 1;
            }
        }
        if self.browsers.is_empty() {
            self.fail(&format!("no browser to test in: install {}", Browser::Chromium.needs()));
        }
    }

    /// The wasm-bindgen tests of the package, in the browsers their runner knows.
    fn wasm_tests(&mut self) -> Result<()> {
        wasm_target::ensure()?;
        let runner = tools::bindgen_program("wasm-bindgen-test-runner")?;
        for installed in self.browsers.clone() {
            let driver = match installed.browser {
                Browser::Chromium => "CHROMEDRIVER",
                Browser::Firefox => "GECKODRIVER",
                Browser::Webkit => continue,
            };
            let nudge = Nudge::begin()?;
            let mut tests = cargo();
            tests
                .env("WASM_BINDGEN_TEST_ADDRESS", nudge.address.to_string())
                .args(["test", "--package", "vitrina", "--lib", "--tests", "--target", TARGET, "--no-fail-fast"])
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
                // The runner serves the wasm whole, and with 20 MB of debug information browsers choke on it.
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .env("WASM_BINDGEN_USE_BROWSER", "1")
                .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
                .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
                .env(driver, &installed.driver);
            // The runner takes the first driver it has a name for.
            for other in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
                if other != driver {
                    tests.env_remove(other);
                }
            }
            self.tests(&format!("wasm tests in {}", installed.browser), &mut tests)?;
        }
        Ok(())
    }

    fn end_to_end(&mut self) -> Result<()> {
        for installed in self.browsers.clone() {
            let mut tests = cargo();
            tests.arg("test").args(EVERYTHING).args(JOURNEYS).args(["--test", "journeys"]);
            tests.env("VITRINA_BROWSER", installed.browser.name()).arg("--").args(&self.options.filter);
            // Journeys wait more than they work: one more than there are processors take a fifth less time in Chromium. WebKit draws by
            // the processor alone, and sometimes does not start beside two others.
            if installed.browser != Browser::Webkit {
                let processors = available_parallelism().map_or(1, NonZero::get);
                tests.arg(format!("--test-threads={}", processors + 1));
            }
            if installed.browser != Browser::Chromium {
                for (file, _) in ONCE {
                    tests.args(["--skip", &format!("{file}::")]);
                }
                note(&format!(
                    "in Chromium alone, for the reasons in xtask/src/test.rs: {}",
                    ONCE.map(|(file, _)| file).join(", ")
                ));
            }
            let title = format!("end-to-end tests in {}", installed.browser);
            let before = self.counts;
            let mut failures = self.run(&title, &mut tests, |_, output| Counts::in_output(output))?;
            for _ in 0..FURTHER_TRIES {
                if !(1..=MAY_BE_CHANCE).contains(&failures.len()) {
                    break;
                }
                failures = self.once_more(installed.browser, failures, before)?;
            }
            self.remember(&title, failures);
        }
        Ok(())
    }

    /// Runs the few journeys that failed again, alone: a machine that was busy for a moment is no fault of theirs. Those that
    /// pass now are named, and count as passed; the answer are the others.
    fn once_more(&mut self, browser: Browser, failures: Vec<String>, before: Counts) -> Result<Vec<String>> {
        let whole = self.counts;
        let mut tests = cargo();
        tests.arg("test").args(EVERYTHING).args(JOURNEYS).args(["--test", "journeys"]);
        tests.env("VITRINA_BROWSER", browser.name()).args(["--", "--exact", "--test-threads=1"]).args(&failures);
        self.counts = before;
        let title = format!("those that failed in {browser}, once more");
        let still = self.run(&title, &mut tests, |_, output| Counts::in_output(output))?;
        let passed: Vec<&str> = failures.iter().filter(|name| !still.contains(name)).map(String::as_str).collect();
        let again = self.counts.passed - before.passed;
        self.counts = whole;
        if again as usize == passed.len() && !passed.is_empty() {
            self.counts.passed += again;
            self.counts.failed -= again;
            note(&format!("in {browser} only at another try: {}", passed.join(", ")));
            return Ok(still);
        }
        Ok(failures)
    }

    fn size(&mut self) -> Result<()> {
        size::check()?;
        Step::start("size budget").done("1 passed, 0 failed, 0 skipped");
        self.counts.passed += 1;
        Ok(())
    }

    /// A command that is one check: it passes or fails as a whole.
    fn check(&mut self, title: &str, command: &mut Command) -> Result<()> {
        self.run_once(title, command, |success, _| Counts { passed: success.into(), ..Counts::default() })
    }

    /// A command that runs tests: each counts.
    fn tests(&mut self, title: &str, command: &mut Command) -> Result<()> {
        if let Some(filter) = &self.options.filter {
            command.arg("--").arg(filter);
        }
        self.run_once(title, command, |_, output| Counts::in_output(output))
    }

    /// Runs `command` as a step that gets no second try.
    fn run_once(&mut self, title: &str, command: &mut Command, count: impl Fn(bool, &str) -> Counts) -> Result<()> {
        let failures = self.run(title, command, count)?;
        self.remember(title, failures);
        Ok(())
    }

    /// What failed is named again at the end, where nothing else stands between.
    fn remember(&mut self, title: &str, failures: Vec<String>) {
        self.failed.extend(failures.into_iter().map(|name| format!("{title}: {name}")));
    }

    /// Runs `command` as a step; the answer are the tests that failed in it, or that it did as a whole.
    fn run(&mut self, title: &str, command: &mut Command, count: impl Fn(bool, &str) -> Counts) -> Result<Vec<String>> {
        let log = log_file("test-logs", title);
        let mut step = Step::start(title);
        // A backtrace of a failed expectation leads into the harness, not to the cause.
        command.env("RUST_BACKTRACE", "0").env("TMPDIR", &self.scratch);
        let mut tries = 3;
        let (ending, output) = loop {
            let ending = command::run(command, &log, self.until - Instant::now(), &mut step)?;
            // What a test program left behind must not meet the next one.
            kill_descendants(process::id());
            let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
            tries -= 1;
            if ending == Ending::Success || tries == 0 || !output.contains(NOT_BEGUN) {
                break (ending, output);
            }
            note("the browser never began with the tests; once more");
        };
        let mut counts = count(ending == Ending::Success, &output);
        let mut failures = failures(&output);
        if ending == Ending::Success {
            step.done(&counts.to_string());
        } else {
            if failures.is_empty() {
                failures.push("the whole".to_owned());
            }
            // It may have died before it could report.
            counts.failed = counts.failed.max(1);
            step.failed(&counts.to_string());
            explain(&log, &output, ending);
        }
        self.counts += counts;
        Ok(failures)
    }
}

/// The names of the tests that a test program says have failed.
fn failures(output: &str) -> Vec<String> {
    let failed = |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
    output.lines().filter_map(failed).collect()
}

/// Prints what a failed command said, without what was compiled and what passed.
fn explain(log: &Path, output: &str, ending: Ending) {
    let noise = ["Compiling ", "Checking ", "Downloading ", "Downloaded ", "running ", "test result: ok"];
    let matters = |line: &str| !line.ends_with("... ok") && !noise.iter().any(|start| line.starts_with(start));
    for line in output.lines().filter(|line| matters(line.trim())) {
        eprintln!("       {line}");
    }
    if ending == Ending::TimeOut {
        note(&format!("it was ended, since the whole may take no more than {} minutes", LIMIT.as_secs() / 60));
    }
    note(&format!("the above is in {}", paths::short(log)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_in_one_browser_is_there() {
        for (file, _) in ONCE {
            assert!(paths::root().join(format!("tests/e2e/tests/{file}.rs")).exists(), "{file}");
        }
    }

    #[test]
    fn those_that_failed_are_named() {
        let output = "running 3 tests\ntest offer::s18 ... FAILED\ntest grid::s04 ... ok\ntest tabs::two ... FAILED\n\n\
            failures:\n    offer::s18\n    tabs::two\n";
        assert_eq!(failures(output), ["offer::s18", "tabs::two"]);
    }
}
