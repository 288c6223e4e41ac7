//! The links between definitions: every id points to something, every kind fits, nothing is unused.

use super::link_dataset::{self, fixed_code};
use super::method::{InputRole, Term};
use super::reference_check::{exists, wrong};
use super::{
    Catalogue, ChartDefinition, Dataset, Indicator, IndicatorSource, IntervalMethod, board,
    link_key, pack,
};
use crate::domain::{Id, MeasureKind, Result, Unit, error_codes};

/// Checks every reference of a catalogue; the first that fails is the error.
pub(super) fn check(catalogue: &Catalogue) -> Result<()> {
    for dataset in catalogue.datasets.values() {
        link_dataset::check(catalogue, dataset)
            .map_err(|error| error.in_file(catalogue.file_of("datasets", &dataset.id)))?;
    }
    for indicator in catalogue.indicators.values() {
        indicator_links(catalogue, indicator)
            .map_err(|error| error.in_file(catalogue.file_of("indicators", &indicator.id)))?;
    }
    for key in catalogue.keys.values() {
        link_key::check(catalogue, key)
            .map_err(|error| error.in_file(catalogue.file_of("keys", &key.id)))?;
    }
    for grant in catalogue.grants.values() {
        super::grant::check(catalogue, grant)
            .map_err(|error| error.in_file(catalogue.file_of("grants", &grant.id)))?;
    }
    for analysis in catalogue.analyses.values() {
        let file = || catalogue.file_of("analyses", &analysis.id);
        super::analysis::check(catalogue, analysis).map_err(|error| error.in_file(file()))?;
    }
    for chart in catalogue.charts.values() {
        chart_links(catalogue, chart)
            .map_err(|error| error.in_file(catalogue.file_of("charts", &chart.id)))?;
    }
    for pack in catalogue.packs.values() {
        pack::check(catalogue, pack)
            .map_err(|error| error.in_file(catalogue.file_of("packs", &pack.id)))?;
    }
    for release in catalogue.releases.values() {
        release
            .check()
            .map_err(|error| error.in_file(catalogue.file_of("releases", &release.id)))?;
        if !catalogue.datasets.values().any(|dataset| dataset.release.as_ref() == Some(&release.id))
        {
            return Err(wrong(
                error_codes::DEFINITION_UNUSED,
                &release.id,
                "a release that no dataset names",
            )
            .in_file(catalogue.file_of("releases", &release.id)));
        }
    }
    for variable in &catalogue.comparing.neighbours.variable {
        exists(&catalogue.indicators, &variable.indicator, "indicator")
            .map_err(|e| e.in_file("comparison.toml"))?;
    }
    for (id, breaks) in &catalogue.breaks {
        let checked = breaks.iter().try_for_each(|one| one.check(catalogue));
        checked.map_err(|error| error.in_file(catalogue.file_of("breaks", id)))?;
    }
    super::break_conflicts::check(catalogue)?;
    calendar_links(catalogue).map_err(|error| error.in_file("calendar.toml"))?;
    for partnership in catalogue.partnerships.values() {
        let file = || catalogue.file_of("partnerships", &partnership.id);
        super::partnership::check(catalogue, partnership).map_err(|error| error.in_file(file()))?;
    }
    super::roles::check(catalogue).map_err(|error| error.in_file("roles.toml"))?;
    board::check(catalogue)?;
    unused_codelists(catalogue)
}

fn indicator_links(catalogue: &Catalogue, indicator: &Indicator) -> Result<()> {
    for source in indicator.method.sources() {
        source_links(catalogue, indicator, source)?;
    }
    for term in indicator.method.terms() {
        term_links(catalogue, indicator, term)?;
    }
    if indicator.theme.as_str() != folder_of(catalogue, indicator) {
        return Err(wrong(error_codes::DEFINITION_WRONG, "theme", indicator.theme.as_str())
            .expected("the name of the folder that the file lies in"));
    }
    indicator.applies.iter().try_for_each(super::applies::check)?;
    if indicator.method.input(InputRole::Of).is_some() && indicator.kind != MeasureKind::Derived {
        return Err(wrong(error_codes::KINDS_MIXED, "kind", indicator.kind.as_str())
            .expected("derived, since it is made from another indicator"));
    }
    if let Some(groups) = indicator.method.groups() {
        exists(&catalogue.codelists, groups, "codelist")?;
    }
    let ratios = indicator
        .method
        .inputs()
        .into_iter()
        .filter(|(role, _)| !matches!(role, InputRole::Term(_)));
    for (_, id) in ratios {
        exists(&catalogue.indicators, id, "indicator")?;
        if catalogue.indicators[id].kind == MeasureKind::Cumulative {
            return Err(wrong(
                error_codes::KINDS_MIXED,
                &indicator.id,
                format!("the cumulative count {id}"),
            )
            .expected(
                "a stock or a flow: a count since a beginning has no rate, share or change on the \
                 quarter",
            ));
        }
    }
    check_interval(indicator)
}

