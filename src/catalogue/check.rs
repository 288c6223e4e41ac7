//! Conditions that a dataset declares for every edition: the closed set of checks, each with its
//! parameters.

mod chosen_rows;
mod written;

pub use chosen_rows::chosen;
pub(super) use written::WrittenCheck;

use crate::domain::{AreaCode, AreaLevel, Id};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A condition that every edition must meet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "WrittenCheck")]
pub struct Check {
    /// Name, unique in the dataset.
    pub id: Id,
    /// The measure checked; all when absent.
    pub measure: Option<Id>,
    /// Dimensions fixed at one code.
    pub fixed: BTreeMap<Id, String>,
    /// The comparison.
    pub kind: CheckKind,
}

/// The kinds of checks.
#[derive(Debug, Clone, PartialEq)]
pub enum CheckKind {
    /// A published regional or national figure equals the sum of its authorities.
    AreasSum {
        /// The level of the totals compared; every one when absent.
        level: Option<AreaLevel>,
        /// Areas whose published totals are not compared, each with its reason in a comment.
        except: Vec<AreaCode>,
        /// How far they may differ.
        sums: Sums,
    },
    /// A published total equals the sum of its parts, as defined by the codelist.
    PartsSum {
        /// The dimension that has a total and parts.
        dimension: Id,
        /// How far they may differ.
        sums: Sums,
    },
    /// Figures are numbers within limits.
    Range {
        /// Lowest number allowed.
        at_least: f64,
        /// Highest number allowed.
        at_most: Option<f64>,
        /// True when figures are whole numbers, as counts are.
        whole: bool,
    },
    /// There are figures for a number of areas of a level, in each measure and on each day.
    AreasCount {
        /// Which areas are counted.
        counted: Counted,
        /// How many there may be.
        limits: CountLimits,
    },
    /// Each area of a level has as many figures as the others in a measure on a day, or as many as
    /// the limits allow.
    RowsPerArea {
        /// Which areas are counted.
        counted: Counted,
        /// How many figures each may have; as many as most others when absent.
        limits: Option<CountLimits>,
    },
    /// The total of a measure on the newest day is close to the total on the day before. Both days
    /// may be in one edition, or in two.
    Change {
        /// The greatest change, as a ratio: 0.5 is an increase or a fall by half.
        at_most: f64,
    },
    /// Moves between the authorities of an area are as many in as out: moves in of its authorities
    /// less its own, and the same of moves out.
    MovesBalance {
        /// The measure of moves out, compared with that of moves in.
        against: Id,
        /// How far they may differ.
        allowed: Allowed,
    },
    /// Moves over the border of an area are fewer than those over the borders of its authorities
    /// together.
    MovesInside {
        /// How far they may differ.
        allowed: Allowed,
    },
    /// A figure is the result of a formula on others of its area, day and category.
    Formula {
        /// The dimension whose codes the formula names; it names measures when absent.
        dimension: Option<Id>,
        /// The formula.
        formula: Formula,
        /// How far they may differ.
        allowed: Allowed,
    },
    /// A ratio of two figures of an area changes little from year to year.
    RatioSteps {
        /// The measure divided.
        of: Id,
        /// The divisor.
        by: Divisor,
        /// The greatest change of the ratio in a year.
        at_most: f64,
        /// The lowest divisor for which ratios are compared.
        at_least: f64,
    },
    /// A figure, or the sum of several, is the one of another table.
    Elsewhere {
        /// The figures of the other table.
        elsewhere: Elsewhere,
        /// How far they may differ.
        allowed: Allowed,
    },
    /// Figures of a day are in the rows of their areas, and not all one row further up or down.
    RowsInPlace {
        /// The lowest figure that is compared.
        at_least: f64,
    },
    /// A figure of an area is near the one in the edition before, or those of the areas that it
    /// replaced.
    EditionBefore(EditionBefore),
}

