//! Every action on the cart counts once, whichever of a shop system's ways it takes.

use serde_json::{Value, json};
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{enter, ready, time_to_go_wrong};

const SYSTEMS: [&str; 7] = ["shopify", "woocommerce", "bigcommerce", "magento", "prestashop", "opencart", "oscar"];
/// What has been counted: pieces in the cart, and additions in this session.
const COUNTED: &str = "(({ cart, session }) => `${cart.count} ${session.additions}`)(vitrina.attributes())";

/// Where a system tells its cart, and what it says when there are so many lanterns in it.
fn cart(system: &str, pieces: u32) -> Option<(&'static str, Value)> {
    let some = |line: Value| if pieces == 0 { json!([]) } else { json!([line]) };
    match system {
        "shopify" => Some((
            "/en/cart.js",
            json!({ "currency": "EUR", "items": some(json!({
                "product_id": 901, "variant_id": 77, "sku": "KM-LANTERN", "handle": "ember-lantern", "quantity": pieces,
                "product_title": "Ember Lantern", "vendor": "Kamena", "variant_title": null, "final_price": 4950, "url": "/products/ember-lantern",
            })) }),
        )),
        "woocommerce" => Some((
            "/blog/wp-json/wc/store/v1/cart",
            json!({ "items": some(json!({
                "id": 901, "sku": "KM-LANTERN", "name": "Ember Lantern", "quantity": pieces, "permalink": "http://localhost/product/ember-lantern/",
                "variation": [], "prices": { "price": "4950", "currency_minor_unit": 2, "currency_code": "EUR" },
            })) }),
        )),
        "bigcommerce" => Some((
            "/api/storefront/carts",
            json!([{ "currency": { "code": "EUR" }, "lineItems": { "digitalItems": [], "physicalItems": some(json!({
                "productId": 901, "variantId": 77, "sku": "KM-LANTERN", "name": "Ember Lantern", "quantity": pieces, "salePrice": 49.5, "url": "/lantern/",
            })) } }]),
        )),
        _ => None,
    }
}

fn answer(site: &Site, system: &str, pieces: u32) {
    if let Some((path, body)) = cart(system, pieces) {
        site.replace(path, "application/json", &body.to_string());
    }
}

#[tokio::test]
async fn an_action_on_the_cart_counts_once_by_every_way_of_a_shop_system() -> Result<()> {
    for system in SYSTEMS {
        let site = Site::start().await?;
        for path in
            ["/en/cart/add.js", "/remote/v1/cart/add", "/checkout/cart/add/product/901/", "/customer/section/load/"]
        {
            site.replace(path, "application/json", "{}");
        }
        answer(&site, system, 0);
        let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
        enter(&shopper, &format!("/pages/carts.html?shop={system}")).await?;
        // Until the cart was read.
        match cart(system, 0) {
            Some((path, _)) => site.wait_for_requests(path, 1).await?,
            None => time_to_go_wrong(1_200).await,
        }
        time_to_go_wrong(200).await;
        assert_eq!(shopper.eval::<String>(COUNTED).await?, "0 0", "{system}");

        // The form, which is heard as well as what it does to the cart.
        answer(&site, system, 1);
        shopper.click("#add").await?;
        shopper.wait_until("the piece to count", &format!("({COUNTED}) === '1 1'")).await?;
        time_to_go_wrong(500).await;
        assert_eq!(shopper.eval::<String>(COUNTED).await?, "1 1", "{system}");
        // A way that only the cart tells of.
        answer(&site, system, 2);
        shopper.click("#quick").await?;
        shopper.wait_until("the second piece to count", &format!("({COUNTED}) === '2 2'")).await?;
        // The dataLayer repeats what was heard, late; and the cart is read again.
        let repeated = json!({ "event": "add_to_cart", "ecommerce": { "items": [{ "item_id": "KM-LANTERN", "price": 49.5, "quantity": 1 }] } });
        shopper.eval::<()>(&format!("void dataLayer.push({repeated})")).await?;
        time_to_go_wrong(if system == SYSTEMS[0] { 5_500 } else { 1_000 }).await;
        assert_eq!(shopper.eval::<String>(COUNTED).await?, "2 2", "{system}");
        let price: f64 = shopper.eval("vitrina.attributes().cart.items[0].price").await?;
        assert!((price - 49.5).abs() < 0.001, "{system}: {price}");
        if system == "opencart" {
            // A theme that counts the pieces and does not list them.
            let bare = "document.querySelector('header').innerHTML = '<div id=cart><button>2 items</button></div>'";
            shopper.eval::<()>(&format!("void ({bare})")).await?;
            shopper.eval::<()>("fetch('/index.php?route=common/cart.info').then(() => undefined)").await?;
            time_to_go_wrong(300).await;
            assert_eq!(shopper.eval::<String>(COUNTED).await?, "2 2", "a cart that is not listed");
        }
        // Taken out again, by ways that nobody tells of: a lower quantity, then none at all.
        for left in [1, 0] {
            answer(&site, system, left);
            shopper.click("#less").await?;
            let counted = format!("({COUNTED}) === '{left} 2'");
            shopper.wait_until(&format!("{left} of {system} to be left"), &counted).await?;
        }
        assert_eq!(shopper.records().await?.errors, [""; 0]);
    }
    Ok(())
}

