//! Content that could not be read with certainty, and the status of the affected figures.
//!
//! Belongs here: collecting doubts, how many are too many, their effect on figures. Does not belong
//! here: detecting doubts (`rows`, `line` and the checks), or accepting a doubtful edition
//! (`holdings`).
//!
//! **Invariant:** a figure that depends on a doubt is *not available* or *unreliable*, never zero
//! and never omitted.

use super::outcome::{Affected, CheckName, Finding, Outcome};
use crate::catalogue::{Dataset, UNPLACED};
use crate::domain::{
    AreaCode, Date, Error, MissingDefinition, Period, Result, Status, counted, error_codes,
};
use crate::geography::{Area, Geography};
use crate::table::{Figure, Row, Table, TableBuilder};
use polars::prelude::PlSmallStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Up to this many doubts are a few, however small the table.
const A_FEW: usize = 5;

/// More than one figure or authority in this many is too many.
pub(super) const A_FIFTH: usize = 5;

/// More than one sum in this many is too many. A single wrong figure is part of its region, nation
/// and the United Kingdom.
pub(super) const HALF: usize = 2;

/// True when the number of doubts makes a table unreadable. It is then uncertain whether the table
/// matches its definition.
pub(super) fn too_many(doubtful: usize, of: usize, one_in: usize) -> bool {
    doubtful > A_FEW && doubtful * one_in > of
}

/// The doubts found while the rows of a dataset are read.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// By the code of the error and the treatment of the figures.
    kinds: BTreeMap<(&'static str, &'static str), Kind>,
    /// The number of figures affected.
    figures: usize,
}

/// The doubts with the same error code and the same treatment.
#[derive(Debug)]
struct Kind {
    first: Error,
    places: usize,
    /// What was found, without duplicates: labels, areas, texts.
    found: BTreeSet<String>,
    /// What is missing from the definition, without duplicates.
    lacks: BTreeSet<MissingDefinition>,
    made_of_it: &'static str,
}

impl Doubts {
    fn add(&mut self, error: Error, made_of_it: &'static str) {
        let found = error.finding().to_owned();
        let new = || Kind {
            first: error.clone(),
            places: 0,
            found: BTreeSet::new(),
            lacks: BTreeSet::new(),
            made_of_it,
        };
        let kind = self.kinds.entry((error.code().id, made_of_it)).or_insert_with(new);
        kind.places += 1;
        kind.lacks.extend(error.lack().cloned());
        kind.found.insert(found);
    }

    /// Makes a figure that cannot be read *not available*; any other error is returned.
    pub(super) fn figure(&mut self, error: Error) -> Result<Figure> {
        if error.code() != error_codes::NOT_A_NUMBER {
            return Err(error);
        }
        self.add(error, "these figures are not available");
        self.figures += 1;
        Ok(Figure::missing(Status::NotAvailable))
    }

    /// Gives a label that is in no codelist the reserved code; any other error is returned.
    pub(super) fn label(&mut self, error: Error) -> Result<String> {
        if ![error_codes::LABEL_UNKNOWN, error_codes::AREA_UNKNOWN].contains(&error.code()) {
            return Err(error);
        }
        let made_of_it = "their figures, and sums that may need them, are not available";
        self.add(error, made_of_it);
        Ok(UNPLACED.to_owned())
    }

    /// A remark without a known meaning makes its figures *unreliable*.
    pub(super) fn remark(&mut self, error: Error) -> Status {
        self.add(error, "the figures beside them are unreliable");
        self.figures += 1;
        Status::Unreliable
    }

    /// Records a row for which it is unknown what it counts.
    pub(super) fn kind(&mut self, error: Error) {
        self.add(error, "these figures are not available where no other row has them");
    }

    /// Records a row whose area cannot be placed, with its number of figures; an error of another
    /// kind is returned.
    pub(super) fn place(&mut self, error: Error) -> Result<()> {
        if ![error_codes::AREA_UNKNOWN, error_codes::AREA_CONTRADICTION].contains(&error.code()) {
            return Err(error);
        }
        self.add(error, "the figures of every area that may be meant are not available");
        Ok(())
    }

    /// Records a row or figure with an impossible date; an error of another kind is returned.
    pub(super) fn day(&mut self, error: Error) -> Result<()> {
        if error.code() != error_codes::DATE_UNREADABLE {
            return Err(error);
        }
        self.add(
            error,
            "these figures are kept for no day, and those they may be are not available",
        );
        Ok(())
    }

    /// Records a duplicate figure.
    pub(super) fn repeated(&mut self, error: Error) {
        self.add(error, "these figures are not available");
        self.figures += 1;
    }

    /// Records a number below an empty header; it is ignored.
    pub(super) fn stray(&mut self, error: Error) {
        self.add(error, "these numbers are passed over");
        self.figures += 1;
    }

    /// Records figures below the end of a table.
    pub(super) fn below(&mut self, error: Error) {
        self.add(error, "figures such as these are not available where the table has none");
    }

    /// Records a sheet that may be a part of the dataset.
    pub(super) fn sheet(&mut self, error: Error) {
        self.add(error, "its figures are not read");
    }

    /// Adds figures that are doubtful for a reason recorded before.
    pub(super) fn concern(&mut self, figures: usize) {
        self.figures += figures;
    }

    /// What is missing from the definition for certainty.
    pub(super) fn missing_key(&self) -> Vec<MissingDefinition> {
        self.kinds.values().flat_map(|kind| kind.lacks.iter().cloned()).collect()
    }

