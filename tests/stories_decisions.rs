//! Stories of offers and experiments, told to the engine.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by these")]

mod ports;

use ports::Script;
use serde_json::json;
use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::explanation::Explanation;
use vitrina::engine::item::Item;
use vitrina::engine::offer::Refusal;
use vitrina::engine::page::{Page, PageType};
use vitrina::engine::plan::{OfferPlan, Plan};
use vitrina::engine::value::Value;
use vitrina::{Profile, offline};

const MINUTE: f64 = 60_000.0;
const DAY: f64 = 86_400_000.0;
/// 2026-11-27 12:00 UTC, a Friday.
const NOON: f64 = 1_795_780_800_000.0;

fn value(json: serde_json::Value) -> Value {
    serde_json::from_value(json).expect("JSON is a value")
}

/// A shopper with this name, of whom nothing else is known.
fn shopper(id: &str, config: &serde_json::Value) -> Engine {
    let config = value(config.clone());
    assert_eq!(offline::check::problems(&config), []);
    let mut engine = Engine::new(Config::read(&config).expect("it is sound"), Profile::new(0.0), Box::new(Script));
    engine.profile.id = Some(id.into());
    engine
}

fn page(key: &str) -> Page {
    Page { key: key.into(), path: key.into(), locale: "en".into(), currency: "EUR".into(), ..Page::default() }
}

fn tell(engine: &mut Engine, action: Action, at: f64) {
    engine.observe(&Event::new(action, at));
}

fn promote(engine: &mut Engine, action: Action, id: &str, at: f64) {
    engine.observe(&Event::new(action, at).with("promotion_id", id));
}

fn put_into_cart(engine: &mut Engine, price: f64, at: f64) {
    let item = Item { item_name: "Harrier 32".into(), price: Some(price), ..Item::new("harrier") };
    engine.observe(&Event::new(Action::AddToCart, at).with_items(vec![item]));
}

/// What the banner `id` lets the shopper see of experiments.
fn exposures(engine: &Engine, id: &str, page: &Page, at: f64) -> Vec<Event> {
    let all = engine.exposures(page, at).into_iter();
    all.filter_map(|(banner, event)| (banner == id).then_some(event)).collect()
}

/// What the page tells of the moment.
fn moment(engine: &mut Engine, facts: serde_json::Value) {
    engine.moment = value(facts);
}

fn leaving(engine: &mut Engine) {
    moment(engine, json!({ "seconds": 30, "leaving": true }));
}

/// The offer that is due.
fn due(engine: &Engine, page: &Page, at: f64) -> Option<String> {
    engine.due(page, at).map(|offer| OfferPlan::of(&offer).id().into())
}

fn refusal(engine: &Engine, id: &str, at: f64) -> Option<Refusal> {
    let tree = engine.explain(&page("/"), Some(id), at);
    Explanation::of(&tree).offers().get(0).expect("the offer is in the config").refusal()
}

fn stay() -> serde_json::Value {
    json!({ "offers": [{
        "id": "stay",
        "trigger": { "exit_intent": { "after": 1 } },
        "when": { "cart.value": { "$gt": 30 } },
        "content": { "title": "Before you go", "coupon": "STAY10" },
        "cap": { "per_session": 1, "days": 7, "after_dismissal": 30, "after_purchase": 14 },
    }] })
}

