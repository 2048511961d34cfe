//! The size table in README.md.

use crate::size::Size;

const START: &str = "<!-- sizes -->";
const END: &str = "<!-- /sizes -->";

/// How far the README may be from what is measured: a compiler's next version moves a few bytes.
const TOLERANCE: f64 = 0.02;

/// The table as it stands in the README.
#[must_use]
pub fn table(sizes: &[Size]) -> String {
    let mut lines = String::from("| file | bytes | after gzip -9 |\n|---|---:|---:|\n");
    for Size { name, raw, gzip } in sizes {
        lines += &format!("| {name} | {} | {} |\n", grouped(*raw), grouped(*gzip));
    }
    lines
}

/// Where the README says other sizes than were measured: a sentence each.
#[must_use]
pub fn differences(readme: &str, sizes: &[Size]) -> Vec<String> {
    let Some((said, _)) = readme.split_once(START).and_then(|(_, rest)| rest.split_once(END)) else {
        return vec![format!("it holds no {START} … {END}")];
    };
    let rows: Vec<(&str, &str, &str)> = said.lines().filter_map(row).collect();
    let mut differences = Vec::new();
    for Size { name, raw, gzip } in sizes {
        match rows.iter().find(|(said, ..)| said == name) {
            Some((_, said_raw, said_gzip)) if near(said_raw, *raw) && near(said_gzip, *gzip) => {}
            Some((_, said_raw, said_gzip)) => differences.push(format!(
                "{name} is {} bytes, {} gzipped, not {said_raw} and {said_gzip}",
                grouped(*raw),
                grouped(*gzip)
            )),
            None => differences.push(format!("{name} is not in its table")),
        }
    }
    let is_measured = |name: &str| sizes.iter().any(|size| size.name == name);
    let gone = rows.iter().skip(2).filter(|(name, ..)| !is_measured(name));
    differences.extend(gone.map(|(name, ..)| format!("{name} is in its table and not in dist/vitrina")));
    differences
}

/// The cells of a row of three.
fn row(line: &str) -> Option<(&str, &str, &str)> {
    let mut cells = line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim);
    Some((cells.next()?, cells.next()?, cells.next()?))
}

#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
fn near(said: &str, measured: u64) -> bool {
    let said: f64 = said.replace(',', "").parse().unwrap_or(f64::NAN);
    (said / measured as f64 - 1.0).abs() <= TOLERANCE
}

/// With a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(raw: u64, gzip: u64) -> Vec<Size> {
        vec![Size { name: "vitrina.js".into(), raw, gzip }, Size { name: "total".into(), raw: 1_234_567, gzip: 999 }]
    }

    fn readme(sizes: &[Size]) -> String {
        format!("# Vitrina\n\n| a | b | c |\n\n{START}\n{}{END}\n", table(sizes))
    }

    #[test]
    fn a_table_of_what_was_measured_is_up_to_date_within_two_percent() {
        let readme = readme(&sizes(10_000, 4_000));
        assert!(readme.contains("| total | 1,234,567 | 999 |"), "{readme}");
        assert_eq!(differences(&readme, &sizes(10_190, 4_070)), [""; 0]);
    }

    #[test]
    fn what_differs_is_missing_or_is_gone_is_named() {
        let text = readme(&sizes(10_000, 4_000));
        let expected = "vitrina.js is 10,000 bytes, 4,200 gzipped, not 10,000 and 4,000";
        assert_eq!(differences(&text, &sizes(10_000, 4_200)), [expected]);
        assert_eq!(
            differences(&readme(&sizes(10_000, 4_000)[1..]), &sizes(10_000, 4_000)),
            ["vitrina.js is not in its table"]
        );
        assert_eq!(
            differences(&text, &sizes(10_000, 4_000)[1..]),
            ["vitrina.js is in its table and not in dist/vitrina"]
        );
        assert_eq!(differences("# Vitrina", &sizes(1, 1)).len(), 1);
    }
}
