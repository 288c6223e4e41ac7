//! Tables of a Word document.

use super::paragraphs::paragraph;
use super::size::Size;
use super::table_properties::{CellProperties, RowProperties, TableProperties};
use super::widths;
use super::xml::{Element, w};
use crate::table::{Cell, Column, Listing};

/// A column on the page: how wide it is, and in which style its cells are.
struct Place {
    width: u64,
    style: String,
}

/// A table as wide as the page, whose first row is repeated on every page of the table.
pub(super) fn table(listing: &Listing, size: Size, width: f64) -> Element {
    let rows: Vec<Vec<String>> =
        listing.rows.iter().map(|row| printed(row, &listing.columns)).collect();
    let widths = widths::widths(&listing.columns, &rows, size.half_points(), width);
    let place =
        |(column, width): (&Column, u64)| Place { width, style: size.style(column.numeric) };
    let places: Vec<Place> = listing.columns.iter().zip(widths).map(place).collect();
    let headers: Vec<String> = listing.columns.iter().map(|column| column.header.clone()).collect();
    let properties = TableProperties {
        style: Some("Figures"),
        width: Some(places.iter().map(|place| place.width).sum()),
        is_fixed: true,
        has_header: true,
        // For readers who cannot see the paragraph above the table.
        caption: Some(&listing.caption),
        ..Default::default()
    };
    let grid =
        w("tblGrid").holding(places.iter().map(|place| w("gridCol").with_w("w", place.width)));
    w("tbl")
        .holding([properties.element(), grid, row(&headers, &places, true)])
        .holding(rows.iter().map(|cells| row(cells, &places, false)))
}

fn printed(row: &[Cell], columns: &[Column]) -> Vec<String> {
    row.iter().zip(columns).map(|(cell, column)| cell.print(column)).collect()
}

fn row(cells: &[String], places: &[Place], is_header: bool) -> Element {
    let cell = |(text, place): (&String, &Place)| {
        let properties = CellProperties {
            width: Some(place.width),
            is_at_foot: is_header,
            ..Default::default()
        };
        w("tc").holding([properties.element(), paragraph(&place.style, text)])
    };
    let properties = RowProperties { is_whole: true, is_header };
    w("tr").holding([properties.element()]).holding(cells.iter().zip(places).map(cell))
}
