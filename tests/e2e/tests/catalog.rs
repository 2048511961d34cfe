//! The merchant's catalogue, in every form it may have.

use serde_json::{Value, json};
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{configure, enter, time_to_go_wrong};

/// What the demo shop's own catalogue is left aside for; a model would know products of its own.
fn point_to(site: &Site, address: &str) -> Result<()> {
    configure(site, |config| {
        config["catalog"] = address.into();
        config.as_object_mut().and_then(|config| config.remove("model"));
    })
}

/// The products that the engine knows of from the catalogue, as a list recommends them.
async fn products(shopper: &Shopper) -> Result<Vec<Value>> {
    let list = "vitrina.recommend({ strategy: 'new_arrivals', limit: 10, fallback: ['bestsellers'] }).items";
    shopper.wait_until("the catalogue to come", &format!("{list}.some(({{ item_id }}) => item_id === 'mug')")).await?;
    let told = format!(
        "{list}.map(({{ item_id, item_name, item_brand, item_category, price, list_price, currency, url, image, keys }}) => \
            ({{ item_id, item_name, item_brand, item_category, price, list_price, currency, url, image, keys: (keys ?? []).sort() }})) \
            .sort((one, other) => one.item_id < other.item_id ? -1 : 1)"
    );
    shopper.eval(&told).await
}

fn mug(category: &[&str], keys: &[&str], currency: &str) -> Value {
    json!({ "item_id": "mug", "item_name": "Mug “Dawn” & saucer", "item_brand": "Kiln", "item_category": category, "price": 12.5,
        "list_price": 15, "currency": currency, "url": "/product/mug/", "image": "/mug.jpg", "keys": keys })
}

#[tokio::test]
async fn a_merchant_feed_in_xml_is_read_with_its_variants_together() -> Result<()> {
    let site = Site::start().await?;
    // Parsing a text is what trusted types forbid.
    site.policy("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'");
    let item = |id: &str, stock: &str, more: &str| {
        format!(
            "<item><g:id>{id}</g:id><title>Mug “Dawn” &amp; saucer</title><link>{}</link><g:image_link>/mug.jpg</g:image_link>\
             <g:price>15.00 EUR</g:price><g:sale_price>12,50 EUR</g:sale_price><g:brand><![CDATA[Kiln]]></g:brand>\
             <g:availability>{stock}</g:availability><g:product_type>Home &gt; Kitchen</g:product_type>{more}</item>",
            site.url("/product/mug/")
        )
    };
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>A shop</title>{}{}{}</channel></rss>",
        item("mug", "out_of_stock", "<g:item_group_id>mugs</g:item_group_id><g:gtin>4006381333931</g:gtin>"),
        item("mug-blue", "in stock", "<g:item_group_id>mugs</g:item_group_id>"),
        item("gone", "out of stock", ""),
    );
    site.replace("/feed.xml", "application/rss+xml; charset=utf-8", &feed);
    point_to(&site, "/feed.xml")?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/account/").await?;
    // What is sold out in every variant is not recommended.
    let keys = ["/product/mug", "4006381333931", "mug-blue", "mugs"];
    assert_eq!(products(&shopper).await?, [mug(&["Home", "Kitchen"], &keys, "EUR")]);
    Ok(())
}

#[tokio::test]
async fn a_tab_separated_feed_is_read_with_quotes_and_line_breaks() -> Result<()> {
    let site = Site::start().await?;
    let feed = "\u{feff}id\ttitle\tlink\timage link\tprice\tsale price\tbrand\tavailability\tproduct type\tdescription\r\n\
        mug\tMug “Dawn” & saucer\t/product/mug/\t/mug.jpg\t15.00 EUR\t12.50 EUR\tKiln\tin_stock\tHome > Kitchen\t\"two\r\nlines, a \"\"quote\"\" and\ta tab\"\r\n\
        \tnothing to know it by\t/product/none/\t\t1 EUR\t\t\tin_stock\t\t\r\n\
        gone\tGone\t/product/gone/\t\t1 EUR\t\t\tout_of_stock\t\t\r\n";
    site.replace("/feed.txt", "text/plain", feed);
    point_to(&site, "/feed.txt")?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/account/").await?;
    assert_eq!(products(&shopper).await?, [mug(&["Home", "Kitchen"], &["/product/mug"], "EUR")]);
    Ok(())
}