#[tokio::test]
async fn a_cart_that_a_page_draws_tells_nothing_it_is_not_sure_of() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/pages/carts.html?shop=oscar&first").await?;
    time_to_go_wrong(1_200).await;
    enter(&shopper, "/pages/carts.html?shop=oscar").await?;
    shopper.click("#add").await?;
    shopper.wait_until("the piece to count", &format!("({COUNTED}) === '1 1'")).await?;
    time_to_go_wrong(1_200).await;
    // The page before shows the cart of before, whether the browser kept it or only what the server had sent.
    shopper.eval::<()>("void sessionStorage.setItem('pieces', 0)").await?;
    shopper.back().await?;
    shopper.wait_until("the page before", "location.search.endsWith('first')").await?;
    ready(&shopper).await?;
    for way in ["", "&variant", "&theme"] {
        if !way.is_empty() {
            enter(&shopper, &format!("/pages/carts.html?shop=oscar{way}")).await?;
        }
        time_to_go_wrong(1_500).await;
        assert_eq!(shopper.eval::<String>(COUNTED).await?, "1 1", "{way}");
        shopper.eval::<()>("void sessionStorage.setItem('pieces', 1)").await?;
    }
    enter(&shopper, "/pages/carts.html?shop=oscar").await?;
    shopper.click("#less").await?;
    shopper.wait_until("it to be taken out", &format!("({COUNTED}) === '0 1'")).await
}

/// Ways into the cart beside the page's own form, and buttons that are none.
const BUTTONS: &str = "<button type='button' id='by-script' onclick='cart.add(901, 1)'>+</button>\
     <button type='button' id='by-name' class='js-add-to-cart'><span>Buy</span></button>\
     <span role='button' tabindex='0' id='by-words'>Add to bag</span>\
     <form action='/checkout/line-item/add' onsubmit='event.preventDefault()'><button id='by-form'>Buy</button></form>\
     <form action='/cart' onsubmit='event.preventDefault()'><button id='by-words-of-a-form' aria-label='Add to cart'>+</button></form>\
     <form action='/cart/add' onsubmit='event.preventDefault()'>\
       <button type='button' id='both' data-add-to-cart onclick='this.form.requestSubmit()'>Buy</button></form>\
     <a href='#' id='by-link' class='add-to-cart' onclick='event.preventDefault()'>Buy</a>\
     <button type='button' id='wish'>Add to wishlist</button>\
     <form action='/search' onsubmit='event.preventDefault()'><button id='search'>Search</button></form>";

