//! What a cart that was read from the shop's own system means.
//!
//! Shop systems say what is in the cart, not what was done to it. What differs from the cart that is known was done by ways
//! that nobody told of (a quick-add button, a drawer, another tab), and becomes events. What was heard already is not counted
//! again, and what was heard and did not come about is taken back without a word.

use alloc::vec::Vec;

use super::event::{Action, Event};
use super::item::Item;
use super::profile::{Cart, pieces};

/// Milliseconds for which the shop's cart may lack what was heard: requests take their time, and a cart that was read in between
/// does not know of it yet.
pub const PATIENCE: f64 = 5_000.0;
/// Actions kept that the shop's cart has not confirmed.
const MAX_HEARD: usize = 20;

/// What is known of the cart on this page view, besides the cart itself.
#[derive(Default)]
pub struct Reconciliation {
    /// Whether the cart is known at all; a new profile's is empty because nobody looked.
    known: bool,
    /// Whether the shop's cart was read on this page view.
    read: bool,
    heard: Vec<Heard>,
}

/// An action that was counted and is not confirmed by the shop's cart.
struct Heard {
    item: Item,
    /// Pieces put in; fewer than 0 were taken out.
    pieces: f64,
    time: f64,
}

/// The difference of one product.
struct Difference {
    item: Item,
    pieces: f64,
    /// Whether the product is in the cart that is known.
    known: bool,
}

/// What follows from a cart that was read.
#[derive(Debug, Default, PartialEq)]
pub struct Reconciled {
    /// What the shopper did and nobody had told of.
    pub events: Vec<Event>,
    /// Whether the cart is to be read again after [`PATIENCE`]: it does not have yet what was heard.
    pub awaits: bool,
}

impl Reconciliation {
    /// Says that the profile's cart is what earlier pages knew of it.
    pub const fn know(&mut self) {
        self.known = true;
    }

    /// Begins a new page view. What was heard before it still has to be confirmed.
    pub const fn turn_page(&mut self) {
        self.read = false;
    }

    /// Takes in an event that was counted, unless it follows from [`Reconciliation::compare`].
    pub fn hear(&mut self, event: &Event) {
        let sign = match event.action() {
            Some(Action::AddToCart) => 1.0,
            Some(Action::RemoveFromCart) => -1.0,
            _ => return,
        };
        for item in &event.items {
            if self.heard.len() == MAX_HEARD {
                self.heard.remove(0);
            }
            self.heard.push(Heard { item: item.clone(), pieces: sign * pieces(item), time: event.time });
        }
    }

    /// Compares the cart that is known with the `lines` that the shop's system has. The events are to be taken in first; where
    /// `cart` does not [hold](Cart::holds) the lines then, and nothing is awaited, they are to replace it. Where the cart was only
    /// `drawn` by the page, a product that came while another went may be that one by a name of its own, as variants have them.
    pub fn compare(&mut self, cart: &Cart, lines: &[Item], drawn: bool, now: f64) -> Reconciled {
        let first = !core::mem::replace(&mut self.read, true);
        let known = core::mem::replace(&mut self.known, true);
        let mut found = Reconciled::default();
        // A cart found empty when a page opens was ordered, or has expired: nobody took out one thing after another.
        let silent = !known || first && lines.is_empty();
        let differences = differences(cart, lines);
        let (mut came, mut went) = (false, false);
        for difference in &differences {
            came |= !difference.known && difference.pieces > 0.0;
            went |= difference.pieces < 0.0;
        }
        if drawn && came && went {
            found.awaits = true;
            return found;
        }
        for difference in differences {
            let Difference { item, pieces, .. } = difference;
            let (mut fresh, mut stale) = (0.0, 0.0);
            for heard in &self.heard {
                if heard.item.is_same(&item) {
                    *(if now - heard.time < PATIENCE { &mut fresh } else { &mut stale }) += heard.pieces;
                }
            }
            if fresh * pieces < 0.0 {
                found.awaits = true;
                continue;
            }
            self.heard.retain(|heard| !heard.item.is_same(&item));
            // What was heard, and is not there after all this time, never came about.
            let told = if stale * pieces < 0.0 { pieces + stale.clamp(-pieces.abs(), pieces.abs()) } else { pieces };
            if told.abs() > 0.0 && !silent {
                let action = if told > 0.0 { Action::AddToCart } else { Action::RemoveFromCart };
                let item = Item { quantity: Some(told.abs()), ..item };
                found.events.push(Event::new(action, now).with_items(alloc::vec![item]));
            }
        }
        found
    }
}

