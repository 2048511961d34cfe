//! Tabs beside each other, and the way back.

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, enter, ready, trail, view};

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
