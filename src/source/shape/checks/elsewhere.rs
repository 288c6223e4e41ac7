//! The same figure in two tables of a workbook, also where one prints a quarter and the other its
//! days.

use super::{Compared, Outcome, Subject, known, plain};
use crate::catalogue::{Allowed, Check, Elsewhere};
use crate::domain::{AreaCode, Id, Period};
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet};

/// The key for comparison: area, measure if both tables have it, and categories that both have.
type Place<'r> = (&'r AreaCode, &'r str, Vec<&'r str>);

/// The figures for each key, by period.
type Figures<'r> = BTreeMap<Place<'r>, BTreeMap<Period, Vec<&'r Row>>>;

/// The sum of figures for an area, period and category equals that of another table. Only figures
/// of this table become doubtful.
///
/// The periods of the other table must be the same, or fill this one without a gap. Figures that
/// are missing or known to be unreliable are not compared. The tolerance, the effect of rounding,
/// and the share `within` are allowed.
pub(super) fn same(
    rows: &[Row],
    check: &Check,
    (elsewhere, rules): (&Elsewhere, &Allowed),
    subject: &Subject<'_>,
) -> Outcome {
    let mut found = Compared::default();
    let own =
        figures(check.chosen(rows, subject.dataset), |id| subject.dataset.dim_index(id), elsewhere);
    let index =
        |id: &Id| subject.dataset_elsewhere(elsewhere).and_then(|dataset| dataset.dim_index(id));
    let theirs = figures(subject.elsewhere(elsewhere), index, elsewhere);
    for (place, periods) in own {
        let Some(other) = theirs.get(&place) else { continue };
        for (period, rows) in periods {
            let Some(within) = within(other, period) else { continue };
            let sum = |rows: &[&Row]| rows.iter().map(|row| known(row)).sum::<Option<f64>>();
            let (Some(own), Some(theirs), Some(first)) = (sum(&rows), sum(&within), rows.first())
            else {
                found.unknown += 1;
                continue;
            };
            let level = first.area.level();
            let allowed = rules.tolerance
                + rules.rounded.allows(level, within.iter().map(|_| level))
                + rules.within * theirs.abs();
            let text = || {
                let (own, theirs, dataset) = (plain(own), plain(theirs), &elsewhere.dataset);
                format!(
                    "{own} {} for {} at {period}, and {theirs} in {dataset}",
                    first.measure, first.area_name
                )
            };
            found.compare(
                first,
                ((own - theirs).abs(), allowed),
                text,
                "the same figure in both tables",
                rows.iter().copied(),
            );
        }
    }
    found.outcome(check, "figure", "figures")
}

fn figures<'r>(
    rows: Vec<&'r Row>,
    index: impl Fn(&Id) -> Option<usize>,
    elsewhere: &Elsewhere,
) -> Figures<'r> {
    let measure =
        |row: &'r Row| if elsewhere.measure.is_some() { "" } else { row.measure.as_str() };
    let by: Vec<usize> = elsewhere.by.iter().filter_map(index).collect();
    let mut figures = Figures::new();
    for row in rows {
        let codes = by.iter().filter_map(|at| row.dims.get(*at)).map(String::as_str).collect();
        figures
            .entry((&row.area, measure(row), codes))
            .or_default()
            .entry(row.period)
            .or_default()
            .push(row);
    }
    figures
}

/// The rows of a period, or of the periods that fill it; `None` if there are no rows or a day is
/// not covered.
fn within<'r>(periods: &BTreeMap<Period, Vec<&'r Row>>, period: Period) -> Option<Vec<&'r Row>> {
    if let Some(rows) = periods.get(&period) {
        return Some(rows.clone());
    }
    let inside: BTreeSet<&Period> =
        periods.keys().filter(|one| one.start >= period.start && one.end <= period.end).collect();
    // A period has one day more than the difference between its ends.
    let days: i32 = inside.iter().map(|one| one.days() + 1).sum();
    let rows = inside.iter().filter_map(|one| periods.get(one)).flatten().copied();
    (!inside.is_empty() && days == period.days() + 1).then(|| rows.collect())
}
