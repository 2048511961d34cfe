//! What the shop's banners say to each kind of shopper, by what they did in the shop.

use std::fs;

use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};
use xtask::paths;

use crate::shop::{
    DAY, GRID, STILL, accept, at_rest, buy, enter, know_the_catalogue, look_at_hiking_boots, order, products, says,
    view,
};

const HERO: &str = "#hero h2";
const NOTICE: &str = "#notice p";
/// The place under the bestsellers.
const PLACE: &str = "[data-vitrina-slot=home-banner]";

/// Waits until the shopper is in a segment.
async fn is(shopper: &Shopper, segment: &str) -> Result<()> {
    shopper.wait_until(segment, &format!("vitrina.segments().includes('{segment}')")).await
}

/// Serves the shop's catalogue with `products` first offered at `date`.
fn offer_since(site: &Site, products: &[&str], date: &str) -> Result<()> {
    let mut catalog: Value = serde_json::from_str(&fs::read_to_string(paths::dist().join("shop/products.json"))?)?;
    let known = catalog["products"].as_array_mut().into_iter().flatten();
    for product in known.filter(|product| products.iter().any(|handle| product["handle"] == *handle)) {
        product["published_at"] = date.into();
    }
    site.replace("/products.json", "application/json", &catalog.to_string());
    Ok(())
}

/// Orders `product`, and stays until the catalogue has come, which knows when it was first offered and what it cost before.
async fn order_as_listed(site: &Site, shopper: &Shopper, product: &str) -> Result<()> {
    order(shopper, product).await?;
    know_the_catalogue(site, shopper).await
}

/// Looks at the first three products of a category that are not pinned.
async fn look_at(shopper: &Shopper, category: &str) -> Result<()> {
    enter(shopper, category).await?;
    let cards = shopper.attributes(&format!("{GRID} > :not([data-vitrina-pin])"), "data-product-id").await?;
    for product in cards.iter().flatten().take(3) {
        view(shopper, category, product).await?;
    }
    Ok(())
}

/// How many of the products recommended on the home page are among `products`.
async fn recommended(site: &Site, shopper: &Shopper, products: &[String]) -> Result<usize> {
    // The list may follow the model, once that is there.
    at_rest(site).await?;
    shopper.wait_for("#home-recs li a[href^='/p/']").await?;
    let links = shopper.attributes("#home-recs li h3 a", "href").await?;
    let known = |link: &&String| products.iter().any(|id| **link == format!("/p/{id}/"));
    Ok(links.iter().flatten().filter(known).count())
}

#[tokio::test]
async fn s03_who_bought_last_half_a_year_ago_is_missed_and_gets_an_offer_that_works() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    order(&shopper, "harrier-32-hiking-backpack").await?;
    site.let_pass(30 * DAY);
    enter(&shopper, "/").await?;
    says(&shopper, HERO, "Welcome back").await?;

    site.let_pass(160 * DAY);
    enter(&shopper, "/").await?;
    says(&shopper, HERO, "We miss you, friend").await?;
    assert_eq!(shopper.texts("#hero p").await?, ["It has been a while. Here is 15% off to come back to: BACK15."]);
    shopper.screenshot("miss-you").await?;
    shopper.click("#hero [data-vitrina-why]").await?;
    shopper.wait_for("vitrina-reason >>> .text").await?;
    assert_eq!(shopper.texts("vitrina-reason >>> .text").await?, ["A banner: because of your orders."]);
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/cart/").await?;
    shopper.type_into("#code", "BACK15").await?;
    shopper.click("[data-code-form] button").await?;
    says(&shopper, "[data-code-note]", "15%").await
}

#[tokio::test]
async fn s05_the_home_page_shows_more_of_what_each_shopper_cares_for() -> Result<()> {
    for (category, title) in [("/c/womens-shoes/", "More women's shoes"), ("/c/sports-gear/", "More sports gear")] {
        let site = Site::start().await?;
        let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
        accept(&shopper).await?;
        enter(&shopper, category).await?;
        let of_category = products(&shopper).await?;
        enter(&shopper, "/").await?;
        let before = recommended(&site, &shopper, &of_category).await?;
        look_at(&shopper, category).await?;
        enter(&shopper, "/").await?;
        says(&shopper, PLACE, title).await?;
        let after = recommended(&site, &shopper, &of_category).await?;
        assert!(after > before && after >= 2, "{title}: {after} after {before}");
        assert_eq!(shopper.attributes(&format!("{PLACE} a"), "href").await?, [Some(category.into())]);
        shopper
            .eval::<()>(&format!("void document.querySelector('{PLACE}').scrollIntoView({{ block: 'center' }})"))
            .await?;
        shopper.screenshot(title).await?;
        assert!(shopper.records().await?.layout_shift() < STILL);
    }
    Ok(())
}

