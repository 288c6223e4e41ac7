//! Figures that changed: an indicator before and after, an earlier figure for comparison, a revised
//! figure.
//!
//! Belongs here: the data of sentences on changes. Does not belong here: the sentences (`changes`).

use crate::domain::{AreaCode, Period, Unit, is_a_year_before};
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// An indicator of an area before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct MovedFact {
    /// Title of the indicator.
    pub title: String,
    /// The area.
    pub area: String,
    /// The unit.
    pub unit: Unit,
    /// The newest figure before.
    pub before: Option<Earlier>,
    /// The newest figure now, with its period.
    pub now: (Period, Figure),
}

/// An earlier figure for comparison.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Earlier {
    /// Its period.
    #[serde(flatten)]
    pub period: Period,
    /// The figure.
    #[serde(flatten)]
    pub figure: Figure,
    /// The break between the two figures, if they are not comparable. The sentence then gives no
    /// change.
    pub break_reason: Option<String>,
    /// The change in those of its authorities that are comparable, when others are not.
    pub comparable: Option<ComparableAreas>,
    /// Why a difference between the two may not be real.
    pub margin: Option<Margin>,
    /// True for an estimate of another edition, with which the newer one cannot be compared.
    pub of_another_edition: bool,
    /// The figure before revision, if it has been revised since.
    pub was: Option<Figure>,
}

impl Earlier {
    /// A figure that is comparable.
    pub fn of(period: Period, figure: Figure) -> Self {
        Self {
            period,
            figure,
            break_reason: None,
            comparable: None,
            margin: None,
            of_another_edition: false,
            was: None,
        }
    }

    /// True for the same period a year earlier, whatever the length of months.
    pub(super) fn is_a_year_before(&self, period: Period) -> bool {
        is_a_year_before(self.period.end, period.end)
    }
}

/// The change in the total of those authorities of an area that are comparable in both periods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct ComparableAreas {
    /// The number of comparable authorities.
    pub authorities: usize,
    /// The number of all authorities.
    pub of: usize,
    /// Their sum before.
    pub before: f64,
    /// Their sum now.
    pub now: f64,
}

/// Why a difference between two figures may not be real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Margin {
    /// The publisher rounds them.
    Rounding,
    /// They are estimates with intervals, or counts with intervals of chance.
    Interval,
}

/// A figure of one period, area and category, before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RevisedFact {
    /// The measure, by the dataset's name for it; `None` for an indicator.
    pub measure: Option<String>,
    /// The area.
    pub area_code: AreaCode,
    /// Its name.
    pub area_name: String,
    /// One code for each dimension, in their order.
    pub dims: Vec<String>,
    /// The titles of the categories, such as `dispersal accommodation`; empty where there are none
    /// to name.
    pub category: String,
    /// The period.
    #[serde(flatten)]
    pub period: Period,
    /// The unit.
    pub unit: Unit,
    /// Before.
    pub old: Figure,
    /// Now.
    pub new: Figure,
}

impl RevisedFact {
    /// How much it was revised; `None` where one of the two is missing.
    pub fn change(&self) -> Option<f64> {
        Some(self.new.value? - self.old.value?)
    }

    /// The area, with the category where there is one.
    pub(super) fn subject(&self) -> String {
        match self.category.as_str() {
            "" => self.area_name.clone(),
            category => format!("{} ({category})", self.area_name),
        }
    }
}
