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
mod pattern;
mod periods;
mod places;
mod recognise;
mod rows;
mod values;

use crate::catalogue::{Codelist, Dataset, Markers};
use crate::domain::{Date, Error, Id, Result, error_codes};
use crate::geography::Geography;
use crate::source::format::Workbook;
use crate::table::{Source, Table};
use std::collections::BTreeMap;

/// Raised by one whenever the reading of publications changes, so that tables kept from before are shaped again.
pub const SHAPE_VERSION: u32 = 2;

/// One edition of one dataset, read from a file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The dataset.
    pub dataset: Id,
    /// The newest day that the edition has figures for; also its name.
    pub as_at: Date,
    /// When it was published, where the cover says so.
    pub published: Option<Date>,
    /// The figures.
    pub table: Table,
    /// What a person should know: corrections made, corrections no longer needed, rows passed over.
    pub notes: Vec<String>,
    /// What became of every correction that the dataset declares.
    pub corrections: Vec<CorrectionMet>,
}

/// What became of a declared correction in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionMet {
    /// The correction.
    pub id: Id,
    /// What became of it.
    pub outcome: CorrectionOutcome,
    /// How many figures and why, or what stands in their place.
    pub detail: String,
}

/// What became of a declared correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// It was made.
    Made,
    /// The edition should have the error and does not show it.
    NothingFound,
    /// Another figure stands where the wrong one was.
    Mended,
    /// The edition is not one that it is meant for.
    NotMeant,
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
}

impl Shaper<'_> {
    /// Reads every dataset that the file holds.
    ///
    /// `source` says where the file came from; its `dataset` and `edition` are filled in here.
    /// Errors: `F102` when no dataset recognises the file, otherwise `F103` to `F116` with file, sheet and cell.
    pub fn read(&self, workbook: &mut Workbook<'_>, source: &Source) -> Result<Vec<Reading>> {
        let file = source.file.clone();
        let readings = self.read_all(workbook, source).map_err(|error| error.in_file(file.clone()))?;
        if readings.is_empty() {
            return Err(Error::new(error_codes::SHEET_MISSING, "looking for a sheet that a dataset can read")
                .in_file(file)
                .found(format!("the sheets {}", workbook.sheet_names().join(", "))));
        }
        Ok(readings)
    }

    fn read_all(&self, workbook: &mut Workbook<'_>, source: &Source) -> Result<Vec<Reading>> {
        let cover = recognise::Cover::of(workbook, self.datasets)?;
        let mut readings: Vec<Reading> = Vec::new();
        let mut absent = Vec::new();
        for dataset in recognise::candidates(workbook, self.datasets, &cover, self.geography)? {
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
        cover.agrees_with(as_at)?;
        let published = cover.published().or_else(|| periods::published_by_control(dataset, as_at));
        builder.sources = vec![Source {
            dataset: dataset.id.clone(),
            edition: as_at.to_string(),
            published: published.map(|day| day.to_string()),
            ..source.clone()
        }];
        let table = builder.finish()?;
        checks::check(&table, dataset, self.codelists, self.geography)?;
        Ok(Some(Reading { dataset: dataset.id.clone(), as_at, published, table, notes, corrections }))
    }
}
