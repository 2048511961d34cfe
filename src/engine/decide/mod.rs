//! The engine: events in, plan out.

mod banners;
mod because;
mod experiments;
mod explain;
mod grids;
mod items;
mod offers;
mod recommendations;
mod telemetry;

use alloc::{boxed::Box, string::String, vec::Vec};

use super::attributes::{BIRTHDAY, IS_BIRTHDAY, attributes};
use super::bucketing;
use super::catalog::Catalog;
use super::condition::{self, EcmaScript};
use super::config::{Condition, Config, Content, Grid, LocalizedLink, Text};
use super::event::{Action, Event};
use super::model::Model;
use super::page::{Page, PageGrid, PageType};
use super::plan::SORTING;
use super::predict::Coefficients;
use super::profile::{DAY, Profile};
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
    /// The texts with merge tags that the page's templates for banners hold, by the name of the banner, a line feed and the
    /// variant.
    pub templates: Value,
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
            templates: Value::object(),
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

    /// Adds what is known of the event's products elsewhere, on `page` too, so that it says the same wherever it is read again.
    pub fn complete(&self, event: &mut Event, page: &Page) {
        for item in &mut event.items {
            let known = self.catalog.item(&item.item_id).or_else(|| self.profile.product(&item.item_id));
            for known in [page.item(&item.item_id), known].into_iter().flatten() {
                item.complete_from(known);
            }
        }
        search::reduce(event, &self.catalog, &self.profile);
    }

    /// Everything conditions and texts see. See [`super::attributes`].
    #[must_use]
    pub fn attributes(&self, page: &Page, now: f64) -> Value {
        let model = self.catalog.model().map_or(&Coefficients::BUILT_IN, Model::coefficients);
        let mut tree = attributes(&self.profile, page, &self.context, self.config(), model, now);
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
        self.plan_by(&self.attributes(page, now), page, now)
    }

    /// [`Self::plan`] over attributes that are there already.
    fn plan_by(&self, tree: &Value, page: &Page, now: f64) -> Value {
        let mut plan = Value::object();
        plan.put_text("page", page.key.as_str());
        plan.put_flag("holdout", self.held_out());
        if self.is_left_alone() {
            return plan;
        }
        let mut grids = Vec::new();
        if !page.sorted && page.page_type != PageType::Checkout {
            for grid in &page.grids {
                let order = self.standings(grid, page, tree).1;
                let mut plan = Value::object();
                plan.put_text("selector", grid.selector.as_str());
                plan.put("keys", keys(grid, &order));
                plan.put_number("moved", f64::from(moved(&order)));
                plan.put("order", indices(&order));
                grids.push(plan);
            }
        }
        plan.put("grids", Value::Array(grids));
        plan.put("banners", self.banners(tree, page, now));
        plan.put("offers", Value::Array(self.offers(tree, page, now)));
        plan.put("recommendations", self.lists(page, tree, now));
        plan
    }

    /// What the loader applies on the next page: a [`Prepared`](super::plan::Prepared). `page` is the present one, for
    /// language and currency.
    #[must_use]
    pub fn prepare(&self, page: &Page, now: f64) -> Value {
        let mut prepared = Value::object();
        prepared.put_number("v", 1.0);
        if self.is_left_alone() {
            return prepared;
        }
        let elsewhere = Page {
            locale: page.locale.clone(),
            currency: page.currency.clone(),
            touch: page.touch,
            width: page.width,
            utc_offset: page.utc_offset,
            ..Page::default()
        };
        let tree = self.attributes(&elsewhere, now);
        let mut pages = Vec::new();
        let mut selectors: Vec<&str> = Vec::new();
        for seen in &self.catalog.pages {
            let mut grids = Vec::new();
            for grid in &seen.grids {
                if !selectors.contains(&grid.selector.as_str()) {
                    selectors.push(&grid.selector);
                }
                let order = self.standings(grid, &elsewhere, &tree).1;
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
            for (_, item) in favourites(&self.catalog, &self.profile) {
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
        prepared.put("pages", Value::Array(pages));
        prepared.put("grids", texts(&selectors));
        prepared.put("first", texts(&first));
        prepared.put_number("promote", f64::from(settings.promote()));
        prepared.put_number("pin", f64::from(settings.pin()));
        prepared.put_text("locale", Some(page.locale.as_str()).filter(|locale| !locale.is_empty()));
        prepared.put("sorting", texts(&SORTING));
        prepared.put("banners", self.banners(&tree, page, now));
        prepared.put("templates", self.templates.clone());
        prepared
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

    fn holds(&self, condition: Condition<'_>, tree: &Value) -> bool {
        self.matches(condition.0, tree)
    }

    /// Whether the page stays as it is: the shopper is a control, or asked for it.
    fn is_left_alone(&self) -> bool {
        self.held_out() || self.profile.is_paused()
    }

    fn held_out(&self) -> bool {
        let id = self.profile.id.as_deref().unwrap_or_default();
        bucketing::hash("holdout", id, 2).is_some_and(|hash| hash < self.config().holdout())
    }

    /// The attributes that texts may hold: all but discreet traits.
    fn spoken(&self, tree: &Value) -> Value {
        let mut spoken = Value::object();
        for (name, value) in tree.members() {
            if !self.is_discreet(name) {
                spoken.put(name, value.clone());
            }
        }
        spoken
    }

    /// Whether the shop, or its page, said that trait `name` must never be spoken.
    pub(super) fn is_discreet(&self, name: &str) -> bool {
        // What a trait comes to is as discreet as the trait.
        let name = if name == IS_BIRTHDAY { BIRTHDAY } else { name };
        self.profile.is_discreet(name) || self.config().discreet().iter().any(|other| other == name)
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
        for (name, link) in [("href", content.href()), ("image", content.image()), ("background", content.background())]
        {
            words.put_text(name, link.and_then(|LocalizedLink(link)| text::localized(link, &page.locale)));
        }
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
