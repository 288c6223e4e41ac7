//! Charts: figures in, an SVG out, with its alternative text, tooltips and the table behind it.
//!
//! Belongs here: the kinds of chart, one file each, drawn with plotters in the house style. Does
//! not belong here: reading definitions or tables (the caller hands over [`ChartData`]), titles,
//! subtitles and sources (they are outside the image), pixels and pages (`render`).
//!
//! **Invariant:** a kind draws any data: nothing, one area, all missing, all zero. A missing figure
//! is shown as its symbol and never as zero. Colour is never the only sign of a difference. The
//! same data give the same bytes.

mod alt_text;
mod calendar;
mod canvas;
mod choropleth;
mod classes;
mod composition;
mod data;
mod date_marks;
mod dot_plot;
mod dumbbell;
mod fan;
mod flow;
mod footer;
mod format;
mod funnel;
mod gap;
mod heading;
mod heatmap;
mod labels;
mod legend;
mod lorenz;
mod map_labels;
mod matrix;
mod point_labels;
mod pyramid;
mod ranked_bars;
mod ranked_table;
mod reference_labels;
mod rows;
mod scale;
mod slope;
mod small_multiples;
mod spread_labels;
mod style;
pub mod text_metrics;
mod tile_grid;
mod tooltips;
mod trend;

pub use canvas::{Mark, escaped};
pub use data::{
    BreakMark, ChartData, Fan, FanPoint, Flow, Item, PolicyMark, Population, PopulationBand,
    Reference, Series,
};
pub use labels::{BandLabel, MarkLabel};
pub use matrix::{Matrix, MatrixRow};
pub use style::{ClassMethod, Classes, Colour, Picture, Roles, Style, Text};

use crate::domain::Result;
use crate::table::Listing;

/// A drawn chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The picture: an SVG document without a size of its own, so that it fills the width it is
    /// given.
    pub svg: String,
    /// Width of its viewBox.
    pub width: u32,
    /// Height of its viewBox.
    pub height: u32,
    /// Its parts with their tooltips, in reading order, at least one for each figure that is drawn
    /// or missing.
    pub marks: Vec<Mark>,
}

/// One kind of chart.
pub trait Kind: Sync {
    /// The name in definitions, such as `ranked-bars`.
    fn id(&self) -> &'static str;

    /// One sentence: what it shows and when to choose it.
    fn about(&self) -> &'static str;

    /// True for kinds that draw the outlines of areas, whose licence requires a line of its own.
    fn draws_outlines(&self) -> bool {
        false
    }

    /// Draws the picture. Errors with `F404` when a part that the kind needs is missing.
    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing>;

    /// The alternative text: kind of chart, what it shows, highest and lowest, how many figures are
    /// missing.
    fn describe(&self, data: &ChartData) -> String;

    /// The table behind the picture.
    fn listing(&self, data: &ChartData) -> Listing;
}

/// Every kind, in the order people read them.
pub static KINDS: &[&dyn Kind] = &[
    &ranked_bars::RankedBars,
    &dumbbell::Dumbbell,
    &dot_plot::DotPlot,
    &choropleth::Choropleth,
    &tile_grid::TileGrid,
    &trend::Trend,
    &slope::Slope,
    &small_multiples::SmallMultiples,
    &heatmap::Heatmap,
    &composition::Composition,
    &lorenz::Lorenz,
    &funnel::Funnel,
    &flow::Flow,
    &fan::Fan,
    &pyramid::Pyramid,
];

/// The kind of that name.
pub fn find(id: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.id() == id)
}

#[cfg(test)]
mod tests {
    use super::{ChartData, KINDS, find};
    use crate::domain::{Id, Unit};

    #[test]
    fn kinds_are_named_once_and_documented() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert!(Id::new(kind.id()).is_ok());
            assert!(
                KINDS[..index].iter().all(|other| other.id() != kind.id()),
                "{} twice",
                kind.id()
            );
            assert!(kind.about().ends_with('.') && kind.about().len() > 40, "{}", kind.id());
            assert!(find(kind.id()).is_some());
        }
        assert!(find("pie").is_none());
    }

    #[test]
    fn descriptions_are_one_to_three_sentences_whatever_the_data() {
        for kind in KINDS {
            let text =
                kind.describe(&ChartData::new("Nowhere, 31 March 2026", "People", Unit::People));
            assert!(text.contains("Nowhere, 31 March 2026.") && text.ends_with('.'), "{text}");
            assert!((1..=3).contains(&text.matches(". ").count()), "{text}");
        }
    }
}
