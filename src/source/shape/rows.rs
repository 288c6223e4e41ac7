//! The rows below a header, one by one, into figures that each stand once.

mod finished;

pub(super) use finished::Finished;

use super::codes::{self, CodeAnomaly};
use super::corrections::Corrections;
use super::doubts::{self, Doubts};
use super::edges::{self, Strays};
use super::figures::{Figures, StagingFolder, Unsure};
use super::filing::Filing;
use super::header::{self, Header};
use super::layout::Part;
use super::line::{Day, Labels, Line, Read};
use super::places::{self, Place};
use super::{Shaper, periods};
use crate::catalogue::{Action, ColumnDefinition, Dataset, Layout, Role, UNPLACED, printed_area};
use crate::domain::{
    AreaCode, Date, Error, Id, MissingDefinition, Period, PrintedPeriod, Result, Status,
    error_codes,
};
use crate::source::format::{Sheet, Value, Workbook, address};
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The day on which the areas of rows are looked up whose columns have dates of their own, and of
/// rows whose date cannot be read: after every change of areas, so that a name means the authority
/// in force.
const UNDATED: Date = Date::constant(2100, 1, 1);

/// Reads the sheets of one dataset, collecting rows and the corrections that were needed.
pub(super) struct Reader<'a, 'b> {
    shaper: &'b Shaper<'a>,
    dataset: &'a Dataset,
    /// The day of the file, where a person has said it.
    day: Option<Date>,
    /// The day on which the file was obtained.
    obtained: Option<Date>,
    corrections: Corrections<'a>,
    passed_over: Vec<usize>,
    /// How many codes were printed oddly, and the cell of the first.
    oddities: BTreeMap<CodeAnomaly, (usize, String)>,
    days: BTreeSet<Date>,
    labels: Labels,
    places: HashMap<(Option<String>, Option<String>, Date), Option<Place<'a>>>,
    figures: Figures,
    renamed: BTreeSet<usize>,
    filing: Filing,
    /// How many sheets have been begun.
    sheets: usize,
    /// Rows of counties, which are sums of districts.
    counties: Vec<String>,
    /// Columns of codes that were not compared with the names beside them.
    uncompared: Vec<&'a ColumnDefinition>,
    /// Rows without figures that stand between rows with figures.
    headings: Vec<String>,
    doubts: Doubts,
    /// Notes on numbers outside the tables.
    strays: Vec<String>,
}

impl<'a, 'b> Reader<'a, 'b> {
    /// A reader for one dataset of a file.
    pub(super) fn new(
        shaper: &'b Shaper<'a>,
        dataset: &'a Dataset,
        day: Option<Date>,
        obtained: Option<Date>,
    ) -> Self
    where
        'a: 'b,
    {
        Self {
            shaper,
            dataset,
            day,
            obtained,
            corrections: Corrections::new(dataset),
            passed_over: vec![0; dataset.pass_over.len()],
            oddities: BTreeMap::new(),
            days: BTreeSet::new(),
            labels: Labels::default(),
            places: HashMap::new(),
            figures: Figures::default(),
            renamed: BTreeSet::new(),
            filing: Filing::default(),
            sheets: 0,
            headings: Vec::new(),
            doubts: Doubts::default(),
            strays: Vec::new(),
            counties: Vec::new(),
            uncompared: Vec::new(),
        }
    }

    /// Reads every sheet of a part.
    pub(super) fn read(&mut self, workbook: &mut Workbook<'_>, part: &Part<'a>) -> Result<()> {
        for found in &part.sheets {
            let sheet = workbook.sheet(&found.name)?;
            let header = header::find(&sheet, self.dataset, part.layout, self.shaper.geography)
                .map_err(|mismatch| mismatch.into_error(self.dataset))?;
            let codes = header.of(Role::Ignore).filter(|found| found.definition.uncompared_codes);
            self.uncompared.extend(codes.map(|found| found.definition));
            self.read_sheet(&sheet, &header, part.layout, found.set)
                .map_err(|error| error.in_sheet(&sheet.name))?;
        }
        Ok(())
    }

    /// Notes a sheet that may be a part of the dataset and is not read.
    pub(super) fn leave_out(&mut self, sheet: Error) {
        self.doubts.sheet(sheet);
    }

