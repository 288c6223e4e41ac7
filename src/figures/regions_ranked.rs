//! The regions and nations of the United Kingdom by their rate of people in asylum support.

use crate::domain::{AreaCode, Compare, Date, Id, Result, Unit, long_date};
use crate::figures::authority_figures::AreaFigureRow;
use crate::figures::{Figures, sources};
use crate::geography::Area;
use crate::table::Source;
use schemars::JsonSchema;
use serde::Serialize;

/// The regions and nations, the highest rate first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RegionRanking {
    /// A caption with the ranking and the date, in a sentence without a full stop.
    pub caption: String,
    /// The day of the counts.
    pub as_at: Date,
    /// The listed indicators: people, their rate, and their share of the United Kingdom.
    pub indicators: Vec<RankedIndicator>,
    /// One row for each region or nation, then the United Kingdom.
    pub areas: Vec<AreaFigureRow>,
    /// The rank of the region requested, 1 the highest; `None` where its rate is missing.
    pub rank: Option<usize>,
    /// How many regions and nations have a rate.
    pub ranked_of: usize,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// An indicator of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RankedIndicator {
    /// The indicator.
    pub indicator: Id,
    /// Its title in the ranking.
    pub title: &'static str,
    /// The unit of its figures.
    pub unit: Unit,
}

/// The position of the rate among the indicators.
const RATE: usize = 1;

/// The regions and nations by rate on a day, and the rank of one of them.
pub fn regions_ranked(figures: &Figures, region: &AreaCode, day: Date) -> Result<RegionRanking> {
    let roles = &figures.catalogue().roles;
    let indicator = |(id, title): (&Id, &'static str)| {
        Ok(RankedIndicator {
            indicator: id.clone(),
            title,
            unit: figures.catalogue().indicator(id.as_str())?.unit,
        })
    };
    let indicators = [
        (&roles.people, "People supported"),
        (&roles.rate, "Rate (per 10,000 residents)"),
        (&roles.share_of_uk, "Share of the United Kingdom (%)"),
    ];
    let indicators: Vec<RankedIndicator> =
        indicators.into_iter().map(indicator).collect::<Result<_>>()?;
    let row = |area: &Area| {
        let figure =
            |one: &RankedIndicator| figures.figure(one.indicator.as_str(), &area.code, day);
        Ok(AreaFigureRow {
            area_code: area.code.clone(),
            area_name: area.name.clone(),
            figures: indicators.iter().map(figure).collect::<Result<_>>()?,
        })
    };
    let mut areas: Vec<AreaFigureRow> =
        figures.geography().regions().map(row).collect::<Result<_>>()?;
    let rate = |row: &AreaFigureRow| row.figures.get(RATE).and_then(|figure| figure.value);
    areas.sort_by(|a, b| {
        let order = |row: &AreaFigureRow| rate(row).unwrap_or(f64::NEG_INFINITY);
        order(b).compare(&order(a)).then_with(|| a.area_name.cmp(&b.area_name))
    });
    let own = areas.iter().find(|row| row.area_code == *region).and_then(rate);
    let above = |own: f64| {
        areas.iter().filter(|row| rate(row).is_some_and(|rate| rate.compare(&own).is_gt())).count()
    };
    let (rank, ranked_of) =
        (own.map(|own| above(own) + 1), areas.iter().filter(|row| rate(row).is_some()).count());
    areas.push(row(figures.geography().get(&AreaCode::united_kingdom())?)?);
    let days: Vec<(&str, Date)> =
        indicators.iter().map(|one| (one.indicator.as_str(), day)).collect();
    let sources = sources::sources_on(figures, &days, areas.iter().map(|row| &row.area_code))?;
    Ok(RegionRanking {
        caption: format!(
            "Regions and nations of the United Kingdom, highest rate first, {}",
            long_date(day)
        ),
        as_at: day,
        indicators,
        areas,
        rank,
        ranked_of,
        notes: vec![
            "The United Kingdom includes people whom the publication counts in no authority."
                .to_owned(),
        ],
        sources,
    })
}
