//! `vitrina fit`: fits the purchase model of [`predict`](crate::engine::predict) on an event log, and says how well it holds.
//!
//! The log is CSV with the columns of REES46's public data sets: `event_time`, `event_type` (`view`, `cart`, `purchase`, …),
//! `product_id`, `price`, `user_id`, `user_session`; rows of one session in the order of time. Other columns are not read; a
//! name that ends in `.gz` is unpacked.
//!
//! # Procedure
//!
//! 1. Each shopper's events go through the engine's own [`Profile`], so that the features are those of the shop. Sessions are
//!    the log's.
//! 2. After each event that is no purchase, and before the session's first purchase, stands one example: the features, and
//!    whether a purchase follows in the session. The examples of a session weigh 1 together, so that long sessions do
//!    not count more.
//! 3. Shoppers are divided by a hash of their id: seven tenths to fit, three tenths held out.
//! 4. The weights maximize the weighted log-likelihood less half the sum of their squares (a ridge penalty of 1, the
//!    intercept free), found by Newton's step in one weight after the other. A feature that is always 0 keeps weight 0.
//! 5. On the held-out shoppers: the Brier score of the model and of the base rate of the fit, the area under the ROC curve,
//!    and a calibration table: what was predicted and what happened, in parts by predicted chance.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::StringRecord;
use flate2::read::MultiGzDecoder;

use crate::engine::bucketing::hash;
use crate::engine::config::Config;
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::predict::{Coefficients, FEATURES, NAMES, features, logistic};
use crate::engine::profile::{DAY, Profile};
use crate::engine::time;
use crate::engine::value::Value;

/// The ridge penalty.
const RIDGE: f64 = 1.0;
/// Share of shoppers that is held out.
const HELD_OUT: f64 = 0.3;
/// Most rounds over all weights.
const SWEEPS: u32 = 2_000;
/// Change of a weight below which nothing is left to gain.
const PRECISION: f64 = 1e-7;
/// Upper limits of the parts of the calibration table, by predicted chance.
const PARTS: [f64; 6] = [0.02, 0.04, 0.08, 0.16, 0.32, 1.0];

/// A moment in a session, and what came of it.
#[derive(Clone, Debug)]
struct Example {
    features: [f64; FEATURES],
    bought: bool,
    weight: f64,
}

/// A fitted model and how well it holds.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The model.
    pub model: Coefficients,
    /// What was measured, for people.
    pub report: String,
}

/// Fits a model on the log at `path`.
///
/// # Errors
/// Where the log cannot be read, with the line, what stands there and what would be right; where it holds no purchase.
pub fn file(path: &Path) -> Result<Fit> {
    let file = File::open(path).with_context(|| format!("{}: the log cannot be opened", path.display()))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(MultiGzDecoder::new(BufReader::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    fit(reader).with_context(|| path.display().to_string())
}

/// Fits a model on a log.
///
/// # Errors
/// As of [`file()`].
pub fn fit(log: impl Read) -> Result<Fit> {
    let (mut fitted, mut held_out) = (Vec::new(), Vec::new());
    let mut counts = [0_usize; 3];
    let (users, broken) = read(log)?;
    for (user, rows) in &users {
        let part = hash("vitrina fit", user, 2).unwrap_or_default();
        let examples = if part < HELD_OUT { &mut held_out } else { &mut fitted };
        let (sessions, orders) = replay(rows, examples);
        for (count, more) in counts.iter_mut().zip([1, sessions, orders]) {
            *count += more;
        }
    }
    let base = rate(&fitted);
    if base <= 0.0 || base >= 1.0 {
        bail!("the share of sessions with a purchase is {base}; expected some with and some without");
    }
    let model = maximize(&fitted, base);
    let [users, sessions, orders] = counts;
    let mut report = format!(
        "{users} shoppers, {sessions} sessions, {orders} of them with a purchase\n\
         fitted on {} examples, held out {}\nintercept {:.2}\n",
        fitted.len(),
        held_out.len(),
        model.intercept
    );
    for (name, weight) in NAMES.iter().zip(model.weights) {
        report += &format!("{name} {weight:.2}\n");
    }
    for line in broken {
        report += &format!("line {line} has not as many cells as there are columns; it was passed over\n");
    }
    report += &calibration(&held_out, &model, base);
    Ok(Fit { model, report })
}

/// One line of a log.
struct Row {
    event: Event,
    session: String,
}

/// The lines of each shopper, and the numbers of those that were cut off.
type Log = (BTreeMap<String, Vec<Row>>, Vec<u64>);

fn read(log: impl Read) -> Result<Log> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(log);
    let mut broken = Vec::new();
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        let at = headers.iter().position(|header| header == name);
        at.with_context(|| format!("line 1: the column {name} is missing; expected it among the column names"))
    };
    let names = ["event_time", "event_type", "product_id", "price", "user_id", "user_session"];
    let columns = names.map(column);
    let mut users: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let columns: Vec<usize> = columns.into_iter().collect::<Result<_>>()?;
    for record in reader.records() {
        let record: StringRecord = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != headers.len() {
            broken.push(line);
            continue;
        }
        let cell = |at: usize| columns.get(at).and_then(|column| record.get(*column)).unwrap_or_default();
        let at = moment(cell(0))
            .with_context(|| format!("line {line}: event_time is {:?}; expected 2019-10-01 00:00:00", cell(0)))?;
        let price = cell(3);
        let price = match price {
            "" => None,
            _ => Some(price.parse().with_context(|| format!("line {line}: price is {price:?}; expected a number"))?),
        };
        let action = match cell(1) {
            "view" => Action::ViewItem,
            "cart" => Action::AddToCart,
            "remove_from_cart" => Action::RemoveFromCart,
            "purchase" => Action::Purchase,
            // Logs of other shops have more kinds, which say nothing here.
            _ => continue,
        };
        let item = Item { price, ..Item::new(cell(2)) };
        let event = Event::new(action, at).with_items(vec![item]);
        users.entry(cell(4).into()).or_default().push(Row { event, session: cell(5).into() });
    }
    Ok((users, broken))
}

