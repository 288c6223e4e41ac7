//! Text files and single XML documents as publishers write them. All figures here are made up.

use super::{archive, assert_refused, read, refused, zipped};
use crate::catalogue::Limits;
use crate::source::format::cell::NOT_CALCULATED;
use crate::source::format::{Members, Value};

pub(super) fn text(words: &str) -> Value {
    Value::Text(words.into())
}

pub(super) fn fault(words: &str) -> Value {
    Value::Fault(words.into())
}

pub(super) fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn excel_2003_xml_is_read() {
    let bytes = br##"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
        <Style ss:ID="s2"><NumberFormat ss:Format="[&lt;5]&quot;[c]&quot;;0"/></Style><Style ss:ID="s3"><NumberFormat ss:Format="mmm\\-yy"/></Style></Styles>
        <Worksheet ss:Name="People &amp; places"><Table><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">Area</Data>
          <Comment><ss:Data>a note</ss:Data></Comment></Cell><Cell><Data ss:Type="DateTime">2025-12-31T00:00:00.000</Data></Cell></Row>
        <Row><Cell><Data ss:Type="Number">12.5</Data></Cell><Cell ss:Index="4" ss:StyleID="s1"><Data ss:Type="Number">0.25</Data></Cell>
          <Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><ss:Data ss:Type="String"><Font>1234</Font><Sup>1</Sup></ss:Data></Cell>
        </Row><Row><Cell ss:StyleID="s2"><Data ss:Type="Number">3</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="Number">7</Data></Cell>
          <Cell ss:StyleID="s3"><Data ss:Type="DateTime">2025-12-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"##;
    let sheet = read(bytes, "People & places").unwrap();
    assert_eq!(sheet.rows()[0], []);
    assert_eq!(sheet.rows()[1], [text("Area"), Value::Empty, day("2025-12-31")]);
    let percentage = Value::Displayed { stored: 0.25, factor: 100.0 };
    let row = [
        Value::Number(12.5),
        Value::Empty,
        Value::Empty,
        percentage,
        fault(NOT_CALCULATED),
        fault("#N/A"),
        text("1234"),
    ];
    assert_eq!(sheet.rows()[2], row);
    assert_eq!(sheet.rows()[3], [text("[c]"), Value::Number(7.0), text("Dec 2025")]);
}

fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheet = read(bytes, "csv").unwrap();
    sheet.rows().iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn csv_with_tabs_semicolons_bars_and_a_declared_separator() {
    let expected =
        [["Area", "People"], ["Barking, and Dagenham", "1"], ["Kensington; Chelsea", "2"]];
    for separator in [',', ';', '\t', '|'] {
        let field = |words: &str| {
            if words.contains(separator) { format!("\"{words}\"") } else { words.to_owned() }
        };
        let lines: Vec<String> =
            expected.iter().map(|row| row.map(field).join(&separator.to_string())).collect();
        let words = lines.join("\r\n");
        assert_eq!(csv(words.as_bytes()), expected, "{separator:?}");
        let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(csv(&[b"\xFF\xFE", wide.as_slice()].concat()), expected, "{separator:?}");
        assert_eq!(
            csv(format!("SEP={separator}\r\n{words}").as_bytes()),
            expected,
            "{separator:?}"
        );
    }
    // Notes in prose have more commas than the table has tabs.
    let words = "People, by area, in thousands, rounded\n\nArea\tPeople\nAdur\t1\nArun\t2\nSource: \
        ONS, 2024, revised\n";
    assert_eq!(csv(words.as_bytes())[2..5], [["Area", "People"], ["Adur", "1"], ["Arun", "2"]]);
}

#[test]
fn csv_with_semicolons_and_decimal_commas() {
    let words = "Area;Rate;People\nAdur;1234,5;12\n\"Arun; West\";1.234,25;7\n";
    let expected =
        [["Area", "Rate", "People"], ["Adur", "1234.5", "12"], ["Arun; West", "1234.25", "7"]];
    assert_eq!(csv(words.as_bytes()), expected);
    assert_eq!(csv(format!("sep=;\n{words}").as_bytes()), expected);
    // One column says what its figures are, and nothing says what those of another are.
    let unclear = refused(b"Area;Rate;People\nAdur;12,5;7\nArun;7,5;1.234\n");
    assert_refused(
        &unclear,
        "F101",
        "1.234 in a column that does not say whether it is a thousand times as much",
    );
    assert!(unclear.to_string().contains("3"), "the line: {unclear}");
    // Commas between fields: a quoted one inside a figure stands between thousands, as ever.
    assert_eq!(csv(b"Area,People\nAdur,\"1,234\"\n")[1], ["Adur", "1,234"]);
}

#[test]
fn csv_headers_behind_marks_and_in_quotes() {
    let words = b"\xEF\xBB\xBF\xEF\xBB\xBF\"Area\",\"People\"\n\"Adur\",\"1\"\n";
    assert_eq!(csv(words), [["Area", "People"], ["Adur", "1"]]);
    assert_eq!(read(b"Area,People\nAdur,#N/A\n", "csv").unwrap().cell(1, 1), &fault("#N/A"));
}

