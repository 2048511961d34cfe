//! The only memory: what is known of the shopper, bounded and fading.
//!
//! It takes at most 16 kB as JSON, whatever the number of events: [`bound`] says how, and what goes first. Taking in an event
//! costs the same after a million as after ten, since every list has a fixed length.
//!
//! Interests have two speeds. The long one is kept with each name and halves with `profile.half_life`. The one of the
//! session is not kept: it is what the last steps of the trail add up to at `profile.session_half_life`.

pub mod bound;
mod cart;
pub(crate) mod entry;
pub mod fade;
mod forget;
mod interest;
mod merge;
mod migrate;
mod orders;
mod promotion;
mod session;
mod trail;
mod traits;

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

pub(crate) use cart::pieces;
pub use cart::{Cart, Wish};
pub use interest::{Interest, Interests, Kind, PATIENCE, Passed, RECOVERY, interest_name, patience, price_band};
pub(crate) use interest::{each_name, names, strength};
pub use merge::merge;
pub use orders::{Order, Orders, Sums};
pub use promotion::{Exposure, Touch};
pub use session::{Campaign, Engagement, Session};
pub use trail::{Step, Viewed};
pub use traits::{PREFERENCES, Trait, fits};

use self::entry::{Entry, replace};
use super::config::Memory;
use super::event::{Action, Event};
use super::item::Item;
use super::record::{self, record, row};
use super::scan;
use super::search;
pub use super::time::DAY;
use super::trial::{self, Trial};
use super::value::Value;

/// A session ends after 30 minutes without an event, as in GA4.
pub const SESSION_GAP: f64 = 1_800_000.0;
/// Names kept of what was searched for.
const MAX_SEARCHES: usize = 6;
/// What a promise of a campaign's address says: as much as putting something into the cart.
const PROMISED: f64 = 3.0;
/// What a name in a search, or in the words of a campaign, says: as much as a view.
const NAMED: f64 = 1.0;

record! {
    /// What is known of a shopper.
    pub struct Profile {
        /// Version of this format. Version 1 is understood as well.
        pub version: u32 [1, 2] = 2;
        /// A random name that divides shoppers in experiments. It never leaves the device.
        pub id: Option<String> = none;
        /// When the profile was begun, in milliseconds since 1970.
        pub created: f64 = 0;
        /// When the last event happened.
        pub seen: f64 = 0;
        /// Sessions so far, the present one included.
        pub visits: u32 = 0;
        /// The present session.
        pub session: Session = {};
        /// All sessions together.
        pub engagement: Engagement = {};
        /// Where the shopper came from last.
        pub campaign: Campaign = {};
        /// The half-life that interests are kept at, in days; 0 before there are any.
        pub half_life: f64 = 0;
        /// What the shopper cares for.
        pub interests: Interests = {};
        /// Weight of all events that fed the interests, as a level: see [`fade`].
        pub evidence: f64 = 0;
        /// Products seen in lists and not acted on, the least first.
        pub passed: Vec<Passed> = [];
        /// The last products acted on, oldest first; a product occurs once for each run of events on it.
        pub trail: Vec<Step> = [];
        /// Products as they were last seen, longest unseen first.
        pub products: Vec<Viewed> = [];
        /// The cart.
        pub cart: Cart = {};
        /// The wish list, with what was taken off it.
        pub wishlist: Vec<Wish> = [];
        /// Orders.
        pub orders: Orders = {};
        /// Banners and offers the shopper has met, longest untouched first.
        pub promotions: Vec<Touch> = [];
        /// Variations of experiments the shopper has seen, longest unseen first.
        pub trials: Vec<Trial> = [];
        /// What searches named, oldest first. Their words are not kept.
        pub searches: Vec<Search> = [];
        /// What the shop's page said of the shopper.
        pub traits: Vec<Trait> = [];
    }
}

row! {
    /// A category, brand or tag that was searched for.
    pub struct Search {
        /// What it is.
        pub kind: Kind;
        /// Its name, as of an interest.
        pub name: String;
        /// When.
        pub at: f64;
    }
}

impl Entry for Search {
    fn same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name == other.name
    }

    fn order(&self, other: &Self) -> Ordering {
        let time = self.at.total_cmp(&other.at).then_with(|| self.name.cmp(&other.name));
        time.then((self.kind as u8).cmp(&(other.kind as u8)))
    }

    fn clip(&mut self) {
        bound::shorten(&mut self.name, bound::MAX_NAME);
        self.at = bound::time(self.at);
    }
}

