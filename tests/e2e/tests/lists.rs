//! What a list of recommendations lets a shopper do: look along it, ask why it is there, and put a product into the cart.

use serde_json::{Value, json};
use vitrina_e2e::{Key, Result, Screen, Shopper, Site};
use xtask::browsers::Browser;

use crate::shop::{STILL, accept, at_rest, becomes, configure, enter, time_to_go_wrong, view};

/// The list on the home page that goes with the product looked at last.
const BECAUSE: &str = "[data-vitrina-list=because]";
/// What has been counted: pieces in the cart, and additions in this session.
const COUNTED: &str = "(({ cart, session }) => `${cart.count} ${session.additions}`)(vitrina.attributes())";
/// Pushes of `add_to_cart` by the shop itself.
const PUSHED: &str = "dataLayer.filter(({ event }) => event === 'add_to_cart').length";

/// The card, counted from 1, of which the link has the keyboard's place.
const FOCUSED: &str = "1 + [...document.querySelectorAll('[data-vitrina-list=because] li')].findIndex((card) => card.contains(document.activeElement))";

/// Whether the card at `place` is whole in view of its list.
fn is_in_view(place: &str) -> String {
    format!(
        "(() => {{ const cards = [...document.querySelectorAll('{BECAUSE} li')]; const list = cards[0].parentElement.getBoundingClientRect(); \
         const card = cards.at({place}).getBoundingClientRect(); return card.left >= list.left - 1 && card.right <= list.right + 1; }})()"
    )
}

async fn a_carousel_is_steered(screen: Screen) -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, screen).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    enter(&shopper, "/").await?;
    // As long as nobody sees it, the list may be drawn anew for what the model knows.
    at_rest(&site).await?;
    let (back, on) = (format!("{BECAUSE} > div >>> .back"), format!("{BECAUSE} > div >>> .on"));
    shopper.wait_for(&on).await?;
    assert_eq!(shopper.texts(&format!("{BECAUSE} h2")).await?, ["Because you viewed Lumetra X5 Mirrorless Camera"]);
    let is_off = |button: &'static str| {
        format!("document.querySelector('{BECAUSE} > div').shadowRoot.querySelector('{button}').disabled")
    };
    assert!(shopper.eval::<bool>(&is_off(".back")).await? && !shopper.eval::<bool>(&is_off(".on")).await?);
    assert!(shopper.eval::<bool>(&is_in_view("0")).await? && !shopper.eval::<bool>(&is_in_view("-1")).await?);

    let left = format!("document.querySelector('{BECAUSE} li').getBoundingClientRect().left");
    let rests =
        format!("new Promise((done) => {{ const was = {left}; setTimeout(() => done({left} === was), 200); }})");
    for _ in 0..8 {
        if shopper.eval::<bool>(&is_off(".on")).await? {
            break;
        }
        let before: f64 = shopper.eval(&left).await?;
        shopper.click(&on).await?;
        shopper.wait_until("the row to move", &format!("{left} < {before}")).await?;
        becomes(&true, async || shopper.eval::<bool>(&rests).await).await?;
    }
    assert!(shopper.eval::<bool>(&is_off(".on")).await? && shopper.eval::<bool>(&is_in_view("-1")).await?);
    // The button that went out of use has handed the keyboard to the other one.
    assert!(!shopper.eval::<bool>(&is_off(".back")).await?);
    shopper.click(&back).await?;
    shopper.wait_until("the row to go back", &format!("!{}", is_in_view("-1"))).await?;

    shopper.eval::<()>(&format!("document.querySelector('{BECAUSE} li a').focus()")).await?;
    shopper.press(Key::Right).await?;
    shopper.press(Key::Right).await?;
    assert_eq!(shopper.eval::<u32>(FOCUSED).await?, 3);
    shopper.wait_until("the third card in view", &is_in_view("2")).await?;
    shopper.press(Key::Left).await?;
    assert_eq!(shopper.eval::<u32>(FOCUSED).await?, 2);
    let (page, window): (f64, f64) =
        shopper.eval("[document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
    assert!(page <= window, "{page} in {window}");
    let records = shopper.records().await?;
    assert!(records.layout_shift() < STILL && records.console.is_empty() && records.errors.is_empty(), "{records}");

    enter(&shopper, "/sr/").await?;
    shopper.wait_for(&on).await?;
    assert_eq!(shopper.attributes(&on, "aria-label").await?, [Some("Još proizvoda".into())]);
    Ok(())
}