    fn read_sheet(
        &mut self,
        sheet: &Sheet,
        header: &Header<'a>,
        layout: &'a Layout,
        set: &'a BTreeMap<Id, String>,
    ) -> Result<()> {
        self.sheets += 1;
        let of_sheet = periods::of_sheet(sheet, header, self.dataset, layout)
            .or_else(|error| self.dated(error))?;
        let mut strays = Strays::beside(header);
        let (mut skipped, mut rows): (Vec<usize>, usize) = (Vec::new(), 0);
        for row in header.row + 1..sheet.height() {
            let cells = &sheet.rows()[row];
            let day = Day::OfSheet(of_sheet);
            let line = Line {
                shaper: self.shaper,
                dataset: self.dataset,
                sheet,
                header,
                row,
                day,
                layout,
                set,
            };
            if edges::is_end(cells, layout) {
                self.read_below(&line)?;
                break;
            }
            strays.see(row, cells);
            if self.is_blank_or_note(cells, header) {
                skipped.extend(cells.iter().any(|cell| !cell.is_blank()).then_some(row));
                continue;
            }
            self.headings
                .extend(skipped.drain(..).map(|row| format!("{}!{}", sheet.name, row + 1)));
            rows += 1;
            if let Some(rule) = line.passed_over() {
                self.passed_over[rule] += 1;
                continue;
            }
            let day = line.day(self.obtained, &mut self.doubts)?;
            self.read_line(&Line { day, ..line })?;
        }
        match strays.note(self.dataset, sheet, rows) {
            Ok(note) => self.strays.extend(note),
            Err(column) => self.doubts.stray(column.in_sheet(&sheet.name)),
        }
        Ok(())
    }

    /// Reads the rows below the end of a table that are such as those above it. Where the table has
    /// no figure like theirs, it is not known whether there is one.
    fn read_below(&mut self, end: &Line<'_, 'a>) -> Result<()> {
        let table = edges::Table {
            shaper: self.shaper,
            dataset: self.dataset,
            sheet: end.sheet,
            header: end.header,
        };
        let rows = table.rows_below(end.row);
        let Some(first) = rows.first() else { return Ok(()) };
        self.doubts.below(table.figures_below(end.row, *first).in_sheet(&end.sheet.name));
        self.doubts.concern(rows.len() * end.header.figures().count());
        // One doubt stands for all that is odd about these rows.
        let mut unheeded = Doubts::default();
        for row in rows {
            let line = Line { row, ..*end };
            let line = Line { day: line.day(self.obtained, &mut unheeded)?, ..line };
            let (code, name) = line.code_and_name();
            let day = line.day.printed().map_or(UNDATED, |(period, _)| period.end);
            let Ok(Some(place)) = self.place(&line, code, name, day) else { continue };
            for Read { row, unsure } in line.figures(place.area, &mut self.labels, &mut unheeded)? {
                let unsure = if unsure == Unsure::Nothing { Unsure::Kind } else { unsure };
                self.figures.excluded(StagingFolder { row, unsure, candidates: None });
            }
        }
        Ok(())
    }

    /// A sheet that does not say its day has that of its file, where a person has said it.
    fn dated(&self, error: Error) -> Result<Option<PrintedPeriod>> {
        match self.day {
            Some(day) if error.code() == error_codes::EDITION_UNCLEAR => {
                Ok(Some((Period::day(day), None)))
            }
            _ if error.code() == error_codes::EDITION_UNCLEAR => {
                Err(error.lacking(MissingDefinition::Day { dataset: self.dataset.id.clone() }))
            }
            _ => Err(error),
        }
    }

