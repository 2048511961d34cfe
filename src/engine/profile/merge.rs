//! What two tabs or devices know, put together.

use core::cmp::Ordering;
use core::mem::take;

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
pub fn merge(a: Profile, b: Profile) -> Profile {
    let (mut merged, mut other) = (a, b);
    let half_life = merged.half_life.max(other.half_life);
    merged.keep_at(half_life);
    other.keep_at(half_life);
    if age(&other, &merged) == Ordering::Less {
        merged.id = other.id;
        merged.created = other.created;
    }
    (merged.created, merged.seen) = (time(merged.created), time(merged.seen.max(other.seen)));
    merged.visits = merged.visits.max(other.visits);
    merged.session.join(other.session);
    merged.engagement.join(&other.engagement);
    merged.campaign.join(other.campaign);
    for kind in Kind::ALL {
        join(merged.interests.of_mut(*kind), take(other.interests.of_mut(*kind)), kind.most());
    }
    merged.evidence = fade::sound(merged.evidence.max(other.evidence));
    join(&mut merged.passed, other.passed, interest::MAX_PASSED);
    join(&mut merged.trail, other.trail, trail::MAX_TRAIL);
    join(&mut merged.products, other.products, trail::MAX_PRODUCTS);
    merged.cart.join(other.cart);
    join(&mut merged.wishlist, other.wishlist, cart::MAX_WISHES);
    merged.orders.join(other.orders);
    join(&mut merged.promotions, other.promotions, promotion::MAX_TOUCHES);
    join(&mut merged.trials, other.trials, trial::MAX_TRIALS);
    join(&mut merged.searches, other.searches, MAX_SEARCHES);
    join(&mut merged.traits, other.traits, traits::MAX_TRAITS);
    merged
}

/// Which profile is the older; ties go by the name.
fn age(a: &Profile, b: &Profile) -> Ordering {
    a.created.total_cmp(&b.created).then_with(|| a.id.cmp(&b.id))
}
