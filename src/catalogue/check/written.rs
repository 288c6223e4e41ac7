//! Checks as they are written in files, and their meaning. Belongs here: which keys each kind
//! needs. Does not belong here: links to other definitions.

use super::super::reference_check::wrong;
use super::{
    Allowed, Check, CheckKind, CountLimits, Counted, Divisor, EditionBefore, Elsewhere, Formula,
    On, Rounded, Sums,
};
use crate::domain::{AreaCode, AreaLevel, Error, Id, Result, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Figures below this are similar to those of their neighbours by chance.
const SMALL: f64 = 20.0;

/// The keys of a check in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::catalogue) struct WrittenCheck {
    id: Id,
    kind: Kind,
    measure: Option<Id>,
    dimension: Option<Id>,
    #[serde(default)]
    fixed: BTreeMap<Id, String>,
    against: Option<Id>,
    formula: Option<WrittenFormula>,
    elsewhere: Option<Elsewhere>,
    #[serde(default)]
    tolerance: f64,
    #[serde(default)]
    within: f64,
    #[serde(default)]
    except: Vec<AreaCode>,
    #[serde(default)]
    rounded: Rounded,
    #[serde(default)]
    imputed: bool,
    #[serde(default)]
    unstated: f64,
    at_least: Option<f64>,
    at_most: Option<f64>,
    #[serde(default = "yes")]
    whole: bool,
    level: Option<AreaLevel>,
    #[serde(default)]
    on: On,
}

/// The names of the kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    AreasSum,
    PartsSum,
    Range,
    AreasCount,
    RowsPerArea,
    Change,
    MovesBalance,
    MovesInside,
    Formula,
    RatioSteps,
    Elsewhere,
    RowsInPlace,
    EditionBefore,
}

/// A formula in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFormula {
    #[serde(default)]
    plus: Vec<Id>,
    #[serde(default)]
    minus: Vec<Id>,
    of: Option<Id>,
    by: Option<Id>,
    #[serde(default = "one")]
    times: f64,
}

fn yes() -> bool {
    true
}

fn one() -> f64 {
    1.0
}

impl Kind {
    fn is_sum(self) -> bool {
        matches!(self, Self::AreasSum | Self::PartsSum)
    }

    /// True for checks of figures that depend on each other.
    fn compares(self) -> bool {
        matches!(self, Self::MovesBalance | Self::MovesInside | Self::Formula | Self::Elsewhere)
    }
}

impl TryFrom<WrittenCheck> for Check {
    type Error = Error;

    fn try_from(written: WrittenCheck) -> Result<Self> {
        written.into_check()
    }
}

impl WrittenCheck {
    /// The resulting check. Errors with `F204` for a check that could not compare anything.
    pub fn into_check(self) -> Result<Check> {
        self.rules_fit()?;
        let (id, measure, fixed) = (self.id.clone(), self.measure.clone(), self.fixed.clone());
        Ok(Check { id, measure, fixed, kind: self.into_kind()? })
    }

    fn into_kind(self) -> Result<CheckKind> {
        Ok(match self.kind {
            Kind::AreasSum => {
                let sums = self.sums();
                CheckKind::AreasSum { level: self.level, except: self.except, sums }
            }
            Kind::PartsSum => {
                let sums = self.sums();
                let dimension = self
                    .dimension
                    .clone()
                    .ok_or_else(|| self.lacks("`dimension`, the one that has a whole and parts"));
                CheckKind::PartsSum { dimension: dimension?, sums }
            }
            Kind::Range => CheckKind::Range {
                at_least: self.at_least.unwrap_or_default(),
                at_most: self.at_most,
                whole: self.whole,
            },
            Kind::AreasCount => CheckKind::AreasCount {
                counted: self.counted()?,
                limits: CountLimits::new(self.at_least, self.at_most)
                    .ok_or_else(|| self.lacks("`at_least`, `at_most` or both"))?,
            },
            Kind::RowsPerArea => CheckKind::RowsPerArea {
                counted: self.counted()?,
                limits: CountLimits::new(self.at_least, self.at_most),
            },
            Kind::Change => CheckKind::Change {
                at_most: self
                    .at_most
                    .ok_or_else(|| self.lacks("`at_most`, such as 0.5 for half"))?,
            },
            Kind::MovesBalance => self.into_moves_balance()?,
            Kind::MovesInside => CheckKind::MovesInside { allowed: self.allowed() },
            Kind::Formula => self.into_formula()?,
            Kind::RatioSteps => self.into_ratio_steps()?,
            Kind::Elsewhere => {
                let (allowed, lacks) = (self.allowed(), self.lacks("`elsewhere`, the other table"));
                CheckKind::Elsewhere { elsewhere: self.elsewhere.ok_or(lacks)?, allowed }
            }
            Kind::RowsInPlace => {
                CheckKind::RowsInPlace { at_least: self.at_least.unwrap_or(SMALL) }
            }
            Kind::EditionBefore => self.edition_before()?,
        })
    }

