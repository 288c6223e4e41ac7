//! Which publication a file is, told by its cover or, for text files, by its header.

use super::layout::{self, Fit};
use super::{header, pattern};
use crate::catalogue::{Dataset, Recognise};
use crate::domain::{Date, Error, Id, Result, error_codes, long_date, parse_publication_date};
use crate::geography::Geography;
use crate::source::format::{CSV_SHEET, Value, Workbook};
use std::collections::BTreeMap;

/// How many rows of a cover sheet are read.
const COVER_ROWS: usize = 60;

/// The lines of a cover sheet; empty when the file has none.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    lines: Vec<String>,
    /// The sheet that each line stands on.
    sheets: Vec<String>,
}

impl Cover {
    /// Reads the cover and contents sheets, found by any name that a dataset gives them.
    pub(super) fn of(workbook: &mut Workbook<'_>, datasets: &BTreeMap<Id, Dataset>) -> Result<Self> {
        let names: Vec<String> =
            datasets.values().filter_map(|d| d.recognise.as_ref()).flat_map(|r| &r.cover_sheet).cloned().collect();
        let covers = workbook.sheet_names().iter().filter(|sheet| pattern::is_named(&names, sheet));
        let (mut lines, mut sheets) = (Vec::new(), Vec::new());
        for sheet in covers.cloned().collect::<Vec<_>>() {
            let sheet = workbook.head(&sheet, COVER_ROWS)?;
            let texts = sheet.rows().iter().flatten().filter_map(Value::text).flat_map(str::lines);
            lines.extend(texts.map(pattern::plain).filter(|line| !line.is_empty()));
            sheets.resize(lines.len(), sheet.name.clone());
        }
        Ok(Self { lines, sheets })
    }

    /// The datasets that a line of their cover sheets names, whatever the case: those whose text covers most of the line, since one
    /// publication's name may be the beginning of another's.
    fn named<'a>(&self, datasets: &[&'a Dataset]) -> Vec<&'a Dataset> {
        let mut named: Vec<&Dataset> = Vec::new();
        for (line, sheet) in self.lines.iter().map(|line| line.to_lowercase()).zip(&self.sheets) {
            let covered = |dataset: &Dataset| {
                let of_sheet = |rule: &&Recognise| pattern::is_named(&rule.cover_sheet, sheet);
                let texts = dataset.recognise.iter().filter(of_sheet).flat_map(|rule| &rule.cover);
                texts.filter(|text| line.starts_with(&text.to_lowercase())).map(String::len).max()
            };
            let most = datasets.iter().filter_map(|dataset| covered(dataset)).max();
            named.extend(datasets.iter().filter(|dataset| most.is_some() && covered(dataset) == most));
        }
        let mut seen = std::collections::BTreeSet::new();
        named.retain(|dataset| seen.insert(&dataset.id));
        named
    }

    /// What the cover calls the file: its first lines that are neither addresses nor dates.
    fn title(&self) -> Option<String> {
        const LINES: usize = 3;
        let is_name = |line: &&String| !line.contains("://") && first_date(line).is_none();
        let lines: Vec<String> =
            self.lines.iter().filter(is_name).take(LINES).map(|line| shortened(line, 120)).collect();
        (!lines.is_empty()).then(|| lines.join("; "))
    }

    /// The day of publication: the first date after the word "published", else a line that is a day of the week and
    /// its date, as covers of homelessness statistics have it.
    pub(super) fn published(&self) -> Option<Date> {
        const DAYS: [&str; 5] = ["Monday,", "Tuesday,", "Wednesday,", "Thursday,", "Friday,"];
        let said = self.lines.iter().find_map(|line| {
            let place = line.to_lowercase().find("published")?;
            first_date(line.get(place..)?)
        });
        let weekday = || self.lines.iter().find(|line| DAYS.iter().any(|day| line.starts_with(day)));
        said.or_else(|| weekday().and_then(|line| first_date(line)))
    }

    /// The day on which the next edition comes out: the first date after the words that covers have for it.
    pub(super) fn next_release(&self) -> Option<Date> {
        const WORDS: [&str; 3] = ["next update", "next release", "next planned update"];
        self.lines.iter().find_map(|line| {
            let folded = line.to_lowercase();
            let place = WORDS.iter().find_map(|words| folded.find(words))?;
            first_date(line.get(place..)?)
        })
    }

    /// Refuses a file whose cover says another date than its figures; a cover without a date agrees with all.
    ///
    /// `lags_months` is how many months before the cover's the newest figures may end.
    pub(super) fn agrees_with(&self, as_at: Date, lags_months: u8) -> Result<()> {
        let words = "year ending ";
        let is_said = |line: &&String| line.to_lowercase().starts_with(words);
        let Some(said) = self.lines.iter().find(is_said).and_then(|line| line.get(words.len()..)) else {
            return Ok(());
        };
        let Some(first) = parse_publication_date(&format!("1 {said}")) else { return Ok(()) };
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        if (0..=i32::from(lags_months)).contains(&(months(first) - months(as_at))) {
            return Ok(());
        }
        Err(Error::new(error_codes::EDITION_UNCLEAR, "comparing the cover with the figures")
            .found(format!("a cover for the year ending {said} and figures to {}", long_date(as_at)))
            .expected(match lags_months {
                0 => "the same quarter in both".to_owned(),
                months => format!("figures to the same quarter or at most {months} months before"),
            }))
    }
}

