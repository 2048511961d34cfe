//! What offers do for shoppers and the merchant, with the demo shop's own config.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use vitrina_e2e::{Key, Result, Screen, Shopper, Site};
use xtask::browsers::Browser;
use xtask::paths;

use crate::shop::{
    DAY, DIALOG, STILL, TAB, accept, accept_and_fill_the_cart, an_offer_is_open, at_rest, come_back_to_the_cart,
    configure, enter, ready, refusal, stay_and_leave, time_to_go_wrong, view,
};

const TITLE: &str = "vitrina-offer >>> h2";
const GOLD: &str = "vitrina-offer[offer=gold] > vitrina-offer";

/// Closes the offer without an answer, which leaves its tab.
async fn close(shopper: &Shopper) -> Result<()> {
    shopper.wait_for(DIALOG).await?;
    shopper.click("vitrina-offer >>> .close").await?;
    shopper.wait_for(TAB).await
}

/// Serves the shop's catalogue with the variants of `product` as `change` makes them.
fn restock(site: &Site, product: &str, change: impl Fn(&mut Value)) -> Result<()> {
    let mut catalog: Value = serde_json::from_str(&fs::read_to_string(paths::dist().join("shop/products.json"))?)?;
    let products = catalog["products"].as_array_mut().into_iter().flatten();
    for found in products.filter(|found| found["handle"] == product) {
        found["variants"].as_array_mut().into_iter().flatten().for_each(&change);
    }
    site.replace("/products.json", "application/json", &catalog.to_string());
    Ok(())
}

#[tokio::test]
async fn an_offer_that_was_closed_waits_in_its_tab_until_it_is_answered() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    come_back_to_the_cart(&site, &shopper, "/c/backpacks/").await?;
    close(&shopper).await?;
    assert_eq!(shopper.texts(TAB).await?, ["Your cart"]);
    assert!(!an_offer_is_open(&shopper).await?);
    shopper.screenshot("offer-tab-phone").await?;

    // On the next page it is there, and opens it with the focus inside. Closed by key, the focus is back on the tab.
    enter(&shopper, "/c/rainwear/").await?;
    shopper.wait_for(TAB).await?;
    assert!(!an_offer_is_open(&shopper).await?, "it is not shown again by itself");
    shopper.click(TAB).await?;
    shopper.wait_for(DIALOG).await?;
    let focus = "document.activeElement.shadowRoot?.activeElement?.className ?? ''";
    assert!(!shopper.eval::<String>(focus).await?.is_empty());
    shopper.press(Key::Escape).await?;
    shopper.wait_for(TAB).await?;
    assert_eq!(shopper.eval::<String>(focus).await?, "teaser");
    shopper.press(Key::Enter).await?;
    shopper.wait_for(DIALOG).await?;

    // Declined, it is gone for good.
    shopper.click("vitrina-offer >>> .decline").await?;
    shopper.wait_until_gone(DIALOG).await?;
    enter(&shopper, "/c/backpacks/").await?;
    assert_eq!(refusal(&shopper, "cart").await?, "after_dismissal");
    time_to_go_wrong(700).await;
    assert_eq!(shopper.texts(TAB).await?, [""; 0]);

    // The next one is taken away by its tab.
    site.let_pass(20 * DAY);
    enter(&shopper, "/c/rainwear/").await?;
    close(&shopper).await?;
    shopper.click("vitrina-offer >>> .drop").await?;
    shopper.wait_until_gone(TAB).await?;
    assert_eq!(refusal(&shopper, "cart").await?, "after_dismissal");
    let records = shopper.records().await?;
    assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{records}");
    Ok(())
}

#[tokio::test]
async fn s20_three_visits_without_a_purchase_bring_a_special_offer() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/c/rainwear/").await?;
    site.let_pass(DAY);
    enter(&shopper, "/c/kitchen/").await?;
    assert_eq!(refusal(&shopper, "third-visit").await?, "condition", "on the second visit");
    site.let_pass(DAY);
    enter(&shopper, "/c/rainwear/").await?;
    shopper.wait_for("vitrina-offer >>> .bar").await?;
    assert_eq!(shopper.texts("vitrina-offer >>> code").await?, ["HELLO15"]);
    shopper.screenshot("offer-third-visit").await?;
    shopper.click("vitrina-offer >>> .decline").await?;
    shopper.wait_until_gone(DIALOG).await
}

