//! Which products are recommended, strategy by strategy, on a small outdoor and camera shop without a model.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by it")]

use vitrina::Engine;
use vitrina::engine::config::{Config, Recommendation};
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::page::{Page, PageType};
use vitrina::engine::profile::{DAY, Profile};
use vitrina::engine::value::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod ports;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

const NOW: f64 = 1_000.0 * DAY;

const CONFIG: &str = r##"{
    "complements": { "cameras": ["accessories"] },
    "recommendations": [
        { "slot": "#fits", "strategy": "similar", "limit": 2 },
        { "slot": "#also", "strategy": "similar", "limit": 2 },
        { "slot": "#seen", "strategy": "recently_viewed", "limit": 4 }
    ]
}"##;

/// Id, category path, brand, price, tags, days since it was first offered.
type Row = (&'static str, &'static str, &'static str, f64, &'static str, f64);

const CATALOG: [Row; 12] = [
    ("tent", "Outdoor/Tents", "Tarnhow", 240.0, "waterproof", 300.0),
    ("boot", "Outdoor/Boots", "Gorski", 120.0, "leather", 200.0),
    ("boot-light", "Outdoor/Boots", "Gorski", 135.0, "mesh", 10.0),
    ("boot-pro", "Outdoor/Boots", "Alpen", 180.0, "leather waterproof", 40.0),
    ("boot-lux", "Outdoor/Boots", "Alpen", 480.0, "leather waterproof", 40.0),
    ("camera", "Photo/Cameras", "Lumetra", 600.0, "mount-lx", 90.0),
    ("camera-b", "Photo/Cameras", "Velluma", 900.0, "mount-vf", 90.0),
    ("kit", "Photo/Accessories", "Lumetra", 15.0, "cleaning", 90.0),
    ("lens", "Photo/Accessories", "Lumetra", 300.0, "mount-lx", 90.0),
    ("lens-vf", "Photo/Accessories", "Velluma", 300.0, "mount-vf", 90.0),
    ("card", "Gifts", "Javora", 50.0, "gift-card", 500.0),
    ("sold-out", "Outdoor/Boots", "Gorski", 119.0, "leather", 5.0),
];

fn item((id, category, brand, price, tags, age): Row) -> Item {
    Item {
        item_name: id.into(),
        item_brand: brand.into(),
        item_category: category.split('/').map(String::from).collect(),
        price: Some(price),
        tags: tags.split(' ').map(String::from).collect(),
        url: format!("/p/{id}"),
        published: Some(NOW - age * DAY),
        in_stock: Some(id != "sold-out"),
        ..Item::new(id)
    }
}

fn known(id: &str) -> Item {
    CATALOG.into_iter().find(|row| row.0 == id).map(item).expect("the catalogue holds it")
}

struct Shop {
    engine: Engine,
    page: Page,
    now: f64,
}

impl Shop {
    fn open() -> Self {
        let config: Value = serde_json::from_str(CONFIG).expect("it is JSON");
        let config = Config::read(&config).expect("it is sound");
        let mut engine = Engine::new(config, Profile::new(NOW), Box::new(ports::Script));
        engine.catalog.set_items(CATALOG.into_iter().map(item).collect());
        Self { engine, page: Page::default(), now: NOW }
    }

    fn does(mut self, action: Action, id: &str) -> Self {
        self.now += 1_000.0;
        self.engine.observe(&Event::new(action, self.now).with_items(vec![known(id)]));
        self
    }

    fn on(mut self, id: &str) -> Self {
        self.page = Page { page_type: PageType::Product, product: Some(known(id)), ..Page::default() };
        self
    }

    fn answer(&self, request: &str) -> Value {
        let request: Value = serde_json::from_str(request).expect("it is JSON");
        let request = Recommendation::read(&request).expect("it is sound");
        self.engine.recommend(Recommendation::of(request.value()), &self.page, self.now)
    }

    fn ids(&self, request: &str) -> Vec<String> {
        let answer = self.answer(request);
        answer.member("items").elements().iter().map(|item| item.member("item_id").text().into()).collect()
    }
}

