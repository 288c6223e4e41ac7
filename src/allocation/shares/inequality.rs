//! How unevenly a measure is distributed over the areas of a region.
//!
//! Belongs here: the answer with its indices. Does not belong here: the formulas of the indices
//! (`indicator::inequality`), what each area is due.

use super::population_day;
use crate::allocation::measures;
use crate::domain::{AreaCode, Date, Id, Result, Unit, long_date};
use crate::figures::{Figures, reasons, sources};
use crate::indicator::inequality;
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// How uneven the distribution is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InequalityAnswer {
    /// What is measured, where and when, in a sentence without a full stop.
    pub caption: String,
    /// The indicator whose distribution it is.
    pub measure: Id,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// One value for each index, in the order of [`inequality::INDICES`].
    pub indices: Vec<IndexValue>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// The value of one index of inequality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexValue {
    /// The index, such as `gini`.
    pub index: &'static str,
    /// Its value.
    pub value: Figure,
    /// The unit of the value.
    pub unit: Unit,
}

impl InequalityAnswer {
    /// The value of one index; `None` for an index that does not exist.
    pub fn value(&self, index: &str) -> Option<Figure> {
        self.indices.iter().find(|found| found.index == index).map(|found| found.value)
    }
}

/// How unevenly a measure is spread over the areas of a region, against their residents.
pub fn inequality(figures: &Figures, region: &AreaCode, measure: &str) -> Result<InequalityAnswer> {
    let indicator = figures.catalogue().indicator(measure)?;
    measures::can_be_shared(indicator)?;
    let as_at = reasons::newest_day(figures, measure, region)?;
    let compared = figures.areas_of(measure, region)?;
    let population_as_at = population_day(figures, region, &compared, as_at)?;
    let codes: Vec<AreaCode> = compared.iter().map(|area| area.code.clone()).collect();
    let mut areas = Vec::new();
    for area in compared {
        let people = figures.figure(measure, &area.code, as_at)?;
        areas.push((
            people,
            figures.figure(
                figures.catalogue().roles.population.as_str(),
                &area.code,
                population_as_at,
            )?,
        ));
    }
    let value = |index: &inequality::Index| IndexValue {
        index: index.id,
        value: inequality::value(index, &areas),
        unit: index.unit(indicator.unit),
    };
    let name = &figures.geography().get(region)?.name;
    let days =
        [(measure, as_at), (figures.catalogue().roles.population.as_str(), population_as_at)];
    Ok(InequalityAnswer {
        caption: format!(
            "How unevenly {} are spread over {name}, {}",
            indicator.unit.label(),
            long_date(as_at)
        ),
        measure: indicator.id.clone(),
        region: region.clone(),
        as_at,
        population_as_at,
        indices: inequality::INDICES.iter().map(value).collect(),
        sources: sources::sources_on(figures, &days, codes.iter())?,
    })
}
