//! Small, well-formed files: values, text and addresses are read as a spreadsheet program shows
//! them.

use super::{archive, ods, read, xlsx};
use crate::catalogue::Limits;
use crate::source::format::{Format, Value, Workbook, address};

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn addresses_are_those_of_a_spreadsheet_program() {
    let expected = [
        (0, 0, "A1"),
        (119, 5, "F120"),
        (0, 25, "Z1"),
        (0, 26, "AA1"),
        (9, 701, "ZZ10"),
        (9, 702, "AAA10"),
    ];
    for (row, column, shown) in expected {
        assert_eq!(address(row, column), shown);
    }
    assert_eq!(address(1_048_575, 16_383), "XFD1048576");
}

#[test]
fn xlsx_values_of_every_kind() {
    let texts = "<si><t>Adur</t></si><si><r><t>Barking </t></r><r><t xml:space=\"preserve\">&amp; \
        Dagenham</t></r></si><si><t xml:space=\"preserve\"> * </t></si>";
    let rows = r##"
        <row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>2</v></c></row>
        <row r="3"><c r="A3"><v>0.1</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c>
            <c r="D3" t="inlineStr"><is><t>inline</t></is></c><c r="E3" s="1"><v>46022</v></c>
            <c r="F3" s="2"><v>46022.5</v></c><c r="G3" t="str"><f>A1</f><v>c</v></c><c r="H3" t="d"><v>2025-12-31</v></c></row>"##;
    let bytes = xlsx(rows, texts);
    let sheet = read(&bytes, "Data").unwrap();
    assert_eq!((sheet.height(), sheet.width()), (3, 8));
    assert_eq!(sheet.rows()[0], []);
    assert_eq!(
        sheet.rows()[1],
        [Value::Empty, text("Adur"), text("Barking& Dagenham"), text(" * ")]
    );
    assert_eq!(
        sheet.rows()[2][..3],
        [Value::Number(0.1), Value::Bool(true), Value::Fault("#N/A".into())]
    );
    // Calculated by hand: 1 January 1900 is day 1 and 1900 has a 29 February, so 46,022 is 31
    // December 2025.
    assert_eq!(sheet.rows()[2][3..6], [text("inline"), day("2025-12-31"), day("2025-12-31")]);
    assert_eq!(sheet.rows()[2][6..], [text("c"), day("2025-12-31")]);
    assert_eq!(sheet.cell(1000, 1000), &Value::Empty);
}

#[test]
fn xlsx_head_reads_the_first_rows_only() {
    let bytes = xlsx(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="A9"><v>9</v></c></row>"#,
        "",
    );
    let mut workbook = Workbook::open(&bytes, "made", &Limits::built_in()).unwrap();
    assert_eq!(workbook.format(), Format::Xlsx);
    assert_eq!(workbook.head("Data", 8).unwrap().height(), 1);
    assert_eq!(workbook.sheet("Data").unwrap().height(), 9);
}

#[test]
fn a_missing_sheet_is_named_beside_those_there_are() {
    let bytes = xlsx("", "");
    let error = read(&bytes, "Data_Asy_D11").unwrap_err();
    assert_eq!(error.code().id, "F103");
    assert_eq!(error.problem(), "found the sheets \"Data\"");
}

