//! Broken or malicious files: each is refused quickly, with a specific reason.

use super::compound::{compound, xls, xls_with};
use super::{
    archive, assert_refused, ods, read, refused, refused_within, xlsx, xlsx_parts, zipped,
};
use crate::catalogue::Limits;
use crate::source::format::Workbook;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[test]
fn things_under_a_workbooks_name() {
    let cases: [(&[u8], &str); 12] = [
        (b"", "an empty file"),
        (&[0; 4096], "4096 zero bytes"),
        (b" \r\n ", "blanks and nothing else"),
        (b"\n<!DOCTYPE html>\n<html>", "an HTML page"),
        (b"\xEF\xBB\xBF<HTML><body>503", "an HTML page"),
        (b"<?xml version=\"1.0\"?><Error>AccessDenied</Error>", "XML text"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"{\"error\": 404}", "a JSON document"),
        (b"SQLite format 3\0abc", "an SQLite database"),
        (b"a,b\n\0\0\0", "a zero byte at position 4"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more", "an older Office file that is cut short"),
        (b"PK\x03\x04 and no more", "a zip archive that is cut short or damaged"),
    ];
    for (bytes, words) in cases {
        assert_refused(&refused(bytes), "F101", words);
    }
}

#[test]
fn zips_that_are_no_workbook() {
    assert_refused(&refused(&archive(&[])), "F101", "an empty zip archive");
    assert_refused(&refused(&archive(&[("word/document.xml", "")])), "F101", "a Word document");
    assert_refused(&refused(&archive(&[("a/readme", "")])), "F101", "it holds \"a/readme\"");
    assert_refused(&refused(&archive(&[("xl/workbook.bin", "")])), "F101", "xlsb");
    let odt = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<a/>"),
    ]);
    assert_refused(&refused(&odt), "F101", "opendocument.text");
    assert_refused(&refused(&ods("")), "F101", "without any sheet");
}

#[test]
fn a_file_cut_short_anywhere_is_refused_or_read() {
    let whole = xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "");
    for length in 4..whole.len() {
        assert!(
            Workbook::open(&whole[..length], "made", &Limits::built_in()).is_err(),
            "{length} bytes"
        );
    }
    let whole = ods("<table:table table:name=\"T\"><table:table-row/></table:table>");
    for length in 4..whole.len() {
        assert!(
            Workbook::open(&whole[..length], "made", &Limits::built_in()).is_err(),
            "{length} bytes"
        );
    }
}

#[test]
fn a_flipped_byte_never_aborts() {
    let whole = xlsx(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, "<si><t>x</t></si>");
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        if let Ok(mut workbook) = Workbook::open(&bytes, "made", &Limits::built_in()) {
            let _ = workbook.sheet("Data");
        }
    }
}

