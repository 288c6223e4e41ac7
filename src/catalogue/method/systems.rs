//! The inputs of methods that look at all authorities of a wider area, at groups of people, or at
//! moves between areas.

use crate::domain::Id;
use serde::Deserialize;

/// The inputs of `inequality`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inequality {
    /// The people or events counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Which index.
    pub index: InequalityIndex,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `inequality-parts`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InequalityParts {
    /// The people or events counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Which part.
    pub index: InequalityPart,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `concentration`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concentration {
    /// The people or events counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// The measure that gives the order of the areas.
    pub by: Id,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `segregation`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segregation {
    /// The group, by authority.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Which index.
    pub index: SegregationIndex,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `multigroup-segregation`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MultigroupSegregation {
    /// The people counted, by group.
    pub of: Id,
    /// The codelist of the groups, whose finest codes include every person once.
    pub groups: Id,
    /// Which index.
    pub index: MultigroupIndex,
}

/// The inputs of `diversity`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diversity {
    /// The people counted, by group.
    pub of: Id,
    /// The codelist of the groups, whose finest codes include every person once.
    pub groups: Id,
    /// Which index.
    pub index: DiversityIndex,
}

/// The inputs of `correlation`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// One measure.
    pub of: Id,
    /// The other.
    pub per: Id,
    /// Which index.
    pub index: CorrelationIndex,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `effectiveness`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effectiveness {
    /// Moves in.
    pub of: Id,
    /// Moves out.
    pub per: Id,
}

/// The inputs of `migration-system`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MigrationSystem {
    /// Moves, by area of origin.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Which index.
    pub index: MigrationIndex,
    /// True where the residents are of the last day of the period, of which they always are here.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `arrivals-by-origin`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrivalsByOrigin {
    /// Moves, by area of origin.
    pub of: Id,
}

/// The inputs of `departures-by-destination`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeparturesByDestination {
    /// Moves, by area of origin.
    pub of: Id,
}

/// Declares an enum of words, such as the values of `index`.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word, in the order of the guide.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in definitions.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

words! {
    /// The indices of `inequality`.
    pub enum InequalityIndex {
        /// The share of people who would have to live in another area.
        Hoover = "hoover",
        /// The same as a number of people.
        PeopleToMove = "people_to_move",
        /// Gini coefficient, weighted by residents.
        Gini = "gini",
        /// Theil T.
        TheilT = "theil_t",
        /// Herfindahl-Hirschman index.
        Hhi = "hhi",
        /// Effective number of hosts.
        EffectiveHosts = "effective_hosts",
    }
}

words! {
    /// The indices of `inequality-parts`.
    pub enum InequalityPart {
        /// Between regions.
        Between = "between",
        /// Between the authorities inside them.
        Within = "within",
        /// The former in per cent of both.
        BetweenShare = "between-share",
    }
}

words! {
    /// The indices of `segregation`.
    pub enum SegregationIndex {
        /// Dissimilarity of the group from everyone else.
        DissimilarityFromEveryoneElse = "dissimilarity-from-everyone-else",
        /// Dissimilarity of the group from all residents.
        DissimilarityFromAllResidents = "dissimilarity-from-all-residents",
        /// The share of the group among the neighbours of one of them.
        Isolation = "isolation",
        /// The share of everyone else among the neighbours of one of them.
        ExposureToEveryoneElse = "exposure-to-everyone-else",
        /// Isolation corrected for the size of the group.
        EtaSquared = "eta-squared",
        /// Gini coefficient of segregation.
        Gini = "gini",
        /// Atkinson index of segregation.
        Atkinson = "atkinson",
        /// Theil's entropy index.
        EntropyIndex = "entropy-index",
        /// Delta, of the group against land.
        Delta = "delta",
    }
}

words! {
    /// The indices of `multigroup-segregation`.
    pub enum MultigroupIndex {
        /// Mutual information.
        MutualInformation = "mutual-information",
        /// Information index.
        InformationIndex = "information-index",
    }
}

words! {
    /// The indices of `diversity`.
    pub enum DiversityIndex {
        /// Simpson's index.
        Simpson = "simpson",
        /// Effective number of groups.
        EffectiveGroups = "effective-groups",
        /// Entropy.
        Entropy = "entropy",
    }
}

words! {
    /// The coefficients of `correlation`.
    pub enum CorrelationIndex {
        /// Of ranks.
        Spearman = "spearman",
        /// Of values.
        Pearson = "pearson",
    }
}

words! {
    /// The indices of `migration-system`.
    pub enum MigrationIndex {
        /// Migration effectiveness index.
        Effectiveness = "effectiveness",
        /// Crude migration intensity.
        Intensity = "intensity",
        /// Aggregate net migration rate.
        AggregateNetRate = "aggregate-net-rate",
        /// Courgeau's k.
        CourgeauK = "courgeau-k",
        /// The share of pairs of areas with moves.
        Connectivity = "connectivity",
        /// Index of inequality of flows.
        Inequality = "inequality",
        /// Gini coefficient of flows.
        Gini = "gini",
        /// Coefficient of variation of flows.
        CoefficientOfVariation = "coefficient-of-variation",
    }
}
