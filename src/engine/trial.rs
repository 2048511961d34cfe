//! What the shopper has seen of experiments, and what came of it.

use alloc::string::String;
use alloc::vec::Vec;

use core::cmp::Ordering;

use super::event::Event;
use super::profile::bound::{self, MAX_NAME, clip};
use super::profile::entry::{self, Entry, replace};
use super::record::{Record, decimal, row};
use super::value::Value;

/// Variations kept, the longest unseen going first: an assignment sticks for the last six experiments.
pub(crate) const MAX_TRIALS: usize = 6;

row! {
    /// A variation the shopper has seen.
    pub struct Trial {
        /// The experiment's key, at most 32 bytes.
        pub key: String;
        /// The division of shoppers, `bucket_version` in the config.
        pub version: u32;
        /// The variation's name, at most 32 bytes.
        pub variation: String;
        /// When it was last seen, in milliseconds since 1970.
        pub at: f64;
        /// The session it was last seen in, counted by visits.
        pub visit: u32;
        /// Sessions in which it was seen, up to 9,999.
        pub seen: u32;
        /// Of these, sessions in which afterwards a banner or offer was accepted or an order was placed.
        pub won: u32;
        /// The session that was last won, counted by visits; 0 for none.
        pub won_visit: u32;
    }
}

/// Sessions counted of a variation.
const MAX_SEEN: u32 = 9_999;

impl Entry for Trial {
    fn same(&self, other: &Self) -> bool {
        self.key == other.key && self.variation == other.variation && self.version == other.version
    }

    fn order(&self, other: &Self) -> Ordering {
        let order = self.at.total_cmp(&other.at).then_with(|| entry::order(&self.give(), &other.give()));
        order.then_with(|| self.key.cmp(&other.key))
    }

    fn clip(&mut self) {
        bound::shorten(&mut self.key, MAX_NAME);
        bound::shorten(&mut self.variation, MAX_NAME);
        self.at = bound::time(self.at);
        (self.seen, self.won) = (self.seen.min(MAX_SEEN), self.won.min(MAX_SEEN));
    }
}

/// Notes the variation that an `experiment_viewed` names. Once a session.
pub(crate) fn see(trials: &mut Vec<Trial>, event: &Event, visit: u32) {
    let (key, variation) = (clip(event.text("experiment_id"), MAX_NAME), clip(event.text("variation_id"), MAX_NAME));
    if key.is_empty() || variation.is_empty() {
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates at both ends")]
    let version = event.params.member("bucket_version").number() as u32;
    let known = |trial: &&Trial| trial.key == key && trial.variation == variation && trial.version == version;
    let (seen, won, last, won_visit) =
        trials.iter().find(known).map_or((0, 0, 0, 0), |known| (known.seen, known.won, known.visit, known.won_visit));
    let trial = Trial {
        key: key.into(),
        version,
        variation: variation.into(),
        at: event.time,
        visit,
        seen: seen.saturating_add(u32::from(last != visit)),
        won,
        won_visit,
    };
    replace(trials, trial, MAX_TRIALS);
}

/// Something was accepted or bought: every variation seen in this session has won it, once.
pub(crate) fn win(trials: &mut [Trial], visit: u32) {
    for trial in trials {
        if trial.visit == visit && trial.won_visit != visit {
            trial.won_visit = visit;
            trial.won = trial.won.saturating_add(1);
        }
    }
}

/// The variations seen, in the form of GrowthBook's sticky assignments: from `key__version` to the name last seen.
pub(crate) fn sticky(trials: &[Trial]) -> Value {
    let mut sticky = Value::object();
    for trial in trials {
        sticky.set(&[&trial.key, "__", &decimal(trial.version.into())].concat(), &trial.variation);
    }
    sticky
}
