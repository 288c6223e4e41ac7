//! A series: the comparable values of an area over time.

use crate::domain::{AreaCode, Compare};
use crate::indicator::{Key, Value, Values};
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// The series of an area: its values of one length of period, oldest first.
pub(crate) type Series<'v> = Vec<(&'v Key, &'v Value)>;

/// The values of an area in one category, of periods as long as the newest one's. The series starts
/// after the last gap in time or break, since a change across either is not comparable with the
/// others. All values are those of the newest one's edition. A value that this edition does not
/// have and that is not comparable ends the series.
pub(crate) fn series<'v>(values: &'v Values, area: &AreaCode, category: &[String]) -> Series<'v> {
    let all: Series<'_> = values.iter_area(area).filter(|(key, _)| key.dims == category).collect();
    let Some((_, newest)) = all.last() else { return all };
    let length = newest.period;
    let seen = |(key, _): (&'v Key, _)| Some((key, values.value_in_edition_of(newest, key)?));
    let mut alike: Series<'_> = all.iter().rev().map_while(|one| seen(*one)).collect();
    alike.reverse();
    alike.retain(|(_, value)| value.period.is_as_long_as(length));
    let step = |pair: &[(&Key, &Value)]| (pair[1].0.end - pair[0].0.end).get_days();
    let Some(usual) = alike.windows(2).map(step).min() else { return alike };
    let begins_anew = |pair: &[(&Key, &Value)]| {
        f64::from(step(pair)) > USUAL_STEPS * f64::from(usual)
            || !values.are_counted_alike(pair[1].0, pair[0].1, pair[1].1)
    };
    let end_of_others = alike.windows(2).rposition(begins_anew);
    alike[end_of_others.map_or(0, |last| last + 1)..].to_vec()
}

/// Days further apart than this multiple of the shortest step of a series have a gap between them.
const USUAL_STEPS: f64 = 1.5;

/// The number of periods that a trend needs.
const TREND: usize = 4;

/// The direction of a series over its last periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trend {
    /// Every change was a rise.
    Rising,
    /// Every change was a fall.
    Falling,
    /// Nothing changed.
    Level,
    /// The changes went several ways, or may be chance.
    Mixed,
}

impl Trend {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Level => "level",
            Self::Mixed => "mixed",
        }
    }
}

/// The direction of a series over its last periods. `rising` or `falling` when each of the last
/// three changes went that way, and beyond chance where the figures have limits. `level` when none
/// changed, else `mixed`. `None` for a series that is too short or has a figure there that is
/// missing or *at least* so many.
pub(super) fn trend(series: &Series<'_>) -> Option<Trend> {
    let last = &series[series.len().checked_sub(TREND)?..];
    if last.iter().any(|(_, value)| value.figure.is_at_least()) {
        return None;
    }
    let known: Vec<f64> =
        last.iter().map(|(_, value)| value.figure.value).collect::<Option<_>>()?;
    let all = |is: fn(f64, f64) -> bool| known.windows(2).all(|pair| is(pair[0], pair[1]));
    if last.windows(2).any(|pair| is_within_chance(pair[0].1, pair[1].1)) {
        return Some(Trend::Mixed);
    }
    Some(match () {
        () if all(|before, after| after > before) => Trend::Rising,
        () if all(|before, after| after < before) => Trend::Falling,
        () if all(|before, after| after.compare(&before).is_eq()) => Trend::Level,
        () => Trend::Mixed,
    })
}

/// True for two figures with 95% limits whose difference may be due to chance: at most 1.96 of its
/// standard errors. The two are treated as independent.
pub(super) fn is_within_chance(before: &Value, after: &Value) -> bool {
    let half = |value: &Value| value.interval.map(|limits| (limits.upper - limits.lower) / 2.0);
    match (before.figure.value.zip(half(before)), after.figure.value.zip(half(after))) {
        (Some((a, of_a)), Some((b, of_b))) => (b - a).abs() <= of_a.hypot(of_b),
        _ => false,
    }
}

/// The last figures of a series, oldest first.
pub(super) fn recent<'s>(series: &'s Series<'_>) -> impl Iterator<Item = Figure> + 's {
    const RECENT: usize = 8;
    series[series.len().saturating_sub(RECENT)..].iter().map(|(_, value)| value.figure)
}

#[cfg(test)]
mod tests {
    use super::{Trend, series, trend};
    use crate::domain::{AreaCode, Period};
    use crate::indicator::{Key, Origin, Value, Values};
    use crate::table::Figure;
    use jiff::civil::date;

    fn trend_of(figures: &[f64]) -> Option<Trend> {
        let mut values = Values::new(Vec::new());
        let area = AreaCode::united_kingdom();
        for (year, figure) in (2015_i16..).zip(figures) {
            let end = date(year, 3, 31);
            let value =
                Value::of(Period::day(end), Figure::of(*figure), Origin::Computed(Vec::new()));
            values.insert(Key { area: area.clone(), end, dims: Vec::new() }, value);
        }
        trend(&series(&values, &area, &[]))
    }

    #[test]
    fn a_trend_needs_three_changes_that_go_one_way() {
        assert_eq!(trend_of(&[9.0, 1.0, 2.0, 3.0, 4.0]), Some(Trend::Rising));
        assert_eq!(trend_of(&[4.0, 3.0, 2.0, 1.0]), Some(Trend::Falling));
        assert_eq!(trend_of(&[4.0, 3.0, 2.0, 2.0]), Some(Trend::Mixed));
        assert_eq!(trend_of(&[2.0, 2.0, 2.0, 2.0]), Some(Trend::Level));
        assert_eq!(trend_of(&[1.0, 2.0, 3.0]), None);
    }
}
