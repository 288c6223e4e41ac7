//! The values of indicators, computed once and kept.
//!
//! Belongs here: which values an indicator is made from. Does not belong here: formulas (`indicator`), how values are asked about.

use crate::catalogue::{Catalogue, Indicator};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, OnceMap, Result, Tier, error_codes};
use crate::geography::{Area, Geography};
use crate::holdings::Holdings;
use crate::indicator::{self, Held, Inputs, Key, Values};
use crate::knowledge::Knowledge;
use crate::source::EditionId;
use crate::table::{Figure, Table};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Gives the values of an input; the ids are those of the indicators that are made from it.
type ValuesOf<'f> = dyn Fn(&Id, &mut Vec<Id>) -> Result<Arc<Values>> + 'f;

/// The values of indicators from the editions held, computed when they are asked for and kept.
#[derive(Debug, Clone)]
pub struct Figures {
    holdings: Holdings,
    computed: Arc<Mutex<Arc<Computed>>>,
}

/// What has been computed from the tables as they were read.
#[derive(Debug, Default)]
struct Computed {
    /// [`Holdings::changes`] when it was computed.
    changes: u64,
    values: OnceMap<Id, Arc<Values>>,
    /// Those of an area and what is near it.
    values_in: OnceMap<(AreaCode, Id), Arc<Values>>,
}

impl Figures {
    /// The values that editions give.
    ///
    /// Errors: `F2xx` for an indicator whose method cannot work with what its definition says.
    pub fn new(holdings: Holdings) -> Result<Self> {
        let catalogue = holdings.catalogue();
        for indicator in catalogue.indicators.values() {
            indicator::check(indicator).map_err(|e| e.in_file(catalogue.file_of("indicators", &indicator.id)))?;
        }
        Ok(Self::of(holdings))
    }

    fn of(holdings: Holdings) -> Self {
        Self { holdings, computed: Arc::default() }
    }

    /// The editions that the figures come from.
    pub fn holdings(&self) -> &Holdings {
        &self.holdings
    }

    /// Definitions and areas.
    pub fn knowledge(&self) -> &Knowledge {
        self.holdings.knowledge()
    }

    /// The definitions.
    pub fn catalogue(&self) -> &Catalogue {
        self.holdings.catalogue()
    }

    /// The areas.
    pub fn geography(&self) -> &Geography {
        self.holdings.geography()
    }

    /// The day that is looked from, where it is not today.
    pub(crate) fn at(&self) -> Option<Date> {
        self.holdings.at()
    }

    /// The day it is, or the one that is looked from.
    pub(crate) fn today(&self) -> Option<Date> {
        self.holdings.today()
    }

    /// The figures as if these editions were not held.
    pub(crate) fn without(&self, editions: BTreeSet<EditionId>) -> Self {
        Self::of(self.holdings.without(editions))
    }

    /// The figures as of a day: without what was published later.
    pub(crate) fn known_on(&self, day: Date) -> Self {
        Self::of(self.holdings.known_on(day))
    }

    /// The figures as other holdings give them.
    pub(crate) fn with_holdings(&self, holdings: Holdings) -> Self {
        Self::of(holdings)
    }

    /// The authorities of a tier of a region as they are, or were on the day that is looked from.
    pub(crate) fn areas_now(&self, region: &AreaCode, tier: Tier) -> Vec<&Area> {
        self.holdings.areas_now(region, tier)
    }

    /// The authorities of an indicator's tier in a region, on present boundaries: abolished ones stand beside no living one.
    pub(crate) fn areas_of(&self, indicator: &str, region: &AreaCode) -> Result<Vec<&Area>> {
        Ok(self.areas_now(region, self.values(indicator)?.tier()))
    }

    /// What has been computed, unless the store has been changed since.
    fn computed(&self) -> Arc<Computed> {
        let mut computed = self.computed.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = self.holdings.changes();
        if computed.changes != changes {
            *computed = Arc::new(Computed { changes, ..Computed::default() });
        }
        Arc::clone(&computed)
    }

    /// Every value of an indicator, for all areas and periods that the editions held allow.
    ///
    /// Errors: `F301` for an unknown id, `F204` when indicators are made from one another in a circle.
    pub fn values(&self, id: &str) -> Result<Arc<Values>> {
        self.refuse_circles(id)?;
        self.values_after(id, &mut Vec::new())
    }

    /// Errors with `F204` where an indicator, or one that it is made from, is made from itself. Asked before anything is computed: two
    /// threads that compute the indicators of one circle would wait for each other.
    fn refuse_circles(&self, id: &str) -> Result<()> {
        let indicator = self.catalogue().indicator(id)?;
        if self.computed().values.has(&indicator.id) {
            return Ok(());
        }
        refuse_circles_below(self.catalogue(), indicator, &mut Vec::new())
    }

    fn values_after(&self, id: &str, above: &mut Vec<Id>) -> Result<Arc<Values>> {
        let indicator = self.catalogue().indicator(id)?;
        refuse_circle(indicator, above)?;
        self.computed().values.get_or_try(&indicator.id, || {
            let all = |input: &Id, above: &mut Vec<Id>| self.values_after(input.as_str(), above);
            Ok(Arc::new(self.compute(indicator, None, &all, above)?))
        })
    }

