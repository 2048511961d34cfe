//! JavaScript's own functions for the tests: the real ones in a browser, the companion's equals natively.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../../src/offline/ecmascript.rs"]
mod native;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../../src/offline/zones.rs"]
mod zones;

use vitrina::engine::condition::EcmaScript;
use vitrina::engine::schedule::Zones;
use vitrina::engine::text::Locale;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::Script;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::Script;

#[cfg(not(target_arch = "wasm32"))]
impl Zones for Script {
    fn offset(&self, zone: &str, time: f64) -> Option<f64> {
        zones::World.offset(zone, time)
    }
}

/// A language without customs of its own.
impl Locale for Script {
    fn money(&self, amount: f64, currency: &str) -> String {
        format!("{amount:.2} {}", if currency.is_empty() { "shop" } else { currency })
    }

    fn number(&self, number: f64) -> String {
        self.text_of(number)
    }

    fn upcase(&self, text: &str) -> String {
        text.to_uppercase()
    }

    fn downcase(&self, text: &str) -> String {
        text.to_lowercase()
    }
}
