//! The provenance of a figure: the formula and the inputs that it was computed from, back to the
//! cells of publications.

use crate::catalogue::Indicator;
use crate::domain::{AreaCode, Date, Error, Id, Result, Unit, error_codes};
use crate::figures::{Figures, origins, reasons};
use crate::indicator::{self, Input, InputRole, Key, Origin, Value, Values};
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::{Display, Formatter};

/// A request to trace a figure of an indicator.
#[derive(Debug, Clone)]
pub struct FigureRequest {
    /// The indicator.
    pub indicator: String,
    /// The area, by code or name.
    pub area: String,
    /// The last day of its period.
    pub day: Date,
    /// One code for each dimension of the indicator.
    pub dims: Vec<String>,
}

impl Display for FigureRequest {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.indicator, self.area, self.day)?;
        self.dims.iter().try_for_each(|code| write!(f, " {code}"))
    }
}

/// A figure with its origin.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TracedFigure {
    /// The indicator.
    pub indicator: Id,
    /// ONS code.
    pub area_code: AreaCode,
    /// Name; empty for an area that the register does not have.
    pub area_name: String,
    /// First day of the period.
    pub period_start: Date,
    /// Last day of the period: the day that a count is as at.
    pub period_end: Date,
    /// One code for each dimension of the indicator.
    pub dims: Vec<String>,
    /// The number, or why it is missing.
    #[serde(flatten)]
    pub figure: Figure,
    /// The unit of the number.
    pub unit: Unit,
    /// Where the figure comes from.
    pub origin: TracedOrigin,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TracedOrigin {
    /// Cells of a file, added up where there are several.
    Cells {
        /// Sheet and cell, such as `Data_Asy_D11!G4`, or the row of a text file, such as `row 656`.
        cells: Vec<String>,
        /// The edition, with its file, sha256 and address.
        source: Source,
    },
    /// No row of a file, which by the dataset's definition means zero.
    Absent {
        /// The edition.
        source: Source,
    },
    /// Not published in this detail.
    NotPublished {
        /// The edition; `None` where figures of the indicator are computed.
        source: Option<Source>,
    },
    /// The sum of figures of the same indicator.
    Sum {
        /// The figures added.
        parts: Vec<TracedFigure>,
        /// The edition; `None` where the parts are computed.
        source: Option<Source>,
    },
    /// Computed from figures of other indicators.
    Computed {
        /// The method.
        method: &'static str,
        /// Its formula.
        formula: &'static str,
        /// The constants of the formula.
        constants: Vec<Constant>,
        /// Why the figure is missing, where that is not the publication's own status.
        reason: Option<String>,
        /// The figures it was computed from.
        inputs: Vec<TracedFigure>,
    },
}

/// A constant of a formula.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Constant {
    /// Its symbol in the formula.
    pub symbol: &'static str,
    /// Its value as it is printed, such as `10,000`.
    pub value: String,
}

/// A figure that an answer uses, or that there is none.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UsedFigure {
    /// The indicator.
    pub indicator: Id,
    /// The last day of the period.
    pub period_end: Date,
    /// One code for each dimension of the indicator.
    pub dims: Vec<String>,
    /// The figure; `None` where the stored editions have none.
    pub figure: Option<TracedFigure>,
}

/// Traces a figure such as `supported-per-10k E09000018 2025-12-31` to file, sheet and cell.
///
/// Errors: `F301` unknown indicator, `F302` unknown area, `F305` no such figure.
pub(crate) fn trace_figure(figures: &Figures, request: &FigureRequest) -> Result<TracedFigure> {
    let indicator = figures.catalogue().indicator(&request.indicator)?;
    let area = figures.geography().find(&request.area)?;
    if request.dims.len() != indicator.dims.len() {
        let names: Vec<&str> = indicator.dims.iter().map(Id::as_str).collect();
        return Err(unknown(request)
            .expected(format!("a code for each of its dimensions: {}", names.join(", "))));
    }
    let area = figures.geography().current(&area.code).clone();
    let key = Key { area, end: request.day, dims: request.dims.clone() };
    let values = figures.values(&request.indicator)?;
    if values.iter_area(&key.area).next().is_none() {
        let why = reasons::lacking(figures, indicator, &values, &key.area).why;
        let found = format!("{:?}: {why}", request.to_string());
        return Err(unknown(request).found(found).expected("an area that has figures"));
    }
    trace_input(figures, indicator, &Input::new(InputRole::Of, key))
}

