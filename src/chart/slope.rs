//! Slope: each area's figures on two days, joined by a line.
//!
//! Belongs here: who rose and who fell between two days. Does not belong here: what happened in
//! between (`trend`, `small-multiples`), two figures of one day (`dumbbell`).

mod marks;
mod notes;

use super::canvas::{Anchor, Canvas, Point, TextRun};
use super::gap::GAP;
use super::matrix::{Matrix, MatrixRow};
use super::scale::Scale;
use super::spread_labels::spread_labels;
use super::{ChartData, Drawing, Kind, Style, alt_text, format, heading, rows, text_metrics};
use crate::domain::{Compare, Result, Status};
use crate::table::{Cell, Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Slope;

/// Where no area is in focus, this number of areas that changed most are.
const MOST_CHANGED: usize = 5;

/// The smallest height of the plot. More areas in focus make it taller.
const PLOT: f64 = 640.0;

/// Labels out of focus are written only where all labels are at most this far from their lines.
const NEAR: f64 = 34.0;

/// The smallest and largest width at which a name is wrapped.
const NAMES: (f64, f64) = (60.0, 150.0);

/// The smallest width between the two days.
const BETWEEN: f64 = 110.0;

/// Room for the leader between a line's end and its label.
const LEADER: f64 = 34.0;

/// An area with its figures on both days.
struct Change<'m> {
    row: &'m MatrixRow,
    ends: [Figure; 2],
    change: Figure,
    focus: bool,
}

impl Change<'_> {
    fn number(&self, end: usize) -> Option<f64> {
        super::matrix::number(self.ends[end])
    }

    /// A figure as printed next to its line. A break that begins on the earlier day is before both.
    fn shown(&self, end: usize) -> Figure {
        if end == 0 { self.ends[0].without(Status::Break) } else { self.ends[end] }
    }
}

/// One side of the plot: the position of its axis and of its labels.
struct Side {
    end: usize,
    x: f64,
    /// Width of the column of figures.
    values: f64,
    /// Widest name.
    names: f64,
}

impl Side {
    fn name_lines(&self, change: &Change, style: &Style) -> Vec<String> {
        text_metrics::wrap(&change.row.label, self.names, style.text.size, change.focus)
    }

    fn height(&self, change: &Change, style: &Style) -> f64 {
        self.name_lines(change, style).len() as f64 * style.text.line + 2.0
    }

    /// A distance outwards from the axis, as a place.
    fn out(&self, distance: f64) -> f64 {
        if self.end == 0 { self.x - distance } else { self.x + distance }
    }

    fn anchor(&self) -> Anchor {
        if self.end == 0 { Anchor::End } else { Anchor::Start }
    }
}

impl Kind for Slope {
    fn id(&self) -> &'static str {
        "slope"
    }

    fn about(&self) -> &'static str {
        "Each area's figures on two days joined by a line, those that changed most in bold: the \
         rises and falls."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let matrix = data.matrix();
        let changes = changes(&matrix);
        let margin = style.picture.margin;
        let below_heading = heading::draw_heading(&mut canvas, data);

        let sides = sides(data, &changes, style);
        let top = draw_days(&mut canvas, &matrix, &sides, below_heading) + GAP;

        let focus = changes.iter().filter(|change| change.focus);
        let heights: f64 = focus.map(|change| sides[0].height(change, style)).sum();
        let bottom = top + PLOT.max(heights + style.text.line);
        let values =
            changes.iter().flat_map(|change| [change.number(0), change.number(1)]).flatten();
        let scale = Scale::tight(values, (bottom - GAP, top + GAP));
        for side in &sides {
            canvas.line(
                &[(side.x, top), (side.x, bottom)],
                style.roles.axis,
                style.picture.outline,
            );
        }
        // Those in focus are drawn last, so that they lie on the others.
        for focus in [false, true] {
            for change in changes.iter().filter(|change| change.focus == focus) {
                draw_change(&mut canvas, change, &sides, &scale);
            }
        }
        let labelled = labelled(&changes, &sides, &scale, (top, bottom), style);
        for side in &sides {
            write_labels(&mut canvas, data, &labelled, side, &scale, (top, bottom));
        }
        let all_named = changes.iter().filter(|change| has_end(change)).count() == labelled.len();
        let plot = marks::SlopeLayout { sides: &sides, scale: &scale, limits: (top, bottom) };
        let (bottom, named) = notes::write(&mut canvas, data, &changes, all_named, bottom);
        marks::add_marks(&mut canvas, data, (&matrix, &changes, &labelled), &plot, named);
        let shown = changes.iter().flat_map(|change| [change.shown(0), change.shown(1)]);
        let bottom = heading::write_symbols(&mut canvas, shown, bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let matrix = data.matrix();
        let changes = changes(&matrix);
        let mut sentences = vec![format!("Slope chart: {}.", alt_text::subject(data))];
        let ends: Vec<(&str, [Figure; 2])> = changes
            .iter()
            .map(|change| (change.row.label.as_str(), [change.shown(0), change.shown(1)]))
            .collect();
        sentences.push(alt_text::describe_changes(&ends, data.unit));
        sentences.extend(alt_text::missing_sentence(changes.iter().map(|change| change.change)));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let matrix = data.matrix();
        let unit = data.unit.of_difference();
        let mut columns = matrix.name_columns();
        let header = |column: &super::MarkLabel| format::header(&column.label, data.unit);
        columns.extend(
            ends(&matrix).map(|column| Column::number(&column.column, &header(column), data.unit)),
        );
        columns.push(Column::number("change", &format::header("Change", unit), unit).with_sign());
        let shown = columns.len();
        let row = |change: &Change| {
            let mut cells = matrix.name_cells(change.row);
            cells.extend(change.ends.map(Cell::from));
            cells.truncate(shown - 1);
            cells.push(change.change.into());
            cells
        };
        let rows = changes(&matrix).iter().map(row).collect();
        let notes = vec![
            "Change: the later figure minus the earlier one, calculated before rounding."
                .to_owned(),
        ];
        Listing { caption: data.caption.clone(), columns, rows, notes }
    }
}

