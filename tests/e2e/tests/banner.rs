//! Banners that say something else to each shopper, in the shop's own look.

use std::time::Duration;

use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{
    DAY, GRID, STILL, accept, assert_same, becomes, buy, enter, look_at_hiking_boots, markup, ready, says, shows,
    time_to_go_wrong, without_vitrina,
};

const HERO: &str = "#hero h2, #hero p, #hero a";
const NOTICE: &str = "#notice p";
/// Longer than a session lasts without an event.
const LATER: Duration = Duration::from_secs(3 * 86_400);

/// What the shop itself says on the page at `path`.
async fn shops_own(shopper: &mut Shopper, path: &str, selector: &str) -> Result<Vec<String>> {
    let plain = Site::start().await?;
    plain.missing("/vitrina/");
    shopper.move_on(&plain);
    shopper.visit(path).await?;
    shopper.texts(selector).await
}

#[tokio::test]
async fn s01_a_newcomer_sees_bestsellers_and_a_welcome_for_newcomers_only() -> Result<()> {
    let site = Site::start().await?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let hero = shops_own(&mut shopper, "/", HERO).await?;
    let bestsellers = shopper.attributes("#bestsellers > *", "data-product-id").await?;

    shopper.move_on(&site);
    site.watch("#hero, #notice, #bestsellers > *");
    accept(&shopper).await?;
    shows(&shopper, NOTICE, &["New here? 10% off your first order with WELCOME10"]).await?;
    assert_eq!(shopper.texts(HERO).await?, hero);
    assert_eq!(shopper.attributes("#bestsellers > *", "data-product-id").await?, bestsellers);
    // It changed in view, and nothing moved.
    assert!(shopper.records().await?.layout_shift() < STILL);

    site.let_pass(LATER);
    enter(&shopper, "/").await?;
    shopper
        .wait_until("the welcome to be gone", "!document.querySelector('#notice').textContent.includes('WELCOME10')")
        .await
}

#[tokio::test]
async fn s02_a_returning_hiker_is_addressed_before_anything_is_painted() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    site.let_pass(LATER);
    site.watch("#hero h2, #hero p, #hero .button");

    enter(&shopper, "/").await?;
    let english = ["Get ready for your hike, friend!", "10% off backpacks with the code HIKE10.", "See backpacks"];
    shows(&shopper, HERO, &english).await?;
    // Time for what would move.
    time_to_go_wrong(500).await;
    assert_eq!(shopper.attributes("#hero a", "href").await?, [Some("/c/backpacks/".into())]);
    assert_eq!(shopper.attributes("#hero img", "src").await?, [Some("/pictures/hero-outdoor.svg".into())]);
    let records = shopper.records().await?;
    assert!(records.jumps().is_empty(), "{:#?}", records.frames);
    assert!(records.layout_shift() < STILL, "{:?}", records.shifts);
    shopper.screenshot("hiker").await?;

    // With a name, once the shop tells it.
    shopper.eval::<()>("vitrina.identify({ name: 'Ana' })").await?;
    shows(&shopper, "#hero h2", &["Get ready for your hike, Ana!"]).await?;
    shopper.eval::<()>("vitrina.identify({ name: null })").await?;
    shows(&shopper, "#hero h2", &english[..1]).await?;

    // In the other language, whichever page comes first.
    for _ in 0..2 {
        enter(&shopper, "/sr/").await?;
        let serbian =
            ["Spremi se za planinu, prijatelju!", "10% popusta na rančeve uz kod HIKE10.", "Pogledaj rančeve"];
        shows(&shopper, HERO, &serbian).await?;
        let records = shopper.records().await?;
        let english: Vec<_> = records.frames.iter().flatten().filter(|seen| seen.contains("hike")).collect();
        assert!(english.is_empty(), "English words on a Serbian page: {english:?}");
    }

    enter(&shopper, "/").await?;
    shows(&shopper, HERO, &english).await?;
    shopper.eval::<()>("vitrina.stop()").await?;
    let stopped = markup(&shopper).await?;
    assert_same(&stopped, &without_vitrina(&site, &shopper, "/").await?, "after stop()");
    Ok(())
}

