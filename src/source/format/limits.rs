//! How much of a file we are ready to read.
//!
//! Belongs here: every size that reading is bounded by, and why it is what it is.
//! Does not belong here: the checks themselves, which stand where the bytes are read.
//!
//! **Invariant:** each default leaves room above the largest publication we know of, and together they keep reading
//! one file within about two gigabytes of memory.

/// Bounds of reading; a file beyond one of them is refused with `F114`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: usize,
    /// Bytes of all entries of a zip archive together, once inflated.
    pub expanded_bytes: u64,
    /// How many times larger an entry may become when inflated.
    pub expansion_ratio: u64,
    /// Entries of a zip archive.
    pub entries: usize,
    /// Markup tags of an xlsx part other than a worksheet; these parts are held in memory whole.
    pub tags: u64,
    /// Markup tags of the style sheet, whose entries take far more memory each.
    pub style_tags: u64,
    /// Sheets of a workbook, the remembered copies of other files not counted.
    pub sheets: usize,
    /// Rows down to the last one that holds something.
    pub rows: usize,
    /// Columns up to the last one that holds something.
    pub columns: usize,
    /// Cells of one sheet, gaps between filled cells included; for xls, of all sheets together.
    pub cells_per_sheet: usize,
    /// Bytes of text in one cell.
    pub text_bytes: usize,
    /// Bytes of text in all cells of one sheet.
    pub sheet_text_bytes: usize,
    /// Bytes of one line of a text file.
    pub line_bytes: usize,
}

const MEBIBYTE: usize = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            // The Home Office's largest detailed workbooks are some 30 MB; census extracts in csv are the largest files.
            file_bytes: 128 * MEBIBYTE,
            // The largest known content.xml is 38 MB; a workbook at the cell limit comes to about 300 MB.
            expanded_bytes: 512 * MEBIBYTE as u64,
            // Publications reach 45; the deflate format itself cannot exceed 1,032.
            expansion_ratio: 250,
            // A workbook of 34 sheets with its drawings and settings has 119.
            entries: 4_000,
            // Shared texts take four tags each, and a million of them is more than any publication has.
            tags: 4_000_000,
            // The largest known has 83,000.
            style_tags: 500_000,
            // Homelessness tables have 42.
            sheets: 500,
            // The xlsx format has no more.
            rows: 1_048_576,
            // Single year of age by sex, or a census table by category, stays within a few hundred.
            columns: 4_096,
            // The whole asylum series by nationality and quarter is about 1.6 million.
            cells_per_sheet: 5_000_000,
            // Excel allows 32,767 characters, of up to four bytes each.
            text_bytes: 4 * 32_767,
            // Names and labels repeated on each of a million rows.
            sheet_text_bytes: 256 * MEBIBYTE,
            // The widest known header line is some 20 kB.
            line_bytes: MEBIBYTE,
        }
    }
}
