//! Which area a code and a name outside the catalogue may mean, and which other areas they may
//! mean.

use super::alternative::Alternative;
use super::likeness::words;
use crate::catalogue::{AreaWording, Wording, printed_area};
use crate::domain::{AreaCode, AreaLevel, Date, Id, Result, edits_between};
use crate::geography::{Area, Geography};
use crate::holdings::Holdings;
use crate::source::Reading;
use crate::table::Row;
use itertools::Itertools;
use std::collections::BTreeSet;

/// The number of areas with similar names that are proposed.
const NEAREST: usize = 3;

/// The area of the name, that of the code, or the nearest name where neither is known.
pub(super) fn areas(
    holdings: &Holdings,
    dataset: &Id,
    code: Option<&str>,
    name: Option<&str>,
    readings: &[Reading],
) -> Result<Vec<Alternative>> {
    let geography = &holdings.geography();
    let printed = code.and_then(|code| AreaCode::new(code).ok());
    let kinds = kinds_in(dataset, readings)?;
    // A county is not proposed where the table has authorities only, and a district is not proposed
    // where the table has counties.
    let may_be = |area: &Area| {
        let level =
            printed.as_ref().map(AreaCode::level).filter(|level| *level != AreaLevel::Other);
        level.is_none_or(|level| area.code.level() == level)
            && holdings
                .catalogue()
                .datasets
                .get(dataset)
                .is_none_or(|dataset| dataset.keeps(area.code.level()))
            && (kinds.is_empty() || kinds.contains(kind(&area.code)))
    };
    let by_code = printed.as_ref().and_then(|code| geography.get(code).ok());
    let by_name = name.or(code).map(|name| geography.named(name)).unwrap_or_default();
    let by_name: Vec<&Area> = by_name.into_iter().filter(|area| may_be(area)).collect();
    // Uses code and name together, as a row is looked up: one alone would also match other rows
    // that share it.
    let both = printed_area(code, name);
    if both.is_empty() {
        return Ok(Vec::new());
    }
    let mut meant: Vec<(&Area, &str)> =
        by_name.into_iter().map(|area| (area, "as the name says")).collect();
    meant.sort_by_key(|(area, _)| area.end.is_some());
    meant.extend(by_code.map(|area| (area, "as the code says")));
    if meant.is_empty() {
        let text = name.unwrap_or(&both);
        let mut all: Vec<_> =
            geography.all().filter(|area| area.end.is_none() && may_be(area)).collect();
        all.sort_by_cached_key(|area| edits_between(&area.name, text));
        meant.extend(all.into_iter().take(NEAREST).map(|area| (area, "whose name is near")));
    }
    let propose = |(area, why): (&Area, &str)| {
        let mut wording = Wording::new(dataset.clone());
        wording.area.push(AreaWording { text: both.clone(), code: area.code.clone(), proof: None });
        let rival = called(area);
        Alternative {
            rival: rival.clone(),
            ..Alternative::new(format!("{rival}, {why}"), wording, 0)
        }
    };
    Ok(meant.into_iter().map(propose).collect())
}

/// Describes a name that contains the names of several authorities: it may be an authority that
/// they have become.
pub(super) fn several_named(geography: &Geography, printed: &str) -> Option<String> {
    const LONGEST: usize = 1_000;
    if printed.len() > LONGEST {
        return None; // Prose names no area.
    }
    let printed = words(printed);
    let mut held: Vec<(usize, usize, &str)> = Vec::new();
    for area in geography.all().filter(|area| area.code.level() == AreaLevel::Authority) {
        let name = words(&area.name);
        let starts = printed
            .windows(name.len().max(1))
            .enumerate()
            .filter(|(_, window)| *window == name.as_slice());
        held.extend(starts.map(|(start, _)| (start, start + name.len(), area.name.as_str())));
    }
    held.sort_unstable();
    held.dedup();
    // Poole is no authority of its own in "Bournemouth, Christchurch and Poole".
    let is_within = |one: &&(usize, usize, &str)| {
        held.iter()
            .any(|other| other.0 <= one.0 && one.1 <= other.1 && other.1 - other.0 > one.1 - one.0)
    };
    let named: Vec<&str> =
        held.iter().filter(|one| !is_within(one)).map(|(_, _, name)| *name).collect();
    (named.len() > 1).then(|| format!("the name holds those of {}", named.join(" and ")))
}

