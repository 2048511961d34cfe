//! What is recommended, and what is not.

use std::time::Duration;

use serde_json::{Value, json};
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, at_rest, buy, configure, enter, order, view};

/// The products that a list in `slot` shows, by the last part of their addresses.
async fn shown(shopper: &Shopper, slot: &str) -> Result<Vec<String>> {
    shopper
        .eval(&format!(
            "(() => {{ const box = document.querySelector('{slot} [data-vitrina-list]'); \
               const cards = box ? [...box.querySelectorAll('li'), ...box.querySelector('div').shadowRoot.querySelectorAll('li')] : []; \
               return cards.map((card) => new URL(card.querySelector('a[href]').href).pathname.split('/').at(-2)); }})()"
        ))
        .await
}

/// Waits for the list in `slot`, which may come once it is out of view, and answers with its products.
async fn wait_for_list(site: &Site, shopper: &Shopper, slot: &str) -> Result<Vec<String>> {
    shopper
        .wait_until(&format!("a list in {slot}"), &format!("document.querySelector('{slot} [data-vitrina-list]')"))
        .await?;
    // It may have come before the model, which knows better.
    at_rest(site).await?;
    shown(shopper, slot).await
}

/// What the shop's own catalogue says of products: a JavaScript function of each gives what is answered.
async fn of_products<T: serde::de::DeserializeOwned>(shopper: &Shopper, ids: &[String], what: &str) -> Result<Vec<T>> {
    let ids = json!(ids);
    let read = format!(
        "fetch('/products.json').then((answer) => answer.json()).then(({{ products }}) => \
         {ids}.map((id) => products.find(({{ handle }}) => handle === id)).map({what}))"
    );
    shopper.eval(&read).await
}

const PRICE: &str = "({ variants }) => Number(variants[0].price)";
const LEAF: &str = "({ product_type }) => product_type.split(' > ').at(-1)";
const CAMERA: &str = "lumetra-x5-mirrorless-camera";

#[tokio::test]
async fn s14_a_step_up_says_what_it_adds_and_what_it_costs_and_similar_products_are_of_the_kind() -> Result<()> {
    let site = Site::start().await?;
    configure(&site, |config| {
        let similar = json!({ "slot": "[data-vitrina-slot=product-viewed]", "id": "similar", "strategy": "similar", "limit": 4, "fallback": [] });
        if let Some(lists) = config["recommendations"].as_array_mut() {
            lists.retain(|list| list["id"] != "also-bought");
            lists.push(similar);
        }
    })?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", CAMERA).await?;
    let better = wait_for_list(&site, &shopper, "[data-vitrina-slot=product-upsell]").await?;
    assert_eq!(better[0], "lumetra-x7-mirrorless-camera", "{better:?}");
    let own: Vec<f64> = of_products(&shopper, &[CAMERA.into()], PRICE).await?;
    let prices: Vec<f64> = of_products(&shopper, &better, PRICE).await?;
    assert!(prices.iter().all(|price| (1.1..=2.5).contains(&(price / own[0]))), "{own:?}, {prices:?}");
    let adds = "[data-vitrina-list=step-up] > div >>> li:first-child [data-vitrina-field=adds]";
    assert_eq!(shopper.texts(adds).await?, ["Adds: weather-sealed"]);

    let similar = wait_for_list(&site, &shopper, "[data-vitrina-slot=product-viewed]").await?;
    let kinds: Vec<String> = of_products(&shopper, &similar, LEAF).await?;
    assert_eq!(kinds, ["Cameras"; 4], "{similar:?}");
    assert!(
        !similar.contains(&CAMERA.into()) && !similar.iter().any(|id| better.contains(id)),
        "{similar:?}, {better:?}"
    );
    Ok(())
}