#[tokio::test]
async fn s06_the_hero_follows_what_was_declared_or_where_the_shopper_is() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    let picture = "document.querySelector('#hero img').getAttribute('src')";
    let shows = |picture_name: &str| format!("{picture} === '/pictures/hero-{picture_name}.svg'");
    assert!(shopper.eval::<bool>(&shows("default")).await?);
    for who in ["women", "men", "kids"] {
        enter(&shopper, "/account/").await?;
        shopper.click(&format!("vitrina-preferences >>> input[value={who}]")).await?;
        enter(&shopper, "/").await?;
        shopper.wait_until("the picture", &shows(who)).await?;
        // From the first frame on.
        enter(&shopper, "/").await?;
        assert!(shopper.eval::<bool>(&shows(who)).await?);
        shopper.screenshot(&format!("hero-{who}")).await?;
    }
    enter(&shopper, "/account/").await?;
    shopper.click("vitrina-preferences >>> input[value=kids]").await?;
    enter(&shopper, "/").await?;
    shopper.wait_until("the shop's own picture", &shows("default")).await?;
    // As the shop's own page says where its shopper is.
    shopper.eval::<()>("(vitrina.setContext({ weather: 'rain' }), vitrina.apply())").await?;
    shopper.wait_until("the rain", &shows("rainy")).await?;
    assert_eq!(shopper.texts("#hero p").await?, ["It rains where you are. 10% off rainwear with RAIN10."]);
    shopper.screenshot("hero-rain").await?;
    Ok(())
}

#[tokio::test]
async fn s27_who_browses_much_and_buys_nothing_gets_a_guide_and_no_louder_discount() -> Result<()> {
    for screen in [Screen::Desktop, Screen::Phone] {
        let site = Site::start().await?;
        site.watch("#bestsellers > *, #new-arrivals > *");
        let shopper = Shopper::arrive(&site, screen).await?;
        accept(&shopper).await?;
        for _ in 0..2 {
            assert_eq!(shopper.eval::<u32>(&format!("document.querySelectorAll('{PLACE} .guide').length")).await?, 0);
            site.let_pass(2 * DAY);
            enter(&shopper, "/").await?;
        }
        says(&shopper, PLACE, "Still choosing?").await?;
        assert!(!shopper.texts(NOTICE).await?[0].contains("10%"), "no discount");
        // It came in under the window, and nothing in it moved.
        let records = shopper.records().await?;
        assert!(records.layout_shift() < STILL && records.jumps().is_empty(), "{records}");
        shopper
            .eval::<()>(&format!("void document.querySelector('{PLACE}').scrollIntoView({{ block: 'center' }})"))
            .await?;
        shopper.screenshot(&format!("guide-{screen:?}")).await?;
        shopper.click(&format!("{PLACE} [data-vitrina-why]")).await?;
        shopper.wait_for("vitrina-reason >>> .text").await?;
        let why = shopper.texts("vitrina-reason >>> .text").await?;
        assert_eq!(why, ["A banner: because of how often you come, your orders."]);
        shopper.click("vitrina-reason >>> .close-button").await?;
        shopper.click(&format!("{PLACE} .button")).await?;
        shopper.wait_until("the guide", "location.pathname === '/choosing/'").await?;
    }
    Ok(())
}

#[tokio::test]
async fn s28_a_first_order_brings_a_reason_to_come_back_and_loyalty_early_access() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    order(&shopper, "harrier-32-hiking-backpack").await?;
    site.let_pass(7 * DAY);
    enter(&shopper, "/").await?;
    says(&shopper, PLACE, "The second one is 15% off").await?;
    for product in ["ridgeline-mid-hiking-boots", "kopaonik-leather-hiking-boots"] {
        order(&shopper, product).await?;
        site.let_pass(7 * DAY);
    }
    enter(&shopper, "/").await?;
    says(&shopper, PLACE, "Early access for you").await?;
    shopper.click(&format!("{PLACE} a")).await?;
    shopper.wait_until("what is new", "location.pathname === '/c/new/'").await
}

#[tokio::test]
async fn s25_the_shop_speaks_to_each_segment_without_any_set_up() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    // Segments that no config names come from what the shop's page knows of its customer.
    let is = async |shopper: &Shopper, orders: &str, segment: &str| -> Result<()> {
        shopper.eval::<()>(&format!("vitrina.identify({{ orders: {orders} }})")).await?;
        shopper.wait_until(segment, &format!("vitrina.segments().includes('{segment}')")).await
    };
    assert!(shopper.eval::<bool>("vitrina.segments().includes('new')").await?);
    says(&shopper, NOTICE, "New here?").await?;
    site.let_pass(2 * DAY);
    enter(&shopper, "/").await?;
    assert!(shopper.eval::<bool>("vitrina.segments().includes('returning')").await?);
    says(&shopper, HERO, "Welcome back").await?;
    site.let_pass(2 * DAY);
    enter(&shopper, "/").await?;
    assert!(shopper.eval::<bool>("vitrina.segments().includes('browser')").await?);
    says(&shopper, PLACE, "Still choosing?").await?;

    is(&shopper, "{ count: 1, value: 80, last: Date.now() - 864e5 }", "one_time_buyer").await?;
    says(&shopper, PLACE, "Was it right?").await?;
    is(&shopper, "{ count: 4, value: 400, last: Date.now() - 864e5 }", "loyal").await?;
    says(&shopper, PLACE, "Early access").await?;
    is(&shopper, "{ count: 9, value: 1500, last: Date.now() - 864e5 }", "vip").await?;
    says(&shopper, NOTICE, "For our best").await?;
    is(&shopper, "{ count: 2, value: 80, last: Date.now() - 250 * 864e5 }", "lapsed").await?;
    enter(&shopper, "/").await?;
    says(&shopper, HERO, "We miss you").await?;

    buy(&shopper, "harrier-32-hiking-backpack").await?;
    site.let_pass(DAY);
    enter(&shopper, "/").await?;
    assert!(shopper.eval::<bool>("vitrina.segments().includes('cart_abandoner')").await?);
    Ok(())
}

