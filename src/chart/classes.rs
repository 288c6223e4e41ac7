//! Classes of maps and heat maps: which values have one colour, and what the legend calls them.
//!
//! Belongs here: dividing values into classes, naming and counting them. Does not belong here:
//! drawing them (`legend`).
//!
//! **Invariant:** no class is empty, and equal values are in one class.

use super::style::{ClassMethod, Classes};
use super::{Colour, Style, format};
use crate::domain::{Compare, Unit, counted, with_decimals};

/// How values are divided into classes.
///
/// Where several values share the minimum, they are a class of their own, and the others are
/// divided among themselves. With quantiles the highest class has about as many values as it would
/// without them: a quarter of all values with four classes. The same applies to the classes below
/// it. A remainder of less than half a class joins the lowest class of the others. Limits are as
/// round as they can be while every class keeps about as many values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classification {
    /// The lowest value, where it is a class of its own.
    alone: Option<f64>,
    /// The minimum and maximum of the other values, or of all where no value has a class of its
    /// own.
    others: (f64, f64),
    /// Where each class but the lowest begins, ascending.
    limits: Vec<f64>,
    /// How many values each class has.
    members: Vec<usize>,
}

impl Classification {
    /// Divides the finite ones of `values`; no class of none.
    pub fn of(values: impl Iterator<Item = f64>, settings: &Classes) -> Self {
        let number = settings.number.max(1);
        let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::compare);
        let (Some(low), Some(high)) = (sorted.first().copied(), sorted.last().copied()) else {
            return Self {
                alone: None,
                others: (0.0, 0.0),
                limits: Vec::new(),
                members: Vec::new(),
            };
        };
        let tied = sorted.iter().take_while(|value| !is_below(low, **value)).count();
        let alone = number > 1 && tied > 1 && tied < sorted.len();
        let (others, classes) =
            if alone { (&sorted[tied..], number - 1) } else { (sorted.as_slice(), number) };
        let places = match settings.method {
            ClassMethod::Quantiles => {
                let part =
                    (sorted.len() as f64 / number as f64).max(others.len() as f64 / classes as f64);
                quantiles(others.len(), part)
            }
            ClassMethod::EqualIntervals => equal_intervals(others, classes),
        };
        let mut limits = round_limits(others, &places, others.len() / (number * 4));
        if alone {
            limits.insert(0, others[0]);
        }
        let mut members = vec![0; limits.len() + 1];
        sorted.iter().for_each(|value| members[class_of(*value, &limits)] += 1);
        Self { alone: alone.then_some(low), others: (others[0], high), limits, members }
    }

    /// How many classes there are.
    pub fn number(&self) -> usize {
        self.members.len()
    }

    /// The colour of a value.
    pub fn colour(&self, value: f64, style: &Style) -> Colour {
        self.colour_of_class(class_of(value, &self.limits), style)
    }

    /// The colour of a class. Fewer classes than colours use more distant colours, but avoid the
    /// last, on which outlines are least visible.
    pub fn colour_of_class(&self, class: usize, style: &Style) -> Colour {
        let (colours, steps) = (style.sequential.len(), self.number().saturating_sub(1).max(1));
        let last = if steps + 1 < colours { colours.saturating_sub(2) } else { colours - 1 };
        style.sequential[(class * last).div_ceil(steps)]
    }

    /// One entry for each class, such as `5 to under 10 (8 areas)`.
    pub fn entries(&self, unit: Unit, one: &str, many: &str) -> Vec<String> {
        let labels = self.labels(unit).into_iter().zip(&self.members);
        labels
            .map(|(label, members)| format!("{label} ({})", counted(*members, one, many)))
            .collect()
    }

    /// The range of each class as text: `0`, `over 0 to under 5`, `5 to under 10`, `10 or more`.
    fn labels(&self, unit: Unit) -> Vec<String> {
        if self.members.is_empty() {
            return Vec::new();
        }
        let rounded = &self.limits[usize::from(self.alone.is_some())..];
        let (decimals, limits) = printed(rounded, unit);
        let (Some(first), Some(last)) = (limits.first(), limits.last()) else {
            return self.labels_without_limits(unit);
        };
        let alone = self.alone.map(|value| match in_unit(value, decimals, unit) {
            text if is_exactly(&text, value) => text,
            _ => format::number(value, unit),
        });
        let lowest = match &alone {
            Some(alone) => format!("over {alone} to under {first}"),
            None => format!("under {first}"),
        };
        let between = limits.windows(2).map(|pair| format!("{} to under {}", pair[0], pair[1]));
        let others = std::iter::once(lowest).chain(between).chain([format!("{last} or more")]);
        alone.into_iter().chain(others).collect()
    }

    /// The same where all values but the lowest are one class. Two classes that would have one name
    /// are printed with more decimals.
    fn labels_without_limits(&self, unit: Unit) -> Vec<String> {
        let values: Vec<f64> =
            self.alone.into_iter().chain([self.others.0, self.others.1]).collect();
        let mut texts: Vec<String> =
            values.iter().map(|value| format::number(*value, unit)).collect();
        if self.alone.is_some() && texts[0] == texts[1] {
            texts = printed(&values, unit).1;
        }
        let range = texts.split_off(texts.len() - 2);
        texts.push(if range[0] == range[1] { range[0].clone() } else { range.join(" to ") });
        texts
    }
}