/// By how much the shop's cart differs, product by product: variants of one product are counted together, since those who
/// report an action often do not know which it was.
fn differences(cart: &Cart, lines: &[Item]) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    for (list, sign, known) in [(lines, 1.0, false), (&cart.lines[..], -1.0, true)] {
        for line in list {
            match found.iter_mut().find(|difference| difference.item.is_same(line)) {
                Some(difference) => {
                    difference.pieces += sign * pieces(line);
                    difference.known |= known;
                }
                None => found.push(Difference { item: line.clone(), pieces: sign * pieces(line), known }),
            }
        }
    }
    // Of a long cart only the last lines are kept: what stands in none of them may be of the others.
    let mut hidden = cart.more_pieces;
    for difference in &mut found {
        if !difference.known {
            let known = hidden.min(difference.pieces);
            hidden -= known;
            difference.pieces -= known;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::config::{Config, Memory};
    use crate::engine::profile::Profile;

    fn memory() -> Memory {
        Config::of(Config::usual().value()).profile()
    }

    /// `"a b*2 c:red"`: ids with pieces and variants.
    fn lines(text: &str) -> Vec<Item> {
        let line = |word: &str| {
            let (rest, pieces) = word.split_once('*').unwrap_or((word, "1"));
            let (id, variant) = rest.split_once(':').unwrap_or((rest, ""));
            Item { quantity: pieces.parse().ok(), item_variant: variant.into(), ..Item::new(id) }
        };
        text.split_whitespace().map(line).collect()
    }

    fn told(events: &[Event]) -> String {
        let item = |event: &Event| {
            let Item { item_id, quantity, .. } = &event.items[0];
            let sign = if event.action() == Some(Action::AddToCart) { '+' } else { '-' };
            format!("{sign}{item_id}*{}", quantity.unwrap())
        };
        events.iter().map(item).collect::<Vec<_>>().join(" ")
    }

    /// A page view: steps at seconds. `+a*2` and `-a` are heard, `= a b` is a cart that was read, with what follows from it
    /// after `=>`; `...` where it is to be read again. `~` is one that the page draws.
    fn check(known: Option<&str>, steps: &[(f64, &str)]) {
        let mut profile = Profile::new(0.0);
        let mut reconciliation = Reconciliation::default();
        if let Some(known) = known {
            let cart = Event::new(Action::CartUpdate, 0.0).with_items(lines(known));
            profile.observe(&cart, &memory());
            reconciliation.know();
        }
        for (seconds, step) in steps {
            let now = seconds * 1_000.0;
            if let Some(read) = step.strip_prefix(['=', '~']) {
                let (shop, expected) = read.split_once("=>").unwrap();
                let shop = lines(shop);
                let found = reconciliation.compare(&profile.cart, &shop, step.starts_with('~'), now);
                for event in &found.events {
                    profile.observe(event, &memory());
                }
                let dots = if found.awaits { " ..." } else { "" };
                assert_eq!(format!("{}{dots}", told(&found.events)).trim(), expected.trim(), "{steps:?} at {seconds}");
                if !found.awaits && !profile.cart.holds(&shop) {
                    profile.observe(&Event::new(Action::CartUpdate, now).with_items(shop.clone()), &memory());
                }
                assert!(found.awaits || profile.cart.holds(&shop), "{steps:?} at {seconds}: {:?}", profile.cart);
            } else {
                let (sign, item) = step.split_at(1);
                let action = if sign == "+" { Action::AddToCart } else { Action::RemoveFromCart };
                let event = Event::new(action, now).with_items(lines(item));
                profile.observe(&event, &memory());
                reconciliation.hear(&event);
            }
        }
    }

    #[test]
    fn what_nobody_told_of_is_counted_and_what_was_heard_is_not_counted_again() {
        check(Some(""), &[(1.0, "= a =>+a*1"), (2.0, "= a*3 b =>+a*2 +b*1"), (3.0, "= b =>-a*3")]);
        check(Some(""), &[(1.0, "+a"), (1.3, "= a =>"), (2.0, "-a"), (2.2, "=  =>")]);
        check(Some("a b*2"), &[(1.0, "= a b*2 =>"), (2.0, "+b"), (2.5, "= a b*3 =>"), (3.0, "= a b*4 =>+b*1")]);
        check(Some("a"), &[(1.0, "+a"), (1.1, "+a"), (2.0, "= a*4 =>+a*1")]);
    }

    #[test]
    fn a_cart_read_before_the_shop_knows_is_read_again() {
        check(Some(""), &[(1.0, "+a"), (1.1, "+b"), (1.2, "= a => ..."), (7.0, "= b a =>")]);
        check(Some("a"), &[(1.0, "-a"), (1.1, "= a => ..."), (2.0, "= =>")]);
    }

    #[test]
    fn what_was_heard_and_never_came_about_is_taken_back_without_a_word() {
        check(Some("b"), &[(1.0, "+a"), (1.2, "= b => ..."), (7.0, "= b =>"), (8.0, "= a b =>+a*1")]);
        check(Some("a*2"), &[(1.0, "-a"), (1.2, "= a*2 => ..."), (7.0, "= a*2 =>")]);
        check(Some("a"), &[(1.0, "+a*2"), (7.0, "= =>"), (8.0, "= a =>+a*1")]);
    }

    #[test]
    fn a_cart_that_nobody_knew_is_learnt_and_tells_nothing() {
        check(None, &[(1.0, "= a b*2 =>"), (2.0, "= a b*2 c =>+c*1")]);
        check(None, &[(1.0, "+a"), (1.5, "= x y a =>"), (2.0, "= x y a*2 =>+a*1")]);
        check(None, &[(1.0, "= =>"), (2.0, "= a =>+a*1")]);
    }

    #[test]
    fn a_cart_found_empty_was_ordered_or_has_expired() {
        check(Some("a b*3"), &[(1.0, "= =>"), (2.0, "= a =>+a*1"), (3.0, "= =>-a*1")]);
    }

    #[test]
    fn another_variant_of_the_same_product_is_no_change() {
        check(Some("a:red"), &[(1.0, "= a:blue =>"), (2.0, "+a"), (2.5, "= a:blue a:red =>")]);
    }

    #[test]
    fn a_cart_that_the_page_draws_may_have_names_of_its_own() {
        check(Some("a"), &[(1.0, "~ b => ..."), (2.0, "~ a*2 =>+a*1"), (3.0, "~ a b => ...")]);
        check(Some("a"), &[(1.0, "= b =>+b*1 -a*1")]);
        check(Some("a b"), &[(1.0, "~ b =>-a*1"), (2.0, "~ =>-b*1")]);
    }

    #[test]
    fn a_cart_longer_than_what_is_kept_of_it_is_the_same_cart() {
        let long = "a b c d e f g h i j*2 k l";
        check(Some(long), &[(1.0, &format!("= {long} =>")), (2.0, &format!("= {long} m =>+m*1"))]);
    }

    #[test]
    fn products_are_joined_by_any_of_their_ids() {
        let mut reconciliation = Reconciliation::default();
        reconciliation.know();
        let mut profile = Profile::new(0.0);
        let card = Item { keys: vec!["SKU-7".into()], ..Item::new("alpine-boot") };
        let event = Event::new(Action::AddToCart, 1.0).with_items(vec![card]);
        profile.observe(&event, &memory());
        reconciliation.hear(&event);
        let line = Item { keys: vec!["901".into(), "SKU-7".into()], quantity: Some(1.0), ..Item::new("4711") };
        assert_eq!(reconciliation.compare(&profile.cart, &[line], false, 500.0), Reconciled::default());
    }
}