#[test]
fn s18_a_shopper_with_a_cart_who_is_about_to_leave_sees_one_offer_once() {
    let mut engine = shopper("ana", &stay());
    tell(&mut engine, Action::PageView, NOON);
    leaving(&mut engine);
    assert_eq!(due(&engine, &page("/"), NOON), None, "with an empty cart");
    assert_eq!(refusal(&engine, "stay", NOON), Some(Refusal::Condition));
    put_into_cart(&mut engine, 90.0, NOON);
    moment(&mut engine, json!({ "seconds": 30 }));
    assert_eq!(due(&engine, &page("/"), NOON), None, "while nobody leaves");
    assert_eq!(refusal(&engine, "stay", NOON), Some(Refusal::Trigger));
    moment(&mut engine, json!({ "seconds": 0.5, "leaving": true }));
    assert_eq!(due(&engine, &page("/"), NOON), None, "in the first second");
    leaving(&mut engine);
    let checkout = Page { page_type: PageType::Checkout, ..page("/checkout/") };
    assert_eq!(due(&engine, &checkout, NOON), None, "on the checkout page");
    assert_eq!(due(&engine, &page("/"), NOON).as_deref(), Some("stay"));
    promote(&mut engine, Action::ViewPromotion, "stay", NOON);
    assert_eq!(due(&engine, &page("/"), NOON), None, "twice");
    assert_eq!(refusal(&engine, "stay", NOON), Some(Refusal::PerSession));
}

#[test]
fn s19_a_shopper_who_left_with_a_full_cart_is_reminded_on_the_next_visit_with_the_items() {
    let mut engine = shopper(
        "ana",
        &json!({ "offers": [{
        "id": "cart",
        "trigger": { "delay": 3 },
        "when": { "cart.count": { "$gt": 0 }, "visits.count": { "$gt": 1 }, "visits.pages": 1 },
        "content": {
            "title": "{{ cart.items.0.item_name }} is still in your cart",
            "text": "{{ cart.value | money }} in all. Take 5% off with BACK5.",
            "coupon": "BACK5",
            "href": "/cart/",
        },
    }] }),
    );
    tell(&mut engine, Action::PageView, NOON);
    put_into_cart(&mut engine, 90.0, NOON);
    moment(&mut engine, json!({ "seconds": 5 }));
    assert_eq!(due(&engine, &page("/"), NOON), None, "in the same visit");
    let later = NOON + 2.0 * DAY;
    tell(&mut engine, Action::PageView, later);
    let offer = engine.due(&page("/"), later).expect("it is due");
    let words = OfferPlan::of(&offer).content();
    assert_eq!(words.title(), Some("Harrier 32 is still in your cart"));
    assert_eq!(words.text(), Some("90.00 shop in all. Take 5% off with BACK5."));
    assert_eq!((words.coupon(), words.href()), (Some("BACK5"), Some("/cart/")));
}

#[test]
fn s24_caps_hold_per_session_per_days_after_dismissal_and_after_an_order() {
    let mut engine = shopper("ana", &stay());
    let visit = |engine: &mut Engine, at: f64| {
        tell(engine, Action::PageView, at);
        put_into_cart(engine, 90.0, at);
        leaving(engine);
        refusal(engine, "stay", at)
    };
    assert_eq!(visit(&mut engine, NOON), None);
    promote(&mut engine, Action::ViewPromotion, "stay", NOON);
    assert_eq!(visit(&mut engine, NOON + 20.0 * MINUTE), Some(Refusal::PerSession));
    assert_eq!(visit(&mut engine, NOON + 2.0 * DAY), Some(Refusal::Days));
    let again = NOON + 8.0 * DAY;
    assert_eq!(visit(&mut engine, again), None);
    promote(&mut engine, Action::ViewPromotion, "stay", again);
    promote(&mut engine, Action::DismissPromotion, "stay", again);
    assert_eq!(visit(&mut engine, again + 10.0 * DAY), Some(Refusal::AfterDismissal));
    let month = again + 31.0 * DAY;
    assert_eq!(visit(&mut engine, month), None);
    engine.observe(&Event::new(Action::Purchase, month).with("transaction_id", "T1").with("value", 90.0));
    assert_eq!(visit(&mut engine, month + 13.0 * DAY), Some(Refusal::AfterPurchase));
    assert_eq!(visit(&mut engine, month + 15.0 * DAY), None);
}

#[test]
fn s24_another_tab_counts() {
    let mut first = shopper("ana", &stay());
    tell(&mut first, Action::PageView, NOON);
    put_into_cart(&mut first, 90.0, NOON);
    // What the other tab showed comes with the events that both have.
    promote(&mut first, Action::ViewPromotion, "stay", NOON + 1.0);
    leaving(&mut first);
    assert_eq!(due(&first, &page("/"), NOON + 2.0), None);
}