#[tokio::test]
async fn s21_the_tier_that_the_shops_page_sets_brings_the_gold_offer_into_the_page() -> Result<()> {
    for screen in [Screen::Desktop, Screen::Phone] {
        let site = Site::start().await?;
        site.watch("[data-product-id], .tile, [data-vitrina-list] li");
        let shopper = Shopper::arrive(&site, screen).await?;
        accept(&shopper).await?;
        enter(&shopper, "/").await?;
        shopper
            .wait_until("offers to be looked at", "vitrina.explain('gold').offers[0].waits_for.length === 0")
            .await?;
        assert_eq!(refusal(&shopper, "gold").await?, "condition");
        shopper.eval::<()>("void dataLayer.push({ user: { tier: 'gold' } })").await?;
        shopper.wait_for(&format!("{GOLD} >>> .inline")).await?;
        let records = shopper.records().await?;
        assert!(records.jumps().is_empty() && records.layout_shift() < STILL, "{records}");
        assert_eq!(shopper.texts(&format!("{GOLD} >>> code")).await?, ["GOLD15"]);
        // It counts once it was seen.
        assert!(!shopper.eval::<bool>("vitrina.attributes().promotions.seen.includes('gold')").await?);
        shopper
            .eval::<()>(&format!(
                "void document.querySelector('{GOLD}').scrollIntoView({{ block: 'center', behavior: 'instant' }})"
            ))
            .await?;
        shopper.wait_until("it to count", "vitrina.attributes().promotions.seen.includes('gold')").await?;
        shopper.screenshot(&format!("offer-inline-{screen:?}")).await?;
        // It stays when another plan is made, and says why it is there.
        shopper.click(&format!("{GOLD} >>> .why")).await?;
        shopper.wait_for("vitrina-reason >>> .text").await?;
        assert_eq!(
            shopper.texts("vitrina-reason >>> .text").await?,
            ["An offer: because of what the shop knows about you."]
        );
        shopper.click("vitrina-reason >>> .close-button").await?;
        shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await?;
        shopper.click(&format!("{GOLD} >>> .decline")).await?;
        shopper.wait_until("it to be gone", &format!("!document.querySelector('{GOLD}')")).await?;
        enter(&shopper, "/").await?;
        assert_eq!(refusal(&shopper, "gold").await?, "after_dismissal");
        drop(shopper);
    }
    Ok(())
}

#[tokio::test]
async fn an_offer_within_the_page_takes_its_room_only_where_nothing_in_view_moves() -> Result<()> {
    let site = Site::start().await?;
    // In view at once, without a height of its own; and in view with one.
    configure(&site, |config| {
        let inline = |id: &str, slot: &str| json!({ "id": id, "trigger": { "delay": 0 }, "display": "inline", "slot": slot, "content": { "title": "Here" } });
        config["offers"] = json!([inline("pushes", "#pushes"), inline("fits", "#fits")]);
    })?;
    site.replace(
        "/two/",
        "text/html; charset=utf-8",
        "<!doctype html><html lang=en><title>Two slots</title>\
        <script async src=/vitrina/vitrina.js data-config=/vitrina.json data-consent=granted></script>\
        <div id=pushes></div><p>Between</p><div id=fits style='height: 300px'></div><p>After</p>",
    );
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/two/").await?;
    shopper.wait_for("#fits > vitrina-offer >>> .inline").await?;
    assert_eq!(shopper.texts("#pushes").await?, [""]);
    assert!(shopper.eval::<bool>("!document.querySelector('#pushes').firstChild").await?);
    assert_eq!(shopper.records().await?.shifts.len(), 0);
    // `revert` gives the place back.
    shopper.eval::<()>("vitrina.revert()").await?;
    assert!(shopper.eval::<bool>("!document.querySelector('#fits').firstChild").await?);
    Ok(())
}

