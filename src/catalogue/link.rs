//! The links between definitions: every id points to something, every kind fits, nothing stands unused.

use super::{Catalogue, ChartDefinition, Dataset, Indicator, Key, Role};
use crate::domain::{Error, ErrorCode, Id, MeasureKind, Result, error_codes, parse_publication_date};

/// Checks every reference of a catalogue; the first that fails is the error.
pub(super) fn check(catalogue: &Catalogue) -> Result<()> {
    for dataset in catalogue.datasets.values() {
        dataset_links(catalogue, dataset).map_err(|error| error.in_file(catalogue.file_of("datasets", &dataset.id)))?;
    }
    for indicator in catalogue.indicators.values() {
        indicator_links(catalogue, indicator)
            .map_err(|error| error.in_file(catalogue.file_of("indicators", &indicator.id)))?;
    }
    for key in catalogue.keys.values() {
        key_links(catalogue, key).map_err(|error| error.in_file(catalogue.file_of("keys", &key.id)))?;
    }
    for chart in catalogue.charts.values() {
        chart_links(catalogue, chart).map_err(|error| error.in_file(catalogue.file_of("charts", &chart.id)))?;
    }
    for pack in catalogue.packs.values() {
        for id in pack.slot.iter().filter_map(|slot| slot.chart.as_ref()) {
            exists(&catalogue.charts, id, "chart").map_err(|e| e.in_file(catalogue.file_of("packs", &pack.id)))?;
        }
    }
    calendar_links(catalogue).map_err(|error| error.in_file("calendar.toml"))?;
    unused_codelists(catalogue)
}

fn wrong(code: &'static ErrorCode, key: impl ToString, found: impl Into<String>) -> Error {
    Error::new(code, "linking the catalogue").at_key(key.to_string()).found(found)
}

fn exists<T>(all: &std::collections::BTreeMap<Id, T>, id: &Id, kind: &str) -> Result<()> {
    if all.contains_key(id) {
        return Ok(());
    }
    let names: Vec<&str> = all.keys().map(Id::as_str).collect();
    let near = crate::domain::nearest(id.as_str(), &names).map_or(String::new(), |near| format!(" (near: {near})"));
    let error = wrong(error_codes::REFERENCE_DANGLING, kind, id.to_string());
    Err(error.expected(format!("the id of an existing {kind}{near}")))
}

fn dataset_links(catalogue: &Catalogue, dataset: &Dataset) -> Result<()> {
    for dimension in &dataset.dimension {
        if let Some(codelist) = &dimension.codelist {
            exists(&catalogue.codelists, codelist, "codelist")?;
        }
    }
    for layout in &dataset.layout {
        for id in &layout.columns {
            if dataset.column(id).is_none() {
                return Err(wrong(error_codes::REFERENCE_DANGLING, &layout.id, format!("column {id:?}"))
                    .expected("the id of a [[column]] of the same file"));
            }
        }
        let mut sets = layout.sheet.iter().flat_map(|sheet| &sheet.set);
        sets.try_for_each(|(dimension, code)| fixed_code(catalogue, dataset, dimension, code))?;
    }
    for column in &dataset.column {
        let used = dataset.layout.iter().any(|layout| layout.columns.contains(&column.id));
        if !used {
            return Err(wrong(error_codes::DEFINITION_UNUSED, &column.id, "a column that no layout names"));
        }
        let measured = matches!(column.role, Role::Value | Role::Ages);
        let measure = column.measure.as_ref().and_then(|id| dataset.measure(id.as_str()));
        if measured && measure.is_none() {
            return Err(wrong(error_codes::REFERENCE_DANGLING, &column.id, "a column of figures without a measure")
                .expected("the id of a [[measure]] of the same file"));
        }
        if column.role == Role::Ignore && column.reason.is_none() {
            return Err(wrong(error_codes::DEFINITION_WRONG, &column.id, "a column ignored without a reason"));
        }
        for (dimension, code) in &column.set {
            fixed_code(catalogue, dataset, dimension, code)?;
        }
    }
    for column in &dataset.column {
        if let Some(dimension) = column.dimension.as_ref().filter(|id| dataset.dim_index(id).is_none()) {
            return Err(wrong(error_codes::REFERENCE_DANGLING, &column.id, format!("dimension {dimension}"))
                .expected("the id of a [[dimension]] of the same file"));
        }
    }
    for check in &dataset.check {
        if let Some(expected) = check.lacks() {
            return Err(wrong(error_codes::DEFINITION_WRONG, &check.id, "a check that could not compare anything")
                .expected(expected));
        }
        let measure = check.measure.as_ref().filter(|id| dataset.measure(id.as_str()).is_none());
        let dimension = check.dimension.as_ref().filter(|id| dataset.dim_index(id).is_none());
        if let Some(id) = measure.or(dimension) {
            return Err(wrong(error_codes::REFERENCE_DANGLING, &check.id, id.to_string())
                .expected("a [[measure]] or [[dimension]] of the same file; the check would never run"));
        }
        for (dimension, code) in &check.fixed {
            fixed_code(catalogue, dataset, dimension, code)?;
        }
    }
    Ok(())
}

fn fixed_code(catalogue: &Catalogue, dataset: &Dataset, dimension: &Id, code: &str) -> Result<()> {
    let Some(declared) = dataset.dimension.iter().find(|declared| declared.id == *dimension) else {
        return Err(wrong(error_codes::REFERENCE_DANGLING, &dataset.id, format!("dimension {dimension}"))
            .expected("the id of a [[dimension]] of the dataset"));
    };
    let known = declared.codelist.as_ref().and_then(|list| catalogue.codelists.get(list));
    if known.is_some_and(|list| list.get(code).is_none()) {
        return Err(wrong(error_codes::REFERENCE_DANGLING, dimension, format!("code {code:?}"))
            .expected(format!("a code of the codelist {}", declared.codelist.as_ref().map_or("", Id::as_str))));
    }
    Ok(())
}

