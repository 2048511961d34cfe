//! The only memory: what is known of the shopper, bounded and fading.
//!
//! Its size does not grow with events: lists keep the newest or the strongest entries up to fixed lengths, named below.

use alloc::{string::String, vec::Vec};

use super::config::Memory;
use super::event::{Action, Event};
use super::item::Item;
use super::record::{self, choice, record};
use super::scan;
use super::trial::{self, Trial};
use super::value::Value;

/// Milliseconds in a day.
pub const DAY: f64 = 86_400_000.0;
/// A session ends after 30 minutes without an event, as in GA4.
pub const SESSION_GAP: f64 = 1_800_000.0;
/// Steps kept of the trail: as many as grid ranking was measured with.
const MAX_TRAIL: usize = 30;
/// Products whose description is kept.
const MAX_PRODUCTS: usize = 30;
/// Interests kept of each kind, the weakest going first.
const MAX_INTERESTS: usize = 24;
/// Lines kept of the cart and of the wish list.
const MAX_LINES: usize = 30;
/// Order ids kept, to count no order twice.
const MAX_ORDER_IDS: usize = 12;
/// Promotions kept, the longest unseen going first.
const MAX_PROMOTIONS: usize = 30;
/// Traits kept.
const MAX_TRAITS: usize = 40;

record! {
    /// What is known of a shopper.
    pub struct Profile {
        /// Version of this format.
        pub version: u32 [1, 1] = 1;
        /// A random name that divides shoppers in experiments. It never leaves the device.
        pub id: Option<String> = none;
        /// When the profile was begun, in milliseconds since 1970.
        pub created: f64 = 0;
        /// When the last event happened.
        pub seen: f64 = 0;
        /// Sessions so far, the present one included.
        pub visits: u32 = 0;
        /// When the session before the present one ended; 0 on the first.
        pub previous: f64 = 0;
        /// Pages opened in this session.
        pub pages: u32 = 0;
        /// Categories, brands and tags the shopper cares for.
        pub interests: Vec<Interest> = [];
        /// Decayed weight of all events that fed the interests, and when it was brought up to date.
        pub evidence: Decaying = {};
        /// The last products acted on, oldest first; a product occurs once for each run of events on it.
        pub trail: Vec<Step> = [];
        /// Descriptions of the products on the trail, longest unseen first.
        pub products: Vec<Item> = [];
        /// The cart.
        pub cart: Vec<Item> = [];
        /// Ids on the wish list.
        pub wishlist: Vec<String> = [];
        /// Orders.
        pub orders: Orders = {};
        /// Banners and offers the shopper has seen.
        pub promotions: Vec<Exposure> = [];
        /// Variations of experiments the shopper has seen, longest unseen first.
        pub trials: Vec<Trial> = [];
        /// What the shop's page said of the shopper.
        pub traits: Value = {};
        /// Names of traits that may shape what is shown and must never be spoken.
        pub discreet: Vec<String> = [];
    }
}

choice! {
    /// What an interest is in.
    pub enum Kind {
        /// A category, at any level.
        Category = "category",
        /// A brand.
        Brand = "brand",
        /// A label of the shop.
        Tag = "tag",
    }
}

record! {
    /// An interest.
    pub struct Interest {
        /// What it is in.
        pub kind: Kind;
        /// The name in lower case, blanks as hyphens, so that it can be part of a path.
        pub name: String;
        /// Its decayed weight.
        pub decaying: Decaying = {};
    }
}

record! {
    /// A weight that halves with every half-life.
    pub struct Decaying {
        /// The weight as it was at `at`.
        pub weight: f64 = 0;
        /// When, in milliseconds since 1970.
        pub at: f64 = 0;
    }
}

record! {
    /// A product the shopper acted on.
    pub struct Step {
        /// Its id.
        pub id: String;
        /// When.
        pub at: f64;
        /// The strongest thing done with it.
        pub action: Action;
    }
}

record! {
    /// Orders so far.
    pub struct Orders {
        /// How many.
        pub count: u32 = 0;
        /// Their sum in major units of the shop's currency.
        pub value: f64 = 0;
        /// When the last was placed; 0 without any.
        pub last: f64 = 0;
        /// Ids of the last ones.
        pub ids: Vec<String> = [];
    }
}

record! {
    /// What happened to a banner or an offer.
    pub struct Exposure {
        /// Its id.
        pub id: String;
        /// When it was last seen; 0 if never.
        pub shown: f64 = 0;
        /// The session it was last seen in, counted by visits.
        pub visit: u32 = 0;
        /// Times it was seen in that session.
        pub times: u32 = 0;
        /// When it was last dismissed; 0 if never.
        pub dismissed: f64 = 0;
        /// When it was last accepted; 0 if never.
        pub accepted: f64 = 0;
    }
}

/// Beyond any shopper's weight; a snapshot from elsewhere may hold anything.
const MAX_WEIGHT: f64 = 1e9;

impl Decaying {
    /// The weight at `now`, with a half-life in days.
    #[must_use]
    pub fn at(&self, now: f64, half_life: f64) -> f64 {
        self.weight * libm::exp(core::f64::consts::LN_2 * (self.at - now).min(0.0) / (half_life * DAY))
    }

