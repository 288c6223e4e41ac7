//! Published: rates, medians and scores as a publication prints them, which must not be summed.
//!
//! # What it measures
//! A figure that a publication has computed itself: a rate, a median, a score, a projection.
//!
//! # Formula
//! `v_i`, the published figure of the area, period and category.
//!
//! # Inputs and units
//! `[[source]]`: tables of such a measure. Result: its unit, one value for each area, period and
//! kept category.
//!
//! With `limits` the published measures of uncertainty give an estimate its 95% interval
//! (`limits.rs`).
//!
//! # Missing and suppressed
//! As published. Nothing is summed to regions, nations or wider categories: where the publication
//! prints none there is no value. Numbers of people, households and the like are summed from
//! districts to counties and merged authorities. Rates and means of merged authorities are those of
//! their districts weighted by residents, where the indicator declares so. A category that the
//! publication distinguishes and the indicator does not is *not applicable*.
//!
//! # When not to use it
//! For counts, whose regions are sums of their authorities: `count`.
//!
//! # References
//! The publications named in the datasets.

use super::count::from_sources;
use super::shape::Shape;
use super::wider_areas::add_of_districts;
use super::{Compute, Inputs, Origin, Value, Values};
use crate::catalogue::method::Published;
use crate::domain::{Result, Status};
use crate::table::Figure;

impl Compute for Published {
    fn formula(&self) -> &'static str {
        "v_i as published"
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let weights = self.weighted_by.as_ref().map(|id| inputs.values(id)).transpose()?;
        from_sources(inputs, (&self.source, self.prefer), |source, held| {
            let shape = Shape::of(inputs, source, held)?;
            let mut values = Values::of_source_declared(source, held);
            shape.add_published(&mut values, &shape.rows(held)?);
            refuse(
                &mut values,
                |value| matches!(&value.origin, Origin::Cells { cells, .. } if cells.len() > 1),
            );
            if inputs.indicator.unit.adds_up() {
                add_of_districts(&mut values, inputs.geography);
            } else if let Some(residents) = weights {
                values.add_merged_means(inputs.geography, residents);
            }
            values.explain_merged(inputs.geography);
            values.hold_declared(inputs, source, held, &shape);
            match &source.limits {
                Some(limits) => values.with_published_limits(limits, held, shape),
                None => Ok(values),
            }
        })
    }
}

/// Makes values *not applicable* that meet a condition.
fn refuse(values: &mut Values, holds: impl Fn(&Value) -> bool) {
    values.change(|value| {
        if holds(value) {
            value.figure = Figure::missing(Status::NotApplicable);
        }
    });
}
