//! One difference between two editions: its place in the order, and its row.

use crate::domain::{AreaCode, Date, Period};
use crate::table::{Figure, Row};
use schemars::JsonSchema;
use serde::Serialize;

/// A category or figure that differs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DiffRow {
    /// The area; none where all areas are concerned.
    pub area_code: Option<AreaCode>,
    /// Its name.
    pub area_name: Option<String>,
    /// First day of the period; none where all periods are concerned.
    pub period_start: Option<Date>,
    /// Last day of the period.
    pub period_end: Option<Date>,
    /// One code for each of the dimensions, in their order; none where all codes are concerned.
    pub dims: Vec<Option<String>>,
    /// The measure; none where all measures are concerned.
    pub measure: Option<String>,
    /// How it differs.
    pub difference: DifferenceKind,
    /// The figure of the older edition.
    pub old: Option<Figure>,
    /// The figure of the newer edition.
    pub new: Option<Figure>,
    /// The newer figure minus the older, where neither is missing.
    pub change: Option<f64>,
}

/// How something differs between two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Only the newer edition has it.
    New,
    /// Only the older edition has it.
    Vanished,
    /// Both have it, with other figures.
    Changed,
}

/// One difference, with the rows of the editions that it is found in.
pub(super) enum Difference<'r> {
    /// A measure, code, area or period that only one edition has; `true` when that is the new one.
    Measure(&'r str, bool),
    Dimension(usize, &'r str, bool),
    Area(&'r AreaCode, &'r Row, bool),
    Period(&'r str, Period, bool),
    /// A figure that only one edition has.
    Single(&'r Row, bool),
    /// A figure that changed.
    Moved(&'r Row, &'r Row),
}

impl Difference<'_> {
    /// The order of listing: categories, single figures, figures that became or ceased to be
    /// available, changed figures.
    pub(super) fn order(&self) -> u8 {
        match self {
            Difference::Single(_, true) => 1,
            Difference::Single(_, false) => 2,
            Difference::Moved(old, new) if old.value.is_none() || new.value.is_none() => 3,
            Difference::Moved(..) => 4,
            _ => 0,
        }
    }

    /// The change of the figure, or the figure itself where there is no other to subtract.
    pub(super) fn size(&self) -> f64 {
        match self {
            Difference::Single(row, _) => row.value.map_or(f64::NEG_INFINITY, f64::abs),
            Difference::Moved(old, new) => match (old.value, new.value) {
                (Some(old), Some(new)) => (new - old).abs(),
                (one, other) => one.or(other).map_or(f64::NEG_INFINITY, f64::abs),
            },
            _ => f64::INFINITY,
        }
    }

    /// The row, with this many dimensions.
    pub(super) fn row(&self, dims: usize) -> DiffRow {
        let nothing = DiffRow {
            area_code: None,
            area_name: None,
            period_start: None,
            period_end: None,
            dims: vec![None; dims],
            measure: None,
            difference: self.kind(),
            old: None,
            new: None,
            change: None,
        };
        let figure_of = |row: &Row, nothing: DiffRow| DiffRow {
            area_code: Some(row.area.clone()),
            area_name: Some(row.area_name.to_string()),
            period_start: Some(row.period.start),
            period_end: Some(row.period.end),
            dims: row.dims.iter().cloned().map(Some).collect(),
            measure: Some(row.measure.to_string()),
            ..nothing
        };
        match self {
            Difference::Measure(name, _) => {
                DiffRow { measure: Some((*name).to_owned()), ..nothing }
            }
            Difference::Dimension(index, code, _) => {
                let dims = (0..dims).map(|at| (at == *index).then(|| (*code).to_owned())).collect();
                DiffRow { dims, ..nothing }
            }
            Difference::Area(_, row, _) => DiffRow {
                area_code: Some(row.area.clone()),
                area_name: Some(row.area_name.to_string()),
                ..nothing
            },
            Difference::Period(name, period, _) => DiffRow {
                period_start: Some(period.start),
                period_end: Some(period.end),
                measure: Some((*name).to_owned()),
                ..nothing
            },
            Difference::Single(row, true) => {
                DiffRow { new: Some(row.figure()), ..figure_of(row, nothing) }
            }
            Difference::Single(row, false) => {
                DiffRow { old: Some(row.figure()), ..figure_of(row, nothing) }
            }
            Difference::Moved(before, after) => DiffRow {
                old: Some(before.figure()),
                new: Some(after.figure()),
                change: after.value.zip(before.value).map(|(after, before)| after - before),
                ..figure_of(after, nothing)
            },
        }
    }

    fn kind(&self) -> DifferenceKind {
        match self {
            Difference::Measure(_, is_new)
            | Difference::Dimension(_, _, is_new)
            | Difference::Area(_, _, is_new)
            | Difference::Period(_, _, is_new)
            | Difference::Single(_, is_new) => match is_new {
                true => DifferenceKind::New,
                false => DifferenceKind::Vanished,
            },
            Difference::Moved(..) => DifferenceKind::Changed,
        }
    }
}
