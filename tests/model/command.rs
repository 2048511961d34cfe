//! `vitrina train`, `evaluate` and `predict` as they are typed, on a shop of four shelves.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use vitrina::engine::model::Model;

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
