//! Workbooks of Excel 2003 in one XML document (SpreadsheetML).
//!
//! Belongs here: worksheets, rows, cells and the types of their data. Does not belong here: XML
//! (`markup`), and the current format of Excel, which is different (`xlsx`). Prefixes are ignored:
//! no two of the names that are read differ only in their prefix.
//!
//! **Invariant:** the position of a cell follows from `Index` and `MergeAcross` of the cells before
//! it. The memory it takes is counted against the limits before it is written.

use super::cell::{NOT_CALCULATED, SheetBuilder, is_fault};
use super::fault::{check_name, shown, too_large, unreadable};
use super::markup::{Event, Reader, Tag, cut_short, replace_entities};
use super::ods::iso_date;
use super::shown::{Epoch, NumberFormat};
use super::spans::{Look, Words};
use super::{Limits, Sheet, Value, check_sheets};
use crate::domain::Result;
use std::collections::BTreeMap;
use std::ops::Range;

/// An opened workbook: its text and the position of each worksheet in it.
pub(super) struct SpreadsheetMl {
    content: String,
    sheets: Vec<(String, Range<usize>)>,
    /// The styles that do not show a number unchanged.
    formats: BTreeMap<String, NumberFormat>,
}

impl SpreadsheetMl {
    /// Finds the worksheets of a document.
    pub(super) fn open(content: String, limits: &Limits) -> Result<Self> {
        let mut reader = Reader::new(&content);
        let (mut sheets, mut formats, mut style) = (Vec::new(), BTreeMap::new(), String::new());
        while let Some(event) = reader.event()? {
            let Event::Start(tag) = event else { continue };
            match local(tag.name) {
                "Worksheet" => {
                    let start = reader.position();
                    reader.skip_quickly(tag)?;
                    sheets.push((
                        attribute(tag, "Name")?.unwrap_or_default(),
                        start..reader.position(),
                    ));
                    check_sheets(sheets.len(), limits)?;
                }
                "Style" => style = attribute(tag, "ID")?.unwrap_or_default(),
                "NumberFormat" => {
                    let code = attribute(tag, "Format")?.unwrap_or_default();
                    check_name("a number format", &code, limits)?;
                    // A style has one format; a second would copy its name once more.
                    let of = std::mem::take(&mut style);
                    formats.extend(NumberFormat::parse(code_of(&code)).map(|format| (of, format)));
                }
                _ => {}
            }
        }
        if sheets.is_empty() {
            return Err(unreadable("a workbook of Excel 2003 in XML without any worksheet"));
        }
        Ok(Self { content, sheets, formats })
    }

    /// Names of the worksheets in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Reads the first rows of a worksheet.
    pub(super) fn head(&self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let range =
            self.sheets.iter().find(|(known, _)| known == name).map(|(_, range)| range.clone());
        let mut reader =
            Reader::new(range.and_then(|range| self.content.get(range)).unwrap_or_default());
        let mut builder = SheetBuilder::new(name, limits);
        // The position of the next row and cell unless they have an index.
        let (mut row, mut column, mut skipped) = (0_usize, 0_usize, 0_usize);
        while let Some(event) = reader.event()? {
            match event {
                Event::Start(tag) if local(tag.name) == "Row" => {
                    row = index(tag)?.unwrap_or(row.saturating_add(skipped));
                    (column, skipped) =
                        (0, number(tag, "Span")?.unwrap_or_default().saturating_add(1));
                    if row >= rows {
                        break;
                    }
                }
                Event::Start(tag) if local(tag.name) == "Cell" => {
                    column = index(tag)?.unwrap_or(column);
                    builder.put(row, column, self.value(&mut reader, tag, limits)?)?;
                    let merged = number(tag, "MergeAcross")?.unwrap_or_default();
                    column = column.saturating_add(merged).saturating_add(1);
                }
                _ => {}
            }
        }
        Ok(builder.finish())
    }

