//! Finds the reference date of figures printed without one: the date on which known figures are the
//! same.
//!
//! Belongs here: comparing printed residents with mid-year estimates. Does not belong here: reading
//! either.
//!
//! **Invariant:** a date is found by comparison or not at all. Figures without a date keep a
//! separate measure, which no indicator uses.

use crate::catalogue::{Dataset, Dating, KnownFigures, column_name};
use crate::domain::{AreaCode, AreaLevel, Date, Period, Result, Status, counted, long_date};
use crate::geography::Geography;
use crate::table::{Row, Table, TableBuilder, columns};
use polars::prelude::{col, lit};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The part of the compared authorities whose figures must be the same: estimates of two years
/// agree in almost none.
const NEARLY_ALL: f64 = 0.95;

/// The fewest authorities that must be compared.
const ENOUGH: usize = 10;

/// Figures by day and area; several where editions differ.
pub(crate) type Known = BTreeMap<Date, BTreeMap<AreaCode, Vec<f64>>>;

/// The result of comparing the printed figures with known ones.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Match {
    day: Date,
    /// How many authorities have the same figure on that day, and how many were compared.
    same: usize,
    compared: usize,
    /// The areas whose known figure on that day is different.
    differing: BTreeSet<AreaCode>,
}

/// A table of an edition with its undated figures dated, and a sentence on how.
///
/// A figure that differs from the known figure is *unreliable* when nearly all others agree with
/// the known figures of that day. Without such a day, the figures stay under the undated measure.
pub(super) fn dated(
    dataset: &Dataset,
    geography: &Geography,
    table: Table,
    known: impl FnOnce(&Dating) -> Result<Arc<Known>>,
) -> Result<(Table, Option<String>)> {
    let Some(dating) = &dataset.dating else { return Ok((table, None)) };
    let rows = table.rows()?;
    let printed: Vec<&Row> =
        rows.iter().filter(|row| row.measure == dating.undated.as_str()).collect();
    if printed.is_empty() {
        return Ok((table, None));
    }
    let figures = printed.iter().filter_map(|row| Some((row.area.clone(), row.value?))).collect();
    let known = known(dating)?;
    let Some(found) = day_of(&figures, &known) else {
        let note = format!(
            "the day of {} is not known: no mid-year estimates held agree with it in {}% of \
             authorities, so nothing is calculated from it. Import the estimates it was taken from",
            dating.undated,
            100.0 * NEARLY_ALL
        );
        return Ok((table, Some(note)));
    };
    let mut note = format!(
        "{} is dated {}: it equals the estimates held in {} of {}",
        dating.dated,
        long_date(found.day),
        found.same,
        counted(found.compared, "authority", "authorities")
    );
    if !found.differing.is_empty() {
        let names: Vec<String> =
            found.differing.iter().map(|area| geography.name_of(area)).collect();
        note.push_str(&format!("; other figures of {}, marked unreliable", names.join(", ")));
    }
    let mut builder = TableBuilder::new(table.dims().to_vec(), table.measures().to_vec());
    builder.sources = table.sources().to_vec();
    for mut row in rows {
        if row.measure == dating.undated.as_str() {
            row.measure = dating.dated.as_str().into();
            row.period = Period::day(found.day);
            if found.differing.contains(&row.area) {
                row.status = Status::combine(row.status, Some(Status::Unreliable));
            }
        }
        builder.push(row);
    }
    Ok((builder.finish()?, Some(note)))
}

/// Adds the figures of a table that are of the measure and codes.
pub(super) fn add_known(found: &mut Known, known: &KnownFigures, table: &Table) -> Result<()> {
    let mut wanted = col(columns::MEASURE).eq(lit(known.measure.as_str()));
    for (dimension, code) in &known.fixed {
        wanted = wanted.and(col(column_name(dimension).as_str()).eq(lit(code.as_str())));
    }
    for row in table.filter(wanted)?.rows()? {
        let Some(value) = row.value else { continue };
        let figures = found.entry(row.period.end).or_default().entry(row.area).or_default();
        if !figures.contains(&value) {
            figures.push(value);
        }
    }
    Ok(())
}

