//! The limit of a key: how many people for how large a population, and where it does not apply.
//!
//! Belongs here: which limit applies to a question, and its population. Does not belong here: the
//! arithmetic of a limit (`fairshare/cap.rs`), what is computed under it.

use crate::allocation::requests::SharesRequest;
use crate::catalogue::{CapPer, Key};
use crate::domain::{AreaCode, Date, Result, Status, long_date};
use crate::fairshare::Cap;
use crate::figures::Figures;
use crate::geography::Area;
use crate::indicator::common_day;
use crate::knowledge::rules;
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// The limit that counts for a question.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Limit {
    /// People per number of a population; `None` without a limit.
    pub cap: Option<Cap>,
    /// Whom it counts them for, such as `children`; `None` for all residents.
    pub per: Option<String>,
    /// Why the key's own limit does not apply in the region, in a sentence.
    pub elsewhere: Option<String>,
    /// The population that the limit applies to, one figure an area.
    #[serde(skip)]
    pub(super) populations: Vec<Figure>,
    /// The day of that population, where it is not that of all residents.
    day: Option<Date>,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.cap, &self.per) {
            (None, _) => write!(f, "none"),
            (Some(cap), None) => write!(f, "{cap}"),
            (Some(cap), Some(per)) => write!(f, "{cap} {per}"),
        }
    }
}

impl Limit {
    /// The limit as a phrase within a sentence.
    pub(super) fn phrase(&self) -> String {
        if self.cap.is_some() { format!("limit {self}") } else { "no limit".to_owned() }
    }

    /// Whom the limit counts people for.
    pub(crate) fn population(&self) -> &str {
        self.per.as_deref().unwrap_or("residents")
    }

    /// A sentence on the population that a limit applies to, where it is not that of all residents.
    pub(super) fn note(&self) -> Option<String> {
        let (cap, per) = (self.cap?, self.per.as_ref()?);
        let day = self.day.map_or(String::new(), |day| format!(" of {}", long_date(day)));
        Some(format!("Limit: {cap} of the {per}{day}, not of all residents."))
    }
}

/// The limit of a question about areas: the one requested, else the key's where it is about the
/// measure and applies in the whole area.
pub(crate) fn limit(
    figures: &Figures,
    request: &SharesRequest,
    key: &Key,
    (whole, areas): (&AreaCode, &[&Area]),
    (as_at, mid_year): (Date, Date),
) -> Result<Limit> {
    let of_measure = key.limit.as_ref().filter(|limit| limit.is_of(&request.measure));
    // The limit is one of authorities: the Home Office does not apply it to regions.
    let own = of_measure.filter(|_| !request.regions).map(|limit| limit.residents_per_person.get());
    let applies = own
        .and_then(|_| rules::limit_applies(figures.knowledge(), key))
        .filter(|_| request.cap.is_none());
    let elsewhere = applies.and_then(|applies| {
        rules::why_not_applicable(figures.knowledge(), "the limit", applies, whole)
    });
    let own = own.filter(|_| elsewhere.is_none()).map(Cap::one_in);
    let per = of_measure.and_then(|limit| limit.of.as_ref()?.per.as_ref());
    let (populations, day) = limited_populations(figures, per, areas, as_at, mid_year)?;
    let per = per.map(|per| per.people.clone());
    Ok(Limit { cap: request.cap.unwrap_or(own), per, elsewhere, populations, day })
}

/// The population of each area that a limit applies to, and its day where it is not that of all
/// residents.
pub(crate) fn limited_populations(
    figures: &Figures,
    per: Option<&CapPer>,
    areas: &[&Area],
    as_at: Date,
    mid_year: Date,
) -> Result<(Vec<Figure>, Option<Date>)> {
    let Some(per) = per else {
        let residents = areas.iter().map(|area| {
            figures.figure(figures.catalogue().roles.population.as_str(), &area.code, mid_year)
        });
        return Ok((residents.collect::<Result<_>>()?, None));
    };
    let codes: Vec<&AreaCode> = areas.iter().map(|area| &area.code).collect();
    let day = common_day(&*figures.values(per.indicator.as_str())?, &codes, as_at);
    let figure = |code: &&AreaCode| match day {
        Some(day) => figures.figure(per.indicator.as_str(), code, day),
        None => Ok(Figure::missing(Status::NotAvailable)),
    };
    Ok((codes.iter().map(figure).collect::<Result<_>>()?, day))
}
