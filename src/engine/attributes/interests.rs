//! Interests: lasting, of the session, declared, searched for.

use alloc::vec::Vec;

use crate::engine::profile::fade::weight;
use crate::engine::profile::{DAY, Kind, Profile, each_name, interest_name, patience};
use crate::engine::value::Value;

/// Weight of doubt in an affinity: as much evidence as three product views.
const DOUBT: f64 = 3.0;
/// What a declared interest is worth at least: as much as three views and nothing else.
const DECLARED: f64 = 0.5;
/// Minutes in a day.
const MINUTES: f64 = 1_440.0;

/// The decayed share of everything seen that had a name, by kind.
pub(super) fn lasting(profile: &Profile, now: f64) -> Value {
    let half_life = profile.half_life.max(1.0);
    let all = weight(profile.evidence, now, half_life) + DOUBT;
    let declared = profile.declared();
    let mut affinities = Value::object();
    for kind in Kind::ALL {
        let mut of_kind = Value::object();
        for interest in profile.interests.of(*kind) {
            let share = weight(interest.level, now, half_life) / all * patience(interest.passed, now);
            of_kind.set(&interest.name, share.min(1.0));
        }
        for (_, name) in declared.iter().filter(|(of, _)| of == kind) {
            if of_kind.member(name).number() < DECLARED {
                of_kind.set(name, DECLARED);
            }
        }
        affinities.put(kind.word(), of_kind);
    }
    affinities
}

/// The same over the steps of the trail, which fade with `half_life` minutes.
pub(super) fn of_session(profile: &Profile, half_life: f64, now: f64) -> Value {
    let mut all = DOUBT;
    let mut sums: Vec<Value> = Vec::new();
    for _ in Kind::ALL {
        sums.push(Value::object());
    }
    for step in &profile.trail {
        let age = (now - step.at).max(0.0) / DAY * MINUTES / half_life;
        let weight = step.strength * libm::exp(-core::f64::consts::LN_2 * age);
        all += weight;
        if let Some(item) = profile.product(&step.id) {
            each_name(item, &mut |kind, name| {
                let name = interest_name(name);
                if let Some(sums) = sums.get_mut(kind as usize).filter(|_| !name.is_empty()) {
                    let sum = sums.member(&name).number() + weight;
                    sums.set(&name, sum);
                }
            });
        }
    }
    let mut affinities = Value::object();
    for (kind, sums) in Kind::ALL.iter().zip(&sums) {
        let mut of_kind = Value::object();
        for (name, sum) in sums.members() {
            let share = sum.number() / all;
            // What is left of earlier sessions is nothing by now.
            if share > 0.001 {
                of_kind.put_number(name, share.min(1.0));
            }
        }
        affinities.put(kind.word(), of_kind);
    }
    affinities
}

/// What the last searches named.
pub(super) fn searches(profile: &Profile) -> Value {
    let mut searches = Value::object();
    for kind in [Kind::Category, Kind::Brand, Kind::Tag] {
        let mut names = Vec::new();
        for search in &profile.searches {
            if search.kind == kind {
                names.push(Value::from(&search.name));
            }
        }
        searches.put(kind.word(), Value::Array(names));
    }
    searches
}
