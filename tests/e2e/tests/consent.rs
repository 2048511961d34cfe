//! Nothing is stored before the shopper agrees, and everything is gone when they change their mind.

use std::time::Duration;

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{enter, put_into_cart, ready, trail, view};

/// The names of everything stored for this origin, wherever it can be.
async fn stored(shopper: &Shopper) -> Result<Vec<String>> {
    let names =
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split('; ').filter(Boolean),
        ...(await indexedDB.databases()).map((database) => database.name), ...await caches.keys()].sort()";
    shopper.eval(names).await
}

/// Those of them that are not the shop's own.
async fn ours(shopper: &Shopper) -> Result<Vec<String>> {
    Ok(stored(shopper).await?.into_iter().filter(|name| !name.starts_with("javora.")).collect())
}

/// Shops a little: a category, two products, one in the cart.
async fn shop_around(shopper: &Shopper) -> Result<()> {
    view(shopper, "/c/hiking-boots/", "ridgeline-mid-hiking-boots").await?;
    put_into_cart(shopper).await?;
    view(shopper, "/c/hiking-boots/", "kopaonik-leather-hiking-boots").await?;
    let events = "vitrina.track('search', { search_term: 'tent' }), vitrina.identify({ name: 'Ana' })";
    shopper.eval::<()>(events).await?;
    // Longer than plans and events are gathered for.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let seen = trail(shopper).await?;
    assert!(seen.iter().any(|id| id.ends_with("kopaonik-leather-hiking-boots")), "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn s40_nothing_is_stored_before_consent_nor_after_a_refusal() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shop_around(&shopper).await?;
    assert_eq!(ours(&shopper).await?, [""; 0]);
    assert_eq!(stored(&shopper).await?, ["javora.cart"]);

    enter(&shopper, "/").await?;
    shopper.click("#consent [data-consent=denied]").await?;
    shopper.wait_until_gone("#consent").await?;
    shop_around(&shopper).await?;
    assert_eq!(ours(&shopper).await?, [""; 0]);
    enter(&shopper, "/").await?;
    assert_eq!(trail(&shopper).await?, [""; 0]);

    // A change of mind: what happened on this page is kept.
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    shopper.click("[data-consent-open]").await?;
    shopper.click("#consent [data-consent=granted]").await?;
    shopper
        .wait_until("something to be stored", "Object.keys(localStorage).some((key) => key.startsWith('vitrina:'))")
        .await?;
    enter(&shopper, "/").await?;
    assert!(trail(&shopper).await?.concat().ends_with("puddle-rain-boots"));
    let kept = ours(&shopper).await?;
    assert!(kept.iter().all(|name| name.starts_with("vitrina:")), "{kept:?}");
    Ok(())
}

#[tokio::test]
async fn s40_on_withdrawal_everything_is_gone_in_every_tab() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/").await?;
    shopper.click("#consent [data-consent=granted]").await?;
    shop_around(&shopper).await?;
    let first = shopper.open_tab("/c/rainwear/").await?;
    ready(&shopper).await?;
    assert!(trail(&shopper).await?.len() >= 2);
    assert!(!ours(&shopper).await?.is_empty());

    // The other tab is busy at that moment, and writes before it can hear of it.
    let busy =
        "void setTimeout(() => { const end = Date.now() + 900; while (Date.now() < end); vitrina.apply(); }, 100)";
    shopper.eval::<()>(busy).await?;
    let second = shopper.look_at(first).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    shopper.eval::<()>("vitrina.setConsent('denied')").await?;
    assert_eq!(trail(&shopper).await?, [""; 0]);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(ours(&shopper).await?, [""; 0]);
    let first = shopper.look_at(second).await?;
    assert_eq!(trail(&shopper).await?, [""; 0]);
    // What happens in the other tab does not bring it back.
    shopper.eval::<()>("vitrina.track('view_item', { items: [{ item_id: 'x' }] })").await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(ours(&shopper).await?, [""; 0]);

    // The same by the shop's own banner, which speaks for every page from now on.
    view(&shopper, "/c/rainwear/", "harbour-raincoat").await?;
    shopper
        .wait_until("something to be stored", "Object.keys(localStorage).some((key) => key.startsWith('vitrina:'))")
        .await?;
    let second = shopper.look_at(first).await?;
    enter(&shopper, "/").await?;
    shopper.click("[data-consent-open]").await?;
    shopper.click("#consent [data-consent=denied]").await?;
    shopper.wait_until_gone("#consent").await?;
    tokio::time::sleep(Duration::from_millis(1000)).await;
    shopper.look_at(second).await?;
    assert_eq!(trail(&shopper).await?, [""; 0]);
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(ours(&shopper).await?, [""; 0]);
    Ok(())
}

