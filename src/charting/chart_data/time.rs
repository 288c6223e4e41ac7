//! Figures over time: of one area as a line, of every authority as a small one.

use crate::chart::{BreakMark, ChartData, Item, PolicyMark, Series};
use crate::charting::chart_data::areas;
use crate::charting::subject;
use crate::charting::subject::Subject;
use crate::domain::{Date, Error, Period, Result, Status, error_codes, long_date};
use crate::figures::Figures;
use crate::indicator::{Key, Values};
use crate::table::Figure;
use std::num::NonZeroUsize;

/// The region's figures on every day there are any.
pub(crate) fn over_time(figures: &Figures, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
    let values: std::sync::Arc<Values> = figures.values(subject.indicator.id.as_str())?;
    let mut data = subject::empty_data(subject);
    let of_region =
        || values.iter().filter(|(key, _)| key.area == subject.region.code && key.dims.is_empty());
    let points = with_gaps(of_region().map(|(_, value)| (value.period, value.figure)));
    let keys = of_region().map(|(key, _)| key.clone()).collect();
    let first = points.first().map(|(day, _)| *day);
    if points.iter().filter(|(_, figure)| figure.value.is_some()).count() < 2 {
        return Err(Error::new(
            error_codes::NO_DATA,
            format!("drawing the chart {}", subject.definition.id),
        )
        .found("figures of fewer than two days"));
    }
    if let Some(first) = first {
        let (from, to) = (long_date(first), long_date(subject.day));
        data.caption =
            format!("{}, {}, {from} to {to}", subject.indicator.title, subject.region.name);
    }
    data.series.push(Series { label: subject.region.name.clone(), points });
    mark_days(figures, subject, &values, first, &mut data);
    mark_editions(&values, subject, first, &mut data);
    Ok((data, keys))
}

/// Breaks in the series and policies that begin after its first day.
pub(crate) fn mark_days(
    figures: &Figures,
    subject: &Subject<'_>,
    values: &Values,
    first: Option<Date>,
    data: &mut ChartData,
) {
    for one in values
        .breaks_of(&subject.region.code, &[])
        .filter(|one| first.is_some_and(|first| one.date > first))
    {
        data.breaks.push(BreakMark { date: one.date, until: one.until, label: one.label.clone() });
    }
    for policy in figures.catalogue().calendar.policies_of(&subject.indicator.id) {
        // A policy that begins after the last figure is listed below the table, because later
        // figures will show it.
        if first.is_some_and(|first| policy.date > first) {
            data.policies.push(PolicyMark {
                date: policy.date,
                label: policy.label.clone(),
                note: policy.note.clone(),
            });
        }
    }
}

/// Every authority's figures on the last days that the region has any, each in its place.
pub(crate) fn histories(
    figures: &Figures,
    subject: &Subject<'_>,
    periods: Option<NonZeroUsize>,
) -> Result<(ChartData, Vec<Key>)> {
    let values = figures.values(subject.indicator.id.as_str())?;
    let days = last_days(subject, &values, periods);
    let mut data = subject::empty_data(subject);
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let (from, to) = (long_date(*first), long_date(*last));
        data.caption =
            format!("{}, {}, {from} to {to}", subject.indicator.title, subject.region.name);
    }
    let mut keys = Vec::new();
    for area in subject::compared_areas(figures, subject)? {
        let key = |end: Date| Key { area: area.code.clone(), end, dims: Vec::new() };
        let history = days.iter().map(|day| (*day, values.figure(&key(*day)))).collect();
        let item = Item::of(area.code.clone(), &area.name, values.figure(&key(subject.day)));
        data.items.push(Item { history, ..item });
        keys.extend(days.iter().map(|day| key(*day)));
    }
    mark_days(figures, subject, &values, days.first().copied(), &mut data);
    mark_editions(&values, subject, days.first().copied(), &mut data);
    areas::place_areas(figures, subject, &mut data);
    Ok((data, keys))
}

