//! Parquet and Arrow IPC, through polars.

use super::ListingFormat;
use crate::domain::{Result, Status};
use crate::table::{Cell, Column as ListingColumn, Listing, columns, frame_error};
use polars::prelude::{Column, DataFrame, IpcWriter, ParquetWriter, SerWriter};

/// Parquet.
pub struct Parquet;

/// Arrow IPC file.
pub struct Arrow;

impl ListingFormat for Parquet {
    fn id(&self) -> &'static str {
        "parquet"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame(listing)?).map_err(frame_error)?;
        Ok(bytes)
    }

    fn is_text(&self) -> bool {
        false
    }
}

impl ListingFormat for Arrow {
    fn id(&self) -> &'static str {
        "arrow"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // The older string layout is the one that every Arrow reader knows.
        let compat = polars::prelude::CompatLevel::oldest();
        IpcWriter::new(&mut bytes).with_compat_level(compat).finish(&mut frame(listing)?).map_err(frame_error)?;
        Ok(bytes)
    }

    fn is_text(&self) -> bool {
        false
    }
}

/// The listing as a frame: numbers as floats, missing as null, statuses in columns of their own.
fn frame(listing: &Listing) -> Result<DataFrame> {
    let has_status = listing.columns.iter().any(|column| column.name == columns::STATUS);
    let mut all = Vec::new();
    for (index, column) in listing.columns.iter().enumerate() {
        let cells = || listing.rows.iter().map(move |row| &row[index]);
        all.push(values(column, cells()));
        if !has_status && cells().any(|cell| cell.status().is_some()) {
            let statuses: Vec<Option<&str>> = cells().map(|cell| cell.status().map(Status::as_str)).collect();
            all.push(Column::new(format!("{}_status", column.name).into(), statuses));
        }
    }
    DataFrame::new(listing.rows.len(), all).map_err(frame_error)
}

fn values<'a>(column: &ListingColumn, cells: impl Iterator<Item = &'a Cell>) -> Column {
    let name = column.name.as_str().into();
    if column.numeric {
        let numbers = cells.map(|cell| match cell {
            Cell::Number(number) | Cell::Decimals(number, _) | Cell::Marked(number, _) => Some(*number),
            Cell::Text(_) | Cell::Missing(_) => None,
        });
        Column::new(name, numbers.collect::<Vec<Option<f64>>>())
    } else {
        Column::new(name, cells.map(Cell::raw).collect::<Vec<String>>())
    }
}
