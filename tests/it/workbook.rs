//! Workbooks that imitate a publisher's layout, made by code from bundled figures, and ways to
//! break them.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A workbook as grids of text; numbers are written as numbers.
#[derive(Clone)]
pub struct Book {
    pub sheets: Vec<(String, Vec<Vec<String>>)>,
}

/// The workbook of that name, in the publisher's newest layout.
pub fn base(name: &str) -> Book {
    match name {
        "asy-d11" => asy_d11(),
        "regional-groups" => regional_groups(),
        "asylum-costs" => asylum_costs(),
        "another-publication" => Book {
            sheets: vec![
                sheet(
                    "Cover_sheet",
                    &[&["Immigration System Statistics"], &["Returns detailed datasets"]],
                ),
                sheet(
                    "Data_Ret_D01",
                    &[
                        &["Year", "Quarter", "Nationality", "Number of returns"],
                        &["2025", "2025 Q4", "Albania", "12"],
                    ],
                ),
            ],
        },
        other => panic!("no workbook is called {other}"),
    }
}

/// ASY_04 of Q3 2023 for three financial years: costs, cases in progress and unit cost as the Home
/// Office prints them.
#[expect(clippy::too_many_lines, reason = "a table as it is published")]
fn asylum_costs() -> Book {
    let header = [
        "Financial Year",
        "",
        "Total Asylum Costs",
        "Asylum WIP (new method)",
        "Asylum WIP (old method)",
        "Unit Cost",
        "Total Conclusion",
        "Average Conclusions Per Month",
        "Conclusions Productivity",
        "Total Principal Stages Completed",
        "Average Principal Stages Completed Per Month",
        "Asylum Caseworking Staff",
        "Productivity",
    ];
    let rows = [
        [
            "2018/19",
            "",
            "732527605.66",
            "92356.75",
            ":",
            "7931.500466",
            "23378",
            "1948",
            "5",
            "43972",
            "3664.333333",
            "418",
            "9",
        ],
        [
            "2019/20",
            "",
            "956188434.75",
            "103053.416667",
            ":",
            "9278.570917",
            "29831",
            "2486",
            "4",
            "48948",
            "4079",
            "597",
            "7",
        ],
        [
            "2020/21",
            "",
            "1359145698.64",
            "114992.333333",
            ":",
            "11819.446212",
            "14305",
            "1192",
            "2",
            "29329",
            "2444",
            "600",
            "4",
        ],
    ];
    Book {
        sheets: vec![
            sheet("Cover Sheet", &[&["Immigration and Protection"], &["Q3 2023"]]),
            (
                "ASY_04".to_owned(),
                std::iter::once(vec![
                    "ASY_04: Breakdown of Asylum costs and productivity".to_owned(),
                ])
                .chain([header].into_iter().chain(rows).map(|row| row.map(str::to_owned).to_vec()))
                .collect(),
            ),
        ],
    }
}

/// Asy_D11 at 31 December 2025 for a few London boroughs, with figures of the bundled Reg_02.
fn asy_d11() -> Book {
    let header = [
        "Date (as at…)",
        "Support Type",
        "UK Region / Nation",
        "Local Authority",
        "LAD Code",
        "Accommodation Type",
        "People",
    ];
    let day = "31 Dec 2025";
    let row = |name: &'static str, code: &'static str, kind: &'static str, people: &'static str| {
        [day, "Section 95", "London", name, code, kind, people]
    };
    let rows = [
        row("Hillingdon", "E09000017", "Contingency Accommodation - Hotel", "1896"),
        row("Hillingdon", "E09000017", "Dispersal Accommodation", "158"),
        row("Hillingdon", "E09000017", "Subsistence Only", "79"),
        row("Hounslow", "E09000018", "Contingency Accommodation - Hotel", "1466"),
        row("Hounslow", "E09000018", "Dispersal Accommodation", "190"),
        row("Barking and Dagenham", "E09000002", "Dispersal Accommodation", "275"),
        [day, "Section 95", "Unknown", "Unknown", "N/A", "Dispersal Accommodation", "3"],
    ];
    let mut data = vec![vec![
        "Asy_D11: Asylum seekers in receipt of Home Office support by local authority - dataset"
            .to_owned(),
    ]];
    data.push(header.map(str::to_owned).to_vec());
    data.extend(rows.map(|row| row.map(str::to_owned).to_vec()));
    data.push(vec!["End of table".to_owned()]);
    let title = "Asylum seekers in receipt of Home Office support by local authority";
    Book {
        sheets: vec![
            sheet(
                "Cover_sheet",
                &[
                    &[""],
                    &["Immigration System Statistics"],
                    &["year ending December 2025"],
                    &[title],
                    &["Published: 26 February 2026"],
                ],
            ),
            ("Data_Asy_D11".to_owned(), data),
        ],
    }
}

