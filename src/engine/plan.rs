//! The only output: plain data that says what the page should look like for this shopper.

use super::config::Strategy;
use super::record::{List, section};
use super::value::Value;

section! {
    /// What a page should look like.
    pub struct Plan {
        /// The page it is for.
        pub page: &'a str = none;
        /// The shopper is a control: nothing is changed.
        pub holdout: bool = false;
        /// Grids to reorder.
        pub grids: List<'a, GridPlan<'a>> = [];
        /// Banners to change.
        pub banners: List<'a, BannerPlan<'a>> = [];
        /// Offers that may come up on this page, the most important first.
        pub offers: List<'a, OfferPlan<'a>> = [];
        /// Lists of recommended products that the config shows in slots of the page.
        pub recommendations: List<'a, Recommended<'a>> = [];
    }
}

section! {
    /// A list of recommended products.
    pub struct Recommended {
        /// CSS selector of the place it is shown in, where the config names one.
        pub slot: Option<&'a str> = none;
        /// Its name in reports.
        pub id: &'a str;
        /// Tells this very answer from others: what is clicked or bought from it carries this.
        pub attribution_id: &'a str;
        /// The strategy that was asked for.
        pub strategy: Strategy;
        /// What stands above it.
        pub title: Option<&'a str> = none;
        /// The products, best first, each with a [`Because`] as `reason`.
        pub items: List<'a, Value> = [];
    }
}

section! {
    /// Why a product is recommended.
    pub struct Because {
        /// The strategy that brought it.
        pub strategy: Strategy;
        /// How relevant it is within that strategy, after boosts; the best has about 1.
        pub relevance: f64;
        /// Id of the product it goes with; absent where it goes with the shopper.
        pub because: Option<&'a str> = none;
        /// Upsell only: tags it has that the product on view has not.
        pub adds: List<'a, &'a str> = [];
    }
}

section! {
    /// The order of a grid.
    pub struct GridPlan {
        /// CSS selector of the container.
        pub selector: &'a str;
        /// For each place, the index of the card in the merchant's order.
        pub order: List<'a, u32> = [];
        /// The keys of the cards in the new order.
        pub keys: List<'a, &'a str> = [];
        /// Number of cards whose place differs from the merchant's.
        pub moved: u32 = 0;
    }
}

section! {
    /// What a banner shows.
    pub struct BannerPlan {
        /// CSS selector of the place.
        pub slot: &'a str;
        /// The banner.
        pub id: &'a str;
        /// The variant.
        pub variant: &'a str;
        /// What it says.
        pub content: Words<'a> = {};
    }
}

section! {
    /// Content in the shopper's language with its merge tags filled in. What is absent keeps what the shop's own banner says.
    pub struct Words {
        /// The heading.
        pub title: Option<&'a str> = none;
        /// The sentence under it.
        pub text: Option<&'a str> = none;
        /// The words of the button or link.
        pub cta: Option<&'a str> = none;
        /// Where it leads.
        pub href: Option<&'a str> = none;
        /// Address of a picture.
        pub image: Option<&'a str> = none;
        /// What the picture shows.
        pub alt: Option<&'a str> = none;
        /// A coupon code.
        pub coupon: Option<&'a str> = none;
        /// The words that decline.
        pub decline: Option<&'a str> = none;
    }
}

section! {
    /// An offer that may come up.
    pub struct OfferPlan {
        /// The offer.
        pub id: &'a str;
        /// Whether what brings it up has happened.
        pub due: bool = false;
        /// What it says.
        pub content: Words<'a> = {};
    }
}

section! {
    /// Plans for the loader: what it applies on the next page before the engine is there.
    ///
    /// A page seen before has a plan of its own. Any other page has the shopper's favourites: products in the order of
    /// their lift, which the loader moves to the front of a grid if they are in it.
    pub struct Prepared {
        /// Version of this format; the loader passes over others.
        pub v: u32 = 1;
        /// Pages seen before.
        pub pages: List<'a, PreparedPage<'a>> = [];
        /// Containers of grids on pages not seen before.
        pub grids: List<'a, &'a str> = [];
        /// Keys of the products that come first in such a grid, best first.
        pub first: List<'a, &'a str> = [];
        /// Cards that may be moved to the front there.
        pub promote: u32 = 0;
        /// Cards at the start that stay where they are.
        pub pin: u32 = 0;
        /// Query parameters that mean: leave the grids alone.
        pub sorting: List<'a, &'a str> = [];
        /// The language the banners are written in.
        pub locale: Option<String> = none;
        /// Banners, where the page has their slots.
        pub banners: List<'a, BannerPlan<'a>> = [];
    }
}

section! {
    /// The plan of a page seen before.
    pub struct PreparedPage {
        /// The page.
        pub key: &'a str;
        /// Its grids.
        pub grids: List<'a, PreparedGrid<'a>> = [];
    }
}

section! {
    /// The order of a grid seen before.
    pub struct PreparedGrid {
        /// CSS selector of the container.
        pub s: &'a str;
        /// Keys of its cards in the order they should have.
        pub k: List<'a, &'a str> = [];
    }
}

/// Query parameters by which shop systems sort or filter a grid: then the shopper's order is the order.
pub const SORTING: [&str; 9] =
    ["sort", "sort_by", "orderby", "order", "product_list_order", "SortBy", "dir", "filter", "q"];
