//! Cells that show something other than their stored value, and unusual but legal workbooks, in
//! xlsx and xls.
//!
//! All figures are invented.

use super::compound::{compound, xls_with};
use super::{MAIN, archive, assert_refused, read, xlsx_parts, zipped};
use crate::catalogue::Limits;
use crate::source::format::{Value, Workbook};

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn fault(words: &str) -> Value {
    Value::Fault(words.into())
}

/// The number formats, fonts and styles that the generated workbooks share: style n has the nth of
/// these.
const FORMATS: [&str; 9] = [
    "General",
    "\"[c]\"",
    "0 \"[r]\"",
    "0.0%",
    "#,##0,",
    "mmm yyyy",
    "_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-",
    "\"[e] \"0",
    "[r]\\ #,##0",
];
const STRUCK: usize = FORMATS.len();
const RAISED: usize = FORMATS.len() + 1;
const DATE: usize = FORMATS.len() + 2;

fn styles() -> String {
    let formats: String = FORMATS
        .iter()
        .enumerate()
        .map(|(id, code)| {
            format!(
                "<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>",
                164 + id,
                code.replace('"', "&quot;")
            )
        })
        .collect();
    let plain: String = (0..FORMATS.len())
        .map(|id| format!("<xf numFmtId=\"{}\" fontId=\"0\"/>", 164 + id))
        .collect();
    format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts>{formats}</numFmts><fonts><font><sz \
         val=\"11\"/></font><font><strike/></font><font><vertAlign \
         val=\"superscript\"/></font></fonts><cellStyleXfs><xf \
         numFmtId=\"9\"/></cellStyleXfs><cellXfs>{plain}<xf numFmtId=\"0\" fontId=\"1\"/><xf \
         numFmtId=\"0\" fontId=\"2\"/><xf numFmtId=\"22\" \
         fontId=\"0\"/></cellXfs><dxfs><dxf><font><strike/></font><numFmt numFmtId=\"164\" \
         formatCode=\"0%\"/></dxf></dxfs></styleSheet>"
    )
}

/// The first row of a workbook with those styles and these texts.
fn row(cells: &str, texts: &str) -> Vec<Value> {
    rows(&format!("<row r=\"1\">{cells}</row>"), texts, "").remove(0)
}

fn rows(rows: &str, texts: &str, behind: &str) -> Vec<Vec<Value>> {
    let mut parts = xlsx_parts(rows, texts);
    parts[3].1 = styles();
    parts[5].1 = parts[5].1.replace("</sheetData>", &format!("</sheetData>{behind}"));
    read(&zipped(&parts), "Data").unwrap().rows().to_vec()
}

#[test]
fn raised_marks_are_no_digits() {
    let raised =
        |mark: &str| format!("<r><rPr><vertAlign val=\"superscript\"/></rPr><t>{mark}</t></r>");
    let plain = |text: &str| format!("<r><t xml:space=\"preserve\">{text}</t></r>");
    let texts = [
        plain("1234") + &raised("1"),
        plain("[c]") + &raised("2"),
        plain("E09000001") + &raised("1"),
        plain("Area in km") + &raised("2"),
        raised("3") + &plain("1,5") + &plain("00"),
    ];
    let cells: String =
        (0..texts.len()).map(|index| format!("<c t=\"s\"><v>{index}</v></c>")).collect();
    let inline = format!("<c t=\"inlineStr\"><is>{}{}</is></c>", plain("77"), raised("8"));
    let whole = format!("<c s=\"{RAISED}\" t=\"inlineStr\"><is><t>1</t></is></c>");
    let table: String = texts.iter().map(|text| format!("<si>{text}</si>")).collect();
    let found = row(&(cells + &inline + &whole + "<c><v>1</v></c>"), &table);
    let expected = ["1234", "[c]", "E09000001", "Area in km2", "1,500", "77"].map(text);
    assert_eq!(found[..6], expected);
    assert_eq!(found[6..], [Value::Empty, Value::Number(1.0)]);
}

#[test]
fn what_is_struck_through_is_not_there() {
    let struck = |value: &str| format!("<r><rPr><b/><strike{value}/></rPr><t>99</t></r>");
    let texts = format!(
        "<si><r><t>12</t></r>{}</si><si>{}<r><t>7</t></r></si><si><t>old</t></si>",
        struck(""),
        struck(" val=\"0\"")
    );
    let cells = format!(
        "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c s=\"{STRUCK}\" t=\"s\"><v>2</v></c><c \
         s=\"{STRUCK}\"><v>5</v></c><c><v>1</v></c>"
    );
    let expected = [text("12"), text("997"), Value::Empty, Value::Empty, Value::Number(1.0)];
    assert_eq!(row(&cells, &texts), expected);
}

