//! OpenDocument spreadsheets: reads content.xml, or the one document of a flat file, into sheets,
//! one at a time.
//!
//! Belongs here: tables, rows, cells and their repetitions. Does not belong here: XML (`markup`),
//! prefixes (`namespaces`), the text of a cell (`spans`), what it shows compared with its value
//! (`printed`), the archive (`archive`).
//!
//! **Invariant:** a repetition counts towards the addresses of later cells, but only filled cells
//! take memory. Each is counted against the limits before it is written. Sheets end with over a
//! million empty rows in most publications.

use super::cell::{NOT_CALCULATED, SheetBuilder, is_fault};
use super::fault::{too_large, unreadable};
use super::markup::{Event, Reader, Tag, cut_short, replace_entities};
use super::spans::{Draft, Kind, Styles, Words};
use super::{Limits, Sheet, Value, check_sheets, namespaces, printed};
use crate::domain::{Date, Result};
use std::ops::Range;

/// Names of tables, each with the part of the document that contains its rows.
type Tables = Vec<(String, Range<usize>)>;

/// An opened ods file: its content and the position of each table in it.
pub(super) struct Ods {
    content: String,
    tables: Tables,
    styles: Styles,
}

impl Ods {
    /// Finds the tables of a document. Its common styles are in a separate part unless the file is
    /// flat.
    pub(super) fn open(content: String, common: String, limits: &Limits) -> Result<Self> {
        let mut styles = Draft::within(limits);
        take_common(&namespaces::with_usual_prefixes(common, limits)?, &mut styles)?;
        let content = namespaces::with_usual_prefixes(content, limits)?;
        let tables = survey(&content, &mut styles, limits)?;
        let styles = styles.settled();
        if tables.is_empty() {
            return Err(unreadable("an OpenDocument file without any sheet"));
        }
        Ok(Self { content, tables, styles })
    }

    /// Names of all tables in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.tables.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Reads the first rows of a table.
    pub(super) fn head(&self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let range =
            self.tables.iter().find(|(known, _)| known == name).map(|(_, range)| range.clone());
        let table = range.and_then(|range| self.content.get(range)).unwrap_or_default();
        let mut builder = SheetBuilder::new(name, limits);
        let mut walk = Walk {
            reader: Reader::new(table),
            styles: &self.styles,
            limits,
            words: Words::default(),
        };
        let mut row = 0_usize;
        while row < rows {
            match walk.reader.event()? {
                None => break,
                Some(Event::Start(tag)) if tag.name == "table:table-row" => {
                    row = walk.row(tag, row, rows, &mut builder)?;
                }
                // Pictures and forms are next to the rows and may contain tables of their own.
                Some(Event::Start(tag)) if is_aside(tag.name) => walk.reader.skip(tag)?,
                Some(_) => {}
            }
        }
        Ok(builder.finish())
    }
}

