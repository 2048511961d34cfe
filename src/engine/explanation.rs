//! Why the page looks as it does, as data.

use super::config::Strategy;
use super::offer::Refusal;
use super::record::{List, choice, section};
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
        /// Everything on this page that is personalized, with why in what a shopper knows; whatever the target.
        pub blocks: List<'a, Block<'a>> = [];
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
        /// Lift by what the shopper declared, or a campaign promised.
        pub declared: f64 = 0;
        /// Lift by what comes next in the shop's model.
        pub neighbours: f64 = 0;
        /// The merchant's boosts.
        pub boost: f64 = 0;
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
        /// Whether its schedule keeps it back now.
        pub closed: bool = false;
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

section! {
    /// Why something personalized is on the page.
    pub struct Block {
        /// `grid`, `banner`, `recommendations` or `offer`.
        pub kind: &'a str;
        /// Its name: a grid's selector, or the id in the config.
        pub id: &'a str;
        /// CSS selector of its place, where it has one.
        pub selector: Option<&'a str> = none;
        /// The strategy of a list.
        pub strategy: Option<Strategy> = none;
        /// What decided. None where everybody sees it. Of a list, what besides its `reasons`.
        pub topics: List<'a, Topic> = [];
        /// The interests that decided, as the shop writes them.
        pub names: List<'a, &'a str> = [];
        /// What brought the products of a list, that of the first product first.
        pub reasons: List<'a, Ground<'a>> = [];
    }
}

section! {
    /// What brought products into a list.
    pub struct Ground {
        /// The strategy.
        pub strategy: Strategy;
        /// Names of the products they go with, three at most.
        pub names: List<'a, &'a str> = [];
    }
}

choice! {
    /// What of the shopper or the moment decided.
    pub enum Topic {
        /// What they looked at, searched for, and seem to like.
        Browsing = "browsing",
        /// What is in the cart.
        Cart = "cart",
        /// Orders.
        Orders = "orders",
        /// How often they were here, and what they have seen.
        Visits = "visits",
        /// The link that brought them.
        Campaign = "campaign",
        /// The page, the time, the language, or what the shop says of the moment, such as the weather.
        Moment = "moment",
        /// A test that divides shoppers by chance.
        Chance = "chance",
        /// What they answered in the preference centre.
        Answers = "answers",
        /// What the shop knows of its customer.
        Shop = "shop",
        /// A rule of the shop's, which lifts products for whom or when it says.
        Rule = "rule",
        /// The birthday the shopper gave.
        Birthday = "birthday",
    }
}
