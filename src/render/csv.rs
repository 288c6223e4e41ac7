//! CSV: machine names in the header, full precision, statuses in columns of their own.
//!
//! Text and headers are quoted; numbers, days and empty fields are not. Programs that guess a
//! file's separator look next to the first quotation mark. Where only some names are quoted, they
//! mistake the minus sign of a number for one.

use super::csv_columns::{Kind, columns_of, guarded, marked_columns};
use super::{DocumentFormat, ListingFormat, csvw, dictionary};
use crate::briefing::{Block, Document};
use crate::domain::{Date, Result, Status};
use crate::table::{Cell, Listing};

/// Comma-separated values, RFC 4180, UTF-8 without byte-order mark, lines ended by LF.
pub struct Csv;

/// Every figure of a document, one to a row, each of its tables as a CSV file in `tables/`, and a
/// dictionary of their columns.
pub struct CsvFolder;

impl ListingFormat for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let marked = marked_columns(listing);
        let columns = columns_of(listing);
        let mut lines = vec![line(columns.iter().map(|column| quoted(&column.name)))];
        lines.extend(listing.rows.iter().map(|row| {
            let statuses =
                marked.iter().map(|index| row[*index].status().map_or("", Status::as_str));
            line(
                row.iter()
                    .zip(&columns)
                    .map(|(cell, column)| field(cell, column.kind))
                    .chain(statuses.map(quoted)),
            )
        }));
        Ok(lines.concat().into_bytes())
    }
}

/// A cell as written in the file.
fn field(cell: &Cell, kind: Kind) -> String {
    let raw = cell.raw();
    let is_day = kind == Kind::Day && raw.parse::<Date>().is_ok();
    match cell {
        Cell::Text(_) if is_day => raw,
        Cell::Text(_) => quoted(&guarded(&raw)),
        _ => raw,
    }
}

/// Text in quotation marks, with marks inside it doubled; empty for an empty text.
fn quoted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let mut line = fields.collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

impl DocumentFormat for CsvFolder {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        Csv.render(&document.figures)
    }

    fn companion_files(&self, document: &Document) -> Result<Vec<(String, Vec<u8>)>> {
        let mut all: Vec<(String, &Listing)> =
            vec![(format!("{}.csv", document.id), &document.figures)];
        all.extend(tables(document).map(|(name, listing)| (path_of(name), listing)));
        let dictionary = dictionary::of_files(document, &all);
        all.push((DICTIONARY.to_owned(), &dictionary));
        // The first is the document itself.
        let companions = all.iter().skip(1);
        let mut files: Vec<(String, Vec<u8>)> = companions
            .map(|(path, listing)| Ok((path.clone(), Csv.render(listing)?)))
            .collect::<Result<_>>()?;
        files.push((csvw::FILE.to_owned(), csvw::metadata(document, &all)?));
        Ok(files)
    }
}

/// The description of the columns of the other files.
const DICTIONARY: &str = "data-dictionary.csv";

fn path_of(name: &str) -> String {
    format!("tables/{name}.csv")
}

/// The tables of a document, those behind charts included.
fn tables(document: &Document) -> impl Iterator<Item = (&str, &Listing)> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some((figure.id.as_str(), &figure.listing)),
        Block::Table { anchor, listing } => Some((anchor.as_str(), listing)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Csv, ListingFormat};
    use crate::domain::{Status, Unit};
    use crate::table::{Cell, Column, Listing};

    #[test]
    fn missing_is_empty_with_its_status_beside_and_formulas_are_text() {
        let listing = Listing {
            caption: String::new(),
            columns: vec![
                Column::text("area_name", "Area"),
                Column::number("people", "People", Unit::People),
            ],
            rows: vec![
                vec!["=1+1".into(), Cell::Missing(Status::Suppressed)],
                vec!["a, \"b\"".into(), Cell::Number(-1.5)],
            ],
            notes: Vec::new(),
        };
        let text = String::from_utf8(Csv.render(&listing).unwrap()).unwrap();
        assert_eq!(
            text,
            "\"area_name\",\"people\",\"people_status\"\n\"'=1+1\",,\"suppressed\"\n\"a, \
             \"\"b\"\"\",-1.5,\n"
        );
    }

    #[test]
    fn a_header_is_no_formula_either() {
        let named = |name: &str| Column { name: name.to_owned(), ..Column::text("area", name) };
        let listing = Listing {
            columns: vec![
                named("=cmd|' /c calc'!A1"),
                named(" @SUM(A1)"),
                named("\u{ff1d}1+1"),
                named("a-b"),
            ],
            rows: vec![vec![
                "=1".into(),
                "\t=1".into(),
                Cell::Missing(Status::Suppressed),
                "-2".into(),
            ]],
            ..Listing::default()
        };
        let text = String::from_utf8(Csv.render(&listing).unwrap()).unwrap();
        assert_eq!(
            text,
            "\"'=cmd|' /c calc'!A1\",\"' \
             @SUM(A1)\",\"'\u{ff1d}1+1\",\"a-b\",\"'\u{ff1d}1+1_status\"\n\"'=1\",\"'\t=1\",,\"-2\",\"suppressed\"\n"
        );
    }
}
