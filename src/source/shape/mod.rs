//! Cells into a tidy table, by the layouts that a dataset declares.
//!
//! Belongs here: recognising a publication, finding header and columns, reading areas, periods, labels and figures,
//! checking the result. Does not belong here: bytes, the store, the meaning of figures.
//!
//! **Invariant:** every row of a [`Reading`] names the cell it was read from; whatever no definition knows is an
//! error that names file, sheet and cell, never a guess.

mod checks;
mod corrections;
mod header;
mod layout;
mod line;
pub(super) mod pattern;
mod periods;
mod places;
mod recognise;
mod rows;
mod values;

pub use checks::{Finding, Outcome};

use crate::catalogue::{Codelist, Dataset, Markers};
use crate::domain::{Date, Error, Id, Result, error_codes};
use crate::geography::Geography;
use crate::source::format::Workbook;
use crate::table::{Source, Table};
use std::collections::BTreeMap;

/// Raised by one whenever the reading of publications changes, so that tables kept from before are shaped again.
pub const SHAPE_VERSION: u32 = 3;

/// One edition of one dataset, read from a file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The dataset.
    pub dataset: Id,
    /// The newest day that the edition has figures for; also its name.
    pub as_at: Date,
    /// When it was published, where the cover says so.
    pub published: Option<Date>,
    /// When the next edition comes out, where the cover says so.
    pub next_release: Option<Date>,
    /// The figures.
    pub table: Table,
    /// What a person should know: corrections made, corrections no longer needed, rows passed over.
    pub notes: Vec<String>,
    /// What its checks found, and its corrections.
    pub outcomes: Vec<Outcome>,
}

impl Reading {
    /// The first difference for which a file is refused.
    pub fn refusal(&self) -> Option<Error> {
        let error = self.outcomes.iter().find_map(|outcome| outcome.error.clone())?;
        Some(self.table.sources().iter().fold(error, |error, source| error.in_file(source.file.clone())))
    }
}

/// Reads files by the definitions of a catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Shaper<'a> {
    /// The datasets that a file may be an edition of.
    pub datasets: &'a BTreeMap<Id, Dataset>,
    /// The labels that publications print.
    pub codelists: &'a BTreeMap<Id, Codelist>,
    /// What stands in a figure's place, unless a dataset says otherwise.
    pub markers: &'a Markers,
    /// The areas there are.
    pub geography: &'a Geography,
    /// The only dataset to be read of a file that may hold several; all when `None`.
    pub only: Option<&'a Id>,
}

impl Shaper<'_> {
    /// Reads every dataset that the file holds, and refuses one whose checks find a difference.
    ///
    /// `source` says where the file came from; its `dataset` and `edition` are filled in here.
    /// Errors: `F102` when no dataset recognises the file, otherwise `F103` to `F119` with file, sheet and cell.
    pub fn read(&self, workbook: &mut Workbook<'_>, source: &Source) -> Result<Vec<Reading>> {
        let readings = self.examine(workbook, source)?;
        match readings.iter().find_map(Reading::refusal) {
            None => Ok(readings),
            Some(error) => Err(error),
        }
    }

    /// The same without refusing: what the checks found stands in the readings.
    pub fn examine(&self, workbook: &mut Workbook<'_>, source: &Source) -> Result<Vec<Reading>> {
        let file = source.file.clone();
        let readings = self.read_all(workbook, source).map_err(|error| error.in_file(file.clone()))?;
        if readings.is_empty() {
            return Err(Error::new(error_codes::SHEET_MISSING, "looking for a sheet that a dataset can read")
                .in_file(file)
                .found(format!("the sheets {}", workbook.sheet_names().join(", "))));
        }
        Ok(readings)
    }

    /// Runs the checks of a dataset on a table of it, however that was made.
    pub fn check(&self, table: &Table, dataset: &Dataset) -> Result<Vec<Outcome>> {
        checks::run(&checks::Subject { table, dataset, codelists: self.codelists, geography: self.geography })
    }

    fn read_all(&self, workbook: &mut Workbook<'_>, source: &Source) -> Result<Vec<Reading>> {
        let cover = recognise::Cover::of(workbook, self.datasets)?;
        let mut readings: Vec<Reading> = Vec::new();
        let candidates = recognise::candidates(workbook, self.datasets, &cover, self.geography)?;
        let mut absent = candidates.notes;
        let asked = |dataset: &&Dataset| self.only.is_none_or(|only| *only == dataset.id);
        for dataset in candidates.datasets.into_iter().filter(asked) {
            match self.read_dataset(workbook, dataset, &cover, source)? {
                Some(reading) => readings.push(reading),
                None => absent.push(format!("no sheet of {} in this workbook, so nothing of it was read", dataset.id)),
            }
        }
        if let Some(first) = readings.first_mut() {
            first.notes.extend(absent);
        }
        Ok(readings)
    }

    fn read_dataset(
        &self,
        workbook: &mut Workbook<'_>,
        dataset: &Dataset,
        cover: &recognise::Cover,
        source: &Source,
    ) -> Result<Option<Reading>> {
        let parts = layout::choose(workbook, dataset, self.geography)?;
        if parts.is_empty() {
            return Ok(None);
        }
        let mut reader = rows::Reader::new(self, dataset, cover.published());
        for part in parts {
            reader.read(workbook, &part)?;
        }
        let rows::Finished { mut builder, notes, corrections } = reader.finish();
        let newest = builder.newest_period_end();
        let as_at = newest.ok_or_else(|| Error::new(error_codes::EDITION_UNCLEAR, "looking for the newest figures"))?;
        cover.agrees_with(as_at, dataset.recognise.as_ref().map_or(0, |rule| rule.lags_months))?;
        let published = cover.published().or_else(|| periods::published_by_control(dataset, as_at));
        builder.sources = vec![Source {
            dataset: dataset.id.clone(),
            edition: as_at.to_string(),
            published: published.map(|day| day.to_string()),
            ..source.clone()
        }];
        let table = builder.finish()?;
        let mut outcomes = self.check(&table, dataset)?;
        outcomes.extend(corrections);
        let next_release = cover.next_release();
        Ok(Some(Reading { dataset: dataset.id.clone(), as_at, published, next_release, table, notes, outcomes }))
    }
}
