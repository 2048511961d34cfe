//! Lists of recommended products, in the look of the shop's own cards.

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{STILL, accept, buy, enter, ready, view};

const HOME: &str = "#home-recs [data-vitrina-list] li";
const PRODUCT: &str = "#product-recs [data-vitrina-list]";

#[tokio::test]
async fn s10_recommended_products_look_like_the_shops_own_and_lead_to_their_pages() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    enter(&shopper, "/").await?;
    shopper.wait_for(HOME).await?;
    assert_eq!(shopper.texts("#home-recs h2").await?, ["Recommended for you"]);
    let first = shopper.attributes(HOME, "class").await?;
    assert_eq!(first, vec![Some("product-card".to_owned()); 4]);
    let categories: Vec<String> = shopper
        .eval("[...document.querySelectorAll('#home-recs li')].map((card) => new URL(card.querySelector('a').href).pathname)")
        .await?;
    // Each card shows one product: name, price and link agree with the catalogue.
    let wrong: Vec<String> = shopper
        .eval(
            "fetch('/products.json').then((answer) => answer.json()).then(({ products }) => \
             [...document.querySelectorAll('#home-recs li')].map((card) => { \
               const path = new URL(card.querySelector('a').href).pathname; \
               const known = products.find(({ handle }) => path === `/p/${handle}/`); \
               const text = card.textContent; \
               return known && text.includes(known.title) && text.includes(known.vendor) \
                 && text.replace(/\\D/g, '').includes(String(Math.round(known.variants[0].price))) ? '' : path + text; \
             }).filter(Boolean))",
        )
        .await?;
    assert_eq!(wrong, [""; 0], "{categories:?}");
    assert!(shopper.records().await?.layout_shift() < STILL);

    shopper.click("#home-recs li a").await?;
    shopper.wait_for("article.product").await?;
    ready(&shopper).await?;
    assert_eq!(shopper.path().await?, categories[0]);
    Ok(())
}

#[tokio::test]
async fn a_row_of_recommendations_never_makes_a_phones_page_wider() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    enter(&shopper, "/p/harrier-32-hiking-backpack/").await?;
    shopper.wait_for(PRODUCT).await?;
    let cards =
        "document.querySelector('#product-recs [data-vitrina-list] > div').shadowRoot.querySelectorAll('li').length";
    assert!(shopper.eval::<u32>(cards).await? >= 4);
    let (page, window): (f64, f64) =
        shopper.eval("[document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
    assert!(page <= window && window <= 500.0, "{page} in {window}");
    // Nor are its cards squeezed into it.
    let row = "[data-vitrina-slot=product-viewed] [data-vitrina-list]";
    shopper.wait_for(row).await?;
    let widths: Vec<f64> = shopper
        .eval(&format!(
            "[...document.querySelector('{row} > div').shadowRoot.querySelectorAll('li')].map((card) => card.getBoundingClientRect().width)"
        ))
        .await?;
    assert!(widths.len() > 2 && widths.iter().all(|width| (150.0..=250.0).contains(width)), "{widths:?}");
    Ok(())
}

#[tokio::test]
async fn s11_a_camera_is_offered_accessories_and_no_second_camera() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    shopper.wait_for(PRODUCT).await?;
    let items: Vec<Vec<String>> = shopper
        .eval("vitrina.recommend({ strategy: 'complements', limit: 8, fallback: [] }).items.map((item) => item.item_category)")
        .await?;
    assert!(items.len() >= 4);
    assert!(items.iter().all(|path| path.last().is_some_and(|leaf| leaf == "Camera Accessories")), "{items:?}");
    Ok(())
}

#[tokio::test]
async fn s13_what_goes_with_the_cart_follows_the_cart() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/cart/").await?;
    assert_eq!(shopper.texts("#cart-recs h2").await?, [""; 0]);
    buy(&shopper, "lumetra-x5-mirrorless-camera").await?;
    enter(&shopper, "/cart/").await?;
    shopper.wait_for("#cart-recs h2").await?;
    // In the currency of a cart that the shop's script has drawn.
    let prices = "[...document.querySelectorAll('#cart-recs [data-vitrina-list] > div')] \
        .flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('[data-vitrina-field=price]')]) \
        .filter(({ textContent }) => textContent.startsWith('€')).length === 4";
    shopper.wait_until("four prices in euros", prices).await?;
    let listed = "vitrina.recommend({ strategy: 'cart_completion', fallback: [] }).items.map(({ item_id }) => item_id)";
    let before: Vec<String> = shopper.eval(listed).await?;
    buy(&shopper, &before[0]).await?;
    enter(&shopper, "/cart/").await?;
    shopper.wait_for("#cart-recs h2").await?;
    let after: Vec<String> = shopper.eval(listed).await?;
    assert!(!after.contains(&before[0]) && !after.is_empty(), "{before:?}, {after:?}");
    Ok(())
}

#[tokio::test]
async fn an_element_shows_the_list_it_asks_for_and_stop_takes_every_list_away() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/backpacks/", "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/").await?;
    shopper
        .eval::<()>(
            "void document.querySelector('main').insertAdjacentHTML('beforeend', \
             '<vitrina-recommendations strategy=\"recently_viewed\" limit=\"2\"></vitrina-recommendations>'), void vitrina.apply()",
        )
        .await?;
    shopper.wait_for("vitrina-recommendations [data-vitrina-list]").await?;
    let links: Vec<String> = shopper
        .eval("[...document.querySelectorAll('vitrina-recommendations a')].map((link) => new URL(link.href).pathname)")
        .await?;
    assert_eq!(links, ["/p/harrier-32-hiking-backpack/"]);
    shopper.eval::<()>("vitrina.stop(), void document.querySelector('vitrina-recommendations').remove()").await?;
    assert_eq!(shopper.texts("[data-vitrina-list]").await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn s12_what_others_bought_with_it_comes_from_the_shops_own_orders() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    let list = "[data-vitrina-slot=product-viewed]";
    shopper.wait_for(&format!("{list} h2")).await?;
    assert_eq!(shopper.texts(&format!("{list} h2")).await?, ["Customers who bought this also bought"]);
    let reasons: Vec<String> = shopper
        .eval("vitrina.recommend({ strategy: 'bought_together', limit: 4, fallback: [] }).items.map(({ reason }) => reason.because)")
        .await?;
    assert_eq!(reasons, ["lumetra-x5-mirrorless-camera"; 4]);
    // The model opened: the console says nothing of it.
    assert!(shopper.records().await?.console.is_empty());
    Ok(())
}
