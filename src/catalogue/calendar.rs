//! Policy dates and series breaks: what must be drawn on a chart over time.

use crate::domain::Id;
use serde::Deserialize;

/// `calendar.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Dates from which figures cannot be compared with those before.
    #[serde(default, rename = "break")]
    pub breaks: Vec<SeriesBreak>,
}

/// A date from which an indicator's figures cannot be compared with those before.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesBreak {
    /// First day of the new way of counting, such as `2022-12-31`.
    pub date: String,
    /// Last day of a stretch that is counted unlike the rest; absent where everything from `date` on is alike.
    pub until: Option<String>,
    /// The indicators it touches.
    pub indicators: Vec<Id>,
    /// A few words for the chart.
    pub label: String,
    /// What changed, in a sentence for notes.
    pub note: String,
    /// Where the publisher says so.
    pub reference: String,
}
