//! The tree that conditions and texts see. `vitrina.attributes()` shows it.
//!
//! | path | what it holds |
//! |---|---|
//! | `visits.count` | sessions so far, this one included; a session ends after 30 minutes without an event |
//! | `visits.days_since_last`, `.days_since_first` | days since the session before this one ended, absent on the first; days the profile is old |
//! | `visits.pages` | pages opened in this session |
//! | `session.minutes`, `.seconds`, `.scroll` | minutes since it began; seconds a page was in view; deepest scroll in percent |
//! | `session.views`, `.additions`, `.searches`, `.checkouts`, `.orders` | product views, additions to the cart, searches, begun checkouts and orders in this session |
//! | `session.affinity.<kind>.<name>` | interest of this session, from 0 to 1, at the half-life `profile.session_half_life` |
//! | `engagement.pages`, `.seconds` | of all sessions |
//! | `affinity.<kind>.<name>` | lasting interest from 0 to 1. Kinds are `category` (every level), `brand`, `tag`, `price` (bands such as `50-100`), `color` and `size`; names are in lower case with hyphens for blanks, at most 32 bytes |
//! | `cart.value`, `.count`, `.items` | sum in the shop's currency, pieces, GA4 items (the last eight lines) |
//! | `cart.hours_since_change` | absent where there never was anything in it |
//! | `wishlist.count`, `.items` | products on the wish list, and their ids (the last ten) |
//! | `orders.count`, `.value`, `.average` | orders so far, their sum, their mean |
//! | `orders.days_since_last`, `.days_since_first`, `.rhythm` | the first two absent without any; mean days between two orders, absent before the second |
//! | `orders.sale_share`, `.fresh_share` | shares of the sum that were on sale, and that were new at full price |
//! | `viewed.count`, `.items` | products acted on last (at most twelve): items with price and stock as they were then, and `days_since`; the newest last |
//! | `searches.category`, `.brand`, `.tag` | names that the last searches named |
//! | `promotions.seen`, `.accepted`, `.dismissed` | ids of banners and offers the shopper met last |
//! | `campaign.source`, `.medium`, `.name`, `.term`, `.content` | of the address, or of the one that brought the shopper in this session |
//! | `campaign.last_source` | of the last campaign in any session |
//! | `predictions.purchase` | chance of an order in this session, from 0 to 1; see [`predict`](super::predict) |
//! | `predictions.churn` | chance of no order within the next 90 days, from 0 to 1; absent before the first order |
//! | `page.type`, `.path`, `.category`, `.product` | `home`, `category`, `product`, `cart`, `checkout` or `other`; names in lower case from the broadest; GA4 item |
//! | `device.touch`, `.width` | main pointer is a finger; CSS pixels |
//! | `time.hour`, `.weekday`, `.date`, `.month_day`, `.season` | 0 to 23; 1 is Monday; `2026-11-24`; `11-24`; `spring`, `summer`, `autumn`, `winter`: on the shopper's own clock |
//! | `is_birthday` | whether this is the day that the trait `birthday` names: `05-17`, `--05-17` or `1990-05-17`; on the shopper's own clock, and for 29 February on 28 in other years. Absent without such a trait |
//! | `locale`, `language`, `currency` | `sr-Latn`, `sr`, `RSD` |
//! | `context.*` | what the merchant's page set with `setContext` |
//! | `segments` | names of the segments the shopper is in |
//! | `id` | the random name of this device, which divides shoppers in experiments |
//! | `experiments.<id>` | name of the variation; absent for those who take no part |
//! | `holdout` | whether the shopper is kept as a control |
//! | anything else | the traits set with `identify`, which cannot replace the names above |
//!
//! A lasting interest is its decayed weight over that of everything seen plus 3, so that one look is worth 0.25 and less from the
//! next moment on, and a settled interest close to 1, times what being passed over leaves of it. A threshold of 0.25 holds by
//! chance; 0.2 holds for 0.4 of `profile.half_life` after one look, if it stays the only one. One that the shopper declared, by the trait `preferences`
//! (`{ "category": ["hiking"], "brand": ["gorski"] }`), is worth at least 0.5 for as long as the trait says so.
//!
//! Of the device there is only what a style sheet could ask as well. Nothing here is meant to tell one shopper from another.

