//! Tests of this module: generated files, good and hostile, and the published files if they are
//! available.
//!
//! Belongs here: how small files are assembled. The cases are in `made`, `seen`, `texts`,
//! `open_document`, `hostile` and `published`.
//!
//! **Invariant:** generated files contain no more than their case needs, so that the purpose of a
//! test is obvious.

mod compound;
mod costs;
mod hostile;
mod made;
mod open_document;
mod published;
mod seen;
mod texts;

use super::{Sheet, Workbook};
use crate::catalogue::Limits;
use crate::domain::{Error, Result};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive with these entries.
fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The parts of a workbook with one sheet `Data`, with these rows and texts.
fn xlsx_parts(rows: &str, texts: &str) -> Vec<(&'static str, String)> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let list =
        |relations: &[String]| format!("<Relationships>{}</Relationships>", relations.concat());
    let styles = r#"<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>"#;
    vec![
        ("_rels/.rels", list(&[relation("r1", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/_rels/workbook.xml.rels",
            list(&[
                relation("s1", "worksheet", "worksheets/sheet1.xml"),
                relation("s2", "sharedStrings", "sharedStrings.xml"),
                relation("s3", "styles", "styles.xml"),
            ]),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Data" sheetId="1" r:id="s1"/></sheets></workbook>"#
            ),
        ),
        ("xl/styles.xml", format!(r#"<styleSheet xmlns="{MAIN}">{styles}</styleSheet>"#)),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{MAIN}" uniqueCount="3">{texts}</sst>"#)),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ]
}

fn xlsx(rows: &str, texts: &str) -> Vec<u8> {
    zipped(&xlsx_parts(rows, texts))
}

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, content)| (*name, content.as_str())).collect();
    archive(&parts)
}

/// A spreadsheet whose content.xml contains these tables.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

fn read(bytes: &[u8], sheet: &str) -> Result<Sheet> {
    Workbook::open(bytes, "made", &Limits::built_in())?.sheet(sheet).map(|sheet| (*sheet).clone())
}

/// The error that opening raises.
fn refused(bytes: &[u8]) -> Error {
    refused_within(bytes, &Limits::built_in())
}

fn refused_within(bytes: &[u8], limits: &Limits) -> Error {
    Workbook::open(bytes, "made", limits).unwrap_err()
}

fn assert_refused(error: &Error, code: &str, words: &str) {
    let message = error.to_string();
    assert_eq!(error.code().id, code, "{message}");
    assert!(message.contains(words), "{words:?} is not in\n{message}");
    assert_eq!(error.place().file.as_deref(), Some("made"), "{message}");
}
