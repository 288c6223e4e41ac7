//! The figures of a dataset, each once, and those of rows of which something is not known.
//!
//! Belongs here: what a row that cannot be placed makes of the figures it may be about, once all
//! others are read. Does not belong here: what is not known about a row, which `rows` and `line`
//! find; the words for it, which `doubts` has.
//!
//! **Invariant:** a figure that an uncertain row may be about is *not available*, never nought
//! because it is absent.

use super::doubts;
use crate::catalogue::{Absent, Dataset, UNPLACED};
use crate::domain::{AreaCode, Error, Period, Result, Status, error_codes};
use crate::geography::Geography;
use crate::table::Row;
use polars::prelude::PlSmallStr;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

type Grain = (AreaCode, Period, Arc<[String]>, PlSmallStr);

/// The figures of a dataset.
#[derive(Default)]
pub(super) struct Figures {
    pub rows: Vec<Row>,
    seen: HashMap<Grain, usize>,
    aside: Vec<StagingFolder>,
    /// How many figures uncertain rows have been held against.
    missed: usize,
}

/// A figure of which something is not known.
pub(super) struct StagingFolder {
    /// The figure; its day, its area or both may only stand in for the right ones.
    pub row: Row,
    pub unsure: Unsure,
    /// The areas that may be meant, any without such a figure when empty; `None` where the area is
    /// certain.
    pub candidates: Option<Vec<(AreaCode, String)>>,
}

/// What is not known about a figure besides its area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsure {
    Nothing,
    /// Whether the row is one of the table: a text in it is not the one that all rows have.
    Kind,
    /// Its measure; the row has a figure for each that it may have.
    Measure,
    /// Its day; the row has another one, which means nothing.
    Day,
}

impl Figures {
    /// The place of the figure about the same area, period, categories and measure.
    pub(super) fn position(&self, row: &Row) -> Option<usize> {
        self.seen.get(&grain(row)).copied()
    }

