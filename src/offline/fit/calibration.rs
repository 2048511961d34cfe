//! Whether chances mean what they say.

use super::logistic::Example;
use crate::engine::predict::logistic;

/// What was measured on examples the fit has not seen.
pub(super) struct Calibration {
    /// The table, for people.
    pub(super) table: String,
    /// Whether the Brier score is below that of the base rate.
    pub(super) better: bool,
}

/// How `model` does on `examples`, beside the base rate `base` of those it was fitted on. The table has a line for the
/// examples up to each of the `limits` of the predicted chance, of which the last is 1.
pub(super) fn calibration<const N: usize>(
    examples: &[Example<N>],
    model: &[f64],
    base: f64,
    limits: &[f64],
) -> Calibration {
    let mut scored: Vec<(f64, &Example<N>)> =
        examples.iter().map(|example| (logistic(model, &example.features), example)).collect();
    scored.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let all: f64 = examples.iter().map(|example| example.weight).sum();
    let brier = |chance: &dyn Fn(f64) -> f64| {
        let miss = |(score, example): &(f64, &Example<N>)| {
            example.weight * (chance(*score) - f64::from(u8::from(example.happened))).powi(2)
        };
        scored.iter().map(miss).sum::<f64>() / all
    };
    let (of_model, of_base) = (brier(&|score| score), brier(&|_| base));
    let mut table = format!(
        "held out: Brier score {of_model:.4}, of the base rate {base:.4} alone {of_base:.4}, area under the ROC curve \
         {:.3}\npredicted  happened  examples\n",
        area(&scored)
    );
    let mut parts = vec![[0.0_f64; 3]; limits.len()];
    for (score, example) in &scored {
        let part = limits.iter().position(|limit| score <= limit);
        if let Some([predicted, happened, weight]) = part.and_then(|part| parts.get_mut(part)) {
            *predicted += example.weight * score;
            *happened += if example.happened { example.weight } else { 0.0 };
            *weight += example.weight;
        }
    }
    for [predicted, happened, weight] in parts.into_iter().filter(|[.., weight]| *weight > 0.0) {
        table += &format!("{:>9.3}  {:>8.3}  {weight:>8.1}\n", predicted / weight, happened / weight);
    }
    Calibration { table, better: of_model < of_base }
}

/// The chance that an example in which it happened scores above one in which it did not; ties count half.
fn area<const N: usize>(sorted: &[(f64, &Example<N>)]) -> f64 {
    let (mut below, mut above, mut area) = (0.0, 0.0, 0.0);
    for ties in sorted.chunk_by(|(a, _), (b, _)| a.total_cmp(b).is_eq()) {
        let sum = |wanted: bool| -> f64 {
            ties.iter().filter(|(_, example)| example.happened == wanted).map(|(_, example)| example.weight).sum()
        };
        let (happened, not) = (sum(true), sum(false));
        area += happened * (below + not / 2.0);
        below += not;
        above += happened;
    }
    area / (below * above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_computed_by_hand() {
        // Chances of 1/4 and 3/4; one of two happened below, both above, the last of which counts twice.
        let example = |x: f64, happened, weight| Example { features: [x], happened, weight };
        let odds = 3_f64.ln();
        let examples =
            [example(-odds, true, 1.0), example(-odds, false, 1.0), example(odds, true, 1.0), example(odds, true, 2.0)];
        let found = calibration(&examples, &[0.0, 1.0], 0.5, &[0.5, 1.0]);
        // (0.75² + 0.25² + 3 · 0.25²) / 5, and (3 · 1 + 0.5) / (1 · 4) of the pairs.
        let expected = "held out: Brier score 0.1625, of the base rate 0.5000 alone 0.2500, area under the ROC curve 0.875\n\
             predicted  happened  examples\n    0.250     0.500       2.0\n    0.750     1.000       3.0\n";
        assert_eq!(found.table, expected);
        assert!(found.better);
    }
}
