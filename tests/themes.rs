//! Markup of real themes that once was misread: a page of four products for each way.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use vitrina::browser::page::{Selectors, find_grids, page_categories, read_product};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, DomParser, SupportedType};

wasm_bindgen_test_configure!(run_in_browser);

/// Names and contents of files in `pages/themes`.
macro_rules! themes {
    ($($name:literal $grid:literal $told:literal)*) => {
        [$(($name, include_str!(concat!("pages/themes/", $name, ".html")), $grid, $told)),*]
    };
}

/// Each with the selector of its grid, and what its cards tell besides names and prices: `l`ist prices, `s`tock, `b`rands.
const THEMES: [(&str, &str, &str, &str); 11] = themes! {
    "bare-amount" "ul.grid" ""
    "card-with-remove-in-a-class" "ul.products" "ls"
    "names-for-tests" "ul.grid" "l"
    "old-price-in-a-discount" "div.products" "ls"
    "picture-slides-in-cards" "ul.product-grid" "ls"
    "price-by-weight" "div.row" "ls"
    "prices-in-elements" "product-list.product-list" "ls"
    "superscript-cents" "div.new-grid" "ls"
    "taxed-prices" "ul.products-grid" "ls"
    "title-in-a-wrapper" "div.products" "ls"
    "vendor-in-a-list" "ul.grid" "lsb"
};

/// What every one of the pages shows, the last product sold out.
const PRODUCTS: [(&str, f64, Option<f64>); 4] = [
    ("Alpine Boot", 129.9, None),
    ("Ridge Boot Low", 99.0, Some(119.0)),
    ("Ember Lantern", 34.0, Some(42.5)),
    ("Tidal Bottle", 19.0, None),
];

fn parse(html: &str) -> Document {
    DomParser::new().unwrap().parse_from_string(html, SupportedType::TextHtml).unwrap()
}

#[wasm_bindgen_test]
fn cards_of_real_themes_are_read_as_their_shoppers_read_them() {
    for (name, html, selector, told) in THEMES {
        let document = parse(html);
        let grids = find_grids(&document, &Selectors::default());
        assert_eq!(grids.len(), 1, "grids of {name}");
        assert_eq!((grids[0].selector.as_str(), grids[0].cards.len()), (selector, 4), "{name}");
        for (card, (title, price, list_price)) in grids[0].cards.iter().zip(PRODUCTS) {
            let item = &card.item;
            assert_eq!((item.item_name.as_str(), item.price), (title, Some(price)), "{name}");
            assert_eq!(item.list_price, list_price.filter(|_| told.contains('l')), "{title} of {name}");
            let sold_out = told.contains('s') && title == "Tidal Bottle";
            assert_eq!(item.in_stock == Some(false), sold_out, "{title} of {name}");
            assert_eq!(item.item_brand == "Gorski", told.contains('b'), "{name}: {}", item.item_brand);
            assert_eq!(item.currency.len(), 3, "{name}");
        }
        assert_eq!(read_product(&document), None, "{name} is a list");
    }
}

#[wasm_bindgen_test]
fn a_product_page_without_data_for_machines_is_read() {
    let cases = [
        (
            "a price in a box that shows a badge, as in Shopify's Dawn",
            "<div><h1>Boot</h1><div class='price price--on-sale price--show-badge'><s class='price-item--regular'>$119.00</s>\
             <span class='price-item--sale'>$99.00</span><span class='badge'>Sale</span></div>\
             <form action='/cart/add'><button name='add'>Add to cart</button></form></div>",
        ),
        (
            "a button that is no form's, as in OpenCart 3",
            "<div><h1>Boot</h1><ul><li><span style='text-decoration: line-through;'>$119.00</span></li><li><h2>$99.00</h2></li></ul>\
             <div id='product'><input name='quantity' value='1'><button type='button' id='button-cart'>Add to Cart</button></div></div>",
        ),
        (
            "a form for lines, as in Shopware",
            "<div><h1>Boot</h1><p class='product-detail-price with-list-price'>$99.00*<span class='list-price-price'>$119.00*</span></p>\
             <form action='/checkout/line-item/add'><button class='btn-buy'>Add</button></form></div>",
        ),
    ];
    for (what, html) in cases {
        let item = read_product(&parse(&["<main>", html, "</main>"].concat())).unwrap_or_else(|| panic!("{what}"));
        assert_eq!((item.item_name.as_str(), item.price, item.list_price), ("Boot", Some(99.0), Some(119.0)), "{what}");
    }
}

#[wasm_bindgen_test]
fn the_front_page_of_a_language_is_no_category() {
    let trail = |home: &str| {
        format!("<nav class='breadcrumb'><a href='{home}'>Home</a> <a href='/x/boots/'>Boots</a></nav><h1>Boots</h1>")
    };
    let list = |home: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"BreadcrumbList","itemListElement":[{{"name":"Home","item":"{home}"}},{{"name":"Boots","item":"/x/boots/"}}]}}</script>"#
        )
    };
    for home in ["/", "/en/", "/en_US/", "/us/en", "/sr-RS/"] {
        assert_eq!(page_categories(&parse(&list(home))), ["Boots"], "{home}");
        assert_eq!(page_categories(&parse(&trail(home)))[0].trim(), "Boots", "{home}");
    }
    assert_eq!(page_categories(&parse(&list("/outdoor/"))), ["Home", "Boots"]);
}
