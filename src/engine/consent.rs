//! Whether the shopper may be remembered.

use alloc::{string::String, vec::Vec};

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
}

/// The merchant's own words: the tag's `data-consent`, and `setConsent`.
pub const MERCHANT: &str = "merchant";

/// Everyone who speaks for consent on the page, each with what they said last.
#[derive(Default)]
pub struct Voices(Vec<(String, Consent)>);

impl Voices {
    /// Hears what `who` says now; [`Consent::Unknown`] is a question that the shopper has not answered.
    pub fn hear(&mut self, who: &str, says: Consent) {
        for (known, said) in &mut self.0 {
            if known == who {
                *said = says;
                return;
            }
        }
        self.0.push((who.into(), says));
    }

    /// What holds: the strictest. Who denies is obeyed. The merchant's own permission holds against questions that are
    /// open, nobody else's does.
    #[must_use]
    pub fn verdict(&self) -> Consent {
        let said = |wanted: Consent| self.0.iter().any(|(_, says)| *says == wanted);
        let merchant = self.0.iter().any(|(who, says)| who == MERCHANT && *says == Consent::Granted);
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
                voices.hear(who, *says);
            }
            assert_eq!(voices.verdict(), holds, "{said:?}");
        }
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
