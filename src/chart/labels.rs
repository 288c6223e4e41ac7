//! Labels of the marks and ranges of a chart, for readers and for the table behind it.
//!
//! Belongs here: labels with the columns they have. Does not belong here: the figures they are of
//! (`data`, `matrix`).

/// What a mark is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkLabel {
    /// The name of its column in the table behind the chart.
    pub column: String,
    /// What readers see.
    pub label: String,
}

/// What a range is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandLabel {
    /// What readers see.
    pub label: String,
    /// Its lower end, as a column.
    pub low: MarkLabel,
    /// Its upper end, as a column.
    pub high: MarkLabel,
}