fn indicator_links(catalogue: &Catalogue, indicator: &Indicator) -> Result<()> {
    for source in &indicator.source {
        exists(&catalogue.datasets, &source.dataset, "dataset")?;
        let dataset = &catalogue.datasets[&source.dataset];
        let Some(measure) = dataset.measure(source.measure.as_str()) else {
            return Err(wrong(error_codes::REFERENCE_DANGLING, &source.dataset, format!("measure {}", source.measure))
                .expected("the id of a [[measure]] of the dataset"));
        };
        if measure.kind != indicator.kind {
            return Err(wrong(
                error_codes::KINDS_MIXED,
                &source.dataset,
                format!("a {} measure", measure.kind.as_str()),
            )
            .expected(format!("a {}, as the indicator says it is", indicator.kind.as_str())));
        }
        if measure.unit != indicator.unit {
            return Err(wrong(error_codes::DEFINITION_WRONG, "unit", indicator.unit.as_str()).expected(format!(
                "{}, the unit of the measure {}",
                measure.unit.as_str(),
                measure.id
            )));
        }
        if let Some(dimension) = indicator.dims.iter().find(|id| dataset.dim_index(id).is_none()) {
            return Err(wrong(error_codes::REFERENCE_DANGLING, "dims", dimension.to_string())
                .expected(format!("a dimension of {}", dataset.id)));
        }
        for (dimension, code) in &source.fixed {
            fixed_code(catalogue, dataset, dimension, code)?;
        }
    }
    if indicator.of.is_some() && indicator.kind != MeasureKind::Derived {
        return Err(wrong(error_codes::KINDS_MIXED, "kind", indicator.kind.as_str())
            .expected("derived, since it is made from another indicator"));
    }
    for id in [&indicator.of, &indicator.per].into_iter().flatten() {
        exists(&catalogue.indicators, id, "indicator")?;
        if catalogue.indicators[id].kind == MeasureKind::Cumulative {
            return Err(wrong(error_codes::KINDS_MIXED, &indicator.id, format!("the cumulative count {id}"))
                .expected("a stock or a flow: a count since a beginning has no rate, share or change on the quarter"));
        }
    }
    if indicator.of.is_none() == indicator.source.is_empty() {
        return Err(wrong(error_codes::DEFINITION_WRONG, &indicator.id, "neither or both of `source` and `of`")
            .expected("`source` for a count, `of` for everything made from another indicator"));
    }
    if !["higher", "lower", "none"].contains(&indicator.polarity.as_str()) {
        return Err(wrong(error_codes::DEFINITION_WRONG, "polarity", format!("{:?}", indicator.polarity))
            .expected("higher, lower or none"));
    }
    Ok(())
}

fn key_links(catalogue: &Catalogue, key: &Key) -> Result<()> {
    exists(&catalogue.indicators, &key.indicator, "indicator")?;
    let indicator = &catalogue.indicators[&key.indicator];
    if indicator.kind == MeasureKind::Cumulative {
        return Err(wrong(error_codes::KINDS_MIXED, &key.indicator, "a cumulative count as a key")
            .expected("a stock or a flow: a count since a beginning is nobody's size"));
    }
    if let Some(of) = &key.cap_of {
        exists(&catalogue.indicators, of, "indicator")?;
    }
    if key.cap_residents_per_person == Some(0) {
        return Err(wrong(error_codes::DEFINITION_WRONG, "cap_residents_per_person", "0").expected("a number above 0"));
    }
    Ok(())
}

fn chart_links(catalogue: &Catalogue, chart: &ChartDefinition) -> Result<()> {
    for id in [Some(&chart.indicator), chart.beside.as_ref()].into_iter().flatten() {
        exists(&catalogue.indicators, id, "indicator")?;
        if catalogue.indicators[id].kind == MeasureKind::Cumulative {
            return Err(wrong(error_codes::KINDS_MIXED, "indicator", format!("the cumulative count {id}")).expected(
                "a stock, a flow or what is made from them: a count since a beginning has no rank on a day",
            ));
        }
    }
    Ok(())
}

fn calendar_links(catalogue: &Catalogue) -> Result<()> {
    for series_break in &catalogue.calendar.breaks {
        for id in &series_break.indicators {
            exists(&catalogue.indicators, id, "indicator")?;
        }
        for date in [Some(&series_break.date), series_break.until.as_ref()].into_iter().flatten() {
            if parse_publication_date(date).is_none() {
                return Err(wrong(error_codes::DEFINITION_WRONG, "date", format!("{date:?}"))
                    .expected("a day such as 2022-12-31"));
            }
        }
    }
    Ok(())
}

fn unused_codelists(catalogue: &Catalogue) -> Result<()> {
    let used: Vec<&Id> =
        catalogue.datasets.values().flat_map(|d| &d.dimension).filter_map(|d| d.codelist.as_ref()).collect();
    match catalogue.codelists.keys().find(|id| !used.contains(id)) {
        None => Ok(()),
        Some(id) => Err(wrong(error_codes::DEFINITION_UNUSED, id, "a codelist that no dataset refers to")
            .in_file(catalogue.file_of("codelists", id))),
    }
}
