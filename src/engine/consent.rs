//! Whether the shopper may be remembered.

use alloc::{string::String, vec::Vec};

use super::scan::{cut, parts};
use super::value::Value;

/// What was said of consent so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// Nobody spoke, or the shopper was asked and has not answered: the profile stays in memory.
    #[default]
    Unknown,
    /// The profile may be stored.
    Granted,
    /// Nothing may be stored, and what was is erased.
    Denied,
}

impl Consent {
    /// What `setConsent` and the tag's `data-consent` accept.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "granted" => Some(Self::Granted),
            "denied" => Some(Self::Denied),
            _ => None,
        }
    }

    /// As the API tells it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Granted => "granted",
            Self::Denied => "denied",
        }
    }
}

/// The merchant's own words: the tag's `data-consent`, and `setConsent`.
pub const MERCHANT: &str = "merchant";

/// What of a shopper's consent concerns those who are told of it, besides being remembered at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purposes {
    /// Statistics.
    pub analytics: bool,
    /// Advertising.
    pub marketing: bool,
}

impl Default for Purposes {
    /// Where nobody speaks of purposes, the consent to be remembered decides.
    fn default() -> Self {
        Self { analytics: true, marketing: true }
    }
}

impl Purposes {
    /// Whether something that `before` allowed is allowed no more.
    #[must_use]
    pub const fn are_less_than(self, before: Self) -> bool {
        before.analytics && !self.analytics || before.marketing && !self.marketing
    }
}

/// What somebody said: whether the shopper may be remembered, and for which purposes others may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether the shopper may be remembered; [`Consent::Unknown`] is a question that was not answered.
    pub consent: Consent,
    /// Who else may be told.
    pub purposes: Purposes,
}

impl Said {
    /// As the page's side tells it: `granted`, `denied` or `pending`, with the purposes after it that are allowed. A question
    /// that is open allows none.
    #[must_use]
    pub fn from_words(words: &str) -> Self {
        let has = |wanted: &str| parts(words, ' ').any(|word| word == wanted);
        Self {
            consent: Consent::from_word(cut(words, ' ').0).unwrap_or_default(),
            purposes: Purposes { analytics: has("analytics"), marketing: has("marketing") },
        }
    }
}

/// Everyone who speaks for consent on the page, each with what they said last.
#[derive(Default)]
pub struct Voices {
    said: Vec<(String, Said)>,
    /// Google Consent Mode's word on purposes.
    mode: Purposes,
}

impl Voices {
    /// Hears what `who` says now.
    pub fn hear(&mut self, who: &str, says: Said) {
        for (known, said) in &mut self.said {
            if known == who {
                *said = says;
                return;
            }
        }
        self.said.push((who.into(), says));
    }

    /// Hears an entry of the dataLayer: Google Consent Mode's `analytics_storage` and `ad_storage`. What is denied by default
    /// is denied until it is granted.
    pub fn hear_entry(&mut self, entry: &Value) {
        if entry.member("0").as_str() == Some("consent") {
            let said = entry.member("2");
            for (name, slot) in
                [("analytics_storage", &mut self.mode.analytics), ("ad_storage", &mut self.mode.marketing)]
            {
                if let Some(word) = said.member(name).as_str() {
                    *slot = word == "granted";
                }
            }
        }
    }

    /// The purposes that all who speak allow.
    #[must_use]
    pub fn purposes(&self) -> Purposes {
        let mut all = self.mode;
        for (_, said) in &self.said {
            all.analytics &= said.purposes.analytics;
            all.marketing &= said.purposes.marketing;
        }
        all
    }

    /// What holds: the strictest. Who denies is obeyed. The merchant's own permission holds against questions that are
    /// open, nobody else's does.
    #[must_use]
    pub fn verdict(&self) -> Consent {
        let said = |wanted: Consent| self.said.iter().any(|(_, says)| says.consent == wanted);
        let merchant = self.said.iter().any(|(who, says)| who == MERCHANT && says.consent == Consent::Granted);
        if said(Consent::Denied) {
            Consent::Denied
        } else if merchant || said(Consent::Granted) && !said(Consent::Unknown) {
            Consent::Granted
        } else {
            Consent::Unknown
        }
    }
}

