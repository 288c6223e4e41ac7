//! Converts one row of a sheet into its figures, each with its cell.

mod remarks;

use super::doubts::Doubts;
use super::figures::Unsure;
use super::header::{Found, Header};
use super::{Shaper, periods, values};
use crate::catalogue::{ColumnDefinition, Dataset, Layout, Role, UNPLACED};
use crate::domain::{
    AreaCode, Date, Error, Id, MissingDefinition, Period, PrintedPeriod, Result, Status,
    error_codes, has_prefix,
};
use crate::geography::Area;
use crate::source::format::{CSV_SHEET, Sheet, address};
use crate::table::{Figure, Measure, Row};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Placeholder for an unknown day of a row; no table contains it.
const NO_DAY: Date = Date::constant(1, 1, 1);

/// A row of a sheet, with the properties that apply to the entire row.
#[derive(Clone, Copy)]
pub(super) struct Line<'s, 'a> {
    pub shaper: &'s Shaper<'a>,
    pub dataset: &'a Dataset,
    pub sheet: &'s Sheet,
    pub header: &'s Header<'a>,
    /// The row, from 0.
    pub row: usize,
    pub day: Day,
    pub layout: &'a Layout,
    /// Dimensions that the sheet fixes at one code.
    pub set: &'a BTreeMap<Id, String>,
}

/// The source of the date of a row's figures.
#[derive(Debug, Clone, Copy)]
pub(super) enum Day {
    /// The row itself.
    OfRow(PrintedPeriod),
    /// The entire sheet; `None` when the columns have dates of their own.
    OfSheet(Option<PrintedPeriod>),
    /// The row has an unreadable date.
    Unknown,
}

impl Day {
    /// The period of the entire row, if it has one.
    pub(super) fn printed(self) -> Option<PrintedPeriod> {
        match self {
            Self::OfRow(period) => Some(period),
            Self::OfSheet(period) => period,
            Self::Unknown => None,
        }
    }
}

/// A figure of a row, and what remains uncertain about it.
pub(super) struct Read {
    pub row: Row,
    pub unsure: Unsure,
}

/// The properties of all figures of a row.
struct OfRow<'a> {
    dims: Vec<String>,
    /// The measure that the row names, or all measures that it may mean; empty where the columns
    /// have their own.
    measures: Vec<&'a Measure>,
    remark: Option<Status>,
    /// The status of a zero where the row's body can have no part in what is counted.
    no_part: Option<Status>,
    unsure: Unsure,
}

/// A cache of labels and of the codes of rows. Large tables print the same ones a hundred thousand
/// times.
#[derive(Default)]
pub(super) struct Labels {
    codes: HashMap<(usize, String), Result<String>>,
    rows: HashSet<Arc<[String]>>,
}

impl Labels {
    /// The codes of a row, shared by all rows with the same codes.
    fn shared(&mut self, dims: &[String]) -> Arc<[String]> {
        if let Some(held) = self.rows.get(dims) {
            return held.clone();
        }
        let new: Arc<[String]> = dims.into();
        self.rows.insert(new.clone());
        new
    }
}

