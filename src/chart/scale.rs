//! Scales: readable ticks of an axis.
//!
//! Belongs here: turning numbers into positions and ticks. Does not belong here: drawing them,
//! classes of maps (`classes`).
//!
//! **Invariant:** a position is never a division by zero: where all values are zero, zero is at the
//! beginning.

use crate::domain::{Unit, with_decimals};

/// A straight axis from one tick to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The ticks, ascending.
    pub ticks: Vec<f64>,
    ends: (f64, f64),
    decimals: usize,
    from: f64,
    to: f64,
}

impl Scale {
    /// An axis that includes zero and all `values`, with about `ticks_sought` steps, drawn between
    /// two positions.
    pub fn from_zero(
        values: impl Iterator<Item = f64>,
        unit: Unit,
        ticks_sought: f64,
        (from, to): (f64, f64),
    ) -> Self {
        let (mut low, mut high) = (0.0f64, 0.0f64);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if high <= low {
            high = 1.0;
        }
        let is_integer = unit.decimals() == 0;
        let (step, decimals) = readable_step((high - low) / ticks_sought, is_integer);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let steps = (last - first).max(1.0) as u32;
        let ticks: Vec<f64> = (0..=steps).map(|index| (first + f64::from(index)) * step).collect();
        let ends = (first * step, (first + f64::from(steps)) * step);
        Self { ticks, ends, decimals, from, to }
    }

    /// Like [`Scale::from_zero`], but ending at the data and not at the ticks beyond them.
    pub fn within(
        values: impl Iterator<Item = f64> + Clone,
        unit: Unit,
        ticks_sought: f64,
        positions: (f64, f64),
    ) -> Self {
        let wide = Self::from_zero(values.clone(), unit, ticks_sought, positions);
        let tight = Self::tight(values, positions);
        let (low, high) = tight.ends;
        if high <= low {
            return wide;
        }
        let ticks = wide.ticks.into_iter().filter(|tick| *tick >= low && *tick <= high).collect();
        Self { ticks, decimals: wide.decimals, ..tight }
    }

    /// An axis without ticks that spans exactly zero and all `values`.
    pub fn tight(values: impl Iterator<Item = f64>, (from, to): (f64, f64)) -> Self {
        let ends = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (low, high) = values.filter(|value| value.is_finite()).fold((0.0, 0.0), ends);
        Self { ticks: Vec::new(), ends: (low, high), decimals: 0, from, to }
    }

    /// Position of a value.
    pub fn at(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        if high > low {
            self.from + (value - low) / (high - low) * (self.to - self.from)
        } else {
            self.from
        }
    }

    /// A tick as printed.
    pub fn label(&self, tick: f64, unit: Unit) -> String {
        let sign = if unit == Unit::Percent { "%" } else { "" };
        format!("{}{sign}", with_decimals(tick, self.decimals))
    }
}

/// 1, 2 or 5 times a power of ten, at least `rough`; with the decimals its multiples need.
fn readable_step(rough: f64, is_integer: bool) -> (f64, usize) {
    let power = rough.log10().floor().clamp(-12.0, 300.0) as i32;
    let unit = 10f64.powi(power);
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|multiple| multiple * unit)
        .find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * unit);
    if is_integer && step < 1.0 {
        return (1.0, 0);
    }
    let decimals = usize::try_from(-power).unwrap_or(0);
    (step, if step >= 10.0 * unit { decimals.saturating_sub(1) } else { decimals })
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use crate::domain::Unit;

    #[test]
    fn ticks_are_readable_and_hold_zero() {
        let ticks = |values: &[f64], unit| {
            Scale::from_zero(values.iter().copied(), unit, 5.0, (0.0, 100.0)).ticks
        };
        assert_eq!(
            ticks(&[2_435.0, 17.0], Unit::People),
            [0.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 2_500.0]
        );
        assert_eq!(ticks(&[0.0, 0.0], Unit::People), [0.0, 1.0]);
        assert_eq!(ticks(&[], Unit::Per10k).first(), Some(&0.0));
        assert_eq!(ticks(&[-3.0, 4.0], Unit::Per10k), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        let small = Scale::from_zero([0.35].into_iter(), Unit::Per10k, 5.0, (0.0, 100.0));
        assert_eq!(small.label(small.ticks[1], Unit::Per10k), "0.1");
        assert!((small.at(0.2) - 50.0).abs() < 1e-9);
    }
}
