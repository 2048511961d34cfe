//! Every way Vitrina is handed out, consumed as its users do.

use std::fs;

use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};
use xtask::packages::VERSION;
use xtask::paths;

use crate::platform::{assert_follows, known, list, look_around, order};
use crate::shop::enter;

/// What a careful merchant's server sends.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-map'; style-src 'self'; require-trusted-types-for 'script'";
/// The list that every way is tried on where none is of its own.
const SYSTEM: &str = "woocommerce-classic";
const SHOPIFY: &str = "shopify";

/// Brings Vitrina into a list by `tag` alone, under the strictest policy: the list follows the shopper.
async fn assert_works(site: &Site, shopper: &Shopper, system: &str, tag: &str) -> Result<()> {
    site.policy(POLICY);
    assert_follows_by(site, shopper, system, tag).await
}

/// The same under the site's own policy.
async fn assert_follows_by(site: &Site, shopper: &Shopper, system: &str, tag: &str) -> Result<()> {
    let list = list(system)?;
    // What is altered later must not come from the browser's cache.
    site.header("/packages/", "cache-control", "no-store");
    look_around(shopper, &list).await?;
    serve_list(site, system, tag)?;
    enter(shopper, &list.path).await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    let ours = order(shopper, &list).await?;
    shopper.eval::<()>("vitrina.revert()").await?;
    let merchants = order(shopper, &list).await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    assert_follows(&ours, &merchants, system, &known(shopper).await?);
    let records = shopper.records().await?;
    assert_eq!((records.violations.len(), records.errors.len(), records.console.len()), (0, 0, 0), "{tag}: {records}");
    Ok(())
}

/// Serves the list of a shop system with `tag` in the place of the usual one.
fn serve_list(site: &Site, system: &str, tag: &str) -> Result<()> {
    serve_list_with(site, system, tag, "")
}

/// The same, with `below` as the last thing in its main part.
fn serve_list_with(site: &Site, system: &str, tag: &str, below: &str) -> Result<()> {
    let page = fs::read_to_string(paths::root().join(format!("tests/pages/{system}.html")))?;
    let usual = r#"<script async src="/vitrina/vitrina.js" data-consent="granted"></script>"#;
    assert!(page.contains(usual) && page.contains("</main>"));
    let page = page.replace(usual, tag).replace("</main>", &format!("{below}</main>"));
    site.replace(&list(system)?.path, "text/html; charset=utf-8", &page);
    Ok(())
}

#[tokio::test]
async fn the_npm_package_bundled_with_its_wasm_beside_it_reorders_a_grid() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    assert_works(&site, &shopper, SYSTEM, r#"<script type="module" src="/pages/npm-vite/main.js"></script>"#).await?;
    let asked = site.requests();
    assert!(asked.iter().any(|request| request.path.starts_with("/pages/npm-vite/assets/engine_bg-")));
    Ok(())
}

#[tokio::test]
async fn the_npm_package_bundled_with_its_wasm_in_a_script_reorders_a_grid() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    assert_works(&site, &shopper, SYSTEM, r#"<script type="module" src="/pages/npm-esbuild/main.js"></script>"#)
        .await?;
    Ok(())
}

#[tokio::test]
async fn the_module_of_the_plain_files_reorders_a_grid() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    site.replace(
        "/own.js",
        "text/javascript",
        "import { start } from '/vitrina/vitrina.mjs'; start({ consent: 'granted' });",
    );
    assert_works(&site, &shopper, SYSTEM, r#"<script type="module" src="/own.js"></script>"#).await
}

