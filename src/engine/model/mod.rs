//! The shop's model: neighbours, popularity and the catalogue, in one `.vitrina` file that the trainer wrote.
//!
//! The file stays the one buffer it arrived in. Rows are decoded when a question needs them; nothing is copied when it
//! is opened but the place of each section and the order of the ids.
//!
//! # The format, version 1
//!
//! All numbers are little-endian. Products are numbered by popularity, from 0 for the most popular; equally popular
//! ones by id. A section that is not known is passed over, so that later writers may add some.
//!
//! | byte | what |
//! |---|---|
//! | 0 | the magic, `0x89 "Vitrina"` |
//! | 8 | format version, u32 |
//! | 12 | length of the whole file, u32 |
//! | 16 | FNV-1a (32 bits) of everything from byte 20 on |
//! | 20 | number of sections, u32 |
//! | 24 | the directory: for each section its [`Section`] number, its first byte in the file and its length, each u32 |
//!
//! [`Column`] is the shape of a section with one number per product, [`Texts`] of one with a text each, [`Table`] of
//! one with a list of neighbours each.

mod bytes;
mod column;
mod products;
mod query;
mod refusal;
mod table;
mod texts;

use alloc::vec::Vec;

use bytes::number;
pub use column::Column;
pub use products::LEVEL;
pub use query::{DECAY, HISTORY, Neighbour, Scores};
pub use refusal::Refusal;
pub use table::{FULL, Table};
pub use texts::Texts;

use super::predict::{Coefficients, LARGEST};

/// What a file begins with. The first byte is no text, so that a transfer as text is noticed.
pub const MAGIC: [u8; 8] = *b"\x89Vitrina";
/// The newest format this reader knows.
pub const VERSION: u32 = 1;
/// Bytes before the directory.
pub const HEADER: usize = 24;
/// Bytes of the directory for each section.
pub const ENTRY: usize = 12;
/// The checksum covers the file from here on.
pub const CHECKED_FROM: usize = 20;

/// The parts of a file. Their numbers never change; each is optional except the ids and their products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Section {
    /// [`Texts`]: every product's id, in the order of their bytes.
    Ids = 1,
    /// [`Column`]: the product of each id in [`Section::Ids`].
    Products,
    /// [`Table`]: neighbours by what visitors looked at in one session.
    Neighbours,
    /// [`Table`]: neighbours by what customers bought together.
    Together,
    /// [`Column`]: how a product's share of recent sessions compares with its share of all, as
    /// `128 + 16 log2(ratio)`, from 1 to 255; 0 where there are too few to tell.
    Trend,
    /// [`Column`]: the products sold most, the first sold most; as many as were worth keeping.
    Bestsellers,
    /// [`Texts`]: category paths, their levels parted by U+001F.
    Categories,
    /// [`Column`]: 1 + each product's category path; 0 for none.
    Category,
    /// [`Column`]: for each category path, 1 + thousandths of its buyers who bought the same product again in a later
    /// order; 0 where too few bought.
    Repurchase,
    /// [`Texts`]: brands.
    Brands,
    /// [`Column`]: 1 + each product's brand; 0 for none.
    Brand,
    /// [`Column`] with decimals: 1 + the price; 0 for none.
    Price,
    /// [`Column`] with decimals: 1 + the price before a discount; 0 for none.
    ListPrice,
    /// [`Texts`]: tags.
    Tags,
    /// [`Texts`]: for each product the numbers of its tags, as variable-length numbers.
    Tag,
    /// [`Column`]: 0 not known, 1 out of stock, 2 in stock.
    Stock,
    /// [`Column`]: 1 + the day of 1970 on which the product was first offered; 0 for not known.
    Published,
    /// [`Texts`]: addresses of pictures.
    Images,
    /// [`Texts`]: addresses of product pages.
    Urls,
    /// [`Texts`]: titles.
    Titles,
    /// [`Texts`]: other ids of products, in the order of their bytes.
    Keys,
    /// [`Column`]: the product of each other id.
    KeyProducts,
    /// [`Texts`]: one text, the ISO 4217 code of all prices.
    Currency,
    /// [`Column`] with the bits of an f32 in each value: the coefficients of
    /// [`predict`](super::predict)'s purchase model, the intercept first. Another list of features would be another
    /// section.
    Purchase,
    /// The same of the churn model.
    Churn,
}

/// How many kinds of section there are.
const KINDS: usize = Section::Churn as usize;

/// An open model.
pub struct Model {
    bytes: Vec<u8>,
    /// First byte and end of each section by its number; nothing for those that are not there.
    sections: [(u32, u32); KINDS + 1],
    /// For each product, the place of its id.
    places: Vec<u32>,
    coefficients: Coefficients,
}

