//! What a search or a campaign was about: of its words only the categories, brands and tags they name are kept.

use alloc::{string::String, vec::Vec};

use super::catalog::Catalog;
use super::event::{Action, Event};
use super::item::Item;
use super::profile::{Kind, Profile, each_name, interest_name, slug};
use super::scan::{cut, parts};
use super::value::Value;

/// Names kept of one search.
const MAX_NAMES: usize = 6;

/// The categories, brands and tags of `items` all of whose words are in `text`, as pairs of kind and name, in the order of
/// the items. A plural in `s` is the same word.
#[must_use]
pub fn matched(text: &str, items: &[&Item]) -> Vec<(Kind, String)> {
    let text = slug(text);
    let mut found = Vec::new();
    for item in items {
        each_name(item, &mut |kind, name| {
            if matches!(kind, Kind::Category | Kind::Brand | Kind::Tag) && names(&text, &slug(name)) {
                note(&mut found, kind, name);
            }
        });
    }
    found
}

/// What the address itself promised, as in `?vitrina=category:hiking-boots,brand:gorski`.
#[must_use]
pub fn promised(text: &str) -> Vec<(Kind, String)> {
    let mut found = Vec::new();
    for part in parts(text, ',') {
        let (kind, name) = cut(part, ':');
        if let (Some(kind), Some(name)) = (Kind::from_word(kind), name) {
            note(&mut found, kind, name);
        }
    }
    found
}

fn note(found: &mut Vec<(Kind, String)>, kind: Kind, name: &str) {
    let name = interest_name(name);
    let is_new = !found.iter().any(|(known, other)| *known == kind && *other == name);
    if is_new && !name.is_empty() && found.len() < MAX_NAMES {
        found.push((kind, name));
    }
}

/// Whether all words of `name` are among those of `text`.
fn names(text: &str, name: &str) -> bool {
    let mut all = !name.is_empty();
    for word in parts(name, '-') {
        all = all && parts(text, '-').any(|said| singular(said) == singular(word));
    }
    all
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Leaves of a search only what its words name, and notes what the words of a campaign name. Those stay, so that products that
/// are known later can match them.
pub(crate) fn reduce(event: &mut Event, catalog: &Catalog, profile: &Profile) {
    let campaign = event.params.member("campaign");
    let text = match event.action() {
        Some(Action::Search) => event.text("search_term").into(),
        Some(Action::PageView) if !campaign.is_null() => {
            let mut words = String::new();
            for name in ["name", "term", "content"] {
                for word in parts(campaign.member(name).text(), '_') {
                    words.push_str(word);
                    words.push(' ');
                }
            }
            words
        }
        _ => return,
    };
    if text.is_empty() {
        return;
    }
    let mut items = catalog.everything();
    for viewed in &profile.products {
        items.push(&viewed.item);
    }
    let matched = give(&matched(&text, &items));
    let mut params = Value::object();
    for (name, value) in event.params.members() {
        if name != "search_term" {
            params.put(name, value.clone());
        }
    }
    params.set("matched", matched);
    event.params = params;
}

/// As a parameter of an event: a list of `category:hiking-boots`.
#[must_use]
fn give(names: &[(Kind, String)]) -> Value {
    let mut list = Vec::new();
    for (kind, name) in names {
        list.push(Value::String([kind.word(), ":", name].concat()));
    }
    Value::Array(list)
}

/// [`give`] read back.
pub(crate) fn take(list: &Value) -> Vec<(Kind, String)> {
    let mut found = Vec::new();
    for text in list.elements() {
        found.append(&mut promised(text.text()));
    }
    found.truncate(MAX_NAMES);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_leaves_names_and_no_words() {
        let item = Item {
            item_brand: "Gorski".into(),
            item_category: vec!["Outdoor".into(), "Hiking Boots".into()],
            tags: vec!["waterproof".into()],
            price: Some(20.0),
            ..Item::new("a")
        };
        let found = matched("Waterproof hiking boot for my grandmother", &[&item, &item]);
        assert_eq!(give(&found), Value::from(vec!["category:hiking-boots", "tag:waterproof"]));
        assert_eq!(take(&give(&found)), found);
        assert_eq!(matched("boots", &[&item]), []);
    }

    #[test]
    fn an_address_may_promise_anything_that_is_a_kind() {
        let names = promised("category:Hiking Boots,brand:gorski,mood:good,tag:");
        assert_eq!(give(&names), Value::from(vec!["category:hiking-boots", "brand:gorski"]));
    }
}
