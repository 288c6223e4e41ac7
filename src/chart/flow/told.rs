//! What a flow chart tells under the pointer: ribbons, and the places at their ends.
//!
//! Belongs here: outlines and words. Does not belong here: drawing.

use super::super::canvas::{Canvas, Point, corners};
use super::super::{ChartData, pointer};
use super::{BAR, Flows, Placed};
use crate::table::Figure;

/// The least height in which a ribbon or a place is told.
const LEAST: f64 = 5.0;

/// Tells the ribbons, narrow ones over wide ones as they are drawn, then the places.
pub(super) fn mark(
    canvas: &mut Canvas,
    data: &ChartData,
    (flows, placed): (&Flows, &[Placed]),
    (tops, ends, scale): (&[Vec<f64>; 2], (f64, f64), f64),
) {
    for ribbon in placed {
        let further = (LEAST - ribbon.height).max(0.0) / 2.0;
        let (upper, lower) = (ribbon.edge(ends, -further), ribbon.edge(ends, ribbon.height + further));
        let ring: Vec<Point> = upper.into_iter().chain(lower.into_iter().rev()).collect();
        let wider = placed.iter().filter(|other| other.height > ribbon.height).count();
        let flow = &flows.ribbons[ribbon.index];
        let (from, to) = (&flows.sides[0][flow.from].label, &flows.sides[1][flow.to].label);
        let text = format!("{from} to {to}: {}", pointer::said(flow.figure, data.unit));
        canvas.mark_over(vec![ring], text, u32::try_from(wider).unwrap_or(u32::MAX));
    }
    for (side, direction) in [(0, "From"), (1, "To")] {
        let x = if side == 0 { ends.0 - BAR } else { ends.1 };
        for (stop, top) in flows.sides[side].iter().zip(&tops[side]).filter(|(stop, _)| stop.total > 0.0) {
            let height = (stop.total * scale).max(LEAST);
            let said = pointer::said(Figure::of(stop.total), data.unit);
            canvas.mark(&corners((x, *top), BAR, height), format!("{direction} {}: {said} in all", stop.label));
        }
    }
}
