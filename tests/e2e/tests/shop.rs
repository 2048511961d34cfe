//! What journeys through the demo shop share.

use std::fmt::Debug;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::Value;
use vitrina_e2e::{PATIENCE, Records, Result, Shopper, Site};
use xtask::paths;

pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// The cards of a category.
pub(crate) const GRID: &str = ".shelf [data-list]";

/// Layout shift below which nothing moved but the page as a whole, by the width of a scroll bar that appeared, or words in a
/// centred line. A single card that moves makes more than 0.2.
pub(crate) const STILL: f64 = 0.02;

/// Waits until Vitrina runs.
pub(crate) async fn ready(shopper: &Shopper) -> Result<()> {
    shopper.wait_until("Vitrina to run", "typeof window.vitrina?.track === 'function'").await
}

/// Waits until the events of all pages but this one are part of the stored profile.
pub(crate) async fn folded(shopper: &Shopper) -> Result<()> {
    let journals = "Object.keys(localStorage).filter((key) => key.startsWith('vitrina:events:')).length";
    shopper.wait_until("what happened before to be folded", &format!("{journals} === 1")).await
}

/// Leaves what must not happen the time in which it would. What should happen is waited for, however long that takes.
pub(crate) async fn time_to_go_wrong(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Waits until what `look` sees is `expected`.
pub(crate) async fn becomes<T, E>(expected: &E, look: impl AsyncFn() -> Result<T>) -> Result<()>
where
    T: PartialEq<E> + Debug,
    E: Debug + ?Sized,
{
    let started = Instant::now();
    loop {
        let seen = look().await?;
        if seen == *expected {
            return Ok(());
        }
        ensure!(started.elapsed() < PATIENCE, "{seen:?} never became {expected:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the texts of all that `selector` finds are `expected`.
pub(crate) async fn shows(shopper: &Shopper, selector: &str, expected: &[&str]) -> Result<()> {
    becomes(expected, async || shopper.texts(selector).await).await
}

/// Waits until what `selector` finds first says `words`, among others.
pub(crate) async fn says(shopper: &Shopper, selector: &str, words: &str) -> Result<()> {
    let said = format!("document.querySelector(\"{selector}\")?.textContent.includes({words:?})");
    shopper.wait_until(&format!("{selector} to say {words}"), &said).await
}

/// Waits until the page has what it brings in after Vitrina runs, the catalogue and the model too, and has followed them.
pub(crate) async fn at_rest(site: &Site) -> Result<()> {
    site.wait_until_quiet(Duration::from_millis(500)).await
}

/// Opens a page until all of the `count` things watched on it were there in its first frame, as on a machine that is not
/// busy; answers with what was recorded, half a second later.
pub(crate) async fn enter_at_once(shopper: &Shopper, path: &str, count: usize) -> Result<Records> {
    for attempt in 1.. {
        // A query of the shop's own makes it another page each time, with the same content.
        enter(shopper, &path.replace("{attempt}", &attempt.to_string())).await?;
        time_to_go_wrong(500).await;
        let records = shopper.records().await?;
        if records.first == count {
            assert!(records.jumps().is_empty(), "{path}: {:#?}", records.frames);
            assert!(records.layout_shift() < STILL, "{path}: {:?}", records.shifts);
            return Ok(records);
        }
        ensure!(attempt < 20, "{path} never came in one piece: {} of {count}", records.first);
    }
    unreachable!()
}

/// Opens `path` and waits until Vitrina runs there.
pub(crate) async fn enter(shopper: &Shopper, path: &str) -> Result<()> {
    shopper.visit(path).await?;
    ready(shopper).await
}

/// Waits until the catalogue is there, and what it gives is known and prepared for the next page.
pub(crate) async fn know_the_catalogue(site: &Site, shopper: &Shopper) -> Result<()> {
    let come = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/products.json') && responseEnd > 0)";
    shopper.wait_until("the catalogue", come).await?;
    at_rest(site).await
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
    becomes(&(before + 1), async || shopper.eval::<u32>(count).await).await?;
    shopper.click("#cart-drawer [data-close-cart]").await?;
    shopper.wait_until_gone("#cart-drawer").await
}

/// Puts `product` into the cart and orders it.
pub(crate) async fn order(shopper: &Shopper, product: &str) -> Result<()> {
    buy(shopper, product).await?;
    check_out(shopper).await
}

/// Orders what is in the cart.
pub(crate) async fn check_out(shopper: &Shopper) -> Result<()> {
    enter(shopper, "/checkout/").await?;
    for (field, text) in [
        ("email", "ana@example.com"),
        ("first", "Ana"),
        ("last", "Anić"),
        ("street", "Glavna 1"),
        ("postcode", "11000"),
        ("city", "Beograd"),
    ] {
        shopper.type_into(&format!("#{field}"), text).await?;
    }
    shopper.click("[data-checkout] [type=submit]").await?;
    shopper.wait_for("[data-order]").await?;
    ready(shopper).await?;
    shopper.wait_until("the order to be known", "vitrina.attributes().session.orders > 0").await
}

/// Accepts, and puts a backpack of 109 euros into the cart.
pub(crate) async fn accept_and_fill_the_cart(shopper: &Shopper) -> Result<()> {
    accept(shopper).await?;
    buy(shopper, "harrier-32-hiking-backpack").await
}

/// The same, and comes back to `path` on the next day.
pub(crate) async fn come_back_to_the_cart(site: &Site, shopper: &Shopper, path: &str) -> Result<()> {
    accept_and_fill_the_cart(shopper).await?;
    site.let_pass(DAY);
    enter(shopper, path).await
}

/// An offer that is not within the page, unless it is only its tab.
pub(crate) const DIALOG: &str = "vitrina-offer >>> .dialog";

/// The tab of an offer that was closed without an answer.
pub(crate) const TAB: &str = "vitrina-offer >>> .teaser";

/// Why the offer `id` is not shown: empty if it is due.
pub(crate) async fn refusal(shopper: &Shopper, id: &str) -> Result<String> {
    shopper.eval(&format!("vitrina.explain('{id}').offers[0].refusal ?? ''")).await
}

/// Whether an offer is open over the page, beside it or along its edge.
pub(crate) async fn an_offer_is_open(shopper: &Shopper) -> Result<bool> {
    let open = "[...document.querySelectorAll('vitrina-offer:not([data-display=inline])')].some((offer) => offer.shadowRoot?.querySelector('.dialog'))";
    shopper.eval(open).await
}

/// Stays on the page for as long as the shop's offer to who leaves asks for, and leaves with the mouse.
pub(crate) async fn stay_and_leave(shopper: &Shopper) -> Result<()> {
    ready(shopper).await?;
    // Longer than a second, which is what the config asks for by saying nothing.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    shopper.leave_at_the_top().await
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

/// Vitrina's tag in the pages of the demo shop.
pub(crate) const VITRINA: &str = "<script src=\"/vitrina/vitrina.js\" data-config=\"/vitrina.json\"></script>";

/// Puts `markup` before Vitrina's tag in the page at `path` of the demo shop: what is there later may be too late.
pub(crate) fn before_the_tag(site: &Site, path: &str, markup: &str) -> Result<()> {
    let page = fs::read_to_string(paths::dist().join("shop").join(path.trim_matches('/')).join("index.html"))?;
    ensure!(page.contains(VITRINA), "{path} has another tag");
    site.replace(path, "text/html; charset=utf-8", &page.replace(VITRINA, &format!("{markup}{VITRINA}")));
    Ok(())
}

/// A script that keeps, as `told`, what Vitrina tells by the event `name`.
pub(crate) fn keeping(name: &str) -> String {
    format!(
        "<script>window.told = []; document.addEventListener('vitrina:{name}', ({{ detail }}) => told.push(detail));</script>"
    )
}

/// Serves the demo shop's config as `change` makes it.
pub(crate) fn configure(site: &Site, change: impl FnOnce(&mut Value)) -> Result<()> {
    let config = fs::read_to_string(paths::root().join("www/shop/vitrina.json"))?;
    let mut config = serde_json::from_str(&config)?;
    change(&mut config);
    site.replace("/vitrina.json", "application/json", &config.to_string());
    Ok(())
}
