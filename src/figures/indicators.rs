//! The list of indicators.

use crate::catalogue::Theme;
use crate::domain::{Id, MeasureKind, Unit};
use crate::figures::Figures;
use schemars::JsonSchema;
use serde::Serialize;

/// The indicators.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndicatorsAnswer {
    /// A caption for the list.
    pub caption: String,
    /// One indicator a row.
    pub rows: Vec<IndicatorRow>,
}

/// An indicator.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndicatorRow {
    /// The indicator.
    pub indicator: Id,
    /// Its title.
    pub title: String,
    /// Its subject.
    pub theme: Theme,
    /// The method by which it is computed.
    pub method: String,
    /// The unit of its values.
    pub unit: Unit,
    /// How its values relate to time.
    pub kind: MeasureKind,
}

/// The indicators, by id.
pub fn indicators(figures: &Figures) -> IndicatorsAnswer {
    let rows = figures.catalogue().indicators.values().map(|indicator| IndicatorRow {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        theme: indicator.theme,
        method: indicator.method.name().to_owned(),
        unit: indicator.unit,
        kind: indicator.kind,
    });
    IndicatorsAnswer { caption: "Indicators".to_owned(), rows: rows.collect() }
}
