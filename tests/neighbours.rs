//! The trainer counts what the SQL of `src/offline/neighbours.sql` counts.

use std::path::PathBuf;

use vitrina::engine::item::Item;
use vitrina::offline::import::{Columns, Source, neighbours, sessions};
use vitrina::offline::model::{Attributes, Packing};
use vitrina::offline::train::{Assortment, Exports, Sessions, count, session_table};

fn file(name: &str) -> Source {
    Source::new([PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import/neighbours").join(name)])
}

/// `import/neighbours/neighbours.csv` is what DuckDB 2.0 and Spark 4.3 made of `import/neighbours/clicks.csv`, in which
/// clicks at the same time and products equally popular are many.
#[test]
fn the_table_of_the_sql_is_the_trainers_to_the_last_bit() {
    let (counted, _) = neighbours(&file("neighbours.csv")).unwrap();
    let (clicks, _) = sessions(&file("clicks.csv"), &Columns::default()).unwrap();
    let exports = Exports { clicks, ..Exports::default() };
    let assortment = Assortment::new(&exports);
    let sessions = Sessions::new(&exports.clicks, &assortment.clicked);
    let id = |product: u32| assortment.items[product as usize].item_id.clone();
    let mut trained = Vec::new();
    for (product, row) in (0..).zip(session_table(&sessions, assortment.len(), 2)) {
        trained.extend(row.iter().map(|(other, score)| (id(product), id(*other), f64::from(*score))));
    }
    let text = |item| counted.items.get(item).to_owned();
    let mut expected: Vec<_> =
        counted.rows.iter().map(|row| (text(row.item), text(row.neighbour), row.score)).collect();
    for table in [&mut trained, &mut expected] {
        table.sort_by(|a, b| a.partial_cmp(b).unwrap());
    }
    assert_eq!((trained.len(), &trained), (422, &expected));
}

#[test]
fn clicks_and_what_the_sql_made_of_them_give_the_same_model() {
    // With a catalogue, in which some products are known to nobody and one is not.
    let catalogue: Vec<Item> = (0..40)
        .filter(|number| *number != 3)
        .map(|number| Item {
            item_name: format!("Product {}", number % 7),
            item_category: vec![format!("Shelf {}", number % 5)],
            price: Some(f64::from(number + 1)),
            ..Item::new(format!("p{number}"))
        })
        .collect();
    for items in [Vec::new(), catalogue] {
        let (clicks, _) = sessions(&file("clicks.csv"), &Columns::default()).unwrap();
        let clicked = Exports { clicks, items: items.clone(), ..Exports::default() };
        let (neighbours, _) = neighbours(&file("neighbours.csv")).unwrap();
        let told = Exports { neighbours, items, ..Exports::default() };
        for packing in [Packing::USUAL, Packing::SMALL] {
            let model = |exports| count(exports, 2).file(packing, Attributes::ALL);
            assert_eq!(model(&clicked), model(&told));
        }
    }
}
