//! Zero configuration: the bare tag on lists with the markup of eight shop systems.

use std::fs;

use serde_json::{Value, json};
use vitrina_e2e::{Result, Screen, Shopper, Site};
use xtask::paths;

use crate::facets::filters_leave_it_in_order;
use crate::shop::{assert_same, enter, enter_at_once, markup, ready, time_to_go_wrong, without_vitrina};

const SYSTEMS: [&str; 8] = [
    "shopify",
    "woocommerce-classic",
    "woocommerce-blocks",
    "bigcommerce",
    "prestashop",
    "magento",
    "opencart",
    "oscar",
];
/// What the shopper looks at: things of one price, and of one brand and category where the list tells them.
const LOOKED_AT: [&str; 3] = ["tidal-bottle", "ember-lantern", "beacon-headlamp"];
/// What is like them: small things for the camp, where everything else is dear.
const ALIKE: [&str; 5] = ["tidal-bottle", "ember-lantern", "beacon-headlamp", "harbor-mug", "moss-blanket"];

/// What is known of a page: where the list is, and its products in the merchant's order.
pub(crate) struct List {
    pub(crate) path: String,
    pub(crate) grid: String,
    pub(crate) products: Vec<String>,
    links: Vec<String>,
}

pub(crate) fn list(system: &str) -> Result<List> {
    let text = fs::read_to_string(paths::root().join("tests/pages/expected.json"))?;
    let page = &serde_json::from_str::<Value>(&text)?[system];
    let field = |name: &str| -> Vec<String> {
        let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(|item| Some(item[name].as_str()?.to_owned())).collect()
    };
    let stem = |image: &String| {
        let file = image.rsplit('/').next().unwrap_or_default();
        file.split('.').next().unwrap_or_default().to_owned()
    };
    let products = field("image").iter().map(stem).collect();
    let path = if system == "react" { "/pages/react/".into() } else { format!("/pages/{system}.html") };
    let grid = page["selector"].as_str().unwrap_or_default().to_owned();
    Ok(List { path, grid, products, links: field("url") })
}

/// The children of the list by their pictures; what is no product of the list is `-` and its place is kept.
pub(crate) async fn order(shopper: &Shopper, list: &List) -> Result<Vec<String>> {
    let read = format!(
        "[...document.querySelector({:?}).children].map((card) => card.innerHTML.match(/img\\/([a-z0-9-]+)\\.svg/)?.[1] ?? '-')",
        list.grid
    );
    let found: Vec<String> = shopper.eval(&read).await?;
    Ok(found.into_iter().map(|name| if list.products.contains(&name) { name } else { "-".into() }).collect())
}

/// Clicks the products in the list, one after another.
pub(crate) async fn look_around(shopper: &Shopper, list: &List) -> Result<()> {
    for product in LOOKED_AT {
        enter(shopper, &list.path).await?;
        let at = list.products.iter().position(|name| name == product).unwrap_or_default();
        // The picture of a link, where it has one: WebKit looks for a link's middle in its first line, which then is empty.
        let link = format!("a[href$='{}']", list.links[at].trim_start_matches("/pages/"));
        shopper.click(&format!("{link} img, {link}:not(:has(img))")).await?;
        shopper.wait_until("the product's page", &format!("location.pathname !== '{}'", list.path)).await?;
        ready(shopper).await?;
    }
    Ok(())
}

/// Serves the list with the tag that waits for nothing, as a page whose head asks for the instant form does.
fn at_once(site: &Site, system: &str, list: &List) -> Result<()> {
    let page = fs::read_to_string(paths::root().join(format!("tests/pages/{system}.html")))?;
    assert!(page.contains("<script async src="));
    site.replace(&list.path, "text/html; charset=utf-8", &page.replace("<script async src=", "<script src="));
    Ok(())
}

#[tokio::test]
async fn with_the_bare_tag_lists_of_eight_shop_systems_follow_the_shopper_and_can_be_put_back() -> Result<()> {
    let first = Site::start().await?;
    let mut shopper = Shopper::arrive(&first, Screen::Desktop).await?;
    for system in SYSTEMS {
        let list = list(system)?;
        let site = Site::start().await?;
        shopper.move_on(&site);
        enter(&shopper, &list.path).await?;
        let merchants = order(&shopper, &list).await?;
        assert_eq!(
            merchants.iter().filter(|name| *name != "-").collect::<Vec<_>>(),
            list.products.iter().collect::<Vec<_>>(),
            "{system}"
        );
        look_around(&shopper, &list).await?;

        // With the plain tag, what is in view when the page comes stays unless the script was there in time; asked to,
        // Vitrina puts everything in order.
        enter(&shopper, &list.path).await?;
        shopper.eval::<()>("vitrina.apply()").await?;
        let ours = order(&shopper, &list).await?;
        assert_follows(&ours, &merchants, system, &known(&shopper).await?);
        filters_leave_it_in_order(&shopper, &list, &merchants, system).await?;

        // With the instant tag it is in order from the first frame.
        at_once(&site, system, &list)?;
        site.watch(&format!("{} > *", list.grid));
        let records = enter_at_once(&shopper, &list.path, merchants.len()).await?;
        // Not quite the same one: what was in view meanwhile and not chosen is lifted less.
        assert_follows(&order(&shopper, &list).await?, &merchants, system, &known(&shopper).await?);
        assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{system}: {records}");
        if system == "woocommerce-classic" {
            assert!(shopper.eval::<bool>(ROWS).await?, "the first and the last card of a row");
        }
        shopper.eval::<()>("vitrina.stop()").await?;
        let stopped = markup(&shopper).await?;
        assert_same(&stopped, &without_vitrina(&site, &shopper, &list.path).await?, &format!("{system} after stop()"));
    }
    Ok(())
}

