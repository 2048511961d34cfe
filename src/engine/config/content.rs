//! What is said and shown, and to whom.

use alloc::string::String;

use super::offer::check_schedule;
use super::{Report, Schedule};
#[cfg(not(target_arch = "wasm32"))]
use crate::engine::record::Shape;
use crate::engine::record::{Kind, List, Record, choice, section};
use crate::engine::scan::cut_at;
use crate::engine::value::{NULL, Value};

section! {
    /// A place of the page whose content changes with the shopper.
    pub struct Banner {
        /// CSS selector of the element whose content changes; only the first that answers to it does. Without it: the element
        /// `<vitrina-banner banner="…">` with the banner's id.
        pub slot: Option<&'a str> = none;
        /// Name in reports and in the page's markup. Without it: the slot.
        pub id: Option<&'a str> = none;
        /// Where the content goes.
        pub placement: Placement = ("fill");
        /// What can be shown. The first whose condition holds is; if none does, the page stays as it is. One without a
        /// condition, the last, is the fallback of the others. What a `<template data-vitrina-variant="…">` of the page holds,
        /// in the slot or with `data-vitrina-banner="…"` anywhere, is shown for the variant with that id, as a whole.
        pub variants: List<'a, Variant<'a>>;
    }
}

section! {
    /// One thing a banner can show.
    pub struct Variant {
        /// Name in reports.
        pub id: &'a str;
        /// Shown only where this holds. Without it: always, as the last variant does that is a fallback.
        pub when: Condition<'a> = {};
        /// When it may be shown, by the clock of the config's `time_zone`.
        pub schedule: Schedule<'a> = {};
        /// What it says; not needed where the page has a template for it.
        pub content: Content<'a> = {};
    }
}

impl Variant<'_> {
    /// The name under which the engine knows of the template for it.
    #[must_use]
    pub fn template(self, banner: Banner<'_>) -> String {
        [banner.name(), "\n", self.id()].concat()
    }
}

choice! {
    /// Where a banner's content goes.
    pub enum Placement {
        /// Into the headings, paragraphs, links and pictures that the slot has; a template, and what comes to an empty slot, as `instead`.
        Fill = "fill",
        /// In the slot, where its own content is hidden meanwhile.
        Instead = "instead",
        /// In the slot, after its own content.
        Inside = "inside",
        /// Before the slot.
        Before = "before",
        /// After the slot.
        After = "after",
    }
}

impl<'a> Banner<'a> {
    /// What the banner is called.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.id().or(self.slot()).unwrap_or_default()
    }

    /// CSS selector of its place.
    #[must_use]
    pub fn place(self) -> String {
        self.slot().map_or_else(
            || {
                let name = self.name();
                ["vitrina-banner[banner=\"", name, "\"],vitrina-banner[id=\"", name, "\"]"].concat()
            },
            String::from,
        )
    }
}

section! {
    /// What a banner or an offer says. Texts may hold merge tags such as `{{ name | default: "friend" }}`.
    /// What is left out keeps what the shop's own banner says.
    pub struct Content {
        /// The heading.
        pub title: Option<Text<'a>> = none;
        /// The sentence under it.
        pub text: Option<Text<'a>> = none;
        /// The words of the button or link.
        pub cta: Option<Text<'a>> = none;
        /// Where the button or link leads: an address on this shop, or `https:`, or one for each language.
        pub href: Option<LocalizedLink<'a>> = none;
        /// Address of a picture, or one for each language.
        pub image: Option<LocalizedLink<'a>> = none;
        /// Address of a picture behind a banner, or one for each language. Banners only.
        pub background: Option<LocalizedLink<'a>> = none;
        /// What the picture shows, for those who do not see it.
        pub alt: Option<Text<'a>> = none;
        /// A coupon code, shown with a button that copies it. Offers only.
        pub coupon: Option<&'a str> = none;
        /// The words that decline an offer, in a neutral tone. Without it: "No, thanks" in the page's language.
        pub decline: Option<Text<'a>> = none;
    }
}

