//! Notes below a slope chart: what bold means, which labels did not fit, which areas have no line.
//!
//! Belongs here: sentences. Does not belong here: the lines and their labels.

use super::super::canvas::{Anchor, Canvas, Point};
use super::super::data::missing_status;
use super::super::gap::GAP;
use super::super::{ChartData, text_metrics, tooltips};
use super::Change;
use crate::domain::capitalised;

/// Writes what bold means and which areas have no line. Returns the bottom, and the outlines of the
/// names of the latter.
pub(super) fn write(
    canvas: &mut Canvas,
    data: &ChartData,
    changes: &[Change],
    all_named: bool,
    top: f64,
) -> (f64, Vec<Vec<Vec<Point>>>) {
    let style = canvas.style;
    let focus = || changes.iter().filter(|change| change.focus);
    let rises = focus()
        .any(|change| change.change.value > Some(0.0))
        .then_some("blue lines with discs rise");
    let falls = focus()
        .any(|change| change.change.value < Some(0.0))
        .then_some("orange lines with diamonds fall");
    let key: Vec<&str> = rises.into_iter().chain(falls).collect();
    let chosen =
        data.matrix.as_ref().is_some_and(|matrix| matrix.rows.iter().any(|row| row.emphasis));
    let is_some = focus().count() < changes.len() && !chosen;
    let mut notes: Vec<String> = Vec::new();
    if !key.is_empty() {
        let who = if is_some { "In bold those that changed most: " } else { "" };
        notes.push(capitalised(&format!("{who}{}.", key.join(", "))));
    }
    if !all_named {
        notes.push("Lines without a name are in the table.".to_owned());
    }
    let unknown: Vec<String> = changes
        .iter()
        .filter(|change| change.change.value.is_none())
        .map(|change| format!("{} {}", change.row.label, missing_status(change.change).symbol()))
        .collect();
    let without = (!unknown.is_empty()).then(|| format!("No line: {}.", unknown.join(", ")));
    let notes = notes.into_iter().map(|note| (note, false)).chain(without.map(|note| (note, true)));
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let (mut bottom, mut named) = (top + style.text.line / 2.0, Vec::new());
    for (note, names_unknown) in notes {
        let lines = text_metrics::wrap(&note, room, style.text.size, false);
        let at = (style.picture.margin, bottom + GAP + style.text.size);
        canvas.paragraph(at, Anchor::Start, false, &lines);
        if names_unknown {
            named = tooltips::text_outlines(&lines, at, &unknown, style);
        }
        bottom += GAP + lines.len() as f64 * style.text.line;
    }
    (bottom, named)
}
