//! Everything of ours that opens, by keyboard alone, in a window of 320 pixels, for a shopper who wants no motion.

use serde::Deserialize;
use serde_json::{Value, json};
use vitrina_e2e::{Key, Result, Screen, Shopper, Site};
use xtask::browsers::Browser;

use crate::shop::{DAY, accept, configure, enter, ready};

/// WCAG 2.5.8: a target is at least so wide and so high, in CSS pixels.
const TARGET: f64 = 24.0;
/// The host of what is looked at, by name: a function of its selector.
const LOOK: &str = "((selector) => {
    const host = document.querySelector(selector);
    const root = host.shadowRoot;
    const box = root.querySelector('.dialog,.panel,.tab');
    const controls = [...root.querySelectorAll('a[href],button,input')].filter((one) => one.getClientRects().length);
    return {
        controls: controls.map((one) => {
            one.scrollIntoView({ block: 'nearest', behavior: 'instant' });
            const { left, right, width, height } = (one.type === 'checkbox' || one.type === 'radio' ? one.closest('label') ?? one : one).getBoundingClientRect();
            return { name: `${one.localName} ${one.className || one.type}: ${one.ariaLabel || one.textContent.trim() || one.value}`, left, right, width, height };
        }),
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        own: box.scrollWidth - box.clientWidth,
        moving: [box, ...box.querySelectorAll('*')].some((one) => one.getAnimations().length > 0),
        label: box.ariaLabel || box.getAttribute('aria-label') || root.getElementById(box.getAttribute('aria-labelledby') ?? '')?.textContent || '',
        width: innerWidth,
    };
})";

#[derive(Deserialize)]
struct Control {
    name: String,
    left: f64,
    right: f64,
    width: f64,
    height: f64,
}

#[derive(Deserialize)]
struct Look {
    controls: Vec<Control>,
    page: f64,
    own: f64,
    moving: bool,
    label: String,
    width: f64,
}

/// Looks at what is open in `host`; answers with the names of its controls.
pub(crate) async fn assert_fits(shopper: &Shopper, host: &str) -> Result<Vec<String>> {
    let look: Look = shopper.eval(&format!("{LOOK}(\"{host}\")")).await?;
    assert!(look.page <= 0.0 && look.own <= 0.0, "{host} scrolls sideways: {} and {} px too wide", look.page, look.own);
    assert!(!look.moving, "{host} moves");
    assert!(!look.label.is_empty(), "{host} has no name");
    for Control { name, left, right, width, height } in &look.controls {
        assert!(*width >= TARGET && *height >= TARGET, "{host}: {name} is {width} by {height}");
        assert!(*left >= 0.0 && *right <= look.width, "{host}: {name} reaches from {left} to {right}");
    }
    assert!(!look.controls.is_empty(), "{host} has nothing to act on");
    Ok(look.controls.into_iter().map(|control| control.name).collect())
}

/// What has the focus within `host`, as [`assert_fits`] names it; empty where the focus is elsewhere.
async fn focused(shopper: &Shopper, host: &str) -> Result<String> {
    let focused = format!(
        "((host) => {{ const one = document.activeElement === host && host.shadowRoot.activeElement; \
            return one ? `${{one.localName}} ${{one.className || one.type}}: ${{one.ariaLabel || one.textContent.trim() || one.value}}` : ''; }})(document.querySelector(\"{host}\"))"
    );
    shopper.eval(&focused).await
}

/// Goes by Tab through what is open in `host`, from where the focus is, until every control was reached.
async fn assert_reachable(shopper: &Shopper, host: &str, controls: &[String]) -> Result<()> {
    let mut left = controls.to_vec();
    for _ in 0..=3 * controls.len() {
        let here = focused(shopper, host).await?;
        left.retain(|name| *name != here);
        if left.is_empty() {
            return Ok(());
        }
        shopper.press(Key::Tab).await?;
    }
    panic!("{host}: the Tab key does not reach {left:?}");
}

