//! Scales: readable ticks of an axis and readable class limits of a map.
//!
//! Belongs here: turning numbers into positions, ticks and classes. Does not belong here: drawing them.
//!
//! **Invariant:** a position is never a division by zero: where all values are zero, zero stands at the beginning.

use super::style::{ClassMethod, Classes};
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
    /// An axis that holds zero and all `values`, with about `wanted` steps, drawn between two positions.
    pub fn from_zero(values: impl Iterator<Item = f64>, unit: Unit, wanted: f64, (from, to): (f64, f64)) -> Self {
        let (mut low, mut high) = (0.0f64, 0.0f64);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if high <= low {
            high = 1.0;
        }
        let whole = unit.decimals() == 0;
        let (step, decimals) = readable_step((high - low) / wanted, whole);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let steps = (last - first).max(1.0) as u32;
        let ticks: Vec<f64> = (0..=steps).map(|index| (first + f64::from(index)) * step).collect();
        let ends = (first * step, (first + f64::from(steps)) * step);
        Self { ticks, ends, decimals, from, to }
    }

    /// Like [`Scale::from_zero`], but ending at the data and not at the ticks beyond them.
    pub fn within(values: impl Iterator<Item = f64> + Clone, unit: Unit, wanted: f64, positions: (f64, f64)) -> Self {
        let wide = Self::from_zero(values.clone(), unit, wanted, positions);
        let tight = Self::tight(values, positions);
        let (low, high) = tight.ends;
        if high <= low {
            return wide;
        }
        let ticks = wide.ticks.into_iter().filter(|tick| *tick >= low && *tick <= high).collect();
        Self { ticks, decimals: wide.decimals, ..tight }
    }

    /// An axis without ticks, that holds zero and all `values` and nothing beyond.
    pub fn tight(values: impl Iterator<Item = f64>, (from, to): (f64, f64)) -> Self {
        let ends = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (low, high) = values.filter(|value| value.is_finite()).fold((0.0, 0.0), ends);
        Self { ticks: Vec::new(), ends: (low, high), decimals: 0, from, to }
    }

    /// Where a value stands.
    pub fn at(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        if high > low { self.from + (value - low) / (high - low) * (self.to - self.from) } else { self.from }
    }

    /// A tick as printed.
    pub fn label(&self, tick: f64, unit: Unit) -> String {
        let sign = if unit == Unit::Percent { "%" } else { "" };
        format!("{}{sign}", with_decimals(tick, self.decimals))
    }
}

/// 1, 2 or 5 times a power of ten, at least `rough`; with the decimals its multiples need.
fn readable_step(rough: f64, whole: bool) -> (f64, usize) {
    let power = rough.log10().floor().clamp(-12.0, 300.0) as i32;
    let unit = 10f64.powi(power);
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|multiple| multiple * unit).find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * unit);
    if whole && step < 1.0 {
        return (1.0, 0);
    }
    let decimals = usize::try_from(-power).unwrap_or(0);
    (step, if step >= 10.0 * unit { decimals.saturating_sub(1) } else { decimals })
}

/// The limits between classes, ascending: a value belongs to the class below the first limit above it.
///
/// Limits are as round as they can be while every class keeps about as many areas as the method gives it. Equal
/// values stay in one class, so that there may be fewer classes than asked for.
pub(super) fn class_limits(values: &[f64], classes: &Classes) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(low), Some(high)) = (sorted.first().copied(), sorted.last().copied()) else { return Vec::new() };
    let number = classes.number.max(1);
    let share = |index: usize| index as f64 / number as f64;
    let exact = (1..number).map(|index| match classes.method {
        ClassMethod::Quantiles => sorted[(sorted.len() * index / number).min(sorted.len() - 1)],
        ClassMethod::EqualIntervals => low + (high - low) * share(index),
    });
    let mut limits: Vec<f64> = exact.filter(|limit| *limit > low).collect();
    limits.dedup();
    if limits.is_empty() {
        return limits;
    }
    let wanted = members(&sorted, &limits);
    let slack = (sorted.len() / (number * 4)).max(1);
    let mut power = high.abs().max(low.abs()).max(1e-9).log10().floor().clamp(-12.0, 300.0) as i32;
    for _ in 0..4 {
        for step in [5.0, 2.0, 1.0].map(|multiple| multiple * 10f64.powi(power)) {
            let rounded: Vec<f64> = limits.iter().map(|limit| readable(*limit, step)).collect();
            let rising = rounded.windows(2).all(|pair| pair[0] < pair[1]) && rounded.first().is_some_and(|l| *l > low);
            let got = members(&sorted, &rounded);
            let close = got.iter().zip(&wanted).all(|(got, wanted)| got.abs_diff(*wanted) <= slack && *got > 0);
            if rising && close {
                return rounded;
            }
        }
        power -= 1;
    }
    limits
}

