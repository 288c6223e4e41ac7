//! Identifies the publication of a file by its cover or, for text files, by its header.

use super::layout::{self, Fit};
use super::publication::{Printed, has_date};
use super::{header, pattern};
use crate::catalogue::{Codelist, ColumnDefinition, Dataset, Definitions, Recognise, Role};
use crate::domain::{
    Action, Date, Error, Result, error_codes, has_prefix, long_date, parse_publication_date,
    same_text,
};
use crate::geography::Geography;
use crate::source::format::{CSV_SHEET, Value, Workbook};
use itertools::Itertools;

/// The number of rows of a cover sheet that are read.
const COVER_ROWS: usize = 60;

/// The number of lines of all cover sheets that are compared with the names of publications.
const MOST_LINES: usize = 2_000;

/// Sheets, other than those of datasets, on which publishers print the publication date.
const DATED_SHEETS: [&str; 7] = [
    "Cover{any}",
    "Contents{any}",
    "Notes",
    "Information",
    "Front{any}page",
    "Title{any}page",
    "Metadata",
];

/// True for a sheet that is the cover of a dataset, or another sheet that publishers add to their
/// tables.
pub(super) fn is_beside_tables(datasets: &Definitions<Dataset>, sheet: &str) -> bool {
    let mut rules = datasets.values().filter_map(|dataset| dataset.recognise.as_ref());
    rules.any(|rule| pattern::is_named(&rule.cover_sheet, sheet))
        || pattern::is_named(&DATED_SHEETS.map(str::to_owned), sheet)
}

/// The lines of a cover sheet; empty when the file has none.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    lines: Vec<String>,
    /// The sheet of each line.
    sheets: Vec<String>,
    /// The publication dates on cover sheets, contents and notes.
    pub dates: Printed,
}

impl Cover {
    /// Reads the cover and contents sheets, found by any name in a dataset's definition.
    pub(super) fn of(workbook: &mut Workbook<'_>, datasets: &Definitions<Dataset>) -> Result<Self> {
        let names: Vec<String> = datasets
            .values()
            .filter_map(|d| d.recognise.as_ref())
            .flat_map(|r| &r.cover_sheet)
            .cloned()
            .collect();
        let dated = DATED_SHEETS.map(str::to_owned);
        let (mut lines, mut sheets, mut dates) = (Vec::new(), Vec::new(), Printed::default());
        for name in workbook.sheet_names().to_vec() {
            let is_cover = pattern::is_named(&names, &name);
            if !is_cover && !pattern::is_named(&dated, &name) {
                continue;
            }
            let sheet = workbook.head(&name, COVER_ROWS)?;
            dates.add(&sheet, name.to_lowercase().contains("note"));
            if is_cover {
                let texts =
                    sheet.rows().iter().flatten().filter_map(Value::text).flat_map(str::lines);
                lines.extend(texts.map(pattern::plain).filter(|line| !line.is_empty()));
                lines.truncate(MOST_LINES);
                sheets.resize(lines.len(), sheet.name.clone());
            }
        }
        Ok(Self { lines, sheets, dates })
    }

