//! Monotonicity of keys: whether a share can move against the direction that a part declares.

use super::composite::Composite;
use crate::catalogue::{Combine, Direction};
use crate::domain::Compare;

/// An area whose share moves against a part's direction when its figure changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reversal {
    /// The part, in the order of the key.
    pub part: usize,
    /// The area, in the order of the figures.
    pub area: usize,
    /// By how many per cent the area's figure changes.
    pub change_percent: f64,
    /// Its share before, as a part of 1.
    pub before: f64,
    /// Its share after.
    pub after: f64,
}

impl Reversal {
    /// How far the share moves, as a part of 1.
    pub fn size(&self) -> f64 {
        (self.after - self.before).abs()
    }
}

/// By how many per cent of itself a figure is changed, one way and the other.
const CHANGES_PERCENT: [f64; 6] = [-50.0, -10.0, -1.0, 1.0, 10.0, 50.0];

/// Shares closer than this are the same: the difference is rounding in sums of floating-point
/// numbers.
const SAME: f64 = 1e-12;

/// # What it measures
/// Whether the key can penalise an area for improving. A share that rises when a pressure falls
/// elsewhere is intended. A share that moves against the direction of the part whose own figure
/// changed is not.
///
/// # Formula
/// The figure `x` of one area in one part becomes `x (1 + c)`, `c` being −50, −10, −1, 1, 10 and 50
/// per cent, all else unchanged. In a part of direction *more*, an own share that falls when `x`
/// rises is a reversal. In one of direction *less*, an own share that falls when `x` falls is. So
/// is a share that rises in the opposite cases. The parts of a *less-pressure* key are pressures:
/// there the share should move the other way.
///
/// # Inputs and units
/// The figures of the key. Result: the change against the direction that moves the share furthest,
/// one for each part and area that has any, by part and then by area; none for a key that never
/// does it here.
///
/// # Missing and out of range
/// `None` where the key gives no shares. Figures of zero are not changed, and changes for which the
/// key gives no shares are skipped.
///
/// # When not to use it
/// As a proof: it tries six changes of one figure at a time among the figures of one day.
///
/// # References
/// Grech, P. (2017), doi 10.1177/1465116516649244, on the key of the European Commission, by which
/// a quota could fall when unemployment fell.
pub fn reversals(composite: &Composite) -> Option<Vec<Reversal>> {
    let (before, mut changed) = (composite.shares()?, composite.clone());
    let mut found = Vec::new();
    for (part, of) in composite.parts.iter().enumerate() {
        let is_pressure = matches!(composite.combine, Combine::LessPressure { .. });
        let expected_sign =
            if (of.direction == Direction::More) == is_pressure { -1.0 } else { 1.0 };
        for (area, figure) in of.figures.iter().enumerate().filter(|(_, figure)| **figure != 0.0) {
            let against = |change: f64| {
                changed.parts[part].figures[area] = figure * (1.0 + change / 100.0);
                let after = *changed.shares()?.get(area)?;
                let moved = (after - before[area]) * expected_sign * (change * figure).signum();
                let reversal =
                    Reversal { part, area, change_percent: change, before: before[area], after };
                (moved < -SAME).then_some(reversal)
            };
            let worst = CHANGES_PERCENT.into_iter().filter_map(against);
            found.extend(worst.max_by(|one, other| one.size().compare(&other.size())));
            changed.parts[part].figures[area] = *figure;
        }
    }
    Some(found)
}
