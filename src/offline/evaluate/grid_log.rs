//! How well the ranking of grids brings forward what a shopper looks at next, on a log of events.
//!
//! For every look at a product that is new to the shopper, the products of its category are the cards of a grid. They
//! stand in the order of popularity known so far, and are ranked by what the shopper did before.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;

use super::chapter::{Bar, Chapter, percent};
use super::{Answers, interval};
use crate::engine::config::Grid;
use crate::engine::item::Item;
use crate::engine::page::PageCard;
use crate::engine::profile::{Profile, Step, Viewed};
use crate::engine::rank::rank;
use crate::engine::record::Sound;
use crate::engine::value::Value;
use crate::offline::import::Ids;

/// Last events of a shopper that count.
const TRAIL: usize = 30;
/// Cards below which a page says little about ranking.
const MIN_CARDS: usize = 13;
/// As far as any rank matters to the mean reciprocal rank.
const ANY: usize = usize::MAX;

/// Events of shoppers with products.
#[derive(Default)]
pub struct GridLog {
    items: Vec<Item>,
    /// The category of each product.
    shelf: Vec<usize>,
    /// Products of each category.
    shelves: Vec<Vec<usize>>,
    /// Shopper, product, and whether it was looked at, in the order of time.
    events: Vec<(usize, usize, bool)>,
    shoppers: usize,
    /// Lines that were cut short and are left out.
    unread: usize,
}

/// A look at a product that the shopper had not met, with what was known then.
struct Question {
    shopper: usize,
    target: usize,
    /// Products the shopper acted on before, oldest first.
    trail: Vec<usize>,
    /// The cards, the most popular so far first.
    cards: Vec<usize>,
}

impl GridLog {
    /// Reads a log: CSV, plain or gzip, with the columns `event_time`, `event_type`, `product_id`, `category_id`,
    /// `brand`, `price` and `user_id`.
    ///
    /// # Errors
    /// When it cannot be read, or lacks a column.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let bytes = fs::read(path).with_context(|| format!("{name} cannot be read"))?;
        let packed = bytes.starts_with(b"\x1f\x8b");
        let text: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(&*bytes)) } else { Box::new(&*bytes) };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
        let header = reader.headers().with_context(|| name.clone())?.clone();
        let place = |column: &str| {
            let found = header.iter().position(|name| name == column);
            found.with_context(|| format!("{name} has no column {column}; it has {header:?}"))
        };
        let (time, kind, product) = (place("event_time")?, place("event_type")?, place("product_id")?);
        let (category, brand, price, user) =
            (place("category_id")?, place("brand")?, place("price")?, place("user_id")?);
        let (mut products, mut categories, mut users) = (Ids::default(), Ids::default(), Ids::default());
        let (mut log, mut rows) = (Self::default(), Vec::new());
        for record in reader.records() {
            let record = record.with_context(|| name.clone())?;
            if record.len() != header.len() {
                log.unread += 1;
                continue;
            }
            let field = |at: usize| record.get(at).unwrap_or_default();
            let at = products.intern(field(product)) as usize;
            if at == log.items.len() {
                let mut item = Item::new(field(product));
                item.item_brand = field(brand).into();
                item.item_category = vec![field(category).into()];
                item.price = field(price).parse().ok();
                log.items.push(item);
                let shelf = categories.intern(field(category)) as usize;
                log.shelf.push(shelf);
                log.shelves.resize(log.shelves.len().max(shelf + 1), Vec::new());
                log.shelves.get_mut(shelf).into_iter().for_each(|shelf| shelf.push(at));
            }
            let shopper = users.intern(field(user)) as usize;
            rows.push((field(time).to_owned(), shopper, at, field(kind) == "view"));
        }
        // Times are written so that their order is that of their letters.
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        log.events = rows.into_iter().map(|(_, shopper, product, view)| (shopper, product, view)).collect();
        log.shoppers = users.len();
        Ok(log)
    }

    fn questions(&self) -> Vec<Question> {
        let mut trails: Vec<Vec<usize>> = vec![Vec::new(); self.shoppers];
        let mut looks = vec![0_u32; self.items.len()];
        let mut questions = Vec::new();
        for (shopper, product, view) in &self.events {
            let Some(trail) = trails.get_mut(*shopper) else { continue };
            let cards = self.shelf.get(*product).and_then(|shelf| self.shelves.get(*shelf));
            if let Some(cards) =
                cards.filter(|cards| *view && !trail.is_empty() && !trail.contains(product) && cards.len() >= MIN_CARDS)
            {
                let mut cards = cards.clone();
                let id = |card: &usize| self.items.get(*card).map(|item| item.item_id.as_str());
                cards.sort_by(|a, b| looks.get(*b).cmp(&looks.get(*a)).then_with(|| id(a).cmp(&id(b))));
                questions.push(Question { shopper: *shopper, target: *product, trail: trail.clone(), cards });
            }
            trail.push(*product);
            if let Some(count) = looks.get_mut(*product) {
                *count += 1;
            }
        }
        questions.sort_by_key(|question| question.shopper);
        questions
    }

    fn item(&self, product: usize) -> Item {
        self.items.get(product).cloned().unwrap_or_default()
    }

    /// Where the target stands.
    fn rank(&self, question: &Question, settings: &Sound) -> Option<usize> {
        let mut profile = Profile::new(0.0);
        for product in question.trail.iter().rev().take(TRAIL).rev() {
            let item = self.item(*product);
            profile.trail.push(Step { id: item.item_id.clone(), at: 0.0, strength: 1.0 });
            if profile.product(&item.item_id).is_none() {
                profile.products.push(Viewed { at: 0.0, item });
            }
        }
        let card = |product: &usize| {
            let item = self.item(*product);
            PageCard { key: item.item_id.clone(), item, pinned: false }
        };
        let cards: Vec<PageCard> = question.cards.iter().map(card).collect();
        let order = rank(&cards, &profile, Grid::of(settings.value()));
        let place = |index: &usize| question.cards.get(*index) == Some(&question.target);
        order.iter().position(place).map(|place| place + 1)
    }
}

