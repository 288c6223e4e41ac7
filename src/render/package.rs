//! Packages of parts in a zip archive, which OpenDocument sheets and Word documents are.
//!
//! Belongs here: the archive. Does not belong here: the parts of a format, templates
//! (`template.rs`), and characters that XML cannot write (`characters.rs`).
//!
//! **Invariant:** the archive has no date, so that the same parts give the same bytes.

use crate::domain::{Error, Result, error_codes};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A part of a package: its path, its bytes, and whether they are compressed.
pub(super) struct Part {
    path: String,
    bytes: Vec<u8>,
    compression: CompressionMethod,
}

impl Part {
    /// A compressed part.
    pub fn of(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), compression: CompressionMethod::Deflated }
    }

    /// An uncompressed part: programs look for its words in the first bytes.
    pub fn stored(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { compression: CompressionMethod::Stored, ..Self::of(path, bytes) }
    }
}

/// The parts as an archive, in their order.
pub(super) fn archive(doing: &'static str, parts: &[Part]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let options = SimpleFileOptions::default().compression_method(part.compression);
        zip.start_file(part.path.as_str(), options).map_err(|error| refused(doing, error))?;
        zip.write_all(&part.bytes).map_err(|error| refused(doing, error))?;
    }
    Ok(zip.finish().map_err(|error| refused(doing, error))?.into_inner())
}

/// The error that something could not be written, with what was found; `doing` names what was being
/// written.
pub(super) fn refused(doing: &'static str, found: impl ToString) -> Error {
    Error::new(error_codes::DRAWING_FAILED, doing).found(found.to_string())
}
