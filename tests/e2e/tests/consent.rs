//! Nothing is stored before the shopper agrees, and everything is gone when they change their mind.

use std::time::Duration;

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{becomes, enter, put_into_cart, ready, time_to_go_wrong, trail, view};

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
    // Longer than plans and events are gathered for: nothing that may not be is stored even then.
    time_to_go_wrong(300).await;
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
    wait_for_storage(&shopper, true, "something to be stored").await?;
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
    let busy = "void setTimeout(() => { const end = Date.now() + 900; while (Date.now() < end); vitrina.apply(); window.over = true; }, 100)";
    shopper.eval::<()>(busy).await?;
    let second = shopper.look_at(first).await?;
    // Until it is busy.
    tokio::time::sleep(Duration::from_millis(300)).await;
    shopper.eval::<()>("vitrina.setConsent('denied')").await?;
    assert_eq!(trail(&shopper).await?, [""; 0]);
    let first = shopper.look_at(second).await?;
    shopper.wait_until("it to be over", "window.over").await?;
    becomes(&[""; 0], async || trail(&shopper).await).await?;
    let second = shopper.look_at(first).await?;
    becomes(&[""; 0], async || ours(&shopper).await).await?;
    let first = shopper.look_at(second).await?;
    // What happens in the other tab does not bring it back.
    shopper.eval::<()>("vitrina.track('view_item', { items: [{ item_id: 'x' }] })").await?;
    time_to_go_wrong(300).await;
    assert_eq!(ours(&shopper).await?, [""; 0]);

    // The same by the shop's own banner, which speaks for every page from now on.
    view(&shopper, "/c/rainwear/", "harbour-raincoat").await?;
    wait_for_storage(&shopper, true, "something to be stored").await?;
    let second = shopper.look_at(first).await?;
    enter(&shopper, "/").await?;
    shopper.click("[data-consent-open]").await?;
    shopper.click("#consent [data-consent=denied]").await?;
    shopper.wait_until_gone("#consent").await?;
    shopper.look_at(second).await?;
    becomes(&[""; 0], async || trail(&shopper).await).await?;
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    time_to_go_wrong(300).await;
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

/// Opens a page with a consent platform as on a first visit, and waits until the platform was asked.
async fn open(shopper: &Shopper, query: &str) -> Result<()> {
    enter(shopper, &format!("/pages/consent.html?{query}")).await?;
    heard(shopper).await
}

async fn heard(shopper: &Shopper) -> Result<()> {
    shopper.wait_until("the platform's last word to be heard", "window.heard === window.answers").await
}

/// The shopper answers what the platform asks.
async fn answer(shopper: &Shopper, state: &str, purposes: &str) -> Result<()> {
    shopper.eval::<()>(&format!("void answer('{state}', '{purposes}')")).await?;
    heard(shopper).await
}

async fn assert_nothing_is_stored(shopper: &Shopper, when: &str) -> Result<()> {
    // Longer than plans are gathered for.
    time_to_go_wrong(200).await;
    let kept = ours(shopper).await?;
    assert!(!kept.iter().any(|name| name.starts_with("vitrina")), "{when}: {kept:?}");
    Ok(())
}

#[tokio::test]
async fn s40_every_consent_platform_is_understood_in_every_state() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    for platform in PLATFORMS {
        open(&shopper, &format!("source={platform}&state=pending")).await?;
        assert!(!trail(&shopper).await?.is_empty(), "{platform}: the page is seen, in memory");
        assert_nothing_is_stored(&shopper, &format!("{platform} pending")).await?;
        answer(&shopper, "granted", "").await?;
        wait_for_storage(&shopper, true, &format!("{platform}: to be stored once granted")).await?;
        answer(&shopper, "denied", "").await?;
        wait_for_storage(&shopper, false, &format!("{platform}: to be erased once withdrawn")).await?;
        answer(&shopper, "granted", "").await?;
        shopper.eval::<()>("vitrina.track('search', { search_term: 'tent' })").await?;
        wait_for_storage(&shopper, true, &format!("{platform}: to be stored after a second thought")).await?;

        open(&shopper, &format!("source={platform}&state=granted")).await?;
        wait_for_storage(&shopper, true, &format!("{platform}: to be stored where granted before")).await?;
        open(&shopper, &format!("source={platform}&state=denied")).await?;
        assert_nothing_is_stored(&shopper, &format!("{platform} denied")).await?;
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
    assert_nothing_is_stored(&shopper, "by Global Privacy Control").await
}

/// The orders that were reported on one page, and who was to be told of each.
struct Orders<'a> {
    shopper: &'a Shopper,
    expected: Vec<String>,
    number: u32,
}

impl<'a> Orders<'a> {
    /// On a page that was just opened.
    const fn of(shopper: &'a Shopper) -> Self {
        Self { shopper, expected: Vec::new(), number: 0 }
    }

    /// Has an order reported: exactly those in `expected` are told of it, and nobody later of an earlier one.
    async fn tell(&mut self, expected: &[&str], when: &str) -> Result<()> {
        self.number += 1;
        let id = format!("T{}", self.number);
        self.expected.extend(expected.iter().map(|who| format!("{id} {who}")));
        self.shopper.eval::<()>(&format!("order('{id}')")).await?;
        if !expected.is_empty() {
            let told = format!("told.some((one) => one.startsWith('{id} '))");
            self.shopper.wait_until(&format!("somebody to be told, {when}"), &told).await?;
        }
        let mut told: Vec<String> = self.shopper.eval("told").await?;
        told.sort_by_key(|one| self.expected.iter().position(|expected| expected == one));
        assert_eq!(told, self.expected, "{when}");
        Ok(())
    }
}

#[tokio::test]
async fn s34_every_consent_platform_decides_who_is_told() -> Result<()> {
    const BOTH: &[&str] = &["analytics", "marketing"];
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    for platform in PLATFORMS {
        open(&shopper, &format!("source={platform}&state=pending&purposes=analytics,marketing")).await?;
        let mut orders = Orders::of(&shopper);
        orders.tell(&[], &format!("{platform}: pending")).await?;
        // What each answer in turn allows, on one page: both from the start would hide what is not heard.
        for (state, purposes, told) in [
            ("granted", "analytics,marketing", BOTH),
            ("granted", "analytics", &["analytics"]),
            ("granted", "marketing", &["marketing"]),
            ("granted", "", &[]),
            ("granted", "analytics", &["analytics"]),
            ("denied", "analytics,marketing", &[]),
        ] {
            answer(&shopper, state, purposes).await?;
            orders.tell(told, &format!("{platform}: {state} for {purposes:?}")).await?;
        }
        // An answer of an earlier visit holds from the first moment.
        open(&shopper, &format!("source={platform}&state=granted&purposes=marketing")).await?;
        Orders::of(&shopper).tell(&["marketing"], &format!("{platform}: answered before")).await?;
    }
    // What one refuses, nobody else allows.
    open(&shopper, "source=tcf,cookiebot&state=granted&purposes=analytics,marketing").await?;
    let mut orders = Orders::of(&shopper);
    orders.tell(BOTH, "two allow both").await?;
    shopper.eval::<()>("void vitrina.setConsent('granted', { marketing: false })").await?;
    orders.tell(&["analytics"], "a third refuses marketing").await?;
    open(&shopper, "source=tcf&state=granted&purposes=analytics,marketing&gpc").await?;
    Orders::of(&shopper).tell(&[], "by Global Privacy Control").await
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
