//! Figures of a day that are attached to the wrong areas, all of them one row too low or too high.

use super::{Compared, Outcome, known};
use crate::catalogue::Check;
use crate::domain::{AreaLevel, Date};
use crate::table::Row;
use std::collections::BTreeMap;

/// The minimum number of consecutive displaced rows. Fewer may resemble their neighbours by chance.
const ROWS: usize = 5;

/// The minimum distance of their figures from the adjacent days, in logarithms, for each row: 0.15
/// is 16%.
const LEAST: f64 = 0.15;

/// How many times nearer the figures must be in their own rows.
const TIMES: f64 = 3.0;

/// One row of a column: its figure on a day, and the figure expected from the adjacent days.
struct Place<'r> {
    row: &'r Row,
    value: f64,
    expected: f64,
}

/// The figures of a day, by the number of their row.
type Numbered<'r> = BTreeMap<usize, &'r Row>;

/// Figures of authorities fit their own earlier and later days better than those of the row above
/// or below.
///
/// In each measure and category, the check takes the authorities of one nation in the order of the
/// file. It looks for a run of [`ROWS`] rows whose figures are `LEAST` away from the mean of the
/// adjacent days. They must also be `TIMES` nearer to the mean of the next row. Figures below
/// `at_least` (20) are left out. The displaced figures are doubtful.
pub(super) fn rows_in_place(rows: &[&Row], check: &Check, least: f64) -> Outcome {
    let mut found = Compared::default();
    let mut columns: BTreeMap<(&str, &[String], char), BTreeMap<Date, Numbered<'_>>> =
        BTreeMap::new();
    for row in rows.iter().filter(|row| row.area.level() == AreaLevel::Authority) {
        let (Some(number), Some(nation)) =
            (row_number(&row.cell), row.area.as_str().chars().next())
        else {
            continue;
        };
        let column = columns.entry((&row.measure, &row.dims, nation)).or_default();
        column.entry(row.period.end).or_default().insert(number, row);
    }
    for days in columns.values() {
        for day in days.keys() {
            let places = places(days, *day, least);
            for displaced in runs(&places) {
                compare(&mut found, &displaced);
            }
            found.agree(places.len().checked_sub(ROWS).map_or(0, |more| more + 1));
        }
    }
    found.outcome(check, "run of rows", "runs of rows")
}

fn compare(found: &mut Compared, displaced: &[&Row]) {
    let (Some(first), Some(last)) = (displaced.first(), displaced.last()) else { return };
    let text = || {
        let (from, to) = (&first.area_name, &last.area_name);
        format!(
            "{} of {from} to {to} at {} as of the rows beside them",
            first.measure, first.period
        )
    };
    found.compare(
        first,
        (1.0, 0.0),
        text,
        "figures like those of the days before and after",
        displaced.iter().copied(),
    );
}

/// The row of a cell such as `Births!K57`; `None` for a figure that is the sum of several cells.
fn row_number(cell: &str) -> Option<usize> {
    let digits = cell.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    if cell.contains('+') { None } else { digits.parse().ok() }
}

/// The figures of a day with those expected from the two nearest days, in the order of the file.
fn places<'r>(
    days: &BTreeMap<Date, BTreeMap<usize, &'r Row>>,
    day: Date,
    least: f64,
) -> Vec<Place<'r>> {
    // For the first and last day, two days on one side are used. With only one, either of the two
    // days could be the wrong one.
    let before = || days.range(..day).rev().map(|(_, rows)| rows);
    let after = || days.range(day..).skip(1).map(|(_, rows)| rows);
    let beside: Vec<&BTreeMap<usize, &Row>> = match (before().next(), after().next()) {
        (Some(before), Some(after)) => vec![before, after],
        _ => before().take(2).chain(after().take(2)).collect(),
    };
    if beside.len() < 2 {
        return Vec::new();
    }
    let figure = |rows: &BTreeMap<usize, &Row>, at: &usize, area: &Row| {
        rows.get(at).filter(|row| row.area == area.area).and_then(|row| known(row))
    };
    let place = |(at, row): (&usize, &&'r Row)| {
        let beside: Option<f64> = beside.iter().map(|rows| figure(rows, at, row)).sum();
        let expected = beside? / 2.0;
        let value = known(row).filter(|value| *value >= least && expected >= least)?;
        Some(Place { row, value, expected })
    };
    days.get(&day).into_iter().flatten().filter_map(place).collect()
}

/// The runs of displaced rows: of figures that belong one row higher, and of those that belong one
/// row lower.
fn runs<'r>(places: &[Place<'r>]) -> Vec<Vec<&'r Row>> {
    [true, false].into_iter().flat_map(|is_low| runs_to(places, is_low)).collect()
}

fn runs_to<'r>(places: &[Place<'r>], is_low: bool) -> Vec<Vec<&'r Row>> {
    let off = |value: f64, expected: f64| (value / expected).ln().abs();
    // Compares each figure with its own days, and with those of the row that it may belong to.
    let pairs: Vec<(f64, f64)> = places
        .windows(2)
        .map(|pair| {
            let (own, other) = if is_low { (&pair[1], &pair[0]) } else { (&pair[0], &pair[1]) };
            (off(own.value, own.expected), off(own.value, other.expected))
        })
        .collect();
    let mut displaced = vec![false; pairs.len()];
    for start in 0..(pairs.len() + 1).saturating_sub(ROWS) {
        let run = &pairs[start..start + ROWS];
        let (own, other): (f64, f64) =
            run.iter().fold((0.0, 0.0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
        if run.iter().all(|(own, other)| other < own)
            && own > ROWS as f64 * LEAST
            && other * TIMES < own
        {
            displaced[start..start + ROWS].fill(true);
        }
    }
    let rows = displaced
        .iter()
        .enumerate()
        .map(|(at, is)| is.then(|| places[at + usize::from(is_low)].row));
    let rows: Vec<Option<&Row>> = rows.collect();
    let runs = rows.split(Option::is_none).filter(|run| !run.is_empty());
    runs.map(|run| run.iter().copied().flatten().collect()).collect()
}