/// The tags that the guide of the files with versions has for pasting: one script, and the folder.
fn tags() -> Result<[String; 2]> {
    let guide = fs::read_to_string(paths::dist().join("cdn/README.md"))?;
    let block = |text: &str| text.split_once("```").map(|(block, _)| block.to_owned());
    let mut blocks = guide.split("```html\n").skip(1).filter_map(block).map(|tag| {
        let tag = tag.replace("/vitrina/vitrina-", "/packages/cdn/vitrina-");
        let tag = tag.replace(r#"data-config="/vitrina.json""#, r#"data-consent="granted""#);
        tag.replace(r#"type="importmap""#, r#"type="importmap" nonce="map""#)
    });
    Ok([blocks.next().unwrap_or_default(), blocks.next().unwrap_or_default()])
}

#[tokio::test]
async fn one_script_with_a_digest_reorders_a_grid_and_runs_only_as_it_is() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let [whole, _] = tags()?;
    assert_works(&site, &shopper, SYSTEM, &whole).await?;
    assert!(site.requests().iter().all(|request| request.path != "/packages/cdn/vitrina.mjs"));

    let file = format!("/packages/cdn/vitrina-{VERSION}.js");
    altered(&site, &file, |script| script.to_owned() + "//")?;
    shopper.visit(&list(SYSTEM)?.path).await?;
    shopper.wait_until("the script to be refused", "window.__records().broken.length > 0").await?;
    assert!(shopper.eval::<bool>("window.vitrina === undefined").await?);
    Ok(())
}

#[tokio::test]
async fn the_folder_with_an_import_map_reorders_a_grid_and_runs_only_as_it_is() -> Result<()> {
    let site = Site::start().await?;
    let mut shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let [_, folder] = tags()?;
    assert!(folder.contains("importmap"));
    assert_works(&site, &shopper, SYSTEM, &folder).await?;
    let page = list(SYSTEM)?.path;
    let off = "window.__records().console.some(({ text }) => text.startsWith('Vitrina is off: '))";

    // Another module is refused by the map; without the map it would run.
    let module = format!("/packages/cdn/vitrina-{VERSION}/vitrina.mjs");
    altered(&site, &module, |script| script.to_owned() + "//")?;
    shopper.visit(&page).await?;
    shopper.wait_until("the module to be refused", off).await?;
    let without = Site::start().await?;
    without.header("/packages/", "cache-control", "no-store");
    shopper.move_on(&without);
    let tag = folder.split_once("</script>").map_or("", |(_, tag)| tag);
    altered(&without, &module, |script| script.to_owned() + "//")?;
    serve_list(&without, SYSTEM, tag)?;
    enter(&shopper, &page).await?;

    // Another wasm is refused by the module.
    altered(&without, &module, |script| script.replacen("sha384-", "sha384-AAAA", 1))?;
    shopper.visit(&page).await?;
    shopper.wait_until("the wasm to be refused", off).await
}

/// A block of the extension for Shopify, rendered.
fn block(name: &str) -> Result<String> {
    Ok(fs::read_to_string(paths::dist().join(format!("pages/shopify-blocks/{name}.html")))?)
}

#[tokio::test]
async fn the_app_embed_for_shopify_reorders_a_grid_and_leaves_the_editor_alone() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    assert_works(&site, &shopper, SHOPIFY, &block("usual")?).await?;

    let editing = Site::start().await?;
    let mut shopper = shopper;
    shopper.move_on(&editing);
    serve_list_with(&editing, SHOPIFY, "", &block("editor")?)?;
    shopper.visit(&list(SHOPIFY)?.path).await?;
    let said = shopper.texts("vitrina-recommendations p").await?;
    assert_eq!(said, ["Visitors see products here: for you."]);
    assert!(shopper.eval::<bool>("window.vitrina === undefined").await?);
    assert!(editing.requests().iter().all(|request| !request.path.contains("/assets/")));
    Ok(())
}

#[tokio::test]
async fn the_blocks_for_shopify_show_products_and_a_banner_of_the_pasted_config() -> Result<()> {
    let site = Site::start().await?;
    site.policy(POLICY);
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let page = list(SHOPIFY)?.path;
    let below = "<div style='height: 2000px'></div>".to_owned() + &block("banner")? + &block("recommendations")?;
    serve_list_with(&site, SHOPIFY, &block("usual")?, &below)?;
    enter(&shopper, &page).await?;
    shopper.wait_for("vitrina-recommendations a[href]").await?;
    let heading = shopper.texts("vitrina-recommendations :is(h2, h3)").await?.remove(0);
    assert_eq!(heading, "New & \"good\"");
    assert_eq!(shopper.texts("vitrina-recommendations li").await?.len(), 3);
    assert_eq!(shopper.texts("#vitrina-banner h2").await?, ["Welcome"]);

    serve_list_with(&site, SHOPIFY, &block("configured")?, &below)?;
    enter(&shopper, &page).await?;
    let expected = "For you: </script><b>bold</b>";
    shopper
        .wait_until("the banner", &format!("document.querySelector('#vitrina-banner h2').textContent === '{expected}'"))
        .await?;
    let records = shopper.records().await?;
    assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{records}");
    Ok(())
}

#[tokio::test]
async fn a_shop_that_asks_for_strength_0_keeps_its_order_and_is_told_what_it_set() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let list = list(SHOPIFY)?;
    look_around(&shopper, &list).await?;
    serve_list(&site, SHOPIFY, &block("asking")?)?;
    enter(&shopper, &list.path).await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    let ours = order(&shopper, &list).await?;
    assert_eq!(ours.into_iter().filter(|name| name != "-").collect::<Vec<_>>(), list.products);
    // Nobody has spoken for consent on this page, and the merchant has not either.
    assert_eq!(shopper.attributes("script[data-config]", "data-consent").await?, [None]);
    Ok(())
}

