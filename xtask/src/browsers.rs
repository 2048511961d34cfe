//! The browsers tests run in: where they are, and how the missing ones are had.

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::step::note;
use crate::{apt, paths, tools};

/// A browser, named for its engine where that is what matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Browser {
    /// Chromium, or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK's MiniBrowser: close to Safari.
    Webkit,
}

/// What Chromium's program is called. In the one without a window journeys take three fifths of the time.
const CHROMIUMS: [&str; 5] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"];

/// A browser that is here, with the program that speaks WebDriver for it.
#[derive(Clone, Debug)]
pub struct Installed {
    /// Which it is.
    pub browser: Browser,
    /// The browser's own program.
    pub program: PathBuf,
    /// Its WebDriver.
    pub driver: PathBuf,
}

impl Browser {
    /// All of them, the most used engine first.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// Its name, as in `--browser` and `VITRINA_BROWSER`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Looks for it.
    #[must_use]
    pub fn find(self) -> Option<Installed> {
        let first = |names: &[&str]| names.iter().find_map(|name| paths::on_path(name));
        let (program, driver) = match self {
            Self::Chromium => (first(&CHROMIUMS), first(&["chromedriver"])),
            Self::Firefox => (
                first(&["firefox-esr", "firefox"]),
                first(&["geckodriver"]).or_else(|| tools::installed("geckodriver")),
            ),
            // It has no window of its own to hide: it needs a display.
            Self::Webkit => (mini_browser(), first(&["WebKitWebDriver"]).filter(|_| first(&["Xvfb"]).is_some())),
        };
        Some(Installed { browser: self, program: program?, driver: driver? })
    }

    /// Looks for it, and installs it where that can be done: with apt as root, geckodriver with cargo.
    #[must_use]
    pub fn find_or_install(self) -> Option<Installed> {
        self.find().or_else(|| {
            match self {
                Self::Chromium => {
                    apt::install(&["chromium", "chromium-driver"]);
                    // Not every Debian has it.
                    apt::install(&["chromium-headless-shell"]);
                }
                Self::Firefox => {
                    if paths::on_path("firefox-esr").or_else(|| paths::on_path("firefox")).is_none() {
                        apt::install(&["firefox-esr"]);
                    }
                    if paths::on_path("geckodriver").or_else(|| tools::installed("geckodriver")).is_none()
                        && let Err(error) = tools::cargo_install("geckodriver", "0.37.1")
                    {
                        note(&format!("{error:#}"));
                    }
                }
                Self::Webkit => apt::install(&["webkit2gtk-driver", "xvfb"]),
            }
            self.find()
        })
    }

    /// What a contributor installs to have it.
    #[must_use]
    pub const fn needs(self) -> &'static str {
        match self {
            Self::Chromium => "chromium and chromedriver",
            Self::Firefox => "firefox and geckodriver",
            Self::Webkit => "WebKitGTK's MiniBrowser, WebKitWebDriver and Xvfb",
        }
    }
}

impl fmt::Display for Browser {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

/// Distributions put it beside the library, where no `PATH` leads.
fn mini_browser() -> Option<PathBuf> {
    let below = |folder: &str| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let homes = below("/usr/lib").chain(["/usr/lib".into(), "/usr/libexec".into()]);
    let candidates = homes.flat_map(|home: PathBuf| {
        ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"].map(|version| home.join(version).join("MiniBrowser"))
    });
    candidates.into_iter().find(|path: &PathBuf| path.is_file())
}