/// The keys of a comparison with the edition before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EditionBefore {
    /// The level of the areas compared.
    pub level: AreaLevel,
    /// The greatest change, as a share of the figure before.
    pub at_most: f64,
    /// The lowest figure that is compared.
    pub at_least: f64,
}

/// How far a published total may be from the sum of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// A difference that is allowed whatever the rounding, with its reason in a comment. It never
    /// applies to a total whose parts have no figures. A difference as large as every total is an
    /// error.
    pub tolerance: f64,
    /// The publisher's rounding of figures; the resulting difference is allowed.
    pub rounded: Rounded,
    /// The total includes estimates for missing parts, or suppressed ones. Where a part is missing,
    /// the total must be at least the sum of the known parts; without this such totals are not
    /// compared.
    pub imputed: bool,
    /// The share of a total that may be in none of its parts, such as people whose category is
    /// unknown.
    pub unstated: f64,
}

/// How far figures that depend on each other may differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowed {
    /// A difference that is allowed whatever the rounding, with its reason in a comment.
    pub tolerance: f64,
    /// The publisher's rounding of figures; the resulting difference is allowed.
    pub rounded: Rounded,
    /// The share of a figure by which another may differ from it, with its reason in a comment.
    pub within: f64,
}

/// Which areas are counted, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Their level.
    pub level: AreaLevel,
    /// On which days.
    pub on: On,
}

/// The permitted number of what is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CountLimits {
    /// This many or more.
    AtLeast(f64),
    /// This many or fewer.
    AtMost(f64),
    /// From the first to the second.
    Between(f64, f64),
}

/// The divisor of a ratio.
#[derive(Debug, Clone, PartialEq)]
pub enum Divisor {
    /// A measure of the same table.
    Measure(Id),
    /// Figures of another table.
    Elsewhere(Elsewhere),
}

/// What a publisher rounds figures to; 0 means no rounding, 1 whole numbers, as for estimates.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounded {
    /// The published totals.
    #[serde(default)]
    pub total: f64,
    /// Each of their parts.
    #[serde(default)]
    pub parts: f64,
    /// The levels of area whose figures are rounded; every one when empty. The others are exact.
    #[serde(default)]
    pub levels: Vec<AreaLevel>,
    /// Further rounding steps that totals sometimes have, without a note: a step applies where all
    /// totals of a level are round.
    #[serde(default)]
    pub at_times: Vec<f64>,
}

/// The formula by which figures of one area, day and category give another.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// The sum of some less others.
    Sum {
        /// The terms that are added.
        plus: Vec<Id>,
        /// The terms that are subtracted; their size counts, since flows out are printed with a
        /// minus sign or without.
        minus: Vec<Id>,
    },
    /// A quotient.
    Quotient {
        /// The dividend.
        of: Id,
        /// The divisor.
        by: Id,
        /// The multiplier of the quotient, such as 100 for a percentage.
        times: f64,
    },
}

/// Figures of another table of the same workbook.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// The dataset with the figure.
    pub dataset: Id,
    /// Its measure; the measures of the same name when absent.
    pub measure: Option<Id>,
    /// Its dimensions fixed at one code; rows are added over all others, except those of `by`.
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

impl Formula {
    /// Everything it names.
    pub fn names(&self) -> Vec<&Id> {
        match self {
            Self::Sum { plus, minus } => plus.iter().chain(minus).collect(),
            Self::Quotient { of, by, .. } => vec![of, by],
        }
    }
}

impl CountLimits {
    /// Limits of which one may be absent; `None` without any.
    pub fn new(least: Option<f64>, most: Option<f64>) -> Option<Self> {
        match (least, most) {
            (Some(least), Some(most)) => Some(Self::Between(least, most)),
            (Some(least), None) => Some(Self::AtLeast(least)),
            (None, Some(most)) => Some(Self::AtMost(most)),
            (None, None) => None,
        }
    }

