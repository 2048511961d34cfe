//! A/B tests and bandits, in GrowthBook's terms.

use super::{Condition, Report};
use crate::engine::record::{List, choice, section};
use crate::engine::value::Value;

section! {
    /// An A/B test. Shoppers are divided as GrowthBook does, so that its tools can read the result.
    pub struct Experiment {
        /// Name for conditions (`experiments.<id>`) and `variant()`.
        pub id: &'a str;
        /// The experiment's key in GrowthBook: it seeds the hash, names the experiment in `experiment_viewed`, and in the
        /// address asks for a variation by its number from 0, as in `?hero-words=1`. Without it: the id.
        pub key: Option<&'a str> = none;
        /// Names of the variations, the control first.
        pub variations: List<'a, &'a str>;
        /// Share of each variation, adding up to 1. Without it: equal shares.
        pub weights: List<'a, f64> [0, 1] = [];
        /// Share of shoppers who take part. Raising it moves nobody to another variation.
        pub coverage: f64 [0, 1] = 1;
        /// Who may take part.
        pub when: Condition<'a> = {};
        /// A part of the shoppers that experiments share out, so that nobody is in two of them.
        pub namespace: Option<Namespace<'a>> = none;
        /// How the hash is made; GrowthBook's present version is 2.
        pub hash_version: u32 [1, 2] = 2;
        /// What is hashed with the shopper's name in place of the key. Experiments with the same seed divide alike.
        pub seed: Option<&'a str> = none;
        /// The trait that is hashed, such as a customer number, which is the same on all devices. Shoppers without it
        /// take no part. Without it: a random name of this device.
        pub hash_attribute: &'a str = ("id");
        /// The variation that everybody gets who takes part, once it is decided. Not reported as seen.
        pub force: Option<&'a str> = none;
        /// Whether it runs.
        pub status: Status = ("running");
        /// Whether shoppers keep the variation they have seen when weights or conditions change.
        pub sticky: bool = true;
        /// Number of this division of shoppers. Raising it divides anew those who have seen a variation.
        pub bucket_version: u32 [0, 1000] = 0;
        /// Shoppers who have seen a variation of a division below this number take no part any more.
        pub min_bucket_version: u32 [0, 1000] = 0;
        /// In place of fixed shares, variations are shown more often the more they succeed with this shopper.
        pub bandit: Option<Bandit<'a>> = none;
    }
}

choice! {
    /// Whether an experiment runs.
    pub enum Status {
        /// It runs.
        Running = "running",
        /// Not yet: only those who ask for a variation by address get it.
        Draft = "draft",
        /// Over: nobody takes part, except in a forced variation.
        Stopped = "stopped",
    }
}

section! {
    /// A part of a division of the shoppers that several experiments share out: those with disjoint parts of one
    /// namespace share nobody.
    pub struct Namespace {
        /// Its name.
        pub id: &'a str;
        /// Where the part begins; itself included.
        pub start: f64 [0, 1] = 0;
        /// Where it ends; itself not included.
        pub end: f64 [0, 1] = 1;
    }
}

section! {
    /// Thompson sampling. Each visit draws a rate of success for each variation from what is known of it, and shows the
    /// one with the highest. A visit succeeds in which the experiment was seen and after that a banner or offer was
    /// accepted or an order was placed. Within a visit the variation stays the same.
    pub struct Bandit {
        /// What is known beforehand of each variation, in their order, from the merchant's own reports. Without it:
        /// nothing.
        pub priors: List<'a, Prior<'a>> = [];
    }
}

section! {
    /// What is known beforehand of a variation: a beta distribution of its rate of success.
    pub struct Prior {
        /// Visits that succeeded, plus 1.
        pub alpha: f64 [1, 60000] = 1;
        /// Visits that did not, plus 1.
        pub beta: f64 [1, 60000] = 1;
    }
}

/// What no single field of an experiment can tell.
pub(super) fn cross_check(test: &Value, report: &mut Report) {
    let (variations, weights) = (test.member("variations"), test.member("weights"));
    let count = variations.elements().len();
    if matches!(variations, Value::Array(_)) && count < 2 {
        report.reject_member("variations", variations, "at least two names");
    }
    let force = test.member("force");
    if force.as_str().is_some() && !variations.elements().iter().any(|name| name.as_str() == force.as_str()) {
        report.reject_member("force", force, "the name of one of the variations");
    }
    let priors = test.member("bandit").member("priors");
    if !priors.elements().is_empty() && priors.elements().len() != count {
        report.reject_member("bandit.priors", priors, "one for each variation");
    }
    let namespace = test.member("namespace");
    if let (Some(start), Some(end)) = (namespace.member("start").as_f64(), namespace.member("end").as_f64())
        && start >= end
    {
        report.reject_member("namespace", namespace, "a start below its end");
    }
    let mut sum = 0.0;
    for weight in weights.elements() {
        match weight.as_f64() {
            Some(share) if (0.0..=1.0).contains(&share) => sum += share,
            _ => return,
        }
    }
    let given = weights.elements().len();
    if given > 0 && (given != count || !(0.99..=1.01).contains(&sum)) {
        report.reject_member("weights", weights, "one share for each variation, adding up to 1");
    }
}
