//! Tabs beside each other, and the way back.

use std::time::Duration;

use vitrina_e2e::{Result, Screen, Shopper, Site};
use xtask::browsers::Browser;

use crate::shop::{GRID, accept, enter, folded, put_into_cart, ready, time_to_go_wrong, trail, view};

#[tokio::test]
async fn what_happens_in_two_tabs_is_remembered_in_both() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    let mut other = shopper.open_tab("/c/kitchen/").await?;
    view(&shopper, "/c/kitchen/", "enamel-camp-mug").await?;
    for (category, product) in [
        ("/c/rainwear/", "harbour-raincoat"),
        ("/c/kitchen/", "copperlane-ceramic-pan"),
        ("/c/rainwear/", "pocket-umbrella"),
    ] {
        other = shopper.look_at(other).await?;
        view(&shopper, category, product).await?;
    }
    for _ in 0..2 {
        enter(&shopper, "/").await?;
        let products =
            ["puddle-rain-boots", "enamel-camp-mug", "harbour-raincoat", "copperlane-ceramic-pan", "pocket-umbrella"];
        let mut seen = trail(&shopper).await?;
        assert_eq!(seen, products);
        seen.dedup();
        assert_eq!(seen.len(), 5);
        other = shopper.look_at(other).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_tab_left_alone_for_long_counts_nothing_twice_when_the_shopper_comes_back() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    site.let_pass(Duration::from_secs(60));
    let before = shopper.open_tab("/c/kitchen/").await?;
    ready(&shopper).await?;
    folded(&shopper).await?;
    let other = shopper.look_at(before).await?;
    // Whatever makes it read what is stored, and not only an event.
    shopper.eval::<()>("vitrina.import(vitrina.export())").await?;
    put_into_cart(&shopper).await?;
    shopper.wait_until("the piece to count", "vitrina.attributes().cart.count === 1").await?;
    shopper.look_at(other).await?;
    enter(&shopper, "/").await?;
    let counted =
        "(({ visits, cart, session }) => [visits.pages, cart.count, session.additions])(vitrina.attributes())";
    assert_eq!(shopper.eval::<[u32; 3]>(counted).await?, [5, 1, 1]);
    Ok(())
}

#[tokio::test]
async fn going_back_counts_nothing_twice_and_knows_what_happened_meanwhile() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    let pages: u32 = shopper.eval("vitrina.attributes().visits.pages").await?;
    assert_eq!(pages, 3);
    shopper.back().await?;
    shopper.wait_until("the category to be there", "location.pathname === '/c/rainwear/'").await?;
    ready(&shopper).await?;
    assert_eq!(trail(&shopper).await?, ["puddle-rain-boots"]);
    let pages: u32 = shopper.eval("vitrina.attributes().visits.pages").await?;
    let kept: bool = shopper.eval("performance.getEntriesByType('navigation')[0].type === 'navigate'").await?;
    // From the browser's page cache it is the page view of before; loaded again, it is one more.
    assert_eq!(pages, if kept { 3 } else { 4 });
    Ok(())
}

#[tokio::test]
async fn a_page_fetched_ahead_is_no_visit_until_the_shopper_comes() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/c/rainwear/").await?;
    let product = "/p/puddle-rain-boots/";
    let rules = serde_json::json!({ "prerender": [{ "urls": [product], "eagerness": "immediate" }] });
    shopper
        .eval::<()>(&format!(
            "void document.head.append(Object.assign(document.createElement('script'), \
                {{ type: 'speculationrules', textContent: JSON.stringify({rules}) }}))"
        ))
        .await?;
    // Only Chromium draws pages ahead; the others open it when it is wanted, which counts the same.
    let ahead = shopper.browser() == Browser::Chromium;
    if ahead {
        site.wait_for_requests(product, 1).await?;
    }
    // As long as a page may take to be counted, if it were.
    time_to_go_wrong(1_500).await;
    let viewed = "Object.keys(localStorage).filter((key) => localStorage[key].includes('view_item') && localStorage[key].includes('puddle')).length";
    assert_eq!(shopper.eval::<u32>(viewed).await?, 0);
    shopper.click(&format!("{GRID} [data-product-id='puddle-rain-boots'] .card-title a")).await?;
    shopper.wait_for("article.product[data-product-id='puddle-rain-boots']").await?;
    ready(&shopper).await?;
    assert_eq!(trail(&shopper).await?, ["puddle-rain-boots"]);
    let pages: u32 = shopper.eval("vitrina.attributes().visits.pages").await?;
    assert_eq!(pages, 3, "drawn ahead: {ahead}");
    let activated = "(performance.getEntriesByType('navigation')[0].activationStart ?? 0) > 0";
    assert_eq!(shopper.eval::<bool>(activated).await?, ahead);
    Ok(())
}

#[tokio::test]
async fn who_is_forgotten_on_one_page_stays_so_on_the_way_back_to_another() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/rainwear/", "puddle-rain-boots").await?;
    enter(&shopper, "/c/kitchen/").await?;
    let stored = "Object.values({ ...localStorage }).join().includes('/c/rainwear/')";
    shopper.wait_until("the lists seen to be stored", stored).await?;
    enter(&shopper, "/").await?;
    shopper.eval::<()>("vitrina.forget()").await?;
    shopper.back().await?;
    shopper.wait_until("the list to be there", "location.pathname === '/c/kitchen/'").await?;
    ready(&shopper).await?;
    time_to_go_wrong(1_000).await;
    assert!(!shopper.eval::<bool>(stored).await?, "it knows of what was forgotten");
    assert_eq!(trail(&shopper).await?, [""; 0]);
    Ok(())
}
