//! Schemes next to each other: people who are allocated by a key, who come by pledges, and who are
//! not allocated.

use crate::allocation::combined::merged;
use crate::allocation::measures::{is_keyed, scheme_label, units_of_measure};
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::{self, SharesAnswer};
use crate::catalogue::{Indicator, Scheme};
use crate::domain::{
    AreaCode, Date, Error, Field, Id, Result, Status, Unit, error_codes, long_date,
};
use crate::fairshare::Share;
use crate::figures::Figures;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// Several measures next to each other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MeasureComparison {
    /// A caption with the comparison and the area, in a sentence without a full stop.
    pub caption: String,
    /// The key by which people are divided who are allocated by one.
    pub key: Id,
    /// The region, or the nation of which the regions are compared.
    pub region: AreaCode,
    /// The measures, in the order requested.
    pub measures: Vec<ComparedMeasure>,
    /// One row for each area.
    pub areas: Vec<AreaByMeasure>,
    /// The unit of the figures of an area that are of no measure.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A measure that is compared.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ComparedMeasure {
    /// Its id.
    pub measure: Id,
    /// Its title.
    pub title: String,
    /// The day of its counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// How its people are placed in areas.
    pub scheme: Scheme,
    /// The unit in which it is counted.
    pub unit: Unit,
    /// The unit of each of its figures.
    pub units: Units,
}

/// An area by each measure.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaByMeasure {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// Residents.
    pub population: Figure,
    /// Its figures, in the order of the measures.
    pub measures: Vec<MeasureShare>,
}

/// The figures of a measure for an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MeasureShare {
    /// The measure.
    pub measure: Id,
    /// The number counted.
    pub actual: Figure,
    /// `10,000 · actual / population`.
    pub rate_per_10k: Figure,
    /// `actual / Σ actual`, in per cent.
    pub actual_share: Figure,
    /// `actual_share / population share`.
    pub location_quotient: Figure,
    /// `total · fair_share`; `None` for people who are not allocated by a key.
    pub due: Option<Figure>,
    /// `actual − due`; `None` for people who are not allocated by a key.
    pub gap: Option<Figure>,
}

/// Compares several measures. For each area: the number, the rate, the share and the location
/// quotient of each. For those that a key allocates also the number due and the gap.
///
/// An area that a measure is not counted in is *not available* there. See [`shares::shares`] for
/// formulas and missing values.
///
/// Errors: as of [`shares::shares`], for the first measure that fails; `F303` for no measure.
pub fn compare_measures(
    figures: &Figures,
    measures: &[String],
    request: &SharesRequest,
) -> Result<MeasureComparison> {
    let by_measure = |measure: &String| {
        let indicator = figures.catalogue().indicator(measure)?;
        let answer = shares::shares(
            figures,
            &SharesRequest { measure: measure.clone(), ..request.clone() },
        )?;
        Ok((indicator, answer))
    };
    let answers: Vec<(&Indicator, SharesAnswer)> =
        measures.iter().map(by_measure).collect::<Result<_>>()?;
    let Some((_, first)) = answers.first() else {
        return Err(Error::new(error_codes::OPTION_WRONG, "comparing measures")
            .at_field(Field::Measure)
            .found("no measure")
            .expected("a measure or several"));
    };
    let row = |share: &Share| AreaByMeasure {
        area_code: share.code.clone(),
        area_name: share.name.clone(),
        population: share.population,
        measures: answers
            .iter()
            .map(|(indicator, answer)| measure_share(indicator, answer, &share.code))
            .collect(),
    };
    let compared = |(indicator, answer): &(&Indicator, SharesAnswer)| ComparedMeasure {
        measure: indicator.id.clone(),
        title: indicator.title.clone(),
        as_at: answer.as_at,
        population_as_at: answer.population_as_at,
        scheme: indicator.scheme,
        unit: indicator.unit,
        units: units_of_measure(indicator.unit),
    };
    let note = |(indicator, answer): &(&Indicator, SharesAnswer)| {
        format!("{}: {}; {}.", indicator.title, long_date(answer.as_at), scheme_label(indicator))
    };
    Ok(MeasureComparison {
        caption: format!("Schemes compared, {}", figures.geography().name_of(&request.region)),
        key: first.key.clone(),
        region: first.region.clone(),
        measures: answers.iter().map(compared).collect(),
        areas: first.shares.rows.iter().map(row).collect(),
        units: Units::of(&[("population", Unit::People)]),
        notes: answers.iter().map(note).collect(),
        sources: merged(answers.iter().map(|(_, answer)| &answer.sources)),
    })
}

fn measure_share(indicator: &Indicator, answer: &SharesAnswer, area: &AreaCode) -> MeasureShare {
    let own = answer.shares.rows.iter().find(|row| row.code == *area);
    let figure = |of: fn(&Share) -> Figure| own.map_or(Figure::missing(Status::NotAvailable), of);
    let keyed = |of: fn(&Share) -> Figure| is_keyed(indicator).then(|| figure(of));
    MeasureShare {
        measure: indicator.id.clone(),
        actual: figure(|row| row.actual),
        rate_per_10k: figure(|row| row.rate_per_10k),
        actual_share: figure(|row| row.actual_share),
        location_quotient: figure(|row| row.location_quotient),
        due: keyed(|row| row.due),
        gap: keyed(|row| row.gap),
    }
}
