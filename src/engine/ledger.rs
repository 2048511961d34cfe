//! Counts every action once, however many sources report it.
//!
//! A product page speaks through its markup and through the dataLayer; a click on "add to cart" is seen as a form, a
//! dataLayer event and perhaps a call of the API. The first report counts, its echoes from other sources do not. A source
//! reports an action once, so that what it reports again is another action.

use alloc::{string::String, vec::Vec};

use super::event::{Action, Event};
use super::profile::pieces;

/// Milliseconds within which another source's report of the same action is an echo: shops report when their server has
/// answered.
const ECHO: f64 = 10_000.0;

/// Who reports an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What we read or saw on the page ourselves.
    Page,
    /// The page's dataLayer.
    DataLayer,
    /// Segment's `analytics` on the page.
    Segment,
    /// A call of `track`.
    Api,
    /// The shop's own cart, by what differs from what was counted: see [`reconcile`](super::reconcile).
    Cart,
}

/// What was counted on this page view.
#[derive(Default)]
pub struct Ledger {
    counted: Vec<Entry>,
}

struct Entry {
    name: String,
    ids: Vec<String>,
    time: f64,
    source: Source,
    once_a_page: bool,
    /// Reports of it by other sources.
    echoes: Vec<Source>,
    /// Reports of it that each other source may make: one, but where pieces were counted together one for each.
    reports: f64,
}

impl Ledger {
    /// Begins a new page view. What was counted a moment ago may still have its echoes.
    pub fn turn_page(&mut self) {
        self.counted.retain(|entry| !entry.once_a_page);
    }

    /// Whether `event` is to be counted; remembers it if so.
    pub fn admits(&mut self, event: &Event, source: Source) -> bool {
        let mut ids = Vec::new();
        let mut reports = 1.0;
        for item in &event.items {
            ids.push(item.item_id.clone());
            ids.extend_from_slice(&item.keys);
            if source == Source::Cart {
                reports = pieces(item);
            }
        }
        for name in ["promotion_id", "experiment_id"] {
            if !event.text(name).is_empty() {
                ids.push(event.text(name).into());
            }
        }
        let once_a_page = matches!(
            event.action(),
            Some(Action::PageView | Action::ViewItem | Action::ViewCart | Action::BeginCheckout)
        );
        self.counted.retain(|entry| entry.once_a_page || (event.time - entry.time).abs() <= ECHO);
        for entry in &mut self.counted {
            let same_ids = ids.is_empty() && entry.ids.is_empty() || entry.ids.iter().any(|id| ids.contains(id));
            if entry.name != event.name || !same_ids {
                continue;
            }
            if once_a_page {
                return false;
            }
            let mut echoes = 0.0;
            for echo in &entry.echoes {
                echoes += f64::from(u8::from(*echo == source));
            }
            // The shop's own cart tells only what nobody else did.
            if entry.source != source && source != Source::Cart && echoes < entry.reports {
                entry.echoes.push(source);
                return false;
            }
        }
        let (name, time) = (event.name.clone(), event.time);
        self.counted.push(Entry { name, ids, time, source, once_a_page, echoes: Vec::new(), reports });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::item::Item;

    fn event(action: Action, id: &str, time: f64) -> Event {
        Event::new(action, time).with_items(vec![Item::new(id)])
    }

    #[test]
    fn a_view_counts_once_a_page_whoever_reports_it() {
        let mut ledger = Ledger::default();
        assert!(ledger.admits(&event(Action::ViewItem, "a", 0.0), Source::Page));
        assert!(!ledger.admits(&event(Action::ViewItem, "a", 9_000.0), Source::DataLayer));
        assert!(!ledger.admits(&event(Action::ViewItem, "a", 90_000.0), Source::Page));
        ledger.turn_page();
        assert!(ledger.admits(&event(Action::ViewItem, "a", 99_000.0), Source::DataLayer));
    }

    /// Who reports the addition of one product at which second, `!` before what is to be counted.
    fn check(reports: &str) {
        let mut ledger = Ledger::default();
        for report in reports.split(' ') {
            let (who, at) = report.trim_start_matches('!').split_once('@').unwrap();
            let (who, pieces) = who.split_once('*').unwrap_or((who, "1"));
            let source = match who {
                "page" => Source::Page,
                "layer" => Source::DataLayer,
                "segment" => Source::Segment,
                "api" => Source::Api,
                _ => Source::Cart,
            };
            let item = Item { quantity: pieces.parse().ok(), ..Item::new("a") };
            let event = Event::new(Action::AddToCart, at.parse::<f64>().unwrap() * 1_000.0).with_items(vec![item]);
            assert_eq!(ledger.admits(&event, source), report.starts_with('!'), "{report} in {reports}");
        }
    }

    #[test]
    fn an_addition_counts_once_however_many_report_it() {
        check("!page@0 layer@0.3");
        check("!page@0 layer@0.3 segment@0.4 api@0.5");
        check("!layer@0 page@0.1");
        // A slow server.
        check("!page@0 layer@7");
        check("!page@0 !layer@12");
    }

    #[test]
    fn two_additions_count_twice() {
        check("!page@0 !page@0.6 layer@0.7 layer@0.9");
        check("!page@0 layer@0.3 !page@0.6 layer@0.9");
        // The second was made by a way that only the dataLayer knows.
        check("!page@0 layer@0.3 !layer@0.9");
    }

    #[test]
    fn what_the_shops_cart_told_is_not_told_again() {
        check("!cart@0 layer@0.3 !page@20");
        check("!cart*2@0 layer@0.3 layer@0.4 !layer@0.5");
        check("!page@0 layer@0.3 !cart@0.5 segment@0.6 segment@0.7");
    }

    #[test]
    fn other_products_are_other_actions_and_any_id_tells_which() {
        let mut ledger = Ledger::default();
        let card = Item { keys: vec!["SKU-7".into()], ..Item::new("alpine-boot") };
        assert!(ledger.admits(&Event::new(Action::AddToCart, 0.0).with_items(vec![card]), Source::Page));
        assert!(!ledger.admits(&event(Action::AddToCart, "SKU-7", 300.0), Source::DataLayer));
        assert!(ledger.admits(&event(Action::AddToCart, "b", 700.0), Source::DataLayer));
    }
}
