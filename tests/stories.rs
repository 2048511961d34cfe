//! What shoppers and merchants must experience, by the numbers of the stories, as far as the engine decides it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

mod ports;
mod visit;

use visit::{Visit, json};
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::profile::DAY;
use vitrina::engine::value::Value;

fn boot() -> Item {
    Item {
        item_brand: "Gorski".into(),
        item_category: vec!["Outdoor".into(), "Hiking Boots".into()],
        price: Some(80.0),
        ..Item::new("boot")
    }
}

fn on_sale() -> Item {
    Item { list_price: Some(120.0), ..boot() }
}

#[test]
fn s09_a_birthday_the_shopper_gave_brings_an_offer_on_the_day_only() {
    // A visit begins on 2027-01-15.
    let config = r##"{ "banners": [{ "slot": "#hero", "variants": [
        { "id": "day", "when": { "is_birthday": true }, "content": { "title": "Happy birthday" } } ] }], "discreet": ["birthday"] }"##;
    let mut visit = Visit::to(config);
    assert_eq!(visit.at("is_birthday"), Value::Null);
    for (birthday, holds) in [
        ("01-15", Some(true)),
        ("--01-15", Some(true)),
        ("1990-01-15", Some(true)),
        ("1990-01-16", Some(false)),
        ("15.01.", None),
        ("13-01", None),
        ("", None),
    ] {
        visit.identify(&format!(r#"{{ "birthday": "{birthday}" }}"#), false);
        assert_eq!(visit.at("is_birthday"), holds.map_or(Value::Null, Value::Bool), "{birthday}");
    }
    visit.identify(r#"{ "birthday": "01-16" }"#, false);
    assert_eq!(visit.banners(), [""; 0]);
    assert_eq!(visit.after(1.0).banners(), ["day: Happy birthday"]);
    assert_eq!(visit.after(1.0).banners(), [""; 0]);
    // In years without a 29 February it is kept on the day before.
    visit.identify(r#"{ "birthday": "02-29" }"#, false);
    assert!(!visit.after(41.0).at("is_birthday").is_true(), "on 27 February");
    assert!(visit.after(1.0).at("is_birthday").is_true(), "on 28 February 2027");
    assert!(!visit.after(365.0).at("is_birthday").is_true(), "on 28 February 2028");
    assert!(visit.after(1.0).at("is_birthday").is_true(), "on 29 February 2028");
}

#[test]
fn s20_three_visits_without_a_purchase_bring_a_special_offer() {
    let mut visit = Visit::to(
        r#"{ "offers": [{ "id": "third", "trigger": { "delay": 5 }, "when": { "segments": "browser" }, "content": {} }] }"#,
    );
    assert_eq!((visit.offers(), visit.due()), (vec![], None));
    // Ten pages more are no visit more.
    for _ in 0..10 {
        visit.act(Event::new(Action::PageView, 0.0));
    }
    assert_eq!(visit.after(1.0).offers(), [""; 0]);
    assert_eq!(visit.after(1.0).offers(), ["third"]);
    assert_eq!(visit.due().as_deref(), Some("third"));
    assert_eq!(visit.order("T1", boot()).after(20.0).offers(), [""; 0]);
    assert_eq!(visit.due(), None);
}

#[test]
fn s21_the_loyalty_tier_gold_brings_the_gold_offer() {
    let mut visit = Visit::to(
        r#"{ "offers": [{ "id": "gold", "trigger": { "delay": 5 }, "when": { "tier": "gold" }, "content": {} }] }"#,
    );
    assert_eq!(visit.offers(), [""; 0]);
    assert_eq!(visit.identify(r#"{ "tier": "silver" }"#, false).offers(), [""; 0]);
    assert_eq!(visit.identify(r#"{ "tier": "gold" }"#, false).offers(), ["gold"]);
    assert_eq!(visit.due().as_deref(), Some("gold"));
    // It is known on the next visit too, until the shop takes it back.
    assert_eq!(visit.after(30.0).offers(), ["gold"]);
    assert_eq!(visit.identify(r#"{ "tier": null }"#, false).offers(), [""; 0]);
}

#[test]
fn s23_a_discount_is_not_wasted_on_a_shopper_who_is_about_to_buy() {
    let mut visit = Visit::to(
        r#"{ "offers": [{ "id": "discount", "trigger": { "exit_intent": {} },
            "when": { "predictions.purchase": { "$lt": 0.3 } }, "content": {} }] }"#,
    );
    assert_eq!(visit.product(Action::ViewItem, boot()).due().as_deref(), Some("discount"));
    let undecided = visit.at("predictions.purchase").number();
    assert_eq!(visit.product(Action::AddToCart, boot()).offers(), [""; 0]);
    assert_eq!(visit.due(), None);
    assert!(visit.is("high_intent"));
    let decided = visit.at("predictions.purchase").number();
    assert!(undecided < 0.1 && decided > 0.3 && decided < 1.0, "{undecided} {decided}");
    // The cart was left; days later the same shopper is one to win over again.
    assert_eq!(visit.after(3.0).due().as_deref(), Some("discount"));
}

#[test]
fn s25_new_returning_and_browser() {
    let mut visit = Visit::to("{}");
    assert!(visit.is("new") && !visit.is("returning") && !visit.is("browser"));
    visit.after(2.0);
    assert!(!visit.is("new") && visit.is("returning") && !visit.is("browser"));
    assert!(visit.after(2.0).is("browser"));
    assert!(!visit.order("T1", boot()).is("browser"));
}

#[test]
fn s25_one_time_buyer_loyal_lapsed_and_at_risk() {
    let mut visit = Visit::to("{}");
    assert!(visit.order("T1", boot()).is("one_time_buyer") && !visit.is("loyal"));
    visit.after(10.0).order("T2", boot());
    visit.after(10.0).order("T3", boot()).act(Event::new(Action::Purchase, 0.0).with("transaction_id", "T3"));
    assert_eq!(visit.at("orders.count"), Value::Number(3.0));
    assert!(visit.is("loyal") && !visit.is("one_time_buyer") && !visit.is("at_risk") && !visit.is("lapsed"));
    visit.after(80.0);
    assert!(!visit.is("at_risk") && visit.is("loyal"), "{:?}", visit.at("predictions.churn"));
    visit.after(60.0);
    assert!(visit.is("at_risk") && visit.is("loyal"), "{:?}", visit.at("predictions.churn"));
    visit.after(50.0);
    assert!(visit.is("lapsed") && !visit.is("loyal") && !visit.is("at_risk"));
}

#[test]
fn s25_vip_bargain_hunter_and_buyer_of_new_arrivals() {
    let mut visit = Visit::to(r#"{ "thresholds": { "vip_value": 150 } }"#);
    visit.order("T1", on_sale());
    assert!(!visit.is("vip") && !visit.is("bargain_hunter"));
    visit.order("T2", on_sale());
    assert!(visit.is("vip") && visit.is("bargain_hunter") && !visit.is("new_arrivals_buyer"));
    let mut visit = Visit::to("{}");
    let fresh = Item { published: Some(visit.now - 5.0 * DAY), ..boot() };
    visit.order("T1", fresh.clone()).order("T2", fresh);
    assert!(visit.is("new_arrivals_buyer") && !visit.is("bargain_hunter") && !visit.is("vip"));
}

#[test]
fn s25_cart_abandoner() {
    let mut visit = Visit::to("{}");
    assert!(!visit.product(Action::AddToCart, boot()).is("cart_abandoner"));
    assert!(visit.after(1.0).is("cart_abandoner"));
    assert!(!visit.product(Action::RemoveFromCart, boot()).after(1.0).is("cart_abandoner"));
}

#[test]
fn s26_a_merchants_own_segments_build_on_each_other_in_any_order() {
    let mut visit = Visit::to(
        r#"{ "segments": {
            "worth_a_call": { "segments": { "$all": ["big_baskets", "from_mail"] } },
            "big_baskets": { "orders.average": { "$gte": 70 } },
            "from_mail": { "campaign.last_source": "mail" },
            "frequent": { "orders.rhythm": { "$lte": 14 }, "orders.count": { "$gte": 2 } },
            "looks_at_boots": { "affinity.category.hiking-boots": { "$gte": 0.2 }, "viewed.count": { "$gte": 1 } },
            "curious": { "engagement.seconds": { "$gte": 60 }, "searches.category": { "$in": ["hiking-boots"] } },
            "not_called": { "segments": { "$ne": "worth_a_call" } },
            "vip": { "orders.count": { "$gte": 1 } }
        } }"#,
    );
    visit.product(Action::ViewItem, boot());
    visit.act(Event::new(Action::Search, 0.0).with("search_term", "hiking boot for grandmother"));
    visit.act(Event::new(Action::UserEngagement, 0.0).with("engagement_time_msec", 61_000.0));
    assert!(visit.is("curious") && visit.is("not_called") && visit.is("looks_at_boots"));
    let written = format!("{:?}", visit.engine.profile);
    assert!(!written.contains("grandmother"), "the words of a search are not kept");
    visit.act(Event::new(Action::PageView, 0.0).with("campaign", json(r#"{ "source": "mail" }"#))).order("T1", boot());
    for segment in ["worth_a_call", "big_baskets", "from_mail", "vip"] {
        assert!(visit.is(segment), "{segment} {:?}", visit.at("segments"));
    }
    assert!(!visit.is("not_called") && !visit.is("frequent"));
    assert!(visit.after(10.0).order("T2", boot()).is("frequent"));
    assert!(!visit.after(60.0).order("T3", boot()).is("frequent"));
}

#[test]
fn s27_who_browses_much_and_buys_nothing_gets_information() {
    let mut visit = Visit::to(
        r##"{ "banners": [{ "slot": "#hero", "variants": [
            { "id": "guide", "when": { "segments": "browser" }, "content": { "title": "How to choose" } },
            { "id": "sale", "content": { "title": "10% off" } } ] }],
          "offers": [{ "id": "discount", "trigger": { "exit_intent": {} }, "when": { "segments": { "$ne": "browser" } }, "content": {} }] }"##,
    );
    assert_eq!(visit.banners(), ["sale: 10% off"]);
    assert_eq!(visit.due().as_deref(), Some("discount"));
    assert_eq!(visit.after(1.0).after(1.0).banners(), ["guide: How to choose"]);
    assert_eq!(visit.due(), None, "no louder discount");
    assert_eq!(visit.order("T1", boot()).banners(), ["sale: 10% off"]);
}

#[test]
fn s28_loyal_shoppers_get_early_access_and_one_time_buyers_a_reason_to_come_back() {
    let mut visit = Visit::to(
        r##"{ "banners": [{ "slot": "#hero", "variants": [
            { "id": "early", "when": { "segments": "loyal" }, "content": { "title": "Early access" } },
            { "id": "back", "when": { "segments": "one_time_buyer" }, "content": { "title": "Something for your boots" } } ] }] }"##,
    );
    assert_eq!(visit.banners(), [""; 0]);
    assert_eq!(visit.order("T1", boot()).banners(), ["back: Something for your boots"]);
    // What the shop knows of its customer counts as well.
    let told = r#"{ "orders": { "count": 5, "value": 400, "last": 1799900000000, "first": "2026-01-31" } }"#;
    assert_eq!(visit.identify(told, false).banners(), ["early: Early access"]);
    assert_eq!(visit.at("orders.count"), Value::Number(5.0));
    assert_eq!(visit.order("T2", boot()).at("orders.count"), Value::Number(6.0));
}

