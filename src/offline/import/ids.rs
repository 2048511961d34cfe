//! Ids as small numbers: each distinct text is kept once.

use core::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Distinct ids in the order they were first met, numbered from 0.
///
/// All texts lie in one string. Beside its text an id costs 8 bytes for where it ends and 5 to 10 for the hash table,
/// against 48 and more of a `HashMap<String, u32>`. At most 2³² ids.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    text: String,
    ends: Vec<usize>,
    numbers: HashTable<u32>,
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
        let hash = self.hasher.hash_one(id);
        if let Some(&number) = self.numbers.find(hash, |&number| text(&self.text, &self.ends, number) == id) {
            return number;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(id);
        self.ends.push(self.text.len());
        let (texts, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.numbers.insert_unique(hash, number, |&number| hasher.hash_one(text(texts, ends, number)));
        number
    }

    /// The number of `id`, where it is known.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.numbers.find(hash, |&number| self.get(number) == id).copied()
    }

    /// The id with this number; empty for a number that was never given.
    #[must_use]
    pub fn get(&self, number: u32) -> &str {
        text(&self.text, &self.ends, number)
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

fn text<'a>(text: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |&end| end);
    ends.get(number).and_then(|&end| text.get(start..end)).unwrap_or_default()
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
