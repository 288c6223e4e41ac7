//! Parquet through polars, and Arrow IPC files through arrow, so that what others read was written
//! by the reference crate.

use super::ListingFormat;
use crate::domain::{Error, Result, Status, error_codes};
use crate::table::{Cell, Column as ListingColumn, Listing, columns, frame_error};
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use polars::prelude::{Column, DataFrame, ParquetWriter};
use std::sync::Arc;

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
        let failed = |error: ArrowError| {
            Error::new(error_codes::FILE_INACCESSIBLE, "writing an Arrow file")
                .found(error.to_string())
        };
        let batch = RecordBatch::try_from_iter(arrays(listing)).map_err(failed)?;
        let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).map_err(failed)?;
        writer.write(&batch).map_err(failed)?;
        writer.into_inner().map_err(failed)
    }

    fn is_text(&self) -> bool {
        false
    }
}

/// A column for machines: numbers as floats with null where missing, or text.
enum Series<'a> {
    Numbers(Vec<Option<f64>>),
    Texts(Vec<String>),
    Statuses(Vec<Option<&'a str>>),
}

/// The columns of a listing, each followed by one of statuses where it needs one and the listing
/// has none.
fn series(listing: &Listing) -> Vec<(String, Series<'_>)> {
    let has_status = listing.columns.iter().any(|column| column.name == columns::STATUS);
    let mut all = Vec::new();
    for (index, column) in listing.columns.iter().enumerate() {
        let cells = || listing.rows.iter().map(move |row| &row[index]);
        all.push((column.name.clone(), values(column, cells())));
        if !has_status && cells().any(|cell| cell.status().is_some()) {
            let statuses = cells().map(|cell| cell.status().map(Status::as_str)).collect();
            all.push((format!("{}_status", column.name), Series::Statuses(statuses)));
        }
    }
    all
}

fn values<'a>(column: &ListingColumn, cells: impl Iterator<Item = &'a Cell>) -> Series<'a> {
    if column.numeric {
        let numbers = cells.map(|cell| match cell {
            Cell::Number(number) | Cell::Decimals(number, ..) | Cell::Marked(number, _) => {
                Some(*number)
            }
            Cell::Text(_) | Cell::Day(_) | Cell::Missing(_) => None,
        });
        Series::Numbers(numbers.collect())
    } else {
        Series::Texts(cells.map(Cell::raw).collect())
    }
}

fn frame(listing: &Listing) -> Result<DataFrame> {
    let column = |(name, series): (String, Series<'_>)| match series {
        Series::Numbers(numbers) => Column::new(name.into(), numbers),
        Series::Texts(texts) => Column::new(name.into(), texts),
        Series::Statuses(statuses) => Column::new(name.into(), statuses),
    };
    DataFrame::new(listing.rows.len(), series(listing).into_iter().map(column).collect())
        .map_err(frame_error)
}

fn arrays(listing: &Listing) -> impl Iterator<Item = (String, ArrayRef)> {
    series(listing).into_iter().map(|(name, series)| {
        let array: ArrayRef = match series {
            Series::Numbers(numbers) => Arc::new(Float64Array::from(numbers)),
            Series::Texts(texts) => Arc::new(StringArray::from(texts)),
            Series::Statuses(statuses) => Arc::new(StringArray::from(statuses)),
        };
        (name, array)
    })
}
