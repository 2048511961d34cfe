//! Candidates of each strategy, before anything is left out.

use alloc::vec::Vec;

use super::exclude::BOUGHT_AGAIN;
use super::likeness::{likeness, same_shelf};
use super::{Candidate, Shop};
use crate::engine::catalog::Catalog;
use crate::engine::config::Strategy;
use crate::engine::item::Item;
use crate::engine::model::{Model, Neighbour, Section};
use crate::engine::profile::{DAY, Profile, slug};
use crate::engine::rank::{Evidence, Scored, Shares, best_first};

/// A better product costs at least so many times as much, and at most.
const UPSELL: (f64, f64) = (1.1, 2.5);
/// Share of its former price at which a product is cheaper.
const CHEAPER: f64 = 0.99;

impl Shop<'_> {
    /// Up to `limit` candidates, the most relevant first, with relevance from 0 to 1.
    pub(super) fn candidates(&self, strategy: Strategy, product: Option<&Item>, limit: usize) -> Vec<Candidate> {
        let history = self.history();
        let last = self.last_viewed();
        match strategy {
            Strategy::ForYou => {
                let mut found = tell(self.catalog.neighbours(Section::Neighbours, &history, limit), history.last());
                found.extend(self.lifted(limit));
                found
            }
            Strategy::Similar => self.with(product, limit, &substitute),
            Strategy::AlsoViewed => self.with(product, limit, &|_, _| 0.0),
            Strategy::BecauseYouViewed => self.with(last, limit, &substitute),
            Strategy::BoughtTogether => self.bought_with(product, limit),
            Strategy::Complements => {
                let in_cart = self.profile.cart.lines.last().map(|line| self.described(line));
                self.complements(product.or(in_cart), limit)
            }
            Strategy::CartCompletion => {
                let mut lines = Vec::new();
                for line in &self.profile.cart.lines {
                    lines.push(self.described(line));
                }
                let mut found = tell(self.catalog.neighbours(Section::Together, &lines, limit), lines.last());
                for line in lines.iter().rev() {
                    found.extend(self.ruled(line));
                }
                found
            }
            Strategy::Upsell => self.with_catalogue(product, limit, &|base, item| self.step_up(base, item)),
            Strategy::BuyAgain => self.known(&|item, _| {
                if self.bought(item).is_some() {
                    self.catalog.repurchase(item).unwrap_or(0.0) - BOUGHT_AGAIN
                } else {
                    0.0
                }
            }),
            Strategy::Trending => self.by_model(limit, &|model, product| model.trend(product)),
            Strategy::Bestsellers => {
                let mut found = self.by_model(limit, &|_, product| 1.0 / (2.0 + f64::from(product)));
                if found.is_empty() {
                    for (place, item) in (1_u32..).zip(self.catalog.items.iter().take(limit)) {
                        found.push(Candidate::new(1.0 / f64::from(place), item.clone(), ""));
                    }
                }
                found
            }
            Strategy::NewArrivals => self.new_arrivals(limit),
            Strategy::RecentlyViewed => self.known(&|_, _| 1.0),
            Strategy::BackInStock => self
                .known(&|item, then| f64::from(u8::from(then.in_stock == Some(false) && item.in_stock == Some(true)))),
            Strategy::PriceDrop => self.known(&|item, then| match (item.price, then.price) {
                (Some(now), Some(before)) if now < before * CHEAPER && item.is_priced_like(then) => 1.0 - now / before,
                _ => 0.0,
            }),
            Strategy::ContinueShopping => {
                let mut found = self.known(&|item, _| f64::from(u8::from(self.bought(item).is_none())));
                found.extend(self.with(last, limit, &substitute));
                found
            }
        }
    }

    /// A line of the cart, which says little, as the catalogue or the trail describes it.
    fn described<'b>(&'b self, line: &'b Item) -> &'b Item {
        self.catalog.listed_as(line).or_else(|| self.profile.product(&line.item_id)).unwrap_or(line)
    }

    /// The products of the trail, oldest first.
    fn history(&self) -> Vec<&Item> {
        let mut history = Vec::new();
        for step in &self.profile.trail {
            history.extend(self.profile.product(&step.id));
        }
        history
    }

    /// The product looked at last, other than the one on view.
    fn last_viewed(&self) -> Option<&Item> {
        let mut last = None;
        for step in &self.profile.trail {
            if !self.page.product.as_ref().is_some_and(|product| product.answers_to(&step.id)) {
                last = self.profile.product(&step.id).or(last);
            }
        }
        last
    }

    /// What interests lift, the most lifted first.
    fn lifted(&self, limit: usize) -> Vec<Candidate> {
        first(favourites(self.catalog, self.profile), limit, "")
    }

    /// What sessions with `base` hold, then what of the catalogue is like it.
    fn with(&self, base: Option<&Item>, limit: usize, like: &dyn Fn(&Item, &Item) -> f64) -> Vec<Candidate> {
        let Some(base) = base else { return Vec::new() };
        let mut found = tell(self.catalog.neighbours(Section::Neighbours, &[base], limit), Some(&base));
        found.extend(self.with_catalogue(Some(base), limit, like));
        found
    }

    /// Products of the catalogue by how they are to `base`.
    fn with_catalogue(&self, base: Option<&Item>, limit: usize, like: &dyn Fn(&Item, &Item) -> f64) -> Vec<Candidate> {
        let Some(base) = base else { return Vec::new() };
        let mut items = Vec::new();
        for item in &self.catalog.items {
            items.push(item);
        }
        best(&items, limit, &base.item_id, &|item| if base.is_same(item) { 0.0 } else { like(base, item) })
    }

    fn bought_with(&self, base: Option<&Item>, limit: usize) -> Vec<Candidate> {
        let Some(base) = base else { return Vec::new() };
        tell(self.catalog.neighbours(Section::Together, &[base], limit), Some(&base))
    }

    /// What the merchant's rules name for the category of `base`, then what is bought with it of other categories.
    fn complements(&self, base: Option<&Item>, limit: usize) -> Vec<Candidate> {
        let Some(base) = base else { return Vec::new() };
        let mut found = self.bought_with(Some(base), limit);
        found.retain(|candidate| !same_shelf(base, &candidate.item));
        // Where orders and rules agree, that counts most.
        for candidate in &mut found {
            if self.rules_name(base, &candidate.item) {
                candidate.score += 1.0;
            }
        }
        found.extend(self.ruled(base));
        found
    }

    /// Products of the categories that the rules name for `base`, those first that share its tags, brand and price.
    fn ruled(&self, base: &Item) -> Vec<Candidate> {
        self.with_catalogue(Some(base), usize::MAX, &|base, item| {
            if self.rules_name(base, item) { 0.01 + likeness(base, item) } else { 0.0 }
        })
    }

    /// Whether a rule names a category of `item` for a category of `base`, which is not of the same shelf.
    fn rules_name(&self, base: &Item, item: &Item) -> bool {
        let mut named = false;
        for (category, with) in self.config.complements().iter() {
            let concerns = base.item_category.iter().any(|level| slug(level) == category);
            for other in with.iter().filter(|_| concerns) {
                named |= item.item_category.iter().any(|level| slug(level) == other);
            }
        }
        named && !same_shelf(base, item)
    }

    /// How well `item` is a step up from `base`: it has what that has, and costs a little more.
    fn step_up(&self, base: &Item, item: &Item) -> f64 {
        match (base.price, item.price) {
            (Some(low), Some(high)) if same_shelf(base, item) && low > 0.0 => {
                let times = high / low;
                if (UPSELL.0..=UPSELL.1).contains(&times) { likeness(base, item) / times } else { 0.0 }
            }
            _ => 0.0,
        }
    }

    /// The newest first. Days count half for what interests lift most.
    fn new_arrivals(&self, limit: usize) -> Vec<Candidate> {
        let items = self.catalog.everything();
        let evidence = Evidence::of(self.profile);
        let shares = Shares::of(&items, &evidence);
        let now = self.now;
        best(&items, limit, "", &|item| {
            let Some(published) = item.published else { return 0.0 };
            let days = ((now - published) / DAY).max(0.0);
            let lift = if evidence.is_empty() { 0.0 } else { evidence.lift(item, &shares).sum() };
            (1.0 + lift) / (30.0 + days)
        })
    }

    /// Products of the model by a score of each.
    fn by_model(&self, limit: usize, score: &dyn Fn(&Model, u32) -> f64) -> Vec<Candidate> {
        let Some(model) = self.catalog.model() else { return Vec::new() };
        let mut scored = Vec::new();
        #[expect(clippy::cast_possible_truncation, reason = "a model numbers its products in 32 bits")]
        for product in 0..model.len() as u32 {
            let score = score(model, product);
            if score > 0.0 {
                scored.push(Scored { score, id: "", index: product as usize });
            }
        }
        best_first(&mut scored);
        scored.truncate(limit);
        let mut found = Vec::new();
        for Scored { score, index, .. } in scored {
            #[expect(clippy::cast_possible_truncation, reason = "it was a number of 32 bits")]
            found.push(Neighbour { product: index as u32, score });
        }
        tell(self.catalog.shown(&found), None)
    }

    /// What the shopper looked at, newest first, by a score of what it is now and what it was then. What scores nothing
    /// is left out.
    fn known(&self, score: &dyn Fn(&Item, &Item) -> f64) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut newness = 1.0;
        for step in self.profile.trail.iter().rev() {
            let Some(then) = self.profile.product(&step.id) else { continue };
            let now = self.catalog.listed_as(then).unwrap_or(then);
            let score = score(now, then);
            let is_new = !found.iter().any(|other| other.item.is_same(now));
            if score > 0.0 && is_new {
                found.push(Candidate::new(score * newness, now.clone(), &step.id));
                newness *= 0.99;
            }
        }
        found
    }
}