/// Code, name and printed figures of every area in the bundled Reg_01 and Reg_02.
fn areas_of_regional_groups() -> Vec<(String, String, Vec<String>)> {
    let text = include_str!("../../data/bundled/regional-groups@2025-12-31.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let mut areas: Vec<(String, String, Vec<String>)> = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        let figure = match &record[9] {
            "suppressed" => "*".to_owned(),
            "not-applicable" => "-".to_owned(),
            _ => record[7].to_owned(),
        };
        if areas.last().is_none_or(|(code, ..)| *code != record[0]) {
            areas.push((record[0].to_owned(), record[1].to_owned(), Vec::new()));
        }
        areas.last_mut().unwrap().2.push(figure);
    }
    areas
}

/// Code and name of the London boroughs, as the bundled Reg_02 has them.
pub fn boroughs() -> Vec<(String, String)> {
    let areas = areas_of_regional_groups().into_iter().map(|(code, name, _)| (code, name));
    areas.filter(|(code, _)| code.starts_with("E09")).collect()
}

/// The headers of the figures in Reg_01 and Reg_02.
fn headers_of_regional_groups() -> [String; 14] {
    let of = "of which, ";
    [
        "Homes for Ukraine - not including super sponsors (arrivals)".to_owned(),
        "Afghan Resettlement Programme (total) (population)".to_owned(),
        format!("{of}Afghan Resettlement Programme - transitional (population)"),
        format!("{of}Afghan Resettlement Programme - settled in LA housing (population)"),
        format!("{of}Afghan Resettlement Programme - settled in PRS housing (population)"),
        "Supported Asylum (total) (population)".to_owned(),
        format!("{of}Supported Asylum - Initial Accommodation (population)"),
        format!("{of}Supported Asylum - Dispersal Accommodation (population)"),
        format!("{of}Supported Asylum - Contingency Accommodation (population)"),
        format!("{of}Supported Asylum - Other Accommodation (population)"),
        format!("{of}Subsistence only (population)"),
        "All 3 pathways (total) ".to_owned(),
        "Population".to_owned(),
        "Percentage of population (%)".to_owned(),
    ]
}

/// Reg_01 and Reg_02 at 31 December 2025 with the bundled figures of every area.
fn regional_groups() -> Book {
    let groups = headers_of_regional_groups();
    let head = |first: &[&str]| {
        first.iter().map(|text| (*text).to_owned()).chain(groups.clone()).collect::<Vec<_>>()
    };
    let mut regions = vec![
        vec!["Reg_01: Immigration groups, by Region and Nation, as at 31 December 2025".to_owned()],
        head(&["Region / Nation"]),
    ];
    let mut authorities = vec![
        vec!["Reg_02: Immigration groups, by Local Authority, as at 31 December 2025".to_owned()],
        head(&["Local authority", "Region / Nation", "LTLA (ONS code)"]),
    ];
    for (code, name, figures) in areas_of_regional_groups() {
        let figures = figures.into_iter().chain(["0.001".to_owned()]);
        if code.starts_with("E12") || code[1..].starts_with("92") {
            regions.push(std::iter::once(name).chain(figures).collect());
        } else {
            let (name, code) = if code.starts_with("K99") {
                ("Unknown".to_owned(), "Unknown".to_owned())
            } else {
                (name, code)
            };
            authorities.push([name, "-".to_owned(), code].into_iter().chain(figures).collect());
        }
    }
    regions.push(vec!["End of table".to_owned()]);
    authorities.push(vec!["End of table".to_owned()]);
    let title = "Regional and local authority data on immigration groups";
    Book {
        sheets: vec![
            sheet(
                "Cover_sheet",
                &[
                    &["Immigration System Statistics"],
                    &["year ending December 2025"],
                    &[title],
                    &["Published: 26 February 2026"],
                ],
            ),
            ("Reg_01".to_owned(), regions),
            ("Reg_02".to_owned(), authorities),
        ],
    }
}

