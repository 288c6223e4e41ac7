//! Lists of definitions, as readers choose from them: charts and packs.
//!
//! Belongs here: the contents of a list for each definition. Does not belong here: tables, drawing,
//! writing packs.

use super::PackOf;
use crate::domain::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// The charts that can be drawn, analyses among them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChartList {
    /// A caption for the list.
    pub caption: String,
    /// The charts, by id.
    pub charts: Vec<ChartSummary>,
}

/// A chart in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChartSummary {
    /// Its id, such as `supported-map`.
    pub chart: Id,
    /// Its kind, such as `choropleth`.
    pub kind: String,
    /// Its title, with variables such as `{region}`.
    pub title: String,
}

/// The packs that can be written.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PackList {
    /// A caption for the list.
    pub caption: String,
    /// The packs, by id.
    pub packs: Vec<PackSummary>,
}

/// A pack in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PackSummary {
    /// Its id, such as `fair-shares`.
    pub pack: Id,
    /// Its subject.
    pub of: PackOf,
    /// Its title, with an ellipsis for the name of the region.
    pub title: String,
}