#[tokio::test]
async fn a_carousel_is_steered_by_buttons_and_arrow_keys_on_a_desktop() -> Result<()> {
    a_carousel_is_steered(Screen::Desktop).await
}

#[tokio::test]
async fn a_carousel_is_steered_by_buttons_and_arrow_keys_on_a_phone() -> Result<()> {
    a_carousel_is_steered(Screen::Phone).await
}

#[tokio::test]
async fn a_list_that_a_finger_has_moved_along_stays_as_it_is() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    let title = format!("{BECAUSE} h2");
    let other = "vitrina.track('view_item', { items: [{ item_id: 'lumetra-x3-mirrorless-camera' }] })";
    for moved in [0, 150] {
        if moved == 0 && shopper.browser() == Browser::Webkit {
            // There it stays in any case.
            continue;
        }
        enter(&shopper, "/").await?;
        at_rest(&site).await?;
        shopper.wait_for(&title).await?;
        let before = shopper.texts(&title).await?;
        let show = format!(
            "(() => {{ const card = document.querySelector('{BECAUSE} li'); card.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             card.parentElement.scrollTo({{ left: {moved}, behavior: 'instant' }}); }})()"
        );
        shopper.eval::<()>(&show).await?;
        // Nor does a mouse rest on it.
        shopper.move_mouse(5.0, 5.0).await?;
        shopper.eval::<()>(other).await?;
        if moved == 0 {
            becomes(&false, async || Ok(shopper.texts(&title).await? == before)).await?;
            shopper
                .eval::<()>("vitrina.track('view_item', { items: [{ item_id: 'lumetra-x5-mirrorless-camera' }] })")
                .await?;
        } else {
            time_to_go_wrong(1_500).await;
            assert_eq!(shopper.texts(&title).await?, before);
        }
    }
    Ok(())
}

#[tokio::test]
async fn s42_a_list_says_why_it_is_there_in_the_shoppers_language() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    let why = "#product-recs [data-vitrina-list] > div >>> .why";
    shopper.click(why).await?;
    let told = "vitrina-reason >>> .text";
    shopper.wait_for(told).await?;
    assert_eq!(shopper.texts(told).await?, ["Recommended products: Goes with Lumetra X5 Mirrorless Camera."]);
    shopper.press(Key::Escape).await?;
    shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await?;
    let focused = "document.activeElement.shadowRoot?.activeElement.className";
    assert_eq!(shopper.eval::<String>(focused).await?, "why");
    enter(&shopper, "/sr/").await?;
    shopper.click(&format!("{BECAUSE} > div >>> .why")).await?;
    shopper.wait_for(told).await?;
    let reasons = shopper.texts(told).await?;
    assert!(reasons[0].starts_with("Preporučeni proizvodi: Ide uz ono što ste gledali: "), "{reasons:?}");
    Ok(())
}

#[tokio::test]
async fn a_theme_puts_a_recommended_product_into_its_cart_and_it_counts_once() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    let add = "#product-recs [data-vitrina-list] > div >>> [data-vitrina-field=add]";
    shopper.wait_for(add).await?;
    // Only what needs no choice has the button.
    let wrong: Vec<String> = shopper
        .eval(
            "fetch('/products.json').then((answer) => answer.json()).then(({ products }) => \
             [...document.querySelector('#product-recs [data-vitrina-list] > div').shadowRoot.querySelectorAll('li')].map((card) => { \
               const path = new URL(card.querySelector('a').href).pathname; \
               const { variants } = products.find(({ handle }) => path === `/p/${handle}/`); \
               return (variants.length === 1) === !!card.querySelector('button') ? '' : path; \
             }).filter(Boolean))",
        )
        .await?;
    assert_eq!(wrong, [""; 0]);
    shopper.click(add).await?;
    shopper
        .wait_until("the shop's own cart to hold it", "document.querySelector('[data-cart-count]').textContent === '1'")
        .await?;
    shopper.wait_until("it to count", &format!("({COUNTED}) === '1 1'")).await?;
    let said = "#product-recs [data-vitrina-list] > div >>> [role=status]";
    shopper.wait_until("it to be said", "document.querySelector('#product-recs [data-vitrina-list] > div').shadowRoot.querySelector('[role=status]').textContent.startsWith('In the cart now: ')").await?;
    time_to_go_wrong(800).await;
    assert_eq!(shopper.eval::<String>(COUNTED).await?, "1 1");
    assert_eq!(shopper.eval::<u32>(PUSHED).await?, 1);
    // The list did not change under the pointer.
    assert_eq!(shopper.texts(said).await?.len(), 1);
    assert_eq!(shopper.path().await?, "/p/lumetra-x5-mirrorless-camera/");
    assert!(shopper.records().await?.layout_shift() < STILL);
    // It is recommended no longer.
    let put: Vec<String> = shopper.eval("vitrina.attributes().cart.items.map(({ item_id }) => item_id)").await?;
    let others: Vec<String> = shopper
        .eval("vitrina.recommend({ strategy: 'complements', limit: 40 }).items.map(({ item_id }) => item_id)")
        .await?;
    assert!(put.len() == 1 && !others.contains(&put[0]), "{put:?}, {others:?}");
    Ok(())
}