/// The first and the last column.
fn ends(matrix: &Matrix) -> impl Iterator<Item = &super::MarkLabel> {
    let last = matrix.columns.len().saturating_sub(1);
    matrix.columns.first().into_iter().chain(matrix.columns.get(last).filter(|_| last > 0))
}

/// Every area with its change, the largest rise first, those without a change last.
fn changes(matrix: &Matrix) -> Vec<Change<'_>> {
    let last = matrix.columns.len().saturating_sub(1);
    let of = |row: &MatrixRow| {
        let figure = |column| match row.number(column) {
            Some(_) if last > 0 => row.figure(column),
            _ => Figure::missing(super::data::missing_status(row.figure(column))),
        };
        let ends = [figure(0), figure(last)];
        // A break that begins on the earlier day lies before both.
        let before = ends[0].without(Status::Break);
        (ends, before.combine(ends[1], |before, after| Some(after - before)))
    };
    let rows = matrix.ranked(|row| of(row).1.value);
    let mut changes: Vec<Change> = Vec::with_capacity(rows.len());
    for row in rows {
        let (ends, change) = of(row);
        changes.push(Change { row, ends, change, focus: row.emphasis });
    }
    if !changes.iter().any(|change| change.focus) {
        let size = |change: &Change| change.change.value.map(f64::abs).filter(|size| *size > 0.0);
        let mut by_size: Vec<usize> =
            (0..changes.len()).filter(|index| size(&changes[*index]).is_some()).collect();
        let by_change = |a: &usize, b: &usize| {
            size(&changes[*b]).zip(size(&changes[*a])).map(|(b, a)| b.compare(&a))
        };
        by_size.sort_by(|a, b| by_change(a, b).unwrap_or(a.cmp(b)));
        by_size.iter().take(MOST_CHANGED).for_each(|index| changes[*index].focus = true);
    }
    changes
}

/// Positions of the two days, as far from each other as names and figures allow.
fn sides(data: &ChartData, changes: &[Change], style: &Style) -> [Side; 2] {
    let (size, width, margin) =
        (style.text.size, f64::from(style.picture.width), style.picture.margin);
    let values = [0, 1].map(|end| {
        let printed = |change: &Change| format::figure(change.shown(end), data.unit);
        changes
            .iter()
            .map(|change| text_metrics::width(&printed(change), size, change.focus))
            .fold(0.0, f64::max)
    });
    let fixed = margin + GAP + LEADER;
    let names =
        (width / 2.0 - BETWEEN / 2.0 - fixed - values[0].max(values[1])).clamp(NAMES.0, NAMES.1);
    [0, 1].map(|end| {
        let mut side = Side { end, x: 0.0, values: values[end], names };
        let name = |change: &Change| {
            text_metrics::widest(&side.name_lines(change, style), size, change.focus)
        };
        let outside = fixed + values[end] + changes.iter().map(name).fold(0.0, f64::max);
        side.x = if end == 0 { outside } else { width - outside };
        side
    })
}

/// Writes the two days above their lines. Returns the bottom.
fn draw_days(canvas: &mut Canvas, matrix: &Matrix, sides: &[Side; 2], top: f64) -> f64 {
    let style = canvas.style;
    let mut bottom = top;
    for (side, column) in sides.iter().zip(ends(matrix)) {
        let room = side.x.min(f64::from(style.picture.width) - side.x) - style.picture.margin;
        let lines = text_metrics::wrap(&column.label, room, style.text.size, true);
        canvas.paragraph((side.x, top + style.text.size), side.anchor(), true, &lines);
        bottom = bottom.max(top + lines.len() as f64 * style.text.line);
    }
    bottom
}

