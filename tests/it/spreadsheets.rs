//! Spreadsheets by the guidance on releasing statistics in spreadsheets: every rule that a program
//! can test, on both formats.
//!
//! Rules: Government Analysis Function, Releasing statistics in spreadsheets, as the checklists of
//! aftables and gptables have them.

use crate::made_packs::{made_packs, request_of, written};
use crate::support::{engine, text_parts};
use calamine::{Data, Ods, Range, Reader, Xlsx};
use fairshares::allocation::units;
use fairshares::tables::Answer;
use std::collections::BTreeSet;
use std::io::Cursor;

/// The sheets of a workbook in order, with their cells.
fn sheets(ending: &str, bytes: &[u8]) -> Vec<(String, Range<Data>)> {
    let cursor = Cursor::new(bytes.to_vec());
    if ending == "xlsx" {
        let mut book: Xlsx<_> = Xlsx::new(cursor).unwrap();
        book.sheet_names()
            .into_iter()
            .map(|name| (name.clone(), book.worksheet_range(&name).unwrap()))
            .collect()
    } else {
        let mut book: Ods<_> = Ods::new(cursor).unwrap();
        book.sheet_names()
            .into_iter()
            .map(|name| (name.clone(), book.worksheet_range(&name).unwrap()))
            .collect()
    }
}

/// The table of a sheet: its header and rows, below title and lines; nothing for a sheet of text.
fn table(name: &str, range: &Range<Data>) -> Option<(Vec<String>, Vec<Vec<Data>>)> {
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let filled = |row: &Vec<Data>| row.iter().filter(|cell| **cell != Data::Empty).count();
    let width = rows.iter().map(filled).max().unwrap_or(0);
    let first = rows.iter().position(|row| filled(row) == width && width > 1)?;
    let header = rows[first].iter().map(ToString::to_string).collect();
    let below = rows[first + 1..].to_vec();
    assert!(
        below.iter().all(|row| filled(row) == width),
        "{name}: an empty cell in the table, or something below it"
    );
    Some((header, below))
}

/// The numbers of references such as `[note 3]` in a text.
fn references(text: &str) -> BTreeSet<usize> {
    text.split("[note ").skip(1).filter_map(|rest| rest.split(']').next()?.parse().ok()).collect()
}

fn title(range: &Range<Data>) -> String {
    range.get_value((0, 0)).map(ToString::to_string).unwrap_or_default()
}

fn obeys(ending: &str, pack: &str, sheets: &[(String, Range<Data>)]) {
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["Cover", "Contents", "Notes"], "{pack}.{ending}");
    assert_eq!(names.last(), Some(&"Sources"));
    assert!(
        names.iter().all(|name| name.chars().count() <= 31)
            && names.iter().collect::<BTreeSet<_>>().len() == names.len()
    );
    let cover: Vec<String> = sheets[0].1.rows().map(|row| row[0].to_string()).collect();
    for said in ["Figures as at: ", "Newest publication: ", "Next figures expected: ", "Contact: "]
    {
        let line = cover.iter().find_map(|line| line.strip_prefix(said));
        assert!(
            line.is_some_and(|value| value.len() > 5),
            "{pack}.{ending}: the cover does not say {said}"
        );
    }
    let mut referred = BTreeSet::new();
    for (name, range) in sheets {
        assert_eq!(range.start(), Some((0, 0)), "{name}: the title is not in the first cell");
        assert!(!title(range).trim().is_empty(), "{name}");
        let first_column: Vec<&Data> = range.rows().map(|row| &row[0]).collect();
        assert!(first_column.iter().all(|cell| **cell != Data::Empty), "{name}: an empty row");
        if name != "Notes" {
            referred.extend(references(&title(range)));
        }
        let Some((header, rows)) = table(name, range) else {
            assert!(["Cover", "Notes"].contains(&name.as_str()), "{name} has no table");
            continue;
        };
        let unique: BTreeSet<String> = header.iter().map(|header| header.to_lowercase()).collect();
        assert_eq!(unique.len(), header.len(), "{name}: a header twice: {header:?}");
        assert!(!rows.is_empty(), "{name}");
        // Shorthand is explained above the table.
        let above: String = range
            .rows()
            .take_while(|row| {
                row.iter().filter(|cell| **cell != Data::Empty).count() < header.len()
            })
            .map(|row| row[0].to_string())
            .collect();
        for cell in rows.iter().flatten() {
            let text = cell.to_string();
            if text.starts_with('[') && text.ends_with(']') && !text.starts_with("[note") {
                assert!(above.contains(&text), "{name}: {text} is not explained");
            }
        }
    }
    let notes = &sheets[2].1;
    let held: BTreeSet<usize> =
        notes.rows().flat_map(|row| references(&row[0].to_string())).collect();
    assert_eq!(
        referred, held,
        "{pack}.{ending}: notes that are referred to, and notes that there are"
    );
    let listed: Vec<String> = sheets[1].1.rows().skip(3).map(|row| row[0].to_string()).collect();
    assert_eq!(listed, names[2..], "{pack}.{ending}: the list of contents");
}

