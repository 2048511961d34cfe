//! Why each personalized block is there, in what a shopper knows: for the privacy panel and "why am I seeing this?".

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use crate::engine::attributes::{BIRTHDAY, IS_BIRTHDAY, item_value};
use crate::engine::config::{Boost, Items, Recommendation, Strategy};
use crate::engine::explanation::Topic;
use crate::engine::item::Item;
use crate::engine::offer::is_unanswered;
use crate::engine::page::{Page, PageGrid};
use crate::engine::plan::{Because as Reason, Plan, Recommended};
use crate::engine::profile::{DAY, Kind};
use crate::engine::record::{List, Record};
use crate::engine::scan::{cut, position};
use crate::engine::value::Value;

/// The first step of an attribute's path, and what it speaks of. Any other is a trait.
const TOPICS: [(&[&str], Topic); 8] = [
    (&[IS_BIRTHDAY, BIRTHDAY], Topic::Birthday),
    (&["affinity", "session", "viewed", "engagement", "searches", "wishlist", "predictions"], Topic::Browsing),
    (&["cart"], Topic::Cart),
    (&["orders"], Topic::Orders),
    (&["visits", "promotions"], Topic::Visits),
    (&["campaign"], Topic::Campaign),
    (&["page", "device", "time", "locale", "language", "currency", "context"], Topic::Moment),
    (&["experiments", "holdout", "id"], Topic::Chance),
];

/// Milliseconds in an hour.
const HOUR: f64 = 3_600_000.0;
/// Names of products that one reason gives.
const MAX_NAMES: usize = 3;

/// Reasons as they are gathered.
pub(super) struct Because<'a> {
    /// The language that the shopper reads.
    locale: &'a str,
    topics: Vec<Topic>,
    /// Milliseconds of the shopper's clock, hours or days, at whose end what was decided may change; 0 where no time decides.
    pub(super) step: f64,
    /// Interests, as the shop writes them.
    names: Vec<String>,
}

impl Engine {
    /// A [`Block`](crate::engine::explanation::Block) for each thing that `plan` changes or adds.
    pub(super) fn blocks(&self, plan: &Value, page: &Page, tree: &Value, now: f64) -> Value {
        let plan = Plan::of(plan);
        let mut blocks = Vec::new();
        for (planned, grid) in plan.grids().iter().zip(&page.grids) {
            if planned.moved() > 0 {
                let because = self.because_of_order(grid, page, tree);
                blocks.push(because.block("grid", planned.selector(), Some(planned.selector())));
            }
        }
        for planned in plan.banners() {
            for banner in self.config().banners().iter().filter(|banner| banner.name() == planned.id()) {
                for variant in banner.variants().iter().filter(|variant| variant.id() == planned.variant()) {
                    let block = self.because(variant.when().0, &page.locale).block(
                        "banner",
                        planned.id(),
                        Some(planned.slot()),
                    );
                    blocks.push(block);
                }
            }
        }
        for list in plan.recommendations() {
            if !list.items().is_empty() {
                blocks.push(list.why().give());
            }
        }
        for offer in self.config().offers() {
            // One that stands there is not planned any more, since it was shown.
            let stands = || is_unanswered(offer.id(), &self.profile, now);
            if plan.offers().iter().any(|planned| planned.id() == offer.id()) || stands() {
                let mut because = self.because(offer.when().0, &page.locale);
                if let Some(kind) = offer.items() {
                    because.topic(if kind == Items::Cart { Topic::Cart } else { Topic::Browsing });
                }
                blocks.push(because.block("offer", offer.id(), offer.slot()));
            }
        }
        Value::Array(blocks)
    }

