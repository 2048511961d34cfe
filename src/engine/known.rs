//! What is known of the shopper, one thing at a time, for the shopper's own eyes.

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use super::label::label;
use super::page::Page;
use super::profile::{Kind, PREFERENCES, each_name, interest_name};
use super::record::{List, section};
use super::value::Value;

section! {
    /// One thing that is known.
    pub struct Fact {
        /// Where it stands in the attributes; [`Engine::meant_by`] says what the profile forgets for it.
        pub path: &'a str;
        /// Its name as the shop writes it; for a trait, its own.
        pub name: &'a str;
        /// An interest's strength from 0 to 1; how many of anything else.
        pub amount: Option<f64> = none;
        /// A trait's value; absent where the shop marked it as discreet.
        pub value: Value = none;
        /// What searches named; of `affinity.tag`, the tags that have no name before shoppers, each at `affinity.tag.<tag>`.
        pub names: List<'a, &'a str> = [];
    }
}

/// Interests below this are a glance, and hardly worth a line.
const FAINT: f64 = 0.02;
/// The path of the one fact that stands for all tags without a name.
const UNNAMED: &str = "affinity.tag";

impl Engine {
    /// Everything known of the shopper, a list of [`Fact`]s: interests, the strongest first; products, the newest first;
    /// then the rest. What is not known is not in it. Tags that have no name before shoppers are one fact together.
    #[must_use]
    pub fn known(&self, page: &Page, now: f64) -> Value {
        let tree = self.attributes(page, now);
        let mut facts: Vec<Value> = Vec::new();
        let mut unnamed = Vec::new();
        for kind in Kind::ALL {
            for (name, share) in tree.member("affinity").member(kind.word()).members() {
                let share = share.number();
                if share >= FAINT {
                    let Some(shown) = self.named(*kind, name, &page.locale) else {
                        unnamed.push(Value::from(name));
                        continue;
                    };
                    let mut fact = fact(&["affinity.", kind.word(), ".", name], &shown);
                    fact.put_number("amount", share);
                    let at = facts.iter().position(|other| Fact::of(other).amount() < Some(share));
                    facts.insert(at.unwrap_or(facts.len()), fact);
                }
            }
        }
        if !unnamed.is_empty() {
            let mut fact = fact(&[UNNAMED], Kind::Tag.word());
            fact.put("names", Value::Array(unnamed));
            facts.push(fact);
        }
        for viewed in self.profile.products.iter().rev() {
            let item = &viewed.item;
            let name = if item.item_name.is_empty() { &item.item_id } else { &item.item_name };
            facts.push(fact(&["viewed.", &item.item_id], name));
        }
        for (part, count) in [("wishlist", "count"), ("orders", "count"), ("cart", "count"), ("visits", "count")] {
            let count = tree.member(part).member(count).number();
            if count > 0.0 {
                let mut fact = fact(&[part], part);
                fact.put_number("amount", count);
                facts.push(fact);
            }
        }
        let mut names = Vec::new();
        for search in &self.profile.searches {
            names.push(Value::from(self.written(search.kind, &search.name)));
        }
        if !names.is_empty() {
            let mut fact = fact(&["searches"], "searches");
            fact.put("names", Value::Array(names));
            facts.push(fact);
        }
        let source = tree.member("campaign").member("last_source").text();
        if !source.is_empty() {
            facts.push(fact(&["campaign"], source));
        }
        for known in &self.profile.traits {
            if !known.value.is_null() && known.name != PREFERENCES {
                let mut fact = fact(&[&known.name], &known.name);
                if !self.is_discreet(&known.name) {
                    fact.put("value", known.value.clone());
                }
                facts.push(fact);
            }
        }
        Value::Array(facts)
    }

    /// What the profile forgets for a path that [`known`](Self::known) tells: the path itself, or for all tags that have no
    /// name before shoppers each of theirs.
    #[must_use]
    pub fn meant_by(&self, path: &str, page: &Page, now: f64) -> Vec<String> {
        let mut meant = Vec::new();
        if path != UNNAMED {
            meant.push(path.into());
            return meant;
        }
        for fact in self.known(page, now).elements() {
            let fact = Fact::of(fact);
            if fact.path() == UNNAMED {
                for tag in fact.names() {
                    meant.push([UNNAMED, ".", tag].concat());
                }
            }
        }
        meant
    }

    /// An interest's name before shoppers who read `locale`: as the shop writes it, and a tag by its label if it has any name.
    pub(super) fn named(&self, kind: Kind, name: &str, locale: &str) -> Option<String> {
        let written = self.written(kind, name);
        if kind == Kind::Tag { label(self.config(), locale, &written) } else { Some(written) }
    }

    /// An interest's name as the shop writes it, where a product that has it is known.
    fn written(&self, kind: Kind, name: &str) -> String {
        let mut written = None;
        let seen = self.profile.products.iter().map(|viewed| &viewed.item);
        for item in seen.chain(self.catalog.everything()) {
            each_name(item, &mut |other, of| {
                if other == kind && written.is_none() && interest_name(of) == name {
                    written = Some(String::from(of));
                }
            });
            if written.is_some() {
                break;
            }
        }
        written.unwrap_or_else(|| name.into())
    }
}

fn fact(path: &[&str], name: &str) -> Value {
    let mut fact = Value::object();
    fact.put_text("path", &*path.concat());
    fact.put_text("name", name);
    fact
}