    /// Adds a figure that is not there yet, and returns its place.
    pub(super) fn push(&mut self, row: Row) -> usize {
        self.seen.insert(grain(&row), self.rows.len());
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Keeps a figure aside until all others are read.
    pub(super) fn excluded(&mut self, aside: StagingFolder) {
        self.aside.push(aside);
    }

    /// How many figures were printed.
    pub(super) fn printed(&self) -> usize {
        self.rows.len() + self.aside.len()
    }

    /// True unless of every row the day is not known, or what it counts.
    pub(super) fn any_is_certain(&self) -> bool {
        !self.rows.is_empty() || self.aside.iter().all(|aside| aside.unsure == Unsure::Nothing)
    }

    /// The figures, and those *not available* that the uncertain ones may be.
    pub(super) fn finish(mut self, geography: &Geography, dataset: &Dataset) -> Result<Vec<Row>> {
        self.give_rows_set_aside(geography, dataset)?;
        if dataset.absent == Absent::Zero {
            self.give_unplaced_labels()?;
        }
        Ok(self.rows)
    }

    /// The figures of every area that an unplaced row may be about are *not available*. A row that
    /// names no known area may be about any authority without such a figure, and one without a day
    /// that is known about any day without one; where an absent one has nobody, that must not be
    /// believed. A row that may count something else is about no figure that another row has.
    fn give_rows_set_aside(&mut self, geography: &Geography, dataset: &Dataset) -> Result<()> {
        let aside = std::mem::take(&mut self.aside);
        if aside.is_empty() {
            return Ok(());
        }
        let printed = self.periods();
        for StagingFolder { row, unsure, candidates } in aside {
            let periods = match (unsure, printed.get(&row.measure)) {
                // A measure that no row names is one that the file may not be about.
                (Unsure::Measure, None) => Vec::new(),
                (Unsure::Nothing | Unsure::Kind | Unsure::Measure, _) => vec![row.period],
                (Unsure::Day, Some(periods)) if dataset.absent == Absent::Zero => {
                    periods.iter().copied().collect()
                }
                (Unsure::Day, _) => Vec::new(),
            };
            let only_absent =
                unsure != Unsure::Nothing || candidates.as_ref().is_some_and(Vec::is_empty);
            for period in periods {
                let areas = match (&candidates, dataset.absent) {
                    (None, _) => vec![(row.area.clone(), row.area_name.to_string())],
                    (Some(candidates), Absent::Zero) if candidates.is_empty() => {
                        doubts::authorities(geography, dataset, period.end)?
                    }
                    (Some(candidates), _) => candidates.clone(),
                };
                for (area, area_name) in areas {
                    self.miss(
                        Row { area, area_name: area_name.into(), period, ..row.clone() },
                        only_absent,
                    )?;
                }
            }
        }
        Ok(())
    }

    /// The periods that each measure has figures for.
    fn periods(&self) -> BTreeMap<PlSmallStr, BTreeSet<Period>> {
        let mut periods: BTreeMap<PlSmallStr, BTreeSet<Period>> = BTreeMap::new();
        for row in &self.rows {
            periods.entry(row.measure.clone()).or_default().insert(row.period);
        }
        periods
    }

    /// Where a category without a row has nobody, the categories that an unplaced label may stand
    /// for have not.
    fn give_unplaced_labels(&mut self) -> Result<()> {
        let is_unplaced = |row: &&Row| row.dims.iter().any(|code| code == UNPLACED);
        let unplaced: Vec<Row> = self.rows.iter().filter(is_unplaced).cloned().collect();
        let mut printed: BTreeMap<Period, Vec<BTreeSet<String>>> = BTreeMap::new();
        let periods: BTreeSet<Period> = unplaced.iter().map(|row| row.period).collect();
        for row in self.rows.iter().filter(|row| periods.contains(&row.period)) {
            let codes =
                printed.entry(row.period).or_insert_with(|| vec![BTreeSet::new(); row.dims.len()]);
            for (codes, code) in
                codes.iter_mut().zip(row.dims.iter()).filter(|(_, code)| *code != UNPLACED)
            {
                codes.insert(code.clone());
            }
        }
        for row in unplaced {
            let Some(printed) = printed.get(&row.period) else { continue };
            let of_each = printed.iter().zip(row.dims.iter()).filter(|(_, code)| *code == UNPLACED);
            check_few(of_each.fold(1, |all, (codes, _)| codes.len().max(1).saturating_mul(all)))?;
            for dims in doubts::meant(&row.dims, printed) {
                self.miss(Row { dims: dims.into(), ..row.clone() }, true)?;
            }
        }
        Ok(())
    }

    /// Makes a figure *not available*; one that is there only where `only_absent` does not say
    /// otherwise.
    fn miss(&mut self, row: Row, only_absent: bool) -> Result<()> {
        const MOST_CELLS: usize = 1_000;
        self.missed += 1;
        check_few(self.missed)?;
        let row = Row { value: None, status: Some(Status::NotAvailable), ..row };
        match self.position(&row) {
            None => drop(self.push(row)),
            Some(_) if only_absent => {}
            Some(held) => {
                let held = &mut self.rows[held];
                if held.cell.len() < MOST_CELLS {
                    held.cell = format!("{} + {}", held.cell, row.cell).into();
                }
                (held.value, held.status) = (None, row.status);
            }
        }
        Ok(())
    }
}

/// `F114` where uncertain rows may be about more figures than any table has: each row may be about
/// those of all areas, days or categories, so that they are as many as the product.
fn check_few(figures: usize) -> Result<()> {
    const MOST: usize = 3_000_000;
    if figures <= MOST {
        return Ok(());
    }
    Err(Error::new(
        error_codes::TOO_LARGE,
        "looking for the figures that uncertain rows may be about",
    )
    .found(format!("more than {MOST} of them"))
    .expected(
        "rows of which nearly all say their day, area and labels as the definition knows them",
    ))
}

fn grain(row: &Row) -> Grain {
    (row.area.clone(), row.period, row.dims.clone(), row.measure.clone())
}
