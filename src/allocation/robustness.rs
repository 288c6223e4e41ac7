//! How far the shares of a key rest on its weights and on uncertain figures.

use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::{self, SharesAnswer};
use crate::catalogue::{Key, Part};
use crate::domain::{
    AreaCode, Date, Error, Field, Id, Result, Status, Unit, counted, error_codes, long_date,
};
use crate::fairshare::{self, AreaRobustness, Draws, Importance, Share};
use crate::figures::Figures;
use crate::knowledge::rules;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// The results of the draws, area by area and part by part.
#[derive(Debug, Clone, PartialEq)]
pub struct RobustnessAnswer {
    /// The ranges of the shares.
    pub areas: ShareRanges,
    /// Which weights matter most.
    pub parts: WeightImportances,
}

/// The ranges of the shares of a key when its weights and figures are drawn.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShareRanges {
    /// A caption with subject, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The inputs drawn at random.
    #[serde(flatten)]
    pub basis: RobustnessBasis,
    /// One row for each area.
    pub areas: Vec<AreaShareRange>,
    /// The unit of each figure of an area.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// How much of the variation of the shares comes from each weight.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WeightImportances {
    /// A caption with subject and area, in a sentence without a full stop.
    pub caption: String,
    /// The inputs drawn at random.
    #[serde(flatten)]
    pub basis: RobustnessBasis,
    /// One row for each part.
    pub parts: Vec<WeightImportance>,
    /// The unit of each figure of a part.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// Which key was drawn, how often and how.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RobustnessBasis {
    /// The key.
    pub key: Id,
    /// The indicator that is shared.
    pub measure: Id,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// How many draws.
    pub draws: u32,
    /// From which the random numbers follow.
    pub seed: u64,
    /// How close random weights are to the stated ones.
    pub concentration: f64,
}

/// The share of an area and the range of its draws.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaShareRange {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// The share by the stated weights, in per cent.
    pub fair_share: Figure,
    /// The median of the draws, in per cent.
    pub median: Figure,
    /// Of 100 draws 95 are from this share, in per cent.
    pub share_lower: Figure,
    /// Of 100 draws 95 are up to this share, in per cent.
    pub share_upper: Figure,
    /// Its rank in 95 of 100 draws is from this; 1 is the highest share.
    pub rank_lower: Figure,
    /// Its rank in 95 of 100 draws is up to this.
    pub rank_upper: Figure,
    /// In how many draws of 100 it has more than its share; missing where its number is.
    pub probability_over: Figure,
    /// `actual / Σ actual`, in per cent.
    pub actual_share: Figure,
}

/// The Sobol indices of a weight.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WeightImportance {
    /// The part.
    pub part: Id,
    /// Its stated weight.
    pub weight: f64,
    /// The part of the variation that comes from this weight alone.
    pub first_order: f64,
    /// The part of the variation that comes from this weight, alone and together with others.
    pub total: f64,
}

/// The units of the figures of an [`AreaShareRange`].
const AREA_UNITS: &[(&str, Unit)] = &[
    ("fair_share", Unit::Percent),
    ("median", Unit::Percent),
    ("share_lower", Unit::Percent),
    ("share_upper", Unit::Percent),
    ("rank_lower", Unit::Rank),
    ("rank_upper", Unit::Rank),
    ("probability_over", Unit::Percent),
    ("actual_share", Unit::Percent),
];

/// The units of the figures of a [`WeightImportance`].
const PART_UNITS: &[(&str, Unit)] =
    &[("weight", Unit::Index), ("first_order", Unit::Index), ("total", Unit::Index)];

/// What a Sobol index is.
const SOBOL_NOTE: &str = "Sobol index: the part of what the shares vary that is due to drawing a \
    weight alone, and together with others. Weights add up to 1, so each one drawn moves the \
    others too.";

