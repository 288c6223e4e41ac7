//! Figures that a publication prints without their day, and how the day is found.
//!
//! Belongs here: what a definition says of it. Does not belong here: the comparison (`holdings::dating`).

use super::link::{exists, wrong};
use super::link_dataset::fixed_code;
use super::{Catalogue, Dataset};
use crate::domain::{Id, Result, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A measure that is printed without its day, such as the residents beside a count of people: its day is that of known
/// figures which are the same, else it is not known and nothing is computed from it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dating {
    /// The measure as it is printed, as at the day of the table.
    pub undated: Id,
    /// The measure that it is once its day is known.
    pub dated: Id,
    /// The figures that it is compared with.
    pub known: Vec<KnownFigures>,
}

/// Figures whose day is known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFigures {
    /// Their dataset, every edition of it; of the dataset itself the bundled ones.
    pub dataset: Id,
    /// Their measure.
    pub measure: Id,
    /// Dimensions held at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
}

impl Dating {
    /// Checks that measures, datasets and codes exist.
    pub(super) fn check(&self, catalogue: &Catalogue, dataset: &Dataset) -> Result<()> {
        let measures = [(dataset, &self.undated), (dataset, &self.dated)];
        measures.into_iter().try_for_each(|(dataset, id)| measure_exists(dataset, id))?;
        for known in &self.known {
            exists(&catalogue.datasets, &known.dataset, "dataset")?;
            let of = &catalogue.datasets[&known.dataset];
            measure_exists(of, &known.measure)?;
            known.fixed.iter().try_for_each(|(dimension, code)| fixed_code(catalogue, of, dimension, code))?;
        }
        Ok(())
    }
}

fn measure_exists(dataset: &Dataset, id: &Id) -> Result<()> {
    match dataset.measure(id.as_str()) {
        Some(_) => Ok(()),
        None => Err(wrong(error_codes::REFERENCE_DANGLING, "dating", format!("measure {id}"))
            .expected(format!("the id of a [[measure]] of {}", dataset.id))),
    }
}
