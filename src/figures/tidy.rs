//! One tidy table from the stored editions, with their areas or on the boundaries of one day.

use crate::catalogue::Dataset;
use crate::domain::{AreaCode, Date, Error, Id, Result, Status, Unit, error_codes};
use crate::figures::Figures;
use crate::figures::provisional::note_on_rows;
use crate::table::{Row, Source, Table};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A tidy table: one figure a row.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TidyAnswer {
    /// The title of the dataset.
    pub caption: String,
    /// The dataset.
    pub dataset: Id,
    /// The day whose boundaries the figures are on; none where they are as published.
    pub boundaries: Option<Date>,
    /// The dimensions of the codes in `dims`, by the names of the columns.
    pub dimensions: Vec<String>,
    /// The figures, in the order of the table.
    #[serde(serialize_with = "in_answer")]
    #[schemars(with = "Vec<TidyRow<'static>>")]
    pub rows: Vec<Row>,
    /// Caveats that apply to all figures of the dataset.
    pub caveats: Vec<String>,
    /// Notes that explain these figures.
    pub notes: Vec<String>,
    /// On boundaries of one day: the figures that were summed, published under another code,
    /// refused or left out.
    pub fitting: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A published figure, as the answer has it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TidyRow<'r> {
    /// The area.
    area_code: &'r AreaCode,
    /// Its name.
    area_name: &'r str,
    /// First day of the period; equal to the last for a count on a day.
    period_start: Date,
    /// Last day of the period: the day that a count is as at.
    period_end: Date,
    /// One code for each of the dimensions, in their order.
    dims: &'r [String],
    /// The measure.
    measure: &'r str,
    /// The number; where it is missing, the status gives the reason.
    value: Option<f64>,
    /// The unit of the number.
    unit: Unit,
    /// Why the number is missing, or what qualifies it.
    status: Option<Status>,
}

fn in_answer<S: Serializer>(rows: &[Row], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| TidyRow {
        area_code: &row.area,
        area_name: &row.area_name,
        period_start: row.period.start,
        period_end: row.period.end,
        dims: &row.dims,
        measure: &row.measure,
        value: row.value,
        unit: row.unit,
        status: row.status,
    }))
}

/// One tidy table from the stored editions.
///
/// Errors: `F301` for an unknown dataset, `F304` when no edition is stored.
pub fn tidy(figures: &Figures, dataset: &str) -> Result<TidyAnswer> {
    let definition = figures.catalogue().dataset(dataset)?;
    let table = table_of(figures, definition)?;
    Ok(tidy_answer(definition, &table, table.rows()?))
}

/// The table of a dataset, or `F304` when no edition is stored.
pub(super) fn table_of(figures: &Figures, definition: &Dataset) -> Result<Arc<Table>> {
    figures.holdings().table(&definition.id)?.ok_or_else(|| {
        Error::new(error_codes::NO_DATA, format!("looking for editions of {}", definition.id))
            .found("none, bundled or imported")
            .help(format!(
                "download the publication from {} and import it",
                definition.landing_page
            ))
    })
}

/// Rows of a dataset as an answer, in their order.
pub(super) fn tidy_answer(definition: &Dataset, table: &Table, rows: Vec<Row>) -> TidyAnswer {
    TidyAnswer {
        caption: definition.title.clone(),
        dataset: definition.id.clone(),
        boundaries: None,
        dimensions: table.dims().to_vec(),
        caveats: definition.caveats.iter().map(|caveat| caveat.text.clone()).collect(),
        notes: note_on_rows(definition, &rows).into_iter().collect(),
        fitting: Vec::new(),
        sources: table.sources().to_vec(),
        rows,
    }
}
