//! Earlier for training, later for testing: as a model meets its shoppers.

use std::collections::HashSet;

use crate::offline::import::{Clicks, OrderLines};
use crate::offline::train::Sessions;

/// The sessions of which `wanted` says yes to the place, oldest first. Products of other sessions are not known to it.
#[must_use]
pub fn sessions(clicks: &Clicks, wanted: &dyn Fn(usize, usize) -> bool) -> Clicks {
    let numbers: Vec<u32> = (0..crate::offline::model::number(clicks.items.len())).collect();
    let (_, ids) = Sessions::with_ids(clicks, &numbers);
    let chosen: HashSet<u32> =
        ids.iter().enumerate().filter(|(place, _)| wanted(*place, ids.len())).map(|(_, id)| *id).collect();
    let mut part = Clicks::default();
    for row in clicks.rows.iter().filter(|row| chosen.contains(&row.session)) {
        part.push(clicks.sessions.get(row.session), clicks.items.get(row.item), row.time);
    }
    part
}

/// The order lines before `time` and those from it on.
#[must_use]
pub fn orders(lines: &OrderLines, time: i64) -> (OrderLines, OrderLines) {
    let (mut before, mut after) = (OrderLines::default(), OrderLines::default());
    for row in &lines.rows {
        let part = if row.time < time { &mut before } else { &mut after };
        let customer = row.customer.map_or("", |customer| lines.customers.get(customer));
        part.push(lines.orders.get(row.order), customer, lines.items.get(row.item), row.quantity, row.time);
    }
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_sessions_are_split_off_with_their_products() {
        let mut clicks = Clicks::default();
        for (session, item, time) in [("new", "a", 9), ("old", "b", 1), ("new", "b", 8), ("older", "c", 0)] {
            clicks.push(session, item, time);
        }
        let newest = sessions(&clicks, &|place, all| place + 1 == all);
        assert_eq!(newest.rows.len(), 2);
        assert_eq!((newest.sessions.get(0), newest.items.len()), ("new", 2));
    }

    #[test]
    fn orders_are_split_by_their_time() {
        let mut lines = OrderLines::default();
        lines.push("1", "ann", "a", 1.0, 5);
        lines.push("2", "", "b", 1.0, 7);
        let (before, after) = orders(&lines, 7);
        assert_eq!((before.rows.len(), before.customers.get(0)), (1, "ann"));
        assert_eq!((after.rows.len(), after.rows[0].customer), (1, None));
    }
}
