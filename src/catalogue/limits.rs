//! How much of a file we are ready to read.
//!
//! The sizes and the reason for each stand in `data/catalogue/limits.toml`; the checks stand where bytes are read.

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
    /// Files of a zip archive that holds several.
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
    /// Rows down to the last one that holds something.
    pub rows: usize,
    /// Columns up to the last one that holds something.
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
    /// How often a file is read anew to find what its definition lacks.
    pub mend_readings: usize,
    /// The same for a file that nobody has asked to mend.
    pub proof_readings: usize,
    /// Seconds that reading a file may take, whatever its size.
    pub reading_seconds: u64,
    /// Seconds more for each million bytes of it.
    pub reading_seconds_per_megabyte: u64,
    /// Bytes of memory that reading may take where it is watched.
    pub reading_memory_bytes: u64,
}

#[cfg(test)]
impl Limits {
    /// The built-in ones.
    pub(crate) fn built_in() -> Self {
        toml::from_str(include_str!("../../data/catalogue/limits.toml")).unwrap()
    }
}
