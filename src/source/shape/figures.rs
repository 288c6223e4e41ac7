//! The figures of a dataset, without duplicates, and those of uncertain rows.
//!
//! Belongs here: the effect of a row that cannot be placed on the figures it may refer to, once all
//! other rows are read. Does not belong here: detecting uncertain rows (`rows` and `line`), or
//! their wording (`doubts`).
//!
//! **Invariant:** a figure that an uncertain row may refer to is *not available*. It is never set
//! to zero because it is absent.

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
    /// The number of figures affected by uncertain rows.
    missed: usize,
}

/// A figure with an unknown property.
pub(super) struct StagingFolder {
    /// The figure; its day, its area or both may be placeholders.
    pub row: Row,
    pub unsure: Unsure,
    /// The possible areas; when empty, any area without such a figure. `None` if the area is
    /// certain.
    pub candidates: Option<Vec<(AreaCode, String)>>,
}

/// The unknown property of a figure, apart from its area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsure {
    Nothing,
    /// Whether the row belongs to the table: one of its texts differs from the text in all other
    /// rows.
    Kind,
    /// Its measure; the row has a figure for each possible measure.
    Measure,
    /// Its day; the day in the row is a meaningless placeholder.
    Day,
}

impl Figures {
    /// The position of the figure with the same area, period, categories and measure.
    pub(super) fn position(&self, row: &Row) -> Option<usize> {
        self.seen.get(&grain(row)).copied()
    }

    /// Adds a new figure, and returns its position.
    pub(super) fn push(&mut self, row: Row) -> usize {
        self.seen.insert(grain(&row), self.rows.len());
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Sets a figure aside until all others are read.
    pub(super) fn excluded(&mut self, aside: StagingFolder) {
        self.aside.push(aside);
    }

    /// The number of printed figures.
    pub(super) fn printed(&self) -> usize {
        self.rows.len() + self.aside.len()
    }

    /// False if the day or the meaning of every row is unknown.
    pub(super) fn any_is_certain(&self) -> bool {
        !self.rows.is_empty() || self.aside.iter().all(|aside| aside.unsure == Unsure::Nothing)
    }

    /// The figures, with *not available* where uncertain rows may apply.
    pub(super) fn finish(mut self, geography: &Geography, dataset: &Dataset) -> Result<Vec<Row>> {
        self.give_rows_set_aside(geography, dataset)?;
        if dataset.absent == Absent::Zero {
            self.give_unplaced_labels()?;
        }
        Ok(self.rows)
    }

    /// Sets the figures of every area that an unplaced row may refer to as *not available*. A row
    /// without a known area may refer to any authority without such a figure. A row without a known
    /// day may refer to any day without one. Absent figures must not become zero in these cases. A
    /// row with an unknown meaning does not affect a figure that another row has.
    fn give_rows_set_aside(&mut self, geography: &Geography, dataset: &Dataset) -> Result<()> {
        let aside = std::mem::take(&mut self.aside);
        if aside.is_empty() {
            return Ok(());
        }
        let printed = self.periods();
        for StagingFolder { row, unsure, candidates } in aside {
            let periods = match (unsure, printed.get(&row.measure)) {
                // The file may have no figures for a measure that no other row has.
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

    /// The periods for which each measure has figures.
    fn periods(&self) -> BTreeMap<PlSmallStr, BTreeSet<Period>> {
        let mut periods: BTreeMap<PlSmallStr, BTreeSet<Period>> = BTreeMap::new();
        for row in &self.rows {
            periods.entry(row.measure.clone()).or_default().insert(row.period);
        }
        periods
    }

    /// Where a category without a row means zero people, that does not apply to the categories that
    /// an unplaced label may stand for.
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

    /// Makes a figure *not available*; an existing figure only if `only_absent` is false.
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

/// `F114` if uncertain rows may refer to more figures than any table has. Each row may refer to all
/// areas, days or categories, so the number is their product.
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