/// A figure that an answer uses.
pub(crate) fn used_figure(figures: &Figures, id: &Id, key: Key) -> Result<UsedFigure> {
    let (period_end, dims) = (key.end, key.dims.clone());
    let figure = match figures.values(id.as_str())?.get(&key) {
        Some(_) => {
            let indicator = figures.catalogue().indicator(id.as_str())?;
            Some(trace_input(figures, indicator, &Input::new(InputRole::Of, key))?)
        }
        None => None,
    };
    Ok(UsedFigure { indicator: id.clone(), period_end, dims, figure })
}

/// `F305` for a figure that does not exist, or an area that cannot be traced.
pub(crate) fn unknown(found: impl Display) -> Error {
    Error::new(error_codes::FIGURE_UNKNOWN, "tracing a figure")
        .found(format!("{:?}", found.to_string()))
}

/// Traces an input, which may be a figure that a newer edition has superseded.
fn trace_input(figures: &Figures, indicator: &Indicator, input: &Input) -> Result<TracedFigure> {
    let (key, values) = (&input.key, figures.values(indicator.id.as_str())?);
    let value = values.of_source(key, input.source).ok_or_else(|| {
        unknown(format_args!("{} {} {}", indicator.id, key.area, key.end))
            .expected("a day and area for which there is a value")
    })?;
    trace_value(figures, indicator, &values, key, value)
}

fn trace_value(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    key: &Key,
    value: &Value,
) -> Result<TracedFigure> {
    Ok(TracedFigure {
        indicator: indicator.id.clone(),
        area_code: key.area.clone(),
        area_name: figures
            .geography()
            .get(&key.area)
            .map_or(String::new(), |area| area.name.clone()),
        period_start: value.period.start,
        period_end: value.period.end,
        dims: key.dims.clone(),
        figure: value.figure,
        unit: indicator.unit,
        origin: trace_origin(figures, indicator, values, key, &value.origin)?,
    })
}

fn trace_origin(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    key: &Key,
    origin: &Origin,
) -> Result<TracedOrigin> {
    let source = |index: &usize| values.sources[*index].clone();
    let edition = |index: &usize| values.sources.get(*index).cloned();
    Ok(match origin {
        Origin::Cells { cells, source: index } => {
            TracedOrigin::Cells { cells: cells.clone(), source: source(index) }
        }
        Origin::Absent { source: index } => TracedOrigin::Absent { source: source(index) },
        Origin::NotPublished { source: index } => {
            TracedOrigin::NotPublished { source: edition(index) }
        }
        Origin::Sum { parts, source: index } => {
            let parts = parts.iter().filter_map(|part| Some((part, values.get(part)?)));
            let parts =
                parts.map(|(part, value)| trace_value(figures, indicator, values, part, value));
            TracedOrigin::Sum { parts: parts.collect::<Result<_>>()?, source: edition(index) }
        }
        Origin::Computed(_) => {
            let method = indicator::computed_by(&indicator.method);
            let constants = method.constants().into_iter();
            let inputs = origins::inputs_of(figures, indicator, origin)?;
            TracedOrigin::Computed {
                method: indicator.method.name(),
                formula: method.formula(),
                constants: constants.map(|(symbol, value)| Constant { symbol, value }).collect(),
                reason: values.missing_reason(key).map(str::to_owned),
                inputs: inputs
                    .iter()
                    .map(|(of, input)| trace_input(figures, of, input))
                    .collect::<Result<_>>()?,
            }
        }
    })
}
