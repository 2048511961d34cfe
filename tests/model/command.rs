//! `vitrina train`, `evaluate` and `predict` as they are typed, on a shop of four shelves.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use vitrina::Profile;
use vitrina::engine::Engine;
use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::model::Model;
use vitrina::engine::page::Page;
use vitrina::engine::predict::Coefficients;
use vitrina::offline::Desk;

fn place(name: &str) -> String {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name).display().to_string()
}

fn vitrina(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vitrina")).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Visitors who stay on one of four shelves of five products.
fn sessions(name: &str, from: u32, to: u32) -> String {
    let mut text = String::from("session_id,item_id,timestamp\n");
    for session in from..to {
        for step in 0..3 {
            let (shelf, product) = (session % 4, (session / 4 + step * (1 + session % 2)) % 5);
            writeln!(text, "s{session},shelf{shelf}-{product},{}", 1_700_000_000 + session * 100 + step).unwrap();
        }
    }
    fs::write(place(name), text).unwrap();
    place(name)
}

fn orders(name: &str) -> String {
    let mut text = String::from("order_id,item_id,quantity,timestamp,customer_id\n");
    for order in 0..200 {
        for line in 0..4 {
            let time = 1_700_000_000 + order * 43_200;
            writeln!(text, "o{order},shelf{}-{},1,{time},c{}", order % 4, (order / 4 + line) % 5, order % 50).unwrap();
        }
    }
    fs::write(place(name), text).unwrap();
    place(name)
}

#[test]
fn a_trained_model_suggests_from_the_same_shelf() {
    let (train, test) = (sessions("train.csv", 0, 200), sessions("test.csv", 200, 240));
    let (model, out) = (place("shop.vitrina"), place("predictions.csv"));
    let text = said(&vitrina(&["train", "--sessions", &train, "--orders", &orders("orders.csv"), "--out", &model]));
    assert!(text.contains("20 products, 200 sessions with 600 looks, 200 orders; minimum support 2"), "{text}");
    let opened = Model::open(fs::read(&model).unwrap()).unwrap();
    assert_eq!(opened.len(), 20);

    said(&vitrina(&["predict", "--model", &model, "--sessions", &test, "--out", &out, "-k", "2", "--exclude-seen"]));
    let predictions = fs::read_to_string(&out).unwrap();
    let rows: Vec<Vec<&str>> = predictions.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["session_id", "prefix_length", "items"]);
    assert_eq!(rows.len(), 1 + 40 * 3);
    for row in &rows[1..] {
        let session: u32 = row[0].trim_start_matches('s').parse().unwrap();
        let items: Vec<&str> = row[2].split(' ').collect();
        assert_eq!(items.len(), 2);
        assert!(items.iter().all(|item| item.starts_with(&format!("shelf{}-", session % 4))), "{row:?}");
    }
}

/// Customers who order every 20 days within 400; every second leaves at some time, and never comes back.
fn leaving(name: &str) -> String {
    let mut text = String::from("order_id,item_id,quantity,timestamp,customer_id\n");
    for customer in 0..200_u32 {
        let days = if customer % 2 == 0 { 400 } else { 40 + customer * 37 % 360 };
        for day in (customer % 20..days).step_by(20) {
            writeln!(text, "o{customer}-{day},boot,1,{},c{customer}", 1_700_000_000 + day * 86_400).unwrap();
        }
    }
    fs::write(place(name), text).unwrap();
    place(name)
}

/// Shoppers who look at a product; of those who put it into the cart a third buys it.
fn log(name: &str) -> String {
    let mut text = String::from("event_time,event_type,product_id,price,user_id,user_session\n");
    for shopper in 0..1_800 {
        let mut row = |second: u32, kind: &str| {
            writeln!(text, "2019-10-01 00:00:{second:02} UTC,{kind},p{shopper},10,u{shopper},s{shopper}").unwrap();
        };
        row(1, "view");
        if shopper % 3 == 0 {
            row(2, "cart");
        }
        if shopper % 9 == 0 {
            row(3, "purchase");
        }
    }
    fs::write(place(name), text).unwrap();
    place(name)
}

