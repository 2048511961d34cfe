//! Assigning one shopper in one experiment, step by step in GrowthBook's order.

use alloc::borrow::Cow;

use super::{
    Experiment, Filter, Status, bucket_ranges, choose_variation, hash, in_namespace, in_range, query_string_override,
};
use crate::engine::condition::{Coerce, EcmaScript, is_truthy, matches};
use crate::engine::record::{choice, decimal};
use crate::engine::value::Value;

/// What surrounds an assignment.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The shopper.
    pub attributes: &'a Value,
    /// An object of lists, for conditions with `$inGroup`.
    pub groups: &'a Value,
    /// An object of the flags that other experiments depend on.
    pub flags: &'a Value,
    /// Variations that are set whatever else holds: an object from experiment key to index.
    pub forced: &'a Value,
    /// Sticky assignments: an object from `key__version` to the variation's key. `None` where assignments do not stick.
    pub sticky: Option<&'a Value>,
    /// The page's address, which may ask for a variation.
    pub url: &'a str,
    /// False takes everybody out of everything.
    pub enabled: bool,
    /// Rehearsal: only forced variations are given.
    pub rehearsal: bool,
    /// JavaScript's own functions.
    pub script: &'a dyn EcmaScript,
}

/// What one shopper sees of one experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assignment {
    /// The variation to show; 0, the control, for those who do not take part.
    pub variation: usize,
    /// Whether the shopper takes part.
    pub in_experiment: bool,
    /// Whether the hash or a sticky assignment decided: only then does the result count in a report.
    pub hash_used: bool,
    /// The shopper's hash, where it was needed.
    pub bucket: Option<f64>,
    /// What decided.
    pub reason: Reason,
}

choice! {
    /// What decided an assignment.
    pub enum Reason {
        /// There is nothing to choose between.
        FewerThanTwoVariations = "fewer_than_two_variations",
        /// Experiments are off.
        Disabled = "disabled",
        /// The address asked for it.
        QueryString = "query_string",
        /// It was set from outside, or by the experiment itself.
        Forced = "forced",
        /// The experiment does not run.
        Inactive = "inactive",
        /// The shopper has no id.
        NoId = "no_id",
        /// The shopper lies outside a filter or the namespace.
        Filtered = "filtered",
        /// The shopper does not meet the condition.
        Condition = "condition",
        /// Another flag stands in the way.
        Parent = "parent",
        /// There is no such hash version.
        NoHash = "no_hash",
        /// The shopper took part in a version that is blocked now.
        Blocked = "blocked",
        /// The shopper lies outside every range.
        Coverage = "coverage",
        /// This is a rehearsal.
        Rehearsal = "rehearsal",
        /// The shopper had it before.
        Sticky = "sticky",
        /// A bandit, whose draw the hash let the shopper into.
        Bandit = "bandit",
        /// The hash.
        Hash = "hash",
    }
}

/// Assigns.
// In what shoppers download it has one caller, which leaves much unused that then falls away.
#[inline(always)]
#[must_use]
pub fn run(experiment: &Experiment, context: &Context<'_>) -> Assignment {
    let count = experiment.variations.len();
    if count < 2 {
        return out(Reason::FewerThanTwoVariations);
    }
    if !context.enabled {
        return out(Reason::Disabled);
    }
    if let Some(variation) = query_string_override(&experiment.key, context.url, count) {
        return forced(Some(variation), count, Reason::QueryString);
    }
    if let Some(variation) = context.forced.get(&experiment.key) {
        return forced(index(variation), count, Reason::Forced);
    }
    if experiment.status == Status::Inactive {
        return out(Reason::Inactive);
    }
    let sticky = context.sticky.filter(|_| experiment.is_sticky);
    let mut id = context.id(&experiment.hash_attribute);
    if id.is_empty() && sticky.is_some() {
        id = context.id(&experiment.fallback_attribute);
    }
    if id.is_empty() {
        return out(Reason::NoId);
    }
    let is_blocked = sticky.is_some_and(|sticky| is_blocked(experiment, sticky));
    let kept = sticky.filter(|_| !is_blocked).and_then(|sticky| kept(experiment, sticky));
    if kept.is_none() {
        // Who has a sticky assignment keeps it when filters and conditions change.
        if let Err(reason) = admit(experiment, &id, context) {
            return out(reason);
        }
    }
    let seed = if experiment.seed.is_empty() { &experiment.key } else { &experiment.seed };
    let Some(bucket) = hash(seed, &id, experiment.hash_version) else { return out(Reason::NoHash) };
    let chosen = kept.or_else(|| match &experiment.ranges {
        Some(ranges) => choose_variation(bucket, ranges),
        None => choose_variation(bucket, &bucket_ranges(count, experiment.coverage, &experiment.weights)),
    });
    let out = |reason| Assignment { bucket: Some(bucket), ..out(reason) };
    if is_blocked {
        return out(Reason::Blocked);
    }
    // Ranges may be more than variations.
    let Some(variation) = chosen else { return out(Reason::Coverage) };
    if experiment.force.is_some() {
        return forced(experiment.force, count, Reason::Forced);
    }
    if context.rehearsal {
        return out(Reason::Rehearsal);
    }
    if experiment.status == Status::Stopped {
        return out(Reason::Inactive);
    }
    let in_experiment = variation < count;
    let reason = if kept.is_some() { Reason::Sticky } else { Reason::Hash };
    let variation = if in_experiment { variation } else { 0 };
    Assignment { variation, in_experiment, hash_used: true, bucket: Some(bucket), reason }
}