    /// True for a number below them.
    pub fn is_above(self, count: f64) -> bool {
        matches!(self, Self::AtLeast(least) | Self::Between(least, _) if count < least)
    }

    /// True for a number within them.
    pub fn contains(self, count: f64) -> bool {
        !self.is_above(count)
            && !matches!(self, Self::AtMost(most) | Self::Between(_, most) if count > most)
    }
}

impl Rounded {
    /// How far a total may be from the sum of its parts, by the levels of their areas: half of each
    /// figure's rounding step.
    ///
    /// `usual` is the rounding step of totals: [`Rounded::total`], or the result of
    /// [`Rounded::step_of`].
    pub fn allows_of(
        &self,
        usual: f64,
        whole: AreaLevel,
        parts: impl IntoIterator<Item = AreaLevel>,
    ) -> f64 {
        let half = |to: f64, level| {
            if self.levels.is_empty() || self.levels.contains(&level) { to / 2.0 } else { 0.0 }
        };
        half(usual, whole) + parts.into_iter().map(|level| half(self.parts, level)).sum::<f64>()
    }

    /// The same for totals that are rounded as usual.
    pub fn allows(&self, whole: AreaLevel, parts: impl IntoIterator<Item = AreaLevel>) -> f64 {
        self.allows_of(self.total, whole, parts)
    }

    /// The rounding step of totals of one level: the coarsest step of `at_times` that all of them
    /// are multiples of, else the usual one.
    pub fn step_of(&self, wholes: &[f64]) -> f64 {
        let is_round =
            |step: &&f64| !wholes.is_empty() && wholes.iter().all(|whole| whole % **step == 0.0);
        self.at_times.iter().filter(is_round).copied().fold(self.total, f64::max)
    }
}

impl CheckKind {
    /// True for sums of authorities.
    pub fn is_areas_sum(&self) -> bool {
        matches!(self, Self::AreasSum { .. })
    }

    /// True for sums of categories.
    pub fn is_parts_sum(&self) -> bool {
        matches!(self, Self::PartsSum { .. })
    }
}

impl Check {
    /// True for a sum of published totals.
    pub fn is_sum(&self) -> bool {
        self.kind.is_areas_sum() || self.kind.is_parts_sum()
    }

    /// The greatest change of a total, for a check of one.
    pub fn greatest_change(&self) -> Option<f64> {
        match self.kind {
            CheckKind::Change { at_most } => Some(at_most),
            _ => None,
        }
    }

    /// The figures of another table, for a check that needs some.
    pub fn elsewhere(&self) -> Option<&Elsewhere> {
        match &self.kind {
            CheckKind::Elsewhere { elsewhere, .. } => Some(elsewhere),
            CheckKind::RatioSteps { by: Divisor::Elsewhere(elsewhere), .. } => Some(elsewhere),
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
        // Total to 10, parts exact: 5. Both to 10 and nine parts: 5 for each of the ten figures.
        // Estimates as whole numbers: 5.
        for (total, parts, allowed) in
            [(10.0, 0.0, 5.0), (10.0, 10.0, 50.0), (0.0, 0.0, 0.0), (1.0, 1.0, 5.0)]
        {
            let rounded = Rounded { total, parts, ..Rounded::default() };
            assert!(
                (rounded.allows(AreaLevel::Region, [AreaLevel::Authority; 9]) - allowed).abs()
                    < 1e-9
            );
        }
        // Figures of regions are rounded to 10, those of authorities are not: only the total may
        // differ.
        let regions = Rounded {
            total: 10.0,
            parts: 10.0,
            levels: vec![AreaLevel::Region],
            ..Rounded::default()
        };
        assert!((regions.allows(AreaLevel::Region, [AreaLevel::Authority; 9]) - 5.0).abs() < 1e-9);
        assert!(regions.allows(AreaLevel::Authority, [AreaLevel::Authority; 9]).abs() < 1e-9);
    }
}
