//! What the page's own analytics are told.

use super::session::Session;
use super::{host, js, store};
use crate::engine::consent::Consent;
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::plan::{Plan, Recommended};

/// What an event of products says of the list they stood in.
pub(super) fn from_list(event: Event, list: Recommended<'_>) -> Event {
    event.with("item_list_id", list.id()).with("attribution_id", list.attribution_id())
}

impl Session {
    /// Tells of an event, while the shopper may be remembered. What the shop tells itself is not told again: a product of its
    /// grids or its cart.
    pub(super) fn report(&self, event: &Event) {
        let of_products = matches!(event.action(), Some(Action::SelectItem | Action::ViewItemList));
        let of_the_shop = of_products && event.text("attribution_id").is_empty();
        if of_the_shop || self.consent() != Consent::Granted {
            return;
        }
        if let Some(report) = self.ask(|engine, _| engine.report(event, self.purposes())) {
            host::report(&js::to_js(&report));
        }
    }

    /// A list of recommended products was seen.
    pub(super) fn report_list(&self, attribution: &str) {
        let plan = self.plan();
        let plan = Plan::of(&plan);
        for list in plan.recommendations().iter().filter(|list| list.attribution_id() == attribution) {
            let items = list.items().iter().filter_map(|item| Item::from_value(&item)).collect();
            let seen = Event::new(Action::ViewItemList, js_sys::Date::now()).with_items(items);
            self.report(&from_list(seen, list));
        }
    }

    /// Tells the shopper's segments, where they are others than those told last.
    pub(super) fn report_segments(&self) {
        let now = js_sys::Date::now();
        let report = self.ask(|engine, page| engine.segments_report(&engine.attributes(page, now), self.purposes()));
        if let Some(report) = report.filter(store::tells) {
            host::report(&js::to_js(&report));
        }
    }
}