#[test]
fn numbers_are_what_their_format_shows() {
    let cells = [
        ("1", "3"),
        ("2", "12"),
        ("3", "0.626"),
        ("4", "1234567"),
        ("5", "45992"),
        ("6", "0"),
        ("6", "4"),
    ];
    let cells: String =
        cells.iter().map(|(style, value)| format!("<c s=\"{style}\"><v>{value}</v></c>")).collect();
    let day =
        format!("<c s=\"{DATE}\"><v>46022.75</v></c><c s=\"5\" t=\"d\"><v>2025-12-01</v></c>");
    let expected = [
        text("[c]"),
        text("12 [r]"),
        Value::Displayed { stored: 0.626, factor: 100.0 },
        Value::Displayed { stored: 1_234_567.0, factor: 0.001 },
        // Calculated by hand: day 45,992 is 1 December 2025, and 46,022 the last of that month.
        text("Dec 2025"),
        Value::Number(0.0),
        Value::Number(4.0),
        Value::Date("2025-12-31".parse().unwrap()),
        text("Dec 2025"),
    ];
    assert_eq!(row(&(cells + &day), ""), expected);
    let marked = "<c s=\"7\"><v>12</v></c><c s=\"8\"><v>1234</v></c>";
    assert_eq!(row(marked, ""), ["12 [e]", "1234 [r]"].map(text));
}

#[test]
fn covered_cells_are_not_read() {
    let grid = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c \
        r=\"C1\"><v>3</v></c></row><row r=\"2\"><c r=\"A2\"><v>4</v></c><c \
        r=\"B2\"><v>5</v></c></row><row r=\"3\"><c r=\"A3\"><v>6</v></c><c \
        r=\"B3\"><v>7</v></c></row>";
    let merged = "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"A3:B3\"/><mergeCell \
        ref=\"F9\"/></mergeCells>";
    let (one, three, six) = (Value::Number(1.0), Value::Number(3.0), Value::Number(6.0));
    assert_eq!(rows(grid, "", merged), [vec![one, Value::Empty, three], vec![], vec![six]]);
}

#[test]
fn formulas_without_a_value_are_faults() {
    let not_calculated = fault("a formula that was never calculated");
    let cells = "<c><f>SUM(B1:B9)</f></c><c><f>1+1</f><v></v></c><c><f>1+1</f><v/></c><c \
        t=\"str\"><f>A1</f></c><c><f t=\"shared\" si=\"0\"/></c><c \
        t=\"str\"><f>A1</f><v></v></c><c><f>1+1</f><v>2</v></c>";
    let found = row(cells, "");
    assert_eq!(found[..5], std::array::from_fn::<_, 5, _>(|_| not_calculated.clone()));
    assert_eq!(found[5..], [Value::Empty, Value::Number(2.0)]);
    let last = rows("<row r=\"1\"><c><v>1</v></c></row><row r=\"2\"><c><f>1</f></c></row>", "", "");
    assert_eq!(last[1], std::slice::from_ref(&not_calculated));
    // A program that does not calculate has stored zero, and requests that the workbook be
    // calculated.
    let grid = "<row r=\"1\"><c><f>SUM(C1:C9)</f><v>0</v></c><c><v>0</v></c><c><f>1+1</f><v>2</v></c></row>";
    let mut parts = xlsx_parts(grid, "");
    assert_eq!(read(&zipped(&parts), "Data").unwrap().cell(0, 0), &Value::Number(0.0));
    parts[2].1 = parts[2]
        .1
        .replace("</sheets>", "</sheets><calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>");
    let found = read(&zipped(&parts), "Data").unwrap();
    assert_eq!(found.rows()[0], [not_calculated, Value::Number(0.0), Value::Number(2.0)]);
}

#[test]
fn errors_of_every_kind_and_language_are_faults() {
    let names = ["#SPILL!", "#CALC!", "#WERT!", "#GETTING_DATA", "#BLOCKED!", "#N/A", "#NOM?"];
    let cells: String =
        names.iter().map(|name| format!("<c t=\"e\"><f>A1</f><v>{name}</v></c>")).collect();
    assert_eq!(row(&cells, ""), names.map(fault));
}

#[test]
fn phonetic_runs_escapes_and_spaces_of_texts() {
    let texts = "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr \
        fontId=\"1\"/></si><si><t>one_x000D_\r\ntwo</t></si><si><t>_x0041_b _x41_</t></si><si/>";
    let cells = "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c \
        t=\"s\"><v>3</v></c><c t=\"str\"><v>a &lt; b</v></c><c t=\"inlineStr\"><is><t><![CDATA[a > \
        b]]></t></is></c>";
    let expected = [
        text("東京"),
        text("one\r\ntwo"),
        text("Ab _x41_"),
        Value::Empty,
        text("a < b"),
        text("a > b"),
    ];
    assert_eq!(row(cells, texts), expected);
}

