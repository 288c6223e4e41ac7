//! Indicators: methods that turn published tables into figures a board can read.
//!
//! Belongs here: one file per method, each documented so that it could be signed; the values they
//! compute. Does not belong here: reading publications, deciding what a fair share is, drawing.
//!
//! **Invariant:** a method is pure, rounds nothing and drops nothing; missing in gives missing out
//! with its reason.

mod ages;
mod applied_break;
mod applies;
mod arrivals_by_origin;
mod cap_use;
mod change;
mod concentration;
mod continued;
mod correlation;
mod count;
mod departures_by_destination;
mod directly_standardised_rate;
mod diversity;
mod effectiveness;
mod gap;
mod growth_rate;
mod headroom;
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
mod wider_areas;

pub use crate::catalogue::method::InputRole;
pub use applies::where_it_applies;
pub use population::common_day;
pub use values::editions::{OF_TWO_EDITIONS, Pair};
pub use values::{Input, Key, Origin, Value, Values};

use crate::catalogue::method::{Term, Within};
use crate::catalogue::{Codelist, Dataset, Definitions, Indicator, Method, SeriesBreak};
use crate::domain::{AreaCode, Error, Id, Result, error_codes};
use crate::geography::Geography;
use crate::table::Table;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Computes values from a method's inputs. The inputs themselves are in `catalogue::method`.
pub trait Compute {
    /// The formula, in the symbols that the file of the method explains.
    fn formula(&self) -> &'static str;

    /// Which of several indices it computes, as definitions name it.
    fn index(&self) -> Option<&'static str> {
        None
    }

    /// The numbers of the definition that are in the formula, by symbol.
    fn constants(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The wider area that it sets each area against.
    fn within(&self) -> Option<&Within> {
        None
    }

    /// True where the denominator is of the last day of the period itself.
    fn per_at_end(&self) -> bool {
        false
    }

    /// True for methods that compute one value of a region or nation from all its authorities, and
    /// no value of an authority.
    fn is_of_wider_areas(&self) -> bool {
        false
    }

    /// True for methods that compute an area's value from its own figures and those of wider areas
    /// around it. Such methods use no other area's figures.
    fn needs_no_other_area(&self) -> bool {
        false
    }

    /// Computes every value that the inputs allow, for all areas and periods.
    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values>;
}

/// What computes a method: one line for each.
pub fn computed_by(method: &Method) -> &dyn Compute {
    match method {
        Method::Count(method) => method,
        Method::Published(method) => method,
        Method::Total(method) => method,
        Method::Continued(method) => method,
        Method::Rate(method) => method,
        Method::OneInN(method) => method,
        Method::Proportion(method) => method,
        Method::ShareOfArea(method) => method,
        Method::ShareOfTotal(method) => method,
        Method::LocationQuotient(method) => method,
        Method::ProportionateShare(method) => method,
        Method::Change(method) => method,
        Method::PercentageChange(method) => method,
        Method::IndexNumber(method) => method,
        Method::GrowthRate(method) => method,
        Method::RollingYear(method) => method,
        Method::Effectiveness(method) => method,
        Method::Residual(method) => method,
        Method::MigrationSystem(method) => method,
        Method::ArrivalsByOrigin(method) => method,
        Method::DeparturesByDestination(method) => method,
        Method::DirectlyStandardisedRate(method) => method,
        Method::StandardisedRatio(method) => method,
        Method::Inequality(method) => method,
        Method::InequalityParts(method) => method,
        Method::Concentration(method) => method,
        Method::Segregation(method) => method,
        Method::MultigroupSegregation(method) => method,
        Method::Diversity(method) => method,
        Method::Correlation(method) => method,
        Method::CapUse(method) => method,
        Method::Headroom(method) => method,
        Method::Gap(method) => method,
        Method::PathToZero(method) => method,
        Method::NotPublished(method) => method,
    }
}

/// A table with the definition of its dataset.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Its figures: every edition, the newest first where they overlap.
    pub table: &'a Table,
}

/// Everything a method may look at.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    /// The indicator's definition.
    pub indicator: &'a Indicator,
    /// For methods that read publications: the tables of its sources, in the order of the
    /// definition.
    pub tables: Vec<Held<'a>>,
    /// The values of the indicators that the method names, [`Method::inputs`], and of no others.
    pub values: BTreeMap<Id, &'a Values>,
    /// The areas.
    pub geography: &'a Geography,
    /// The codelists, for categories and their parts.
    pub codelists: &'a Definitions<Codelist>,
    /// Breaks in the series of publications.
    pub breaks: Vec<&'a Arc<SeriesBreak>>,
    /// The requested wider area, where methods of wider areas need no other; all of them when
    /// `None`.
    pub only: Option<&'a AreaCode>,
}

impl<'a> Inputs<'a> {
    /// The values that the method computes, with the breaks of its inputs.
    pub fn compute(&self) -> Result<Values> {
        let method = computed_by(&self.indicator.method);
        let mut values = method.compute(self)?;
        let of_wider_areas = method.is_of_wider_areas() || method.within().is_some();
        let named = self.indicator.method.inputs();
        let inputs: Vec<&Values> =
            named.iter().map(|(_, id)| self.values(id)).collect::<Result<_>>()?;
        inputs.iter().for_each(|input| values.restrict_comparability(input.comparable.as_ref()));
        if of_wider_areas {
            values.drop_incomparable(self.geography, |area| match method.within() {
                Some(within) => self.wider_area_of(area, within),
                None => Some(area.clone()),
            });
        }
        inputs.into_iter().for_each(|input| {
            values.tier = values.tier.max(input.tier);
            values.inherit_breaks(input, of_wider_areas);
        });
        let numerator =
            self.indicator.method.input(InputRole::Of).and_then(|id| self.values.get(id).copied());
        values.limit_uk_to_areas(numerator);
        Ok(values)
    }

    /// The values of an indicator that the method names. Errors with `F202` for an indicator that
    /// [`Method::inputs`] does not list.
    pub fn values(&self, id: &Id) -> Result<&'a Values> {
        self.values.get(id).copied().ok_or_else(|| {
            Error::new(error_codes::REFERENCE_DANGLING, format!("computing {}", self.indicator.id))
                .found(format!("{id}, which is no input of {}", self.indicator.method.name()))
        })
    }

    /// The values of terms, in their order. Errors as [`Inputs::values`].
    fn terms(&self, terms: &[Term]) -> Result<Vec<&'a Values>> {
        terms.iter().map(|term| self.values(&term.indicator)).collect()
    }

    /// The wider area that is the denominator of shares and quotients of `area`, or `None` where
    /// there is none.
    fn wider_area_of(&self, area: &AreaCode, within: &Within) -> Option<AreaCode> {
        match within {
            Within::Region => self.geography.partnership_of(area).map(|region| region.code.clone()),
            Within::Area(code) => Some(code.clone()),
        }
    }
}
