//! A browser of a test's own: its WebDriver, its display where it needs one, its profile; gone when dropped.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Mutex;
use xtask::browsers::{Browser, Installed};
use xtask::process::kill_tree;

use crate::Screen;

/// How long a driver or a browser may take to start.
const START: Duration = Duration::from_secs(60);

/// Held by the test that looks for a free port.
static LOOKING: Mutex<()> = Mutex::const_new(());

/// The processes behind one browser.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) browser: Browser,
    processes: Vec<Child>,
    /// Profiles and everything else the browser writes.
    home: TempDir,
}

impl Driver {
    /// Starts the browser chosen by `VITRINA_BROWSER` (`chromium` when unset).
    pub(crate) async fn start(screen: Screen) -> Result<(Self, Client)> {
        let installed = chosen()?;
        let home = tempfile::Builder::new().prefix("vitrina-").tempdir()?;
        let mut driver = Self { browser: installed.browser, processes: Vec::new(), home };
        let port = driver.launch(&installed).await?;
        let client = driver.connect(port, capabilities(&installed, screen, driver.home.path())).await?;
        Ok((driver, client))
    }

    /// Starts the WebDriver program on a free port, and waits until it listens there.
    async fn launch(&mut self, installed: &Installed) -> Result<u16> {
        // A port is found by taking it and giving it back. Until the driver has it, no other test may look for one.
        let _looking = LOOKING.lock().await;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let home = self.home.path();
        let mut command = Command::new(&installed.driver);
        command.arg(format!("--port={port}")).env("TMPDIR", home).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(Stdio::null());
        match installed.browser {
            Browser::Chromium => {}
            // Its default port for another protocol would collide with that of a test beside this one.
            Browser::Firefox => {
                command.arg("--websocket-port=0").env("MOZ_CRASHREPORTER_DISABLE", "1");
                narrow(&home.join("firefox/chrome"), "userChrome.css", ":root { min-width: 0 !important; }")?;
            }
            Browser::Webkit => {
                let (display, name) = display()?;
                self.processes.push(display);
                command.env("DISPLAY", name).env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1");
                for folder in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
                    command.env(folder, home);
                }
                let small = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }
                    image { -gtk-icon-transform: scale(0); }";
                narrow(&home.join("gtk-3.0"), "gtk.css", small)?;
            }
        }
        let child = command.spawn().with_context(|| format!("cannot start {}", installed.driver.display()))?;
        self.processes.push(child);
        let started = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            if let Some(status) = self.processes.last_mut().and_then(|driver| driver.try_wait().ok().flatten()) {
                bail!("the WebDriver of {} ended at once: {status}", self.browser);
            }
            if started.elapsed() > START {
                bail!("the WebDriver of {} did not start within {} s", self.browser, START.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(port)
    }

    /// Opens a session.
    async fn connect(&self, port: u16, capabilities: Capabilities) -> Result<Client> {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let url = format!("http://127.0.0.1:{port}");
        let session = tokio::time::timeout(START, builder.connect(&url)).await;
        let browser = self.browser;
        session
            .with_context(|| format!("{browser} did not start within {} s", START.as_secs()))?
            .with_context(|| format!("{browser} did not start"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The display last: browsers complain about losing it.
        for process in self.processes.iter_mut().rev() {
            kill_tree(process.id());
            let _ = process.wait();
        }
    }
}

/// The browser the tests are run in.
fn chosen() -> Result<Installed> {
    let name = std::env::var("VITRINA_BROWSER").unwrap_or_else(|_| Browser::Chromium.name().into());
    let known = || Browser::ALL.map(Browser::name).join(", ");
    let browser = Browser::ALL.into_iter().find(|browser| browser.name() == name);
    let browser = browser.with_context(|| format!("VITRINA_BROWSER is {name:?}; it must be one of {}", known()))?;
    browser.find().with_context(|| format!("{browser} is not here: install {}", browser.needs()))
}

/// A virtual display and its name.
fn display() -> Result<(Child, String)> {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start Xvfb")?;
    let mut number = String::new();
    if let Some(output) = server.stdout.take() {
        BufReader::new(output).read_line(&mut number)?;
    }
    Ok((server, format!(":{}", number.trim())))
}

/// Writes the style sheet without which a browser's own toolbar keeps its window wider than a phone.
fn narrow(folder: &Path, name: &str, style: &str) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(name), style).context("a profile cannot be written")
}

fn capabilities(installed: &Installed, screen: Screen, home: &Path) -> Capabilities {
    let (width, height) = screen.size();
    let phone = screen == Screen::Phone;
    let options = match installed.browser {
        Browser::Chromium => {
            let args = [
                "--headless",
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--disable-dev-shm-usage",
            ];
            let metrics = json!({ "width": width, "height": height, "pixelRatio": 2, "touch": true });
            let emulation = if phone { json!({ "deviceMetrics": metrics }) } else { json!({}) };
            ("goog:chromeOptions", json!({ "binary": installed.program, "args": args, "mobileEmulation": emulation }))
        }
        Browser::Firefox => {
            let args = [PathBuf::from("-headless"), "-profile".into(), home.join("firefox")];
            // 1 is a coarse pointer that cannot hover, 6 a fine one that can.
            let pointer = if phone { 1 } else { 6 };
            let prefs = json!({
                "toolkit.legacyUserProfileCustomizations.stylesheets": true,
                "dom.w3c_touch_events.enabled": i32::from(phone),
                "ui.primaryPointerCapabilities": pointer,
                "ui.allPointerCapabilities": pointer,
            });
            ("moz:firefoxOptions", json!({ "binary": installed.program, "args": args, "prefs": prefs }))
        }
        Browser::Webkit => {
            ("webkitgtk:browserOptions", json!({ "binary": installed.program, "args": ["--automation"] }))
        }
    };
    let timeouts = json!({ "implicit": 0, "pageLoad": 60_000, "script": 60_000 });
    [(options.0.to_owned(), options.1), ("timeouts".to_owned(), timeouts)]
        .into_iter()
        .collect::<serde_json::Map<_, Value>>()
}
