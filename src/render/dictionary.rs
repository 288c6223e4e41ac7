//! The data dictionary of a document: the description of every column of its files and sheets.
//!
//! Belongs here: names, titles, units, types, the meaning of an empty cell, definitions, all from
//! the document alone. Does not belong here: the definitions themselves (`Document::definitions`,
//! `columns::meaning`).

use super::csv_columns::{CsvColumn, Kind, columns_of};
use crate::briefing::{Block, Definition, Document};
use crate::domain::{Status, Unit};
use crate::table::{Cell, Column, Listing, columns};

/// The text where no definition is known.
const SAID_BY_TITLE: &str = "See title.";

/// The dictionary of the CSV files: one row to a column, and under the column of values one to an
/// indicator.
pub(super) fn of_files(document: &Document, files: &[(String, &Listing)]) -> Listing {
    let mut rows = Vec::new();
    for (file, listing) in files {
        for column in columns_of(listing) {
            let about = [
                column.title.clone(),
                unit(listing, &column.name),
                column.kind.in_words().to_owned(),
                missing(listing, &column),
                definition(document, &column),
            ];
            rows.push(row(
                [file.clone(), listing.caption.clone(), column.name.clone(), String::new()],
                about,
            ));
        }
        if listing.column(columns::INDICATOR).is_some() && listing.column(columns::VALUE).is_some()
        {
            rows.extend(
                document
                    .definitions
                    .iter()
                    .map(|definition| of_indicator(file, listing, definition)),
            );
        }
    }
    let names = [
        ("file", "File"),
        ("table", "Table"),
        ("column", "Column"),
        ("indicator", "Indicator"),
        ("title", "Title"),
        ("unit", "Unit"),
        ("type", "Type"),
        ("missing", "Empty cells"),
        ("definition", "Definition"),
    ];
    Listing {
        caption: "Data dictionary".to_owned(),
        columns: names.map(|(name, header)| Column::text(name, header)).to_vec(),
        rows,
        notes: Vec::new(),
    }
}

/// The row of an indicator among the values of a file.
fn of_indicator(file: &str, listing: &Listing, definition: &Definition) -> Vec<Cell> {
    let place = [file, &listing.caption, columns::VALUE, &definition.id].map(str::to_owned);
    let unit = definition.unit.label().to_owned();
    row(
        place,
        [
            definition.title.clone(),
            unit,
            Kind::Number.in_words().to_owned(),
            by_status(columns::STATUS),
            definition.text.clone(),
        ],
    )
}

fn row(place: [String; 4], about: [String; 5]) -> Vec<Cell> {
    place.into_iter().chain(about).map(Cell::Text).collect()
}

/// The dictionary of a workbook, whose sheets of data are counted from one in the order of the
/// document.
pub(super) fn of_sheets(document: &Document) -> Listing {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(&figure.listing),
        Block::Table { listing, .. } => Some(listing),
        _ => None,
    });
    let mut rows = Vec::new();
    for (number, listing) in (1..).zip(tables) {
        for column in columns_of(listing).into_iter().take(listing.columns.len()) {
            let about = [
                format!("Table_{number}"),
                column.title.clone(),
                unit(listing, &column.name),
                column.kind.in_words().to_owned(),
                definition(document, &column),
            ];
            rows.push(about.into_iter().map(Cell::Text).collect());
        }
    }
    let names = [
        ("sheet", "Sheet"),
        ("title", "Column"),
        ("unit", "Unit"),
        ("type", "Type"),
        ("definition", "Definition"),
    ];
    Listing {
        caption: "Data dictionary: what the columns of the tables are".to_owned(),
        columns: names.map(|(name, header)| Column::text(name, header)).to_vec(),
        rows,
        notes: Vec::new(),
    }
}

/// The meaning of a column: the definition of the indicator in its title or name, of columns of
/// that name, or of its title.
pub(super) fn definition(document: &Document, column: &CsvColumn) -> String {
    if let Some(of) = column.status_of.as_deref() {
        return format!("Why {of} is missing, or what must be known of it: {}.", statuses());
    }
    let title = without_unit(&column.title);
    let id = column.name.replace('_', "-");
    let defined = document.definitions.iter().find(|one| one.title == title || one.id == id);
    match (defined, columns::meaning(&column.name)) {
        (Some(defined), _) => defined.text.clone(),
        (None, Some(meaning)) if column.name == columns::STATUS => {
            format!("{meaning} {}.", statuses())
        }
        (None, Some(meaning)) => meaning.to_owned(),
        (None, None) => SAID_BY_TITLE.to_owned(),
    }
}

/// The words in columns of statuses, with the symbols used for them in print.
fn statuses() -> String {
    let word =
        |status: Status| format!("{} {} ({})", status.as_str(), status.symbol(), status.label());
    Status::ALL.map(word).join("; ")
}

/// The unit in the title, else that of the column's numbers.
fn unit(listing: &Listing, name: &str) -> String {
    let Some(index) = listing.column(name) else { return String::new() };
    let column = &listing.columns[index];
    let bracketed = column
        .header
        .strip_suffix(')')
        .and_then(|header| header.rsplit_once('('))
        .map(|(_, unit)| unit);
    let is_unit =
        |words: &&str| words.contains('=') || Unit::ALL.iter().any(|unit| unit.label() == *words);
    if !column.numeric {
        String::new()
    } else if let Some(unit) =
        bracketed.filter(is_unit).filter(|_| name != columns::VALUE || !has_units(listing))
    {
        unit.to_owned()
    } else if has_units(listing) {
        "as the column unit says".to_owned()
    } else if listing.rows.iter().any(|row| matches!(row[index], Cell::Decimals(..))) {
        "differs from row to row".to_owned()
    } else {
        column.unit.map_or_else(String::new, |unit| unit.label().to_owned())
    }
}

