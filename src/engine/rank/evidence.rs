//! What the last steps tell of brands, categories and prices.

use alloc::{string::String, vec::Vec};

use crate::engine::item::Item;
use crate::engine::model::checksum;
use crate::engine::profile::{Profile, slug};

/// What a step counts against the one after it, for brands and prices: half after two steps.
const FADE: f64 = core::f64::consts::FRAC_1_SQRT_2;
/// The same for categories, which shoppers leave less quickly: half after three steps, the cube root of 1/2.
const CATEGORY_FADE: f64 = 0.793_700_525_984_099_7;
/// Smallest share assumed of a brand or a category, so that a rare one is not lifted without bound.
const MIN_SHARE: f64 = 0.05;
/// Distance of `ln price` at which closeness is one half.
pub(crate) const PRICE_SPREAD: f64 = 0.2;
/// Weight of the category on mixed pages.
const CATEGORY_WEIGHT: f64 = 1.5;

/// Interests as recency weights of the shopper's last steps.
pub struct Evidence<'a> {
    steps: Vec<Weighed<'a>>,
    /// Checksums of the ids that the products of the steps answer to.
    ids: Vec<u32>,
}

/// A text with its checksum, by which most that differ are told apart: a thousand products are compared with thirty
/// steps, and with each other's brands and categories.
struct Name<T> {
    sum: u32,
    text: T,
}

impl<T: AsRef<str>> Name<T> {
    fn new(text: T) -> Self {
        Self { sum: checksum(text.as_ref().as_bytes()), text }
    }

    #[inline(always)]
    fn is(&self, other: &Self) -> bool {
        self.sum == other.sum && self.text.as_ref() == other.text.as_ref()
    }
}

struct Weighed<'a> {
    weight: f64,
    category_weight: f64,
    item: &'a Item,
    price: Option<f64>,
    /// As slugs: a shop's grid may say `northfold` where its product page says `Northfold`.
    brand: Vec<Name<String>>,
    path: Vec<Name<String>>,
}