/// The class of a value.
pub(super) fn class_of(value: f64, limits: &[f64]) -> usize {
    limits.iter().filter(|limit| value >= **limit).count()
}

/// The nearest multiple of `step`, as the number that prints without a tail of noughts and nines.
fn readable(value: f64, step: f64) -> f64 {
    let multiples = (value / step).round();
    if step >= 1.0 { multiples * step } else { multiples / (1.0 / step).round() }
}

fn members(sorted: &[f64], limits: &[f64]) -> Vec<usize> {
    let mut counts = vec![0; limits.len() + 1];
    sorted.iter().for_each(|value| counts[class_of(*value, limits)] += 1);
    counts
}

/// The range of each class in words: `under 5`, `5 to under 10`, `10 or more`.
pub(super) fn class_labels(limits: &[f64], unit: Unit) -> Vec<String> {
    let distinct = |decimals: usize| {
        let printed: Vec<String> = limits.iter().map(|limit| with_decimals(*limit, decimals)).collect();
        printed.iter().zip(limits).all(|(text, limit)| is_exactly(text, *limit)).then_some(printed)
    };
    let sign = if unit == Unit::Percent { "%" } else { "" };
    let printed = (0..=4).find_map(distinct).unwrap_or_else(|| limits.iter().map(|l| with_decimals(*l, 4)).collect());
    let printed: Vec<String> = printed.into_iter().map(|text| format!("{text}{sign}")).collect();
    let (Some(first), Some(last)) = (printed.first(), printed.last()) else { return vec!["all".to_owned()] };
    let between = printed.windows(2).map(|pair| format!("{} to under {}", pair[0], pair[1]));
    std::iter::once(format!("under {first}")).chain(between).chain([format!("{last} or more")]).collect()
}

fn is_exactly(printed: &str, limit: f64) -> bool {
    let plain = printed.replace(',', "").replace('\u{2212}', "-");
    plain.parse::<f64>().is_ok_and(|value| (value - limit).abs() <= limit.abs() * 1e-9)
}

#[cfg(test)]
mod tests {
    use super::{Scale, class_labels, class_limits, class_of};
    use crate::chart::{ClassMethod, Classes};
    use crate::domain::Unit;

    const QUARTILES: Classes = Classes { number: 4, method: ClassMethod::Quantiles };

    #[test]
    fn ticks_are_readable_and_hold_zero() {
        let ticks = |values: &[f64], unit| Scale::from_zero(values.iter().copied(), unit, 5.0, (0.0, 100.0)).ticks;
        assert_eq!(ticks(&[2_435.0, 17.0], Unit::People), [0.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 2_500.0]);
        assert_eq!(ticks(&[0.0, 0.0], Unit::People), [0.0, 1.0]);
        assert_eq!(ticks(&[], Unit::Per10k).first(), Some(&0.0));
        assert_eq!(ticks(&[-3.0, 4.0], Unit::Per10k), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        let small = Scale::from_zero([0.35].into_iter(), Unit::Per10k, 5.0, (0.0, 100.0));
        assert_eq!(small.label(small.ticks[1], Unit::Per10k), "0.1");
        assert!((small.at(0.2) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn classes_hold_about_as_many_and_print_round() {
        let values: Vec<f64> = (1..=33).map(|n| f64::from(n) * 1.37).collect();
        let limits = class_limits(&values, &QUARTILES);
        assert_eq!(limits.len(), 3);
        for class in 0..4 {
            let members = values.iter().filter(|value| class_of(**value, &limits) == class).count();
            assert!((6..=11).contains(&members), "{members} in class {class} of {limits:?}");
        }
        assert_eq!(
            class_labels(&[5.0, 10.0, 22.5], Unit::Per10k),
            ["under 5.0", "5.0 to under 10.0", "10.0 to under 22.5", "22.5 or more",]
        );
    }

    #[test]
    fn equal_values_share_a_class() {
        assert!(class_limits(&[0.0; 9], &QUARTILES).is_empty());
        assert!(class_limits(&[], &QUARTILES).is_empty());
        assert!(class_limits(&[4.2], &QUARTILES).is_empty());
        assert_eq!(class_limits(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 7.0, 9.0], &QUARTILES).len(), 1);
        assert_eq!(class_labels(&[], Unit::People), ["all"]);
    }
}