    fn add(&mut self, weight: f64, now: f64, half_life: f64) {
        self.weight = (self.at(now, half_life) + weight).clamp(0.0, MAX_WEIGHT);
        self.at = now.max(self.at);
    }
}

/// How much an event says about interests; 0 for those that say nothing.
const fn strength(action: Action) -> f64 {
    match action {
        Action::SelectItem => 0.5,
        Action::ViewItem => 1.0,
        Action::AddToWishlist => 2.0,
        Action::AddToCart => 3.0,
        Action::Purchase => 5.0,
        Action::RemoveFromCart => -2.0,
        _ => 0.0,
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

    /// Reads a snapshot.
    ///
    /// # Errors
    /// The problems of a snapshot that is not one of ours, or of a newer version. What a snapshot holds beyond this
    /// version is ignored, so that going back a version keeps the rest.
    pub fn from_snapshot(value: &Value) -> Result<Self, Vec<super::config::Problem>> {
        record::restore(value)
    }

    /// Takes an event in. `memory` says how fast interests fade.
    pub fn observe(&mut self, event: &Event, memory: &Memory) {
        let now = event.time;
        if self.visits == 0 || now - self.seen > SESSION_GAP {
            self.visits = self.visits.saturating_add(1);
            self.pages = 0;
            self.previous = self.seen;
        }
        self.seen = self.seen.max(now);
        let Some(action) = event.action() else { return };
        for item in &event.items {
            self.learn(item, action, memory, now);
        }
        match action {
            Action::PageView => self.pages = self.pages.saturating_add(1),
            Action::ViewCart => self.cart.clear(),
            Action::Purchase => self.order(event),
            Action::Identify => self.identify(event.params.member("traits"), event.params.member("discreet").is_true()),
            Action::ExperimentViewed => trial::see(&mut self.trials, event, self.visits),
            Action::ViewPromotion | Action::SelectPromotion | Action::DismissPromotion => self.expose(event, action),
            _ => {}
        }
        for item in &event.items {
            match action {
                Action::AddToCart => self.put_into_cart(item),
                Action::RemoveFromCart => self.take_from_cart(item),
                Action::ViewCart if self.cart.len() < MAX_LINES => self.cart.push(line(item)),
                Action::AddToWishlist => {
                    remember_id(&mut self.wishlist, &item.item_id, MAX_LINES);
                }
                _ => {}
            }
        }
    }

    /// What is known of the product with `id`.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Item> {
        self.products.iter().find(|item| item.answers_to(id))
    }

    /// What happened to the banner or offer with `id`.
    #[must_use]
    pub fn exposure(&self, id: &str) -> Option<&Exposure> {
        self.promotions.iter().find(|seen| seen.id == id)
    }

    /// Sum of price times quantity over the cart.
    #[must_use]
    pub fn cart_value(&self) -> f64 {
        value(&self.cart)
    }

    /// Takes over `traits`; a trait set to `null` is removed. `discreet` ones may never be spoken.
    fn identify(&mut self, traits: &Value, discreet: bool) {
        let Value::Object(mut known) = core::mem::take(&mut self.traits) else { return };
        for (name, value) in traits.members() {
            let place = known.iter().position(|(other, _)| other == name);
            if let Some(at) = self.discreet.iter().position(|other| other == name) {
                self.discreet.remove(at);
            }
            match place {
                Some(at) if value.is_null() => {
                    known.remove(at);
                }
                Some(at) => {
                    if let Some((_, old)) = known.get_mut(at) {
                        old.clone_from(value);
                    }
                }
                None if known.len() < MAX_TRAITS && !value.is_null() => known.push((name.clone(), value.clone())),
                None => continue,
            }
            if discreet && !value.is_null() {
                self.discreet.push(name.clone());
            }
        }
        self.traits = Value::Object(known);
    }

    fn learn(&mut self, item: &Item, action: Action, memory: &Memory, now: f64) {
        let strength = strength(action);
        if strength == 0.0 {
            return;
        }
        let known = self.products.iter().position(|known| known.answers_to(&item.item_id));
        let mut described = match known {
            Some(at) => self.products.remove(at),
            None => Item::new(item.item_id.as_str()),
        };
        refresh(&mut described, item);
        let mut feed = |kind, name: &str| self.feed(kind, slug(name), strength, memory.half_life, now);
        for name in &described.item_category {
            feed(Kind::Category, name);
        }
        feed(Kind::Brand, &described.item_brand);
        for name in &described.tags {
            feed(Kind::Tag, name);
        }
        for kind in Kind::ALL {
            self.forget_weakest(*kind, memory.half_life, now);
        }
        self.evidence.add(strength.max(0.0), now, memory.half_life);
        if strength > 0.0 {
            self.step(&described.item_id, action, now);
        }
        push_newest(&mut self.products, described, MAX_PRODUCTS);
    }

    fn feed(&mut self, kind: Kind, name: String, strength: f64, half_life: f64, now: f64) {
        for interest in &mut self.interests {
            if interest.kind == kind && interest.name == name {
                return interest.decaying.add(strength, now, half_life);
            }
        }
        if strength > 0.0 && !name.is_empty() {
            self.interests.push(Interest { kind, name, decaying: Decaying { weight: strength, at: now } });
        }
    }

    fn forget_weakest(&mut self, kind: Kind, half_life: f64, now: f64) {
        loop {
            let mut count = 0;
            let mut weakest = (f64::INFINITY, 0);
            for (at, interest) in self.interests.iter().enumerate() {
                if interest.kind == kind {
                    count += 1;
                    let weight = interest.decaying.at(now, half_life);
                    if weight < weakest.0 {
                        weakest = (weight, at);
                    }
                }
            }
            if count <= MAX_INTERESTS {
                return;
            }
            self.interests.remove(weakest.1);
        }
    }

    /// A click on a card and the page it opens are one step, not two.
    fn step(&mut self, id: &str, action: Action, now: f64) {
        match self.trail.last_mut() {
            Some(last) if last.id == id => {
                last.at = now;
                if strength(action) > strength(last.action) {
                    last.action = action;
                }
            }
            _ => push_newest(&mut self.trail, Step { id: id.into(), at: now, action }, MAX_TRAIL),
        }
    }

    fn put_into_cart(&mut self, item: &Item) {
        let pieces = item.quantity.unwrap_or(1.0);
        match self.cart.iter_mut().find(|line| same_line(line, item)) {
            Some(line) => line.quantity = Some(line.quantity.unwrap_or(1.0) + pieces),
            None => push_newest(&mut self.cart, line(item), MAX_LINES),
        }
    }

    fn take_from_cart(&mut self, item: &Item) {
        let pieces = item.quantity.unwrap_or(f64::INFINITY);
        for line in &mut self.cart {
            if same_line(line, item) {
                line.quantity = Some(line.quantity.unwrap_or(1.0) - pieces);
            }
        }
        while let Some(empty) = self.cart.iter().position(|line| line.quantity.is_some_and(|left| left <= 0.0)) {
            self.cart.remove(empty);
        }
    }

    fn order(&mut self, event: &Event) {
        let id = event.text("transaction_id");
        if !id.is_empty() && !remember_id(&mut self.orders.ids, id, MAX_ORDER_IDS) {
            return;
        }
        self.orders.count = self.orders.count.saturating_add(1);
        self.orders.value += event.params.member("value").as_f64().unwrap_or_else(|| value(&event.items));
        self.orders.last = event.time;
        trial::win(&mut self.trials, self.visits);
        self.cart.clear();
    }

    fn expose(&mut self, event: &Event, action: Action) {
        let id = event.text("promotion_id");
        if id.is_empty() {
            return;
        }
        let mut seen = match self.promotions.iter().position(|seen| seen.id == id) {
            Some(at) => self.promotions.remove(at),
            None => Exposure { id: id.into(), shown: 0.0, visit: 0, times: 0, dismissed: 0.0, accepted: 0.0 },
        };
        match action {
            Action::DismissPromotion => seen.dismissed = event.time,
            Action::SelectPromotion => {
                seen.accepted = event.time;
                trial::win(&mut self.trials, self.visits);
            }
            _ => {
                seen.times = if seen.visit == self.visits { seen.times.saturating_add(1) } else { 1 };
                seen.visit = self.visits;
                seen.shown = event.time;
            }
        }
        push_newest(&mut self.promotions, seen, MAX_PROMOTIONS);
    }
}

