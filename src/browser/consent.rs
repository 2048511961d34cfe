//! Whether the shopper may be remembered.

use crate::engine::value::Value;

/// What was said of consent so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Nobody spoke: the profile stays in memory.
    #[default]
    Unknown,
    /// The profile may be stored.
    Granted,
    /// Nothing may be stored, and what was is erased.
    Denied,
}

impl Consent {
    /// What `setConsent` and the tag's `data-consent` accept.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "granted" => Some(Self::Granted),
            "denied" => Some(Self::Denied),
            _ => None,
        }
    }
}

/// What an entry of the dataLayer says, in Google Consent Mode: `["consent", "default" | "update", { … }]`, where
/// `personalization_storage` is what concerns us. A default of `denied` means that nobody has been asked yet.
pub(crate) fn from_consent_mode(entry: &Value) -> Option<Consent> {
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
