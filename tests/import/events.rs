//! GA4's export.

use vitrina::offline::import::{Columns, Reason, Source, Step, journeys};

use super::{checked, file, order_texts, texts};

fn event(name: &str, params: &str, more: &str) -> String {
    format!(
        r#"{{"event_date":"20250423","event_timestamp":"1745403630000000","event_name":"{name}","event_params":[{{"key":"page_title","value":{{"string_value":"Boot"}}}}{params}],"user_pseudo_id":"11.22","items":[{{"item_id":"boot","item_name":"Boot","price":80.0,"quantity":"2"}}]{more}}}"#
    )
}

const SESSION: &str = r#",{"key":"ga_session_id","value":{"int_value":"171"}}"#;

#[test]
fn looks_are_clicks_and_purchases_are_orders() {
    let order = |id: &str, more: &str| {
        event("purchase", SESSION, &format!(r#","ecommerce":{{"transaction_id":"{id}"}}{more}"#))
    };
    let lines = [
        event("page_view", SESSION, ""),
        event("view_item", SESSION, ""),
        event("add_to_cart", r#",{"key":"ga_session_id","value":{"int_value":171}}"#, ""),
        event("view_item", "", ""),
        event("view_item", SESSION, "")
            .replace("\"boot\"", "\"(not set)\"")
            .replace("\"item_name\":\"Boot\"", "\"item_name\":null"),
        order("T1", ""),
        order("T1", ""),
        order("T2", r#","user_id":"ann@example.org""#),
        order("(not set)", ""),
        order("T3", ""),
        event("refund", SESSION, r#","ecommerce":{"transaction_id":"T3"}"#),
        "{\"event_name\":1".into(),
    ];
    let (clicks, orders, report) = vitrina::offline::import::events(&Source::new([file(lines.join("\n"))])).unwrap();
    let report = checked(report);
    let click = ("11.22 171".into(), "boot".into(), 1_745_403_630_000);
    assert_eq!(texts(&clicks), [click.clone(), click]);
    assert_eq!(order_texts(&orders), ["T1 11.22 boot 2", "T2 ann@example.org boot 2"]);
    let counts: Vec<_> = report.reasons.iter().map(|(reason, count)| (*reason, *count)).collect();
    let expected = [
        (Reason::Json, 1),
        (Reason::NoOrder, 1),
        (Reason::NoItem, 1),
        (Reason::Repeated, 1),
        (Reason::OtherEvent, 1),
        (Reason::Anonymous, 1),
    ];
    assert_eq!(counts, expected);
    assert!(report.notes[0].contains("1 refunded orders (1 order lines)"), "{:?}", report.notes);
    assert_eq!(report.first.last().map(|refused| refused.line), Some(12));
}

/// What shoppers did, as `shopper session action item`.
fn steps(content: String) -> Vec<String> {
    let read = journeys(&Source::new([file(content)]), &Columns::default());
    let (journeys, report) = read.unwrap();
    checked(report);
    let text = |step: &Step| {
        let shopper = journeys.shoppers.get(step.shopper);
        let (session, item) = (journeys.sessions.get(step.session), journeys.items.get(step.item));
        format!("{shopper} {session} {} {item}", step.action.word())
    };
    journeys.rows.iter().map(text).collect()
}

#[test]
fn what_shoppers_did_is_read_from_ga4_and_from_tables() {
    let lines = [
        event("page_view", SESSION, ""),
        event("view_item", SESSION, ""),
        event("add_to_cart", "", ""),
        event("begin_checkout", SESSION, ""),
        event("purchase", SESSION, ""),
    ];
    let expected =
        ["11.22 11.22 171 view_item boot", "11.22 11.22 171 begin_checkout boot", "11.22 11.22 171 purchase boot"];
    assert_eq!(steps(lines.join("\n")), expected);
    let table = "event_time,event_type,product_id,price,user_id,user_session\n\
        2019-10-01 00:00:00 UTC,view,boot,3,ann,s1\n2019-10-01 00:00:01 UTC,cart,boot,3,ann,s1\n\
        2019-10-01 00:00:02 UTC,view_item_list,boot,3,ann,s1\n2019-10-01 00:00:03 UTC,purchase,boot,3,,s1\n";
    assert_eq!(steps(table.into()), ["ann s1 view_item boot", "ann s1 add_to_cart boot"]);
    let error = journeys(&Source::new([file("a,b\n1,2\n")]), &Columns::default()).unwrap_err();
    assert!(error.to_string().contains("no column for the shopper"), "{error}");
}

#[test]
fn what_is_no_json_lines_is_refused_with_the_way_out() {
    for (text, part) in [("[{\"event_name\":\"purchase\"}]", "jq -c '.[]'"), ("session_id,item_id\n", "--sessions")] {
        let error = vitrina::offline::import::events(&Source::new([file(text)])).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
}
