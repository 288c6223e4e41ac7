//! Cells into a tidy table, by the layouts that a dataset declares.
//!
//! Belongs here: recognising a publication, finding header and columns, reading areas, periods,
//! labels and figures, checking the result. Does not belong here: bytes, the store, the meaning of
//! figures.
//!
//! **Invariant:** every row of a [`Reading`] names the cell it was read from; whatever no
//! definition knows is an error that names file, sheet and cell, never a guess.

mod checks;
mod codes;
mod corrections;
mod doubts;
mod edges;
mod figures;
mod filing;
mod header;
mod layout;
mod line;
mod lower_bounds;
mod outcome;
pub(super) mod pattern;
mod periods;
mod places;
mod publication;
mod recognise;
mod renamed;
mod rows;
mod values;
mod whole;

pub use doubts::mark;
pub use outcome::{CheckName, Finding, Outcome};

use crate::catalogue::{CheckKind, Codelist, Dataset, Definitions, Markers};
use crate::domain::{
    Date, Error, Id, MissingDefinition, Result, Retrieved, Sha256, error_codes, long_date,
};
use crate::geography::Geography;
use crate::source::format::{Format, Workbook};
use crate::table::{Row, Source, Table, TableBuilder};
use std::collections::BTreeSet;

/// Raised by one whenever the reading of publications changes, so that tables kept from before are
/// shaped again.
pub const SHAPE_VERSION: u32 = 8;

/// A file that is read, as far as it is known before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name.
    pub name: String,
    /// sha256 of its bytes.
    pub sha256: Sha256,
    /// When it was obtained.
    pub retrieved: Retrieved,
    /// Address of the publication.
    pub address: String,
}

impl SourceFile {
    /// The file as the source of an edition of a dataset.
    fn as_source(&self, dataset: &Dataset, edition: Date, published: Option<Date>) -> Source {
        Source {
            dataset: dataset.id.clone(),
            edition,
            file: self.name.clone(),
            sha256: self.sha256,
            retrieved: self.retrieved,
            published,
            address: self.address.clone(),
            bundled: false,
            revises: dataset.revises,
        }
    }
}

/// One edition of one dataset, read from a file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The dataset.
    pub dataset: Id,
    /// The newest day that the edition has figures for; also its name.
    pub as_at: Date,
    /// When it was published, where the file prints it.
    pub published: Option<Date>,
    /// When the file was last saved, by its own properties.
    pub saved: Option<Date>,
    /// When the next edition comes out, where the cover says so.
    pub next_release: Option<Date>,
    /// The figures.
    pub table: Table,
    /// What a person should know: corrections made, corrections no longer needed, rows passed over.
    pub notes: Vec<String>,
    /// What the publication's own sums prove of it, where something was not as declared.
    pub proofs: Vec<String>,
    /// What its checks found, and its corrections.
    pub outcomes: Vec<Outcome>,
    /// What the definition would need for its doubts to be none.
    pub lacks: Vec<MissingDefinition>,
}

impl Reading {
    /// What is doubtful in it, with the first error of each kind. What depends on a doubt is marked
    /// in the table.
    pub fn doubts(&self) -> impl Iterator<Item = (&Outcome, Error)> {
        let in_file = |error: Error| {
            self.table
                .sources()
                .iter()
                .fold(error, |error, source| error.in_file(source.file.clone()))
        };
        self.outcomes
            .iter()
            .filter_map(move |outcome| Some((outcome, in_file(outcome.error.clone()?))))
    }
}

impl Reading {
    /// How many published totals were compared with their parts and hold.
    pub fn sums_that_hold(&self, dataset: &Dataset) -> usize {
        let is_sum = |outcome: &&Outcome| {
            dataset.check.iter().any(|check| check.is_sum() && outcome.check.is_declared(&check.id))
        };
        self.outcomes.iter().filter(is_sum).map(Outcome::sums_that_agree).sum()
    }
}

/// Reads files by the definitions of a catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Shaper<'a> {
    /// The datasets that a file may be an edition of.
    pub datasets: &'a Definitions<Dataset>,
    /// The labels that publications print.
    pub codelists: &'a Definitions<Codelist>,
    /// What stands in a figure's place, unless a dataset says otherwise.
    pub markers: &'a Markers,
    /// The areas there are.
    pub geography: &'a Geography,
    /// The only dataset to be read of a file that may hold several; all when `None`.
    pub only: Option<&'a Id>,
}

