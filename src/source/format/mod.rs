//! Converts the bytes of published files into cells with addresses.
//!
//! Belongs here: distinguishing formats, refusing damaged and hostile files, reading sheets of
//! xlsx, ods, xls and csv. Two formats that are one XML document are included: flat ods and Excel
//! 2003 XML. Does not belong here: opening files, and knowing what a publication means.
//!
//! **Invariant:** whatever the bytes, reading ends with a [`Sheet`] or an [`Error`] (`F101`,
//! `F103`, `F114`), within the [`Limits`]. A cell has the address that a spreadsheet program shows.
//!
//! - [`Workbook`]: the entry point. `sniff`: detects the format. `cell`, `fault`: values, refusals;
//!   the limits are `catalogue::Limits`.
//! - `archive`, `entry`, `meter`: zip archives, measured before anything is read from them.
//! - `xlsx`, `stream`: replace calamine, which drops some of what a cell shows: raised and
//!   struck-through text, marks from number formats, formulas without a value. `shown`: number
//!   formats.
//! - `properties`: when an xlsx or ods file was last saved, according to its own properties.
//! - `marks`: shorthand next to a number, the same for all formats.
//! - `markup`, `namespaces`, `ods`, `spans`, `printed`: read content.xml in place of calamine.
//!   Calamine loads every sheet of the file, with up to a hundred million repeated cells, before
//!   the first can be read. It also takes the number behind a marker as the published figure.
//!   `spreadsheet_ml`: Excel 2003 XML, by the same means.
//! - `compound`, `records`, `xls`: also read here; by calamine for versions before Excel 97. The
//!   data that determine the memory required are checked first.
//! - `delimited`, `rows`: text files.

mod archive;
mod cell;
mod compound;
mod decimals;
mod delimited;
mod entry;
mod fault;
mod marks;
mod markup;
mod meter;
mod namespaces;
mod ods;
mod printed;
mod properties;
mod records;
mod rows;
mod shown;
mod sniff;
mod spans;
mod spreadsheet_ml;
mod stream;
mod xls;
mod xlsx;

#[cfg(test)]
mod tests;

pub use archive::{Members, is_left_behind};
pub use cell::{Sheet, Value, address};
pub use sniff::refused;

use crate::catalogue::Limits;
use crate::domain::{Date, Error, Result, error_codes};
use archive::Package;
use sniff::Family;
use std::collections::HashMap;
use std::sync::Arc;

/// Format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML workbook.
    Xlsx,
    /// OpenDocument spreadsheet.
    Ods,
    /// Workbook of Excel 2003 and before.
    Xls,
    /// Text in fields, separated by commas or other characters.
    Csv,
    /// Workbook of Excel 2003 in one XML document.
    SpreadsheetMl,
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Xls => "xls",
            Self::Csv => "csv",
            Self::SpreadsheetMl => "Excel 2003 XML",
        })
    }
}

/// The name of the only sheet of a csv file.
pub const CSV_SHEET: &str = "csv";

/// A file opened for reading, sheet by sheet.
pub struct Workbook<'a> {
    file: String,
    names: Vec<String>,
    limits: Limits,
    saved: Option<Date>,
    content: Content<'a>,
    held: Held,
}

/// A cache of sheets, because several datasets read the same ones.
#[derive(Default)]
struct Held {
    /// First rows, by name and number of rows.
    heads: HashMap<(String, usize), Arc<Sheet>>,
    /// Number of cells and bytes of text in all of them.
    size: (usize, usize),
    /// The last sheet read; only one, because sheets are large.
    last: Option<Arc<Sheet>>,
}

enum Content<'a> {
    Xlsx(Box<xlsx::Xlsx<'a>>),
    Ods(ods::Ods),
    Xls(Box<xls::Xls<'a>>),
    Csv(delimited::Delimited<'a>),
    SpreadsheetMl(spreadsheet_ml::SpreadsheetMl),
}

impl std::fmt::Debug for Workbook<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The content is the entire file, so the output includes only its name and kind.
        let mut shown = f.debug_struct("Workbook");
        shown.field("file", &self.file).field("format", &self.format()).field("names", &self.names);
        shown.finish_non_exhaustive()
    }
}

