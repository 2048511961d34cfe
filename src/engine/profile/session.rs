//! The session: what the shopper does on this visit, and where they came from.

use alloc::string::String;
use core::cmp::Ordering;

use super::bound::{MAX_TEXT, cents, clip, shorten, time};
use super::entry;
use crate::engine::event::{Action, Event};
use crate::engine::record::{Record, record};
use crate::engine::value::Value;

/// Most seconds that one report of engagement may tell of: an hour.
const MAX_SECONDS: f64 = 3_600.0;

record! {
    /// A session.
    pub struct Session {
        /// When it began.
        pub begun: f64 = 0;
        /// When the one before it ended; 0 on the first.
        pub previous: f64 = 0;
        /// Pages opened.
        pub pages: u32 = 0;
        /// Seconds in which a page was in view.
        pub seconds: f64 = 0;
        /// The deepest scroll, in percent of a page.
        pub scroll: f64 = 0;
        /// Products viewed, each view counted.
        pub views: u32 = 0;
        /// Views of products that had been viewed in this session before.
        pub repeats: u32 = 0;
        /// Times something was put into the cart.
        pub additions: u32 = 0;
        /// Times checkout was begun.
        pub checkouts: u32 = 0;
        /// Orders placed.
        pub orders: u32 = 0;
        /// Searches.
        pub searches: u32 = 0;
    }
}

record! {
    /// Where the shopper came from.
    pub struct Campaign {
        /// When; 0 if from nowhere known.
        pub at: f64 = 0;
        /// `utm_source`.
        pub source: Option<String> = none;
        /// `utm_medium`.
        pub medium: Option<String> = none;
        /// `utm_campaign`.
        pub name: Option<String> = none;
        /// `utm_term`.
        pub term: Option<String> = none;
        /// `utm_content`.
        pub content: Option<String> = none;
    }
}

record! {
    /// How much the shopper has looked around in all sessions.
    pub struct Engagement {
        /// Pages opened.
        pub pages: f64 = 0;
        /// Seconds in which a page was in view.
        pub seconds: f64 = 0;
    }
}

impl Session {
    /// A new one, after one that was last heard of at `previous`.
    pub(super) const fn begin(&mut self, begun: f64, previous: f64) {
        *self = Self {
            begun,
            previous,
            pages: 0,
            seconds: 0.0,
            scroll: 0.0,
            views: 0,
            repeats: 0,
            additions: 0,
            checkouts: 0,
            orders: 0,
            searches: 0,
        };
    }

    pub(super) const fn count(&mut self, action: Action) {
        let counter = match action {
            Action::PageView => &mut self.pages,
            Action::ViewItem => &mut self.views,
            Action::AddToCart => &mut self.additions,
            Action::BeginCheckout => &mut self.checkouts,
            Action::Purchase => &mut self.orders,
            Action::Search => &mut self.searches,
            _ => return,
        };
        *counter = counter.saturating_add(1);
    }

    /// Whichever began last.
    pub(super) fn join(&mut self, other: Self) {
        let order = self.begun.total_cmp(&other.begun);
        if order.then_with(|| entry::order(&self.give(), &other.give())) == Ordering::Less {
            *self = other;
        }
        (self.begun, self.previous) = (time(self.begun), time(self.previous));
        (self.seconds, self.scroll) = (cents(self.seconds), cents(self.scroll).min(100.0));
    }
}

impl Campaign {
    /// Reads what an address said.
    pub(super) fn arrive(&mut self, campaign: &Value, at: f64) {
        let text = |name: &str| {
            let text = clip(campaign.member(name).text(), MAX_TEXT);
            if text.is_empty() { None } else { Some(String::from(text)) }
        };
        *self = Self {
            at,
            source: text("source"),
            medium: text("medium"),
            name: text("name"),
            term: text("term"),
            content: text("content"),
        };
    }

    /// The last.
    pub(super) fn join(&mut self, other: Self) {
        let order = self.at.total_cmp(&other.at);
        if order.then_with(|| entry::order(&self.give(), &other.give())) == Ordering::Less {
            *self = other;
        }
        self.at = time(self.at);
        for text in [&mut self.source, &mut self.medium, &mut self.name, &mut self.term, &mut self.content]
            .into_iter()
            .flatten()
        {
            shorten(text, MAX_TEXT);
        }
    }
}

impl Engagement {
    /// Takes in `engagement_time_msec` of GA4's `user_engagement`, and `percent_scrolled` of its `scroll`.
    pub(super) fn engage(&mut self, session: &mut Session, event: &Event) {
        let seconds = (event.params.member("engagement_time_msec").number() / 1_000.0).min(MAX_SECONDS);
        session.seconds = cents(session.seconds + seconds.max(0.0));
        session.scroll = session.scroll.max(cents(event.params.member("percent_scrolled").number()).min(100.0));
        self.seconds = cents(self.seconds + seconds.max(0.0));
    }

    /// The greater of both: what two devices saw may be the same.
    pub(super) fn join(&mut self, other: &Self) {
        self.pages = cents(self.pages.max(other.pages));
        self.seconds = cents(self.seconds.max(other.seconds));
    }
}
