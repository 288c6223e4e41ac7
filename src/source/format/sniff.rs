//! What kind of file the bytes are, told from the bytes alone.
//!
//! Belongs here: recognising formats, and naming the things that are often saved under a workbook's name.
//! Does not belong here: reading. File names are never looked at: publishers reuse and misname them.
//!
//! **Invariant:** bytes that are recognised as something else than a publication are refused by that name.

use super::fault::unreadable;
use crate::domain::{Error, Result};

/// What a file starts like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// A zip archive: xlsx, ods, or something else.
    Zip,
    /// A compound file of the older Office formats: xls, or an encrypted workbook.
    Compound,
    /// Text.
    Text,
}

const COMPOUND_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Binary formats seen in downloads, by their first bytes.
const STRANGERS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"SQLite format 3\0", "an SQLite database (such as a GeoPackage)"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a rich text document"),
];

/// Tells the family of a file, or refuses it by name.
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
    if let Some((_, name)) = STRANGERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(unreadable(*name));
    }
    text_family(bytes)
}

/// Why bytes cannot be a published file, where that is clear from them; `None` where reading must tell.
pub(in crate::source) fn refused(bytes: &[u8]) -> Option<Error> {
    family(bytes).err()
}

fn text_family(bytes: &[u8]) -> Result<Family> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        // UTF-16 has zero bytes of its own; the checks below would misjudge it.
        return Ok(Family::Text);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(unreadable(format!("binary data of an unknown format (a zero byte at position {at})")));
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match text.first() {
        None => Err(unreadable("a file of blanks and nothing else")),
        Some(b'<') => Err(markup(text)),
        Some(b'{') => Err(unreadable("a JSON document")),
        Some(_) => Ok(Family::Text),
    }
}

fn markup(text: &[u8]) -> Error {
    let start = text[..text.len().min(512)].to_ascii_lowercase();
    let holds = |needle: &[u8]| start.windows(needle.len()).any(|window| window == needle);
    if holds(b"<!doctype html") || holds(b"<html") {
        unreadable("an HTML page")
            .help("the address leads to a web page, often an error page; download the file that the page links to")
    } else {
        unreadable("XML text")
            .help("the server may have answered with an error message; open the file in a text editor to read it")
    }
}