/// True for a file of figures whose rows have their own units.
fn has_units(listing: &Listing) -> bool {
    listing.column(columns::UNIT).is_some()
}

/// The meaning of an empty cell of a column.
fn missing(listing: &Listing, column: &CsvColumn) -> String {
    let own_status = format!("{}_status", column.name);
    let Some(index) = listing.column(&column.name) else { return "no remark".to_owned() };
    let is_empty = |row: &Vec<Cell>| row[index].raw().is_empty();
    if column.name == columns::STATUS {
        "no remark".to_owned()
    } else if column.kind == Kind::Number
        && columns_of(listing).iter().any(|other| other.name == own_status)
    {
        by_status(&own_status)
    } else if column.name == columns::VALUE && listing.column(columns::STATUS).is_some() {
        by_status(columns::STATUS)
    } else if listing.rows.iter().any(is_empty) {
        "does not apply".to_owned()
    } else {
        "there are none".to_owned()
    }
}

fn by_status(name: &str) -> String {
    format!("missing, for the reason in {name}")
}

/// A title without the unit behind it in brackets.
fn without_unit(title: &str) -> &str {
    title
        .strip_suffix(')')
        .and_then(|title| title.rsplit_once(" ("))
        .map_or(title, |(title, _)| title)
}

#[cfg(test)]
mod tests {
    use super::{Definition, of_files, of_sheets};
    use crate::briefing::{Block, Document};
    use crate::domain::{Status, Unit};
    use crate::table::{Cell, Column, Listing, columns};

    fn document() -> Document {
        let listing = Listing {
            caption: "People by area".to_owned(),
            columns: vec![
                Column::text(columns::AREA_CODE, "Area code"),
                Column::number("people_supported", "People supported", Unit::People),
                Column::number("ratio", "Ratio (due = 100)", Unit::People),
            ],
            rows: vec![vec![
                "E09000001".into(),
                Cell::Missing(Status::Suppressed),
                Cell::Number(3.0),
            ]],
            notes: Vec::new(),
        };
        let figures = Listing {
            caption: "Figures".to_owned(),
            columns: vec![
                Column::text(columns::INDICATOR, "Indicator"),
                Column::number(columns::VALUE, "Value (people)", Unit::People),
                Column::text(columns::UNIT, "Unit"),
                Column::text(columns::STATUS, "Status"),
            ],
            rows: vec![vec![
                "people-supported".into(),
                Cell::Number(3.0),
                "people".into(),
                "".into(),
            ]],
            notes: Vec::new(),
        };
        Document {
            id: "pack".to_owned(),
            title: "Pack".to_owned(),
            about: "About".to_owned(),
            properties: Vec::new(),
            blocks: vec![Block::Table { anchor: "people".to_owned(), listing }],
            sources: Vec::new(),
            definitions: vec![Definition {
                id: "people-supported".to_owned(),
                title: "People in support".to_owned(),
                unit: Unit::People,
                text: "People who are supported.".to_owned(),
            }],
            figures,
            attribution: Vec::new(),
        }
    }

    #[test]
    fn every_column_says_what_it_is_and_every_indicator_what_it_means() {
        let document = document();
        let Block::Table { listing, .. } = &document.blocks[0] else { panic!("a table") };
        let files =
            [("pack.csv".to_owned(), &document.figures), ("tables/people.csv".to_owned(), listing)];
        let made = of_files(&document, &files);
        let rows: Vec<Vec<String>> =
            made.rows.iter().map(|row| row.iter().map(Cell::raw).collect()).collect();
        let found = |file: &str, column: &str, indicator: &str| {
            let wanted = [file, column, indicator];
            let row = rows
                .iter()
                .find(|row| [&row[0], &row[2], &row[3]].iter().zip(wanted).all(|(a, b)| *a == b));
            row.unwrap()[4..].to_vec()
        };
        assert_eq!(
            rows.len(),
            4 + 1 + 4,
            "columns, one indicator, columns of the table with that of its statuses"
        );
        assert_eq!(found("pack.csv", "value", "")[1], "as the column unit says");
        let indicator = [
            "People in support",
            "people",
            "number",
            "missing, for the reason in status",
            "People who are supported.",
        ];
        assert_eq!(found("pack.csv", "value", "people-supported"), indicator);
        let people = found("tables/people.csv", "people_supported", "");
        assert_eq!(
            people[1..4],
            ["people", "number", "missing, for the reason in people_supported_status"]
        );
        assert_eq!(people[4], "People who are supported.", "the indicator of that name");
        assert_eq!(found("tables/people.csv", "ratio", "")[1..3], ["due = 100", "number"]);
        assert!(
            found("tables/people.csv", "people_supported_status", "")[4]
                .contains("suppressed [c] (suppressed)")
        );
        assert!(
            found("tables/people.csv", "area_code", "")[4]
                .contains("Office for National Statistics")
        );
        assert_eq!(of_sheets(&document).rows.len(), 3);
    }
}
