//! The engine: events in, plan out.

mod experiments;
mod explain;
mod offers;
mod recommendations;

use alloc::{boxed::Box, string::String, vec::Vec};

use super::attributes::attributes;
use super::bucketing;
use super::catalog::Catalog;
use super::condition::{self, EcmaScript};
use super::config::{Condition, Config, Content, Grid, Text};
use super::event::{Action, Event};
use super::item::Item;
use super::page::{Page, PageCard, PageGrid, PageType};
use super::plan::SORTING;
use super::profile::{DAY, Profile};
use super::rank;
use super::recommend::favourites;
use super::record::Sound;
use super::schedule::Zones;
use super::search;
use super::segment::Segments;
use super::text::{self, Locale};
use super::trigger::Moment;
use super::value::{NULL, Value};

/// Favourites handed to the loader.
const MAX_FAVOURITES: usize = 120;

/// What the engine needs from where it runs: JavaScript's own conversions, the words and sums of a
/// language, and the clocks of the world.
pub trait Ports: EcmaScript + Locale + Zones {}

impl<T: EcmaScript + Locale + Zones> Ports for T {}

/// A shop's config, a shopper's profile, and the products known: everything decisions are made from.
pub struct Engine {
    config: Sound,
    segments: Segments,
    /// The only memory.
    pub profile: Profile,
    /// The products known.
    pub catalog: Catalog,
    /// What the merchant's page said of the moment: weather, region, stock of staff.
    pub context: Value,
    /// The settings of grids that the config does not speak of.
    usual: Sound,
    /// What the page tells of the present moment: a [`Moment`](super::trigger::Moment).
    pub moment: Value,
    /// Names of the events on this page.
    heard: Vec<String>,
    ports: Box<dyn Ports>,
}

impl Engine {
    /// An engine for a shopper of whom `profile` is known. `config` is what [`Config::read`] gave.
    #[must_use]
    pub fn new(config: Sound, profile: Profile, ports: Box<dyn Ports>) -> Self {
        let segments = Segments::of(Config::of(config.value()));
        Self {
            config,
            segments,
            profile,
            catalog: Catalog::empty(),
            context: Value::Null,
            usual: Grid::usual(),
            moment: Sound::defaults::<Moment<'static>>().value().clone(),
            heard: Vec::new(),
            ports,
        }
    }

