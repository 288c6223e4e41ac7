//! What a dataset declares must hold for every edition: the closed set of checks, each with what it
//! compares by.

mod chosen_rows;
mod written;

pub use chosen_rows::chosen;
pub(super) use written::WrittenCheck;

use crate::domain::{AreaCode, AreaLevel, Id};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Something that must hold for every edition.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "WrittenCheck")]
pub struct Check {
    /// Name, unique in the dataset.
    pub id: Id,
    /// The measure checked; all when absent.
    pub measure: Option<Id>,
    /// Dimensions held at one code.
    pub fixed: BTreeMap<Id, String>,
    /// What is compared.
    pub kind: CheckKind,
}

/// The kinds of checks.
#[derive(Debug, Clone, PartialEq)]
pub enum CheckKind {
    /// A published regional or national figure equals the sum of its authorities.
    AreasSum {
        /// The level of the wholes compared; every one when absent.
        level: Option<AreaLevel>,
        /// Areas whose published wholes are not compared, with the reason beside them.
        except: Vec<AreaCode>,
        /// How far they may differ.
        sums: Sums,
    },
    /// A published whole equals the sum of its parts, as the codelist draws them.
    PartsSum {
        /// The dimension that has a whole and parts.
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
    /// There are figures for so many areas of a level, in each measure and on each day.
    AreasCount {
        /// Which areas are counted.
        counted: Counted,
        /// How many there may be.
        limits: CountLimits,
    },
    /// Each area of a level has as many figures as the others in a measure on a day, or as many as
    /// the limits say.
    RowsPerArea {
        /// Which areas are counted.
        counted: Counted,
        /// How many figures each may have; as many as most others when absent.
        limits: Option<CountLimits>,
    },
    /// The total of a measure on the newest day is near what it was on the day before, be that day
    /// in the same edition or in the one before.
    Change {
        /// The greatest change, as a ratio: 0.5 is half as much again or half gone.
        at_most: f64,
    },
    /// Moves between the authorities of an area are as many in as out: moves in of its authorities
    /// less its own, and the same of moves out.
    MovesBalance {
        /// The measure of moves out, beside that of moves in.
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
    /// A figure is the one that others of its area, day and category make.
    Formula {
        /// The dimension whose codes the formula names; it names measures when absent.
        dimension: Option<Id>,
        /// How they make it.
        formula: Formula,
        /// How far they may differ.
        allowed: Allowed,
    },
    /// A ratio of two figures of an area changes little from year to year.
    RatioSteps {
        /// The measure divided.
        of: Id,
        /// What it is divided by.
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
    /// Figures of a day stand in the rows of their areas, and not all one row further up or down.
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

/// How far a published whole may be from the sum of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// A difference that is allowed whatever the rounding, with its reason beside it. It never
    /// covers a whole of which the parts hold nothing, and is an error where it is as large as
    /// every whole.
    pub tolerance: f64,
    /// What the publisher rounds figures to; the difference that follows is allowed.
    pub rounded: Rounded,
    /// The whole includes estimates for missing parts, or suppressed ones. Where a part is missing
    /// the whole must be at least the sum of the parts that are known; without this such wholes are
    /// not compared.
    pub imputed: bool,
    /// The share of a whole that may be in none of its parts, such as people of whom it is not
    /// known.
    pub unstated: f64,
}

/// How far figures that depend on each other may differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowed {
    /// A difference that is allowed whatever the rounding, with its reason beside it.
    pub tolerance: f64,
    /// What the publisher rounds figures to; the difference that follows is allowed.
    pub rounded: Rounded,
    /// The share of a figure by which another may differ from it, with its reason beside it.
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

/// How many there may be of what is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CountLimits {
    /// So many or more.
    AtLeast(f64),
    /// So many or fewer.
    AtMost(f64),
    /// From the first to the second.
    Between(f64, f64),
}

/// What a ratio is divided by.
#[derive(Debug, Clone, PartialEq)]
pub enum Divisor {
    /// A measure of the same table.
    Measure(Id),
    /// Figures of another table.
    Elsewhere(Elsewhere),
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
    /// What wholes are sometimes rounded to besides, without a note: it counts where all wholes of
    /// a level are round.
    #[serde(default)]
    pub at_times: Vec<f64>,
}

/// How figures of one area, day and category make another.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// The sum of some less others.
    Sum {
        /// Those that are added.
        plus: Vec<Id>,
        /// Those that are subtracted; their size counts, since flows out are printed with a minus
        /// sign or without.
        minus: Vec<Id>,
    },
    /// A quotient.
    Quotient {
        /// The one that is divided.
        of: Id,
        /// The one that it is divided by.
        by: Id,
        /// What the quotient is multiplied by, such as 100 for a percentage.
        times: f64,
    },
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
    /// How far a whole may be from the sum of its parts, by the levels of their areas: half of what
    /// each figure is rounded to.
    ///
    /// `usual` is what wholes are rounded to: [`Rounded::total`], or what [`Rounded::step_of`]
    /// finds.
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

    /// The same for wholes that are rounded as usual.
    pub fn allows(&self, whole: AreaLevel, parts: impl IntoIterator<Item = AreaLevel>) -> f64 {
        self.allows_of(self.total, whole, parts)
    }

    /// What wholes of one level are rounded to: the coarsest step of `at_times` that all of them
    /// are multiples of, else as usual.
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
    /// True for a sum of published wholes.
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
        // Whole to 10, parts exact: 5. Both to 10 and nine parts: 5 for each of the ten figures.
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
        // Figures of regions are rounded to 10, those of authorities are not: only the whole may be
        // off.
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