/// The last days for which the region has figures of periods as long as the newest, as many as the
/// chart has periods.
pub(crate) fn last_days(
    subject: &Subject<'_>,
    values: &Values,
    last: Option<NonZeroUsize>,
) -> Vec<Date> {
    let of_region = values.iter_area(&subject.region.code).filter(|(key, _)| key.dims.is_empty());
    let periods: Vec<Period> = of_region.map(|(_, value)| value.period).collect();
    let newest = periods.iter().copied().rfind(|period| period.end == subject.day);
    let alike = periods
        .into_iter()
        .filter(|period| newest.is_some_and(|newest| period.is_as_long_as(newest)));
    let mut days: Vec<Date> =
        alike.map(|period| period.end).filter(|end| *end <= subject.day).collect();
    let kept = last.map_or(days.len(), NonZeroUsize::get);
    days.drain(..days.len().saturating_sub(kept));
    days
}

/// Marks the days after the first on which the region's series changes to an edition that is not
/// comparable with the one before.
fn mark_editions(
    values: &Values,
    subject: &Subject<'_>,
    first: Option<Date>,
    data: &mut ChartData,
) {
    let changes = values.changes_of_edition(&subject.region.code).into_iter();
    let inside = changes.filter(|(before, _)| first.is_some_and(|first| *before >= first));
    let mark = |(_, date)| BreakMark { date, until: None, label: "Another edition".to_owned() };
    data.breaks.extend(inside.map(mark));
    data.breaks.sort_by_key(|mark| mark.date);
}

/// Figures by the last day of their period. For a flow, each period between two others without a
/// stored edition is *not available*, so that no line bridges a gap.
pub(super) fn with_gaps(figures: impl Iterator<Item = (Period, Figure)>) -> Vec<(Date, Figure)> {
    let mut points: Vec<(Date, Figure)> = Vec::new();
    let mut before: Option<Period> = None;
    for (period, figure) in figures {
        let mut last = before.filter(|_| !period.is_day());
        while let Some(gap) = last.and_then(next_months).filter(|gap| gap.end < period.start) {
            points.push((gap.end, Figure::missing(Status::NotAvailable)));
            last = Some(gap);
        }
        points.push((period.end, figure));
        before = Some(period);
    }
    points
}

/// The next period, with as many months as one of whole months.
fn next_months(period: Period) -> Option<Period> {
    let start = period.end.tomorrow().ok()?;
    let whole = period.start.day() == 1 && start.day() == 1;
    let months = period.start.until((jiff::Unit::Month, start)).ok()?.get_months();
    let end =
        start.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?.yesterday().ok()?;
    (whole && months > 0).then_some(Period { start, end })
}

#[cfg(test)]
mod tests {
    use super::with_gaps;
    use crate::domain::{Date, Period};
    use crate::table::Figure;
    use jiff::civil::date;

    fn days(periods: &[(Date, Date)]) -> Vec<(Date, Option<f64>)> {
        let figures = periods
            .iter()
            .map(|(start, end)| (Period { start: *start, end: *end }, Figure::of(7.0)));
        with_gaps(figures).into_iter().map(|(day, figure)| (day, figure.value)).collect()
    }

    #[test]
    fn quarters_that_no_edition_has_are_gaps_and_days_are_not() {
        let quarters =
            [(date(2024, 4, 1), date(2024, 6, 30)), (date(2025, 1, 1), date(2025, 3, 31))];
        let (seen, gap) = (Some(7.0), None);
        let expected = [
            (date(2024, 6, 30), seen),
            (date(2024, 9, 30), gap),
            (date(2024, 12, 31), gap),
            (date(2025, 3, 31), seen),
        ];
        assert_eq!(days(&quarters), expected);
        let stocks =
            [(date(2024, 6, 30), date(2024, 6, 30)), (date(2025, 3, 31), date(2025, 3, 31))];
        assert_eq!(days(&stocks).len(), 2);
        let weeks = [(date(2024, 4, 1), date(2024, 4, 7)), (date(2024, 4, 15), date(2024, 4, 21))];
        assert_eq!(days(&weeks).len(), 2, "periods that are not whole months");
        let years = [(date(2021, 7, 1), date(2022, 6, 30)), (date(2023, 7, 1), date(2024, 6, 30))];
        assert_eq!(days(&years)[1], (date(2023, 6, 30), gap));
        let rolling =
            [(date(2021, 7, 1), date(2022, 6, 30)), (date(2021, 10, 1), date(2022, 9, 30))];
        assert_eq!(days(&rolling).len(), 2, "years that overlap");
    }
}
