//! Parts of inequality: how much is between regions, and how much between the authorities of one
//! region.
//!
//! # What it measures
//! Which part of a nation's inequality is between its regions, and which between the authorities
//! inside them. The parts show whether fairness is a task for the nation or for each region.
//!
//! # Formula
//! `T = Σ S_g ln(S_g / P_g) + Σ S_g T_g`, the Theil index in two parts: `S_g`, `P_g` the regions'
//! shares of people and of residents, `T_g` the index inside a region. `index` chooses the part:
//! `between`, `within`, or `between-share`, the former in per cent of both.
//!
//! # Inputs and units
//! `of`: people, by authority. `per`: residents, as of [`inequality`](super::inequality). Result:
//! for England, of its nine regions, and for the United Kingdom, of its twelve regions and nations;
//! nats, or per cent.
//!
//! # Missing and suppressed
//! An authority without a figure makes both parts missing for its reason. With one region only
//! there is no value.
//!
//! # When not to use it
//! As of any index of inequality; and to compare nations with different numbers of regions.
//!
//! # References
//! Theil, H. (1967), Economics and Information Theory, chapter 4; Shorrocks, A. F. (1980),
//! Econometrica 48(3), 613-625.

use super::system::{Choice, Columns, index};
use super::{Compute, Inputs, Values};
use crate::catalogue::method::{InequalityPart, InequalityParts};
use crate::demography::inequality::{Decomposition, theil_decomposition};
use crate::domain::{AreaCode, Result};

type Part = fn(Decomposition) -> f64;

/// The formula of an index.
fn choice(index: InequalityPart) -> Choice<Part> {
    use InequalityPart as Index;
    match index {
        Index::Between => {
            Choice { formula: "sum S_g ln(S_g / P_g)", compute: |parts| parts.between }
        }
        Index::Within => Choice { formula: "sum S_g T_g", compute: |parts| parts.within },
        Index::BetweenShare => Choice {
            formula: "100 * sum S_g ln(S_g / P_g) / T",
            compute: |parts| 100.0 * parts.between / (parts.between + parts.within),
        },
    }
}

impl Compute for InequalityParts {
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
        let part = choice(self.index).compute;
        let region = |area: &AreaCode| {
            inputs.geography.partnership_of(area).map(|region| region.code.clone())
        };
        let columns = Columns::with_residents(inputs, &self.of, &self.per, self.per_at_end)?;
        let mut values = index(inputs, &columns, |system, people, [residents]| {
            let groups: Vec<Option<AreaCode>> = system.members.iter().map(region).collect();
            theil_decomposition(people, residents, &groups).map(part)
        });
        values.retain(|key| region(&key.area).is_none());
        Ok(values)
    }
}
