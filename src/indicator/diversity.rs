//! Diversity: how mixed the people of one area are.
//!
//! # What it measures
//! How mixed the people of an area are by the groups that a publication distinguishes.
//!
//! # Formula
//! With `p_g` the groups' shares: `index = "simpson"`: `1 − Σ p_g²`, the chance that two people met
//! at random belong to different groups; `"effective-groups"`: `1 / Σ p_g²`, how many groups of
//! equal size would be as mixed; `"entropy"`: `−Σ p_g ln p_g`, nats.
//!
//! # Inputs and units
//! `of`: people by group, of any area. `groups`: the codelist of the groups, of which the finest
//! count, so that every person counts once. Result: for every area.
//!
//! # Missing and suppressed
//! A group without a figure makes the index missing for its reason; an area without people makes it
//! *not applicable*.
//!
//! # When not to use it
//! To compare publications that distinguish other groups: the more groups, the higher each index.
//!
//! # References
//! Simpson, E. H. (1949), Measurement of diversity, Nature 163, 688; Reardon, S. F. and Firebaugh,
//! G. (2002), Sociological Methodology 32, 33-67.

use super::system::{Choice, common_period, finest_groups, group_keys};
use super::{Compute, Input, InputRole, Inputs, Key, Origin, Value, Values};
use crate::catalogue::method::{Diversity, DiversityIndex};
use crate::demography::segregation as formula;
use crate::domain::{Period, Result};
use crate::table::Figure;
use std::collections::BTreeSet;

type Formula = fn(&[f64]) -> Option<f64>;

/// The formula of an index.
fn choice(index: DiversityIndex) -> Choice<Formula> {
    use DiversityIndex as Index;
    match index {
        Index::Simpson => Choice { formula: "1 - sum p_g^2", compute: formula::simpson_diversity },
        Index::EffectiveGroups => {
            Choice { formula: "1 / sum p_g^2", compute: formula::reciprocal_diversity }
        }
        Index::Entropy => Choice { formula: "- sum p_g ln p_g", compute: formula::entropy },
    }
}

impl Compute for Diversity {
    fn formula(&self) -> &'static str {
        choice(self.index).formula
    }

    fn index(&self) -> Option<&'static str> {
        Some(self.index.as_str())
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, groups, compute) = (
            inputs.values(&self.of)?,
            finest_groups(inputs, &self.groups)?,
            choice(self.index).compute,
        );
        let slots: BTreeSet<_> = of.iter().map(|(key, _)| (&key.area, key.end)).collect();
        let mut made = Values::new(Vec::new());
        for (area, end) in slots {
            let keys = group_keys(area, end, &groups);
            if keys.iter().all(|key| of.get(key).is_none()) {
                continue;
            }
            let figures: Vec<Figure> = keys.iter().map(|key| of.figure(key)).collect();
            let figure = Figure::over([&figures], |[people]| compute(&people));
            let period =
                common_period(keys.iter().map(|key| of.get(key))).unwrap_or(Period::day(end));
            let inputs = keys.into_iter().map(|key| Input::new(InputRole::Of, key)).collect();
            let key = Key { area: area.clone(), end, dims: Vec::new() };
            made.insert(key, Value::of(period, figure, Origin::Computed(inputs)));
        }
        Ok(made)
    }
}
