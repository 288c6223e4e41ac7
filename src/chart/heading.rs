//! The heading above a chart and the key to its symbols below it. All kinds draw them in the same
//! way.
//!
//! Belongs here: those two. Does not belong here: the position of other texts, which each kind
//! decides.

use super::canvas::{Anchor, Canvas};
use super::data::ChartData;
use super::format::{header, shown_status};
use super::gap::GAP;
use super::text_metrics;
use crate::domain::Status;
use crate::table::Figure;

/// Draws what the values of a chart are, with their unit, at the top of the picture. Returns the
/// bottom.
pub(super) fn draw_heading(canvas: &mut Canvas, data: &ChartData) -> f64 {
    let style = canvas.style;
    let margin = style.picture.margin;
    let room = f64::from(style.picture.width) - 2.0 * margin;
    let lines =
        text_metrics::wrap(&header(&data.value_label, data.unit), room, style.text.size, false);
    canvas.paragraph((margin, margin + style.text.size), Anchor::Start, false, &lines);
    margin + lines.len() as f64 * style.text.line + GAP
}

/// Explains the symbols of `figures` below a chart, such as `[p] provisional`. Returns the bottom.
pub(super) fn write_symbols(
    canvas: &mut Canvas,
    figures: impl Iterator<Item = Figure> + Clone,
    top: f64,
) -> f64 {
    let occurs =
        |status: &Status| figures.clone().any(|figure| shown_status(figure) == Some(*status));
    let statuses = Status::ALL.into_iter().filter(occurs);
    let entries: Vec<String> =
        statuses.map(|status| format!("{} {}", status.symbol(), status.label())).collect();
    if entries.is_empty() {
        return top;
    }
    let style = canvas.style;
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let lines = text_metrics::wrap(&entries.join(", "), room, style.text.size, false);
    canvas.paragraph(
        (style.picture.margin, top + GAP + style.text.size),
        Anchor::Start,
        false,
        &lines,
    );
    top + GAP + lines.len() as f64 * style.text.line
}
