//! Reading the page: its product grids, its product, its categories.
//!
//! Nothing here changes the page, forces a layout or throws. Markup that the merchant wrote for Vitrina comes first
//! (`data-vitrina-grid`, `data-vitrina-product`, `data-vitrina-pin`, `data-vitrina-ignore`), then the selectors of the
//! config, then what shops' markup has in common.

mod card;
mod dom;
mod evidence;
mod grid;
mod json_ld;
mod key;
mod price;
mod product;
pub(super) mod text;

use alloc::{string::String, vec::Vec};

use web_sys::{Document, Element};

pub use product::{page_categories, read_product};

use crate::engine::item::Item;

/// One product in a grid.
#[derive(Clone, Debug)]
pub struct Card {
    /// The child of the grid's container that moves.
    pub element: Element,
    /// Its product.
    pub item: Item,
    /// What tells it from the other cards, in a way the loader can repeat: see `key.rs`.
    pub key: String,
    /// Stays where it is: pinned by the merchant, sponsored, or without a key.
    pub pinned: bool,
}

/// Cards of products that are children of one element. Its other children are no cards and keep their place.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The parent of the cards.
    pub container: Element,
    /// A short CSS selector that finds the container and nothing else, on the next visit too.
    pub selector: String,
    /// The cards in document order.
    pub cards: Vec<Card>,
    /// How sure it is that this is a grid of products, from 0 to 1; 1 where the merchant says so.
    pub confidence: f64,
}

/// Selectors of the merchant's config, each instead of what would be guessed. One that the browser refuses, or that
/// finds nothing, is as good as none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selectors {
    /// Containers of grids. Where one is found nothing else on the page is a grid.
    pub grid: Option<String>,
    /// Cards.
    pub card: Option<String>,
    /// Inside a card: the title.
    pub title: Option<String>,
    /// Inside a card: the price or prices.
    pub price: Option<String>,
    /// Inside a card: the `img`.
    pub image: Option<String>,
    /// Inside a card: the brand.
    pub brand: Option<String>,
    /// Inside a card: the category.
    pub category: Option<String>,
}

/// The product grids of a page, best first. None lies inside another one.
#[must_use]
pub fn find_grids(document: &Document, selectors: &Selectors) -> Vec<Grid> {
    dom::Page::of(document).map_or_else(Vec::new, |page| grid::find(&page, selectors))
}

/// The product of a card, without deciding whether it is one. `None` where nothing identifies a product.
#[must_use]
pub fn read_card(element: &Element, selectors: &Selectors) -> Option<Item> {
    card::read(element, &dom::Page::of(&element.owner_document()?)?, selectors)
}
