//! Snapshots of older versions.

use alloc::vec::Vec;

use super::cart;
use super::fade::{NOTHING, add};
use super::interest::strength;
use crate::engine::event::Action;
use crate::engine::value::Value;

/// The half-life that version 1 had unless the config said otherwise, which its snapshots do not tell.
const HALF_LIFE: f64 = 30.0;

/// A snapshot of version 1 in the form of this version.
///
/// Products carried no times then: they are taken to have been seen one after the other just before the last event. Orders
/// were kept as sums and ids: the ids stay, so that none is counted twice.
pub(super) fn from_version_1(old: &Value) -> Value {
    let seen = old.member("seen").number();
    let mut new = Value::object();
    for name in ["id", "created", "seen", "visits"] {
        new.put(name, old.member(name).clone());
    }
    let mut session = Value::object();
    session.put_number("begun", seen);
    session.put("previous", old.member("previous").clone());
    session.put("pages", old.member("pages").clone());
    new.put("session", session);
    if old.path("evidence.weight").number() > 0.0 {
        new.put_number("half_life", HALF_LIFE);
    }
    new.put("interests", interests(old.member("interests")));
    new.put_number("evidence", level(old.member("evidence")));
    new.put(
        "trail",
        rows(old.member("trail"), &|step| {
            let action = Action::from_word(step.member("action").text())?;
            Some(Value::Array(alloc::vec![
                step.member("id").clone(),
                step.member("at").clone(),
                strength(action).into()
            ]))
        }),
    );
    let mut at = seen - f64::from(u16::MAX);
    let mut products = Vec::new();
    for item in old.member("products").elements() {
        at += 1.0;
        products.push(Value::Array(alloc::vec![at.max(0.0).into(), item.clone()]));
    }
    new.put("products", Value::Array(products));
    new.put("cart", cart::of_lines(old.member("cart"), seen));
    new.put(
        "wishlist",
        rows(old.member("wishlist"), &|id| Some(Value::Array(alloc::vec![id.clone(), seen.into(), true.into()]))),
    );
    new.put("orders", orders(old.member("orders")));
    new.put("promotions", promotions(old.member("promotions")));
    new.put("traits", traits(old, seen));
    new
}

fn rows(list: &Value, row: &dyn Fn(&Value) -> Option<Value>) -> Value {
    let mut rows = Vec::new();
    for value in list.elements() {
        rows.extend(row(value));
    }
    Value::Array(rows)
}

/// A weight and when it was brought up to date, as a level.
fn level(decaying: &Value) -> f64 {
    add(NOTHING, decaying.member("weight").number(), decaying.member("at").number(), HALF_LIFE)
}

fn interests(list: &Value) -> Value {
    let mut interests = Value::object();
    for kind in ["category", "brand", "tag"] {
        let rows = rows(list, &|interest| {
            let level = level(interest.member("decaying"));
            let fits = interest.member("kind").text() == kind && level > NOTHING;
            fits.then(|| Value::Array(alloc::vec![interest.member("name").clone(), level.into(), NOTHING.into()]))
        });
        interests.put(kind, rows);
    }
    interests
}

fn orders(old: &Value) -> Value {
    let (count, last) = (old.member("count").number(), old.member("last").number());
    let ids = old.member("ids").elements().len().min(u16::MAX.into());
    let mut sums = Value::object();
    #[expect(clippy::cast_precision_loss, reason = "clipped")]
    sums.put_number("count", (count - ids as f64).max(0.0));
    sums.put("value", old.member("value").clone());
    sums.put_number("first", last);
    sums.put_number("last", last);
    let mut orders = Value::object();
    orders.put(
        "kept",
        rows(old.member("ids"), &|id| {
            let none = Value::Number(0.0);
            Some(Value::Array(alloc::vec![id.clone(), last.into(), none.clone(), none.clone(), none]))
        }),
    );
    orders.put("earlier", sums);
    orders
}

fn promotions(list: &Value) -> Value {
    let mut touches = Vec::new();
    for seen in list.elements() {
        for (name, action) in [
            ("shown", Action::ViewPromotion),
            ("dismissed", Action::DismissPromotion),
            ("accepted", Action::SelectPromotion),
        ] {
            let at = seen.member(name).number();
            if at > 0.0 {
                let (visit, times) = (seen.member("visit").clone(), seen.member("times").clone());
                touches.push(Value::Array(alloc::vec![
                    seen.member("id").clone(),
                    Value::from(action.word()),
                    at.into(),
                    visit,
                    times,
                ]));
            }
        }
    }
    Value::Array(touches)
}

fn traits(old: &Value, at: f64) -> Value {
    let mut traits = Vec::new();
    for (name, value) in old.member("traits").members() {
        let name = Value::from(name);
        let discreet = old.member("discreet").elements().contains(&name);
        traits.push(Value::Array(alloc::vec![name, at.into(), value.clone(), discreet.into()]));
    }
    Value::Array(traits)
}
