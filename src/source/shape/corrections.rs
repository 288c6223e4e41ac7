//! Corrects the publisher's known errors as the dataset declares them, and reports which of them
//! occurred.

use super::outcome::{CheckName, Finding, Outcome};
use crate::catalogue::{Action, Correction, Dataset, WrongFigure};
use crate::domain::{AreaCode, AreaLevel, Date, Id, Status, counted, thousands};
use crate::table::{Figure, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The corrections made so far in one file.
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

    /// The correction which declares that a publisher printed this figure in several rows.
    pub(super) fn for_sum(&self, row: &Row) -> Option<&'a Correction> {
        let mut all = self.dataset.correction.iter();
        all.find(|correction| {
            let is_of_area = correction.codes.contains(&row.area);
            correction.action == Action::Sum && is_of_area && self.is_meant(correction, row)
        })
    }

    /// Corrects figures to which corrections apply.
    pub(super) fn of_figures(&mut self, rows: &mut [Row]) {
        for correction in
            self.dataset.correction.iter().filter(|correction| correction.action.is_of_figures())
        {
            for part in parts(correction) {
                let is_meant =
                    |row: &Row| part.is_meant(row, self.dataset) && self.is_meant(correction, row);
                let meant: Vec<usize> = (0..rows.len()).filter(|at| is_meant(&rows[*at])).collect();
                let sum: f64 = meant.iter().filter_map(|at| rows[*at].value).sum();
                if let Some(total) =
                    part.adds_up_to.filter(|total| !meant.is_empty() && sum != *total)
                {
                    let figures = counted(meant.len(), "figure", "figures");
                    self.mend(correction, &format!("{} in {figures}", thousands(sum)), total);
                    continue;
                }
                for at in meant {
                    self.of_figure(correction, &part, &mut rows[at]);
                }
            }
        }
    }

    fn of_figure(&mut self, correction: &'a Correction, part: &Part<'_>, row: &mut Row) {
        if let Some(expected) = part.expect.filter(|expected| row.value != Some(*expected)) {
            let found = row.value.map_or_else(|| "no number".to_owned(), thousands);
            self.mend(correction, &format!("{found} in {}", row.cell), expected);
            return;
        }
        let figure = match correction.action {
            Action::Drop => Figure::missing(Status::NotAvailable),
            Action::Override => Figure { value: part.value, status: Some(Status::Revised) },
            // A missing figure has its own reason.
            _ if row.value.is_none() => row.figure(),
            _ => {
                Figure { value: row.value, status: Status::combine(row.status, correction.status) }
            }
        };
        (row.value, row.status) = (figure.value, figure.status);
        self.count(correction);
    }

    /// Records that a figure is not the one that is known to be wrong.
    fn mend(&mut self, correction: &'a Correction, found: &str, expected: f64) {
        let expected = thousands(expected);
        let text = || {
            format!(
                "{found}, and not {expected}, which is known to be wrong: nothing to correct in \
                 this edition"
            )
        };
        self.mended.entry(&correction.id).or_insert_with(text);
    }

    /// True for a row with the day, measure and categories of a correction.
    fn is_meant(&self, correction: &Correction, row: &Row) -> bool {
        let is_named = |measure: &Id| measure.as_str() == row.measure;
        correction.is_on(row.period.end)
            && (correction.measures.is_empty() || correction.measures.iter().any(is_named))
            && is_fixed(&correction.fixed, row, self.dataset)
    }

    /// One outcome for each declared correction, in a file with figures for these days; the newest
    /// day is its edition. None is an error, because an edition without its known error is no
    /// worse.
    pub(super) fn account(self, days: &BTreeSet<Date>) -> Vec<Outcome> {
        let account = |correction: &'a Correction| {
            let (finding, detail) =
                match (self.met.get(&correction.id), self.mended.get(&correction.id)) {
                    (None, Some(mended)) => (Finding::Overlap, mended.clone()),
                    (Some(count), mended) => {
                        let count = counted(*count, "figure", "figures");
                        let also = mended.map_or(String::new(), |mended| format!("; but {mended}"));
                        (Finding::Overlap, format!("{count}; {}{also}", correction.reason))
                    }
                    (None, None) if is_expected(correction, days) => {
                        let text =
                            "nothing to correct in this edition; the publisher may have mended it";
                        (Finding::Differs, text.to_owned())
                    }
                    (None, None) => (
                        Finding::NothingToCompare,
                        "not met, and not meant for this edition".to_owned(),
                    ),
                };
            Outcome::new(CheckName::Correction(correction.id.clone()), finding, detail, None)
        };
        self.dataset.correction.iter().map(account).collect()
    }
}

