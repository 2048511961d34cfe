//! What is written is read back; what was changed on its way is refused or harmless.

use proptest::prelude::*;
use vitrina::engine::model::{CHECKED_FROM, Model, Refusal, Scores, Section, checksum};
use vitrina::engine::predict::Coefficients;
use vitrina::offline::model::{Packing, coefficients, file, names, pack};

use crate::fuzz::ask_all;

const FULL: &[u8] = include_bytes!("../cases/model-1.vitrina");
const SMALL: &[u8] = include_bytes!("../cases/model-1-small.vitrina");

fn ids(model: &Model, session: &[&str]) -> Vec<String> {
    let session: Vec<u32> = session.iter().map(|id| model.product(id).unwrap()).collect();
    let best = model.next(&session, &session, 3, &mut Scores::new());
    best.iter().map(|neighbour| model.id(neighbour.product).to_owned()).collect()
}

#[test]
fn files_of_format_1_keep_loading() {
    let model = Model::open(FULL.to_vec()).unwrap();
    assert_eq!(model.len(), 5);
    assert_eq!(ids(&model, &["boot"]), ["pole", "lamp", "tent"]);
    let boot = model.product("boot").unwrap();
    let together = model.together(&[boot], 1, &mut Scores::new());
    assert_eq!(model.id(together[0].product), "pole");
    let item = model.item(boot).unwrap();
    assert_eq!((item.item_name.as_str(), item.item_brand.as_str(), item.price), ("Alpine boot", "Gorski", Some(89.5)));
    assert_eq!((item.item_category, item.in_stock), (vec!["Outdoor".to_owned(), "Boots".to_owned()], Some(true)));

    let model = Model::open(SMALL.to_vec()).unwrap();
    assert_eq!((model.len(), model.table(Section::Neighbours).longest()), (4, 12));
    assert_eq!(ids(&model, &["boot"]).first().unwrap(), "pole");
}

#[test]
fn each_refusal_has_its_reason() {
    let refusal = |bytes: &[u8]| Model::open(bytes.to_vec()).err().unwrap();
    assert_eq!(refusal(b""), Refusal::Foreign);
    assert_eq!(refusal(b"<!doctype html>"), Refusal::Foreign);
    assert_eq!(refusal(&FULL[..5]), Refusal::Truncated { length: 5, expected: None });
    let expected = Some(FULL.len());
    assert_eq!(refusal(&FULL[..100]), Refusal::Truncated { length: 100, expected });
    let mut newer = FULL.to_vec();
    newer[8] = 2;
    assert_eq!(refusal(&newer), Refusal::Newer { version: 2 });
    assert!(refusal(&newer).sentence().contains("format 2, known up to 1"));
    let mut longer = FULL.to_vec();
    longer.push(0);
    assert_eq!(refusal(&longer), Refusal::Damaged);
}

/// A file of one product with these coefficients of predictions.
fn predicting(section: Section, values: &[f64]) -> Result<Model, Refusal> {
    let mut sections = names(&["boot".to_owned()]).to_vec();
    sections.push((section, coefficients(values)));
    Model::open(file(&sections))
}

#[test]
fn coefficients_are_read_as_they_were_written_and_the_built_in_ones_hold_without_any() {
    assert_eq!(Model::open(FULL.to_vec()).unwrap().coefficients(), &Coefficients::BUILT_IN);
    let churn = [0.25, -1.5, 30.0, 0.0];
    let model = predicting(Section::Churn, &churn).unwrap();
    assert_eq!(model.coefficients(), &Coefficients { churn, ..Coefficients::BUILT_IN });
    let purchase = [-3.0, 0.5, 0.0, 0.125, 4.0, -30.0, 1.0, 2.0];
    let model = predicting(Section::Purchase, &purchase).unwrap();
    assert_eq!(model.coefficients(), &Coefficients { purchase, ..Coefficients::BUILT_IN });
}