impl Model {
    /// Opens a file.
    ///
    /// # Errors
    /// When the bytes are no model, of a newer format, not all there, or changed on their way.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let known = bytes.len().min(MAGIC.len());
        if bytes.is_empty() || bytes.get(..known) != MAGIC.get(..known) {
            return Err(Refusal::Foreign);
        }
        let header = |at| number(&bytes, at, 4).ok_or(Refusal::Truncated { length: bytes.len(), expected: None });
        let version = header(8)?;
        if version != VERSION {
            return Err(if version == 0 { Refusal::Foreign } else { Refusal::Newer { version } });
        }
        let expected = header(12)? as usize;
        if bytes.len() < expected {
            return Err(Refusal::Truncated { length: bytes.len(), expected: Some(expected) });
        }
        if bytes.len() > expected || header(16)? != checksum(bytes.get(CHECKED_FROM..).unwrap_or_default()) {
            return Err(Refusal::Damaged);
        }
        let sections = directory(&bytes).ok_or(Refusal::Damaged)?;
        let mut model = Self { bytes, sections, places: Vec::new(), coefficients: Coefficients::BUILT_IN };
        model.places = model.places_of_ids().ok_or(Refusal::Damaged)?;
        let mut coefficients = Coefficients::BUILT_IN;
        let sound = model.fill(Section::Purchase, &mut coefficients.purchase)
            && model.fill(Section::Churn, &mut coefficients.churn);
        model.coefficients = coefficients;
        if sound { Ok(model) } else { Err(Refusal::Coefficients) }
    }

    /// Takes a section of coefficients, if the file has it; false where they are not as many or not of a size that
    /// predictions can be made with.
    fn fill(&self, section: Section, coefficients: &mut [f64]) -> bool {
        if self.section(section).is_empty() {
            return true;
        }
        let column = self.column(section);
        let mut sound = column.len() == coefficients.len();
        for (at, coefficient) in coefficients.iter_mut().enumerate() {
            *coefficient = f32::from_bits(column.get(at)).into();
            // What is no number is not within any bounds.
            sound &= coefficient.abs() <= LARGEST;
        }
        sound
    }

    /// What predictions are made by: the file's, or the built-in ones where it has none.
    #[must_use]
    pub const fn coefficients(&self) -> &Coefficients {
        &self.coefficients
    }

    /// How many products it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The bytes of a section; none where it is absent.
    #[must_use]
    pub fn section(&self, section: Section) -> &[u8] {
        let (from, to) = self.sections.get(section as usize).copied().unwrap_or_default();
        self.bytes.get(from as usize..to as usize).unwrap_or_default()
    }

    /// A section of numbers.
    #[must_use]
    pub fn column(&self, section: Section) -> Column<'_> {
        Column::new(self.section(section))
    }

    /// A section of texts.
    #[must_use]
    pub fn texts(&self, section: Section) -> Texts<'_> {
        Texts::new(self.section(section))
    }

    /// A section of neighbours: [`Section::Neighbours`] or [`Section::Together`].
    #[must_use]
    pub fn table(&self, section: Section) -> Table<'_> {
        Table::new(self.section(section))
    }

    /// Where each product's id is; `None` unless every product has exactly one.
    fn places_of_ids(&self) -> Option<Vec<u32>> {
        const NONE: u32 = u32::MAX;
        let (ids, products) = (self.texts(Section::Ids), self.column(Section::Products));
        if ids.len() != products.len() {
            return None;
        }
        let mut places = Vec::new();
        places.resize(ids.len(), NONE);
        let mut place = 0;
        while (place as usize) < ids.len() {
            let slot = places.get_mut(products.get(place as usize) as usize)?;
            if *slot != NONE {
                return None;
            }
            *slot = place;
            place += 1;
        }
        Some(places)
    }
}

/// The sections of a file; `None` where one lies outside of it.
fn directory(bytes: &[u8]) -> Option<[(u32, u32); KINDS + 1]> {
    let mut sections = [(0, 0); KINDS + 1];
    let count = number(bytes, CHECKED_FROM, 4)?;
    let mut at = HEADER;
    for _ in 0..count {
        let (from, length) = (number(bytes, at + 4, 4)?, number(bytes, at + 8, 4)?);
        let to = from.checked_add(length)?;
        bytes.get(from as usize..to as usize)?;
        if let Some(place) = sections.get_mut(number(bytes, at, 4)? as usize) {
            *place = (from, to);
        }
        at += ENTRY;
    }
    Some(sections)
}

/// FNV-1a of 32 bits (Fowler, Noll and Vo), chosen for its size: it is there against accidents, not against forgers.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in bytes {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash
}