/// `2019-10-01 00:00:00`, with anything behind it, in UTC.
fn moment(text: &str) -> Option<f64> {
    let day = time::read(&Value::from(text));
    let mut seconds = 0.0;
    for part in text.get(11..19)?.split(':') {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    (day > 0.0).then_some(day + seconds * 1_000.0)
}

/// Adds the examples of one shopper. The answer is how many sessions there were, and how many with a purchase.
fn replay(rows: &[Row], examples: &mut Vec<Example>) -> (usize, usize) {
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    let mut profile = Profile::new(rows.first().map_or(0.0, |row| row.event.time));
    let mut sessions: Vec<&str> = Vec::new();
    for row in rows {
        if !sessions.contains(&row.session.as_str()) {
            sessions.push(&row.session);
        }
    }
    let mut orders = 0;
    for session in &sessions {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.session == *session).collect();
        let bought = rows.iter().position(|row| row.event.name == Action::Purchase.word());
        orders += usize::from(bought.is_some());
        let start = examples.len();
        for (at, row) in rows.iter().enumerate() {
            if at == 0 {
                // The log's sessions, whatever the time between them.
                profile.seen = (row.event.time - DAY).max(0.0);
            }
            profile.observe(&row.event, &memory);
            if at < bought.unwrap_or(rows.len()) {
                let features = features(&profile, row.event.time);
                examples.push(Example { features, bought: bought.is_some(), weight: 1.0 });
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "sessions are short")]
        let share = 1.0 / (examples.len() - start).max(1) as f64;
        for example in examples.iter_mut().skip(start) {
            example.weight = share;
        }
    }
    (sessions.len(), orders)
}

/// The weighted share of examples that ended in a purchase.
fn rate(examples: &[Example]) -> f64 {
    let all: f64 = examples.iter().map(|example| example.weight).sum();
    let bought: f64 = examples.iter().filter(|example| example.bought).map(|example| example.weight).sum();
    if all > 0.0 { bought / all } else { 0.0 }
}

/// The maximum of the penalized likelihood, by Newton's step in one weight after the other.
fn maximize(examples: &[Example], base: f64) -> Coefficients {
    let mut model = Coefficients { intercept: (base / (1.0 - base)).ln(), weights: [0.0; FEATURES] };
    for _ in 0..SWEEPS {
        let mut largest = step(examples, &model, None, 0.0);
        model.intercept += largest;
        for at in 0..FEATURES {
            let weight = model.weights.get(at).copied().unwrap_or_default();
            let change = step(examples, &model, Some(at), RIDGE * weight);
            if let Some(weight) = model.weights.get_mut(at) {
                *weight += change;
            }
            largest = largest.abs().max(change.abs());
        }
        if largest.abs() < PRECISION {
            break;
        }
    }
    model
}

