//! The links inside the definition of a dataset: columns, measures, dimensions, periods,
//! corrections, dates, what is provisional.

use super::reference_check::{exists, wrong};
use super::{
    Action, Catalogue, CheckKind, ColumnDefinition, Correction, Dataset, Dating, Divisor, Layout,
    PeriodFrom, Provisional, Role,
};
use crate::domain::{Id, MeasureKind, Result, Status, error_codes};

/// Checks every reference inside a dataset's file; the first that fails is the error.
pub(super) fn check(catalogue: &Catalogue, dataset: &Dataset) -> Result<()> {
    for codelist in dataset.dimension.iter().filter_map(|dimension| dimension.codelist.as_ref()) {
        exists(&catalogue.codelists, codelist, "codelist")?;
    }
    if let Some(measure) =
        dataset.measure.iter().find(|measure| dataset.tier.or(measure.tier).is_none())
    {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "tier",
            format!("no tier of the measure {}", measure.id),
        )
        .expected("`tier` of the dataset or of each measure: lower, upper, both or none"));
    }
    dataset
        .release
        .iter()
        .try_for_each(|release| exists(&catalogue.releases, release, "release"))?;
    dataset.discover.iter().try_for_each(|discover| discover.check(&dataset.landing_page))?;
    dataset.layout.iter().try_for_each(|layout| layout_links(catalogue, dataset, layout))?;
    dataset.column.iter().try_for_each(|column| column_links(catalogue, dataset, column))?;
    dataset.check.iter().try_for_each(|check| check_links(catalogue, dataset, check))?;
    dataset
        .correction
        .iter()
        .try_for_each(|correction| correction_links(catalogue, dataset, correction))?;
    dataset.dating.iter().try_for_each(|dating| dating_links(catalogue, dataset, dating))?;
    dataset.provisional.iter().try_for_each(|one| provisional_links(dataset, one))?;
    whole_links(dataset)?;
    pass_over_links(dataset)?;
    markers_are_marks(dataset)?;
    let mut ends = dataset.layout.iter().flat_map(|layout| &layout.ends);
    if ends.any(|text| text.trim().is_empty())
        || dataset.not_an_area.iter().any(|rule| rule.starts.trim().is_empty())
    {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "ends or not_an_area",
            "an empty text, with which every row begins",
        ));
    }
    let bounds = dataset.lower_bound.iter().flat_map(|rule| [&rule.measure, &rule.leaves_out]);
    bounds.into_iter().try_for_each(|id| measure_exists(dataset, "lower_bound", id))?;
    for rule in &dataset.without_authority {
        measure_exists(dataset, "without_authority", &rule.measure)?;
        if dataset.dim_index(&rule.dimension).is_none() {
            return Err(wrong(
                error_codes::REFERENCE_DANGLING,
                "without_authority",
                rule.dimension.to_string(),
            )
            .expected("a dimension of the dataset"));
        }
    }
    dataset
        .qualified
        .iter()
        .flat_map(|rule| &rule.measures)
        .try_for_each(|id| measure_exists(dataset, "qualified", id))
}

/// Rows that are passed over begin with a text, in a column that exists.
fn pass_over_links(dataset: &Dataset) -> Result<()> {
    for rule in &dataset.pass_over {
        rule.column.iter().try_for_each(|column| column_exists(dataset, "pass_over", column))?;
        if rule.starts.is_empty() || rule.starts.iter().any(|text| text.trim().is_empty()) {
            return Err(wrong(
                error_codes::DEFINITION_WRONG,
                "pass_over",
                "no text that the rows begin with",
            ));
        }
    }
    Ok(())
}

/// Every marker means a status that is printed as a mark.
fn markers_are_marks(dataset: &Dataset) -> Result<()> {
    if let Some((marker, status)) =
        dataset.markers.iter().find(|(_, status)| !status.can_be_a_mark())
    {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            format!("markers {marker:?}"),
            status.as_str(),
        )
        .expected(Status::MARKS));
    }
    Ok(())
}

fn column_exists(dataset: &Dataset, key: &str, id: &str) -> Result<()> {
    match dataset.column(id) {
        Some(_) => Ok(()),
        None => Err(wrong(error_codes::REFERENCE_DANGLING, key, format!("column {id:?}"))
            .expected("the id of a [[column]] of the same file")),
    }
}

