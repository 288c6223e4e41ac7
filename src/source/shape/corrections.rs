//! The publisher's known errors, put right as the dataset declares them, and an account of which were met.

use super::{CorrectionMet, CorrectionOutcome};
use crate::catalogue::{Action, Correction, Dataset};
use crate::domain::{AreaCode, Date, Id, Status, counted, thousands};
use crate::table::{Figure, Row};
use std::collections::{BTreeMap, BTreeSet};

/// What has been corrected so far in one file.
pub(super) struct Corrections<'a> {
    dataset: &'a Dataset,
    met: BTreeMap<&'a Id, usize>,
    mended: BTreeMap<&'a Id, String>,
}

impl<'a> Corrections<'a> {
    pub(super) fn new(dataset: &'a Dataset) -> Self {
        Self { dataset, met: BTreeMap::new(), mended: BTreeMap::new() }
    }

    /// Counts a correction that was made elsewhere: of a place, or of two rows added.
    pub(super) fn count(&mut self, correction: &'a Correction) {
        *self.met.entry(&correction.id).or_default() += 1;
    }

    /// The correction that says that a publisher printed the figure of an area and day in several rows.
    pub(super) fn for_sum(&self, area: &AreaCode, day: Date) -> Option<&'a Correction> {
        let mut all = self.dataset.correction.iter();
        all.find(|correction| correction.action == Action::Sum && applies(correction, area, day))
    }

    /// Puts a figure right where a correction is meant for it.
    pub(super) fn of_figure(&mut self, row: &mut Row) {
        for correction in self.dataset.correction.iter().filter(|correction| correction.action.is_of_figures()) {
            if !self.is_meant(correction, row) {
                continue;
            }
            if let Some(expected) = correction.expect.filter(|expected| row.value != Some(*expected)) {
                let found = row.value.map_or_else(|| "no number".to_owned(), thousands);
                let mended = format!("{found} in {}, where {} was printed before", row.cell, thousands(expected));
                self.mended.insert(&correction.id, mended);
                continue;
            }
            let figure = match correction.action {
                Action::Drop => Figure::missing(Status::NotAvailable),
                Action::Override => Figure { value: correction.value, status: Some(Status::Revised) },
                _ => Figure { value: row.value, status: correction.status.or(row.status) },
            };
            (row.value, row.status) = (figure.value, figure.status);
            self.count(correction);
        }
    }

    fn is_meant(&self, correction: &Correction, row: &Row) -> bool {
        let at = |dimension: &Id| self.dataset.dim_index(dimension).and_then(|index| row.dims.get(index));
        applies(correction, &row.area, row.period.end)
            && correction.measure.as_ref().is_none_or(|measure| measure.as_str() == row.measure)
            && correction.fixed.iter().all(|(dimension, code)| at(dimension) == Some(code))
    }

    /// What became of every declared correction, in a file with figures for these days, the newest of them its edition.
    pub(super) fn account(self, days: &BTreeSet<Date>) -> Vec<CorrectionMet> {
        let edition = days.last().map(Date::to_string);
        let account = |correction: &'a Correction| {
            let in_range = correction.as_at.as_ref().is_none_or(|day| days.iter().any(|held| held.to_string() == *day));
            let named = edition.as_ref().is_some_and(|edition| correction.editions.contains(edition));
            let is_meant = named || (correction.editions.is_empty() && in_range && correction.as_at.is_some());
            let (outcome, detail) = match (self.met.get(&correction.id), self.mended.get(&correction.id)) {
                (_, Some(mended)) => (CorrectionOutcome::Mended, format!("{mended}; the publisher has mended it")),
                (Some(count), None) => {
                    let count = counted(*count, "figure", "figures");
                    (CorrectionOutcome::Made, format!("{count}; {}", correction.reason))
                }
                (None, None) if is_meant => {
                    let text = "nothing to correct in this edition; the publisher may have mended it";
                    (CorrectionOutcome::NothingFound, text.to_owned())
                }
                (None, None) => (CorrectionOutcome::NotMeant, "not meant for this edition".to_owned()),
            };
            CorrectionMet { id: correction.id.clone(), outcome, detail }
        };
        self.dataset.correction.iter().map(account).collect()
    }
}

/// True when a correction is meant for the area and day.
pub(super) fn applies(correction: &Correction, code: &AreaCode, day: Date) -> bool {
    let on_the_day = correction.as_at.as_ref().is_none_or(|as_at| *as_at == day.to_string());
    on_the_day && correction.codes.iter().any(|known| known == code.as_str())
}
