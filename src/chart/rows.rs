//! Charts with one row for each area: the column of names and the rows' places.
//!
//! Belongs here: what bars, dumbbells and dot plots share. Does not belong here: the content of a
//! row.

use super::canvas::{Anchor, Canvas, Point, corners};
use super::data::{ChartData, Item};
use super::gap::GAP;
use super::scale::Scale;
use super::style::Style;
use super::text_metrics;

/// One row: its area and its position.
pub(super) struct Row<'d> {
    pub item: &'d Item,
    pub middle: f64,
    height: f64,
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
    let width = |item: &Item| {
        text_metrics::widest(&name_lines(item, style), style.text.size, item.emphasis)
    };
    style.picture.margin + items.iter().map(width).fold(0.0, f64::max)
}

/// Height of a tall chart without its rows: heading, legend, axes, symbols.
const BESIDES: f64 = 190.0;

/// Smallest space between the text of one row and that of the next.
const BETWEEN: f64 = 2.0;

/// Height of a row whose name has one line. It is lower where all rows would make the picture too
/// tall. `lines` are those of every row's name.
pub(super) fn pitch(lines: impl Iterator<Item = usize>, style: &Style) -> f64 {
    let (mut rows, mut further) = (0.0, 0.0);
    for lines in lines {
        rows += 1.0;
        further += lines.saturating_sub(1) as f64;
    }
    let room = style.picture.tallest - BESIDES - further * style.text.line;
    (room / f64::max(rows, 1.0)).max(style.text.size + BETWEEN).min(style.picture.row)
}

/// The [`pitch`] of a chart with a row for each item.
pub(super) fn pitch_of(items: &[Item], style: &Style) -> f64 {
    pitch(items.iter().map(|item| name_lines(item, style).len()), style)
}

/// Places one row for each item below `top`; a name that takes more lines makes its row taller.
pub(super) fn lay_out<'d>(
    items: &[&'d Item],
    (top, names_end): (f64, f64),
    pitch: f64,
    style: &Style,
) -> Rows<'d> {
    let mut bottom = top;
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let lines = name_lines(item, style);
        let further = u32::try_from(lines.len().saturating_sub(1)).unwrap_or(0);
        let height = pitch + f64::from(further) * style.text.line;
        rows.push(Row { item, middle: bottom + height / 2.0, height, lines });
        bottom += height;
    }
    Rows { rows, names_end, bottom }
}

/// The ticks of the axis above the rows and its lines across them; no tick label goes beyond
/// `limit`.
pub(super) fn draw_axis(
    canvas: &mut Canvas,
    data: &ChartData,
    scale: &Scale,
    (baseline, bottom): (f64, f64),
    limit: f64,
) {
    write_ticks(canvas, data, scale, baseline, limit);
    let (roles, width) = (canvas.style.roles, canvas.style.picture.gridline);
    for tick in &scale.ticks {
        let colour = if *tick == 0.0 { roles.axis } else { roles.gridline };
        canvas.line(&[(scale.at(*tick), baseline + GAP), (scale.at(*tick), bottom)], colour, width);
    }
}

/// A chart with more rows than this is taller than a screen, so its axis is repeated at the bottom.
const ROWS_ON_A_SCREEN: usize = 20;

/// The ticks once more below the rows of a tall chart. Returns the bottom.
pub(super) fn repeat_axis(
    canvas: &mut Canvas,
    data: &ChartData,
    scale: &Scale,
    laid: &Rows,
    limit: f64,
) -> f64 {
    if laid.rows.len() <= ROWS_ON_A_SCREEN {
        return laid.bottom;
    }
    write_ticks(canvas, data, scale, laid.bottom + GAP + canvas.style.text.size, limit);
    laid.bottom + GAP + canvas.style.text.line + 4.0
}

/// Tick labels that do not touch each other.
fn write_ticks(canvas: &mut Canvas, data: &ChartData, scale: &Scale, baseline: f64, limit: f64) {
    let mut free_from = f64::MIN;
    for tick in &scale.ticks {
        let text = scale.label(*tick, data.unit);
        let half = text_metrics::width(&text, canvas.style.text.size, false) / 2.0;
        // The last one moves inwards where it would leave the picture.
        let x = scale.at(*tick).min(limit - half);
        if x - half >= free_from {
            canvas.text((x, baseline), Anchor::Middle, &text);
            free_from = x + half + GAP;
        }
    }
}

fn name_lines(item: &Item, style: &Style) -> Vec<String> {
    text_metrics::wrap(&item.label, style.picture.labels, style.text.size, item.emphasis)
}

impl Row<'_> {
    /// The outline of the row, from its name to the right end of the picture.
    pub fn outline(&self, style: &Style) -> [Point; 4] {
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        corners((margin, self.middle - self.height / 2.0), width - 2.0 * margin, self.height)
    }
}

impl Rows<'_> {
    /// Writes the names, flush with the plot.
    pub fn write_names(&self, canvas: &mut Canvas) {
        for row in &self.rows {
            let further = u32::try_from(row.lines.len().saturating_sub(1)).unwrap_or(0);
            let first = baseline_at(row.middle, canvas.style)
                - f64::from(further) * canvas.style.text.line / 2.0;
            canvas.paragraph((self.names_end, first), Anchor::End, row.item.emphasis, &row.lines);
        }
    }
}

/// The baseline on which capitals are centred on `middle`.
pub(super) fn baseline_at(middle: f64, style: &Style) -> f64 {
    middle + style.text.size * text_metrics::CAPITAL / 2.0
}
