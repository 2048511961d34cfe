//! An offer to a shopper about to leave: once, in time, and never in the way.

use serde_json::json;
use vitrina_e2e::{Key, Result, Screen, Shopper, Site};
use xtask::browsers::Browser;

use crate::shop::{
    DAY, DIALOG, GRID, STILL, TAB, accept, accept_and_fill_the_cart, an_offer_is_open, buy, configure, enter,
    put_into_cart, ready, refusal, stay_and_leave, time_to_go_wrong,
};

/// Longer than the pointer must stay away before it counts as leaving.
const NOTICED: u64 = 500;

/// Moves the mouse out of the window: that brings nothing up.
async fn leave_in_vain(shopper: &Shopper, when: &str) -> Result<()> {
    ready(shopper).await?;
    shopper.leave_at_the_top().await?;
    time_to_go_wrong(NOTICED).await;
    assert!(!an_offer_is_open(shopper).await?, "{when}");
    Ok(())
}

/// Leaves `path` at the top: that brings the offer up.
async fn is_asked_to_stay(shopper: &Shopper, path: &str) -> Result<()> {
    enter(shopper, path).await?;
    shopper.leave_at_the_top().await?;
    shopper.wait_for(DIALOG).await
}

/// Leaves of the shop's offers the one for who leaves, from so many seconds on and whatever is foreseen: months pass here, and
/// others would come up.
fn alone(site: &Site, after: f64) -> Result<()> {
    configure(site, |config| {
        let offers = config["offers"].as_array_mut();
        if let Some(offers) = offers {
            offers.retain(|offer| offer["id"] == "stay");
            for offer in offers {
                offer["when"] = json!({ "cart.value": { "$gt": 30 } });
                offer["trigger"] = json!({ "exit_intent": { "after": after } });
            }
        }
    })
}

#[tokio::test]
async fn s18_a_shopper_with_a_cart_who_is_about_to_leave_sees_one_offer_once() -> Result<()> {
    let site = Site::start().await?;
    // Who has been at the checkout would need no offer.
    alone(&site, 0.0)?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/c/backpacks/").await?;
    leave_in_vain(&shopper, "with an empty cart").await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/checkout/").await?;
    leave_in_vain(&shopper, "on the checkout page").await?;
    shopper.visit("/c/backpacks/").await?;
    shopper.type_into("#q", "boo").await?;
    leave_in_vain(&shopper, "while typing").await?;

    // Nobody is leaving yet who has just come. A minute, so that a slow machine is in time too.
    alone(&site, 60.0)?;
    enter(&shopper, "/c/backpacks/").await?;
    leave_in_vain(&shopper, "in the first minute").await?;

    alone(&site, 0.0)?;
    enter(&shopper, "/c/backpacks/").await?;
    let link = format!("{GRID} .card-title a");
    shopper.eval::<()>(&format!("document.querySelector(\"{link}\").focus()")).await?;
    shopper.leave_at_the_top().await?;
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

    leave_in_vain(&shopper, "again on the same page").await?;
    shopper.reload().await?;
    leave_in_vain(&shopper, "after loading the page again").await?;
    shopper.open_tab("/c/backpacks/").await?;
    leave_in_vain(&shopper, "in another tab").await?;
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn s24_an_offer_keeps_to_its_caps_and_out_of_the_way() -> Result<()> {
    let site = Site::start().await?;
    alone(&site, 0.0)?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    // Nothing pops over a cookie banner, nor over another dialog.
    enter(&shopper, "/p/harrier-32-hiking-backpack/").await?;
    put_into_cart(&shopper).await?;
    leave_in_vain(&shopper, "over the consent banner").await?;
    shopper.click("#consent [data-consent=granted]").await?;
    shopper.visit("/c/backpacks/").await?;
    shopper.click("[data-open-cart]").await?;
    shopper.wait_for("#cart-drawer").await?;
    leave_in_vain(&shopper, "over the cart drawer").await?;
    shopper.click("#cart-drawer [data-close-cart]").await?;

    // Two tabs are open; what one shows counts in the other, which knew nothing of it when it was opened.
    let first = shopper.open_tab("/c/rainwear/").await?;
    ready(&shopper).await?;
    let second = shopper.look_at(first).await?;
    is_asked_to_stay(&shopper, "/c/rainwear/").await?;
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
    leave_in_vain(&shopper, "in a tab opened before").await?;

    // Another session, on another day, but within the seven days of the cap.
    site.let_pass(2 * DAY);
    enter(&shopper, "/c/backpacks/").await?;
    leave_in_vain(&shopper, "two days later").await?;
    // Eight days later.
    site.let_pass(6 * DAY);
    is_asked_to_stay(&shopper, "/c/backpacks/").await?;
    shopper.click("vitrina-offer >>> .decline").await?;
    shopper.wait_until_gone(DIALOG).await?;
    site.let_pass(10 * DAY);
    enter(&shopper, "/c/backpacks/").await?;
    leave_in_vain(&shopper, "ten days after it was declined").await?;
    // A month after it was declined.
    site.let_pass(21 * DAY);
    is_asked_to_stay(&shopper, "/c/backpacks/").await?;

    // After an order there is nothing to win back.
    let other = Site::start().await?;
    alone(&other, 0.0)?;
    shopper.move_on(&other);
    accept_and_fill_the_cart(&shopper).await?;
    let order = "vitrina.track('purchase', { transaction_id: 'T1', value: 90, currency: 'EUR', items: [{ item_id: 'y', price: 90 }] })";
    shopper.eval::<()>(order).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/c/backpacks/").await?;
    leave_in_vain(&shopper, "after an order").await
}

/// A shopper with a cart on a page of a phone, where the offer waits for nothing but leaving. WebKit cannot pretend to have a
/// touch screen.
async fn with_a_thumb(site: &Site) -> Result<Option<Shopper>> {
    alone(site, 0.0)?;
    let shopper = Shopper::arrive(site, Screen::Phone).await?;
    if shopper.browser() == Browser::Webkit {
        return Ok(None);
    }
    accept_and_fill_the_cart(&shopper).await?;
    enter(&shopper, "/c/backpacks/").await?;
    Ok(Some(shopper))
}

#[tokio::test]
async fn s18_on_a_phone_scrolling_up_fast_is_leaving() -> Result<()> {
    let site = Site::start().await?;
    let Some(shopper) = with_a_thumb(&site).await? else { return Ok(()) };
    // As a thumb does: by steps of a frame, of which a busy machine draws few.
    let scroll = |step: i32, frames: u32| {
        format!("new Promise((done) => {{ let left = {frames};
        const go = () => {{ scrollBy({{ top: {step}, behavior: 'instant' }}); left -= 1; left > 0 ? requestAnimationFrame(go) : done(true); }}; go(); }})")
    };
    shopper.eval::<bool>(&scroll(100, 15)).await?;
    // Slowly back is reading.
    shopper.eval::<bool>(&scroll(-10, 70)).await?;
    time_to_go_wrong(NOTICED).await;
    assert!(!an_offer_is_open(&shopper).await?, "after scrolling slowly");
    shopper.eval::<bool>(&scroll(100, 10)).await?;
    shopper.eval::<bool>(&scroll(-400, 4)).await?;
    shopper.wait_for(DIALOG).await?;
    shopper.screenshot("offer-phone").await?;
    let inside = "(() => { const { left, right, bottom } = document.querySelector('vitrina-offer').shadowRoot.querySelector('.dialog').getBoundingClientRect();
        return left >= 0 && right <= innerWidth && Math.round(bottom) <= innerHeight; })()";
    assert!(shopper.eval::<bool>(inside).await?);
    shopper.click("vitrina-offer >>> .decline").await?;
    shopper.wait_until_gone(DIALOG).await?;
    Ok(())
}