impl Shaper<'_> {
    /// Reads every dataset that the file holds. What is doubtful is marked in the tables and stands
    /// in the readings.
    ///
    /// `file` is where the workbook came from; dataset and edition are found here. Errors where it
    /// is not certain which measure, day or area figures are about: `F102` when no dataset
    /// recognises the file, otherwise `F103` to `F119` with file, sheet and cell.
    pub fn examine(&self, workbook: &mut Workbook<'_>, file: &SourceFile) -> Result<Vec<Reading>> {
        let readings =
            self.read_all(workbook, file).map_err(|error| error.in_file(file.name.clone()))?;
        if readings.is_empty() {
            return Err(Error::new(
                error_codes::SHEET_MISSING,
                "looking for a sheet that a dataset can read",
            )
            .in_file(&file.name)
            .found(format!("the sheets {}", workbook.sheet_names().join(", "))));
        }
        Ok(readings)
    }

    /// How many sums of a kind that hold would not if some figures were others: what those figures
    /// are is confirmed by so many.
    pub fn sums_that_need(
        &self,
        table: &Table,
        dataset: &Dataset,
        is_of_kind: fn(&CheckKind) -> bool,
        is_concerned: &dyn Fn(&Row) -> bool,
    ) -> Result<usize> {
        let mut builder = TableBuilder::new(table.dims().to_vec(), table.measures().to_vec());
        builder.sources = table.sources().to_vec();
        for (number, mut row) in table.rows()?.into_iter().enumerate() {
            // Each by another amount, far beyond any tolerance, so that no whole and its parts
            // change alike.
            let more = 1e9 + f64::from(u32::try_from(number).unwrap_or(u32::MAX)) * 7919.0 * 1e3;
            row.value =
                row.value.map(|value| if is_concerned(&row) { value + more } else { value });
            builder.push(row);
        }
        let is_meant = |outcome: &&Outcome| {
            dataset
                .check
                .iter()
                .any(|check| is_of_kind(&check.kind) && outcome.check.is_declared(&check.id))
        };
        let failing = |outcomes: Vec<Outcome>| -> usize {
            outcomes.iter().filter(is_meant).map(Outcome::sums_that_differ).sum()
        };
        let before = failing(self.check(table, dataset)?);
        Ok(failing(self.check(&builder.finish()?, dataset)?).saturating_sub(before))
    }

    /// Runs the checks of a dataset on a table of it, however that was made.
    ///
    /// Checks that hold it against other tables of a workbook compare nothing.
    pub fn check(&self, table: &Table, dataset: &Dataset) -> Result<Vec<Outcome>> {
        self.check_beside(table, dataset, &[])
    }

    fn check_beside(
        &self,
        table: &Table,
        dataset: &Dataset,
        others: &[(&Dataset, Vec<Row>)],
    ) -> Result<Vec<Outcome>> {
        let (codelists, geography) = (self.codelists, self.geography);
        checks::run(&checks::Subject { table, dataset, codelists, geography, others })
    }

    /// The other tables of a workbook that the checks of a dataset name, as far as they can be
    /// read.
    fn named_by_checks(
        &self,
        workbook: &mut Workbook<'_>,
        dataset: &Dataset,
        file: &SourceFile,
    ) -> Vec<(&Dataset, Vec<Row>)> {
        let named: BTreeSet<&Id> = dataset
            .check
            .iter()
            .filter_map(|check| check.elsewhere())
            .map(|other| &other.dataset)
            .collect();
        let mut others = Vec::new();
        for other in named.into_iter().filter_map(|id| self.datasets.get(id)) {
            let read = self.read_rows(workbook, other, file);
            let rows = read
                .ok()
                .flatten()
                .and_then(|(finished, _)| finished.builder.finish().ok()?.rows().ok());
            others.extend(rows.map(|rows| (other, rows)));
        }
        others
    }

    /// The figures of a dataset as they are read, and the day on which the file was obtained;
    /// `None` where the workbook has no sheet of it.
    fn read_rows(
        &self,
        workbook: &mut Workbook<'_>,
        dataset: &Dataset,
        file: &SourceFile,
    ) -> Result<Option<(rows::Finished, Option<Date>)>> {
        let parts = layout::choose(workbook, dataset, self.geography)?;
        let renamed = renamed::optional_parts(workbook, self, dataset, &parts)?;
        if parts.is_empty() {
            return renamed.into_iter().next().map_or(Ok(None), Err);
        }
        let obtained = file.retrieved.day();
        let mut reader = rows::Reader::new(self, dataset, day_of_file(dataset, file), obtained);
        for part in parts {
            reader.read(workbook, &part)?;
        }
        workbook.forget_large();
        renamed.into_iter().for_each(|error| reader.leave_out(error));
        reader.finish().map(|finished| Some((finished, obtained)))
    }

    fn read_all(&self, workbook: &mut Workbook<'_>, file: &SourceFile) -> Result<Vec<Reading>> {
        let cover = recognise::Cover::of(workbook, self.datasets)?;
        let mut readings: Vec<Reading> = Vec::new();
        let candidates =
            recognise::candidates(workbook, self.datasets, &cover, self.codelists, self.geography)?;
        let mut absent = candidates.notes;
        let mut unread: Vec<(&Id, Error)> = Vec::new();
        let asked = |dataset: &&Dataset| self.only.is_none_or(|only| *only == dataset.id);
        for dataset in candidates.datasets.into_iter().filter(asked) {
            match self.read_dataset(workbook, dataset, &cover, file) {
                Ok(Some(reading)) => readings.push(reading),
                Ok(None) => {
                    absent.push(format!(
                        "no sheet of {} in this workbook, so nothing of it was read",
                        dataset.id
                    ));
                }
                Err(error) if is_of_the_file(&error) => return Err(error),
                Err(error) => unread.push((&dataset.id, error)),
            }
        }
        match (readings.first_mut(), unread.into_iter()) {
            (Some(first), unread) => {
                first.notes.extend(absent);
                first.outcomes.extend(unread.map(|(id, error)| not_read(id, error)));
                Ok(readings)
            }
            (None, mut unread) => unread.next().map_or(Ok(readings), |(_, error)| Err(error)),
        }
    }

    fn read_dataset(
        &self,
        workbook: &mut Workbook<'_>,
        dataset: &Dataset,
        cover: &recognise::Cover,
        file: &SourceFile,
    ) -> Result<Option<Reading>> {
        let Some((finished, obtained)) = self.read_rows(workbook, dataset, file)? else {
            return Ok(None);
        };
        let others = self.named_by_checks(workbook, dataset, file);
        let rows::Finished { mut builder, mut notes, corrections, doubts, lacks } = finished;
        let newest = builder.newest_period_end();
        let as_at = newest.ok_or_else(|| {
            Error::new(error_codes::EDITION_UNCLEAR, "looking for the newest figures")
        })?;
        let lags_months = dataset.recognise.as_ref().map_or(0, |rule| rule.lags_months);
        let other_edition = cover.agrees_with(as_at, lags_months).err().map(|error| {
            Outcome::new(
                CheckName::BuiltIn("date of the cover"),
                Finding::Differs,
                error.problem(),
                Some(error),
            )
        });
        let printed = cover.dates.published(as_at, obtained);
        let published = printed.or_else(|| periods::published_by_control(dataset, as_at));
        if let (None, Some(day)) = (published, cover.dates.impossible(as_at, obtained)) {
            notes.push(format!(
                "{} is printed as the day of publication and is not taken: the figures go to {}, \
                 and the file was obtained on {}",
                long_date(day),
                long_date(as_at),
                obtained.map_or("a day that is not known".to_owned(), long_date)
            ));
        }
        builder.sources = vec![file.as_source(dataset, as_at, published)];
        let table = builder.finish()?;
        let cut = match workbook.format() {
            Format::Csv => whole::doubts(&table, dataset, self.geography, workbook.has_open_end())?,
            _ => Vec::new(),
        };
        let mut outcomes = self.check_beside(&table, dataset, &others)?;
        checks::not_too_many(&outcomes)?;
        let table = lower_bounds::mark(mark(table, &outcomes)?, dataset, self.geography)?;
        // What could not be read stands before the sums and counts that it may have spoilt.
        outcomes.splice(0..0, doubts.into_iter().chain(other_edition).chain(cut));
        outcomes.extend(corrections);
        let (next_release, saved) = (cover.dates.next_release(), workbook.saved());
        let dataset = dataset.id.clone();
        Ok(Some(Reading {
            dataset,
            as_at,
            published,
            saved,
            next_release,
            table,
            notes,
            proofs: Vec::new(),
            outcomes,
            lacks,
        }))
    }
}

/// The day that a person has given a file which does not say it.
fn day_of_file(dataset: &Dataset, file: &SourceFile) -> Option<Date> {
    dataset.file_date.iter().find(|date| date.sha256 == file.sha256).map(|date| date.as_at)
}

/// True for what is wrong with the bytes, whatever dataset they are read for.
fn is_of_the_file(error: &Error) -> bool {
    [error_codes::FILE_UNREADABLE, error_codes::TOO_LARGE].contains(&error.code())
}

/// A dataset of a workbook that cannot be read, while others can.
fn not_read(dataset: &Id, error: Error) -> Outcome {
    let detail = format!("nothing of {dataset} was read: {} {}", error.code().id, error.problem());
    let check = CheckName::ReadingDataset(dataset.clone());
    Outcome {
        unread: Some(dataset.clone()),
        ..Outcome::new(check, Finding::Differs, detail, Some(error))
    }
}
