//! What is told to the analytics that the page already has, and to whom.
//!
//! Names and parameters are GA4's where it has the term (`view_promotion`, `select_promotion`, `view_item_list`,
//! `select_item`), and GrowthBook's `experiment_viewed`. Three are our own: `dismiss_promotion`, `vitrina_segments` with the
//! segments a shopper is in, and `vitrina_purchase`, which says of an order which variations and accepted promotions the
//! shopper had met. Nothing that builds on a discreet trait is told.

use alloc::{string::String, vec::Vec};

use super::Engine;
use crate::engine::config::Destination;
use crate::engine::consent::Purposes;
use crate::engine::event::{Action, Event};
use crate::engine::profile::DAY;
use crate::engine::scan::cut;
use crate::engine::value::Value;

/// Days for which an accepted promotion counts for an order.
const ATTRIBUTION: f64 = 7.0;

const fn allows(purposes: Purposes, destination: Destination) -> bool {
    match destination {
        Destination::MetaPixel | Destination::Klaviyo => purposes.marketing,
        _ => purposes.analytics,
    }
}

impl Engine {
    /// What is told of `event`: `to` whom, under which `name`, with which `params`. `None` where it concerns nobody.
    #[must_use]
    pub fn report(&self, event: &Event, purposes: Purposes) -> Option<Value> {
        let mut params = Value::object();
        if self.conceals(event) {
            return None;
        }
        let name = match event.action()? {
            Action::ViewPromotion
            | Action::SelectPromotion
            | Action::DismissPromotion
            | Action::ExperimentViewed
            | Action::ViewItemList
            | Action::SelectItem => {
                for (name, value) in event.params.members() {
                    if value.as_str() != Some("") {
                        params.set(name, value.clone());
                    }
                }
                &*event.name
            }
            Action::Purchase => {
                params.put_text("transaction_id", event.text("transaction_id"));
                params.put("value", event.params.member("value").clone());
                params.put_text("experiments", &*self.trials());
                params.put_text("promotions", &*self.accepted(event.time));
                "vitrina_purchase"
            }
            _ => return None,
        };
        let mut items = Vec::new();
        for (index, item) in event.items.iter().enumerate().filter(|_| event.action() != Some(Action::Purchase)) {
            let mut told = Value::object();
            told.put_text("item_id", item.item_id.as_str());
            told.put_text("item_name", item.item_name.as_str());
            told.put_number("price", item.price);
            #[expect(clippy::cast_precision_loss, reason = "a list is short")]
            told.put_number("index", index as f64);
            items.push(told);
        }
        if !items.is_empty() {
            params.put("items", Value::Array(items));
        }
        self.addressed(name, params, purposes)
    }

    /// The segments a shopper is in, as a property of the shopper; `tree` are the attributes.
    #[must_use]
    pub fn segments_report(&self, tree: &Value, purposes: Purposes) -> Option<Value> {
        let mut names = String::new();
        for name in tree.member("segments").elements() {
            let condition = self.segments.condition(name.text());
            if !condition.is_some_and(|condition| self.is_about_discreet(condition, 0)) {
                join(&mut names, name.text());
            }
        }
        let mut params = Value::object();
        params.put_text("vitrina_segments", &*names);
        self.addressed("vitrina_segments", params, purposes)
    }

    fn addressed(&self, name: &str, params: Value, purposes: Purposes) -> Option<Value> {
        let mut to = Vec::new();
        let mut add = |destination: Destination| {
            if allows(purposes, destination) {
                to.push(Value::from(destination.word()));
            }
        };
        match self.config().telemetry() {
            Some(destinations) => destinations.iter().for_each(add),
            None => add(Destination::DataLayer),
        }
        if to.is_empty() || self.profile.is_paused() {
            return None;
        }
        let mut report = Value::object();
        report.put("to", Value::Array(to));
        report.put_text("name", name);
        report.put("params", params);
        Some(report)
    }

    /// The variations met last: `hero:name,grid:plain`.
    fn trials(&self) -> String {
        let mut all = String::new();
        for trial in self.profile.trials.iter().filter(|trial| !self.is_tried_on_discreet(&trial.key)) {
            join(&mut all, &[&*trial.key, ":", &*trial.variation].concat());
        }
        all
    }

    /// The promotions accepted lately.
    fn accepted(&self, now: f64) -> String {
        let mut all = String::new();
        for touch in &self.profile.promotions {
            let lately = touch.action == Action::SelectPromotion && now - touch.at < ATTRIBUTION * DAY;
            if lately && !self.is_for_discreet(&touch.id, "") {
                join(&mut all, &touch.id);
            }
        }
        all
    }

    /// Whether to tell of an event would tell a discreet trait: what was shown or tried was for those only who have it.
    fn conceals(&self, event: &Event) -> bool {
        self.is_for_discreet(event.text("promotion_id"), event.text("creative_name"))
            || self.is_tried_on_discreet(event.text("experiment_id"))
    }

    /// Whether the experiment with this id or key has a condition that looks at a discreet trait.
    fn is_tried_on_discreet(&self, name: &str) -> bool {
        self.config().experiments().iter().any(|experiment| {
            (experiment.id() == name || experiment.key() == Some(name))
                && self.is_about_discreet(experiment.when().0, 0)
        })
    }

    /// Whether the offer `id`, or the variant of the banner `id`, has a condition that looks at a discreet trait.
    fn is_for_discreet(&self, id: &str, variant: &str) -> bool {
        let config = self.config();
        config.offers().iter().any(|offer| offer.id() == id && self.is_about_discreet(offer.when().0, 0))
            || config.banners().iter().filter(|banner| banner.id().or(banner.slot()) == Some(id)).any(|banner| {
                let mut variants = banner.variants().iter();
                variants.any(|one| one.id() == variant && self.is_about_discreet(one.when().0, 0))
            })
    }

    /// Whether a condition looks at a discreet trait, itself or through the segments it names.
    fn is_about_discreet(&self, condition: &Value, depth: usize) -> bool {
        if let Some(other) = condition.as_str().and_then(|name| self.segments.condition(name)) {
            return depth < 20 && self.is_about_discreet(other, depth + 1);
        }
        condition.elements().iter().any(|part| self.is_about_discreet(part, depth))
            || condition.members().iter().any(|(key, value)| {
                let path = key.strip_prefix("traits.").unwrap_or(key);
                self.is_discreet(cut(path, '.').0) || self.is_about_discreet(value, depth)
            })
    }
}

fn join(all: &mut String, name: &str) {
    if !all.is_empty() {
        all.push(',');
    }
    all.push_str(name);
}
