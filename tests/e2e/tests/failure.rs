//! Whatever of Vitrina is missing, broken or forbidden, the shop is the shop without it.

use vitrina_e2e::{Records, Result, Screen, Shopper, Site};

use crate::shop::{
    accept, assert_same, enter, markup, products, put_into_cart, time_to_go_wrong, view_three_of_tarnhow,
};

const CATEGORY: &str = "/c/backpacks/";
const CONFIG: &str = "/vitrina.json";
const WASM: &str = "/vitrina/engine_bg.wasm";

/// What the shopper sees on a walk through the shop.
struct Walk {
    category: String,
    product: String,
}

/// Opens a category and then a product, and puts that into the cart. With Vitrina's files there, waits until it has given up, and
/// answers with what was recorded until then.
async fn walk(shopper: &mut Shopper, site: &Site, vitrina: bool) -> Result<(Walk, Records)> {
    shopper.move_on(site);
    shopper.visit(CATEGORY).await?;
    if vitrina {
        let over =
            "window.__records().console.length > 0 || window.__records().broken.some((a) => a.includes('vitrina.js'))";
        shopper.wait_until("Vitrina to have given up", over).await?;
        time_to_go_wrong(150).await;
    }
    let category = markup(shopper).await?;
    let records = shopper.records().await?;
    shopper.click(&format!("[data-product-id] a[href='/p/{}/']", products(shopper).await?[3])).await?;
    put_into_cart(shopper).await?;
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok((Walk { category, product: markup(shopper).await? }, records))
}

/// The walk through a shop that is as `fault` makes it, without any of Vitrina's files.
async fn without(shopper: &mut Shopper, fault: impl Fn(&Site)) -> Result<Walk> {
    let site = Site::start().await?;
    fault(&site);
    site.missing("/vitrina/");
    Ok(walk(shopper, &site, false).await?.0)
}

/// The walk through a shop that is as `fault` makes it: nothing may tell it from `merchants` but one warning, which is returned
/// with what else was recorded.
async fn same_as(merchants: &Walk, shopper: &mut Shopper, fault: impl Fn(&Site)) -> Result<Records> {
    let site = Site::start().await?;
    fault(&site);
    let (ours, records) = walk(shopper, &site, true).await?;
    assert_same(&ours.category, &merchants.category, "in the category");
    assert_same(&ours.product, &merchants.product, "on the product's page");
    assert!(records.console.len() <= 1, "{records}");
    assert!(
        records.console.iter().all(|said| said.level == "warn" && said.text.starts_with("Vitrina is off: ")),
        "{records}"
    );
    assert_eq!(records.errors, [""; 0]);
    Ok(records)
}

/// The same where the fault changes the merchant's own pages as well.
async fn same_as_without(shopper: &mut Shopper, fault: impl Fn(&Site)) -> Result<Records> {
    let merchants = without(shopper, &fault).await?;
    same_as(&merchants, shopper, fault).await
}

fn warning(records: &Records) -> &str {
    records.console.first().map_or("", |said| &said.text)
}

#[tokio::test]
async fn s43_with_vitrinas_files_missing_or_damaged_the_shop_works_as_without() -> Result<()> {
    let site = Site::start().await?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let shopper = &mut shopper;

    let merchants = without(shopper, |_| ()).await?;
    let records = same_as(&merchants, shopper, |site| site.missing("/vitrina/vitrina.js")).await?;
    assert_eq!(warning(&records), "");
    for (file, kind, body) in [
        ("/vitrina/vitrina.mjs", "text/javascript", None),
        ("/vitrina/vitrina.mjs", "text/html", Some("<!doctype html><title>Not found</title>")),
        ("/vitrina/vitrina.mjs", "text/javascript", Some("export const start = ")),
        (WASM, "application/wasm", None),
        (WASM, "text/html", Some("<!doctype html><title>Not found</title>")),
        (WASM, "application/wasm", Some("\0asm\u{1}\0\0\0\u{1}\u{7}")),
        (WASM, "application/wasm", Some("\0asm\u{1}\0\0\0")),
    ] {
        let records = same_as(&merchants, shopper, |site| match body {
            None => site.missing(file),
            Some(body) => site.replace(file, kind, body),
        });
        assert_ne!(warning(&records.await?), "", "{file} of {kind} as {body:?}");
    }
    Ok(())
}