mod interests;
mod moment;

use alloc::{string::String, vec::Vec};

use super::config::Config;
use super::event::Action;
use super::item::Item;
use super::page::Page;
use super::predict::{Coefficients, churn, purchase};
use super::profile::{DAY, Profile, slug};
use super::scan;
use super::value::Value;

/// The trait that holds a birthday, and whether that is today.
pub(super) const BIRTHDAY: &str = "birthday";
pub(super) const IS_BIRTHDAY: &str = "is_birthday";
/// Milliseconds in an hour.
const HOUR: f64 = 3_600_000.0;
/// Milliseconds in a minute.
const MINUTE: f64 = 60_000.0;

/// Builds the tree, but for `segments`, `experiments` and `holdout`, which are decided over it. `model` is what
/// predictions are made by.
#[must_use]
pub fn attributes(
    profile: &Profile,
    page: &Page,
    context: &Value,
    config: Config<'_>,
    model: &Coefficients,
    now: f64,
) -> Value {
    let memory = config.profile();
    let mut tree = Value::object();
    for known in &profile.traits {
        tree.put(&known.name, known.value.clone());
    }
    let mut session = session(profile, now);
    session.put("affinity", interests::of_session(profile, memory.session_half_life, now));
    let mut engagement = Value::object();
    engagement.put_number("pages", profile.engagement.pages);
    engagement.put_number("seconds", profile.engagement.seconds);
    let mut predictions = Value::object();
    predictions.put_number("purchase", purchase(profile, model, now));
    predictions.put_number("churn", churn(profile, model, now));

    tree.set("visits", visits(profile, now));
    tree.set("session", session);
    tree.set("engagement", engagement);
    tree.set("affinity", interests::lasting(profile, now));
    tree.set("cart", cart(profile, now));
    tree.set("wishlist", wishlist(profile));
    tree.set("orders", orders(profile, now));
    tree.set("viewed", viewed(profile, now));
    tree.set("searches", interests::searches(profile));
    tree.set("promotions", promotions(profile));
    tree.set("campaign", moment::campaign(profile, page));
    tree.set("predictions", predictions);
    tree.set("page", moment::page(page));
    tree.set("device", moment::device(page));
    tree.set("time", moment::time(page, config.hemisphere(), now));
    let birthday = moment::is_birthday(tree.member(BIRTHDAY).text(), page, now);
    tree.set(IS_BIRTHDAY, birthday.map_or(Value::Null, Value::Bool));
    tree.set("locale", &page.locale);
    tree.set("language", scan::cut(&page.locale, '-').0);
    tree.set("currency", &page.currency);
    tree.set("context", context.clone());
    tree
}

/// Time since `time`; none where that is 0.
fn since(time: f64, now: f64, unit: f64) -> Option<f64> {
    (time > 0.0).then(|| ((now - time) / unit).max(0.0))
}

fn visits(profile: &Profile, now: f64) -> Value {
    let mut visits = Value::object();
    visits.put_number("count", f64::from(profile.visits));
    visits.put_number("days_since_last", since(profile.session.previous, now, DAY));
    visits.put_number("days_since_first", since(profile.created, now, DAY));
    visits.put_number("pages", f64::from(profile.session.pages));
    visits
}

