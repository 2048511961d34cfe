//! The profile stays within its bounds, and costs the same, whatever happens and however often.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test fails by it")]

use vitrina::engine::config::Config;
use vitrina::engine::event::{Action, Event};
use vitrina::engine::item::Item;
use vitrina::engine::profile::bound::MAX_BYTES;
use vitrina::engine::profile::{DAY, Profile, merge};
use vitrina::engine::record::Record;
use vitrina::engine::value::Value;

/// Events of a random life: they fill every list.
const EVENTS: u32 = 5_000;
/// Events of the tests that are left out of the usual run: `cargo test --release --test bounds -- --ignored`.
const MANY: u32 = 1_000_000;

/// Numbers without a pattern: xorshift, from a seed.
struct Dice(u64, Vec<String>);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn new(seed: u64) -> Self {
        let mut dice = Self(seed, Vec::new());
        dice.1 = (0..4_000).map(|_| dice.letters()).collect();
        dice
    }

    fn text(&mut self) -> String {
        let at = self.roll(4_000) as usize;
        self.1.get(at).cloned().unwrap_or_default()
    }

    /// Text of any length, with characters that take up to six bytes in JSON.
    fn letters(&mut self) -> String {
        let letters = ['a', 'B', '7', ' ', '-', '/', '"', '\\', '\n', '\u{1}', 'š', 'Ж', '靴', '🥾'];
        let length = [0, 3, 8, 20, 60, 150, 400].get(self.roll(7) as usize).copied().unwrap_or_default();
        (0..length).filter_map(|_| letters.get(self.roll(letters.len() as u64) as usize)).collect()
    }

    fn number(&mut self) -> f64 {
        let numbers = [0.0, 1.0, 19.99, 1.0 / 3.0, 1e9, 1e300, -5.0, f64::INFINITY, f64::NAN, 123_456_789.123_456];
        numbers.get(self.roll(numbers.len() as u64) as usize).copied().unwrap_or_default()
    }

    fn item(&mut self) -> Item {
        let item = Item {
            item_name: self.text(),
            item_brand: self.text(),
            item_category: (0..self.roll(6)).map(|_| self.text()).collect(),
            item_variant: self.text(),
            color: self.text(),
            price: Some(self.number()),
            list_price: Some(self.number()),
            quantity: Some(self.number()),
            currency: "EUR".into(),
            in_stock: Some(self.roll(2) == 0),
            tags: (0..self.roll(13)).map(|_| self.text()).collect(),
            url: self.text(),
            image: self.text(),
            published: Some(self.number()),
            keys: (0..self.roll(5)).map(|_| self.text()).collect(),
            ..Item::new(self.text() + "i")
        };
        // As it comes from a page; but for numbers no page can say.
        let read = Item::from_value(&item.give()).unwrap_or(item);
        Item { price: Some(self.number()), quantity: Some(self.number()), ..read }
    }

    fn event(&mut self, time: f64) -> Event {
        let action = Action::ALL.get(self.roll(Action::ALL.len() as u64) as usize).copied().unwrap_or(Action::PageView);
        let items = (0..self.roll(3)).map(|_| self.item()).collect();
        let texts = |dice: &mut Self| (0..8).map(|_| (dice.text(), dice.text())).collect::<Value>();
        let mut event = Event::new(action, time).with_items(items);
        event.params = match action {
            Action::Identify => {
                let mut traits = texts(self);
                traits
                    .set("orders", [("count", self.number()), ("value", self.number())].into_iter().collect::<Value>());
                traits.set("score", self.number());
                Value::object_of([("traits", traits), ("discreet", true.into())])
            }
            Action::PageView => {
                let names = ["source", "medium", "name", "term", "content"].map(|name| (name, self.text()));
                let mut campaign: Value = names.into_iter().collect();
                campaign.set("interest", ["category:", &self.text(), ",brand:", &self.text()].concat());
                Value::object_of([("campaign", campaign)])
            }
            Action::Search => {
                let names: Vec<String> = (0..4).map(|_| ["tag:", &self.text()].concat()).collect();
                Value::object_of([("matched", names.into())])
            }
            _ => Value::object_of([
                ("promotion_id", self.text().into()),
                ("transaction_id", self.text().into()),
                ("value", self.number().into()),
                ("engagement_time_msec", self.number().into()),
                ("percent_scrolled", self.number().into()),
            ]),
        };
        event
    }
}

trait Members {
    fn object_of<const N: usize>(members: [(&str, Value); N]) -> Value;
}

