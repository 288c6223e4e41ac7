//! Count: people or events as published, summed to regions and nations where the publisher prints
//! no total.
//!
//! # What it measures
//! How many people or events a publication counts in an area, in total or by category.
//!
//! # Formula
//! `A_i = Σ a_ik` over the categories `k` that the publication distinguishes and the indicator does
//! not. A published total (such as all ages) is used as it is and never summed with its parts. For
//! a region or nation, a published total comes first. Where there is none, and a dataset declares
//! that an absent authority has no people, `A = Σ A_i` over its authorities. For the United Kingdom
//! this sum includes the people counted in no authority. In other cases the sum is over the area's
//! published regions.
//!
//! # Inputs and units
//! Tables of one kind (stock, flow or cumulative). Result: people or events, one per area, period
//! and kept category. Where several datasets contain a figure, the one with the newest edition
//! counts and in a tie the first in the definition. With `prefer = "first-named"` the first in the
//! definition counts whatever its edition.
//!
//! With `between`, single years of age are summed from one age to another. With `limits` the
//! published measures of uncertainty give an estimate its 95% interval (`limits.rs`). Sums of areas
//! and categories have none, because their estimates are not independent. With `rounded_to` the
//! interval contains the true count: a printed 40, rounded to 10, is 35 to 44.
//!
//! # Missing and suppressed
//! Some datasets declare that an authority without a row has no people (`absent = "zero"`). This
//! applies to the categories that the publication prints for authorities in that period; otherwise
//! the authority has no value. A sum with a suppressed part is suppressed. A category that is
//! published only as part of a wider one is *not available*.
//!
//! # When not to use it
//! Across a break in the series, and to compare areas of different size.
//!
//! # References
//! The publications named in the datasets; ONS codes of recoded authorities are joined to the code
//! in force.

use super::shape::Shape;
use super::values::overlay::overlay;
use super::wider_areas::{Sums, Wider};
use super::{Compute, Held, Inputs, Key, Origin, Value, Values, wider_areas};
use crate::catalogue::method::{Count, Prefer};
use crate::catalogue::{Absent, IndicatorSource};
use crate::demography::interval::Interval;
use crate::domain::{AreaCode, Result, Tier};
use crate::table::Measure;

impl Compute for Count {
    fn formula(&self) -> &'static str {
        "A_i = sum of the published figures a_ik"
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        from_sources(inputs, (&self.source, self.prefer), |source, held| {
            from_one(inputs, source, held)
        })
    }
}

/// The combined values of every source with a stored table, and their breaks.
pub(super) fn from_sources(
    inputs: &Inputs<'_>,
    (sources, prefer): (&[IndicatorSource], Prefer),
    from: impl Fn(&IndicatorSource, Held<'_>) -> Result<Values>,
) -> Result<Values> {
    let mut read = Vec::new();
    for source in sources {
        if let Some(held) = inputs.tables.iter().find(|held| held.dataset.id == source.dataset) {
            let mut values = from(source, *held)?;
            for edition in held.table.superseded_editions()? {
                values.keep_superseded(from(source, Held { table: &edition, ..*held })?);
            }
            read.push(values);
        }
    }
    let mut values = overlay(read, prefer);
    values.mark_breaks();
    Ok(values)
}

fn from_one(inputs: &Inputs<'_>, source: &IndicatorSource, held: Held<'_>) -> Result<Values> {
    let shape = Shape::of(inputs, source, held)?;
    let mut values = Values::of_source_declared(source, held);
    shape.add_published(&mut values, &shape.rows(held)?);
    let covered = held.dataset.covers.clone().unwrap_or_else(AreaCode::united_kingdom);
    if held.dataset.absent == Absent::Zero {
        wider_areas::add_absent(&mut values, inputs.geography, &covered);
    }
    shape.add_wider_categories(&mut values);
    shape.add_finer_categories(&mut values);
    let is_complete = held.dataset.absent == Absent::Zero;
    let measure = held.dataset.measure(source.measure.as_str());
    let (is_additive, adds_up) =
        (measure.is_none_or(|measure| measure.additive), measure.is_some_and(Measure::adds_up));
    // In a table of moves from each area to each other, every cell is added to the origin that it
    // is of.
    let is_matrix = held.dataset.dimension.iter().any(|dimension| dimension.areas);
    let sums = if is_additive || is_matrix { Sums::Add } else { Sums::CountMovesWithin };
    let wider = Wider {
        geography: inputs.geography,
        covered: &covered,
        is_complete,
        sums,
        counties: sums == Sums::Add && values.tier == Tier::Lower && adds_up,
        regions: source.sums_to_regions && !is_complete,
        merged: adds_up,
    };
    wider.add(&mut values);
    values.hold_declared(inputs, source, held, &shape);
    values.mark_those_without_authority(source, held, &shape)?;
    if source.without_sign {
        values.change(|value| value.figure = value.figure.map(|x| Some(x.abs())));
    }
    if let Some(step) = source.rounded_to {
        let is_rounded = |key: &Key| {
            source.rounded_levels.is_empty() || source.rounded_levels.contains(&key.area.level())
        };
        return Ok(values.with_intervals(|key, value| {
            rounded_interval(value, if is_rounded(key) { f64::from(step) } else { 1.0 })
        }));
    }
    match &source.limits {
        Some(limits) => values.with_published_limits(limits, held, shape),
        None => Ok(values),
    }
}

/// The interval of the true count: up to half a step below and less than half a step above. Limits
/// are whole people and not below zero.
fn rounded_interval(value: &Value, step: f64) -> Option<Interval> {
    let (printed, half) = (value.figure.value?, step / 2.0);
    let is_one_cell = matches!(&value.origin, Origin::Cells { cells, .. } if cells.len() == 1);
    is_one_cell.then(|| Interval {
        lower: (printed - half).ceil().max(0.0),
        upper: (printed + half).ceil() - 1.0,
    })
}