/// Goes by Tab from the first control to the one of the class `class`, and presses Enter there.
async fn choose(shopper: &Shopper, host: &str, class: &str) -> Result<()> {
    let first =
        format!("void document.querySelector(\"{host}\").shadowRoot.querySelector('a[href],button,input').focus()");
    shopper.eval::<()>(&first).await?;
    for _ in 0..40 {
        if focused(shopper, host).await?.split(':').next().is_some_and(|name| name.split(' ').any(|part| part == class))
        {
            return shopper.press(Key::Enter).await;
        }
        shopper.press(Key::Tab).await?;
    }
    panic!("{host}: the Tab key does not reach .{class}");
}

/// Serves a shop with one offer, which has everything an offer can have, and arrives there in a small window.
async fn arrive(site: &Site, display: &str) -> Result<Option<Shopper>> {
    configure(site, |config| {
        let mut offer = json!({
            "id": "all", "trigger": { "delay": 0 }, "display": display, "countdown": true, "items": "cart",
            "schedule": { "until": "2999-12-31" },
            "content": {
                "title": "An offer with everything in it", "text": "And a sentence that is long enough to need a second line in a narrow window.",
                "image": "/pictures/hero-outdoor.svg", "coupon": "AVERYLONGCOUPONCODE2027", "cta": "Go to the cart", "href": "/cart/",
            },
        });
        if display == "inline" {
            offer["slot"] = "#home-recs".into();
        } else {
            offer["teaser"] = "An offer that waits for you in its tab".into();
        }
        config["offers"] = Value::Array(vec![offer]);
    })?;
    let shopper = Shopper::arrive(site, Screen::Desktop).await?;
    if shopper.browser() != Browser::Chromium {
        // Only it can make the page so small and be asked for calm.
        return Ok(None);
    }
    shopper.make_small_and_calm(320, 640).await?;
    accept(&shopper).await?;
    let cart = "[['long', 'A product with quite a long name that takes two lines'], ['short', 'Mug'], ['third', 'Boots']].forEach(([id, name]) => \
        vitrina.track('add_to_cart', { currency: 'EUR', value: 1299.99, items: [{ item_id: id, item_name: name, price: 1299.99, quantity: 1 }] }))";
    shopper.eval::<()>(cart).await?;
    Ok(Some(shopper))
}

const OFFER: &str = "vitrina-offer[data-display]";

#[tokio::test]
async fn every_kind_of_offer_can_be_reached_and_answered_by_keyboard_in_a_narrow_window() -> Result<()> {
    for display in ["modal", "slide_in", "bar", "inline"] {
        let site = Site::start().await?;
        let Some(shopper) = arrive(&site, display).await? else { return Ok(()) };
        // Where the shopper was before.
        shopper
            .eval::<()>(
                "void document.querySelector('.site-footer button:last-of-type').focus({ preventScroll: true })",
            )
            .await?;
        shopper.wait_for(&format!("{OFFER} >>> .{display}")).await?;
        shopper.screenshot(&format!("narrow-{display}")).await?;
        let controls = assert_fits(&shopper, OFFER).await?;
        for class in ["cta", "decline", "copy", "why"] {
            assert!(
                controls.iter().any(|name| name.split([' ', ':']).any(|part| part == class)),
                "{class}: {controls:?}"
            );
        }
        if display == "inline" {
            shopper
                .eval::<()>(&format!(
                    "void document.querySelector('{OFFER}').shadowRoot.querySelector('button').focus()"
                ))
                .await?;
        }
        assert_reachable(&shopper, OFFER, &controls).await?;

        // Why, and back.
        choose(&shopper, OFFER, "why").await?;
        shopper.wait_for("vitrina-reason >>> .text").await?;
        let reason = assert_fits(&shopper, "vitrina-reason").await?;
        assert_reachable(&shopper, "vitrina-reason", &reason).await?;
        shopper.press(Key::Escape).await?;
        shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await?;
        assert!(focused(&shopper, OFFER).await?.contains("why"), "the focus is back where it was");

        if display != "inline" {
            shopper.press(Key::Escape).await?;
            shopper.wait_for(&format!("{OFFER} >>> .teaser")).await?;
            shopper.screenshot(&format!("narrow-tab-{display}")).await?;
            let controls = assert_fits(&shopper, OFFER).await?;
            assert_reachable(&shopper, OFFER, &controls).await?;
            choose(&shopper, OFFER, "teaser").await?;
            shopper.wait_for(&format!("{OFFER} >>> .{display}")).await?;
            assert!(!focused(&shopper, OFFER).await?.is_empty(), "who opened it is in it");
        }
        choose(&shopper, OFFER, "decline").await?;
        shopper.wait_until("it to be gone", &format!("!document.querySelector('{OFFER}')")).await?;
        let dismissed = "vitrina.attributes().promotions.dismissed.includes('all')";
        assert!(shopper.eval::<bool>(dismissed).await?, "{display}");

        // Weeks later it comes again, and leads where it says.
        site.let_pass(40 * DAY);
        enter(&shopper, "/").await?;
        shopper.wait_for(&format!("{OFFER} >>> .{display}")).await?;
        choose(&shopper, OFFER, "cta").await?;
        shopper.wait_until("the cart", "location.pathname === '/cart/'").await?;
        ready(&shopper).await?;
        let accepted = "vitrina.attributes().promotions.accepted.includes('all')";
        assert!(shopper.eval::<bool>(accepted).await?, "{display}");
        let records = shopper.records().await?;
        assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{records}");
        drop(shopper);
    }
    Ok(())
}

