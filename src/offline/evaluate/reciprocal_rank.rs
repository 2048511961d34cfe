//! MRR@k: how near the top the product that came next is.

/// The mean over `ranks` of 1/rank, which counts 0 beyond `k` and for a miss; 0 of none.
#[must_use]
pub fn mean_reciprocal_rank(ranks: impl Iterator<Item = Option<usize>>, k: usize) -> f64 {
    let (mut sum, mut all) = (0.0, 0_u32);
    for rank in ranks {
        sum += rank.filter(|rank| *rank <= k).map_or(0.0, |rank| 1.0 / rank as f64);
        all += 1;
    }
    sum / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_fourth_and_a_miss_make_five_twelfths() {
        let ranks = [Some(1), Some(4), None];
        assert!((mean_reciprocal_rank(ranks.into_iter(), 20) - 1.25 / 3.0).abs() < 1e-12);
        assert!((mean_reciprocal_rank(ranks.into_iter(), 3) - 1.0 / 3.0).abs() < 1e-12);
    }
}