#[test]
fn every_pack_obeys_the_guidance_in_both_formats_with_the_same_numbers() {
    let Some(packs) = made_packs() else { return };
    for (pack, made) in packs {
        let [xlsx, ods] =
            ["xlsx", "ods"].map(|ending| sheets(ending, &made.files[&format!("{pack}.{ending}")]));
        obeys("xlsx", pack, &xlsx);
        obeys("ods", pack, &ods);
        let mut numbers = 0;
        for ((name, one), (other_name, other)) in xlsx.iter().zip(&ods) {
            assert_eq!((name, one.get_size()), (other_name, other.get_size()));
            for (one, other) in one.cells().zip(other.cells()) {
                match (one.2, other.2) {
                    (Data::Float(one), Data::Float(other)) => {
                        assert!(
                            (one - other).abs() <= 1e-12 * one.abs(),
                            "{name}: {one} and {other}"
                        );
                        numbers += 1;
                    }
                    (one, other) => assert_eq!(one.to_string(), other.to_string(), "{name}"),
                }
            }
        }
        assert!(
            numbers > if pack == "front-page" { 20 } else { 150 },
            "{pack}: {numbers} numbers are numbers"
        );
    }
}

#[test]
fn nothing_that_screen_readers_stumble_over_is_in_the_files() {
    let engine = engine();
    let made = written(&engine, &request_of(&engine, "fair-shares", "London", &["xlsx", "ods"]));
    let xlsx = text_parts(&made["fair-shares.xlsx"]);
    for (name, text) in xlsx.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        for words in [
            "<mergeCell",
            "<autoFilter",
            "<pane ",
            "<drawing",
            "hidden=\"1\"",
            "<f>",
            "<headerFooter",
            "<picture",
        ] {
            assert!(!text.contains(words), "{name} has {words}");
        }
        assert!(text.matches("<tablePart ").count() <= 1, "{name}");
    }
    let tables = xlsx.keys().filter(|name| name.starts_with("xl/tables/table")).count();
    let pages = xlsx.keys().filter(|name| name.starts_with("xl/worksheets/sheet")).count();
    assert_eq!(tables, pages - 1, "every sheet but the cover has one marked table");
    assert!(
        xlsx["docProps/core.xml"]
            .contains("<dc:title>Fair shares of asylum support in London</dc:title>")
    );
    assert!(
        xlsx["docProps/custom.xml"].contains("en-GB") && xlsx["xl/styles.xml"].contains("Arial")
    );
    let ods = text_parts(&made["fair-shares.ods"]);
    let content = &ods["content.xml"];
    for words in
        ["columns-spanned", "rows-spanned", "table:formula", "visibility", "table:filter", "draw:"]
    {
        assert!(!content.contains(words), "content.xml has {words}");
    }
    assert_eq!(
        content.matches("<table:database-range ").count(),
        content.matches("<table:table ").count() - 1
    );
    assert!(
        ods["meta.xml"].contains("<dc:language>en-GB</dc:language>")
            && ods["meta.xml"].contains("<dc:title>Fair shares")
    );
    assert!(
        made["fair-shares.ods"][30..]
            .starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        "told from its first bytes"
    );
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let engine = engine();
    let text = "unit,resident-population\n\"=HYPERLINK(\"\"https://x.example\"\")\",3\n+1+1,5\n<b>&\u{7}\"',7\n";
    let inputs = fairshares::allocation::Inputs {
        file: "=cmd|' /C calc'!A0".to_owned(),
        text: text.to_owned(),
    };
    let listing = units::key_on_inputs(engine.figures(), "population", &inputs, Some(15), None)
        .unwrap()
        .table();
    for format in ["xlsx", "ods"] {
        let bytes = fairshares::render::listing_format(format).unwrap().render(&listing).unwrap();
        let all = text_parts(&bytes).into_values().collect::<String>();
        assert!(
            !all.contains("<f>") && !all.contains("table:formula") && !all.contains("<b>&"),
            "{format}"
        );
        let found = sheets(format, &bytes);
        let (_, rows) = table("Table_1", &found[3].1).unwrap();
        assert_eq!(rows[0][0].to_string(), "=HYPERLINK(\"https://x.example\")");
        assert_eq!(rows[1][0].to_string(), "+1+1");
        assert_eq!(rows.iter().map(|row| row[2].to_string()).collect::<Vec<_>>(), ["3", "5", "7"]);
    }
}
