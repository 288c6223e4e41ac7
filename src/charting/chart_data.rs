//! Data of charts: a definition and the figures it asks for into what its kind draws.
//!
//! Belongs here: which kind gets which data, one file for each idea of them. Does not belong here: texts, sources (`charts`),
//! drawing.

mod ages;
pub(super) mod areas;
mod continued;
mod days;
mod places;
mod time;

use crate::catalogue::{Catalogue, ChartDefinition};
use crate::chart::{self, ChartData};
use crate::charting::subject::Subject;
use crate::domain::{AreaCode, Error, Result, error_codes};
use crate::figures::Figures;
use crate::indicator::Key;

/// What the definition of a kind must say besides, with why.
const NEEDS: [(&str, &str, &str); 7] = [
    ("pyramid", "beside", "females by single year of age, beside the males of `indicator`"),
    ("funnel", "beside", "what the counts of `indicator` are measured by, such as resident-population"),
    ("funnel", "independent", "why the events counted may be taken as independent of each other"),
    ("lorenz", "beside", "what the counts of `indicator` are measured by, such as resident-population"),
    ("stacked-composition", "parts", "categories of the indicator that are everybody together"),
    ("slope", "years", "how many years lie between the two days"),
    ("fan", "steps", "how many periods the series is continued"),
];

/// The keys of a definition that only some kinds read.
const READ_BY: [(&str, &[&str]); 5] = [
    ("independent", &["funnel"]),
    ("parts", &["stacked-composition"]),
    ("periods", &["heatmap", "small-multiples", "stacked-composition"]),
    ("years", &["slope"]),
    ("steps", &["fan"]),
];

/// Checks every chart of a catalogue. Errors with `F202`, `F204`.
pub(crate) fn check_all(catalogue: &Catalogue) -> Result<()> {
    catalogue.charts.values().try_for_each(|definition| {
        check(definition).map_err(|error| error.in_file(catalogue.file_of("charts", &definition.id)))
    })
}

/// Checks that a chart's kind exists, has what it needs and nothing that it does not read. Errors with `F202`, `F204`.
fn check(definition: &ChartDefinition) -> Result<()> {
    let kind = definition.kind.as_str();
    if chart::find(kind).is_none() {
        let names: Vec<&str> = chart::KINDS.iter().map(|kind| kind.id()).collect();
        return Err(Error::new(error_codes::REFERENCE_DANGLING, "linking a chart to its kind")
            .at_key("kind")
            .found(format!("{kind:?}"))
            .expected(format!("one of {}", names.join(", "))));
    }
    let said = |key: &str| match key {
        "beside" => definition.beside.is_some(),
        "independent" => definition.independent.as_ref().is_some_and(|reason| !reason.trim().is_empty()),
        "parts" => !definition.parts.is_empty(),
        "periods" => definition.periods.is_some_and(|periods| periods > 0),
        "years" => definition.years.is_some_and(|years| years > 0),
        _ => definition.steps.is_some_and(|steps| steps > 0),
    };
    let wrong = |key: &str| Error::new(error_codes::DEFINITION_WRONG, "linking a chart to its kind").at_key(key);
    if let Some((_, key, why)) = NEEDS.iter().find(|(of, key, _)| *of == kind && !said(key)) {
        return Err(wrong(key).found("nothing").expected(*why));
    }
    if let Some((key, kinds)) = READ_BY.iter().find(|(key, kinds)| said(key) && !kinds.contains(&kind)) {
        return Err(wrong(key).found(format!("a key that {kind} does not read")).expected(kinds.join(", ")));
    }
    Ok(())
}

/// The data of a chart, with the keys of the figures they are made of.
pub(crate) fn chart_data(figures: &Figures, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
    match subject.definition.kind.as_str() {
        "trend" => time::over_time(figures, subject),
        "fan" => continued::continued(figures, subject),
        "pyramid" => ages::by_age(figures, subject),
        "slope" => days::on_two_days(figures, subject),
        "heatmap" => days::on_days(figures, subject),
        "small-multiples" => time::histories(figures, subject),
        "stacked-composition" => days::by_category(figures, subject),
        "flow" => places::between_places(figures, subject),
        "funnel" | "lorenz" => areas::beside_base(figures, subject),
        _ => areas::by_area(figures, subject),
    }
}

/// Checks that a map has what it places its areas by. Errors with `F304`.
pub(crate) fn check_outlines(figures: &Figures, subject: &Subject<'_>) -> Result<()> {
    let kind = subject.definition.kind.as_str();
    let held = match kind {
        "choropleth" => figures.knowledge().outlines.iter().map(|outline| &outline.code).collect(),
        "tile-grid" | "small-multiples" => figures.knowledge().tiles.iter().map(|tile| &tile.code).collect(),
        _ => return Ok(()),
    };
    let has = |held: &Vec<&AreaCode>| held.iter().any(|code| figures.geography().contains(&subject.region.code, code));
    if has(&held) {
        return Ok(());
    }
    Err(Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
        .found(format!("no outlines or tiles of the authorities of {}", subject.region.name))
        .help("the ranked bars show the same figures; outlines belong in data/catalogue/areas"))
}