/// A catalogue of one kettle, which has one variant, and of a shirt, which has two.
fn catalogue() -> String {
    let product = |id: u32, handle: &str, variants: &Value| {
        json!({
            "id": id, "handle": handle, "title": handle, "url": "/pages/lists.html", "published_at": "2026-01-05T09:00:00Z",
            "variants": variants,
        })
    };
    let kettle = product(901, "kettle", &json!([{ "id": 77, "price": "49.50", "available": true }]));
    let shirts =
        json!([{ "id": 78, "price": "20", "available": true }, { "id": 79, "price": "20", "available": true }]);
    json!({ "products": [kettle, product(902, "shirt", &shirts)] }).to_string()
}

/// Opens a page of the shop system `system`, whose cart holds `pieces` kettles once something was added.
async fn enter_system(site: &Site, shopper: &Shopper, system: &str) -> Result<()> {
    site.replace("/lists.json", "application/json", r#"{ "catalog": "/own.json", "currency": "EUR" }"#);
    site.replace("/own.json", "application/json", &catalogue());
    hold(site, 0);
    site.header("/blog/wp-json/wc/store/v1/cart", "nonce", "f00d");
    for path in ["/en/cart/add.js", "/wc-ajax/add_to_cart", "/blog/wp-json/wc/store/v1/cart/add-item"] {
        site.replace(path, "application/json", "{}");
    }
    enter(shopper, &format!("/pages/lists.html?shop={system}")).await
}

fn hold(site: &Site, pieces: u32) {
    let some = |line: Value| if pieces == 0 { json!([]) } else { json!([line]) };
    let shopify = some(
        json!({ "product_id": 901, "variant_id": 77, "handle": "kettle", "product_title": "kettle", "quantity": pieces, "final_price": 4950, "url": "/" }),
    );
    let woocommerce = some(json!({
        "id": 77, "sku": "", "name": "kettle", "quantity": pieces, "permalink": "http://localhost/product/kettle/", "variation": [],
        "prices": { "price": "4950", "currency_minor_unit": 2, "currency_code": "EUR" },
    }));
    site.replace("/en/cart.js", "application/json", &json!({ "currency": "EUR", "items": shopify }).to_string());
    site.replace("/blog/wp-json/wc/store/v1/cart", "application/json", &json!({ "items": woocommerce }).to_string());
}

#[tokio::test]
async fn each_shop_system_takes_a_recommended_product_into_its_cart_and_it_counts_once() -> Result<()> {
    let shopper_asks = [
        ("shopify", vec![r#"POST /en/cart/add.js {"items":[{"id":77,"quantity":1}]}"#]),
        ("woocommerce-classic", vec!["POST /wc-ajax/add_to_cart product_id=77&quantity=1", "told added_to_cart"]),
        (
            "woocommerce-blocks",
            vec![
                r#"POST /blog/wp-json/wc/store/v1/cart/add-item {"id":77,"quantity":1} f00d"#,
                "told wc-blocks_added_to_cart",
            ],
        ),
    ];
    for (system, expected) in shopper_asks {
        let site = Site::start().await?;
        let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
        enter_system(&site, &shopper, system).await?;
        let add = "[data-vitrina-list] > div >>> [data-vitrina-field=add]";
        shopper.wait_for(add).await?;
        // The cart that is read on every page.
        let cart = if system == "shopify" { "/en/cart.js" } else { "/blog/wp-json/wc/store/v1/cart" };
        site.wait_for_requests(cart, 1).await?;
        at_rest(&site).await?;
        assert_eq!(shopper.attributes(add, "aria-label").await?, [Some("Add to cart: kettle".into())], "{system}");
        hold(&site, 1);
        shopper.click(add).await?;
        shopper.wait_until("it to count", &format!("({COUNTED}) === '1 1'")).await?;
        // Shopify's cart is read once more after five seconds.
        time_to_go_wrong(if system == "shopify" { 5_500 } else { 1_000 }).await;
        assert_eq!(shopper.eval::<String>(COUNTED).await?, "1 1", "{system}");
        assert_eq!(shopper.eval::<Vec<String>>("window.asked").await?, expected, "{system}");
        assert_eq!(shopper.path().await?, "/pages/lists.html");
        drop(shopper);
    }
    Ok(())
}

#[tokio::test]
async fn what_the_shop_refuses_is_said_and_not_counted_and_without_a_system_there_is_no_button() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter_system(&site, &shopper, "shopify").await?;
    site.missing("/en/cart/add.js");
    let add = "[data-vitrina-list] > div >>> [data-vitrina-field=add]";
    shopper.click(add).await?;
    let failed =
        "document.querySelector('[data-vitrina-list] > div').shadowRoot.querySelector('[role=status]').textContent";
    shopper.wait_until("it to be said", &format!("{failed} === 'That did not work'")).await?;
    time_to_go_wrong(300).await;
    assert_eq!(shopper.eval::<String>(COUNTED).await?, "0 0");
    assert_eq!(shopper.records().await?.errors, [""; 0]);

    enter_system(&site, &shopper, "none").await?;
    shopper.wait_for("[data-vitrina-list] > div >>> li").await?;
    assert_eq!(shopper.texts(add).await?, [""; 0]);
    Ok(())
}

/// A config with a list at the top of product pages, where it is in view at once.
fn with_a_list_at_the_top(site: &Site) -> Result<()> {
    configure(site, |config| {
        config["recommendations"] = json!([
            { "slot": "[data-vitrina-slot=product-banner]", "id": "top", "strategy": "complements", "limit": 4, "title": { "en": "Goes well with it" }, "fallback": [] },
        ]);
    })
}

const TOP: &str = "[data-vitrina-slot=product-banner] [data-vitrina-list]";

#[tokio::test]
async fn a_list_in_view_comes_into_room_that_is_kept_for_it_from_the_second_time_on() -> Result<()> {
    let site = Site::start().await?;
    with_a_list_at_the_top(&site)?;
    site.watch("article.product, [data-vitrina-list]");
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    let top = "document.querySelector('article.product').getBoundingClientRect().top + scrollY";
    let camera = "/p/lumetra-x5-mirrorless-camera/";
    enter(&shopper, camera).await?;
    at_rest(&site).await?;
    // It would push what is being looked at.
    assert_eq!(shopper.texts(TOP).await?, [""; 0]);
    let bare: f64 = shopper.eval(top).await?;

    enter(&shopper, camera).await?;
    shopper.wait_for(TOP).await?;
    time_to_go_wrong(500).await;
    let records = shopper.records().await?;
    assert!(records.layout_shift() < STILL, "{:?}", records.shifts);
    assert!(records.jumps().is_empty(), "{:?}", records.frames);
    let with: f64 = shopper.eval(top).await?;
    assert!(with > bare + 200.0, "{with} and {bare}");
    // The room goes with the list.
    shopper.eval::<()>("vitrina.stop()").await?;
    assert!((shopper.eval::<f64>(top).await? - bare).abs() < 1.0);

    // A page not seen before keeps none, and one whose list stays away is as the merchant made it the time after.
    enter(&shopper, "/p/harrier-32-hiking-backpack/").await?;
    assert!((shopper.eval::<f64>(top).await? - bare).abs() < 1.0);
    configure(&site, |config| config["recommendations"] = json!([]))?;
    site.missing("/vitrina/vitrina.mjs");
    shopper.visit(camera).await?;
    shopper.wait_until("the room to be given back", &format!("Math.abs({top} - {bare}) < 1")).await?;
    Ok(())
}
