//! What a dataset declares must hold for every edition: the closed set of checks, and what each needs.

use super::Dataset;
use crate::domain::{AreaLevel, Id};
use crate::table::Row;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Something that must hold for every edition.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Name, unique in the dataset.
    pub id: Id,
    /// What is compared.
    pub kind: CheckKind,
    /// The measure checked; all when absent.
    pub measure: Option<Id>,
    /// For `parts-sum`: the dimension whose parts make up the whole.
    pub dimension: Option<Id>,
    /// Dimensions held at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// For sums: a difference that is allowed whatever the rounding, with its reason beside it.
    #[serde(default)]
    pub tolerance: f64,
    /// For sums: what the publisher rounds figures to; the difference that follows is allowed.
    #[serde(default)]
    pub rounded: Rounded,
    /// For sums: the whole includes estimates for missing parts, or suppressed ones. Where a part is missing the whole
    /// must be at least the sum of the parts that are known; without this such wholes are not compared.
    #[serde(default)]
    pub imputed: bool,
    /// For `parts-sum`: the share of a whole that may be in none of its parts, such as people of whom it is not known.
    #[serde(default)]
    pub unstated: f64,
    /// Lowest number allowed: of a figure for `range` (0 when absent), of areas or figures for counts.
    pub at_least: Option<f64>,
    /// Highest number allowed, in the same places; for `change` a ratio, 0.5 being half as much again or half gone.
    pub at_most: Option<f64>,
    /// For `range`: true when figures are whole numbers, as counts are; rates and percentages say `whole = false`.
    #[serde(default = "yes")]
    pub whole: bool,
    /// For counts: the level of the areas. For `areas-sum`: the level of the wholes compared; every one when absent.
    pub level: Option<AreaLevel>,
    /// For counts: on which days.
    #[serde(default)]
    pub on: On,
}

/// What a publisher rounds figures to; 0 means not at all, 1 to whole numbers, as estimates are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounded {
    /// The published wholes.
    #[serde(default)]
    pub total: f64,
    /// Each of their parts.
    #[serde(default)]
    pub parts: f64,
    /// The levels of area whose figures are rounded; every one when empty. The others are exact.
    #[serde(default)]
    pub levels: Vec<AreaLevel>,
}

/// The days that areas and figures are counted on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// Each day of the edition.
    #[default]
    Each,
    /// The newest day of each measure.
    Newest,
}

/// The kinds of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// A published regional or national figure equals the sum of its authorities.
    AreasSum,
    /// A published whole equals the sum of its parts, as the codelist draws them.
    PartsSum,
    /// Figures are whole numbers from `at_least` up to `at_most`.
    Range,
    /// There are figures for at least `at_least` and at most `at_most` areas of a `level`, in each measure and on each day.
    AreasCount,
    /// Each area of a `level` has as many figures as the others in a measure on a day, or as many as the limits say.
    RowsPerArea,
    /// The total of a measure on the newest day is within `at_most` of what it was on the day before, be that day in the
    /// same edition or in the one before.
    Change,
}

fn yes() -> bool {
    true
}

impl Rounded {
    /// How far a whole may be from the sum of its parts, by the levels of their areas: half of what each figure is rounded to.
    pub fn allows(&self, whole: AreaLevel, parts: impl IntoIterator<Item = AreaLevel>) -> f64 {
        let half = |to: f64, level| if self.levels.is_empty() || self.levels.contains(&level) { to / 2.0 } else { 0.0 };
        half(self.total, whole) + parts.into_iter().map(|level| half(self.parts, level)).sum::<f64>()
    }
}

impl Check {
    /// The rows that the check is about.
    pub fn chosen<'r>(&self, rows: &'r [Row], dataset: &Dataset) -> Vec<&'r Row> {
        let fixed: Vec<(usize, &String)> =
            self.fixed.iter().filter_map(|(dimension, code)| Some((dataset.dim_index(dimension)?, code))).collect();
        rows.iter()
            .filter(|row| self.measure.as_ref().is_none_or(|measure| row.measure == measure.as_str()))
            .filter(|row| fixed.iter().all(|(index, code)| row.dims[*index] == **code))
            .collect()
    }

    /// What the check needs and has not got; `None` when it can run.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        let is_sum = matches!(self.kind, CheckKind::AreasSum | CheckKind::PartsSum);
        let has_rules =
            self.tolerance != 0.0 || self.rounded != Rounded::default() || self.imputed || self.unstated != 0.0;
        let limits = (self.at_least, self.at_most);
        match self.kind {
            _ if has_rules && !is_sum => Some("`tolerance`, `rounded`, `imputed` and `unstated` only in a sum"),
            CheckKind::PartsSum if self.dimension.is_none() => Some("`dimension`, the one that has a whole and parts"),
            CheckKind::AreasCount | CheckKind::RowsPerArea if self.level.is_none() => {
                Some("`level`, such as \"authority\"")
            }
            CheckKind::AreasCount if limits == (None, None) => Some("`at_least`, `at_most` or both"),
            CheckKind::Change if self.at_most.is_none() => Some("`at_most`, such as 0.5 for half"),
            _ if is_sum && limits != (None, None) => Some("no limits in a sum: `tolerance` or `rounded`"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rounded;
    use crate::domain::AreaLevel;

    #[test]
    fn rounding_allows_half_a_step_for_each_rounded_figure() {
        // Whole to 10, parts exact: 5. Both to 10 and nine parts: 5 for each of the ten figures. Estimates as whole numbers: 5.
        for (total, parts, allowed) in [(10.0, 0.0, 5.0), (10.0, 10.0, 50.0), (0.0, 0.0, 0.0), (1.0, 1.0, 5.0)] {
            let rounded = Rounded { total, parts, levels: Vec::new() };
            assert!((rounded.allows(AreaLevel::Region, [AreaLevel::Authority; 9]) - allowed).abs() < 1e-9);
        }
        // Figures of regions are rounded to 10, those of authorities are not: only the whole may be off.
        let regions = Rounded { total: 10.0, parts: 10.0, levels: vec![AreaLevel::Region] };
        assert!((regions.allows(AreaLevel::Region, [AreaLevel::Authority; 9]) - 5.0).abs() < 1e-9);
        assert!(regions.allows(AreaLevel::Authority, [AreaLevel::Authority; 9]).abs() < 1e-9);
    }
}