#[test]
fn of_several_offers_the_most_important_is_due_and_a_group_shows_one() {
    let mut engine = shopper(
        "ana",
        &json!({ "offers": [
        { "id": "guide", "trigger": { "delay": 5 }, "content": { "title": "A guide" } },
        { "id": "ten", "trigger": { "delay": 5 }, "content": { "title": "10%" }, "priority": 1, "group": "discounts" },
        { "id": "twenty", "trigger": { "delay": 5 }, "content": { "title": "20%" }, "priority": 2, "group": "discounts" },
    ] }),
    );
    tell(&mut engine, Action::PageView, NOON);
    moment(&mut engine, json!({ "seconds": 6 }));
    assert_eq!(due(&engine, &page("/"), NOON).as_deref(), Some("twenty"));
    promote(&mut engine, Action::ViewPromotion, "twenty", NOON);
    assert_eq!(refusal(&engine, "ten", NOON), Some(Refusal::Group));
    assert_eq!(due(&engine, &page("/"), NOON).as_deref(), Some("guide"));
}

#[test]
fn triggers_combine_with_and_and_or() {
    let trigger = json!({
        "exit_intent": {},
        "all": [{ "page_count": 2 }, { "any": [{ "scroll_depth": 60, "element_visible": "#reviews" }, { "cart_change": "remove" }] }],
    });
    let mut engine = shopper("ana", &json!({ "offers": [{ "id": "a", "trigger": trigger, "content": {} }] }));
    let is_due = |engine: &Engine| due(engine, &page("/"), NOON).is_some();
    tell(&mut engine, Action::PageView, NOON);
    moment(&mut engine, json!({ "depth": 80 }));
    assert!(!is_due(&engine), "on the first page");
    let tree = engine.explain(&page("/"), Some("a"), NOON);
    let waits: Vec<&str> = Explanation::of(&tree).offers().get(0).unwrap().waits_for().iter().collect();
    assert_eq!(waits, ["exit_intent", "page_count", "element_visible", "cart_change"]);
    tell(&mut engine, Action::PageView, NOON);
    assert!(is_due(&engine), "far down on the second");
    moment(&mut engine, json!({ "visible": ["#reviews"] }));
    assert!(is_due(&engine), "with the reviews in view");
    moment(&mut engine, json!({}));
    assert!(!is_due(&engine));
    engine.observe(&Event::new(Action::RemoveFromCart, NOON).with_items(vec![Item::new("a")]));
    assert!(is_due(&engine), "with something taken out");
    tell(&mut engine, Action::PageView, NOON);
    assert!(!is_due(&engine), "what happened on another page is past");
    moment(&mut engine, json!({ "seconds": 2, "leaving": true }));
    assert!(is_due(&engine), "by exit intent alone");
}

#[test]
fn time_idleness_and_events_of_ones_own_bring_offers_up() {
    let signals = [
        (json!({ "delay": 20 }), json!({ "seconds": 20 })),
        (json!({ "active_time": 20 }), json!({ "active": 20 })),
        (json!({ "idle": 20 }), json!({ "idle": 20 })),
        (json!({ "scroll_depth": 50 }), json!({ "depth": 50 })),
        (json!({ "event": "quiz_done" }), json!({})),
        (json!({ "cart_change": "any" }), json!({})),
        (json!({ "cart_change": "add" }), json!({})),
    ];
    for (trigger, facts) in signals {
        let mut engine = shopper("ana", &json!({ "offers": [{ "id": "a", "trigger": trigger, "content": {} }] }));
        tell(&mut engine, Action::PageView, NOON);
        assert!(!engine.is_triggered() && due(&engine, &page("/"), NOON).is_none(), "{trigger}");
        moment(&mut engine, facts);
        put_into_cart(&mut engine, 1.0, NOON);
        engine.observe(&Event::from_ga4("quiz_done", &Value::Null, NOON));
        assert!(engine.is_triggered() && due(&engine, &page("/"), NOON).is_some(), "{trigger}");
    }
}

