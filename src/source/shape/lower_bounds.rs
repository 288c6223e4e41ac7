//! Marks printed totals that omit suppressed figures as lower bounds.
//!
//! Belongs here: identifying them by what a dataset declares about its totals. Does not belong
//! here: sums computed by this project, which are missing if a part is missing.

use crate::catalogue::{Dataset, LowerBound};
use crate::domain::{AreaCode, AreaLevel, Date, Result, Status};
use crate::geography::Geography;
use crate::table::{Row, Table, TableBuilder};
use std::collections::BTreeSet;

/// The table with every printed total that omits suppressed figures marked as a lower bound.
///
/// Two kinds of totals are marked. One is a total for an area whose own figure of the omitted
/// measure is suppressed. The other is a total for a wider area that contains an authority with
/// such a suppressed figure. It must not exceed the sum of its authorities.
pub(super) fn mark(table: Table, dataset: &Dataset, geography: &Geography) -> Result<Table> {
    if dataset.lower_bound.is_empty() {
        return Ok(table);
    }
    let mut rows = table.rows()?;
    let bounds: BTreeSet<usize> =
        dataset.lower_bound.iter().flat_map(|rule| lower_bounds(rule, &rows, geography)).collect();
    for at in bounds {
        rows[at].status = Status::combine(rows[at].status, Some(Status::LowerBound));
    }
    let mut builder = TableBuilder::new(table.dims().to_vec(), table.measures().to_vec());
    builder.sources = table.sources().to_vec();
    rows.into_iter().for_each(|row| builder.push(row));
    builder.finish()
}

/// The positions of the totals to which a rule applies and that omit figures.
fn lower_bounds(rule: &LowerBound, rows: &[Row], geography: &Geography) -> Vec<usize> {
    let is_suppressed = |row: &&Row| {
        row.measure == rule.leaves_out.as_str() && row.status == Some(Status::Suppressed)
    };
    let left_out: BTreeSet<(&AreaCode, Date)> =
        rows.iter().filter(is_suppressed).map(|row| (&row.area, row.period.end)).collect();
    // The total for a wider area if it is the sum of the figures present for its authorities.
    let sum_inside = |whole: &AreaCode, day: Date| -> f64 {
        let is_part = |row: &&Row| {
            row.measure == rule.measure.as_str()
                && row.period.end == day
                && row.area.level() == AreaLevel::Authority
                && geography.contains(whole, &row.area)
        };
        rows.iter().filter(is_part).filter_map(|row| row.value).sum()
    };
    let leaves_out = |row: &Row| {
        let (area, day) = (&row.area, row.period.end);
        let inside = || {
            left_out
                .iter()
                .any(|(part, on)| *on == day && *part != area && geography.contains(area, part))
        };
        let is_sum = || row.value.is_some_and(|total| total <= sum_inside(area, day));
        left_out.contains(&(area, day)) || (is_wider(area) && inside() && is_sum())
    };
    let is_meant =
        |row: &Row| row.measure == rule.measure.as_str() && row.value.is_some() && leaves_out(row);
    rows.iter().enumerate().filter(|(_, row)| is_meant(row)).map(|(at, _)| at).collect()
}

fn is_wider(area: &AreaCode) -> bool {
    matches!(area.level(), AreaLevel::Region | AreaLevel::Nation | AreaLevel::Kingdom)
}
