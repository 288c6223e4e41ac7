//! The period of a figure: from a column, the title of the sheet, the header, the layout itself, or
//! a control figure.

use super::header::{Found, Header, titles};
use super::pattern;
use crate::catalogue::{
    ColumnDay, Dataset, FlowLength, Frequency, Layout, PeriodFrom, PeriodRule, Role,
};
use crate::domain::{
    Date, Error, MeasureKind, Period, PrintedPeriod, Result, error_codes, find_printed_period,
    first_of_year_ending, parse_printed_period, quarter_ending,
};
use crate::source::format::{Sheet, Value, address};

/// The period of an entire sheet; `None` when rows or columns have dates of their own.
pub(super) fn of_sheet(
    sheet: &Sheet,
    header: &Header<'_>,
    dataset: &Dataset,
    layout: &Layout,
) -> Result<Option<PrintedPeriod>> {
    let rule = &layout.period;
    match (rule.from, &rule.column) {
        (PeriodFrom::Column, _) | (PeriodFrom::Header, None) => Ok(None),
        (PeriodFrom::Title, _) => from_title(sheet, header, rule).map(Some),
        (PeriodFrom::Header, Some(column)) => {
            match header.column(column).map(|found| of_header(found, rule)).transpose()?.flatten() {
                Some(period) => Ok(Some(period)),
                None => Err(unclear(format!("no year or period in the header of column {column}"))),
            }
        }
        (PeriodFrom::Fixed, _) => {
            rule.is.map(Some).ok_or_else(|| unclear("no period of the layout".to_owned()))
        }
        (PeriodFrom::Control, _) => {
            from_control(sheet, header, dataset).map(|day| Some((Period::day(day), None)))
        }
    }
}

fn unclear(found: String) -> Error {
    Error::new(error_codes::EDITION_UNCLEAR, "dating a table").at_key("period").found(found)
}

fn from_title(sheet: &Sheet, header: &Header<'_>, rule: &PeriodRule) -> Result<PrintedPeriod> {
    let words = rule.text.as_deref().unwrap_or_default().to_lowercase();
    let lines = titles(sheet, header);
    let dated = lines.iter().find_map(|line| {
        let line = line.to_lowercase();
        find_printed_period(&line[line.find(&words)?..])
    });
    let dated = dated.ok_or_else(|| {
        Error::new(error_codes::EDITION_UNCLEAR, "looking for the date in the title")
            .in_sheet(&sheet.name)
            .at_cell("A1")
            .found(format!("{:?}", lines.first().map_or("", String::as_str)))
            .expected(format!("{words:?} and a date or period"))
    })?;
    ending(dated, rule)
}

/// The year or period in a column's header; `None` when the header has neither.
fn of_header(found: &Found<'_>, rule: &PeriodRule) -> Result<Option<PrintedPeriod>> {
    match (found.captured.year, found.captured.period, found.definition.at) {
        (_, Some(period), _) => ending(period, rule).map(Some),
        (Some(_), None, Some(ColumnDay::Fixed(day))) => Ok(Some((Period::day(day), None))),
        (Some(year), None, Some(ColumnDay::OfYear(day))) => match day.in_year(year) {
            Some(day) => Ok(Some((Period::day(day), None))),
            None => Err(unclear(format!("the year {year}"))),
        },
        (Some(year), None, None) => match parse_printed_period(&year.to_string()) {
            Some(period) => ending(period, rule).map(Some),
            None => Err(unclear(format!("the year {year}"))),
        },
        (None, None, _) => Ok(None),
    }
}

/// A printed year, of the calendar or from April, as the year that the rule defines.
fn ending((period, status): PrintedPeriod, rule: &PeriodRule) -> Result<PrintedPeriod> {
    let Some(ends) = rule.year_ends else { return Ok((period, status)) };
    let begins = (period.start.month(), period.start.day());
    let is_year = first_of_year_ending(period.end) == Some(period.start)
        && [(1, 1), (4, 1)].contains(&begins);
    if !is_year {
        return Ok((period, status));
    }
    let end = ends.in_year(period.end.year());
    let (end, start) = (end, end.and_then(first_of_year_ending));
    match (start, end) {
        (Some(start), Some(end)) => Ok((Period { start, end }, status)),
        _ => Err(unclear(format!("the year {}", period.end.year()))),
    }
}

fn from_control(sheet: &Sheet, header: &Header<'_>, dataset: &Dataset) -> Result<Date> {
    let areas = || header.of(Role::AreaCode).chain(header.of(Role::AreaName));
    let controls = dataset.recognise.iter().flat_map(|recognise| &recognise.control);
    let header_cells = &sheet.rows()[header.row];
    for control in controls {
        let is_header =
            |text: &str| control.header.iter().any(|header| pattern::fits(header, text).is_some());
        let column = header_cells.iter().position(|cell| cell.text().is_some_and(is_header));
        let is_it = |text: &str| text.trim() == control.area;
        let row = (header.row..sheet.height()).find(|row| {
            areas().any(|found| sheet.cell(*row, found.index).text().is_some_and(is_it))
        });
        if let (Some(row), Some(column)) = (row, column)
            && super::values::number(sheet.cell(row, column))
                .is_some_and(|figure| (figure - control.value).abs() <= control.within)
        {
            return Ok(control.as_at);
        }
    }
    Err(Error::new(error_codes::EDITION_UNCLEAR, "looking for the figure that tells the edition")
        .in_sheet(&sheet.name)
        .found("a file without cover or title, whose control figure is that of no known edition")
        .expected("one of the control figures in the dataset's file"))
}