#[test]
fn s30_a_discreet_trait_shapes_what_is_shown() {
    let mut visit = Visit::to(
        r##"{ "banners": [{ "slot": "#hero", "variants": [
            { "id": "calm", "when": { "interests": { "$in": ["yoga"] } }, "content": { "title": "Slow down" } } ] }] }"##,
    );
    visit.identify(r#"{ "interests": ["yoga"] }"#, true);
    assert_eq!(visit.banners(), ["calm: Slow down"]);
    assert!(visit.engine.profile.is_discreet("interests"));
    visit.identify(r#"{ "interests": ["yoga"] }"#, false);
    assert!(!visit.engine.profile.is_discreet("interests"));
}

#[test]
fn s31_a_high_external_score_fast_tracks_a_new_shopper() {
    let mut visit = Visit::to(
        r##"{ "banners": [{ "slot": "#hero", "variants": [
            { "id": "lounge", "when": { "segments": "vip" }, "content": { "title": "Welcome to the lounge" } } ] }] }"##,
    );
    assert!(!visit.identify(r#"{ "score": 79 }"#, true).is("vip"));
    assert_eq!(visit.banners(), [""; 0]);
    assert!(visit.identify(r#"{ "score": 93 }"#, true).is("vip") && visit.is("new"));
    assert_eq!(visit.banners(), ["lounge: Welcome to the lounge"]);
}

#[test]
fn s33_a_campaign_link_sets_the_interest_it_promised() {
    let campaign = |text: &str| Event::new(Action::PageView, 0.0).with("campaign", json(text));
    let affinity = |visit: &Visit| visit.at("affinity.category.hiking-boots").number();
    let mut visit = Visit::to(
        r##"{ "banners": [{ "slot": "#hero", "variants": [
            { "id": "hike", "when": { "affinity.category.hiking-boots": { "$gte": 0.3 } }, "content": { "title": "Ready to hike" } } ] }] }"##,
    );
    assert_eq!(visit.banners(), [""; 0]);
    visit.act(campaign(r#"{ "source": "mail", "interest": "category:Hiking Boots" }"#));
    // The very page that the link leads to goes on where the mail ended.
    assert_eq!(visit.banners(), ["hike: Ready to hike"]);
    assert!(affinity(&visit) >= 0.4, "{}", affinity(&visit));
    assert_eq!(visit.at("campaign.source"), "mail".into());
    // The words of a UTM campaign name what the shop has.
    let mut visit = Visit::to("{}");
    visit.engine.catalog.set_items(vec![boot()]);
    visit.act(campaign(r#"{ "source": "mail", "name": "spring_hiking_boots" }"#));
    assert!(affinity(&visit) >= 0.2, "{}", affinity(&visit));
    visit.after(1.0);
    assert_eq!((visit.at("campaign.source"), visit.at("campaign.last_source")), (Value::Null, "mail".into()));
}

#[test]
fn s29_a_declared_preference_counts_at_once_and_can_be_changed_back() {
    let mut visit = Visit::to("{}");
    let affinity = |visit: &Visit| visit.at("affinity.brand.gorski").number();
    visit.identify(r#"{ "preferences": { "brand": ["Gorski"] } }"#, false);
    assert!(affinity(&visit) >= 0.5);
    visit.identify(r#"{ "preferences": null }"#, false);
    assert!(affinity(&visit) <= 0.0);
}

#[test]
fn what_is_passed_over_again_and_again_weighs_less_and_recovers() {
    let mut visit = Visit::to("{}");
    visit.product(Action::ViewItem, boot());
    let affinity = |visit: &Visit| visit.at("affinity.brand.gorski").number();
    let fresh = affinity(&visit);
    let other = Item { item_id: "other".into(), ..boot() };
    for _ in 0..10 {
        visit.product(Action::ViewItemList, other.clone());
    }
    assert!((affinity(&visit) / fresh - 0.5).abs() < 0.02, "{} of {fresh}", affinity(&visit));
    assert!(visit.engine.profile.welcome(&Item::new("other"), visit.now) < 0.51);
    visit.after(21.0);
    assert!(affinity(&visit) / fresh > 0.55 && visit.engine.profile.welcome(&Item::new("other"), visit.now) > 0.85);
    visit.product(Action::SelectItem, other);
    assert!(visit.engine.profile.welcome(&Item::new("other"), visit.now) >= 1.0);
}

#[test]
fn an_interest_of_the_session_fades_in_minutes_and_a_lasting_one_in_weeks() {
    let mut visit = Visit::to("{}");
    visit.product(Action::ViewItem, boot());
    assert!(visit.at("session.affinity.brand.gorski").number() > 0.2);
    assert!(visit.at("affinity.price.50-100").number() > 0.2);
    visit.after(1.0);
    assert_eq!(visit.at("session.affinity.brand.gorski"), Value::Null);
    assert!(visit.at("affinity.brand.gorski").number() > 0.2);
}
