//! The table behind a chart.

use super::Answer;
use crate::domain::{Date, Unit};
use crate::table::{Cell, Figure, Listing, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// The table behind a chart.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChartTable {
    /// A caption with subject, area and date.
    pub caption: String,
    /// The chart.
    pub chart: String,
    /// The columns, which depend on the chart.
    pub columns: Vec<ChartColumn>,
    /// One cell for each of the columns, in their order.
    pub rows: Vec<Vec<ChartCell>>,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
    #[serde(skip)]
    listing: Listing,
}

/// A column of the table behind a chart.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChartColumn {
    /// Its name, as in CSV.
    pub name: String,
    /// Its header for readers.
    pub header: String,
    /// The unit of its figures; none for text.
    pub unit: Option<Unit>,
}

/// A cell of the table behind a chart.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ChartCell {
    /// A day.
    Day(Date),
    /// A number, or why it is missing.
    Figure(Figure),
    /// Text.
    Text(String),
}

impl ChartTable {
    /// The table behind a chart, with the editions that its figures come from.
    pub fn new(chart: &str, listing: Listing, sources: Vec<Source>) -> Self {
        let columns = listing.columns.iter().map(|column| ChartColumn {
            name: column.name.clone(),
            header: column.header.clone(),
            unit: column.unit,
        });
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => ChartCell::Text(text.clone()),
            Cell::Day(day) => ChartCell::Day(*day),
            number => ChartCell::Figure(number.figure()),
        };
        Self {
            caption: listing.caption.clone(),
            chart: chart.to_owned(),
            columns: columns.collect(),
            rows: listing.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            notes: listing.notes.clone(),
            sources,
            listing,
        }
    }
}

impl Answer for ChartTable {
    const NAME: &'static str = "chart";

    fn table(&self) -> Listing {
        self.listing.clone()
    }
}