#[test]
fn cells_without_addresses_follow_one_another() {
    let grid = "<row><c><v>1</v></c><c \
        r=\"D1\"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row><row \
        r=\"5\"><c><v>9</v></c></row>";
    let found = rows(grid, "", "");
    let filled = |row: usize| found[row].iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(filled(0), ["1", "", "", "4", "5"]);
    assert_eq!(
        (filled(1), filled(4), found.len()),
        (vec!["6".to_owned()], vec!["9".to_owned()], 5)
    );
    let twice =
        xlsx_parts("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "");
    assert_refused(&read(&zipped(&twice), "Data").unwrap_err(), "F101", "two cells of one address");
}

const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

#[test]
fn parts_of_other_names_namespaces_and_extensions_are_read() {
    let types = "<Types><Override PartName=\"/book/main.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    let roots = format!(
        "<p:Relationships xmlns:p=\"x\"><p:Relationship Id='a' Type='{STRICT}/officeDocument' \
         Target='/book/main.xml'/></p:Relationships>"
    );
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{STRICT}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = format!(
        "<Relationships>{}{}{}{}</Relationships>",
        relation("c", "chartsheet", "charts/sheet1.xml"),
        relation("d", "dialogsheet", "sheet2.xml"),
        relation("w", "worksheet", "../pages/my%20page.xml"),
        relation("t", "sharedStrings", "words.xml"),
    );
    let main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let book = format!(
        "<x:workbook xmlns:x=\"{main}\" xmlns:q=\"{STRICT}\" \
         xmlns:mc=\"m\"><mc:AlternateContent><mc:Choice/></mc:AlternateContent><x:workbookPr \
         date1904=\"1\"/><x:sheets><x:sheet name=\"Chart\" sheetId=\"1\" q:id=\"c\"/><x:sheet \
         name=\"Dialogue\" sheetId=\"2\" q:id=\"d\"/><x:sheet name=\"Data &amp; notes\" \
         sheetId=\"9\" state=\"hidden\" q:id=\"w\"/></x:sheets><x:extLst><x:ext><x:sheet \
         name=\"No\"/></x:ext></x:extLst></x:workbook>"
    );
    let page = format!(
        "\u{feff}<?xml version=\"1.0\"?><!-- <x:row r=\"1\"> --><x:worksheet xmlns:x=\"{main}\" \
         xmlns:e=\"e\"><e:row r=\"7\"><e:c><e:v>7</e:v></e:c></e:row><x:sheetData><x:row r=\"1\" \
         e:dyDescent=\"0.25\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c><x:c \
         r=\"B1\"><x:v>5</x:v><x:extLst><x:ext><x:v>6</x:v></x:ext></x:extLst></x:c></x:row></x:sheetData><x:extLst><x:ext><x:row r=\"9\"/></x:ext></x:extLst></x:worksheet>"
    );
    let words = format!(
        "<x:sst xmlns:x=\"{main}\"><x:si><x:r><x:t>Ad</x:t></x:r><x:r><x:t>ur</x:t></x:r></x:si></x:sst>"
    );
    // A part that is never read may be of any kind.
    let unread = "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>";
    let bytes = archive(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &roots),
        ("book/_rels/main.xml.rels", &relations),
        ("book/main.xml", &book),
        ("book/charts/sheet1.xml", "<chartsheet/>"),
        ("book/sheet2.xml", "<dialogsheet/>"),
        ("pages/my page.xml", &page),
        ("book/words.xml", &words),
        ("book/drawing.xml", unread),
    ]);
    let mut workbook = Workbook::open(&bytes, "made", &Limits::built_in()).unwrap();
    assert_eq!(workbook.sheet_names(), ["Data & notes"]);
    assert_eq!(
        workbook.sheet("Data & notes").unwrap().rows(),
        [[text("Adur"), Value::Number(5.0)]]
    );
}

/// A text of an xls workbook, after its length.
fn characters(text: &str) -> Vec<u8> {
    [&(text.len() as u16).to_le_bytes()[..], &[0], text.as_bytes()].concat()
}

fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The first row of an xls workbook with the same styles, these shared texts and cell records.
fn xls_row(texts: &[Vec<u8>], cells: &[(u16, Vec<u8>)]) -> Vec<Value> {
    let font = |flags: u16, raised: u16| numbers(&[220, flags, 0, 400, raised, 0, 0, 0]);
    let mut globals: Vec<(u16, Vec<u8>)> =
        vec![(0x0031, font(0, 0)), (0x0031, font(8, 0)), (0x0031, font(0, 1))];
    for (id, code) in (164..).zip(FORMATS) {
        globals.push((0x041E, [numbers(&[id]), characters(code)].concat()));
    }
    let plain = (164..).take(FORMATS.len()).map(|id| (0, id));
    for (font, format) in plain.chain([(1, 0), (2, 0), (0, 22)]) {
        globals.push((0x00E0, numbers(&[font, format, 0, 0, 0, 0, 0, 0, 0, 0])));
    }
    globals.push((0x00FC, [vec![0; 8], texts.concat()].concat()));
    let bytes = compound("Workbook", u32::MAX - 1, &xls_with(&slices(&globals), &slices(cells)));
    read(&bytes, "S").unwrap().rows()[0].clone()
}

fn slices(records: &[(u16, Vec<u8>)]) -> Vec<(u16, &[u8])> {
    records.iter().map(|(kind, data)| (*kind, data.as_slice())).collect()
}

/// The start of a cell record in the first row.
fn at(column: usize, style: usize) -> Vec<u8> {
    numbers(&[0, column as u16, style as u16])
}

#[test]
fn xls_cells_are_what_they_show() {
    let number = |column: usize, style: usize, value: f64| {
        (0x0203, [at(column, style), value.to_le_bytes().to_vec()].concat())
    };
    let shared = |column: usize, style: usize, index: u32| {
        (0x00FD, [at(column, style), index.to_le_bytes().to_vec()].concat())
    };
    // 1234 and a raised 1; 12 and a struck-through 99; old, in a cell that is struck through.
    let rich = |text: &str, start: u16, font: u16| {
        [
            numbers(&[text.len() as u16]),
            vec![8],
            numbers(&[1]),
            text.as_bytes().to_vec(),
            numbers(&[start, font]),
        ]
        .concat()
    };
    let texts = [rich("12341", 4, 2), rich("1299", 2, 1), characters("old")];
    let cells = [
        number(0, 1, 3.0),
        number(1, 2, 12.0),
        number(2, 3, 0.626),
        number(3, 4, 1_234_567.0),
        number(4, 5, 45992.0),
        number(5, 6, 0.0),
        number(6, DATE, 46022.75),
        shared(7, 0, 0),
        shared(8, 0, 1),
        shared(9, STRUCK, 2),
        number(10, STRUCK, 5.0),
        (0x0205, [at(11, 0), vec![0x2A, 1]].concat()),
        // A whole number and hundredths in four bytes: 7, and 1.5.
        (0x027E, [at(12, 0), (7_u32 << 2 | 2).to_le_bytes().to_vec()].concat()),
        (0x027E, [at(13, 0), (150_u32 << 2 | 3).to_le_bytes().to_vec()].concat()),
        (0x00D6, [at(14, 0), characters("561"), numbers(&[1, 2, 2])].concat()),
        number(15, 0, 8.0),
        number(16, 0, 9.0),
        (0x00E5, numbers(&[1, 0, 0, 15, 16])),
    ];
    let expected = [
        text("[c]"),
        text("12 [r]"),
        Value::Displayed { stored: 0.626, factor: 100.0 },
        Value::Displayed { stored: 1_234_567.0, factor: 0.001 },
        text("Dec 2025"),
        Value::Number(0.0),
        Value::Date("2025-12-31".parse().unwrap()),
        text("1234"),
        text("12"),
        Value::Empty,
        Value::Empty,
        fault("#N/A"),
        Value::Number(7.0),
        Value::Number(1.5),
        text("56"),
        Value::Number(8.0),
    ];
    assert_eq!(xls_row(&texts, &cells), expected);
    assert_eq!(
        xls_row(&[], &[number(0, 7, 12.0), number(1, 8, 1234.0)]),
        ["12 [e]", "1234 [r]"].map(text)
    );
}

#[test]
fn xls_formulas_without_a_value_are_faults() {
    let formula = |column: usize, result: [u8; 8]| {
        (0x0006, [at(column, 0), result.to_vec(), vec![0; 8]].concat())
    };
    let cells = [
        formula(0, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        formula(1, [2, 0, 0x07, 0, 0, 0, 0xFF, 0xFF]),
        formula(2, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        (0x0207, characters("Adur")),
        formula(3, 2.5_f64.to_le_bytes()),
    ];
    let expected = [
        fault("a formula that was never calculated"),
        fault("#DIV/0!"),
        text("Adur"),
        Value::Number(2.5),
    ];
    assert_eq!(xls_row(&[], &cells), expected);
}
