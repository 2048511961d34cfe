//! What the shopper sees of what is known, and decides about it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

mod ports;
mod visit;

use visit::{Visit, json};
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::Page;
use vitrina::engine::value::Value;
use vitrina::engine::{Asked, Fact};

const QUIZ: &str = r#"{
    "segments": { "hikers": { "affinity.category.hiking-boots": { "$gte": 0.2 } } },
    "preferences": [
        { "id": "style", "title": { "en": "What do you do outdoors?", "sr": "Šta radite napolju?" }, "multiple": true, "options": [
            { "id": "hike", "label": "Hiking", "likes": { "category": ["Hiking Boots"], "brand": ["Gorski"] } },
            { "id": "camp", "label": "Camping", "likes": { "category": ["Camping"] } } ] },
        { "id": "for", "title": "Who is it for?", "options": [
            { "id": "me", "label": "Me" }, { "id": "kids", "label": "Kids", "likes": { "category": ["Kids' Clothes"] } } ] }
    ],
    "banners": [
        { "id": "hero", "slot": "h1", "variants": [
            { "id": "hike", "when": { "segments": "hikers" }, "content": { "title": "Up!" } },
            { "id": "kids", "when": { "for": "kids" }, "content": { "title": "Small" } },
            { "id": "gold", "when": { "$or": [{ "tier": "gold" }, { "orders.count": { "$gt": 3 } }] }, "content": { "title": "Gold" } },
            { "id": "all", "content": { "title": "All" } } ] } ],
    "discreet": ["score"]
}"#;

fn boot() -> Item {
    Item {
        item_name: "Trail boot".into(),
        item_brand: "Gorski".into(),
        item_category: vec!["Outdoor".into(), "Hiking Boots".into()],
        price: Some(80.0),
        ..Item::new("boot")
    }
}

fn answer(visit: &mut Visit, question: &str, options: &[&str]) {
    let options: Vec<String> = options.iter().map(|id| (*id).into()).collect();
    let event = visit.engine.answered(question, &options, visit.now).expect("the question has these options");
    visit.act(event);
}

fn forget(visit: &mut Visit, path: &str) {
    visit.act(Event::new(Action::Forget, 0.0).with("path", path));
}

fn known(visit: &Visit) -> Vec<(String, String)> {
    let facts = visit.engine.known(&Page::default(), visit.now);
    let pair = |fact: &Value| (Fact::of(fact).path().to_owned(), Fact::of(fact).name().to_owned());
    facts.elements().iter().map(pair).collect()
}