    fn into_moves_balance(self) -> Result<CheckKind> {
        let allowed = self.allowed();
        let lacks = self.lacks("`measure`, the moves in, and `against`, the moves out");
        let against = self.against.filter(|_| self.measure.is_some()).ok_or(lacks)?;
        Ok(CheckKind::MovesBalance { against, allowed })
    }

    fn into_formula(self) -> Result<CheckKind> {
        if self.measure.is_none() == self.dimension.is_none() {
            return Err(self.lacks(
                "either `measure`, the one that is made, or `dimension` with its code in `fixed`",
            ));
        }
        let allowed = self.allowed();
        let lacks = self.lacks("`formula`, with `of` and `by` or with `plus`");
        let formula = self.formula.and_then(WrittenFormula::into_formula).ok_or(lacks)?;
        Ok(CheckKind::Formula { dimension: self.dimension, formula, allowed })
    }

    fn into_ratio_steps(self) -> Result<CheckKind> {
        let (at_most, at_least) = (self.share()?, self.at_least.unwrap_or_default());
        let without_of = self.lacks("`formula`, with `of`");
        let without_by = self.lacks("`by` in its `formula`, or `elsewhere`");
        let (of, by) = self.formula.map_or((None, None), |formula| (formula.of, formula.by));
        let of = of.ok_or(without_of)?;
        let by = by.map(Divisor::Measure).or(self.elsewhere.map(Divisor::Elsewhere));
        Ok(CheckKind::RatioSteps { of, by: by.ok_or(without_by)?, at_most, at_least })
    }

    fn edition_before(&self) -> Result<CheckKind> {
        let (level, at_most) = (self.level()?, self.share()?);
        if self.measure.is_none() {
            return Err(self.lacks("`measure`, the one that is compared"));
        }
        let at_least = self.at_least.unwrap_or_default();
        Ok(CheckKind::EditionBefore(EditionBefore { level, at_most, at_least }))
    }

    /// `F204` for a check without what it needs to compare anything.
    fn lacks(&self, expected: &str) -> Error {
        wrong(error_codes::DEFINITION_WRONG, &self.id, "a check that could not compare anything")
            .expected(expected)
    }

    fn level(&self) -> Result<AreaLevel> {
        self.level.ok_or_else(|| self.lacks("`level`, such as \"authority\""))
    }

    fn counted(&self) -> Result<Counted> {
        Ok(Counted { level: self.level()?, on: self.on })
    }

    fn share(&self) -> Result<f64> {
        self.at_most.ok_or_else(|| self.lacks("`at_most`, a share such as 0.05"))
    }

    fn sums(&self) -> Sums {
        Sums {
            tolerance: self.tolerance,
            rounded: self.rounded.clone(),
            imputed: self.imputed,
            unstated: self.unstated,
        }
    }

    fn allowed(&self) -> Allowed {
        Allowed { tolerance: self.tolerance, rounded: self.rounded.clone(), within: self.within }
    }

    /// Errors with `F204` for rules and limits of other kinds.
    fn rules_fit(&self) -> Result<()> {
        let has_rules = self.tolerance != 0.0
            || self.rounded != Rounded::default()
            || self.imputed
            || self.unstated != 0.0;
        let has_limits = self.at_least.is_some() || self.at_most.is_some();
        let expected = match self.kind {
            kind if has_rules && !kind.is_sum() && !kind.compares() => {
                "`tolerance`, `rounded`, `imputed` and `unstated` only where figures are compared"
            }
            kind if self.within != 0.0 && !kind.compares() => {
                "`within` only where figures are compared"
            }
            kind if kind.is_sum() && has_limits => "no limits in a sum: `tolerance` or `rounded`",
            _ => return Ok(()),
        };
        Err(self.lacks(expected))
    }
}

impl WrittenFormula {
    /// The formula; `None` where too few keys are given.
    fn into_formula(self) -> Option<Formula> {
        match (self.of, self.by) {
            (Some(of), Some(by)) => Some(Formula::Quotient { of, by, times: self.times }),
            _ if self.plus.is_empty() => None,
            _ => Some(Formula::Sum { plus: self.plus, minus: self.minus }),
        }
    }
}
