//! What is said and shown, and to whom.

use alloc::string::String;

use super::Report;
#[cfg(not(target_arch = "wasm32"))]
use crate::engine::record::Shape;
use crate::engine::record::{Kind, List, Record, section};
use crate::engine::value::Value;

section! {
    /// A place of the page whose content changes with the shopper.
    pub struct Banner {
        /// CSS selector of the element whose content changes; only the first that answers to it does.
        pub slot: &'a str;
        /// Name in reports. Without it: the slot.
        pub id: Option<&'a str> = none;
        /// What can be shown. The first whose condition holds is; if none does, the page stays as it is.
        pub variants: List<'a, Variant<'a>>;
    }
}

section! {
    /// One thing a banner can show.
    pub struct Variant {
        /// Name in reports.
        pub id: &'a str;
        /// Shown only where this holds. Without it: always.
        pub when: Condition<'a> = {};
        /// What it says.
        pub content: Content<'a>;
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
        /// Where the button or link leads: an address on this shop, or `https:`.
        pub href: Option<Link<'a>> = none;
        /// Address of a picture.
        pub image: Option<Link<'a>> = none;
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
checked!(Text, check_text, Shape::Localized, |value| value);

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
