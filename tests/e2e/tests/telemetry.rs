//! What the shop's own analytics are told of what Vitrina did.

use serde_json::{Value, json};
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, before_the_tag, configure, enter, look_at_hiking_boots, time_to_go_wrong};

/// Vendors' libraries as pages have them before they are loaded, each noting what it is told.
const VENDORS: &str = "<script>void (window.told = [], \
    window.gtag = (...call) => told.push(['gtag', ...call]), \
    window.fbq = (...call) => told.push(['fbq', ...call]), \
    window.plausible = (...call) => told.push(['plausible', ...call]), \
    window.analytics = { on() {}, track: (...call) => told.push(['segment', ...call]), identify: (...call) => told.push(['segment', 'identify', ...call]) }, \
    window.klaviyo = { push: (call) => told.push(['klaviyo', ...call]) }, \
    window._paq = { push: (call) => told.push(['matomo', ...call]) }, \
    window.utag = { link: (call) => told.push(['tealium', call]) });</script>";
const HERO: &str = "document.querySelector('#hero').scrollIntoView()";

async fn site(telemetry: &Value) -> Result<Site> {
    let site = Site::start().await?;
    configure(&site, |config| config["telemetry"] = telemetry.clone())?;
    Ok(site)
}

#[tokio::test]
async fn s34_each_of_the_pages_analytics_is_told_in_its_own_words_once() -> Result<()> {
    let all = json!(["data_layer", "gtag", "meta_pixel", "segment", "klaviyo", "matomo", "plausible", "tealium"]);
    let site = site(&all).await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    before_the_tag(&site, "/", VENDORS)?;
    enter(&shopper, "/").await?;
    shopper.eval::<()>(&format!("void {HERO}")).await?;
    let of_hero = "told.filter((call) => JSON.stringify(call).includes('\"hero\"'))";
    shopper.wait_until("seven vendors to be told of the hero", &format!("{of_hero}.length >= 7")).await?;
    // Nobody is told twice.
    time_to_go_wrong(1_500).await;
    let told: Vec<Vec<Value>> = shopper.eval(of_hero).await?;
    let hero = json!({ "promotion_id": "hero", "creative_name": "hike" });
    let mut marked = hero.clone();
    marked["vitrina"] = true.into();
    let mut expected = vec![
        json!(["gtag", "event", "view_promotion", marked]),
        json!(["fbq", "trackCustom", "Promotion Viewed", hero]),
        json!(["segment", "Promotion Viewed", marked]),
        json!(["klaviyo", "track", "Promotion Viewed", hero]),
        json!(["matomo", "trackEvent", "Vitrina", "Promotion Viewed", "hero"]),
        json!(["plausible", "Promotion Viewed", { "props": hero }]),
        json!(["tealium", { "tealium_event": "view_promotion", "promotion_id": "hero", "creative_name": "hike" }]),
    ];
    let mut told: Vec<Value> = told.into_iter().map(Value::from).collect();
    told.sort_by_key(ToString::to_string);
    expected.sort_by_key(ToString::to_string);
    assert_eq!(told, expected);
    let layer = "dataLayer.filter((entry) => entry.vitrina && entry.event === 'view_promotion').map(({ ecommerce }) => ecommerce)";
    assert_eq!(shopper.eval::<Vec<Value>>(layer).await?, [hero]);
    // Our own word is not heard as the page's: the hero was met once.
    let met = "vitrina.profile().promotions.filter(([id, action]) => id === 'hero' && action === 'view_promotion').map((touch) => touch[4]).join()";
    assert_eq!(shopper.eval::<String>(met).await?, "1");
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn s34_nothing_is_told_before_consent_nor_after_its_withdrawal() -> Result<()> {
    let site = site(&json!(["data_layer", "gtag", "matomo"])).await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let ours = "dataLayer.filter((entry) => entry.vitrina).length + (window.told ?? []).length";
    before_the_tag(&site, "/", VENDORS)?;
    enter(&shopper, "/").await?;
    shopper.eval::<()>(&format!("void {HERO}")).await?;
    // Longer than until segments are told.
    time_to_go_wrong(3_500).await;
    assert_eq!(shopper.eval::<u32>(ours).await?, 0);
    assert_eq!(site.requests_for("/vitrina/telemetry.mjs"), 0);

    shopper.eval::<()>("vitrina.setConsent('denied')").await?;
    enter(&shopper, "/c/kitchen/").await?;
    shopper.eval::<()>("void document.querySelector('main').scrollIntoView()").await?;
    time_to_go_wrong(1_500).await;
    assert_eq!(shopper.eval::<u32>(ours).await?, 0);
    Ok(())
}

#[tokio::test]
async fn s34_segments_are_told_when_they_change() -> Result<()> {
    let site = site(&json!(["data_layer"])).await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/").await?;
    let told = "dataLayer.filter((entry) => entry.event === 'vitrina_segments').map(({ user_properties }) => user_properties.vitrina_segments)";
    shopper.wait_until("the segments to be told", &format!("{told}.length === 1")).await?;
    let first: Vec<String> = shopper.eval(told).await?;
    assert!(first[0].split(',').any(|name| name == "new"), "{first:?}");
    // The same segments on the next page are no news.
    enter(&shopper, "/c/kitchen/").await?;
    time_to_go_wrong(4_000).await;
    assert_eq!(shopper.eval::<Vec<String>>(told).await?, [""; 0]);
    Ok(())
}
