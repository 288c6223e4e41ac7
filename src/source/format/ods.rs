//! OpenDocument spreadsheets: content.xml into sheets, one at a time.
//!
//! Belongs here: tables, rows, cells, their repeats, and the text of a cell. Does not belong here: XML (`markup`) and
//! the archive (`archive`). Prefixes (`table:`, `office:`, `text:`) are taken as all writers have them.
//!
//! **Invariant:** a repeat counts towards the address of what follows, but only filled cells take memory, each counted
//! against the limits before it is written. Sheets end with over a million empty rows in most publications.

use super::cell::SheetBuilder;
use super::fault::{too_large, unreadable};
use super::markup::{Event, Reader, Tag, cut_short, replace_entities};
use super::{Limits, Sheet, Value};
use crate::domain::{Date, Error, Result};
use std::ops::Range;

/// An opened ods file: its content and where in it each table stands.
pub(super) struct Ods {
    content: String,
    tables: Vec<(String, Range<usize>)>,
}

impl Ods {
    /// Finds the tables of a document.
    pub(super) fn open(content: String) -> Result<Self> {
        let tables = tables(&content)?;
        if tables.is_empty() {
            return Err(unreadable("an OpenDocument file without any sheet"));
        }
        Ok(Self { content, tables })
    }

    /// Names of all tables in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.tables.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Reads the first rows of a table.
    pub(super) fn head(&self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let range = self.tables.iter().find(|(known, _)| known == name).map(|(_, range)| range.clone());
        let table = range.and_then(|range| self.content.get(range)).unwrap_or_default();
        let mut builder = SheetBuilder::new(name, limits);
        let mut reader = Reader::new(table);
        let mut row = 0_usize;
        while row < rows {
            match reader.event()? {
                None => break,
                Some(Event::Start(tag)) if tag.name == "table:table-row" => {
                    row = read_row(&mut reader, tag, row, rows, limits, &mut builder)?;
                }
                // Pictures and forms stand beside the rows and may hold tables of their own.
                Some(Event::Start(tag)) if is_aside(tag.name) => reader.skip(tag)?,
                Some(_) => {}
            }
        }
        Ok(builder.finish())
    }
}

/// Names of the tables and the stretches of the document that hold their rows.
fn tables(content: &str) -> Result<Vec<(String, Range<usize>)>> {
    let mut tables = Vec::new();
    let mut reader = Reader::new(content);
    while let Some(event) = reader.event()? {
        if let Event::Start(tag) = event
            && tag.name == "table:table"
        {
            let start = reader.position();
            reader.skip_quickly(tag)?;
            if let Some(name) = tag.attribute("table:name")? {
                tables.push((name.into_owned(), start..reader.position()));
            }
        }
    }
    Ok(tables)
}

fn is_aside(name: &str) -> bool {
    name.starts_with("draw:") || matches!(name, "table:table" | "table:shapes" | "office:forms" | "office:annotation")
}

/// Reads one row into its place and returns the number of the next.
fn read_row(
    reader: &mut Reader<'_>,
    tag: Tag<'_>,
    row: usize,
    rows: usize,
    limits: &Limits,
    builder: &mut SheetBuilder<'_>,
) -> Result<usize> {
    let repeated = tag.repeated("table:number-rows-repeated")?;
    let next = row.saturating_add(repeated);
    let filled = filled_cells(reader, tag, limits)?;
    if !filled.is_empty() {
        for row in row..next.min(rows) {
            for (columns, value) in &filled {
                columns.clone().try_for_each(|column| builder.put(row, column, value.clone()))?;
            }
        }
    }
    Ok(next)
}

