//! Converts rows into a frame and back.

use super::{Measure, Row, Source, Table, columns, frame_error};
use crate::domain::{AreaCode, Date, Error, Period, Result, Status, Unit, error_codes};
use polars::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Collects rows and turns them into a [`Table`].
#[derive(Debug)]
pub struct TableBuilder {
    dims: Vec<String>,
    measures: Vec<Measure>,
    rows: Vec<Row>,
    /// The sources that each row's `source` refers to.
    pub sources: Vec<Source>,
}

impl TableBuilder {
    /// An empty table with these dimensions and measures.
    pub fn new(dims: Vec<String>, measures: Vec<Measure>) -> Self {
        Self { dims, measures, rows: Vec::new(), sources: Vec::new() }
    }

    /// Adds a row. Its `dims` must be in the order passed to [`TableBuilder::new`].
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The latest last day among the rows; `None` when there are no rows.
    pub fn newest_period_end(&self) -> Option<Date> {
        self.rows.iter().map(|row| row.period.end).max()
    }

    /// Builds the frame and checks it; see [`Table::new`] for the errors.
    pub fn finish(self) -> Result<Table> {
        let rows = &self.rows;
        let day = |name: &str, of: fn(&Row) -> Date| {
            Column::new(
                name.into(),
                rows.iter().map(|row| days_of_date(of(row))).collect::<Vec<i32>>(),
            )
            .cast(&DataType::Date)
            .map_err(frame_error)
        };
        let mut all = vec![
            text(columns::AREA_CODE, rows, |row| row.area.as_str()),
            text(columns::AREA_NAME, rows, |row| &row.area_name),
            day(columns::PERIOD_START, |row| row.period.start)?,
            day(columns::PERIOD_END, |row| row.period.end)?,
        ];
        for (index, dim) in self.dims.iter().enumerate() {
            all.push(text(dim, rows, |row| row.dims.get(index).map_or("", String::as_str)));
        }
        all.push(text(columns::MEASURE, rows, |row| &row.measure));
        all.push(Column::new(
            columns::VALUE.into(),
            rows.iter().map(|row| row.value).collect::<Vec<_>>(),
        ));
        all.push(text(columns::UNIT, rows, |row| row.unit.as_str()));
        let statuses: Vec<Option<&str>> =
            rows.iter().map(|row| row.status.map(Status::as_str)).collect();
        all.push(Column::new(columns::STATUS.into(), statuses));
        all.push(Column::new(
            columns::SOURCE.into(),
            rows.iter().map(|row| row.source).collect::<Vec<u32>>(),
        ));
        all.push(text(columns::CELL, rows, |row| &row.cell));
        let frame = DataFrame::new(rows.len(), all).map_err(frame_error)?;
        Table::new(frame, self.dims, self.measures, self.sources)
    }
}

/// A text column without missing values.
fn text<'r>(name: &str, rows: &'r [Row], of: impl Fn(&'r Row) -> &'r str) -> Column {
    StringChunked::from_iter_values(name.into(), rows.iter().map(of)).into_column()
}