/// Reads the named styles in styles.xml. Styles for page headers and footers do not affect cells.
fn take_common(document: &str, styles: &mut Draft) -> Result<()> {
    let mut reader = Reader::new(document);
    while let Some(event) = reader.event()? {
        match event {
            Event::Start(tag) if tag.name == "style:style" => {
                styles.add(&mut reader, tag, Kind::Common)?;
            }
            Event::Start(tag)
                if matches!(tag.name, "office:automatic-styles" | "office:master-styles") =>
            {
                reader.skip(tag)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Names of the tables, and the parts of the document that contain their rows. The styles before
/// them are read.
///
/// Cached copies of linked files, which no spreadsheet program shows, are left out.
fn survey(content: &str, styles: &mut Draft, limits: &Limits) -> Result<Tables> {
    let (mut tables, mut kind) = (Vec::new(), Kind::Automatic);
    let mut reader = Reader::new(content);
    while let Some(event) = reader.event()? {
        match event {
            Event::Start(tag) if tag.name == "style:style" => styles.add(&mut reader, tag, kind)?,
            Event::Start(tag) if tag.name == "office:styles" && !tag.closed => kind = Kind::Common,
            Event::End("office:styles") => kind = Kind::Automatic,
            Event::Start(tag) if tag.name == "table:table" => {
                let start = reader.position();
                reader.skip_quickly(tag)?;
                let range = start..reader.position();
                if let Some(name) = tag
                    .attribute("table:name")?
                    .filter(|name| !is_copy(name, &content[range.clone()]))
                {
                    tables.push((name.into_owned(), range));
                    check_sheets(tables.len(), limits)?;
                }
            }
            Event::Start(tag)
                if matches!(tag.name, "table:tracked-changes" | "table:dde-links") =>
            {
                reader.skip(tag)?;
            }
            _ => {}
        }
    }
    Ok(tables)
}

/// True for a cached copy of a sheet of another file, with a name like `'file:///D:/…'#A`.
fn is_copy(name: &str, rows: &str) -> bool {
    let is_of_file = |name: &str| name.starts_with("'file:");
    is_of_file(name)
        || (name.starts_with('\'')
            && name.contains("'#")
            && rows.trim_start().starts_with("<table:table-source"))
}

fn is_aside(name: &str) -> bool {
    name.starts_with("draw:")
        || matches!(name, "table:table" | "table:shapes" | "office:forms" | "office:annotation")
}

/// A walk through the rows of one table.
struct Walk<'t> {
    reader: Reader<'t>,
    styles: &'t Styles,
    limits: &'t Limits,
    words: Words,
}

impl<'t> Walk<'t> {
    /// Reads one row into the sheet and returns the number of the next.
    fn row(
        &mut self,
        tag: Tag<'t>,
        row: usize,
        rows: usize,
        builder: &mut SheetBuilder<'_>,
    ) -> Result<usize> {
        let next = row.saturating_add(tag.repeated("table:number-rows-repeated")?);
        let filled = self.filled_cells(tag)?;
        if filled.is_empty() || next == row {
            return Ok(next);
        }
        let last = next.min(rows) - 1;
        for row in row..last {
            for (columns, value) in &filled {
                columns.clone().try_for_each(|column| builder.put(row, column, value.clone()))?;
            }
        }
        for (columns, value) in filled {
            for column in columns.start..columns.end - 1 {
                builder.put(last, column, value.clone())?;
            }
            builder.put(last, columns.end - 1, value)?;
        }
        Ok(next)
    }

    /// The filled cells of a row, each with the columns over which it is repeated.
    fn filled_cells(&mut self, row: Tag<'t>) -> Result<Vec<(Range<usize>, Value)>> {
        let mut filled = Vec::new();
        let mut column = 0_usize;
        if row.closed {
            return Ok(filled);
        }
        loop {
            match self.reader.event()?.ok_or_else(cut_short)? {
                Event::Start(tag) if tag.name == "table:table-cell" => {
                    let cell = Cell::of(tag)?;
                    let end = column.saturating_add(cell.repeated);
                    let value = self.value(tag, &cell)?;
                    if !value.is_empty() && end > column {
                        self.check_column(column)?;
                        filled.push((column..end, value));
                    }
                    column = end;
                }
                // The content hidden by a merged cell is not shown.
                Event::Start(tag) if tag.name == "table:covered-table-cell" => {
                    column = column.saturating_add(Cell::of(tag)?.repeated);
                    self.reader.skip(tag)?;
                }
                Event::Start(other) if is_aside(other.name) => self.reader.skip(other)?,
                Event::End(name) if name == row.name => return Ok(filled),
                _ => {}
            }
        }
    }

    /// Refused here already, because a row is collected before it is put into the sheet.
    fn check_column(&self, column: usize) -> Result<()> {
        if column < self.limits.columns {
            return Ok(());
        }
        let expected = format!("at most {} columns", self.limits.columns);
        Err(too_large(format!("a filled cell in column {}", column.saturating_add(1)), expected))
    }

    fn value(&mut self, tag: Tag<'t>, cell: &Cell<'t>) -> Result<Value> {
        self.words.clear();
        if !tag.closed {
            self.read_words(tag)?;
        }
        if self.styles.strikes(cell.style) {
            Ok(Value::Empty)
        } else {
            cell.value(self.words.text())
        }
    }

    /// Reads the text of a cell: its paragraphs, one per line, without notes and pictures.
    fn read_words(&mut self, cell: Tag<'t>) -> Result<()> {
        let Self { reader, words, styles, limits } = self;
        let mut inside = false;
        loop {
            match reader.event()?.ok_or_else(cut_short)? {
                Event::End(name) if name == cell.name => return Ok(()),
                Event::End("text:p" | "text:h") => inside = false,
                Event::End("text:span") => words.end(),
                Event::End(_) => {}
                Event::Text(piece) if inside => words.push(&replace_entities(piece)?),
                Event::Verbatim(piece) if inside => words.push(piece),
                Event::Text(_) | Event::Verbatim(_) => {}
                Event::Start(tag) if is_aside(tag.name) => reader.skip(tag)?,
                Event::Start(tag) => match tag.name {
                    "text:p" | "text:h" => {
                        words.begin_paragraph();
                        inside = !tag.closed;
                    }
                    "text:span" if !tag.closed => words.open(styles.of(tag)?),
                    "text:s" => {
                        words.push_spaces(
                            tag.repeated("text:c")?.min(limits.text_bytes.saturating_add(1)),
                        );
                    }
                    "text:tab" => words.push("\t"),
                    "text:line-break" => words.push("\n"),
                    _ => {}
                },
            }
            if words.len() > limits.text_bytes {
                let expected = format!("at most {} bytes in a cell", limits.text_bytes);
                return Err(too_large(
                    format!("a text of {} bytes and more", words.len()),
                    expected,
                ));
            }
        }
    }
}

/// The content of a cell according to its attributes.
#[derive(Default)]
struct Cell<'t> {
    repeated: usize,
    style: &'t str,
    kind: &'t str,
    number: &'t str,
    day: &'t str,
    time: &'t str,
    truth: &'t str,
    string: Option<&'t str>,
    is_formula: bool,
    is_error: bool,
}

impl<'t> Cell<'t> {
    /// Reads the attributes once, because a publication has a million cells.
    fn of(tag: Tag<'t>) -> Result<Self> {
        let mut cell = Self { repeated: 1, ..Self::default() };
        for attribute in tag.attributes() {
            let (name, value) = attribute?;
            match name {
                "table:number-columns-repeated" => {
                    cell.repeated = tag.number(name, &replace_entities(value)?)?;
                }
                "table:style-name" => cell.style = value,
                "office:value-type" => cell.kind = value,
                "office:value" => cell.number = value.trim(),
                "office:date-value" => cell.day = value,
                "office:time-value" => cell.time = value,
                "office:boolean-value" => cell.truth = value,
                "office:string-value" => cell.string = Some(value),
                "table:formula" => cell.is_formula = true,
                "calcext:value-type" => cell.is_error = value == "error",
                _ => {}
            }
        }
        Ok(cell)
    }

    /// The value of the cell, given the text that it shows.
    fn value(&self, text: Option<&str>) -> Result<Value> {
        let shown = text.unwrap_or_default();
        if self.is_error {
            return Ok(Value::Fault(shown.into()));
        }
        Ok(match self.kind {
            "float" | "percentage" | "currency" => match self.number.parse::<f64>() {
                // Programs that do not calculate store zero, and show no value.
                Ok(0.0) if shown.is_empty() && self.is_formula => self.without_value(shown),
                Ok(number) => printed::number(number, text, self.kind == "percentage"),
                Err(_) => self.without_value(shown),
            },
            "boolean" => Value::Bool(self.truth == "true"),
            "date" => match iso_date(self.day) {
                Value::Date(day) => printed::day(day, shown),
                _ if self.day.is_empty() => self.without_value(shown),
                other => other,
            },
            "time" if self.time.is_empty() => self.without_value(shown),
            "time" => Value::Text(self.time.into()),
            _ if !shown.is_empty() => written(shown),
            _ => match self.string {
                Some(string) => written(&replace_entities(string)?),
                None => self.without_value(shown),
            },
        })
    }

    /// The value of a cell without a stored value: its text, or a fault for a formula that was
    /// never calculated.
    fn without_value(&self, shown: &str) -> Value {
        if shown.is_empty() && self.is_formula {
            Value::Fault(NOT_CALCULATED.into())
        } else {
            written(shown)
        }
    }
}

fn written(text: &str) -> Value {
    match text {
        "" => Value::Empty,
        text if is_fault(text) => Value::Fault(text.trim().into()),
        text => Value::Text(text.into()),
    }
}

/// The day of `2025-12-31` or `2025-12-31T09:30:00`; anything else remains text.
pub(super) fn iso_date(text: &str) -> Value {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    day.parse::<Date>().map_or_else(|_| Value::Text(text.into()), Value::Date)
}