    /// The values of an area, of what lies in it and of what it lies in, for those who ask about no other: the same as among
    /// [`Figures::values`], but nothing is computed for the rest of the country that they are not made of. Of an index of whole areas
    /// only that of the area itself.
    pub(crate) fn values_in(&self, area: &AreaCode, id: &str) -> Result<Arc<Values>> {
        self.refuse_circles(id)?;
        self.values_in_after(area, id, &mut Vec::new())
    }

    fn values_in_after(&self, area: &AreaCode, id: &str, above: &mut Vec<Id>) -> Result<Arc<Values>> {
        let indicator = self.catalogue().indicator(id)?;
        refuse_circle(indicator, above)?;
        let place = (area.clone(), indicator.id.clone());
        self.computed().values_in.get_or_try(&place, || Ok(Arc::new(self.compute_in(area, indicator, above)?)))
    }

    fn compute_in(&self, area: &AreaCode, indicator: &Indicator, above: &mut Vec<Id>) -> Result<Values> {
        let is_near = |other: &AreaCode| {
            let (inside, around) = (self.geography().contains(area, other), self.geography().contains(other, area));
            inside || around || other.level() == AreaLevel::Unallocated
        };
        let near = |input: &Id, above: &mut Vec<Id>| {
            // Shares may be taken of the index of a wider area.
            let is_of_wholes = indicator::method(self.catalogue().indicator(input.as_str())?)?.is_of_wholes();
            match is_of_wholes {
                true => Ok(Arc::new(self.values_after(input.as_str(), above)?.of_areas(is_near))),
                false => self.values_in_after(area, input.as_str(), above),
            }
        };
        let all = |input: &Id, above: &mut Vec<Id>| self.values_after(input.as_str(), above);
        let (method, is_held) = (indicator::method(indicator)?, self.computed().values.has(&indicator.id));
        if !is_held && method.needs_no_other_area() {
            self.compute(indicator, None, &near, above)
        } else if !is_held && method.is_of_wholes() {
            self.compute(indicator, Some(area), &all, above)
        } else {
            Ok(self.values_after(indicator.id.as_str(), above)?.of_areas(is_near))
        }
    }

    /// What the method of an indicator makes of its inputs and tables; those `above` it are made from it.
    fn compute(
        &self,
        indicator: &Indicator,
        only: Option<&AreaCode>,
        input: &ValuesOf<'_>,
        above: &mut Vec<Id>,
    ) -> Result<Values> {
        above.push(indicator.id.clone());
        let mut made = |id: &Option<Id>| id.as_ref().map(|id| input(id, above)).transpose();
        let (of, per) = (made(&indicator.of)?, made(&indicator.per)?);
        let by = made(if indicator.by.is_some() { &indicator.by } else { &indicator.weighted_by })?;
        let terms: Vec<Arc<Values>> =
            indicator.term.iter().map(|term| input(&term.indicator, above)).collect::<Result<_>>()?;
        let mut tables: Vec<(&Id, Arc<Table>)> = Vec::new();
        for source in &indicator.source {
            if let Some(table) = self.holdings().table(&source.dataset)? {
                tables.push((&source.dataset, table));
            }
        }
        let held = tables.iter().map(|(id, table)| Held { dataset: &self.catalogue().datasets[*id], table });
        let inputs = Inputs {
            indicator,
            tables: held.collect(),
            of: of.as_deref(),
            per: per.as_deref(),
            by: by.as_deref(),
            terms: terms.iter().map(Arc::as_ref).collect(),
            geography: self.geography(),
            codelists: &self.catalogue().codelists,
            breaks: self.catalogue().breaks.values().flatten().collect(),
            only,
        };
        let computed = inputs.compute()?;
        above.pop();
        Ok(match &indicator.applies {
            Some(applies) => indicator::where_it_applies(computed, applies, self.geography()),
            None => computed,
        })
    }

    /// The figure of an area on a day; *not available* when there is none.
    pub(crate) fn figure(&self, id: &str, area: &AreaCode, day: Date) -> Result<Figure> {
        Ok(self.values(id)?.figure(&Key { area: area.clone(), end: day, dims: Vec::new() }))
    }
}

/// Errors with `F204` for an indicator that is among those `above` it, which are made from it.
fn refuse_circle(indicator: &Indicator, above: &[Id]) -> Result<()> {
    if !above.contains(&indicator.id) {
        return Ok(());
    }
    Err(Error::new(error_codes::DEFINITION_WRONG, "computing an indicator")
        .at_key(indicator.id.as_str())
        .found("an indicator that is made from itself")
        .expected("`of` and `per` that lead to published figures"))
}

/// The same for an indicator and everything that it is made from.
fn refuse_circles_below(catalogue: &Catalogue, indicator: &Indicator, above: &mut Vec<Id>) -> Result<()> {
    refuse_circle(indicator, above)?;
    above.push(indicator.id.clone());
    let terms = indicator.term.iter().map(|term| &term.indicator);
    let inputs = indicator.of.iter().chain(&indicator.per).chain(&indicator.by).chain(&indicator.weighted_by);
    for input in inputs.chain(terms).filter_map(|id| catalogue.indicators.get(id)) {
        refuse_circles_below(catalogue, input, above)?;
    }
    above.pop();
    Ok(())
}