impl<'a> Workbook<'a> {
    /// Opens a file from its bytes; `file` is its name, used in messages only.
    ///
    /// Errors with `F101` when the bytes are not a workbook and with `F114` when they exceed the
    /// limits.
    pub fn open(bytes: &'a [u8], file: &str, limits: &Limits) -> Result<Self> {
        let (names, content) = fault::catch_panic(|| Content::open(bytes, limits))
            .map_err(|error| error.in_file(file))?;
        if names.is_empty() {
            return Err(fault::unreadable("a workbook without any worksheet").in_file(file));
        }
        check_sheets(names.len(), limits).map_err(|error| error.in_file(file))?;
        for name in &names {
            fault::check_name("a sheet with a name", name, limits)
                .map_err(|error| error.in_file(file))?;
        }
        let saved = match content {
            Content::Xlsx(_) | Content::Ods(_) => properties::saved(bytes),
            Content::Xls(_) | Content::Csv(_) | Content::SpreadsheetMl(_) => None,
        };
        Ok(Self {
            file: file.to_owned(),
            names,
            limits: limits.clone(),
            saved,
            content,
            held: Held::default(),
        })
    }

    /// The format of the file.
    pub fn format(&self) -> Format {
        match self.content {
            Content::Xlsx(_) => Format::Xlsx,
            Content::Ods(_) => Format::Ods,
            Content::Xls(_) => Format::Xls,
            Content::Csv(_) => Format::Csv,
            Content::SpreadsheetMl(_) => Format::SpreadsheetMl,
        }
    }

    /// The day on which the file was last saved, according to its own properties. Only those of
    /// xlsx and ods are read.
    pub fn saved(&self) -> Option<Date> {
        self.saved
    }

    /// True for a text file whose last line has no end while others have one. Truncated files have
    /// this property.
    pub fn has_open_end(&self) -> bool {
        matches!(&self.content, Content::Csv(text) if text.has_open_end())
    }

    /// Names of the worksheets in the order of the file, without chart sheets and copies of other
    /// files' ranges.
    pub fn sheet_names(&self) -> &[String] {
        &self.names
    }

    /// Reads one sheet.
    ///
    /// Errors with `F103` if no sheet has that name, and with `F101` or `F114` if it cannot be
    /// read.
    pub fn sheet(&mut self, name: &str) -> Result<Arc<Sheet>> {
        if let Some(held) = self.held.last.as_ref().filter(|sheet| sheet.name == name) {
            return Ok(held.clone());
        }
        // Two large sheets at once would take twice the memory.
        self.held.last = None;
        let sheet = Arc::new(self.read(name, usize::MAX)?);
        self.held.last = Some(sheet.clone());
        Ok(sheet)
    }

    /// Drops the last sheet if it is large, because what is derived from it takes as much memory
    /// again.
    pub(in crate::source) fn forget_large(&mut self) {
        const LARGE: usize = 1_000_000;
        self.held.last.take_if(|sheet| sheet.size().0 > LARGE);
    }

    /// Reads the first rows of one sheet, and no more of the file than needed if the format allows
    /// that.
    ///
    /// Errors as [`Workbook::sheet`] does.
    pub fn head(&mut self, name: &str, rows: usize) -> Result<Arc<Sheet>> {
        let key = (name.to_owned(), rows);
        if let Some(held) = self.held.heads.get(&key) {
            return Ok(held.clone());
        }
        let sheet = Arc::new(self.read(name, rows)?);
        self.check_heads(&sheet).map_err(|error| error.in_file(&self.file))?;
        self.held.heads.insert(key, sheet.clone());
        Ok(sheet)
    }