#[test]
fn coefficients_no_prediction_can_be_made_with_are_refused_with_the_reason() {
    let sound = [0.0; 4];
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 30.01, -1e30] {
        let mut values = sound;
        values[2] = wrong;
        assert_eq!(predicting(Section::Churn, &values).err(), Some(Refusal::Coefficients), "{wrong}");
    }
    for values in [&sound[..3], &[0.0; 5]] {
        assert_eq!(predicting(Section::Churn, values).err(), Some(Refusal::Coefficients), "{}", values.len());
    }
    assert_eq!(predicting(Section::Purchase, &sound).err(), Some(Refusal::Coefficients));
    let sentence = "holds coefficients out of bounds: expected finite numbers from -30 to 30; train it again";
    assert_eq!(Refusal::Coefficients.sentence(), sentence);
    assert!(predicting(Section::Churn, &sound).is_ok());
}

fn rows() -> impl Strategy<Value = Vec<Vec<(u32, f32)>>> {
    (1_usize..150).prop_flat_map(|products| {
        let entry = (0..u32::try_from(products).unwrap(), 0.001_f32..1000.0);
        prop::collection::vec(prop::collection::btree_map(entry.0, entry.1, 0..30), products)
            .prop_map(|rows| rows.into_iter().map(|row| row.into_iter().collect()).collect())
    })
}

proptest! {
    #[test]
    fn neighbours_are_read_as_they_were_written(rows in rows()) {
        let ids: Vec<String> = (0..rows.len()).map(|product| format!("p{product}")).collect();
        let mut sections = names(&ids).to_vec();
        sections.push((Section::Neighbours, pack(&rows, Packing { neighbours: 255, bits: 4 })));
        let model = Model::open(file(&sections)).unwrap();
        let table = model.table(Section::Neighbours);
        let top = rows.iter().flatten().map(|entry| entry.1).fold(0.0, f32::max);
        for (product, row) in (0..).zip(&rows) {
            let mut read = Vec::new();
            table.each(product, &mut |neighbour, score| read.push((neighbour, score)));
            let products: Vec<u32> = row.iter().map(|entry| entry.0).collect();
            prop_assert_eq!(read.iter().map(|entry| entry.0).collect::<Vec<_>>(), products);
            let largest = row.iter().map(|entry| entry.1).fold(0.0, f32::max);
            for ((_, score), (_, read)) in row.iter().zip(read) {
                // Half a step of a fifteenth in the square root, and of a quarter octave in the maximum.
                let exact = (f64::from(score / largest)).sqrt();
                let kept = (read / f64::from(largest / top)).sqrt();
                prop_assert!((kept - exact).abs() < 0.5 / 15.0 + 0.06 + 1.0 / 15.0, "{score} of {largest}: {read}");
            }
            prop_assert_eq!(model.product(&format!("p{product}")), Some(product));
        }
    }

    #[test]
    fn a_changed_byte_is_refused(at in 0..FULL.len(), by in 1_u8..=255) {
        let mut bytes = FULL.to_vec();
        bytes[at] ^= by;
        prop_assert!(Model::open(bytes).is_err());
    }

    #[test]
    fn a_file_cut_anywhere_is_refused(length in 0..FULL.len()) {
        prop_assert!(Model::open(FULL[..length].to_vec()).is_err());
    }

    #[test]
    fn a_forged_file_never_panics(changes in prop::collection::vec((CHECKED_FROM..FULL.len(), any::<u8>()), 1..20)) {
        let mut bytes = FULL.to_vec();
        for (at, to) in changes {
            bytes[at] = to;
        }
        let sum = checksum(&bytes[CHECKED_FROM..]);
        bytes[CHECKED_FROM - 4..CHECKED_FROM].copy_from_slice(&sum.to_le_bytes());
        if let Ok(model) = Model::open(bytes) {
            ask_all(&model);
        }
    }
}
