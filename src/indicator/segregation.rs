//! Segregation: how a group is spread over a region's authorities against everyone else.

use super::system::{Choice, chosen, index, named};
use super::{InputRole, Inputs, Method, Need, Values};
use crate::demography::segregation::{self as formula, Comparator};
use crate::domain::Result;

/// # What it measures
/// How evenly a group and those it is compared with are spread over the authorities of a region or nation, and how much of each
/// other they see where they live. The index and the comparator are chosen with `index`, and the indicator's title has to name
/// both.
///
/// # Formula
/// With `a_i` the group, `t_i` the residents, `A`, `T` the sums, `P = A/T`, `b_i = t_i − a_i`, `B = T − A`: those of the table below,
/// each documented in `demography/segregation`.
///
/// # Inputs and units
/// `of`: people of the group, by authority and, if it has dimensions, each of its categories. `per`: residents, of whom the group is a
/// part, of the newest mid-year that all authorities have, or with `per_at_end` of the day itself; for `delta` land, in any unit of
/// area. Result: for regions, nations and the United Kingdom; ratio.
///
/// # Missing and suppressed
/// An authority without a figure makes the index missing for its reason; nobody in the group, or a group larger than the
/// residents, makes it *not applicable*.
///
/// # When not to use it
/// Beside values by wards or output areas: the finer the areas, the higher each index, and authorities are coarse. For small groups,
/// which chance spreads unevenly.
///
/// # References
/// Massey, D. S. and Denton, N. A. (1988), The dimensions of residential segregation, Social Forces 67(2), 281-315.
pub struct Segregation;

type Formula = fn(&[f64], &[f64]) -> Option<f64>;

/// The shape with which Atkinson's index weighs areas where the group is scarce and where it is frequent alike.
const EVEN_SHAPE: f64 = 0.5;

const INDICES: [Choice<Formula>; 9] = [
    Choice {
        id: "dissimilarity-from-everyone-else",
        formula: "D = 1/2 * sum |a_i/A - b_i/B|",
        compute: |group, residents| formula::dissimilarity(group, residents, Comparator::EveryoneElse),
    },
    Choice {
        id: "dissimilarity-from-all-residents",
        formula: "D = 1/2 * sum |a_i/A - t_i/T|",
        compute: |group, residents| formula::dissimilarity(group, residents, Comparator::AllResidents),
    },
    Choice { id: "isolation", formula: "xPx = sum (a_i/A) (a_i/t_i)", compute: formula::isolation },
    Choice {
        id: "exposure-to-everyone-else",
        formula: "xPy = sum (a_i/A) (b_i/t_i)",
        compute: |group, residents| {
            let others: Vec<f64> = residents.iter().zip(group).map(|(t, a)| t - a).collect();
            formula::exposure(group, &others, residents)
        },
    },
    Choice { id: "eta-squared", formula: "(xPx - P) / (1 - P)", compute: formula::eta_squared },
    Choice { id: "gini", formula: "sum sum t_i t_j |a_i/t_i - a_j/t_j| / (2 T^2 P (1 - P))", compute: formula::gini },
    Choice {
        id: "atkinson",
        formula: "1 - (sum (b_i/B)^(1/2) (a_i/A)^(1/2))^2, the shape 1/2",
        compute: |group, residents| formula::atkinson(group, residents, EVEN_SHAPE),
    },
    Choice {
        id: "entropy-index",
        formula: "H = sum t_i (E - E_i) / (T E), E the entropy of the group and everyone else",
        compute: formula::entropy_index,
    },
    Choice { id: "delta", formula: "1/2 * sum |a_i/A - L_i/L|, L_i land", compute: formula::delta },
];

impl Method for Segregation {
    fn id(&self) -> &'static str {
        "segregation"
    }

    fn formula(&self) -> &'static str {
        "an index of a_i against t_i, over the authorities i"
    }

    fn indices(&self) -> Vec<(&'static str, &'static str)> {
        named(&INDICES)
    }

    fn is_of_wholes(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Per, Need::Index]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let compute = chosen(inputs, &INDICES)?;
        index(inputs, [(InputRole::Per, inputs.per()?)], |_, group, [residents]| compute(group, residents))
    }
}
