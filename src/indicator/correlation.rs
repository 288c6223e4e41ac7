//! Correlation: how closely two measures of a region's authorities go together.
//!
//! # What it measures
//! Whether authorities with much of one thing have much of another.
//!
//! # Formula
//! `index = "spearman"`: of the ranks, ties sharing theirs; `"pearson"`: `Σ (x − x̄)(y − ȳ) / √(Σ
//! (x − x̄)² Σ (y − ȳ)²)`.
//!
//! # Inputs and units
//! `of`, `per`: two measures by authority, rates rather than counts; `per` of the newest day that
//! all authorities have, or with `per_at_end` of the same day. Result: for regions and nations, −1
//! to 1.
//!
//! # Missing and suppressed
//! An authority with either figure missing makes the coefficient missing for its reason; a measure
//! that is the same everywhere makes it *not applicable*.
//!
//! # When not to use it
//! To explain causes: two correlated measures need not follow one from the other. What is true of
//! areas need not be true of the people in them (the ecological fallacy). Of counts, which
//! correlate because large areas have high counts of everything. Over few areas: of ten unrelated
//! areas, one pair in twenty has a coefficient beyond 0.63.
//!
//! # References
//! Spearman, C. (1904), American Journal of Psychology 15(1), 72-101; Robinson, W. S. (1950),
//! Ecological correlations and the behavior of individuals, American Sociological Review 15(3),
//! 351-357.

use super::system::{Choice, Columns, index};
use super::{Compute, Inputs, Values};
use crate::catalogue::method::{Correlation, CorrelationIndex};
use crate::demography::correlation::{pearson, spearman};
use crate::domain::Result;

type Formula = fn(&[f64], &[f64]) -> Option<f64>;

/// The formula of an index.
fn choice(index: CorrelationIndex) -> Choice<Formula> {
    use CorrelationIndex as Index;
    match index {
        Index::Spearman => {
            Choice { formula: "the correlation of the ranks of x_i and y_i", compute: spearman }
        }
        Index::Pearson => Choice {
            formula: "sum (x_i - x) (y_i - y) / sqrt(sum (x_i - x)^2 * sum (y_i - y)^2)",
            compute: pearson,
        },
    }
}

impl Compute for Correlation {
    fn formula(&self) -> &'static str {
        choice(self.index).formula
    }

    fn index(&self) -> Option<&'static str> {
        Some(self.index.as_str())
    }

    fn is_of_wider_areas(&self) -> bool {
        true
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let compute = choice(self.index).compute;
        let columns = Columns::with_residents(inputs, &self.of, &self.per, self.per_at_end)?;
        Ok(index(inputs, &columns, |_, one, [other]| compute(one, other)))
    }
}
