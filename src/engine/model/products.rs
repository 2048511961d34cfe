//! What a model says of a product.

use alloc::string::String;
use alloc::vec::Vec;

use super::bytes::varint;
use super::{Model, Section};
use crate::engine::item::Item;
use crate::engine::scan::parts;

/// What parts the levels of a category path.
pub const LEVEL: char = '\u{1f}';
/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

impl Model {
    /// The number of the product that has `id`, or has it as one of its other ids.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<u32> {
        let (ids, products) = (Section::Ids, Section::Products);
        self.lookup(ids, products, id).or_else(|| self.lookup(Section::Keys, Section::KeyProducts, id))
    }

    fn lookup(&self, texts: Section, products: Section, id: &str) -> Option<u32> {
        let product = self.column(products).get(self.texts(texts).place(id)?);
        ((product as usize) < self.len()).then_some(product)
    }

    /// A product's id; empty for a number the model does not hold.
    #[must_use]
    pub fn id(&self, product: u32) -> &str {
        self.places.get(product as usize).map_or("", |place| self.texts(Section::Ids).get(*place as usize))
    }

    /// A product's category path as one text, its levels parted by U+001F; empty where it has none.
    #[must_use]
    pub fn category(&self, product: u32) -> &str {
        self.named(Section::Category, Section::Categories, product)
    }

    /// A product's brand; empty where it has none.
    #[must_use]
    pub fn brand(&self, product: u32) -> &str {
        self.named(Section::Brand, Section::Brands, product)
    }

    fn named(&self, column: Section, names: Section, product: u32) -> &str {
        let name = self.column(column).known(product as usize);
        name.map_or("", |name| self.texts(names).get(name as usize))
    }

    /// The share, 0 to 1, of buyers in the product's category who bought the same product again later; `None` where
    /// too few bought to tell.
    #[must_use]
    pub fn repurchase(&self, product: u32) -> Option<f64> {
        let category = self.column(Section::Category).known(product as usize)?;
        let rate = self.column(Section::Repurchase).known(category as usize)?;
        Some(f64::from(rate) / 1000.0)
    }

    /// How many times the product's share of recent sessions has doubled against its share of all (-1: halved); 0 where
    /// too few sessions hold it.
    #[must_use]
    pub fn trend(&self, product: u32) -> f64 {
        match self.column(Section::Trend).get(product as usize) {
            0 => 0.0,
            code => (f64::from(code) - 128.0) / 16.0,
        }
    }

    /// What the model knows of a product, as far as the merchant chose to put it in; `None` for a number it does not
    /// hold.
    #[must_use]
    pub fn item(&self, product: u32) -> Option<Item> {
        let at = product as usize;
        self.places.get(at)?;
        let mut item = Item::new(self.id(product));
        item.item_name = self.texts(Section::Titles).get(at).into();
        item.item_brand = self.brand(product).into();
        for level in parts(self.category(product), LEVEL) {
            if !level.is_empty() {
                item.item_category.push(level.into());
            }
        }
        item.price = self.column(Section::Price).real(at);
        item.list_price = self.column(Section::ListPrice).real(at);
        if item.price.is_some() {
            item.currency = self.texts(Section::Currency).get(0).into();
        }
        item.in_stock = self.column(Section::Stock).known(at).map(|stock| stock > 0);
        item.tags = self.tags(at);
        item.url = self.texts(Section::Urls).get(at).into();
        item.image = self.texts(Section::Images).get(at).into();
        item.published = self.column(Section::Published).known(at).map(|day| f64::from(day) * DAY);
        Some(item)
    }

    fn tags(&self, product: usize) -> Vec<String> {
        let (numbers, names) = (self.texts(Section::Tag).bytes(product), self.texts(Section::Tags));
        let mut tags = Vec::new();
        let mut at = 0;
        while let Some(tag) = varint(numbers, &mut at) {
            tags.push(names.get(tag as usize).into());
        }
        tags
    }
}
