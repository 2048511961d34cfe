//! WooCommerce's exports: orders with all products in one line, and products.

use anyhow::Result;
use serde_json::Value;

use super::orders::{Above, CUSTOMER, ORDER, STATUS, Sink, TIME};
use super::products::{Shelf, join, list, offer, path, price};
use super::report::{Reason, Report};
use super::table::Table;

/// Whether an order's products stand in one field, or in one field each: `line_items`, `line_item_1` and so on, or
/// `Product(s)` of WooCommerce's own analytics. Exports with a line for each product are plain tables.
pub(super) fn is_packed(table: &Table) -> bool {
    !table.starting("lineitem").is_empty() || table.find(&PRODUCTS).is_some() && table.find(&["Order #"]).is_some()
}

const PRODUCTS: [&str; 2] = ["Product(s)", "Products"];

/// Reads orders with all of their products in a line. The product is its id, else its SKU, else its name.
pub(super) fn orders(table: Table, sink: &mut Sink, report: &mut Report) -> Result<()> {
    let order = table.needed("the order", None, "--order-column", &ORDER)?;
    let time = table.needed("the time", None, "--time-column", &TIME)?;
    let columns = [order, table.find(&CUSTOMER), time, table.find(&STATUS)];
    let packed = table.starting("lineitem");
    let products = if packed.is_empty() { table.find(&PRODUCTS) } else { None };
    report.formats.push(table.described("WooCommerce orders"));
    let mut above = Above::default();
    table.each(report, &[order, time], &mut |fields| {
        above.read(fields, columns);
        let mut items = Vec::new();
        for &column in &packed {
            line_items(fields.get(column), &mut items);
        }
        listed(fields.get(products), &mut items);
        let outcomes: Vec<_> = items.iter().map(|(item, quantity)| above.go_on(sink, item, quantity)).collect();
        // The line is used when any of its products is; else the first of them says why not.
        let used = outcomes.iter().any(Result::is_ok);
        outcomes.into_iter().find(|outcome| outcome.is_ok() == used).unwrap_or(Err(Reason::NoItem))
    })
}

/// Products and quantities of a field such as `id:7|product_id:12|name:Boot|quantity:2;id:8|…`, or of JSON.
fn line_items(text: &str, items: &mut Vec<(String, String)>) {
    if text.starts_with(['[', '{']) {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let list = match value {
            Value::Array(list) => list,
            one => vec![one],
        };
        for item in &list {
            let text = |name: &str| match item.get(name) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => String::new(),
            };
            items.extend(product(&text));
        }
        return;
    }
    for item in text.split(';').filter(|item| !item.trim().is_empty()) {
        let text = |name: &str| {
            let mut pairs = item.split('|').filter_map(|pair| pair.split_once(':'));
            pairs.find(|(key, _)| key.trim() == name).map_or(String::new(), |(_, value)| value.trim().to_owned())
        };
        items.extend(product(&text));
    }
}

/// The product of a line item and its quantity, from its members.
fn product(text: &dyn Fn(&str) -> String) -> Option<(String, String)> {
    let id = ["product_id", "sku", "name"].iter().map(|name| text(name)).find(|id| !id.is_empty() && id != "0")?;
    let quantity = ["quantity", "qty"].iter().map(|name| text(name)).find(|quantity| !quantity.is_empty());
    Some((id, quantity.unwrap_or_default()))
}

/// Products and quantities of `2× Boot, 1× Lace`. A comma within a name is no end: a count and the sign follow one that is.
fn listed(text: &str, items: &mut Vec<(String, String)>) {
    for part in text.split(", ") {
        match part.split_once('×') {
            _ if text.is_empty() => {}
            Some((count, name)) if count.trim().parse::<u32>().is_ok() => {
                items.push((name.trim().to_owned(), count.trim().to_owned()));
            }
            _ => items.last_mut().into_iter().for_each(|(name, _)| *name += &format!(", {part}")),
        }
    }
}

/// Whether this is WooCommerce's own product export.
pub(super) fn is_products(table: &Table) -> bool {
    table.find(&["Type"]).is_some() && table.find(&["In stock?"]).is_some() && table.find(&["Regular price"]).is_some()
}

/// Reads the product export. A variation adds its ids, price and stock to its parent.
pub(super) fn products(table: Table, shelf: &mut Shelf, report: &mut Report) -> Result<()> {
    let column = |name: &str| table.find(&[name]);
    let (id, kind, sku, name, published) =
        (column("ID"), column("Type"), column("SKU"), column("Name"), column("Published"));
    let (parent, categories, tags, images) = (column("Parent"), column("Categories"), column("Tags"), column("Images"));
    let (regular, sale, in_stock) = (column("Regular price"), column("Sale price"), column("In stock?"));
    let brands = column("Brands");
    let attributes: Vec<_> = (1..=20)
        .map(|number| (column(&format!("Attribute {number} name")), column(&format!("Attribute {number} value(s)"))))
        .take_while(|(name, _)| name.is_some())
        .collect();
    report.formats.push(table.described("WooCommerce products"));
    table.each(report, &[id, kind], &mut |fields| {
        if matches!(fields.get(published), "0" | "-1") {
            return Err(Reason::Unpublished);
        }
        let (own, sku) = (fields.get(id), fields.get(sku));
        let variation = fields.get(kind).split(',').any(|kind| kind.trim() == "variation");
        let above = fields.get(parent);
        let above = above.strip_prefix("id:").unwrap_or(above);
        let product = shelf.item(if variation { above } else { first_of(own, sku) }).ok_or(Reason::NoItem)?;
        join(product, own);
        join(product, sku);
        let (price, list_price) = (price(fields.get(regular)), price(fields.get(sale)));
        offer(
            product,
            list_price.or(price),
            price,
            match fields.get(in_stock) {
                "" => None,
                text => Some(text != "0"),
            },
        );
        if variation {
            return Ok(());
        }
        fields.get(name).clone_into(&mut product.item_name);
        product.item_category = path(fields.get(categories));
        product.tags = list(fields.get(tags));
        product.image = list(fields.get(images)).into_iter().next().unwrap_or_default();
        let brand = attributes.iter().find(|(name, _)| fields.get(*name).eq_ignore_ascii_case("brand"));
        let brand = first_of(fields.get(brands), brand.map_or("", |(_, value)| fields.get(*value)));
        product.item_brand = list(brand).into_iter().next().unwrap_or_default();
        Ok(())
    })
}

const fn first_of<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}
