//! The schema of the merchant's JSON: every field with its meaning, unit, default and bounds.
//!
//! Declared once with [`section`](super::record), it serves the browser, `vitrina check`, the JSON Schema, the docs and the
//! TypeScript types. Every section is optional: an empty config still tracks, and reorders grids with cautious defaults.

mod content;
mod discreet;
mod experiment;
mod offer;
mod preference;
mod problem;
mod recommendation;
mod segment;

use alloc::vec::Vec;

pub use content::{Banner, Condition, Content, Link, LocalizedLink, Placement, Text, Variant, is_safe_link};
pub use experiment::{Bandit, Experiment, Namespace, Prior, Status};
pub use offer::{Cap, CartChange, Display, ExitIntent, Items, LocalTime, Nested, Offer, Schedule, Trigger, Weekday};
pub use preference::{Answer, Question};
pub(crate) use problem::Report;
pub use problem::{Problem, sentences};
pub use recommendation::{Boost, Layout, Recommendation, Strategy};
pub use segment::Thresholds;

use super::profile::fits;
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
        /// Address of the catalogue on this shop's own origin: Shopify's `/products.json`, WooCommerce's Store API
        /// (`/wp-json/wc/store/v1/products`), or a Google Merchant feed in XML (RSS or Atom) or tab-separated. With it,
        /// products can be ranked and recommended that the shopper has not come across yet. It is fetched after the page has
        /// loaded, in low priority, page by page up to 10,000 products, and kept by the browser as long as its server allows.
        /// What cannot be used is said in the console, and the shop goes on without.
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
        /// The shop system whose own cart is read, so that whatever changes it is noticed.
        pub platform: Platform = ("auto");
        /// How product grids are reordered. The first entry whose selector a grid answers to applies; an entry without
        /// a selector answers to all. Without entries every recognized grid is reordered with the defaults.
        pub grids: List<'a, Grid<'a>> = [];
        /// Banners that change with the shopper.
        pub banners: List<'a, Banner<'a>> = [];
        /// Lists of recommended products.
        pub recommendations: List<'a, Recommendation<'a>> = [];
        /// What tags of products are called before shoppers, such as `{ "waterproof": { "en": "Waterproof" } }`: in what an `upsell`
        /// adds, in the privacy panel, and in why something is there. Tags without a label are not named; where no tag has one,
        /// those that read like words are.
        pub labels: Named<'a, Text<'a>> = {};
        /// Which categories go with a category, for the strategy `complements`: `{ "cameras": ["camera-accessories"] }`.
        /// Names are in lower case with hyphens for blanks, as in `affinity.category`.
        pub complements: Named<'a, List<'a, &'a str>> = {};
        /// Offers in a dialog, one at a time.
        pub offers: List<'a, Offer<'a>> = [];
        /// Questions of the preference centre, which `<vitrina-preferences>` asks.
        pub preferences: List<'a, Question<'a>> = [];
        /// A/B tests. One may depend on those listed before it: `{ "experiments.hero-words": "greeting" }`.
        pub experiments: List<'a, Experiment<'a>> = [];
        /// Share of shoppers who see the page as the merchant made it, to measure against. 0 is nobody, 1 everybody.
        pub holdout: f64 [0, 1] = 0;
        /// Traits that the page's dataLayer tells: the name of each, and the path to it in an entry:
        /// `{ "name": "user.first_name", "birthday": "user.birthday" }`. An empty text or null takes the trait back.
        pub traits: Named<'a, &'a str> = {};
        /// Traits that may shape what is shown and must never be spoken: no text may hold them. So are those that
        /// `identify` marks as discreet.
        pub discreet: List<'a, &'a str> = [];
        /// The shop's time zone by its IANA name, such as `Europe/Belgrade`, for schedules. Without it: UTC.
        pub time_zone: Option<&'a str> = none;
        /// Where permission to remember the shopper comes from.
        pub consent: Consent<'a> = {};
        /// Which of the page's analytics are told what was shown, chosen and tested, and the shopper's segments. Without it:
        /// the dataLayer; an empty list tells nobody. They are told while the shopper may be remembered, and only for purposes
        /// that every consent platform on the page allows: Meta and Klaviyo for marketing, the others for analytics. A page
        /// whose tag manager sends what is in the dataLayer on to Google names `data_layer` or `gtag`, not both: both would
        /// count twice there.
        pub telemetry: Option<List<'a, Destination>> = none;
        /// Which half of the earth the shop sells in, for `time.season` of the attributes.
        pub hemisphere: Hemisphere = ("north");
        /// How fast interests fade.
        pub profile: Memory = {};
    }
}

