//! What a dataset declares must hold for every edition: the closed set of checks, and what each needs.

mod chosen_rows;

pub use chosen_rows::chosen;

use crate::domain::{AreaLevel, Id};
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
    /// For `parts-sum`: the dimension whose parts make up the whole. For `formula`: the one whose codes it names, in place of
    /// measures.
    pub dimension: Option<Id>,
    /// Dimensions held at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// For `moves-balance`: the measure of moves out, beside that of moves in.
    pub against: Option<Id>,
    /// For `formula` and `ratio-steps`: how figures of a row make another.
    pub formula: Option<Formula>,
    /// For `elsewhere`: the figures of another table that those of this one are; for `ratio-steps` the ones divided by.
    pub elsewhere: Option<Elsewhere>,
    /// For sums: a difference that is allowed whatever the rounding, with its reason beside it. It never covers a whole of
    /// which the parts hold nothing, and is an error where it is as large as every whole.
    #[serde(default)]
    pub tolerance: f64,
    /// The share of a figure by which another may differ from it, with its reason beside it.
    #[serde(default)]
    pub within: f64,
    /// For sums: areas whose published wholes are not compared, with the reason beside them.
    #[serde(default)]
    pub except: Vec<String>,
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
    /// What wholes are sometimes rounded to besides, without a note: it counts where all wholes of a level are round.
    #[serde(default)]
    pub at_times: Vec<f64>,
}

/// How figures of one area, day and category make another: the sum of some less others, or a quotient. They are measures, or
/// codes of the check's `dimension`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// Those that are added.
    #[serde(default)]
    pub plus: Vec<Id>,
    /// Those that are subtracted; their size counts, since flows out are printed with a minus sign or without.
    #[serde(default)]
    pub minus: Vec<Id>,
    /// The one that is divided.
    pub of: Option<Id>,
    /// The one that it is divided by; for `ratio-steps` that of `elsewhere` when absent.
    pub by: Option<Id>,
    /// What the quotient is multiplied by, such as 100 for a percentage.
    #[serde(default = "one")]
    pub times: f64,
}

/// Figures of another table of the same workbook.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// The dataset that reads it.
    pub dataset: Id,
    /// Its measure; those of the same name when absent.
    pub measure: Option<Id>,
    /// Its dimensions held at one code; the rows are added over all others, but for those of `by`.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// Dimensions that both tables have, and whose codes are compared one by one.
    #[serde(default)]
    pub by: Vec<Id>,
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
    /// Moves between the authorities of an area are as many in as out: moves in of its authorities less its own, and the
    /// same of moves out.
    MovesBalance,
    /// Moves over the border of an area are fewer than those over the borders of its authorities together.
    MovesInside,
    /// A figure is the one that others of its area, day and category make.
    Formula,
    /// A ratio of two figures of an area changes by at most `at_most` a year, where the lower figure is at least `at_least`.
    RatioSteps,
    /// A figure, or the sum of several, is the one of another table.
    Elsewhere,
    /// Figures of a day stand in the rows of their areas, and not all one row further up or down.
    RowsInPlace,
    /// A figure of an area of the `level` is within the share `at_most` of the one in the edition before, or of those of
    /// the areas that it replaced; those below `at_least` are not compared.
    EditionBefore,
}

fn yes() -> bool {
    true
}

fn one() -> f64 {
    1.0
}

impl Formula {
    /// Everything it names.
    pub fn names(&self) -> impl Iterator<Item = &Id> {
        self.plus.iter().chain(&self.minus).chain(&self.of).chain(&self.by)
    }
}

impl Rounded {
    /// How far a whole may be from the sum of its parts, by the levels of their areas: half of what each figure is rounded to.
    ///
    /// `usual` is what wholes are rounded to: [`Rounded::total`], or what [`Rounded::step_of`] finds.
    pub fn allows_of(&self, usual: f64, whole: AreaLevel, parts: impl IntoIterator<Item = AreaLevel>) -> f64 {
        let half = |to: f64, level| if self.levels.is_empty() || self.levels.contains(&level) { to / 2.0 } else { 0.0 };
        half(usual, whole) + parts.into_iter().map(|level| half(self.parts, level)).sum::<f64>()
    }

