//! Tables of clicks and orders, as shops export them.

use vitrina::offline::import::{Columns, Reason, Source};

use super::{file, order_texts, orders, sessions};

#[test]
fn columns_have_many_usual_names() {
    for header in ["SessionId\tItemId\tTime", "Session ID,Item ID,Timestamp", "user_session|product_id|event_time"] {
        let delimiter = header.chars().find(|c| "\t,|".contains(*c)).unwrap();
        let line = ["7", "12", "1592337718.0"].join(&delimiter.to_string());
        let (clicks, _) = sessions(format!("{header}\n{line}\n")).unwrap();
        assert_eq!(clicks, [("7".into(), "12".into(), 1_592_337_718_000)], "{header}");
    }
}

#[test]
fn events_of_a_table_are_clicks_unless_something_was_taken_out() {
    let (clicks, report) = sessions(
        "event_time,event_type,product_id,user_session\n2019-10-01 00:00:00 UTC,view,1,a\n\
         2019-10-01 00:00:01 UTC,remove_from_cart,1,a\n2019-10-01 00:00:02 UTC,cart,2,a\n",
    )
    .unwrap();
    assert_eq!((clicks.len(), report.reasons[&Reason::OtherEvent]), (2, 1));
}

#[test]
fn several_files_are_one_import_and_share_ids() {
    let files = ["session_id,item_id,timestamp\ns,a,1700000000\n", "item;time;session\na;2023-11-14;t\n"].map(file);
    let (clicks, report) = vitrina::offline::import::sessions(&Source::new(files), &Columns::default()).unwrap();
    assert_eq!((clicks.rows.len(), clicks.items.len(), clicks.sessions.len(), report.formats.len()), (2, 1, 2, 2));
}

#[test]
fn plain_orders_need_neither_quantity_nor_customer() {
    let (lines, _) =
        orders("order_id,item_id,quantity,timestamp,customer_id\n1,a,2,2025-01-01,c\n1,b,,2025-01-01,\n").unwrap();
    assert_eq!(lines, ["1 c a 2", "1 - b 1"]);
    let (lines, _) = orders("order_id,item_id,timestamp\n1,a,2025-01-01\n").unwrap();
    assert_eq!(lines, ["1 - a 1"]);
    assert!(orders("order_id,timestamp\n1,2025-01-01\n").unwrap_err().contains("--item-column"));
}

#[test]
fn flags_name_the_columns_of_orders() {
    let columns = Columns {
        order: Some("bon".into()),
        item: Some("artikel".into()),
        time: Some("tag".into()),
        quantity: Some("menge".into()),
        customer: Some("kunde".into()),
        ..Columns::default()
    };
    let source = Source::new([file("bon;artikel;tag;menge;kunde\n1;a;31.12.2024;1,5;k\n")]);
    let (lines, _) = vitrina::offline::import::orders(&source, &columns).unwrap();
    assert_eq!(order_texts(&lines), ["1 k a 1.5"]);
    assert_eq!(lines.rows[0].time, 1_735_603_200_000);
}

#[test]
fn a_shopify_order_has_its_fields_in_its_first_line_only() {
    let (lines, report) = orders(
        "Name,Email,Financial Status,Paid at,Total,Lineitem quantity,Lineitem name,Lineitem sku,Created at,Cancelled at,Refunded Amount\n\
         #1001,Ann@Example.org,paid,2025-01-02 10:00:00 -0500,40.00,2,Boot - 42,BOOT-42,2025-01-02 09:59:00 -0500,,0.00\n\
         #1001,Ann@Example.org,,,,1,Lace,,,,\n\
         #1001,,,,,,,,,,\n\
         #1002,bob@example.org,voided,,10.00,1,Hat,HAT,2025-01-03 09:00:00 -0500,,0.00\n\
         #1003,,paid,,10.00,1,Hat,HAT,2025-01-03 09:00:00 -0500,2025-01-03 09:30:00 -0500,0.00\n\
         #1004,,refunded,,10.00,1,Hat,HAT,2025-01-03 09:00:00 -0500,,10.00\n\
         #1004,,,,,1,Scarf,SCARF,,,\n\
         #1005,ann@example.org,partially_refunded,,30.00,1,Hat,HAT,2025-01-03 09:00:00 -0500,,10.00\n",
    )
    .unwrap();
    assert_eq!(
        lines,
        ["#1001 ann@example.org BOOT-42 2", "#1001 ann@example.org Lace 1", "#1005 ann@example.org HAT 1"]
    );
    assert_eq!((report.reasons[&Reason::Cancelled], report.reasons[&Reason::Continuation]), (4, 1));
    assert!(report.notes[0].contains("1 orders were refunded in part"), "{:?}", report.notes);
    assert!(!report.to_string().contains("example.org"), "{report}");
}

