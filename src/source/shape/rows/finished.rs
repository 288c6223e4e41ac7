//! What was read from the sheets of a dataset, and the notes on it.
//!
//! Belongs here: the last step, when all rows are read. Does not belong here: reading one (`rows`).

use super::Reader;
use crate::catalogue::ColumnDefinition;
use crate::domain::{MissingDefinition, Result, counted};
use crate::source::shape::outcome::{Finding, Outcome};
use crate::table::TableBuilder;

/// What was read from the sheets of a dataset.
pub(in crate::source::shape) struct Finished {
    /// The figures.
    pub builder: TableBuilder,
    /// What a person should know.
    pub notes: Vec<String>,
    /// What became of the declared corrections.
    pub corrections: Vec<Outcome>,
    /// What could not be read for certain.
    pub doubts: Vec<Outcome>,
    /// What the definition lacks to be certain.
    pub lacks: Vec<MissingDefinition>,
}

impl Reader<'_, '_> {
    /// The rows read, and what a person should know about them. Errors with the first doubt when
    /// there are too many.
    pub(in crate::source::shape) fn finish(mut self) -> Result<Finished> {
        if !self.figures.any_is_certain() {
            self.doubts.nothing_is_certain()?;
        }
        let lacks = self.doubts.missing_key();
        // Too many doubts end it here: each uncertain row may be about very many figures.
        let doubts = self.doubts.outcomes(self.figures.printed())?;
        let mut rows = self.figures.finish(self.shaper.geography, self.dataset)?;
        self.corrections.of_figures(&mut rows);
        let mut builder = TableBuilder::new(self.dataset.dims(), self.dataset.measure.clone());
        rows.into_iter().for_each(|row| builder.push(row));
        let corrections = self.corrections.account(&self.days);
        let told =
            corrections.iter().filter(|outcome| outcome.finding != Finding::NothingToCompare);
        let mut notes: Vec<String> =
            told.map(|outcome| format!("{}: {}", outcome.check, outcome.detail)).collect();
        for (rule, count) in
            self.dataset.pass_over.iter().zip(self.passed_over).filter(|(_, count)| *count > 0)
        {
            let rows = counted(count, "row that begins", "rows that begin");
            notes.push(format!("{rows} with {:?} passed over: {}", rule.starts[0], rule.reason));
        }
        if let Some(first) = self.counties.first() {
            let rows = counted(self.counties.len(), "row of a county", "rows of counties");
            notes.push(format!(
                "{rows} passed over, which are sums of districts, the first {first}"
            ));
        }
        notes.extend(self.oddities.into_iter().map(|(oddity, (count, first))| {
            format!(
                "{} read {}, the first in {first}",
                counted(count, "area code", "area codes"),
                oddity.words()
            )
        }));
        notes.extend(self.filing.notes());
        self.uncompared.dedup_by_key(|column| &column.id);
        notes.extend(self.uncompared.into_iter().map(uncompared));
        notes.extend(self.strays);
        if let Some(first) = self.headings.first() {
            let rows = counted(self.headings.len(), "row", "rows");
            notes.push(format!(
                "{rows} between the figures passed over as headings, the first {first}"
            ));
        }
        Ok(Finished { builder, notes, corrections, doubts, lacks })
    }
}

/// The note on a column of codes that nothing was compared with.
fn uncompared(column: &ColumnDefinition) -> String {
    let (header, reason) = (column.header.first(), column.reason.as_deref().unwrap_or_default());
    let header = header.map_or(column.id.as_str(), String::as_str);
    format!(
        "the codes in the column {header:?} are not compared with the names beside them: {reason}"
    )
}