#[tokio::test]
async fn a_button_of_any_kind_that_adds_to_the_cart_counts_once_and_others_do_not() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/pages/carts.html?shop=none").await?;
    let buttons = serde_json::to_string(BUTTONS)?;
    let put = format!(
        "void (window.cart = {{ add() {{}} }}, document.querySelector('main').insertAdjacentHTML('beforeend', {buttons}))"
    );
    shopper.eval::<()>(&put).await?;
    // Forms first: one that is sent within a second of another button's click is taken for what the click did.
    for (clicked, id) in
        ["by-form", "by-words-of-a-form", "by-script", "by-name", "by-words", "by-link", "both"].into_iter().enumerate()
    {
        shopper.click(&format!("#{id}")).await?;
        let counted = format!("({COUNTED}) === '{0} {0}'", clicked + 1);
        shopper.wait_until(&format!("the button {id} to count"), &counted).await?;
    }
    for id in ["wish", "search"] {
        shopper.click(&format!("#{id}")).await?;
    }
    time_to_go_wrong(300).await;
    assert_eq!(shopper.eval::<String>(COUNTED).await?, "7 7");
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_a_page_tells_segment_counts_whether_its_library_is_there_or_not() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/pages/carts.html?shop=none").await?;
    // As Segment's snippet does: a stand-in that keeps what is asked of it, until the library takes over.
    let stub = "void (window.analytics = Object.assign([], { track(...a) { this.push(['track', ...a]); }, on(...a) { this.push(['on', ...a]); } }))";
    shopper.eval::<()>(stub).await?;
    shopper.wait_until("the stand-in to be asked", "analytics.some(([name]) => name === 'on')").await?;
    let library = "void ((kept, heard = []) => { \
        window.analytics = { on: (name, act) => heard.push(act), off() {}, track: (...event) => heard.forEach((act) => act(...event)) }; \
        kept.forEach(([name, ...rest]) => analytics[name](...rest)); })(analytics)";
    shopper.eval::<()>(library).await?;
    let added = "void analytics.track('Product Added', { product_id: 'KM-LANTERN', price: 49.5, quantity: 1, currency: 'EUR' })";
    shopper.eval::<()>(added).await?;
    shopper.wait_until("the piece to count", &format!("({COUNTED}) === '1 1'")).await?;
    // The form's own addition and Segment's word on it are one.
    shopper.click("#add").await?;
    shopper.eval::<()>(added).await?;
    shopper.wait_until("the next piece to count", &format!("({COUNTED}) === '2 2'")).await?;
    time_to_go_wrong(400).await;
    assert_eq!(shopper.eval::<String>(COUNTED).await?, "2 2");
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_page_that_becomes_another_without_loading_is_a_visit_of_both() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/pages/carts.html?shop=none").await?;
    let seen = "(({ session }) => `${session.pages} ${session.views}`)(vitrina.attributes())";
    assert_eq!(shopper.eval::<String>(seen).await?, "1 1");
    // The same address again, and another query: still this page.
    for address in ["/pages/carts.html?shop=none", "/pages/carts.html?shop=none&color=red"] {
        shopper.eval::<()>(&format!("void (history.pushState(null, '', '{address}'), document.querySelector('main').append(Object.assign(document.createElement('a'), {{ href: '#' }})))")).await?;
        time_to_go_wrong(400).await;
        assert_eq!(shopper.eval::<String>(seen).await?, "1 1", "{address}");
    }
    // A list, as a single-page shop draws it: first the frame, then what its server answered.
    let drawn = "fetch('/pages/shopify.html').then((answer) => answer.text()).then((text) => { \
        history.pushState(null, '', '/pages/outdoor'); \
        document.querySelector('script[type=\"application/ld+json\"]').remove(); \
        const main = document.querySelector('main'); main.replaceChildren(document.createElement('h1')); \
        setTimeout(() => main.append(new DOMParser().parseFromString(text, 'text/html').querySelector('#ProductGridContainer')), 400); return true; })";
    assert!(shopper.eval::<bool>(drawn).await?);
    shopper
        .wait_until(
            "the list to be found",
            "vitrina.attributes().page.path === '/pages/outdoor' && vitrina.explain().cards.length > 0",
        )
        .await?;
    assert_eq!(shopper.eval::<String>(seen).await?, "2 1");
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn where_a_merchant_edits_the_shop_nothing_happens() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    for editor in ["shop=none&customize_changeset_uuid=7", "shop=none&elementor-preview=4", "shop=shopify&edited"] {
        shopper.visit(&format!("/pages/carts.html?{editor}")).await?;
        shopper.wait_until_loaded().await?;
        time_to_go_wrong(500).await;
        assert!(shopper.eval::<bool>("window.vitrina === undefined").await?, "{editor}");
        assert_eq!(site.requests_for("/vitrina/vitrina.mjs"), 0, "{editor}");
    }
    Ok(())
}