fn measure_exists(dataset: &Dataset, key: &str, id: &Id) -> Result<()> {
    match dataset.measure(id.as_str()) {
        Some(_) => Ok(()),
        None => Err(wrong(error_codes::REFERENCE_DANGLING, key, format!("measure {id}"))
            .expected("the id of a [[measure]] of the same file")),
    }
}

fn dimension_exists(dataset: &Dataset, key: &str, id: &Id) -> Result<()> {
    match dataset.dim_index(id) {
        Some(_) => Ok(()),
        None => Err(wrong(error_codes::REFERENCE_DANGLING, key, format!("dimension {id}"))
            .expected("the id of a [[dimension]] of the same file")),
    }
}

fn layout_links(catalogue: &Catalogue, dataset: &Dataset, layout: &Layout) -> Result<()> {
    layout.columns.iter().try_for_each(|id| column_exists(dataset, &layout.id, id))?;
    let mut sets = layout.sheet.iter().flat_map(|sheet| &sheet.set);
    sets.try_for_each(|(dimension, code)| fixed_code(catalogue, dataset, dimension, code))?;
    let has = |role: Role| {
        layout.columns.iter().filter_map(|id| dataset.column(id)).any(|column| column.role == role)
    };
    let period = &layout.period;
    let has_flows = dataset.measure.iter().any(|measure| measure.kind == MeasureKind::Flow);
    let has_length = period.length.is_some()
        || period.flows_from.is_some()
        || dataset.frequency.flow_length().is_some();
    let lacks = match period.from {
        _ if layout.area.is_none() && !has(Role::AreaCode) && !has(Role::AreaName) => {
            Some("`area`, or a column with role area-code or area-name")
        }
        PeriodFrom::Column if !has(Role::Period) => Some("a column with role period"),
        PeriodFrom::Column if has_flows && !has_length => {
            Some("`length` of its flows, which `frequency` does not say")
        }
        PeriodFrom::Fixed if period.is.is_none() => {
            Some("`is`, a day or period such as 2021-03-21")
        }
        PeriodFrom::Control
            if dataset.recognise.iter().all(|recognise| recognise.control.is_empty()) =>
        {
            Some("a [[recognise.control]] for each edition")
        }
        _ => None,
    };
    period.column.iter().try_for_each(|column| column_exists(dataset, "period", column))?;
    match lacks {
        None => Ok(()),
        Some(lacks) => Err(wrong(
            error_codes::DEFINITION_WRONG,
            &layout.id,
            format!("a layout without {lacks}"),
        )),
    }
}

fn column_links(catalogue: &Catalogue, dataset: &Dataset, column: &ColumnDefinition) -> Result<()> {
    if !dataset.layout.iter().any(|layout| layout.columns.contains(&column.id)) {
        return Err(wrong(
            error_codes::DEFINITION_UNUSED,
            &column.id,
            "a column that no layout names",
        ));
    }
    let has_label = column.header.iter().any(|header| header.contains("{label}"));
    let by_row = dataset.column.iter().any(|other| other.role == Role::Measure);
    let lacks = match column.role {
        Role::Value | Role::Ages if column.measure.is_none() && !by_row => Some("`measure`"),
        Role::Value | Role::Dimension
            if column.dimension.is_none() && (has_label || column.role == Role::Dimension) =>
        {
            Some("`dimension`")
        }
        Role::Measure if column.measures.is_empty() => {
            Some("`measures`, the measure that each label stands for")
        }
        Role::Status if column.statuses.is_empty() => {
            Some("`statuses`, the status that each mark stands for")
        }
        Role::TakesPart if !column.statuses.values().any(|status| status.is_missing()) => {
            Some("`statuses`, the texts that say no with the reason for there being no figure")
        }
        Role::TakesPart if column.reason.is_none() => Some("`reason`, why a body can take no part"),
        Role::Constant if column.values.is_empty() => {
            Some("`values`, the texts that may stand in it")
        }
        Role::Ignore if column.reason.is_none() => Some("`reason`"),
        role if column.uncompared_codes && role != Role::Ignore => {
            Some("the role `ignore`, for codes not compared")
        }
        role if column.header.is_empty()
            && !matches!(role, Role::Ages | Role::AreaCode | Role::AreaName) =>
        {
            Some("`header`")
        }
        _ => None,
    };
    if let Some(lacks) = lacks {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            &column.id,
            format!("a column without {lacks}"),
        ));
    }
    column.header.iter().try_for_each(|header| placeholders(column, header))?;
    let beside = column.beside.iter().flat_map(|(of, own)| [of, own]);
    let mut measures = column.measure.iter().chain(column.measures.values()).chain(beside);
    measures.try_for_each(|id| measure_exists(dataset, &column.id, id))?;
    column.dimension.iter().try_for_each(|id| dimension_exists(dataset, &column.id, id))?;
    column
        .set
        .iter()
        .try_for_each(|(dimension, code)| fixed_code(catalogue, dataset, dimension, code))
}