/// How well `item` can stand in for `base`: one of the same shelf before all others.
fn substitute(base: &Item, item: &Item) -> f64 {
    let shelf = if same_shelf(base, item) { 0.5 } else { 0.0 };
    shelf + 0.5 * likeness(base, item)
}

/// Products the shopper's interests lift and by how much, the most lifted first, each id once; ties break by id. Those
/// viewed already count half.
pub(crate) fn favourites<'a>(catalog: &'a Catalog, profile: &Profile) -> Vec<(f64, &'a Item)> {
    let evidence = Evidence::of(profile);
    let items = catalog.everything();
    let shares = Shares::of(&items, &evidence);
    sorted(&items, &|item| evidence.lift(item, &shares).sum())
}

/// The products that have a score, the highest first; neighbours with the same id are one.
fn sorted<'a>(items: &[&'a Item], score: &dyn Fn(&Item) -> f64) -> Vec<(f64, &'a Item)> {
    let mut scored = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let score = score(item);
        if score > 0.0 {
            scored.push(Scored { score, id: &item.item_id, index });
        }
    }
    best_first(&mut scored);
    let mut sorted = Vec::new();
    let mut last = None;
    for Scored { score, id, index } in scored {
        if let Some(item) = items.get(index).filter(|_| last != Some(id)) {
            last = Some(id);
            sorted.push((score, *item));
        }
    }
    sorted
}

/// The best of them as candidates.
fn best(items: &[&Item], limit: usize, because: &str, score: &dyn Fn(&Item) -> f64) -> Vec<Candidate> {
    first(sorted(items, score), limit, because)
}

/// The first of what is sorted as candidates, with relevance in terms of the best one's.
fn first(sorted: Vec<(f64, &Item)>, limit: usize, because: &str) -> Vec<Candidate> {
    let most = sorted.first().map_or(1.0, |first| first.0);
    let mut found = Vec::new();
    for (score, item) in sorted {
        if found.len() < limit {
            found.push(Candidate::new(score / most, item.clone(), because));
        }
    }
    found
}

/// Candidates, and the product they go with.
fn tell(found: Vec<(f64, Item)>, because: Option<&&Item>) -> Vec<Candidate> {
    let because = because.map_or("", |item| &item.item_id);
    let mut candidates = Vec::new();
    for (score, item) in found {
        candidates.push(Candidate { score, item, because: because.into() });
    }
    candidates
}