/// The filled cells of a row, each with the columns it is repeated over.
fn filled_cells(reader: &mut Reader<'_>, row: Tag<'_>, limits: &Limits) -> Result<Vec<(Range<usize>, Value)>> {
    let mut filled = Vec::new();
    let mut column = 0_usize;
    if row.closed {
        return Ok(filled);
    }
    loop {
        match reader.event()?.ok_or_else(cut_short)? {
            Event::Start(cell) if matches!(cell.name, "table:table-cell" | "table:covered-table-cell") => {
                let end = column.saturating_add(cell.repeated("table:number-columns-repeated")?);
                let value = read_cell(reader, cell, limits)?;
                if !value.is_empty() {
                    // Told here already: a row is gathered before it is put into the sheet.
                    if column >= limits.columns {
                        let expected = format!("at most {} columns", limits.columns);
                        return Err(too_large(
                            format!("a filled cell in column {}", column.saturating_add(1)),
                            expected,
                        ));
                    }
                    filled.push((column..end, value));
                }
                column = end;
            }
            Event::Start(other) if is_aside(other.name) => reader.skip(other)?,
            Event::End(name) if name == row.name => return Ok(filled),
            _ => {}
        }
    }
}

fn read_cell(reader: &mut Reader<'_>, tag: Tag<'_>, limits: &Limits) -> Result<Value> {
    let text = if tag.closed { String::new() } else { cell_text(reader, tag, limits)? };
    let attribute = |name: &str| tag.attribute(name);
    if attribute("calcext:value-type")?.is_some_and(|kind| kind == "error") {
        return Ok(Value::Fault(text));
    }
    let value = match attribute("office:value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let number = attribute("office:value")?.unwrap_or_default();
            let parsed = number.trim().parse().map_err(|_| damaged_value("number", &number))?;
            // LibreOffice stores 0 where a formula failed and shows the fault as text; the 0 was never a figure.
            if is_fault(&text) { Value::Fault(text) } else { Value::Number(parsed) }
        }
        Some("boolean") => Value::Bool(attribute("office:boolean-value")?.is_some_and(|value| value == "true")),
        Some("date") => iso_date(&attribute("office:date-value")?.unwrap_or_default()),
        Some("time") => Value::Text(attribute("office:time-value")?.unwrap_or_default().into_owned()),
        _ => Value::Text(attribute("office:string-value")?.map_or(text, |value| value.into_owned())),
    };
    Ok(if value == Value::Text(String::new()) { Value::Empty } else { value })
}

fn damaged_value(kind: &str, found: &str) -> Error {
    unreadable(format!("a cell whose {kind} is {}", super::fault::shown(found)))
}

fn is_fault(text: &str) -> bool {
    const FAULTS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
    FAULTS.contains(&text) || text.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok())
}

/// A day from `2025-12-31` or `2025-12-31T00:00:00`; anything else stays the text it is.
pub(super) fn iso_date(text: &str) -> Value {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let midnight = time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.' | b'Z'));
    match day.parse::<Date>() {
        Ok(day) if midnight => Value::Date(day),
        _ => Value::Text(text.to_owned()),
    }
}

/// The text of a cell: its paragraphs, one per line, without notes and pictures.
fn cell_text(reader: &mut Reader<'_>, cell: Tag<'_>, limits: &Limits) -> Result<String> {
    let mut text = String::new();
    let (mut paragraphs, mut inside) = (0, false);
    loop {
        match reader.event()?.ok_or_else(cut_short)? {
            Event::End(name) if name == cell.name => return Ok(text),
            Event::End("text:p" | "text:h") => inside = false,
            Event::End(_) => {}
            Event::Text(piece) if inside => text.push_str(&replace_entities(piece)?),
            Event::Verbatim(piece) if inside => text.push_str(piece),
            Event::Text(_) | Event::Verbatim(_) => {}
            Event::Start(tag) if is_aside(tag.name) => reader.skip(tag)?,
            Event::Start(tag) => match tag.name {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside = !tag.closed;
                }
                "text:s" => {
                    let spaces = tag.repeated("text:c")?.min(limits.text_bytes.saturating_add(1));
                    text.extend(std::iter::repeat_n(' ', spaces));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => {}
            },
        }
        if text.len() > limits.text_bytes {
            let expected = format!("at most {} bytes in a cell", limits.text_bytes);
            return Err(too_large(format!("a text of {} bytes and more", text.len()), expected));
        }
    }
}