choice! {
    /// A shop system whose cart can be read. In others, the cart is what its pages' forms, buttons and dataLayer tell.
    pub enum Platform {
        /// The one that is recognized on the page, if any.
        Auto = "auto",
        /// Shopify, by `cart.js`.
        Shopify = "shopify",
        /// WooCommerce, by its Store API.
        Woocommerce = "woocommerce",
        /// BigCommerce, by its storefront API.
        Bigcommerce = "bigcommerce",
        /// Magento 2, by what its pages keep in the browser's storage.
        Magento = "magento",
        /// PrestaShop, by what its pages carry.
        Prestashop = "prestashop",
        /// OpenCart, by the cart in its header.
        Opencart = "opencart",
        /// Oscar for Django, by the cart in its header.
        Oscar = "oscar",
        /// No system: no cart is read.
        None = "none",
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
        /// What lifts or lowers products, such as rain boots on a rainy day or a trend for the shoppers it suits. A factor of
        /// 2 moves a card from the tenth place to about the fifth. At strength 0 nothing is moved. Lists such as `item.tags`
        /// and `item.item_category` are asked with `$in`: `{ "item.tags": { "$in": ["waterproof"] } }`.
        pub boosts: List<'a, Boost<'a>> = [];
        /// How much a promoted card loses by being like those before it: 0 is nothing; at 1 likeness alone decides.
        pub diversity: f64 [0, 1] = 0;
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

choice! {
    /// Analytics on the shop's page.
    pub enum Destination {
        /// GA4's dataLayer, for a tag manager.
        DataLayer = "data_layer",
        /// Google's `gtag()`.
        Gtag = "gtag",
        /// Meta's pixel, `fbq()`, as custom events.
        MetaPixel = "meta_pixel",
        /// Segment's `analytics`, with segments as traits.
        Segment = "segment",
        /// Klaviyo's `klaviyo` or `_learnq`.
        Klaviyo = "klaviyo",
        /// Matomo's `_paq`, as events of the category `Vitrina`.
        Matomo = "matomo",
        /// `plausible()`, with properties.
        Plausible = "plausible",
        /// Tealium's `utag.link()`.
        Tealium = "tealium",
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
    for section in ["experiments", "offers", "preferences"] {
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
            match section {
                "offers" => offer::cross_check(entry, report),
                "preferences" => preference::cross_check(entry, report),
                _ => experiment::cross_check(entry, report),
            }
            report.leave(length);
        }
        report.leave(start);
    }
    let start = report.enter("banners");
    let mut names = Vec::new();
    for (index, banner) in config.member("banners").elements().iter().enumerate() {
        let length = report.enter_element(index);
        content::cross_check(banner, report);
        let name = banner.get("id").unwrap_or(banner.member("slot"));
        if names.contains(&name) && !name.is_null() {
            report.reject_member("id", name, "an id that no other banner has");
        }
        names.push(name);
        report.leave(length);
    }
    report.leave(start);
    discreet::check(config, report);
    let start = report.enter("traits");
    for (name, path) in config.member("traits").members() {
        if !fits(name, &Value::Null) {
            report.reject_member(name, path, "a trait with a name of at most 24 bytes");
        }
    }
    report.leave(start);
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