/// The figures to which one part of a correction applies.
struct Part<'c> {
    codes: &'c [AreaCode],
    levels: &'c [AreaLevel],
    figure: Option<&'c WrongFigure>,
    expect: Option<f64>,
    value: Option<f64>,
    adds_up_to: Option<f64>,
}

/// The parts of a correction: one for each of its `figures`, or otherwise one for all figures with
/// its codes.
fn parts(all: &Correction) -> Vec<Part<'_>> {
    if all.figures.is_empty() {
        return vec![Part {
            codes: &all.codes,
            levels: &all.levels,
            figure: None,
            expect: all.expect,
            value: all.value,
            adds_up_to: all.adds_up_to,
        }];
    }
    all.figures.iter().map(Part::of).collect()
}

impl<'c> Part<'c> {
    fn of(figure: &'c WrongFigure) -> Self {
        let WrongFigure { expect, value, adds_up_to, .. } = *figure;
        let codes = std::slice::from_ref(&figure.code);
        Self { codes, levels: &[], figure: Some(figure), expect, value, adds_up_to }
    }

    fn is_meant(&self, row: &Row, dataset: &Dataset) -> bool {
        (self.codes.contains(&row.area) || self.levels.contains(&row.area.level()))
            && self.figure.is_none_or(|figure| {
                figure.as_at.is_none_or(|day| day == row.period.end)
                    && figure.measure.as_ref().is_none_or(|measure| measure.as_str() == row.measure)
                    && is_fixed(&figure.fixed, row, dataset)
            })
    }
}

/// True for a row with these codes of dimensions.
fn is_fixed(fixed: &BTreeMap<Id, String>, row: &Row, dataset: &Dataset) -> bool {
    let at = |dimension: &Id| dataset.dim_index(dimension).and_then(|index| row.dims.get(index));
    fixed.iter().all(|(dimension, code)| at(dimension) == Some(code))
}

/// True when an edition with figures for these days should have the error.
fn is_expected(correction: &Correction, days: &BTreeSet<Date>) -> bool {
    match correction.editions.as_slice() {
        // Without a day it is unknown which rows, or even which edition, should have had the error.
        [] => correction.days().any(|day| days.contains(&day)),
        editions => days.last().is_some_and(|edition| editions.contains(edition)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Corrections, Finding};
    use crate::catalogue::{Dataset, DefinitionFile};
    use crate::domain::Date;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn a_correction_is_met_not_met_or_no_longer_needed() {
        let text = include_str!("../../../data/catalogue/datasets/home-office/asy-d11.toml");
        let (path, shown) =
            ("datasets/home-office/asy-d11.toml".to_owned(), "asy-d11.toml".to_owned());
        let dataset =
            Dataset::read(&DefinitionFile { path, text: text.to_owned().into(), shown }).unwrap();
        let find = |id: &str, met: bool, days: [Date; 2]| {
            let mut corrections = Corrections::new(&dataset);
            if met {
                corrections.count(
                    dataset
                        .correction
                        .iter()
                        .find(|correction| correction.id.as_str() == id)
                        .unwrap(),
                );
            }
            let outcomes = corrections.account(&BTreeSet::from(days));
            outcomes
                .into_iter()
                .find(|outcome| outcome.check.to_string() == format!("correction {id}"))
                .unwrap()
                .finding
        };
        let (day, edition) = (date(2022, 12, 31), date(2024, 9, 30));
        assert_eq!(find("edinburgh-in-two-rows", true, [day, edition]), Finding::Overlap);
        assert_eq!(find("edinburgh-in-two-rows", false, [day, edition]), Finding::Differs);
        assert_eq!(
            find("edinburgh-in-two-rows", false, [date(2021, 6, 30), edition]),
            Finding::NothingToCompare
        );
        // This correction names the edition that has the error.
        assert_eq!(find("babergh-misspelt", false, [day, edition]), Finding::Differs);
        assert_eq!(
            find("babergh-misspelt", false, [day, date(2023, 9, 30)]),
            Finding::NothingToCompare
        );
    }
}
