//! An offer to a shopper about to leave: once, in time, and never in the way.

use std::time::Duration;

use serde_json::json;
use vitrina_e2e::{Key, Result, Screen, Shopper, Site};
use xtask::browsers::Browser;

use crate::shop::{GRID, accept, buy, configure, enter, put_into_cart, ready};

const DIALOG: &str = "vitrina-offer >>> .dialog";
/// Longer than the pointer must stay away before it counts as leaving.
const NOTICED: Duration = Duration::from_millis(500);
/// Longer than the time after which the demo shop's offer may come up.
const SETTLED: Duration = Duration::from_millis(1200);
const DAY: Duration = Duration::from_secs(86_400);

/// Stays a while on the page that is open, then moves the mouse out of the window.
async fn leave(shopper: &Shopper) -> Result<()> {
    ready(shopper).await?;
    tokio::time::sleep(SETTLED).await;
    shopper.leave_at_the_top().await?;
    tokio::time::sleep(NOTICED).await;
    Ok(())
}

async fn is_shown(shopper: &Shopper) -> Result<bool> {
    shopper.eval("[...document.querySelectorAll('vitrina-offer:not([data-display=inline])')].some((offer) => offer.shadowRoot?.querySelector('.dialog'))").await
}

/// Leaves `path` at the top: whether that brings the offer up.
async fn leaving_brings_it_up(shopper: &Shopper, path: &str) -> Result<bool> {
    shopper.visit(path).await?;
    leave(shopper).await?;
    is_shown(shopper).await
}

/// Leaves of the shop's offers the one for who leaves, whatever is foreseen: months pass here, and others would come up.
fn alone(site: &Site) -> Result<()> {
    configure(site, |config| {
        let offers = config["offers"].as_array_mut();
        if let Some(offers) = offers {
            offers.retain(|offer| offer["id"] == "stay");
            offers.iter_mut().for_each(|offer| offer["when"] = json!({ "cart.value": { "$gt": 30 } }));
        }
    })
}

