//! Converts cells into a tidy table, by the layouts that a dataset declares.
//!
//! Belongs here: recognising a publication, finding header and columns, reading areas, periods,
//! labels and figures, checking the result. Does not belong here: bytes, the store, the meaning of
//! figures.
//!
//! **Invariant:** every row of a [`Reading`] names the cell it was read from. Anything that no
//! definition covers is an error with file, sheet and cell, never a guess.

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

/// Increased by one whenever the reading of publications changes, so that stored tables are shaped
/// again.
pub const SHAPE_VERSION: u32 = 8;

/// A file to be read, with what is already known about it.
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
    /// The newest day for which the edition has figures; it also identifies the edition.
    pub as_at: Date,
    /// When it was published, if the file contains that date.
    pub published: Option<Date>,
    /// When the file was last saved, according to its own properties.
    pub saved: Option<Date>,
    /// The next release date, if the cover has one.
    pub next_release: Option<Date>,
    /// The figures.
    pub table: Table,
    /// Notes for the user: corrections made, corrections no longer needed, rows ignored.
    pub notes: Vec<String>,
    /// What the publication's own sums confirm, if something differs from the definition.
    pub proofs: Vec<String>,
    /// The outcomes of its checks and corrections.
    pub outcomes: Vec<Outcome>,
    /// What is missing from the definition to resolve all doubts.
    pub lacks: Vec<MissingDefinition>,
}

impl Reading {
    /// The doubts about the edition, with the first error of each kind. Figures that depend on a
    /// doubt are marked in the table.
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
    /// The number of published totals that agree with the sum of their parts.
    pub fn sums_that_hold(&self, dataset: &Dataset) -> usize {
        let is_sum = |outcome: &&Outcome| {
            dataset.check.iter().any(|check| check.is_sum() && outcome.check.is_declared(&check.id))
        };
        self.outcomes.iter().filter(is_sum).map(Outcome::sums_that_agree).sum()
    }
}

/// Reads files with the definitions of a catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Shaper<'a> {
    /// The datasets of which a file may be an edition.
    pub datasets: &'a Definitions<Dataset>,
    /// The labels that publications print.
    pub codelists: &'a Definitions<Codelist>,
    /// The markers in place of figures, unless a dataset defines others.
    pub markers: &'a Markers,
    /// The known areas.
    pub geography: &'a Geography,
    /// The only dataset to be read from a file that may contain several; all when `None`.
    pub only: Option<&'a Id>,
}

impl Shaper<'_> {
    /// Reads every dataset in the file. Doubtful figures are marked in the tables and listed in the
    /// readings.
    ///
    /// `file` is the origin of the workbook; dataset and edition are determined here. Errors if
    /// measure, day or area of figures are uncertain. `F102` means that no dataset recognises the
    /// file; otherwise the error is `F103` to `F119` with file, sheet and cell.
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

    /// The number of agreeing sums of a kind that would fail if some figures were different. That
    /// many sums confirm these figures.
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
            // Each figure changes by a different amount, far beyond any tolerance. No total thus
            // changes by the same amount as its parts.
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

    /// Runs the checks of a dataset on a table, however the table was created.
    ///
    /// Checks against other tables of a workbook compare nothing.
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

    /// The other tables of a workbook that the checks of a dataset refer to, as far as they can be
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

    /// The figures of a dataset as read, and the day on which the file was obtained; `None` if the
    /// workbook has no sheet of the dataset.
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
        // Content that could not be read comes before the sums and counts that it may have
        // affected.
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

/// The day that a user has specified for a file without a date.
fn day_of_file(dataset: &Dataset, file: &SourceFile) -> Option<Date> {
    dataset.file_date.iter().find(|date| date.sha256 == file.sha256).map(|date| date.as_at)
}

/// True for an error in the bytes, whichever dataset they are read for.
fn is_of_the_file(error: &Error) -> bool {
    [error_codes::FILE_UNREADABLE, error_codes::TOO_LARGE].contains(&error.code())
}

/// The outcome for a dataset of a workbook that cannot be read, while others can.
fn not_read(dataset: &Id, error: Error) -> Outcome {
    let detail = format!("nothing of {dataset} was read: {} {}", error.code().id, error.problem());
    let check = CheckName::ReadingDataset(dataset.clone());
    Outcome {
        unread: Some(dataset.clone()),
        ..Outcome::new(check, Finding::Differs, detail, Some(error))
    }
}