#[tokio::test]
async fn the_plugin_for_wordpress_reorders_a_grid() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    // What the plugin prints, which its own test holds it to.
    let head = fs::read_to_string(paths::root().join("tests/packages/wordpress/head.html"))?;
    let plugins = "https://shop.example/wp-content/plugins";
    let head =
        head.replace(plugins, "/packages/wordpress").replace("https://shop.example", "").replace("VERSION", VERSION);
    let products = r#"[{ "id": 101, "name": "Alpine Boot", "permalink": "/pages/woocommerce/product/alpine-boot/",
        "prices": { "price": "12990", "regular_price": "12990", "currency_minor_unit": 2, "currency_code": "EUR" } }]"#;
    site.replace("/wp-json/wc/store/v1/products", "application/json", products);
    site.replace("/wp-json/wc/store/v1/cart", "application/json", r#"{ "items": [] }"#);
    assert_works(&site, &shopper, SYSTEM, &head).await?;
    // The catalogue comes once the page is at rest.
    shopper
        .wait_until(
            "the catalogue",
            "performance.getEntriesByType('resource').some(({ name }) => name.includes('/wc/store/v1/products'))",
        )
        .await
}

#[tokio::test]
async fn the_tag_of_a_tag_manager_brings_vitrina_in_once_and_reorders_a_grid() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let folder = paths::dist().join("tag-manager");
    let text = fs::read_to_string(folder.join("tag.html"))?;
    let container: Value = serde_json::from_str(&fs::read_to_string(folder.join("container.json"))?)?;
    assert_eq!(container.pointer("/containerVersion/tag/0/parameter/0/value"), Some(&Value::from(text.as_str())));

    let tag = text.replace("'/vitrina.json'", "''").replace("var consent = ''", "var consent = 'granted'");
    assert_follows_by(&site, &shopper, SYSTEM, &tag.repeat(2)).await?;
    let tags = "document.querySelectorAll('script[src*=\"/vitrina.js\"]').length";
    assert_eq!(shopper.eval::<usize>(tags).await?, 1, "fired twice");

    let own = r#"<script src="/vitrina/vitrina.js" data-consent="granted"></script>"#;
    serve_list(&site, SYSTEM, &(own.to_owned() + &tag))?;
    enter(&shopper, &list(SYSTEM)?.path).await?;
    assert_eq!(shopper.eval::<usize>(tags).await?, 1, "on a page that has Vitrina");
    Ok(())
}

/// Serves a file of a package as `change` makes it.
fn altered(site: &Site, path: &str, change: impl FnOnce(&str) -> String) -> Result<()> {
    let file = fs::read_to_string(paths::dist().join(path.trim_start_matches("/packages/")))?;
    let other = change(&file);
    assert_ne!(other, file);
    site.replace(path, "text/javascript", &other);
    Ok(())
}

/// A page whose server wrote the config into it.
const WRITTEN: &str = r##"<!doctype html><html lang="en"><head><title>Shop</title>
<script async src="/vitrina/vitrina.js" data-config="#vitrina-config"></script></head><body><h1>Shop</h1>
<script type="application/json" id="vitrina-config">CONFIG</script></body></html>"##;

#[tokio::test]
async fn a_config_that_the_server_wrote_into_the_page_is_read_from_there() -> Result<()> {
    let site = Site::start().await?;
    site.policy(POLICY);
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let page = "/pages/written.html";
    let config = r#"{ "banners": [], "segments": { "here": { "page.path": "/pages/written.html" } } }"#;
    site.replace(page, "text/html", &WRITTEN.replace("CONFIG", config));
    enter(&shopper, page).await?;
    assert!(shopper.eval::<Vec<String>>("vitrina.segments()").await?.contains(&"here".to_owned()));
    let records = shopper.records().await?;
    assert_eq!((records.violations.len(), records.console.len()), (0, 0), "{records}");

    let warning = "window.__records().console.map(({ text }) => text).join()";
    for (page, from, to, expected) in [
        ("/pages/broken.html", "CONFIG", "{ segments", "the config #vitrina-config is not JSON: "),
        ("/pages/absent.html", "id=", "class=", "the config #vitrina-config is not on the page"),
    ] {
        site.replace(page, "text/html", &WRITTEN.replace(from, to));
        shopper.visit(page).await?;
        shopper.wait_until("Vitrina to have given up", &format!("{warning} !== ''")).await?;
        let said: String = shopper.eval(warning).await?;
        assert!(said.starts_with(&format!("Vitrina is off: {expected}")), "{said}");
    }
    Ok(())
}
