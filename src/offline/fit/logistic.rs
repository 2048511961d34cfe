//! Logistic regression with a ridge penalty.

use crate::engine::predict::logistic;

/// The ridge penalty.
const RIDGE: f64 = 1.0;
/// Most of Newton's steps. A dozen are usual.
const STEPS: u32 = 100;
/// Change of a coefficient below which nothing is left to gain.
const PRECISION: f64 = 1e-9;
/// Largest change of a coefficient in one step: far from the maximum a whole step would leap over it.
const STRIDE: f64 = 2.0;

/// A moment, and what came of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example<const N: usize> {
    pub(super) features: [f64; N],
    pub(super) happened: bool,
    /// How much it counts.
    pub(super) weight: f64,
}

/// The weighted share of examples in which it happened.
pub(super) fn rate<const N: usize>(examples: &[Example<N>]) -> f64 {
    let all: f64 = examples.iter().map(|example| example.weight).sum();
    let happened: f64 = examples.iter().filter(|example| example.happened).map(|example| example.weight).sum();
    if all > 0.0 { happened / all } else { 0.0 }
}

/// The maximum of the penalized likelihood, by Newton's method: the intercept, and the coefficient of each feature. A
/// feature that is always 0 keeps the coefficient 0.
pub(super) fn maximize<const N: usize>(examples: &[Example<N>]) -> Vec<f64> {
    let base = rate(examples);
    let mut model = vec![0.0; 1 + N];
    if let Some(intercept) = model.first_mut() {
        *intercept = (base / (1.0 - base)).ln();
    }
    for _ in 0..STEPS {
        let Some(step) = solve(system(examples, &model)) else { break };
        let largest = step.iter().fold(0.0_f64, |largest, change| largest.max(change.abs()));
        let part = if largest > STRIDE { STRIDE / largest } else { 1.0 };
        model.iter_mut().zip(&step).for_each(|(coefficient, change)| *coefficient += part * change);
        if largest < PRECISION {
            break;
        }
    }
    model
}

/// The linear equations of Newton's step: a row for each coefficient, of the curvature and, at its end, the slope. The
/// intercept, which is the first, is free of the penalty.
fn system<const N: usize>(examples: &[Example<N>], model: &[f64]) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![0.0; 2 + N]; 1 + N];
    for example in examples {
        let chance = logistic(model, &example.features);
        let slope = example.weight * (f64::from(u8::from(example.happened)) - chance);
        let curve = example.weight * chance * (1.0 - chance);
        let x = || [1.0].into_iter().chain(example.features);
        for (row, x_row) in rows.iter_mut().zip(x()) {
            for (cell, x_cell) in row.iter_mut().zip(x()) {
                *cell += curve * x_row * x_cell;
            }
            row.last_mut().into_iter().for_each(|last| *last += slope * x_row);
        }
    }
    for (at, (row, coefficient)) in rows.iter_mut().zip(model).enumerate().skip(1) {
        row.get_mut(at).into_iter().for_each(|cell| *cell += RIDGE);
        row.last_mut().into_iter().for_each(|last| *last -= RIDGE * coefficient);
    }
    rows
}

/// Solves linear equations by elimination. The matrix is positive definite, so that no row need be exchanged; none where
/// that is lost in rounding.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    for column in 0..rows.len() {
        let row = rows.get(column)?;
        let pivot = row.get(column).copied().filter(|pivot| *pivot > f64::EPSILON)?;
        let row: Vec<f64> = row.iter().map(|cell| cell / pivot).collect();
        for (at, other) in rows.iter_mut().enumerate() {
            if at == column {
                other.clone_from(&row);
                continue;
            }
            let times = other.get(column).copied()?;
            other.iter_mut().zip(&row).for_each(|(cell, eliminated)| *cell -= times * eliminated);
        }
    }
    rows.iter().map(|row| row.last().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficients_are_the_log_odds_of_the_groups() {
        // 1,000 with the feature, of whom 800, and 1,000 without, of whom 200.
        let examples: Vec<Example<1>> = (0..2_000)
            .map(|number| {
                let with = number < 1_000;
                let happened = number % 10 < if with { 8 } else { 2 };
                Example { features: [f64::from(u8::from(with))], happened, weight: 1.0 }
            })
            .collect();
        let model = maximize(&examples);
        let odds = 4_f64.ln();
        assert!((model[0] + odds).abs() < 0.02 && (model[1] - 2.0 * odds).abs() < 0.04, "{model:?}");
        assert!((rate(&examples) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn what_never_happens_by_chance_is_still_a_finite_maximum() {
        // The feature tells for certain: without the penalty its coefficient would have no bound.
        let example = |number: u32| {
            let happened = number.is_multiple_of(2);
            Example { features: [f64::from(u8::from(happened)), 0.0], happened, weight: 1.0 }
        };
        let model = maximize(&(0..100).map(example).collect::<Vec<_>>());
        assert!(model[1] > 3.0 && model[1] < 10.0 && model[2].abs() < 1e-12, "{model:?}");
        // Of the maximum no step leads away.
        let slope: Vec<f64> =
            system(&(0..100).map(example).collect::<Vec<_>>(), &model).iter().map(|row| row[3]).collect();
        assert!(slope.iter().all(|slope| slope.abs() < 1e-9), "{slope:?}");
    }
}
