//! How areas are compared, and which changes are worth attention.
//!
//! The values and the reason for each are in `data/catalogue/comparison.toml`.

use crate::domain::{AreaCode, Id, Unit};
use serde::Deserialize;

/// `comparison.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparing {
    /// Which authorities are similar.
    pub neighbours: Neighbours,
    /// Which changes are listed.
    pub scan: Scan,
}

/// Statistical neighbours: nearest in standardised variables.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbours {
    /// The area whose authorities are searched for neighbours, by code.
    pub among: AreaCode,
    /// How many.
    pub count: usize,
    /// The variables of the similarity.
    pub variable: Vec<Variable>,
    /// Where the method is from.
    pub reference: String,
}

/// A variable in which authorities are similar or not.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// The indicator.
    pub indicator: Id,
    /// How much it counts.
    pub weight: f64,
}

/// The rules of a scan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    /// How far from the middle of its own changes a change is listed.
    pub robust_z: f64,
    /// Changes that a series must have.
    pub fewest_changes: usize,
    /// Counts below this on both days are not listed.
    pub small_count: f64,
    /// Rises one after the other that are listed …
    pub rises: usize,
    /// … if together they total this percentage.
    pub rise_percent: f64,
    /// Units in which everything rises with prices, so that rises and changes are not listed.
    pub nominal_units: Vec<Unit>,
    /// Use of a limit that is listed …
    pub limit_percent: f64,
    /// … of indicators with these methods.
    pub limit_methods: Vec<String>,
    /// Methods whose values only repeat another indicator's, so that their changes are not listed.
    pub passed_over_methods: Vec<String>,
    /// Where the method is from.
    pub reference: String,
}
