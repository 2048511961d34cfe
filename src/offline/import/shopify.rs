//! Shopify's exports of orders and products, as its admin writes them.

use anyhow::Result;

use super::orders::{Above, Sink};
use super::products::{Shelf, join, list, offer, path, price};
use super::report::{Reason, Report};
use super::table::Table;

/// Whether this is an order export.
pub(super) fn is_orders(table: &Table) -> bool {
    table.find(&["Lineitem name"]).is_some() && table.find(&["Name"]).is_some()
}

/// Reads an order export. An order's first line carries its fields; its further lines repeat only the name (`#1001`) and
/// the e-mail. The product is the line's SKU, or its name where the variant has none.
pub(super) fn orders(table: Table, sink: &mut Sink, report: &mut Report) -> Result<()> {
    let name = table.needed("the order", None, "--order-column", &["Name"])?;
    let time = table.needed("the time", None, "--time-column", &["Created at"])?;
    let (status, cancelled) = (table.find(&["Financial Status"]), table.find(&["Cancelled at"]));
    let customer = table.find(&["Customer ID", "Email"]);
    let (title, sku) = (table.find(&["Lineitem name"]), table.find(&["Lineitem sku"]));
    let quantity = table.find(&["Lineitem quantity"]);
    let [total, refunded] = [table.find(&["Total"]), table.find(&["Refunded Amount"])];
    report.formats.push(table.described("Shopify orders"));
    let file = table.file.clone();
    let mut above = Above::default();
    let mut partly = 0_u64;
    table.each(report, &[name, time], &mut |fields| {
        if !above.is(fields.get(name)) || !fields.get(time).is_empty() && !fields.get(status).is_empty() {
            above.read(fields, [name, customer, time, status]);
            let amount = |column| fields.get(column).parse().unwrap_or(0.0);
            let back: f64 = amount(refunded);
            let whole = back > 0.0 && back >= amount(total);
            above.void = above.void || whole || !fields.get(cancelled).is_empty();
            partly += u64::from(back > 0.0 && !above.void);
        }
        // A further payment or note of the order.
        if fields.get(title).is_empty() && fields.get(sku).is_empty() {
            return Err(if fields.get(quantity).is_empty() { Reason::Continuation } else { Reason::NoItem });
        }
        above.go_on(sink, fields.first(&[sku, title]), fields.get(quantity))
    })?;
    if partly > 0 {
        report.notes.push(format!(
            "{file}: {partly} orders were refunded in part; the export does not say which products, so all of them count"
        ));
    }
    Ok(())
}

/// Whether this is a product export, with the names of the columns before 2025 or since.
pub(super) fn is_products(table: &Table) -> bool {
    table.find(&["Handle", "URL handle"]).is_some() && table.find(&["Title"]).is_some()
}

/// Reads a product export. A product has a line for each variant and each further picture, under one handle, which is its
/// id here and the end of its address; the price is that of the cheapest variant.
pub(super) fn products(table: Table, shelf: &mut Shelf, report: &mut Report) -> Result<()> {
    let handle = table.find(&["Handle", "URL handle"]);
    let columns = |names: [&str; 2]| table.find(&names);
    let (title, vendor) = (columns(["Title"; 2]), columns(["Vendor"; 2]));
    let (kind, category, tags) = (columns(["Type"; 2]), columns(["Product Category"; 2]), columns(["Tags"; 2]));
    let (status, published) = (columns(["Status"; 2]), columns(["Published", "Published on online store"]));
    let (sku, image) = (columns(["Variant SKU", "SKU"]), columns(["Image Src", "Product image URL"]));
    let (now, before) =
        (columns(["Variant Price", "Price"]), columns(["Variant Compare At Price", "Compare-at price"]));
    let (pieces, tracker) = (
        columns(["Variant Inventory Qty", "Inventory quantity"]),
        columns(["Variant Inventory Tracker", "Inventory tracker"]),
    );
    let options = ["Option1 Value", "Option2 Value", "Option3 Value"].map(|name| table.find(&[name]));
    let policy = columns(["Variant Inventory Policy", "Continue selling when out of stock"]);
    report.formats.push(table.described("Shopify products"));
    let mut hidden = String::new();
    table.each(report, &[handle], &mut |fields| {
        let id = fields.get(handle);
        let first = !fields.get(title).is_empty();
        if first {
            let active = matches!(fields.get(status), "" | "active" | "Active");
            let shown = !fields.get(published).eq_ignore_ascii_case("false");
            hidden.clear();
            hidden.push_str(if active && shown { "" } else { id });
        }
        if !id.is_empty() && hidden == id {
            return Err(Reason::Unpublished);
        }
        if !first && fields.first(&[sku, now]).is_empty() {
            return Err(if id.is_empty() { Reason::NoItem } else { Reason::Continuation });
        }
        let product = shelf.item(id).ok_or(Reason::NoItem)?;
        join(product, fields.get(sku));
        // Orders name a variant without SKU by both of its names.
        if fields.get(sku).is_empty() {
            let values: Vec<&str> =
                options.iter().map(|&option| fields.get(option)).filter(|value| !value.is_empty()).collect();
            let title = if first { fields.get(title).to_owned() } else { product.item_name.clone() };
            if !values.is_empty() && values != ["Default Title"] {
                join(product, &format!("{title} - {}", values.join(" / ")));
            }
        }
        let tracked = tracker.is_some() && !fields.get(tracker).is_empty();
        let on_order = matches!(fields.get(policy), "continue" | "TRUE" | "true");
        let stock = fields.get(pieces).parse::<f64>().ok().map(|pieces| pieces > 0.0 || on_order || !tracked);
        offer(product, price(fields.get(now)), price(fields.get(before)), stock);
        if first {
            fields.get(title).clone_into(&mut product.item_name);
            fields.get(vendor).clone_into(&mut product.item_brand);
            fields.get(image).clone_into(&mut product.image);
            product.url = format!("/products/{id}");
            product.item_category = path(fields.first(&[category, kind]));
            product.tags = list(fields.get(tags));
        }
        Ok(())
    })
}
