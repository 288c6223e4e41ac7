//! Indicators: methods that turn published tables into figures a board can read.
//!
//! Belongs here: one file per method, each documented so that it could be signed; the values they make.
//! Does not belong here: reading publications, deciding what a fair share is, drawing.
//!
//! **Invariant:** a method is pure, rounds nothing and drops nothing; missing in gives missing out with its reason.

mod ages;
mod applies;
mod cap_use;
mod change;
mod concentration;
mod continued;
mod correlation;
mod count;
mod directly_standardised_rate;
mod diversity;
mod effectiveness;
mod gap;
mod growth_rate;
mod headroom;
mod held_break;
mod index_number;
pub mod inequality;
mod inequality_parts;
mod location_quotient;
mod migration_system;
mod multigroup_segregation;
mod not_published;
mod one_in_n;
mod path_to_zero;
mod percentage_change;
mod population;
mod proportion;
mod proportionate_share;
mod published;
mod rate;
mod residual;
mod rolling_year;
mod segregation;
mod shape;
mod share_of_area;
mod share_of_whole;
mod slots;
mod standardised_ratio;
mod system;
mod total;
mod values;
mod ways;
mod wider_areas;

pub use applies::where_it_applies;
pub use population::common_day;
pub use values::editions::{OF_TWO_EDITIONS, Pair};
pub use values::{Input, InputRole, Key, Origin, Value, Values};

use crate::catalogue::{Codelist, Dataset, Indicator, SeriesBreak};
use crate::domain::{AreaCode, Error, Id, Result, error_codes, parse_publication_date};
use crate::geography::Geography;
use crate::table::Table;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a method needs from an indicator's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// `[[source]]`: datasets to count in.
    Source,
    /// `of`: the indicator it is made from.
    Of,
    /// `per`: the denominator.
    Per,
    /// `multiplier`.
    Multiplier,
    /// `within`: the wider area.
    Within,
    /// `quarters`: how far back.
    Quarters,
    /// `cap_residents_per_person`.
    Cap,
    /// `term`: what is added and taken away.
    Term,
    /// `reason` and `availability`.
    Reason,
    /// `target_year`.
    Target,
    /// `index`: which of the method's indices.
    Index,
    /// `by`: what gives the order.
    By,
    /// `groups`: the codelist whose finest codes are everybody once.
    Groups,
    /// `base`: the day that is 100.
    Base,
    /// `dims`: the dimension of `of`, kept apart.
    Dims,
    /// `term`: one or more.
    Component,
}

/// A method of making an indicator.
pub trait Method: Sync {
    /// The word used for it in definitions.
    fn id(&self) -> &'static str;

    /// The formula, in the symbols that its documentation explains.
    fn formula(&self) -> &'static str;

    /// For methods that compute one of several indices: the words of `index`, each with its formula.
    fn indices(&self) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }

    /// True for methods that make one value of a region or nation of all its authorities, and none of an authority.
    fn is_of_wholes(&self) -> bool {
        false
    }

    /// True for methods whose value of an area is made of its own figures and those of wider areas that it lies in, and of no other
    /// area's.
    fn needs_no_other_area(&self) -> bool {
        false
    }

    /// What the indicator's definition must hold.
    fn needs(&self) -> &'static [Need];

    /// Computes every value that the inputs allow, for all areas and periods.
    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values>;
}

/// The methods there are, in the order readers meet them.
pub static METHODS: &[&dyn Method] = &[
    &count::Count,
    &published::Published,
    &total::Total,
    &continued::Continued,
    &rate::Rate,
    &one_in_n::OneInN,
    &proportion::Proportion,
    &share_of_area::ShareOfArea,
    &share_of_whole::ShareOfWhole,
    &location_quotient::LocationQuotient,
    &proportionate_share::ProportionateShare,
    &change::Change,
    &percentage_change::PercentageChange,
    &index_number::IndexNumber,
    &growth_rate::GrowthRate,
    &rolling_year::RollingYear,
    &effectiveness::Effectiveness,
    &residual::Residual,
    &migration_system::MigrationSystem,
    &ways::ArrivalsByOrigin,
    &ways::DeparturesByDestination,
    &directly_standardised_rate::DirectlyStandardisedRate,
    &standardised_ratio::StandardisedRatio,
    &inequality::Inequality,
    &inequality_parts::InequalityParts,
    &concentration::Concentration,
    &segregation::Segregation,
    &multigroup_segregation::MultigroupSegregation,
    &diversity::Diversity,
    &correlation::Correlation,
    &cap_use::CapUse,
    &headroom::Headroom,
    &gap::Gap,
    &path_to_zero::PathToZero,
    &not_published::NotPublished,
];

