//! Codes, names, dates and rows that a publisher writes otherwise than the definition has them:
//! what is read, with which note, and what is refused. The workbooks are made, and so are the
//! figures that the tests put into them.

use crate::support::{engine_at, moment};
use crate::workbook::{Book, base};
use fairshares::domain::{Error, Id, Status, same_text};
use fairshares::engine::{Engine, Settings};
use fairshares::holdings::import;
use fairshares::table::Row;
use std::fs;

/// What was read of a workbook: the figures of one dataset, and the notes.
struct Read {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Read {
    /// The people of an area in one kind of accommodation.
    fn people(&self, area: &str, accommodation: &str) -> Option<f64> {
        let is_it = |row: &&Row| row.area.as_str() == area && row.dims[1] == accommodation;
        self.rows.iter().find(is_it).and_then(|row| row.value)
    }

    fn has_note(&self, words: &str) -> bool {
        self.notes.iter().any(|note| note.contains(words))
    }
}

fn read(book: &Book) -> Result<Read, Error> {
    read_table(book, "asy-d11")
}

fn read_table(book: &Book, dataset: &str) -> Result<Read, Error> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("asylum.xlsx");
    fs::write(&file, book.xlsx()).unwrap();
    let settings =
        Settings { store: folder.path().join("store"), catalogue: None, at: None, today: None };
    let engine = Engine::open(&settings).unwrap();
    let notes =
        import::import(engine.holdings(), &file, moment("2026-11-21T09:30:00Z"))?.remove(0).notes;
    let rows =
        engine.holdings().table(&Id::new(dataset).unwrap()).unwrap().unwrap().rows().unwrap();
    Ok(Read { rows, notes })
}

/// Asy_D11 with cells of its sheet written over.
fn asylum(cells: &[(&str, &str)]) -> Book {
    let mut book = base("asy-d11");
    cells.iter().for_each(|(cell, value)| book.set("Data_Asy_D11", cell, value));
    book
}

fn code_of(result: Result<Read, Error>) -> Option<&'static str> {
    result.err().map(|error| error.code().id)
}

/// Hillingdon's 1,896 people in hotels in two rows, the second of 10 people filed under a region.
fn hillingdon_twice(region: &str) -> Book {
    let mut book = asylum(&[]);
    book.repeat_row("Data_Asy_D11", "Hillingdon");
    book.set("Data_Asy_D11", "C4", region);
    book.set("Data_Asy_D11", "G4", "10");
    book
}

#[test]
fn an_authority_filed_under_two_regions_is_added_and_noted() {
    let found = read(&hillingdon_twice("South East")).unwrap();
    assert_eq!(found.people("E09000017", "contingency-hotel"), Some(1906.0));
    assert!(
        found.has_note(
            "1 figure of Hillingdon added from rows that differ only in the column \"UK Region / \
             Nation\""
        ),
        "{:?}",
        found.notes
    );
    assert!(found.has_note("Data_Asy_D11!G3 + Data_Asy_D11!G4"), "{:?}", found.notes);
}

#[test]
fn an_authority_in_three_rows_under_three_regions_is_added() {
    let mut book = hillingdon_twice("South East");
    book.repeat_row("Data_Asy_D11", "South East");
    book.set("Data_Asy_D11", "C5", "East of England");
    assert_eq!(read(&book).unwrap().people("E09000017", "contingency-hotel"), Some(1916.0));
    book.set("Data_Asy_D11", "C5", "south east");
    assert_eq!(code_of(read(&book)), Some("F110"), "the third row is the second again");
}

#[test]
fn rows_that_may_repeat_each_other_are_refused() {
    // The same region in another case, the whole that holds the first, and what is no area.
    for region in ["London", "LONDON", "England", "Total", ""] {
        assert_eq!(code_of(read(&hillingdon_twice(region))), Some("F110"), "{region}");
    }
}