#[test]
fn schedules_go_by_the_clock_of_the_shop() {
    let config = |zone: &str| {
        json!({ "time_zone": zone, "offers": [{
            "id": "friday", "trigger": { "delay": 0 }, "content": {},
            "schedule": { "from": "2026-11-27", "until": "2026-11-27" },
        }] })
    };
    // 23:30 UTC on Thursday is Friday in Belgrade already, and still Thursday in New York.
    let thursday_night = NOON - 12.5 * 60.0 * MINUTE;
    for (zone, refused) in
        [("Europe/Belgrade", None), ("UTC", Some(Refusal::Schedule)), ("America/New_York", Some(Refusal::Schedule))]
    {
        let mut engine = shopper("ana", &config(zone));
        tell(&mut engine, Action::PageView, thursday_night);
        assert_eq!(refusal(&engine, "friday", thursday_night), refused, "{zone}");
    }
    let problems = offline::check::problems(&value(config("Europe/Belgrad")));
    assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["time_zone"]);
}

fn home_pages(holdout: f64) -> serde_json::Value {
    json!({
        "holdout": holdout,
        "experiments": [{ "id": "home", "variations": ["name", "category"] }],
        "banners": [{ "slot": "#hero", "id": "hero", "variants": [
            { "id": "by-name", "when": { "experiments.home": "name" }, "content": { "title": "Hello, {{ name | default: \"friend\" }}!" } },
            { "id": "by-category", "when": { "experiments.home": "category" }, "content": { "title": "Boots for you" } },
        ] }],
    })
}

#[test]
fn s36_an_ab_test_of_two_home_pages_with_a_holdout_that_sees_no_personalization() {
    let mut seen = [0; 3];
    for number in 0..2_000 {
        let mut engine = shopper(&format!("shopper-{number}"), &home_pages(0.1));
        tell(&mut engine, Action::PageView, NOON);
        let plan = engine.plan(&page("/"), NOON);
        let plan = Plan::of(&plan);
        let variant = engine.variant("home", &page("/"), NOON).map(str::to_owned);
        match plan.banners().get(0).map(|banner| banner.variant()) {
            None => {
                assert!(plan.holdout() && variant.is_none());
                assert!(exposures(&engine, "hero", &page("/"), NOON).is_empty(), "a control sees no experiment");
                seen[2] += 1;
            }
            Some(shown) => {
                assert_eq!(shown, format!("by-{}", variant.unwrap()));
                seen[usize::from(shown == "by-category")] += 1;
            }
        }
    }
    assert!((160..240).contains(&seen[2]), "{seen:?}");
    assert!((800..1_000).contains(&seen[0]) && (800..1_000).contains(&seen[1]), "{seen:?}");
}

#[test]
fn s36_an_exposure_counts_once_a_visit_and_only_when_it_was_seen() {
    let mut engine = shopper("ana", &home_pages(0.0));
    tell(&mut engine, Action::PageView, NOON);
    assert_eq!(exposures(&engine, "notice", &page("/"), NOON), []);
    let events = exposures(&engine, "hero", &page("/"), NOON);
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].name, "experiment_viewed");
    assert_eq!(
        (events[0].text("experiment_id"), events[0].text("variation_id")),
        ("home", engine.variant("home", &page("/"), NOON).unwrap())
    );
    engine.observe(&events[0]);
    assert_eq!(exposures(&engine, "hero", &page("/"), NOON), []);
    tell(&mut engine, Action::PageView, NOON + DAY);
    assert_eq!(exposures(&engine, "hero", &page("/"), NOON + DAY).len(), 1, "in another visit");
    // Who asks by address is shown what they ask for, and counts for nothing.
    for (number, name) in ["name", "category"].into_iter().enumerate() {
        let asked = page(&format!("/?home={number}"));
        assert_eq!(engine.variant("home", &asked, NOON + DAY), Some(name));
        assert_eq!(exposures(&engine, "hero", &asked, NOON + DAY), []);
    }
}

