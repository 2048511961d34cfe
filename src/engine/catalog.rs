//! The products the engine knows of: those of the merchant's catalogue, and those the shopper came across.

use alloc::{string::String, vec::Vec};
use core::cell::RefCell;

use super::item::Item;
use super::model::{Model, Scores};
use super::page::{Page, PageCard, PageGrid};
use super::rank::{Scored, best_first};
use super::record::{self, Record, record};
use super::value::Value;

/// Grid pages remembered, to prepare them for the next visit; the longest unseen goes first.
const MAX_PAGES: usize = 12;
/// Cards remembered of a page.
const MAX_CARDS: usize = 60;

/// The products the engine knows of.
pub struct Catalog {
    /// Products of the merchant's catalogue, in its order; [`Catalog::set_items`] takes them in.
    pub(super) items: Vec<Item>,
    /// Pages with grids the shopper came across, longest unseen first.
    pub pages: Vec<Seen>,
    /// Every id of the items in alphabetical order: the item's place, and which of its ids.
    pub(super) index: Vec<(usize, usize)>,
    pub(super) model: Option<Model>,
    /// For each product of the model, its place among the items.
    pub(super) places: Vec<u32>,
    /// Room for scores of the model's products.
    pub(super) scores: RefCell<Scores>,
}

record! {
    /// What is kept of a catalogue.
    pub struct Kept {
        /// Pages with grids the shopper came across, longest unseen first.
        pub pages: Vec<Seen> = [];
    }
}

record! {
    /// A page with product grids, as it was last seen.
    pub struct Seen {
        /// What tells it from others.
        pub key: String;
        /// Its grids.
        pub grids: Vec<PageGrid> = [];
    }
}

impl Catalog {
    /// Nothing known yet.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            items: Vec::new(),
            pages: Vec::new(),
            index: Vec::new(),
            model: None,
            places: Vec::new(),
            scores: RefCell::new(Scores::new()),
        }
    }

    /// Whether the merchant's catalogue has come.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !self.items.is_empty()
    }

    /// The product with `id`, from the catalogue or from a page.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.listed(id).or_else(|| self.everything().into_iter().find(|item| item.answers_to(id)))
    }

    /// The product of the merchant's catalogue that has `id`.
    #[must_use]
    pub fn listed(&self, id: &str) -> Option<&Item> {
        let (mut low, mut high) = (0, self.index.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let (place, which) = self.index.get(middle).copied()?;
            let item = self.items.get(place)?;
            let found = name(item, which);
            if found == id {
                return Some(item);
            }
            if found < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        None
    }

    /// The product of the merchant's catalogue that `item` is, by any of its ids.
    #[must_use]
    pub fn listed_as(&self, item: &Item) -> Option<&Item> {
        let mut found = self.listed(&item.item_id);
        for key in &item.keys {
            found = found.or_else(|| self.listed(key));
        }
        found
    }

    /// Takes the merchant's catalogue in, in its order.
    pub fn set_items(&mut self, items: Vec<Item>) {
        self.items = items;
        let mut ids = Vec::new();
        let mut names = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            for which in 0..=item.keys.len() {
                ids.push(Scored { score: 0.0, id: name(item, which), index: names.len() });
                names.push((place, which));
            }
        }
        best_first(&mut ids);
        self.index.clear();
        for id in ids {
            self.index.extend(names.get(id.index));
        }
        self.join_model();
    }

    /// Every product known; one of both the catalogue and a page comes twice.
    #[must_use]
    pub fn everything(&self) -> Vec<&Item> {
        let mut items = Vec::new();
        for item in &self.items {
            items.push(item);
        }
        for page in &self.pages {
            for grid in &page.grids {
                for card in &grid.cards {
                    items.push(&card.item);
                }
            }
        }
        items
    }

    /// Remembers the grids of `page`, so that they can be prepared for the next visit.
    pub fn remember(&mut self, page: &Page) {
        if page.grids.is_empty() || page.sorted {
            return;
        }
        let mut grids = Vec::new();
        for grid in &page.grids {
            grids.push(remembered(grid));
        }
        self.add(Seen { key: page.key.clone(), grids });
    }

    /// Takes in what [`Catalog::snapshot`] kept of an earlier page, as far as it can be read; pages known here are newer
    /// and stay.
    pub fn join(&mut self, earlier: &Value) {
        let earlier: Kept = record::restore(earlier).unwrap_or(Kept { pages: Vec::new() });
        let newer = core::mem::replace(&mut self.pages, earlier.pages);
        for page in newer {
            self.add(page);
        }
    }

    /// Takes a page in, in place of what was known of it.
    fn add(&mut self, page: Seen) {
        if let Some(at) = self.pages.iter().position(|seen| seen.key == page.key) {
            self.pages.remove(at);
        }
        while self.pages.len() >= MAX_PAGES {
            self.pages.remove(0);
        }
        self.pages.push(page);
    }

    /// What to keep for the next page: the pages, and not the merchant's catalogue, which has its own address.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        let mut snapshot = Value::object();
        self.pages.give_to(&mut snapshot, "pages");
        snapshot
    }
}

/// One of the ids of an item: 0 is its own, others are further keys.
fn name(item: &Item, which: usize) -> &str {
    match which.checked_sub(1) {
        Some(key) => item.keys.get(key).map_or("", String::as_str),
        None => &item.item_id,
    }
}

/// What to remember of a grid: the first cards, and what ranking needs to know of their products.
fn remembered(grid: &PageGrid) -> PageGrid {
    let mut cards = Vec::new();
    for card in &grid.cards {
        if cards.len() < MAX_CARDS {
            let mut item = Item::new(card.item.item_id.as_str());
            item.item_brand.clone_from(&card.item.item_brand);
            item.item_category.clone_from(&card.item.item_category);
            item.price = card.item.price;
            item.in_stock = card.item.in_stock.filter(|in_stock| !in_stock);
            if card.key != item.item_id {
                item.keys.push(card.key.clone());
            }
            cards.push(PageCard { key: card.key.clone(), item, pinned: card.pinned });
        }
    }
    PageGrid { selector: grid.selector.clone(), rule: grid.rule.clone(), cards }
}
