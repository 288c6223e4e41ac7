//! How much of a file we are ready to read.
//!
//! The sizes and the reason for each are in `data/catalogue/limits.toml`; the checks are where
//! bytes are read.

use super::read::{self, DefinitionFile};
use crate::domain::{Error, Result, error_codes};
use serde::Deserialize;

/// `limits.toml`: bounds of reading; a file beyond one of them is refused with `F114`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: usize,
    /// Bytes of a file in the format of Excel 2003.
    pub xls_bytes: usize,
    /// Bytes of all entries of a zip archive together, once inflated.
    pub expanded_bytes: u64,
    /// How many times larger an entry may become when inflated.
    pub expansion_ratio: u64,
    /// Bytes of one inflated part of an xlsx file that is not a worksheet.
    pub part_bytes: u64,
    /// Bytes of the inflated content.xml of an ods file.
    pub content_bytes: u64,
    /// Entries of a zip archive.
    pub entries: usize,
    /// Files of a zip archive that contains several.
    pub members: usize,
    /// Markup tags of the table of texts of an xlsx file.
    pub text_tags: u64,
    /// Markup tags of any other part of an xlsx file that is not a worksheet.
    pub part_tags: u64,
    /// Sheets of a workbook, the remembered copies of other files not counted.
    pub sheets: usize,
    /// Bytes of the name of a sheet, a number format, or the path of an entry of an archive.
    pub name_bytes: usize,
    /// Cells in the first rows of all sheets together.
    pub head_cells: usize,
    /// Bytes of text in them.
    pub head_text_bytes: usize,
    /// Rows down to the last one that is not empty.
    pub rows: usize,
    /// Columns up to the last one that is not empty.
    pub columns: usize,
    /// Cells of one sheet, gaps between filled cells included.
    pub cells: usize,
    /// Cells of all sheets of an xls file together.
    pub xls_cells: usize,
    /// Bytes of text in one cell.
    pub text_bytes: usize,
    /// Bytes of text in all cells of one sheet.
    pub sheet_text_bytes: usize,
    /// Bytes of one row of a text file.
    pub row_bytes: usize,
    /// Bytes of a table of the user's own.
    pub table_bytes: usize,
    /// Bytes of all definitions of one folder together.
    pub definition_bytes: usize,
    /// Files of definitions in one folder.
    pub definition_files: usize,
    /// How often a file is read again to find the missing parts of its definition.
    pub mend_readings: usize,
    /// The same for a file whose mending the user has not requested.
    pub proof_readings: usize,
    /// Seconds that reading a file may take, whatever its size.
    pub reading_seconds: u64,
    /// Seconds more for each million bytes of it.
    pub reading_seconds_per_megabyte: u64,
    /// Bytes of memory that reading may take where it is watched.
    pub reading_memory_bytes: u64,
}

/// The largest value of any limit: what the smallest machines can count in memory.
const MOST: i64 = 4_294_967_295;
/// The most that the memory for reading may be: a tebibyte.
const MOST_MEMORY: i64 = 1 << 40;

impl Limits {
    /// The limits that `limits.toml` declares among some definitions, where the last one given
    /// wins. Errors with `F201` and `F202`.
    pub fn of(files: &[DefinitionFile]) -> Result<Self> {
        const FILE: &str = "limits.toml";
        let declared = files.iter().rev().find(|file| file.path == FILE).ok_or_else(|| {
            Error::new(error_codes::REFERENCE_DANGLING, "opening the catalogue")
                .in_file(FILE)
                .found("no such file")
        })?;
        Self::read(declared)
    }

    /// Reads `limits.toml`. Errors with `F201`, and with `F204` for a limit of zero or beyond the
    /// largest number.
    pub(super) fn read(file: &DefinitionFile) -> Result<Self> {
        let limits = read::toml(file)?;
        // Of the two parts of a deadline either may be zero.
        let range = |key: &str| match key {
            "reading_memory_bytes" => 1..=MOST_MEMORY,
            "reading_seconds" | "reading_seconds_per_megabyte" => 0..=MOST,
            _ => 1..=MOST,
        };
        read::within_ranges(file, |key| Some(range(key)))?;
        Ok(limits)
    }
}

#[cfg(test)]
impl Limits {
    /// The built-in ones.
    pub(crate) fn built_in() -> Self {
        toml::from_str(include_str!("../../data/catalogue/limits.toml")).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_of_nothing_or_of_everything_is_an_error_with_a_place() {
        let built_in = include_str!("../../data/catalogue/limits.toml");
        let read = |to: &str| {
            let text = built_in.replace("\nrows = 1_048_576", &format!("\nrows = {to}"));
            Limits::read(&DefinitionFile {
                path: "limits.toml".into(),
                text: text.into(),
                shown: "mine/limits.toml".into(),
            })
        };
        assert!(read("2_000_000").is_ok());
        for (to, found) in [("0", "0"), ("9_223_372_036_854_775_807", "9223372036854775807")] {
            let error = read(to).unwrap_err();
            let place = error.place().to_string();
            assert_eq!((error.code().id, error.finding()), ("F204", found));
            assert!(
                place.contains("mine/limits.toml")
                    && place.contains("line")
                    && place.contains("rows"),
                "{place}"
            );
        }
        // A number beyond a machine word is not even a number of the format.
        assert_eq!(read("9_223_372_036_854_775_808").unwrap_err().code().id, "F201");
        assert_eq!(read("-1").unwrap_err().code().id, "F201");
    }
}
