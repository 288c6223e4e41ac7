//! What may be lost where a column is passed over.
//!
//! A column that is passed over changes no figure, so that no sum can need it. It is only safe to pass over where nothing that
//! the definition knows is without figures.

use crate::catalogue::{ColumnDefinition, Dataset};
use crate::domain::Result;
use crate::source::Reading;
use crate::table::Row;

/// Why a column may be one that the dataset has, or that its figures are not certain; nothing where neither is so.
pub(super) fn lost(dataset: &Dataset, readings: &[Reading]) -> Result<Option<String>> {
    let Some(reading) = readings.iter().find(|reading| reading.dataset == dataset.id) else {
        return Ok(Some(format!("nothing of {} is read", dataset.id)));
    };
    if reading.doubts().next().is_some() {
        return Ok(Some("not every check holds".to_owned()));
    }
    let rows: Vec<Row> = reading.table.rows()?.into_iter().filter(|row| row.value.is_some()).collect();
    let is_empty = |id: &str| !rows.iter().any(|row| row.measure == id);
    let measures = dataset.measure.iter().map(|measure| measure.id.as_str()).filter(|id| is_empty(id));
    let may_be_missing = |column: &&ColumnDefinition| column.optional && column.role.is_figure();
    let columns = dataset.column.iter().filter(may_be_missing).filter(|column| !has_figures(column, dataset, &rows));
    let mut without: Vec<&str> = measures.chain(columns.map(|column| column.id.as_str())).collect();
    without.dedup();
    Ok((!without.is_empty()).then(|| format!("it may be what has no figures without it ({})", without.join(", "))))
}

fn has_figures(column: &ColumnDefinition, dataset: &Dataset, rows: &[Row]) -> bool {
    rows.iter().any(|row| {
        let stands = |(dimension, code): (&crate::domain::Id, &String)| {
            dataset.dim_index(dimension).is_none_or(|index| row.dims[index] == *code)
        };
        column.measure.as_ref().is_none_or(|measure| measure.as_str() == row.measure) && column.set.iter().all(stands)
    })
}
