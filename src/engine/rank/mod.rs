//! The order of products: the merchant's own as the prior, lifted by what the shopper cares for.
//!
//! For a card at rank r of the merchant's order, `score = -ln r + S·A` with
//! `A = ln(1 + B / share) + ln(1 + P / 0.05)`, where B is the recency-weighted count of the last steps on the card's
//! brand, `share` the brand's share of the cards (at least 0.05), and P the same count for steps in the card's category,
//! each discounted by the distance of prices: `1 / (1 + (Δ ln price / 0.2)²)`. On pages that mix categories,
//! `1.5·ln(1 + C / share)` is added for the category. S is 1.5 × `strength`, and halves for a product that was in view in ten
//! lists and not acted on; half of that is forgiven in a week.
//! The formula and its constants come from offline re-ranking of a public shop log (REES46): mean reciprocal rank .173
//! against .085 for popularity; promoting only the best dozen cards keeps .164 of it while the others stay near their place.
//! Besides the trail, a card is lifted by what the shopper declared or a campaign promised, by the shop's model, and by the
//! merchant: see [`Pull`]. What is sold out is lifted by nothing.
//!

mod evidence;
mod pull;

use alloc::vec::Vec;

pub use evidence::Evidence;
pub(crate) use evidence::{PRICE_SPREAD, Shares};
pub use pull::Pull;
pub(crate) use pull::{boosts, declared};

use super::config::Grid;
use super::page::PageCard;
use super::profile::Profile;
use super::recommend::likeness;

/// S at full strength.
const FULL_STRENGTH: f64 = 1.5;
/// Places at most for which products are mixed: what is further down is not seen together.
const MIXED: usize = 48;

/// Why a card stands where it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Place in the merchant's order, from 1.
    pub rank: u32,
    /// Place now, from 1.
    pub place: u32,
    /// The merchant's order, as a score.
    pub prior: f64,
    /// Lift by brand, by closeness of price, by category.
    pub lifts: [f64; 3],
    /// What else pulls it, as far as that counts.
    pub pull: Pull,
    /// Whether the interests were halved because the shopper has seen this product already.
    pub seen: bool,
    /// Whether it stays where the merchant put it.
    pub pinned: bool,
    /// What the order goes by.
    pub score: f64,
}

/// Orders `cards`: the result names, for each place, the index of the card that stands there. It is a permutation in
/// which pinned cards keep their place; without evidence, or at strength 0, it is the merchant's order.
#[must_use]
pub fn rank(cards: &[PageCard], profile: &Profile, grid: Grid<'_>) -> Vec<usize> {
    standings(cards, profile, grid, &[]).1
}

/// [`rank`] with what else pulls each card, and where each stands, in the merchant's order.
#[must_use]
pub fn standings(cards: &[PageCard], profile: &Profile, grid: Grid<'_>, pulls: &[Pull]) -> (Vec<Standing>, Vec<usize>) {
    let evidence = Evidence::of(profile);
    let mut items = Vec::new();
    for card in cards {
        items.push(&card.item);
    }
    let shares = Shares::of(&items, &evidence);
    let strength = grid.strength() * FULL_STRENGTH;
    let mut standings = Vec::new();
    let mut free = Vec::new();
    let mut order = Vec::new();
    for (index, card) in cards.iter().enumerate() {
        let lift = evidence.lift(&card.item, &shares);
        let rank = place(index);
        let prior = -libm::log(f64::from(rank));
        // What the shopper keeps passing over is lifted less; the merchant's own order stays.
        let mut strength = strength * profile.welcome(&card.item, profile.seen);
        if card.item.in_stock == Some(false) {
            strength = 0.0;
        }
        let mut pull = pulls.get(index).copied().unwrap_or_default();
        pull.declared *= strength;
        pull.neighbours *= strength;
        if grid.strength() == 0.0 {
            pull.boost = 0.0;
        }
        let score = prior + strength * lift.sum() + pull.declared + pull.neighbours + pull.boost;
        let pinned = card.pinned || rank <= grid.pin();
        let lifts = [strength * lift.brand, strength * lift.price, strength * lift.category];
        standings.push(Standing { rank, place: rank, prior, lifts, pull, seen: lift.seen, pinned, score });
        order.push(index);
        if !pinned {
            free.push(Scored { score, id: "", index });
        }
    }
    let mut promoted = free.clone();
    best_first(&mut promoted);
    if grid.diversity() > 0.0 {
        mix(&mut promoted, cards, grid);
    }
    promoted.truncate(grid.promote() as usize);
    // The others keep the merchant's order behind them.
    let first = promoted.len();
    for other in &free {
        if promoted.len() < free.len() && !promoted.iter().take(first).any(|chosen| chosen.index == other.index) {
            promoted.push(*other);
        }
    }
    for (slot, chosen) in free.iter().zip(&promoted) {
        if let (Some(at), Some(standing)) = (order.get_mut(slot.index), standings.get_mut(chosen.index)) {
            *at = chosen.index;
            standing.place = place(slot.index);
        }
    }
    (standings, order)
}

/// Brings, for each place in turn, the card to it that is best less what it loses for being like those before it (maximal
/// marginal relevance, Carbonell and Goldstein 1998): scores count from 0 to 1, as likeness does.
fn mix(sorted: &mut [Scored<'_>], cards: &[PageCard], grid: Grid<'_>) {
    let item = |scored: &Scored<'_>| cards.get(scored.index).map(|card| &card.item);
    let (Some(best), Some(worst)) = (sorted.first(), sorted.last()) else { return };
    let (low, range) = (worst.score, (best.score - worst.score).max(f64::MIN_POSITIVE));
    // What each loses to those before it, and to how many of them it was compared.
    let mut losses = alloc::vec![(0.0_f64, 0); sorted.len()];
    for place in 0..sorted.len().min(grid.promote() as usize).min(MIXED) {
        let mut chosen = (place, f64::NEG_INFINITY);
        for (at, (scored, (loss, compared))) in sorted.iter().zip(&mut losses).enumerate().skip(place) {
            let most = (1.0 - grid.diversity()) * (scored.score - low) / range;
            if most <= chosen.1 {
                // Nor can any of those further down be better.
                break;
            }
            for before in sorted.get(*compared..place).unwrap_or_default() {
                if let (Some(before), Some(this)) = (item(before), item(scored)) {
                    *loss = loss.max(likeness(before, this));
                }
            }
            *compared = place;
            let worth = most - grid.diversity() * *loss;
            if worth > chosen.1 {
                chosen = (at, worth);
            }
        }
        if let (Some(scored), Some(loss)) = (sorted.get_mut(place..=chosen.0), losses.get_mut(place..=chosen.0)) {
            scored.rotate_right(1);
            loss.rotate_right(1);
        }
    }
}

/// The place that an index is, from 1.
#[expect(clippy::cast_possible_truncation, reason = "a page has few cards")]
const fn place(index: usize) -> u32 {
    index as u32 + 1
}

/// Something to sort: what it goes by, what breaks ties, and which it is.
#[derive(Clone, Copy)]
pub(crate) struct Scored<'a> {
    pub(crate) score: f64,
    pub(crate) id: &'a str,
    pub(crate) index: usize,
}

/// Sorts by score, the highest first; ties break by id, then by index. The one sort of the engine: each type that is
/// sorted is a copy of the algorithm.
pub(crate) fn best_first(list: &mut [Scored<'_>]) {
    list.sort_unstable_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| a.id.cmp(b.id)).then_with(|| a.index.cmp(&b.index))
    });
}
