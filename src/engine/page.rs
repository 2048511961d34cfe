//! What the browser read from the page, as plain data.

use alloc::{string::String, vec::Vec};

use super::item::Item;
use super::record::{choice, record};
use super::scan::{parts, position};
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
    /// Which slots of the config's lists the page has; absent where that was not looked for.
    pub slots: Option<Vec<String>>,
    /// Whether the shopper has sorted or filtered: then their order is the order.
    pub sorted: bool,
    /// Campaign parameters of the address: `utm_source` as `source` and so on.
    pub campaign: Value,
    /// Whether a search engine led to it.
    pub from_search: bool,
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
            slots: None,
            sorted: false,
            campaign: Value::Null,
            from_search: false,
            touch: false,
            width: 0.0,
            utc_offset: 0.0,
        }
    }
}

impl Page {
    /// The product with `id` that it shows.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        for grid in &self.grids {
            for card in &grid.cards {
                if card.item.answers_to(id) {
                    return Some(&card.item);
                }
            }
        }
        self.product.as_ref().filter(|product| product.answers_to(id))
    }
}

/// Whether the page at the address `referrer` is a search engine's.
#[must_use]
pub fn is_search_engine(referrer: &str) -> bool {
    const ENGINES: [&str; 12] = [
        "google",
        "bing",
        "duckduckgo",
        "yahoo",
        "yandex",
        "ecosia",
        "qwant",
        "startpage",
        "brave",
        "baidu",
        "naver",
        "seznam",
    ];
    let host = parts(referrer, '/').nth(2).unwrap_or_default();
    !host.starts_with("mail.") && parts(host, '.').any(|label| position(&ENGINES, label).is_some())
}

#[cfg(test)]
mod tests {
    use super::is_search_engine;

    #[test]
    fn search_engines_are_known_by_their_names_in_every_country() {
        for address in [
            "https://www.google.com/",
            "https://www.google.rs/search?q=tents",
            "android-app://com.google.android.googlequicksearchbox/",
            "https://search.yahoo.co.jp/search",
            "https://search.brave.com/",
            "https://duckduckgo.com/",
        ] {
            assert!(is_search_engine(address), "{address}");
        }
        for address in
            ["", "https://shop.example/google/", "https://mail.google.com/", "https://googly.example/", "about:client"]
        {
            assert!(!is_search_engine(address), "{address}");
        }
    }
}
