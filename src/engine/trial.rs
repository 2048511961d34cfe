//! What the shopper has seen of experiments, and what came of it.

use alloc::string::String;
use alloc::vec::Vec;

use super::event::Event;
use super::record::{decimal, record};
use super::value::Value;

/// Variations kept, the longest unseen going first.
const MAX_TRIALS: usize = 40;

record! {
    /// A variation the shopper has seen.
    pub struct Trial {
        /// The experiment's key.
        pub key: String;
        /// The division of shoppers, `bucket_version` in the config.
        pub version: u32 = 0;
        /// The variation's name.
        pub variation: String;
        /// When it was last seen, in milliseconds since 1970.
        pub at: f64 = 0;
        /// The session it was last seen in, counted by visits.
        pub visit: u32 = 0;
        /// Sessions in which it was seen.
        pub seen: u32 = 0;
        /// Of these, sessions in which afterwards a banner or offer was accepted or an order was placed.
        pub won: u32 = 0;
        /// The session that was last won, counted by visits; 0 for none.
        pub won_visit: u32 = 0;
    }
}

/// Notes the variation that an `experiment_viewed` names. Once a session.
pub(crate) fn see(trials: &mut Vec<Trial>, event: &Event, visit: u32) {
    let (key, variation) = (event.text("experiment_id"), event.text("variation_id"));
    if key.is_empty() || variation.is_empty() {
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates at both ends")]
    let version = event.params.member("bucket_version").number() as u32;
    let known = |trial: &Trial| trial.key == key && trial.variation == variation && trial.version == version;
    let mut trial = match trials.iter().position(known) {
        Some(at) => trials.remove(at),
        None => Trial {
            key: key.into(),
            version,
            variation: variation.into(),
            at: 0.0,
            visit: 0,
            seen: 0,
            won: 0,
            won_visit: 0,
        },
    };
    trial.seen = trial.seen.saturating_add(u32::from(trial.visit != visit));
    trial.visit = visit;
    trial.at = event.time;
    if trials.len() >= MAX_TRIALS {
        trials.remove(0);
    }
    trials.push(trial);
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
