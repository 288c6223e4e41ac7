//! Combines several editions into one table.
//!
//! Belongs here: which figures of an older edition a newer one supersedes. Does not belong here:
//! which editions exist, and which of them is newer.

use super::{Table, columns, frame_error};
use crate::domain::{AreaCode, AreaLevel, Error, Result, error_codes};
use polars::prelude::{BooleanChunked, DataFrame, IntoColumn, NewChunkedArray};
use std::collections::{BTreeMap, BTreeSet};

impl Table {
    /// Combines several tables with the same dimensions. For each measure, day and level of area,
    /// all figures come from the first table that has any. A newer edition thus supersedes an older
    /// one in full, and a file of regions does not hide one of authorities. Pass the newest first.
    /// The remaining figures of an older table are stored separately if its edition revises.
    pub fn stack(tables: Vec<Self>) -> Result<Self> {
        let mut tables = tables.into_iter();
        let Some(mut stacked) = tables.next() else {
            return Err(Error::new(error_codes::NO_DATA, "putting editions together")
                .found("no edition at all"));
        };
        let mut held = vec![Held::of(stacked.frame.clone())?];
        for older in tables {
            let added = stacked.add_older(older, &mut held)?;
            held.extend(added);
        }
        Ok(stacked)
    }

    /// Adds figures of an older table for measures, days and levels that are still missing, so no
    /// grain can occur twice. Returns what was added.
    fn add_older(&mut self, older: Self, held: &mut [Held]) -> Result<Option<Held>> {
        let of_older = Held::of(moved(&older.frame, self.sources.len())?)?;
        let is_revised = older.sources.iter().any(|source| source.revises);
        self.sources.extend(older.sources);
        let mut taken: BTreeSet<Slot> = BTreeSet::new();
        let both = |held: &Held| held.days.intersection(&of_older.days).next().is_some();
        for newer in held.iter_mut().filter(|newer| both(newer)) {
            taken.extend(newer.slots()?.iter().cloned());
        }
        let (new, aside) = if taken.is_empty() {
            (of_older.frame, None)
        } else {
            let is_taken = rows_that(&of_older.frame, |slot| taken.contains(slot))?;
            let rows = |which: &BooleanChunked| of_older.frame.filter(which).map_err(frame_error);
            (rows(&!&is_taken)?, Some(rows(&is_taken)?))
        };
        if let Some(aside) = aside.filter(|aside| is_revised && aside.height() > 0) {
            self.superseded = Some(match self.superseded.take() {
                Some(others) => others.vstack(&aside).map_err(frame_error)?,
                None => aside,
            });
        }
        if new.height() == 0 {
            return Ok(None);
        }
        self.frame = self.frame.vstack(&new).map_err(frame_error)?;
        Held::of(new).map(Some)
    }
}

/// The unit in which figures are superseded: a day, a level of areas, a measure.
type Slot = (i32, AreaLevel, String);

/// The rows from one edition, with their days and slots.
struct Held {
    frame: DataFrame,
    days: BTreeSet<i32>,
    /// Computed when another edition has figures for the same days.
    slots: Option<BTreeSet<Slot>>,
}

impl Held {
    fn of(frame: DataFrame) -> Result<Self> {
        let mut days = BTreeSet::new();
        each_run(days_of(&frame)?, |day| {
            days.insert(day);
        });
        Ok(Self { frame, days, slots: None })
    }

    fn slots(&mut self) -> Result<&BTreeSet<Slot>> {
        let slots = match self.slots.take() {
            Some(slots) => slots,
            None => {
                let mut slots = BTreeSet::new();
                rows_that(&self.frame, |slot| slots.insert(slot.clone()))?;
                slots
            }
        };
        Ok(self.slots.insert(slots))
    }
}

/// The last days of the rows' periods, as polars stores them.
fn days_of(frame: &DataFrame) -> Result<impl Iterator<Item = i32> + '_> {
    let days =
        frame.column(columns::PERIOD_END).and_then(|column| column.date()).map_err(frame_error)?;
    Ok(days.physical().iter().map(Option::unwrap_or_default))
}

/// Calls a function with every item that differs from the one before.
fn each_run(items: impl Iterator<Item = i32>, mut call: impl FnMut(i32)) {
    let mut last = None;
    for item in items {
        if last != Some(item) {
            call(item);
            last = Some(item);
        }
    }
}

/// The rows whose slot meets a condition. The condition is evaluated once for consecutive rows with
/// the same slot.
fn rows_that(frame: &DataFrame, mut holds: impl FnMut(&Slot) -> bool) -> Result<BooleanChunked> {
    let text = |name: &str| frame.column(name).and_then(|column| column.str()).map_err(frame_error);
    let (codes, measures) = (text(columns::AREA_CODE)?, text(columns::MEASURE)?);
    let (mut last, mut answers): (Option<(Slot, bool)>, Vec<bool>) =
        (None, Vec::with_capacity(frame.height()));
    let mut levels: BTreeMap<&str, AreaLevel> = BTreeMap::new();
    for ((code, day), measure) in codes.iter().zip(days_of(frame)?).zip(measures.iter()) {
        let (code, measure) = (code.unwrap_or_default(), measure.unwrap_or_default());
        let level = match levels.get(code) {
            Some(level) => *level,
            None => *levels.entry(code).or_insert(level_of(code)),
        };
        let answer = match &last {
            Some(((of_day, of_level, of_measure), answer))
                if *of_day == day && *of_level == level && of_measure == measure =>
            {
                *answer
            }
            _ => {
                let slot = (day, level, measure.to_owned());
                let answer = holds(&slot);
                last = Some((slot, answer));
                answer
            }
        };
        answers.push(answer);
    }
    Ok(BooleanChunked::from_slice("rows".into(), &answers))
}

/// The level of an area. People whom one edition could not allocate are counted in the authorities
/// of the next edition.
fn level_of(code: &str) -> AreaLevel {
    match AreaCode::new(code).map(|code| code.level()) {
        Ok(AreaLevel::Unallocated) => AreaLevel::Authority,
        Ok(level) => level,
        Err(_) => AreaLevel::Other,
    }
}

/// The rows with their source positions shifted by a number.
fn moved(frame: &DataFrame, by: usize) -> Result<DataFrame> {
    let sources =
        frame.column(columns::SOURCE).and_then(|column| column.u32()).map_err(frame_error)?;
    let moved = (sources + u32::try_from(by).unwrap_or(u32::MAX)).into_column();
    let mut frame = frame.clone();
    frame.with_column(moved).map_err(frame_error)?;
    Ok(frame)
}
