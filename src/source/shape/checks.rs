//! The checks of every edition, and their results: each check returns a value with its numbers.
//!
//! Belongs here: the list of checks, the wording of an outcome (`outcome` defines its type), checks
//! of single figures. Sums, counts, flows, formulas, other tables, displaced rows and the
//! corrections have files of their own. Does not belong here: what follows from an outcome, which
//! `holdings` decides.

mod counts;
mod displaced;
mod elsewhere;
mod flows;
mod formulas;
mod sums;

pub(super) use counts::missing;

use super::doubts;
use super::outcome::{Affected, CheckName, Finding, Outcome};
use crate::catalogue::{Check, CheckKind, Codelist, Dataset, Definitions, Elsewhere, chosen};
use crate::domain::{
    AreaCode, Error, Result, Status, counted, error_codes, thousands, with_decimals,
};
use crate::geography::Geography;
use crate::table::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The subject of the checks, with the definitions they need.
pub(super) struct Subject<'a> {
    pub(super) table: &'a Table,
    pub(super) dataset: &'a Dataset,
    pub(super) codelists: &'a Definitions<Codelist>,
    pub(super) geography: &'a Geography,
    /// The other tables of the workbook that the checks refer to, with their datasets.
    pub(super) others: &'a [(&'a Dataset, Vec<Row>)],
}

impl Subject<'_> {
    /// The dataset of another table.
    fn dataset_elsewhere(&self, elsewhere: &Elsewhere) -> Option<&Dataset> {
        self.others
            .iter()
            .find(|(dataset, _)| dataset.id == elsewhere.dataset)
            .map(|(dataset, _)| *dataset)
    }

    /// The figures of another table; none if the workbook does not contain it.
    fn elsewhere(&self, elsewhere: &Elsewhere) -> Vec<&Row> {
        let other = self.others.iter().find(|(dataset, _)| dataset.id == elsewhere.dataset);
        let rows =
            |(dataset, rows)| chosen(rows, dataset, elsewhere.measure.as_ref(), &elsewhere.fixed);
        other.map(|(dataset, rows)| (*dataset, &rows[..])).map(rows).unwrap_or_default()
    }

    /// True for figures built into the program. They may be an extract, such as London's boroughs
    /// and England.
    fn is_extract(&self) -> bool {
        self.table.sources().iter().any(|source| source.bundled)
    }
}

/// Counts the comparisons of a check, and records its first failure.
#[derive(Default)]
struct Tally {
    compared: usize,
    wrong: usize,
    error: Option<Error>,
    concerned: Affected,
    /// Number of comparisons that differ, without missing areas.
    differing: usize,
}

impl Tally {
    /// Records a failure and the figures that it makes *unreliable*.
    fn fault<'r>(&mut self, error: Error, concerned: impl IntoIterator<Item = &'r Row>) {
        self.wrong += 1;
        self.differing += 1;
        self.error.get_or_insert(error);
        self.concerned.cells.extend(concerned.into_iter().map(|row| row.cell.clone()));
    }

    fn outcome(self, check: CheckName, detail: String) -> Outcome {
        let finding = match (self.wrong, self.compared) {
            (0, 0) => Finding::NothingToCompare,
            (0, _) => Finding::Overlap,
            _ => Finding::Differs,
        };
        let detail = match &self.error {
            None => detail,
            Some(error) => {
                format!(
                    "{} wrong, the first: {} {}; {detail}",
                    thousands_of(self.wrong),
                    error.code().id,
                    first(error)
                )
            }
        };
        let tally = [self.compared, self.differing];
        Outcome {
            tally,
            concerned: self.concerned,
            ..Outcome::new(check, finding, detail, self.error)
        }
    }
}

/// Comparisons of figures each of which determines the other.
#[derive(Default)]
struct Compared {
    tally: Tally,
    widest: Option<(f64, String)>,
    /// Number of comparisons with a figure that is missing or known to be unreliable.
    unknown: usize,
}

