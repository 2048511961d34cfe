//! What each banner shows, and for how long that holds.

use alloc::vec::Vec;

use super::Engine;
use crate::engine::config::{Schedule, Variant};
use crate::engine::page::Page;
use crate::engine::schedule;
use crate::engine::text;
use crate::engine::value::Value;

/// Milliseconds in a minute.
const MINUTE: f64 = 60_000.0;

impl Engine {
    /// The banners of the config that show something: a list of [`BannerPlan`](crate::engine::plan::BannerPlan)s.
    pub(super) fn banners(&self, tree: &Value, page: &Page, now: f64) -> Value {
        let spoken = self.spoken(tree);
        let mut plans = Vec::new();
        for banner in self.config().banners() {
            let shown = banner
                .variants()
                .iter()
                .find(|variant| self.is_open(variant.schedule(), now) && self.holds(variant.when(), tree));
            if let Some(variant) = shown {
                let mut plan = Value::object();
                plan.put_text("slot", &*banner.place());
                plan.put_text("id", banner.name());
                plan.put_text("variant", variant.id());
                plan.put_text("placement", banner.placement().word());
                let mut content = self.words(variant.content(), &spoken, page);
                let texts = self.templates.member(&variant.template(banner));
                if !texts.is_null() {
                    plan.put_flag("template", true);
                    let mut said = Value::object();
                    for text in texts.elements() {
                        said.set(text.text(), text::render(text.text(), &spoken, &*self.ports));
                    }
                    if !said.members().is_empty() {
                        content.put("texts", said);
                    }
                }
                plan.put("content", content);
                plan.put_number("until", self.expiry(variant, page, now));
                plans.push(plan);
            }
        }
        Value::Array(plans)
    }

    /// Takes over what was known of templates on pages seen before: of those that the config speaks of, and that this page has
    /// no word on.
    pub fn join_templates(&mut self, earlier: &Value) {
        let mut known = Value::object();
        for banner in self.config().banners() {
            for variant in banner.variants() {
                let name = variant.template(banner);
                let texts = self.templates.get(&name).unwrap_or(earlier.member(&name));
                known.set(&name, texts.clone());
            }
        }
        self.templates = known;
    }

    /// Whether a schedule of the config allows something now.
    pub(super) fn is_open(&self, schedule: Schedule<'_>, now: f64) -> bool {
        schedule::allows(schedule, now + self.shop_clock(now))
    }

    /// Milliseconds that the shop's clock is ahead of UTC.
    pub(super) fn shop_clock(&self, now: f64) -> f64 {
        self.config().time_zone().and_then(|zone| self.ports.offset(zone, now)).unwrap_or(0.0) * MINUTE
    }

    /// When a variant that may be shown now may be no longer, by time alone: a plan that waits for the next page must not
    /// bring it after that. `None` where time changes nothing.
    fn expiry(&self, variant: Variant<'_>, page: &Page, now: f64) -> Option<f64> {
        let mut end = schedule::closes(variant.schedule(), now + self.shop_clock(now));
        if end.is_finite() {
            // Clocks may be changed until then.
            end -= self.shop_clock(end - self.shop_clock(now));
        }
        let step = self.because(variant.when().0, "").step;
        if step > 0.0 {
            let clock = page.utc_offset * MINUTE;
            end = end.min((libm::floor((now + clock) / step) + 1.0) * step - clock);
        }
        end.is_finite().then_some(end)
    }
}
