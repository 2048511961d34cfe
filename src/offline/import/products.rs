//! `--products`: the catalogue.

use anyhow::Result;

use super::columns::Columns;
use super::ids::Ids;
use super::report::{Reason, Report};
use super::source::Source;
use super::table::{Fields, Table};
use super::time::Times;
use super::{shopify, woocommerce};
use crate::engine::item::Item;
use crate::engine::money;

/// Usual names of the columns, GA4's and those of Google's product feed among them.
const ID: [&str; 6] = ["item_id", "product_id", "id", "handle", "stock_code", "sku"];
const NAME: [&str; 5] = ["item_name", "title", "name", "product_name", "description"];
const BRAND: [&str; 4] = ["item_brand", "brand", "vendor", "manufacturer"];
const CATEGORY: [&str; 6] =
    ["item_category", "category", "product_type", "google_product_category", "category_path", "categories"];
const STOCK: [&str; 5] = ["in_stock", "availability", "in stock?", "stock", "inventory"];

/// Reads products: Shopify's and WooCommerce's product exports, and plain tables with GA4's names or those of Google's
/// product feed.
///
/// [`Item::keys`] holds every SKU and variant id of a product here, more than a page's item may have, since orders
/// name products by them. Prices of several variants give the lowest.
///
/// # Errors
/// A file that cannot be read, a column that is missing, or no usable line in all of the files.
pub fn products(source: &Source, columns: &Columns) -> Result<(Vec<Item>, Report)> {
    let (mut shelf, mut report) = (Shelf::default(), Report::default());
    for path in source.files() {
        let table = Table::open(source, path, columns.delimiter)?;
        if woocommerce::is_products(&table) {
            woocommerce::products(table, &mut shelf, &mut report)?;
        } else if columns.item.is_none() && shopify::is_products(&table) {
            shopify::products(table, &mut shelf, &mut report)?;
        } else {
            plain(table, columns, &mut shelf, &mut report)?;
        }
    }
    report.usable(shelf.items.len(), "products")?;
    Ok((shelf.items, report))
}

/// The products so far, by id.
#[derive(Default)]
pub(super) struct Shelf {
    ids: Ids,
    items: Vec<Item>,
}

impl Shelf {
    /// The product with this id, new where it is not known yet; `None` without an id.
    pub(super) fn item(&mut self, id: &str) -> Option<&mut Item> {
        if id.is_empty() {
            return None;
        }
        let number = self.ids.intern(id) as usize;
        if number == self.items.len() {
            self.items.push(Item::new(id));
        }
        self.items.get_mut(number)
    }
}

/// Adds another id of a product.
pub(super) fn join(product: &mut Item, key: &str) {
    if !key.is_empty() && !product.answers_to(key) {
        product.keys.push(key.to_owned());
    }
}

/// Adds a variant's price, price before a discount, and stock: the cheapest is shown, and one in stock is enough.
pub(super) fn offer(product: &mut Item, price: Option<f64>, list_price: Option<f64>, in_stock: Option<bool>) {
    if let Some(price) = price.filter(|&price| product.price.is_none_or(|known| price < known)) {
        product.price = Some(price);
        product.list_price = list_price.filter(|&list_price| list_price > price);
    }
    product.in_stock = match (product.in_stock, in_stock) {
        (Some(known), Some(new)) => Some(known || new),
        (known, new) => known.or(new),
    };
}

/// A price as exports write it; `None` for an empty field and for what is none.
pub(super) fn price(text: &str) -> Option<f64> {
    money::parse_plain(text)
}

/// The parts of `a, b\, c`.
pub(super) fn list(text: &str) -> Vec<String> {
    let text = text.replace(r"\,", "\u{0}");
    let parts = text.split(',').map(|part| part.trim().replace('\u{0}', ","));
    parts.filter(|part| !part.is_empty()).collect()
}

/// The longest of the category paths in `A > B, C`, its first five levels.
pub(super) fn path(text: &str) -> Vec<String> {
    let paths = list(text).into_iter().map(|path| {
        path.split('>').map(|level| level.trim().to_owned()).filter(|level| !level.is_empty()).collect::<Vec<_>>()
    });
    let mut longest = paths.fold(Vec::new(), |longest, path| if path.len() > longest.len() { path } else { longest });
    longest.truncate(5);
    longest
}

