//! What a shopper's device does, as the native benchmark and the one in a browser both do it.
//!
//! Everything comes from a model file and fixed rules, so that both have the same to do and must give the same answers.

use std::hint::black_box;

use serde_json::{Value as Json, json};
use vitrina::engine::config::{Grid, Recommendation};
use vitrina::engine::model::Model;
use vitrina::engine::page::{Page, PageCard, PageGrid, PageType};
use vitrina::engine::record::{Record, Sound};
use vitrina::{Config, Engine, Event, Item, Profile, Value};

use crate::ports::Script;

/// What is measured.
pub(crate) const CASES: [&str; 7] = ["rank", "for_you", "similar", "bought_together", "open", "event", "plan"];

/// Products in the list that is ranked.
const RANKED: u32 = 1_000;
/// Cards of the page's grid.
const CARDS: usize = 100;
/// Products recommended.
const LIMIT: u32 = 20;
/// Batches measured, and how long each takes at least, in milliseconds: browsers tell time in steps of a tenth.
const BATCHES: usize = 40;
const BATCH: f64 = 20.0;
/// Milliseconds of running before it counts: browsers compile what runs often anew.
const WARM_UP: f64 = 400.0;
/// The moment at which it all happens, in milliseconds since 1970.
const NOW: f64 = 1_760_000_000_000.0;

const CONFIG: &str = r##"{
    "segments": { "fans": { "affinity.brand.brand-3": { "$gt": 0.1 } }, "rich": { "cart.value": { "$gt": 100 } } },
    "banners": [{ "slot": "#hero", "variants": [
        { "id": "fans", "when": { "segments": "fans" }, "content": { "title": "{{ name | default: 'Hello' }}!" } },
        { "id": "all", "content": { "title": "New this week" } }
    ] }],
    "recommendations": [{ "slot": "#recs", "title": "For you", "limit": 8 }],
    "offers": [{ "id": "stay", "trigger": { "exit_intent": {} }, "when": { "segments": "rich" },
                 "content": { "title": "10% off" } }],
    "experiments": [{ "id": "color", "variations": ["red", "blue"] }]
}"##;

/// A device with a shopper whose profile is full.
pub(crate) struct Device {
    engine: Engine,
    model: Vec<u8>,
    items: Vec<Item>,
    /// The same as cards.
    cards: Vec<PageCard>,
    usual: Sound,
    page: Page,
    product_page: Page,
    requests: Vec<(&'static str, Sound)>,
    events: usize,
}

impl Device {
    /// With a shop's model.
    ///
    /// # Errors
    /// Why it is none.
    pub(crate) fn new(bytes: Vec<u8>) -> Result<Self, String> {
        let model = open(bytes.clone())?;
        let items: Vec<Item> = (0..RANKED).filter_map(|product| model.item(product)).collect();
        let config = serde_json::from_str(CONFIG).map_err(|error| error.to_string())?;
        let config = Config::read(&config).map_err(|problems| format!("{problems:?}"))?;
        let mut engine = Engine::new(config, Profile::new(NOW), Box::new(Script));
        engine.catalog.set_model(model);
        let card = |item: &Item| PageCard { key: item.url.clone(), item: item.clone(), pinned: false };
        let cards: Vec<PageCard> = items.iter().map(card).collect();
        let shelf = cards.iter().skip(RANKED as usize / 2).take(CARDS).cloned().collect();
        let grid = PageGrid { selector: "#grid".into(), rule: None, cards: shelf };
        let page = Page { key: "/c/".into(), grids: vec![grid], ..Page::default() };
        let mut product_page = Page { key: "/p/".into(), page_type: PageType::Product, ..Page::default() };
        product_page.product = items.first().cloned();
        let mut requests = Vec::new();
        for strategy in ["for_you", "similar", "bought_together"] {
            let request = json!({ "strategy": strategy, "limit": LIMIT, "fallback": [] });
            let request = serde_json::from_value(request).map_err(|error| error.to_string())?;
            requests.push((strategy, Recommendation::read(&request).map_err(|problems| format!("{problems:?}"))?));
        }
        let mut device =
            Self { engine, model: bytes, items, cards, usual: Grid::usual(), page, product_page, requests, events: 0 };
        device.engine.profile.id = Some("ana".into());
        for _ in 0..100 {
            device.observe();
        }
        Ok(device)
    }

    /// The next event: looks at products here and there, some of which are put into the cart or wished for.
    fn observe(&mut self) {
        let number = self.events;
        self.events += 1;
        let Some(item) = self.items.get((number * number * 7 + number * 3) % self.items.len()) else { return };
        let name = match number % 20 {
            7 => "add_to_cart",
            11 => "add_to_wishlist",
            _ => "view_item",
        };
        let mut event =
            Event::from_ga4(name, &Value::object(), NOW + number as f64 * 1_000.0).with_items(vec![item.clone()]);
        self.engine.complete(&mut event, &Page::default());
        self.engine.observe(&event);
    }

    /// Does it once; the answer as JSON, where it is asked for.
    pub(crate) fn run(&mut self, case: &str, answer: bool) -> Json {
        let now = NOW + 1_000_000.0;
        match case {
            "rank" => {
                let order = self.engine.rank(&self.cards, Grid::of(self.usual.value()), &self.page, now);
                black_box(&order);
                if answer { json!(order) } else { Json::Null }
            }
            "open" => {
                let products = open(self.model.clone()).map_or(0, |model| model.len());
                black_box(&products);
                json!(products)
            }
            "event" => {
                self.observe();
                if answer { json!(self.engine.profile.give()) } else { Json::Null }
            }
            "plan" => {
                let plan = self.engine.plan(&self.page, now);
                black_box(&plan);
                if answer { json!(plan) } else { Json::Null }
            }
            strategy => {
                let page = if strategy == "for_you" { &self.page } else { &self.product_page };
                let request = self.requests.iter().find(|(name, _)| *name == strategy);
                let Some((_, request)) = request else { return Json::Null };
                let list = self.engine.recommend(Recommendation::of(request.value()), page, now);
                black_box(&list);
                if answer { json!(list) } else { Json::Null }
            }
        }
    }

    /// How long it takes: milliseconds of one run on the average of each batch. `clock` tells milliseconds.
    pub(crate) fn measure(&mut self, case: &str, clock: &dyn Fn() -> f64) -> Vec<f64> {
        let start = clock();
        let mut runs = 0_u32;
        while clock() - start < WARM_UP {
            self.run(case, false);
            runs += 1;
        }
        let times = (BATCH * f64::from(runs) / (clock() - start)).ceil().max(1.0) as u32;
        let mut batches = Vec::new();
        for _ in 0..BATCHES {
            let start = clock();
            for _ in 0..times {
                self.run(case, false);
            }
            batches.push((clock() - start) / f64::from(times));
        }
        batches
    }

    /// What the page needs to ask the same through the API.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn given(&self) -> Json {
        let items: Vec<Value> = self.items.iter().map(Record::give).collect();
        let requests: Vec<Json> = self.requests.iter().map(|(_, request)| json!(request.value())).collect();
        json!({ "items": items, "profile": self.engine.profile.give(), "requests": requests })
    }
}

fn open(bytes: Vec<u8>) -> Result<Model, String> {
    Model::open(bytes).map_err(|refusal| format!("{refusal:?}"))
}
