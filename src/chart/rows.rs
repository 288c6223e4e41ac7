//! Charts with one row for each area: the column of names and the rows' places.
//!
//! Belongs here: what bars and dumbbells share. Does not belong here: what stands in a row.

use super::canvas::{Anchor, Canvas};
use super::data::Item;
use super::letters;
use super::style::Style;

/// Distance between neighbouring texts, and between text and marks.
pub(super) const GAP: f64 = 8.0;

/// One row: its area and where it stands.
pub(super) struct Row<'d> {
    pub item: &'d Item,
    pub middle: f64,
    lines: Vec<String>,
}

/// The rows of a chart, from the top.
pub(super) struct Rows<'d> {
    pub rows: Vec<Row<'d>>,
    /// Right end of the column of names.
    pub names_end: f64,
    /// Bottom of the last row.
    pub bottom: f64,
}

/// Right end of the column of names: as wide as the longest name after wrapping.
pub(super) fn names_end(items: &[Item], style: &Style) -> f64 {
    let width = |item: &Item| letters::widest(&name_lines(item, style), style.text.size, item.emphasis);
    style.picture.margin + items.iter().map(width).fold(0.0, f64::max)
}

/// Places one row for each item below `top`; a name that takes more lines makes its row taller.
pub(super) fn lay_out<'d>(items: &[&'d Item], top: f64, names_end: f64, style: &Style) -> Rows<'d> {
    let mut bottom = top;
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let lines = name_lines(item, style);
        let further = u32::try_from(lines.len().saturating_sub(1)).unwrap_or(0);
        let height = style.picture.row + f64::from(further) * style.text.line;
        rows.push(Row { item, middle: bottom + height / 2.0, lines });
        bottom += height;
    }
    Rows { rows, names_end, bottom }
}

fn name_lines(item: &Item, style: &Style) -> Vec<String> {
    letters::wrap(&item.label, style.picture.labels, style.text.size, item.emphasis)
}

impl Rows<'_> {
    /// Writes the names, flush with the plot.
    pub fn write_names(&self, canvas: &mut Canvas) {
        for row in &self.rows {
            let further = u32::try_from(row.lines.len().saturating_sub(1)).unwrap_or(0);
            let first = baseline_at(row.middle, canvas.style) - f64::from(further) * canvas.style.text.line / 2.0;
            canvas.paragraph((self.names_end, first), Anchor::End, row.item.emphasis, &row.lines);
        }
    }
}

/// The baseline on which capitals stand centred on `middle`.
pub(super) fn baseline_at(middle: f64, style: &Style) -> f64 {
    middle + style.text.size * letters::CAPITAL / 2.0
}