impl Compared {
    /// Records a comparison of figures with the difference `by`. Returns true if that exceeds
    /// `allowed`: `F122`, and the figures `concerned` are *unreliable*.
    fn compare<'r>(
        &mut self,
        at: &Row,
        (by, allowed): (f64, f64),
        found: impl Fn() -> String,
        expected: &str,
        concerned: impl IntoIterator<Item = &'r Row>,
    ) -> bool {
        self.tally.compared += 1;
        if self.widest.as_ref().is_none_or(|(widest, _)| by > *widest) {
            self.widest =
                Some((by, format!("{} of {} allowed: {}", plain(by), plain(allowed), found())));
        }
        let differs = by > allowed + DUST;
        if differs {
            self.tally.fault(
                Error::new(
                    error_codes::FIGURES_CONTRADICT,
                    "comparing figures that depend on each other",
                )
                .at_cell(at.cell.as_str())
                .found(found())
                .expected(expected),
                concerned,
            );
        }
        differs
    }

    /// Records comparisons that agree.
    fn agree(&mut self, count: usize) {
        self.tally.compared += count;
    }

    fn outcome(self, check: &Check, noun: &str, nouns: &str) -> Outcome {
        let compared = counted(self.tally.compared, noun, nouns);
        let mut parts = vec![match self.widest {
            None if self.tally.compared == 0 => "nothing to compare".to_owned(),
            Some((widest, text)) if widest > DUST => {
                format!("{compared} compared, largest difference {text}")
            }
            _ => format!("{compared} compared, none differs"),
        }];
        if self.unknown > 0 {
            parts.push(format!(
                "{} not compared for a figure that is missing or unreliable",
                thousands_of(self.unknown)
            ));
        }
        self.tally.outcome(CheckName::Declared(check.id.clone()), parts.join("; "))
    }
}

/// Tolerance for errors of binary fractions in additions, far below any figure.
const DUST: f64 = 1e-6;

/// The value of a figure that can be compared: present, and not known to be unreliable.
fn known(row: &Row) -> Option<f64> {
    row.value.filter(|_| row.status != Some(Status::Unreliable))
}

/// An error in one line, with its cell.
fn first(error: &Error) -> String {
    match &error.place().cell {
        Some(cell) => format!("{} in cell {cell}", error.problem()),
        None => error.problem(),
    }
}

