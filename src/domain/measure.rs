//! The kind of number that a figure is, and its unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a figure relates to time. Figures of the three published kinds must never be added to one
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// A count on one day, such as people in receipt of support on 31 December.
    Stock,
    /// Events over a period, such as births in the year to mid-2023.
    Flow,
    /// Events since a starting point, such as all Homes for Ukraine arrivals so far.
    Cumulative,
    /// A quotient or difference of the above: no longer a count.
    Derived,
}

impl MeasureKind {
    /// The word used in definitions and reference pages.
    pub fn as_str(self) -> &'static str {
        match self {
            MeasureKind::Stock => "stock",
            MeasureKind::Flow => "flow",
            MeasureKind::Cumulative => "cumulative",
            MeasureKind::Derived => "derived",
        }
    }
}

/// The unit of a value. Stored in the `unit` column by [`Unit::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Whole people.
    People,
    /// What is counted, per 10,000 residents.
    #[serde(rename = "per-10k")]
    Per10k,
    /// Events or people per 1,000 residents.
    #[serde(rename = "per-1k")]
    Per1k,
    /// Dwellings or events per 1,000 dwellings.
    #[serde(rename = "per-1k-dwellings")]
    Per1kDwellings,
    /// Households per 1,000 households.
    #[serde(rename = "per-1k-households")]
    Per1kHouseholds,
    /// Children per 10,000 children.
    #[serde(rename = "per-10k-children")]
    Per10kChildren,
    /// Events or people per 100,000 residents.
    #[serde(rename = "per-100k")]
    Per100k,
    /// Percentage of a total.
    Percent,
    /// Difference of two percentages.
    PercentagePoints,
    /// Plain quotient, 1 = even.
    Ratio,
    /// An index of distributions or flows, whose definition gives its scale.
    Index,
    /// A figure as a percentage of the same figure on a base day, which is 100.
    IndexNumber,
    /// Residents for each person counted: the N of "1 in N".
    ResidentsPerPerson,
    /// Events such as births.
    Events,
    /// Households.
    Households,
    /// Cases, each of which may concern several people.
    Cases,
    /// Dwellings.
    Dwellings,
    /// Pounds sterling.
    Pounds,
    /// Years, such as a median age.
    Years,
    /// Residents per square kilometre.
    #[serde(rename = "per-km2")]
    PerKm2,
    /// Square kilometres.
    Km2,
    /// Metres, such as coordinates on a grid.
    Metres,
    /// Kilometres, such as distances between areas.
    Kilometres,
    /// Points of an index such as deprivation, whose scale the publication explains.
    Score,
    /// Rank in an order.
    Rank,
    /// Number of areas, or number of areas that a distribution is equivalent to.
    Areas,
    /// A number without a unit, such as the number of a week.
    Number,
}

