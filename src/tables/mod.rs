//! Tables: each answer as its readers see it, made last.
//!
//! Belongs here: columns, headers, order of rows and notes of the table of each answer; the list of answers and their JSON Schemas.
//! Does not belong here: figures and formulas (the modules that answer), formats (`render`), charts (`charting`).
//!
//! **Invariant:** a table is printed or drawn, and never read back: whoever needs a figure takes it from the answer.

mod shares;

use crate::allocation::{InequalityAnswer, SharesAnswer};
use crate::table::Listing;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// An answer: figures with units, statuses and sources. JSON is the answer as it stands; [`Answer::table`] makes the table.
pub trait Answer: Serialize + JsonSchema {
    /// The name of its JSON Schema, `docs/schemas/NAME.json`.
    const NAME: &'static str;

    /// The table that readers see.
    fn table(&self) -> Listing;
}

/// The name and the JSON Schema of every answer, for the pages in `docs/schemas/`.
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![schema::<InequalityAnswer>(), schema::<SharesAnswer>()]
}

fn schema<A: Answer>() -> (&'static str, Schema) {
    (A::NAME, SchemaGenerator::default().into_root_schema_for::<A>())
}