/// Draws the weights of a key about the stated ones, its figures from their intervals, and imputed
/// figures about the middle of the others.
///
/// Errors: `F303` for a key of one figure, which has no weights; otherwise as of
/// [`shares::shares`].
pub fn robustness(
    figures: &Figures,
    request: &SharesRequest,
    draws: Draws,
) -> Result<RobustnessAnswer> {
    let key = figures.catalogue().key(&request.key)?;
    let answer = shares::shares(figures, request)?;
    let by_key = &answer.by_key;
    let actual: Vec<Option<f64>> = answer
        .shares
        .rows
        .iter()
        .map(|row| row.actual_share.value.map(|share| share / 100.0))
        .collect();
    // Credits, floors and limits apply to a number of people; without a number the shares remain
    // unadjusted.
    let adjusted = |shares: Vec<f64>| match answer.shares.total.value {
        Some(people) => by_key.adjusted(shares, people),
        None => by_key.adjustment.is_none().then_some(shares),
    };
    let found = by_key.composed.as_ref();
    let found = found.and_then(|(composite, _)| {
        fairshare::robustness(composite, &by_key.errors, &actual, draws, &adjusted)
    });
    let found = found.ok_or_else(|| {
        Error::new(error_codes::OPTION_WRONG, "drawing the weights of a key")
            .at_field(Field::Key)
            .found(format!("{}, which has no weights, or draws that are no draws", key.id))
            .expected("a key of several parts, such as pressure; draws and a concentration above 0")
    })?;
    let region = figures.geography().name_of(&request.region);
    let notes = notes(figures, key, request, &answer, draws);
    let basis = basis(&answer, request, draws);
    Ok(RobustnessAnswer {
        parts: WeightImportances {
            caption: format!("{}: which weights matter most, {region}", key.title),
            basis: basis.clone(),
            parts: key.parts().iter().zip(&found.parts).map(importance).collect(),
            units: Units::of(PART_UNITS),
            notes: std::iter::once(SOBOL_NOTE.to_owned()).chain(notes.iter().cloned()).collect(),
            sources: answer.sources.clone(),
        },
        areas: ShareRanges {
            caption: format!(
                "{}: how robust the shares are, {region}, {}",
                key.title,
                long_date(answer.as_at)
            ),
            basis,
            areas: answer.shares.rows.iter().zip(&found.areas).map(range).collect(),
            units: Units::of(AREA_UNITS),
            notes,
            sources: answer.sources,
        },
    })
}

fn basis(answer: &SharesAnswer, request: &SharesRequest, draws: Draws) -> RobustnessBasis {
    RobustnessBasis {
        key: answer.key.clone(),
        measure: answer.measure.clone(),
        region: request.region.clone(),
        as_at: answer.as_at,
        population_as_at: answer.population_as_at,
        draws: draws.count,
        seed: draws.seed,
        concentration: draws.concentration,
    }
}

/// What was drawn, and notes that explain the key.
fn notes(
    figures: &Figures,
    key: &Key,
    request: &SharesRequest,
    answer: &SharesAnswer,
    draws: Draws,
) -> Vec<String> {
    let mut notes = vec![format!(
        "{}, seed {}, concentration {}: the same seed gives the same numbers.",
        counted(draws.count as usize, "draw", "draws"),
        draws.seed,
        draws.concentration
    )];
    let of_weights = "Sobol indices are of the weights alone, with the figures as they are.";
    notes.push(match answer.by_key.drawn.as_slice() {
        [] => "Drawn: the weights. No figure has an interval, and none is imputed.".to_owned(),
        drawn => format!("Drawn: the weights, and {}. {of_weights}", drawn.join("; ")),
    });
    notes.extend(answer.by_key.notes.iter().cloned());
    let caveats = rules::sentences_for(figures.knowledge(), &key.caveats, &request.region);
    notes.extend(caveats.into_iter().map(str::to_owned));
    notes
}

fn importance((part, found): (&Part, &Importance)) -> WeightImportance {
    WeightImportance {
        part: part.indicator.clone(),
        weight: part.weight,
        first_order: found.first_order,
        total: found.total,
    }
}

fn range((share, drawn): (&Share, &AreaRobustness)) -> AreaShareRange {
    let percent = |part: f64| Figure::of(100.0 * part);
    let without_number = Figure::missing(share.actual.status.unwrap_or(Status::NotAvailable));
    AreaShareRange {
        area_code: share.code.clone(),
        area_name: share.name.clone(),
        fair_share: share.fair_share,
        median: percent(drawn.median),
        share_lower: percent(drawn.share.lower),
        share_upper: percent(drawn.share.upper),
        rank_lower: Figure::of(drawn.rank.lower),
        rank_upper: Figure::of(drawn.rank.upper),
        probability_over: drawn.over.map_or(without_number, percent),
        actual_share: share.actual_share,
    }
}