impl Unit {
    /// The word stored in tables, such as `per-10k`.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::People => "people",
            Unit::Per10k => "per-10k",
            Unit::Per1k => "per-1k",
            Unit::Per1kDwellings => "per-1k-dwellings",
            Unit::Per1kHouseholds => "per-1k-households",
            Unit::Per10kChildren => "per-10k-children",
            Unit::Per100k => "per-100k",
            Unit::Percent => "percent",
            Unit::PercentagePoints => "percentage-points",
            Unit::Ratio => "ratio",
            Unit::Index => "index",
            Unit::IndexNumber => "index-number",
            Unit::ResidentsPerPerson => "residents-per-person",
            Unit::Events => "events",
            Unit::Households => "households",
            Unit::Cases => "cases",
            Unit::Dwellings => "dwellings",
            Unit::Pounds => "pounds",
            Unit::Years => "years",
            Unit::PerKm2 => "per-km2",
            Unit::Km2 => "km2",
            Unit::Metres => "metres",
            Unit::Kilometres => "kilometres",
            Unit::Score => "score",
            Unit::Rank => "rank",
            Unit::Areas => "areas",
            Unit::Number => "number",
        }
    }

    /// The words readers see in a header, such as `per 10,000 residents`.
    pub fn label(self) -> &'static str {
        match self {
            Unit::People => "people",
            Unit::Per10k => "per 10,000 residents",
            Unit::Per1k => "per 1,000 residents",
            Unit::Per1kDwellings => "per 1,000 dwellings",
            Unit::Per1kHouseholds => "per 1,000 households",
            Unit::Per10kChildren => "per 10,000 children",
            Unit::Per100k => "per 100,000 residents",
            Unit::Percent => "%",
            Unit::PercentagePoints => "percentage points",
            Unit::Ratio => "ratio",
            Unit::Index => "index",
            Unit::IndexNumber => "base day = 100",
            Unit::ResidentsPerPerson => "residents per person supported",
            Unit::Events => "events",
            Unit::Households => "households",
            Unit::Cases => "cases",
            Unit::Dwellings => "dwellings",
            Unit::Pounds => "£",
            Unit::Years => "years",
            Unit::PerKm2 => "residents per square kilometre",
            Unit::Km2 => "square kilometres",
            Unit::Metres => "metres",
            Unit::Kilometres => "kilometres",
            Unit::Score => "score",
            Unit::Rank => "rank",
            Unit::Areas => "areas",
            Unit::Number => "number",
        }
    }

    /// Every unit.
    pub const ALL: [Unit; 27] = [
        Unit::People,
        Unit::Events,
        Unit::Households,
        Unit::Cases,
        Unit::Dwellings,
        Unit::Pounds,
        Unit::Years,
        Unit::PerKm2,
        Unit::Km2,
        Unit::Metres,
        Unit::Kilometres,
        Unit::Score,
        Unit::Rank,
        Unit::Areas,
        Unit::Number,
        Unit::Per1k,
        Unit::Per1kDwellings,
        Unit::Per1kHouseholds,
        Unit::Per10k,
        Unit::Per10kChildren,
        Unit::Per100k,
        Unit::Percent,
        Unit::PercentagePoints,
        Unit::Ratio,
        Unit::Index,
        Unit::IndexNumber,
        Unit::ResidentsPerPerson,
    ];

    /// The factor by which a quotient is multiplied to get this unit; `None` for units that are not
    /// such a quotient.
    pub fn multiplier(self) -> Option<f64> {
        match self {
            Unit::Per1k | Unit::Per1kDwellings | Unit::Per1kHouseholds => Some(1_000.0),
            Unit::Per10k | Unit::Per10kChildren => Some(10_000.0),
            Unit::Per100k => Some(100_000.0),
            Unit::Percent => Some(100.0),
            Unit::Ratio => Some(1.0),
            _ => None,
        }
    }

    /// True for counts, where the figure of a total is the sum of its parts. A rate, share or
    /// quotient never adds up.
    pub fn adds_up(self) -> bool {
        matches!(
            self,
            Unit::People | Unit::Events | Unit::Households | Unit::Cases | Unit::Dwellings
        )
    }

    /// The unit of a difference of two figures. A difference of percentages is in percentage
    /// points.
    pub fn of_difference(self) -> Self {
        if self == Unit::Percent { Unit::PercentagePoints } else { self }
    }

    /// How many decimals house style prints for this unit.
    pub fn decimals(self) -> usize {
        match self {
            Unit::People | Unit::Events | Unit::Households | Unit::Cases | Unit::Dwellings => 0,
            Unit::ResidentsPerPerson
            | Unit::PerKm2
            | Unit::Metres
            | Unit::Pounds
            | Unit::Rank
            | Unit::Number => 0,
            Unit::Years
            | Unit::Km2
            | Unit::Kilometres
            | Unit::Areas
            | Unit::Per1k
            | Unit::Per1kDwellings
            | Unit::Per1kHouseholds
            | Unit::Per10k
            | Unit::Per10kChildren
            | Unit::Per100k
            | Unit::Percent
            | Unit::IndexNumber
            | Unit::PercentagePoints => 1,
            Unit::Ratio | Unit::Score => 2,
            Unit::Index => 3,
        }
    }
}