#[tokio::test]
async fn s18_a_shopper_with_a_cart_who_is_about_to_leave_sees_one_offer_once() -> Result<()> {
    let site = Site::start().await?;
    // Who has been at the checkout would need no offer.
    alone(&site)?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    assert!(!leaving_brings_it_up(&shopper, "/c/backpacks/").await?, "with an empty cart");
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    assert!(!leaving_brings_it_up(&shopper, "/checkout/").await?, "on the checkout page");
    shopper.visit("/c/backpacks/").await?;
    shopper.type_into("#q", "boo").await?;
    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "while typing");

    // In the first second nobody is leaving yet. A slow machine gets more than one try at being that fast.
    for attempt in 0.. {
        enter(&shopper, "/c/backpacks/").await?;
        shopper.leave_at_the_top().await?;
        let fast = shopper.eval::<f64>("performance.now()").await? < 900.0;
        tokio::time::sleep(NOTICED).await;
        if fast {
            assert!(!is_shown(&shopper).await?, "in the first second");
            break;
        }
        assert!(attempt < 3, "no page could be left within a second");
    }

    shopper.visit("/c/backpacks/").await?;
    let link = format!("{GRID} .card-title a");
    shopper.eval::<()>(&format!("document.querySelector(\"{link}\").focus()")).await?;
    leave(&shopper).await?;
    shopper.wait_for(DIALOG).await?;
    assert_eq!(shopper.eval::<u32>("document.querySelectorAll('vitrina-offer').length").await?, 1);
    assert_eq!(shopper.texts("vitrina-offer >>> code").await?, ["STAY10"]);
    assert_eq!(shopper.texts("vitrina-offer >>> h2").await?, ["Before you go"]);
    shopper.screenshot("offer").await?;
    // What a screen reader calls it, and that nothing behind it can be reached.
    let label = "(() => { const { shadowRoot } = document.querySelector('vitrina-offer'); const dialog = shadowRoot.querySelector('.dialog');
        return [dialog.matches(':modal'), shadowRoot.getElementById(dialog.getAttribute('aria-labelledby')).textContent,
            shadowRoot.getElementById(dialog.getAttribute('aria-describedby')).textContent]; })()";
    let (modal, name, description): (bool, String, String) = shopper.eval(label).await?;
    assert!(
        modal && name == "Before you go" && description.starts_with("Your cart is waiting"),
        "{name} {description}"
    );
    let focus = "(() => { const host = document.activeElement; const inner = host.shadowRoot?.activeElement;
        return host.localName === 'body' ? 'nowhere' : host.localName + ' ' + (inner?.className ?? ''); })()";
    let mut visited = vec![shopper.eval::<String>(focus).await?];
    assert_ne!(visited[0], "nowhere");
    for _ in 0..9 {
        shopper.press(Key::Tab).await?;
        visited.push(shopper.eval(focus).await?);
    }
    assert!(visited.iter().all(|at| at == "nowhere" || at.starts_with("vitrina-offer ")), "{visited:?}");
    for part in ["copy", "cta strong", "decline", "close"] {
        // WebKit leaves links out of the tab order, as its users are used to.
        let skipped = shopper.browser() == Browser::Webkit && part == "cta strong";
        assert!(skipped || visited.contains(&format!("vitrina-offer {part}")), "{part} is not in {visited:?}");
    }
    shopper.press(Key::Escape).await?;
    shopper.wait_until_gone(DIALOG).await?;
    assert!(shopper.eval::<bool>(&format!("document.activeElement === document.querySelector(\"{link}\")")).await?);
    shopper.wait_until("nothing to be left of it", "!document.querySelector('vitrina-offer')").await?;

    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "again on the same page");
    shopper.reload().await?;
    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "after loading the page again");
    shopper.open_tab("/c/backpacks/").await?;
    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "in another tab");
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn s24_an_offer_keeps_to_its_caps_and_out_of_the_way() -> Result<()> {
    let site = Site::start().await?;
    alone(&site)?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    // Nothing pops over a cookie banner, nor over another dialog.
    enter(&shopper, "/p/harrier-32-hiking-backpack/").await?;
    put_into_cart(&shopper).await?;
    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "over the consent banner");
    shopper.click("#consent [data-consent=granted]").await?;
    shopper.visit("/c/backpacks/").await?;
    shopper.click("[data-open-cart]").await?;
    shopper.wait_for("#cart-drawer").await?;
    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "over the cart drawer");
    shopper.click("#cart-drawer [data-close-cart]").await?;

    // Two tabs are open; what one shows counts in the other, which knew nothing of it when it was opened.
    let first = shopper.open_tab("/c/rainwear/").await?;
    ready(&shopper).await?;
    let second = shopper.look_at(first).await?;
    assert!(leaving_brings_it_up(&shopper, "/c/rainwear/").await?);
    // Copied, it counts as accepted: nothing asks the shopper again to dismiss it.
    shopper.click("vitrina-offer >>> .copy").await?;
    shopper
        .wait_until(
            "the button to say so",
            "document.querySelector('vitrina-offer').shadowRoot.querySelector('.copy').textContent === 'Copied'",
        )
        .await?;
    shopper.click("vitrina-offer >>> .close").await?;
    shopper.wait_until_gone(DIALOG).await?;
    shopper.look_at(second).await?;
    leave(&shopper).await?;
    assert!(!is_shown(&shopper).await?, "in a tab opened before");

    // Another session, on another day, but within the seven days of the cap.
    site.let_pass(2 * DAY);
    assert!(!leaving_brings_it_up(&shopper, "/c/backpacks/").await?, "two days later");
    site.let_pass(6 * DAY);
    assert!(leaving_brings_it_up(&shopper, "/c/backpacks/").await?, "eight days later");
    shopper.click("vitrina-offer >>> .decline").await?;
    shopper.wait_until_gone(DIALOG).await?;
    site.let_pass(10 * DAY);
    assert!(!leaving_brings_it_up(&shopper, "/c/backpacks/").await?, "ten days after it was declined");
    site.let_pass(21 * DAY);
    assert!(leaving_brings_it_up(&shopper, "/c/backpacks/").await?, "a month after it was declined");

    // After an order there is nothing to win back.
    let other = Site::start().await?;
    alone(&other)?;
    shopper.move_on(&other);
    accept(&shopper).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    let order = "vitrina.track('purchase', { transaction_id: 'T1', value: 90, currency: 'EUR', items: [{ item_id: 'y', price: 90 }] })";
    shopper.eval::<()>(order).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    assert!(!leaving_brings_it_up(&shopper, "/c/backpacks/").await?, "after an order");
    Ok(())
}