/// The rows of a table, typed.
pub(super) fn rows_of(table: &Table) -> Result<Vec<Row>> {
    let frame = table.frame();
    let text = |name: &str| frame.column(name).and_then(|column| column.str()).map_err(frame_error);
    let days = |name: &str| -> Result<Vec<Date>> {
        let column = frame.column(name).and_then(|column| column.date()).map_err(frame_error)?;
        let mut date = AsBefore::new(|days: i32| Ok(date_of_days(days)));
        column.physical().iter().flatten().map(|days| date.of(days)).collect()
    };
    let (starts, ends) = (days(columns::PERIOD_START)?, days(columns::PERIOD_END)?);
    let dims: Vec<&StringChunked> =
        table.dims().iter().map(|dim| text(dim)).collect::<Result<_>>()?;
    let mut dims: Vec<_> = dims.into_iter().map(|dim| dim.iter()).collect();
    let values =
        frame.column(columns::VALUE).and_then(|column| column.f64()).map_err(frame_error)?;
    let sources =
        frame.column(columns::SOURCE).and_then(|column| column.u32()).map_err(frame_error)?;
    let of_text = |name: &str| Ok::<_, Error>(text(name)?.iter().map(Option::unwrap_or_default));
    let (mut codes, mut names) = (of_text(columns::AREA_CODE)?, of_text(columns::AREA_NAME)?);
    let (mut measures, mut units) = (of_text(columns::MEASURE)?, of_text(columns::UNIT)?);
    let (mut statuses, mut cells) = (text(columns::STATUS)?.iter(), of_text(columns::CELL)?);
    let (mut values, mut sources) = (values.iter(), sources.iter());
    let (mut area, mut unit) = (AsBefore::new(AreaCode::new), AsBefore::new(unit_of));
    let (mut name, mut measure) = (AsBefore::new(short), AsBefore::new(short));
    let mut held_dims: BTreeMap<Vec<&str>, Arc<[String]>> = BTreeMap::new();
    let (mut codes_of_row, mut rows) = (Vec::new(), Vec::with_capacity(frame.height()));
    for (start, end) in starts.into_iter().zip(ends) {
        codes_of_row.clear();
        codes_of_row.extend(dims.iter_mut().map(|dim| dim.next().flatten().unwrap_or_default()));
        let dims = match held_dims.get(&codes_of_row) {
            Some(held) => held.clone(),
            None => {
                let new: Arc<[String]> = codes_of_row.iter().map(|&code| code.to_owned()).collect();
                held_dims.entry(codes_of_row.clone()).or_insert(new).clone()
            }
        };
        rows.push(Row {
            area: area.of(codes.next().unwrap_or_default())?,
            area_name: name.of(names.next().unwrap_or_default())?,
            period: Period { start, end },
            dims,
            measure: measure.of(measures.next().unwrap_or_default())?,
            value: values.next().flatten(),
            unit: unit.of(units.next().unwrap_or_default())?,
            status: statuses.next().flatten().and_then(Status::parse),
            source: sources.next().flatten().unwrap_or_default(),
            cell: PlSmallStr::from_str(cells.next().unwrap_or_default()),
        });
    }
    Ok(rows)
}

fn short(text: &str) -> Result<PlSmallStr> {
    Ok(PlSmallStr::from_str(text))
}

/// Converts the cells of a column, reusing the last result because many consecutive cells are
/// equal.
struct AsBefore<T, M, F> {
    make: F,
    last: Option<(T, M)>,
}

impl<T: PartialEq + Copy, M: Clone, F: Fn(T) -> Result<M>> AsBefore<T, M, F> {
    fn new(make: F) -> Self {
        Self { make, last: None }
    }

    fn of(&mut self, cell: T) -> Result<M> {
        match &self.last {
            Some((last, made)) if *last == cell => Ok(made.clone()),
            _ => {
                let made = (self.make)(cell)?;
                self.last = Some((cell, made.clone()));
                Ok(made)
            }
        }
    }
}

/// The error for a duplicate grain, naming area, day and cells of the first duplicate.
pub(super) fn repeated_grain_error(repeated: &DataFrame) -> Error {
    let cell = |name: &str| {
        repeated
            .column(name)
            .and_then(|c| c.get(0).map(|v| v.to_string().replace('"', "")))
            .unwrap_or_default()
    };
    Error::new(error_codes::GRAIN_REPEATED, "checking for duplicate rows")
        .at_cell(cell(columns::CELL).trim_matches(['[', ']']).to_owned())
        .found(format!(
            "{} rows for {} {} at {}",
            cell("rows"),
            cell(columns::AREA_CODE),
            cell(columns::AREA_NAME),
            cell(columns::PERIOD_END)
        ))
        .expected("one")
}

fn unit_of(text: &str) -> Result<Unit> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|error| {
        Error::new(error_codes::DEFINITION_WRONG, "reading the unit of a figure")
            .found(error.to_string())
    })
}

/// Days since 1 January 1970, as polars stores dates.
pub(super) fn days_of_date(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The day for a number of days since 1 January 1970, as polars stores dates.
pub(super) fn date_of_days(days: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    let span = jiff::Span::new().try_days(days).unwrap_or_default();
    epoch.checked_add(span).unwrap_or(epoch)
}
