//! The table that an SQL engine counted.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use vitrina::offline::import::{Columns, Neighbour, Neighbours, Reason, Report, Source, neighbours, sessions};

use super::{checked, file};

const CSV: &str = "item_id,neighbour_id,score,support\na,b,0.5,3\nb,a,0.25,2\na,a,1.5,7\n";

fn read(path: PathBuf) -> (Neighbours, Report) {
    let (read, report) = neighbours(&Source::new([path])).unwrap();
    (read, checked(report))
}

fn is_as_in_csv(read: &Neighbours) {
    let row = |item, neighbour, score, support| Neighbour { item, neighbour, score, support };
    assert_eq!(read.rows, [row(0, 1, 0.5, 3), row(1, 0, 0.25, 2)]);
    assert_eq!((read.items.get(0), read.items.get(1), read.frequencies.as_slice()), ("a", "b", &[7, 0][..]));
    assert_eq!(read.ratios, [1.5, 0.0]);
}

fn parquet(compression: Compression) -> Vec<u8> {
    let schema = "message rows { required binary item_id (UTF8); required binary neighbour_id (UTF8); \
                  required double score; required int64 support; }";
    let properties = WriterProperties::builder().set_compression(compression).build();
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for texts in [["a", "b", "a"], ["b", "a", "a"]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&texts.map(ByteArray::from), None, None).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&[0.5, 0.25, 1.5], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[3, 2, 7], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn csv_and_parquet_give_the_same_table() {
    is_as_in_csv(&read(file(CSV)).0);
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default())] {
        is_as_in_csv(&read(file(parquet(compression))).0);
    }
}

#[test]
fn a_directory_of_parts_is_one_table() {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("neighbours");
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("_SUCCESS"), "").unwrap();
    fs::write(directory.join("part-0.parquet"), parquet(Compression::SNAPPY)).unwrap();
    fs::write(directory.join("part-1.csv"), "item_id,neighbour_id,score,support\nc,a,0.125,2\n").unwrap();
    let (read, report) = read(directory);
    assert_eq!((read.rows.len(), read.items.len(), report.formats.len()), (3, 3, 2));
}

#[test]
fn what_is_no_neighbour_is_refused() {
    let (read, report) = read(file(format!("{CSV}a,,1,2\na,c,x,2\na,c,-1,2\na,c,NaN,2\n")));
    is_as_in_csv(&read);
    assert_eq!((report.reasons[&Reason::NoItem], report.reasons[&Reason::Score]), (1, 3));
    let damaged = &parquet(Compression::SNAPPY)[..120];
    for (content, part) in
        [(damaged, "the Parquet file is damaged"), (b"item,other\na,b\n", "expected the columns item_id")]
    {
        let message = format!("{:#}", neighbours(&Source::new([file(content)])).unwrap_err());
        assert!(message.contains(part), "{message}");
    }
}

/// `neighbours/neighbours.csv` is what DuckDB 2.0 made of `neighbours/clicks.csv` with `src/offline/neighbours.sql`.
#[test]
fn popularity_in_the_table_of_the_sql_is_that_of_the_clicks() {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import/neighbours");
    let (table, _) = read(own.join("neighbours.csv"));
    let (clicks, _) = sessions(&Source::new([own.join("clicks.csv")]), &Columns::default()).unwrap();
    let mut seen: Vec<_> = clicks.rows.iter().map(|click| (click.item, click.session)).collect();
    seen.sort_unstable();
    seen.dedup();
    for (number, id) in (0..).zip(clicks.items.iter()) {
        let count = seen.iter().filter(|(item, _)| *item == number).count() as u32;
        let listed = table.items.find(id).and_then(|item| table.frequencies.get(item as usize));
        assert_eq!(listed, Some(&count), "{id}");
    }
    assert!(table.rows.iter().all(|row| row.support >= 2 && row.item != row.neighbour));
}
