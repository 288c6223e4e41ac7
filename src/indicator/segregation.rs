//! Segregation: how a group is spread over a region's authorities against everyone else.
//!
//! # What it measures
//! How evenly a group and its comparator are spread over the authorities of a region or nation.
//! Also how much contact they have where they live. The index and the comparator are chosen with
//! `index`. The indicator's title has to name both.
//!
//! # Formula
//! With `a_i` the group, `t_i` the residents, `A`, `T` the sums, `P = A/T`, `b_i = t_i − a_i`,
//! `B = T − A`: the formulas of the table below, each documented in `demography/segregation`.
//!
//! # Inputs and units
//! `of`: people of the group, by authority and, if it has dimensions, each of its categories.
//! `per`: residents, of whom the group is a part, of the newest mid-year that all authorities have.
//! With `per_at_end`, residents of the day itself; for `delta` land, in any unit of area. Result:
//! for regions, nations and the United Kingdom; ratio.
//!
//! # Missing and suppressed
//! An authority without a figure makes the index missing for its reason; an empty group, or a group
//! larger than the residents, makes it *not applicable*.
//!
//! # When not to use it
//! In comparison with values by wards or output areas: the finer the areas, the higher each index,
//! and authorities are coarse. For small groups, which chance spreads unevenly.
//!
//! # References
//! Massey, D. S. and Denton, N. A. (1988), The dimensions of residential segregation, Social Forces
//! 67(2), 281-315.

use super::system::{Choice, Columns, index};
use super::{Compute, Inputs, Values};
use crate::catalogue::method::{Segregation, SegregationIndex};
use crate::demography::segregation::{self as formula, Comparator};
use crate::domain::Result;

type Formula = fn(&[f64], &[f64]) -> Option<f64>;

/// The shape with which Atkinson's index gives equal weight to areas where the group is scarce and
/// where it is frequent.
const EVEN_SHAPE: f64 = 0.5;

/// The formula of an index.
fn choice(index: SegregationIndex) -> Choice<Formula> {
    use SegregationIndex as Index;
    match index {
        Index::DissimilarityFromEveryoneElse => Choice {
            formula: "D = 1/2 * sum |a_i/A - b_i/B|",
            compute: |group, residents| {
                formula::dissimilarity(group, residents, Comparator::EveryoneElse)
            },
        },
        Index::DissimilarityFromAllResidents => Choice {
            formula: "D = 1/2 * sum |a_i/A - t_i/T|",
            compute: |group, residents| {
                formula::dissimilarity(group, residents, Comparator::AllResidents)
            },
        },
        Index::Isolation => {
            Choice { formula: "xPx = sum (a_i/A) (a_i/t_i)", compute: formula::isolation }
        }
        Index::ExposureToEveryoneElse => Choice {
            formula: "xPy = sum (a_i/A) (b_i/t_i)",
            compute: |group, residents| {
                let others: Vec<f64> = residents.iter().zip(group).map(|(t, a)| t - a).collect();
                formula::exposure(group, &others, residents)
            },
        },
        Index::EtaSquared => {
            Choice { formula: "(xPx - P) / (1 - P)", compute: formula::eta_squared }
        }
        Index::Gini => Choice {
            formula: "sum sum t_i t_j |a_i/t_i - a_j/t_j| / (2 T^2 P (1 - P))",
            compute: formula::gini,
        },
        Index::Atkinson => Choice {
            formula: "1 - (sum (b_i/B)^(1/2) (a_i/A)^(1/2))^2, the shape 1/2",
            compute: |group, residents| formula::atkinson(group, residents, EVEN_SHAPE),
        },
        Index::EntropyIndex => Choice {
            formula: "H = sum t_i (E - E_i) / (T E), E the entropy of the group and everyone else",
            compute: formula::entropy_index,
        },
        Index::Delta => {
            Choice { formula: "1/2 * sum |a_i/A - L_i/L|, L_i land", compute: formula::delta }
        }
    }
}

impl Compute for Segregation {
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
        Ok(index(inputs, &columns, |_, group, [residents]| compute(group, residents)))
    }
}