#[test]
fn a_variation_once_seen_stays_when_the_weights_change_unless_it_is_divided_anew() {
    let config = |weights: [f64; 2], version: u32, status: &str| {
        json!({ "experiments": [{
            "id": "home", "variations": ["a", "b"], "weights": weights, "bucket_version": version, "status": status,
        }] })
    };
    let mut engine = shopper("ana", &config([1.0, 0.0], 0, "running"));
    tell(&mut engine, Action::PageView, NOON);
    assert_eq!(engine.variant("home", &page("/"), NOON), Some("a"));
    engine.observe(&Event::new(Action::ExperimentViewed, NOON).with("experiment_id", "home").with("variation_id", "a"));
    let seen = engine.profile;
    for (config, expected) in [
        (config([0.0, 1.0], 0, "running"), Some("a")),
        (config([0.0, 1.0], 1, "running"), Some("b")),
        (config([0.0, 1.0], 0, "stopped"), None),
        (config([0.0, 1.0], 0, "draft"), None),
    ] {
        let mut engine = shopper("ana", &config);
        engine.profile = seen.clone();
        assert_eq!(engine.variant("home", &page("/"), NOON), expected, "{config}");
    }
    let mut forced = config([0.5, 0.5], 0, "stopped");
    forced["experiments"][0]["force"] = json!("b");
    assert_eq!(shopper("eva", &forced).variant("home", &page("/"), NOON), Some("b"));
}

#[test]
fn a_bandit_learns_from_the_shoppers_own_visits_and_holds_still_within_one() {
    let config = json!({ "experiments": [{
        "id": "arms", "variations": ["quiet", "loud"], "bandit": { "priors": [{ "alpha": 2, "beta": 8 }, { "alpha": 2, "beta": 8 }] },
    }] });
    let mut engine = shopper("ana", &config);
    let mut loud = Vec::new();
    for visit in 0..400 {
        let at = NOON + f64::from(visit) * DAY;
        tell(&mut engine, Action::PageView, at);
        let shown = engine.variant("arms", &page("/"), at).unwrap().to_owned();
        engine.observe(
            &Event::new(Action::ExperimentViewed, at)
                .with("experiment_id", "arms")
                .with("variation_id", shown.as_str()),
        );
        // Only the loud one ever succeeds.
        if shown == "loud" {
            promote(&mut engine, Action::SelectPromotion, "hero", at + 1.0);
        }
        assert_eq!(engine.variant("arms", &page("/"), at + 2.0), Some(shown.as_str()), "within a visit");
        loud.push(shown == "loud");
    }
    let share = |visits: &[bool]| visits.iter().filter(|loud| **loud).count();
    assert!((1..20).contains(&share(&loud[..20])), "it tries both: {}", share(&loud[..20]));
    assert!(share(&loud[300..]) >= 95, "it has learned: {}", share(&loud[300..]));
    let trial = engine.profile.trials.iter().find(|trial| trial.variation == "loud").unwrap();
    assert_eq!(trial.seen, trial.won);
}

#[test]
fn s30_a_discreet_trait_shapes_what_is_shown_and_is_never_spoken() {
    let mut config = json!({
        "banners": [{ "slot": "#hero", "variants": [{
            "id": "gentle", "when": { "health": "allergy" },
            "content": { "title": { "en": "Hello, {{ health | default: \"friend\" }}" } },
        }] }],
    });
    // Marked on the page, it is silent.
    let mut engine = shopper("ana", &config);
    let traits = value(json!({ "health": "allergy" }));
    engine.observe(&Event::new(Action::Identify, NOON).with("traits", traits).with("discreet", true));
    let plan = engine.plan(&page("/"), NOON);
    let banner = Plan::of(&plan).banners().get(0).expect("it shapes what is shown");
    assert_eq!((banner.variant(), banner.content().title()), ("gentle", Some("Hello, friend")));
    // Marked in the config, it is an error that names the place.
    config["discreet"] = json!(["health"]);
    let problems = offline::check::problems(&value(config));
    let found: Vec<_> = problems.iter().map(|problem| (problem.path.as_str(), problem.expected.as_str())).collect();
    assert_eq!(found, [("banners[0].variants[0].content.title.en", "a text without {{ health }}, which is discreet")]);
}