    /// The merchant's config.
    #[must_use]
    pub const fn config(&self) -> Config<'_> {
        Config::of(self.config.value())
    }

    /// Takes an event in. A profile not fed for longer than `profile.keep` days starts over first.
    pub fn observe(&mut self, event: &Event) {
        let memory = self.config().profile();
        if self.profile.seen > 0.0 && event.time - self.profile.seen > memory.keep * DAY {
            let id = self.profile.id.take();
            self.profile = Profile::new(event.time);
            self.profile.id = id;
        }
        if event.action() == Some(Action::PageView) {
            self.heard.clear();
        }
        self.hear(&event.name);
        self.profile.observe(event, &memory);
    }

    /// `event` with what is known of its products elsewhere, so that it says the same wherever it is read again.
    #[must_use]
    pub fn complete(&self, mut event: Event) -> Event {
        for item in &mut event.items {
            let known = self.catalog.item(&item.item_id).or_else(|| self.profile.product(&item.item_id));
            if let Some(known) = known {
                item.complete_from(known);
            }
        }
        search::reduce(&mut event, &self.catalog, &self.profile);
        event
    }

    /// Everything conditions and texts see. See [`super::attributes`].
    #[must_use]
    pub fn attributes(&self, page: &Page, now: f64) -> Value {
        let mut tree = attributes(&self.profile, page, &self.context, self.config(), now);
        tree.set("holdout", self.held_out());
        self.segments.decide(&mut tree, &*self.ports);
        let mut assigned = Value::object();
        // And experiments on those listed before them.
        tree.set("id", self.profile.id.clone());
        tree.set("experiments", Value::object());
        for test in self.config().experiments() {
            let assignment = self.assign(test, &tree, page);
            if assignment.in_experiment {
                assigned.put_text(test.id(), test.variations().get(assignment.variation));
                tree.set("experiments", assigned.clone());
            }
        }
        tree
    }

    /// Whether `condition` holds over `attributes`.
    #[must_use]
    pub fn matches(&self, condition: &Value, attributes: &Value) -> bool {
        condition::matches(condition, attributes, &NULL, &*self.ports)
    }

    /// What the page should look like: a [`Plan`](super::plan::Plan).
    #[must_use]
    pub fn plan(&self, page: &Page, now: f64) -> Value {
        let mut plan = Value::object();
        plan.put_text("page", page.key.as_str());
        plan.put_flag("holdout", self.held_out());
        if self.held_out() {
            return plan;
        }
        let tree = self.attributes(page, now);
        let mut grids = Vec::new();
        if !page.sorted && page.page_type != PageType::Checkout {
            for grid in &page.grids {
                let order = self.order(grid);
                let mut plan = Value::object();
                plan.put_text("selector", grid.selector.as_str());
                plan.put("keys", keys(grid, &order));
                plan.put_number("moved", f64::from(moved(&order)));
                plan.put("order", indices(&order));
                grids.push(plan);
            }
        }
        plan.put("grids", Value::Array(grids));
        plan.put("banners", self.banners(&tree, page));
        plan.put("offers", Value::Array(self.offers(&tree, page, now)));
        plan.put("recommendations", self.lists(page, &tree, now));
        plan
    }

    /// The order of `items` for this shopper, as indices.
    #[must_use]
    pub fn rank(&self, items: Vec<Item>, settings: Grid<'_>) -> Vec<usize> {
        let mut cards = Vec::new();
        for item in items {
            cards.push(PageCard { key: String::new(), item, pinned: false });
        }
        rank::rank(&cards, &self.profile, settings)
    }

    /// What the loader applies on the next page: a [`Prepared`](super::plan::Prepared). `page` is the present one, for
    /// language and currency.
    #[must_use]
    pub fn prepare(&self, page: &Page, now: f64) -> Value {
        let mut prepared = Value::object();
        prepared.put_number("v", 1.0);
        if self.held_out() {
            return prepared;
        }
        let mut pages = Vec::new();
        let mut selectors: Vec<&str> = Vec::new();
        for seen in &self.catalog.pages {
            let mut grids = Vec::new();
            for grid in &seen.grids {
                if !selectors.contains(&grid.selector.as_str()) {
                    selectors.push(&grid.selector);
                }
                let order = self.order(grid);
                if moved(&order) > 0 {
                    let mut plan = Value::object();
                    plan.put_text("s", grid.selector.as_str());
                    plan.put("k", keys(grid, &order));
                    grids.push(plan);
                }
            }
            let mut plan = Value::object();
            plan.put_text("key", seen.key.as_str());
            plan.put("grids", Value::Array(grids));
            pages.push(plan);
        }
        let settings = self.settings_by(None);
        let mut first: Vec<&str> = Vec::new();
        if settings.strength() > 0.0 {
            for item in favourites(&self.catalog, &self.profile) {
                if first.len() < MAX_FAVOURITES {
                    // The loader knows a card by one of these.
                    first.push(&item.item_id);
                    for key in &item.keys {
                        first.push(key);
                    }
                    if !item.url.is_empty() {
                        first.push(&item.url);
                    }
                }
            }
        }
        let mut elsewhere = Page::default();
        elsewhere.locale.clone_from(&page.locale);
        elsewhere.currency.clone_from(&page.currency);
        prepared.put("pages", Value::Array(pages));
        prepared.put("grids", texts(&selectors));
        prepared.put("first", texts(&first));
        prepared.put_number("promote", f64::from(settings.promote()));
        prepared.put_number("pin", f64::from(settings.pin()));
        prepared.put_text("locale", Some(page.locale.as_str()).filter(|locale| !locale.is_empty()));
        prepared.put("sorting", texts(&SORTING));
        prepared.put("banners", self.banners(&self.attributes(&elsewhere, now), page));
        prepared
    }

    fn order(&self, grid: &PageGrid) -> Vec<usize> {
        rank::rank(&grid.cards, &self.profile, self.settings(grid))
    }

    /// The settings of the config's first entry that `grid` answers to.
    fn settings(&self, grid: &PageGrid) -> Grid<'_> {
        self.settings_by(grid.rule.as_deref())
    }

    fn settings_by(&self, rule: Option<&str>) -> Grid<'_> {
        for grid in self.config().grids() {
            if grid.selector().is_none() || grid.selector() == rule {
                return grid;
            }
        }
        Grid::of(self.usual.value())
    }

    fn banners(&self, tree: &Value, page: &Page) -> Value {
        let spoken = self.spoken(tree);
        let mut plans = Vec::new();
        for banner in self.config().banners() {
            for variant in banner.variants() {
                if self.holds(variant.when(), tree) {
                    let mut plan = Value::object();
                    plan.put_text("slot", banner.slot());
                    plan.put_text("id", banner.id().unwrap_or(banner.slot()));
                    plan.put_text("variant", variant.id());
                    plan.put("content", self.words(variant.content(), &spoken, page));
                    plans.push(plan);
                    break;
                }
            }
        }
        Value::Array(plans)
    }

    fn holds(&self, condition: Condition<'_>, tree: &Value) -> bool {
        self.matches(condition.0, tree)
    }

    fn held_out(&self) -> bool {
        let id = self.profile.id.as_deref().unwrap_or_default();
        bucketing::hash("holdout", id, 2).is_some_and(|hash| hash < self.config().holdout())
    }

    /// The attributes that texts may hold: all but discreet traits.
    fn spoken(&self, tree: &Value) -> Value {
        let mut spoken = Value::object();
        for (name, value) in tree.members() {
            let discreet = self.config().discreet().iter().any(|other| other == name);
            if !discreet && !self.profile.is_discreet(name) {
                spoken.put(name, value.clone());
            }
        }
        spoken
    }

    fn script(&self) -> &dyn EcmaScript {
        &*self.ports
    }

    fn words(&self, content: Content<'_>, tree: &Value, page: &Page) -> Value {
        let mut words = Value::object();
        for (name, text) in [
            ("title", content.title()),
            ("text", content.text()),
            ("cta", content.cta()),
            ("alt", content.alt()),
            ("decline", content.decline()),
        ] {
            if let Some(Text(text)) = text {
                let text = text::localized(text, &page.locale).unwrap_or_default();
                words.put(name, text::render(text, tree, &*self.ports).into());
            }
        }
        words.put_text("href", content.href().map(|link| link.0));
        words.put_text("image", content.image().map(|link| link.0));
        words.put_text("coupon", content.coupon());
        words
    }
}