/// Newton's step in one weight, or in the intercept. `pull` is the slope of the penalty.
fn step(examples: &[Example], model: &Coefficients, at: Option<usize>, pull: f64) -> f64 {
    let (mut slope, mut curve) = (-pull, if at.is_some() { RIDGE } else { 0.0 });
    for example in examples {
        let x = at.map_or(1.0, |at| example.features.get(at).copied().unwrap_or_default());
        let chance = logistic(model, &example.features);
        slope += example.weight * (f64::from(u8::from(example.bought)) - chance) * x;
        curve += example.weight * chance * (1.0 - chance) * x * x;
    }
    // Far from the maximum a whole step would leap over it.
    if curve > 0.0 { (slope / curve).clamp(-0.5, 0.5) } else { 0.0 }
}

/// How the model does on examples it has not seen.
fn calibration(examples: &[Example], model: &Coefficients, base: f64) -> String {
    let mut scored: Vec<(f64, &Example)> =
        examples.iter().map(|example| (logistic(model, &example.features), example)).collect();
    scored.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let all: f64 = examples.iter().map(|example| example.weight).sum();
    let brier = |chance: &dyn Fn(f64) -> f64| {
        let miss = |(score, example): &(f64, &Example)| {
            example.weight * (chance(*score) - f64::from(u8::from(example.bought))).powi(2)
        };
        scored.iter().map(miss).sum::<f64>() / all
    };
    let mut text = format!(
        "held out: Brier score {:.4}, of the base rate {base:.4} alone {:.4}, area under the ROC curve {:.3}\n\
         predicted  happened  sessions\n",
        brier(&|score| score),
        brier(&|_| base),
        area(&scored)
    );
    let mut parts = vec![[0.0_f64; 3]; PARTS.len()];
    for (score, example) in &scored {
        let part = PARTS.iter().position(|limit| score <= limit).unwrap_or(PARTS.len() - 1);
        if let Some([predicted, happened, weight]) = parts.get_mut(part) {
            *predicted += example.weight * score;
            *happened += if example.bought { example.weight } else { 0.0 };
            *weight += example.weight;
        }
    }
    for [predicted, happened, weight] in parts.into_iter().filter(|[.., weight]| *weight > 0.0) {
        text += &format!("{:>9.3}  {:>8.3}  {weight:>8.1}\n", predicted / weight, happened / weight);
    }
    text
}

/// The chance that an example that ended in a purchase scores above one that did not; ties count half.
fn area(sorted: &[(f64, &Example)]) -> f64 {
    let (mut below, mut above, mut area) = (0.0, 0.0, 0.0);
    for ties in sorted.chunk_by(|(a, _), (b, _)| a.total_cmp(b).is_eq()) {
        let sum = |bought: bool| -> f64 {
            ties.iter().filter(|(_, example)| example.bought == bought).map(|(_, example)| example.weight).sum()
        };
        let (bought, not) = (sum(true), sum(false));
        area += bought * (below + not / 2.0);
        below += not;
        above += bought;
    }
    area / (below * above)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sessions of two products; every third shopper who puts one into the cart buys it, of the others nobody but one.
    fn log() -> String {
        let mut log = String::from("event_time,event_type,product_id,price,user_id,user_session\n");
        for user in 0..900 {
            let mut row = |second: u32, kind: &str| {
                log += &format!("2019-10-01 00:00:{second:02} UTC,{kind},p{user},10,{user},s{user}\n");
            };
            row(1, "view");
            if user % 3 == 0 {
                row(2, "cart");
            }
            if user % 9 == 0 || user == 1 {
                row(3, "purchase");
            }
        }
        log
    }

    #[test]
    fn a_cart_is_found_to_be_what_tells() {
        let fit = fit(log().as_bytes()).unwrap();
        assert!(fit.report.starts_with("900 shoppers, 900 sessions, 101 of them with a purchase\n"), "{}", fit.report);
        let chance = |cart: f64| logistic(&fit.model, &[2_f64.ln(), 0.0, 0.0, cart, 0.0, 0.0, 0.0]);
        // After the cart a third buys; before it stand half an example of each who does and all of those who never do.
        assert!((chance(1.0) - 1.0 / 3.0).abs() < 0.08, "{}", chance(1.0));
        assert!((chance(0.0) - 51.0 / 750.0).abs() < 0.04, "{}", chance(0.0));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let told = |log: &str| format!("{:#}", fit(log.as_bytes()).unwrap_err());
        let head = "event_time,event_type,product_id,price,user_id,user_session\n";
        assert!(told("a,b\n").contains("line 1: the column event_time is missing"));
        assert!(told(&format!("{head}yesterday,view,p,1,u,s\n")).contains("line 2: event_time is \"yesterday\""));
        assert!(told(&format!("{head}2019-10-01 00:00:00,view,p,cheap,u,s\n")).contains("line 2: price is \"cheap\""));
        assert!(told(head).contains("expected some with and some without"));
    }
}
