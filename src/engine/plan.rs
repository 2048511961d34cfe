//! The only output: plain data that says what the page should look like for this shopper.

use super::config::{Display, Layout, Placement, Strategy};
use super::explanation::Block;
use super::record::{List, Named, section};
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
        /// How it is laid out.
        pub layout: Layout = ("grid");
        /// Whether its cards may put a product into the cart; absent where the shop's system decides.
        pub add_to_cart: Option<bool> = none;
        /// The products, best first, each with a [`Because`] as `reason`.
        pub items: List<'a, Value> = [];
        /// Why it is there, for the shopper's eyes.
        pub why: Block<'a> = {};
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
        /// Upsell only: tags it has that the product on view has not, by their `labels`.
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
        /// Where it goes.
        pub placement: Placement = ("fill");
        /// Whether the page has, or had when it was seen last, a template for the variant.
        pub template: bool = false;
        /// What it says.
        pub content: Words<'a> = {};
        /// When it may no longer be shown, in milliseconds since 1970, where time alone decides that.
        pub until: Option<f64> = none;
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
        /// Address of a picture behind it.
        pub background: Option<&'a str> = none;
        /// The texts with merge tags that its template holds, and what they say.
        pub texts: Option<Named<'a, &'a str>> = none;
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
        /// Whether it was shown in this visit and closed without an answer: only its tab is there, until the shopper opens it.
        pub minimized: bool = false;
        /// What it says.
        pub content: Words<'a> = {};
        /// How it is shown.
        pub display: Display = ("modal");
        /// CSS selector of the place of an inline offer.
        pub slot: Option<&'a str> = none;
        /// The words of its tab.
        pub teaser: Option<&'a str> = none;
        /// When it ends, in milliseconds since 1970, where the time that is left is shown.
        pub ends: Option<f64> = none;
        /// Products it shows.
        pub items: List<'a, OfferItem<'a>> = [];
        /// How many more there are.
        pub more: u32 = 0;
    }
}

section! {
    /// A product that an offer shows, ready to be read.
    pub struct OfferItem {
        /// Its id.
        pub item_id: &'a str;
        /// Its name; the id where none is known.
        pub name: &'a str;
        /// Address of its picture.
        pub image: Option<&'a str> = none;
        /// Address of its page.
        pub href: Option<&'a str> = none;
        /// Its price as the shopper's language writes it, where it is known in the currency of the page.
        pub price: Option<&'a str> = none;
        /// The price when the shopper looked at it, where it is cheaper now.
        pub was: Option<&'a str> = none;
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
        /// For the path of a page, the style rules that keep room for the lists it had when it was last open.
        pub room: Named<'a, List<'a, &'a str>> = {};
        /// The language the banners are written in.
        pub locale: Option<String> = none;
        /// Banners, where the page has their slots.
        pub banners: List<'a, BannerPlan<'a>> = [];
        /// What is known of templates for banners: see [`Engine::templates`](super::Engine::templates).
        pub templates: Named<'a, List<'a, &'a str>> = {};
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