/// The line of an area: blue with discs where it rises, orange with diamonds where it falls, grey
/// out of focus.
fn draw_change(canvas: &mut Canvas, change: &Change, sides: &[Side; 2], scale: &Scale) {
    let style = canvas.style;
    let falls = change.change.value < Some(0.0);
    let (colour, width, radius) = match (change.focus, falls) {
        (false, _) => (style.roles.context, style.picture.outline, 3.0),
        (true, falls) => (style.pair[usize::from(falls)], style.picture.trend, 5.5),
    };
    let points: Vec<Point> = sides
        .iter()
        .filter_map(|side| Some((side.x, scale.at(change.number(side.end)?))))
        .collect();
    if points.len() == 2 {
        canvas.line(&points, colour, width);
    }
    for point in points {
        if change.focus && falls {
            canvas.diamond(point, radius + 1.5, colour);
        } else {
            canvas.disc(point, radius, colour);
        }
    }
}

fn has_end(change: &Change) -> bool {
    change.number(0).or(change.number(1)).is_some()
}

/// The positions of labels on one side, each with its distance from its line.
fn placed(
    changes: &[&Change],
    side: &Side,
    scale: &Scale,
    limits: (f64, f64),
    style: &Style,
) -> Vec<(f64, f64)> {
    let half = style.text.line / 2.0;
    let shown =
        changes.iter().filter_map(|change| Some((change, scale.at(change.number(side.end)?))));
    let preferred: Vec<(f64, f64)> =
        shown.map(|(change, y)| (y, side.height(change, style))).collect();
    let tops = spread_labels(&preferred, (limits.0 - half, limits.1 + half));
    preferred
        .iter()
        .zip(tops)
        .map(|((y, height), top)| (top + height / 2.0, (top + height / 2.0 - y).abs()))
        .collect()
}

/// Whose labels are written: all of those in focus, then of the others, highest first, whoever's
/// label and all before stay near their lines. Too many leaders could not be followed.
fn labelled<'c, 'm>(
    changes: &'c [Change<'m>],
    sides: &[Side; 2],
    scale: &Scale,
    limits: (f64, f64),
    style: &Style,
) -> Vec<&'c Change<'m>> {
    let (mut kept, mut others): (Vec<&Change>, Vec<&Change>) =
        changes.iter().filter(|change| has_end(change)).partition(|change| change.focus);
    let height =
        |change: &Change| change.number(1).or(change.number(0)).unwrap_or(f64::NEG_INFINITY);
    others.sort_by(|a, b| height(b).compare(&height(a)));
    let furthest = |kept: &[&Change], side: &Side| {
        placed(kept, side, scale, limits, style).into_iter().map(|(_, off)| off).fold(0.0, f64::max)
    };
    let max_distances = sides.each_ref().map(|side| furthest(&kept, side).max(NEAR));
    for other in others {
        kept.push(other);
        if sides.iter().zip(max_distances).any(|(side, max)| furthest(&kept, side) > max) {
            kept.pop();
        }
    }
    kept
}

/// Name and figure of every area at the height of its line's end, spread where they would touch.
fn write_labels(
    canvas: &mut Canvas,
    data: &ChartData,
    changes: &[&Change],
    side: &Side,
    scale: &Scale,
    limits: (f64, f64),
) {
    let style = canvas.style;
    let places = placed(changes, side, scale, limits, style);
    let shown =
        changes.iter().filter_map(|change| Some((change, scale.at(change.number(side.end)?))));
    for ((change, y), (middle, _)) in shown.zip(places) {
        let colour = if change.focus { style.roles.axis } else { style.roles.context };
        canvas.line(&[(side.out(7.0), y), (side.out(LEADER - 4.0), middle)], colour, 1.0);
        let baseline = rows::baseline_at(middle, style);
        let text = format::figure(change.shown(side.end), data.unit);
        // Figures are aligned at the outer edge of their column, so that digits of equal value are
        // below each other.
        let at = if side.end == 0 { side.out(LEADER) } else { side.out(LEADER + side.values) };
        let bold = change.focus;
        canvas.text_run(TextRun {
            at: (at, baseline),
            anchor: Anchor::End,
            bold,
            colour: style.roles.text,
            text,
        });
        let lines = side.name_lines(change, style);
        let first = baseline - (lines.len() as f64 - 1.0) * style.text.line / 2.0;
        canvas.paragraph(
            (side.out(LEADER + side.values + GAP), first),
            side.anchor(),
            bold,
            &lines,
        );
    }
}

#[cfg(test)]
mod tests;