    /// The datasets that a line of their cover sheets names, ignoring case. Only those whose text
    /// covers most of the line count, since one publication's name may be the beginning of
    /// another's.
    fn named<'a>(&self, datasets: &[&'a Dataset]) -> Vec<&'a Dataset> {
        let mut named: Vec<&Dataset> = Vec::new();
        for (line, sheet) in self.lines.iter().map(|line| line.to_lowercase()).zip(&self.sheets) {
            let covered = |dataset: &Dataset| {
                let of_sheet = |rule: &&Recognise| pattern::is_named(&rule.cover_sheet, sheet);
                let texts = dataset.recognise.iter().filter(of_sheet).flat_map(|rule| &rule.cover);
                texts.filter(|text| line.starts_with(&text.to_lowercase())).map(String::len).max()
            };
            let most = datasets.iter().filter_map(|dataset| covered(dataset)).max();
            named.extend(
                datasets.iter().filter(|dataset| most.is_some() && covered(dataset) == most),
            );
        }
        named.into_iter().unique_by(|dataset| &dataset.id).collect()
    }

    /// The title of the file on its cover: the first lines that are neither addresses nor dates.
    fn title(&self) -> Option<String> {
        const LINES: usize = 3;
        let is_name = |line: &&String| !line.contains("://") && !has_date(line);
        let lines: Vec<String> = self
            .lines
            .iter()
            .filter(is_name)
            .take(LINES)
            .map(|line| shortened(line, 120))
            .collect();
        (!lines.is_empty()).then(|| lines.join("; "))
    }

    /// Errors with `F113` if the cover's date differs from that of the figures; a cover without a
    /// date agrees with all.
    ///
    /// `lags_months` is how many months before the cover's date the newest figures may end.
    pub(super) fn agrees_with(&self, as_at: Date, lags_months: u8) -> Result<()> {
        let words = "year ending ";
        let is_said = |line: &&String| line.to_lowercase().starts_with(words);
        let Some(said) = self.lines.iter().find(is_said).and_then(|line| line.get(words.len()..))
        else {
            return Ok(());
        };
        let Some(first) = parse_publication_date(&format!("1 {said}")) else { return Ok(()) };
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        if (0..=i32::from(lags_months)).contains(&(months(first) - months(as_at))) {
            return Ok(());
        }
        Err(Error::new(error_codes::EDITION_UNCLEAR, "comparing the cover with the figures")
            .found(format!(
                "a cover for the year ending {said} and figures to {}",
                long_date(as_at)
            ))
            .expected(match lags_months {
                0 => "the same quarter in both".to_owned(),
                months => format!("figures to the same quarter or at most {months} months before"),
            }))
    }
}

/// The datasets that may be read from a file, and notes for the user about those that nearly match.
pub(super) struct Candidates<'a> {
    pub datasets: Vec<&'a Dataset>,
    pub notes: Vec<String>,
}

/// The datasets that may be read from the file. Errors with `F102` when there are none, and with
/// `F104` or `F105` when a header nearly matches one.
pub(super) fn candidates<'a>(
    workbook: &mut Workbook<'_>,
    datasets: &'a Definitions<Dataset>,
    cover: &Cover,
    codelists: &Definitions<Codelist>,
    geography: &Geography,
) -> Result<Candidates<'a>> {
    let importable: Vec<&Dataset> =
        datasets.values().filter(|dataset| !dataset.bundled_only).collect();
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
            Fit::Nearly(mismatch)
                if mismatch.worth() > 0 && is_akin(workbook, &mismatch, dataset, codelists)? =>
            {
                near.push((mismatch, dataset));
            }
            Fit::Nearly(_) | Fit::Not => {}
        }
    }
    near.sort_by_key(|(mismatch, _)| std::cmp::Reverse(mismatch.worth()));
    let mut errors =
        near.into_iter().map(|(mismatch, dataset)| (mismatch.into_error(dataset), dataset));
    if fitting.is_empty() {
        return Err(match errors.next() {
            Some((error, _)) => error,
            None => unknown(workbook, cover)?,
        });
    }
    // Two readings of one text file are alternatives. In a workbook, a sheet that nearly fits may
    // be a table left out.
    let is_text = workbook.sheet_names().iter().all(|name| name == CSV_SHEET);
    let notes = errors.filter(|_| !is_text);
    let notes = notes
        .map(|(error, dataset)| format!("nothing of {} was read: {}", dataset.id, error.problem()))
        .collect();
    Ok(Candidates { datasets: fitting, notes })
}

