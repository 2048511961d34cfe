//! What the exports say over time: trends, bestsellers, and what is bought again.

use std::collections::HashMap;

use super::orders::Order;
use super::sessions::Sessions;
use crate::offline::model::number;

/// The share of the newest sessions that counts as recent.
const RECENT: f64 = 0.1;
/// Sessions that must hold a product before a trend is told.
const MIN_SESSIONS: u32 = 5;
/// Sessions added to both sides, so that few do not make a trend.
const SMOOTHING: f64 = 2.0;
/// Bestsellers kept.
const BESTSELLERS: usize = 200;
/// Buyers a category must have before its rate is told.
const MIN_BUYERS: u32 = 20;

/// The code of each product's trend, as [`Section::Trend`](crate::engine::model::Section::Trend) describes it: how its
/// share of the newest tenth of sessions compares with its share of all.
#[must_use]
pub fn trends(sessions: &Sessions, products: usize) -> Vec<u32> {
    let all = sessions.frequencies(products);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the sessions")]
    let count = (sessions.len() as f64 * RECENT).ceil() as usize;
    let recent = sessions.newest(count).frequencies(products);
    let share = count as f64 / sessions.len().max(1) as f64;
    all.iter()
        .zip(recent)
        .map(|(all, recent)| trend(*all, (f64::from(recent) + SMOOTHING) / (f64::from(*all) * share + SMOOTHING)))
        .collect()
}

/// The code of a product in `all` sessions, by how many times its share of the newest exceeds its share of all.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the codes there are")]
pub(super) fn trend(all: u32, ratio: f64) -> u32 {
    if all < MIN_SESSIONS || ratio <= 0.0 {
        return 0;
    }
    (128.0 + 16.0 * ratio.log2()).round().clamp(1.0, 255.0) as u32
}

/// The products in most orders, the first in most; of as many the lower number. At most 200.
#[must_use]
pub fn bestsellers(orders: &[Order], products: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; products];
    for product in orders.iter().flat_map(|order| &order.products) {
        if let Some(count) = counts.get_mut(*product as usize) {
            *count += 1;
        }
    }
    let mut best: Vec<(u32, u32)> = counts.into_iter().zip(0..).filter(|(count, _)| *count > 0).collect();
    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    best.into_iter().take(BESTSELLERS).map(|(_, product)| product).collect()
}

/// For each of `count` categories 1 + thousandths of its buyers who bought the same product again in a later order; 0
/// where fewer than 20 bought. `categories` holds 1 + each product's category, 0 for none; a customer is a buyer once
/// for each product.
#[must_use]
pub fn repurchases(orders: &[Order], categories: &[u32], count: usize) -> Vec<u32> {
    let mut bought: HashMap<(u32, u32), u32> = HashMap::new();
    for order in orders {
        for product in &order.products {
            *bought.entry((order.customer, *product)).or_default() += 1;
        }
    }
    let mut buyers = vec![(0_u32, 0_u32); count];
    for ((_, product), times) in bought {
        let category = categories.get(product as usize).and_then(|category| category.checked_sub(1));
        if let Some((all, again)) = category.and_then(|category| buyers.get_mut(category as usize)) {
            *all += 1;
            *again += u32::from(times > 1);
        }
    }
    buyers.iter().map(|(all, again)| if *all < MIN_BUYERS { 0 } else { 1 + again * 1000 / all }).collect()
}

/// The order in which products of equal popularity are written: by their neighbours, so that similar ones are near each
/// other. Their lists of neighbours then compress by two bytes more (measured on Serenade's example).
#[must_use]
pub fn neighbourly<K: Ord>(popularity: &dyn Fn(u32) -> K, rows: &[Vec<(u32, f32)>]) -> Vec<u32> {
    /// Neighbours that make products similar.
    const SIMILAR: usize = 20;
    let key = |product: &u32| {
        let row = rows.get(*product as usize).map(Vec::as_slice).unwrap_or_default();
        let mut neighbours: Vec<u32> = row.iter().take(SIMILAR).map(|(neighbour, _)| *neighbour).collect();
        neighbours.sort_unstable();
        (core::cmp::Reverse(popularity(*product)), neighbours, *product)
    };
    let mut order: Vec<u32> = (0..number(rows.len())).collect();
    order.sort_by_cached_key(key);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_twice_as_frequent_of_late_has_a_trend() {
        // 100 sessions, 10 of them recent. In 18 of all and in 8 of the recent: (8 + 2) / (1.8 + 2) is 1.40 octaves.
        assert_eq!(trend(18, 10.0 / 3.8), 150);
        assert_eq!((trend(4, 2.0), trend(5, 2.0)), (0, 144));
        let mut sessions = Sessions::default();
        for session in 0..100 {
            sessions.push([u32::from(session % 2 == 0), 2].into_iter(), session);
        }
        assert_eq!(trends(&sessions, 4), [128, 128, 128, 0]);
    }

    #[test]
    fn a_quarter_bought_again() {
        let mut orders = Vec::new();
        for customer in 0..20 {
            orders.push(Order { customer, time: 1, products: vec![0, 1] });
            if customer < 5 {
                orders.push(Order { customer, time: 2, products: vec![0] });
            }
        }
        assert_eq!(repurchases(&orders, &[1, 0, 2], 2), [251, 0]);
        assert_eq!(bestsellers(&orders, 3), [0, 1]);
    }

    #[test]
    fn of_equally_popular_products_those_with_the_same_neighbours_are_together() {
        let rows = [vec![(9, 1.0)], vec![(7, 1.0)], vec![(9, 0.5)], vec![]];
        assert_eq!(neighbourly(&|product| u32::from(product == 3), &rows), [3, 1, 0, 2]);
    }
}