#[test]
fn an_explanation_names_what_failed() {
    let mut config = home_pages(0.0);
    config["experiments"][0]["when"] = json!({ "$and": [{ "orders.count": { "$gte": 0, "$gt": 2 } }] });
    let mut engine = shopper("ana", &config);
    tell(&mut engine, Action::PageView, NOON);
    let tree = engine.explain(&page("/"), Some("home"), NOON);
    let explanation = Explanation::of(&tree);
    assert!(explanation.banners().is_empty() && explanation.offers().is_empty());
    let test = explanation.experiments().get(0).unwrap();
    assert_eq!((test.variation(), test.reason().word()), (None, "condition"));
    let failed = test.failed().unwrap();
    assert_eq!(
        (failed.path(), failed.expected(), failed.found()),
        ("$and[0].orders.count.$gt", 2.0.into(), 0.0.into())
    );
    for name in ["hero", "#hero"] {
        let tree = engine.explain(&page("/"), Some(name), NOON);
        let banner = Explanation::of(&tree).banners().get(0).unwrap();
        let paths: Vec<_> =
            banner.variants().iter().map(|variant| variant.failed().unwrap().path().to_owned()).collect();
        assert_eq!(
            (banner.variant(), paths),
            (None, vec!["experiments.home".to_owned(), "experiments.home".to_owned()])
        );
    }
}

#[test]
fn s39_a_recorded_journey_replays_from_files_and_a_wrong_line_is_named() {
    let folder = std::env::temp_dir().join(format!("vitrina-replay-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("there is a place for files");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("it can be written");
        path
    };
    let config = write("config.json", &stay().to_string());
    let product = r#"[{ "item_id": "harrier", "price": 90 }]"#;
    let sound = format!(
        "{{ \"time\": 1, \"name\": \"page_view\" }}\n\n{{ \"time\": 2, \"name\": \"add_to_cart\", \"items\": {product}, \
         \"moment\": {{ \"seconds\": 9, \"leaving\": true }} }}\n{{ \"time\": 3 }}\n"
    );
    let replayed = |events: &str, config: &std::path::Path| {
        let mut out = Vec::new();
        let outcome = offline::replay::journey(&write("events.jsonl", events), config, "ana", &mut out);
        (String::from_utf8(out).unwrap(), outcome.map_err(|error| format!("{error:#}")))
    };
    let (out, outcome) = replayed(&sound, &config);
    assert_eq!(outcome, Ok(()));
    let due: Vec<Option<String>> = out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["due"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(due, [None, Some("stay".to_owned()), None], "it is due once, and counts as shown from then on");

    for (events, sentence) in [
        ("{ \"time\": 1 }\n{ \"name\": \"page_view\" }", "line 2: time is missing; expected milliseconds since 1970"),
        ("7", "line 1: is 7; expected a JSON object"),
        (
            "{ \"time\": 1, \"page\": { \"type\": \"shelf\" } }",
            "line 1: page.type is \"shelf\"; expected one of \"home\"",
        ),
        ("{", "line 1: expected a JSON object"),
    ] {
        let (_, outcome) = replayed(events, &config);
        assert!(outcome.as_ref().is_err_and(|said| said.contains(sentence)), "{outcome:?} lacks {sentence}");
    }
    let broken = write("broken.json", r#"{ "holdout": 2 }"#);
    let (_, outcome) = replayed(&sound, &broken);
    assert!(outcome.is_err_and(|said| said.contains("holdout is 2; expected a number from 0 to 1")));
    std::fs::remove_dir_all(&folder).expect("it can be removed");
}