    fn value<'t>(&self, reader: &mut Reader<'t>, cell: Tag<'t>, limits: &Limits) -> Result<Value> {
        let mut value = match attribute(cell, "Formula")? {
            Some(_) => Value::Fault(NOT_CALCULATED.into()),
            None => Value::Empty,
        };
        if cell.closed {
            return Ok(value);
        }
        let format = attribute(cell, "StyleID")?.and_then(|style| self.formats.get(&style));
        loop {
            match reader.event()?.ok_or_else(cut_short)? {
                Event::End(name) if name == cell.name => return Ok(value),
                Event::Start(tag) if local(tag.name) == "Data" => {
                    let kind = attribute(tag, "Type")?.unwrap_or_default();
                    value = typed(&kind, &text_of(reader, tag, limits)?, format);
                }
                // A note on the cell has data of its own.
                Event::Start(tag) => reader.skip(tag)?,
                _ => {}
            }
        }
    }
}

fn typed(kind: &str, text: &str, format: Option<&NumberFormat>) -> Value {
    match (kind, text.trim().parse::<f64>()) {
        _ if text.is_empty() => Value::Empty,
        ("Number", Ok(number)) => {
            format.map_or(Value::Number(number), |format| format.value(number, Epoch::From1900))
        }
        ("DateTime", _) => match (iso_date(text), format) {
            (Value::Date(day), Some(format)) => format.of_day(day),
            (value, _) => value,
        },
        ("Boolean", _) => Value::Bool(text == "1"),
        ("Error", _) => Value::Fault(text.into()),
        _ if is_fault(text) => Value::Fault(text.trim().into()),
        _ => Value::Text(text.into()),
    }
}

/// The text of the data, parts of which may be raised or struck through.
fn text_of<'t>(reader: &mut Reader<'t>, data: Tag<'t>, limits: &Limits) -> Result<String> {
    let mut words = Words::default();
    words.begin_paragraph();
    let look = |name: &str| match local(name) {
        "Sup" => Some(Look::Raised),
        "S" => Some(Look::Struck),
        _ => None,
    };
    if data.closed {
        return Ok(String::new());
    }
    loop {
        match reader.event()?.ok_or_else(cut_short)? {
            Event::End(name) if name == data.name => break,
            Event::Start(tag) if !tag.closed => words.open(look(tag.name)),
            Event::Start(_) => {}
            Event::End(_) => words.end(),
            Event::Text(piece) => words.push(&replace_entities(piece)?),
            Event::Verbatim(piece) => words.push(piece),
        }
        if words.len() > limits.text_bytes {
            let expected = format!("at most {} bytes in a cell", limits.text_bytes);
            return Err(too_large(format!("a text of {} bytes and more", words.len()), expected));
        }
    }
    Ok(words.text().unwrap_or_default().to_owned())
}

/// The format code for the name that Excel 2003 gives a format.
fn code_of(name: &str) -> &str {
    match name {
        "Percent" => "0%",
        "General Date" | "Short Date" | "Medium Date" | "Long Date" => "yyyy-mm-dd",
        "Currency" | "Euro Currency" | "Fixed" | "Standard" | "Scientific" | "General Number" => {
            "0"
        }
        code => code,
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(tag: Tag<'_>, wanted: &str) -> Result<Option<String>> {
    for attribute in tag.attributes() {
        let (name, value) = attribute?;
        if local(name) == wanted {
            return Ok(Some(replace_entities(value)?.into_owned()));
        }
    }
    Ok(None)
}

fn number(tag: Tag<'_>, wanted: &str) -> Result<Option<usize>> {
    let Some(text) = attribute(tag, wanted)? else { return Ok(None) };
    let damaged =
        || unreadable(format!("the tag {} with {wanted} of {}", shown(tag.name), shown(&text)));
    text.trim().parse().map(Some).map_err(|_| damaged())
}

/// The index of a row or cell, from 0.
fn index(tag: Tag<'_>) -> Result<Option<usize>> {
    Ok(number(tag, "Index")?.map(|index| index.saturating_sub(1)))
}
