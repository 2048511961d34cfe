//! Which variations a shopper gets, and when one counts as seen.

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use crate::engine::bucketing::{self, Assignment, Context, Reason, bandit};
use crate::engine::config::{Bandit, Banner, Experiment, Status};
use crate::engine::event::{Action, Event};
use crate::engine::page::Page;
use crate::engine::trial;
use crate::engine::value::{NULL, Value};

impl Engine {
    /// The variation of experiment `id` for this shopper; `None` where they take no part.
    #[must_use]
    pub fn variant(&self, id: &str, page: &Page, now: f64) -> Option<&str> {
        let test = self.config().experiments().iter().find(|test| test.id() == id)?;
        let tree = self.attributes(page, now);
        let name = tree.member("experiments").member(id).text();
        test.variations().iter().find(|variation| *variation == name)
    }

    /// For the id of each banner the events `experiment_viewed` that are due once it has been seen: one for each experiment
    /// that decides what it shows, once a visit, and only where the hash decided.
    #[must_use]
    pub fn exposures(&self, page: &Page, now: f64) -> Vec<(&str, Event)> {
        let mut events = Vec::new();
        let config = self.config();
        if config.experiments().is_empty() {
            return events;
        }
        let tree = self.attributes(page, now);
        for banner in config.banners() {
            for test in config.experiments() {
                let seen = depends_on(banner, test.id()).then(|| self.assign(test, &tree, page));
                let Some(seen) = seen.filter(|seen| seen.in_experiment && seen.hash_used) else { continue };
                let Some(variation) = test.variations().get(seen.variation) else { continue };
                let event = Event::new(Action::ExperimentViewed, now)
                    .with("experiment_id", key_of(test))
                    .with("variation_id", variation)
                    .with("bucket_version", test.bucket_version());
                if !self.has_seen(&event) {
                    events.push((banner.name(), event));
                }
            }
        }
        events
    }

    /// Whether the variation that an `experiment_viewed` names was seen in this visit.
    #[must_use]
    pub fn has_seen(&self, event: &Event) -> bool {
        let (key, variation) = (event.text("experiment_id"), event.text("variation_id"));
        self.profile
            .trials
            .iter()
            .any(|trial| trial.visit == self.profile.visits && trial.key == key && trial.variation == variation)
    }

    /// What the shopper sees of an experiment.
    pub(super) fn assign(&self, test: Experiment<'_>, tree: &Value, page: &Page) -> Assignment {
        let mut experiment = bucketing::Experiment::new(key_of(test), owned(test));
        experiment.seed.push_str(test.seed().unwrap_or_default());
        experiment.hash_version = test.hash_version();
        experiment.hash_attribute = test.hash_attribute().into();
        for weight in test.weights() {
            experiment.weights.push(weight);
        }
        experiment.coverage = test.coverage();
        experiment.namespace = test.namespace().map(|namespace| bucketing::Namespace {
            name: namespace.id().into(),
            range: (namespace.start(), namespace.end()),
        });
        experiment.condition = test.when().0.clone();
        experiment.force = test.force().and_then(|force| test.variations().iter().position(|name| name == force));
        experiment.status = match test.status() {
            Status::Draft => bucketing::Status::Inactive,
            Status::Running => bucketing::Status::Running,
            Status::Stopped => bucketing::Status::Stopped,
        };
        experiment.is_sticky = test.sticky() && test.bandit().is_none();
        experiment.bucket_version = test.bucket_version();
        experiment.min_bucket_version = test.min_bucket_version();
        let assignment = bucketing::run(
            &experiment,
            &Context {
                attributes: tree,
                groups: &NULL,
                flags: &NULL,
                forced: &NULL,
                sticky: Some(&trial::sticky(&self.profile.trials)),
                // The key has the address's query.
                url: &page.key,
                enabled: !self.held_out(),
                rehearsal: false,
                script: self.script(),
            },
        );
        match test.bandit() {
            Some(rules) if assignment.reason == Reason::Hash => {
                Assignment { variation: self.pull(test, rules), reason: Reason::Bandit, ..assignment }
            }
            _ => assignment,
        }
    }

    /// The variation that a bandit shows in this visit.
    fn pull(&self, test: Experiment<'_>, rules: Bandit<'_>) -> usize {
        let mut arms = Vec::new();
        for (index, name) in test.variations().iter().enumerate() {
            let (mut seen, mut won) = (0, 0);
            for trial in &self.profile.trials {
                if trial.key == key_of(test) && trial.version == test.bucket_version() && trial.variation == name {
                    if trial.visit == self.profile.visits {
                        // What was seen in this visit stays.
                        return index;
                    }
                    (seen, won) = (trial.seen, trial.won);
                }
            }
            let prior = rules.priors().get(index).map_or((1.0, 1.0), |prior| (prior.alpha(), prior.beta()));
            arms.push(bandit::arm(prior, seen, won));
        }
        let shopper = self.profile.id.as_deref().unwrap_or_default();
        bandit::choose(&arms, bandit::seed(shopper, key_of(test), self.profile.visits))
    }
}

/// The experiment's name in reports and addresses.
pub(super) fn key_of(test: Experiment<'_>) -> &str {
    test.key().unwrap_or(test.id())
}

fn owned(test: Experiment<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in test.variations() {
        names.push(name.into());
    }
    names
}

/// Whether a condition of one of the banner's variants asks for the experiment.
fn depends_on(banner: Banner<'_>, experiment: &str) -> bool {
    let path = ["experiments.", experiment].concat();
    banner.variants().iter().any(|variant| mentions(variant.when().0, &path))
}

/// Whether `path` is a key somewhere in a condition.
fn mentions(condition: &Value, path: &str) -> bool {
    condition.members().iter().any(|(key, operand)| key == path || mentions(operand, path))
        || condition.elements().iter().any(|part| mentions(part, path))
}