/// The dataset that an indicator is read from has its measure, dimensions and codes.
fn source_links(
    catalogue: &Catalogue,
    indicator: &Indicator,
    source: &IndicatorSource,
) -> Result<()> {
    exists(&catalogue.datasets, &source.dataset, "dataset")?;
    let dataset = &catalogue.datasets[&source.dataset];
    let Some(measure) = dataset.measure(source.measure.as_str()) else {
        return Err(wrong(
            error_codes::REFERENCE_DANGLING,
            &source.dataset,
            format!("measure {}", source.measure),
        )
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
        return Err(wrong(error_codes::DEFINITION_WRONG, "unit", indicator.unit.as_str())
            .expected(format!(
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
    if let Some(dimension) = source.between.keys().find(|id| dataset.dim_index(id).is_none()) {
        return Err(wrong(error_codes::REFERENCE_DANGLING, "between", dimension.to_string())
            .expected(format!("a dimension of {}", dataset.id)));
    }
    limits_link(indicator, source, dataset)
}

/// A term of a sum is of the same kind and unit as the sum.
fn term_links(catalogue: &Catalogue, indicator: &Indicator, term: &Term) -> Result<()> {
    exists(&catalogue.indicators, &term.indicator, "indicator")?;
    let of = &catalogue.indicators[&term.indicator];
    if of.kind != indicator.kind || of.unit != indicator.unit {
        let found = format!("{}, a {} in {}", of.id, of.kind.as_str(), of.unit.as_str());
        return Err(wrong(error_codes::KINDS_MIXED, "term", found).expected(format!(
            "a {} in {}, as the indicator says it is",
            indicator.kind.as_str(),
            indicator.unit.as_str()
        )));
    }
    Ok(())
}

/// Whether an interval of chance has a reason, and one of groups has groups.
fn check_interval(indicator: &Indicator) -> Result<()> {
    let key = format!("interval.{}", indicator.interval.as_str());
    if indicator.interval.independence().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(wrong(error_codes::DEFINITION_WRONG, format!("{key}.independent"), "nothing")
            .expected("why the events counted may be taken as independent of each other"));
    }
    match &indicator.interval {
        IntervalMethod::Clusters(of)
            if !(of.people > 1.0 && of.people.is_finite() && of.reliable_from >= 1.0) =>
        {
            let found = format!("{} people to a group, {} groups", of.people, of.reliable_from);
            Err(wrong(error_codes::DEFINITION_WRONG, key, found)
                .expected("more than 1 for `people` and at least 1 for `reliable_from`"))
        }
        _ => Ok(()),
    }
}

/// The folder below `indicators/` that contains an indicator.
fn folder_of(catalogue: &Catalogue, indicator: &Indicator) -> String {
    let path = catalogue.path_of("indicators", &indicator.id).unwrap_or_default();
    path.split('/').nth(1).unwrap_or_default().to_owned()
}

fn chart_links(catalogue: &Catalogue, chart: &ChartDefinition) -> Result<()> {
    for id in [Some(&chart.indicator), chart.kind.beside()].into_iter().flatten() {
        exists(&catalogue.indicators, id, "indicator")?;
        if catalogue.indicators[id].kind == MeasureKind::Cumulative {
            return Err(wrong(
                error_codes::KINDS_MIXED,
                "indicator",
                format!("the cumulative count {id}"),
            )
            .expected(
                "a stock, a flow or what is made from them: a count since a beginning has no rank \
                 on a day",
            ));
        }
        if catalogue.indicators[id].unit == Unit::Rank && chart.kind.ranks() {
            return Err(wrong(error_codes::DEFINITION_WRONG, "indicator", format!("{id}, a rank"))
                .expected(
                    "the score or rate that the rank was made of: a rank is not ranked again",
                ));
        }
    }
    Ok(())
}

fn calendar_links(catalogue: &Catalogue) -> Result<()> {
    for policy in &catalogue.calendar.policies {
        for id in &policy.indicators {
            exists(&catalogue.indicators, id, "indicator")?;
        }
    }
    for target in &catalogue.calendar.targets {
        target
            .indicators
            .iter()
            .try_for_each(|id| exists(&catalogue.indicators, id, "indicator"))?;
    }
    Ok(())
}

fn unused_codelists(catalogue: &Catalogue) -> Result<()> {
    let used: Vec<&Id> = catalogue
        .datasets
        .values()
        .flat_map(|d| &d.dimension)
        .filter_map(|d| d.codelist.as_ref())
        .collect();
    match catalogue.codelists.keys().find(|id| !used.contains(id)) {
        None => Ok(()),
        Some(id) => {
            Err(wrong(error_codes::DEFINITION_UNUSED, id, "a codelist that no dataset refers to")
                .in_file(catalogue.file_of("codelists", id)))
        }
    }
}

/// Limits that a publication prints: measures of the dataset, and an interval declared as the
/// publisher's.
fn limits_link(indicator: &Indicator, source: &IndicatorSource, dataset: &Dataset) -> Result<()> {
    let Some(limits) = &source.limits else { return Ok(()) };
    if let Some(id) =
        limits.measures().into_iter().find(|id| dataset.measure(id.as_str()).is_none())
    {
        return Err(wrong(error_codes::REFERENCE_DANGLING, "limits", id.to_string())
            .expected(format!("a measure of {}", dataset.id)));
    }
    if indicator.interval == IntervalMethod::Published {
        return Ok(());
    }
    Err(wrong(
        error_codes::DEFINITION_WRONG,
        "limits",
        "limits of an indicator without an interval of its publisher",
    )
    .expected("interval = \"published\""))
}
