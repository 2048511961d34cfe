//! `--neighbours`: the table that `src/offline/neighbours.sql` leaves, counted by an engine made for many machines.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::ids::Ids;
use super::report::{Reason, Report};
use super::source::Source;
use super::table::Table;

/// Neighbours of products, counted elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// The products' ids.
    pub items: Ids,
    /// The neighbours, in the order of the files.
    pub rows: Vec<Neighbour>,
    /// In how many sessions each product of [`Neighbours::items`] is; 0 where the table does not say.
    pub frequencies: Vec<u32>,
    /// How many times its share of the newest sessions exceeds its share of all; 0 where the table does not say.
    pub ratios: Vec<f64>,
}

/// An entry of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Number in [`Neighbours::items`].
    pub item: u32,
    /// Number of the neighbour in the same.
    pub neighbour: u32,
    /// How near it is, above 0; higher is nearer.
    pub score: f64,
    /// Distinct sessions behind the entry, as far as they were counted.
    pub support: u32,
}

/// The columns.
const COLUMNS: [&str; 4] = ["item_id", "neighbour_id", "score", "support"];

/// Reads a table of neighbours with the columns `item_id`, `neighbour_id`, `score` and `support`: Parquet, CSV or TSV, told
/// apart by their content, or a directory of such files, as Spark writes it. A row of a product with itself says in how
/// many sessions it is, in `support`, and in `score` how many times its share of the newest exceeds its share of all.
///
/// # Errors
/// A file that cannot be read, a column that is missing, or no usable row in all of the files.
pub fn neighbours(source: &Source) -> Result<(Neighbours, Report)> {
    let (mut read, mut report) = (Neighbours::default(), Report::default());
    for path in source.files() {
        for path in parts(path)? {
            if is_parquet(&path) {
                read.parquet(&path, &mut report).with_context(|| path.display().to_string())?;
            } else {
                read.table(source, &path, &mut report)?;
            }
        }
    }
    read.frequencies.resize(read.items.len(), 0);
    read.ratios.resize(read.items.len(), 0.0);
    report.usable(read.rows.len(), "neighbours")?;
    Ok((read, report))
}

/// The file itself, or the files of a directory by name. Names that begin with a point or an underscore are marks and
/// check sums.
fn parts(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut parts = Vec::new();
    for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(['.', '_']) {
            parts.push(entry.path());
        }
    }
    if parts.is_empty() {
        bail!("{}: the directory holds no files", path.display());
    }
    parts.sort_unstable();
    Ok(parts)
}

fn is_parquet(path: &Path) -> bool {
    let mut magic = [0; 4];
    path != Path::new("-")
        && File::open(path).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok())
        && &magic == b"PAR1"
}

impl Neighbours {
    fn parquet(&mut self, path: &Path, report: &mut Report) -> Result<()> {
        let file = SerializedFileReader::new(File::open(path)?).context("the Parquet file is damaged")?;
        let schema = file.metadata().file_metadata().schema();
        let names: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).collect();
        let column = |wanted: &str| {
            let place = names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
            place.with_context(|| format!("no column {wanted}; columns found: {}", names.join(", ")))
        };
        let [item, neighbour] = [column("item_id")?, column("neighbour_id")?];
        let [score, support] = [column("score")?, column("support")?];
        let name = path.display().to_string();
        report.formats.push(format!("{name}: neighbours, Parquet"));
        for (number, row) in (1..).zip(file.get_row_iter(None).context("the Parquet file is damaged")?) {
            let row = row.with_context(|| format!("the Parquet file is damaged at row {number}"))?;
            let fields: Vec<String> = row.get_column_iter().map(|(_, field)| text(field)).collect();
            let field = |column: usize| fields.get(column).map_or("", String::as_str);
            report.lines += 1;
            match self.row(field(item), field(neighbour), field(score), field(support)) {
                Ok(()) => report.used += 1,
                Err(reason) => report.lose(reason, &name, number, || fields.join(",")),
            }
        }
        Ok(())
    }

    fn table(&mut self, source: &Source, path: &Path, report: &mut Report) -> Result<()> {
        let table = Table::open(source, path, None)?;
        let [item, neighbour, score, support] = COLUMNS.map(|name| table.find(&[name]));
        if [item, neighbour, score, support].contains(&None) {
            bail!("{}: expected the columns {}; {}", table.file, COLUMNS.join(", "), table.found());
        }
        report.formats.push(table.described("neighbours"));
        table.each(report, &[item, neighbour, score, support], &mut |fields| {
            self.row(fields.get(item), fields.get(neighbour), fields.get(score), fields.get(support))
        })
    }

    fn row(&mut self, item: &str, neighbour: &str, score: &str, support: &str) -> Result<(), Reason> {
        if item.is_empty() || neighbour.is_empty() {
            return Err(Reason::NoItem);
        }
        let score: f64 = score.parse().map_err(|_| Reason::Score)?;
        let support: u32 = support.parse().map_err(|_| Reason::Score)?;
        let own = item == neighbour;
        if !score.is_finite() || score < 0.0 || (score == 0.0 && !own) {
            return Err(Reason::Score);
        }
        if own {
            let number = self.items.intern(item) as usize;
            let length = self.frequencies.len().max(number + 1);
            self.frequencies.resize(length, 0);
            self.ratios.resize(length, 0.0);
            self.frequencies.get_mut(number).into_iter().for_each(|frequency| *frequency = support);
            self.ratios.get_mut(number).into_iter().for_each(|ratio| *ratio = score);
            return Ok(());
        }
        let (item, neighbour) = (self.items.intern(item), self.items.intern(neighbour));
        self.rows.push(Neighbour { item, neighbour, score, support });
        Ok(())
    }
}

/// A field as CSV would write it; empty for null.
fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        // Engines that do not mark a column as text.
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        other => other.to_string(),
    }
}