/// The other areas of the region without a row on a day for which only the proposal gives the
/// proposed area one. The sum of their region is correct for any of them.
pub(super) fn without_a_row(
    geography: &Geography,
    proposed: &Alternative,
    readings: &[Reading],
    without: &[Reading],
) -> Result<Vec<String>> {
    let dataset = &proposed.wording.dataset;
    let current = |rows: BTreeSet<(AreaCode, Date)>| -> BTreeSet<(AreaCode, Date)> {
        rows.into_iter().map(|(code, day)| (geography.current(&code).clone(), day)).collect()
    };
    let rows = printed_rows(dataset, readings)?;
    let kinds: BTreeSet<String> = rows.iter().map(|(code, _)| kind(code).to_owned()).collect();
    let (after, before) = (current(rows.clone()), current(printed_rows(dataset, without)?));
    let has_row = |rows: &BTreeSet<(AreaCode, Date)>, code: &AreaCode, day: Date| {
        rows.contains(&(geography.current(code).clone(), day))
    };
    let mut found: Vec<String> = Vec::new();
    for printed in &proposed.wording.area {
        let area = geography.get(&printed.code)?;
        let Some(whole) = &area.parent else { continue };
        let days: BTreeSet<Date> =
            rows.iter().filter(|(code, _)| *code == area.code).map(|(_, day)| *day).collect();
        for day in days.into_iter().filter(|day| !has_row(&before, &area.code, *day)) {
            let beside = in_force(geography, whole, area.code.level(), day).into_iter();
            let beside = beside
                .filter(|other| geography.current(&other.code) != geography.current(&area.code));
            let absent = beside.filter(|other| {
                kinds.contains(kind(&other.code)) && !has_row(&after, &other.code, day)
            });
            found.extend(absent.map(called));
        }
    }
    Ok(found.into_iter().unique().collect())
}

/// The areas of a level in a region or nation on a day.
fn in_force<'g>(
    geography: &'g Geography,
    whole: &AreaCode,
    level: AreaLevel,
    day: Date,
) -> Vec<&'g Area> {
    if level == AreaLevel::Authority {
        return geography.authorities_on(whole, day);
    }
    let of_level = |area: &&Area| area.code.level() == level && area.parent.as_ref() == Some(whole);
    geography.all().filter(of_level).filter(|area| area.in_force(day)).collect()
}

/// Areas and days of the rows printed in the file, without the rows added for missing figures.
fn printed_rows(dataset: &Id, readings: &[Reading]) -> Result<BTreeSet<(AreaCode, Date)>> {
    let mut found = BTreeSet::new();
    for reading in readings.iter().filter(|reading| reading.dataset == *dataset) {
        let is_printed = |row: &Row| !row.figure().is_not_available();
        found.extend(
            reading
                .table
                .rows()?
                .into_iter()
                .filter(is_printed)
                .map(|row| (row.area, row.period.end)),
        );
    }
    Ok(found)
}

/// The kinds of areas that a table has rows for.
fn kinds_in(dataset: &Id, readings: &[Reading]) -> Result<BTreeSet<String>> {
    let rows = printed_rows(dataset, readings)?;
    Ok(rows.iter().map(|(code, _)| kind(code).to_owned()).collect())
}

/// The letter and two digits that identify the kind of a code: a district, a county, a region.
fn kind(code: &AreaCode) -> &str {
    &code.as_str()[..3]
}

fn called(area: &Area) -> String {
    format!("{} ({})", area.name, area.code)
}