#[test]
fn ods_values_of_every_kind() {
    let bytes = ods(
        r##"<table:table table:name="T"><table:table-column table:number-columns-repeated="9"/>
        <table:table-header-rows><table:table-row><table:table-cell/><table:table-cell office:value-type="string">
          <text:p>one &amp;<text:s text:c="2"/>two<text:tab/><text:span>three</text:span></text:p><text:p>four</text:p>
          <office:annotation><text:p>a note</text:p></office:annotation></table:table-cell></table:table-row>
        </table:table-header-rows>
        <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.5"
          table:number-columns-repeated="2"><text:p>2</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row><table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2025-12-31"/>
          <table:table-cell office:value-type="date" office:date-value="2025-12-31T00:00:00"/>
          <table:table-cell office:value-type="date" office:date-value="2025-12-31T09:30:00"/>
          <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
          <table:table-cell office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>
          <table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
          <table:covered-table-cell/><table:table-cell office:value-type="string" office:string-value="a>b"/></table:table-row>
        <table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table>"##,
    );
    let sheet = read(&bytes, "T").unwrap();
    assert_eq!((sheet.height(), sheet.width()), (7, 9));
    assert_eq!(sheet.cell(0, 1), &text("one &  two\tthree\nfour"));
    assert_eq!(sheet.rows()[1], [Value::Number(1.5), Value::Number(1.5)]);
    assert_eq!(sheet.rows()[1], sheet.rows()[2]);
    assert_eq!(sheet.rows()[4], []);
    let faults =
        [Value::Fault("#DIV/0!".into()), Value::Fault("#N/A".into()), Value::Empty, text("a>b")];
    let quarter = Value::Displayed { stored: 0.25, factor: 100.0 };
    assert_eq!(sheet.rows()[6][..3], [quarter, day("2025-12-31"), day("2025-12-31")]);
    assert_eq!(sheet.rows()[6][3..5], [day("2025-12-31"), Value::Bool(true)]);
    assert_eq!(sheet.rows()[6][5..], faults);
}

#[test]
fn ods_copies_of_other_files_are_left_out() {
    let bytes = ods("<table:table table:name=\"A2R_\"><table:table-row><table:table-cell \
        office:value-type=\"string\"><draw:frame><table:table \
        table:name=\"inner\"/></draw:frame><text:p>x</text:p></table:table-cell></table:table-row></table:table><table:table table:name=\"'file:///D:/Users/x.ods'#A\"><table:table-row/></table:table><!-- <table:table table:name=\"never\"> --><table:table table:name=\"TA1\"/>");
    let mut workbook = Workbook::open(&bytes, "made", &Limits::built_in()).unwrap();
    assert_eq!(workbook.format(), Format::Ods);
    assert_eq!(workbook.sheet_names(), ["A2R_", "TA1"]);
    assert_eq!(workbook.sheet("A2R_").unwrap().cell(0, 0), &text("x"));
    assert_eq!(workbook.sheet("TA1").unwrap().height(), 0);
}

#[test]
fn a_zip_in_capitals_and_backslashes_is_a_workbook_still() {
    let bytes = archive(&[("XL\\Workbook.xml", ""), ("other", "")]);
    // It is taken for xlsx, so the xlsx reader reports the error.
    let error = super::refused(&bytes);
    assert!(error.problem().contains("xlsx"), "{error}");
}

fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheet = read(bytes, "csv").unwrap();
    sheet.rows().iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn csv_in_the_encodings_publishers_use() {
    let expected = [["Area", "Rhônda"], ["Ynys Môn", "1"]];
    let words = "Area,Rhônda\nYnys Môn,1\n";
    assert_eq!(csv(words.as_bytes()), expected);
    assert_eq!(csv(&[b"\xEF\xBB\xBF", words.as_bytes()].concat()), expected);
    assert_eq!(csv(b"Area,Rh\xF4nda\r\nYnys M\xF4n,1"), expected);
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(csv(&[b"\xFF\xFE", wide.as_slice()].concat()), expected);
}

#[test]
fn csv_rows_keep_their_numbers() {
    for end in ["\n", "\r\n", "\r"] {
        let words = ["", "a,b,c", "\"one\ntwo\",\"say \"\"x\"\"\"", "", "", "last,,", ""].join(end);
        let rows = csv(words.as_bytes());
        let expected: [&[&str]; 6] =
            [&[], &["a", "b", "c"], &["one\ntwo", "say \"x\""], &[], &[], &["last"]];
        assert_eq!(rows, expected, "{end:?}");
    }
}
