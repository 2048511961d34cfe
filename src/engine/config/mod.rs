//! The schema of the merchant's JSON: every field with its meaning, unit, default and bounds.
//!
//! Declared once with [`section`](super::record), it serves the browser, `vitrina check`, the JSON Schema, the docs and the
//! TypeScript types. Every section is optional: an empty config still tracks, and reorders grids with cautious defaults.

mod content;
mod discreet;
mod experiment;
mod offer;
mod problem;
mod recommendation;
mod segment;

use alloc::vec::Vec;

pub use content::{Banner, Condition, Content, Link, Text, Variant, is_safe_link};
pub use experiment::{Bandit, Experiment, Namespace, Prior, Status};
pub use offer::{Cap, CartChange, ExitIntent, LocalTime, Nested, Offer, Schedule, Trigger, Weekday};
pub(crate) use problem::Report;
pub use problem::{Problem, sentences};
pub use recommendation::{Boost, Recommendation, Strategy};
pub use segment::Thresholds;

use super::record::{List, Named, Sound, choice, record, section};
use super::time::Hemisphere;
use super::value::Value;

section! {
    /// The merchant's config.
    pub struct Config {
        /// Address of the JSON Schema, for editors that complete and check while typing. Not read by Vitrina.
        pub schema as "$schema": Option<&'a str> = none;
        /// Version of the config's format. There is one so far.
        pub version: u32 [1, 1] = 1;
        /// Address of the catalogue on this shop's own origin, in the shape of Shopify's `/products.json`. With it,
        /// products can be ranked and recommended that the shopper has not come across yet. It is fetched after the page has loaded.
        pub catalog: Option<&'a str> = none;
        /// ISO 4217 code of the catalogue's prices. Without it they are taken to be in the currency of the page. Where a page
        /// has another one, lists show the catalogue's `presentment_prices` in that, or no price.
        pub currency: Option<&'a str> = none;
        /// Address of the shop's model on its own origin, a file that `vitrina train` wrote. With it, recommendations know
        /// what is looked at and bought together. It is fetched after the page has loaded.
        pub model: Option<&'a str> = none;
        /// Named groups of shoppers, each a condition over the attributes. A shopper may be in several. A segment may build
        /// on others, in any order: `{ "segments": "loyal" }`. One with the name of a built-in segment replaces it.
        pub segments: Named<'a, Condition<'a>> = {};
        /// Where the built-in segments begin.
        pub thresholds: Thresholds<'a> = {};
        /// How product grids are reordered. The first entry whose selector a grid answers to applies; an entry without
        /// a selector answers to all. Without entries every recognized grid is reordered with the defaults.
        pub grids: List<'a, Grid<'a>> = [];
        /// Banners that change with the shopper.
        pub banners: List<'a, Banner<'a>> = [];
        /// Lists of recommended products.
        pub recommendations: List<'a, Recommendation<'a>> = [];
        /// Which categories go with a category, for the strategy `complements`: `{ "cameras": ["camera-accessories"] }`.
        /// Names are in lower case with hyphens for blanks, as in `affinity.category`.
        pub complements: Named<'a, List<'a, &'a str>> = {};
        /// Offers in a dialog, one at a time.
        pub offers: List<'a, Offer<'a>> = [];
        /// A/B tests. One may depend on those listed before it: `{ "experiments.hero-words": "greeting" }`.
        pub experiments: List<'a, Experiment<'a>> = [];
        /// Share of shoppers who see the page as the merchant made it, to measure against. 0 is nobody, 1 everybody.
        pub holdout: f64 [0, 1] = 0;
        /// Traits that may shape what is shown and must never be spoken: no text may hold them. So are those that
        /// `identify` marks as discreet.
        pub discreet: List<'a, &'a str> = [];
        /// The shop's time zone by its IANA name, such as `Europe/Belgrade`, for schedules. Without it: UTC.
        pub time_zone: Option<&'a str> = none;
        /// Where permission to remember the shopper comes from.
        pub consent: Consent<'a> = {};
        /// Which half of the earth the shop sells in, for `time.season` of the attributes.
        pub hemisphere: Hemisphere = ("north");
        /// How fast interests fade.
        pub profile: Memory = {};
    }
}