/// A table with the definition of its dataset.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Its figures: every edition held, the newest first where they overlap.
    pub table: &'a Table,
}

/// The wider area that a share or quotient is taken of.
enum Within {
    /// The region or nation that each area lies in.
    Region,
    /// One area for all.
    Area(AreaCode),
}

/// Everything a method may look at.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    /// The indicator's definition.
    pub indicator: &'a Indicator,
    /// For counts: the tables held for its sources, in the order of the definition.
    pub tables: Vec<Held<'a>>,
    /// The values of `of`.
    pub of: Option<&'a Values>,
    /// The values of `per`.
    pub per: Option<&'a Values>,
    /// The values of `by`.
    pub by: Option<&'a Values>,
    /// The values of the terms, in the order of the definition.
    pub terms: Vec<&'a Values>,
    /// The areas.
    pub geography: &'a Geography,
    /// The codelists, for wholes and parts.
    pub codelists: &'a BTreeMap<Id, Codelist>,
    /// Breaks in the series of publications.
    pub breaks: Vec<&'a Arc<SeriesBreak>>,
    /// The wider area that is asked about, where methods of wholes need no other; all of them when `None`.
    pub only: Option<&'a AreaCode>,
}

/// The method of that name, or `F202`.
pub fn method(indicator: &Indicator) -> Result<&'static dyn Method> {
    METHODS.iter().copied().find(|method| method.id() == indicator.method).ok_or_else(|| {
        let names: Vec<&str> = METHODS.iter().map(|method| method.id()).collect();
        Error::new(error_codes::REFERENCE_DANGLING, "linking an indicator to its method")
            .at_key("method")
            .found(format!("{:?}", indicator.method))
            .expected(format!("one of {}", names.join(", ")))
    })
}

/// The formula by which an indicator is computed: that of its index, where its method has several.
pub fn formula(indicator: &Indicator) -> Result<&'static str> {
    let method = method(indicator)?;
    let chosen = method.indices().into_iter().find(|(id, _)| Some(*id) == indicator.index.as_deref());
    Ok(chosen.map_or(method.formula(), |(_, formula)| formula))
}

/// Checks that an indicator's definition holds what its method needs. Errors with `F202` and `F204`.
pub fn check(indicator: &Indicator) -> Result<()> {
    for need in method(indicator)?.needs() {
        let (key, there) = match need {
            Need::Source => ("source", !indicator.source.is_empty()),
            Need::Of => ("of", indicator.of.is_some()),
            Need::Per => ("per", indicator.per.is_some()),
            Need::Multiplier => {
                ("multiplier", indicator.multiplier == indicator.unit.multiplier() && indicator.multiplier.is_some())
            }
            Need::Within => ("within", indicator.within.is_some()),
            Need::Quarters => ("quarters", indicator.quarters.is_some_and(|q| q > 0)),
            Need::Term => ("term", indicator.term.len() > 1),
            Need::Reason => ("reason", indicator.reason.is_some() && indicator.availability.is_some()),
            Need::Target => ("target_year", indicator.target_year.is_some()),
            Need::Index => ("index", {
                let known = method(indicator)?.indices();
                known.iter().any(|(id, _)| Some(*id) == indicator.index.as_deref())
            }),
            Need::By => ("by", indicator.by.is_some()),
            Need::Groups => ("groups", indicator.groups.is_some()),
            Need::Base => ("base", indicator.base.as_deref().and_then(parse_publication_date).is_some()),
            Need::Dims => ("dims", indicator.dims.len() == 1),
            Need::Component => ("term", !indicator.term.is_empty()),
            Need::Cap => ("cap_residents_per_person", indicator.cap_residents_per_person.is_some_and(|c| c > 0)),
        };
        if !there {
            return Err(Error::new(error_codes::DEFINITION_WRONG, "checking an indicator against its method")
                .at_key(key)
                .found("nothing, or a value that cannot be")
                .expected(match (need, indicator.unit.multiplier()) {
                    (Need::Multiplier, Some(of_unit)) => {
                        format!("{of_unit}, since the unit is {}", indicator.unit.as_str())
                    }
                    (Need::Multiplier, None) => "a unit that is a rate, such as per-10k".to_owned(),
                    (Need::Index, _) => {
                        let known = method(indicator)?.indices();
                        format!("one of {}", known.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", "))
                    }
                    (Need::Base, _) => "a day such as 2022-12-31".to_owned(),
                    _ => format!("what the method {} needs", indicator.method),
                }));
        }
    }
    Ok(())
}

