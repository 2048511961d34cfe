//! Recommendations: which products, how many, and what the merchant says of them.

use alloc::vec::Vec;

use super::{Condition, Text};
use crate::engine::record::{List, Sound, choice, section};
use crate::engine::value::Value;

choice! {
    /// Which products a recommendation holds.
    pub enum Strategy {
        /// What suits the shopper: what goes with the products of this session, then what their interests lift.
        ForYou = "for_you",
        /// Like the product on view, by what visitors of it look at and by what the catalogue says.
        Similar = "similar",
        /// Bought together with the product on view.
        BoughtTogether = "bought_together",
        /// What visitors of the product on view look at.
        AlsoViewed = "also_viewed",
        /// What goes with the product on view, or else with the one put into the cart last: of the categories that
        /// `complements` names, and bought together; never another one of the same category.
        Complements = "complements",
        /// Bought before, of categories in which shoppers buy the same again.
        BuyAgain = "buy_again",
        /// The next better of the product on view: the same category, at 1.1 to 2.5 times its price.
        Upsell = "upsell",
        /// What more shoppers look at than before.
        Trending = "trending",
        /// What sells most; without a model, the first products of the catalogue.
        Bestsellers = "bestsellers",
        /// The newest products, those of the shopper's interests first.
        NewArrivals = "new_arrivals",
        /// What the shopper looked at, newest first.
        RecentlyViewed = "recently_viewed",
        /// What goes with the product the shopper looked at last.
        BecauseYouViewed = "because_you_viewed",
        /// Looked at while it could not be bought, and back.
        BackInStock = "back_in_stock",
        /// Cheaper than when the shopper looked at it, by 1% at least.
        PriceDrop = "price_drop",
        /// Where the shopper left off: looked at, not bought, and what is like it.
        ContinueShopping = "continue_shopping",
        /// What is bought together with the cart.
        CartCompletion = "cart_completion",
    }
}

choice! {
    /// How a list is laid out.
    pub enum Layout {
        /// In rows, as the shop's grids are.
        Grid = "grid",
        /// In one row that scrolls by finger, by buttons and by the arrow keys.
        Carousel = "carousel",
    }
}

section! {
    /// A list of recommended products.
    pub struct Recommendation {
        /// CSS selector of the element in which the list is shown. Lists asked for by JavaScript or by
        /// `<vitrina-recommendations>` need none.
        pub slot: Option<&'a str> = none;
        /// Name in reports and in attribution ids. Without it: the strategy.
        pub id: Option<&'a str> = none;
        /// Which products.
        pub strategy: Strategy = ("for_you");
        /// How many products at most.
        pub limit: u32 [1, 48] = 8;
        /// What stands above the list. `{{ because }}` in it is the name of the product that the list goes with.
        pub title: Option<Text<'a>> = none;
        /// How it is laid out.
        pub layout: Layout = ("grid");
        /// Whether plain cards, and elements with `data-vitrina-field="add"` of a template, put a product into the cart that has
        /// one variant only. Without it: on Shopify and WooCommerce. Elsewhere the theme does it, on `vitrina:add_to_cart`.
        pub add_to_cart: Option<bool> = none;
        /// Id of the product the list goes with, in place of the one on view.
        pub product: Option<&'a str> = none;
        /// Only products for which this holds, over the shopper's attributes and the product as `item`. Its lists, such as
        /// `item.tags` and `item.item_category`, are asked with `$in`.
        pub filter: Condition<'a> = {};
        /// What lifts or lowers products.
        pub boosts: List<'a, Boost<'a>> = [];
        /// Ids of products that are left out.
        pub exclude: List<'a, &'a str> = [];
        /// How much a product loses by being like those before it: 0 is nothing; at 1 likeness alone decides
        /// (maximal marginal relevance, Carbonell and Goldstein 1998).
        pub diversity: f64 [0, 1] = 0;
        /// How far chance, drawn anew for each visit, changes the order: at 0 not at all, at 1 it counts as much as
        /// relevance.
        pub rotation: f64 [0, 1] = 0;
        /// Least relevance, as a share of the most relevant product's.
        pub min_relevance: f64 [0, 1] = 0;
        /// What fills up a list that is too short, in this order. Without it: bestsellers, except for strategies that
        /// speak of the shopper's own past. An empty list: nothing.
        pub fallback: Option<List<'a, Strategy>> = none;
    }
}

section! {
    /// What lifts or lowers products.
    pub struct Boost {
        /// For products for which this holds, over the shopper's attributes and the product as `item`.
        pub when: Condition<'a>;
        /// What relevance is multiplied by: above 1 lifts, below 1 lowers, 0 puts last.
        pub factor: f64 [0, 100] = 1;
    }
}

impl Recommendation<'_> {
    /// Reads a request; nothing is all defaults.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn read(value: &Value) -> Result<Sound, Vec<super::Problem>> {
        if value.is_null() {
            Ok(Sound::defaults::<Recommendation<'static>>())
        } else {
            Sound::read::<Recommendation<'static>>(value)
        }
    }
}