/// The chapter of a report.
///
/// # Errors
/// When the log holds no question.
pub fn chapter(log: &GridLog) -> Result<Chapter> {
    let questions = log.questions();
    if questions.is_empty() {
        bail!("the grid log holds no look at a new product on a category page of {MIN_CARDS} products");
    }
    let shoppers = questions.chunk_by(|a, b| a.shopper == b.shopper).count();
    let mut chapter = Chapter {
        title: "How far forward does the grid bring what a shopper looks at next?".into(),
        about: format!(
            "{} looks at products that {shoppers} shoppers had not met, each ranked among the products of its category \
             (at least {MIN_CARDS}) by what the shopper did before. The order to start from is popularity known so far. \
             In brackets: 95 % intervals, bootstrap over shoppers. {} lines of the log could not be read.",
            questions.len(),
            log.unread
        ),
        columns: vec!["MRR %", "top 4 %", "top 12 %", "top 24 %"],
        axis: "among the first 12, %",
        ..Chapter::default()
    };
    for (name, strength, promote) in [
        ("popularity known so far", 0.0, 12.0),
        ("ranking, every card may move", 1.0, 1000.0),
        ("ranking, a dozen promoted", 1.0, 12.0),
        ("ranking as by default", 0.6, 12.0),
    ] {
        let mut value = Value::object();
        value.put_number("strength", Some(strength));
        value.put_number("promote", Some(promote));
        let settings = Grid::read(&value).map_err(|problems| anyhow!("the settings are wrong: {problems:?}"))?;
        let ranks = questions.par_iter().map(|question| (question.shopper, log.rank(question, &settings))).collect();
        let answers = Answers { ranks, shown: Vec::new() };
        let top = |k: usize| move |rank: Option<usize>| f64::from(u8::from(rank.is_some_and(|rank| rank <= k)));
        let reciprocal = |rank: Option<usize>| rank.map_or(0.0, |rank| 1.0 / rank as f64);
        let mut cells = vec![percent(answers.mean_reciprocal_rank(ANY), &interval(&answers.groups(reciprocal)))];
        for k in [4, 12, 24] {
            cells.push(percent(answers.hit_rate(k), &interval(&answers.groups(top(k)))));
        }
        let interval = interval(&answers.groups(top(12)));
        chapter.bars.push(Bar { name: name.into(), value: answers.hit_rate(12), interval });
        chapter.rows.push((name.into(), cells));
    }
    Ok(chapter)
}
