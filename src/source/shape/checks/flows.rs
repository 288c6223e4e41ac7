//! Moves over the borders of areas and of the authorities in them: the relations that must hold.

use super::sums::{Places, Whole};
use super::{Compared, Outcome, Subject, known, plain};
use crate::catalogue::{Allowed, Check};
use crate::domain::{AreaCode, Date};
use crate::table::Row;
use std::collections::{BTreeMap, HashMap};

/// The figures of each day and category.
fn groups<'r>(rows: &[&'r Row]) -> BTreeMap<(Date, &'r str, &'r [String]), Vec<&'r Row>> {
    let mut groups: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.period.end, row.measure.as_str(), &row.dims[..])).or_default().push(row);
    }
    groups
}

/// The number of moves in equals the number of moves out between the authorities of an area.
///
/// Formula: `sum(in of authorities) - in of the area = sum(out of authorities) - out of the area`,
/// in people. An area with a figure that is missing or known to be unreliable is not compared. A
/// difference in an area inside another explains the same difference in the outer area. The outer
/// area's own figures are then not doubtful.
pub(super) fn moves_balance(
    ins: &[&Row],
    outs: &[&Row],
    check: &Check,
    rules: &Allowed,
    subject: &Subject<'_>,
) -> Outcome {
    let key = |row: &Row| (row.area.clone(), row.period.end, row.dims.clone());
    let outs: HashMap<_, &Row> = outs.iter().map(|row| (key(row), *row)).collect();
    let out_of = |row: &Row| outs.get(&key(row)).copied();
    let mut places = Places::default();
    let mut found = Compared::default();
    for ((day, _, _), group) in groups(ins) {
        let mut wholes = places.wholes(&group, day, subject.geography);
        wholes.retain(|whole| whole.missing.is_empty() && whole.parts.len() > 1);
        wholes.sort_by_key(|whole| whole.parts.len());
        let mut off: Vec<(&AreaCode, f64)> = Vec::new();
        for Whole { row, parts, .. } in wholes {
            let both = |row| Some((known(row)?, known(out_of(row)?)?));
            let sums = parts.iter().try_fold((0.0, 0.0), |sums, part| {
                both(part).map(|(inflow, outflow)| (sums.0 + inflow, sums.1 + outflow))
            });
            let (Some((inflow, outflow)), Some(sums)) = (both(row), sums) else {
                found.unknown += 1;
                continue;
            };
            let (inside_in, inside_out) = (sums.0 - inflow, sums.1 - outflow);
            let explained: f64 = off
                .iter()
                .filter(|(part, _)| subject.geography.contains(&row.area, part))
                .map(|(_, by)| by)
                .sum();
            let by = inside_in - inside_out - explained;
            let allowed = rules.tolerance
                + rules.within * inside_in.abs()
                + 2.0
                    * rules
                        .rounded
                        .allows(row.area.level(), parts.iter().map(|part| part.area.level()));
            let text = || {
                let (one, other) = (plain(inside_in), plain(inside_out));
                let name = &row.area_name;
                format!(
                    "{one} moves into authorities of {name} from inside it and {other} out of them \
                     at {}",
                    row.period
                )
            };
            let concerned =
                || parts.iter().chain([&row]).flat_map(|row| [Some(*row), out_of(row)]).flatten();
            if found.compare(row, (by.abs(), allowed), text, "as many in as out", concerned()) {
                off.push((&row.area, by));
            }
        }
    }
    found.outcome(check, "balance", "balances")
}

/// Moves over the border of an area are fewer than the total over the borders of its authorities.
/// Moves between the authorities are not moves of the area. An equal number means that moves were
/// added up. Only the area's figure becomes doubtful.
pub(super) fn moves_inside(
    rows: &[&Row],
    check: &Check,
    rules: &Allowed,
    subject: &Subject<'_>,
) -> Outcome {
    let mut places = Places::default();
    let mut found = Compared::default();
    for ((day, _, _), group) in groups(rows) {
        for Whole { row, parts, missing } in places.wholes(&group, day, subject.geography) {
            if !missing.is_empty() || parts.len() < 2 {
                continue;
            }
            let sum: Option<f64> = parts.iter().map(|part| known(part)).sum();
            let (Some(own), Some(sum)) = (known(row), sum) else {
                found.unknown += 1;
                continue;
            };
            let allowed = rules.tolerance
                + rules
                    .rounded
                    .allows(row.area.level(), parts.iter().map(|part| part.area.level()));
            // The excess over the possible maximum, assuming that there is at least one move
            // inside.
            let by = if sum > 0.0 { own - sum + allowed + 1.0 } else { 0.0 };
            let text = || {
                format!(
                    "{} for {} at {}, and {} for its authorities",
                    plain(own),
                    row.area_name,
                    row.period,
                    plain(sum)
                )
            };
            found.compare(
                row,
                (by.max(0.0), 0.0),
                text,
                "fewer, without moves between its authorities",
                [row],
            );
        }
    }
    found.outcome(check, "area and its authorities", "areas and their authorities")
}