#[tokio::test]
async fn s18_on_a_phone_coming_back_to_the_page_is_a_sign_as_well() -> Result<()> {
    let site = Site::start().await?;
    let Some(shopper) = with_a_thumb(&site).await? else { return Ok(()) };
    // Whether a tab behind another is out of view differs between drivers, so the page is told, and how late it is: by its own
    // Date, since a script of WebDriver's may have another.
    let away = |milliseconds: u32| {
        format!(
            "((be) => {{ const {{ Date }} = window; const {{ now }} = Date; be(true); Date.now = () => now() + {milliseconds}; be(false); return true; }})((hidden) => {{ \
                Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => hidden }}); \
                document.dispatchEvent(new Event('visibilitychange')); }})"
        )
    };
    shopper.eval::<bool>(&away(1_000)).await?;
    time_to_go_wrong(NOTICED).await;
    assert!(!an_offer_is_open(&shopper).await?, "after a moment");
    shopper.eval::<bool>(&away(3_200)).await?;
    shopper.wait_for("vitrina-offer >>> .modal").await
}

#[tokio::test]
async fn s19_who_left_with_a_full_cart_is_reminded_with_the_items_on_the_next_visit() -> Result<()> {
    for screen in [Screen::Desktop, Screen::Phone] {
        let site = Site::start().await?;
        let shopper = Shopper::arrive(&site, screen).await?;
        accept_and_fill_the_cart(&shopper).await?;
        buy(&shopper, "enamel-camp-mug").await?;
        enter(&shopper, "/").await?;
        assert_eq!(refusal(&shopper, "cart").await?, "condition", "in the same visit");

        site.let_pass(DAY);
        enter(&shopper, "/").await?;
        shopper.wait_for(DIALOG).await?;
        shopper.screenshot(&format!("offer-cart-{screen:?}")).await?;
        assert_eq!(shopper.texts("vitrina-offer >>> h2").await?, ["Still in your cart"]);
        assert_eq!(
            shopper.texts("vitrina-offer >>> .name").await?,
            ["Enamel Camp Mug", "Harrier 32 Hiking Backpack"],
            "what was put in last comes first"
        );
        assert_eq!(shopper.texts("vitrina-offer >>> .price").await?, ["€14.00", "€109.00"]);
        assert_eq!(shopper.texts("vitrina-offer >>> code").await?, ["BACK5"]);
        let links = shopper.attributes("vitrina-offer >>> a.product", "href").await?;
        assert_eq!(links, [Some("/p/enamel-camp-mug/".into()), Some("/p/harrier-32-hiking-backpack/".into())]);
        let pictures = "[...document.querySelector('vitrina-offer[data-display]').shadowRoot.querySelectorAll('.picture')].every((one) => one.complete && one.naturalWidth > 0)";
        shopper.wait_until("the pictures to be there", pictures).await?;
        assert!(shopper.records().await?.layout_shift() < STILL);
        shopper.click("vitrina-offer >>> a.product").await?;
        shopper.wait_for("article.product[data-product-id=enamel-camp-mug]").await?;
        ready(&shopper).await?;
        // It was accepted, and does not come back.
        assert_eq!(refusal(&shopper, "cart").await?, "per_session");
        time_to_go_wrong(700).await;
        assert!(!an_offer_is_open(&shopper).await? && shopper.texts(TAB).await?.is_empty());
        drop(shopper);
    }
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
        accept_and_fill_the_cart(&shopper).await?;
        enter(&shopper, "/c/backpacks/").await?;
        let link = format!("{GRID} .card-title a");
        shopper.eval::<()>(&format!("document.querySelector(\"{link}\").focus()")).await?;
        stay_and_leave(&shopper).await?;
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