    /// The same for wholes that are rounded as usual.
    pub fn allows(&self, whole: AreaLevel, parts: impl IntoIterator<Item = AreaLevel>) -> f64 {
        self.allows_of(self.total, whole, parts)
    }

    /// What wholes of one level are rounded to: the coarsest step of `at_times` that all of them are multiples of, else as
    /// usual.
    pub fn step_of(&self, wholes: &[f64]) -> f64 {
        let is_round = |step: &&f64| !wholes.is_empty() && wholes.iter().all(|whole| whole % **step == 0.0);
        self.at_times.iter().filter(is_round).copied().fold(self.total, f64::max)
    }
}

impl Check {
    /// True for a sum of published wholes.
    pub fn is_sum(&self) -> bool {
        matches!(self.kind, CheckKind::AreasSum | CheckKind::PartsSum)
    }

    /// What the check needs and has not got; `None` when it can run.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        let has_rules =
            self.tolerance != 0.0 || self.rounded != Rounded::default() || self.imputed || self.unstated != 0.0;
        let limits = (self.at_least, self.at_most);
        let compares = |kind| {
            use CheckKind::{Elsewhere, Formula, MovesBalance, MovesInside};
            matches!(kind, MovesBalance | MovesInside | Formula | Elsewhere)
        };
        let formula = self.formula.as_ref();
        let has = |part: fn(&Formula) -> bool| formula.is_some_and(part);
        match self.kind {
            kind if has_rules && !self.is_sum() && !compares(kind) => {
                Some("`tolerance`, `rounded`, `imputed` and `unstated` only where figures are compared")
            }
            kind if self.within != 0.0 && !compares(kind) => Some("`within` only where figures are compared"),
            CheckKind::PartsSum if self.dimension.is_none() => Some("`dimension`, the one that has a whole and parts"),
            CheckKind::AreasCount | CheckKind::RowsPerArea | CheckKind::EditionBefore if self.level.is_none() => {
                Some("`level`, such as \"authority\"")
            }
            CheckKind::AreasCount if limits == (None, None) => Some("`at_least`, `at_most` or both"),
            CheckKind::Change if self.at_most.is_none() => Some("`at_most`, such as 0.5 for half"),
            CheckKind::RatioSteps | CheckKind::EditionBefore if self.at_most.is_none() => {
                Some("`at_most`, a share such as 0.05")
            }
            CheckKind::MovesBalance if self.measure.is_none() || self.against.is_none() => {
                Some("`measure`, the moves in, and `against`, the moves out")
            }
            CheckKind::EditionBefore if self.measure.is_none() => Some("`measure`, the one that is compared"),
            CheckKind::Formula if self.measure.is_none() == self.dimension.is_none() => {
                Some("either `measure`, the one that is made, or `dimension` with its code in `fixed`")
            }
            CheckKind::Formula if !has(|f| f.of.is_some() && f.by.is_some() || !f.plus.is_empty()) => {
                Some("`formula`, with `of` and `by` or with `plus`")
            }
            CheckKind::RatioSteps if !has(|f| f.of.is_some()) => Some("`formula`, with `of`"),
            CheckKind::RatioSteps if self.elsewhere.is_none() && !has(|f| f.by.is_some()) => {
                Some("`by` in its `formula`, or `elsewhere`")
            }
            CheckKind::Elsewhere if self.elsewhere.is_none() => Some("`elsewhere`, the other table"),
            _ if self.is_sum() && limits != (None, None) => Some("no limits in a sum: `tolerance` or `rounded`"),
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
            let rounded = Rounded { total, parts, ..Rounded::default() };
            assert!((rounded.allows(AreaLevel::Region, [AreaLevel::Authority; 9]) - allowed).abs() < 1e-9);
        }
        // Figures of regions are rounded to 10, those of authorities are not: only the whole may be off.
        let regions = Rounded { total: 10.0, parts: 10.0, levels: vec![AreaLevel::Region], ..Rounded::default() };
        assert!((regions.allows(AreaLevel::Region, [AreaLevel::Authority; 9]) - 5.0).abs() < 1e-9);
        assert!(regions.allows(AreaLevel::Authority, [AreaLevel::Authority; 9]).abs() < 1e-9);
    }
}
