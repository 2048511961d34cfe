//! Which products to recommend.
//!
//! Each strategy gives candidates with a relevance from 0 to 1. Then, in this order: what is never recommended goes,
//! the merchant's filter and boosts act, what was passed over sinks, what is not relevant enough goes, products like
//! those before them sink, and other strategies fill up what is missing.

mod exclude;
mod likeness;
mod neighbours;
mod strategy;

use alloc::string::String;
use alloc::vec::Vec;

pub use likeness::likeness;
pub(super) use strategy::favourites;

use super::attributes::item_value;
use super::bucketing;
use super::catalog::Catalog;
use super::config::{Config, Recommendation, Strategy};
use super::item::Item;
use super::label::label;
use super::page::Page;
use super::profile::Profile;
use super::record::Record;
use super::scan::decimal;
use super::value::Value;

/// Everything a recommendation is made from.
pub(super) struct Shop<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) profile: &'a Profile,
    pub(super) page: &'a Page,
    pub(super) config: Config<'a>,
    pub(super) now: f64,
    /// Whether a condition holds over attributes.
    pub(super) holds: &'a dyn Fn(&Value, &Value) -> bool,
    /// The shopper's attributes.
    pub(super) attributes: &'a Value,
    /// What lists before this one show on the same page.
    pub(super) shown: &'a [Item],
}

/// A product that may be recommended.
pub(super) struct Candidate {
    score: f64,
    pub(super) item: Item,
    /// The product it goes with; empty where it goes with the shopper.
    because: String,
}

impl Candidate {
    fn new(score: f64, item: Item, because: &str) -> Self {
        Self { score, item, because: because.into() }
    }
}

/// From so many lists on in which a product was seen and not acted on, it is not recommended. They fade: half of them are
/// forgiven in a week.
const IGNORED: f64 = 3.5;

/// Candidates of a list with boosts: what the merchant lifts need not be among the first without that.
const BOOSTED: usize = 400;

/// Strategies that speak of the shopper's own past: nothing else can stand in for it, and nothing is left out of it.
const PAST: [Strategy; 6] = [
    Strategy::BuyAgain,
    Strategy::RecentlyViewed,
    Strategy::BackInStock,
    Strategy::PriceDrop,
    Strategy::ContinueShopping,
    Strategy::BecauseYouViewed,
];

impl Shop<'_> {
    /// The answer to a request: a [`Recommended`](super::plan::Recommended).
    pub(super) fn recommend(&self, request: Recommendation<'_>) -> Value {
        let strategy = request.strategy();
        let mut list = List { shop: self, request, chosen: Vec::new(), answers: Vec::new() };
        list.fill(strategy);
        match request.fallback() {
            Some(others) => others.iter().for_each(|other| list.fill(other)),
            None if !PAST.contains(&strategy) => list.fill(Strategy::Bestsellers),
            None => {}
        }
        let id = request.id().unwrap_or(strategy.word());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970")]
        let moment = decimal(self.now as u64);
        let mut answer = Value::object();
        answer.put_text("id", id);
        answer.put("attribution_id", [id, ".", &moment].concat().into());
        answer.put_text("strategy", strategy.word());
        answer.put("items", Value::Array(list.answers));
        answer
    }

    /// The products that a strategy finds in the shopper's own past and that may be recommended, newest first.
    pub(super) fn past(&self, strategy: Strategy) -> Vec<Item> {
        let mut found = Vec::new();
        for candidate in self.candidates(strategy, None, 0) {
            if self.is_wanted(&candidate.item) {
                found.push(candidate.item);
            }
        }
        found
    }

    /// The product with `id`, as it can be shown.
    fn find(&self, id: &str) -> Option<Item> {
        let model = |id| self.catalog.model().and_then(|model| model.item(model.product(id)?));
        self.catalog.item(id).cloned().or_else(|| model(id))
    }
}

/// A list in the making.
struct List<'a> {
    shop: &'a Shop<'a>,
    request: Recommendation<'a>,
    chosen: Vec<Item>,
    answers: Vec<Value>,
}