#[tokio::test]
async fn s25_who_is_about_to_buy_is_told_what_they_need_to_know() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    site.let_pass(DAY);
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    is(&shopper, "high_intent").await?;
    enter(&shopper, "/c/backpacks/").await?;
    says(&shopper, NOTICE, "Ordered by noon, sent today").await?;
    shopper.screenshot("high-intent").await?;
    Ok(())
}

#[tokio::test]
async fn s25_a_buyer_who_stays_away_longer_than_usual_is_asked_why() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    order(&shopper, "harrier-32-hiking-backpack").await?;
    site.let_pass(10 * DAY);
    order(&shopper, "enamel-camp-mug").await?;
    site.let_pass(30 * DAY);
    enter(&shopper, "/").await?;
    let segments: Vec<String> = shopper.eval("vitrina.segments()").await?;
    assert!(!segments.iter().any(|segment| segment == "at_risk"), "{segments:?}");
    site.let_pass(120 * DAY);
    enter(&shopper, "/").await?;
    is(&shopper, "at_risk").await?;
    says(&shopper, PLACE, "Anything we can do better?").await?;
    shopper
        .eval::<()>(&format!("void document.querySelector('{PLACE}').scrollIntoView({{ block: 'center' }})"))
        .await?;
    shopper.screenshot("at-risk").await?;
    Ok(())
}

#[tokio::test]
async fn s25_who_buys_on_sale_and_who_buys_what_is_new_each_find_it_on_the_home_page() -> Result<()> {
    for (segment, title, ordered) in [
        ("bargain_hunter", "Sale first", ["tarn-40-backpack", "perch-folding-chair"]),
        ("new_arrivals_buyer", "Just in", ["harrier-32-hiking-backpack", "enamel-camp-mug"]),
    ] {
        let site = Site::start().await?;
        let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
        accept(&shopper).await?;
        if segment == "new_arrivals_buyer" {
            let today: String = shopper.eval("new Date().toISOString()").await?;
            offer_since(&site, &ordered, &today)?;
        }
        for product in ordered {
            order_as_listed(&site, &shopper, product).await?;
            site.let_pass(7 * DAY);
        }
        enter(&shopper, "/").await?;
        is(&shopper, segment).await?;
        says(&shopper, PLACE, title).await?;
        shopper
            .eval::<()>(&format!("void document.querySelector('{PLACE}').scrollIntoView({{ block: 'center' }})"))
            .await?;
        shopper.screenshot(segment).await?;
        drop(shopper);
    }
    Ok(())
}

#[tokio::test]
async fn s31_a_high_score_makes_a_new_shopper_a_vip_and_is_never_spoken() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    says(&shopper, NOTICE, "New here?").await?;
    shopper.eval::<()>("(vitrina.identify({ score: 93 }, { discreet: true }), vitrina.apply())").await?;
    says(&shopper, NOTICE, "For our best: 15% off everything with GOLD15").await?;
    assert!(!shopper.eval::<bool>("document.body.innerText.includes('93')").await?);
    // On the next page from the first frame on.
    enter(&shopper, "/c/kitchen/").await?;
    says(&shopper, NOTICE, "For our best").await?;
    shopper.eval::<()>("vitrina.identify({ score: 20 })").await?;
    says(&shopper, NOTICE, "New here?").await
}

#[tokio::test]
async fn s33_the_landing_page_of_a_mail_goes_on_where_the_mail_ended() -> Result<()> {
    for query in ["?vitrina=category:hiking-boots&utm_source=mail", "?utm_source=mail&utm_campaign=hiking_boots_autumn"]
    {
        let site = Site::start().await?;
        let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
        accept(&shopper).await?;
        let own = shopper.texts(HERO).await?;
        site.let_pass(DAY);
        enter(&shopper, "/").await?;
        assert_ne!(shopper.texts(HERO).await?, own);
        enter(&shopper, &format!("/{query}")).await?;
        says(&shopper, HERO, "Get ready for your hike, friend!").await?;
        assert_eq!(shopper.eval::<String>("vitrina.attributes().campaign.source").await?, "mail");
        // And so do the pages after it.
        look_at_hiking_boots(&shopper).await?;
        enter(&shopper, "/").await?;
        says(&shopper, HERO, "Get ready for your hike, friend!").await?;
    }
    Ok(())
}
