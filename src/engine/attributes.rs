//! The tree that conditions and texts see.
//!
//! | path | what it holds |
//! |---|---|
//! | `visits.count`, `visits.days_since_last` | sessions so far; days between the last session and this one, absent on the first |
//! | `visits.pages` | pages opened in this session |
//! | `affinity.category.<name>`, `.brand.`, `.tag.` | interest from 0 to 1: its decayed weight over that of everything seen plus 3, so that one look is worth 0.25 and a settled interest close to 1 |
//! | `cart.value`, `cart.count`, `cart.items` | sum in the shop's currency, pieces, GA4 items |
//! | `wishlist.count` | products on the wish list |
//! | `orders.count`, `.value`, `.average`, `.days_since_last` | orders so far; the last is absent without any |
//! | `page.type`, `.path`, `.category`, `.product` | `home`, `category`, `product`, `cart`, `checkout` or `other`; names in lower case from the broadest; GA4 item |
//! | `campaign.source`, `.medium`, `.name`, `.term`, `.content` | of the address |
//! | `device.touch`, `device.width` | main pointer is a finger; CSS pixels |
//! | `locale`, `language`, `currency` | `sr-Latn`, `sr`, `RSD` |
//! | `context.*` | what the merchant's page set with `setContext` |
//! | `segments` | names of the segments the shopper is in |
//! | `id` | the random name of this device, which divides shoppers in experiments |
//! | `experiments.<id>` | name of the variation; absent for those who take no part |
//! | `holdout` | whether the shopper is kept as a control |
//! | anything else | the traits set with `identify`, which cannot replace the names above |

use alloc::{string::String, vec::Vec};

use super::config::Memory;
use super::item::Item;
use super::page::Page;
use super::profile::{DAY, Kind, Profile, slug};
use super::scan;
use super::value::Value;

/// Weight of doubt in an affinity: as much evidence as three product views.
const DOUBT: f64 = 3.0;

/// Builds the tree, but for `segments`, `experiments` and `holdout`, which are decided over it.
#[must_use]
pub fn attributes(profile: &Profile, page: &Page, context: &Value, memory: &Memory, now: f64) -> Value {
    let mut visits = Value::object();
    visits.put_number("count", f64::from(profile.visits));
    visits.put_number("days_since_last", days_since(profile.previous, now));
    visits.put_number("pages", f64::from(profile.pages));

    let (mut count, mut items) = (0.0, Vec::new());
    for line in &profile.cart {
        count += line.quantity.unwrap_or(1.0);
        items.push(item_value(line));
    }
    let mut cart = Value::object();
    cart.put_number("value", profile.cart_value());
    cart.put_number("count", count);
    cart.put("items", Value::Array(items));

    let mut wishlist = Value::object();
    #[expect(clippy::cast_precision_loss, reason = "the list is short")]
    wishlist.put_number("count", profile.wishlist.len() as f64);

    let mut orders = Value::object();
    orders.put_number("count", f64::from(profile.orders.count));
    orders.put_number("value", profile.orders.value);
    orders.put_number("average", profile.orders.value / f64::from(profile.orders.count.max(1)));
    orders.put_number("days_since_last", days_since(profile.orders.last, now));

    let mut here = Value::object();
    here.put_text("type", page.page_type.word());
    here.put_text("path", page.path.as_str());
    here.put("category", slugs(&page.categories));
    if let Some(product) = &page.product {
        here.put("product", item_value(product));
    }

    let mut device = Value::object();
    device.put_flag("touch", page.touch);
    device.put_number("width", page.width);

    let mut tree = profile.traits.clone();
    tree.set("visits", visits);
    tree.set("affinity", affinities(profile, memory, now));
    tree.set("cart", cart);
    tree.set("wishlist", wishlist);
    tree.set("orders", orders);
    tree.set("page", here);
    tree.set("campaign", page.campaign.clone());
    tree.set("device", device);
    tree.set("locale", &page.locale);
    tree.set("language", scan::cut(&page.locale, '-').0);
    tree.set("currency", &page.currency);
    tree.set("context", context.clone());
    tree
}

fn days_since(time: f64, now: f64) -> Option<f64> {
    (time > 0.0).then(|| ((now - time) / DAY).max(0.0))
}

fn affinities(profile: &Profile, memory: &Memory, now: f64) -> Value {
    let all = profile.evidence.at(now, memory.half_life) + DOUBT;
    let mut affinities = Value::object();
    for kind in Kind::ALL {
        let mut of_kind = Value::object();
        for interest in &profile.interests {
            if interest.kind == *kind {
                of_kind.put_number(&interest.name, (interest.decaying.at(now, memory.half_life) / all).min(1.0));
            }
        }
        affinities.put(kind.word(), of_kind);
    }
    affinities
}

/// An item as conditions see it: the parts that shops decide by.
fn item_value(item: &Item) -> Value {
    let mut object = Value::object();
    object.put_text("item_id", item.item_id.as_str());
    for (name, text) in [("item_name", &item.item_name), ("item_brand", &item.item_brand)] {
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
