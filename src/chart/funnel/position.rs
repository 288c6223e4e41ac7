//! Positions of areas in a funnel plot: their rates, the rate of all areas together, and the limits
//! as lines.
//!
//! Belongs here: numbers and places. Does not belong here: drawing, the formulas of the limits
//! (`demography::funnel`).

use super::super::canvas::Point;
use super::super::data::missing_status;
use super::super::matrix::number;
use super::super::scale::Scale;
use super::super::{ChartData, Item, format, tooltips};
use crate::demography::funnel::{Position, position, ratio_limits};
use crate::demography::interval::{Confidence, count_interval};
use crate::domain::{Status, Unit};
use crate::table::Figure;

/// The levels of the limits, from the inside.
pub(super) const LEVELS: [(Confidence, &str); 2] =
    [(Confidence::Percent95, "95%"), (Confidence::Percent99Point8, "99.8%")];

/// An area with both figures.
pub(super) struct Spot<'d> {
    pub item: &'d Item,
    pub base: f64,
    pub rate: f64,
    pub position: FunnelPosition,
}

/// Position of an area against the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FunnelPosition {
    /// Not an integer number of events, or no overall rate, so there are no limits.
    Unknown,
    /// Within all limits.
    Within,
    /// Outside the inner limits only.
    Outside95(Position),
    /// Outside both.
    Outside99Point8(Position),
}

impl FunnelPosition {
    pub fn label(self) -> &'static str {
        match self {
            Self::Unknown => "no limits",
            Self::Within => "within the limits",
            Self::Outside95(Position::Below) => "below the 95% limit",
            Self::Outside95(_) => "above the 95% limit",
            Self::Outside99Point8(Position::Below) => "below the 99.8% limit",
            Self::Outside99Point8(_) => "above the 99.8% limit",
        }
    }
}

/// All areas, and their overall rate.
pub(super) struct FunnelPlot<'d> {
    pub spots: Vec<Spot<'d>>,
    pub left_out: Vec<(&'d Item, Status)>,
    /// The overall rate: people for each person of the base.
    pub average: f64,
    /// What rates are multiplied by.
    pub multiplier: f64,
}

/// People for each person of the base.
pub(super) fn rate(item: &Item) -> Figure {
    let base = item.base.unwrap_or(Figure::missing(Status::NotAvailable));
    let count = |figure: Figure| match number(figure) {
        Some(value) if value < 0.0 => Figure::missing(Status::NotApplicable),
        None => Figure::missing(missing_status(figure)),
        Some(value) => Figure::of(value),
    };
    count(item.figure).combine(count(base), |people, base| (base > 0.0).then_some(people / base))
}

/// The areas in the order of their names, each compared with the overall rate.
pub(super) fn plot(data: &ChartData) -> FunnelPlot<'_> {
    let mut items: Vec<&Item> = data.items.iter().collect();
    items.sort_by(|a, b| a.label.cmp(&b.label).then_with(|| a.code.cmp(&b.code)));
    let (mut known, mut left_out) = (Vec::new(), Vec::new());
    for item in items {
        let rate = rate(item);
        match (rate.value, item.figure.value, item.base.and_then(|base| base.value)) {
            (Some(rate), Some(people), Some(base)) => known.push((item, people, base, rate)),
            _ => left_out.push((item, missing_status(rate))),
        }
    }
    let (people, bases) =
        known.iter().fold((0.0, 0.0), |(p, b), (_, people, base, _)| (p + people, b + base));
    let average = if bases > 0.0 { people / bases } else { 0.0 };
    let spots = known.into_iter().map(|(item, people, base, rate)| {
        let side = |confidence| position(people, base * average, confidence);
        let [inner, outer] = LEVELS.map(|(confidence, _)| side(confidence));
        let position = match (inner, outer) {
            (_, Some(side @ (Position::Below | Position::Above))) => {
                FunnelPosition::Outside99Point8(side)
            }
            (Some(side @ (Position::Below | Position::Above)), _) => {
                FunnelPosition::Outside95(side)
            }
            (Some(Position::Within), _) => FunnelPosition::Within,
            (None, _) => FunnelPosition::Unknown,
        };
        Spot { item, base, rate, position }
    });
    // A rate below one is easier to read per 100,000.
    let multiplier = if average > 0.0 && average * 1e4 < 1.0 { 1e5 } else { 1e4 };
    FunnelPlot { spots: spots.collect(), left_out, average, multiplier }
}

/// A limit as a line, from the smallest area to the largest.
pub(super) struct Limit {
    pub level: usize,
    pub points: Vec<Point>,
}

impl FunnelPlot<'_> {
    pub fn heading(&self, data: &ChartData) -> String {
        format!("{} per {}", data.value_label, crate::domain::thousands(self.multiplier))
    }

    /// A rate with its base.
    pub fn rate(&self, rate: f64) -> String {
        let printed = format::number(rate * self.multiplier, Unit::Per10k);
        format!("{printed} per {}", crate::domain::thousands(self.multiplier))
    }

    /// The tooltip of an area: its rate, its position and both figures.
    pub fn tooltip(&self, spot: &Spot, data: &ChartData) -> String {
        let base = data.base_label.as_deref().unwrap_or("Residents");
        let residents = format::number(spot.base, Unit::People);
        let (label, people) =
            (&data.value_label, tooltips::format_figure(spot.item.figure, data.unit));
        let (name, rate, position) =
            (&spot.item.label, self.rate(spot.rate), spot.position.label());
        format!("{name}: {rate}, {position}; {label}: {people}; {base}: {residents}")
    }

    pub fn label_of_average(&self) -> String {
        format!("All {}", format::number(self.average * self.multiplier, Unit::Per10k))
    }

    /// The limits of each level inside the plot.
    pub fn limits(
        &self,
        x: &Scale,
        (top, left, right): (f64, f64, f64),
        at: impl Fn(f64, f64) -> Point,
    ) -> Vec<Limit> {
        let mut limits = Vec::new();
        if self.average <= 0.0 || self.spots.is_empty() {
            return limits;
        }
        for (level, (confidence, _)) in LEVELS.into_iter().enumerate() {
            let (mut lower, mut upper): (Vec<Point>, Vec<Point>) = (Vec::new(), Vec::new());
            // An area of this size with no events is on its lower limit.
            let zero_events =
                count_interval(0.0, confidence).map(|limits| at(limits.upper / self.average, 0.0));
            lower.extend(zero_events);
            let mut observed = 1.0f64;
            while let Some((below, above)) = ratio_limits(observed, confidence) {
                lower.push(at(below.expected / self.average, below.ratio * self.average));
                upper.push(at(above.expected / self.average, above.ratio * self.average));
                if x.at(above.expected / self.average) > right {
                    break;
                }
                observed = (observed * 1.08).ceil();
            }
            for points in [upper, lower] {
                limits.push(Limit { level, points: clipped(&points, (left, right), top) });
            }
        }
        limits
    }
}

pub(super) fn label_of(level: usize) -> String {
    format!("{} limit", LEVELS[level].1)
}

/// The part of a rising line that lies between two places and, but for its first point there, below
/// the top.
fn clipped(points: &[Point], (left, right): (f64, f64), top: f64) -> Vec<Point> {
    let mut inside: Vec<Point> = Vec::new();
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let along = |x: f64| (x, a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0));
        if b.0 <= left || a.0 >= right || b.1 <= top {
            continue;
        }
        inside.push(if a.0 < left { along(left) } else { a });
        if b.0 >= right {
            inside.push(along(right));
            break;
        }
    }
    inside
}
