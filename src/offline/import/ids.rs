//! Ids as small numbers: each distinct text is kept once.

use core::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Distinct ids in the order they were first met, numbered from 0.
///
/// All texts lie in one string. Beside its text an id costs 8 bytes for where it ends and 10 to 21 for the hash table,
/// against 60 and more of a `HashMap<String, u32>`. At most 2³² ids.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    text: String,
    ends: Vec<usize>,
    /// Numbers with their hashes, so that only the text of an id that is there is looked at: with millions of ids each such
    /// look waits for the memory.
    numbers: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl Ids {
    /// No ids yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of `id`, which is added when it is new.
    pub fn intern(&mut self, id: &str) -> u32 {
        let hash = self.hash(id);
        if let Some(number) = self.known(id, hash) {
            return number;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(id);
        self.ends.push(self.text.len());
        self.numbers.insert_unique(spread(hash), (number, hash), |(_, hash)| spread(*hash));
        number
    }

    /// The number of `id`, where it is known.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        self.known(id, self.hash(id))
    }

    fn known(&self, id: &str, hash: u32) -> Option<u32> {
        let found = self.numbers.find(spread(hash), |&(number, known)| known == hash && self.get(number) == id);
        found.map(|(number, _)| *number)
    }

    #[expect(clippy::cast_possible_truncation, reason = "half of a hash is one")]
    fn hash(&self, id: &str) -> u32 {
        self.hasher.hash_one(id) as u32
    }

    /// The id with this number; empty for a number that was never given.
    #[must_use]
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end);
        self.ends.get(number).and_then(|&end| self.text.get(start..end)).unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All ids, by number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let id = self.text.get(start..end).unwrap_or_default();
            start = end;
            id
        })
    }
}

/// The table takes its place from the low bits of a hash and its marks from the high ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_the_number_it_first_got() {
        let mut ids = Ids::new();
        let texts: Vec<String> = (0..1000).map(|number| format!("product-{number}")).collect();
        for _ in 0..2 {
            let numbers: Vec<u32> = texts.iter().map(|text| ids.intern(text)).collect();
            assert_eq!(numbers, (0..1000).collect::<Vec<u32>>());
        }
        assert_eq!(ids.intern(""), 1000, "the empty text is an id like any other");
        assert_eq!((ids.len(), ids.get(999), ids.get(1000), ids.get(5000)), (1001, "product-999", "", ""));
        assert_eq!((ids.find("product-7"), ids.find("product-1000")), (Some(7), None));
        assert!(ids.iter().take(1000).eq(texts.iter()));
    }
}
