//! Files that would take much time or memory by repeating something small: the cost of each must
//! match its own size.
//!
//! The time limits are far below the square of the input, so that a slow machine does not matter.

use super::compound::{compound, xls, xls_with};
use super::{archive, assert_refused, ods, refused, refused_within, xlsx, xlsx_parts, zipped};
use crate::catalogue::Limits;
use crate::domain::Result;
use crate::source::format::{Members, Sheet, Workbook};
use std::sync::Arc;
use std::time::{Duration, Instant};

const END: u32 = u32::MAX - 1;

/// The built-in limits, except for the compression ratio: repeated text, which these files consist
/// of, compresses a thousand to one.
fn limits() -> Limits {
    Limits { expansion_ratio: 2_000, ..Limits::built_in() }
}

fn read(bytes: &[u8], sheet: &str) -> Result<Arc<Sheet>> {
    Workbook::open(bytes, "made", &limits())?.sheet(sheet)
}

/// Runs work that must take less than this number of seconds.
fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    assert!(begun.elapsed() < Duration::from_secs(seconds), "{:?}", begun.elapsed());
    done
}

fn table(rows: &str) -> String {
    format!("<table:table table:name=\"T\">{rows}</table:table>")
}

fn cell(content: &str) -> String {
    format!(
        "<table:table-row><table:table-cell \
         office:value-type=\"string\">{content}</table:table-cell></table:table-row>"
    )
}

#[test]
fn a_sector_is_in_one_chain() {
    // The header names the one sector of the table 109 times, and the stream's last sector leads
    // back to its first. Five megabytes could be assembled from sixty thousand bytes.
    let stream = [xls(&[]), vec![0; 100 * 512]].concat();
    let mut bytes = compound("Workbook", END, &stream);
    assert!(Workbook::open(&bytes, "made", &Limits::built_in()).is_ok());
    let entry = 2 + stream.len().div_ceil(512) - 1;
    bytes[512 + entry * 4..512 + entry * 4 + 4].copy_from_slice(&2_u32.to_le_bytes());
    bytes[76..512].fill(0);
    bytes[1024 + 128 + 120..1024 + 128 + 124].copy_from_slice(&5_000_000_u32.to_le_bytes());
    assert_refused(&refused(&bytes), "F101", "cut short or damaged");
}

#[test]
fn xls_sheets_lie_beside_one_another() {
    // Forty sheets that are all the same part of the file.
    let count = 40;
    let start = 20 + 13 * (count + 1) + 4;
    let bound: Vec<Vec<u8>> = (0..count)
        .map(|number| [&u32::to_le_bytes(start)[..], &[0, 0, 1, 0, b'a' + number as u8]].concat())
        .collect();
    let more: Vec<(u16, &[u8])> = bound.iter().map(|bound| (0x0085, bound.as_slice())).collect();
    let number = [0; 14];
    let sheet = vec![(0x0203, &number[..]); 200];
    assert_refused(
        &refused(&compound("Workbook", END, &xls_with(&more, &sheet))),
        "F101",
        "lie over one another",
    );
    assert!(
        Workbook::open(&compound("Workbook", END, &xls(&sheet)), "made", &Limits::built_in())
            .is_ok()
    );
}

#[test]
fn the_first_rows_of_all_sheets_are_counted_together() {
    let tables: String = (0..3)
        .map(|n| table(&cell("<text:p>words</text:p>")).replace("\"T\"", &format!("\"{n}\"")))
        .collect();
    let bytes = ods(&tables);
    for (limits, words) in [
        (Limits { head_cells: 2, ..Limits::built_in() }, "3 cells in the first rows of the sheets"),
        (
            Limits { head_text_bytes: 12, ..Limits::built_in() },
            "15 bytes of text in the first rows",
        ),
    ] {
        let mut workbook = Workbook::open(&bytes, "made", &limits).unwrap();
        assert!(
            workbook.head("0", 60).is_ok()
                && workbook.head("1", 60).is_ok()
                && workbook.head("0", 60).is_ok()
        );
        assert_refused(&workbook.head("2", 60).unwrap_err(), "F114", words);
    }
}

