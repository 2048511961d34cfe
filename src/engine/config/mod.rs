//! The schema of the merchant's JSON: every field with its meaning, unit, default and bounds.
//!
//! Declared once with [`section`](super::record), it serves the browser, `vitrina check`, the JSON Schema, the docs and the
//! TypeScript types. Every section is optional: an empty config still tracks, and reorders grids with cautious defaults.

mod content;
mod problem;
mod segment;

use alloc::vec::Vec;

pub use content::{Banner, Condition, Content, Link, Text, Variant, is_safe_link};
pub(crate) use problem::Report;
pub use problem::{Problem, sentences};
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
        /// Offers in a dialog. At most one is shown on a page view: of those eligible the first in this list.
        pub offers: List<'a, Offer<'a>> = [];
        /// A/B tests.
        pub experiments: List<'a, Experiment<'a>> = [];
        /// Share of shoppers who see the page as the merchant made it, to measure against. 0 is nobody, 1 everybody.
        pub holdout: f64 [0, 1] = 0;
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

choice! {
    /// Which products a recommendation holds.
    pub enum Strategy {
        /// Products of the catalogue that suit what the shopper looked at.
        ForYou = "for_you",
        /// What the shopper looked at, newest first.
        RecentlyViewed = "recently_viewed",
        /// The newest products of the catalogue.
        NewArrivals = "new_arrivals",
    }
}

section! {
    /// An offer in a dialog.
    pub struct Offer {
        /// Name in reports and in the caps' memory.
        pub id: &'a str;
        /// What brings it up.
        pub trigger: Trigger<'a>;
        /// Shown only where this holds.
        pub when: Condition<'a> = {};
        /// What it says.
        pub content: Content<'a>;
        /// How often it may be shown.
        pub cap: Cap<'a> = {};
    }
}

section! {
    /// What brings an offer up. Where several are given, whichever happens first.
    pub struct Trigger {
        /// The shopper is about to leave: the pointer leaves the window at the top, or, on touch screens, a fast scroll back up.
        pub exit_intent: Option<ExitIntent<'a>> = none;
        /// Seconds after the page was shown.
        pub delay: Option<f64> [0, 3600] = none;
    }
}

section! {
    /// Guards of the exit-intent signal.
    pub struct ExitIntent {
        /// Seconds after the page was shown before the signal counts.
        pub after: f64 [0, 3600] = 1;
    }
}

section! {
    /// How often an offer may be shown.
    pub struct Cap {
        /// Times in one session. A session ends after 30 minutes without an event.
        pub per_session: u32 [1, 100] = 1;
        /// Days after it was shown before it may be shown in another session.
        pub days: f64 [0, 400] = 7;
        /// Days without it after the shopper dismissed it.
        pub after_dismissal: f64 [0, 400] = 30;
        /// Days without it after an order.
        pub after_purchase: f64 [0, 400] = 14;
    }
}

section! {
    /// An A/B test. Shoppers are divided as GrowthBook does (hash version 2), so that its tools can read the result.
    pub struct Experiment {
        /// Name in reports; also the seed that divides the shoppers.
        pub id: &'a str;
        /// Names of the variations, the control first.
        pub variations: List<'a, &'a str>;
        /// Share of each variation, adding up to 1. Without it: equal shares.
        pub weights: List<'a, f64> [0, 1] = [];
        /// Share of shoppers who take part. Raising it moves nobody to another variation.
        pub coverage: f64 [0, 1] = 1;
        /// Who may take part.
        pub when: Condition<'a> = {};
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
        /// Whatever is found on the page: the tag's `data-consent`, `setConsent`, or Google Consent Mode's `personalization_storage`.
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
                check_trigger(entry.member("trigger"), report);
            } else {
                check_variations(entry.member("variations"), entry.member("weights"), report);
            }
            report.leave(length);
        }
        report.leave(start);
    }
}

fn check_trigger(trigger: &Value, report: &mut Report) {
    if matches!(trigger, Value::Object(signals) if signals.iter().all(|(_, signal)| signal.is_null())) {
        report.reject_member("trigger", trigger, "what brings the offer up, such as { \"exit_intent\": {} }");
    }
}

fn check_variations(variations: &Value, weights: &Value, report: &mut Report) {
    let count = variations.elements().len();
    if matches!(variations, Value::Array(_)) && count < 2 {
        report.reject_member("variations", variations, "at least two names");
    }
    let mut sum = 0.0;
    for weight in weights.elements() {
        match weight.as_f64() {
            Some(share) if (0.0..=1.0).contains(&share) => sum += share,
            _ => return,
        }
    }
    let given = weights.elements().len();
    if given > 0 && (given != count || !(0.99..=1.01).contains(&sum)) {
        report.reject_member("weights", weights, "one share for each variation, adding up to 1");
    }
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
