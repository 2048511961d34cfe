//! Files that are damaged, or no exports at all: each is read or refused in words that say what to do.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use vitrina::offline::import::{Columns, Reason, Source};

use super::{file, orders, sessions};

const GOOD: &str = "session_id,item_id,timestamp\ns1,a,1700000000\ns1,b,1700000060\n";

fn good() -> Vec<super::ClickTexts> {
    vec![("s1".into(), "a".into(), 1_700_000_000_000), ("s1".into(), "b".into(), 1_700_000_060_000)]
}

/// The message that refuses a file holds all of `parts`.
fn refused(content: impl AsRef<[u8]>, parts: &[&str]) {
    let message = sessions(content).unwrap_err();
    parts.iter().for_each(|part| assert!(message.contains(part), "{part:?} is not in {message:?}"));
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn an_empty_file_and_one_with_a_header_only_say_so() {
    refused("", &["is empty; expected a header and lines"]);
    refused("\n\n", &["empty lines only"]);
    refused("session_id,item_id,timestamp\n", &["no clicks were found", "holds a header and no lines"]);
}

#[test]
fn excels_hint_about_the_delimiter_is_followed() {
    assert_eq!(sessions(format!("sep=;\r\n{}", GOOD.replace(',', ";"))).unwrap().0, good());
}

#[test]
fn an_order_line_that_ends_too_early_is_no_single_piece() {
    let (lines, report) = orders("order_id,item_id,timestamp,quantity\n1,a,2025-01-01,2\n1,b,2025-01-01\n").unwrap();
    assert_eq!((lines.len(), report.reasons[&Reason::Short]), (1, 1));
}

#[test]
fn an_unknown_delimiter_shows_the_line_and_names_the_flag() {
    refused("session_id^item_id^timestamp\ns1^a^1\n", &["session_id^item_id^timestamp", "--delimiter"]);
    for delimiter in ["\t", ";", "|"] {
        assert_eq!(sessions(GOOD.replace(',', delimiter)).unwrap().0, good());
    }
    let columns = Columns { delimiter: Some(b'^'), ..Columns::default() };
    let source = Source::new([file(GOOD.replace(',', "^"))]);
    assert_eq!(super::texts(&vitrina::offline::import::sessions(&source, &columns).unwrap().0), good());
}

#[test]
fn missing_columns_name_those_found_and_the_flag() {
    refused(
        "visit,item_id,when\nv,a,1\n",
        &["no column for the session", "visit, item_id, when", "--session-column NAME"],
    );
    let columns = Columns { session: Some("Visit".into()), time: Some("when".into()), ..Columns::default() };
    let source = Source::new([file("visit,item_id,when\nv,a,1700000000\n")]);
    assert_eq!(vitrina::offline::import::sessions(&source, &columns).unwrap().0.rows.len(), 1);
    let columns = Columns { item: Some("thing".into()), ..Columns::default() };
    let message = vitrina::offline::import::sessions(&Source::new([file(GOOD)]), &columns).unwrap_err().to_string();
    assert!(message.contains("no column \"thing\", as --item-column has it; columns found: session_id"), "{message}");
}

#[test]
fn quoted_line_breaks_and_delimiters_are_part_of_the_field() {
    let (clicks, report) = sessions(
        "session_id,note,item_id,timestamp\ns1,\"two\nlines, \"\"quoted\"\"\",a,1700000000\ns1,,b,1700000060\nbad\n",
    )
    .unwrap();
    assert_eq!(clicks, good());
    assert_eq!(
        (report.lines, report.used, report.first[0].line),
        (3, 2, 5),
        "a record counts once, its line is the file's"
    );
}

#[test]
fn a_quote_that_is_never_closed_is_reported_with_all_it_swallowed() {
    let (clicks, report) = sessions(format!("{GOOD}s2,\"a,1700000000\ns3,b,1700000000\ns4,c,1700000000")).unwrap();
    assert_eq!(clicks, good());
    assert_eq!((report.lines, report.reasons[&Reason::Quote]), (5, 3));
    assert_eq!((report.first[0].line, report.first[0].reason), (4, Reason::Quote));
    assert!(report.first[0].text.starts_with("s2,a,1700000000"), "{}", report.first[0].text);
    // In the very last field, with and without the last line break.
    for end in ["s2,a,\"1700000000", "s2,a,\"1700000000\n"] {
        let (_, report) = sessions(format!("{GOOD}{end}")).unwrap();
        assert_eq!(report.reasons[&Reason::Quote], 1, "{end:?}");
    }
    refused("\"session_id,item_id,timestamp\ns1,a,1\n", &["a quote is opened in the header and never closed"]);
}

#[test]
fn byte_order_marks_and_utf_16_are_read() {
    assert_eq!(sessions(format!("\u{feff}{GOOD}")).unwrap().0, good());
    let little: Vec<u8> = format!("\u{feff}{GOOD}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = format!("\u{feff}{GOOD}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, name) in [(&little, "UTF-16LE"), (&big, "UTF-16BE")] {
        let (clicks, report) = sessions(bytes).unwrap();
        assert_eq!(clicks, good());
        assert!(report.formats[0].contains(name), "{}", report.formats[0]);
    }
    assert_eq!(sessions(gzip(&little)).unwrap().0, good());
    refused(&little[2..], &["is a binary file, or UTF-16 without its mark"]);
}

#[test]
fn bytes_of_latin_1_are_read_as_windows_1252_and_counted() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend(b"s2,caf\xe9 \x80,1700000000\n");
    let (clicks, report) = sessions(bytes).unwrap();
    assert_eq!(clicks[2].1, "café €");
    assert!(report.notes[0].contains("1 lines are no UTF-8"), "{:?}", report.notes);
}

