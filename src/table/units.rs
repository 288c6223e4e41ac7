//! The units of the figures of an answer.

use crate::domain::Unit;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The unit of each figure of an answer's rows, by the figure's name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Units(BTreeMap<String, Unit>);

impl Units {
    /// The units of named figures.
    pub fn of(units: &[(&str, Unit)]) -> Self {
        Self(units.iter().map(|(name, unit)| ((*name).to_owned(), *unit)).collect())
    }
}