#[tokio::test]
async fn s43_with_wasm_or_storage_forbidden_the_shop_works_as_without() -> Result<()> {
    let site = Site::start().await?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let records = same_as_without(&mut shopper, |site| site.policy("script-src 'self'")).await?;
    assert_ne!(warning(&records), "");
    let records =
        same_as_without(&mut shopper, |site| site.policy("script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'"));
    assert_ne!(warning(&records.await?), "");
    let records = same_as_without(&mut shopper, |site| {
        site.block_storage();
        // An opaque origin may load modules only from who allows it.
        site.header("/", "access-control-allow-origin", "*");
    });
    assert!(warning(&records.await?).contains("localStorage"));
    Ok(())
}

#[tokio::test]
async fn a_broken_config_is_explained_in_one_warning_and_the_shop_works_as_without() -> Result<()> {
    let site = Site::start().await?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let shopper = &mut shopper;
    let broken = r##"{ "version": 2, "grid": [], "grids": [{ "strength": 1.5 }],
        "banners": [{ "slot": "#hero", "variants": [{ "id": "a", "when": { "visits.count": { "$more": 1 } },
            "content": { "title": "Hi {{ name", "href": "javascript:alert(1)" } }] }],
        "offers": [{ "id": "x", "trigger": { "exit_intent": { "after": -1 } }, "content": { "title": 7 } }] }"##;
    let merchants = without(shopper, |_| ()).await?;
    let records = same_as(&merchants, shopper, |site| site.replace(CONFIG, "application/json", broken)).await?;
    for place in [
        "version is 2; expected ",
        "grid",
        "grids[0].strength is 1.5; expected ",
        "banners[0].variants[0].when.visits.count",
        "banners[0].variants[0].content.title",
        "banners[0].variants[0].content.href is \"javascript:alert(1)\"; expected ",
        "offers[0].trigger.exit_intent.after is -1; expected ",
        "offers[0].content.title is 7; expected ",
    ] {
        assert!(warning(&records).lines().any(|line| line.starts_with(place)), "{place} is not in:\n{records}");
    }

    for (kind, text) in
        [("application/json", "{ \"grids\": [ }"), ("text/html", "<!doctype html>"), ("application/json", "")]
    {
        let records = same_as(&merchants, shopper, |site| site.replace(CONFIG, kind, text)).await?;
        assert!(warning(&records).contains("the config /vitrina.json is not JSON"), "{records}");
    }
    let records = same_as(&merchants, shopper, |site| site.replace(CONFIG, "application/json", "[]")).await?;
    assert_ne!(warning(&records), "");
    let records = same_as(&merchants, shopper, |site| site.missing(CONFIG)).await?;
    assert!(warning(&records).contains("the config /vitrina.json answers 404"), "{records}");
    Ok(())
}

#[tokio::test]
async fn what_an_earlier_visit_prepared_is_taken_back_when_the_engine_is_gone() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    enter(&shopper, "/").await?;
    enter(&shopper, "/c/hiking-boots/").await?;
    let ours = products(&shopper).await?;

    site.missing(WASM);
    let mut ends = Vec::new();
    for page in ["/c/hiking-boots/", "/c/hiking-boots/", "/"] {
        shopper.visit(page).await?;
        shopper.wait_until("Vitrina to have given up", "window.__records().console.length > 0").await?;
        ends.push(markup(&shopper).await?);
        let records = shopper.records().await?;
        assert_eq!((records.console.len(), records.errors.len()), (1, 0), "{records}");
        assert!(!shopper.eval::<bool>("'vitrina:plan' in localStorage").await?);
    }
    site.missing("/vitrina/");
    shopper.visit("/c/hiking-boots/").await?;
    assert_ne!(products(&shopper).await?, ours);
    let merchants = markup(&shopper).await?;
    assert_same(&ends[0], &merchants, "on the first visit without the engine");
    assert_same(&ends[1], &merchants, "on the next");
    shopper.visit("/").await?;
    assert_same(&ends[2], &markup(&shopper).await?, "on the home page");
    Ok(())
}
