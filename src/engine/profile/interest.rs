//! What the shopper cares for: categories, brands, price bands, tags, colours, sizes.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

use super::bound::{MAX_NAME, clip, short_id, shorten};
use super::entry::{Entry, put, replace};
use super::fade::{self, NOTHING};
use super::slug;
use crate::engine::event::Action;
use crate::engine::item::Item;
use crate::engine::record::{choice, record, row};
use crate::engine::scan::{decimal, position};

/// Lists passed over after which an interest counts half, and a product is half as welcome.
pub const PATIENCE: f64 = 10.0;
/// Days in which half of what was passed over is forgiven.
pub const RECOVERY: f64 = 7.0;
/// Products kept of those passed over, the least passed over going first.
pub(super) const MAX_PASSED: usize = 10;

choice! {
    /// What an interest is in.
    pub enum Kind {
        /// A category, at any level.
        Category = "category",
        /// A brand.
        Brand = "brand",
        /// A label of the shop.
        Tag = "tag",
        /// A price band, such as `50-100`: see [`price_band`].
        Price = "price",
        /// A colour.
        Color = "color",
        /// A size.
        Size = "size",
    }
}

row! {
    /// An interest.
    pub struct Interest {
        /// The name in lower case, blanks as hyphens, so that it can be part of a path; at most 32 bytes.
        pub name: String;
        /// Its weight; see [`fade`].
        pub level: f64;
        /// Lists with it that were seen and passed over since it was last acted on, at a half-life of [`RECOVERY`].
        pub passed: f64;
    }
}

record! {
    /// Interests of every kind, the weakest first.
    pub struct Interests {
        /// Categories at every level.
        pub category: Vec<Interest> = [];
        /// Brands.
        pub brand: Vec<Interest> = [];
        /// Labels of the shop.
        pub tag: Vec<Interest> = [];
        /// Price bands.
        pub price: Vec<Interest> = [];
        /// Colours.
        pub color: Vec<Interest> = [];
        /// Sizes.
        pub size: Vec<Interest> = [];
    }
}

row! {
    /// A product that was seen in lists and not acted on.
    pub struct Passed {
        /// Its id.
        pub id: String;
        /// How often, at a half-life of [`RECOVERY`].
        pub level: f64;
    }
}

impl Entry for Interest {
    fn same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    fn order(&self, other: &Self) -> Ordering {
        let strength = self.level.total_cmp(&other.level).then(self.passed.total_cmp(&other.passed));
        strength.then_with(|| self.name.cmp(&other.name))
    }

    fn clip(&mut self) {
        shorten(&mut self.name, MAX_NAME);
        (self.level, self.passed) = (fade::sound(self.level), fade::sound(self.passed));
    }
}

impl Entry for Passed {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    fn order(&self, other: &Self) -> Ordering {
        self.level.total_cmp(&other.level).then_with(|| self.id.cmp(&other.id))
    }

    fn clip(&mut self) {
        self.id = short_id(&self.id);
        self.level = fade::sound(self.level);
    }
}

impl Kind {
    /// Interests kept of this kind.
    pub(super) const fn most(self) -> usize {
        match self {
            Self::Category => 16,
            Self::Brand | Self::Tag => 10,
            _ => 6,
        }
    }
}

impl Interests {
    /// Those of a kind, the weakest first.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> &Vec<Interest> {
        match kind {
            Kind::Category => &self.category,
            Kind::Brand => &self.brand,
            Kind::Tag => &self.tag,
            Kind::Price => &self.price,
            Kind::Color => &self.color,
            Kind::Size => &self.size,
        }
    }

    pub(super) const fn of_mut(&mut self, kind: Kind) -> &mut Vec<Interest> {
        match kind {
            Kind::Category => &mut self.category,
            Kind::Brand => &mut self.brand,
            Kind::Tag => &mut self.tag,
            Kind::Price => &mut self.price,
            Kind::Color => &mut self.color,
            Kind::Size => &mut self.size,
        }
    }

    /// Adds `strength`; a negative one takes away and never makes anything known.
    pub(super) fn feed(&mut self, kind: Kind, name: &str, strength: f64, half_life: f64, now: f64) {
        let name = interest_name(name);
        let list = self.of_mut(kind);
        let known = list.iter().find(|interest| interest.name == name);
        let (mut level, mut passed) = known.map_or((NOTHING, NOTHING), |known| (known.level, known.passed));
        if name.is_empty() || known.is_none() && strength < 0.0 {
            return;
        }
        level = fade::add(level, strength, now, half_life);
        if strength > 0.0 {
            // What is acted on is not passed over.
            passed = NOTHING;
        }
        replace(list, Interest { name, level, passed }, kind.most());
        list.retain(|interest| interest.level > NOTHING);
    }

    /// Notes that a list was seen in which a share of the products had this name, and nothing of it was chosen.
    fn pass_over(&mut self, kind: Kind, name: &str, share: f64, now: f64) {
        let name = interest_name(name);
        for interest in self.of_mut(kind) {
            if interest.name == name {
                interest.passed = fade::add(interest.passed, share, now, RECOVERY);
            }
        }
    }
}

