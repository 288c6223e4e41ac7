//! The table behind a chart with one figure an area, and the columns that name an area in any.
//!
//! Belongs here: rows in the order of the chart. Does not belong here: tables of several figures
//! an area, which their kinds make.

use super::data::{ChartData, Item};
use super::format::{header, number};
use crate::table::{Cell, Column, Listing, columns};

/// The table behind a chart with one figure an area, in the order of the chart, with the short
/// labels of a map.
pub(super) fn list_ranked(data: &ChartData, with_short_labels: bool) -> Listing {
    let short = with_short_labels && !data.tiles.is_empty();
    let (present, missing) = data.ranked(Item::number);
    let items = present.into_iter().map(|(item, _)| item).chain(missing);
    let row = |item: &Item| {
        let mut cells = area_cells(item);
        if short {
            cells.push(data.short_label(&item.code).unwrap_or("none").into());
        }
        cells.push(item.figure.into());
        cells
    };
    let mut columns = area_columns();
    if short {
        columns.push(Column::text("label", "Label on the map"));
    }
    columns.push(Column::number("value", &header(&data.value_label, data.unit), data.unit));
    let reference = |label: &str, value: f64| format!("{label}: {}.", number(value, data.unit));
    let notes = data.references.iter().map(|line| reference(&line.label, line.value)).collect();
    Listing { caption: data.caption.clone(), columns, rows: items.map(row).collect(), notes }
}

/// The columns that name an area.
pub(super) fn area_columns() -> Vec<Column> {
    vec![Column::text(columns::AREA_NAME, "Area"), Column::text(columns::AREA_CODE, "Area code")]
}

/// The cells that name an area.
pub(super) fn area_cells(item: &Item) -> Vec<Cell> {
    vec![item.label.as_str().into(), item.code.as_str().into()]
}

#[cfg(test)]
mod tests {
    use super::list_ranked;
    use crate::chart::{ChartData, Item};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;

    fn three(figures: [Figure; 3]) -> ChartData {
        let mut data = ChartData::new("London, 31 March 2026", "People supported", Unit::People);
        let areas =
            [("E09000003", "Barnet"), ("E09000018", "Hounslow"), ("E09000001", "City of London")];
        for ((code, label), figure) in areas.into_iter().zip(figures) {
            data.items.push(Item::of(AreaCode::new(code).unwrap(), label, figure));
        }
        data
    }

    #[test]
    fn the_table_behind_is_ranked_with_the_missing_last() {
        let missing = Figure::missing(Status::NotAvailable);
        let listing = list_ranked(&three([missing, Figure::of(0.0), Figure::of(3.0)]), false);
        let print = |row: &Vec<crate::table::Cell>| row[2].print(&listing.columns[2]);
        assert_eq!(listing.rows.iter().map(print).collect::<Vec<_>>(), ["3", "0", "[x]"]);
    }
}
