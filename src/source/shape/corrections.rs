//! The publisher's known errors, put right as the dataset declares them, and an account of which were met.

use super::checks::{Finding, Outcome};
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

    /// The correction that says that a publisher printed this figure in several rows.
    pub(super) fn for_sum(&self, row: &Row) -> Option<&'a Correction> {
        let mut all = self.dataset.correction.iter();
        all.find(|correction| correction.action == Action::Sum && self.is_meant(correction, row))
    }

    /// Puts a figure right where a correction is meant for it.
    pub(super) fn of_figure(&mut self, row: &mut Row) {
        for correction in self.dataset.correction.iter().filter(|correction| correction.action.is_of_figures()) {
            if !self.is_meant(correction, row) {
                continue;
            }
            if let Some(expected) = correction.expect.filter(|expected| row.value != Some(*expected)) {
                let found = row.value.map_or_else(|| "no number".to_owned(), thousands);
                let mended = format!(
                    "{found} in {}, and not {}, which is known to be wrong: nothing to correct in this edition",
                    row.cell,
                    thousands(expected)
                );
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

    /// One outcome for each declared correction, in a file with figures for these days, the newest of them its edition.
    /// None is an error: an edition without its known error is no worse.
    pub(super) fn account(self, days: &BTreeSet<Date>) -> Vec<Outcome> {
        let account = |correction: &'a Correction| {
            let (finding, detail) = match (self.met.get(&correction.id), self.mended.get(&correction.id)) {
                (_, Some(mended)) => (Finding::Holds, mended.clone()),
                (Some(count), None) => {
                    let count = counted(*count, "figure", "figures");
                    (Finding::Holds, format!("{count}; {}", correction.reason))
                }
                (None, None) if is_expected(correction, days) => {
                    let text = "nothing to correct in this edition; the publisher may have mended it";
                    (Finding::Differs, text.to_owned())
                }
                (None, None) => (Finding::NothingToCompare, "not met, and not meant for this edition".to_owned()),
            };
            Outcome::new(format!("correction {}", correction.id), finding, detail, None)
        };
        self.dataset.correction.iter().map(account).collect()
    }
}

/// True when an edition with figures for these days should have the error.
fn is_expected(correction: &Correction, days: &BTreeSet<Date>) -> bool {
    let has = |day: &String| days.iter().any(|held| held.to_string() == *day);
    match correction.editions.as_slice() {
        // Without a day it cannot be said which rows, let alone which edition, should have had the error.
        [] => correction.as_at.as_ref().is_some_and(has),
        editions => days.last().is_some_and(|edition| editions.contains(&edition.to_string())),
    }
}

/// True when a correction is meant for the area and day.
pub(super) fn applies(correction: &Correction, code: &AreaCode, day: Date) -> bool {
    let on_the_day = correction.as_at.as_ref().is_none_or(|as_at| *as_at == day.to_string());
    on_the_day && correction.codes.iter().any(|known| known == code.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Corrections, Finding};
    use crate::catalogue::Dataset;
    use crate::domain::Date;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn a_correction_is_met_not_met_or_no_longer_needed() {
        let text = include_str!("../../../data/catalogue/datasets/home-office/asy-d11.toml");
        let dataset: Dataset = toml::from_str(text).unwrap();
        let find = |id: &str, met: bool, days: [Date; 2]| {
            let mut corrections = Corrections::new(&dataset);
            if met {
                corrections.count(dataset.correction.iter().find(|correction| correction.id.as_str() == id).unwrap());
            }
            let outcomes = corrections.account(&BTreeSet::from(days));
            outcomes.into_iter().find(|outcome| outcome.check == format!("correction {id}")).unwrap().finding
        };
        let (day, edition) = (date(2022, 12, 31), date(2024, 9, 30));
        assert_eq!(find("edinburgh-in-two-rows", true, [day, edition]), Finding::Holds);
        assert_eq!(find("edinburgh-in-two-rows", false, [day, edition]), Finding::Differs);
        assert_eq!(find("edinburgh-in-two-rows", false, [date(2021, 6, 30), edition]), Finding::NothingToCompare);
        // This one names the edition that has the error.
        assert_eq!(find("babergh-misspelt", false, [day, edition]), Finding::Differs);
        assert_eq!(find("babergh-misspelt", false, [day, date(2023, 9, 30)]), Finding::NothingToCompare);
    }
}
