//! Taking back one thing that is known, because the shopper asked for it.

use alloc::vec::Vec;

use super::traits::{PREFERENCES, identify};
use super::{Campaign, Kind, Orders, Profile, interest_name, names};
use crate::engine::item::Item;
use crate::engine::record;
use crate::engine::scan::cut;
use crate::engine::value::Value;

impl Profile {
    /// Forgets what stands at `path` of the attributes: `affinity.<kind>.<name>` with the steps that speak of it, so that
    /// nothing goes on following it; `viewed.<item_id>`; all of `wishlist`, `orders`, `searches` or `campaign`; or a trait
    /// by its name. Any other path is passed over. What the shopper does from then on counts again.
    pub fn forget(&mut self, path: &str, now: f64) {
        let (part, rest) = cut(path, '.');
        let rest = rest.unwrap_or_default();
        match part {
            "affinity" => {
                let (kind, name) = cut(rest, '.');
                if let (Some(kind), Some(name)) = (Kind::from_word(kind), name) {
                    self.forget_interest(kind, name, now);
                }
            }
            "viewed" => self.forget_products(&|item| item.answers_to(rest)),
            "wishlist" => self.wishlist.clear(),
            "orders" => self.orders = record::defaults::<Orders>(),
            "searches" => self.searches.clear(),
            "campaign" => self.campaign = record::defaults::<Campaign>(),
            name => {
                let mut taken = Value::object();
                taken.set(name, Value::Null);
                identify(&mut self.traits, &taken, false, now);
            }
        }
    }

    fn forget_interest(&mut self, kind: Kind, name: &str, now: f64) {
        self.interests.of_mut(kind).retain(|interest| interest.name != name);
        self.searches.retain(|search| search.kind != kind || search.name != name);
        self.forget_products(&|item| names(item).iter().any(|(other, of)| *other == kind && *of == name));
        // What the shopper declared is taken back as well.
        if let Some(known) = self.told(PREFERENCES).cloned() {
            let mut names = Value::object();
            for (word, list) in known.value.members() {
                let mut left = Vec::new();
                for other in list.elements() {
                    if word != kind.word() || interest_name(other.text()) != name {
                        left.push(other.clone());
                    }
                }
                names.put(word, Value::Array(left));
            }
            let mut traits = Value::object();
            traits.put(PREFERENCES, names);
            identify(&mut self.traits, &traits, known.discreet, now);
        }
    }

    /// The steps go before the products, since they know them by id only.
    fn forget_products(&mut self, is_meant: &dyn Fn(&Item) -> bool) {
        for viewed in &self.products {
            if is_meant(&viewed.item) {
                self.trail.retain(|step| !viewed.item.answers_to(&step.id));
            }
        }
        self.products.retain(|viewed| !is_meant(&viewed.item));
    }
}