/// What an entry of the dataLayer says, in Google Consent Mode: `["consent", "default" | "update", { … }]`, where
/// `personalization_storage` is what concerns us. A default of `denied` says nothing: nobody has been asked yet.
#[must_use]
pub fn from_consent_mode(entry: &Value) -> Option<Consent> {
    let part = |index: &str| entry.path(index).as_str();
    if part("0") != Some("consent") {
        return None;
    }
    match (part("1")?, entry.path("2.personalization_storage").as_str()?) {
        (_, "granted") => Some(Consent::Granted),
        ("update", "denied") => Some(Consent::Denied),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Consent::{Denied, Granted, Unknown};

    #[test]
    fn where_several_speak_the_strictest_holds() {
        for (said, holds) in [
            (&[][..], Unknown),
            (&[("tcf", Granted)], Granted),
            (&[("tcf", Unknown)], Unknown),
            (&[("tcf", Granted), ("shopify", Unknown)], Unknown),
            (&[("tcf", Granted), ("shopify", Denied)], Denied),
            (&[("tcf", Granted), ("gpc", Denied)], Denied),
            (&[(MERCHANT, Granted), ("shopify", Unknown)], Granted),
            (&[(MERCHANT, Granted), ("shopify", Denied)], Denied),
            (&[(MERCHANT, Denied), ("tcf", Granted)], Denied),
            // A change of mind, both ways.
            (&[("tcf", Granted), ("tcf", Denied)], Denied),
            (&[("tcf", Denied), ("tcf", Granted)], Granted),
        ] {
            let mut voices = Voices::default();
            for (who, says) in said {
                voices.hear(who, Said { consent: *says, ..Said::default() });
            }
            assert_eq!(voices.verdict(), holds, "{said:?}");
        }
    }

    #[test]
    fn a_purpose_is_allowed_where_nobody_refuses_it() {
        let purposes = |said: &[(&str, &str)], entries: &[&str]| {
            let mut voices = Voices::default();
            said.iter().for_each(|(who, words)| voices.hear(who, Said::from_words(words)));
            entries.iter().for_each(|entry| voices.hear_entry(&serde_json::from_str(entry).unwrap()));
            let Purposes { analytics, marketing } = voices.purposes();
            (analytics, marketing)
        };
        let both = "granted analytics marketing";
        assert_eq!(purposes(&[], &[]), (true, true));
        assert_eq!(purposes(&[("tcf", both)], &[]), (true, true));
        assert_eq!(purposes(&[("tcf", "granted analytics")], &[]), (true, false));
        assert_eq!(purposes(&[("tcf", "granted")], &[]), (false, false));
        assert_eq!(purposes(&[("tcf", "granted marketing")], &[]), (false, true));
        // Who was asked and has not answered allows nothing.
        assert_eq!(purposes(&[("tcf", both), ("shopify", "pending")], &[]), (false, false));
        assert_eq!(purposes(&[("tcf", both), ("shopify", "granted analytics")], &[]), (true, false));
        // A change of mind, both ways.
        assert_eq!(purposes(&[("tcf", both), ("tcf", "granted")], &[]), (false, false));
        assert_eq!(purposes(&[("tcf", "denied"), ("tcf", both)], &[]), (true, true));

        let denied =
            r#"{ "0": "consent", "1": "default", "2": { "analytics_storage": "denied", "ad_storage": "denied" } }"#;
        let analytics = r#"{ "0": "consent", "1": "update", "2": { "analytics_storage": "granted" } }"#;
        let marketing = r#"{ "0": "consent", "1": "update", "2": { "ad_storage": "granted" } }"#;
        assert_eq!(purposes(&[], &[denied]), (false, false));
        assert_eq!(purposes(&[("tcf", both)], &[denied, analytics]), (true, false));
        assert_eq!(purposes(&[], &[denied, analytics, marketing]), (true, true));
        // Other words on consent say nothing of these.
        assert_eq!(purposes(&[], &[r#"{ "event": "consent", "2": { "ad_storage": "denied" } }"#]), (true, true));
    }

    #[test]
    fn consent_mode_tells_a_choice_from_a_default() {
        let entry = |text: &str| from_consent_mode(&serde_json::from_str(text).unwrap());
        let mode = |when: &str, state: &str| {
            entry(&format!(r#"{{"0":"consent","1":"{when}","2":{{"personalization_storage":"{state}"}}}}"#))
        };
        assert_eq!(mode("default", "denied"), None);
        assert_eq!(mode("default", "granted"), Some(Granted));
        assert_eq!(mode("update", "denied"), Some(Denied));
        assert_eq!(mode("update", "granted"), Some(Granted));
        assert_eq!(entry(r#"{"0":"consent","1":"update","2":{"ad_storage":"granted"}}"#), None);
        assert_eq!(entry(r#"{"event":"purchase"}"#), None);
    }
}