/// The datasets that may be read from a file, and what a person should know about those that nearly may.
pub(super) struct Candidates<'a> {
    pub datasets: Vec<&'a Dataset>,
    pub notes: Vec<String>,
}

/// The datasets that may be read from the file. Errors with `F102` when there is none, and with `F104` or `F105` when
/// a header is nearly that of one.
pub(super) fn candidates<'a>(
    workbook: &mut Workbook<'_>,
    datasets: &'a BTreeMap<Id, Dataset>,
    cover: &Cover,
    geography: &Geography,
) -> Result<Candidates<'a>> {
    let importable: Vec<&Dataset> = datasets.values().filter(|dataset| !dataset.bundled_only).collect();
    let named = cover.named(&importable);
    if !named.is_empty() {
        return Ok(Candidates { datasets: named, notes: Vec::new() });
    }
    let mut fitting = Vec::new();
    let mut near: Vec<(Box<header::Mismatch>, &Dataset)> = Vec::new();
    for dataset in importable {
        let layouts = dataset.layout.iter().filter(|layout| !layout.needs_cover);
        match layout::try_layouts(workbook, dataset, layouts, geography)? {
            Fit::Whole(_) => fitting.push(dataset),
            Fit::Nearly(mismatch) if mismatch.worth() > 0 => near.push((mismatch, dataset)),
            Fit::Nearly(_) | Fit::Not => {}
        }
    }
    near.sort_by_key(|(mismatch, _)| std::cmp::Reverse(mismatch.worth()));
    let mut errors = near.into_iter().map(|(mismatch, dataset)| (mismatch.into_error(dataset), dataset));
    if fitting.is_empty() {
        return Err(match errors.next() {
            Some((error, _)) => error,
            None => unknown(workbook, cover)?,
        });
    }
    // Two readings of one text file are alternatives; a sheet of a workbook that nearly fits may be a table left out.
    let is_text = workbook.sheet_names().iter().all(|name| name == CSV_SHEET);
    let notes = errors.filter(|_| !is_text);
    let notes =
        notes.map(|(error, dataset)| format!("nothing of {} was read: {}", dataset.id, error.problem())).collect();
    Ok(Candidates { datasets: fitting, notes })
}

/// `F102` with what the file calls itself: on its cover, else at the top of its first sheets.
fn unknown(workbook: &mut Workbook<'_>, cover: &Cover) -> Result<Error> {
    let sheets = workbook.sheet_names().join(", ");
    let title = cover.title();
    let seen = match (workbook.sheet_names(), title) {
        ([only], _) if only == CSV_SHEET => format!("text that begins {}", first_cells(workbook)?),
        (_, Some(title)) => format!("a cover that says {title:?} and the sheets {sheets}"),
        (_, None) => match title_of_sheets(workbook)? {
            Some((sheet, title)) => format!("the title {title:?} on the sheet {sheet}, and the sheets {sheets}"),
            None => format!("the sheets {sheets}"),
        },
    };
    Ok(Error::new(error_codes::PUBLICATION_UNKNOWN, "recognising the publication")
        .found(seen)
        .expected("an edition of a publication that `fairshares datasets` lists"))
}