/// What the newest event says of a product replaces what was known; what it is silent about stays.
fn refresh(known: &mut Item, news: &Item) {
    let mut fresh = news.clone();
    fresh.quantity = None;
    fresh.item_id.clone_from(&known.item_id);
    fresh.complete_from(known);
    if news.item_id != fresh.item_id && !fresh.answers_to(&news.item_id) {
        fresh.keys.push(news.item_id.clone());
    }
    *known = fresh;
}

fn same_line(line: &Item, item: &Item) -> bool {
    line.answers_to(&item.item_id) && (item.item_variant.is_empty() || line.item_variant == item.item_variant)
}

/// An item as a line of the cart: tags and dates are not needed there.
fn line(item: &Item) -> Item {
    let mut line = item.clone();
    line.tags.clear();
    line.published = None;
    line.quantity = Some(item.quantity.unwrap_or(1.0));
    line
}

/// Sum of price times quantity.
fn value(items: &[Item]) -> f64 {
    let mut sum = 0.0;
    for item in items {
        sum += item.price.unwrap_or(0.0) * item.quantity.unwrap_or(1.0);
    }
    sum
}

/// Whether `id` is new to the list; it is in it afterwards.
fn remember_id(list: &mut Vec<String>, id: &str, most: usize) -> bool {
    let is_new = !list.iter().any(|known| known == id);
    if is_new {
        push_newest(list, id.into(), most);
    }
    is_new
}

fn push_newest<T>(list: &mut Vec<T>, entry: T, most: usize) {
    while list.len() >= most {
        list.remove(0);
    }
    list.push(entry);
}