impl<'a> Line<'_, 'a> {
    /// The rule of `[[pass_over]]` that applies to the row.
    pub(super) fn passed_over(&self) -> Option<usize> {
        if self.dataset.pass_over.is_empty() {
            return None;
        }
        let (code, name) = self.code_and_name();
        self.dataset.pass_over.iter().position(|rule| {
            let text = match &rule.column {
                Some(column) => self.header.column(column).map(|found| self.text(found)),
                None => name.or(code),
            };
            rule.starts.iter().any(|start| has_prefix(text.unwrap_or_default(), start))
        })
    }

    /// The date of the row's figures: the row's own date, unless the sheet has one. An impossible
    /// date is a doubt.
    pub(super) fn day(&self, obtained: Option<Date>, doubts: &mut Doubts) -> Result<Day> {
        let (Day::OfSheet(None), Some(column)) = (self.day, self.header.of(Role::Period).next())
        else {
            return Ok(self.day);
        };
        match periods::of_row(self.sheet, self.row, column.index, &self.layout.period, obtained) {
            Ok(period) => Ok(Day::OfRow(period)),
            Err(error) => doubts.day(error).map(|()| Day::Unknown),
        }
    }

    /// Code and name of the row's area, each from the first column that contains more than a
    /// marker. The code is `None` if no column has codes, or if the code may be empty and is.
    pub(super) fn code_and_name(&self) -> (Option<&str>, Option<&str>) {
        let filled = |role: Role| {
            let texts = self.header.of(role).map(|found| self.text(found));
            let is_marker =
                |text: &str| role == Role::AreaCode && self.shaper.markers.contains_key(text);
            let is_shorthand =
                |text: &str| Status::ALL.iter().any(|status| status.symbol() == text);
            texts
                .into_iter()
                .find(move |text| !text.is_empty() && !is_marker(text) && !is_shorthand(text))
        };
        let required = self.header.of(Role::AreaCode).any(|found| !found.definition.may_be_empty);
        (filled(Role::AreaCode).or(required.then_some("")), filled(Role::AreaName))
    }

    /// The column to check when an area cannot be found: that of the code, otherwise that of the
    /// name.
    pub(super) fn place_column(&self) -> usize {
        let mut columns = self.header.of(Role::AreaCode).chain(self.header.of(Role::AreaName));
        columns.next().map_or(0, |found| found.index)
    }

    /// The figures of the row; uncertainties are added to the doubts.
    pub(super) fn figures(
        &self,
        area: &Area,
        labels: &mut Labels,
        doubts: &mut Doubts,
    ) -> Result<Vec<Read>> {
        let kind = self.kind(doubts);
        let dims = self.dims(labels, doubts)?;
        let (no_part, unknown) = self.no_part(doubts);
        let remark = Status::combine(self.remark(doubts), unknown);
        let (measures, unsure) = self.measures_of_row(kind, doubts);
        let of_row = OfRow { dims, measures, remark, no_part, unsure };
        let mut read = Vec::new();
        for found in self.header.figures() {
            let measures = self.measures_of(found.definition, &of_row.measures);
            if measures.is_empty() && !found.definition.beside.is_empty() {
                continue;
            }
            if measures.is_empty() {
                return Err(Error::new(error_codes::DEFINITION_WRONG, "reading a figure")
                    .at_key(found.definition.id.clone())
                    .found("a column without a measure"));
            }
            // Interval limits are doubtful together with their figure.
            let is_figure = found.definition.beside.is_empty();
            doubts.concern(usize::from(unsure != Unsure::Nothing && is_figure));
            for measure in measures {
                read.push(self.figure(found, area, measure, &of_row, labels, doubts)?);
            }
        }
        Ok(read)
    }

    /// The measures of a column's figure, in a row with these measures. They are the column's own
    /// measure, the measures that belong to those of the row, or those of the row.
    fn measures_of(&self, column: &ColumnDefinition, of_row: &[&'a Measure]) -> Vec<&'a Measure> {
        let measure = |id: &Id| self.dataset.measure(id.as_str());
        match &column.measure {
            Some(own) => measure(own).into_iter().collect(),
            None if column.beside.is_empty() => of_row.to_vec(),
            None => of_row
                .iter()
                .filter_map(|of| column.beside.get(&of.id))
                .filter_map(measure)
                .collect(),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what holds for the row, the column and the figure, worked out once each"
    )]
    fn figure(
        &self,
        found: &Found<'a>,
        area: &Area,
        measure: &Measure,
        of_row: &OfRow<'a>,
        labels: &mut Labels,
        doubts: &mut Doubts,
    ) -> Result<Read> {
        let definition = found.definition;
        let mut dims = of_row.dims.clone();
        for (dimension, code) in &definition.set {
            self.put(&mut dims, dimension, code.clone());
        }
        if let (Some(dimension), Some(label)) = (&definition.dimension, &found.captured.label) {
            let code = self.code_of(dimension, label, labels);
            let at = |error: Error| {
                error.in_sheet(&self.sheet.name).at_cell(address(self.header.row, found.index))
            };
            self.put(&mut dims, dimension, code.or_else(|error| doubts.label(at(error)))?);
        }
        if let Some(age) = &found.age {
            self.put(&mut dims, &Id::new("age")?, age.clone());
        }
        let dated = self.dated(found, measure, doubts)?;
        let unsure = dated.map_or(Unsure::Day, |_| of_row.unsure);
        let (period, of_period) = dated.unwrap_or((Period::day(NO_DAY), None));
        let figure = self.value(found, area, measure, of_row, of_period);
        let mut figure = figure.or_else(|error| doubts.figure(error.in_sheet(&self.sheet.name)))?;
        if dims.iter().any(|code| code == UNPLACED) {
            doubts.concern(1);
            figure = Figure::missing(Status::NotAvailable);
        }
        let at = address(self.row, found.index);
        let row = Row {
            area: area.code.clone(),
            area_name: area.name.as_str().into(),
            period,
            dims: labels.shared(&dims),
            measure: measure.id.as_str().into(),
            value: figure.value,
            unit: measure.unit,
            status: figure.status,
            source: 0,
            cell: if self.sheet.name == CSV_SHEET {
                at.into()
            } else {
                format!("{}!{at}", self.sheet.name).into()
            },
        };
        Ok(Read { row, unsure })
    }

    /// The period of a figure; `None` if the row's date does not determine it.
    fn dated(
        &self,
        found: &Found<'a>,
        measure: &Measure,
        doubts: &mut Doubts,
    ) -> Result<Option<PrintedPeriod>> {
        let of_figure = |row| {
            periods::of_figure(found, measure.kind, row, self.layout, self.dataset).map_err(
                |error| error.in_sheet(&self.sheet.name).at_cell(self.address_of_period(found)),
            )
        };
        let dated = match self.day {
            Day::OfSheet(period) => of_figure(period).map(Some)?,
            Day::OfRow(period) => match of_figure(Some(period)) {
                Ok(period) => Some(period),
                Err(error) => doubts.day(error).map(|()| None)?,
            },
            Day::Unknown => None,
        };
        doubts.concern(usize::from(dated.is_none()));
        Ok(dated)
    }

    /// The figure in a column with all statuses that apply: from its cell, its row, its period and
    /// its level of area.
    fn value(
        &self,
        found: &Found<'a>,
        area: &Area,
        measure: &Measure,
        of_row: &OfRow<'a>,
        of_period: Option<Status>,
    ) -> Result<Figure> {
        let cell = self.sheet.cell(self.row, found.index);
        let remarks = [of_row.remark, of_period];
        let explained = remarks.iter().flatten().copied().find(|status| status.is_missing());
        let empty = explained.or(of_row.no_part).or(found.definition.empty);
        if let (true, Some(status)) = (cell.is_blank(), empty) {
            return Ok(Figure::missing(status));
        }
        let meaning = values::Meaning { unit: measure.unit, scale: found.definition.scale };
        let at = (self.sheet, self.row, found.index);
        let figure = values::figure(at, self.dataset, self.shaper.markers, meaning)?;
        let Some(value) = figure.value else { return Ok(figure) };
        if let Some(status) = of_row.no_part.filter(|_| value == 0.0) {
            return Ok(Figure::missing(status));
        }
        if let Some(status) = explained {
            return Err(Error::new(
                error_codes::NOT_A_NUMBER,
                "reading a figure and the remark on it",
            )
            .at_cell(address(self.row, found.index))
            .found(format!("the number {value} and the remark {}", status.label()))
            .expected("either a number or a reason for there being none"));
        }
        // Either the number or the text that the body has no part is wrong.
        let contradicted = of_row.no_part.map(|_| Status::Unreliable);
        let qualified = self.dataset.qualification(area.code.level(), &measure.id);
        let others = remarks.into_iter().chain([qualified, contradicted]);
        Ok(Figure { value: Some(value), status: others.fold(figure.status, Status::combine) })
    }

    /// The row's code in each dimension, as far as sheet and row provide it. If several columns
    /// belong to one dimension, the last filled one counts, because the others are group headings.
    fn dims(&self, labels: &mut Labels, doubts: &mut Doubts) -> Result<Vec<String>> {
        let mut dims = vec![String::new(); self.dataset.dimension.len()];
        for (dimension, code) in self.set {
            self.put(&mut dims, dimension, code.clone());
        }
        let mut told: Vec<(&Id, &Found<'a>)> = Vec::new();
        for found in self.header.of(Role::Dimension) {
            let Some(dimension) = &found.definition.dimension else { continue };
            match told.iter_mut().find(|(known, _)| *known == dimension) {
                None => told.push((dimension, found)),
                Some(held) if !self.printed(found).trim().is_empty() => held.1 = found,
                Some(_) => {}
            }
        }
        for (dimension, found) in told {
            let code = self.code_of(dimension, &self.printed(found), labels);
            let at = |error: Error| error.in_sheet(&self.sheet.name).at_cell(self.address(found));
            self.put(&mut dims, dimension, code.or_else(|error| doubts.label(at(error)))?);
        }
        Ok(dims)
    }

    fn put(&self, dims: &mut [String], dimension: &Id, code: String) {
        if let Some(index) = self.dataset.dim_index(dimension) {
            dims[index] = code;
        }
    }

    /// The code of a label in a dimension's codelist, or of an area if the dimension consists of
    /// areas.
    fn code_of(&self, dimension: &Id, label: &str, labels: &mut Labels) -> Result<String> {
        let Some(index) = self.dataset.dim_index(dimension) else { return Ok(label.to_owned()) };
        let key = (index, label.to_owned());
        if let Some(code) = labels.codes.get(&key) {
            return code.clone();
        }
        let declared = &self.dataset.dimension[index];
        let area = AreaCode::new(label)
            .ok()
            .filter(|_| declared.areas)
            .map(|code| self.shaper.geography.get(&code));
        let code = match area {
            Some(area) => area.map(|area| area.code.to_string()),
            None => self.listed(declared.codelist.as_ref(), label),
        };
        labels.codes.insert(key, code.clone());
        code
    }

    fn listed(&self, codelist: Option<&Id>, label: &str) -> Result<String> {
        let Some(codelist) = codelist.and_then(|id| self.shaper.codelists.get(id)) else {
            return Ok(label.trim().to_owned());
        };
        codelist.code_of(label).map(str::to_owned).ok_or_else(|| {
            let labels = codelist.labels();
            let near = crate::domain::nearest(label, &labels);
            let near = near.map_or(String::new(), |near| format!(" (near: {near:?})"));
            Error::new(
                error_codes::LABEL_UNKNOWN,
                format!("reading a label of {}", self.dataset.id),
            )
            .found(format!("{label:?}"))
            .expected(format!("one of {}{near}", labels.join(", ")))
            .lacking(MissingDefinition::Label {
                dataset: self.dataset.id.clone(),
                codelist: codelist.id.clone(),
                text: label.trim().to_owned(),
            })
            .help(format!(
                "read the publisher's notes on it, then add the label to \
                 data/catalogue/codelists/{}.csv",
                codelist.id
            ))
        })
    }

    pub(super) fn text(&self, found: &Found<'_>) -> &str {
        self.sheet.cell(self.row, found.index).text().map_or("", str::trim)
    }

    /// The cell's content as printed, because labels may be numbers.
    pub(super) fn printed(&self, found: &Found<'_>) -> String {
        self.sheet.cell(self.row, found.index).to_string()
    }

    /// The cell with the period of a figure: the row's period column, otherwise the header of the
    /// figure.
    fn address_of_period(&self, figure: &Found<'_>) -> String {
        let column = self.header.of(Role::Period).next();
        column.map_or_else(|| address(self.header.row, figure.index), |column| self.address(column))
    }

    pub(super) fn address(&self, found: &Found<'_>) -> String {
        address(self.row, found.index)
    }
}
