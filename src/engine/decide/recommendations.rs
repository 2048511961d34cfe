//! Lists of recommended products, for the page and for those who ask.

use alloc::vec::Vec;

use super::Engine;
use crate::engine::config::{Recommendation, Text};
use crate::engine::page::Page;
use crate::engine::recommend::Shop;
use crate::engine::text;
use crate::engine::value::Value;

impl Engine {
    /// The answer to a request: a [`Recommended`](crate::engine::plan::Recommended).
    #[must_use]
    pub fn recommend(&self, request: Recommendation<'_>, page: &Page, now: f64) -> Value {
        self.recommended(request, page, &self.attributes(page, now), now)
    }

    fn recommended(&self, request: Recommendation<'_>, page: &Page, attributes: &Value, now: f64) -> Value {
        let holds = |condition: &Value, seen: &Value| self.matches(condition, seen);
        let (catalog, profile, config) = (&self.catalog, &self.profile, self.config());
        let mut answer = Shop { catalog, profile, page, config, now, holds: &holds, attributes }.recommend(request);
        answer.put_text("slot", request.slot());
        if let Some(Text(title)) = request.title() {
            let title = text::localized(title, &page.locale).unwrap_or_default();
            answer.put("title", text::render(title, &self.spoken(attributes), &*self.ports).into());
        }
        answer
    }

    /// The lists that the config shows in slots of the page.
    pub(super) fn lists(&self, page: &Page, tree: &Value, now: f64) -> Value {
        let mut lists = Vec::new();
        for request in self.config().recommendations() {
            if request.slot().is_some() {
                lists.push(self.recommended(request, page, tree, now));
            }
        }
        Value::Array(lists)
    }
}