/// Errors with `F204` for text in braces that is not a placeholder.
fn placeholders(column: &ColumnDefinition, header: &str) -> Result<()> {
    const KNOWN: [&str; 4] = ["year}", "period}", "label}", "any}"];
    match header.split('{').skip(1).find(|rest| !KNOWN.iter().any(|known| rest.starts_with(known)))
    {
        None => Ok(()),
        Some(_) => {
            Err(wrong(error_codes::DEFINITION_WRONG, &column.id, format!("the header {header:?}"))
                .expected("in braces one of {year}, {period}, {label}, {any}"))
        }
    }
}

fn check_links(catalogue: &Catalogue, dataset: &Dataset, check: &super::Check) -> Result<()> {
    let key = check.id.as_str();
    check.measure.iter().try_for_each(|id| measure_exists(dataset, key, id))?;
    match &check.kind {
        CheckKind::PartsSum { dimension, .. } => dimension_exists(dataset, key, dimension)?,
        CheckKind::MovesBalance { against, .. } => measure_exists(dataset, key, against)?,
        CheckKind::Formula { dimension: None, formula, .. } => {
            formula.names().into_iter().try_for_each(|id| measure_exists(dataset, key, id))?;
        }
        CheckKind::Formula { dimension: Some(dimension), formula, .. } => {
            let mut codes = formula.names().into_iter();
            codes.try_for_each(|code| fixed_code(catalogue, dataset, dimension, code.as_str()))?;
        }
        CheckKind::RatioSteps { of, by, .. } => {
            measure_exists(dataset, key, of)?;
            if let Divisor::Measure(by) = by {
                measure_exists(dataset, key, by)?;
            }
        }
        CheckKind::AreasSum { .. }
        | CheckKind::Range { .. }
        | CheckKind::AreasCount { .. }
        | CheckKind::RowsPerArea { .. }
        | CheckKind::Change { .. }
        | CheckKind::MovesInside { .. }
        | CheckKind::Elsewhere { .. }
        | CheckKind::RowsInPlace { .. }
        | CheckKind::EditionBefore(_) => (),
    }
    if let Some(elsewhere) = check.elsewhere() {
        exists(&catalogue.datasets, &elsewhere.dataset, "dataset")?;
        let other = &catalogue.datasets[&elsewhere.dataset];
        elsewhere.measure.iter().try_for_each(|id| measure_exists(other, key, id))?;
        elsewhere.by.iter().try_for_each(|id| dimension_exists(dataset, key, id))?;
        elsewhere.by.iter().try_for_each(|id| dimension_exists(other, key, id))?;
        elsewhere
            .fixed
            .iter()
            .try_for_each(|(dimension, code)| fixed_code(catalogue, other, dimension, code))?;
    }
    check
        .fixed
        .iter()
        .try_for_each(|(dimension, code)| fixed_code(catalogue, dataset, dimension, code))
}

fn correction_links(
    catalogue: &Catalogue,
    dataset: &Dataset,
    correction: &Correction,
) -> Result<()> {
    let key = correction.id.as_str();
    if let Some(lacks) = lacks_of_correction(correction) {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            key,
            format!("a correction without {lacks}"),
        ));
    }
    let measures = correction
        .measures
        .iter()
        .chain(correction.figures.iter().filter_map(|one| one.measure.as_ref()));
    measures.into_iter().try_for_each(|id| measure_exists(dataset, key, id))?;
    let fixed =
        correction.fixed.iter().chain(correction.figures.iter().flat_map(|figure| &figure.fixed));
    fixed
        .into_iter()
        .try_for_each(|(dimension, code)| fixed_code(catalogue, dataset, dimension, code))
}

