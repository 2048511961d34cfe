//! What the engine needs around itself at the desk.

use super::ecmascript::Script;
use super::zones::World;
use crate::engine::condition::EcmaScript;
use crate::engine::schedule::Zones;
use crate::engine::text::Locale;

/// JavaScript's functions, the clocks of the world, and a plain language: amounts are digits and a currency's code.
pub struct Desk;

impl EcmaScript for Desk {
    fn test(&self, pattern: &str, text: &str, ignore_case: bool) -> Option<bool> {
        Script.test(pattern, text, ignore_case)
    }

    fn text_of(&self, number: f64) -> String {
        Script.text_of(number)
    }

    fn number_of(&self, text: &str) -> f64 {
        Script.number_of(text)
    }

    fn lowercase(&self, text: &str) -> String {
        Script.lowercase(text)
    }
}

impl Zones for Desk {
    fn offset(&self, zone: &str, time: f64) -> Option<f64> {
        World.offset(zone, time)
    }
}

impl Locale for Desk {
    fn money(&self, amount: f64, currency: &str) -> String {
        format!("{amount:.2} {currency}")
    }

    fn number(&self, number: f64) -> String {
        Script.text_of(number)
    }

    fn upcase(&self, text: &str) -> String {
        text.to_uppercase()
    }

    fn downcase(&self, text: &str) -> String {
        text.to_lowercase()
    }
}
