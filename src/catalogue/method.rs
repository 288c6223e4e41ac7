//! Methods of indicators, each with exactly its inputs.
//!
//! Belongs here: the keys of each method, and which of them name other indicators. Does not belong
//! here: what a method computes (`src/indicator`), how flat files become enums (`tagged`).
//!
//! **Invariant:** [`Method::inputs`] is the only list of an indicator's inputs. Links between
//! definitions, provenance, circles and values all use it, and a method receives the values of no
//! other indicator.

mod changes;
mod counts;
mod rates;
mod systems;

pub use changes::*;
pub use counts::*;
pub use rates::*;
pub use systems::*;

use super::tagged::{Kind, Tagged, tagged};
use crate::domain::{AreaCode, Error, ErrorCode, Id, Result, Unit, error_codes};
use serde::{Deserialize, Serialize};

/// Declares the methods. After its name each has the keys that name other indicators, with their
/// roles.
macro_rules! methods {
    ($($(#[$about:meta])* $method:ident = $word:literal { $($key:ident: $role:expr),* },)+) => {
        tagged! {
            /// A method of making an indicator, with its inputs.
            pub enum Method {
                $($(#[$about])* $method($method) = $word,)+
            }
        }

        impl Method {
            /// The indicators that it is computed from, with their roles: its numerator or its
            /// terms first.
            pub fn inputs(&self) -> Vec<(InputRole, &Id)> {
                use InputRole::*;
                match self {
                    $(Self::$method(_keys) => {
                        let named: &[Vec<(InputRole, &Id)>] = &[$(_keys.$key.with_role($role)),*];
                        named.concat()
                    })+
                }
            }
        }
    };
}

methods! {
    /// A count from publications.
    Count = "count" {},
    /// A figure that a publication has computed itself.
    Published = "published" { weighted_by: By },
    /// Sums and differences.
    Total = "total" { term: Term(0) },
    /// The first series that has a figure.
    Continued = "continued" { term: Term(0) },
    /// People for a number of residents.
    Rate = "rate" { of: Of, per: Per },
    /// Residents for each person.
    OneInN = "one-in-n" { of: Of, per: Per },
    /// One count in per cent of another.
    Proportion = "proportion" { of: Of, per: Per },
    /// Per cent of a wider area.
    ShareOfArea = "share-of-area" { of: Of },
    /// Per cent of all categories.
    ShareOfTotal = "share-of-whole" { of: Of },
    /// The share of people by the share of residents.
    LocationQuotient = "location-quotient" { of: Of, per: Per },
    /// The people, if spread like residents.
    ProportionateShare = "proportionate-share" { of: Of, per: Per },
    /// Now minus then.
    Change = "change" { of: Of },
    /// The change in per cent of then.
    PercentageChange = "percentage-change" { of: Of },
    /// Per cent of a base day.
    IndexNumber = "index-number" { of: Of },
    /// Per cent a year.
    GrowthRate = "growth-rate" { of: Of },
    /// Four quarters together.
    RollingYear = "rolling-year" { of: Of },
    /// What moves leave behind.
    Effectiveness = "effectiveness" { of: Of, per: Per },
    /// The change that components leave.
    Residual = "residual" { term: Term(0), per: Per },
    /// Moves between the authorities of a wider area.
    MigrationSystem = "migration-system" { of: Of, per: Per },
    /// People who came, by origin.
    ArrivalsByOrigin = "arrivals-by-origin" { of: Of },
    /// People who left, by destination.
    DeparturesByDestination = "departures-by-destination" { of: Of },
    /// The rate at standard ages.
    DirectlyStandardisedRate = "directly-standardised-rate" { of: Of, per: Per },
    /// Events for each one expected.
    StandardisedRatio = "standardised-ratio" { of: Of, per: Per },
    /// How uneven authorities are.
    Inequality = "inequality" { of: Of, per: Per },
    /// How much of that is between regions.
    InequalityParts = "inequality-parts" { of: Of, per: Per },
    /// Whether the high in an order have more.
    Concentration = "concentration" { of: Of, per: Per, by: By },
    /// A group against everyone else.
    Segregation = "segregation" { of: Of, per: Per },
    /// All groups at once.
    MultigroupSegregation = "multigroup-segregation" { of: Of },
    /// How mixed an area is.
    Diversity = "diversity" { of: Of },
    /// Whether two measures go together.
    Correlation = "correlation" { of: Of, per: Per },
    /// Per cent of a limit.
    CapUse = "cap-use" { of: Of, per: Per },
    /// Room under a limit.
    Headroom = "headroom" { of: Of, per: Per },
    /// Need less provision.
    Gap = "gap" { of: Of, per: Per },
    /// The yearly fall that reaches zero.
    PathToZero = "path-to-zero" { of: Of },
    /// No values, and why.
    NotPublished = "not-published" {},
}

impl Tagged for Method {
    const KEY: &'static str = "method";
    const UNKNOWN: &'static ErrorCode = error_codes::REFERENCE_DANGLING;
    const KINDS: &'static [Kind] = Self::KEYS;

    /// Keys that declare where an indicator comes from must not be ignored; other keys that a
    /// method does not read have no effect.
    fn ignores_key(key: &str) -> bool {
        !["source", "term", "of", "reason"].contains(&key)
    }

    fn meaning(_: &str, key: &str) -> &'static str {
        match key {
            "source" => "the datasets that it is counted in, as [[source]]",
            "term" => "the indicators that it is made from, as [[term]]",
            "of" => "the indicator that it is made from",
            "per" => "the indicator that it is set against",
            "multiplier" => "the multiplier of the unit, such as 10000 for per-10k",
            "within" => "region, or the ONS code of the wider area",
            "base" => "a day such as 2022-12-31",
            "index" => "which index of the method",
            "groups" => "the codelist of the groups",
            "availability" => "not-by-authority, not-read or no-source",
            "reason" => "why it cannot be computed by authority",
            _ => "what the method needs; data/catalogue/README.md says it",
        }
    }
}

/// Which of an indicator's inputs a value is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputRole {
    /// The numerator.
    Of,
    /// The denominator.
    Per,
    /// What gives the order, or the weights.
    By,
    /// A term of a sum, by its place.
    Term(usize),
}

/// The inputs that a key names.
trait Named {
    /// The indicators that it names. Terms have roles of their own, from the one given on.
    fn with_role(&self, role: InputRole) -> Vec<(InputRole, &Id)>;
}

impl Named for Id {
    fn with_role(&self, role: InputRole) -> Vec<(InputRole, &Id)> {
        vec![(role, self)]
    }
}

impl Named for Option<Id> {
    fn with_role(&self, role: InputRole) -> Vec<(InputRole, &Id)> {
        self.iter().map(|id| (role, id)).collect()
    }
}

impl Named for Vec<Term> {
    fn with_role(&self, _: InputRole) -> Vec<(InputRole, &Id)> {
        self.iter()
            .enumerate()
            .map(|(place, term)| (InputRole::Term(place), &term.indicator))
            .collect()
    }
}

impl Method {
    /// The keys that a method reads, next to those of every indicator; `None` where there is no
    /// such method.
    pub fn keys(name: &str) -> Option<&'static [&'static str]> {
        Self::KEYS.iter().find(|(method, _)| *method == name).map(|(_, keys)| keys())
    }

    /// The indicator in a role.
    pub fn input(&self, role: InputRole) -> Option<&Id> {
        self.inputs().into_iter().find(|(of, _)| *of == role).map(|(_, id)| id)
    }

    /// The datasets that it is read from, for methods that read publications.
    pub fn sources(&self) -> &[Source] {
        match self {
            Self::Count(count) => &count.source,
            Self::Published(published) => &published.source,
            _ => &[],
        }
    }

    /// The terms, for methods that have some.
    pub fn terms(&self) -> &[Term] {
        match self {
            Self::Total(total) => &total.term,
            Self::Continued(continued) => &continued.term,
            Self::Residual(residual) => &residual.term,
            _ => &[],
        }
    }

    /// Why there are no values, for indicators that are not published by authority.
    pub fn not_published(&self) -> Option<&NotPublished> {
        match self {
            Self::NotPublished(why) => Some(why),
            _ => None,
        }
    }

    /// The people counted and the residents for each person at the limit, for methods that measure
    /// a limit.
    pub fn cap(&self) -> Option<(&Id, u64)> {
        match self {
            Self::CapUse(cap) => Some((&cap.of, cap.cap_residents_per_person.get())),
            Self::Headroom(cap) => Some((&cap.of, cap.cap_residents_per_person.get())),
            _ => None,
        }
    }

    /// The codelist of groups, for methods that look at several.
    pub fn groups(&self) -> Option<&Id> {
        match self {
            Self::Diversity(diversity) => Some(&diversity.groups),
            Self::MultigroupSegregation(segregation) => Some(&segregation.groups),
            _ => None,
        }
    }

    /// Checks it against the unit and the dimensions of its indicator. Errors with `F204`.
    pub(super) fn check(&self, unit: Unit, dims: &[Id]) -> Result<()> {
        let wrong = |key: &str, found: String| {
            Error::new(error_codes::DEFINITION_WRONG, "checking an indicator against its method")
                .at_key(key)
                .found(found)
        };
        let multiplier = match self {
            Self::Rate(rate) => Some(rate.multiplier),
            Self::DirectlyStandardisedRate(rate) => Some(rate.multiplier.multiplier()),
            _ => None,
        };
        if let Some(multiplier) =
            multiplier.filter(|multiplier| unit.multiplier() != Some(*multiplier))
        {
            return Err(wrong("multiplier", multiplier.to_string()).expected(
                match unit.multiplier() {
                    Some(of_unit) => format!("{of_unit}, since the unit is {}", unit.as_str()),
                    None => "a unit that is a rate, such as per-10k".to_owned(),
                },
            ));
        }
        match self {
            Self::ArrivalsByOrigin(_) | Self::DeparturesByDestination(_) if dims.len() != 1 => {
                Err(wrong("dims", format!("{} dimensions", dims.len()))
                    .expected("the one dimension of `of`"))
            }
            _ => Ok(()),
        }
    }
}

/// The length of time that a rate of a flow is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// A year, which a rate without a period refers to.
    #[default]
    Year,
    /// A quarter, as in its title.
    Quarter,
}

/// The wider area that is the denominator of a share or quotient: `region`, or an ONS code such as
/// `K02000001`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub enum Within {
    /// The region or nation that contains each area.
    Region,
    /// One area for all.
    Area(AreaCode),
}

impl TryFrom<String> for Within {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        if text == "region" { Ok(Self::Region) } else { AreaCode::new(&text).map(Self::Area) }
    }
}
