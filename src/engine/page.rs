//! What the browser read from the page, as plain data.

use alloc::{string::String, vec::Vec};

use super::item::Item;
use super::record::{choice, record};
use super::value::Value;

choice! {
    /// What kind of page it is.
    pub enum PageType {
        /// The shop's first page.
        Home = "home",
        /// A list of products.
        Category = "category",
        /// A product's page.
        Product = "product",
        /// The cart.
        Cart = "cart",
        /// Checkout: nothing is moved and nothing is offered here.
        Checkout = "checkout",
        /// Anything else.
        Other = "other",
    }
}

/// A page as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What tells this page from others: its path, with the query less campaign parameters.
    pub key: String,
    /// Its path.
    pub path: String,
    /// What kind it is.
    pub page_type: PageType,
    /// Language of the page, from `<html lang>`: `en`, `sr-Latn`.
    pub locale: String,
    /// ISO 4217 code of the prices; empty where unknown.
    pub currency: String,
    /// The category path the page stands for, broadest first.
    pub categories: Vec<String>,
    /// The product of a product page.
    pub product: Option<Item>,
    /// The product grids found.
    pub grids: Vec<PageGrid>,
    /// Whether the shopper has sorted or filtered: then their order is the order.
    pub sorted: bool,
    /// Campaign parameters of the address: `utm_source` as `source` and so on.
    pub campaign: Value,
    /// Whether the main pointer is a finger.
    pub touch: bool,
    /// Width of the window in CSS pixels.
    pub width: f64,
    /// Minutes that the shopper's clock is ahead of UTC.
    pub utc_offset: f64,
}

record! {
    /// A product grid of the page.
    pub struct PageGrid {
        /// CSS selector that finds its container again.
        pub selector: String;
        /// The selector of the config's entry it answers to, if it answers to one.
        pub rule: Option<String> = none;
        /// Its cards in the merchant's order.
        pub cards: Vec<PageCard> = [];
    }
}

record! {
    /// A card of a grid.
    pub struct PageCard {
        /// What tells it from the others on the page, in a way the loader can repeat.
        pub key: String;
        /// Its product.
        pub item: Item;
        /// Stays where it is.
        pub pinned: bool = false;
    }
}

impl Default for Page {
    fn default() -> Self {
        Self {
            key: String::new(),
            path: String::new(),
            page_type: PageType::Other,
            locale: String::new(),
            currency: String::new(),
            categories: Vec::new(),
            product: None,
            grids: Vec::new(),
            sorted: false,
            campaign: Value::Null,
            touch: false,
            width: 0.0,
            utc_offset: 0.0,
        }
    }
}