#[tokio::test]
async fn s18_on_a_phone_scrolling_up_fast_is_leaving() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    if shopper.browser() == Browser::Webkit {
        // It cannot pretend to have a touch screen.
        return Ok(());
    }
    accept(&shopper).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/c/backpacks/").await?;
    tokio::time::sleep(SETTLED).await;
    // As a thumb does: by steps of a frame.
    let scroll = |step: i32, frames: u32| {
        format!("new Promise((done) => {{ let left = {frames};
        const go = () => {{ scrollBy({{ top: {step}, behavior: 'instant' }}); left -= 1; left > 0 ? requestAnimationFrame(go) : done(true); }}; go(); }})")
    };
    shopper.eval::<bool>(&scroll(100, 15)).await?;
    tokio::time::sleep(NOTICED).await;
    // Slowly back is reading.
    shopper.eval::<bool>(&scroll(-10, 70)).await?;
    assert!(!is_shown(&shopper).await?, "after scrolling slowly");
    shopper.eval::<bool>(&scroll(100, 10)).await?;
    tokio::time::sleep(NOTICED).await;
    shopper.eval::<bool>(&scroll(-100, 10)).await?;
    shopper.wait_for(DIALOG).await?;
    shopper.screenshot("offer-phone").await?;
    let inside = "(() => { const { left, right, bottom } = document.querySelector('vitrina-offer').shadowRoot.querySelector('.dialog').getBoundingClientRect();
        return left >= 0 && right <= innerWidth && Math.round(bottom) <= innerHeight; })()";
    assert!(shopper.eval::<bool>(inside).await?);
    shopper.click("vitrina-offer >>> .decline").await?;
    shopper.wait_until_gone(DIALOG).await?;
    Ok(())
}

/// The demo shop's offer, shown in another way.
fn shown_as(site: &Site, display: &str) -> Result<()> {
    configure(site, |config| {
        let offers = config["offers"].as_array_mut().into_iter().flatten();
        for offer in offers.filter(|offer| offer["id"] == "stay") {
            offer["display"] = display.into();
        }
    })
}

#[tokio::test]
async fn an_offer_in_a_corner_or_along_the_edge_leaves_the_page_as_usable_as_it_was() -> Result<()> {
    for display in ["slide_in", "bar"] {
        let site = Site::start().await?;
        shown_as(&site, display)?;
        let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
        accept(&shopper).await?;
        buy(&shopper, "harrier-32-hiking-backpack").await?;
        enter(&shopper, "/c/backpacks/").await?;
        let link = format!("{GRID} .card-title a");
        shopper.eval::<()>(&format!("document.querySelector(\"{link}\").focus()")).await?;
        leave(&shopper).await?;
        shopper.wait_for(DIALOG).await?;
        shopper.screenshot(&format!("offer-{display}")).await?;
        let state = format!(
            "(() => {{ const dialog = document.querySelector('vitrina-offer').shadowRoot.querySelector('.dialog'); \
                const {{ left, right, top, bottom }} = dialog.getBoundingClientRect(); \
                return [dialog.matches(':modal'), document.activeElement === document.querySelector(\"{link}\"), \
                    left >= 0 && right <= innerWidth && top > 0 && Math.round(bottom) <= innerHeight]; }})()"
        );
        assert_eq!(shopper.eval::<[bool; 3]>(&state).await?, [false, true, true], "{display}");
        // The page behind it answers.
        shopper.click("#q").await?;
        shopper.type_into("#q", "tent").await?;
        assert_eq!(shopper.eval::<String>("document.querySelector('#q').value").await?, "tent");
        shopper.click("vitrina-offer >>> .copy").await?;
        shopper.press(Key::Escape).await?;
        shopper.wait_until_gone(DIALOG).await?;
        drop(shopper);
    }
    Ok(())
}
