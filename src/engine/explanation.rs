//! Why the page looks as it does, as data.

use super::offer::Refusal;
use super::record::{List, section};
use super::value::Value;

section! {
    /// Why the page looks as it does.
    pub struct Explanation {
        /// The shopper is a control: nothing is changed, whatever holds.
        pub holdout: bool = false;
        /// One entry for each card of the grid, in the merchant's order.
        pub cards: List<'a, Reason<'a>> = [];
        /// Names of the segments the shopper is in.
        pub segments: List<'a, &'a str> = [];
        /// What stopped each offer.
        pub offers: List<'a, OfferReason<'a>> = [];
        /// What each banner shows, and why not the others.
        pub banners: List<'a, BannerReason<'a>> = [];
        /// The variation of each experiment, and what decided.
        pub experiments: List<'a, TestReason<'a>> = [];
    }
}

section! {
    /// Why a card stands where it does. All parts are in the unit of `score`, natural logarithms.
    pub struct Reason {
        /// The product.
        pub item_id: &'a str;
        /// Place in the merchant's order, from 1.
        pub rank: u32;
        /// Place now, from 1.
        pub place: u32;
        /// The merchant's order.
        pub prior: f64;
        /// Lift by brand.
        pub brand: f64;
        /// Lift by closeness of price within the category.
        pub price: f64;
        /// Lift by category, on pages that mix several.
        pub category: f64;
        /// Whether the interests were halved because the shopper has seen this product already.
        pub seen: bool;
        /// Whether it stays where the merchant put it.
        pub pinned: bool;
        /// What the order goes by.
        pub score: f64;
    }
}

section! {
    /// What stopped an offer.
    pub struct OfferReason {
        /// The offer.
        pub id: &'a str;
        /// Absent if it is due.
        pub refusal: Option<Refusal> = none;
        /// The part of its condition that does not hold.
        pub failed: Option<Failed<'a>> = none;
        /// Signals of its trigger that have not happened on this page.
        pub waits_for: List<'a, &'a str> = [];
    }
}

section! {
    /// Why a banner shows what it shows.
    pub struct BannerReason {
        /// CSS selector of the place.
        pub slot: &'a str;
        /// The banner.
        pub id: &'a str;
        /// The variant it shows; absent where the page stays as it is.
        pub variant: Option<&'a str> = none;
        /// The variants in their order; the first of which nothing failed is shown.
        pub variants: List<'a, VariantReason<'a>> = [];
    }
}

section! {
    /// Why a banner does not show a variant.
    pub struct VariantReason {
        /// The variant.
        pub id: &'a str;
        /// The part of its condition that does not hold; absent where all of it holds.
        pub failed: Option<Failed<'a>> = none;
    }
}

section! {
    /// Why the shopper has a variation.
    pub struct TestReason {
        /// The experiment.
        pub id: &'a str;
        /// The variation; absent for a shopper who takes no part.
        pub variation: Option<&'a str> = none;
        /// What decided.
        pub reason: super::bucketing::Reason;
        /// The shopper's hash, from 0 to below 1, where it was needed.
        pub bucket: Option<f64> = none;
        /// The part of its condition that does not hold.
        pub failed: Option<Failed<'a>> = none;
    }
}

section! {
    /// The part of a condition that does not hold.
    pub struct Failed {
        /// Where in the condition: `cart.value.$gt`.
        pub path: &'a str;
        /// What it asks for there.
        pub expected: Value = none;
        /// The attribute as it is.
        pub found: Value = none;
    }
}