fn session(profile: &Profile, now: f64) -> Value {
    let known = &profile.session;
    let mut session = Value::object();
    session.put_number("minutes", since(known.begun, now, MINUTE));
    session.put_number("seconds", known.seconds);
    session.put_number("scroll", known.scroll);
    for (name, count) in [
        ("pages", known.pages),
        ("views", known.views),
        ("additions", known.additions),
        ("searches", known.searches),
        ("checkouts", known.checkouts),
        ("orders", known.orders),
    ] {
        session.put_number(name, f64::from(count));
    }
    session
}

fn cart(profile: &Profile, now: f64) -> Value {
    let mut items = Vec::new();
    for line in &profile.cart.lines {
        let mut line = line.clone();
        if let Some(known) = profile.product(&line.item_id) {
            line.complete_from(known);
        }
        items.push(item_value(&line));
    }
    let mut cart = Value::object();
    cart.put_number("value", profile.cart_value());
    cart.put_number("count", profile.cart.pieces());
    cart.put_number("hours_since_change", since(profile.cart.at, now, HOUR));
    cart.put("items", Value::Array(items));
    cart
}

fn wishlist(profile: &Profile) -> Value {
    let mut ids = Vec::new();
    for wish in &profile.wishlist {
        if wish.on {
            ids.push(Value::from(&wish.id));
        }
    }
    let mut wishlist = Value::object();
    wishlist.put_number("count", count(&ids));
    wishlist.put("items", Value::Array(ids));
    wishlist
}

fn orders(profile: &Profile, now: f64) -> Value {
    let sums = profile.orders.sums();
    let share = |part: f64| if sums.value > 0.0 { part / sums.value } else { 0.0 };
    let mut orders = Value::object();
    orders.put_number("count", sums.count);
    orders.put_number("value", sums.value);
    orders.put_number("average", sums.value / sums.count.max(1.0));
    orders.put_number("days_since_last", since(sums.last, now, DAY));
    orders.put_number("days_since_first", since(sums.first, now, DAY));
    orders.put_number("rhythm", sums.rhythm());
    orders.put_number("sale_share", share(sums.sale));
    orders.put_number("fresh_share", share(sums.fresh));
    orders
}

fn viewed(profile: &Profile, now: f64) -> Value {
    let mut items = Vec::new();
    for known in &profile.products {
        let mut item = item_value(&known.item);
        item.put_number("days_since", since(known.at, now, DAY));
        items.push(item);
    }
    let mut viewed = Value::object();
    viewed.put_number("count", count(&items));
    viewed.put("items", Value::Array(items));
    viewed
}

fn promotions(profile: &Profile) -> Value {
    let mut promotions = Value::object();
    for (name, action) in [
        ("seen", Action::ViewPromotion),
        ("accepted", Action::SelectPromotion),
        ("dismissed", Action::DismissPromotion),
    ] {
        let mut ids = Vec::new();
        for touch in &profile.promotions {
            if touch.action == action {
                ids.push(Value::from(&touch.id));
            }
        }
        promotions.put(name, Value::Array(ids));
    }
    promotions
}

#[expect(clippy::cast_precision_loss, reason = "the list is short")]
const fn count(list: &[Value]) -> f64 {
    list.len() as f64
}

/// An item as conditions see it: the parts that shops decide by.
pub(super) fn item_value(item: &Item) -> Value {
    let mut object = Value::object();
    object.put_text("item_id", item.item_id.as_str());
    for (name, text) in
        [("item_name", &item.item_name), ("item_brand", &item.item_brand), ("item_variant", &item.item_variant)]
    {
        if !text.is_empty() {
            object.put_text(name, text.as_str());
        }
    }
    object.put("item_category", slugs(&item.item_category));
    object.put_number("price", item.price);
    object.put_number("list_price", item.list_price);
    object.put_number("quantity", item.quantity);
    object.put_flag("in_stock", item.in_stock);
    object.put("tags", slugs(&item.tags));
    object
}

fn slugs(names: &[String]) -> Value {
    let mut slugs = Vec::new();
    for name in names {
        slugs.push(Value::String(slug(name)));
    }
    Value::Array(slugs)
}
