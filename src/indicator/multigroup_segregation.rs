//! Segregation of several groups at once: how much an area of residence shows about a person's
//! group.
//!
//! # What it measures
//! How differently the groups that a publication distinguishes are spread over the authorities of a
//! region or nation.
//!
//! # Formula
//! `index = "mutual-information"`: `M = ΣΣ p_ig ln(p_ig / (p_i p_g))`; `"information-index"`:
//! Theil's `H = M / E`, with `E` the entropy of the groups, which is `Σ t_i (E − E_i) / (T E)`.
//!
//! # Inputs and units
//! `of`: people by group and authority. `groups`: the codelist of the groups, of which the finest
//! count, so that every person counts once. Result: for regions and nations; `M` in nats, `H` from
//! 0 (every authority has the same mixture) to 1.
//!
//! # Missing and suppressed
//! A missing figure of any group in any authority makes the index missing for its reason; people of
//! one group only make `H` *not applicable*.
//!
//! # When not to use it
//! `M` to compare regions with other mixtures of groups; either in comparison with values by wards
//! or output areas, which are higher.
//!
//! # References
//! Theil, H. and Finizza, A. J. (1971), Journal of Mathematical Sociology 1(2), 187-193; Reardon,
//! S. F. and Firebaugh, G. (2002), Sociological Methodology 32, 33-67.

use super::system::{Choice, common_period, finest_groups, group_keys};
use super::{Compute, Input, InputRole, Inputs, Key, Values};
use crate::catalogue::method::{MultigroupIndex, MultigroupSegregation};
use crate::demography::segregation::{information_index, mutual_information};
use crate::domain::Result;
use crate::table::Figure;

type Formula = fn(&[Vec<f64>]) -> Option<f64>;

/// The formula of an index.
fn choice(index: MultigroupIndex) -> Choice<Formula> {
    use MultigroupIndex as Index;
    match index {
        Index::MutualInformation => {
            Choice { formula: "M = sum sum p_ig ln(p_ig / (p_i p_g))", compute: mutual_information }
        }
        Index::InformationIndex => {
            Choice { formula: "H = sum t_i (E - E_i) / (T E)", compute: information_index }
        }
    }
}

impl Compute for MultigroupSegregation {
    fn formula(&self) -> &'static str {
        choice(self.index).formula
    }

    fn index(&self) -> Option<&'static str> {
        Some(self.index.as_str())
    }

    fn is_of_wider_areas(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, groups, compute) = (
            inputs.values(&self.of)?,
            finest_groups(inputs, &self.groups)?,
            choice(self.index).compute,
        );
        let mut made = Values::new(Vec::new());
        for system in inputs.systems(of) {
            let by_area: Vec<Vec<Key>> =
                system.members.iter().map(|area| group_keys(area, system.end, &groups)).collect();
            let keys = by_area.concat();
            let figures: Vec<Figure> = keys.iter().map(|key| of.figure(key)).collect();
            let figure = Figure::over([&figures], |[people]| {
                let of_group =
                    |group| people.iter().skip(group).step_by(groups.len()).copied().collect();
                let people: Vec<Vec<f64>> = (0..groups.len()).map(of_group).collect();
                compute(&people)
            });
            let period = common_period(keys.iter().map(|key| of.get(key)));
            let whole = Key { area: system.area.clone(), end: system.end, dims: Vec::new() };
            let from = keys.into_iter().map(|key| Input::new(InputRole::Of, key)).collect();
            made.insert(whole, system.value(period, figure, from));
        }
        Ok(made)
    }
}