/// The missing part of a correction.
fn lacks_of_correction(correction: &Correction) -> Option<&'static str> {
    let figures = &correction.figures;
    let has_value = if figures.is_empty() {
        correction.value.is_some()
    } else {
        figures.iter().all(|figure| figure.value.is_some())
    };
    let says_one =
        !correction.codes.is_empty() || correction.expect.is_some() || correction.value.is_some();
    let is_twice = !figures.is_empty() && says_one;
    match correction.action {
        Action::Override if !has_value => Some("`value`, the right figure"),
        Action::Flag if correction.status.is_none_or(Status::is_missing) => {
            Some("`status`, a remark on a figure that stands")
        }
        action if !figures.is_empty() && !action.is_of_figures() => {
            Some("figures only where figures are wrong")
        }
        _ if is_twice => {
            Some("either `codes`, `expect` and `value` of its own, or `figures` that have them")
        }
        _ if correction.levels.is_empty() && correction.all_codes().next().is_none() => {
            Some("`codes`")
        }
        _ => None,
    }
}

/// That measures, datasets and codes by which figures are dated exist.
fn dating_links(catalogue: &Catalogue, dataset: &Dataset, dating: &Dating) -> Result<()> {
    let measures = [(dataset, &dating.undated), (dataset, &dating.dated)];
    measures.into_iter().try_for_each(|(dataset, id)| dated_measure_exists(dataset, id))?;
    for known in &dating.known {
        exists(&catalogue.datasets, &known.dataset, "dataset")?;
        let of = &catalogue.datasets[&known.dataset];
        dated_measure_exists(of, &known.measure)?;
        known
            .fixed
            .iter()
            .try_for_each(|(dimension, code)| fixed_code(catalogue, of, dimension, code))?;
    }
    Ok(())
}

fn dated_measure_exists(dataset: &Dataset, id: &Id) -> Result<()> {
    match dataset.measure(id.as_str()) {
        Some(_) => Ok(()),
        None => Err(wrong(error_codes::REFERENCE_DANGLING, "dating", format!("measure {id}"))
            .expected(format!("the id of a [[measure]] of {}", dataset.id))),
    }
}

/// Checks that the statements on provisional figures apply to something.
fn provisional_links(dataset: &Dataset, provisional: &Provisional) -> Result<()> {
    if let Some(id) = provisional.measures.iter().find(|id| dataset.measure(id.as_str()).is_none())
    {
        return Err(wrong(error_codes::REFERENCE_DANGLING, "provisional", format!("measure {id}"))
            .expected("the id of a [[measure]] of the same file"));
    }
    let says_nothing = provisional.says.trim().is_empty();
    if says_nothing || provisional.newest && !provisional.as_at.is_empty() {
        let found = if says_nothing { "no sentence" } else { "both `newest` and `as_at`" };
        return Err(wrong(error_codes::DEFINITION_WRONG, "provisional", found)
            .expected("`says`, and at most one of `newest` and `as_at`"));
    }
    Ok(())
}

/// Checks that the measures exist by which a complete file is recognised.
fn whole_links(dataset: &Dataset) -> Result<()> {
    let unknown = dataset.whole.least.iter().filter_map(|least| least.measure.as_ref());
    match unknown.into_iter().find(|id| dataset.measure(id.as_str()).is_none()) {
        Some(id) => {
            Err(wrong(error_codes::REFERENCE_DANGLING, "whole.least", format!("measure {id}"))
                .expected("the id of a [[measure]] of the same file"))
        }
        None => Ok(()),
    }
}

/// Errors with `F202` unless the dataset has that dimension and its codelist that code.
pub(super) fn fixed_code(
    catalogue: &Catalogue,
    dataset: &Dataset,
    dimension: &Id,
    code: &str,
) -> Result<()> {
    let Some(declared) = dataset.dimension.iter().find(|declared| declared.id == *dimension) else {
        return Err(wrong(
            error_codes::REFERENCE_DANGLING,
            &dataset.id,
            format!("dimension {dimension}"),
        )
        .expected("the id of a [[dimension]] of the dataset"));
    };
    let known = declared.codelist.as_ref().and_then(|list| catalogue.codelists.get(list));
    if known.is_some_and(|list| list.get(code).is_none()) {
        return Err(wrong(error_codes::REFERENCE_DANGLING, dimension, format!("code {code:?}"))
            .expected(format!(
                "a code of the codelist {}",
                declared.codelist.as_ref().map_or("", Id::as_str)
            )));
    }
    Ok(())
}