/// Filters or namespace, condition, and other flags.
#[inline(always)]
fn admit(experiment: &Experiment, id: &str, context: &Context<'_>) -> Result<(), Reason> {
    let is_filtered = match (&experiment.filters, &experiment.namespace) {
        (Some(filters), _) => filters.iter().any(|filter| !context.passes(filter)),
        (None, Some(namespace)) => !in_namespace(id, &namespace.name, namespace.range),
        (None, None) => false,
    };
    if is_filtered {
        return Err(Reason::Filtered);
    }
    if !context.meets(&experiment.condition, context.attributes) {
        return Err(Reason::Condition);
    }
    let holds = experiment.parents.iter().all(|parent| {
        let flag = context.flags.get(&parent.id).cloned();
        context.meets(&parent.condition, &[("value", Value::from(flag))].into_iter().collect())
    });
    if holds { Ok(()) } else { Err(Reason::Parent) }
}

impl Context<'_> {
    /// The id that an attribute holds; empty where it holds none.
    fn id(&self, attribute: &str) -> Cow<'_, str> {
        let id = self.attributes.path(attribute);
        if is_truthy(id) { Coerce { script: self.script }.text(id) } else { Cow::Borrowed("") }
    }

    fn passes(&self, filter: &Filter) -> bool {
        let id = self.id(&filter.attribute);
        !id.is_empty()
            && hash(&filter.seed, &id, filter.hash_version)
                .is_some_and(|hash| filter.ranges.iter().any(|range| in_range(hash, *range)))
    }

    fn meets(&self, condition: &Value, attributes: &Value) -> bool {
        condition.is_null() || matches(condition, attributes, self.groups, self.script)
    }
}

/// Not taking part.
const fn out(reason: Reason) -> Assignment {
    Assignment { variation: 0, in_experiment: false, hash_used: false, bucket: None, reason }
}

/// Taking part in a variation that no hash chose, if there is such a variation.
fn forced(variation: Option<usize>, count: usize, reason: Reason) -> Assignment {
    match variation {
        Some(variation) if variation < count => Assignment { variation, in_experiment: true, ..out(reason) },
        _ => out(reason),
    }
}

/// The variation kept for this division of shoppers.
fn kept(experiment: &Experiment, sticky: &Value) -> Option<usize> {
    let key = [&experiment.key, "__", &decimal(experiment.bucket_version.into())].concat();
    let kept = sticky.get(&key)?.as_str()?;
    experiment.variations.iter().position(|variation| variation == kept)
}

/// Whether there is an assignment from before the oldest division that still counts.
fn is_blocked(experiment: &Experiment, sticky: &Value) -> bool {
    sticky.members().iter().any(|(key, _)| {
        let version = key.strip_prefix(&*experiment.key).and_then(|rest| rest.strip_prefix("__"));
        version
            .and_then(|version| version.parse().ok())
            .is_some_and(|version: u32| version < experiment.min_bucket_version)
    })
}

/// A variation's index; `None` for what is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and in range")]
fn index(value: &Value) -> Option<usize> {
    value.as_f64().filter(|number| (0.0..=1e6).contains(number) && number.fract() == 0.0).map(|number| number as usize)
}
