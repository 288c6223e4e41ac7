//! What must hold for every edition: ranges, coverage, published totals against the sum of their parts.

use crate::catalogue::{Check, CheckKind, Codelist, Dataset, column_name};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Result, error_codes, thousands};
use crate::geography::Geography;
use crate::table::{Figure, Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Runs every check that the dataset declares; the first that fails is the error.
pub(super) fn check(
    table: &Table,
    dataset: &Dataset,
    codelists: &BTreeMap<Id, Codelist>,
    geography: &Geography,
) -> Result<()> {
    let rows = table.rows()?;
    if let Some(whole) = &dataset.covers {
        covers(&rows, &AreaCode::new(whole)?, geography)?;
    }
    for check in &dataset.check {
        let chosen = chosen(&rows, check, table);
        let outcome = match check.kind {
            CheckKind::Range => range(&chosen, check),
            CheckKind::AreasSum => areas_sum(&chosen, check, geography),
            CheckKind::PartsSum => parts_sum(&chosen, check, dataset, codelists),
        };
        outcome.map_err(|error| error.at_key(format!("check {}", check.id)))?;
    }
    Ok(())
}

/// The rows a check is about.
fn chosen<'r>(rows: &'r [Row], check: &Check, table: &Table) -> Vec<&'r Row> {
    let fixed: Vec<(usize, &String)> = check
        .fixed
        .iter()
        .filter_map(|(dimension, code)| {
            let index = table.dims().iter().position(|dim| *dim == column_name(dimension))?;
            Some((index, code))
        })
        .collect();
    rows.iter()
        .filter(|row| check.measure.as_ref().is_none_or(|measure| row.measure == measure.as_str()))
        .filter(|row| fixed.iter().all(|(index, code)| row.dims[*index] == **code))
        .collect()
}

fn range(rows: &[&Row], check: &Check) -> Result<()> {
    let least = check.at_least.unwrap_or_default();
    let outside = |row: &&&Row| row.value.is_some_and(|value| value < least || value.fract() != 0.0);
    match rows.iter().find(outside) {
        None => Ok(()),
        Some(row) => Err(Error::new(error_codes::OUT_OF_RANGE, "checking the range of figures")
            .at_cell(&row.cell)
            .found(format!("{} for {}", row.value.unwrap_or_default(), row.area_name))
            .expected(format!("a whole number from {least} up"))),
    }
}

/// Every authority of `whole` has a row on the newest day of each measure.
fn covers(rows: &[Row], whole: &AreaCode, geography: &Geography) -> Result<()> {
    let mut newest: BTreeMap<&str, Date> = BTreeMap::new();
    for row in rows {
        let day = newest.entry(&row.measure).or_insert(row.period.end);
        *day = row.period.end.max(*day);
    }
    for (measure, day) in newest {
        let there = |row: &&Row| row.measure == measure && row.period.end == day;
        present(rows.iter().filter(there).map(|row| &row.area), whole, day, geography)?;
    }
    Ok(())
}

/// Errors with `F111`, naming an authority of `whole` that is not among `codes`.
///
/// Publications stand on the boundaries of various years, so the year is the one in which fewest are missing.
fn present<'a>(
    codes: impl Iterator<Item = &'a AreaCode>,
    whole: &AreaCode,
    day: Date,
    geography: &Geography,
) -> Result<()> {
    let held: BTreeSet<&AreaCode> = codes.map(|code| geography.current(code)).collect();
    let vintages = boundary_days(geography, day);
    let missing_on = |day: &Date| {
        let all = geography.authorities_on(whole, *day);
        all.into_iter().filter(|area| !held.contains(&area.code)).collect::<Vec<_>>()
    };
    let fewest = vintages.iter().map(missing_on).min_by_key(Vec::len).unwrap_or_default();
    let name = &geography.get(whole)?.name;
    match fewest.first() {
        None => Ok(()),
        Some(area) => Err(Error::new(error_codes::AREA_ABSENT, format!("checking that {name} is complete"))
            .found(format!("no row for {} ({}) at {day}{}", area.name, area.code, and_others(fewest.len())))
            .expected(format!("every authority of {name}"))),
    }
}

fn and_others(count: usize) -> String {
    if count > 1 { format!(" (and {} others)", count - 1) } else { String::new() }
}