/// The class of a value, 0 the lowest: it belongs to the class below the first limit above it.
fn class_of(value: f64, limits: &[f64]) -> usize {
    limits.iter().filter(|limit| value >= **limit).count()
}

/// True where `upper` is larger by more than an error of calculation.
fn is_below(lower: f64, upper: f64) -> bool {
    upper - lower > 1e-9 * upper.abs().max(lower.abs())
}

/// Before which of `number` sorted values a class begins: counted from the highest, each class has
/// `part` of them.
fn quantiles(number: usize, part: f64) -> Vec<usize> {
    let number = number as f64;
    let classes = (number / part).round() as usize;
    (1..classes).rev().map(|above| (number - part * above as f64).round() as usize).collect()
}

/// Before which of the sorted values a class of equal width begins.
fn equal_intervals(sorted: &[f64], classes: usize) -> Vec<usize> {
    let (Some(low), Some(high)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let limit = |class: usize| low + (high - low) * class as f64 / classes as f64;
    (1..classes)
        .map(|class| sorted.partition_point(|value| is_below(*value, limit(class))))
        .collect()
}

/// The limits at places among sorted values, moved off values that are equal and, by up to `slack`
/// values, to rounder numbers.
fn round_limits(sorted: &[f64], places: &[usize], slack: usize) -> Vec<f64> {
    let gaps: Vec<usize> =
        (1..sorted.len()).filter(|at| is_below(sorted[at - 1], sorted[*at])).collect();
    let largest = sorted.iter().fold(1e-9f64, |largest, value| largest.max(value.abs()));
    let mut limits: Vec<f64> = places
        .iter()
        .filter_map(|place| {
            let nearest = *gaps.iter().min_by_key(|gap| gap.abs_diff(*place))?;
            let mut near: Vec<usize> =
                gaps.iter().copied().filter(|gap| gap.abs_diff(nearest) <= slack).collect();
            near.sort_by_key(|gap| gap.abs_diff(nearest));
            let roundest = |step: f64| {
                near.iter().find_map(|gap| multiple_between(sorted[gap - 1], sorted[*gap], step))
            };
            Some(steps_below(largest).find_map(roundest).unwrap_or(sorted[nearest]))
        })
        .collect();
    limits.sort_by(f64::compare);
    limits.dedup();
    limits
}

/// 5, 2 and 1 times falling powers of ten, from about the size of `largest`.
fn steps_below(largest: f64) -> impl Iterator<Item = f64> {
    let power = largest.log10().floor().clamp(-9.0, 300.0) as i32;
    (0..10)
        .flat_map(move |down| [5.0, 2.0, 1.0].map(|multiple| multiple * 10f64.powi(power - down)))
}

/// The highest multiple of `step` above one number and not above another, as the number that prints
/// without a tail of noughts and nines.
fn multiple_between(below: f64, from: f64, step: f64) -> Option<f64> {
    let multiples = (from / step + 1e-9).floor();
    let number =
        if step >= 1.0 { multiples * step } else { multiples / (1.0 / step).round() } + 0.0;
    (is_below(below, number) && number <= from).then_some(number)
}

fn in_unit(number: f64, decimals: usize, unit: Unit) -> String {
    let sign = if unit == Unit::Percent { "%" } else { "" };
    format!("{}{sign}", with_decimals(number, decimals))
}

/// Limits with as many decimals as they need.
fn printed(limits: &[f64], unit: Unit) -> (usize, Vec<String>) {
    const MAX_DECIMALS: usize = 9;
    let exact = |decimals: &usize| {
        limits.iter().all(|limit| is_exactly(&with_decimals(*limit, *decimals), *limit))
    };
    let decimals = (0..MAX_DECIMALS).find(exact).unwrap_or(MAX_DECIMALS);
    (decimals, limits.iter().map(|limit| in_unit(*limit, decimals, unit)).collect())
}

fn is_exactly(printed: &str, number: f64) -> bool {
    let plain = printed.replace([',', '%'], "").replace('\u{2212}', "-");
    plain.parse::<f64>().is_ok_and(|value| (value - number).abs() <= number.abs() * 1e-9)
}

#[cfg(test)]
mod tests {
    use super::{Classification, class_of, is_below};
    use crate::chart::{ClassMethod, Classes, style::house};
    use crate::domain::Unit;
    use proptest::prelude::*;

    const QUARTILES: Classes = Classes { number: 4, method: ClassMethod::Quantiles };

    fn of(values: &[f64]) -> Classification {
        Classification::of(values.iter().copied(), &QUARTILES)
    }

    fn entries(values: &[f64]) -> Vec<String> {
        of(values).entries(Unit::People, "area", "areas")
    }

    fn with_noughts(noughts: usize, others: impl IntoIterator<Item = f64>) -> Vec<f64> {
        std::iter::repeat_n(0.0, noughts).chain(others).collect()
    }

    #[test]
    fn tied_lowest_values_are_a_class_of_their_own() {
        assert_eq!(entries(&with_noughts(7, [7.0, 9.0])), ["0 (7 areas)", "7 to 9 (2 areas)"]);
        let few = with_noughts(28, [1.0, 2.0, 5.0, 9.0, 400.0]);
        assert_eq!(entries(&few), ["0 (28 areas)", "1 to 400 (5 areas)"]);
        let more = with_noughts(20, (1..=12).map(f64::from).chain([400.0]));
        assert_eq!(
            entries(&more),
            ["0 (20 areas)", "over 0 to under 6 (5 areas)", "6 or more (8 areas)"]
        );
        let others = with_noughts(3, (1..=30).map(f64::from));
        assert_eq!(
            entries(&others),
            [
                "0 (3 areas)",
                "over 0 to under 10 (9 areas)",
                "10 to under 20 (10 areas)",
                "20 or more (11 areas)"
            ]
        );
        let rates: Vec<f64> = with_noughts(6, [0.4, 0.4, 2.5]);
        assert_eq!(
            of(&rates).entries(Unit::Per10k, "area", "areas"),
            ["0.0 (6 areas)", "0.4 to 2.5 (3 areas)"]
        );
        assert_eq!(
            of(&[0.001, 0.001, 0.002]).labels(Unit::Per10k),
            ["0.001", "0.002"],
            "both are <0.1 as usual"
        );
    }

    #[test]
    fn noughts_of_either_sign_and_errors_of_calculation_are_tied() {
        assert_eq!(entries(&[0.0, -0.0, 0.0, -0.0, 0.0, 9.0, 9.0]), ["0 (5 areas)", "9 (2 areas)"]);
        assert_eq!(of(&[0.1 + 0.2, 0.3, 0.5]).members, [2, 1]);
    }

    #[test]
    fn classes_hold_about_as_many_and_print_round() {
        let values: Vec<f64> = (1..=33).map(|n| f64::from(n) * 1.37).collect();
        let found = of(&values);
        assert!(found.members.iter().all(|members| (6..=11).contains(members)), "{found:?}");
        assert_eq!(
            found.entries(Unit::Per10k, "area", "areas"),
            [
                "under 10 (7 areas)",
                "10 to under 25 (11 areas)",
                "25 to under 35 (7 areas)",
                "35 or more (8 areas)"
            ]
        );
        let halves: Vec<f64> = (1..=8).map(|n| f64::from(n) / 2.0).collect();
        assert_eq!(
            of(&halves).entries(Unit::Percent, "figure", "figures"),
            [
                "under 1.5% (2 figures)",
                "1.5% to under 2.5% (2 figures)",
                "2.5% to under 3.5% (2 figures)",
                "3.5% or more (2 figures)"
            ]
        );
    }

    #[test]
    fn equal_values_share_a_class() {
        assert_eq!(entries(&[0.0; 9]), ["0 (9 areas)"]);
        assert_eq!(entries(&[]), Vec::<String>::new());
        assert_eq!(entries(&[4.0]), ["4 (1 area)"]);
        let one = Classes { number: 1, method: ClassMethod::Quantiles };
        let found = Classification::of([0.0, 0.0, 3.0].into_iter(), &one);
        assert_eq!(found.entries(Unit::People, "area", "areas"), ["0 to 3 (3 areas)"]);
    }

    #[test]
    fn few_classes_have_colours_further_apart() {
        let style = house();
        let colours = |values: &[f64]| -> Vec<usize> {
            let found = of(values);
            let at = |class| {
                style.sequential.iter().position(|one| *one == found.colour_of_class(class, &style))
            };
            (0..found.number()).filter_map(at).collect()
        };
        assert_eq!(colours(&[5.0]), [0]);
        assert_eq!(colours(&with_noughts(7, [7.0, 9.0])), [0, 2]);
        assert_eq!(colours(&with_noughts(20, (1..=13).map(f64::from))), [0, 1, 2]);
        assert_eq!(colours(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]), [0, 1, 2, 3]);
    }

    /// Values of which many are equal, at the bottom, in the middle and at the top, of any size and
    /// sign.
    fn tied_values() -> impl Strategy<Value = Vec<f64>> {
        let runs = prop::collection::vec((-3i32..30, 1usize..20), 1..12);
        let single = prop::collection::vec(-50i32..4_000, 0..40);
        let divisor = prop::sample::select(vec![1.0, 3.0, 7.0, 1_000.0, 0.001]);
        (runs, single, divisor).prop_map(|(runs, single, divisor)| {
            let tied =
                runs.into_iter().flat_map(|(value, times)| std::iter::repeat_n(value, times));
            tied.chain(single).map(|value| f64::from(value) / divisor).collect()
        })
    }

    proptest! {
        #[test]
        fn no_class_is_empty_or_splits_equals_and_tied_lowest_values_are_alone(
            values in tied_values(), number in 1usize..6, equal in any::<bool>(),
        ) {
            let method = if equal { ClassMethod::EqualIntervals } else { ClassMethod::Quantiles };
            let found = Classification::of(values.iter().copied(), &Classes { number, method });
            prop_assert!(found.members.iter().all(|members| *members > 0), "{found:?}");
            prop_assert_eq!(found.members.iter().sum::<usize>(), values.len());
            prop_assert!(found.number() <= number);
            for (one, other) in values.iter().zip(&values[1..]) {
                prop_assert!(one != other || class_of(*one, &found.limits) == class_of(*other, &found.limits));
            }
            let low = values.iter().copied().fold(f64::MAX, f64::min);
            let (tied, above): (Vec<f64>, Vec<f64>) = values.iter().partition(|value| !is_below(low, **value));
            if number > 1 && tied.len() > 1 && !above.is_empty() {
                prop_assert!(above.iter().all(|value| class_of(*value, &found.limits) > 0), "{found:?}");
                prop_assert_eq!(found.members[0], tied.len());
            }
            let labels = found.labels(Unit::Per10k);
            let distinct: std::collections::BTreeSet<&String> = labels.iter().collect();
            prop_assert_eq!(distinct.len(), found.number(), "{:?}", labels);
        }

        #[test]
        fn values_without_ties_fall_into_classes_of_about_a_quarter(steps in prop::collection::vec(1u32..500, 12..80)) {
            let values: Vec<f64> = steps.iter().scan(0.0, |sum, step| { *sum += f64::from(*step); Some(*sum) }).collect();
            let quarter = values.len() as f64 / 4.0;
            let found = of(&values);
            prop_assert_eq!(found.number(), 4);
            for members in &found.members {
                prop_assert!((*members as f64 - quarter).abs() <= 1.0 + quarter / 2.0, "{found:?}");
            }
        }
    }
}