impl List<'_> {
    /// Adds products by `strategy` while there is room.
    fn fill(&mut self, strategy: Strategy) {
        let limit = self.request.limit() as usize;
        if self.chosen.len() >= limit {
            return;
        }
        let on_view = self.shop.page.product.as_ref();
        let named = self.request.product().and_then(|id| self.shop.find(id));
        // The catalogue says more of a product than its page does.
        let listed = on_view.and_then(|product| self.shop.catalog.listed_as(product));
        let base = named.as_ref().or(listed).or(on_view);
        let mut left;
        let mut looked = if self.request.boosts().is_empty() { 3 * limit + 24 } else { BOOSTED };
        loop {
            left = self.shop.candidates(strategy, base, looked);
            let all = left.len() < looked;
            left.retain(|candidate| self.is_wanted(&candidate.item, base));
            // Where the best are sold out, or not those the merchant's filter asks for, others follow.
            if all || left.len() >= limit {
                break;
            }
            looked *= 4;
        }
        for candidate in &mut left {
            candidate.score = self.relevance(candidate);
        }
        let most = left.iter().fold(0.0, |most: f64, candidate| most.max(candidate.score));
        left.retain(|candidate| candidate.score >= self.request.min_relevance() * most);
        // What each loses for being like those before it grows with them.
        let mut loss = Vec::new();
        for candidate in &left {
            loss.push(self.likest(&candidate.item));
        }
        let diversity = self.request.diversity();
        while self.chosen.len() < limit && !left.is_empty() {
            let mut best = (0, f64::NEG_INFINITY);
            for (at, (candidate, loss)) in left.iter().zip(&loss).enumerate() {
                let worth = (1.0 - diversity) * candidate.score - diversity * loss;
                if worth > best.1 {
                    best = (at, worth);
                }
            }
            let candidate = left.remove(best.0);
            loss.remove(best.0);
            if exclude::is_among(&self.chosen, &candidate.item) {
                continue;
            }
            if diversity > 0.0 {
                for (other, loss) in left.iter().zip(&mut loss) {
                    *loss = loss.max(likeness(&candidate.item, &other.item));
                }
            }
            self.answers.push(self.answer(strategy, base, &candidate));
            self.chosen.push(candidate.item);
        }
    }

    fn is_wanted(&self, item: &Item, base: Option<&Item>) -> bool {
        let request = self.request;
        self.shop.is_wanted(item)
            && (PAST.contains(&request.strategy())
                || !exclude::is_among(self.shop.shown, item) && !self.is_ignored(item))
            && !base.is_some_and(|base| base.is_same(item))
            && !request.exclude().iter().any(|id| item.answers_to(id))
            && self.holds(request.filter().0, item)
    }

    /// Whether the shopper keeps passing it over.
    fn is_ignored(&self, item: &Item) -> bool {
        self.shop.profile.passed_over(item, self.shop.now) >= IGNORED
    }

    /// Relevance after boosts, what was passed over, and chance.
    fn relevance(&self, candidate: &Candidate) -> f64 {
        let shop = self.shop;
        let mut score = candidate.score * shop.profile.welcome(&candidate.item, shop.now);
        for boost in self.request.boosts() {
            if self.holds(boost.when().0, &candidate.item) {
                score *= boost.factor();
            }
        }
        let rotation = self.request.rotation();
        if rotation > 0.0 {
            let seed = decimal(shop.profile.visits.into());
            let chance = bucketing::hash(&seed, &candidate.item.item_id, 2).unwrap_or(0.0);
            score *= 1.0 - rotation * chance;
        }
        score
    }

    fn holds(&self, condition: &Value, item: &Item) -> bool {
        // Most conditions are empty, and the tree with the item in it is a copy.
        if condition.members().is_empty() {
            return true;
        }
        let mut seen = self.shop.attributes.clone();
        seen.set("item", item_value(item));
        (self.shop.holds)(condition, &seen)
    }

    fn likest(&self, item: &Item) -> f64 {
        let mut most = 0.0_f64;
        if self.request.diversity() > 0.0 {
            for chosen in &self.chosen {
                most = most.max(likeness(chosen, item));
            }
        }
        most
    }

    /// A product with the reason it is there.
    fn answer(&self, strategy: Strategy, base: Option<&Item>, candidate: &Candidate) -> Value {
        let mut reason = Value::object();
        reason.put_text("strategy", strategy.word());
        reason.put_number("relevance", candidate.score);
        if !candidate.because.is_empty() {
            let known = self.shop.profile.product(&candidate.because);
            let listed = known.and_then(|item| self.shop.catalog.listed_as(item));
            reason.put_text("because", listed.map_or(candidate.because.as_str(), |item| &item.item_id));
        }
        if let (Strategy::Upsell, Some(base)) = (strategy, base) {
            let mut adds = Vec::new();
            for tag in &candidate.item.tags {
                if !base.tags.contains(tag) {
                    adds.extend(label(self.shop.config, &self.shop.page.locale, tag).map(Value::from));
                }
            }
            reason.put("adds", Value::Array(adds));
        }
        let mut answer = candidate.item.give();
        answer.set("reason", reason);
        answer
    }
}