#[test]
fn csv_notes_with_commas_are_no_short_rows() {
    let table = "Code,Area,People\nE1,Adur,1\nE2,\"Arun, West\",2\nE3,Bognor,3\n";
    for fine in [
        format!("People, by area\n{table}"),
        format!("One, two, three, four, five\n{table}"),
        format!("{table}Source: ONS, 2024\n"),
        format!("{table}Source: ONS, 2024"),
        format!("{table}1. Rounded, to ten\n"),
        format!("{table}Rounded to ten, save totals\n"),
        format!("{table}Note: none\nContact: A, B\n"),
        format!("{table}[c] withheld, as few"),
        format!("{table}E4,Crawley\n"),
    ] {
        assert!(read(fine.as_bytes(), "csv").is_ok(), "{fine}");
    }
    for (cut, words) in [("E4,Craw", "2 fields"), ("E4", "1 field")] {
        let notes = format!("People, by area\n{table}{cut}");
        assert_refused(&refused(notes.as_bytes()), "F101", &format!("a row of {words}"));
    }
}

#[test]
fn other_files_are_refused_by_their_names() {
    let cases: [(&[u8], &str, &str); 17] = [
        (b"\x1F\x8B\x08", "gzip", "unpack"),
        (b"CHARSET=\"ANSI\";\nAXIS-VERSION=\"2010\";", "PC-Axis", "choose csv"),
        (b"LANGUAGE=\"en\";\r\nAXIS-VERSION=\"2013\";\r\n", "PC-Axis", "choose csv"),
        (b"\xEF\xBB\xBFCODEPAGE=\"utf-8\";", "PC-Axis", "choose csv"),
        (b"[{\"area\": \"Adur\"}]", "JSON", "publisher's page"),
        (b"[\n  {\"area\": \"Adur\"},\n  {\"ar", "JSON", "publisher's page"),
        (b"[[\"area\", \"people\"], [\"Adur\", 1]]", "JSON", "publisher's page"),
        (b"[1, 2, 3]\n", "JSON", "publisher's page"),
        (
            b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1</td></tr></table></html>",
            "as some websites save tables",
            "save it as xlsx",
        ),
        (b"<table><tr><td>1</td></tr></table>", "a piece of HTML", "save it as xlsx"),
        (b"MIME-Version: 1.0\r\n", "web page saved as one file", "save it as xlsx"),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00", "Excel 5", "save it as xlsx"),
        (b"ID;PWXL;N;E\r\n", "SYLK", "save it as xlsx"),
        (b"ARROW1\0\0", "Arrow", "publisher's page"),
        (b"BZh91AY", "bzip2", "unpack"),
        (b"<mes:Structure \
            xmlns:mes=\"http://www.sdmx.org/resources\"/>", "SDMX", "publisher's page"),
        (b"%PDF-1.7", "PDF", "as a spreadsheet"),
    ];
    for (bytes, words, help) in cases {
        assert_refused(&refused(bytes), "F101", words);
        assert_refused(&refused(bytes), "F101", help);
    }
    assert_refused(&refused(&archive(&[("Index/Document.iwa", "x")])), "F101", "Apple Numbers");
    assert_refused(&refused(&archive(&[("xl/workbook.bin", "x")])), "F101", "xlsb");
    assert_refused(
        &refused(&archive(&[("encrypted-package", "x")])),
        "F101",
        "protected by a password",
    );
    // A note in brackets begins a text, not a list.
    assert!(read(b"[c] withheld\nArea,People\n", "csv").is_ok());
}

#[test]
fn an_archive_gives_its_files_and_not_those_of_the_system() {
    let parts = [
        ("a/one.csv", "A,B\n"),
        ("__MACOSX/a/._one.csv", "x"),
        ("a/", ""),
        ("a/.DS_Store", "x"),
        ("two.csv", "C\n"),
    ];
    let parts: Vec<(&str, String)> =
        parts.iter().map(|(name, content)| (*name, (*content).to_owned())).collect();
    let bytes = zipped(&parts);
    let mut members = Members::open(&bytes, &Limits::built_in()).unwrap().unwrap();
    assert_eq!(members.names(), ["a/one.csv", "two.csv"]);
    assert_eq!(members.read("two.csv").unwrap(), b"C\n");
    let small = Limits { file_bytes: 3, ..Limits::built_in() };
    let mut members = Members::open(&bytes, &small).unwrap().unwrap();
    assert_eq!(members.read("a/one.csv").unwrap_err().code().id, "F114");
    // Two bytes are left of the six that all files together may have.
    assert!((0..3).all(|_| members.read("two.csv").is_ok()));
    assert_eq!(members.read("two.csv").unwrap_err().code().id, "F114");
    assert!(Members::open(archive(&[("xl/workbook.xml", "")]), &small).unwrap().is_none());
}