/// A name as it can stand in a path: lower case, blanks as hyphens, dots as hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.trim().chars() {
        slug.push(plain(c));
    }
    slug
}

fn plain(c: char) -> char {
    if c.is_whitespace() || c == '.' { '-' } else { scan::lowercase(c) }
}

impl Profile {
    /// Nothing known yet.
    #[must_use]
    pub fn new(now: f64) -> Self {
        let mut profile: Self = record::defaults();
        profile.created = now;
        profile
    }

    /// Reads a snapshot, of this version or of version 1.
    ///
    /// # Errors
    /// The problems of a snapshot that is not one of ours, or of a newer version. What a snapshot holds beyond this
    /// version is ignored, so that going back a version keeps the rest.
    pub fn from_snapshot(value: &Value) -> Result<Self, Vec<super::config::Problem>> {
        let mut read: Self = if value.member("version").number() < 2.0 && matches!(value, Value::Object(_)) {
            record::restore(&migrate::from_version_1(value))?
        } else {
            record::restore(value)?
        };
        if let Some(id) = &mut read.id {
            bound::shorten(id, bound::MAX_ID);
        }
        // Whoever wrote it, it is held to the bounds: what is joined to nothing is.
        let mut nothing = Self::new(super::time::MAX_TIME);
        nothing.id = Some(String::from("~"));
        Ok(merge(nothing, read))
    }

    /// Takes an event in. `memory` says how fast interests fade. One of a time before 1970 or after 2100 is passed over.
    pub fn observe(&mut self, event: &Event, memory: &Memory) {
        let now = libm::floor(event.time);
        let is_wish = matches!(event.action(), Some(Action::Identify | Action::Forget));
        if !(0.0..=super::time::MAX_TIME).contains(&now) || self.is_paused() && !is_wish {
            return;
        }
        self.keep_at(memory.half_life);
        if self.visits == 0 || now - self.seen > SESSION_GAP {
            self.visits = self.visits.saturating_add(1);
            self.session.begin(now, self.seen);
        }
        self.seen = self.seen.max(now);
        let Some(action) = event.action() else { return };
        self.session.count(action);
        match action {
            Action::PageView => {
                self.engagement.pages += 1.0;
                let campaign = event.params.member("campaign");
                if !campaign.is_null() {
                    self.campaign.arrive(campaign, now);
                }
                self.promise(&search::promised(campaign.member("interest").text()), PROMISED, now);
                self.promise(&search::take(event.params.member("matched")), NAMED, now);
            }
            Action::UserEngagement => self.engagement.engage(&mut self.session, event),
            Action::Search => self.search(&search::take(event.params.member("matched")), now),
            Action::ViewItemList => interest::pass_over(&mut self.interests, &mut self.passed, &event.items, now),
            Action::ViewCart | Action::CartUpdate => self.cart.clear(now),
            Action::Identify => {
                let traits = event.params.member("traits");
                // What the shop knows of its customer is no trait: it goes to the orders.
                if let Some(orders) = traits.get("orders") {
                    self.orders.tell(orders, now);
                }
                traits::identify(&mut self.traits, traits, event.params.member("discreet").is_true(), now);
            }
            Action::ViewPromotion | Action::SelectPromotion | Action::DismissPromotion => {
                promotion::touch(&mut self.promotions, event.text("promotion_id"), action, now, self.visits);
                if action == Action::SelectPromotion {
                    trial::win(&mut self.trials, self.visits);
                }
            }
            Action::ExperimentViewed => trial::see(&mut self.trials, event, self.visits),
            Action::Forget => self.forget(event.text("path"), now),
            _ => {}
        }
        let mut items = Vec::new();
        for item in &event.items {
            items.push(self.learn(item, action, now));
        }
        for item in &items {
            match action {
                Action::AddToCart | Action::ViewCart | Action::CartUpdate => self.cart.put(item, now),
                Action::RemoveFromCart => self.cart.take(item, now),
                Action::AddToWishlist => cart::wish(&mut self.wishlist, item, now, true),
                Action::RemoveFromWishlist => cart::wish(&mut self.wishlist, item, now, false),
                _ => {}
            }
        }
        if action == Action::Purchase {
            let mut order = event.clone();
            (order.time, order.items) = (now, items);
            self.orders.place(&order);
            trial::win(&mut self.trials, self.visits);
            self.cart.clear(now);
        }
    }

