//! Tooltips of a flow chart: for ribbons and for the places at their ends.
//!
//! Belongs here: outlines and texts. Does not belong here: drawing.

use super::super::canvas::{Canvas, Point, corners};
use super::super::{ChartData, tooltips};
use super::{BAR, Flows, Placed};
use crate::table::Figure;

/// The smallest height of the outline of a ribbon or a place.
const MIN_HEIGHT: f64 = 5.0;

/// Adds marks for the ribbons, narrow ones over wide ones as they are drawn, then for the places.
pub(super) fn add_marks(
    canvas: &mut Canvas,
    data: &ChartData,
    (flows, placed): (&Flows, &[Placed]),
    (tops, ends, scale): (&[Vec<f64>; 2], (f64, f64), f64),
) {
    for ribbon in placed {
        let further = (MIN_HEIGHT - ribbon.height).max(0.0) / 2.0;
        let (upper, lower) =
            (ribbon.edge(ends, -further), ribbon.edge(ends, ribbon.height + further));
        let ring: Vec<Point> = upper.into_iter().chain(lower.into_iter().rev()).collect();
        let wider = placed.iter().filter(|other| other.height > ribbon.height).count();
        let flow = &flows.ribbons[ribbon.index];
        let (from, to) = (&flows.sides[0][flow.from].label, &flows.sides[1][flow.to].label);
        let text =
            format!("{from} to {to}: {}", tooltips::format_with_unit(flow.figure, data.unit));
        canvas.mark_over(vec![ring], text, u32::try_from(wider).unwrap_or(u32::MAX));
    }
    for (side, direction) in [(0, "From"), (1, "To")] {
        let x = if side == 0 { ends.0 - BAR } else { ends.1 };
        for (stop, top) in
            flows.sides[side].iter().zip(&tops[side]).filter(|(stop, _)| stop.total > 0.0)
        {
            let height = (stop.total * scale).max(MIN_HEIGHT);
            let total = tooltips::format_with_unit(Figure::of(stop.total), data.unit);
            canvas.mark(
                &corners((x, *top), BAR, height),
                format!("{direction} {}: {total} in all", stop.label),
            );
        }
    }
}