/// An archive with one entry of that many equal bytes, and the files that make it look like a
/// workbook.
fn bomb(name: &str, megabytes: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..megabytes {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_would_fill_the_memory() {
    // Text that compresses 1,000 to 1 is detected by its ratio after the first megabyte, not after
    // all of it.
    let bytes = bomb("xl/drawings/drawing1.xml", 300);
    assert!(bytes.len() < 1024 * 1024);
    assert_refused(&refused(&bytes), "F114", "more than 250 times its size");
    let lenient =
        Limits { expansion_ratio: 2_000, expanded_bytes: 8 * 1024 * 1024, ..Limits::built_in() };
    assert_refused(&refused_within(&bytes, &lenient), "F114", "more than 8388608 bytes in all");
    assert_refused(&refused(&bomb("media/picture.png", 20)), "F114", "\"media/picture.png\"");
}

#[test]
fn an_archive_beyond_the_other_limits() {
    let bytes = xlsx("", "");
    let few = Limits { entries: 5, ..Limits::built_in() };
    assert_refused(&refused_within(&bytes, &few), "F114", "6 entries");
    let small = Limits { file_bytes: 100, ..Limits::built_in() };
    assert_refused(&refused_within(&bytes, &small), "F114", "at most 100");
    let none = Limits { sheets: 0, ..Limits::built_in() };
    assert_refused(&refused_within(&bytes, &none), "F114", "1 sheets");
    let texts = Limits { text_tags: 100, ..Limits::built_in() };
    assert_refused(
        &refused_within(&xlsx("", &"<si/>".repeat(200)), &texts),
        "F114",
        "more than 100 tags",
    );
}

#[test]
fn a_number_of_texts_that_cannot_be_sets_no_memory_aside() {
    for announced in ["99999999999999999999", "999999999999", "  =  "] {
        let mut parts = xlsx_parts(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, "");
        parts[4].1 = format!(
            "<sst {}uniqueCount=\"{announced}\"><si><t>x</t></si></sst>",
            " ".repeat(65_500)
        );
        assert_eq!(read(&zipped(&parts), "Data").unwrap().cell(0, 0).to_string(), "x");
    }
}

#[test]
fn entities_that_multiply() {
    let mut parts = xlsx_parts("", "<si><t>&b;</t></si>");
    let padding = " ".repeat(65_530);
    parts[4].1 = format!(
        "<?xml version=\"1.0\"?>{padding}<!DOCTYPE b [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>{}",
        parts[4].1
    );
    assert_refused(&refused(&zipped(&parts)), "F101", "document type or entity declaration");
    let cell =
        "<table:table-cell office:value-type=\"string\"><text:p>&b;</text:p></table:table-cell>";
    let bytes = ods(&format!(
        "<table:table table:name=\"T\"><table:table-row>{cell}</table:table-row></table:table>"
    ));
    assert_refused(&read(&bytes, "T").unwrap_err(), "F101", "the entity \"b\"");
}

#[test]
fn paths_that_lead_out_of_the_archive() {
    for path in ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\evil", "C:\\evil", "xl/../x"] {
        let bytes = archive(&[("xl/workbook.xml", ""), (path, "")]);
        assert_refused(&refused(&bytes), "F101", "an archive entry with the path");
    }
}

#[test]
fn workbooks_behind_a_password() {
    let mut bytes = xlsx("", "");
    // Bit 0 of the flags, in each local header and each entry of the directory.
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let starts: Vec<usize> =
            (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == signature).collect();
        starts.into_iter().for_each(|at| bytes[at + flags] |= 1);
    }
    assert_refused(&refused(&bytes), "F101", "protected by a password");
    let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let bytes = archive(&[("content.xml", "noise"), ("META-INF/manifest.xml", manifest)]);
    assert_refused(&refused(&bytes), "F101", "protected by a password");
    assert_refused(
        &refused(&compound("EncryptedPackage", 0, &[])),
        "F101",
        "protected by a password",
    );
    // An xls workbook in which only the encryption record is readable: Excel opens it with the
    // standard password.
    let record = [1, 0, 1, 0, 1, 0].into_iter().chain([7; 48]).collect::<Vec<u8>>();
    let bytes = compound("Workbook", u32::MAX - 1, &xls_with(&[(0x002F, &record)], &[]));
    let error = refused(&bytes);
    assert_refused(&error, "F101", "protected by a password");
    let said = error.to_string();
    assert!(
        said.contains("standard password (VelvetSweatshop)")
            && said.contains("save it anew as xlsx"),
        "{said}"
    );
}

#[test]
fn cells_far_apart() {
    let bytes = xlsx(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
        "",
    );
    let error = read(&bytes, "Data").unwrap_err();
    assert_refused(&error, "F114", "a filled cell in column 16384");
    assert_eq!(error.place().cell.as_deref(), Some("XFD1048576"));
    // Empty cells there, as left by formatting, are no reason to refuse.
    let bytes = xlsx(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>"#,
        "",
    );
    assert_eq!(read(&bytes, "Data").unwrap().height(), 1);
    // 1,300 rows, each with one cell in column 4,001, are 5.2 million cells including the gaps.
    let rows: String = (1..=1_300)
        .map(|row| format!("<row r=\"{row}\"><c r=\"EWW{row}\"><v>1</v></c></row>"))
        .collect();
    assert_refused(&read(&xlsx(&rows, ""), "Data").unwrap_err(), "F114", "at most 3000000 cells");
}