#[tokio::test]
async fn s14_what_was_viewed_what_goes_with_it_what_is_new_and_what_is_looked_at_more() -> Result<()> {
    let site = Site::start().await?;
    configure(&site, |config| {
        config["recommendations"] = json!([
            { "slot": "#home-recs", "id": "seen", "strategy": "recently_viewed", "limit": 4 },
            { "slot": "[data-vitrina-slot=category-recs]", "id": "new", "strategy": "new_arrivals", "limit": 4 },
            { "slot": "[data-vitrina-slot=home-viewed]", "id": "because", "strategy": "because_you_viewed", "limit": 4, "title": { "en": "Because you viewed {{ because }}" } },
            { "slot": "[data-vitrina-slot=product-viewed]", "id": "trend", "strategy": "trending", "limit": 4, "fallback": [] },
        ]);
    })?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/backpacks/", "harrier-32-hiking-backpack").await?;
    view(&shopper, "/c/cameras/", CAMERA).await?;
    enter(&shopper, "/").await?;
    assert_eq!(wait_for_list(&site, &shopper, "#home-recs").await?, [CAMERA, "harrier-32-hiking-backpack"]);
    wait_for_list(&site, &shopper, "[data-vitrina-slot=home-viewed]").await?;
    let title = shopper.texts("[data-vitrina-slot=home-viewed] h2").await?;
    assert_eq!(title, ["Because you viewed Lumetra X5 Mirrorless Camera"]);
    // Nothing that can be bought is newer than what is new, but for what suits this shopper better.
    enter(&shopper, "/c/camping/").await?;
    let new = wait_for_list(&site, &shopper, "[data-vitrina-slot=category-recs]").await?;
    let ages: Vec<f64> =
        of_products(&shopper, &new, "({ published_at }) => (Date.now() - Date.parse(published_at)) / 864e5").await?;
    let median: f64 = shopper
        .eval(
            "fetch('/products.json').then((answer) => answer.json()).then(({ products }) => { \
             const ages = products.map(({ published_at }) => (Date.now() - Date.parse(published_at)) / 864e5).sort((a, b) => a - b); \
             return ages[Math.floor(ages.length / 4)]; })",
        )
        .await?;
    assert!(
        new.len() == 4 && ages.iter().all(|age| *age <= median),
        "{new:?}: {ages:?} days, a quarter is younger than {median}"
    );
    enter(&shopper, "/p/harrier-32-hiking-backpack/").await?;
    assert_eq!(wait_for_list(&site, &shopper, "[data-vitrina-slot=product-viewed]").await?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn s15_what_a_shopper_keeps_passing_over_stops_being_shown() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", CAMERA).await?;
    enter(&shopper, "/").await?;
    let first = wait_for_list(&site, &shopper, "#home-recs").await?;
    assert_eq!(first.len(), 4);
    let center =
        "void document.querySelector('#home-recs li').scrollIntoView({ block: 'center', behavior: 'instant' })";
    let mut now = first.clone();
    for _ in 0..20 {
        shopper.eval::<()>(center).await?;
        // Longer than it takes to count as seen.
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        enter(&shopper, "/delivery/").await?;
        enter(&shopper, "/").await?;
        now = wait_for_list(&site, &shopper, "#home-recs").await?;
        if !now.iter().any(|id| first.contains(id)) {
            break;
        }
    }
    let passed: Value = shopper.eval("vitrina.profile().passed").await?;
    assert!(now.len() == 4 && !now.iter().any(|id| first.contains(id)), "{first:?}, {now:?}: {passed}");
    // What was chosen is not passed over.
    shopper.click("#home-recs li a").await?;
    shopper.wait_for("article.product").await?;
    shopper
        .wait_until(
            "it to be forgiven",
            &format!("window.vitrina?.profile && !vitrina.profile().passed.some(([id]) => id === '{}')", now[0]),
        )
        .await?;
    Ok(())
}

#[tokio::test]
async fn s16_what_is_in_the_cart_sold_out_free_a_gift_card_or_just_bought_is_never_recommended() -> Result<()> {
    let site = Site::start().await?;
    configure(&site, |config| {
        let everything = |slot: &str, strategy: &str| json!({ "slot": slot, "strategy": strategy, "limit": 48, "fallback": ["new_arrivals", "bestsellers"] });
        config["recommendations"] = json!([
            everything("#home-recs", "bestsellers"),
            everything("[data-vitrina-slot=category-recs]", "for_you"),
            everything("[data-vitrina-slot=product-viewed]", "similar"),
            everything("#cart-recs", "trending"),
        ]);
    })?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    // Bought as one does, and then another thing put into the cart.
    order(&shopper, CAMERA).await?;
    buy(&shopper, "clearview-lens-cleaning-kit").await?;

    let barred: Vec<String> = shopper
        .eval(
            "fetch('/products.json').then((answer) => answer.json()).then(({ products }) => products.filter(({ product_type, variants }) => \
             product_type.endsWith('Gift Cards') || variants.every(({ available, price }) => !available || Number(price) === 0)).map(({ handle }) => handle))",
        )
        .await?;
    assert!(barred.len() > 4, "{barred:?}");
    for (page, slot) in [
        ("/", "#home-recs"),
        ("/c/cameras/", "[data-vitrina-slot=category-recs]"),
        ("/p/lumetra-x3-mirrorless-camera/", "[data-vitrina-slot=product-viewed]"),
        ("/cart/", "#cart-recs"),
    ] {
        enter(&shopper, page).await?;
        // It may be in view already, where a list that pushes others waits.
        at_rest(&site).await?;
        shopper.eval::<()>("vitrina.apply()").await?;
        let list = wait_for_list(&site, &shopper, slot).await?;
        assert!(list.len() > 20, "{page}: {list:?}");
        let wrong: Vec<&String> = list
            .iter()
            .filter(|id| barred.contains(id) || [CAMERA, "clearview-lens-cleaning-kit"].contains(&id.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{page}: {wrong:?}");
    }
    Ok(())
}

#[tokio::test]
async fn s17_a_new_catalogue_without_a_model_or_a_past_still_shows_something_sensible() -> Result<()> {
    let site = Site::start().await?;
    configure(&site, |config| {
        if let Some(config) = config.as_object_mut() {
            config.remove("model");
        }
    })?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    // The first page of a first visit, before the question of consent is answered.
    enter(&shopper, "/").await?;
    let home = wait_for_list(&site, &shopper, "#home-recs").await?;
    let sold: Vec<bool> = of_products(
        &shopper,
        &home,
        "({ variants }) => variants.some(({ available, price }) => available && Number(price) > 0)",
    )
    .await?;
    assert_eq!(sold, [true; 4], "{home:?}");
    // It does not claim to know the shopper.
    let reasons: Value = shopper.eval("vitrina.explain().blocks.find(({ id }) => id === 'home').reasons").await?;
    assert_eq!(reasons, json!([{ "strategy": "bestsellers", "names": [] }]));
    // A product's page goes by the catalogue and the merchant's rules alone.
    enter(&shopper, &format!("/p/{CAMERA}/")).await?;
    let with = wait_for_list(&site, &shopper, "#product-recs").await?;
    let kinds: Vec<String> = of_products(&shopper, &with, LEAF).await?;
    assert_eq!(kinds, ["Camera Accessories"; 4], "{with:?}");
    // What only others' orders could tell is not there at all.
    assert_eq!(
        shopper.eval::<u32>("document.querySelector('[data-vitrina-slot=product-viewed]').childElementCount").await?,
        0
    );
    assert!(shopper.records().await?.console.is_empty());
    Ok(())
}

#[tokio::test]
async fn s30_a_discreet_trait_shapes_a_list_and_is_never_spoken() -> Result<()> {
    let site = Site::start().await?;
    configure(&site, |config| {
        config["recommendations"] = json!([{
            "slot": "#home-recs", "id": "home", "strategy": "bestsellers", "limit": 4, "title": { "en": "For you{{ diet }}" },
            "boosts": [{ "when": { "diet": "vegan", "item.tags": { "$in": ["vegan"] } }, "factor": 100 }],
        }]);
    })?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    let has_tag = "({ tags }) => tags.includes('vegan')";
    let before = wait_for_list(&site, &shopper, "#home-recs").await?;
    assert!(of_products::<bool>(&shopper, &before, has_tag).await?.contains(&false), "{before:?}");
    shopper.eval::<()>("vitrina.identify({ diet: 'vegan' }, { discreet: true })").await?;
    enter(&shopper, "/").await?;
    let after = wait_for_list(&site, &shopper, "#home-recs").await?;
    assert_eq!(of_products::<bool>(&shopper, &after, has_tag).await?, [true; 4], "{after:?}");
    assert_eq!(shopper.texts("#home-recs h2").await?, ["For you"]);
    // Not by the reason either, which says that there is one.
    shopper.click("[data-vitrina-list=home] > div >>> .why").await?;
    shopper.wait_for("vitrina-reason >>> .text").await?;
    let why = shopper.texts("vitrina-reason >>> .text").await?;
    assert_eq!(
        why,
        [
            "Recommended products: Favourites of this shop. And because of what the shop puts forward, what the shop knows about you."
        ]
    );
    let told: String =
        shopper.eval("JSON.stringify([vitrina.known(), window.dataLayer.filter(({ vitrina }) => vitrina)])").await?;
    assert!(!told.contains("vegan"), "{told}");
    Ok(())
}