macro_rules! tests {
    ($($(#[$doc:meta])* fn $name:ident() $body:block)+) => {$(
        $(#[$doc])*
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
        fn $name() $body
    )+};
}

tests! {
    fn s10_recommended_for_you_follows_views_cart_and_wish_list() {
        let shop = Shop::open().does(Action::ViewItem, "boot").does(Action::AddToWishlist, "boot-light");
        let ids = shop.ids(r#"{ "limit": 3 }"#);
        assert!(ids.iter().all(|id| id.starts_with("boot")), "{ids:?}");
        let shop = shop.does(Action::AddToCart, "camera").does(Action::ViewItem, "lens");
        let ids = shop.ids(r#"{ "limit": 3 }"#);
        assert!(["camera-b", "kit", "lens", "lens-vf"].contains(&ids.first().map_or("", String::as_str)), "{ids:?}");
    }

    fn no_list_of_a_page_repeats_one_before_it_but_what_was_viewed_is_listed_whole() {
        let mut shop = Shop::open().does(Action::ViewItem, "boot-light").does(Action::ViewItem, "boot-pro").on("boot");
        let lists = |shop: &Shop| -> Vec<(String, Vec<String>)> {
            let plan = shop.engine.plan(&shop.page, shop.now);
            let lists = plan.member("recommendations").elements().iter();
            lists.map(|list| {
                let ids = list.member("items").elements().iter().map(|item| item.member("item_id").text().into());
                (list.member("slot").text().into(), ids.collect())
            }).collect()
        };
        let all = lists(&shop);
        let [(_, fits), (_, also), (_, seen)] = all.as_slice() else { return assert_eq!(all.len(), 3) };
        assert!(fits.len() == 2 && also.len() == 2 && !also.iter().any(|id| fits.contains(id)), "{all:?}");
        assert!(["boot-light", "boot-pro"].iter().all(|id| seen.iter().any(|seen| seen == id)), "{all:?}");
        // What a page has no place for takes nothing away.
        shop.page.slots = Some(vec!["#also".into()]);
        assert_eq!(lists(&shop), [("#also".to_owned(), fits.clone())]);
    }

    fn s11_who_looks_at_a_camera_is_offered_what_fits_it_and_no_second_camera() {
        let shop = Shop::open().on("camera");
        assert_eq!(shop.ids(r#"{ "strategy": "complements", "limit": 3 }"#), ["lens", "kit", "lens-vf"]);
        let bought = Shop::open().does(Action::Purchase, "camera").on("camera");
        assert!(!bought.ids(r#"{ "strategy": "complements" }"#).iter().any(|id| id.starts_with("camera")));
    }

    fn s13_what_goes_with_the_cart_changes_with_the_cart() {
        let shop = Shop::open().does(Action::AddToCart, "camera");
        let request = r#"{ "strategy": "cart_completion", "limit": 2, "fallback": [] }"#;
        assert_eq!(shop.ids(request), ["lens", "kit"]);
        let shop = shop.does(Action::AddToCart, "lens");
        assert_eq!(shop.ids(request), ["kit", "lens-vf"]);
        assert_eq!(shop.does(Action::RemoveFromCart, "camera").ids(request).len(), 0);
    }

    fn s14_an_upsell_is_the_next_better_one_and_says_what_it_adds() {
        let shop = Shop::open().on("boot");
        let answer = shop.answer(r#"{ "strategy": "upsell", "limit": 1 }"#);
        assert_eq!(answer.path("items.0.item_id").text(), "boot-light");
        assert_eq!(answer.path("items.0.reason.adds.0").text(), "mesh");
        // By its label, where there are labels.
        let config = r#"{ "labels": { "mesh": { "en": "breathes", "sr": "diše" } } }"#;
        let config = Config::read(&serde_json::from_str(config).expect("it is JSON")).expect("it is sound");
        let mut labelled = Shop::open().on("boot");
        labelled.engine = Engine::new(config, Profile::new(NOW), Box::new(ports::Script));
        labelled.engine.catalog.set_items(CATALOG.into_iter().map(item).collect());
        labelled.page.locale = "sr-Latn".into();
        let answer = labelled.answer(r#"{ "strategy": "upsell", "limit": 2 }"#);
        assert_eq!(serde_json::to_string(answer.path("items.0.reason.adds")).expect("it is JSON"), r#"["diše"]"#);
        // Four times the price is no step up.
        assert!(!shop.ids(r#"{ "strategy": "upsell", "fallback": [] }"#).contains(&"boot-lux".into()));
    }

    fn s14_similar_recently_viewed_new_arrivals_and_because_you_viewed() {
        let shop = Shop::open().does(Action::ViewItem, "tent").does(Action::ViewItem, "boot").on("camera");
        assert_eq!(shop.ids(r#"{ "strategy": "similar", "limit": 1 }"#), ["camera-b"]);
        assert_eq!(shop.ids(r#"{ "strategy": "recently_viewed" }"#), ["boot", "tent"]);
        assert_eq!(shop.ids(r#"{ "strategy": "new_arrivals", "limit": 1 }"#), ["boot-light"]);
        let because = shop.answer(r#"{ "strategy": "because_you_viewed", "limit": 1 }"#);
        assert_eq!(because.path("items.0.item_id").text(), "boot-light");
        assert_eq!(because.path("items.0.reason.because").text(), "boot");
    }

    fn s16_cart_sold_out_free_gift_card_and_just_bought_are_never_recommended() {
        let shop = Shop::open().does(Action::AddToCart, "boot").does(Action::Purchase, "tent").does(Action::AddToCart, "kit");
        for strategy in ["bestsellers", "new_arrivals", "for_you", "similar", "recently_viewed", "continue_shopping"] {
            let ids = shop.ids(&format!(r#"{{ "strategy": "{strategy}", "limit": 48 }}"#));
            for never in ["kit", "tent", "card", "sold-out"] {
                assert!(!ids.contains(&never.into()), "{never} by {strategy}: {ids:?}");
            }
        }
    }

    fn s17_a_new_shop_still_shows_something_sensible() {
        let shop = Shop::open();
        assert_eq!(shop.ids(r#"{ "limit": 2 }"#), ["tent", "boot"]);
        assert_eq!(shop.ids(r#"{ "strategy": "trending", "limit": 1 }"#), ["tent"]);
        // The shopper's own past has no substitute.
        assert!(shop.ids(r#"{ "strategy": "recently_viewed" }"#).is_empty());
    }

    fn s42_a_list_says_what_brought_its_products_and_which_rules() {
        let shop = Shop::open().does(Action::ViewItem, "tent").on("boot");
        let why = |request: &str| {
            let why = shop.answer(request).member("why").clone();
            serde_json::to_string(&[why.member("topics"), why.member("reasons")]).expect("it is JSON")
        };
        assert_eq!(
            why(r#"{ "strategy": "recently_viewed", "limit": 2, "fallback": ["similar"] }"#),
            r#"[[],[{"strategy":"recently_viewed","names":["tent"]},{"strategy":"similar","names":["boot"]}]]"#
        );
        let rules = r#"{ "strategy": "bestsellers", "filter": { "page.type": "product" }, "boosts": [
            { "when": { "item.item_brand": "Alpen", "tier": { "$exists": false } }, "factor": 2 },
            { "when": { "orders.count": 7 }, "factor": 3 }] }"#;
        assert_eq!(why(rules), r#"[["moment","rule","shop"],[{"strategy":"bestsellers","names":[]}]]"#);
    }

    fn s22_back_in_stock_and_cheaper_than_when_last_seen() {
        let mut shop = Shop::open().does(Action::ViewItem, "sold-out").does(Action::ViewItem, "boot");
        let mut items: Vec<Item> = CATALOG.into_iter().map(item).collect();
        for item in &mut items {
            item.in_stock = Some(true);
            if item.item_id == "boot" {
                item.price = Some(90.0);
            }
        }
        shop.engine.catalog.set_items(items);
        assert_eq!(shop.ids(r#"{ "strategy": "back_in_stock" }"#), ["sold-out"]);
        assert_eq!(shop.ids(r#"{ "strategy": "price_drop" }"#), ["boot"]);
    }

    fn s15_what_is_passed_over_again_and_again_gives_way_until_it_is_forgiven() {
        let mut shop = Shop::open().does(Action::ViewItem, "boot");
        let request = r#"{ "limit": 2 }"#;
        let favourite = shop.ids(request)[0].clone();
        for _ in 0..4 {
            assert!(shop.ids(request).contains(&favourite));
            shop.now += 60_000.0;
            let seen = Event::new(Action::ViewItemList, shop.now).with_items(vec![known(&favourite)]);
            shop.engine.observe(&seen);
        }
        let others = shop.ids(request);
        assert!(others.len() == 2 && !others.contains(&favourite), "{others:?}");
        // What was viewed is still listed as viewed.
        assert_eq!(shop.ids(r#"{ "strategy": "recently_viewed" }"#), ["boot"]);
        shop.now += 14.0 * DAY;
        assert!(shop.ids(request).contains(&favourite));
    }

    fn a_title_can_name_the_product_that_the_list_goes_with() {
        let shop = Shop::open().does(Action::ViewItem, "tent").on("boot");
        let title = |strategy: &str, title: &str| {
            let request = format!(r#"{{ "strategy": "{strategy}", "title": "{title}" }}"#);
            shop.answer(&request).member("title").text().to_owned()
        };
        assert_eq!(title("because_you_viewed", "Because you viewed {{ because }}"), "Because you viewed tent");
        assert_eq!(title("bestsellers", "Like {{ because | default: 'what you know' }}"), "Like what you know");
    }

    fn filters_boosts_and_exclusions_act_over_product_and_shopper() {
        let shop = Shop::open().on("boot");
        let ids = shop.ids(r#"{ "strategy": "bestsellers", "filter": { "item.price": { "$lt": 100 } } }"#);
        assert_eq!(ids, ["kit"]);
        let ids = shop.ids(
            r#"{ "strategy": "bestsellers", "limit": 1,
                 "boosts": [{ "when": { "item.item_category": { "$in": ["accessories"] }, "page.type": "product" }, "factor": 100 }] }"#,
        );
        assert_eq!(ids, ["kit"]);
        let ids = shop.ids(r#"{ "strategy": "bestsellers", "limit": 1, "exclude": ["tent"] }"#);
        assert_eq!(ids, ["boot-light"]);
    }

    fn a_list_is_full_as_long_as_anything_is_left_that_may_be_shown() {
        let mut shop = Shop::open();
        let mut items: Vec<Item> = (0..900).map(|number| Item { in_stock: Some(false), ..Item::new(format!("gone-{number}")) }).collect();
        items.extend(CATALOG.into_iter().map(item));
        shop.engine.catalog.set_items(items);
        assert_eq!(shop.ids(r#"{ "strategy": "bestsellers", "limit": 4 }"#), ["tent", "boot", "boot-light", "boot-pro"]);
        let cheap = r#"{ "strategy": "bestsellers", "limit": 4, "filter": { "item.price": { "$lt": 100 } } }"#;
        assert_eq!(shop.ids(cheap), ["kit"]);
        assert_eq!(shop.ids(r#"{ "strategy": "new_arrivals", "limit": 1 }"#), ["boot-light"]);
    }

    fn diversity_mixes_and_the_least_relevance_cuts() {
        let shop = Shop::open().on("boot");
        let similar = shop.ids(r#"{ "strategy": "similar", "limit": 3 }"#);
        assert_eq!(similar, ["boot-light", "boot-pro", "boot-lux"]);
        let mixed = shop.ids(r#"{ "strategy": "similar", "limit": 3, "diversity": 0.7 }"#);
        assert_eq!(mixed.first(), similar.first());
        assert!(mixed.iter().any(|id| !id.starts_with("boot")), "{mixed:?}");
        let sure = shop.ids(r#"{ "strategy": "similar", "min_relevance": 0.9, "fallback": [] }"#);
        assert_eq!(sure, ["boot-light"]);
    }

    fn rotation_changes_with_the_visit_and_not_within_one() {
        let request = r#"{ "strategy": "bestsellers", "limit": 8, "rotation": 1 }"#;
        let mut shop = Shop::open().does(Action::ViewItem, "boot");
        let first = shop.ids(request);
        assert_eq!(shop.ids(request), first);
        let mut orders = vec![first];
        for _ in 0..4 {
            shop.now += DAY;
            shop = shop.does(Action::ViewItem, "boot");
            orders.push(shop.ids(request));
        }
        orders.sort();
        orders.dedup();
        assert!(orders.len() > 2, "{orders:?}");
    }

    fn a_short_list_is_filled_by_the_named_strategies_and_each_product_says_by_which() {
        let shop = Shop::open().does(Action::ViewItem, "boot");
        let answer = shop.answer(r#"{ "strategy": "recently_viewed", "limit": 3, "fallback": ["new_arrivals"], "id": "shelf" }"#);
        assert_eq!(answer.path("items.0.reason.strategy").text(), "recently_viewed");
        assert_eq!(answer.path("items.1.reason.strategy").text(), "new_arrivals");
        assert!(answer.member("attribution_id").text().starts_with("shelf."));
        let ids = shop.ids(r#"{ "strategy": "recently_viewed", "limit": 48, "fallback": ["new_arrivals", "bestsellers"] }"#);
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), ids.len());
    }
}
