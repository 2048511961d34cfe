//! What journeys through the demo shop share.

use std::fs;
use std::time::Duration;

use anyhow::ensure;
use serde_json::Value;
use vitrina_e2e::{Records, Result, Shopper, Site};
use xtask::paths;

/// The cards of a category.
pub(crate) const GRID: &str = ".shelf [data-list]";

/// Layout shift below which nothing moved but the page as a whole, by the width of a scroll bar that appeared, or words in a
/// centred line. A single card that moves makes more than 0.2.
pub(crate) const STILL: f64 = 0.02;

/// Waits until Vitrina runs.
pub(crate) async fn ready(shopper: &Shopper) -> Result<()> {
    shopper.wait_until("Vitrina to run", "typeof window.vitrina?.track === 'function'").await
}

/// Opens a page until all of the `count` things watched on it were there in its first frame, as on a machine that is not
/// busy; answers with what was recorded, half a second later.
pub(crate) async fn enter_at_once(shopper: &Shopper, path: &str, count: usize) -> Result<Records> {
    for attempt in 1.. {
        // A query of the shop's own makes it another page each time, with the same content.
        enter(shopper, &path.replace("{attempt}", &attempt.to_string())).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let records = shopper.records().await?;
        if records.first == count {
            assert!(records.jumps().is_empty(), "{path}: {:#?}", records.frames);
            assert!(records.layout_shift() < STILL, "{path}: {:?}", records.shifts);
            return Ok(records);
        }
        ensure!(attempt < 8, "{path} never came in one piece: {} of {count}", records.first);
    }
    unreachable!()
}

/// Opens `path` and waits until Vitrina runs there.
pub(crate) async fn enter(shopper: &Shopper, path: &str) -> Result<()> {
    shopper.visit(path).await?;
    ready(shopper).await
}

/// Accepts what the consent banner asks, on the home page.
pub(crate) async fn accept(shopper: &Shopper) -> Result<()> {
    enter(shopper, "/").await?;
    shopper.click("#consent [data-consent=granted]").await?;
    shopper.wait_until_gone("#consent").await
}

/// The products of a category from first to last.
pub(crate) async fn products(shopper: &Shopper) -> Result<Vec<String>> {
    column(shopper, "data-product-id").await
}

/// The brands of a category's products from first to last, those pinned by the merchant left out.
pub(crate) async fn free_brands(shopper: &Shopper) -> Result<Vec<String>> {
    let free = format!("{GRID} > [data-product-id]:not([data-vitrina-pin])");
    Ok(shopper.attributes(&free, "data-brand").await?.into_iter().flatten().collect())
}

/// The products the merchant pinned, with their places.
pub(crate) async fn pinned(shopper: &Shopper) -> Result<Vec<(usize, String)>> {
    let pins = shopper.attributes(&format!("{GRID} > [data-product-id]"), "data-vitrina-pin").await?;
    let all = products(shopper).await?.into_iter().enumerate().zip(pins);
    Ok(all.filter_map(|(card, pin)| pin.map(|_| card)).collect())
}

async fn column(shopper: &Shopper, attribute: &str) -> Result<Vec<String>> {
    Ok(shopper.attributes(&format!("{GRID} > [data-product-id]"), attribute).await?.into_iter().flatten().collect())
}

/// Opens `category`, clicks the card of `product`, and waits until Vitrina runs on its page.
pub(crate) async fn view(shopper: &Shopper, category: &str, product: &str) -> Result<()> {
    enter(shopper, category).await?;
    shopper.click(&format!("{GRID} [data-product-id='{product}'] .card-title a")).await?;
    shopper.wait_for(&format!("article.product[data-product-id='{product}']")).await?;
    ready(shopper).await
}

/// Views three hiking boots, one after the other.
pub(crate) async fn look_at_hiking_boots(shopper: &Shopper) -> Result<()> {
    for product in ["ridgeline-mid-hiking-boots", "kopaonik-leather-hiking-boots", "ridgeline-trail-hiking-boots"] {
        view(shopper, "/c/hiking-boots/", product).await?;
    }
    Ok(())
}

/// The products the shopper is known to have looked at, the last one last.
pub(crate) async fn trail(shopper: &Shopper) -> Result<Vec<String>> {
    shopper.eval("(vitrina.profile().trail ?? []).map(([id]) => id)").await
}

/// Looks at three pairs of boots of the brand Tarnhow.
pub(crate) async fn view_three_of_tarnhow(shopper: &Shopper) -> Result<()> {
    enter(shopper, "/c/hiking-boots/").await?;
    let tarnhow = shopper.attributes(&format!("{GRID} [data-brand=tarnhow]"), "data-product-id").await?;
    assert_eq!(tarnhow.len(), 3);
    for product in tarnhow.iter().flatten() {
        view(shopper, "/c/hiking-boots/", product).await?;
    }
    Ok(())
}

/// Opens the page of `product`, puts it into the cart and closes the drawer that shows it.
pub(crate) async fn buy(shopper: &Shopper, product: &str) -> Result<()> {
    shopper.visit(&format!("/p/{product}/")).await?;
    put_into_cart(shopper).await
}

/// Puts the product on view into the cart and closes the drawer that shows it.
pub(crate) async fn put_into_cart(shopper: &Shopper) -> Result<()> {
    shopper.wait_until_loaded().await?;
    let count = "Number(document.querySelector('[data-cart-count]').textContent)";
    let before: u32 = shopper.eval(count).await?;
    if shopper
        .eval("Boolean(document.querySelector('[name=size]')) && !document.querySelector('[name=size]:checked')")
        .await?
    {
        shopper.click(".option:has([name=size]:enabled)").await?;
    }
    shopper.click(".buy-row [type=submit]").await?;
    shopper.wait_for("#cart-drawer .cart-line").await?;
    assert_eq!(shopper.eval::<u32>(count).await?, before + 1);
    shopper.click("#cart-drawer [data-close-cart]").await?;
    shopper.wait_until_gone("#cart-drawer").await
}

/// The page once it has come to rest, and nothing left out.
pub(crate) async fn markup(shopper: &Shopper) -> Result<String> {
    shopper.wait_until_loaded().await?;
    shopper.eval("document.head.children.length + document.body.outerHTML").await
}

/// The page at `path` as it is without Vitrina; no file of Vitrina's is there from now on.
pub(crate) async fn without_vitrina(site: &Site, shopper: &Shopper, path: &str) -> Result<String> {
    site.missing("/vitrina/");
    shopper.visit(path).await?;
    assert!(shopper.eval::<bool>("!window.vitrina").await?);
    markup(shopper).await
}

/// Says where two pages first differ, if they do.
pub(crate) fn assert_same(page: &str, expected: &str, when: &str) {
    if page == expected {
        return;
    }
    let start = page.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let part = text.as_bytes().get(start.saturating_sub(200)..).unwrap_or_default();
        String::from_utf8_lossy(part.get(..400).unwrap_or(part)).into_owned()
    };
    panic!("{when}, the page is\n…{}…\nwhere the merchant's is\n…{}…", around(page), around(expected));
}

/// Serves the demo shop's config as `change` makes it.
pub(crate) fn configure(site: &Site, change: impl FnOnce(&mut Value)) -> Result<()> {
    let config = fs::read_to_string(paths::root().join("www/shop/vitrina.json"))?;
    let mut config = serde_json::from_str(&config)?;
    change(&mut config);
    site.replace("/vitrina.json", "application/json", &config.to_string());
    Ok(())
}
