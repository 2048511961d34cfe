//! Lists of recommended products, for the page and for those who ask.

use alloc::vec::Vec;

use super::Engine;
use crate::engine::config::{Recommendation, Text};
use crate::engine::item::Item;
use crate::engine::page::Page;
use crate::engine::plan::{Because as Reason, Recommended};
use crate::engine::recommend::Shop;
use crate::engine::text;
use crate::engine::value::Value;

impl Engine {
    /// The answer to a request: a [`Recommended`](crate::engine::plan::Recommended).
    #[must_use]
    pub fn recommend(&self, request: Recommendation<'_>, page: &Page, now: f64) -> Value {
        self.recommended(request, page, &self.attributes(page, now), &[], now)
    }

    fn recommended(
        &self,
        request: Recommendation<'_>,
        page: &Page,
        attributes: &Value,
        shown: &[Item],
        now: f64,
    ) -> Value {
        let holds = |condition: &Value, seen: &Value| self.matches(condition, seen);
        let (catalog, profile, config) = (&self.catalog, &self.profile, self.config());
        let mut answer =
            Shop { catalog, profile, page, config, now, holds: &holds, attributes, shown }.recommend(request);
        answer.put_text("slot", request.slot());
        if let Some(Text(title)) = request.title() {
            let title = text::localized(title, &page.locale).unwrap_or_default();
            let mut spoken = self.spoken(attributes);
            let mut ids = Recommended::of(&answer).items().iter().filter_map(|item| {
                let id = Reason::of(item.member("reason")).because()?;
                Some(self.name_of(id)).filter(|name| !name.is_empty())
            });
            spoken.put_text("because", ids.next());
            answer.put("title", text::render(title, &spoken, &*self.ports).into());
        }
        answer.put_text("layout", request.layout().word());
        answer.put_flag("add_to_cart", request.add_to_cart());
        answer.put("why", self.because_of_list(request, &answer, attributes));
        answer
    }

    /// The lists that the config shows in slots of the page. No list repeats what one before it shows, unless it speaks of
    /// the shopper's own past.
    pub(super) fn lists(&self, page: &Page, tree: &Value, now: f64) -> Value {
        let mut lists = Vec::new();
        let mut shown = Vec::new();
        for request in self.config().recommendations() {
            let is_there = |slot| page.slots.as_ref().is_none_or(|slots| slots.iter().any(|there| there == slot));
            if request.slot().is_some_and(is_there) {
                let list = self.recommended(request, page, tree, &shown, now);
                shown.extend(Recommended::of(&list).items().iter().filter_map(|item| Item::from_value(&item)));
                lists.push(list);
            }
        }
        Value::Array(lists)
    }
}
