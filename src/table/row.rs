//! One figure with all its attributes.

use crate::domain::{AreaCode, Period, Status, Unit};
use polars::prelude::PlSmallStr;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// A figure: area, period, measure, value, unit, status and source cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The area.
    pub area: AreaCode,
    /// Its name as this project prints it.
    pub area_name: PlSmallStr,
    /// The day or period.
    pub period: Period,
    /// One code for each dimension of the table, in the table's order.
    pub dims: Arc<[String]>,
    /// What was measured.
    pub measure: PlSmallStr,
    /// The number; `None` always comes with a missing [`Status`].
    pub value: Option<f64>,
    /// The unit of the number.
    pub unit: Unit,
    /// The publisher's status for the number.
    pub status: Option<Status>,
    /// Position in the table's list of sources.
    pub source: u32,
    /// Sheet and cell, or the row of a text file.
    pub cell: PlSmallStr,
}

impl Row {
    /// The value together with its status, as methods take them.
    pub fn figure(&self) -> Figure {
        Figure { value: self.value, status: self.status }
    }
}

/// A number that may be missing, with the reason: the type that every method uses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// The number, unrounded.
    pub value: Option<f64>,
    /// Why it is missing, or what qualifies it.
    pub status: Option<Status>,
}

impl Figure {
    /// A plain number.
    pub fn of(value: f64) -> Self {
        Self { value: Some(value), status: None }
    }

    /// A missing number with its reason. `status` should be one of the missing statuses.
    pub fn missing(status: Status) -> Self {
        Self { value: None, status: Some(status) }
    }

    /// True for a number that is missing only because it is not available.
    pub fn is_not_available(self) -> bool {
        self.value.is_none() && matches!(self.status, None | Some(Status::NotAvailable))
    }

    /// The figure without a status, such as a break on its own day when a difference between two
    /// days is computed.
    pub fn without(self, mark: Status) -> Self {
        Self { status: self.status.filter(|status| *status != mark), ..self }
    }

    /// True for a number with the status *at least*.
    pub fn is_at_least(self) -> bool {
        self.value.is_some() && self.status == Some(Status::LowerBound)
    }

    /// A part and its total, for their quotient. Where the total is marked *at least*, both figures
    /// refer to the people counted, so the quotient is not a bound.
    pub fn as_part_of(self, whole: Self) -> (Self, Self) {
        match whole.is_at_least() {
            true => (self.without(Status::LowerBound), whole.without(Status::LowerBound)),
            false => (self, whole),
        }
    }

    /// Applies a formula to columns of figures, such as one for each area. If any figure is
    /// missing, the result is missing. The gravest status remains.
    ///
    /// `formula` may return `None` where it is undefined (division by zero). The result is then
    /// *not applicable*, as is a result that is not a finite number.
    pub fn over<const N: usize>(
        columns: [&[Self]; N],
        formula: impl FnOnce([Vec<f64>; N]) -> Option<f64>,
    ) -> Self {
        let status = columns
            .iter()
            .copied()
            .flatten()
            .fold(None, |status, f| Status::combine(status, f.status));
        if columns.iter().copied().flatten().any(|figure| figure.value.is_none()) {
            let reason =
                status.filter(|status| status.is_missing()).unwrap_or(Status::NotAvailable);
            return Self::missing(reason);
        }
        let numbers =
            columns.map(|column| column.iter().filter_map(|figure| figure.value).collect());
        match formula(numbers).filter(|value| value.is_finite()) {
            Some(value) => Self { value: Some(value), status },
            None => Self::missing(Status::NotApplicable),
        }
    }

    /// The same for a few figures, each passed separately to the formula.
    pub fn all<const N: usize>(
        figures: [Self; N],
        formula: impl FnOnce([f64; N]) -> Option<f64>,
    ) -> Self {
        Self::over([&figures], |[numbers]| numbers.try_into().ok().and_then(formula))
    }

    /// The same for two figures.
    pub fn combine(self, other: Self, formula: impl FnOnce(f64, f64) -> Option<f64>) -> Self {
        Self::all([self, other], |[a, b]| formula(a, b))
    }

    /// Applies a formula to a present number; a missing number stays missing with the same reason.
    pub fn map(self, formula: impl FnOnce(f64) -> Option<f64>) -> Self {
        match self.value.map(formula) {
            Some(Some(value)) => Self { value: Some(value), status: self.status },
            Some(None) => Self::missing(Status::NotApplicable),
            None => self,
        }
    }

    /// Adds figures. One missing part makes the sum missing, because a sum of the rest would be too
    /// low. An empty sum is *not available*.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        parts
            .into_iter()
            .reduce(|a, b| a.combine(b, |x, y| Some(x + y)))
            .unwrap_or(Self::missing(Status::NotAvailable))
    }
}

#[cfg(test)]
mod tests {
    use super::Figure;
    use crate::domain::Status;

    #[test]
    fn a_missing_part_makes_the_sum_missing_for_the_gravest_reason() {
        let parts = [
            Figure::of(3.0),
            Figure::missing(Status::NotAvailable),
            Figure::missing(Status::Suppressed),
        ];
        assert_eq!(Figure::sum(parts), Figure::missing(Status::Suppressed));
        assert_eq!(Figure::sum([Figure::of(3.0), Figure::of(4.0)]), Figure::of(7.0));
        assert_eq!(Figure::sum([]), Figure::missing(Status::NotAvailable));
    }

    #[test]
    fn a_formula_of_columns_needs_every_figure() {
        let quotient = |people: &[Figure], residents: &[Figure]| {
            Figure::over([people, residents], |[a, p]| {
                Some(a.iter().sum::<f64>() / p.iter().sum::<f64>())
            })
        };
        let (some, none) = ([Figure::of(1.0), Figure::of(2.0)], [Figure::of(0.0)]);
        assert_eq!(quotient(&some, &[Figure::of(6.0)]), Figure::of(0.5));
        assert_eq!(
            quotient(&some, &none),
            Figure::missing(Status::NotApplicable),
            "no finite number"
        );
        let suppressed = [Figure::of(1.0), Figure::missing(Status::Suppressed)];
        assert_eq!(quotient(&suppressed, &none), Figure::missing(Status::Suppressed));
    }

    #[test]
    fn an_undefined_formula_is_not_applicable() {
        assert_eq!(
            Figure::of(1.0).combine(Figure::of(0.0), |_, _| None),
            Figure::missing(Status::NotApplicable)
        );
    }
}
