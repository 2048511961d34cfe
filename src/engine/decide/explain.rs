//! The reasons for everything that was decided.

use alloc::vec::Vec;

use super::Engine;
use crate::engine::bucketing;
use crate::engine::condition;
use crate::engine::config::Condition;
use crate::engine::item::Item;
use crate::engine::offer::Refusal;
use crate::engine::page::Page;
use crate::engine::rank::Standing;
use crate::engine::value::{NULL, Value};

impl Engine {
    /// Why the page looks as it does: an [`Explanation`](crate::engine::explanation::Explanation). With a `target`, only
    /// of what has this name: a grid's selector, a banner's id or slot, an offer's id, or an experiment's id. Without
    /// one, of everything and of the first grid.
    #[must_use]
    pub fn explain(&self, page: &Page, target: Option<&str>, now: f64) -> Value {
        let tree = self.attributes(page, now);
        let is_meant = |name: &str| target.is_none_or(|target| target == name);
        let mut explanation = Value::object();
        explanation.put_flag("holdout", self.held_out());
        let mut reasons = Vec::new();
        if let Some(grid) = page.grids.iter().find(|grid| is_meant(&grid.selector)) {
            let (standings, _) = self.standings(grid, page, &tree);
            for (card, standing) in grid.cards.iter().zip(&standings) {
                reasons.push(reason(&card.item, standing));
            }
        }
        explanation.put("cards", Value::Array(reasons));
        explanation.put("segments", tree.member("segments").clone());

        let mut offers = Vec::new();
        for offer in self.config().offers().iter().filter(|offer| is_meant(offer.id())) {
            let mut waits = Vec::new();
            let happened = self.signals().bring(offer.trigger(), &mut waits);
            let refusal = self.offer_refusal(offer, &tree, page, now);
            let refusal = refusal.or((!happened).then_some(Refusal::Trigger));
            let mut reason = Value::object();
            reason.put_text("id", offer.id());
            reason.put_text("refusal", refusal.map(Refusal::word));
            reason.put("failed", self.failed(offer.when(), &tree));
            reason.put("waits_for", super::texts(&waits));
            offers.push(reason);
        }
        explanation.put("offers", Value::Array(offers));

        let mut banners = Vec::new();
        for banner in self.config().banners() {
            let (id, place) = (banner.name(), banner.place());
            if !is_meant(id) && !is_meant(&place) {
                continue;
            }
            let mut shown = None;
            let mut variants = Vec::new();
            for variant in banner.variants() {
                let failed = self.failed(variant.when(), &tree);
                let closed = !self.is_open(variant.schedule(), now);
                if failed.is_null() && !closed && !self.held_out() {
                    shown = shown.or(Some(variant.id()));
                }
                let mut reason = Value::object();
                reason.put_text("id", variant.id());
                reason.put("failed", failed);
                reason.put_flag("closed", closed);
                variants.push(reason);
            }
            let mut reason = Value::object();
            reason.put_text("slot", &*place);
            reason.put_text("id", id);
            reason.put_text("variant", shown);
            reason.put("variants", Value::Array(variants));
            banners.push(reason);
        }
        explanation.put("banners", Value::Array(banners));

        let mut experiments = Vec::new();
        for test in self.config().experiments().iter().filter(|test| is_meant(test.id())) {
            let assignment = self.assign(test, &tree, page);
            let mut reason = Value::object();
            reason.put_text("id", test.id());
            if assignment.in_experiment {
                reason.put_text("variation", test.variations().get(assignment.variation));
            }
            reason.put_text("reason", assignment.reason.word());
            reason.put_number("bucket", assignment.bucket);
            if assignment.reason == bucketing::Reason::Condition {
                reason.put("failed", self.failed(test.when(), &tree));
            }
            experiments.push(reason);
        }
        explanation.put("experiments", Value::Array(experiments));
        explanation.put("blocks", self.blocks(&self.plan_by(&tree, page, now), page, &tree, now));
        explanation
    }

    /// The part of a condition that does not hold: a [`Failed`](crate::engine::explanation::Failed), or null.
    fn failed(&self, condition: Condition<'_>, tree: &Value) -> Value {
        let Some(failure) = condition::failure(condition.0, tree, &NULL, self.script()) else { return Value::Null };
        let mut failed = Value::object();
        failed.put_text("path", failure.path.as_str());
        failed.put("expected", failure.expected);
        failed.put("found", failure.found);
        failed
    }
}

/// Why `item` stands where it does.
fn reason(item: &Item, standing: &Standing) -> Value {
    let [brand, price, category] = standing.lifts;
    let mut reason = Value::object();
    reason.put_text("item_id", item.item_id.as_str());
    reason.put_number("rank", f64::from(standing.rank));
    reason.put_number("place", f64::from(standing.place));
    reason.put_number("prior", standing.prior);
    reason.put_number("brand", brand);
    reason.put_number("price", price);
    reason.put_number("category", category);
    reason.put_number("declared", standing.pull.declared);
    reason.put_number("neighbours", standing.pull.neighbours);
    reason.put_number("boost", standing.pull.boost);
    reason.put_flag("seen", standing.seen);
    reason.put_flag("pinned", standing.pinned);
    reason.put_number("score", standing.score);
    reason
}