/// What passing over leaves of an interest or a welcome at `now`: 1 where nothing was passed over, half after
/// [`PATIENCE`] lists.
#[must_use]
pub fn patience(passed: f64, now: f64) -> f64 {
    1.0 / (1.0 + fade::weight(passed, now, RECOVERY) / PATIENCE)
}

/// A list was really seen, and nothing in it chosen so far: a name that all its products share is passed over once, one
/// that a third share a third of a time.
pub(super) fn pass_over(interests: &mut Interests, passed: &mut Vec<Passed>, items: &[Item], now: f64) {
    #[expect(clippy::cast_precision_loss, reason = "an event has at most 200 items")]
    let share = 1.0 / items.len() as f64;
    for item in items {
        each_name(item, &mut |kind, name| interests.pass_over(kind, name, share, now));
        let id = short_id(&item.item_id);
        let known = passed.iter().find(|known| known.id == id).map_or(NOTHING, |known| known.level);
        put(passed, Passed { id, level: fade::add(known, 1.0, now, RECOVERY) }, MAX_PASSED);
    }
    for kind in Kind::ALL {
        // The order goes by what was passed over where levels are equal.
        let list = interests.of_mut(*kind);
        for interest in core::mem::take(list) {
            put(list, interest, kind.most());
        }
    }
}

/// How much an event says about interests; 0 for those that say nothing.
pub(crate) const fn strength(action: Action) -> f64 {
    match action {
        Action::SelectItem => 0.5,
        Action::ViewItem => 1.0,
        Action::AddToWishlist => 2.0,
        Action::AddToCart => 3.0,
        Action::Purchase => 5.0,
        Action::RemoveFromWishlist => -1.0,
        Action::RemoveFromCart => -2.0,
        _ => 0.0,
    }
}

/// The name of an interest as it is kept and as a path says it.
#[must_use]
pub fn interest_name(name: &str) -> String {
    clip(&slug(name), MAX_NAME).into()
}

/// Every name an item has.
pub(crate) fn each_name(item: &Item, visit: &mut dyn FnMut(Kind, &str)) {
    for name in &item.item_category {
        visit(Kind::Category, name);
    }
    visit(Kind::Brand, &item.item_brand);
    for name in &item.tags {
        visit(Kind::Tag, name);
    }
    if let Some(price) = item.price.filter(|price| *price > 0.0) {
        visit(Kind::Price, &price_band(price));
    }
    let (mut color, mut size) = (item.color.as_str(), item.size.as_str());
    for part in item.item_variant.split(is_divider) {
        let part = part.trim();
        let slot = if is_size(part) { &mut size } else { &mut color };
        if slot.is_empty() && part != "Default Title" {
            *slot = part;
        }
    }
    visit(Kind::Color, color);
    visit(Kind::Size, size);
}

/// Every name an item has, as interests write them.
pub(crate) fn names(item: &Item) -> Vec<(Kind, String)> {
    let mut names = Vec::new();
    each_name(item, &mut |kind, name| names.push((kind, interest_name(name))));
    names
}

/// What parts a variant such as `42 / black`.
const fn is_divider(c: char) -> bool {
    matches!(c, '/' | ',' | '|' | '·')
}

/// Whether a part of a variant is a size: it has a digit, or is a letter size. Anything else is taken for a colour.
fn is_size(part: &str) -> bool {
    const LETTERS: [&str; 8] = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];
    part.bytes().any(|byte| byte.is_ascii_digit()) || position(&LETTERS, &slug(part)).is_some()
}

/// The band that a price lies in, three to a decade: `0-1`, `1-2`, `2-5`, `5-10`, `10-20`, … A price on a border is in the
/// upper band. In major units of whatever currency the price is in; beyond a billion there is one band.
#[must_use]
pub fn price_band(price: f64) -> String {
    let (mut low, mut high, mut step) = (0_u32, 1_u32, 0);
    while price >= f64::from(high) && high < 1_000_000_000 {
        low = high;
        high = if step % 3 == 1 { high / 2 * 5 } else { high * 2 };
        step += 1;
    }
    [&decimal(low.into()), "-", &decimal(high.into())].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_three_to_a_decade() {
        let bands: Vec<_> = [0.5, 1.0, 4.99, 5.0, 12.0, 20.0, 89.5, 100.0, 1e12].map(price_band).into();
        assert_eq!(bands, ["0-1", "1-2", "2-5", "5-10", "10-20", "20-50", "50-100", "100-200", "500000000-1000000000"]);
    }

    #[test]
    fn a_variant_tells_colour_and_size() {
        let names = |item: &Item| {
            let mut names = Vec::new();
            each_name(item, &mut |kind, name| {
                if matches!(kind, Kind::Color | Kind::Size) {
                    names.push(String::from(name));
                }
            });
            names
        };
        let variant = |variant: &str| names(&Item { item_variant: variant.into(), ..Item::new("a") });
        assert_eq!(variant("42 / Black"), ["Black", "42"]);
        assert_eq!(variant("navy, XL"), ["navy", "XL"]);
        assert_eq!(variant("Default Title"), ["", ""]);
        let told = Item { color: "Red".into(), item_variant: "M / Ruby".into(), ..Item::new("a") };
        assert_eq!(names(&told), ["Red", "M"]);
    }
}
