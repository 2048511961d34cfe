//! The trainer counts what the SQL of `src/offline/neighbours.sql` counts.

use std::path::PathBuf;

use vitrina::offline::import::{Columns, Source, neighbours, sessions};
use vitrina::offline::train::{Assortment, Exports, Sessions, session_table};

/// `import/neighbours/neighbours.csv` is what DuckDB 2.0 and Spark 4.3 made of `import/neighbours/clicks.csv`, in which
/// clicks at the same time and products equally popular are many.
#[test]
fn the_table_of_the_sql_is_the_trainers_to_the_last_bit() {
    let file = |name: &str| {
        Source::new([PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import/neighbours").join(name)])
    };
    let (counted, _) = neighbours(&file("neighbours.csv")).unwrap();
    let (clicks, _) = sessions(&file("clicks.csv"), &Columns::default()).unwrap();
    let exports = Exports { clicks, ..Exports::default() };
    let assortment = Assortment::new(&exports);
    let sessions = Sessions::new(&exports.clicks, &assortment.clicked);
    let id = |product: u32| assortment.items[product as usize].item_id.clone();
    let mut trained = Vec::new();
    for (product, row) in (0..).zip(session_table(&sessions, assortment.len(), 2)) {
        trained.extend(row.iter().take(20).map(|(other, score)| (id(product), id(*other), f64::from(*score))));
    }
    let text = |item| counted.items.get(item).to_owned();
    let mut expected: Vec<_> =
        counted.rows.iter().map(|row| (text(row.item), text(row.neighbour), row.score)).collect();
    for table in [&mut trained, &mut expected] {
        table.sort_by(|a, b| a.partial_cmp(b).unwrap());
    }
    assert_eq!((trained.len(), &trained), (422, &expected));
}