const PLATFORMS: [&str; 9] =
    ["tcf", "shopify", "wordpress", "onetrust", "cookiebot", "cookieyes", "complianz", "consent_mode", "api"];

/// Waits until something of ours is stored, or nothing is.
async fn wait_for_storage(shopper: &Shopper, any: bool, why: &str) -> Result<()> {
    let names = "Object.keys(localStorage).some((key) => key.startsWith('vitrina:'))";
    let is = if any { String::from(names) } else { format!("!{names}") };
    shopper.wait_until(why, &is).await
}

async fn open(shopper: &Shopper, query: &str) -> Result<()> {
    shopper.visit("/pages/there.js").await?;
    shopper
        .eval::<()>("localStorage.clear(), document.cookie.split('; ').forEach((one) => (document.cookie = `${one.split('=')[0]}=; path=/; max-age=0`))")
        .await?;
    enter(shopper, &format!("/pages/consent.html?{query}")).await?;
    // Platforms answer late, and plans are gathered for a while.
    tokio::time::sleep(Duration::from_millis(250)).await;
    Ok(())
}

#[tokio::test]
async fn s40_every_consent_platform_is_understood_in_every_state() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    for platform in PLATFORMS {
        open(&shopper, &format!("source={platform}&state=pending")).await?;
        assert!(!trail(&shopper).await?.is_empty(), "{platform}: the page is seen, in memory");
        assert_eq!(
            ours(&shopper).await?.iter().filter(|name| name.starts_with("vitrina")).count(),
            0,
            "{platform} pending"
        );
        shopper.eval::<()>("void answer('granted')").await?;
        wait_for_storage(&shopper, true, &format!("{platform}: to be stored once granted")).await?;
        shopper.eval::<()>("void answer('denied')").await?;
        wait_for_storage(&shopper, false, &format!("{platform}: to be erased once withdrawn")).await?;
        shopper.eval::<()>("void answer('granted')").await?;
        shopper.eval::<()>("vitrina.track('search', { search_term: 'tent' })").await?;
        wait_for_storage(&shopper, true, &format!("{platform}: to be stored after a second thought")).await?;

        open(&shopper, &format!("source={platform}&state=granted")).await?;
        wait_for_storage(&shopper, true, &format!("{platform}: to be stored where granted before")).await?;
        open(&shopper, &format!("source={platform}&state=denied")).await?;
        assert_eq!(
            ours(&shopper).await?.iter().filter(|name| name.starts_with("vitrina")).count(),
            0,
            "{platform} denied"
        );
    }
    Ok(())
}

#[tokio::test]
async fn s40_where_several_speak_the_strictest_holds() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    open(&shopper, "source=tcf,cookiebot&state=granted").await?;
    wait_for_storage(&shopper, true, "both to be heard").await?;
    shopper.eval::<()>("vitrina.setConsent('denied')").await?;
    wait_for_storage(&shopper, false, "the denial to hold").await?;
    // Global Privacy Control is a shopper's own word, whatever a banner says.
    open(&shopper, "source=tcf&state=granted&gpc").await?;
    assert_eq!(ours(&shopper).await?.iter().filter(|name| name.starts_with("vitrina")).count(), 0);
    Ok(())
}

/// Two vendors' libraries, one that measures and one that advertises, as the page has them from the start.
const TOLD: &str = "[...new Set(window.told ?? [])].sort().join()";

