//! What offers show, when they end, and where they wait: the engine's part.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

mod ports;

use ports::Script;
use serde_json::json;
use vitrina::engine::Engine;
use vitrina::engine::config::{Config, sentences};
use vitrina::engine::event::{Action, Event};
use vitrina::engine::explanation::Explanation;
use vitrina::engine::item::Item;
use vitrina::engine::offer::Refusal;
use vitrina::engine::page::Page;
use vitrina::engine::plan::{OfferPlan, Plan};
use vitrina::engine::profile::Profile;
use vitrina::engine::value::Value;

const DAY: f64 = 86_400_000.0;
/// 2026-11-27 12:00 UTC, a Friday.
const NOON: f64 = 1_795_780_800_000.0;

fn value(json: serde_json::Value) -> Value {
    serde_json::from_value(json).expect("JSON is a value")
}

/// A shop with one offer, which comes up at once, and a shopper who has just come.
fn shop(offer: serde_json::Value) -> Engine {
    let mut whole = json!({ "id": "a", "trigger": { "delay": 0 }, "content": { "title": "A" } });
    whole.as_object_mut().expect("an object").extend(offer.as_object().expect("an object").clone());
    let config = value(json!({ "time_zone": "Europe/Belgrade", "offers": [whole] }));
    let mut engine = Engine::new(Config::read(&config).expect("it is sound"), Profile::new(0.0), Box::new(Script));
    engine.observe(&Event::new(Action::PageView, NOON));
    engine
}

fn page() -> Page {
    Page { key: "/".into(), locale: "en".into(), currency: "EUR".into(), ..Page::default() }
}

fn refusal(engine: &Engine, page: &Page, at: f64) -> Option<Refusal> {
    Explanation::of(&engine.explain(page, Some("a"), at)).offers().get(0).expect("it is in the config").refusal()
}

fn boot(id: &str, price: f64) -> Item {
    let (name, url) = (format!("Boot {id}"), format!("/p/{id}/"));
    Item { item_name: name, url, price: Some(price), currency: "EUR".into(), ..Item::new(id) }
}

#[test]
fn an_offer_closed_without_an_answer_waits_in_its_tab_for_the_rest_of_the_visit() {
    let mut engine = shop(json!({ "teaser": { "en": "Your 10%" }, "cap": { "per_session": 3 } }));
    let state = |engine: &Engine, at: f64| {
        let plan = engine.plan(&page(), at);
        let offer = Plan::of(&plan).offers().get(0).map(|offer| (offer.due(), offer.minimized()));
        assert_eq!(engine.due(&page(), at).is_some(), offer.is_some_and(|(due, _)| due));
        offer
    };
    let touch = |action, at| Event::new(action, at).with("promotion_id", "a");
    assert_eq!(state(&engine, NOON), Some((true, false)));
    engine.observe(&touch(Action::ViewPromotion, NOON));
    assert_eq!(state(&engine, NOON), Some((false, true)), "though it might be shown thrice");
    engine.observe(&Event::new(Action::PageView, NOON + 60_000.0));
    assert_eq!(state(&engine, NOON + 60_000.0), Some((false, true)), "on the next page");
    let known = engine.profile.clone();
    engine.observe(&touch(Action::DismissPromotion, NOON + 61_000.0));
    assert_eq!(state(&engine, NOON + 61_000.0), None, "not after it was declined");
    engine.profile = known;
    engine.observe(&Event::new(Action::PageView, NOON + DAY));
    assert_eq!(state(&engine, NOON + DAY), None, "nor on the next visit, within the days of its cap");

    let mut once = shop(json!({ "teaser": "Your 10%" }));
    once.observe(&touch(Action::ViewPromotion, NOON));
    assert_eq!(state(&once, NOON), Some((false, true)), "its cap says no more than one showing");
    let blocks = once.explain(&page(), None, NOON);
    assert_eq!(Explanation::of(&blocks).blocks().get(0).map(|block| block.id()), Some("a"), "it says why it is there");
}

#[test]
fn a_countdown_runs_to_the_end_of_the_schedule_by_the_shops_clock() {
    let engine = shop(json!({ "countdown": true, "schedule": { "until": "2026-11-27T18:00" } }));
    let due = engine.due(&page(), NOON).expect("it is due");
    // Six in the evening in Belgrade is five in Greenwich.
    assert_eq!(OfferPlan::of(&due).ends(), Some(NOON + 5.0 * 3_600_000.0));
    assert_eq!(refusal(&engine, &page(), NOON + 5.0 * 3_600_000.0), Some(Refusal::Schedule));
    assert_eq!(refusal(&engine, &page(), NOON + 5.0 * 3_600_000.0 - 1.0), None);
    // In March the clock is put forward before it ends.
    let engine = shop(json!({ "countdown": true, "schedule": { "until": "2027-03-28" } }));
    let due = engine.due(&page(), NOON).expect("it is due");
    assert_eq!(OfferPlan::of(&due).ends(), Some(1_806_271_200_000.0));
}