#[test]
fn a_tag_may_have_many_attributes() {
    let attributes: String = (0..20_000).map(|n| format!(" n0:a{n}=\"x\"")).collect();
    let repeats = " table:number-columns-repeated=\"1\"".repeat(20_000);
    let row =
        format!("<table:table-row><table:table-cell{attributes}{repeats}/></table:table-row>");
    within(3, || read(&ods(&table(&row)), "T").unwrap());
    // Prefixes other than the usual ones are written out. This file declares the maximum number at
    // once.
    let prefixes: String = (0..450).map(|n| format!(" xmlns:n{n}=\"u{n}\"")).collect();
    let attributes: String = (0..200_000).map(|n| format!(" n0:a{n}=\"x\"")).collect();
    let row =
        format!("<table:table-row{prefixes}><table:table-cell{attributes}/></table:table-row>");
    let alone = format!(
        "<table:table-row xmlns:n0=\"u\"><table:table-cell{attributes}/></table:table-row>"
    );
    let time = |row: &str| {
        let (bytes, begun) = (ods(&table(row)), Instant::now());
        read(&bytes, "T").unwrap();
        begun.elapsed()
    };
    assert!(time(&row) < time(&alone) * 4, "{:?} {:?}", time(&row), time(&alone));
    let declared: String = (0..2_000).map(|n| format!(" xmlns:a{n}=\"x\"")).collect();
    let row = format!("<table:table-row{declared}/>");
    assert_refused(
        &refused_within(&ods(&table(&row)), &limits()),
        "F101",
        "more than 500 namespaces",
    );
}

#[test]
fn what_is_struck_through_is_not_written_out() {
    let style = |name: &str, parent: &str, properties: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"text\" \
             style:parent-style-name=\"{parent}\">{properties}</style:style>"
        )
    };
    let struck =
        style("struck", "", "<style:text-properties style:text-line-through-style=\"solid\"/>");
    let spaces = "<text:s text:c=\"131068\"/>".repeat(200_000);
    let body = table(&cell(&format!(
        "<text:p>a<text:span text:style-name=\"struck\">{spaces}</text:span></text:p>"
    )));
    let sheet = within(5, || read(&ods(&format!("{struck}{body}")), "T").unwrap());
    assert_eq!(sheet.cell(0, 0).to_string(), "a");
    // Thirty styles with long names, each of which is based on the next, and many pieces of text
    // that have the first.
    let long = "x".repeat(100_000);
    let name = |n: usize| if n == 0 { "s".to_owned() } else { format!("{long}{n}") };
    let chain: String = (0..30).map(|n| style(&name(n), &name(n + 1), "")).collect();
    let chain = format!("<office:styles>{chain}{}</office:styles>", style(&name(30), "struck", ""));
    let pieces = "<text:span text:style-name=\"s\">b</text:span>".repeat(40_000);
    let body = table(&cell(&format!("<text:p>a{pieces}</text:p>")));
    let struck = format!("<office:styles>{struck}</office:styles>");
    let sheet = within(5, || read(&ods(&format!("{struck}{chain}{body}")), "T").unwrap());
    assert_eq!(sheet.cell(0, 0).to_string(), "a", "the last of the chain strikes through");
}

#[test]
fn styles_that_build_on_one_another_in_a_circle_end() {
    let style = |name: &str, parent: &str, position: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"text\" \
             style:parent-style-name=\"{parent}\"><style:text-properties {position}/></style:style>"
        )
    };
    let raised = "style:text-position=\"super 58%\"";
    let circle = [style("a", "b", ""), style("b", "c", raised), style("c", "a", "")].concat();
    let text = "<text:p>12<text:span text:style-name=\"a\">3</text:span></text:p>";
    let bytes = ods(&format!("<office:styles>{circle}</office:styles>{}", table(&cell(text))));
    assert_eq!(read(&bytes, "T").unwrap().cell(0, 0).to_string(), "12");
}

#[test]
fn a_style_is_named_once() {
    let formats = "<NumberFormat Format=\"Percent\"/>".repeat(100_000);
    let document = format!(
        "<?xml version=\"1.0\"?><Workbook \
         xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Style \
         ID=\"{}\">{formats}</Style><Worksheet Name=\"T\"><Table><Row><Cell><Data \
         Type=\"Number\">1</Data></Cell></Row></Table></Worksheet></Workbook>",
        "x".repeat(500_000)
    );
    within(5, || read(document.as_bytes(), "T").unwrap());
}

#[test]
fn names_are_no_longer_than_programs_write() {
    let long = "n".repeat(1_001);
    let rows = cell("<text:p>1</text:p>");
    assert_refused(
        &refused(&ods(&table(&rows).replace("\"T\"", &format!("\"{long}\"")))),
        "F114",
        "a sheet with a name of 1001",
    );
    let mut parts = xlsx_parts("", "");
    parts[3].1 = parts[3].1.replace(
        "<cellXfs>",
        &format!("<numFmts><numFmt numFmtId=\"170\" formatCode=\"{long}\"/></numFmts><cellXfs>"),
    );
    assert_refused(&refused(&zipped(&parts)), "F114", "a number format of 1001 bytes");
    assert_refused(
        &refused(&archive(&[("xl/workbook.xml", ""), (long.as_str(), "")])),
        "F114",
        "an archive entry with a path of 1001",
    );
}

