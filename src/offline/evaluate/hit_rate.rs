//! HR@k: how often the product that came next is among the first k.

/// The share of `ranks`, from 1 and `None` for a miss, that are at most `k`; 0 of none.
#[must_use]
pub fn hit_rate(ranks: impl Iterator<Item = Option<usize>>, k: usize) -> f64 {
    let (mut hits, mut all) = (0_u32, 0_u32);
    for rank in ranks {
        hits += u32::from(rank.is_some_and(|rank| rank <= k));
        all += 1;
    }
    f64::from(hits) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_four_are_among_the_first_ten() {
        let ranks = [Some(1), Some(10), Some(11), None];
        assert!((hit_rate(ranks.into_iter(), 10) - 0.5).abs() < 1e-12);
        assert!((hit_rate(ranks.into_iter(), 20) - 0.75).abs() < 1e-12);
        assert!(hit_rate([].into_iter(), 20).abs() < 1e-12);
    }
}
