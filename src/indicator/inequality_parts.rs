//! Parts of inequality: how much lies between regions, and how much between the authorities of one region.

use super::system::{Choice, chosen, index, named};
use super::{InputRole, Inputs, Method, Need, Values};
use crate::demography::inequality::{Decomposition, theil_decomposition};
use crate::domain::{AreaCode, Result};

/// # What it measures
/// Which part of the inequality of a nation lies between its regions, and which between the authorities inside them: whether
/// fairness is for the nation to mend, or for each region.
///
/// # Formula
/// `T = Σ S_g ln(S_g / P_g) + Σ S_g T_g`, the Theil index in two parts: `S_g`, `P_g` the regions' shares of people and of
/// residents, `T_g` the index inside a region. `index` chooses the part: `between`, `within`, or `between-share`, the former in per
/// cent of both.
///
/// # Inputs and units
/// `of`: people, by authority. `per`: residents, as of [`Inequality`](super::inequality::Inequality). Result: for England, of its nine
/// regions, and for the United Kingdom, of its twelve regions and nations; nats, or per cent.
///
/// # Missing and suppressed
/// An authority without a figure makes both parts missing for its reason. With one region only there is no value.
///
/// # When not to use it
/// As of any index of inequality; and to compare nations with different numbers of regions.
///
/// # References
/// Theil, H. (1967), Economics and Information Theory, chapter 4; Shorrocks, A. F. (1980), Econometrica 48(3), 613-625.
pub struct InequalityParts;

type Part = fn(Decomposition) -> f64;

const INDICES: [Choice<Part>; 3] = [
    Choice { id: "between", formula: "sum S_g ln(S_g / P_g)", compute: |parts| parts.between },
    Choice { id: "within", formula: "sum S_g T_g", compute: |parts| parts.within },
    Choice {
        id: "between-share",
        formula: "100 * sum S_g ln(S_g / P_g) / T",
        compute: |parts| 100.0 * parts.between / (parts.between + parts.within),
    },
];

impl Method for InequalityParts {
    fn id(&self) -> &'static str {
        "inequality-parts"
    }

    fn formula(&self) -> &'static str {
        "T = sum S_g ln(S_g / P_g) + sum S_g T_g, over the regions g"
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
        let part = chosen(inputs, &INDICES)?;
        let region = |area: &AreaCode| inputs.geography.partnership_of(area).map(|region| region.code.clone());
        let mut values = index(inputs, [(InputRole::Per, inputs.per()?)], |system, people, [residents]| {
            let groups: Vec<Option<AreaCode>> = system.members.iter().map(region).collect();
            theil_decomposition(people, residents, &groups).map(part)
        })?;
        values.retain(|key| region(&key.area).is_none());
        Ok(values)
    }
}