/// The day on which nearly all authorities have the printed figures; `None` where there is no such
/// day, or two.
///
/// An authority whose printed figure belongs to another day counts as evidence against a day on
/// which the authority's figure is unknown.
fn day_of(printed: &BTreeMap<AreaCode, f64>, known: &Known) -> Option<Match> {
    let is_same = |day: &Date, area: &AreaCode, value: f64| {
        known[day]
            .get(area)
            .map(|figures| figures.iter().any(|figure| (figure - value).abs() < 0.5))
    };
    let mut fitting = Vec::new();
    for day in known.keys() {
        let (mut same, mut compared, mut differing) = (0, 0, BTreeSet::new());
        for (area, value) in printed {
            let agrees = is_same(day, area, *value);
            let elsewhere = || known.keys().any(|other| is_same(other, area, *value) == Some(true));
            let counts = usize::from(area.level() == AreaLevel::Authority);
            match agrees {
                Some(true) => (same, compared) = (same + counts, compared + counts),
                Some(false) => {
                    compared += counts;
                    differing.insert(area.clone());
                }
                None => compared += counts * usize::from(elsewhere()),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "hundreds of authorities")]
        let is_nearly_all = same as f64 >= NEARLY_ALL * compared as f64;
        if compared >= ENOUGH && is_nearly_all {
            fitting.push(Match { day: *day, same, compared, differing });
        }
    }
    match fitting.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, day_of};
    use crate::domain::AreaCode;
    use jiff::civil::date;
    use std::collections::BTreeMap;

    /// Residents of twelve London boroughs at mid-2023 and mid-2024 (ONS, MYE4 in the edition of 26
    /// September 2025).
    const RESIDENTS: [(&str, f64, f64); 12] = [
        ("E09000007", 217_235.0, 216_943.0),
        ("E09000001", 13_606.0, 15_111.0),
        ("E09000012", 265_411.0, 266_758.0),
        ("E09000013", 187_479.0, 188_687.0),
        ("E09000014", 263_362.0, 263_850.0),
        ("E09000019", 222_333.0, 223_024.0),
        ("E09000020", 146_499.0, 144_518.0),
        ("E09000022", 318_738.0, 316_920.0),
        ("E09000023", 300_225.0, 301_255.0),
        ("E09000025", 368_194.0, 374_523.0),
        ("E09000028", 313_485.0, 314_786.0),
        ("E09000030", 329_143.0, 331_886.0),
    ];

    fn code(text: &str) -> AreaCode {
        AreaCode::new(text).unwrap()
    }

    fn known() -> Known {
        let of = |pick: fn(&(&str, f64, f64)) -> f64| {
            RESIDENTS.iter().map(|row| (code(row.0), vec![pick(row)])).collect::<BTreeMap<_, _>>()
        };
        Known::from([(date(2023, 6, 30), of(|row| row.1)), (date(2024, 6, 30), of(|row| row.2))])
    }

    #[test]
    fn the_day_is_that_of_the_estimates_that_are_the_same() {
        let printed: BTreeMap<_, _> = RESIDENTS.iter().map(|row| (code(row.0), row.2)).collect();
        let found = day_of(&printed, &known()).unwrap();
        assert_eq!((found.day, found.same, found.compared), (date(2024, 6, 30), 12, 12));
    }

    #[test]
    fn without_estimates_that_are_the_same_the_day_is_not_known() {
        let others: BTreeMap<_, _> =
            RESIDENTS.iter().map(|row| (code(row.0), row.2 + 100.0)).collect();
        assert_eq!(day_of(&others, &known()), None);
        // Half of one year and half of the other: a publication of two nations.
        let mixed: BTreeMap<_, _> = RESIDENTS
            .iter()
            .enumerate()
            .map(|(at, row)| (code(row.0), if at < 6 { row.1 } else { row.2 }))
            .collect();
        assert_eq!(day_of(&mixed, &known()), None);
        // Nine authorities are too few.
        let few: BTreeMap<_, _> =
            RESIDENTS.iter().take(9).map(|row| (code(row.0), row.2)).collect();
        assert_eq!(day_of(&few, &known()), None);
    }
}
