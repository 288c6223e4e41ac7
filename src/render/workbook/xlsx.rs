//! Excel workbooks (.xlsx): Office Open XML.

use super::{Sheet, SheetCell, SheetColumn, Table, Text, Workbook};
use crate::domain::{Error, Result, error_codes};
use rust_xlsxwriter as excel;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, TableColumn,
    TableStyle, Url, XlsxError,
};

/// Blue with a contrast of 9.4 : 1 on white, as links have it.
const LINK: Color = Color::RGB(0x0000EE);

/// The capacity of an Excel cell: code units of UTF-16, and bytes of an address that can be
/// followed.
const LONGEST_TEXT: usize = 32_767;
const LONGEST_ADDRESS: usize = 2_000;

/// Width of a sheet of text, in characters.
const TEXT_WIDTH: f64 = 100.0;

pub(super) fn bytes(workbook: &Workbook) -> Result<Vec<u8>> {
    written(workbook).map_err(|error| {
        Error::new(error_codes::DRAWING_FAILED, "writing an Excel workbook")
            .found(error.to_string())
    })
}

fn written(workbook: &Workbook) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut file = excel::Workbook::new();
    let made = ExcelDateTime::parse_from_str(&workbook.made.to_string())?;
    let properties = DocProperties::new()
        .set_title(cut(&workbook.title))
        .set_subject(cut(&workbook.about))
        .set_author(concat!("fairshares ", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&made)
        // There is no property of the file for its language; readers look for one of this name.
        .set_custom_property("Language", "en-GB");
    file.set_properties(&properties);
    for sheet in &workbook.sheets {
        put_sheet(file.add_worksheet(), sheet)?;
    }
    file.save_to_buffer()
}

fn body() -> Format {
    Format::new().set_font_name("Arial").set_font_size(12).set_align(FormatAlign::Top)
}

fn put_sheet(page: &mut excel::Worksheet, sheet: &Sheet) -> std::result::Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, cut(&sheet.title), &body().set_bold().set_font_size(16))?;
    page.set_row_height(0, height(1, 16.0))?;
    let mut row = 1;
    for line in &sheet.lines {
        let (text, format) = match line {
            // Wrapping is for sheets of text: next to a narrow first column it would stack words
            // one above another.
            Text::Plain(text) => {
                (text, if sheet.table.is_none() { body().set_text_wrap() } else { body() })
            }
            Text::Heading(text) => (text, body().set_bold().set_font_size(14)),
        };
        page.write_string_with_format(row, 0, cut(text), &format)?;
        if sheet.table.is_none() {
            let size = if matches!(line, Text::Heading(_)) { 14.0 } else { 12.0 };
            page.set_row_height(row, height(lines(text, TEXT_WIDTH), size))?;
        }
        row += 1;
    }
    match &sheet.table {
        Some(table) => put_table(page, table, row),
        None => page.set_column_width(0, TEXT_WIDTH).map(drop),
    }
}

fn put_table(
    page: &mut excel::Worksheet,
    table: &Table,
    first: u32,
) -> std::result::Result<(), XlsxError> {
    let mut columns = Vec::new();
    for (at, column) in (0_u16..).zip(&table.columns) {
        let alignment = if column.is_number { FormatAlign::Right } else { FormatAlign::Left };
        let header = body().set_bold().set_text_wrap().set_align(alignment);
        columns.push(TableColumn::new().set_header(&column.header).set_header_format(header));
        page.set_column_width(at, column.width)?;
    }
    let formats = Formats::of(table);
    let of_header = table.columns.iter().map(|column| lines(&column.header, column.width)).max();
    page.set_row_height(first, height(of_header.unwrap_or(1), 12.0))?;
    for (row, cells) in (first + 1..).zip(&table.rows) {
        let of_cells = cells.iter().zip(&table.columns).map(|(cell, column)| match cell {
            SheetCell::Text(content) if !column.is_number => lines(content, column.width),
            _ => 1,
        });
        page.set_row_height(row, height(of_cells.max().unwrap_or(1), 12.0))?;
        for (at, cell) in (0_u16..).zip(cells) {
            write_cell(page, (row, at), cell, &formats)?;
        }
    }
    let last_row = first + u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let marked = excel::Table::new()
        .set_name(&table.name)
        .set_columns(&columns)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None);
    page.add_table(first, 0, last_row, last_column, &marked).map(drop)
}

/// The formats of the cells of a table.
struct Formats {
    /// For each column whether it is one of numbers, and the format of a number in it.
    numbers: Vec<(bool, Format)>,
    text: Format,
    /// Of what is printed in the place of a number.
    mark: Format,
    link: Format,
}

impl Formats {
    fn of(table: &Table) -> Self {
        let number = |column: &SheetColumn| (column.is_number, number_format(column.decimals));
        let text = body().set_text_wrap();
        Self {
            numbers: table.columns.iter().map(number).collect(),
            mark: body().set_align(FormatAlign::Right),
            link: text.clone().set_font_color(LINK).set_underline(FormatUnderline::Single),
            text,
        }
    }
}

fn write_cell(
    page: &mut excel::Worksheet,
    (row, at): (u32, u16),
    cell: &SheetCell,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    let Formats { text, mark, link, .. } = formats;
    let (is_number, number) = &formats.numbers[usize::from(at)];
    match cell {
        SheetCell::Number(value) => page.write_number_with_format(row, at, *value, number)?,
        SheetCell::Text(content) if *is_number => {
            page.write_string_with_format(row, at, cut(content), mark)?
        }
        // Indented, to separate it from numbers, which are right-aligned in their column.
        SheetCell::Text(content) if at > 0 => {
            page.write_string_with_format(row, at, cut(content), &text.clone().set_indent(1))?
        }
        SheetCell::Text(content) => page.write_string_with_format(row, at, cut(content), text)?,
        SheetCell::ToSheet(name) => page.write_url_with_format(
            row,
            at,
            Url::new(format!("internal:'{name}'!A1")).set_text(name),
            link,
        )?,
        SheetCell::Link(address)
            if address.starts_with("https://") && address.len() <= LONGEST_ADDRESS =>
        {
            page.write_url_with_format(row, at, address.as_str(), link)?
        }
        SheetCell::Link(address) => page.write_string_with_format(row, at, cut(address), text)?,
    };
    Ok(())
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> &str {
    let mut units = 0;
    let beyond = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > LONGEST_TEXT
    });
    beyond.map_or(text, |(at, _)| &text[..at])
}

/// How many lines a text needs in a column: not every program computes the height of a row by
/// itself.
fn lines(text: &str, width: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split_whitespace() {
        let letters = word.chars().count() as f64;
        if used > 0.0 && used + 1.0 + letters > width {
            lines += 1;
            used = 0.0;
        }
        used += letters + if used > 0.0 { 1.0 } else { 0.0 };
        // A word longer than the column, such as an address, is broken.
        while used > width {
            lines += 1;
            used -= width;
        }
    }
    lines
}

/// The height of this many lines of a size, in points.
fn height(lines: usize, size: f64) -> f64 {
    (lines as f64 * size * 1.32).min(400.0)
}

/// `1,234.5` with this many decimals.
fn number_format(decimals: usize) -> Format {
    let pattern =
        if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) };
    body().set_num_format(pattern).set_align(FormatAlign::Right)
}
