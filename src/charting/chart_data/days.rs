//! Rows and columns: every authority on several days, its categories on one, the categories of one
//! area on several.

use crate::catalogue::Composition;
use crate::chart::{ChartData, MarkLabel, Matrix, MatrixRow};
use crate::charting::chart_data::time;
use crate::charting::subject;
use crate::charting::subject::Subject;
use crate::domain::{AreaCode, AreaLevel, Date, Error, Result, Status, error_codes, long_date};
use crate::figures::Figures;
use crate::indicator::{Key, Values};
use crate::knowledge::categories;
use crate::table::Figure;
use std::num::{NonZeroU8, NonZeroUsize};

/// Every authority on the newest day and as many years before as the chart defines.
pub(crate) fn on_two_days(
    figures: &Figures,
    subject: &Subject<'_>,
    years: NonZeroU8,
) -> Result<(ChartData, Vec<Key>)> {
    let values = figures.values(subject.indicator.id.as_str())?;
    let earlier = subject.day.checked_sub(jiff::Span::new().years(years.get())).ok();
    let of_region = |day: &Date| {
        let key = Key { area: subject.region.code.clone(), end: *day, dims: Vec::new() };
        values.figure(&key).value.is_some()
    };
    let earlier = earlier.filter(of_region).ok_or_else(|| {
        Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
            .found(format!(
                "no figure of {} {years} years before {}",
                subject.region.name,
                long_date(subject.day)
            ))
    })?;
    let (mut data, keys) =
        rows_of_areas(figures, subject, &values, &[earlier, subject.day], long_date)?;
    for row in data.matrix.iter_mut().flat_map(|matrix| &mut matrix.rows) {
        let key = |end| row.code.clone().map(|area| Key { area, end, dims: Vec::new() });
        let pair = key(earlier).zip(key(subject.day));
        let now = pair.and_then(|(then, now)| Some((then, values.get(&now)?)));
        if let (Some((then, now)), Some(first)) = (now, row.figures.first_mut()) {
            // Both ends of a line are of one edition, and counted in the same way.
            *first = match values.value_in_edition_of(now, &then) {
                None => Figure::missing(Status::NotAvailable),
                Some(seen) if !values.are_counted_alike(&then, seen, now) => {
                    Figure::missing(Status::NotApplicable)
                }
                Some(seen) => seen.figure,
            };
        }
    }
    data.caption = format!(
        "{}, {}, {} and {}",
        subject.indicator.title,
        subject.region.name,
        long_date(earlier),
        long_date(subject.day)
    );
    Ok((data, keys))
}

/// Every authority on the last days that the region has figures of.
pub(crate) fn on_days(
    figures: &Figures,
    subject: &Subject<'_>,
    periods: Option<NonZeroUsize>,
) -> Result<(ChartData, Vec<Key>)> {
    let values = figures.values(subject.indicator.id.as_str())?;
    let days = time::last_days(subject, &values, periods);
    let (mut data, keys) = rows_of_areas(figures, subject, &values, &days, short_date)?;
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let (from, to) = (long_date(*first), long_date(*last));
        data.caption =
            format!("{}, {}, {from} to {to}", subject.indicator.title, subject.region.name);
    }
    Ok((data, keys))
}

fn rows_of_areas(
    figures: &Figures,
    subject: &Subject<'_>,
    values: &Values,
    days: &[Date],
    label: fn(Date) -> String,
) -> Result<(ChartData, Vec<Key>)> {
    let mut data = subject::empty_data(subject);
    let (mut rows, mut keys) = (Vec::new(), Vec::new());
    for area in subject::compared_areas(figures, subject)? {
        let key = |end: &Date| Key { area: area.code.clone(), end: *end, dims: Vec::new() };
        let figures = days.iter().map(|day| values.figure(&key(day))).collect();
        rows.push(MatrixRow {
            code: Some(area.code.clone()),
            label: area.name.clone(),
            figures,
            emphasis: false,
        });
        keys.extend(days.iter().map(key));
    }
    let column = |day: &Date| MarkLabel { column: day.to_string(), label: label(*day) };
    let columns = days.iter().map(column).collect();
    data.matrix = Some(Matrix { rows_are: "Area".to_owned(), columns, rows });
    Ok((data, keys))
}

/// The categories of each authority of a region on the newest day, or of one authority on its last
/// days.
pub(crate) fn by_category(
    figures: &Figures,
    subject: &Subject<'_>,
    composition: &Composition,
) -> Result<(ChartData, Vec<Key>)> {
    let values = figures.values(subject.indicator.id.as_str())?;
    let dimensions = categories::dimensions(figures.knowledge(), subject.indicator);
    let mut data = subject::empty_data(subject);
    let mut keys = Vec::new();
    let mut row = |code: Option<&AreaCode>, label: &str, area: &AreaCode, day: Date| {
        let key = |part: &String| Key { area: area.clone(), end: day, dims: vec![part.clone()] };
        let parts: Vec<Key> = composition.parts.iter().map(key).collect();
        let figures: Vec<Figure> = parts.iter().map(|key| values.figure(key)).collect();
        keys.extend(parts);
        MatrixRow { code: code.cloned(), label: label.to_owned(), figures, emphasis: false }
    };
    let (rows_are, rows) = if subject.region.code.level() == AreaLevel::Authority {
        let area = &subject.region.code;
        let mut days: Vec<Date> = values.iter_area(area).map(|(key, _)| key.end).collect();
        days.dedup();
        let kept = composition.periods.map_or(days.len(), NonZeroUsize::get);
        days.drain(..days.len().saturating_sub(kept));
        ("Date", days.into_iter().map(|day| row(None, &long_date(day), area, day)).collect())
    } else {
        let areas = subject::compared_areas(figures, subject)?;
        let of = |area: &&crate::geography::Area| {
            row(Some(&area.code), &area.name, &area.code, subject.day)
        };
        ("Area", areas.iter().map(of).collect::<Vec<MatrixRow>>())
    };
    let column = |part: &String| {
        let key =
            Key { area: subject.region.code.clone(), end: subject.day, dims: vec![part.clone()] };
        MarkLabel {
            column: part.replace('-', "_"),
            label: categories::category(figures.knowledge(), &dimensions, &key),
        }
    };
    let columns = composition.parts.iter().map(column).collect();
    data.matrix = Some(Matrix { rows_are: rows_are.to_owned(), columns, rows });
    Ok((data, keys))
}

/// A day as narrow columns have room for it: `31 Mar 2026`.
fn short_date(day: Date) -> String {
    let long = long_date(day);
    let mut words = long.split(' ').map(str::to_owned).collect::<Vec<String>>();
    words.iter_mut().skip(1).take(1).for_each(|month| month.truncate(3));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::short_date;
    use jiff::civil::date;

    #[test]
    fn months_have_three_letters_in_narrow_columns() {
        assert_eq!(short_date(date(2026, 9, 30)), "30 Sep 2026");
        assert_eq!(short_date(date(2026, 5, 1)), "1 May 2026");
    }
}