#[tokio::test]
async fn the_store_api_of_woocommerce_is_read_page_by_page() -> Result<()> {
    let site = Site::start().await?;
    let product = |id: &str, in_stock: bool| {
        json!({ "id": id, "name": "Mug &#8220;Dawn&#8221; &amp; saucer", "sku": "", "permalink": site.url("/product/mug/"),
            "prices": { "price": "1250", "regular_price": "1500", "currency_code": "RSD", "currency_minor_unit": 2 },
            "images": [{ "src": "/large.jpg", "thumbnail": "/mug.jpg" }], "brands": [{ "name": "Kiln" }],
            "categories": [{ "name": "Kitchen" }], "tags": [], "is_in_stock": in_stock })
    };
    let full: Vec<Value> = (0..100).map(|number| product(&format!("out-{number}"), false)).collect();
    let address = "/wp-json/wc/store/v1/products?per_page=100";
    site.replace(address, "application/json", &json!(full).to_string());
    site.replace(&format!("{address}&page=2"), "application/json", &json!([product("mug", true)]).to_string());
    point_to(&site, "/wp-json/wc/store/v1/products")?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/account/").await?;
    assert_eq!(products(&shopper).await?, [mug(&["Kitchen"], &["/product/mug"], "RSD")]);
    assert_eq!(site.requests_for("/wp-json/wc/store/v1/products"), 2);
    Ok(())
}

#[tokio::test]
async fn a_server_that_knows_no_pages_is_asked_no_more_than_twice() -> Result<()> {
    let site = Site::start().await?;
    let product = |handle: &str| {
        json!({ "handle": handle, "title": "Mug “Dawn” & saucer", "vendor": "Kiln", "product_type": "Home > Kitchen", "images": ["/mug.jpg"],
            "url": "/product/mug/", "variants": [{ "price": "12.50", "compare_at_price": "15.00", "available": handle == "mug" }] })
    };
    let mut all: Vec<Value> = (0..249).map(|number| product(&format!("out-{number}"))).collect();
    all.push(product("mug"));
    site.replace("/all/products.json", "application/json", &json!({ "products": all }).to_string());
    point_to(&site, "/all/products.json")?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/account/").await?;
    assert_eq!(products(&shopper).await?, [mug(&["Home", "Kitchen"], &[], "EUR")]);
    assert_eq!(site.requests_for("/all/products.json"), 2);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_used_as_a_catalogue_is_said_once_and_the_shop_goes_on() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    for (address, kind, body, said) in [
        ("/none.json", "", "", "the catalog /none.json answers 404; expected the products.json"),
        ("/page", "text/html", "<p>Not here", "the catalog /page is a web page; expected the products.json"),
        ("/a.json", "application/json", "{\"products\": [", "the catalog /a.json is not JSON: "),
        ("/b.json", "application/json", "{\"items\": []}", "the catalog /b.json is JSON of another kind; expected"),
        ("/c.json", "application/json", "{\"products\": []}", "the catalog /c.json holds no product; expected"),
        (
            "/d.txt",
            "text/plain",
            "name,price\nMug,3\n",
            "the catalog /d.txt has no column \"id\" in its first line, \"name,price\"",
        ),
        ("/e.xml", "text/xml", "<rss><channel><item>", "the catalog /e.xml is not well-formed XML; expected"),
        ("/f.xml", "text/xml", "<urlset/>", "the catalog /f.xml holds no product; expected"),
        ("https://shop.example/products.json", "", "", "lies on another origin; expected one at"),
    ] {
        if !kind.is_empty() {
            site.replace(address, kind, body);
        }
        point_to(&site, address)?;
        enter(&shopper, "/c/kitchen/").await?;
        // It is said when the answer is there, and not again.
        let noted = "window.__records().notes.some(({ text }) => text.includes('the catalog'))";
        shopper.wait_until("a word on the catalogue", noted).await?;
        time_to_go_wrong(200).await;
        let notes = shopper.records().await?.notes;
        let lines: Vec<&str> =
            notes.iter().map(|note| &*note.text).filter(|line| line.contains("the catalog")).collect();
        assert!(lines.len() == 1 && lines[0].contains(said), "{address}: {notes:?}");
        assert!(
            shopper.eval::<bool>("vitrina.explain().cards.length > 0").await?,
            "{address}: grids are ordered all the same"
        );
    }
    Ok(())
}