#[test]
fn long_texts() {
    let long = format!("<si><t>{}</t></si>", "x".repeat(200_000));
    let bytes = xlsx(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, &long);
    assert_refused(&read(&bytes, "Data").unwrap_err(), "F114", "a text of 200000 bytes");
    // A text that is stored once and shown in many cells counts each time.
    let text = format!("<si><t>{}</t></si>", "x".repeat(1_000));
    let bytes = xlsx(&r#"<row><c t="s"><v>0</v></c></row>"#.repeat(20), &text);
    let limits = Limits { sheet_text_bytes: 10_000, ..Limits::built_in() };
    let error = Workbook::open(&bytes, "made", &limits).unwrap().sheet("Data").unwrap_err();
    assert_refused(&error, "F114", "at most 10000 bytes of text");
}

#[test]
fn ods_repeats_beyond_reason() {
    let table = |rows: &str, columns: &str, cell: &str| {
        ods(&format!(
            "<table:table table:name=\"T\"><table:table-row \
             table:number-rows-repeated=\"{rows}\"><table:table-cell \
             table:number-columns-repeated=\"{columns}\" {cell}/></table:table-row></table:table>"
        ))
    };
    let filled = "office:value-type=\"float\" office:value=\"1\"";
    assert_eq!(
        read(&table("18446744073709551615", "18446744073709551615", ""), "T").unwrap().height(),
        0
    );
    for (rows, columns, words) in [
        ("1048576", "4000", "at most 3000000 cells"),
        ("18446744073709551615", "1", "a filled cell in row 1048577"),
        ("1", "18446744073709551615", "a filled cell in column 4097"),
    ] {
        assert_refused(&read(&table(rows, columns, filled), "T").unwrap_err(), "F114", words);
    }
    assert_refused(
        &read(&table("many", "1", filled), "T").unwrap_err(),
        "F101",
        "number-rows-repeated of \"many\"",
    );
    let spaces = "<table:table-cell office:value-type=\"string\"><text:p><text:s \
        text:c=\"99999999999\"/></text:p></table:table-cell>";
    let bytes = ods(&format!(
        "<table:table table:name=\"T\"><table:table-row>{spaces}</table:table-row></table:table>"
    ));
    assert_refused(&read(&bytes, "T").unwrap_err(), "F114", "bytes in a cell");
}

#[test]
fn csv_lines_and_quotes_without_end() {
    let long = format!("a,b\n{}\n", "1,".repeat(1024 * 1024));
    let error = read(long.as_bytes(), "csv").unwrap_err();
    assert_refused(&error, "F114", "a line of more than 1048576 bytes");
    assert_eq!(error.place().line, Some((2, 1)));
    let error = read(b"a,b\n1,2\n\"3,4\n5,6\n7,8\n", "csv").unwrap_err();
    assert_refused(&error, "F101", "never closed");
    assert_eq!(error.place().line, Some((3, 1)));
    assert_refused(
        &read("x".repeat(200_000).as_bytes(), "csv").unwrap_err(),
        "F114",
        "a text of 200000 bytes",
    );
    assert_refused(&read(&b"a,".repeat(5_000), "csv").unwrap_err(), "F114", "column 4097");
}

#[test]
fn xls_read_and_xls_refused() {
    const END: u32 = u32::MAX - 1;
    let number =
        |row: u8, column: u8| [&[row, row, column, 0, 0, 0][..], &7.5_f64.to_le_bytes()].concat();
    let good = compound("Workbook", END, &xls(&[(0x0203, &number(0, 1))]));
    assert_eq!(read(&good, "S").unwrap().cell(0, 1).to_string(), "7.5");
    let apart =
        compound("Workbook", END, &xls(&[(0x0203, &number(0, 0)), (0x0203, &number(255, 255))]));
    assert_refused(&refused(&apart), "F114", "cells too many or too far apart");
    // One text of 20,000 characters shown in 9 cells is counted 9 times.
    let text = [&[0; 8][..], &20_000_u16.to_le_bytes(), &[0], &[b'x'; 8_000]].concat();
    let (more, most) =
        ([&[1][..], &b"y\0".repeat(4_000)].concat(), [&[0][..], &[b'z'; 8_000]].concat());
    let cell = [0_u8; 10];
    let many =
        xls_with(&[(0x00FC, &text), (0x003C, &more), (0x003C, &most)], &[(0x00FD, &cell[..]); 9]);
    let limits = Limits { sheet_text_bytes: 9 * 60_000 - 1, ..Limits::built_in() };
    assert_refused(
        &refused_within(&compound("Workbook", END, &many), &limits),
        "F114",
        "bytes of text",
    );
    let shown = read(&compound("Workbook", END, &many), "S").unwrap().cell(0, 0).to_string();
    assert_eq!((shown.len(), &shown[7_999..8_001], &shown[19_999..]), (20_000, "xy", "z"));
    let short = xls_with(&[(0x00FC, &text)], &[]);
    assert_refused(&refused(&compound("Workbook", END, &short)), "F101", "cut short or damaged");
    let announced = [&[0; 4][..], &[0xFF; 4], &[0, 0, 0xFF, 0xFF, 0, 0]].concat();
    assert_refused(
        &refused(&compound("Workbook", END, &xls(&[(0x0200, &announced)]))),
        "F101",
        "announces rows",
    );
    let mut circle = compound("Workbook", 2, &xls(&[]));
    circle[512 * 2 + 128 + 120..512 * 2 + 128 + 124].copy_from_slice(&[0xFF; 4]);
    assert_refused(&refused(&circle), "F101", "cut short or damaged");
    assert_refused(&refused(&compound("WordDocument", 0, &[])), "F101", "not a workbook");
}

#[test]
fn xls_cells_and_formulas_beyond_reason() {
    const END: u32 = u32::MAX - 1;
    let book = |records: &[(u16, &[u8])]| compound("Workbook", END, &xls(records));
    // One record of 200 numbers, given twice: 400 cells on a sheet of 200.
    let numbers = [&[0, 0, 0, 0][..], &[0; 6 * 200], &199_u16.to_le_bytes()].concat();
    let limits = Limits { xls_cells: 399, ..Limits::built_in() };
    let repeated = book(&[(0x00BD, &numbers), (0x00BD, &numbers)]);
    assert_refused(&refused_within(&repeated, &limits), "F114", "cells too many");
    assert!(read(&book(&[(0x00BD, &numbers)]), "S").is_ok());
    let formula = [0; 22 + 4_097];
    assert_refused(&refused(&book(&[(0x0006, &formula)])), "F101", "an xls formula of 4097 bytes");
    // A thousand operands, each of which may stand for a name of 1 and 16 letters more.
    let limits = Limits { sheet_text_bytes: 16_999, ..Limits::built_in() };
    assert_refused(
        &refused_within(&book(&[(0x0006, &formula[..22 + 4_000])]), &limits),
        "F114",
        "bytes of text",
    );
    assert_refused(
        &refused_within(&repeated, &Limits { xls_bytes: 100, ..Limits::built_in() }),
        "F114",
        "at most 100",
    );
}

#[test]
fn csv_rows_cut_short() {
    let table = "Code,Area,People\nE1,Adur,1\nE2,\"Arun, West\",2\n";
    for (end, line, fields) in
        [("E3,Bo", 4, "2 fields"), ("E3", 4, "1 field"), ("E3,Bognor\nE4,Cr", 5, "2 fields")]
    {
        let error = refused(format!("{table}{end}").as_bytes());
        assert_refused(
            &error,
            "F101",
            &format!("found a row of {fields}, expected 3 fields, as in the header in line 1"),
        );
        assert_eq!(error.place().line, Some((line, 1)), "{end:?}");
    }
    // Prose around a table may have any number of fields.
    for fine in [
        format!("People by area\n\n{table}"),
        format!("{table}Source: ONS\n"),
        format!("{table}\nSource: ONS, 2024"),
        format!("{table}Source: ONS, 2024\nNotes: none\n"),
        format!("{table}Source: ONS, 2024\nRounded, as published"),
        "a,b\n1\n".to_owned(),
    ] {
        assert!(read(fine.as_bytes(), "csv").is_ok(), "{fine}");
    }
    // Empty fields at the end of a row may be omitted, and there may be more fields than columns.
    for row in ["E3,Bognor\n", "E3,B\nE4,Crawley,4\n", "E3,Bognor,,,\n"] {
        let sheet = read(format!("{table}{row}").as_bytes(), "csv").unwrap();
        assert!(sheet.cell(3, 2).is_blank() && !sheet.cell(3, 1).is_blank(), "{row}");
    }
}

#[test]
fn workbooks_whose_parts_are_not_there() {
    for (part, from, to, words) in [
        (0, "xl/workbook.xml", "xl/other.xml", "as its workbook"),
        (1, "worksheets/sheet1.xml", "media/a.png", "as its worksheet"),
        (1, "Id=\"s1\"", "Id=\"s9\"", "does not say where it holds its sheet \"Data\""),
        (0, "/officeDocument", "/other", "name no workbook"),
    ] {
        let mut parts = xlsx_parts("", "");
        parts[part].1 = parts[part].1.replace(from, to);
        assert_refused(&refused(&zipped(&parts)), "F101", words);
    }
    let names = [("xl/workbook.xml", ""), ("XL\\WORKBOOK.XML", "")];
    assert_refused(&refused(&archive(&names)), "F101", "two archive entries of the same name");
}

#[test]
fn merged_ranges_over_one_another() {
    let mut parts = xlsx_parts(r#"<row r="2000"><c r="A2000"><v>1</v></c></row>"#, "");
    let merged = "<mergeCell ref=\"A1:ZZ2000\"/>".repeat(4_000);
    parts[5].1 = parts[5]
        .1
        .replace("</sheetData>", &format!("</sheetData><mergeCells>{merged}</mergeCells>"));
    assert_refused(
        &read(&zipped(&parts), "Data").unwrap_err(),
        "F114",
        "do not lie over one another",
    );
}