/// Whether a list laid out by floats has its classes by place: the first and the last of each row of four.
const ROWS: &str = "[...document.querySelectorAll('ul.products > li')].every((card, at) =>
    card.classList.contains('first') === (at % 4 === 0) && card.classList.contains('last') === (at % 4 === 3))";

/// Why the list is as it is.
pub(crate) async fn known(shopper: &Shopper) -> Result<Value> {
    shopper
        .eval("({ cards: vitrina.explain().cards, known: vitrina.profile().products.map(([, item]) => item) })")
        .await
}

pub(crate) fn assert_follows(ours: &[String], merchants: &[String], system: &str, why: &Value) {
    let mut front: Vec<&str> = ours.iter().map(String::as_str).filter(|name| *name != "-").collect();
    if system == "magento" {
        // Its second card is sponsored, and keeps its place.
        assert_eq!(front.remove(1), "ridge-boot-low");
    }
    // Where the list says nothing but prices, they only come closer to the front.
    let told = !["prestashop", "magento", "opencart", "oscar"].contains(&system);
    assert!(!told || front.iter().take(2).all(|name| ALIKE.contains(name)), "{system}: {ours:?}, because of {why}");
    assert_nearer(ours, merchants, system, why);
}

/// What the shopper looks for is nearer to the front, and nothing else has changed.
pub(crate) fn assert_nearer(ours: &[String], merchants: &[String], system: &str, why: &Value) {
    let places =
        |names: &[String]| -> usize { (0..names.len()).filter(|place| ALIKE.contains(&names[*place].as_str())).sum() };
    assert!(places(ours) < places(merchants), "{system}: {ours:?}, because of {why}");
    for (place, (now, then)) in ours.iter().zip(merchants).enumerate() {
        assert_eq!(now == "-", then == "-", "{system}: what is no product moved at {place}: {ours:?}");
    }
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    assert_eq!(sorted(ours), sorted(merchants), "{system}");
}

#[tokio::test]
async fn a_sponsored_card_stays_on_a_page_never_seen_before() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let list = list("magento")?;
    look_around(&shopper, &list).await?;
    enter(&shopper, &list.path).await?;
    at_once(&site, "magento", &list)?;
    site.watch(&format!("{} > *", list.grid));
    enter_at_once(&shopper, &format!("{}?cat={{attempt}}", list.path), list.products.len()).await?;
    let ours = order(&shopper, &list).await?;
    assert_eq!(ours[1], "ridge-boot-low", "{ours:?}");
    assert_ne!(ours, list.products);
    Ok(())
}

/// What Shopify's own script says of the products of a page; the cards state no ids.
const META: &str = "<script>window.ShopifyAnalytics = { meta: { products: [{ id: 8801, handle: 'ember-lantern', vendor: 'Lumen', type: 'Lighting',
    variants: [{ id: 9901, sku: 'EL-1' }, { id: 9902, sku: '' }, { id: 9903 }] }] } }</script>";

#[tokio::test]
async fn what_shopifys_script_says_joins_the_ids_of_the_data_layer_with_those_of_cards() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let list = list("shopify")?;
    let text = fs::read_to_string(paths::root().join("tests/pages/shopify.html"))?;
    let read = "vitrina.explain().cards.find(({ item_id }) => item_id === 'ember-lantern').seen";
    let push = |name: &str, id: &str| {
        let entry =
            json!({ "event": name, "ecommerce": { "currency": "USD", "items": [{ "item_id": id, "price": 34 }] } });
        format!("void dataLayer.push({entry})")
    };
    for script in ["", "<script>window.ShopifyAnalytics = { meta: { products: 7 } }</script>", META] {
        site.replace(&list.path, "text/html", &text.replacen("<head>", &format!("<head>{script}"), 1));
        enter(&shopper, &list.path).await?;
        shopper.eval::<()>(&push("select_item", "9902")).await?;
        time_to_go_wrong(200).await;
        assert_eq!(shopper.eval::<bool>(read).await?, script == META, "{script}");
        assert_eq!(shopper.records().await?.console.len(), 0);
    }
    // On the product's page both tell of one view.
    let product = "/pages/shopify/products/ember-lantern/";
    let page = META
        .replacen("products: [{ id: 8801, handle: 'ember-lantern',", "product: { id: 8801,", 1)
        .replacen("] }] }", "] } }", 1);
    let text = fs::read_to_string(paths::dist().join(format!("{}index.html", product.trim_start_matches('/'))))?;
    site.replace(product, "text/html", &text.replacen("<head>", &format!("<head>{page}"), 1));
    enter(&shopper, product).await?;
    let views: u32 = shopper.eval("vitrina.attributes().session.views").await?;
    shopper.eval::<()>(&push("view_item", "8801")).await?;
    time_to_go_wrong(200).await;
    assert_eq!(shopper.eval::<u32>("vitrina.attributes().session.views").await?, views);
    Ok(())
}