    /// `F114` if the first rows of all sheets together are more than a publication has. They stay
    /// in memory, and each may be compared with every layout.
    fn check_heads(&mut self, sheet: &Sheet) -> Result<()> {
        let (cells, text) = sheet.size();
        let size = &mut self.held.size;
        *size = (size.0.saturating_add(cells), size.1.saturating_add(text));
        let (found, most, what) = match *size {
            (cells, _) if cells > self.limits.head_cells => {
                (cells, self.limits.head_cells, "cells")
            }
            (_, text) if text > self.limits.head_text_bytes => {
                (text, self.limits.head_text_bytes, "bytes of text")
            }
            _ => return Ok(()),
        };
        Err(fault::too_large(
            format!("{found} {what} in the first rows of the sheets"),
            format!("at most {most}"),
        ))
    }

    fn read(&mut self, name: &str, rows: usize) -> Result<Sheet> {
        if !self.names.iter().any(|known| known == name) {
            return Err(self.missing(name));
        }
        let limits = &self.limits;
        let content = &mut self.content;
        let sheet = fault::catch_panic(|| match content {
            Content::Xlsx(workbook) => workbook.head(name, rows, limits),
            Content::Ods(workbook) => workbook.head(name, rows, limits),
            Content::Xls(workbook) => workbook.head(name, rows, limits),
            Content::Csv(text) => text.head(rows, limits),
            Content::SpreadsheetMl(workbook) => workbook.head(name, rows, limits),
        });
        sheet.map_err(|error| error.in_file(&self.file).in_sheet(name))
    }

    fn missing(&self, name: &str) -> Error {
        const SHOWN: usize = 12;
        let mut names: Vec<String> =
            self.names.iter().take(SHOWN).map(|name| fault::shown(name)).collect();
        if self.names.len() > SHOWN {
            names.push(format!("and {} more", self.names.len() - SHOWN));
        }
        Error::new(error_codes::SHEET_MISSING, "reading a sheet")
            .in_file(&self.file)
            .in_sheet(name)
            .found(format!("the sheets {}", names.join(", ")))
    }
}

/// `F114` for more sheets than a workbook may have.
fn check_sheets(sheets: usize, limits: &Limits) -> Result<()> {
    let expected = || format!("at most {}", limits.sheets);
    if sheets <= limits.sheets {
        Ok(())
    } else {
        Err(fault::too_large(format!("{sheets} sheets"), expected()))
    }
}

impl<'a> Content<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<(Vec<String>, Self)> {
        if bytes.len() > limits.file_bytes {
            let expected = format!("at most {}", limits.file_bytes);
            return Err(fault::too_large(format!("{} bytes", bytes.len()), expected));
        }
        match sniff::family(bytes)? {
            Family::Zip => match archive::inspect(bytes, limits)? {
                Package::Xlsx(parts) => {
                    let workbook = xlsx::Xlsx::open(*parts)?;
                    Ok((workbook.names(), Self::Xlsx(Box::new(workbook))))
                }
                Package::Ods { content, styles } => {
                    let workbook = ods::Ods::open(content, styles, limits)?;
                    Ok((workbook.names(), Self::Ods(workbook)))
                }
            },
            Family::FlatOds => {
                let workbook =
                    ods::Ods::open(delimited::decoded(bytes)?.into_owned(), String::new(), limits)?;
                Ok((workbook.names(), Self::Ods(workbook)))
            }
            Family::SpreadsheetMl => {
                let workbook = spreadsheet_ml::SpreadsheetMl::open(
                    delimited::decoded(bytes)?.into_owned(),
                    limits,
                )?;
                Ok((workbook.names(), Self::SpreadsheetMl(workbook)))
            }
            Family::Compound => {
                let workbook = xls::Xls::open(bytes, limits)?;
                Ok((workbook.names(), Self::Xls(Box::new(workbook))))
            }
            Family::Text => {
                let text = delimited::Delimited::open(bytes, limits)?;
                Ok((vec![CSV_SHEET.to_owned()], Self::Csv(text)))
            }
        }
    }
}