    /// Errors with the first doubt, if there is one, for a table in which no row is certain.
    pub(super) fn nothing_is_certain(&self) -> Result<()> {
        match self.kinds.values().max_by_key(|kind| kind.places) {
            Some(kind) => Err(unreadable(&kind.first, kind.places, "no row is certain")),
            None => Ok(()),
        }
    }

    /// One outcome for each kind of doubt. Errors with the first doubt if too many of the table's
    /// figures are affected.
    pub(super) fn outcomes(self, of: usize) -> Result<Vec<Outcome>> {
        if let (true, Some(kind)) = (
            too_many(self.figures, of, A_FIFTH),
            self.kinds.values().max_by_key(|kind| kind.places),
        ) {
            return Err(unreadable(
                &kind.first,
                kind.places,
                "more than a fifth of its figures are doubtful",
            ));
        }
        Ok(self.kinds.into_values().map(Kind::outcome).collect())
    }
}

impl Kind {
    fn outcome(self) -> Outcome {
        let place = self.first.place();
        let place: Vec<&str> = place.sheet.iter().chain(&place.cell).map(String::as_str).collect();
        let kinds = if self.found.len() > 1 {
            format!(" ({} different)", self.found.len())
        } else {
            String::new()
        };
        let check = CheckName::ReadingRows(self.first.code().id);
        let detail = format!(
            "{}{kinds}, the first at {}: {}; {}",
            counted(self.places, "doubt", "doubts"),
            place.join(" "),
            self.first.problem(),
            self.made_of_it
        );
        Outcome::new(check, Finding::Differs, detail, Some(self.first))
    }
}

/// The error of a table with too many doubts: the first of them, and why the table is not read.
pub(super) fn unreadable(first: &Error, count: usize, why: &str) -> Error {
    let found = first.finding().to_owned();
    let also = if count > 1 { format!(", and {} more like it", count - 1) } else { String::new() };
    first.clone().found(format!("{found}{also}: {why}, so none of it is read"))
}

/// The areas that a row may refer to: that of its code and those of its name.
pub(super) fn candidates(
    geography: &Geography,
    dataset: &Dataset,
    code: Option<&str>,
    name: Option<&str>,
    day: Date,
) -> Vec<(AreaCode, String)> {
    let by_code =
        code.and_then(|code| AreaCode::new(code).ok()).and_then(|code| geography.get(&code).ok());
    let named = name.or(code).map(|name| geography.named(name)).unwrap_or_default();
    let in_force = |area: &&&Area| {
        area.start.is_none_or(|start| start <= day) && area.end.is_none_or(|end| end >= day)
    };
    let today: Vec<&Area> = named.iter().filter(in_force).copied().collect();
    let by_name = if today.is_empty() { named.to_vec() } else { today };
    let meant = by_code.into_iter().chain(by_name).filter(|area| dataset.keeps(area.code.level()));
    let mut meant: Vec<(AreaCode, String)> =
        meant.map(|area| (area.code.clone(), area.name.clone())).collect();
    meant.sort();
    meant.dedup();
    meant
}

/// The authorities of a dataset on a day, and their successors, for rows without a known area.
pub(super) fn authorities(
    geography: &Geography,
    dataset: &Dataset,
    day: Date,
) -> Result<Vec<(AreaCode, String)>> {
    let whole = dataset.covers.clone().unwrap_or_else(AreaCode::united_kingdom);
    let named = |area: &Area| (area.code.clone(), area.name.clone());
    let mut all = Vec::new();
    for area in geography.authorities_on(&whole, day) {
        all.push(named(area));
        for later in &area.successors {
            all.push(named(geography.get(later)?));
        }
    }
    Ok(all)
}

/// Every combination of codes that the unplaced labels of a row may stand for, from the codes
/// printed in each dimension.
pub(super) fn meant(dims: &[String], printed: &[BTreeSet<String>]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for (code, printed) in dims.iter().zip(printed) {
        let own = BTreeSet::from([code.clone()]);
        let options = if code == UNPLACED { printed } else { &own };
        let with =
            |begun: &Vec<String>, code: &String| begun.iter().chain([code]).cloned().collect();
        all = all
            .iter()
            .flat_map(|begun| options.iter().map(move |code| with(begun, code)))
            .collect();
    }
    all
}

/// A figure that should be in the table but is missing.
pub(super) fn absent(area: &Area, like: &Row) -> Row {
    Row {
        area: area.code.clone(),
        area_name: area.name.as_str().into(),
        value: None,
        status: Some(Status::NotAvailable),
        cell: "no row".into(),
        ..like.clone()
    }
}

/// Marks the figures that failed checks concern.
pub fn mark(table: Table, outcomes: &[Outcome]) -> Result<Table> {
    let concerned = || outcomes.iter().map(|outcome| &outcome.concerned);
    if concerned().all(|one| *one == Affected::default()) {
        return Ok(table);
    }
    let cells: BTreeSet<&PlSmallStr> = concerned().flat_map(|one| &one.cells).collect();
    let mut builder = TableBuilder::new(table.dims().to_vec(), table.measures().to_vec());
    builder.sources = table.sources().to_vec();
    let mut held: BTreeSet<(AreaCode, Period, Arc<[String]>, PlSmallStr)> = BTreeSet::new();
    let grain = |row: &Row| (row.area.clone(), row.period, row.dims.clone(), row.measure.clone());
    for mut row in table.rows()? {
        if row.value.is_some() && cells.contains(&row.cell) {
            row.status = Status::combine(row.status, Some(Status::Unreliable));
        }
        held.insert(grain(&row));
        builder.push(row);
    }
    for row in concerned().flat_map(|one| &one.absent) {
        if held.insert(grain(row)) {
            builder.push(row.clone());
        }
    }
    builder.finish()
}
