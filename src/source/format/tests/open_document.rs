//! OpenDocument sheets as publishers write them. All figures here are made up.

use super::texts::{day, fault, text};
use super::{archive, assert_refused, ods, read, refused};
use crate::catalogue::Limits;
use crate::source::format::cell::NOT_CALCULATED;
use crate::source::format::{Format, Sheet, Value, Workbook};

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
#[expect(clippy::too_many_lines, reason = "one document, and every style in it")]
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
