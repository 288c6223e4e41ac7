//! Text files, OpenDocument sheets and single XML documents as publishers write them. All figures
//! here are made up.

use super::{archive, assert_refused, ods, read, refused, zipped};
use crate::catalogue::Limits;
use crate::source::format::cell::NOT_CALCULATED;
use crate::source::format::{Format, Members, Sheet, Value, Workbook};

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn fault(words: &str) -> Value {
    Value::Fault(words.into())
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

/// The cells of one ods row.
fn ods_row(cells: &str) -> Vec<Value> {
    ods_rows(&format!("<table:table-row>{cells}</table:table-row>"), "")
        .rows()
        .first()
        .cloned()
        .unwrap_or_default()
}

fn ods_rows(rows: &str, styles: &str) -> Sheet {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"T\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    read(&archive(&[("content.xml", &content)]), "T").unwrap()
}

fn ods_number(value: &str, shown: &str) -> Value {
    let cell = format!(
        "<table:table-cell office:value-type=\"float\" \
         office:value=\"{value}\"><text:p>{shown}</text:p></table:table-cell>"
    );
    ods_row(&cell).pop().unwrap_or_default()
}

#[test]
fn ods_markers_hide_the_numbers_behind_them() {
    for marker in ["[c]", "[z]", "*", "..", "low"] {
        assert_eq!(ods_number("3", marker), text(marker));
    }
    assert_eq!(ods_number("0", "-"), Value::Number(0.0));
    assert_eq!(ods_number("12", "12 [r]"), text("12 [r]"));
    assert_eq!(
        [ods_number("12", "[e] 12"), ods_number("1234", "[r] 1,234")],
        ["12 [e]", "1234 [r]"].map(text)
    );
    assert_eq!(
        ods_number("1234567", "1,235"),
        Value::Displayed { stored: 1_234_567.0, factor: 0.001 }
    );
    assert_eq!(ods_number("0.626", "62.6%"), Value::Displayed { stored: 0.626, factor: 100.0 });
}

#[test]
fn ods_errors_of_every_language_are_faults() {
    for words in ["#N/A", "#WERT!", "#SPILL!", "#CALC!", "#NOM?", "Err:502", "#DIV/0!"] {
        assert_eq!(ods_number("0", words), fault(words));
        let cell = format!(
            "<table:table-cell \
             office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
        );
        assert_eq!(ods_row(&cell), [fault(words)]);
    }
    let words = "<table:table-cell office:value-type=\"string\"><text:p># of \
        people</text:p></table:table-cell>";
    assert_eq!(ods_row(words), [text("# of people")]);
}

#[test]
fn ods_formulas_without_a_value_are_faults_and_empty_results_are_not() {
    let formula = "<table:table-cell table:formula=\"of:=SUM([.A1:.A2])\"";
    assert_eq!(ods_row(&format!("{formula}/>")), [fault(NOT_CALCULATED)]);
    assert_eq!(
        ods_row(&format!("{formula} office:value-type=\"float\"/>")),
        [fault(NOT_CALCULATED)]
    );
    let calculated = format!(
        "{formula} office:value-type=\"float\" \
         office:value=\"7\"><text:p>7</text:p></table:table-cell>"
    );
    assert_eq!(ods_row(&calculated), [Value::Number(7.0)]);
    assert_eq!(
        ods_row(&format!("{formula} office:value-type=\"string\" office:string-value=\"\"/>")),
        []
    );
}

#[test]
fn ods_raised_marks_are_footnotes_and_struck_text_is_none() {
    let styles = r#"<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
        <style:style style:name="T2" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
        <style:style style:name="C1" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>"#;
    let cell = |words: &str| {
        format!(
            "<table:table-cell \
             office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let raised = |words: &str| format!("<text:span text:style-name=\"T1\">{words}</text:span>");
    let struck = |words: &str| format!("<text:span text:style-name=\"T2\">{words}</text:span>");
    let cells = [
        cell(&format!("1,234{}", raised("1"))),
        cell(&format!("[c]{}", raised("2"))),
        cell(&format!("km{}", raised("2"))),
        cell(&format!("{}56", struck("1234"))),
        cell(&struck("gone")),
        cell("<text:span>1</text:span>2"),
        "<table:table-cell table:style-name=\"C1\" office:value-type=\"float\" office:value=\"5\"/>"
            .to_owned(),
        cell(&format!("E09000001{}", raised("3"))),
    ];
    let sheet = ods_rows(&format!("<table:table-row>{}</table:table-row>", cells.concat()), styles);
    let expected = ["1,234", "[c]", "km2", "56", "", "12", "", "E09000001"];
    let shown: Vec<String> = sheet.rows()[0].iter().map(ToString::to_string).collect();
    assert_eq!(shown, expected);
}

#[test]
fn ods_common_styles_strike_and_raise_too() {
    let style = |name: &str, family: &str, more: &str, look: &str| {
        format!(
            "<style:style style:name=\"{name}\" \
             style:family=\"{family}\"{more}><style:text-properties {look}/></style:style>"
        )
    };
    let (struck, raised) =
        ("style:text-line-through-type=\"single\"", "style:text-position=\"super 58%\"");
    let common = [
        style("Withdrawn", "table-cell", "", struck),
        style("Footnote", "text", "", raised),
        style("Deleted", "text", "", struck),
        style("Round", "table-cell", " style:parent-style-name=\"Round\"", ""),
    ];
    // Names of styles for pages may be those of styles for cells.
    let of_pages = style("ce2", "table-cell", "", struck);
    let styles = format!(
        "<office:document-styles><office:styles>{}</office:styles><office:automatic-styles>{of_pages}</office:automatic-styles></office:document-styles>",
        common.concat()
    );
    let parent = " style:parent-style-name=\"Withdrawn\"";
    let automatic = [
        "<style:style style:name=\"ce1\" style:family=\"table-cell\" \
         style:parent-style-name=\"Withdrawn\"/>"
            .to_owned(),
        style("ce3", "table-cell", parent, "style:text-line-through-style=\"none\""),
        style("ce4", "table-cell", parent, "fo:font-weight=\"bold\""),
    ];
    let cell = |style: &str, words: &str| {
        format!(
            "<table:table-cell table:style-name=\"{style}\" \
             office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let span = |style: &str, words: &str| {
        format!("<text:span text:style-name=\"{style}\">{words}</text:span>")
    };
    let cells = [
        cell("Withdrawn", "1"),
        cell("ce1", "2"),
        cell("ce2", "3"),
        cell("ce3", "4"),
        cell("ce4", "5"),
        cell("Round", &format!("1,234{}", span("Footnote", "1"))),
        cell("Default", &format!("{}7", span("Deleted", "6"))),
    ];
    let tables = format!(
        "<office:spreadsheet><table:table \
         table:name=\"T\"><table:table-row>{}</table:table-row></table:table></office:spreadsheet>",
        cells.concat()
    );
    let automatic =
        format!("<office:automatic-styles>{}</office:automatic-styles>", automatic.concat());
    let content = format!("<office:document-content>{automatic}{tables}</office:document-content>");
    let flat = format!(
        "<?xml version=\"1.0\"?><office:document \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:styles>{}</office:styles>{automatic}<office:body>{tables}</office:body></office:document>",
        common.concat()
    );
    for bytes in [archive(&[("content.xml", &content), ("styles.xml", &styles)]), flat.into_bytes()]
    {
        let sheet = read(&bytes, "T").unwrap();
        let shown: Vec<String> = sheet.rows()[0].iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["", "", "3", "4", "", "1,234", "7"]);
    }
}

#[test]
fn ods_days_months_and_times() {
    let cell = |iso: &str, shown: &str| {
        let cell = format!(
            "<table:table-cell office:value-type=\"date\" \
             office:date-value=\"{iso}\"><text:p>{shown}</text:p></table:table-cell>"
        );
        ods_row(&cell).pop().unwrap()
    };
    assert_eq!(cell("2025-12-01", "Dec 2025"), text("Dec 2025"));
    assert_eq!(cell("2021-04-01T00:00:00", "Apr-21"), text("Apr 2021"));
    assert_eq!(cell("2025-12-31", "31/12/2025"), day("2025-12-31"));
    assert_eq!(cell("2026-02-26T09:30:00", "26 February 2026 09:30"), day("2026-02-26"));
}

#[test]
fn ods_covered_cells_pictures_and_notes_are_no_text() {
    let cells = r#"<table:table-cell table:number-columns-spanned="2" office:value-type="string">
          <draw:frame><draw:image/><svg:title>Home Office logo</svg:title><svg:desc>A crest</svg:desc></draw:frame>
          <text:p>Title<draw:frame><svg:title>again</svg:title></draw:frame></text:p><office:annotation><text:p>a note</text:p></office:annotation></table:table-cell>
        <table:covered-table-cell office:value-type="float" office:value="9"><text:p>9</text:p></table:covered-table-cell>
        <table:table-cell office:value-type="float" office:value="1"/>"#;
    assert_eq!(ods_row(cells), [text("Title"), Value::Empty, Value::Number(1.0)]);
}

#[test]
fn ods_rows_in_groups_and_repeats_at_the_end() {
    let row = |value: &str, more: &str| {
        format!(
            "<table:table-row {more}><table:table-cell office:value-type=\"float\" \
             office:value=\"{value}\"/></table:table-row>"
        )
    };
    let rows = format!(
        "<table:table-header-rows>{}</table:table-header-rows><table:table-row-group><table:table-rows>{}<table:table-row-group>{}</table:table-row-group></table:table-rows></table:table-row-group>{}",
        row("1", ""),
        row("2", "table:visibility=\"collapse\""),
        row("3", ""),
        row("4", "table:number-rows-repeated=\"2\"")
    );
    let sheet = ods_rows(&rows, "");
    let values: Vec<&Value> = (0..sheet.height()).map(|row| sheet.cell(row, 0)).collect();
    assert_eq!(values, [1.0, 2.0, 3.0, 4.0, 4.0].map(Value::Number).iter().collect::<Vec<_>>());
}

#[test]
fn ods_copies_of_linked_files_are_no_sheets_and_linked_sheets_are() {
    let source = "<table:table-source table:mode=\"copy-results-only\"/>";
    let table = |name: &str| {
        format!("<table:table table:name=\"{name}\">{source}<table:table-row/></table:table>")
    };
    let names = ["'https://example.org/a.xlsx'#A", "'file:///D:/a.ods'#A", "Linked", "'quoted'"];
    let tables: String = names.iter().map(|name| table(name)).collect();
    let bytes = ods(&tables);
    let workbook = Workbook::open(&bytes, "made", &Limits::built_in()).unwrap();
    assert_eq!(workbook.sheet_names(), ["Linked", "'quoted'"]);
}

#[test]
fn ods_under_other_prefixes_and_beside_parts_that_are_not_read() {
    let content = r#"<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:text="urn:example:another" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:spreadsheet>
        <table xmlns="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:a="urn:oasis:names:tc:opendocument:xmlns:table:1.0" a:name="T">
        <table-row a:number-rows-repeated="2"><table-cell o:value-type="float" o:value="3"><t:p>[c]</t:p><text:p>no text</text:p></table-cell>
        <table-cell o:value-type="string"><t:p>a &amp; "b"</t:p></table-cell></table-row></table></o:spreadsheet></o:body></o:document-content>"#;
    let bytes = archive(&[
        ("content.xml", content),
        ("settings.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><x/>"),
        (
            "META-INF/manifest.xml",
            "<!DOCTYPE manifest:manifest PUBLIC \"-//OpenOffice.org//DTD\" \"Manifest.dtd\"><m/>",
        ),
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    ]);
    let sheet = read(&bytes, "T").unwrap();
    assert_eq!(sheet.rows(), [[text("[c]"), text("a & \"b\"")], [text("[c]"), text("a & \"b\"")]]);
    let nested = format!("<x xmlns:o=\"urn:x\">{}", "<x xmlns:table=\"urn:y\">".repeat(600));
    let bytes = archive(&[("content.xml", &nested)]);
    assert_refused(&refused(&bytes), "F101", "namespaces");
}

#[test]
fn flat_ods_is_read_and_a_flat_text_is_named() {
    let flat = |kind: &str| {
        format!(
            "<?xml version=\"1.0\"?><office:document \
             xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             office:mimetype=\"application/vnd.oasis.opendocument.{kind}\"><office:body><office:spreadsheet><table:table table:name=\"T\"><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"5\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document>"
        )
    };
    let bytes = flat("spreadsheet").into_bytes();
    assert_eq!(Workbook::open(&bytes, "made", &Limits::built_in()).unwrap().format(), Format::Ods);
    assert_eq!(read(&bytes, "T").unwrap().cell(0, 0), &Value::Number(5.0));
    assert_refused(&refused(flat("text").as_bytes()), "F101", "not a spreadsheet");
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
