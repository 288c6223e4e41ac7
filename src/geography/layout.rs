//! The CSV layout that outlines, centres and tiles share: citation lines, one exact header, fields
//! without quotes.
//!
//! Belongs here: splitting lines and reporting where one is wrong. Does not belong here: what the
//! fields mean.

use crate::domain::{Error, Result, error_codes};

/// The rows below `header`, each with its line number in the file; lines beginning with `#` are
/// skipped.
pub(super) fn rows(text: &str, header: &[&str], file: &str) -> Result<Vec<(usize, Vec<String>)>> {
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let expected = header.join(",");
    match lines.next() {
        Some((_, line)) if line.trim() == expected => {}
        first => {
            let (line, found) = first.unwrap_or((1, "no header at all"));
            return Err(wrong(file, line)
                .found(format!("{found:?}"))
                .expected(format!("the header `{expected}`")));
        }
    }
    lines
        .map(|(number, line)| {
            let fields: Vec<String> =
                line.split(',').map(|field| field.trim().to_owned()).collect();
            if fields.len() == header.len() {
                return Ok((number, fields));
            }
            Err(wrong(file, number)
                .found(format!("{} fields", fields.len()))
                .expected(format!("{} fields: `{expected}`", header.len())))
        })
        .collect()
}

/// An error at a line of a layout file; the caller adds what was expected.
pub(super) fn wrong(file: &str, line: usize) -> Error {
    Error::new(error_codes::DEFINITION_UNREADABLE, "reading a layout of the map")
        .in_file(file)
        .at_line(line, 1)
}