#[test]
fn a_part_is_one_sheet() {
    let mut parts = xlsx_parts("", "");
    let again = "<sheet name=\"Again\" sheetId=\"2\" r:id=\"s1\"/></sheets>";
    parts[2].1 = parts[2].1.replace("</sheets>", again);
    assert_refused(
        &refused(&zipped(&parts)),
        "F101",
        "two sheets in the part \"xl/worksheets/sheet1.xml\"",
    );
    // A hundred thousand sheets are refused before they are looked up one by one.
    let many: String = (0..100_000)
        .map(|n| format!("<sheet name=\"{n}\" sheetId=\"2\" r:id=\"x{n}\"/>"))
        .collect();
    parts[2].1 = parts[2].1.replace("</sheets>", &format!("{many}</sheets>"));
    assert_refused(&refused(&zipped(&parts)), "F114", "501 sheets");
}

#[test]
fn text_counts_whether_or_not_it_is_shown() {
    // All are in a row that is not requested, next to one that is.
    let cells = "<c r=\"A9\" t=\"s\"><v>0</v></c>".repeat(30);
    let bytes = xlsx(
        &format!("<row r=\"1\">{cells}</row>"),
        &format!("<si><t>{}</t></si>", "x".repeat(1_000)),
    );
    let limits = Limits { sheet_text_bytes: 10_000, ..Limits::built_in() };
    let error = Workbook::open(&bytes, "made", &limits).unwrap().head("Data", 1).unwrap_err();
    assert_refused(&error, "F114", "cells of more than 10000 bytes of text");
}

#[test]
fn merged_ranges_are_fewer_than_cells() {
    let mut parts = xlsx_parts("", "");
    let merged = "<mergeCell ref=\"XFC9:XFD9\"/>".repeat(101);
    parts[5].1 = parts[5]
        .1
        .replace("</sheetData>", &format!("</sheetData><mergeCells>{merged}</mergeCells>"));
    let bytes = zipped(&parts);
    let limits = Limits { cells: 100, ..Limits::built_in() };
    let error = Workbook::open(&bytes, "made", &limits).unwrap().sheet("Data").unwrap_err();
    assert_refused(&error, "F114", "do not lie over one another");
    assert!(read(&bytes, "Data").is_ok());
}

#[test]
fn archives_in_an_archive_are_counted_together() {
    let inner = archive(&[("xl/workbook.xml", ""), ("xl/media/a.png", &"x".repeat(60_000))]);
    let outer = |count: usize| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for number in 0..count {
            zip.start_file(format!("{number}.xlsx"), zip::write::SimpleFileOptions::default())
                .unwrap();
            std::io::Write::write_all(&mut zip, &inner).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let limits = Limits { expanded_bytes: 100_000, members: 4, ..Limits::built_in() };
    let bytes = outer(4);
    let mut members = Members::open(&bytes, &limits).unwrap().unwrap();
    assert!((0..3).all(|number| members.read(&format!("{number}.xlsx")).is_ok()));
    let error = members.read("3.xlsx").unwrap_err().in_file("made");
    assert_refused(
        &error,
        "F114",
        "files of more than 200000 bytes in the archive, once they are unpacked",
    );
    members.begin_anew();
    assert!(members.read("3.xlsx").is_ok());
    let error = Members::open(outer(5), &limits).err().unwrap().in_file("made");
    assert_refused(&error, "F114", "5 files in the archive");
    let bytes = outer(1);
    assert_eq!(Members::open(bytes.clone(), &limits).unwrap().unwrap().into_bytes(), bytes);
}

#[test]
fn an_entry_has_no_more_bytes_than_it_states() {
    let mut bytes = xlsx("<row r=\"1\"/>", "");
    // The size in each entry of the directory.
    let starts: Vec<usize> =
        (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == b"PK\x01\x02").collect();
    starts.into_iter().for_each(|at| bytes[at + 24..at + 28].copy_from_slice(&5_u32.to_le_bytes()));
    assert_refused(&refused(&bytes), "F101", "larger than its declared uncompressed size");
    assert!(read(&xlsx("<row r=\"1\"/>", ""), "Data").is_ok());
}
