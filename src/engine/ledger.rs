//! Counts every action once, however many sources report it.
//!
//! A product page speaks through its markup and through the dataLayer; a click on "add to cart" is seen as a form, a
//! dataLayer event and perhaps a call of the API. The first report counts, its echoes from other sources do not.

use alloc::{string::String, vec::Vec};

use super::event::{Action, Event};

/// Milliseconds within which another source's report of the same action is an echo.
const ECHO: f64 = 2_000.0;

/// Who reports an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What we read or saw on the page ourselves.
    Page,
    /// The page's dataLayer.
    DataLayer,
    /// A call of `track`.
    Api,
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
}

impl Ledger {
    /// Begins a new page view.
    pub fn turn_page(&mut self) {
        self.counted.clear();
    }

    /// Whether `event` is to be counted; remembers it if so.
    pub fn admits(&mut self, event: &Event, source: Source) -> bool {
        let mut ids = Vec::new();
        for item in &event.items {
            ids.push(item.item_id.clone());
            ids.extend_from_slice(&item.keys);
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
        for entry in &self.counted {
            let same_ids = ids.is_empty() && entry.ids.is_empty() || entry.ids.iter().any(|id| ids.contains(id));
            let is_echo = once_a_page || entry.source != source && (event.time - entry.time).abs() <= ECHO;
            if entry.name == event.name && same_ids && is_echo {
                return false;
            }
        }
        self.counted.retain(|entry| entry.once_a_page || event.time - entry.time <= ECHO);
        self.counted.push(Entry { name: event.name.clone(), ids, time: event.time, source, once_a_page });
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
        ledger.turn_page();
        assert!(ledger.admits(&event(Action::ViewItem, "a", 9_000.0), Source::DataLayer));
    }

    #[test]
    fn two_additions_count_twice_and_an_echo_does_not() {
        let mut ledger = Ledger::default();
        assert!(ledger.admits(&event(Action::AddToCart, "a", 0.0), Source::Page));
        assert!(!ledger.admits(&event(Action::AddToCart, "a", 300.0), Source::DataLayer));
        assert!(ledger.admits(&event(Action::AddToCart, "a", 600.0), Source::Page));
        assert!(ledger.admits(&event(Action::AddToCart, "b", 700.0), Source::DataLayer));
    }
}
