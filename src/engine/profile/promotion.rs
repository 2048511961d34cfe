//! Banners and offers the shopper has met.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

use super::bound::{self, MAX_NAME, clip, shorten};
use super::entry::{Entry, replace};
use crate::engine::event::Action;
use crate::engine::record::row;

/// Meetings kept, the longest past going first.
pub(super) const MAX_TOUCHES: usize = 14;

row! {
    /// The last time something happened to a banner or an offer.
    pub struct Touch {
        /// Its id, at most 32 bytes.
        pub id: String;
        /// Whether it was seen, accepted, or dismissed.
        pub action: Action;
        /// When.
        pub at: f64;
        /// The session it was in, counted by visits.
        pub visit: u32;
        /// How often in that session.
        pub times: u32;
    }
}

/// What happened to a banner or an offer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    /// When it was last seen; 0 if never.
    pub shown: f64,
    /// The session it was last seen in, counted by visits.
    pub visit: u32,
    /// Times it was seen in that session.
    pub times: u32,
    /// When it was last dismissed; 0 if never.
    pub dismissed: f64,
    /// When it was last accepted; 0 if never.
    pub accepted: f64,
}

impl Entry for Touch {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id && self.action == other.action
    }

    fn order(&self, other: &Self) -> Ordering {
        let time = self.at.total_cmp(&other.at).then(self.visit.cmp(&other.visit)).then(self.times.cmp(&other.times));
        time.then_with(|| self.id.cmp(&other.id)).then((self.action as u8).cmp(&(other.action as u8)))
    }

    fn clip(&mut self) {
        shorten(&mut self.id, MAX_NAME);
        self.at = bound::time(self.at);
    }
}

/// Notes what happened to the banner or offer with `id`.
pub(super) fn touch(touches: &mut Vec<Touch>, id: &str, action: Action, at: f64, visit: u32) {
    let id = clip(id, MAX_NAME);
    if id.is_empty() {
        return;
    }
    let known = touches.iter().find(|known| known.id == id && known.action == action && known.visit == visit);
    let times = known.map_or(1, |known| known.times.saturating_add(1));
    replace(touches, Touch { id: id.into(), action, at, visit, times }, MAX_TOUCHES);
}

/// What happened to the banner or offer with `id`; `None` where nothing is known.
#[must_use]
pub(super) fn exposure(touches: &[Touch], id: &str) -> Option<Exposure> {
    let id = clip(id, MAX_NAME);
    let mut exposure = None;
    for touch in touches {
        if touch.id == id {
            let known = exposure.get_or_insert_with(Exposure::default);
            match touch.action {
                Action::DismissPromotion => known.dismissed = touch.at,
                Action::SelectPromotion => known.accepted = touch.at,
                _ => (known.shown, known.visit, known.times) = (touch.at, touch.visit, touch.times),
            }
        }
    }
    exposure
}