/// The days whose boundaries a table about `day` may be on: its own, and every change from then on.
fn boundary_days(geography: &Geography, day: Date) -> Vec<Date> {
    let later: BTreeSet<Date> = geography.all().filter_map(|area| area.start).filter(|start| *start > day).collect();
    std::iter::once(day).chain(later).collect()
}

/// Published regional and national figures equal the sum of their authorities.
fn areas_sum(rows: &[&Row], check: &Check, geography: &Geography) -> Result<()> {
    let mut groups: BTreeMap<(Date, &str, &[String]), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.period.end, &row.measure, &row.dims)).or_default().push(row);
    }
    let mut places = Places::default();
    for ((day, _, _), group) in groups {
        let is_part = |row: &&Row| matches!(row.area.level(), AreaLevel::Authority | AreaLevel::Unallocated);
        let (parts, wholes): (Vec<&Row>, Vec<&Row>) = group.iter().partition(|row| is_part(row));
        if parts.is_empty() {
            continue;
        }
        for whole in wholes {
            places.complete(&parts, &whole.area, day, geography)?;
            let inside = parts.iter().filter(|row| places.inside(&whole.area, &row.area, geography));
            compare(whole, Figure::sum(inside.map(|row| row.figure())), check)?;
        }
    }
    Ok(())
}

/// What has been found out about areas already: large tables ask the same for every age and sex.
#[derive(Default)]
struct Places {
    inside: BTreeMap<(AreaCode, AreaCode), bool>,
    complete: BTreeSet<(AreaCode, Date, Vec<AreaCode>)>,
}

impl Places {
    fn inside(&mut self, whole: &AreaCode, part: &AreaCode, geography: &Geography) -> bool {
        *self.inside.entry((whole.clone(), part.clone())).or_insert_with(|| geography.contains(whole, part))
    }

    fn complete(&mut self, parts: &[&Row], whole: &AreaCode, day: Date, geography: &Geography) -> Result<()> {
        let key = (whole.clone(), day, parts.iter().map(|row| row.area.clone()).collect());
        if !self.complete.contains(&key) {
            present(parts.iter().map(|row| &row.area), whole, day, geography)?;
            self.complete.insert(key);
        }
        Ok(())
    }
}

/// Published wholes equal the sum of their parts along a dimension.
fn parts_sum(rows: &[&Row], check: &Check, dataset: &Dataset, codelists: &BTreeMap<Id, Codelist>) -> Result<()> {
    let Some(dimension) = &check.dimension else { return Ok(()) };
    let declared = dataset.dimension.iter().find(|declared| declared.id == *dimension);
    let codelist = declared.and_then(|d| d.codelist.as_ref()).and_then(|id| codelists.get(id));
    let Some(index) = dataset.dim_index(dimension) else { return Ok(()) };
    let mut groups: BTreeMap<(&AreaCode, Date, &str, Vec<&String>), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let others = row.dims.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, code)| code).collect();
        groups.entry((&row.area, row.period.end, &row.measure, others)).or_default().push(row);
    }
    for group in groups.into_values() {
        for whole in &group {
            let is_part = |row: &&&&Row| match codelist {
                Some(list) => list.get(&row.dims[index]).is_some_and(|code| code.parent == whole.dims[index]),
                None => whole.dims[index] == "all" && row.dims[index] != "all",
            };
            let parts: Vec<Figure> = group.iter().filter(|row| is_part(&row)).map(|row| row.figure()).collect();
            if !parts.is_empty() {
                compare(whole, Figure::sum(parts), check)?;
            }
        }
    }
    Ok(())
}

/// Errors with `F112` when a whole and the sum of its parts are both known and differ by more than is allowed.
fn compare(whole: &Row, sum: Figure, check: &Check) -> Result<()> {
    let (Some(published), Some(summed)) = (whole.value, sum.value) else { return Ok(()) };
    if (published - summed).abs() <= check.tolerance {
        return Ok(());
    }
    Err(Error::new(error_codes::TOTAL_DIFFERS, "comparing a published total with its parts")
        .at_cell(&whole.cell)
        .found(format!(
            "{} for {} at {} {:?}, but its parts add up to {}",
            thousands(published),
            whole.area_name,
            whole.period,
            whole.dims,
            thousands(summed)
        ))
        .expected(format!("a difference of at most {}", check.tolerance)))
}