impl Members for Value {
    fn object_of<const N: usize>(members: [(&str, Value); N]) -> Value {
        members.into_iter().collect()
    }
}

fn json(profile: &Profile) -> String {
    serde_json::to_string(&profile.give()).expect("a value is JSON")
}

#[test]
fn the_profile_stays_within_its_bytes_and_reads_back() {
    stays_within(EVENTS, 250);
}

#[test]
#[ignore = "a million events take a while"]
fn the_profile_stays_within_its_bytes_after_a_million_events() {
    stays_within(MANY, 1_000);
}

/// Lets random events happen, and looks at what would be stored after every so many.
fn stays_within(events: u32, every: u32) {
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    let mut dice = Dice::new(0x5eed);
    let (mut profile, mut other) = (Profile::new(1.7e12), Profile::new(1.6e12));
    profile.id = Some("0123456789abcdefghij".into());
    let mut widest = 0;
    for number in 0..events {
        let time = 1.7e12 + f64::from(number) * 60_000.0;
        let event = dice.event(time);
        profile.observe(&event, &memory);
        if number % 4 == 0 {
            other.observe(&event, &memory);
            other.observe(&dice.event(time - DAY), &memory);
        }
        if number % every == 0 {
            let merged = merge(profile.clone(), other.clone());
            for kept in [&profile, &other, &merged] {
                let text = json(kept);
                widest = widest.max(text.len());
                assert!(text.len() <= MAX_BYTES, "{} bytes after {number} events: {text}", text.len());
                let stored: Value = serde_json::from_str(&text).expect("it is JSON");
                let read = Profile::from_snapshot(&stored).expect("it is a profile");
                let differs = json(&read).bytes().zip(text.bytes()).position(|(read, written)| read != written);
                let there = differs.and_then(|at| text.get(at.saturating_sub(99)..)).unwrap_or_default();
                assert!(read == *kept, "after {number} events it reads back differently near {there:.200}");
            }
        }
    }
    assert!(widest > MAX_BYTES / 3, "only {widest} bytes: the events do not fill the lists");
}

#[test]
fn a_snapshot_from_elsewhere_is_held_to_the_bounds() {
    let mut dice = Dice::new(0x5eed);
    let row = |dice: &mut Dice| Value::Array(vec![dice.text().into(), 1e15.into(), 7.123_456_789.into()]);
    let rows = |dice: &mut Dice| Value::Array((0..500).map(|_| row(dice)).collect());
    let items =
        |dice: &mut Dice| Value::Array((0..500).map(|_| Value::Array(vec![5.0.into(), dice.item().give()])).collect());
    let mut stored = Value::object_of([
        ("version", 2.0.into()),
        ("id", "x".repeat(9_000).into()),
        ("trail", rows(&mut dice)),
        ("passed", rows(&mut dice)),
        ("products", items(&mut dice)),
    ]);
    stored.set("interests", Value::object_of([("brand", rows(&mut dice)), ("size", rows(&mut dice))]));
    let lines = (0..500).map(|_| dice.item().give()).collect();
    stored.set("cart", Value::object_of([("lines", Value::Array(lines))]));
    let profile = Profile::from_snapshot(&stored).expect("it can be read");
    assert!(json(&profile).len() <= MAX_BYTES, "{} bytes", json(&profile).len());
}

#[test]
fn an_event_costs_the_same_after_any_number_of_events() {
    costs_the_same(EVENTS);
}

#[test]
#[ignore = "a million events take a while"]
fn an_event_costs_the_same_after_a_million_events() {
    costs_the_same(MANY);
}

/// What an event costs, in allocations: they are the same ones however much happened before.
fn costs_the_same(events: u32) {
    let usual = Config::usual();
    let memory = Config::of(usual.value()).profile();
    let mut profile = Profile::new(0.0);
    let view = |number: u32| {
        let name = |what: &str| format!("{what}{:08}", number % 9_999);
        let item = Item {
            item_brand: name("b"),
            item_category: vec![name("c"), name("d")],
            tags: vec![name("t")],
            price: Some(20.0),
            ..Item::new(name("i"))
        };
        Event::new(Action::AddToCart, f64::from(number) * 60_000.0).with_items(vec![item])
    };
    let mut cost = |until: u32, from: u32| {
        for number in from..until {
            profile.observe(&view(number), &memory);
        }
        let event = view(until);
        allocation_counter::measure(|| profile.observe(&event, &memory)).count_total
    };
    let few = cost(100, 0);
    let many = cost(events, 101);
    assert!(few > 0);
    assert_eq!(few, many);
}