    /// What is known of the product with `id`.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Item> {
        self.products.iter().map(|viewed| &viewed.item).find(|item| item.answers_to(id))
    }

    /// What happened to the banner or offer with `id`.
    #[must_use]
    pub fn exposure(&self, id: &str) -> Option<Exposure> {
        promotion::exposure(&self.promotions, id)
    }

    /// Sum of price times quantity over the cart.
    #[must_use]
    pub fn cart_value(&self) -> f64 {
        self.cart.value()
    }

    /// The trait `name`, which may have been taken back.
    #[must_use]
    pub fn told(&self, name: &str) -> Option<&Trait> {
        self.traits.iter().find(|known| known.name == name)
    }

    /// The interests that the shopper declared, by the trait `preferences`.
    #[must_use]
    pub fn declared(&self) -> Vec<(Kind, String)> {
        let mut declared = Vec::new();
        let Some(known) = self.told(PREFERENCES) else { return declared };
        for kind in Kind::ALL {
            for name in known.value.member(kind.word()).elements() {
                let name = interest_name(name.text());
                if !name.is_empty() {
                    declared.push((*kind, name));
                }
            }
        }
        declared
    }

    /// Whether trait `name` may shape what is shown and must never be spoken.
    #[must_use]
    pub fn is_discreet(&self, name: &str) -> bool {
        self.told(name).is_some_and(|known| known.discreet)
    }

    /// Whether the shopper asked, by the trait `paused`, that nothing be learned or changed for now.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.told("paused").is_some_and(|known| known.value.is_true())
    }

    /// How welcome a product is at `now`: 1, or less where it was passed over in lists.
    #[must_use]
    pub fn welcome(&self, item: &Item, now: f64) -> f64 {
        patience(self.passed_level(item), now)
    }

    /// In how many lists a product was seen and not acted on, as far as that counts at `now`.
    #[must_use]
    pub fn passed_over(&self, item: &Item, now: f64) -> f64 {
        fade::weight(self.passed_level(item), now, RECOVERY)
    }

    fn passed_level(&self, item: &Item) -> f64 {
        let passed = self.passed.iter().find(|passed| item.answers_to(&passed.id));
        passed.map_or(fade::NOTHING, |passed| passed.level)
    }

    /// Interests are kept at one half-life; another in the config changes their levels, not their present weights.
    fn keep_at(&mut self, half_life: f64) {
        let before = core::mem::replace(&mut self.half_life, half_life);
        if before > 0.0 && before.total_cmp(&half_life).is_ne() {
            for kind in Kind::ALL {
                for interest in self.interests.of_mut(*kind) {
                    interest.level = fade::rescale(interest.level, self.seen, before, half_life);
                }
            }
            self.evidence = fade::rescale(self.evidence, self.seen, before, half_life);
        }
    }

    /// Learns from one product of an event. The answer is what is known of it now, with the pieces of the event.
    fn learn(&mut self, item: &Item, action: Action, now: f64) -> Item {
        let mut known = trail::refreshed(&self.products, item);
        if action == Action::ViewItem {
            let again = trail::was_viewed(&self.trail, &known, self.session.begun);
            self.session.repeats = self.session.repeats.saturating_add(again.into());
        }
        let strength = strength(action);
        if strength.abs() > 0.0 {
            each_name(&known, &mut |kind, name| self.interests.feed(kind, name, strength, self.half_life, now));
            if strength > 0.0 {
                self.evidence = fade::add(self.evidence, strength, now, self.half_life);
                trail::step(&mut self.trail, &known.item_id, strength, now);
                self.passed.retain(|passed| !known.answers_to(&passed.id));
            }
            trail::keep(&mut self.products, &known, now);
        }
        known.quantity = item.quantity;
        known
    }

    /// Interests that were named and not acted on yet.
    fn promise(&mut self, names: &[(Kind, String)], strength: f64, now: f64) {
        for (kind, name) in names {
            self.interests.feed(*kind, name, strength, self.half_life, now);
        }
        if !names.is_empty() {
            self.evidence = fade::add(self.evidence, strength, now, self.half_life);
        }
    }

    fn search(&mut self, names: &[(Kind, String)], now: f64) {
        self.promise(names, NAMED, now);
        for (kind, name) in names {
            replace(&mut self.searches, Search { kind: *kind, name: name.clone(), at: now }, MAX_SEARCHES);
        }
    }
}
