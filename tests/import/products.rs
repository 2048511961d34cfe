//! Catalogues, as shops export them.

use vitrina::engine::item::Item;
use vitrina::offline::import::{Columns, Reason, Report, Source};

use super::{checked, file};

fn products(content: &str) -> (Vec<Item>, Report) {
    let (items, report) =
        vitrina::offline::import::products(&Source::new([file(content)]), &Columns::default()).unwrap();
    (items, checked(report))
}

#[test]
fn a_shopify_product_has_a_line_for_each_variant_and_picture() {
    let (items, report) = products(
        "Handle,Title,Vendor,Product Category,Type,Tags,Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Status\n\
         boot,Boot,Gorski,Apparel & Accessories > Shoes > Boots,Boots,\"winter, leather\",TRUE,B-42,shopify,0,deny,80.00,100.00,https://cdn.example/b.jpg,active\n\
         boot,,,,,,,B-43,shopify,3,deny,75.00,95.00,,\n\
         boot,,,,,,,,,,,,,https://cdn.example/b2.jpg,\n\
         hat,Hat,Gorski,,Hats,,TRUE,H,,0,deny,20.00,,,draft\n\
         hat,,,,,,,H-2,,0,deny,20.00,,,\n\
         lace,Lace,Nodo,,Laces,,TRUE,L,,0,deny,5.00,,,active\n",
    );
    assert_eq!(items.len(), 2);
    let boot = &items[0];
    assert_eq!((boot.item_id.as_str(), boot.item_name.as_str(), boot.url.as_str()), ("boot", "Boot", "/products/boot"));
    assert_eq!(boot.item_category, ["Apparel & Accessories", "Shoes", "Boots"]);
    assert_eq!((boot.price, boot.list_price, boot.in_stock), (Some(75.0), Some(95.0), Some(true)));
    assert_eq!(
        (boot.keys.as_slice(), boot.tags.as_slice()),
        (&["B-42".into(), "B-43".into()][..], &["winter".into(), "leather".into()][..])
    );
    assert_eq!((items[1].in_stock, items[1].item_category[0].as_str()), (Some(true), "Laces"), "stock is not tracked");
    assert_eq!((report.reasons[&Reason::Unpublished], report.reasons[&Reason::Continuation]), (2, 1));
}

#[test]
fn a_variant_without_sku_goes_by_the_name_that_orders_use() {
    let (items, _) = products(
        "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price\n\
         boot,Boot,Size,42,Color,Brown,,80.00\n\
         boot,,,43,,Brown,B-43,80.00\n\
         boot,,,44,,Brown,,80.00\n\
         hat,Hat,Title,Default Title,,,,20.00\n",
    );
    assert_eq!(items[0].keys, ["Boot - 42 / Brown", "B-43", "Boot - 44 / Brown"]);
    assert!(items[1].keys.is_empty());
}

#[test]
fn the_newer_names_of_shopifys_columns_are_known() {
    let (items, _) = products(
        "Title,URL handle,Vendor,Product category,Tags,Published on online store,Status,SKU,Price,Compare-at price,Inventory tracker,Inventory quantity,Product image URL\n\
         Boot,boot,Gorski,Shoes,,TRUE,Active,B,80.00,,shopify,0,https://cdn.example/b.jpg\n",
    );
    assert_eq!((items[0].item_id.as_str(), items[0].price, items[0].in_stock), ("boot", Some(80.0), Some(false)));
}

#[test]
fn a_woocommerce_variation_adds_to_its_parent() {
    let (items, report) = products(
        "ID,Type,SKU,Name,Published,In stock?,Stock,Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s)\n\
         12,variable,BOOT,Boot,1,1,,,,\"Shoes, Clothing > Shoes > Boots\",\"winter, leather\",\"https://shop.example/b.jpg, https://shop.example/c.jpg\",,Brand,Gorski\n\
         13,variation,BOOT-42,Boot - 42,1,0,,,80,,,,id:12,Size,42\n\
         14,variation,BOOT-43,Boot - 43,1,1,,70,80,,,,id:12,Size,43\n\
         15,simple,HAT,Hat,0,1,,,20,Hats,,,,,\n",
    );
    let boot = &items[0];
    assert_eq!((items.len(), boot.item_id.as_str(), boot.item_brand.as_str()), (1, "12", "Gorski"));
    assert_eq!((boot.price, boot.list_price, boot.in_stock), (Some(70.0), Some(80.0), Some(true)));
    assert_eq!(boot.item_category, ["Clothing", "Shoes", "Boots"]);
    assert_eq!(boot.keys, ["BOOT", "13", "BOOT-42", "14", "BOOT-43"]);
    assert_eq!(boot.image, "https://shop.example/b.jpg");
    assert_eq!(report.reasons[&Reason::Unpublished], 1);
}

#[test]
fn plain_tables_and_product_feeds() {
    let (items, _) = products(
        "id\ttitle\tlink\timage_link\tprice\tsale_price\tavailability\tbrand\tproduct_type\tcreated_at\n\
         a\tBoot\thttps://shop.example/p/a\t\t80.00 EUR\t60.00 EUR\tin_stock\tGorski\tShoes > Boots\t2025-01-02\n\
         b\tHat\t\t\t20.00 EUR\t\tout of stock\t\t\t\n",
    );
    assert_eq!((items[0].price, items[0].list_price, items[0].currency.as_str()), (Some(60.0), Some(80.0), "EUR"));
    assert_eq!((items[0].in_stock, items[1].in_stock), (Some(true), Some(false)));
    assert_eq!((items[0].published, items[1].published), (Some(1_735_776_000_000.0), None));
    let (items, _) = products(
        "product_id,category_code,brand,price\n1,electronics.audio,aqua,33.20\n1,electronics.audio,aqua,33.20\n",
    );
    assert_eq!((items.len(), items[0].item_category.as_slice()), (1, &["electronics".into(), "audio".into()][..]));
}