    /// What brought the card forward that came furthest, which says most of a grid.
    fn because_of_order<'a>(&self, grid: &PageGrid, page: &'a Page, tree: &Value) -> Because<'a> {
        let mut because = Because::before(&page.locale);
        let (standings, order) = self.standings(grid, page, tree);
        let first = order.iter().find_map(|index| {
            let standing = standings.get(*index).filter(|standing| standing.place < standing.rank)?;
            Some((standing, &grid.cards.get(*index)?.item))
        });
        let Some((standing, item)) = first else { return because };
        let [brand, price, category] = standing.lifts;
        if brand + price + category + standing.pull.neighbours > 0.0 {
            because.topic(Topic::Browsing);
        }
        if standing.pull.declared > 0.0 {
            because.topic(Topic::Answers);
        }
        if brand > 0.0 {
            because.name(&item.item_brand);
        }
        if let Some(name) = item.item_category.last().filter(|_| category > 0.0) {
            because.name(name);
        }
        if standing.pull.boost > 0.0 {
            let mut item = item.clone();
            if let Some(known) = self.catalog.listed_as(&item) {
                item.complete_from(known);
            }
            self.gather_boosts(self.settings(grid).boosts(), &[item], tree, &mut because);
        }
        because
    }

    /// Why `list`, the answer to `request`, is there: what brought its products, and what the merchant's rules look at.
    pub(super) fn because_of_list(&self, request: Recommendation<'_>, list: &Value, tree: &Value) -> Value {
        let mut because = Because::before(tree.member("locale").text());
        self.gather(request.filter().0, &mut because, 0);
        let list = Recommended::of(list);
        let mut items = Vec::new();
        let mut grounds: Vec<(Strategy, Vec<String>)> = Vec::new();
        for product in list.items() {
            items.extend(Item::from_value(&product));
            let reason = Reason::of(product.member("reason"));
            let strategy = reason.strategy();
            let at = grounds.iter().position(|ground| ground.0 == strategy).unwrap_or(grounds.len());
            if at == grounds.len() {
                grounds.push((strategy, Vec::new()));
            }
            let name = reason.because().map_or("", |id| self.name_of(id));
            if let Some((_, names)) = grounds.get_mut(at).filter(|(_, names)| names.len() < MAX_NAMES)
                && !name.is_empty()
                && !names.iter().any(|known| known == name)
            {
                names.push(name.into());
            }
        }
        self.gather_boosts(request.boosts(), &items, tree, &mut because);
        let mut reasons = Vec::new();
        for (strategy, names) in grounds {
            let mut ground = Value::object();
            ground.put("strategy", strategy.give());
            ground.put("names", names.give());
            reasons.push(ground);
        }
        let mut block = because.block("recommendations", list.id(), request.slot());
        block.put("strategy", list.strategy().give());
        block.put("reasons", Value::Array(reasons));
        block
    }

    /// What the shop calls a product, as far as it is known.
    pub(super) fn name_of(&self, id: &str) -> &str {
        self.catalog.item(id).or_else(|| self.profile.product(id)).map_or("", |item| &item.item_name)
    }

    /// Gathers what those of `boosts` look at that lift one of `items`.
    fn gather_boosts(&self, boosts: List<'_, Boost<'_>>, items: &[Item], tree: &Value, because: &mut Because<'_>) {
        for boost in boosts.iter().filter(|boost| boost.factor() > 1.0) {
            let mut seen = tree.clone();
            for item in items {
                seen.set("item", item_value(item));
                if self.matches(boost.when().0, &seen) {
                    because.topic(Topic::Rule);
                    self.gather(boost.when().0, because, 0);
                    break;
                }
            }
        }
    }

    /// What `condition` speaks of, before a shopper who reads `locale`.
    pub(super) fn because<'a>(&self, condition: &Value, locale: &'a str) -> Because<'a> {
        let mut because = Because::before(locale);
        self.gather(condition, &mut because, 0);
        because
    }

    /// Gathers what `condition` speaks of, through the segments it names. Segments cannot name each other in a circle.
    fn gather(&self, condition: &Value, because: &mut Because<'_>, depth: usize) {
        for (key, value) in condition.members() {
            if key.starts_with('$') {
                self.gather(value, because, depth);
                for part in value.elements() {
                    self.gather(part, because, depth);
                }
                continue;
            }
            let (part, rest) = cut(key, '.');
            // What a rule asks of a product says nothing of the shopper.
            if part == "item" {
                continue;
            }
            if part == "segments" {
                self.gather_segments(value, because, depth);
                continue;
            }
            let known = TOPICS.iter().find(|(parts, _)| position(parts, part).is_some());
            let asked = || self.config().preferences().iter().any(|question| question.id() == part);
            let topic = known.map_or_else(|| if asked() { Topic::Answers } else { Topic::Shop }, |(_, topic)| *topic);
            because.topic(topic);
            match part {
                "time" => because.step = HOUR,
                IS_BIRTHDAY if because.step <= 0.0 => because.step = DAY,
                _ => {}
            }
            // `affinity.brand.gorski`, `session.affinity.brand.gorski`
            let path = rest.unwrap_or_default();
            let (kind, name) = cut(path.strip_prefix("affinity.").unwrap_or(path), '.');
            if let (Topic::Browsing, Some(kind), Some(name)) = (topic, Kind::from_word(kind), name) {
                because.name(&self.named(kind, name, because.locale).unwrap_or_default());
            }
        }
    }

    fn gather_segments(&self, value: &Value, because: &mut Because<'_>, depth: usize) {
        if let Some(condition) = value.as_str().and_then(|name| self.segments.condition(name)).filter(|_| depth < 20) {
            self.gather(condition, because, depth + 1);
        }
        for part in value.elements() {
            self.gather_segments(part, because, depth);
        }
        for (_, part) in value.members() {
            self.gather_segments(part, because, depth);
        }
    }
}

impl<'a> Because<'a> {
    const fn before(locale: &'a str) -> Self {
        Self { locale, topics: Vec::new(), step: 0.0, names: Vec::new() }
    }

    fn topic(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    fn name(&mut self, name: &str) {
        if !name.is_empty() && !self.names.iter().any(|known| known == name) {
            self.names.push(name.into());
        }
    }

    fn block(&self, kind: &str, id: &str, selector: Option<&str>) -> Value {
        let mut block = Value::object();
        block.put_text("kind", kind);
        block.put_text("id", id);
        block.put_text("selector", selector);
        block.put("topics", self.topics.give());
        block.put("names", self.names.give());
        block
    }
}
