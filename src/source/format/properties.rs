//! A workbook's own properties: when it was last saved.
//!
//! Belongs here: `docProps/core.xml` of xlsx and `meta.xml` of ods. Does not belong here: the
//! content of cells.
//!
//! **Invariant:** a file without properties, or with unreadable ones, has no such day but is still
//! read.

use super::entry::plain;
use super::markup::{Event, Reader};
use crate::domain::Date;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The maximum number of bytes read of the properties. Published files have less than two thousand.
const MOST_BYTES: u64 = 65_536;

/// The entries with the properties, and the element with the time of last saving.
const PROPERTIES: [(&str, &str); 2] = [("docprops/core.xml", "modified"), ("meta.xml", "date")];

/// The day on which a workbook was last saved, according to its own properties. `bytes` have
/// already been checked to be a sound archive.
pub(super) fn saved(bytes: &[u8]) -> Option<Date> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut text, mut element) = (String::new(), "");
    for index in 0..archive.len() {
        let entry = archive.by_index(index).ok()?;
        let name = plain(&entry.name().ok()?);
        let Some((_, of_entry)) = PROPERTIES.iter().find(|(path, _)| *path == name) else {
            continue;
        };
        entry.take(MOST_BYTES).read_to_string(&mut text).ok()?;
        element = *of_entry;
        break;
    }
    moment_of(&text, element)
}

/// The day in the first element with that name, whatever its prefix.
fn moment_of(text: &str, element: &str) -> Option<Date> {
    let mut reader = Reader::new(text);
    let mut is_inside = false;
    while let Some(event) = reader.event().ok()? {
        match event {
            Event::Start(tag) => is_inside = tag.name.rsplit(':').next() == Some(element),
            Event::Text(text) if is_inside => return text.trim().get(..10)?.parse().ok(),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::moment_of;
    use jiff::civil::date;

    #[test]
    fn the_day_of_the_last_saving() {
        // As in the H-CLIC workbooks for April to June 2025: xlsx of 26 February 2026, ods of 16
        // October 2025.
        let core = r#"<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">2024-08-05T11:25:18Z</dcterms:created>
            <dcterms:modified xsi:type="dcterms:W3CDTF">2026-06-12T14:19:43Z</dcterms:modified></cp:coreProperties>"#;
        assert_eq!(moment_of(core, "modified"), Some(date(2026, 6, 12)));
        let meta = "<office:meta><meta:creation-date>2024-08-05T11:25:18Z</meta:creation-date>\
            <dc:date>2025-10-13T12:57:10Z</dc:date></office:meta>";
        assert_eq!(moment_of(meta, "date"), Some(date(2025, 10, 13)));
        assert_eq!(moment_of("<office:meta/>", "date"), None);
    }
}
