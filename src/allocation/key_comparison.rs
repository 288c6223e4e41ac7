//! Several keys next to each other.

use crate::allocation::combined::{add_new, merged};
use crate::allocation::limit::Limit;
use crate::allocation::measures;
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::{self, SharesAnswer};
use crate::domain::{
    AreaCode, Date, Error, Field, Id, Result, Status, Unit, error_codes, long_date,
};
use crate::fairshare::Share;
use crate::figures::Figures;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// Several keys next to each other.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KeyComparison {
    /// A caption with the comparison, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The indicator that is shared.
    pub measure: Id,
    /// Its title.
    pub measure_title: String,
    /// The unit in which it is counted.
    pub measure_unit: Unit,
    /// The region, or the nation of which the regions are compared.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// The keys, in the order requested.
    pub keys: Vec<ComparedKey>,
    /// One row for each area.
    pub areas: Vec<AreaByKey>,
    /// How many areas are over their share by one key and under it by another.
    pub areas_depending_on_key: usize,
    /// The unit of each figure of an area.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A key that is compared.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ComparedKey {
    /// Its id.
    pub key: Id,
    /// Its title.
    pub title: String,
    /// The limit that counts with it.
    pub limit: Limit,
}

/// An area by each key.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaByKey {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// Residents.
    pub population: Figure,
    /// The number counted.
    pub actual: Figure,
    /// `actual / Σ actual`, in per cent.
    pub actual_share: Figure,
    /// The share that each key gives it, in the order of the keys.
    pub keys: Vec<KeyShare>,
    /// The lowest number due by any key.
    #[serde(rename = "least_due")]
    pub min_due: Figure,
    /// The highest number due by any key.
    #[serde(rename = "most_due")]
    pub max_due: Figure,
    /// Whether it is over or under its share; `None` where a gap is missing.
    pub direction: Option<GapDirection>,
}

/// The share that a key gives an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyShare {
    /// The key.
    pub key: Id,
    /// `key / Σ key`, in per cent.
    pub share: Figure,
    /// `total · share`, in the unit of the measure.
    pub due: Figure,
    /// `actual − due`, in the unit of the measure.
    pub gap: Figure,
}

/// Whether an area has more than it is due, or fewer, by every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapDirection {
    /// Over by half a person or more by at least one key, and under by none.
    Over,
    /// Under by half a person or more by at least one key, and over by none.
    Under,
    /// Within half a person by every key.
    AsDue,
    /// More by one key and fewer by another.
    DependsOnKey,
}

/// A gap below this is as due: no number of whole people is nearer.
const HALF_A_PERSON: f64 = 0.5;

impl KeyComparison {
    /// Of how many areas the key decides whether they are over or under, in a sentence.
    pub fn direction_note(&self) -> String {
        direction_note(self.areas_depending_on_key, self.areas.len())
    }
}

impl GapDirection {
    /// The phrase that readers see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Under => "under",
            Self::AsDue => "as due",
            Self::DependsOnKey => "depends on the key",
        }
    }

    /// The direction of gaps, one for each key; `None` where one is missing.
    fn of_gaps(shares: &[KeyShare]) -> Option<Self> {
        let gaps: Vec<f64> = shares.iter().map(|share| share.gap.value).collect::<Option<_>>()?;
        let over = gaps.iter().any(|gap| *gap >= HALF_A_PERSON);
        let under = gaps.iter().any(|gap| *gap <= -HALF_A_PERSON);
        Some(match (over, under) {
            (true, true) => Self::DependsOnKey,
            (true, false) => Self::Over,
            (false, true) => Self::Under,
            (false, false) => Self::AsDue,
        })
    }
}

/// Compares several keys. For each area: its share, its number due and its gap by each key; the
/// lowest and the highest number due; and whether it is over or under its share by all keys.
///
/// An area that a key does not divide among is *not applicable* there. See [`shares::shares`] for
/// formulas and missing values.
///
/// Errors: as of [`shares::shares`], for the first key that fails; `F303` for no key.
pub fn compare_keys(
    figures: &Figures,
    keys: &[String],
    request: &SharesRequest,
) -> Result<KeyComparison> {
    let by_key = |key: &String| {
        shares::shares(figures, &SharesRequest { key: key.clone(), ..request.clone() })
    };
    let answers: Vec<SharesAnswer> = keys.iter().map(by_key).collect::<Result<_>>()?;
    let Some(first) = answers.first() else {
        return Err(Error::new(error_codes::OPTION_WRONG, "comparing keys")
            .at_field(Field::Key)
            .found("no key")
            .expected("a key or several"));
    };
    let areas: Vec<AreaByKey> =
        first.shares.rows.iter().map(|share| area_by_key(share, &answers)).collect();
    let depends = |area: &&AreaByKey| area.direction == Some(GapDirection::DependsOnKey);
    let areas_depending_on_key = areas.iter().filter(depends).count();
    let mut notes = vec![direction_note(areas_depending_on_key, areas.len())];
    answers.iter().for_each(|answer| add_new(&mut notes, answer.notes_with_population()));
    let compared = |answer: &SharesAnswer| {
        let key = figures.catalogue().key(answer.key.as_str())?;
        Ok(ComparedKey {
            key: key.id.clone(),
            title: key.title.clone(),
            limit: answer.limit.clone(),
        })
    };
    Ok(KeyComparison {
        caption: format!(
            "Keys compared, {}, {}",
            figures.geography().name_of(&request.region),
            long_date(first.as_at)
        ),
        measure: first.measure.clone(),
        measure_title: first.measure_title.clone(),
        measure_unit: first.measure_unit,
        region: first.region.clone(),
        as_at: first.as_at,
        population_as_at: first.population_as_at,
        keys: answers.iter().map(compared).collect::<Result<_>>()?,
        areas,
        areas_depending_on_key,
        units: measures::units_by_key(first.measure_unit),
        notes,
        sources: merged(answers.iter().map(|answer| &answer.sources)),
    })
}

fn area_by_key(area: &Share, answers: &[SharesAnswer]) -> AreaByKey {
    let not_divided = Figure::missing(Status::NotApplicable);
    let share = |answer: &SharesAnswer| {
        let own = answer.shares.rows.iter().find(|row| row.code == area.code);
        let figure = |of: fn(&Share) -> Figure| own.map_or(not_divided, of);
        let (share, due, gap) =
            (figure(|row| row.fair_share), figure(|row| row.due), figure(|row| row.gap));
        KeyShare { key: answer.key.clone(), share, due, gap }
    };
    let keys: Vec<KeyShare> = answers.iter().map(share).collect();
    let due: Vec<Figure> = keys.iter().map(|key| key.due).collect();
    let extreme =
        |choose: fn(f64, f64) -> f64| Figure::over([&due], |[due]| due.into_iter().reduce(choose));
    AreaByKey {
        area_code: area.code.clone(),
        area_name: area.name.clone(),
        population: area.population,
        actual: area.actual,
        actual_share: area.actual_share,
        min_due: extreme(f64::min),
        max_due: extreme(f64::max),
        direction: GapDirection::of_gaps(&keys),
        keys,
    }
}

fn direction_note(depending: usize, all: usize) -> String {
    format!("Over or under depends on the key in {depending} of {all} areas.")
}
