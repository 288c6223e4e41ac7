//! A series and its projection from the past: a random walk with drift from its last gap, break or
//! change of edition.

use crate::chart::{ChartData, Fan, FanPoint};
use crate::charting::chart_data::time;
use crate::charting::subject::Subject;
use crate::demography::continuation::{LEAST_FIGURES, LEVELS, random_walk_with_drift};
use crate::domain::{Date, Error, Result, error_codes, long_date};
use crate::figures::Figures;
use crate::figures::series::series;
use crate::indicator::Key;
use std::num::NonZeroUsize;

/// The area's figures over time, continued from the comparable ones.
pub(crate) fn continued(
    figures: &Figures,
    subject: &Subject<'_>,
    steps: NonZeroUsize,
) -> Result<(ChartData, Vec<Key>)> {
    let (mut data, keys) = time::over_time(figures, subject)?;
    let values = figures.values(subject.indicator.id.as_str())?;
    let series = series(&values, &subject.region.code, &[]);
    let known: Vec<(Date, f64)> =
        series.iter().map_while(|(key, value)| Some((key.end, value.figure.value?))).collect();
    let figures: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    let ahead =
        random_walk_with_drift(&figures, steps.get()).filter(|_| known.len() == series.len());
    let (Some(ahead), Some((first, _)), Some((last, _))) = (ahead, known.first(), known.last())
    else {
        return Err(Error::new(
            error_codes::NO_DATA,
            format!("drawing the chart {}", subject.definition.id),
        )
        .found(format!(
            "{} figures of {} since the last gap, break or change of edition",
            known.len(),
            subject.region.name
        ))
        .expected(format!("{LEAST_FIGURES} or more, none of them missing")));
    };
    // A count cannot be less than zero, so its ranges end there.
    let least = if subject.indicator.unit.adds_up() && figures.iter().all(|value| *value >= 0.0) {
        0.0
    } else {
        f64::MIN
    };
    let mut points = Vec::with_capacity(ahead.len());
    for (index, step) in (1i64..).zip(&ahead) {
        let Some(date) =
            later(*last, &series.iter().map(|(key, _)| key.end).collect::<Vec<_>>(), index)
        else {
            break;
        };
        let ends =
            LEVELS.map(|(_, z)| step.range(z)).map(|(low, high)| (low.max(least), high.max(least)));
        points.push(FanPoint { date, central: step.central.max(least), limits: ends.to_vec() });
    }
    data.fan = Some(Fan {
        levels: LEVELS.map(|(level, _)| level.to_owned()).to_vec(),
        note: format!(
            "The mean change from {} to {} goes on, and changes differ from it as they did then \
             (random walk with drift). It is the past continued and not a forecast.",
            long_date(*first),
            long_date(*last)
        ),
        points,
    });
    Ok((data, keys))
}

/// A number of periods after the last day: whole months where the earlier days are month ends whole
/// months apart, else days.
fn later(last: Date, days: &[Date], steps: i64) -> Option<Date> {
    let before = days.iter().rev().nth(1)?;
    let is_end = |day: Date| day.last_of_month() == day;
    if is_end(last) && is_end(*before) {
        let months = before
            .first_of_month()
            .until((jiff::Unit::Month, last.first_of_month()))
            .ok()?
            .get_months();
        let span = jiff::Span::new().try_months(i64::from(months) * steps).ok()?;
        return Some(last.first_of_month().checked_add(span).ok()?.last_of_month());
    }
    let gap = (last - *before).get_days();
    last.checked_add(jiff::Span::new().try_days(i64::from(gap) * steps).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::later;
    use jiff::civil::date;

    #[test]
    fn periods_end_with_months_where_those_before_did() {
        let years = [date(2023, 6, 30), date(2024, 6, 30)];
        assert_eq!(later(years[1], &years, 2), Some(date(2026, 6, 30)));
        let quarters = [date(2025, 12, 31), date(2026, 3, 31)];
        assert_eq!(later(quarters[1], &quarters, 1), Some(date(2026, 6, 30)));
        assert_eq!(later(quarters[1], &quarters, 3), Some(date(2026, 12, 31)));
        let weeks = [date(2026, 3, 8), date(2026, 3, 15)];
        assert_eq!(later(weeks[1], &weeks, 2), Some(date(2026, 3, 29)));
        assert_eq!(later(weeks[1], &weeks[1..], 1), None);
    }
}