#[test]
fn what_contradicts_itself_in_an_offer_is_told_with_the_fix() {
    let told = |offer: serde_json::Value| {
        let mut whole = json!({ "id": "a", "trigger": { "delay": 0 }, "content": {} });
        whole.as_object_mut().expect("an object").extend(offer.as_object().expect("an object").clone());
        let problems = Config::read(&value(json!({ "offers": [whole] }))).expect_err("it is broken");
        sentences(&problems, &|value| serde_json::to_string(value).expect("a value is JSON"))
    };
    assert_eq!(
        told(json!({ "countdown": true })),
        "offers[0].countdown is true; expected false, or a schedule.until to count down to: the real end, the same for everybody"
    );
    assert_eq!(
        told(json!({ "slot": "#place" })),
        "offers[0].slot is \"#place\"; expected \"display\": \"inline\" beside it: other offers have no place in the page"
    );
    assert_eq!(
        told(json!({ "display": "inline", "teaser": "10%" })),
        "offers[0].teaser is \"10%\"; expected another display than inline: what stands in the page needs no tab to come back by"
    );
}

#[test]
fn nothing_covers_what_a_search_engine_led_to_on_a_phone() {
    for (display, waits) in [("modal", true), ("slide_in", true), ("bar", false), ("inline", false)] {
        let engine = shop(json!({ "display": display }));
        let landing = |touch, from_search| Page { touch, from_search, ..page() };
        let expected = waits.then_some(Refusal::SearchLanding);
        assert_eq!(refusal(&engine, &landing(true, true), NOON), expected, "{display}");
        assert_eq!(refusal(&engine, &landing(false, true), NOON), None, "{display} on a desktop");
        assert_eq!(refusal(&engine, &landing(true, false), NOON), None, "{display} on the next page");
    }
}

#[test]
fn s19_the_reminder_of_a_cart_shows_what_is_in_it() {
    let mut engine = shop(json!({ "items": "cart" }));
    assert_eq!(refusal(&engine, &page(), NOON), Some(Refusal::Items), "with an empty cart");
    for (at, id) in ["a", "b", "c", "d", "e"].iter().enumerate() {
        let pieces = Some(if at == 0 { 3.0 } else { 1.0 });
        let item = Item { quantity: pieces, image: format!("/{id}.jpg"), ..boot(id, 80.0) };
        engine.observe(&Event::new(Action::AddToCart, NOON).with_items(vec![item]));
    }
    let due = engine.due(&page(), NOON).expect("it is due");
    let plan = OfferPlan::of(&due);
    let first = plan.items().get(0).expect("it has items");
    let last = (first.name(), first.image(), first.href(), first.price());
    assert_eq!(last, ("Boot e", Some("/e.jpg"), Some("/p/e/"), Some("80.00 EUR")));
    assert_eq!((plan.items().iter().count(), plan.more()), (4, 3), "the three pieces of the first are more");
    let dinars = Page { currency: "RSD".into(), ..page() };
    let due = engine.due(&dinars, NOON).expect("it is due");
    assert_eq!(OfferPlan::of(&due).items().get(0).and_then(|item| item.price()), None, "in another currency");
}

#[test]
fn s22_what_was_looked_at_and_is_cheaper_or_back_is_told() {
    let mut engine = shop(json!({ "items": "price_drop" }));
    engine.observe(&Event::new(Action::ViewItem, NOON).with_items(vec![boot("a", 100.0), boot("b", 50.0)]));
    engine.catalog.set_items(vec![boot("a", 100.0), boot("b", 50.0)]);
    assert_eq!(refusal(&engine, &page(), NOON), Some(Refusal::Items), "as it was");
    engine.catalog.set_items(vec![boot("a", 80.0), Item { currency: "RSD".into(), ..boot("b", 49.0) }]);
    let due = engine.due(&page(), NOON).expect("it is due");
    let plan = OfferPlan::of(&due);
    let items: Vec<_> = plan.items().iter().map(|item| (item.item_id(), item.price(), item.was())).collect();
    assert_eq!(items, [("a", Some("80.00 EUR"), Some("100.00 EUR"))], "prices of two currencies say nothing");

    let mut engine = shop(json!({ "items": "back_in_stock" }));
    let out = Item { in_stock: Some(false), ..boot("a", 100.0) };
    engine.observe(&Event::new(Action::ViewItem, NOON).with_items(vec![out.clone()]));
    engine.catalog.set_items(vec![out]);
    assert_eq!(refusal(&engine, &page(), NOON), Some(Refusal::Items));
    engine.catalog.set_items(vec![Item { in_stock: Some(true), ..boot("a", 100.0) }]);
    assert_eq!(refusal(&engine, &page(), NOON), None);
}