fn texts(list: &[&str]) -> Value {
    let mut texts = Vec::new();
    for text in list {
        texts.push(Value::from(*text));
    }
    Value::Array(texts)
}

/// The keys of a grid's cards in another order.
fn keys(grid: &PageGrid, order: &[usize]) -> Value {
    let mut keys = Vec::new();
    for index in order {
        if let Some(card) = grid.cards.get(*index) {
            keys.push(Value::from(card.key.as_str()));
        }
    }
    Value::Array(keys)
}

#[expect(clippy::cast_precision_loss, reason = "a page has few cards")]
fn indices(order: &[usize]) -> Value {
    let mut indices = Vec::new();
    for index in order {
        indices.push(Value::Number(*index as f64));
    }
    Value::Array(indices)
}

/// How many stand elsewhere than in the merchant's order.
fn moved(order: &[usize]) -> u32 {
    let mut moved = 0;
    for (place, index) in order.iter().enumerate() {
        moved += u32::from(place != *index);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::super::event::{Action, Event};
    use super::super::explanation::Explanation;
    use super::super::offer::Refusal;
    use super::super::plan::{Plan, Prepared};
    use super::super::record::Record;
    use super::*;

    /// A browser without customs of its own.
    struct Plain;

    impl EcmaScript for Plain {
        fn test(&self, _: &str, _: &str, _: bool) -> Option<bool> {
            None
        }

        fn text_of(&self, number: f64) -> String {
            number.to_string()
        }

        fn number_of(&self, text: &str) -> f64 {
            text.parse().unwrap_or(f64::NAN)
        }

        fn lowercase(&self, text: &str) -> String {
            text.to_lowercase()
        }
    }

    impl Zones for Plain {
        fn offset(&self, zone: &str, _: f64) -> Option<f64> {
            (zone == "Europe/Belgrade").then_some(60.0)
        }
    }

    impl Locale for Plain {
        fn money(&self, amount: f64, currency: &str) -> String {
            format!("{amount} {currency}")
        }

        fn number(&self, number: f64) -> String {
            number.to_string()
        }

        fn upcase(&self, text: &str) -> String {
            text.to_uppercase()
        }

        fn downcase(&self, text: &str) -> String {
            text.to_lowercase()
        }
    }

    const CONFIG: &str = r##"{
        "segments": { "hikers": { "affinity.brand.gorski": { "$gt": 0.2 } } },
        "banners": [{ "slot": "#hero", "variants": [
            { "id": "hike", "when": { "segments": "hikers" }, "content": { "title": "Hike on, {{ name | default: 'friend' }}!", "href": "/c/boots" } }
        ] }],
        "offers": [
            { "id": "stay", "trigger": { "exit_intent": {}, "delay": 20 }, "when": { "segments": "hikers" }, "content": { "title": "Stay", "coupon": "STAY" } },
            { "id": "rich", "trigger": { "delay": 1 }, "when": { "cart.value": { "$gt": 1000 } }, "content": {} }
        ],
        "experiments": [{ "id": "color", "variations": ["red", "blue"] }]
    }"##;

    fn card(id: &str, brand: &str) -> PageCard {
        let item = Item { item_brand: brand.into(), url: ["/p/", id].concat(), price: Some(10.0), ..Item::new(id) };
        PageCard { key: ["/p/", id].concat(), item, pinned: false }
    }

    /// An engine whose shopper likes Gorski, and a page with a grid.
    fn visit(config: &str) -> (Engine, Page) {
        let config = Config::read(&serde_json::from_str(config).unwrap()).unwrap();
        let mut engine = Engine::new(config, Profile::new(0.0), Box::new(Plain));
        engine.profile.id = Some("ana".into());
        let seen = card("g0", "Gorski").item;
        engine.observe(&Event::new(Action::AddToCart, 1_000.0).with_items(vec![seen]));
        let cards = vec![card("a", "Ardent"), card("b", "Brisk"), card("g", "Gorski")];
        let grid = PageGrid { selector: "#grid".into(), rule: None, cards };
        let page = Page { key: "/c/".into(), grids: vec![grid], ..Page::default() };
        engine.catalog.remember(&page);
        (engine, page)
    }

    /// The tree holds what the table says and nothing else.
    fn fits<T: Record<'static>>(tree: &Value) {
        assert_eq!(Sound::read::<T>(tree).err(), None);
    }

    #[test]
    fn a_plan_is_what_its_table_says() {
        let (engine, page) = visit(CONFIG);
        let tree = engine.plan(&page, 2_000.0);
        fits::<Plan<'static>>(&tree);
        let plan = Plan::of(&tree);
        let grid = plan.grids().get(0).unwrap();
        assert_eq!(grid.keys().iter().collect::<Vec<_>>(), ["/p/g", "/p/a", "/p/b"]);
        assert_eq!(grid.order().iter().collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(grid.moved(), 3);
        let banner = plan.banners().get(0).unwrap();
        assert_eq!((banner.slot(), banner.variant()), ("#hero", "hike"));
        assert_eq!((banner.content().title(), banner.content().href()), (Some("Hike on, friend!"), Some("/c/boots")));
        let offers: Vec<_> = plan.offers().iter().map(|offer| (offer.id(), offer.due())).collect();
        assert_eq!(offers, [("stay", false)]);
    }

    #[test]
    fn what_the_loader_gets_is_what_its_table_says() {
        let (engine, page) = visit(CONFIG);
        let tree = engine.prepare(&page, 2_000.0);
        fits::<Prepared<'static>>(&tree);
        let prepared = Prepared::of(&tree);
        let grid = prepared.pages().get(0).unwrap().grids().get(0).unwrap();
        assert_eq!(grid.k().iter().collect::<Vec<_>>(), ["/p/g", "/p/a", "/p/b"]);
        assert_eq!(prepared.first().get(0), Some("g"));
        assert_eq!(prepared.grids().get(0), Some("#grid"));
    }

    #[test]
    fn an_explanation_is_what_its_table_says() {
        let (engine, page) = visit(CONFIG);
        let tree = engine.explain(&page, None, 2_000.0);
        fits::<Explanation<'static>>(&tree);
        let explanation = Explanation::of(&tree);
        let places: Vec<_> =
            explanation.cards().iter().map(|card| (card.item_id(), card.rank(), card.place())).collect();
        assert_eq!(places, [("a", 1, 2), ("b", 2, 3), ("g", 3, 1)]);
        assert_eq!(explanation.segments().iter().collect::<Vec<_>>(), ["new", "high_intent", "hikers"]);
        let refusals: Vec<_> = explanation.offers().iter().map(|offer| offer.refusal()).collect();
        assert_eq!(refusals, [Some(Refusal::Trigger), Some(Refusal::Condition)]);
    }

    #[test]
    fn a_shopper_kept_as_a_control_sees_the_merchants_page() {
        let (engine, page) = visit(r#"{ "holdout": 1 }"#);
        let tree = engine.plan(&page, 2_000.0);
        assert!(Plan::of(&tree).holdout() && Plan::of(&tree).grids().is_empty());
    }

    #[test]
    fn pinned_cards_and_strength_zero_keep_the_merchants_order() {
        let (engine, page) = visit(r#"{ "grids": [{ "pin": 1 }] }"#);
        let order = |engine: &Engine, page: &Page| {
            let tree = engine.plan(page, 2_000.0);
            Plan::of(&tree).grids().get(0).unwrap().order().iter().collect::<Vec<_>>()
        };
        assert_eq!(order(&engine, &page), [0, 2, 1]);
        let (engine, page) = visit(r#"{ "grids": [{ "strength": 0 }] }"#);
        assert_eq!(order(&engine, &page), [0, 1, 2]);
    }
}
