//! Figures for one area and day that determine each other: differences, totals, rates, and ratios
//! that change little.

use super::{Compared, Outcome, Subject, known, plain};
use crate::catalogue::{Allowed, Check, Divisor, Formula, chosen};
use crate::domain::{AreaCode, Date, Id, with_decimals};
use crate::table::Row;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// A figure equals a sum of some figures minus others, or a quotient of two multiplied by a number.
/// All belong to its area, day and category. They are measures, or codes of one dimension.
///
/// Three deviations are allowed: the tolerance, half of the rounding step of the figure (and in a
/// sum of each part), and the share `within` of the expected value. There is no comparison if a
/// figure is missing, known to be unreliable, or divided by zero.
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

/// The key of a figure.
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

/// The result of a formula; `None` if a figure is missing or divided by zero.
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

/// A little more than a year: figures further apart may differ for good reasons.
const MOST_DAYS: i32 = 400;

/// The quotients of an area, by day, each with its numerator.
type Quotients<'r> = BTreeMap<Date, (&'r Row, f64)>;

/// The ratio of two figures of an area differs from that of a year before by at most `at_most`. The
/// denominator must be at least `at_least` on both days. Both figures become doubtful, since either
/// may be wrong.
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

/// The denominators, by area and day: a measure of the table, or of another table of the workbook.
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
