//! What a journey needs: a [`Site`] that can be made to fail, and a [`Shopper`] in a real browser.
//!
//! A journey is a test in a file of `tests/e2e/tests/`, named by the sentence it proves, and listed in `main.rs` there:
//!
//! ```no_run
//! use vitrina_e2e::{Result, Screen, Shopper, Site};
//!
//! #[tokio::test]
//! async fn a_shop_whose_engine_is_missing_works_as_without_it() -> Result<()> {
//!     let site = Site::start().await?;
//!     site.missing("/vitrina/engine_bg.wasm");
//!     let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
//!     shopper.visit("/").await?;
//!     shopper.click("nav a").await?;
//!     shopper.wait_for("main .card").await?;
//!     assert_eq!(shopper.records().await?.errors, [""; 0]);
//!     Ok(())
//! }
//! ```
//!
//! `cargo xtask test --only e2e` builds the site and runs them in every browser, but for the files that `ONCE` in
//! `xtask/src/test.rs` names; add `--browser firefox` for one browser and a part of a test's name to choose tests. With the site
//! built, `VITRINA_BROWSER=webkit cargo test -p vitrina-e2e --features journeys` works too. Pages that no shop would have
//! lie in `tests/pages` and are served at `/pages/`.
//!
//! Every test has a site, a driver, a browser and a profile of its own; nothing needs cleaning up.

mod console;
mod devtools;
mod driver;
mod faults;
mod screen;
mod shopper;
mod site;

pub use fantoccini::key::Key;

pub use console::{Message, Records, Shift};
pub use screen::Screen;
pub use shopper::{PATIENCE, Shopper};
pub use site::{Request, Site};

/// What a journey returns. The error says what was waited for, and what the page said meanwhile.
pub type Result<T> = anyhow::Result<T>;