#[test]
fn a_code_of_no_level_or_of_another_area_is_refused() {
    // Combined authorities, health bodies and others: their first characters stand for no kind of
    // area that is read.
    for code in ["E80000017", "E19000017", "E47000017", "S21000017", "W11000023"] {
        assert_eq!(
            read(&asylum(&[("E3", code)])).err().map(|error| error.code().id),
            Some("F107"),
            "{code}"
        );
    }
    // Hounslow, a county, a region and a county that never was, all beside the name Hillingdon.
    for (code, error) in
        [("E09000018", "F108"), ("E10000016", "F108"), ("E12000007", "F108"), ("E10000099", "F107")]
    {
        assert_eq!(code_of(read(&asylum(&[("E3", code)]))), Some(error), "{code}");
    }
    let said = read(&asylum(&[("E3", "E80000017")])).err().unwrap().to_string();
    assert!(
        said.contains("beside the name \"Hillingdon\"") && said.contains("[[pass_over]]"),
        "{said}"
    );
}

#[test]
fn a_code_is_read_whatever_its_print_and_noted() {
    for code in [
        "e09000017",
        "E09000017 [note 2]",
        "E09000017*",
        "E09000017\u{200b}",
        "EO9OOOO17",
        "E090000172",
    ] {
        let found = read(&asylum(&[("E3", code)])).unwrap();
        assert_eq!(found.people("E09000017", "contingency-hotel"), Some(1896.0), "{code}");
        assert!(found.has_note("1 area code read with"), "{code}: {:?}", found.notes);
        assert!(found.has_note("the first in Data_Asy_D11!E3"), "{code}: {:?}", found.notes);
    }
    // No-break spaces around a code are spaces.
    let found = read(&asylum(&[("E3", "\u{a0}E09000017\u{a0}")])).unwrap();
    assert_eq!(found.people("E09000017", "contingency-hotel"), Some(1896.0));
    // A letter for a digit, where the name is another's.
    assert_eq!(code_of(read(&asylum(&[("E3", "EO9OOOO17"), ("D3", "Hounslow")]))), Some("F107"));
}

#[test]
fn rows_of_counties_that_are_passed_over_are_noted() {
    let mut book = asylum(&[]);
    book.repeat_row("Data_Asy_D11", "Barking and Dagenham");
    for (cell, value) in [("C8", "South East"), ("D8", "Kent"), ("E8", "E10000016"), ("G8", "12")] {
        book.set("Data_Asy_D11", cell, value);
    }
    let found = read(&book).unwrap();
    assert!(found.has_note("1 row of a county passed over"), "{:?}", found.notes);
    assert_eq!(found.people("E10000016", "dispersal"), None);
}

#[test]
fn headings_labels_names_and_sheets_are_read_whatever_their_print() {
    let mut book = asylum(&[
        ("A2", "Date (as at...)"),
        ("C2", "UK Region/Nation [note 1]"),
        ("D2", "Local\u{a0}Authority²"),
        ("F2", "Accommodation\nType:"),
        ("D3", "HILLINGDON [note 2]"),
        ("B3", "section  95"),
        ("F3", "Contingency Accommodation – Hotel1"),
        ("D8", "Barking & Dagenham*"),
    ]);
    book.sheets
        .iter_mut()
        .for_each(|(name, _)| *name = name.replace("Data_Asy_D11", "Data - Asy_D11\u{a0}"));
    let found = read(&book).unwrap();
    assert_eq!(found.people("E09000017", "contingency-hotel"), Some(1896.0));
    assert_eq!(found.people("E09000002", "dispersal"), Some(275.0));
}

#[test]
fn days_are_read_in_every_common_form() {
    for day in [
        "31/12/2025",
        "31.12.2025",
        "2025-12-31",
        "2025-12-31T00:00:00",
        "2025-12-31 00:00:00",
        "31-Dec-25",
        "31 December 2025",
        "As at 31 December 2025",
        "Dec 2025",
        "Q4 2025",
        "year ending December 2025",
    ] {
        let found = read(&asylum(&[("A3", day)])).unwrap_or_else(|error| panic!("{day}: {error}"));
        assert_eq!(found.people("E09000017", "contingency-hotel"), Some(1896.0), "{day}");
        assert!(found.rows.iter().all(|row| row.period.end.to_string() == "2025-12-31"), "{day}");
    }
    for day in ["12/31/2025", "31/12/25", "Q5 2024/25", "2025-12", "winter 2025"] {
        assert_eq!(code_of(read(&asylum(&[("A3", day)]))), Some("F115"), "{day}");
    }
}