fn sheet(name: &str, rows: &[&[&str]]) -> (String, Vec<Vec<String>>) {
    (
        name.to_owned(),
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
    )
}

impl Book {
    /// Writes text into a cell such as `F3`, growing the sheet as needed.
    pub fn set(&mut self, name: &str, cell: &str, value: &str) {
        let (row, column) = position(cell);
        let grid = &mut self.sheets.iter_mut().find(|(held, _)| held == name).unwrap().1;
        grid.resize(grid.len().max(row + 1), Vec::new());
        let line = &mut grid[row];
        line.resize(line.len().max(column + 1), String::new());
        value.clone_into(&mut line[column]);
    }

    /// Removes the row whose cells include a text.
    pub fn remove_row(&mut self, name: &str, text: &str) {
        let grid = &mut self.sheets.iter_mut().find(|(held, _)| held == name).unwrap().1;
        let before = grid.len();
        grid.retain(|row| !row.iter().any(|cell| cell == text));
        assert!(grid.len() < before, "no row with {text}");
    }

    /// Adds the row whose cells include a text once more.
    pub fn repeat_row(&mut self, name: &str, text: &str) {
        let grid = &mut self.sheets.iter_mut().find(|(held, _)| held == name).unwrap().1;
        let at = grid.iter().position(|row| row.iter().any(|cell| cell == text)).unwrap();
        let row = grid[at].clone();
        grid.insert(at, row);
    }

    /// The bytes of an xlsx file.
    #[expect(clippy::too_many_lines, reason = "the parts of a file, one after another")]
    pub fn xlsx(&self) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut part = |name: &str, text: String| {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        };
        let count = self.sheets.len();
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let types: String = (1..=count).map(|n| format!("<Override \
            PartName=\"/xl/worksheets/sheet{n}.xml\" \
            ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")).collect();
        part(
            "[Content_Types].xml",
            format!(
                "<?xml version=\"1.0\"?><Types \
                 xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
                 Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>"
            ),
        );
        part(
            "_rels/.rels",
            format!(
                "<?xml version=\"1.0\"?><Relationships \
                 xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        );
        let sheets: String = self
            .sheets
            .iter()
            .enumerate()
            .map(|(n, (name, _))| {
                format!(
                    "<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\"/>",
                    escape(name),
                    n + 1,
                    n + 1
                )
            })
            .collect();
        part(
            "xl/workbook.xml",
            format!(
                "<?xml version=\"1.0\"?><workbook xmlns=\"{main}\" \
                 xmlns:r=\"{relations}\"><sheets>{sheets}</sheets></workbook>"
            ),
        );
        let links: String = (1..=count)
            .map(|n| {
                format!(
                    "<Relationship Id=\"rId{n}\" Type=\"{relations}/worksheet\" \
                     Target=\"worksheets/sheet{n}.xml\"/>"
                )
            })
            .collect();
        part(
            "xl/_rels/workbook.xml.rels",
            format!(
                "<?xml version=\"1.0\"?><Relationships \
                 xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
            ),
        );
        for (n, (_, grid)) in self.sheets.iter().enumerate() {
            let rows: String =
                grid.iter().enumerate().filter(|(_, row)| !row.is_empty()).map(row_xml).collect();
            part(
                &format!("xl/worksheets/sheet{}.xml", n + 1),
                format!(
                    "<?xml version=\"1.0\"?><worksheet \
                     xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"
                ),
            );
        }
        archive.finish().unwrap().into_inner()
    }
}

fn row_xml((row, cells): (usize, &Vec<String>)) -> String {
    let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let cells: String = filled
        .map(|(column, cell)| {
            let at = format!("{}{}", letters(column), row + 1);
            if cell.parse::<f64>().is_ok() {
                format!("<c r=\"{at}\"><v>{cell}</v></c>")
            } else {
                format!(
                    "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escape(cell)
                )
            }
        })
        .collect();
    format!("<row r=\"{}\">{cells}</row>", row + 1)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn letters(mut column: usize) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap()));
        if column < 26 {
            return text;
        }
        column = column / 26 - 1;
    }
}

fn position(cell: &str) -> (usize, usize) {
    let split = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    let column =
        cell[..split].bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1) - 1;
    (cell[split..].parse::<usize>().unwrap() - 1, column)
}