    /// The area of a code and name; as a wording says, where there is one for them.
    fn place(
        &self,
        line: &Line<'_, 'a>,
        code: Option<&str>,
        name: Option<&str>,
        day: Date,
    ) -> Result<Option<Place<'a>>> {
        let both = printed_area(code, name);
        if let Some(printed) =
            self.dataset.printed_area.iter().find(|printed| printed.text.trim() == both)
        {
            let area = self.shaper.geography.get(&printed.code)?;
            return Ok(Some(Place::of(area)));
        }
        places::resolve(self.shaper, self.dataset, line.layout, code, name, day).map_err(|error| {
            error.lacking(MissingDefinition::Area {
                dataset: self.dataset.id.clone(),
                code: code.map(|code| code.trim().to_owned()),
                name: name.map(|name| name.trim().to_owned()),
            })
        })
    }

    fn read_line(&mut self, line: &Line<'_, 'a>) -> Result<()> {
        let day = line.day.printed().map_or(UNDATED, |(period, _)| period.end);
        let (code, name) = line.code_and_name();
        let key = (code.map(str::to_owned), name.map(str::to_owned), day);
        let place = match self.places.get(&key) {
            Some(place) => *place,
            None => match self.place(line, code, name, day) {
                Ok(place) => *self.places.entry(key).or_insert(place),
                Err(error) => {
                    let error = error
                        .in_sheet(&line.sheet.name)
                        .at_cell(address(line.row, line.place_column()));
                    self.doubts.place(error)?;
                    return self.excluded(
                        line,
                        doubts::candidates(self.shaper.geography, self.dataset, code, name, day),
                    );
                }
            },
        };
        let Some(place) = place else {
            let name = name.or(code).unwrap_or_default().trim();
            self.counties.push(format!(
                "{name} ({}!{})",
                line.sheet.name,
                address(line.row, line.place_column())
            ));
            return Ok(());
        };
        if let Some(oddity) = place.oddity {
            let at =
                || (0, format!("{}!{}", line.sheet.name, address(line.row, line.place_column())));
            self.oddities.entry(oddity).or_insert_with(at).0 += 1;
        }
        if let Some(correction) = place.correction {
            self.corrections.count(correction);
        }
        let renamed =
            place.correction.is_some_and(|correction| correction.action == Action::TrustName);
        for Read { row, unsure } in line.figures(place.area, &mut self.labels, &mut self.doubts)? {
            if unsure != Unsure::Nothing {
                self.figures.excluded(StagingFolder { row, unsure, candidates: None });
                continue;
            }
            self.days.insert(row.period.end);
            self.add(row, renamed, line);
        }
        Ok(())
    }

    /// Keeps the figures of a row whose area is not certain for the areas that may be meant.
    fn excluded(&mut self, line: &Line<'_, 'a>, candidates: Vec<(AreaCode, String)>) -> Result<()> {
        let stand_in = self.shaper.geography.get(&AreaCode::united_kingdom())?;
        let read = line.figures(stand_in, &mut self.labels, &mut self.doubts)?;
        self.doubts.concern(read.iter().filter(|read| read.unsure == Unsure::Nothing).count());
        for Read { row, unsure } in read {
            self.figures.excluded(StagingFolder {
                row,
                unsure,
                candidates: Some(candidates.clone()),
            });
        }
        Ok(())
    }

    /// Adds a row, or adds its figure to the row it is a part of: where a correction says so, where
    /// an authority got a row under another's code (`renamed`) and has one under its own, and where
    /// the rows are filed under different regions.
    fn add(&mut self, row: Row, renamed: bool, line: &Line<'_, 'a>) {
        let Some(held) = self.figures.position(&row) else {
            let new = self.figures.push(row);
            self.renamed.extend(renamed.then_some(new));
            self.filing.place(new, (self.sheets, line.row));
            return;
        };
        if self.dataset.restated && self.figures.rows[held].figure() == row.figure() {
            return;
        }
        let is_unplaced = row.dims.iter().any(|code| code == UNPLACED);
        let either_renamed = renamed || self.renamed.contains(&held);
        let known = self.corrections.for_sum(&row);
        let column = self.filing.differs(line, self.sheets, held);
        let sum = &mut self.figures.rows[held];
        if known.is_none() && column.is_none() && !either_renamed && !is_unplaced {
            self.doubts.repeated(
                Error::new(error_codes::GRAIN_REPEATED, "checking for duplicate rows")
                    .at_cell(row.cell.clone())
                    .found(format!(
                        "a second row for {} at {} {:?}; the first is {}",
                        row.area_name, row.period, row.dims, sum.cell
                    ))
                    .expected("one"),
            );
            (sum.value, sum.status) = (None, Some(Status::NotAvailable));
        }
        let figure = sum.figure().combine(row.figure(), |a, b| Some(a + b));
        (sum.value, sum.status) = (figure.value, figure.status);
        // A figure of many cells names the first of them: all of them each time would be the square
        // of their number.
        const MOST_CELLS: usize = 1_000;
        if sum.cell.len() < MOST_CELLS {
            sum.cell = format!("{} + {}", sum.cell, row.cell).into();
        }
        match (known, column) {
            (Some(correction), _) => self.corrections.count(correction),
            (None, Some(column)) => {
                self.filing.add(held, line.row, &sum.area_name, column, &sum.cell);
            }
            (None, None) => {}
        }
    }

    /// True for blank rows, and for notes below a table: text that is neither a figure nor the
    /// place of one.
    fn is_blank_or_note(&self, cells: &[Value], header: &Header<'_>) -> bool {
        let tells = |role: Role| role != Role::Ignore;
        let is_filled = |index: usize| cells.get(index).is_some_and(|cell| !cell.is_blank());
        let mut filled = header
            .columns
            .iter()
            .filter(|found| tells(found.definition.role) && is_filled(found.index));
        let (Some(first), second) = (filled.next(), filled.next()) else { return true };
        // One number alone where rows have several is a stray one: nothing says what it is about.
        if first.definition.role.is_figure()
            && second.is_none()
            && header.figures().nth(1).is_some()
        {
            return header.of(Role::AreaCode).chain(header.of(Role::AreaName)).next().is_some();
        }
        if first.definition.role.is_figure()
            || second.is_some_and(|found| found.definition.role.is_figure())
        {
            return false;
        }
        let text = |role: Role| {
            let texts =
                header.of(role).filter_map(|found| cells.get(found.index).and_then(Value::text));
            texts.map(str::trim).find(|text| !text.is_empty())
        };
        let (code, name) = (text(Role::AreaCode), text(Role::AreaName));
        let is_area = || {
            code.is_some_and(codes::is_code)
                || name.is_some_and(|text| !self.shaper.geography.named(text).is_empty())
        };
        if second.is_none() {
            return !is_area();
        }
        let has_figures = header.figures().any(|found| is_filled(found.index));
        let has = |role: Role| header.of(role).next().is_some();
        match (has(Role::AreaCode), has(Role::AreaName)) {
            (true, _) => !has_figures && !is_area(),
            (false, true) => !has_figures && name.is_none(),
            (false, false) => false,
        }
    }
}
