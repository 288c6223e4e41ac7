//! Figures of one area and day that make each other: differences, totals, rates, and ratios that
//! change little.

use super::{Compared, Outcome, Subject, known, plain};
use crate::catalogue::{Allowed, Check, Divisor, Formula, chosen};
use crate::domain::{AreaCode, Date, Id, with_decimals};
use crate::table::Row;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// A figure is the sum of some less others, or a quotient of two times a number, all of its area,
/// day and category. They are measures, or codes of one dimension.
///
/// Allowed are the tolerance, half of what the figure (and in a sum each part) is rounded to, and
/// the share `within` of what it should be. Not compared where a figure is missing, known to be
/// unreliable, or divided by nought.
pub(super) fn formula(
    rows: &[Row],
    check: &Check,
    (formula, dimension, rules): (&Formula, Option<&Id>, &Allowed),
    subject: &Subject<'_>,
) -> Outcome {
    let mut found = Compared::default();
    let index = dimension.and_then(|dimension| subject.dataset.dim_index(dimension));
    let held: HashMap<Key<'_>, &Row> = rows.iter().map(|row| (key(row), row)).collect();
    for row in check.chosen(rows, subject.dataset) {
        let part = |name: &Id| match index {
            None => held.get(&Key { measure: name.as_str(), ..key(row) }).copied(),
            Some(index) => {
                let mut dims = row.dims.to_vec();
                name.as_str().clone_into(&mut dims[index]);
                held.get(&Key { dims: Cow::Owned(dims), ..key(row) }).copied()
            }
        };
        let Some(parts) = formula.names().into_iter().map(part).collect::<Option<Vec<&Row>>>()
        else {
            continue;
        };
        let value = |name: &Id| part(name).and_then(known);
        let (Some(printed), Some(expected)) = (known(row), result(formula, value)) else {
            found.unknown += 1;
            continue;
        };
        let is_sum = matches!(formula, Formula::Sum { .. });
        let levels = parts.iter().map(|part| part.area.level()).filter(|_| is_sum);
        let allowed = rules.tolerance
            + rules.rounded.allows(row.area.level(), levels)
            + rules.within * expected.abs();
        let text = || {
            let (printed, name) = (plain(printed), &row.area_name);
            format!(
                "{printed} of {} for {name} at {}, and {} by {}",
                row.measure,
                row.period,
                plain(expected),
                words(formula)
            )
        };
        let concerned = parts.iter().copied().chain([row]);
        found.compare(row, ((printed - expected).abs(), allowed), text, "the same", concerned);
    }
    found.outcome(check, "figure", "figures")
}

/// The place of a figure.
#[derive(PartialEq, Eq, Hash)]
struct Key<'r> {
    area: &'r AreaCode,
    day: Date,
    dims: Cow<'r, [String]>,
    measure: &'r str,
}

fn key(row: &Row) -> Key<'_> {
    Key {
        area: &row.area,
        day: row.period.end,
        dims: Cow::Borrowed(&row.dims),
        measure: &row.measure,
    }
}

/// What a formula gives; `None` where a figure is missing or divided by nought.
fn result(formula: &Formula, value: impl Fn(&Id) -> Option<f64>) -> Option<f64> {
    match formula {
        Formula::Quotient { of, by, times } => {
            let by = value(by).filter(|by| *by != 0.0)?;
            Some(value(of)? / by * times)
        }
        Formula::Sum { plus, minus } => {
            let minus = minus.iter().map(|id| value(id).map(f64::abs)).sum::<Option<f64>>()?;
            Some(plus.iter().map(&value).sum::<Option<f64>>()? - minus)
        }
    }
}

/// `costs / work-in-progress`, `births - deaths`.
fn words(formula: &Formula) -> String {
    let join =
        |ids: &[Id], with: &str| ids.iter().map(|id| format!("{with}{id}")).collect::<String>();
    match formula {
        Formula::Quotient { of, by, .. } => format!("{of} / {by}"),
        Formula::Sum { plus, minus } => {
            join(plus, " + ").trim_start_matches(" + ").to_owned() + &join(minus, " - ")
        }
    }
}

/// A year and a little: figures further apart may differ for good reasons.
const MOST_DAYS: i32 = 400;

/// The quotients of an area, by day, each with the figure that it was made of.
type Quotients<'r> = BTreeMap<Date, (&'r Row, f64)>;

/// The ratio of two figures of an area differs from the one a year before by at most `at_most`,
/// where the figure divided by is at least `at_least` on both days. The two figures divided are
/// doubtful, since either may be the wrong one.
pub(super) fn ratio_steps(
    rows: &[Row],
    check: &Check,
    (of, by): (&Id, &Divisor),
    (least, most): (f64, f64),
    subject: &Subject<'_>,
) -> Outcome {
    let mut found = Compared::default();
    let by = divisors(rows, check, by, subject);
    let mut series: BTreeMap<(&AreaCode, &[String]), Quotients<'_>> = BTreeMap::new();
    for row in chosen(rows, subject.dataset, Some(of), &check.fixed) {
        let divisor = by.get(&(&row.area, row.period.end)).copied().filter(|by| *by > 0.0);
        if let (Some(value), Some(by)) = (known(row), divisor.filter(|by| *by >= least)) {
            series
                .entry((&row.area, &row.dims))
                .or_default()
                .insert(row.period.end, (row, value / by));
        }
    }
    for days in series.values() {
        for ((before, (old, from)), (day, (new, to))) in days.iter().zip(days.iter().skip(1)) {
            if (*day - *before).get_days() > MOST_DAYS {
                continue;
            }
            let percent = |ratio: f64| format!("{}%", with_decimals(ratio * 100.0, 1));
            let text = || {
                let (from, to) = (percent(*from), percent(*to));
                format!(
                    "{} of {} from {from} at {} to {to} at {}",
                    new.measure, new.area_name, old.period, new.period
                )
            };
            found.compare(
                new,
                ((to - from).abs(), most),
                text,
                "a share that changes little from year to year",
                [*old, *new],
            );
        }
    }
    found.outcome(check, "step", "steps")
}

/// What figures are divided by, by area and day: a measure of the table, or of another of the
/// workbook.
fn divisors<'r>(
    rows: &'r [Row],
    check: &Check,
    by: &Divisor,
    subject: &'r Subject<'_>,
) -> HashMap<(&'r AreaCode, Date), f64> {
    let divisors = match by {
        Divisor::Elsewhere(elsewhere) => subject.elsewhere(elsewhere),
        Divisor::Measure(by) => chosen(rows, subject.dataset, Some(by), &check.fixed),
    };
    divisors
        .into_iter()
        .filter_map(|row| Some(((&row.area, row.period.end), known(row)?)))
        .collect()
}
