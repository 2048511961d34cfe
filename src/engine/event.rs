//! What the shopper did, in GA4's vocabulary.

use alloc::{string::String, vec::Vec};

use super::item::Item;
use super::record::{Record, choice};
use super::value::Value;

choice! {
    /// The events that change the profile. Others are accepted and reach conditions only through the page.
    pub enum Action {
        /// A page was opened; `campaign` holds what its address said.
        PageView = "page_view",
        /// Products of a list were really seen: `items` are those that were in view. What is seen and not chosen is passed
        /// over.
        ViewItemList = "view_item_list",
        /// A product of a list was chosen.
        SelectItem = "select_item",
        /// A product page was opened.
        ViewItem = "view_item",
        /// Pieces were put into the cart.
        AddToCart = "add_to_cart",
        /// Pieces were taken out of the cart.
        RemoveFromCart = "remove_from_cart",
        /// The cart was opened; its items replace what is known of the cart.
        ViewCart = "view_cart",
        /// What the shop's system has in the cart: its items replace what is known of the cart, and tell nothing else of the
        /// shopper. GA4 has no name for it.
        CartUpdate = "cart_update",
        /// Checkout was begun.
        BeginCheckout = "begin_checkout",
        /// An order was placed.
        Purchase = "purchase",
        /// Something was searched for; of `search_term` only the names in it are kept.
        Search = "search",
        /// A product was put on the wish list.
        AddToWishlist = "add_to_wishlist",
        /// A product was taken off the wish list.
        RemoveFromWishlist = "remove_from_wishlist",
        /// The shopper had a page in view for `engagement_time_msec`, and scrolled down to `percent_scrolled` of it.
        UserEngagement = "user_engagement",
        /// A banner or offer was seen. `promotion_id` names it.
        ViewPromotion = "view_promotion",
        /// A banner or offer was accepted.
        SelectPromotion = "select_promotion",
        /// An offer was declined or closed.
        DismissPromotion = "dismiss_promotion",
        /// A variation of an experiment was seen: `experiment_id` and `variation_id`, as GrowthBook reads them.
        ExperimentViewed = "experiment_viewed",
        /// The shopper had one thing forgotten: `path` of the attributes. Not of GA4's, and never heard from the dataLayer.
        Forget = "vitrina_forget",
        /// The page said who the shopper is: `traits`, and whether they are `discreet`.
        Identify = "identify",
    }
}

impl Action {
    /// Whether it says nothing without a product.
    #[must_use]
    pub const fn needs_items(self) -> bool {
        matches!(
            self,
            Self::SelectItem
                | Self::ViewItem
                | Self::AddToCart
                | Self::RemoveFromCart
                | Self::AddToWishlist
                | Self::RemoveFromWishlist
        )
    }
}

/// One thing the shopper did.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// GA4's name of it, or the merchant's own.
    pub name: String,
    /// Milliseconds since 1970.
    pub time: f64,
    /// The products concerned; at most 200, as in GA4.
    pub items: Vec<Item>,
    /// What else came with it: `currency`, `value`, `transaction_id`, `search_term`, `promotion_id`, …
    pub params: Value,
}

/// GA4's limit of items in an event.
const MAX_ITEMS: usize = 200;

impl Event {
    /// An event without items or parameters.
    #[must_use]
    pub fn new(action: Action, time: f64) -> Self {
        Self { name: action.word().into(), time, items: Vec::new(), params: Value::Null }
    }

    /// With `items`.
    #[must_use]
    pub fn with_items(mut self, items: Vec<Item>) -> Self {
        self.items = items;
        self
    }

    /// With one parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.set(name, value);
        self
    }

    /// Reads an event as GA4 writes it: parameters at the top, products under `items`. Products without an id or a
    /// name are left out, as are all beyond the 200th.
    #[must_use]
    pub fn from_ga4(name: &str, params: &Value, time: f64) -> Self {
        let currency = params.member("currency").text();
        let mut event = Self { name: name.into(), time, items: items(params), params: Value::object() };
        for item in &mut event.items {
            if item.currency.is_empty() {
                item.currency.push_str(currency);
            }
        }
        for (key, value) in params.members() {
            if key != "items" {
                event.params.put(key, value.clone());
            }
        }
        event
    }

    /// Reads an event as [`Event::snapshot`] writes it; `None` for anything else.
    #[must_use]
    pub fn from_snapshot(value: &Value) -> Option<Self> {
        Some(Self {
            name: value.member("name").as_str()?.into(),
            time: value.member("time").as_f64()?,
            items: items(value),
            params: value.member("params").clone(),
        })
    }

    /// The event as it is written down.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        let mut object = Value::object();
        object.put_text("name", self.name.as_str());
        object.put_number("time", self.time);
        self.items.give_to(&mut object, "items");
        object.put("params", self.params.clone());
        object
    }

    /// What the event does to the profile, if anything.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        Action::from_word(&self.name)
    }

    /// Whether it lacks the product without which it says nothing.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.items.is_empty() && self.action().is_some_and(Action::needs_items)
    }

    /// A text parameter, empty where absent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.params.member(name).text()
    }
}

/// The products under `items`.
fn items(value: &Value) -> Vec<Item> {
    let mut items = Vec::new();
    for value in value.member("items").elements() {
        if let Some(item) = Item::from_value(value) {
            items.push(item);
        }
        if items.len() == MAX_ITEMS {
            break;
        }
    }
    items
}
