//! Nothing on the shop's pages moves that the shopper has seen: no layout shift, and no card that changes its place.

use std::time::Duration;

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, buy, enter, look_at_hiking_boots, ready};

/// Home, category, product, cart, checkout, confirmation and account.
const PAGES: [&str; 8] = [
    "/",
    "/c/backpacks/",
    "/c/hiking-boots/",
    "/p/ridgeline-mid-hiking-boots/",
    "/cart/",
    "/checkout/",
    "/thank-you/",
    "/account/",
];
/// Whose place is noted frame by frame. Browsers do not count a node that is taken out and put in again.
const CARDS: &str = "[data-product-id], [data-vitrina-list] li, .tile";
/// Longer than it takes until catalogue and model are there and the page has followed them.
const SETTLED: Duration = Duration::from_millis(900);

/// Opens every page of the shop and looks at it without doing anything; answers with what moved.
async fn look_around(shopper: &Shopper, when: &str) -> Result<Vec<String>> {
    let mut moved = Vec::new();
    for path in PAGES {
        enter(shopper, path).await?;
        tokio::time::sleep(SETTLED).await;
        let records = shopper.records().await?;
        let shifts = records.shifts.iter().filter(|shift| !shift.after_input).map(|shift| format!("{shift:?}"));
        let jumps = records.jumps().into_iter().map(|card| format!("no longer there: {card}"));
        moved.extend(shifts.chain(jumps).map(|what| format!("{path} {when}: {what}")));
        assert_eq!(records.console.len() + records.errors.len(), 0, "{path} {when}: {records}");
    }
    Ok(moved)
}

/// Looks around before and on the first visit, once something is known, and three days later.
async fn nothing_moves(screen: Screen) -> Result<()> {
    let site = Site::start().await?;
    site.watch(CARDS);
    let shopper = Shopper::arrive(&site, screen).await?;
    let mut moved = look_around(&shopper, "before consent").await?;
    accept(&shopper).await?;
    moved.extend(look_around(&shopper, "on the first visit").await?);

    look_at_hiking_boots(&shopper).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    ready(&shopper).await?;
    moved.extend(look_around(&shopper, "once something is known").await?);
    site.let_pass(Duration::from_secs(3 * 86_400));
    moved.extend(look_around(&shopper, "three days later").await?);
    assert!(moved.is_empty(), "{moved:#?}");
    // The pages were hers, not the merchant's.
    enter(&shopper, "/").await?;
    assert_eq!(shopper.texts("#hero h2").await?, ["Get ready for your hike, friend!"]);
    shopper.wait_for("#home-recs li").await
}

#[tokio::test]
async fn nothing_moves_on_a_desktop() -> Result<()> {
    nothing_moves(Screen::Desktop).await
}

#[tokio::test]
async fn nothing_moves_on_a_phone() -> Result<()> {
    nothing_moves(Screen::Phone).await
}
