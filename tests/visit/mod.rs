//! A shopper's visits to a shop, as the engine sees them.

#![allow(dead_code, reason = "not every test does everything")]

use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::Page;
use vitrina::engine::plan::{OfferPlan, Plan};
use vitrina::engine::profile::{DAY, Profile};
use vitrina::engine::value::Value;

use crate::ports::Script;

/// A shopper in a shop.
pub(crate) struct Visit {
    pub(crate) engine: Engine,
    pub(crate) now: f64,
}

impl Visit {
    pub(crate) fn to(config: &str) -> Self {
        let config = Config::read(&json(config)).expect("nothing is wrong with the config");
        let now = 1.8e12;
        let mut visit = Self { engine: Engine::new(config, Profile::new(now), Box::new(Script)), now };
        visit.engine.profile.id = Some("ana".into());
        visit.act(Event::new(Action::PageView, now));
        visit
    }

    pub(crate) fn act(&mut self, mut event: Event) -> &mut Self {
        self.now += 10_000.0;
        event.time = self.now;
        self.engine.complete(&mut event, &Page::default());
        self.engine.observe(&event);
        self
    }

    pub(crate) fn product(&mut self, action: Action, item: Item) -> &mut Self {
        self.act(Event::new(action, 0.0).with_items(vec![item]))
    }

    /// Comes back after some days and opens a page.
    pub(crate) fn after(&mut self, days: f64) -> &mut Self {
        self.now += days * DAY;
        self.act(Event::new(Action::PageView, 0.0))
    }

    pub(crate) fn order(&mut self, id: &str, item: Item) -> &mut Self {
        self.act(Event::new(Action::Purchase, 0.0).with_items(vec![item]).with("transaction_id", id))
    }

    pub(crate) fn identify(&mut self, traits: &str, discreet: bool) -> &mut Self {
        self.act(Event::new(Action::Identify, 0.0).with("traits", json(traits)).with("discreet", discreet))
    }

    pub(crate) fn at(&self, path: &str) -> Value {
        self.engine.attributes(&Page::default(), self.now).path(path).clone()
    }

    pub(crate) fn is(&self, segment: &str) -> bool {
        self.at("segments").elements().contains(&segment.into())
    }

    /// Ids of the offers that may be shown.
    pub(crate) fn offers(&self) -> Vec<String> {
        let plan = self.engine.plan(&Page::default(), self.now);
        Plan::of(&plan).offers().iter().map(|offer| offer.id().to_owned()).collect()
    }

    /// The offer that comes up once the shopper has been on the page for a while and is about to leave.
    pub(crate) fn due(&mut self) -> Option<String> {
        self.engine.moment = json(r#"{ "seconds": 60, "leaving": true }"#);
        let due = self.engine.due(&Page::default(), self.now);
        due.map(|offer| OfferPlan::of(&offer).id().to_owned())
    }

    /// Variants of the banners shown, and their titles.
    pub(crate) fn banners(&self) -> Vec<String> {
        let plan = self.engine.plan(&Page::default(), self.now);
        let words = Plan::of(&plan);
        let told = words
            .banners()
            .iter()
            .map(|banner| format!("{}: {}", banner.variant(), banner.content().title().unwrap_or_default()));
        told.collect()
    }
}

/// A value.
pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}
