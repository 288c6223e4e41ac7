//! Which publication a file is, told by its cover or, for text files, by its header.

use super::{header, layout};
use crate::catalogue::Dataset;
use crate::domain::{Date, Error, Id, Result, error_codes, long_date, parse_publication_date};
use crate::source::format::{CSV_SHEET, Value, Workbook};
use std::collections::BTreeMap;

/// How many rows of a cover sheet are read.
const COVER_ROWS: usize = 60;

/// The lines of a cover sheet; empty when the file has none.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    lines: Vec<String>,
}

impl Cover {
    /// Reads the cover sheet, found by any name that a dataset gives it.
    pub(super) fn of(workbook: &mut Workbook<'_>, datasets: &BTreeMap<Id, Dataset>) -> Result<Self> {
        let names: Vec<&String> =
            datasets.values().filter_map(|d| d.recognise.as_ref()).flat_map(|r| &r.cover_sheet).collect();
        let found = workbook.sheet_names().iter().find(|sheet| names.iter().any(|name| name.trim() == sheet.trim()));
        let Some(sheet) = found.cloned() else {
            return Ok(Self::default());
        };
        let sheet = workbook.head(&sheet, COVER_ROWS)?;
        let texts = sheet.rows().iter().flatten().filter_map(Value::text);
        let lines = texts.flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty());
        Ok(Self { lines: lines.map(str::to_owned).collect() })
    }

    /// True when a line begins with one of the texts, whatever the case.
    fn names(&self, texts: &[String]) -> bool {
        let begins = |line: &String, text: &String| line.to_lowercase().starts_with(&text.to_lowercase());
        self.lines.iter().any(|line| texts.iter().any(|text| begins(line, text)))
    }

    /// The day of publication: the first date after the word "published".
    pub(super) fn published(&self) -> Option<Date> {
        self.lines.iter().find_map(|line| {
            let place = line.to_lowercase().find("published")?;
            first_date(line.get(place..)?)
        })
    }

    /// Refuses a file whose cover says another date than its figures; a cover without a date agrees with all.
    pub(super) fn agrees_with(&self, as_at: Date) -> Result<()> {
        let words = "year ending ";
        let is_said = |line: &&String| line.to_lowercase().starts_with(words);
        let Some(said) = self.lines.iter().find(is_said).and_then(|line| line.get(words.len()..)) else {
            return Ok(());
        };
        let month = parse_publication_date(&format!("1 {said}"));
        match month {
            Some(first) if (first.year(), first.month()) != (as_at.year(), as_at.month()) => {
                Err(Error::new(error_codes::EDITION_UNCLEAR, "comparing the cover with the figures")
                    .found(format!("a cover for the year ending {said} and figures to {}", long_date(as_at)))
                    .expected("the same quarter in both"))
            }
            _ => Ok(()),
        }
    }
}

/// The datasets that may be read from the file. Errors with `F102` when there is none.
pub(super) fn candidates<'a>(
    workbook: &mut Workbook<'_>,
    datasets: &'a BTreeMap<Id, Dataset>,
    cover: &Cover,
) -> Result<Vec<&'a Dataset>> {
    let importable = || datasets.values().filter(|dataset| !dataset.bundled_only);
    let named: Vec<&Dataset> =
        importable().filter(|d| d.recognise.as_ref().is_some_and(|r| cover.names(&r.cover))).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let mut fitting = Vec::new();
    for dataset in importable() {
        if fits(workbook, dataset)? {
            fitting.push(dataset);
        }
    }
    if !fitting.is_empty() {
        return Ok(fitting);
    }
    let seen = match (workbook.sheet_names(), cover.lines.first()) {
        ([only], _) if only == CSV_SHEET => format!("text with the columns {}", first_cells(workbook)?),
        (sheets, Some(line)) => format!("a cover that says {line:?} and the sheets {}", sheets.join(", ")),
        (sheets, None) => format!("the sheets {}", sheets.join(", ")),
    };
    let known: Vec<&str> = importable().map(|dataset| dataset.id.as_str()).collect();
    Err(Error::new(error_codes::PUBLICATION_UNKNOWN, "recognising the publication")
        .found(seen)
        .expected(format!("an edition of one of {}", known.join(", "))))
}

/// True when a layout's sheets and all its columns are there, with nothing unknown beside them.
fn fits(workbook: &mut Workbook<'_>, dataset: &Dataset) -> Result<bool> {
    for candidate in &dataset.layout {
        if let Some(sheets) = layout::sheets_of(workbook, candidate) {
            let Some(first) = sheets.first() else { continue };
            let sheet = workbook.head(&first.name, header::SEARCH_ROWS)?;
            if header::find(&sheet, dataset, candidate).is_ok() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn first_cells(workbook: &mut Workbook<'_>) -> Result<String> {
    let sheet = workbook.head(CSV_SHEET, 1)?;
    let cells = sheet.rows().first().map(Vec::as_slice).unwrap_or_default();
    Ok(cells.iter().take(8).filter_map(Value::text).collect::<Vec<_>>().join(", "))
}

/// The first day, month and year that follow each other in a text.
pub(super) fn first_date(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(['.', ',', ':', ';'])).collect();
    words.windows(3).find_map(|three| parse_publication_date(&three.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::{Cover, first_date};
    use jiff::civil::date;

    #[test]
    fn finds_the_day_of_publication_in_the_words_of_covers() {
        let cover = |line: &str| Cover { lines: vec![line.to_owned()] };
        assert_eq!(cover("Published: 26 February 2026").published(), Some(date(2026, 2, 26)));
        assert_eq!(cover("Date published: 26th March 2024").published(), Some(date(2024, 3, 26)));
        let ons = "The data tables in this spreadsheet were originally published at 9.30am 15 July 2024.";
        assert_eq!(cover(ons).published(), Some(date(2024, 7, 15)));
        assert_eq!(cover("Next update: 21 May 2026").published(), None);
        assert_eq!(first_date("Reg_02: Immigration groups, as at 31 December 2025"), Some(date(2025, 12, 31)));
    }

    #[test]
    fn a_cover_for_another_quarter_is_refused() {
        let cover = Cover { lines: vec!["year ending September 2024".to_owned()] };
        assert!(cover.agrees_with(date(2024, 9, 30)).is_ok());
        assert_eq!(cover.agrees_with(date(2024, 6, 30)).map_err(|e| e.code().id), Err("F113"));
    }
}