#[test]
fn binary_files_are_named() {
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["is a binary file"]);
    let noise: Vec<u8> = (1..5000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
    refused(noise, &["is a binary file"]);
    refused(b"PK\x03\x04\x14\0\x06\0", &["Excel workbook", "save the sheet as CSV"]);
    refused(b"PAR1\x15\x04", &["a Parquet file"]);
    refused(b"{\"event_name\":\"view_item\"}", &["holds JSON", "--events"]);
}

#[test]
fn gzip_is_seen_by_its_content_and_a_damaged_one_is_refused() {
    let packed = gzip(GOOD.as_bytes());
    assert_eq!(sessions(&packed).unwrap().0, good());
    let twice = [packed.clone(), gzip(b"s1,b,1700000060\n")].concat();
    assert_eq!(sessions(twice).unwrap().0.len(), 3, "files packed one after the other are one");
    let long: String =
        (0..100_000).map(|number| format!("s{number},i{},17{:08}\n", number * 7919 % 3000, number * 31)).collect();
    let mut packed = gzip(format!("{GOOD}{long}").as_bytes());
    refused(&packed[..packed.len() / 2], &["gzip data is damaged or ends too early"]);
    let middle = packed.len() / 2;
    packed[middle..middle + 64].fill(0x55);
    refused(&packed, &["gzip data is damaged or ends too early"]);
}

#[test]
fn lines_that_cannot_be_read_are_shown_with_number_and_reason() {
    let lines = ["s2,c", "s2,,1700000000", ",c,1700000000", "s2,c,soon", "s2,c,1700000000,more", "s@x.org,c,never"];
    let (clicks, report) = sessions(format!("{GOOD}\n{}\n", lines.join("\n"))).unwrap();
    assert_eq!(clicks, good());
    let reasons: Vec<_> = report.first.iter().map(|refused| (refused.line, refused.reason)).collect();
    let expected = [Reason::Short, Reason::NoItem, Reason::NoSession, Reason::Time, Reason::Long, Reason::Time];
    assert_eq!(reasons, (5..11).zip(expected).collect::<Vec<_>>());
    assert_eq!((report.first[3].text.as_str(), report.first[5].text.as_str()), ("s2,c,soon", "(e-mail),c,never"));
}

#[test]
fn line_numbers_are_those_of_an_editor() {
    for end in ["\n", "\r\n"] {
        let text = format!("{GOOD}\nbad\n\n\ns1,\"a\nb\",soon\nlast").replace('\n', end);
        let (_, report) = sessions(text).unwrap();
        let lines: Vec<_> = report.first.iter().map(|refused| refused.line).collect();
        assert_eq!(lines, [5, 8, 10], "{end:?}");
    }
}

#[test]
fn directories_and_missing_files_are_refused_by_name() {
    for (path, reason) in [(env!("CARGO_MANIFEST_DIR"), "this is a directory"), ("no/such.csv", "cannot be opened")] {
        let error = vitrina::offline::import::sessions(&Source::new([path]), &Columns::default()).unwrap_err();
        let message = format!("{error:#}");
        assert!(message.contains(path) && message.contains(reason), "{message}");
    }
}

#[test]
fn dates_in_many_formats_are_the_same_moment() {
    for time in [
        "2025-04-23T10:20:30Z",
        "2025-04-23 10:20:30 UTC",
        "23/04/2025 10:20:30",
        "4/23/2025 10:20:30 AM",
        "1745403630",
        "1745403630000",
        "1745403630000000",
        "2025-04-23 06:20:30 -0400",
        "23.04.2025 10:20:30",
    ] {
        let (clicks, _) = sessions(format!("session_id;item_id;timestamp\ns;a;{time}\n")).unwrap();
        assert_eq!(clicks[0].2, 1_745_403_630_000, "{time}");
    }
}

#[test]
fn day_and_month_are_decided_over_the_file_and_said() {
    let (clicks, report) = sessions("session_id,item_id,timestamp\ns,a,03/04/2025\ns,b,04/13/2025\n").unwrap();
    assert_eq!(clicks[0].2, 1_741_046_400_000, "the fourth of March");
    assert!(report.notes[0].contains("have the month first, as 4/13 shows"), "{:?}", report.notes);
}

#[test]
fn returns_and_cancelled_orders_are_left_out_and_counted() {
    let (lines, report) = orders(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
         536365,85123A,HOLDER,6,2022-12-01 08:26:00,2.55,17850.0,United Kingdom\n\
         C536379,D,Discount,-1,2022-12-01 09:41:00,27.5,14527.0,United Kingdom\n\
         536380,22961,JAR,-2,2022-12-01 09:41:00,1.45,,United Kingdom\n\
         536381,22962,JAR,x,2022-12-01 09:41:00,1.45,,United Kingdom\n\
         536382,22963,JAR,2,2022-12-01 09:41:00,1.45,,United Kingdom\n",
    )
    .unwrap();
    assert_eq!(lines, ["536365 17850.0 85123A 6", "536382 - 22963 2"]);
    let counts: Vec<_> = report.reasons.iter().map(|(reason, count)| (*reason, *count)).collect();
    assert_eq!(counts, [(Reason::Quantity, 1), (Reason::Cancelled, 1), (Reason::Returned, 1)]);
}