/// A condition in GrowthBook's language, over the attributes. An empty one always holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition<'a>(pub &'a Value);

/// An address that a page may be sent to: relative, or `https:` or `http:`; never `javascript:` or `data:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a>(pub &'a str);

/// A [`Link`], or one for each language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalizedLink<'a>(pub &'a Value);

/// A text, or one for each language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Text<'a>(pub &'a Value);

macro_rules! checked {
    ($type:ident, $check:expr, $shape:expr, $take:expr) => {
        impl<'a> Record<'a> for $type<'a> {
            #[expect(private_interfaces, reason = "as in the trait")]
            const KIND: &'static Kind = &Kind::Checked($check);

            fn take(value: &'a Value) -> Self {
                let take: fn(&'a Value) -> &'a _ = $take;
                Self(take(value))
            }

            fn give(&self) -> Value {
                self.0.clone().into()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn shape() -> Shape {
                $shape
            }
        }
    };
}

pub(super) use checked;

checked!(Condition, check_condition, Shape::Condition, |value| value);
checked!(Link, check_link, Shape::Link, |value| value.text());
checked!(LocalizedLink, check_links, Shape::LocalizedLink, |value| value);
checked!(Text, check_text, Shape::Localized, |value| value);

/// What no single field of a banner can tell.
pub(super) fn cross_check(banner: &Value, report: &mut Report) {
    let id = banner.member("id");
    if id.is_null() && banner.member("slot").is_null() {
        report.reject_member("slot", &NULL, "a CSS selector, or an id for an element <vitrina-banner>");
    }
    if cut_at(id.text(), "\"\\\n").1.is_some() {
        report.reject_member("id", id, "a name without quotes, backslashes and line breaks");
    }
    let start = report.enter("variants");
    for (index, variant) in banner.member("variants").elements().iter().enumerate() {
        let length = report.enter_element(index);
        check_schedule(variant.member("schedule"), report);
        report.leave(length);
    }
    report.leave(start);
}

fn check_condition(value: &Value, report: &mut Report) {
    match value {
        Value::Object(_) => crate::engine::condition::check_into(value, report),
        _ => report.reject(value, "a condition: an object such as { \"cart.value\": { \"$gt\": 30 } }"),
    }
}

fn check_link(value: &Value, report: &mut Report) {
    if !value.as_str().is_some_and(|address| !address.is_empty() && is_safe_link(address)) {
        report.reject(value, "an address on this shop (\"/c/boots/\") or one that starts with https:");
    }
}

fn check_links(value: &Value, report: &mut Report) {
    match value {
        Value::Object(languages) if !languages.is_empty() => {
            for (language, address) in languages {
                let length = report.enter(language);
                check_link(address, report);
                report.leave(length);
            }
        }
        _ => check_link(value, report),
    }
}

fn check_text(value: &Value, report: &mut Report) {
    match value {
        Value::String(text) => crate::engine::text::check_into(text, report),
        Value::Object(languages) if !languages.is_empty() => {
            for (language, text) in languages {
                let length = report.enter(language);
                match text {
                    Value::String(text) => crate::engine::text::check_into(text, report),
                    _ => report.reject(text, "a text"),
                }
                report.leave(length);
            }
        }
        _ => report.reject(value, "a text, or an object with one for each language: { \"en\": \"…\", \"sr\": \"…\" }"),
    }
}

/// Whether `address` is relative or of a scheme that cannot run code.
#[must_use]
pub fn is_safe_link(address: &str) -> bool {
    let mut scheme = String::new();
    for c in address.chars() {
        match c {
            ':' => return matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel"),
            '/' | '?' | '#' => return true,
            // Browsers drop these before the scheme and inside it.
            _ if c.is_ascii_control() || c == ' ' => {}
            _ => scheme.push(c.to_ascii_lowercase()),
        }
    }
    true
}