/// Has an order reported, and answers with who was told of it.
async fn told_of_an_order(shopper: &Shopper, number: &mut u32) -> Result<String> {
    *number += 1;
    let order =
        format!("{{ transaction_id: 'T{number}', value: 10, items: [{{ item_id: 'AB-1', price: 10, quantity: 1 }}] }}");
    shopper
        .eval::<()>(&format!(
            "void (window.told = [], window._paq = {{ push: () => told.push('analytics') }}, \
                window.fbq = () => told.push('marketing'), vitrina.track('purchase', {order}))"
        ))
        .await?;
    // The first report brings in the module that makes it.
    tokio::time::sleep(Duration::from_millis(250)).await;
    shopper.eval(TOLD).await
}

/// Has orders reported until exactly those in `expected` are told of one: some platforms are asked a moment after they tell
/// that something changed, and on a busy machine a moment is long.
async fn expect_told(shopper: &Shopper, number: &mut u32, expected: &str, when: &str) -> Result<()> {
    let mut told = String::new();
    for _ in 0..12 {
        told = told_of_an_order(shopper, number).await?;
        if told == expected {
            return Ok(());
        }
    }
    assert_eq!(told, expected, "{when}");
    Ok(())
}

#[tokio::test]
async fn s34_every_consent_platform_decides_who_is_told() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let mut number = 0;
    for platform in PLATFORMS {
        open(&shopper, &format!("source={platform}&state=pending&purposes=analytics,marketing")).await?;
        // What each answer in turn allows, on one page: both from the start would hide what is not heard.
        for (state, purposes, told) in [
            ("pending", "", ""),
            ("granted", "analytics,marketing", "analytics,marketing"),
            ("granted", "analytics", "analytics"),
            ("granted", "marketing", "marketing"),
            ("granted", "", ""),
            ("granted", "analytics", "analytics"),
            ("denied", "analytics,marketing", ""),
        ] {
            if state != "pending" {
                shopper.eval::<()>(&format!("void answer('{state}', '{purposes}')")).await?;
            }
            expect_told(&shopper, &mut number, told, &format!("{platform}: {state} for {purposes:?}")).await?;
        }
        // An answer of an earlier visit holds from the first moment.
        open(&shopper, &format!("source={platform}&state=granted&purposes=marketing")).await?;
        expect_told(&shopper, &mut number, "marketing", &format!("{platform}: answered before")).await?;
    }
    // What one refuses, nobody else allows.
    open(&shopper, "source=tcf,cookiebot&state=granted&purposes=analytics,marketing").await?;
    expect_told(&shopper, &mut number, "analytics,marketing", "several speak").await?;
    shopper.eval::<()>("void vitrina.setConsent('granted', { marketing: false })").await?;
    expect_told(&shopper, &mut number, "analytics", "several speak").await?;
    open(&shopper, "source=tcf&state=granted&purposes=analytics,marketing&gpc").await?;
    expect_told(&shopper, &mut number, "", "several speak").await?;
    Ok(())
}

#[tokio::test]
async fn s40_a_shopper_forgotten_in_one_tab_begins_anew_in_the_other() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/").await?;
    shopper.click("#consent [data-consent=granted]").await?;
    shop_around(&shopper).await?;
    let first = shopper.open_tab("/c/rainwear/").await?;
    ready(&shopper).await?;
    shopper.eval::<()>("vitrina.forget()").await?;
    assert_eq!(trail(&shopper).await?, [""; 0]);
    let second = shopper.look_at(first).await?;
    shopper.wait_until("the other tab to have forgotten", "!(vitrina.profile().trail ?? []).length").await?;
    // Both may remember what comes now, and tell each other.
    shopper.eval::<()>("vitrina.track('view_item', { items: [{ item_id: 'x' }] })").await?;
    shopper.look_at(second).await?;
    enter(&shopper, "/c/kitchen/").await?;
    assert_eq!(trail(&shopper).await?, ["x"]);
    Ok(())
}