#[test]
fn s29_answers_count_at_once_and_can_be_changed_back() {
    let mut visit = Visit::to(QUIZ);
    assert_eq!(visit.banners(), ["all: All"]);
    answer(&mut visit, "style", &["hike", "camp"]);
    assert_eq!(visit.banners(), ["hike: Up!"]);
    assert!(visit.at("affinity.brand.gorski").number() >= 0.5 && visit.at("affinity.category.camping").number() >= 0.5);
    answer(&mut visit, "style", &["camp"]);
    assert_eq!(visit.at("affinity.brand.gorski"), Value::Null);
    assert_eq!((visit.at("style"), visit.banners()), (json(r#"["camp"]"#), vec!["all: All".to_owned()]));
    answer(&mut visit, "for", &["kids"]);
    assert_eq!(visit.banners(), ["kids: Small"]);
    answer(&mut visit, "style", &[]);
    assert_eq!((visit.at("style"), visit.at("affinity.category.camping")), (Value::Null, Value::Null));
    assert!(visit.at("affinity.category.kids'-clothes").number() >= 0.5);

    let mut page = Page::default();
    page.locale.push_str("sr-Latn");
    let questions = visit.engine.questions(&page);
    let asked: Vec<_> = questions.elements().iter().map(Asked::of).collect();
    let chosen = |asked: &Asked<'_>| -> Vec<String> {
        asked.options().iter().filter(|option| option.chosen()).map(|option| option.id().to_owned()).collect()
    };
    assert_eq!(
        asked.iter().map(|asked| asked.title().to_owned()).collect::<Vec<_>>(),
        ["Šta radite napolju?", "Who is it for?"]
    );
    assert_eq!(asked.iter().map(chosen).collect::<Vec<_>>(), [vec![], vec!["kids".to_owned()]]);
}

#[test]
fn an_answer_that_the_config_does_not_know_is_none() {
    let visit = Visit::to(QUIZ);
    let ask = |id: &str, options: &[&str]| {
        let options: Vec<String> = options.iter().map(|id| (*id).into()).collect();
        visit.engine.answered(id, &options, visit.now)
    };
    assert!(ask("size", &[]).is_none() && ask("style", &["swim"]).is_none() && ask("for", &["me", "kids"]).is_none());
}

#[test]
fn a_shopper_may_declare_more_than_is_kept_and_the_answer_still_counts() {
    let likes: Vec<String> = (0..40).map(|number| format!("\"category-number-{number}\"")).collect();
    let config = format!(
        r#"{{ "preferences": [{{ "id": "q", "title": "?", "options": [{{ "id": "a", "label": "A", "likes": {{ "category": [{}] }} }}] }}] }}"#,
        likes.join(",")
    );
    let mut visit = Visit::to(&config);
    answer(&mut visit, "q", &["a"]);
    assert_eq!(visit.at("q"), "a".into());
    let declared = visit.at("affinity.category").members().len();
    assert!((8..40).contains(&declared), "{declared}");
}

#[test]
fn s41_everything_known_is_shown_in_the_shops_words_and_each_thing_can_be_removed() {
    let mut visit = Visit::to(QUIZ);
    visit.product(Action::ViewItem, boot()).product(Action::AddToCart, boot());
    visit.product(Action::AddToWishlist, boot());
    visit.order("o1", boot());
    visit.identify(r#"{ "name": "Ana", "tier": "gold" }"#, false);
    visit.identify(r#"{ "score": 7, "income": 3 }"#, true);
    answer(&mut visit, "for", &["kids"]);
    let facts = known(&visit);
    let named = |path: &str| facts.iter().find(|fact| fact.0 == path).map(|fact| fact.1.as_str());
    assert_eq!(named("affinity.brand.gorski"), Some("Gorski"));
    assert_eq!(named("affinity.category.hiking-boots"), Some("Hiking Boots"));
    assert_eq!(named("viewed.boot"), Some("Trail boot"));
    for path in ["wishlist", "orders", "visits", "name", "tier", "for", "score", "income"] {
        assert!(named(path).is_some(), "{path} in {facts:?}");
    }
    // What is never spoken is named, so that it can be removed, and its value stays with the export.
    let all = visit.engine.known(&Page::default(), visit.now);
    let value =
        |path: &str| all.elements().iter().map(Fact::of).find(|fact| fact.path() == path).map(|fact| fact.value());
    assert_eq!(value("name"), Some("Ana".into()));
    assert_eq!((value("score"), value("income")), (Some(Value::Null), Some(Value::Null)));

    for (path, _) in &facts {
        if !["visits", "cart"].contains(&path.as_str()) {
            forget(&mut visit, path);
        }
    }
    let left: Vec<_> = known(&visit).into_iter().map(|fact| fact.0).collect();
    assert_eq!(left, ["visits"]);
}

#[test]
fn s41_a_forgotten_interest_stops_ordering_grids_and_can_be_learned_again() {
    let mut visit = Visit::to(QUIZ);
    visit.product(Action::ViewItem, boot());
    visit.identify(r#"{ "preferences": { "brand": ["Gorski", "Other"] } }"#, false);
    forget(&mut visit, "affinity.brand.gorski");
    assert_eq!(visit.at("affinity.brand.gorski"), Value::Null);
    assert!(visit.at("affinity.brand.other").number() >= 0.5);
    assert!(visit.engine.profile.trail.is_empty() && visit.engine.profile.products.is_empty());
    visit.product(Action::ViewItem, boot());
    assert!(visit.at("affinity.brand.gorski").number() > 0.0);
    // A path that leads nowhere, and those of a hostile page.
    for path in [
        "",
        "affinity",
        "affinity.",
        "affinity.brand",
        "affinity.x.y",
        "viewed.",
        "id",
        "version",
        "..",
        "affinity.brand.",
    ] {
        forget(&mut visit, path);
    }
    assert!(visit.at("affinity.brand.gorski").number() > 0.0 && visit.engine.profile.id.is_some());
}

#[test]
fn s41_in_a_pause_nothing_is_learned_nor_changed() {
    let mut visit = Visit::to(QUIZ);
    visit.product(Action::ViewItem, boot());
    visit.identify(r#"{ "paused": true }"#, false);
    assert!(visit.banners().is_empty());
    let before = visit.engine.profile.clone();
    visit.product(Action::ViewItem, Item { item_brand: "Other".into(), ..Item::new("other") }).after(3.0);
    assert_eq!(visit.engine.profile, before);
    forget(&mut visit, "viewed.boot");
    assert_eq!(visit.at("viewed.count").number().to_string(), "0");
    visit.identify(r#"{ "paused": null }"#, false);
    visit.product(Action::ViewItem, boot());
    assert_eq!(visit.banners(), ["hike: Up!"]);
}

#[test]
fn s42_each_block_says_why_it_is_there() {
    let mut visit = Visit::to(QUIZ);
    let blocks = |visit: &Visit| {
        let blocks = visit.engine.explain(&Page::default(), None, visit.now).member("blocks").clone();
        serde_json::to_string(&blocks).expect("it is JSON")
    };
    let banner = |topics: &str, names: &str| {
        format!(r#"[{{"kind":"banner","id":"hero","selector":"h1","topics":[{topics}],"names":[{names}]}}]"#)
    };
    assert_eq!(blocks(&visit), banner("", ""));
    visit.identify(r#"{ "tier": "gold" }"#, false);
    assert_eq!(blocks(&visit), banner(r#""shop","orders""#, ""));
    answer(&mut visit, "for", &["kids"]);
    assert_eq!(blocks(&visit), banner(r#""answers""#, ""));
    visit.product(Action::ViewItem, boot());
    assert_eq!(blocks(&visit), banner(r#""browsing""#, r#""Hiking Boots""#));
}

#[test]
fn questions_are_checked() {
    let problems = |preferences: &str| -> Vec<String> {
        let config = json(&format!(r#"{{ "preferences": {preferences} }}"#));
        let problems = Config::read(&config).err().unwrap_or_default();
        problems.iter().map(|problem| format!("{}: {}", problem.path, problem.expected)).collect()
    };
    let option = r#"{ "id": "a", "label": "A" }"#;
    let told = problems(&format!(r#"[{{ "id": "paused", "title": "?", "options": [{option}, {option}] }}]"#));
    assert_eq!(told.len(), 2, "{told:?}");
    let told = problems(
        r#"[{ "id": "q", "title": "?", "options": [{ "id": "a", "label": "A", "likes": { "brnd": ["x"] } }] }]"#,
    );
    assert!(told.len() == 1 && told[0].contains("brand"), "{told:?}");
    let long = "x".repeat(90);
    let told =
        problems(&format!(r#"[{{ "id": "q", "title": "?", "options": [{{ "id": "{long}", "label": "A" }}] }}]"#));
    assert!(told.len() == 1 && told[0].contains("80 bytes"), "{told:?}");
}

/// A boot with what the shop's own tools mark it with.
fn marked(tags: &[&str]) -> Item {
    Item { tags: tags.iter().map(|tag| (*tag).into()).collect(), ..boot() }
}

#[test]
fn s41_tags_without_a_label_are_not_shown_raw_and_can_be_forgotten() {
    let labels = r#"{ "labels": { "Resoleable": { "en": "can be resoled", "sr": "može nov đon" } } }"#;
    let mut visit = Visit::to(labels);
    visit.product(Action::ViewItem, marked(&["resoleable", "Waterproof", "tier-better", "line-ridge"]));
    let mut page = Page::default();
    page.locale.push_str("sr-Latn");
    let facts = visit.engine.known(&page, visit.now);
    let tags: Vec<_> =
        facts.elements().iter().map(Fact::of).filter(|fact| fact.path().starts_with("affinity.tag")).collect();
    assert_eq!(tags.iter().map(|fact| fact.path()).collect::<Vec<_>>(), ["affinity.tag.resoleable", "affinity.tag"]);
    assert_eq!(tags[0].name(), "može nov đon");
    let mut unnamed: Vec<_> = tags[1].names().iter().map(ToOwned::to_owned).collect();
    unnamed.sort();
    assert_eq!(unnamed, ["line-ridge", "tier-better", "waterproof"]);
    assert_eq!(visit.engine.meant_by("viewed.boot", &page, visit.now), ["viewed.boot"]);
    for path in visit.engine.meant_by("affinity.tag", &page, visit.now) {
        forget(&mut visit, &path);
    }
    assert!(known(&visit).iter().all(|(path, _)| path != "affinity.tag"), "{:?}", known(&visit));
    assert!(known(&visit).iter().any(|(path, _)| path == "affinity.tag.resoleable"), "{:?}", known(&visit));
}

#[test]
fn where_no_tag_has_a_label_those_that_read_like_words_are_their_own_names() {
    let mut visit = Visit::to("{}");
    visit.product(Action::ViewItem, marked(&["Made in Serbia", "tier-better", "supplier:12", "ss24"]));
    let facts = known(&visit);
    let tags: Vec<_> = facts.iter().filter(|(path, _)| path.starts_with("affinity.tag")).collect();
    let (named, unnamed) = (("affinity.tag.made-in-serbia", "Made in Serbia"), ("affinity.tag", "tag"));
    let expected = [named, unnamed].map(|(path, name)| (path.to_owned(), name.to_owned()));
    assert_eq!(tags, expected.iter().collect::<Vec<_>>());
}

#[test]
fn s42_a_reason_names_no_tag_that_the_shop_has_no_name_for() {
    let when = |tag: &str| format!(r#"{{ "affinity.tag.{tag}": {{ "$gt": 0 }} }}"#);
    let config = format!(
        r#"{{ "labels": {{ "waterproof": "keeps dry" }}, "banners": [{{ "id": "one", "slot": "h1", "variants": [{{ "id": "a", "when": {}, "content": {{ "title": "!" }} }}] }},
            {{ "id": "two", "slot": "h2", "variants": [{{ "id": "a", "when": {}, "content": {{ "title": "!" }} }}] }}] }}"#,
        when("waterproof"),
        when("tier-better")
    );
    let mut visit = Visit::to(&config);
    visit.product(Action::ViewItem, marked(&["waterproof", "tier-better"]));
    let explained = visit.engine.explain(&Page::default(), None, visit.now);
    let names: Vec<_> =
        explained.member("blocks").elements().iter().map(|block| block.member("names").clone()).collect();
    assert_eq!(names, [json(r#"["keeps dry"]"#), json("[]")]);
}
