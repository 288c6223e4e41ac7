//! Tables of a Word document.

use super::words::paragraph;
use super::{Size, widths};
use crate::table::{Cell, Column, Listing};
use ooxmlsdk::schemas::w;
use ooxmlsdk::simple_type::{DecimalNumberOrPercentValue, MeasurementOrPercentValue, OnOffValue, TwipsMeasureValue};

/// A column on the page: how wide it is, and in which style its cells are.
struct Place {
    width: u64,
    style: String,
}

/// A table as wide as the page, whose first row is repeated on every page that it reaches.
pub(super) fn table(listing: &Listing, size: Size, width: f64) -> w::Table {
    let rows: Vec<Vec<String>> = listing.rows.iter().map(|row| printed(row, &listing.columns)).collect();
    let widths = widths::widths(&listing.columns, &rows, size.half_points(), width);
    let place = |(column, width): (&Column, u64)| {
        let kind = if column.numeric { "Number" } else { "Text" };
        Place { width, style: format!("Table{}{kind}", size.name()) }
    };
    let places: Vec<Place> = listing.columns.iter().zip(widths).map(place).collect();
    let headers: Vec<String> = listing.columns.iter().map(|column| column.header.clone()).collect();
    let grid =
        places.iter().map(|place| w::GridColumn { width: Some(TwipsMeasureValue::Twips(place.width)) }).collect();
    let all = std::iter::once(row(&headers, &places, true)).chain(rows.iter().map(|cells| row(cells, &places, false)));
    w::Table {
        table_properties: Some(properties(&listing.caption, places.iter().map(|place| place.width).sum()).into()),
        table_grid: Some(w::TableGrid { grid_column: grid, ..Default::default() }.into()),
        table_choice2: all.map(|row| w::TableChoice2::TableRow(row.into())).collect(),
        ..Default::default()
    }
}

fn printed(row: &[Cell], columns: &[Column]) -> Vec<String> {
    row.iter().zip(columns).map(|(cell, column)| cell.print(column)).collect()
}

/// The caption is for those who cannot see the paragraph above the table.
fn properties(caption: &str, width: u64) -> w::TableProperties {
    w::TableProperties {
        table_style: Some(w::TableStyle { val: "Figures".to_owned() }),
        table_width: Some(w::TableWidth { width: Some(twips(width)), r#type: Some(w::TableWidthUnitValues::Dxa) }),
        table_layout: Some(w::TableLayout { r#type: Some(w::TableLayoutValues::Fixed) }),
        table_look: Some(w::TableLook {
            w_val: Some("0020".to_owned()),
            first_row: Some(OnOffValue::One),
            last_row: Some(OnOffValue::Zero),
            first_column: Some(OnOffValue::Zero),
            last_column: Some(OnOffValue::Zero),
            no_horizontal_band: Some(OnOffValue::One),
            no_vertical_band: Some(OnOffValue::One),
        }),
        table_caption: Some(w::TableCaption { val: caption.to_owned() }),
        ..Default::default()
    }
}

fn row(cells: &[String], places: &[Place], is_header: bool) -> w::TableRow {
    let mut properties = vec![w::TableRowPropertiesChoice::CantSplit(w::CantSplit::default())];
    if is_header {
        properties.push(w::TableRowPropertiesChoice::TableHeader(w::TableHeader::default()));
    }
    let bottom = w::TableCellVerticalAlignment { val: w::TableVerticalAlignmentValues::Bottom };
    let cell = |(text, place): (&String, &Place)| {
        let width = w::TableCellWidth { width: Some(twips(place.width)), r#type: Some(w::TableWidthUnitValues::Dxa) };
        let properties = w::TableCellProperties {
            table_cell_width: Some(width),
            table_cell_vertical_alignment: is_header.then(|| bottom.clone()),
            ..Default::default()
        };
        let cell = w::TableCell {
            table_cell_properties: Some(properties.into()),
            table_cell_choice: vec![w::TableCellChoice::Paragraph(paragraph(&place.style, text).into())],
        };
        w::TableRowChoice::TableCell(cell.into())
    };
    let properties = w::TableRowProperties { table_row_properties_choice1: properties, ..Default::default() };
    w::TableRow {
        table_row_properties: Some(properties.into()),
        table_row_choice: cells.iter().zip(places).map(cell).collect(),
        ..Default::default()
    }
}

/// A width in twentieths of a point.
pub(super) fn twips(width: u64) -> MeasurementOrPercentValue {
    MeasurementOrPercentValue::DecimalNumberOrPercent(DecimalNumberOrPercentValue::DecimalNumber(width.cast_signed()))
}
