//! Rows into a frame and back.

use super::{Measure, Row, Source, Table, columns, frame_error};
use crate::domain::{AreaCode, Date, Error, Period, Result, Status, Unit, error_codes};
use polars::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Collects rows and turns them into a [`Table`].
#[derive(Debug)]
pub struct TableBuilder {
    dims: Vec<String>,
    measures: Vec<Measure>,
    rows: Vec<Row>,
    /// The sources that the rows' `source` points into.
    pub sources: Vec<Source>,
}

impl TableBuilder {
    /// An empty table with these dimensions and measures.
    pub fn new(dims: Vec<String>, measures: Vec<Measure>) -> Self {
        Self { dims, measures, rows: Vec::new(), sources: Vec::new() }
    }

    /// Adds a row; its `dims` must be in the order given to [`TableBuilder::new`].
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The newest last day among the rows; `None` when there are none.
    pub fn newest_period_end(&self) -> Option<Date> {
        self.rows.iter().map(|row| row.period.end).max()
    }

    /// Builds the frame and checks it; see [`Table::new`] for the errors.
    pub fn finish(self) -> Result<Table> {
        let rows = &self.rows;
        let day = |name: &str, of: fn(&Row) -> Date| {
            Column::new(name.into(), rows.iter().map(|row| days_of_date(of(row))).collect::<Vec<i32>>())
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
        all.push(Column::new(columns::VALUE.into(), rows.iter().map(|row| row.value).collect::<Vec<_>>()));
        all.push(text(columns::UNIT, rows, |row| row.unit.as_str()));
        let statuses: Vec<Option<&str>> = rows.iter().map(|row| row.status.map(Status::as_str)).collect();
        all.push(Column::new(columns::STATUS.into(), statuses));
        all.push(Column::new(columns::SOURCE.into(), rows.iter().map(|row| row.source).collect::<Vec<u32>>()));
        all.push(text(columns::CELL, rows, |row| &row.cell));
        let frame = DataFrame::new(rows.len(), all).map_err(frame_error)?;
        Table::new(frame, self.dims, self.measures, self.sources)
    }
}

/// A column of text that every row has.
fn text<'r>(name: &str, rows: &'r [Row], of: impl Fn(&'r Row) -> &'r str) -> Column {
    StringChunked::from_iter_values(name.into(), rows.iter().map(of)).into_column()
}

/// The rows of a table, typed.
pub(super) fn rows_of(table: &Table) -> Result<Vec<Row>> {
    let frame = table.frame();
    let text = |name: &str| -> Result<StringChunked> {
        Ok(frame.column(name).map_err(frame_error)?.str().map_err(frame_error)?.clone())
    };
    let days = |name: &str| -> Result<Vec<Date>> {
        let column = frame.column(name).map_err(frame_error)?;
        Ok(column.date().map_err(frame_error)?.physical().iter().flatten().map(date_of_days).collect())
    };
    let (codes, names) = (text(columns::AREA_CODE)?, text(columns::AREA_NAME)?);
    let (starts, ends) = (days(columns::PERIOD_START)?, days(columns::PERIOD_END)?);
    let dims: Vec<StringChunked> = table.dims().iter().map(|dim| text(dim)).collect::<Result<_>>()?;
    let (measures, units, statuses) = (text(columns::MEASURE)?, text(columns::UNIT)?, text(columns::STATUS)?);
    let values = frame.column(columns::VALUE).map_err(frame_error)?.f64().map_err(frame_error)?.clone();
    let sources = frame.column(columns::SOURCE).map_err(frame_error)?.u32().map_err(frame_error)?.clone();
    let cells = text(columns::CELL)?;
    let short = |column: &StringChunked, row: usize| PlSmallStr::from_str(column.get(row).unwrap_or_default());
    let mut held_dims: HashMap<Vec<&str>, Arc<[String]>> = HashMap::new();
    let mut held_units: HashMap<&str, Unit> = HashMap::new();
    (0..frame.height())
        .map(|row| {
            let codes_of_row: Vec<&str> = dims.iter().map(|dim| dim.get(row).unwrap_or_default()).collect();
            let dims = match held_dims.get(&codes_of_row) {
                Some(held) => held.clone(),
                None => {
                    let new: Arc<[String]> = codes_of_row.iter().map(|&code| code.to_owned()).collect();
                    held_dims.entry(codes_of_row).or_insert(new).clone()
                }
            };
            let unit = units.get(row).unwrap_or_default();
            let unit = match held_units.get(unit) {
                Some(held) => *held,
                None => *held_units.entry(unit).or_insert(unit_of(unit)?),
            };
            Ok(Row {
                area: AreaCode::new(codes.get(row).unwrap_or_default())?,
                area_name: short(&names, row),
                period: Period { start: starts[row], end: ends[row] },
                dims,
                measure: short(&measures, row),
                value: values.get(row),
                unit,
                status: statuses.get(row).and_then(Status::parse),
                source: sources.get(row).unwrap_or_default(),
                cell: short(&cells, row),
            })
        })
        .collect()
}

/// The error for a grain that stands twice, naming area, day and cells of the first such grain.
pub(super) fn repeated_grain_error(repeated: &DataFrame) -> Error {
    let cell = |name: &str| {
        repeated.column(name).and_then(|c| c.get(0).map(|v| v.to_string().replace('"', ""))).unwrap_or_default()
    };
    Error::new(error_codes::GRAIN_REPEATED, "checking that every figure stands once")
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
        Error::new(error_codes::DEFINITION_WRONG, "reading the unit of a figure").found(error.to_string())
    })
}

/// Days since 1 January 1970, as polars stores dates.
pub(super) fn days_of_date(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The day that polars stores as days since 1 January 1970.
pub(super) fn date_of_days(days: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    let span = jiff::Span::new().try_days(days).unwrap_or_default();
    epoch.checked_add(span).unwrap_or(epoch)
}