#[test]
fn a_model_predicts_by_what_was_fitted_on_the_shops_own_exports() {
    let (orders, log, model) = (leaving("leaving.csv"), log("log.csv"), place("predicting.vitrina"));
    let text = said(&vitrina(&["train", "--orders", &orders, "--log", &log, "--out", &model]));
    assert!(text.contains("no order within 90 days: fitted on 1000 examples, measured on 200"), "{text}");
    let opened = Model::open(fs::read(&model).unwrap()).unwrap();
    let other = |fitted: &[f64], built_in: &[f64]| fitted.iter().zip(built_in).all(|(a, b)| (a - b).abs() > 0.01);
    assert!(other(&opened.coefficients().churn, &Coefficients::BUILT_IN.churn), "{text}");
    assert!(!text.contains("intercept -2.90"), "{text}");
    // The same numbers that `fit` prints.
    let fitted = said(&vitrina(&["fit", &log, "--orders", &orders]));
    for number in opened.coefficients().churn.iter().chain(&opened.coefficients().purchase) {
        assert!(fitted.contains(&format!(" {number:.2}\n")), "{number} in {fitted}");
    }

    // A shopper who has put something into the cart, decided by the shop's model and without.
    let mut engine = Engine::new(Config::usual(), Profile::new(0.0), Box::new(Desk));
    let chance = |engine: &Engine| engine.attributes(&Page::default(), 2e12).path("predictions.purchase").number();
    engine.observe(&Event::new(Action::AddToCart, 2e12).with_items(vec![Item::new("boot")]));
    let before = chance(&engine);
    engine.catalog.set_model(opened);
    assert!((chance(&engine) - 1.0 / 3.0).abs() < 0.1 && (chance(&engine) - before).abs() > 0.1, "{before}");

    // Few orders leave the built-in coefficients in place.
    let text = said(&vitrina(&["train", "--orders", &self::orders("few.csv"), "--out", &model]));
    assert!(text.contains("too little to tell"), "{text}");
    let opened = Model::open(fs::read(&model).unwrap()).unwrap();
    assert_eq!(opened.coefficients(), &Coefficients::BUILT_IN);
}

#[test]
fn the_same_exports_give_the_same_model_whatever_the_number_of_threads() {
    let train = sessions("threads.csv", 0, 120);
    let models = ["1", "3"].map(|threads| {
        let out = place(&format!("threads-{threads}.vitrina"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitrina"));
        command.env("RAYON_NUM_THREADS", threads);
        said(&command.args(["train", "--sessions", &train, "--out", &out]).output().unwrap());
        fs::read(out).unwrap()
    });
    assert_eq!(models[0], models[1]);
}

#[test]
fn the_evaluation_is_a_table_and_a_page_with_plots() {
    let (train, orders, page) = (sessions("evaluate.csv", 0, 240), orders("evaluate-orders.csv"), place("report.html"));
    let text = said(&vitrina(&["evaluate", "--sessions", &train, "--orders", &orders, "--html", &page]));
    for needed in
        ["VMIS-kNN", "popularity", "minimum support 3", "12 neighbours, 3 bits", "What else is in the basket?"]
    {
        assert!(text.contains(needed), "{needed} in {text}");
    }
    // Twenty suggestions are the whole shop.
    let row = text.lines().find(|line| line.starts_with("Vitrina's model")).unwrap();
    assert!(row.contains("100.0 [100.0, 100.0]"), "{row}");
    let page = fs::read_to_string(page).unwrap();
    assert_eq!(page.matches("<svg").count(), 5);
}

#[test]
fn a_model_that_is_none_is_refused_with_what_to_do() {
    let sessions = sessions("refused.csv", 0, 4);
    let output = vitrina(&["predict", "--model", &sessions, "--sessions", &sessions, "--out", &place("none.csv")]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("refused.csv is no Vitrina model") && error.contains("vitrina train"), "{error}");
    assert_eq!(output.status.code(), Some(1));
}