#[tokio::test]
async fn s22_what_was_looked_at_and_is_cheaper_now_is_told() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/backpacks/", "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/").await?;
    at_rest(&site).await?;
    assert_eq!(refusal(&shopper, "cheaper").await?, "items", "while nothing is cheaper");
    restock(&site, "harrier-32-hiking-backpack", |variant| variant["price"] = "89.00".into())?;
    site.let_pass(DAY);
    enter(&shopper, "/").await?;
    shopper.wait_for(DIALOG).await?;
    shopper.screenshot("offer-cheaper").await?;
    assert_eq!(shopper.texts(TITLE).await?, ["Cheaper than when you looked"]);
    assert_eq!(shopper.texts("vitrina-offer >>> .name").await?, ["Harrier 32 Hiking Backpack"]);
    let price = shopper.texts("vitrina-offer >>> .price").await?.join("");
    assert!(price.contains("€109.00") && price.contains("€89.00"), "{price}");
    shopper.click("vitrina-offer >>> .why").await?;
    shopper.wait_for("vitrina-reason >>> .text").await?;
    assert_eq!(shopper.texts("vitrina-reason >>> .text").await?, ["An offer: because of what you look at here."]);
    shopper.press(Key::Escape).await?;
    shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await
}

#[tokio::test]
async fn s22_what_was_sold_out_when_looked_at_and_is_back_is_told() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/backpacks/", "field-pack-28").await?;
    enter(&shopper, "/").await?;
    at_rest(&site).await?;
    assert_eq!(refusal(&shopper, "back").await?, "items", "while it is sold out");
    restock(&site, "field-pack-28", |variant| variant["available"] = true.into())?;
    site.let_pass(DAY);
    enter(&shopper, "/").await?;
    shopper.wait_for(DIALOG).await?;
    shopper.screenshot("offer-back-phone").await?;
    assert_eq!(shopper.texts(TITLE).await?, ["Back in stock"]);
    assert_eq!(shopper.texts("vitrina-offer >>> .name").await?, ["Field Pack 28"]);
    shopper.click("vitrina-offer >>> a.product").await?;
    shopper.wait_for("article.product[data-product-id=field-pack-28]").await
}

#[tokio::test]
async fn s23_a_discount_is_not_wasted_on_who_is_about_to_buy_anyway() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept_and_fill_the_cart(&shopper).await?;
    enter(&shopper, "/c/backpacks/").await?;
    // What is foreseen may follow from the model.
    at_rest(&site).await?;
    assert_eq!(refusal(&shopper, "stay").await?, "trigger", "only leaving is missing");
    let chance = "vitrina.attributes().predictions.purchase";
    let before: f64 = shopper.eval(chance).await?;

    // Who has been at the checkout is on the way to buy.
    enter(&shopper, "/checkout/").await?;
    shopper.wait_until("the checkout to be known", "vitrina.attributes().session.checkouts > 0").await?;
    enter(&shopper, "/c/backpacks/").await?;
    at_rest(&site).await?;
    let after: f64 = shopper.eval(chance).await?;
    assert!(before < 0.65 && after >= 0.65, "{before}, then {after}");
    let failed: String = shopper.eval("vitrina.explain('stay').offers[0].failed.path").await?;
    assert_eq!(failed, "predictions.purchase.$lt");
    stay_and_leave(&shopper).await?;
    time_to_go_wrong(700).await;
    assert!(!an_offer_is_open(&shopper).await?);
    Ok(())
}

#[tokio::test]
async fn s28_who_bought_once_gets_a_reason_to_come_back() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    let order = "vitrina.track('purchase', { transaction_id: 'T1', value: 14, currency: 'EUR', items: [{ item_id: 'enamel-camp-mug', price: 14 }] })";
    shopper.eval::<()>(order).await?;
    site.let_pass(5 * DAY);
    enter(&shopper, "/").await?;
    assert_eq!(refusal(&shopper, "second-order").await?, "after_purchase", "five days after the first");
    site.let_pass(20 * DAY);
    enter(&shopper, "/").await?;
    shopper.wait_for("vitrina-offer >>> .bar").await?;
    shopper.screenshot("offer-bar-phone").await?;
    assert_eq!(shopper.texts("vitrina-offer >>> code").await?, ["AGAIN10"]);
    Ok(())
}

