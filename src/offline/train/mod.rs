//! Counts exports into a model.

mod assortment;
mod basket_table;
mod command;
mod completion;
mod content;
mod elsewhere;
mod occurrences;
mod orders;
mod rows;
mod session_table;
mod sessions;
mod support;
mod timeline;

pub use assortment::{Assortment, Exports};
pub use basket_table::basket_table;
pub use command::{Attribute, Size, TrainFlags, train};
pub use content::{blend, content_table};
pub use occurrences::{Occurrence, Occurrences};
pub use orders::{Order, orders};
pub use session_table::session_table;
pub use sessions::Sessions;
pub use timeline::{bestsellers, neighbourly, repurchases, trends};

use super::model::{Attributes, Neighbours, Packing, catalogue, category, column, file, names, pack};
use crate::engine::model::Section;

/// How a model is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Distinct sessions (of orders: customers) behind an entry; 1 keeps everything.
    pub support: usize,
    /// How much of the tables is kept.
    pub packing: Packing,
    /// What of the catalogue goes in.
    pub attributes: Attributes,
}

impl Default for Settings {
    fn default() -> Self {
        Self { support: 2, packing: Packing::USUAL, attributes: Attributes::ALL }
    }
}

/// Tables counted from exports, before they are packed.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The products by their numbers in the model.
    pub assortment: Assortment,
    /// The sessions.
    pub sessions: Sessions,
    /// The code of each product's trend; empty where nothing tells.
    pub trends: Vec<u32>,
    /// The orders, by customer and time.
    pub orders: Vec<Order>,
    /// Neighbours by sessions and catalogue; empty without either.
    pub neighbours: Vec<Neighbours>,
    /// Neighbours by orders; empty without orders.
    pub together: Vec<Neighbours>,
}

/// Sessions beyond which the catalogue adds nothing to a product's neighbours.
const WELL_KNOWN: u32 = 20;

/// Counts neighbours. Products get their final numbers: by popularity, and of equal ones by their neighbours.
#[must_use]
pub fn count(exports: &Exports, support: usize) -> Counted {
    let assortment = Assortment::new(exports);
    let products = assortment.len();
    let sessions = Sessions::new(&exports.clicks, &assortment.clicked);
    let mut frequencies = sessions.frequencies(products);
    let mut neighbours = session_table(&sessions, products, support);
    if !exports.neighbours.rows.is_empty() {
        frequencies = assortment.told(&exports.neighbours.frequencies);
        neighbours = assortment.counted_elsewhere(&exports.neighbours, support);
    }
    let is_little = |product: usize| frequencies.get(product).is_some_and(|sessions| *sessions < WELL_KNOWN);
    blend(&mut neighbours, &content_table(&assortment.items, &is_little), &frequencies);

    let orders = orders(&exports.orders, &assortment.ordered);
    let mut ordered = vec![0_u32; products];
    for product in orders.iter().flat_map(|order| &order.products) {
        if let Some(count) = ordered.get_mut(*product as usize) {
            *count += 1;
        }
    }
    let mut together = if orders.is_empty() { Vec::new() } else { basket_table(&orders, products, support) };
    let at = |counts: &[u32], product: u32| counts.get(product as usize).copied();
    let popularity = |product: u32| (at(&frequencies, product), at(&ordered, product));
    let has_neighbours = neighbours.iter().any(|row| !row.is_empty());
    let order = neighbourly(&popularity, if has_neighbours || together.is_empty() { &neighbours } else { &together });
    let numbers = assortment::inverse(&order);
    neighbours = reordered(&neighbours, &order, &numbers);
    together = reordered(&together, &order, &numbers);
    let assortment = assortment.reordered(&order);
    let sessions = Sessions::new(&exports.clicks, &assortment.clicked);
    let orders = self::orders(&exports.orders, &assortment.ordered);
    if !has_neighbours {
        neighbours.clear();
    }
    let mut trends = Vec::new();
    if !sessions.is_empty() {
        trends = timeline::trends(&sessions, products);
    } else if !exports.neighbours.rows.is_empty() {
        trends = assortment.trends(&exports.neighbours);
    }
    Counted { assortment, sessions, trends, orders, neighbours, together }
}

fn reordered(rows: &[Neighbours], order: &[u32], numbers: &[u32]) -> Vec<Neighbours> {
    if rows.is_empty() {
        return Vec::new();
    }
    let renumber = |row: &Neighbours| -> Neighbours {
        row.iter().filter_map(|(old, score)| Some((*numbers.get(*old as usize)?, *score))).collect()
    };
    order.iter().map(|old| rows.get(*old as usize).map(renumber).unwrap_or_default()).collect()
}

impl Counted {
    /// The sections of a model file.
    #[must_use]
    pub fn sections(&self, packing: Packing, attributes: Attributes) -> Vec<(Section, Vec<u8>)> {
        let items = &self.assortment.items;
        let ids: Vec<String> = items.iter().map(|item| item.item_id.clone()).collect();
        let mut sections = names(&ids).to_vec();
        for (section, rows) in [(Section::Neighbours, &self.neighbours), (Section::Together, &self.together)] {
            if !rows.is_empty() {
                sections.push((section, pack(rows, packing)));
            }
        }
        if !self.trends.is_empty() {
            sections.push((Section::Trend, column(&self.trends, 0)));
        }
        if !self.orders.is_empty() {
            sections.push((Section::Bestsellers, column(&bestsellers(&self.orders, items.len()), 0)));
            let categories = super::model::Names::of(items.iter().map(category));
            let rates = repurchases(&self.orders, &categories.numbers, categories.names.len());
            if rates.iter().any(|rate| *rate > 0) {
                sections.push((Section::Repurchase, column(&rates, 0)));
            }
        }
        sections.extend(catalogue(items, attributes));
        sections
    }

    /// The model file.
    #[must_use]
    pub fn file(&self, packing: Packing, attributes: Attributes) -> Vec<u8> {
        file(&self.sections(packing, attributes))
    }
}
