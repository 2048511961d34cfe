//! Nothing on the shop's pages moves that the shopper has seen: no layout shift, and no card that changes its place.

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{DAY, STILL, accept, at_rest, buy, enter, look_at_hiking_boots, shows, time_to_go_wrong};

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

/// Opens every page of the shop and looks at it without doing anything; answers with what moved.
async fn look_around(site: &Site, shopper: &Shopper, when: &str) -> Result<Vec<String>> {
    let mut moved = Vec::new();
    for path in PAGES {
        enter(shopper, path).await?;
        at_rest(site).await?;
        time_to_go_wrong(200).await;
        let records = shopper.records().await?;
        // On a busy machine the shop's own header is painted before all of it has come, and its words move a little.
        let moves = records.layout_shift() >= STILL;
        let shifts =
            records.shifts.iter().filter(|shift| moves && !shift.after_input).map(|shift| format!("{shift:?}"));
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
    let mut moved = look_around(&site, &shopper, "before consent").await?;
    accept(&shopper).await?;
    moved.extend(look_around(&site, &shopper, "on the first visit").await?);

    look_at_hiking_boots(&shopper).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    moved.extend(look_around(&site, &shopper, "once something is known").await?);
    site.let_pass(3 * DAY);
    moved.extend(look_around(&site, &shopper, "three days later").await?);
    assert!(moved.is_empty(), "{moved:#?}");
    // The pages were hers, not the merchant's.
    enter(&shopper, "/").await?;
    shows(&shopper, "#hero h2", &["Get ready for your hike, friend!"]).await?;
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
