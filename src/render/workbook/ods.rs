//! OpenDocument spreadsheets (.ods), which GOV.UK prefers.
//!
//! Written as our own XML: the library for this format cannot mark a table, which the guidance
//! requires. Every text passes the template's automatic escaping.

use super::{Sheet, SheetCell, Text, Workbook};
use crate::domain::{Result, with_decimals};
use crate::render::package::{Part, archive};
use crate::render::template::Templates;
use minijinja::{Value, context};
use rust_xlsxwriter::utility::column_number_to_name;
use std::collections::BTreeSet;

const CONTENT: &str = include_str!("../templates/ods-content.xml");
/// The last column that spreadsheet programs have.
const MAX_COLUMN: u16 = 16_383;
const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3">
<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial" style:font-family-generic="swiss"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" fo:font-size="12pt" fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"><style:table-cell-properties style:vertical-align="top"/></style:style>
</office:styles>
</office:document-styles>
"#;

const META: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3">
<office:meta>
<meta:generator>{{ generator }}</meta:generator>
<dc:title>{{ title }}</dc:title>
<dc:subject>{{ about }}</dc:subject>
<dc:language>en-GB</dc:language>
<meta:creation-date>{{ made }}</meta:creation-date>
</office:meta>
</office:document-meta>
"#;

const DOING: &str = "writing an OpenDocument spreadsheet";

pub(super) fn bytes(workbook: &Workbook) -> Result<Vec<u8>> {
    let templates = Templates::new(DOING, &[("content", CONTENT), ("meta", META)])?;
    let meta = context! {
        generator => concat!("fairshares/", env!("CARGO_PKG_VERSION")),
        title => workbook.title.as_str(),
        about => workbook.about.as_str(),
        made => format!("{}T00:00:00", workbook.made),
    };
    let parts = [
        // The type comes first and uncompressed, so that programs can recognise it from the first
        // bytes.
        Part::stored("mimetype", MIME),
        Part::of("META-INF/manifest.xml", MANIFEST),
        Part::of("content.xml", templates.fill("content", content(workbook))?),
        Part::of("styles.xml", STYLES),
        Part::of("meta.xml", templates.fill("meta", meta)?),
    ];
    archive(DOING, &parts)
}

fn content(workbook: &Workbook) -> Value {
    let tables = || workbook.sheets.iter().filter_map(|sheet| sheet.table.as_ref());
    let widths: BTreeSet<u32> = workbook.sheets.iter().flat_map(widths_mm).collect();
    let decimals: BTreeSet<usize> =
        tables().flat_map(|table| &table.columns).map(|column| column.decimals).collect();
    let sheets: Vec<Value> = workbook.sheets.iter().map(sheet_value).collect();
    context! { widths => widths.into_iter().collect::<Vec<_>>(), decimals => decimals.into_iter().collect::<Vec<_>>(), sheets }
}

/// A character of Arial at 12 points is some 2.4 mm wide.
fn widths_mm(sheet: &Sheet) -> Vec<u32> {
    const CHARACTER_MM: f64 = 2.4;
    const TEXT_MM: u32 = 240;
    let width = |characters: f64| millimetres(characters * CHARACTER_MM);
    match &sheet.table {
        Some(table) => table.columns.iter().map(|column| width(column.width)).collect(),
        None => vec![TEXT_MM],
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "widths are at most a few hundred millimetres"
)]
fn millimetres(width: f64) -> u32 {
    width.round() as u32
}

fn sheet_value(sheet: &Sheet) -> Value {
    let text = |style: &str, text: &str| vec![context! { style, text }];
    let mut rows: Vec<Vec<Value>> = vec![text("title", &sheet.title)];
    for line in &sheet.lines {
        rows.push(match line {
            Text::Plain(words) => {
                text(if sheet.table.is_none() { "wrapped" } else { "Default" }, words)
            }
            Text::Heading(words) => text("heading", words),
        });
    }
    let range = sheet.table.as_ref().map(|table| {
        let first = rows.len() + 1;
        let last = first + table.rows.len();
        let column = column_number_to_name(u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(MAX_COLUMN));
        context! { name => table.name.as_str(), address => format!("'{0}'.A{first}:'{0}'.{column}{last}", sheet.name) }
    });
    if let Some(table) = &sheet.table {
        let header = |column: &super::SheetColumn| {
            context! { style => if column.is_number { "header-number" } else { "header-text" }, text => column.header.as_str() }
        };
        rows.push(table.columns.iter().map(header).collect());
        for row in &table.rows {
            rows.push(
                row.iter()
                    .zip(&table.columns)
                    .map(|(cell, column)| cell_value(cell, column))
                    .collect(),
            );
        }
    }
    context! { name => sheet.name.as_str(), widths => widths_mm(sheet), rows, range }
}

fn cell_value(cell: &SheetCell, column: &super::SheetColumn) -> Value {
    match cell {
        SheetCell::Number(value) => context! {
            number => true,
            style => format!("number{}", column.decimals),
            value => value.to_string(),
            text => with_decimals(*value, column.decimals),
        },
        SheetCell::Text(text) => {
            context! { style => if column.is_number { "mark" } else { "wrapped" }, text }
        }
        SheetCell::ToSheet(name) => {
            context! { style => "wrapped", href => format!("#'{name}'.A1"), text => name }
        }
        SheetCell::Link(address) if address.starts_with("https://") => {
            context! { style => "wrapped", href => address, text => address }
        }
        SheetCell::Link(address) => context! { style => "wrapped", text => address },
    }
}