/// The first two rows of a text file: its columns, or the name and code of its series.
fn first_cells(workbook: &mut Workbook<'_>) -> Result<String> {
    const ROWS: usize = 2;
    let sheet = workbook.head(CSV_SHEET, ROWS)?;
    let texts = |row: &Vec<Value>| {
        let cells = row.iter().filter_map(Value::text).filter(|text| !text.trim().is_empty());
        cells.take(8).map(|text| shortened(text, 60)).collect::<Vec<_>>().join(", ")
    };
    let lines = sheet.rows().iter().map(texts).filter(|line| !line.is_empty());
    Ok(lines.collect::<Vec<_>>().join(" | "))
}

/// The first line of text at the top of a workbook's first sheets, with the sheet's name.
fn title_of_sheets(workbook: &mut Workbook<'_>) -> Result<Option<(String, String)>> {
    const SHEETS: usize = 3;
    const ROWS: usize = 5;
    for name in workbook.sheet_names().iter().take(SHEETS).cloned().collect::<Vec<_>>() {
        let sheet = workbook.head(&name, ROWS)?;
        let mut texts = sheet.rows().iter().flatten().filter_map(Value::text).flat_map(str::lines).map(pattern::plain);
        if let Some(title) = texts.find(|text| text.split(' ').count() > 2) {
            return Ok(Some((name, shortened(&title, 120))));
        }
    }
    Ok(None)
}

fn shortened(text: &str, most: usize) -> String {
    pattern::plain(text).chars().take(most).collect()
}

/// The first day, month and year that follow each other in a text.
pub(super) fn first_date(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(['.', ',', ':', ';'])).collect();
    let date = |words: [&str; 3]| parse_publication_date(&words.join(" "));
    words.windows(3).find_map(|three| match three {
        [a, b, c] => date([a, b, c]).or_else(|| date([b, a, c])),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Cover, first_date};
    use jiff::civil::date;

    #[test]
    fn finds_the_day_of_publication_in_the_words_of_covers() {
        let cover = |line: &str| Cover { lines: vec![line.to_owned()], sheets: vec!["Cover".to_owned()] };
        assert_eq!(cover("Published: 26 February 2026").published(), Some(date(2026, 2, 26)));
        assert_eq!(cover("Date published: 26th March 2024").published(), Some(date(2024, 3, 26)));
        let ons = "The data tables in this spreadsheet were originally published at 9.30am 15 July 2024.";
        assert_eq!(cover(ons).published(), Some(date(2024, 7, 15)));
        assert_eq!(cover("Next update: 21 May 2026").published(), None);
        assert_eq!(cover("Next update: 21 May 2026").next_release(), Some(date(2026, 5, 21)));
        assert_eq!(cover("Next Release: Thursday 25 February 2027").next_release(), Some(date(2027, 2, 25)));
        assert_eq!(cover("Next update: To be announced").next_release(), None);
        assert_eq!(first_date("Reg_02: Immigration groups, as at 31 December 2025"), Some(date(2025, 12, 31)));
    }

    #[test]
    fn a_cover_for_another_quarter_is_refused() {
        let lines = vec!["year ending September 2024".to_owned()];
        let cover = Cover { lines, sheets: vec!["Cover".to_owned()] };
        assert!(cover.agrees_with(date(2024, 9, 30), 0).is_ok());
        assert_eq!(cover.agrees_with(date(2024, 6, 30), 0).map_err(|e| e.code().id), Err("F113"));
        assert!(cover.agrees_with(date(2024, 6, 30), 3).is_ok());
        assert!(cover.agrees_with(date(2024, 12, 31), 3).is_err());
    }
}
