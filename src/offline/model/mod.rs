//! Writes `.vitrina` files, in the format that [`engine::model`](crate::engine::model) describes and reads.

mod catalogue;
mod column;
mod packing;
mod texts;

pub(crate) use catalogue::Names;
pub use catalogue::{Attributes, catalogue, category};
pub use column::{coefficients, column};
pub use packing::{Neighbours, Packing, largest, pack};
pub use texts::texts;

use crate::engine::model::{CHECKED_FROM, ENTRY, HEADER, MAGIC, Section, VERSION, checksum};

/// A file of these sections, in this order.
#[must_use]
pub fn file(sections: &[(Section, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    let mut from = HEADER + ENTRY * sections.len();
    let total = from + sections.iter().map(|(_, section)| section.len()).sum::<usize>();
    // The checksum stands at its place as soon as the rest is known.
    for value in [VERSION, number(total), 0, number(sections.len())] {
        bytes.extend(value.to_le_bytes());
    }
    for (section, content) in sections {
        for value in [*section as u32, number(from), number(content.len())] {
            bytes.extend(value.to_le_bytes());
        }
        from += content.len();
    }
    for (_, content) in sections {
        bytes.extend(content);
    }
    let sum = checksum(bytes.get(CHECKED_FROM..).unwrap_or_default());
    bytes.splice(CHECKED_FROM - 4..CHECKED_FROM, sum.to_le_bytes());
    bytes
}

/// The two sections that name the products: `ids` by their numbers.
#[must_use]
pub fn names(ids: &[String]) -> [(Section, Vec<u8>); 2] {
    let mut order: Vec<u32> = (0..number(ids.len())).collect();
    let id = |product: u32| ids.get(product as usize).map_or("", String::as_str);
    order.sort_unstable_by_key(|product| id(*product));
    let sorted = order.iter().map(|product| id(*product).as_bytes());
    [(Section::Ids, texts(sorted)), (Section::Products, column(&order, 0))]
}

/// What `content` weighs on its way to a shopper: brotli at its best, as servers compress files ahead of time.
#[must_use]
pub fn compressed(content: &[u8]) -> usize {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut output = Vec::new();
    // Reading from and writing to memory does not fail.
    brotli::BrotliCompress(&mut &*content, &mut output, &parameters).unwrap_or(content.len())
}

/// A size or number as the file holds it: 4 GiB is far beyond what a shopper downloads.
pub(crate) fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Appends a variable-length number (LEB128).
fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 128")]
    bytes.push(value as u8);
}
