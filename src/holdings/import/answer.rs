//! What became of the files of an import, as an answer.

use super::{ImportOutcome, Imported};
use crate::domain::{Date, Id};
use schemars::JsonSchema;
use serde::Serialize;

/// What became of the files of an import.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportAnswer {
    /// A caption for the list.
    pub caption: String,
    /// One edition a row, or one file that was refused.
    pub rows: Vec<ImportRow>,
    /// How many hidden or temporary files were skipped.
    pub passed_over: usize,
}

/// An edition that was imported, or a file that was not.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportRow {
    /// The file as it was named; inside its archive, where it came in one.
    pub file: String,
    /// The dataset; none for a file that was refused.
    pub dataset: Option<Id>,
    /// The edition.
    pub edition: Option<Date>,
    /// How many figures were read.
    pub rows: Option<u64>,
    /// The newest day that it has figures for.
    pub as_at: Option<Date>,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// The reason, in one line: the proof, the doubts in spite of which it was accepted, or why it
    /// was refused.
    pub detail: String,
    /// Notes for the reader: known errors that were corrected, columns that were skipped.
    pub notes: Vec<String>,
}

impl ImportAnswer {
    /// The answer about the imported files, in their order.
    pub fn of<'i>(imported: impl IntoIterator<Item = &'i Imported>, passed_over: usize) -> Self {
        let rows = imported.into_iter().map(ImportRow::of).collect();
        Self { caption: "Imported editions".to_owned(), rows, passed_over }
    }
}

impl ImportRow {
    fn of(imported: &Imported) -> Self {
        Self {
            file: imported.file.clone(),
            dataset: imported.dataset.clone(),
            edition: imported.edition,
            rows: imported.dataset.is_some().then_some(imported.rows),
            as_at: imported.edition,
            outcome: imported.outcome,
            detail: imported.detail.clone(),
            notes: imported.notes.clone(),
        }
    }
}