impl<'a> Evidence<'a> {
    /// What `profile` remembers of the last steps.
    #[must_use]
    pub fn of(profile: &'a Profile) -> Self {
        let (mut steps, mut ids) = (Vec::new(), Vec::new());
        let (mut weight, mut category_weight) = (1.0, 1.0);
        for step in profile.trail.iter().rev() {
            if let Some(item) = profile.product(&step.id) {
                let (brand, path) = (slugs(core::slice::from_ref(&item.item_brand)), slugs(&item.item_category));
                let price = log_price(item);
                steps.push(Weighed { weight, category_weight, item, price, brand, path });
                ids.push(checksum(item.item_id.as_bytes()));
                for key in &item.keys {
                    ids.push(checksum(key.as_bytes()));
                }
            }
            weight *= FADE;
            category_weight *= CATEGORY_FADE;
        }
        Self { steps, ids }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps on a brand, or in a category.
    fn met(&self, names: &[Name<String>], is_brand: bool) -> Met {
        let mut met = Met { weight: 0.0, steps: Vec::new() };
        for (index, step) in self.steps.iter().enumerate() {
            let (there, weight) =
                if is_brand { (&step.brand, step.weight) } else { (&step.path, step.category_weight) };
            if same_shelf(there, names) {
                met.weight += weight;
                if !is_brand {
                    met.steps.push(index);
                }
            }
        }
        met
    }

    /// How the steps lift `item`, which is one of the products of which `shares` tells the make-up.
    #[must_use]
    pub(crate) fn lift(&self, item: &Item, shares: &Shares) -> Lift {
        let mut lift = Lift { brand: 0.0, price: 0.0, category: 0.0, seen: false };
        let brand = find(&shares.brands, &Name::new(item.item_brand.as_str()));
        let category = find(&shares.categories, &Name::new(leaf(item)));
        let (Some(brand), Some(category)) = (brand, category) else { return lift };
        let own;
        let met = if category.path == item.item_category.as_slice() {
            &category.met
        } else {
            // The same word for a shelf in two rooms.
            own = self.met(&slugs(&item.item_category), false);
            &own
        };
        let price = log_price(item);
        let mut price_weight = 0.0;
        for index in &met.steps {
            if let (Some(step), Some(mine)) = (self.steps.get(*index), price)
                && let Some(theirs) = step.price
            {
                let distance = (mine - theirs) / PRICE_SPREAD;
                price_weight += step.weight / (1.0 + distance * distance);
            }
        }
        if self.ids.contains(&checksum(item.item_id.as_bytes())) {
            lift.seen = self.steps.iter().any(|step| step.item.answers_to(&item.item_id));
        }
        let halved = if lift.seen { 0.5 } else { 1.0 };
        let mixed = if shares.categories.len() > 1 { CATEGORY_WEIGHT } else { 0.0 };
        // A brand that all cards share, as where a list names none, tells them not apart.
        let told = if shares.brands.len() > 1 { 1.0 } else { 0.0 };
        lift.brand = halved * told * surprise(brand.met.weight, brand.share);
        lift.price = halved * surprise(price_weight, MIN_SHARE);
        lift.category = halved * mixed * surprise(met.weight, category.share);
        lift
    }
}

/// The steps on a brand or in a category.
struct Met {
    /// What they weigh together.
    weight: f64,
    /// Which they are, in a category: their prices are compared.
    steps: Vec<usize>,
}

/// Names as slugs.
fn slugs(names: &[String]) -> Vec<Name<String>> {
    let mut slugs = Vec::new();
    for name in names {
        slugs.push(Name::new(slug(name)));
    }
    slugs
}

/// Whether two paths are of one category as far as both are known: pages often name only the department, and lists
/// often name nothing.
fn same_shelf(a: &[Name<String>], b: &[Name<String>]) -> bool {
    let mut same = true;
    for (level, other) in a.iter().zip(b) {
        same = same && level.is(other);
    }
    same
}

fn log_price(item: &Item) -> Option<f64> {
    item.price.filter(|price| *price > 0.0 && price.is_finite()).map(libm::log)
}

/// What a weight says that is spread over a share of the products.
pub(super) fn surprise(weight: f64, share: f64) -> f64 {
    libm::log(1.0 + weight / share.max(MIN_SHARE))
}

/// What interests add to a product's score.
#[derive(Clone, Copy)]
pub(crate) struct Lift {
    pub(crate) brand: f64,
    pub(crate) price: f64,
    pub(crate) category: f64,
    pub(crate) seen: bool,
}

impl Lift {
    pub(crate) fn sum(&self) -> f64 {
        self.brand + self.price + self.category
    }
}

/// How brands and categories share a set of products, and what the last steps tell of each.
pub(crate) struct Shares<'a> {
    brands: Vec<Part<'a>>,
    categories: Vec<Part<'a>>,
}

/// A brand's or a category's part of them.
struct Part<'a> {
    name: Name<&'a str>,
    share: f64,
    /// The brand, or the category path, of the first product in it.
    path: &'a [String],
    /// What the steps that were there weigh.
    met: Met,
}

impl<'a> Shares<'a> {
    pub(crate) fn of(items: &[&'a Item], evidence: &Evidence<'_>) -> Self {
        let mut shares = Self { brands: Vec::new(), categories: Vec::new() };
        #[expect(clippy::cast_precision_loss, reason = "no shop has 2^53 products")]
        let part = 1.0 / items.len() as f64;
        for item in items {
            count(&mut shares.brands, &item.item_brand, core::slice::from_ref(&item.item_brand), part, evidence, true);
            count(&mut shares.categories, leaf(item), &item.item_category, part, evidence, false);
        }
        shares
    }
}

fn count<'a>(
    parts: &mut Vec<Part<'a>>,
    name: &'a str,
    path: &'a [String],
    share: f64,
    evidence: &Evidence<'_>,
    is_brand: bool,
) {
    let name = Name::new(name);
    for part in parts.iter_mut() {
        if part.name.is(&name) {
            part.share += share;
            return;
        }
    }
    parts.push(Part { name, share, path, met: evidence.met(&slugs(path), is_brand) });
}

fn find<'a>(parts: &'a [Part<'_>], name: &Name<&str>) -> Option<&'a Part<'a>> {
    parts.iter().find(|part| part.name.is(name))
}

/// The narrowest category.
fn leaf(item: &Item) -> &str {
    item.item_category.last().map_or("", String::as_str)
}
