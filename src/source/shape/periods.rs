//! When a figure is from: a column of dates, the title of the sheet, or a control figure.

use super::header::{Found, Header, titles};
use super::recognise::first_date;
use crate::catalogue::{Dataset, Layout, Role};
use crate::domain::{Date, Error, MeasureKind, Period, Result, error_codes, parse_publication_date};
use crate::source::format::{Sheet, Value, address};

/// The day that a whole sheet is as at; `None` when a column of dates says it row by row.
pub(super) fn of_sheet(sheet: &Sheet, header: &Header<'_>, dataset: &Dataset, layout: &Layout) -> Result<Option<Date>> {
    match layout.period.from.as_str() {
        "column" => Ok(None),
        "title" => from_title(sheet, header, layout).map(Some),
        "control" => from_control(sheet, header, dataset).map(Some),
        other => Err(Error::new(error_codes::DEFINITION_WRONG, format!("reading the period of {}", dataset.id))
            .at_key("from")
            .found(format!("{other:?}"))
            .expected("column, title or control")),
    }
}

fn from_title(sheet: &Sheet, header: &Header<'_>, layout: &Layout) -> Result<Date> {
    let words = layout.period.text.as_deref().unwrap_or_default();
    let lines = titles(sheet, header)?;
    let dated = lines.iter().find_map(|line| {
        let rest = line.split_once(words)?.1;
        first_date(rest).or_else(|| mid_year(rest.get(..4)?.parse().ok()?))
    });
    dated.ok_or_else(|| {
        Error::new(error_codes::EDITION_UNCLEAR, "looking for the date in the title")
            .in_sheet(&sheet.name)
            .at_cell("A1")
            .found(format!("{:?}", lines.first().map_or("", String::as_str)))
            .expected(format!("{words:?} and a date or year"))
    })
}

fn from_control(sheet: &Sheet, header: &Header<'_>, dataset: &Dataset) -> Result<Date> {
    let code_column = header.columns.iter().find(|found| found.definition.role == Role::AreaCode);
    let controls = dataset.recognise.iter().flat_map(|recognise| &recognise.control);
    let header_cells = &sheet.rows()[header.row];
    for control in controls {
        let column = header_cells.iter().position(|cell| cell.text().is_some_and(|text| text.trim() == control.header));
        let row = (header.row..sheet.height())
            .find(|row| code_column.is_some_and(|c| sheet.cell(*row, c.index).text() == Some(control.area.as_str())));
        if let (Some(row), Some(column)) = (row, column)
            && super::values::number(sheet.cell(row, column)) == Some(control.value)
            && let Some(day) = parse_publication_date(&control.as_at)
        {
            return Ok(day);
        }
    }
    Err(Error::new(error_codes::EDITION_UNCLEAR, "looking for the figure that tells the edition")
        .in_sheet(&sheet.name)
        .found("a text file without cover or title, whose control figure is that of no known edition")
        .expected("one of the control figures in the dataset's file"))
}

/// When the edition of a text file without a cover was published, as its control figure says.
pub(super) fn published_by_control(dataset: &Dataset, as_at: Date) -> Option<Date> {
    let mut controls = dataset.recognise.iter().flat_map(|recognise| &recognise.control);
    let control = controls.find(|control| parse_publication_date(&control.as_at) == Some(as_at))?;
    parse_publication_date(&control.published)
}

/// The day in a cell of the column of dates. Errors with `F115`.
pub(super) fn of_cell(sheet: &Sheet, row: usize, column: usize) -> Result<Date> {
    let cell = sheet.cell(row, column);
    let day = match cell {
        Value::Date(day) => Some(*day),
        Value::Text(text) => parse_publication_date(text),
        _ => None,
    };
    day.ok_or_else(|| {
        Error::new(error_codes::DATE_UNREADABLE, "reading the date of a row")
            .in_sheet(&sheet.name)
            .at_cell(address(row, column))
            .found(format!("{:?}", cell.to_string()))
            .expected("a day such as 31 Dec 2025")
    })
}

/// The period of one figure: its measure tells stock from flow, its column may be as at another day.
pub(super) fn of_figure(
    found: &Found<'_>,
    kind: MeasureKind,
    sheet_day: Date,
    layout: &Layout,
    published: Option<Date>,
) -> Result<Period> {
    let unclear = |found: String| Error::new(error_codes::EDITION_UNCLEAR, "dating a column").at_key("at").found(found);
    let day = match found.definition.at.as_deref() {
        None => sheet_day,
        Some("mid-year-in-header") => {
            found.year.and_then(mid_year).ok_or_else(|| unclear("a header without a year".to_owned()))?
        }
        Some("latest-mid-year") => {
            published.and_then(latest_mid_year).ok_or_else(|| unclear("no date of publication".to_owned()))?
        }
        Some(date) => parse_publication_date(date).ok_or_else(|| unclear(format!("{date:?}")))?,
    };
    if kind != MeasureKind::Flow {
        return Ok(Period::day(day));
    }
    let start = match layout.period.flows_from.as_deref() {
        Some(date) => parse_publication_date(date),
        None => Date::new(day.year() - 1, day.month(), day.day()).ok().and_then(|d| d.tomorrow().ok()),
    };
    let start = start.ok_or_else(|| unclear(format!("{:?}", layout.period.flows_from)))?;
    Ok(Period { start, end: day })
}

/// 30 June of a year.
pub(super) fn mid_year(year: i16) -> Option<Date> {
    Date::new(year, 6, 30).ok()
}

/// The newest mid-year estimate that was out on a day: the ONS publishes those of June in July of the next year.
fn latest_mid_year(published: Date) -> Option<Date> {
    mid_year(published.year() - if published.month() >= 8 { 1 } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::latest_mid_year;
    use jiff::civil::date;

    #[test]
    fn the_population_in_reg_02_is_the_newest_estimate_out() {
        // Reg_02 as at 31 December 2025, published 26 February 2026, prints London at 9,089,736: mid-2024 (ONS).
        assert_eq!(latest_mid_year(date(2026, 2, 26)), Some(date(2024, 6, 30)));
        assert_eq!(latest_mid_year(date(2026, 8, 27)), Some(date(2025, 6, 30)));
    }
}
