//! The figures of fair shares that a briefing may use, each possibly missing.

use crate::catalogue::AreaNouns;
use crate::domain::Date;
use crate::fairshare::Cap;
use crate::table::{Figure, Listing};

/// The figures of one region for the parts on fair shares of asylum support.
#[derive(Debug, Clone, PartialEq)]
pub struct FairShareFacts {
    /// Name of the region.
    pub region: String,
    /// What its areas are called: `borough` or `authority`, in the plural `boroughs`,
    /// `authorities`.
    pub area_nouns: AreaNouns,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// Residents of the region.
    pub population: Figure,
    /// People supported in the region.
    pub people: Figure,
    /// Per 10,000 residents, region and United Kingdom.
    pub rate: Figure,
    /// Per 10,000 residents of the United Kingdom.
    pub rate_uk: Figure,
    /// The N of "1 in N".
    pub one_in: Figure,
    /// Per cent of the United Kingdom's supported people.
    pub share_of_uk: Figure,
    /// Per cent of the United Kingdom's residents.
    pub population_share_of_uk: Figure,
    /// Change on the quarter.
    pub quarter: ChangeFact,
    /// The areas, by ONS code.
    pub areas: Vec<AreaFact>,
    /// The limit.
    pub cap: Option<Cap>,
    /// Why there is no limit, if it does not apply in the region.
    pub no_cap: Option<String>,
    /// Hoover index, from 0 to 1.
    pub hoover: Figure,
    /// People above the proportionate share.
    pub people_to_move: Figure,
    /// The day of the accommodation figures, and the figures of the region; `None` when there are
    /// none.
    pub accommodation: Option<AccommodationFact>,
    /// Tables that parts print.
    pub shares: Listing,
    /// The inequality indices with their meaning.
    pub inequality: Listing,
    /// The table of the twelve regions and nations.
    pub regions: RegionFact,
    /// People by legal basis of support; `None` when there are no figures.
    pub sections: Option<Listing>,
}

/// A change since an earlier day.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeFact {
    /// The earlier day.
    pub since: Option<Date>,
    /// True when there is a break in the series between the two days.
    pub broken: bool,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaFact {
    /// Name.
    pub name: String,
    /// People supported.
    pub people: Figure,
    /// Per 10,000 residents.
    pub rate: Figure,
    /// Actual minus due number.
    pub gap: Figure,
    /// Per cent of the limit.
    pub cap_use: Figure,
    /// Room under the limit.
    pub headroom: Figure,
    /// Change on the quarter.
    pub quarter: Figure,
    /// Per cent of the limit without people on subsistence only, on the day of the accommodation
    /// figures.
    pub cap_use_housed: Figure,
    /// Per cent of the limit with them, on that day.
    pub cap_use_then: Figure,
}

/// How people in the region are accommodated.
#[derive(Debug, Clone, PartialEq)]
pub struct AccommodationFact {
    /// The day of the figures.
    pub as_at: Date,
    /// All people on that day.
    pub all: Figure,
    /// Contingency accommodation.
    pub contingency: AccommodationTypeFact,
    /// Hotels, a part of it.
    pub hotels: AccommodationTypeFact,
    /// The areas by type.
    pub listing: Listing,
}

/// People in a type of accommodation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccommodationTypeFact {
    /// How many.
    pub people: Figure,
    /// The same in per cent of all.
    pub share: Figure,
}

/// The regions and nations compared.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionFact {
    /// Rank of this region by rate, 1 the highest, and how many are ranked; `None` when its rate is
    /// missing.
    pub rank: Option<(usize, usize)>,
    /// The table.
    pub listing: Listing,
}