#[tokio::test]
async fn what_the_privacy_panel_opens_can_be_reached_by_keyboard_in_a_narrow_window() -> Result<()> {
    let site = Site::start().await?;
    let Some(shopper) = arrive(&site, "bar").await? else { return Ok(()) };
    // No offer comes in between.
    configure(&site, |config| config["offers"] = json!([]))?;
    enter(&shopper, "/account/").await?;
    const PANEL: &str = "vitrina-privacy";
    shopper.wait_for("vitrina-privacy >>> .carry").await?;
    let controls = assert_fits(&shopper, PANEL).await?;
    shopper
        .eval::<()>("void document.querySelector('vitrina-privacy').shadowRoot.querySelector('button,input').focus()")
        .await?;
    assert_reachable(&shopper, PANEL, &controls).await?;

    choose(&shopper, PANEL, "carry").await?;
    shopper.wait_for("vitrina-handover >>> .strong").await?;
    shopper.screenshot("narrow-handover").await?;
    let handover = assert_fits(&shopper, "vitrina-handover").await?;
    assert_reachable(&shopper, "vitrina-handover", &handover).await?;
    let link: String =
        shopper.eval("document.querySelector('vitrina-handover').shadowRoot.querySelector('input').value").await?;
    choose(&shopper, "vitrina-handover", "decline").await?;
    shopper.wait_until("it to be gone", "!document.querySelector('vitrina-handover')").await?;
    assert!(focused(&shopper, PANEL).await?.contains("carry"), "the focus is back where it was");

    // It is asked once more before everything is forgotten; leaving the button is a no.
    choose(&shopper, PANEL, "erase").await?;
    shopper
        .wait_until(
            "it to ask",
            "document.querySelector('vitrina-privacy').shadowRoot.querySelector('.erase').textContent.endsWith('?')",
        )
        .await?;
    assert_fits(&shopper, PANEL).await?;
    shopper.screenshot("narrow-erase").await?;
    shopper.press(Key::Enter).await?;
    shopper
        .wait_until(
            "it to be forgotten",
            "document.querySelector('vitrina-privacy').shadowRoot.querySelector('[role=status]').textContent !== ''",
        )
        .await?;

    // The other end of the hand-over.
    enter(&shopper, "/").await?;
    shopper.open(&link).await?;
    ready(&shopper).await?;
    shopper.wait_for("vitrina-handover >>> .strong").await?;
    shopper.screenshot("narrow-handover-receive").await?;
    let take = assert_fits(&shopper, "vitrina-handover").await?;
    assert_reachable(&shopper, "vitrina-handover", &take).await?;
    choose(&shopper, "vitrina-handover", "decline").await?;
    shopper.wait_until("it to be gone", "!document.querySelector('vitrina-handover')").await
}