#[test]
fn woocommerce_orders_with_a_line_for_each_product() {
    // Advanced Order Export, with the order's fields only in its first line.
    let (lines, report) = orders(
        "Order Number,Order Status,Order Date,Email (Billing),SKU,Item #,Item Name,Quantity (- Refund),Item Cost\n\
         51,Completed,2025-01-02 10:00,ann@example.org,BOOT,1,Boot,2,20\n\
         ,,,,,2,Lace,1,5\n\
         52,Cancelled,2025-01-02 11:00,bob@example.org,HAT,1,Hat,1,9\n\
         ,,,,GLOVE,2,Glove,1,9\n\
         53,wc-processing,2025-01-02 12:00,,HAT,1,Hat,1,9\n",
    )
    .unwrap();
    assert_eq!(lines, ["51 ann@example.org BOOT 2", "51 ann@example.org Lace 1", "53 - HAT 1"]);
    assert_eq!(report.reasons[&Reason::Cancelled], 2);
    // Customer/Order CSV Export, one row per item.
    let (lines, _) = orders(
        "order_id,order_number,date,status,customer_id,item_id,item_product_id,item_name,item_sku,item_quantity\n\
         7,1007,2025-01-02 10:00:00,completed,0,901,12,Boot,BOOT,3\n",
    )
    .unwrap();
    assert_eq!(lines, ["7 - 12 3"]);
}

#[test]
fn woocommerce_orders_with_all_products_in_a_line() {
    let (lines, report) = orders(
        "order_id,date,status,customer_id,line_items\n\
         7,2025-01-02 10:00:00,completed,4,id:1|name:Boot|product_id:12|sku:B|quantity:2|total:40.00;id:2|name:Lace|product_id:13|sku:|quantity:1|total:5.00\n\
         8,2025-01-02 10:00:00,refunded,4,id:3|name:Boot|product_id:12|sku:B|quantity:2|total:40.00\n\
         9,2025-01-02 10:00:00,completed,0,\"[{\"\"product_id\"\":12,\"\"quantity\"\":1},{\"\"sku\"\":\"\"L\"\",\"\"quantity\"\":\"\"4\"\"}]\"\n",
    )
    .unwrap();
    assert_eq!(lines, ["7 4 12 2", "7 4 13 1", "9 - 12 1", "9 - L 4"]);
    assert_eq!(report.reasons[&Reason::Cancelled], 1);
    let (lines, _) = orders(
        "order_id,order_number,order_date,status,line_item_1,line_item_2\n\
         7,7,2025-01-02 10:00:00,completed,name:Boot|product_id:12|sku:B|quantity:2|total:40,name:Lace|product_id:13|quantity:1\n",
    )
    .unwrap();
    assert_eq!(lines, ["7 - 12 2", "7 - 13 1"]);
    let (lines, _) = orders("Date,Order #,Status,Customer,Product(s),Items sold\n2025-01-02 10:00:00,7,completed,Ann,\"2× Boot, brown, 1× Lace\",3\n").unwrap();
    assert_eq!(lines, ["7 Ann Boot, brown 2", "7 Ann Lace 1"]);
}
