//! Tooltips of a slope chart: an area's line, its names next to it, or its name in the notes when
//! it has no line.
//!
//! Belongs here: outlines and texts. Does not belong here: drawing.

use super::super::canvas::{Canvas, Point, corners};
use super::super::scale::Scale;
use super::super::style::Style;
use super::super::{ChartData, data::missing_status, text_metrics, tooltips};
use super::{Change, LEADER, Side, ends, placed};
use crate::chart::Matrix;
use crate::chart::gap::GAP;
use crate::domain::signed;

/// Half of the height of the outline of a line.
const HALF: f64 = 4.0;

/// Position of the lines.
pub(super) struct SlopeLayout<'p> {
    pub sides: &'p [Side; 2],
    pub scale: &'p Scale,
    pub limits: (f64, f64),
}

/// Adds a mark for every area. `named` has the outlines of the names of areas without a line, in
/// their order. Lines in focus are above the others.
pub(super) fn add_marks(
    canvas: &mut Canvas,
    data: &ChartData,
    (matrix, changes, labelled): (&Matrix, &[Change], &[&Change]),
    plot: &SlopeLayout,
    named: Vec<Vec<Vec<Point>>>,
) {
    let style = canvas.style;
    let labels: Vec<(&Change, Vec<Point>)> =
        plot.sides.iter().flat_map(|side| label_frames(labelled, side, plot, style)).collect();
    let mut named = named.into_iter();
    for change in changes {
        let mut outlines = line(change, plot);
        let own = labels.iter().filter(|(labelled, _)| std::ptr::eq(*labelled, change));
        outlines.extend(own.map(|(_, frame)| frame.clone()));
        if change.change.value.is_none() {
            outlines.extend(named.next().unwrap_or_default());
        }
        canvas.mark_over(outlines, tooltip_text(change, matrix, data), u32::from(change.focus));
    }
}

/// A band along a line, or a square around the only end.
fn line(change: &Change, plot: &SlopeLayout) -> Vec<Vec<Point>> {
    let at = |side: &Side| Some((side.x, plot.scale.at(change.number(side.end)?)));
    let points: Vec<Point> = plot.sides.iter().filter_map(at).collect();
    match points.as_slice() {
        [from, to] => {
            let shifted = |(x, y): Point, by: f64| (x, y + by);
            vec![vec![
                shifted(*from, -HALF),
                shifted(*to, -HALF),
                shifted(*to, HALF),
                shifted(*from, HALF),
            ]]
        }
        [only] => vec![tooltips::square_around(*only, 2.0 * HALF)],
        _ => Vec::new(),
    }
}

/// The frames of names and figures on one side.
fn label_frames<'c, 'm>(
    labelled: &[&'c Change<'m>],
    side: &Side,
    plot: &SlopeLayout,
    style: &Style,
) -> Vec<(&'c Change<'m>, Vec<Point>)> {
    let shown = labelled.iter().filter(|change| change.number(side.end).is_some());
    let frame = |(change, (middle, _)): (&&'c Change<'m>, (f64, f64))| {
        let wide =
            text_metrics::widest(&side.name_lines(change, style), style.text.size, change.focus);
        let (near, far) = (side.out(LEADER), side.out(LEADER + side.values + GAP + wide));
        let height = side.height(change, style);
        (
            *change,
            corners((near.min(far), middle - height / 2.0), (far - near).abs(), height).to_vec(),
        )
    };
    shown.zip(placed(labelled, side, plot.scale, plot.limits, style)).map(frame).collect()
}

fn tooltip_text(change: &Change, matrix: &Matrix, data: &ChartData) -> String {
    let end = |(index, column): (usize, &super::super::MarkLabel)| {
        format!("{}: {}", column.label, tooltips::format_with_unit(change.shown(index), data.unit))
    };
    let ends: Vec<String> = ends(matrix).enumerate().map(end).collect();
    let unit = data.unit.of_difference();
    let difference = match change.change.value {
        Some(value) if unit == data.unit => signed(value, unit.decimals()),
        Some(value) => format!("{} {}", signed(value, unit.decimals()), unit.label()),
        None => missing_status(change.change).label().to_owned(),
    };
    format!("{}; {}; change: {difference}", change.row.label, ends.join("; "))
}
