//! Tables: each answer as its readers see it, generated last.
//!
//! Belongs here: columns, headers, order of rows and notes of the table of each answer; the list of
//! answers and their JSON Schemas. Does not belong here: figures and formulas (the modules that
//! answer), formats (`render`), charts (`charting`).
//!
//! **Invariant:** a table is printed or drawn, and never parsed: code that needs a figure takes it
//! from the answer. The one exception is the CSV file of an earlier pack, with which a pack is
//! compared (`packs/last_pack.rs`).

mod catalogue_lists;
mod cells;
pub(crate) mod changes;
mod charts;
mod datasets;
mod fit;
pub(crate) mod grants;
mod holdings;
pub(crate) mod keys;
pub(crate) mod measures;
pub(crate) mod packs;
pub(crate) mod pathway;
mod profiles;
pub(crate) mod robustness;
pub(crate) mod shares;
pub(crate) mod surge;
mod trace;
mod values;

pub use charts::{ChartCell, ChartColumn, ChartTable};
pub(crate) use profiles::table_of_theme;
pub use trace::trace_lines;
pub(crate) use values::table_of_several;

use crate::allocation::derivations::TraceAnswer;
use crate::allocation::{
    FittedTable, GrantIncome, GrantList, GrantPayments, InequalityAnswer, KeyComparison, KeyList,
    KeyPartsAnswer, MeasureComparison, PathwayAreas, PathwayMoves, PathwayQuarters, ShareRanges,
    SharesAnswer, SurgeAnswer, UnitShares, WeightImportances,
};
use crate::catalogue::{ChartList, PackList};
use crate::domain::Unit;
use crate::figures::{
    ChangesAnswer, DatasetsAnswer, DistrictsAnswer, IndicatorsAnswer, ProfileAnswer, ScanAnswer,
    SinceAnswer, TidyAnswer, ValuesAnswer,
};
use crate::holdings::{
    Checked, Diff, ImportAnswer, Pruned, RefreshReport, Verified, WordingProposals,
};
use crate::table::Listing;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// An answer: figures with units, statuses and sources. JSON is the answer itself;
/// [`Answer::table`] generates the table.
pub trait Answer: Serialize + JsonSchema {
    /// The name of its JSON Schema, `docs/schemas/NAME.json`.
    const NAME: &'static str;

    /// The table that readers see.
    fn table(&self) -> Listing;
}

/// The name and the JSON Schema of every answer, for the pages in `docs/schemas/`.
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        schema::<ChangesAnswer>(),
        schema::<ChartList>(),
        schema::<ChartTable>(),
        schema::<Checked>(),
        schema::<DatasetsAnswer>(),
        schema::<Diff>(),
        schema::<DistrictsAnswer>(),
        schema::<FittedTable>(),
        schema::<GrantIncome>(),
        schema::<GrantList>(),
        schema::<GrantPayments>(),
        schema::<ImportAnswer>(),
        schema::<IndicatorsAnswer>(),
        schema::<InequalityAnswer>(),
        schema::<KeyComparison>(),
        schema::<KeyList>(),
        schema::<KeyPartsAnswer>(),
        schema::<MeasureComparison>(),
        schema::<WordingProposals>(),
        schema::<PackList>(),
        schema::<PathwayAreas>(),
        schema::<PathwayMoves>(),
        schema::<PathwayQuarters>(),
        schema::<ProfileAnswer>(),
        schema::<Pruned>(),
        schema::<RefreshReport>(),
        schema::<ScanAnswer>(),
        schema::<ShareRanges>(),
        schema::<SharesAnswer>(),
        schema::<SinceAnswer>(),
        schema::<SurgeAnswer>(),
        schema::<TidyAnswer>(),
        schema::<TraceAnswer>(),
        schema::<UnitShares>(),
        schema::<ValuesAnswer>(),
        schema::<Verified>(),
        schema::<WeightImportances>(),
    ]
}

fn schema<A: Answer>() -> (&'static str, Schema) {
    (A::NAME, SchemaGenerator::default().into_root_schema_for::<A>())
}

/// A title with its unit in round brackets, where the title does not name it.
pub(crate) fn with_unit(title: &str, unit: Unit) -> String {
    let label = unit.label();
    if title.to_lowercase().contains(&label.to_lowercase()) {
        title.to_owned()
    } else {
        format!("{title} ({label})")
    }
}

/// An id as a part of the name of a column, such as `resident_population`.
fn underscored(id: &str) -> String {
    id.replace('-', "_")
}
