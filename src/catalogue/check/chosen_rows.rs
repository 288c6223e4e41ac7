//! Which rows of a dataset a check is about.
//!
//! Belongs here: a check together with the dataset whose dimensions it names. Does not belong here:
//! the declaration of a check (`check`), which is part of a dataset.

use super::Check;
use crate::catalogue::Dataset;
use crate::domain::Id;
use crate::table::Row;
use std::collections::BTreeMap;

/// The rows of a measure, or of all, with these codes of dimensions.
pub fn chosen<'r>(
    rows: &'r [Row],
    dataset: &Dataset,
    measure: Option<&Id>,
    fixed: &BTreeMap<Id, String>,
) -> Vec<&'r Row> {
    let fixed = fixed_dims(dataset, fixed);
    rows.iter()
        .filter(|row| measure.is_none_or(|measure| row.measure == measure.as_str()))
        .filter(|row| fixed.iter().all(|(index, code)| row.dims[*index] == *code))
        .collect()
}

fn fixed_dims<'f>(dataset: &Dataset, fixed: &'f BTreeMap<Id, String>) -> Vec<(usize, &'f str)> {
    fixed
        .iter()
        .filter_map(|(dimension, code)| Some((dataset.dim_index(dimension)?, code.as_str())))
        .collect()
}

impl Check {
    /// The rows that the check is about.
    pub fn chosen<'r>(&self, rows: &'r [Row], dataset: &Dataset) -> Vec<&'r Row> {
        chosen(rows, dataset, self.measure.as_ref(), &self.fixed)
    }

    /// The places of the dimensions that it fixes, with their codes.
    pub fn fixed_dims(&self, dataset: &Dataset) -> Vec<(usize, &str)> {
        fixed_dims(dataset, &self.fixed)
    }
}
