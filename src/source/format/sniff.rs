//! The kind of file, determined from the bytes alone.
//!
//! Belongs here: recognising formats, and naming the things that are often saved under a workbook's
//! name. Does not belong here: reading. File names are never used: publishers reuse and misname
//! them.
//!
//! **Invariant:** bytes recognised as something other than a publication are refused, with the name
//! of their format.

use super::fault::unreadable;
use crate::domain::{Error, Result};

/// The kind of a file according to its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// A zip archive: xlsx, ods, or something else.
    Zip,
    /// A compound file of the older Office formats: xls, or an encrypted workbook.
    Compound,
    /// Text in fields.
    Text,
    /// An OpenDocument spreadsheet in one XML document.
    FlatOds,
    /// A workbook of Excel 2003 in one XML document.
    SpreadsheetMl,
}

const COMPOUND_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Unsupported formats, by their first bytes, with their name and advice.
const STRANGERS: &[(&[u8], &str, &str)] = &[
    (
        b"%PDF",
        "a PDF document",
        "look on the publisher's page for the same tables as a spreadsheet",
    ),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xFD7zXZ", "an xz archive", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a zstd archive", UNPACK),
    (b"7z\xBC\xAF", "a 7z archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"SQLite format 3\0", "an SQLite database (such as a GeoPackage)", ELSEWHERE),
    (b"PAR1", "a Parquet file", ELSEWHERE),
    (b"ARROW1", "an Arrow file", ELSEWHERE),
    (b"$FL2", "an SPSS file", ELSEWHERE),
    (b"<stata_dta>", "a Stata file", ELSEWHERE),
    (b"\x89PNG", "a PNG picture", ELSEWHERE),
    (b"\xFF\xD8\xFF", "a JPEG picture", ELSEWHERE),
    (b"{\\rtf", "a rich text document", ELSEWHERE),
    (b"MIME-Version:", "a web page saved as one file (mht)", SAVE_AS),
    (b"ID;P", "a SYLK file", SAVE_AS),
    (b"\x09\x00\x04\x00", "a workbook of Excel 2", SAVE_AS),
    (b"\x09\x02\x06\x00", "a workbook of Excel 3", SAVE_AS),
    (b"\x09\x04\x06\x00", "a workbook of Excel 4", SAVE_AS),
    (b"\x09\x08\x08\x00\x00\x05", "a workbook of Excel 5", SAVE_AS),
    (b"\x00\x00\x02\x00\x06\x04", "a workbook of Lotus 1-2-3", SAVE_AS),
];

const UNPACK: &str = "unpack it and import the file inside";
const SAVE_AS: &str = "open it in a spreadsheet program and save it as xlsx or ods";
const ELSEWHERE: &str = "look on the publisher's page for the same figures as xlsx, ods or csv";

/// Returns the family of a file, or refuses it by name.
pub(super) fn family(bytes: &[u8]) -> Result<Family> {
    if bytes.is_empty() {
        return Err(unreadable("an empty file (0 bytes)"));
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return Err(unreadable(format!("{} zero bytes and nothing else", bytes.len()))
            .help("the download broke off after the space was reserved; download the file again"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Family::Zip);
    }
    if bytes.starts_with(COMPOUND_MAGIC) {
        return Ok(Family::Compound);
    }
    if let Some((_, name, help)) = STRANGERS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(unreadable(*name).help(*help));
    }
    text_family(bytes)
}

/// Why bytes cannot be a published file, if that is clear from them; `None` if only reading can
/// show that.
pub fn refused(bytes: &[u8]) -> Option<Error> {
    family(bytes).err()
}

fn text_family(bytes: &[u8]) -> Result<Family> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        // UTF-16 contains zero bytes, so the checks below would misjudge it.
        return Ok(Family::Text);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(unreadable(format!(
            "binary data of an unknown format (a zero byte at position {at})"
        )));
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match text.first() {
        None => Err(unreadable("a file of blanks and nothing else")),
        Some(b'<') => markup(text),
        _ if is_json(text) => Err(unreadable("a JSON document").help(ELSEWHERE)),
        _ if is_pc_axis(text) => Err(unreadable("a PC-Axis file (px)").help(
            "on the page it came from choose csv or Excel in place of PC-Axis, and download it \
             again",
        )),
        Some(_) => Ok(Family::Text),
    }
}

/// True for an object or a list of objects, complete or truncated, and for any other complete list.
/// A csv note may begin with `[c]`.
fn is_json(text: &[u8]) -> bool {
    let is_list_of_objects = |inside: &[u8]| inside.trim_ascii_start().starts_with(b"{");
    let is_whole = || serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok();
    text.starts_with(b"{")
        || text.strip_prefix(b"[").is_some_and(|inside| is_list_of_objects(inside) || is_whole())
}

/// True for PxWeb files of statistical offices. They begin with a keyword in capitals, and keywords
/// for the format come first.
fn is_pc_axis(text: &[u8]) -> bool {
    const BEGINNING: usize = 1024;
    let start = &text[..text.len().min(BEGINNING)];
    let name = start.split(|byte| matches!(byte, b'=' | b'[' | b'(')).next().unwrap_or_default();
    let is_keyword = name.len() < start.len()
        && name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'-');
    let tells = ["CHARSET=", "AXIS-VERSION=", "CODEPAGE=", "MATRIX="];
    is_keyword
        && tells.iter().any(|keyword| memchr::memmem::find(start, keyword.as_bytes()).is_some())
}

fn markup(text: &[u8]) -> Result<Family> {
    const BEGINNING: usize = 4096;
    let start = text[..text.len().min(BEGINNING)].to_ascii_lowercase();
    let holds = |needle: &str| memchr::memmem::find(&start, needle.as_bytes()).is_some();
    if holds("<!doctype html") || holds("<html") {
        let is_table = holds("urn:schemas-microsoft-com:office") || holds("<table");
        return Err(if is_table {
            unreadable("an HTML page, as some websites save tables under a workbook's name")
                .help(SAVE_AS)
        } else {
            unreadable("an HTML page").help(
                "the address leads to a web page, often an error page; download the file that the \
                 page links to",
            )
        });
    }
    if holds("urn:schemas-microsoft-com:office:spreadsheet") {
        return Ok(Family::SpreadsheetMl);
    }
    if holds("urn:oasis:names:tc:opendocument:xmlns:office:1.0") {
        return if holds("application/vnd.oasis.opendocument.spreadsheet") {
            Ok(Family::FlatOds)
        } else {
            Err(unreadable("a flat OpenDocument file that is not a spreadsheet"))
        };
    }
    if holds("<table") {
        return Err(unreadable("a piece of HTML with a table").help(SAVE_AS));
    }
    let sdmx = holds("sdmx.org");
    Err(unreadable(if sdmx { "an SDMX file" } else { "XML text" }).help(if sdmx {
        ELSEWHERE
    } else {
        "the server may have answered with an error message; open the file in a text editor to \
         read it"
    }))
}
