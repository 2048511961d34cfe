//! What shoppers and merchants must experience, by the numbers of the stories, as far as the engine decides it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

mod ports;

use ports::Script;
use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::Page;
use vitrina::engine::plan::Plan;
use vitrina::engine::profile::{DAY, Profile};
use vitrina::engine::value::Value;

/// A shopper in a shop.
struct Visit {
    engine: Engine,
    now: f64,
}

impl Visit {
    fn to(config: &str) -> Self {
        let config = Config::read(&json(config)).expect("nothing is wrong with the config");
        let now = 1.8e12;
        let mut visit = Self { engine: Engine::new(config, Profile::new(now), Box::new(Script)), now };
        visit.engine.profile.id = Some("ana".into());
        visit.act(Event::new(Action::PageView, now));
        visit
    }

    fn act(&mut self, mut event: Event) -> &mut Self {
        self.now += 10_000.0;
        event.time = self.now;
        let event = self.engine.complete(event);
        self.engine.observe(&event);
        self
    }

    fn product(&mut self, action: Action, item: Item) -> &mut Self {
        self.act(Event::new(action, 0.0).with_items(vec![item]))
    }

    /// Comes back after some days and opens a page.
    fn after(&mut self, days: f64) -> &mut Self {
        self.now += days * DAY;
        self.act(Event::new(Action::PageView, 0.0))
    }

    fn order(&mut self, id: &str, item: Item) -> &mut Self {
        self.act(Event::new(Action::Purchase, 0.0).with_items(vec![item]).with("transaction_id", id))
    }

    fn identify(&mut self, traits: &str, discreet: bool) -> &mut Self {
        self.act(Event::new(Action::Identify, 0.0).with("traits", json(traits)).with("discreet", discreet))
    }

    fn at(&self, path: &str) -> Value {
        self.engine.attributes(&Page::default(), self.now).path(path).clone()
    }

    fn is(&self, segment: &str) -> bool {
        self.at("segments").elements().contains(&segment.into())
    }

    /// Ids of the offers that may be shown.
    fn offers(&self) -> Vec<String> {
        let plan = self.engine.plan(&Page::default(), self.now);
        Plan::of(&plan).offers().iter().map(|offer| offer.id().to_owned()).collect()
    }

    /// Variants of the banners shown, and their titles.
    fn banners(&self) -> Vec<String> {
        let plan = self.engine.plan(&Page::default(), self.now);
        let words = Plan::of(&plan);
        let told = words
            .banners()
            .iter()
            .map(|banner| format!("{}: {}", banner.variant(), banner.content().title().unwrap_or_default()));
        told.collect()
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

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
fn s20_three_visits_without_a_purchase_bring_a_special_offer() {
    let mut visit = Visit::to(
        r#"{ "offers": [{ "id": "third", "trigger": { "delay": 5 }, "when": { "segments": "browser" }, "content": {} }] }"#,
    );
    assert_eq!(visit.after(1.0).offers(), [""; 0]);
    assert_eq!(visit.after(1.0).offers(), ["third"]);
    assert_eq!(visit.order("T1", boot()).after(20.0).offers(), [""; 0]);
}

#[test]
fn s21_the_loyalty_tier_gold_brings_the_gold_offer() {
    let mut visit = Visit::to(
        r#"{ "offers": [{ "id": "gold", "trigger": { "delay": 5 }, "when": { "tier": "gold" }, "content": {} }] }"#,
    );
    assert_eq!(visit.offers(), [""; 0]);
    assert_eq!(visit.identify(r#"{ "tier": "gold" }"#, false).offers(), ["gold"]);
    assert_eq!(visit.identify(r#"{ "tier": null }"#, false).offers(), [""; 0]);
}

#[test]
fn s23_a_discount_is_not_wasted_on_a_shopper_who_is_about_to_buy() {
    let mut visit = Visit::to(
        r#"{ "offers": [{ "id": "discount", "trigger": { "exit_intent": {} },
            "when": { "predictions.purchase": { "$lt": 0.3 } }, "content": {} }] }"#,
    );
    assert_eq!(visit.product(Action::ViewItem, boot()).offers(), ["discount"]);
    assert_eq!(visit.product(Action::AddToCart, boot()).offers(), [""; 0]);
    assert!(visit.is("high_intent"));
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
    assert!(visit.is("at_risk") && visit.is("loyal"), "{:?}", visit.at("predictions.churn"));
    visit.after(110.0);
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
            "curious": { "engagement.seconds": { "$gte": 60 }, "searches.category": { "$in": ["hiking-boots"] } },
            "not_called": { "segments": { "$ne": "worth_a_call" } },
            "vip": { "orders.count": { "$gte": 1 } }
        } }"#,
    );
    visit.product(Action::ViewItem, boot());
    visit.act(Event::new(Action::Search, 0.0).with("search_term", "hiking boot for grandmother"));
    visit.act(Event::new(Action::UserEngagement, 0.0).with("engagement_time_msec", 61_000.0));
    assert!(visit.is("curious") && visit.is("not_called"));
    let written = format!("{:?}", visit.engine.profile);
    assert!(!written.contains("grandmother"), "the words of a search are not kept");
    visit.act(Event::new(Action::PageView, 0.0).with("campaign", json(r#"{ "source": "mail" }"#))).order("T1", boot());
    for segment in ["worth_a_call", "big_baskets", "from_mail", "vip"] {
        assert!(visit.is(segment), "{segment} {:?}", visit.at("segments"));
    }
    assert!(!visit.is("not_called"));
}

#[test]
fn s27_who_browses_much_and_buys_nothing_gets_information() {
    let mut visit = Visit::to(
        r##"{ "banners": [{ "slot": "#hero", "variants": [
            { "id": "guide", "when": { "segments": "browser" }, "content": { "title": "How to choose" } },
            { "id": "sale", "content": { "title": "10% off" } } ] }] }"##,
    );
    assert_eq!(visit.banners(), ["sale: 10% off"]);
    assert_eq!(visit.after(1.0).after(1.0).banners(), ["guide: How to choose"]);
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
    let mut visit = Visit::to("{}");
    assert!(!visit.identify(r#"{ "score": 79 }"#, true).is("vip"));
    assert!(visit.identify(r#"{ "score": 93 }"#, true).is("vip") && visit.is("new"));
}

#[test]
fn s33_a_campaign_link_sets_the_interest_it_promised() {
    let campaign = |text: &str| Event::new(Action::PageView, 0.0).with("campaign", json(text));
    let affinity = |visit: &Visit| visit.at("affinity.category.hiking-boots").number();
    let mut visit = Visit::to("{}");
    visit.act(campaign(r#"{ "source": "mail", "interest": "category:Hiking Boots" }"#));
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