/// The columns of a plain table.
struct Plain {
    id: Option<usize>,
    keys: [Option<usize>; 2],
    texts: [Option<usize>; 5],
    category: Option<usize>,
    levels: [Option<usize>; 4],
    /// `category_code` of some data sets: `electronics.audio.headphone`.
    dotted: Option<usize>,
    price: Option<usize>,
    sale: Option<usize>,
    list_price: Option<usize>,
    currency: Option<usize>,
    stock: Option<usize>,
    tags: Option<usize>,
    published: Option<usize>,
}

/// A product in each line, by columns of its own; a product that comes again is completed.
fn plain(table: Table, columns: &Columns, shelf: &mut Shelf, report: &mut Report) -> Result<()> {
    let names = Plain {
        id: table.needed("the product", columns.item.as_deref(), "--item-column", &ID)?,
        keys: [table.find(&["sku", "variant_id"]), table.find(&["mpn", "gtin", "item_group_id"])],
        texts: [
            table.find(&NAME),
            table.find(&BRAND),
            table.find(&["item_variant", "variant"]),
            table.find(&["url", "link", "product_url"]),
            table.find(&["image", "image_link", "image_url", "image src"]),
        ],
        category: table.find(&CATEGORY),
        levels: ["item_category2", "item_category3", "item_category4", "item_category5"]
            .map(|name| table.find(&[name])),
        dotted: table.find(&["category_code"]),
        price: table.find(&["price", "regular_price", "unit_price"]),
        sale: table.find(&["sale_price"]),
        list_price: table.find(&["list_price", "compare_at_price"]),
        currency: table.find(&["currency"]),
        stock: table.find(&STOCK),
        tags: table.find(&["tags", "labels"]),
        published: table.find(&["published", "published_at", "created_at", "date_added"]),
    };
    report.formats.push(table.described("products"));
    let mut times = Times::new(columns.date_first);
    let (mut dated, file) = (Vec::new(), table.file.clone());
    table.each(report, &[names.id], &mut |fields| {
        let id = fields.get(names.id);
        let product = shelf.item(id).ok_or(Reason::NoItem)?;
        names.keys.iter().for_each(|&key| join(product, fields.get(key)));
        product.complete_from(&Item { item_id: id.to_owned(), ..names.product(fields) });
        let time = times.read(fields.get(names.published), dated.len());
        dated.extend(time.map(|time| (shelf.ids.intern(id), time)));
        Ok(())
    })?;
    report.notes.extend(times.settle(&file, |row, swap| {
        dated.get_mut(row).into_iter().for_each(|(_, time)| *time = swap(*time));
    }));
    for (number, time) in dated {
        if let Some(product) = shelf.items.get_mut(number as usize) {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds of this era are exact in a double")]
            product.published.get_or_insert(time as f64);
        }
    }
    Ok(())
}

impl Plain {
    fn product(&self, fields: &Fields<'_>) -> Item {
        let [item_name, item_brand, item_variant, url, image] = self.texts.map(|column| fields.get(column).to_owned());
        let mut item_category = path(fields.get(self.category));
        item_category
            .extend(self.levels.iter().map(|&level| fields.get(level).to_owned()).filter(|level| !level.is_empty()));
        if item_category.is_empty() {
            let levels = fields.get(self.dotted).split('.').filter(|level| !level.is_empty());
            item_category = levels.map(str::to_owned).collect();
        }
        item_category.truncate(5);
        let (full, sale) = (money::parse(fields.get(self.price)), money::parse(fields.get(self.sale)));
        let regular = price(fields.get(self.price));
        let now = price(fields.get(self.sale)).or(regular);
        let before = price(fields.get(self.list_price)).or(regular);
        let currency = sale.or(full).map_or("", |money| money.currency);
        Item {
            item_name,
            item_brand,
            item_category,
            item_variant,
            price: now,
            list_price: before.filter(|before| now.is_some_and(|now| *before > now)),
            currency: if self.currency.is_some() { fields.get(self.currency) } else { currency }.to_owned(),
            in_stock: in_stock(fields.get(self.stock)),
            tags: list(fields.get(self.tags)),
            url,
            image,
            ..Item::default()
        }
    }
}

/// A count, a flag, or one of the feed's words.
fn in_stock(text: &str) -> Option<bool> {
    let word = text.to_lowercase().replace(['_', '-'], " ");
    match word.as_str() {
        "in stock" | "true" | "yes" | "instock" | "backorder" | "available" | "preorder" => Some(true),
        "out of stock" | "false" | "no" | "outofstock" | "sold out" | "unavailable" => Some(false),
        _ => word.parse::<f64>().ok().map(|pieces| pieces > 0.0),
    }
}
