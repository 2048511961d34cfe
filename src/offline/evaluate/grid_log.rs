//! How well the ranking of grids brings forward what a shopper looks at next, on a log of events.
//!
//! For every look at a product that is new to the shopper, the products of its category are the cards of a grid. They
//! stand in the order of popularity known so far, and are ranked by what the shopper did before, as the engine remembers
//! it: by a profile that was fed with every event, within its bounds. Pages on which the first 24 places are not all
//! there is are told apart, since on small ones every order brings most cards far forward.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;

use super::chapter::{Bar, Chapter, percent};
use super::{Answers, interval};
use crate::engine::config::{Config, Grid};
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::page::PageCard;
use crate::engine::profile::Profile;
use crate::engine::rank::rank;
use crate::engine::record::Sound;
use crate::engine::value::Value;
use crate::offline::import::{Ids, Times};

/// The places that are looked at, as in the columns of the table.
const PLACES: [usize; 3] = [4, 12, 24];
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
    /// Shopper, product, what was done, and when, in the order of time.
    events: Vec<(usize, usize, Action, f64)>,
    shoppers: usize,
    /// Lines that were cut short and are left out.
    unread: usize,
}

/// A look at a product that the shopper had not met, with what was known then.
struct Question {
    shopper: usize,
    target: usize,
    /// What the engine remembers of the shopper.
    profile: Profile,
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
        let mut times = Times::new(None);
        let (mut log, mut rows) = (Self::default(), Vec::new());
        for record in reader.records() {
            let record = record.with_context(|| name.clone())?;
            if record.len() != header.len() {
                log.unread += 1;
                continue;
            }
            let field = |at: usize| record.get(at).unwrap_or_default();
            let action = match field(kind) {
                "view" => Action::ViewItem,
                "cart" => Action::AddToCart,
                "purchase" => Action::Purchase,
                _ => continue,
            };
            let Some(moment) = times.read(field(time), rows.len()) else {
                log.unread += 1;
                continue;
            };
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
            rows.push((shopper, at, action, moment as f64));
        }
        rows.sort_by(|a, b| a.3.total_cmp(&b.3));
        log.events = rows;
        log.shoppers = users.len();
        Ok(log)
    }

    fn questions(&self) -> Vec<Question> {
        let usual = Config::usual();
        let memory = Config::of(usual.value()).profile();
        let mut met: Vec<Vec<usize>> = vec![Vec::new(); self.shoppers];
        let mut profiles = vec![Profile::new(0.0); self.shoppers];
        let mut looks = vec![0_u32; self.items.len()];
        let mut questions = Vec::new();
        for (shopper, product, action, time) in &self.events {
            let (Some(met), Some(profile)) = (met.get_mut(*shopper), profiles.get_mut(*shopper)) else { continue };
            let is_new = *action == Action::ViewItem && !met.is_empty() && !met.contains(product);
            let cards = self.shelf.get(*product).and_then(|shelf| self.shelves.get(*shelf));
            if let Some(cards) = cards.filter(|cards| is_new && cards.len() > 1) {
                let mut cards = cards.clone();
                let id = |card: &usize| self.items.get(*card).map(|item| item.item_id.as_str());
                cards.sort_by(|a, b| looks.get(*b).cmp(&looks.get(*a)).then_with(|| id(a).cmp(&id(b))));
                questions.push(Question { shopper: *shopper, target: *product, profile: profile.clone(), cards });
            }
            met.push(*product);
            profile.observe(&Event::new(*action, *time).with_items(vec![self.item(*product)]), &memory);
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
        let card = |product: &usize| {
            let item = self.item(*product);
            PageCard { key: item.item_id.clone(), item, pinned: false }
        };
        let cards: Vec<PageCard> = question.cards.iter().map(card).collect();
        let order = rank(&cards, &question.profile, Grid::of(settings.value()));
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
        bail!("the grid log holds no look at a new product on a category page of two products or more");
    }
    let large: Vec<&Question> = questions.iter().filter(|question| question.cards.len() > PLACES[2]).collect();
    let all: Vec<&Question> = questions.iter().collect();
    let shoppers = questions.chunk_by(|a, b| a.shopper == b.shopper).count();
    let mut chapter = Chapter {
        title: "How far forward does the grid bring what a shopper looks at next?".into(),
        about: format!(
            "{} looks at products that {shoppers} shoppers had not met, each ranked among the products of its category by \
             what the shopper did before; {} of them on pages of more than {} cards. The order to start from is popularity \
             known so far. In brackets: 95 % intervals, bootstrap over shoppers. Lines of the log that could not be read: {}.",
            all.len(),
            large.len(),
            PLACES[2],
            log.unread
        ),
        columns: vec!["MRR %", "top 4 %", "top 12 %", "top 24 %"],
        axis: "among the first 12, %",
        ..Chapter::default()
    };
    for (pages, questions) in [("all pages", &all), ("more than 24 cards", &large)] {
        for (name, strength, promote) in [
            ("popularity known so far", 0.0, 12.0),
            ("strength 1, every card may move", 1.0, 1000.0),
            ("strength 1, a dozen promoted", 1.0, 12.0),
            ("as by default", 0.6, 12.0),
        ] {
            if questions.is_empty() {
                continue;
            }
            let settings: Value = [("strength", strength), ("promote", promote)].into_iter().collect();
            let settings = Grid::read(&settings).map_err(|problems| anyhow!("the settings are wrong: {problems:?}"))?;
            let rank = |question: &&Question| (question.shopper, log.rank(question, &settings));
            let answers = Answers { ranks: questions.par_iter().map(rank).collect(), shown: Vec::new() };
            let top = |k: usize| move |rank: Option<usize>| f64::from(u8::from(rank.is_some_and(|rank| rank <= k)));
            let reciprocal = |rank: Option<usize>| rank.map_or(0.0, |rank| 1.0 / rank as f64);
            let mut cells = vec![percent(answers.mean_reciprocal_rank(ANY), &interval(&answers.groups(reciprocal)))];
            for k in PLACES {
                cells.push(percent(answers.hit_rate(k), &interval(&answers.groups(top(k)))));
            }
            let interval = interval(&answers.groups(top(12)));
            let name = format!("{name}; {pages}");
            chapter.bars.push(Bar { name: name.clone(), value: answers.hit_rate(12), interval });
            chapter.rows.push((name, cells));
        }
    }
    Ok(chapter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three products of a category, of which the shopper looks at the first, and then at the last, which has its brand.
    const LOG: &str = "event_time,event_type,product_id,category_id,brand,price,user_id\n\
        2019-10-01 00:00:02 UTC,view,b,1,y,9,someone\n\
        2019-10-01 00:00:03 UTC,view,a,1,x,10,ana\n\
        2019-10-01 00:00:04 UTC,view,c,1,x,10,ana\n\
        2019-10-01 00:00:05 UTC,view,a,1,x,10,ana\n\
        2019-10-01 00:00:06 UTC,view,d\n\
        2019-10-01 00:00:07 UTC,looked,d,1,x,10,ana\n";

    #[test]
    fn only_a_look_at_a_product_that_is_new_to_a_known_shopper_is_asked_for() {
        let path = std::env::temp_dir().join(format!("vitrina-grid-log-{}.csv", std::process::id()));
        fs::write(&path, LOG).unwrap();
        let log = GridLog::read(&path);
        fs::remove_file(&path).unwrap();
        let log = log.unwrap();
        let questions = log.questions();
        assert_eq!((questions.len(), log.unread), (1, 1));
        let question = &questions[0];
        // The two that were looked at once stand before the one that was not, in the order of their ids.
        assert_eq!(question.cards.iter().map(|card| log.item(*card).item_id).collect::<String>(), "abc");
        assert_eq!(question.profile.trail.len(), 1);
        let place = |strength: f64| {
            let settings: Value = [("strength", strength)].into_iter().collect();
            log.rank(question, &Grid::read(&settings).unwrap())
        };
        assert_eq!((place(0.0), place(1.0)), (Some(3), Some(1)));
    }
}
