//! A recorded journey again: what would have been decided after each event.
//!
//! A line of a journey is an object:
//!
//! | key | what it holds |
//! |---|---|
//! | `time` | milliseconds since 1970; must be given |
//! | `name`, `items`, `params` | what the shopper did, as the shopper's journal has it; without a name nothing happened |
//! | `page` | the page that is open from here on: `key`, `path`, `type`, `locale`, `currency`, `categories`, `product`, `grids`, `sorted`, `campaign`, `touch`, `width`, `utc_offset` |
//! | `moment` | what the page told of the moment: `seconds`, `active`, `idle`, `depth`, `leaving`, `visible` |
//! | `context` | what the page said with `setContext` |
//! | `catalog` | the shop's products from here on, as a list of GA4 items, from which to recommend |
//! | `recommend` | asks for products: `{ "strategy": "for_you", "limit": 8 }` |
//!
//! An offer that is due counts as shown from then on, so that caps hold as they would have.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::config::{Problem, Recommendation};
use super::event::{Action, Event};
use super::item::Item;
use super::ledger::{Ledger, Source};
use super::page::{Page, PageType};
use super::plan::{OfferPlan, Plan};
use super::profile::Profile;
use super::record::{self, Record, Sound};
use super::value::Value;
use super::{Engine, Ports};

/// A journey as far as it has been replayed.
pub struct Replay {
    engine: Engine,
    page: Page,
    ledger: Ledger,
}

impl Replay {
    /// Begins with a shopper of whom nothing is known but a name, which divides them in experiments. `config` is what
    /// [`Config::read`](super::config::Config::read) gave.
    #[must_use]
    pub fn new(config: Sound, shopper: &str, ports: Box<dyn Ports>) -> Self {
        let mut engine = Engine::new(config, Profile::new(0.0), ports);
        engine.profile.id = Some(shopper.into());
        Self { engine, page: Page::default(), ledger: Ledger::default() }
    }

    /// Lets a line happen. The answer is what was decided after it: an object of `time`, `event`, `visit`, `segments`,
    /// `experiments`, `holdout`, `grids` (each with the `keys` of its cards in order), `banners` (`id` and `variant`),
    /// `offers` (ids of those that may come up), `due` (the one shown) and `recommend` (ids, where the line asks).
    ///
    /// # Errors
    /// What of the line cannot be read; the journey cannot go on then.
    pub fn step(&mut self, line: &Value) -> Result<Value, Problem> {
        let Some(now) = line.member("time").as_f64() else {
            return Err(wrong("time", line.member("time"), "milliseconds since 1970"));
        };
        if !line.member("page").is_null() {
            self.page = read_page(line.member("page"))?;
            self.engine.catalog.remember(&self.page);
        }
        for (key, place) in [("moment", &mut self.engine.moment), ("context", &mut self.engine.context)] {
            if let Some(told) = line.get(key) {
                place.clone_from(told);
            }
        }
        let mut items = Vec::new();
        for product in line.member("catalog").elements() {
            items
                .push(Item::from_value(product).ok_or_else(|| wrong("catalog", product, "a product with an item_id"))?);
        }
        if !items.is_empty() {
            self.engine.catalog.set_items(items);
        }
        if !line.member("name").is_null() {
            let event =
                Event::from_snapshot(line).ok_or_else(|| wrong("name", line.member("name"), "the name of an event"))?;
            if event.action() == Some(Action::PageView) {
                self.ledger.turn_page();
            }
            self.observe(event, Source::Api);
        }

        let tree = self.engine.attributes(&self.page, now);
        let plan = self.engine.plan(&self.page, now);
        let due = self.engine.due(&self.page, now);
        let mut decided = Value::object();
        decided.put_number("time", now);
        decided.put("event", line.member("name").clone());
        decided.put_number("visit", f64::from(self.engine.profile.visits));
        decided.put("segments", tree.member("segments").clone());
        decided.put("experiments", tree.member("experiments").clone());
        put_plan(&mut decided, Plan::of(&plan));
        if let Some(due) = &due {
            let id = OfferPlan::of(due).id();
            decided.put_text("due", id);
            self.observe(Event::new(Action::ViewPromotion, now).with("promotion_id", id), Source::Page);
        }
        if let Some(asked) = line.get("recommend") {
            let request = Recommendation::read(asked).map_err(|problems| first(problems, asked))?;
            let answer = self.engine.recommend(Recommendation::of(request.value()), &self.page, now);
            let mut ids = Vec::new();
            for item in answer.member("items").elements() {
                ids.push(item.member("item_id").clone());
            }
            decided.put("recommend", ids.into());
        }
        Ok(decided)
    }

    fn observe(&mut self, mut event: Event, source: Source) {
        self.engine.complete(&mut event, &self.page);
        if self.ledger.admits(&event, source) {
            self.engine.observe(&event);
        }
    }
}

/// What a plan decides, without the words: those are in the shopper's language, as their browser writes it.
fn put_plan(decided: &mut Value, plan: Plan<'_>) {
    decided.put_flag("holdout", plan.holdout());
    let (mut grids, mut banners, mut offers) = (Vec::new(), Vec::new(), Vec::new());
    for planned in plan.grids() {
        let mut grid = Value::object();
        grid.put_text("selector", planned.selector());
        grid.put("keys", planned.keys().give());
        grids.push(grid);
    }
    for planned in plan.banners() {
        let mut banner = Value::object();
        banner.put_text("id", planned.id());
        banner.put_text("variant", planned.variant());
        banners.push(banner);
    }
    for planned in plan.offers() {
        offers.push(Value::from(planned.id()));
    }
    decided.put("grids", Value::Array(grids));
    decided.put("banners", Value::Array(banners));
    decided.put("offers", Value::Array(offers));
}

fn read_page(value: &Value) -> Result<Page, Problem> {
    let text = |key: &str| String::from(value.member(key).text());
    let list = |key: &str| Vec::take(value.member(key));
    let kind = value.member("type");
    let page_type = match kind.as_str() {
        None => PageType::Other,
        Some(word) => PageType::from_word(word).ok_or_else(|| wrong("page.type", kind, PageType::EXPECTED))?,
    };
    let product = value.member("product");
    if !product.is_null() && Item::from_value(product).is_none() {
        return Err(wrong("page.product", product, "a product with an item_id"));
    }
    let mut grids = Vec::new();
    for grid in value.member("grids").elements() {
        let grid = record::restore(grid).map_err(|_| wrong("page.grids", grid, "a selector and cards of products"))?;
        grids.push(grid);
    }
    Ok(Page {
        key: text("key"),
        path: text("path"),
        page_type,
        locale: text("locale"),
        currency: text("currency"),
        categories: list("categories"),
        product: Item::from_value(product),
        grids,
        slots: (!value.member("slots").is_null()).then(|| list("slots")),
        sorted: value.member("sorted").is_true(),
        campaign: value.member("campaign").clone(),
        from_search: value.member("from_search").is_true(),
        touch: value.member("touch").is_true(),
        width: value.member("width").number(),
        utc_offset: value.member("utc_offset").number(),
    })
}

/// The first of the problems of a request, at its place in the line.
fn first(problems: Vec<Problem>, asked: &Value) -> Problem {
    let mut problems = problems.into_iter();
    match problems.next() {
        Some(problem) => Problem { path: ["recommend.", &problem.path].concat(), ..problem },
        None => wrong("recommend", asked, "an object such as { \"strategy\": \"for_you\" }"),
    }
}

fn wrong(path: &str, found: &Value, expected: &str) -> Problem {
    Problem { path: path.into(), found: found.clone(), expected: expected.into() }
}
