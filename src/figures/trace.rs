//! The way back from a figure to the cells it was read from.

use crate::catalogue::Indicator;
use crate::domain::{Error, Result, error_codes, parse_publication_date, with_decimals};
use crate::figures::{Figures, origins, reasons};
use crate::indicator::{self, Input, InputRole, Key, Origin, Value, Values};
use crate::table::Source;

/// Walks a figure such as `supported-per-10k E09000018 2025-12-31` back to file, sheet and cell, line by line.
///
/// The words are indicator, area (code or name), day, and one code for each dimension kept apart.
/// Errors: `F301` unknown indicator, `F302` unknown area, `F305` no such figure.
pub(crate) fn trace_figure(figures: &Figures, words: &[String]) -> Result<String> {
    let [id, area, day, dims @ ..] = words else {
        return Err(unknown(words).expected("an indicator, an area and a day"));
    };
    let indicator = figures.catalogue().indicator(id)?;
    let area = figures.geography().find(area)?;
    let end = parse_publication_date(day).ok_or_else(|| unknown(words).expected("a day such as 2025-12-31"))?;
    if dims.len() != indicator.dims.len() {
        let names: Vec<&str> = indicator.dims.iter().map(crate::domain::Id::as_str).collect();
        return Err(unknown(words).expected(format!("a code for each of its dimensions: {}", names.join(", "))));
    }
    let key = Key { area: figures.geography().current(&area.code).clone(), end, dims: dims.to_vec() };
    let values = figures.values(id)?;
    if values.iter_area(&key.area).next().is_none() {
        let why = reasons::lacking(figures, indicator, &values, &key.area).why;
        let asked = words.join(" ");
        return Err(unknown(words).found(format!("{asked:?}: {why}")).expected("an area that has figures"));
    }
    let mut lines = Vec::new();
    walk(figures, indicator, &key, 0, "", &mut lines)?;
    lines.push(String::new());
    Ok(lines.join("\n"))
}

pub(crate) fn walk(
    figures: &Figures,
    indicator: &Indicator,
    key: &Key,
    depth: usize,
    role: &str,
    lines: &mut Vec<String>,
) -> Result<()> {
    walk_input(figures, indicator, &Input::new(InputRole::Of, key.clone()), depth, role, lines)
}

/// The same of an input, which may be a figure that a newer edition has superseded.
fn walk_input(
    figures: &Figures,
    indicator: &Indicator,
    input: &Input,
    depth: usize,
    role: &str,
    lines: &mut Vec<String>,
) -> Result<()> {
    let (key, values) = (&input.key, figures.values(indicator.id.as_str())?);
    let value = values.of_source(key, input.source).ok_or_else(|| {
        let words = [indicator.id.to_string(), key.area.to_string(), key.end.to_string()];
        unknown(&words).expected("a day and area for which there is a value")
    })?;
    let indent = "  ".repeat(depth);
    lines.push(format!("{indent}{role}{}", said(figures, indicator, key, value)));
    if let Origin::Computed(_) = &value.origin {
        let formula = indicator::computed_by(&indicator.method).formula();
        lines.push(format!("{indent}  by {}: {formula}{}", indicator.method.name(), constants(indicator)));
        lines.extend(values.why_missing(key).map(|why| format!("{indent}  {why}")));
    }
    published(&values, &value.origin, depth + 1, lines);
    if let Origin::Sum { parts, .. } = &value.origin {
        for of in parts {
            lines.push(format!("{indent}  + {}", part(figures, indicator, &values, of)));
        }
        let source = value.origin.source().and_then(|index| values.sources.get(index));
        lines.extend(source.into_iter().flat_map(|source| edition(source, depth + 1)));
    }
    for (of, input) in origins::inputs_of(figures, indicator, &value.origin)? {
        walk_input(figures, of, &input, depth + 1, "from ", lines)?;
    }
    Ok(())
}

/// One figure in words: what, where, when, how many.
fn said(figures: &Figures, indicator: &Indicator, key: &Key, value: &Value) -> String {
    let name = figures.geography().get(&key.area).map_or(String::new(), |area| area.name.clone());
    let dims = if key.dims.is_empty() { String::new() } else { format!(", {}", key.dims.join(", ")) };
    let figure = match (value.figure.value, value.figure.status) {
        (Some(number), status) => {
            let mark = status.map_or(String::new(), |status| format!(" {}", status.symbol()));
            format!("{} {}{mark}", with_decimals(number, indicator.unit.decimals()), indicator.unit.label())
        }
        (None, status) => status.map_or("missing".to_owned(), |s| format!("{} {}", s.symbol(), s.label())),
    };
    format!("{} {name} ({}), {}{dims} = {figure}", indicator.id, key.area, value.period)
}

/// File, sheet and cell of a published figure, with the edition.
fn published(values: &Values, origin: &Origin, depth: usize, lines: &mut Vec<String>) {
    let Some(source) = origin.source().and_then(|index| values.sources.get(index)) else { return };
    let indent = "  ".repeat(depth);
    let place = match origin {
        Origin::Cells { cells, .. } => format!("read from {} in {}", cells.join(", "), source.file),
        Origin::Absent { .. } => format!("no row in {}, which there means nobody", source.file),
        Origin::NotPublished { .. } => format!("not published in this detail in {}", source.file),
        Origin::Sum { .. } | Origin::Computed(_) => {
            lines.push(format!("{indent}the sum of:"));
            return;
        }
    };
    lines.push(format!("{indent}{place}"));
    lines.extend(edition(source, depth));
}

/// A part of a sum on one line, with its cells.
fn part(figures: &Figures, indicator: &Indicator, values: &Values, key: &Key) -> String {
    let Some(value) = values.get(key) else { return String::new() };
    let place = match &value.origin {
        Origin::Cells { cells, .. } => format!(" ({})", cells.join(", ")),
        Origin::Absent { .. } => " (no row, which means nobody)".to_owned(),
        _ => String::new(),
    };
    format!("{}{place}", said(figures, indicator, key, value))
}

/// The lines that name an edition.
fn edition(source: &Source, depth: usize) -> [String; 3] {
    let indent = "  ".repeat(depth);
    let published = source
        .published
        .map_or_else(|| ", date of publication not known".to_owned(), |day| format!(", published {day}"));
    [
        format!(
            "{indent}edition {} of {}{published}, obtained {}, {}",
            source.edition, source.dataset, source.retrieved, source.file
        ),
        format!("{indent}sha256 {}", source.sha256),
        format!("{indent}{}", source.address),
    ]
}

/// The numbers of a definition that stand in a formula.
fn constants(indicator: &Indicator) -> String {
    let constants = indicator::computed_by(&indicator.method).constants();
    let text: Vec<String> = constants.into_iter().map(|(symbol, number)| format!("{symbol} = {number}")).collect();
    if text.is_empty() { String::new() } else { format!(", with {}", text.join(", ")) }
}

pub(crate) fn unknown(words: &[impl std::borrow::Borrow<str>]) -> Error {
    Error::new(error_codes::FIGURE_UNKNOWN, "tracing a figure").found(format!("{:?}", words.join(" ")))
}
