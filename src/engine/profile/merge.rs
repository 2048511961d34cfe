//! What two tabs or devices know, put together.

use core::cmp::Ordering;

use super::bound::time;
use super::entry::join;
use super::{Kind, MAX_SEARCHES, Profile, cart, fade, interest, promotion, trail, traits};
use crate::engine::trial;

/// The profile of a shopper of whom two devices know different things, or the same.
///
/// It is commutative, associative and idempotent, for profiles kept at one half-life: it does not matter which device
/// tells which first, or how often. So nothing is summed. Of two weights of one interest the greater stays, since the two
/// devices may have seen the same events (one profile may once have come from the other), and adding them would make an
/// interest twice as strong each time the profiles meet. The price is that an interest shown on two devices counts as
/// on one, that counts of visits and seconds are those of the busier device, and that a removal which only one of
/// them saw is undone. Orders, steps, exposures, searches and wishes are joined one by one; of the cart, the session, the
/// campaign and each trait the newest stays. The random name that divides shoppers is that of the older profile, so that
/// nobody is moved to another variation by carrying a profile to a new device.
///
/// With different half-lives the interests of both are brought to the longer one; the laws then hold up to rounding.
#[must_use]
pub fn merge(a: &Profile, b: &Profile) -> Profile {
    let (mut merged, mut other) = (a.clone(), b.clone());
    let half_life = a.half_life.max(b.half_life);
    merged.keep_at(half_life);
    other.keep_at(half_life);
    if age(b, a) == Ordering::Less {
        merged.id.clone_from(&b.id);
        merged.created = b.created;
    }
    (merged.created, merged.seen) = (time(merged.created), time(a.seen.max(b.seen)));
    merged.visits = a.visits.max(b.visits);
    merged.session.join(&b.session);
    merged.engagement.join(&b.engagement);
    merged.campaign.join(&b.campaign);
    for kind in Kind::ALL {
        join(merged.interests.of_mut(*kind), other.interests.of(*kind), kind.most());
    }
    merged.evidence = fade::sound(merged.evidence.max(other.evidence));
    join(&mut merged.passed, &b.passed, interest::MAX_PASSED);
    join(&mut merged.trail, &b.trail, trail::MAX_TRAIL);
    join(&mut merged.products, &b.products, trail::MAX_PRODUCTS);
    merged.cart.join(&b.cart);
    join(&mut merged.wishlist, &b.wishlist, cart::MAX_WISHES);
    merged.orders.join(&b.orders);
    join(&mut merged.promotions, &b.promotions, promotion::MAX_TOUCHES);
    join(&mut merged.trials, &b.trials, trial::MAX_TRIALS);
    join(&mut merged.searches, &b.searches, MAX_SEARCHES);
    join(&mut merged.traits, &b.traits, traits::MAX_TRAITS);
    merged
}

/// Which profile is the older; ties go by the name.
fn age(a: &Profile, b: &Profile) -> Ordering {
    a.created.total_cmp(&b.created).then_with(|| a.id.cmp(&b.id))
}