#[test]
fn numbers_outside_the_table_are_passed_over_and_noted() {
    let found = read(&asylum(&[("J4", "12"), ("J12", "7")])).unwrap();
    assert_eq!(found.rows.len(), 7);
    assert!(
        found.has_note("in columns without a header passed over, the first in Data_Asy_D11!J4"),
        "{:?}",
        found.notes
    );
    // A column of them is one whose header is missing.
    let column: Vec<String> = (3..=9).map(|row| format!("H{row}")).collect();
    let cells: Vec<(&str, &str)> = column.iter().map(|cell| (cell.as_str(), "5")).collect();
    assert_eq!(code_of(read(&asylum(&cells))), Some("F105"));
}

#[test]
fn a_row_without_area_and_figure_is_passed_over_and_noted() {
    let mut book = asylum(&[]);
    book.repeat_row("Data_Asy_D11", "Barking and Dagenham");
    ["D8", "E8", "G8"].iter().for_each(|cell| book.set("Data_Asy_D11", cell, ""));
    let found = read(&book).unwrap();
    assert_eq!(found.rows.len(), 7);
    assert!(found.has_note("1 row between the figures passed over"), "{:?}", found.notes);
    // With a figure it is refused: nobody knows whose it is.
    book.set("Data_Asy_D11", "G8", "3");
    assert_eq!(code_of(read(&book)), Some("F107"));
}

#[test]
fn low_is_a_marker() {
    for mark in ["[low]", "low"] {
        let mut book = base("regional-groups");
        let cell = book.sheets[2].1.iter_mut().flatten().find(|cell| *cell == "*").unwrap();
        mark.clone_into(cell);
        let found = read_table(&book, "regional-groups").unwrap();
        let low = found.rows.iter().filter(|row| row.status == Some(Status::Low));
        assert_eq!(low.map(|row| row.value).collect::<Vec<_>>(), [Some(0.0)], "{mark}");
    }
}

#[test]
fn no_two_labels_of_the_catalogue_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine_at(folder.path(), None);
    for list in engine.catalogue().codelists.values() {
        for code in &list.codes {
            for label in code.labels.split('|').filter(|label| !label.trim().is_empty()) {
                assert_eq!(list.code_of(label), Some(code.code.as_str()), "{}: {label:?}", list.id);
            }
        }
    }
    for column in engine.catalogue().datasets.values().flat_map(|dataset| &dataset.column) {
        let measures = column.measures.iter().map(|(label, measure)| (label, measure.to_string()));
        let statuses =
            column.statuses.iter().map(|(mark, status)| (mark, status.as_str().to_owned()));
        let meant: Vec<(&String, String)> = measures.chain(statuses).collect();
        for (at, (one, means)) in meant.iter().enumerate() {
            let other = meant[at + 1..]
                .iter()
                .find(|(another, also)| same_text(one, another) && means != also);
            assert!(other.is_none(), "{}: {one:?} {other:?}", column.id);
        }
    }
}

#[test]
fn a_day_in_a_quarterly_flow_ends_a_quarter_or_is_refused() {
    let book = |quarter: &str| {
        let rows = |rows: &[&[&str]]| {
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
        };
        let title = "Resettlement by local authority detailed datasets";
        let header = [
            "Year",
            "Quarter",
            "UK Region",
            "LAD Code",
            "Local Authority",
            "Resettlement Scheme",
            "Persons",
        ];
        let row =
            ["2024", quarter, "London", "E09000019", "Islington", "UK Resettlement Scheme", "12"];
        Book {
            sheets: vec![
                ("Cover_sheet".to_owned(), rows(&[&[title], &["Published: 28 November 2024"]])),
                ("Data_Res_D01".to_owned(), rows(&[&[title], &header, &row])),
            ],
        }
    };
    // tests/layouts/res-d01-days.toml holds the days that are read.
    for day in ["15 Sep 2024", "1 July 2024", "31 August 2024", "Sep 2024", "2024-09"] {
        assert_eq!(code_of(read(&book(day))), Some("F115"), "{day}");
    }
}

#[test]
fn figures_below_the_end_of_a_table_without_codes_are_refused() {
    let mut book = base("regional-groups");
    let (_, rows) = &mut book.sheets[1];
    rows.insert(5, vec!["End of table".to_owned()]);
    assert_eq!(code_of(read(&book)), Some("F105"));
}