/// Runs the built-in checks and those that the dataset declares, except those that need the
/// previous edition.
pub(super) fn run(subject: &Subject<'_>) -> Result<Vec<Outcome>> {
    let rows = subject.table.rows()?;
    let mut outcomes = vec![grain_unique(&rows), missing_have_reasons(&rows)];
    if let Some(whole) = &subject.dataset.covers {
        outcomes.push(counts::coverage(&rows, whole, subject)?);
    }
    for check in &subject.dataset.check {
        let Some(mut outcome) = outcome(&rows, check, subject) else { continue };
        outcome.error = outcome.error.map(|error| error.at_key(format!("check {}", check.id)));
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// The outcome of a declared check; `None` for one that needs the previous edition.
fn outcome(rows: &[Row], check: &Check, subject: &Subject<'_>) -> Option<Outcome> {
    let chosen_rows = check.chosen(rows, subject.dataset);
    Some(match &check.kind {
        CheckKind::Range { at_least, at_most, whole } => {
            range(&chosen_rows, check, (*at_least, *at_most), *whole)
        }
        CheckKind::AreasSum { level, except, sums } => {
            let is_compared = |area: &AreaCode| {
                level.is_none_or(|level| area.level() == level) && !except.contains(area)
            };
            sums::areas_sum(&chosen_rows, check, sums, is_compared, subject)
        }
        CheckKind::PartsSum { dimension, sums } => {
            sums::parts_sum(&chosen_rows, check, (dimension, sums), subject)
        }
        CheckKind::AreasCount { counted, limits } => {
            counts::areas_count(&chosen_rows, check, (*counted, *limits), subject)
        }
        CheckKind::RowsPerArea { counted, limits } => {
            counts::rows_per_area(&chosen_rows, check, (*counted, *limits))
        }
        CheckKind::MovesBalance { against, allowed } => {
            let outs = chosen(rows, subject.dataset, Some(against), &check.fixed);
            flows::moves_balance(&chosen_rows, &outs, check, allowed, subject)
        }
        CheckKind::MovesInside { allowed } => {
            flows::moves_inside(&chosen_rows, check, allowed, subject)
        }
        CheckKind::Formula { dimension, formula, allowed } => {
            formulas::formula(rows, check, (formula, dimension.as_ref(), allowed), subject)
        }
        CheckKind::RatioSteps { of, by, at_most, at_least } => {
            formulas::ratio_steps(rows, check, (of, by), (*at_least, *at_most), subject)
        }
        CheckKind::Elsewhere { elsewhere, allowed } => {
            elsewhere::same(rows, check, (elsewhere, allowed), subject)
        }
        CheckKind::RowsInPlace { at_least } => {
            displaced::rows_in_place(&chosen_rows, check, *at_least)
        }
        CheckKind::Change { .. } | CheckKind::EditionBefore(_) => return None,
    })
}

/// Errors with the first failure of a check in which more than half of all comparisons fail. In
/// that case it is uncertain whether the figures match their headers. Two kinds of checks are
/// exempt. Counts compare entire days, of which there may be only one. Figures that contradict each
/// other are doubtful individually.
pub(super) fn not_too_many(outcomes: &[Outcome]) -> Result<()> {
    for Outcome { error, tally: [compared, wrong], .. } in outcomes {
        let Some(error) = error else { continue };
        let is_of_headers =
            ![error_codes::COUNT_DIFFERS, error_codes::FIGURES_CONTRADICT].contains(&error.code());
        if is_of_headers && doubts::too_many(*wrong, *compared, doubts::HALF) {
            return Err(doubts::unreadable(
                error,
                *wrong,
                "more than half of what the check compares differs",
            ));
        }
    }
    Ok(())
}

/// Every figure occurs once.
fn grain_unique(rows: &[Row]) -> Outcome {
    let mut tally = Tally { compared: rows.len(), ..Tally::default() };
    let mut seen = BTreeSet::new();
    for row in rows {
        if !seen.insert((&row.area, row.period.end, &row.measure, &row.dims)) {
            tally.fault(
                Error::new(error_codes::GRAIN_REPEATED, "checking for duplicate rows")
                    .at_cell(row.cell.as_str())
                    .found(format!(
                        "a second row for {} at {} {:?}",
                        row.area_name, row.period, row.dims
                    ))
                    .expected("one"),
                [row],
            );
        }
    }
    let detail = format!(
        "{}, each area, day, category and measure once",
        counted(rows.len(), "figure", "figures")
    );
    tally.outcome(CheckName::BuiltIn("grain-unique"), detail)
}

/// Every missing figure has a reason, and no number is marked as missing.
fn missing_have_reasons(rows: &[Row]) -> Outcome {
    let mut tally = Tally { compared: rows.len(), ..Tally::default() };
    let mut reasons: BTreeMap<Status, usize> = BTreeMap::new();
    for row in rows {
        let reason = row.status.filter(|status| status.is_missing());
        if row.value.is_none() != reason.is_some() {
            tally.fault(
                Error::new(
                    error_codes::DEFINITION_WRONG,
                    "checking that every missing figure has its reason",
                )
                .at_cell(row.cell.as_str())
                .found(format!(
                    "{:?} with the status {:?} for {}",
                    row.value, row.status, row.area_name
                )),
                [row],
            );
        }
        if let Some(reason) = reason {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let missing: usize = reasons.values().sum();
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(reason, count)| format!("{} {}", thousands_of(*count), reason.label()))
        .collect();
    let of = counted(rows.len(), "figure", "figures");
    let detail = match missing {
        0 => format!("none of {of} is missing"),
        _ => format!("{} of {of} missing: {}", thousands_of(missing), reasons.join(", ")),
    };
    tally.outcome(CheckName::BuiltIn("missing-have-reasons"), detail)
}

/// Figures lie within their limits and, where they are counts, are whole numbers.
fn range(rows: &[&Row], check: &Check, (least, most): (f64, Option<f64>), whole: bool) -> Outcome {
    let limits = match most {
        Some(most) => format!("from {least} to {most}"),
        None => format!("from {least} up"),
    };
    let kind = if whole { "a whole number" } else { "a number" };
    let mut tally = Tally::default();
    let mut held: Option<(f64, f64)> = None;
    for row in rows {
        let Some(value) = row.value else { continue };
        tally.compared += 1;
        held = Some(held.map_or((value, value), |(low, high)| (value.min(low), value.max(high))));
        let outside = value < least || most.is_some_and(|most| value > most);
        if outside || (whole && value.fract() != 0.0) {
            tally.fault(
                Error::new(error_codes::OUT_OF_RANGE, "checking the range of figures")
                    .at_cell(row.cell.as_str())
                    .found(format!("{value} for {}", row.area_name))
                    .expected(format!("{kind} {limits}")),
                [*row],
            );
        }
    }
    let detail = match held {
        None => "no number".to_owned(),
        Some((low, high)) => {
            let numbers = counted(tally.compared, "number", "numbers");
            format!("{numbers} from {} to {}, allowed {limits}", plain(low), plain(high))
        }
    };
    tally.outcome(CheckName::Declared(check.id.clone()), detail)
}

/// A number as printed: without decimals if it is a whole number, otherwise with two decimals.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 { thousands(value) } else { with_decimals(value, 2) }
}

/// A count without its noun.
fn thousands_of(count: usize) -> String {
    thousands(f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod contradictions;
#[cfg(test)]
mod tests;