section! {
    /// How a product grid is reordered.
    pub struct Grid {
        /// CSS selector of the container whose children are the cards. Without it: every recognized grid.
        pub selector: Option<&'a str> = none;
        /// Weight of the shopper's interests against the merchant's order. 0 keeps the merchant's order exactly; 1 lets
        /// interests decide wherever there are any. Beyond 0.7 a good order of the merchant's can get worse.
        pub strength: f64 [0, 1] = 0.6;
        /// Cards at the start of the grid that stay where they are. Cards marked `data-vitrina-pin` always do.
        pub pin: u32 [0, 1000] = 0;
        /// Cards that may move to the front; the others keep the merchant's order behind them.
        pub promote: u32 [0, 1000] = 12;
    }
}

section! {
    /// Where permission to remember the shopper comes from.
    pub struct Consent {
        /// Who speaks for the shopper.
        pub source: ConsentSource = ("auto");
    }
}

choice! {
    /// Who speaks for the shopper's consent.
    pub enum ConsentSource {
        /// Whatever is found on the page: the tag's `data-consent`, `setConsent`, Google Consent Mode, IAB TCF, Shopify's Customer Privacy, the WP Consent API, OneTrust, Cookiebot, CookieYes, Complianz and Global Privacy Control. Where several speak, the strictest holds.
        Auto = "auto",
        /// Only `setConsent` and the tag's `data-consent`.
        Api = "api",
    }
}

record! {
    /// How fast interests fade.
    pub struct Memory {
        /// Days after which an interest counts half.
        pub half_life: f64 [1, 400] = 30;
        /// Minutes after which an interest counts half in the session; see `session.affinity` of the attributes.
        pub session_half_life: f64 [1, 1440] = 20;
        /// Days without a visit after which everything is forgotten.
        pub keep: f64 [1, 395] = 395;
    }
}

impl Config<'_> {
    /// Reads a config.
    ///
    /// # Errors
    /// Every problem at once, each with its place and what would be right.
    pub fn read(value: &Value) -> Result<Sound, Vec<Problem>> {
        let mut across = Report::default();
        cross_check(value, &mut across);
        match Sound::read::<Config<'static>>(value) {
            Ok(config) if across.problems.is_empty() => Ok(config),
            Ok(_) => Err(across.problems),
            Err(mut problems) => {
                problems.append(&mut across.problems);
                Err(problems)
            }
        }
    }

    /// All defaults.
    #[must_use]
    pub fn usual() -> Sound {
        Sound::defaults::<Config<'static>>()
    }
}

/// What no single field can tell. Looks at the config as it was written, so that a mistake elsewhere hides nothing, and
/// is silent about what the reader reports.
fn cross_check(config: &Value, report: &mut Report) {
    segment::check(config.member("segments"), report);
    for section in ["experiments", "offers"] {
        let start = report.enter(section);
        let mut ids = Vec::new();
        for (index, entry) in config.member(section).elements().iter().enumerate() {
            let length = report.enter_element(index);
            let id = entry.member("id");
            if let Some(text) = id.as_str() {
                if ids.contains(&text) {
                    report.reject_member("id", id, "an id that no other entry has");
                }
                ids.push(text);
            }
            if section == "offers" {
                offer::cross_check(entry, report);
            } else {
                experiment::cross_check(entry, report);
            }
            report.leave(length);
        }
        report.leave(start);
    }
    discreet::check(config, report);
}

impl Grid<'_> {
    /// Reads the settings of one grid; nothing is all defaults.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn read(value: &Value) -> Result<Sound, Vec<Problem>> {
        if value.is_null() { Ok(Self::usual()) } else { Sound::read::<Grid<'static>>(value) }
    }

    /// All defaults.
    #[must_use]
    pub fn usual() -> Sound {
        Sound::defaults::<Grid<'static>>()
    }
}