#[tokio::test]
async fn a_countdown_runs_to_the_end_of_the_offer_and_takes_it_along() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    // The schedule is written to the minute: the next but one, by Greenwich.
    let end: String =
        shopper.eval("new Date(Math.ceil(Date.now() / 60000) * 60000 + 60000).toISOString().slice(0, 16)").await?;
    let left: u64 = shopper.eval(&format!("Date.parse('{end}Z') - Date.now()")).await?;
    configure(&site, |config| {
        config["time_zone"] = Value::Null;
        config["offers"] = json!([{
            "id": "hour", "trigger": { "delay": 0 }, "display": "slide_in", "teaser": "Almost over", "countdown": true,
            "schedule": { "until": end }, "content": { "title": "Until the hour is over", "text": "Then it ends for everybody." }
        }]);
    })?;
    // It is the last minute when the shopper comes.
    site.let_pass(Duration::from_millis(left.saturating_sub(59_000)));
    accept(&shopper).await?;
    shopper.wait_for(DIALOG).await?;
    let clock = "document.querySelector('vitrina-offer[data-display]').shadowRoot.querySelector('[role=timer]')";
    let first: String = shopper.eval(&format!("{clock}.textContent")).await?;
    assert!(first.starts_with("0:"), "{first}");
    shopper.wait_until("time to pass", &format!("{clock}.textContent !== '{first}'")).await?;
    assert!(shopper.eval::<bool>(&format!("!{clock}.closest('[aria-live]')")).await?, "nobody is told each second");
    shopper.screenshot("offer-countdown").await?;
    let to_the_end = "new Promise((done) => { const { Date } = window; const { now } = Date; Date.now = () => now() + 60_000; \
        vitrina.on('offer', ({ action }) => action === 'end' && done(true)); })";
    assert!(shopper.eval::<bool>(to_the_end).await?);
    shopper.wait_until_gone(DIALOG).await?;
    assert_eq!(refusal(&shopper, "hour").await?, "schedule");
    time_to_go_wrong(700).await;
    assert_eq!(shopper.texts(TAB).await?, [""; 0], "nor does its tab stay");
    enter(&shopper, "/").await?;
    assert_eq!(shopper.eval::<u32>("vitrina.attributes().promotions.dismissed.length").await?, 0);
    Ok(())
}

#[tokio::test]
async fn nothing_covers_on_a_phone_what_a_search_engine_led_to() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    if shopper.browser() != Browser::Chromium {
        // Only it can be led by another site.
        return Ok(());
    }
    accept_and_fill_the_cart(&shopper).await?;
    site.let_pass(DAY);
    shopper.follow_from("https://www.google.com/", "/c/backpacks/").await?;
    ready(&shopper).await?;
    assert_eq!(shopper.eval::<String>("document.referrer").await?, "https://www.google.com/");
    // It would come up after three seconds.
    time_to_go_wrong(3_700).await;
    assert!(!an_offer_is_open(&shopper).await?);
    assert_eq!(refusal(&shopper, "cart").await?, "search_landing");
    // On the next page it may.
    shopper.eval::<()>("document.querySelector('.logo').click()").await?;
    shopper.wait_until("the home page", "location.pathname === '/'").await?;
    ready(&shopper).await?;
    shopper.wait_for("vitrina-offer >>> .slide_in").await
}

#[tokio::test]
async fn s40_an_offer_and_its_tab_go_with_the_consent_at_once() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    come_back_to_the_cart(&site, &shopper, "/c/backpacks/").await?;
    close(&shopper).await?;
    shopper.eval::<()>("vitrina.setConsent('denied')").await?;
    assert!(shopper.eval::<bool>("!document.querySelector('vitrina-offer')").await?);
    Ok(())
}

#[tokio::test]
async fn s24_nothing_comes_up_over_our_own_dialogs() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    come_back_to_the_cart(&site, &shopper, "/account/").await?;
    shopper.click("vitrina-privacy >>> .carry").await?;
    shopper.wait_for("vitrina-handover >>> .strong").await?;
    shopper.wait_until("the offer to be due", "vitrina.explain('cart').offers[0].refusal === undefined").await?;
    time_to_go_wrong(1_200).await;
    assert!(!an_offer_is_open(&shopper).await?, "over the hand-over");
    shopper.click("vitrina-handover >>> .decline").await?;
    shopper.wait_for(DIALOG).await
}