/// The publication date of a text file without a cover, according to its control figure.
pub(super) fn published_by_control(dataset: &Dataset, as_at: Date) -> Option<Date> {
    let mut controls = dataset.recognise.iter().flat_map(|recognise| &recognise.control);
    let control = controls.find(|control| control.as_at == as_at)?;
    control.published
}

/// The period in a row's cell of the period column, in a file obtained on a day.
///
/// Errors with `F115` if it cannot be read or begins after that day. Figures with a date in a
/// column have been counted, since projections have their years in the header. A period that has
/// begun may end later.
pub(super) fn of_row(
    sheet: &Sheet,
    row: usize,
    column: usize,
    rule: &PeriodRule,
    obtained: Option<Date>,
) -> Result<PrintedPeriod> {
    let printed = of_cell(sheet, row, column, rule)?;
    if obtained.is_none_or(|obtained| printed.0.start <= obtained) {
        return Ok(printed);
    }
    Err(Error::new(error_codes::DATE_UNREADABLE, "reading the date of a row")
        .in_sheet(&sheet.name)
        .at_cell(address(row, column))
        .found(format!("{:?}", sheet.cell(row, column).to_string()))
        .expected("a day or period that had begun when the file was obtained"))
}

/// The period in a cell of the period column. Errors with `F115`.
fn of_cell(sheet: &Sheet, row: usize, column: usize, rule: &PeriodRule) -> Result<PrintedPeriod> {
    let cell = sheet.cell(row, column);
    let printed = match cell {
        Value::Date(day) => Some((Period::day(*day), None)),
        Value::Text(text) => parse_printed_period(&pattern::plain(text)),
        Value::Number(number) => parse_printed_period(&number.to_string()),
        _ => None,
    };
    let printed = printed.ok_or_else(|| {
        Error::new(error_codes::DATE_UNREADABLE, "reading the date of a row")
            .in_sheet(&sheet.name)
            .at_cell(address(row, column))
            .found(format!("{:?}", cell.to_string()))
            .expected("a day or period such as 31 Dec 2025, 2023 Q3 or 2011/12")
    })?;
    // Only a year by itself is re-dated: `YE Mar 24` already defines its end.
    let is_bare = !cell.to_string().chars().any(char::is_alphabetic);
    if is_bare { ending(printed, rule) } else { Ok(printed) }
}

/// The period of one figure. Its measure distinguishes stock from flow, and its column may be as at
/// another day.
///
/// `row` is the period of the sheet or row.
pub(super) fn of_figure(
    found: &Found<'_>,
    kind: MeasureKind,
    row: Option<PrintedPeriod>,
    layout: &Layout,
    dataset: &Dataset,
) -> Result<PrintedPeriod> {
    let rule = &layout.period;
    let own = match found.definition.at {
        Some(ColumnDay::Fixed(day)) => Some((Period::day(day), None)),
        // The header whose year dates the entire sheet also dates its own column.
        _ => of_header(found, rule)?,
    };
    let (period, status) = own
        .or(row)
        .ok_or_else(|| unclear("neither row, header nor sheet with a date".to_owned()))?;
    let period = match kind {
        MeasureKind::Flow if period.is_day() => flow_to(period.end, rule, dataset)?,
        MeasureKind::Flow if is_month_of_longer(period, rule, dataset) => {
            return Err(no_flow(period));
        }
        MeasureKind::Flow => period,
        MeasureKind::Derived if rule.as_printed => period,
        _ => Period::day(period.end),
    };
    Ok((period, status))
}

/// The period of a flow for which only the last day is printed. Errors with `F115` for a day that
/// cannot end such a flow.
fn flow_to(end: Date, rule: &PeriodRule, dataset: &Dataset) -> Result<Period> {
    if let Some(start) = rule.flows_from {
        return Ok(Period { start, end });
    }
    let flow = match length(rule, dataset) {
        FlowLength::Day => Some(Period::day(end)),
        FlowLength::Week => {
            end.checked_sub(jiff::Span::new().days(6)).ok().map(|start| Period { start, end })
        }
        FlowLength::Month => {
            Some(Period { start: end.first_of_month(), end }).filter(|_| end == end.last_of_month())
        }
        FlowLength::Quarter => quarter_ending(end).filter(|_| end.month() % 3 == 0),
        FlowLength::Year => first_of_year_ending(end).map(|start| Period { start, end }),
    };
    flow.ok_or_else(|| no_flow(Period::day(end)))
}

/// The length of a flow for which only the last day is printed.
fn length(rule: &PeriodRule, dataset: &Dataset) -> FlowLength {
    let declared = || dataset.frequency.flow_length().filter(|_| rule.from == PeriodFrom::Column);
    rule.length.or_else(declared).unwrap_or(FlowLength::Year)
}

/// True for a month in place of a quarter or year. It is unknown whether it means the one that it
/// ends.
fn is_month_of_longer(period: Period, rule: &PeriodRule, dataset: &Dataset) -> bool {
    let is_longer = matches!(length(rule, dataset), FlowLength::Quarter | FlowLength::Year);
    let is_month = period.start.first_of_month() == period.end.first_of_month();
    is_longer && is_month && dataset.frequency != Frequency::Monthly
}

fn no_flow(period: Period) -> Error {
    Error::new(error_codes::DATE_UNREADABLE, "dating the flow of a row")
        .found(period.to_string())
        .expected("a year, quarter or month as long as the dataset counts, or its last day")
}