impl<'a> Inputs<'a> {
    /// What the method makes of the inputs, with the breaks of what it is made from.
    pub fn compute(&self) -> Result<Values> {
        let method = method(self.indicator)?;
        let mut values = method.compute(self)?;
        let of_wholes = method.is_of_wholes() || self.indicator.within.is_some();
        let inputs = [self.of, self.per, self.by].into_iter().flatten().chain(self.terms.iter().copied());
        let inputs: Vec<&Values> = inputs.collect();
        inputs.iter().for_each(|input| values.narrow(input.comparable.as_ref()));
        if of_wholes {
            let within = self.indicator.within.is_some().then(|| self.within()).transpose()?;
            values.leave_out_what_is_not_compared(self.geography, |area| match &within {
                Some(within) => self.whole_of(area, within),
                None => Some(area.clone()),
            });
        }
        inputs.into_iter().for_each(|input| {
            values.tier = values.tier.max(input.tier);
            values.inherit_breaks(input, of_wholes);
        });
        values.hold_kingdom_to_its_areas(self.of);
        Ok(values)
    }

    /// The values of `of`, which [`check`] has made sure of.
    fn of(&self) -> Result<&'a Values> {
        self.of.ok_or_else(|| self.lacking("of"))
    }

    /// The values of `per`, which [`check`] has made sure of.
    fn per(&self) -> Result<&'a Values> {
        self.per.ok_or_else(|| self.lacking("per"))
    }

    /// The values of `by`, which [`check`] has made sure of.
    fn by(&self) -> Result<&'a Values> {
        self.by.ok_or_else(|| self.lacking("by"))
    }

    /// What shares and quotients are taken of, which [`check`] has made sure of.
    fn within(&self) -> Result<Within> {
        match self.indicator.within.as_deref() {
            Some("region") => Ok(Within::Region),
            Some(code) => AreaCode::new(code).map(Within::Area),
            None => Err(self.lacking("within")),
        }
    }

    /// The area that shares and quotients of `area` are taken of, or `None` where there is none.
    fn whole_of(&self, area: &AreaCode, within: &Within) -> Option<AreaCode> {
        match within {
            Within::Region => self.geography.partnership_of(area).map(|region| region.code.clone()),
            Within::Area(code) => Some(code.clone()),
        }
    }

    fn lacking(&self, key: &str) -> Error {
        Error::new(error_codes::DEFINITION_WRONG, format!("computing {}", self.indicator.id))
            .at_key(key)
            .found("nothing")
    }
}

#[cfg(test)]
mod tests {
    use super::METHODS;

    #[test]
    fn methods_have_unique_names_and_a_formula() {
        for (index, method) in METHODS.iter().enumerate() {
            assert!(METHODS[..index].iter().all(|other| other.id() != method.id()), "{} twice", method.id());
            assert!(!method.formula().is_empty() && !method.needs().is_empty(), "{}", method.id());
        }
    }
}
