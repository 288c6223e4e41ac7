//! The figures that may be lost where a column is skipped.
//!
//! A skipped column changes no figure, so no sum can need it. Skipping is only safe where every
//! part of the definition has figures.

use crate::catalogue::{ColumnDefinition, Dataset};
use crate::domain::Result;
use crate::source::Reading;
use crate::table::{Row, Table};

/// Why the column may be one that the dataset has, or why its figures are uncertain; `None` where
/// neither applies. Figures that the stored editions do not have either are not missed.
pub(super) fn lost(
    dataset: &Dataset,
    readings: &[Reading],
    held: Option<&Table>,
) -> Result<Option<String>> {
    let Some(reading) = readings.iter().find(|reading| reading.dataset == dataset.id) else {
        return Ok(Some(format!("nothing of {} is read", dataset.id)));
    };
    if reading.doubts().next().is_some() {
        return Ok(Some("not every check holds".to_owned()));
    }
    let rows: Vec<Row> =
        reading.table.rows()?.into_iter().filter(|row| row.value.is_some()).collect();
    let held = held.map(Table::rows).transpose()?;
    let is_missed =
        |has: &dyn Fn(&[Row]) -> bool| !has(&rows) && held.as_ref().is_none_or(|held| has(held));
    // A measure is printed without its day and has another name once its day is known.
    let names = |id: &'_ str| -> Vec<&str> {
        let pairs =
            dataset.dating.iter().map(|dating| [dating.undated.as_str(), dating.dated.as_str()]);
        pairs.filter(|pair| pair.contains(&id)).flatten().collect()
    };
    let has_measure = |id: &str, rows: &[Row]| {
        let names = names(id);
        rows.iter().any(|row| row.measure == id || names.contains(&row.measure.as_str()))
    };
    let measures = dataset.measure.iter().map(|measure| measure.id.as_str());
    let measures = measures.filter(|id| is_missed(&|rows| has_measure(id, rows)));
    let may_be_missing = |column: &&ColumnDefinition| column.optional && column.role.is_figure();
    let columns = dataset.column.iter().filter(may_be_missing);
    let columns = columns.filter(|column| is_missed(&|rows| has_figures(column, dataset, rows)));
    let mut without: Vec<&str> = measures.chain(columns.map(|column| column.id.as_str())).collect();
    without.dedup();
    Ok((!without.is_empty())
        .then(|| format!("it may be what has no figures without it ({})", without.join(", "))))
}

fn has_figures(column: &ColumnDefinition, dataset: &Dataset, rows: &[Row]) -> bool {
    rows.iter().any(|row| {
        let stands = |(dimension, code): (&crate::domain::Id, &String)| {
            dataset.dim_index(dimension).is_none_or(|index| row.dims[index] == *code)
        };
        column.measure.as_ref().is_none_or(|measure| measure.as_str() == row.measure)
            && column.set.iter().all(stands)
    })
}