/// True if a text file may be another layout of a dataset, and not another publication of the same
/// publisher. The publications of Explore Education Statistics share their columns of days and
/// areas. A column of figures or labels must match the dataset. Every column of labels or of
/// constant text must contain a known one.
fn is_akin(
    workbook: &mut Workbook<'_>,
    mismatch: &header::Mismatch,
    dataset: &Dataset,
    codelists: &Definitions<Codelist>,
) -> Result<bool> {
    const ROWS: usize = 1000;
    if workbook.sheet_names().iter().any(|name| name != CSV_SHEET) {
        return Ok(true);
    }
    let columns =
        || mismatch.known.iter().filter_map(|(index, id)| Some((*index, dataset.column(id)?)));
    let tells = |role: Role| role.is_figure() || matches!(role, Role::Dimension | Role::Measure);
    if !columns().any(|(_, column)| tells(column.role)) {
        return Ok(false);
    }
    // The rows are the same for every layout, wherever its header may be, so they are read once.
    let sheet = workbook.head(CSV_SHEET, header::SEARCH_ROWS + ROWS)?;
    let has_known = |(index, column): (usize, &ColumnDefinition)| {
        let rows = sheet.rows().iter().skip(mismatch.row + 1).take(ROWS);
        let mut labels =
            rows.filter_map(|row| row.get(index)?.text()).filter(|label| !label.trim().is_empty());
        labels.clone().next().is_none()
            || labels.any(|label| knows(dataset, column, codelists, label))
    };
    Ok(columns().all(has_known))
}

/// False if a label of a row is not one that a column may contain; columns with other roles are not
/// checked.
fn knows(
    dataset: &Dataset,
    column: &ColumnDefinition,
    codelists: &Definitions<Codelist>,
    label: &str,
) -> bool {
    let is_passed_over = || {
        let of_column =
            dataset.pass_over.iter().filter(|rule| rule.column.as_ref() == Some(&column.id));
        of_column.flat_map(|rule| &rule.starts).any(|start| has_prefix(label, start))
    };
    match column.role {
        Role::Constant => {
            column.values.iter().any(|value| same_text(value, label)) || is_passed_over()
        }
        Role::Dimension => {
            let mut dimensions = dataset.dimension.iter();
            let dimension =
                dimensions.find(|dimension| Some(&dimension.id) == column.dimension.as_ref());
            let list = dimension.and_then(|dimension| codelists.get(dimension.codelist.as_ref()?));
            list.is_none_or(|list| list.code_of(label).is_some()) || is_passed_over()
        }
        _ => true,
    }
}

/// `F102` with the title of the file: from its cover, otherwise from the top of its first sheets.
fn unknown(workbook: &mut Workbook<'_>, cover: &Cover) -> Result<Error> {
    let sheets = workbook.sheet_names().join(", ");
    let title = cover.title();
    let seen = match (workbook.sheet_names(), title) {
        ([only], _) if only == CSV_SHEET => format!("text that begins {}", first_cells(workbook)?),
        (_, Some(title)) => format!("a cover that says {title:?} and the sheets {sheets}"),
        (_, None) => match title_of_sheets(workbook)? {
            Some((sheet, title)) => {
                format!("the title {title:?} on the sheet {sheet}, and the sheets {sheets}")
            }
            None => format!("the sheets {sheets}"),
        },
    };
    Ok(Error::new(error_codes::PUBLICATION_UNKNOWN, "recognising the publication")
        .found(seen)
        .expected(format!("an edition of a publication that {} lists", Action::Datasets)))
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
        let mut texts = sheet
            .rows()
            .iter()
            .flatten()
            .filter_map(Value::text)
            .flat_map(str::lines)
            .map(pattern::plain);
        if let Some(title) = texts.find(|text| text.split(' ').count() > 2) {
            return Ok(Some((name, shortened(&title, 120))));
        }
    }
    Ok(None)
}

fn shortened(text: &str, most: usize) -> String {
    pattern::plain(text).chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::Cover;
    use jiff::civil::date;

    #[test]
    fn a_cover_for_another_quarter_does_not_agree() {
        let lines = vec!["year ending September 2024".to_owned()];
        let cover = Cover { lines, sheets: vec!["Cover".to_owned()], ..Cover::default() };
        assert!(cover.agrees_with(date(2024, 9, 30), 0).is_ok());
        assert_eq!(cover.agrees_with(date(2024, 6, 30), 0).map_err(|e| e.code().id), Err("F113"));
        assert!(cover.agrees_with(date(2024, 6, 30), 3).is_ok());
        assert!(cover.agrees_with(date(2024, 12, 31), 3).is_err());
    }
}
