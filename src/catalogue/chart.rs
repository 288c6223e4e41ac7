//! Charts and maps: which indicator, drawn how.

use crate::domain::Id;
use serde::Deserialize;

/// One chart or map.
///
/// `{region}`, `{date}`, `{top}`, `{bottom}`, `{above}`, `{below}`, `{moved}` and `{moved_most}` in the texts are filled from the figures
/// (`charting/chart_titles.rs`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartDefinition {
    /// Name of the file.
    pub id: Id,
    /// The chart kind, one of the registry in `src/chart/mod.rs`.
    pub kind: String,
    /// Title for readers.
    pub title: String,
    /// What the numbers are, with unit and date.
    pub subtitle: String,
    /// The indicator drawn.
    pub indicator: Id,
    /// A second indicator set beside the first: the fair share of a dumbbell, the females of a pyramid, what a funnel or a Lorenz
    /// curve measures by.
    pub beside: Option<Id>,
    /// The ONS code of the area that it is always about, for what is published of no region.
    pub area: Option<String>,
    /// The categories of the indicator's dimension that a composition is made of, in the order drawn: together everybody, none a part
    /// of another.
    #[serde(default)]
    pub parts: Vec<String>,
    /// How many of the last periods a heat map, small multiples or the composition of one area has.
    pub periods: Option<usize>,
    /// How many years lie between the two days of a slope.
    pub years: Option<i16>,
    /// How many periods a fan goes on.
    pub steps: Option<usize>,
    /// Lines that mark the value of a wider area; of a pyramid the outline, of the first area that has figures.
    #[serde(default)]
    pub reference: Vec<ReferenceLine>,
    /// Of a funnel: why the events counted may be taken as independent of each other, which its limits presume.
    pub independent: Option<String>,
    /// What a reader should know before drawing conclusions.
    #[serde(default)]
    pub note: String,
}

/// A wider area to compare with: a line across a bar chart, the outline of a pyramid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceLine {
    /// `region`; `kingdom`, the United Kingdom where it has a figure and else the region's nation; or the ONS code of an area.
    pub area: String,
}