#[tokio::test]
async fn s02_who_comes_back_is_greeted_by_name_where_it_is_known() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    // As the shop's own page tells it, which knows nothing of Vitrina.
    enter(&shopper, "/account/").await?;
    shopper.type_into("[data-sign-in] input", "Ana").await?;
    shopper.click("[data-sign-in] button").await?;
    shopper.wait_for("[data-sign-out]").await?;
    site.let_pass(LATER);
    enter(&shopper, "/").await?;
    shows(&shopper, "#hero h2", &["Welcome back, Ana!"]).await?;
    enter(&shopper, "/account/").await?;
    shopper.click("[data-sign-out]").await?;
    shopper.wait_for("[data-sign-in]").await?;
    enter(&shopper, "/").await?;
    shows(&shopper, "#hero h2", &["Welcome back!"]).await
}

#[tokio::test]
async fn s09_a_birthday_the_shopper_gave_brings_an_offer_on_the_day_that_says_why() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/account/").await?;
    let tomorrow: [String; 2] = shopper
        .eval("((day) => [String(day.getDate()), String(day.getMonth() + 1)])(new Date(Date.now() + 86_400_000))")
        .await?;
    shopper.choose("[name=day]", &tomorrow[0]).await?;
    shopper.choose("[name=month]", &tomorrow[1]).await?;
    shopper.click("[data-birthday] [type=submit]").await?;
    shopper.wait_until("the trait", "vitrina.known().facts.some(({ path }) => path === 'birthday')").await?;
    // It is discreet: the day itself is said nowhere.
    assert!(
        shopper
            .eval::<bool>(
                "vitrina.known().facts.every(({ path, value }) => path !== 'birthday' || value === undefined)"
            )
            .await?
    );
    enter(&shopper, "/").await?;
    assert!(!shopper.texts("#hero h2").await?[0].contains("birthday"));

    site.let_pass(DAY);
    enter(&shopper, "/").await?;
    shows(&shopper, "#hero h2", &["Happy birthday!"]).await?;
    assert_eq!(shopper.texts("#hero p").await?, ["You told us the day, so here is 20% off today with BIRTHDAY20."]);
    shopper.screenshot("birthday").await?;
    shopper.click("#hero [data-vitrina-why]").await?;
    shopper.wait_for("vitrina-reason >>> .text").await?;
    assert_eq!(shopper.texts("vitrina-reason >>> .text").await?, ["A banner: because of your birthday."]);
    // The offer is real.
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/cart/").await?;
    shopper.type_into("#code", "BIRTHDAY20").await?;
    shopper.click("[data-code-form] button").await?;
    says(&shopper, "[data-code-note]", "20%").await?;

    // And on the day after it is not even there in the first frame.
    site.let_pass(DAY);
    site.watch("#hero h2");
    enter(&shopper, "/").await?;
    time_to_go_wrong(500).await;
    let records = shopper.records().await?;
    let late: Vec<_> = records.frames.iter().flatten().filter(|seen| seen.contains("birthday")).collect();
    assert!(late.is_empty(), "{late:?}");
    Ok(())
}

#[tokio::test]
async fn s07_while_a_shopper_looks_at_hiking_boots_a_banner_answers_at_once() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    site.let_pass(LATER);
    enter(&shopper, "/").await?;
    let usual = shopper.texts(NOTICE).await?;
    enter(&shopper, "/c/hiking-boots/").await?;
    let hike = ["Get ready for your hike! 10% off backpacks with HIKE10"];
    shows(&shopper, NOTICE, &hike).await?;
    shopper.click(&format!("{GRID} .card-title a")).await?;
    shopper.wait_for("article.product").await?;
    ready(&shopper).await?;
    shows(&shopper, NOTICE, &hike).await?;
    assert!(shopper.records().await?.layout_shift() < STILL);
    enter(&shopper, "/c/kitchen/").await?;
    becomes(&usual, async || shopper.texts(NOTICE).await).await?;
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_the_page_changes_itself_is_not_taken_back() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/").await?;
    says(&shopper, NOTICE, "WELCOME10").await?;
    shopper.eval::<Value>("document.querySelector('#notice p').firstChild.nodeValue = 'Closed today'").await?;
    shopper.eval::<()>("vitrina.revert()").await?;
    assert_eq!(shopper.texts(NOTICE).await?, ["Closed today"]);
    Ok(())
}

#[tokio::test]
async fn s40_a_banner_that_speaks_of_the_shopper_goes_with_the_consent_at_once() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    let own: String = shopper.eval("document.querySelector('#hero').innerText").await?;
    look_at_hiking_boots(&shopper).await?;
    enter(&shopper, "/").await?;
    says(&shopper, "#hero h2", "Get ready").await?;
    shopper.eval::<()>("vitrina.setConsent('denied')").await?;
    shopper.wait_until("the merchant's hero", &format!("document.querySelector('#hero').innerText === {own:?}")).await
}
