//! Data of charts: a definition and the figures it asks for into what its kind draws.
//!
//! Belongs here: which kind gets which data, one file for each idea of them. Does not belong here: texts, sources (`charts`),
//! drawing.

mod areas;
mod continued;
mod days;
mod places;
mod time;

use super::{Engine, schemes};
use crate::catalogue::{ChartDefinition, Indicator};
use crate::chart::{self, ChartData};
use crate::domain::{AreaCode, AreaLevel, Between, Date, Error, Result, error_codes, long_date};
use crate::geography::Area;
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

/// Checks that a chart's kind exists, has what it needs and nothing that it does not read. Errors with `F202`, `F204`.
pub(super) fn check(definition: &ChartDefinition) -> Result<()> {
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

/// What a chart is about: its definition, its indicator, where and when.
pub(super) struct Subject<'a> {
    pub definition: &'a ChartDefinition,
    pub indicator: &'a Indicator,
    pub region: &'a Area,
    pub day: Date,
}

impl Engine {
    /// The data of a chart, with the keys of the figures they are made of.
    pub(super) fn chart_data(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        match subject.definition.kind.as_str() {
            "trend" => self.over_time(subject),
            "fan" => self.continued(subject),
            "pyramid" => self.by_age(subject),
            "slope" => self.on_two_days(subject),
            "heatmap" => self.on_days(subject),
            "small-multiples" => self.histories(subject),
            "stacked-composition" => self.by_category(subject),
            "flow" => self.between_places(subject),
            "funnel" | "lorenz" => self.beside_base(subject),
            _ => self.by_area(subject),
        }
    }

    /// The authorities that a chart compares. Errors with `F303` for a chart of one authority alone.
    fn compared_areas(&self, subject: &Subject<'_>) -> Result<Vec<&Area>> {
        if subject.region.code.level() == AreaLevel::Authority {
            return Err(Error::new(error_codes::OPTION_WRONG, format!("drawing the chart {}", subject.definition.id))
                .at_key("--area")
                .found(subject.region.name.clone())
                .expected("a region or nation, whose authorities the chart compares"));
        }
        let values = self.values(subject.indicator.id.as_str())?;
        let comparable = values.comparable().filter(|comparable| comparable.between == Between::None);
        if let Some(comparable) = comparable {
            return Err(schemes::not_compared(subject.indicator, comparable));
        }
        self.areas_of(subject.indicator.id.as_str(), &subject.region.code)
    }

    /// Data without figures, about the newest day.
    pub(super) fn empty_data(&self, subject: &Subject<'_>) -> ChartData {
        let caption = format!("{}, {}, {}", subject.indicator.title, subject.region.name, long_date(subject.day));
        ChartData::new(&caption, &subject.indicator.title, subject.indicator.unit)
    }

    /// Checks that a map has what it places its areas by. Errors with `F304`.
    pub(super) fn check_outlines(&self, subject: &Subject<'_>) -> Result<()> {
        let kind = subject.definition.kind.as_str();
        let held = match kind {
            "choropleth" => self.outlines.iter().map(|outline| &outline.code).collect(),
            "tile-grid" | "small-multiples" => self.tiles.iter().map(|tile| &tile.code).collect(),
            _ => return Ok(()),
        };
        let has = |held: &Vec<&AreaCode>| held.iter().any(|code| self.geography.contains(&subject.region.code, code));
        if has(&held) {
            return Ok(());
        }
        Err(Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
            .found(format!("no outlines or tiles of the authorities of {}", subject.region.name))
            .help("the ranked bars show the same figures; outlines belong in data/catalogue/areas"))
    }
}
