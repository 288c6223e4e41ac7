//! The values of indicators, computed once and cached.
//!
//! Belongs here: which values an indicator is computed from. Does not belong here: formulas
//! (`indicator`), how values are requested.

use crate::catalogue::{Catalogue, Indicator};
use crate::domain::{
    AreaCode, AreaLevel, Date, Error, Id, OnceCache, Result, Tier, error_codes, locked,
};
use crate::geography::{Area, Geography};
use crate::holdings::Holdings;
use crate::indicator::{self, Held, Inputs, Key, Values};
use crate::knowledge::Knowledge;
use crate::source::EditionId;
use crate::table::{Figure, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// Returns the values of an input.
type ValuesOf<'f> = dyn Fn(&Id) -> Result<Arc<Values>> + 'f;

/// The values of indicators from the stored editions, computed on request and cached.
#[derive(Debug, Clone)]
pub struct Figures {
    holdings: Holdings,
    computed: Arc<Mutex<Arc<Computed>>>,
}

/// The values computed from the tables as they were read.
#[derive(Debug, Default)]
struct Computed {
    /// [`Holdings::changes`] when it was computed.
    changes: u64,
    values: OnceCache<Id, Arc<Values>>,
    /// The values of an area and of the areas near it.
    values_in: OnceCache<(AreaCode, Id), Arc<Values>>,
}

impl Figures {
    /// The values that editions give.
    pub fn new(holdings: Holdings) -> Self {
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

    /// The day of the view, where it is not today.
    pub(crate) fn at(&self) -> Option<Date> {
        self.holdings.at()
    }

    /// Today's date, or the day of the view.
    pub(crate) fn today(&self) -> Option<Date> {
        self.holdings.today()
    }

    /// The figures as if these editions were not in the store.
    pub(crate) fn without(&self, editions: BTreeSet<EditionId>) -> Self {
        Self::new(self.holdings.without(editions))
    }

    /// The figures as of a day: without later publications.
    pub(crate) fn known_on(&self, day: Date) -> Self {
        Self::new(self.holdings.known_on(day))
    }

    /// The authorities of a tier of a region now, or on the day of the view.
    pub(crate) fn areas_now(&self, region: &AreaCode, tier: Tier) -> Vec<&Area> {
        self.holdings.areas_now(region, tier)
    }

    /// The authorities of an indicator's tier in a region, on present boundaries: abolished ones
    /// are left out where their successors are listed.
    pub(crate) fn areas_of(&self, indicator: &str, region: &AreaCode) -> Result<Vec<&Area>> {
        Ok(self.areas_now(region, self.values(indicator)?.tier()))
    }

    /// The computed values, unless the store has been changed since.
    fn computed(&self) -> Arc<Computed> {
        let mut computed = locked(&self.computed);
        let changes = self.holdings.changes();
        if computed.changes != changes {
            *computed = Arc::new(Computed { changes, ..Computed::default() });
        }
        Arc::clone(&computed)
    }

    /// Every value of an indicator, for all areas and periods that the stored editions allow.
    ///
    /// Errors: `F301` for an unknown id, `F204` when indicators are computed from each other in a
    /// circle.
    pub fn values(&self, id: &str) -> Result<Arc<Values>> {
        self.refuse_circles(id)?;
        self.kept_values(id)
    }

    /// Errors with `F204` where an indicator is computed, directly or through others, from itself.
    /// Checked before anything is computed: two threads that compute the indicators of one circle
    /// would wait for each other.
    fn refuse_circles(&self, id: &str) -> Result<()> {
        let indicator = self.catalogue().indicator(id)?;
        if self.computed().values.has(&indicator.id) {
            return Ok(());
        }
        refuse_circles_below(self.catalogue(), indicator, &mut Vec::new())
    }

    fn kept_values(&self, id: &str) -> Result<Arc<Values>> {
        let indicator = self.catalogue().indicator(id)?;
        self.computed().values.get_or_try(&indicator.id, || {
            let all = |input: &Id| self.kept_values(input.as_str());
            Ok(Arc::new(self.compute(indicator, None, &all)?))
        })
    }

    /// The values of an area, of the areas in it and of those around it, for callers that need no
    /// other. They are the same as among [`Figures::values`], but nothing else is computed for the
    /// rest of the country. An index of wider areas is computed for the area itself only.
    pub(crate) fn values_in(&self, area: &AreaCode, id: &str) -> Result<Arc<Values>> {
        self.refuse_circles(id)?;
        self.kept_values_in(area, id)
    }

    fn kept_values_in(&self, area: &AreaCode, id: &str) -> Result<Arc<Values>> {
        let indicator = self.catalogue().indicator(id)?;
        let place = (area.clone(), indicator.id.clone());
        self.computed()
            .values_in
            .get_or_try(&place, || Ok(Arc::new(self.compute_in(area, indicator)?)))
    }

    fn compute_in(&self, area: &AreaCode, indicator: &Indicator) -> Result<Values> {
        let is_near = |other: &AreaCode| {
            let (inside, around) =
                (self.geography().contains(area, other), self.geography().contains(other, area));
            inside || around || other.level() == AreaLevel::Unallocated
        };
        let near = |input: &Id| {
            // The index of a wider area may be the denominator of shares.
            let is_of_wider_areas =
                indicator::computed_by(&self.catalogue().indicator(input.as_str())?.method)
                    .is_of_wider_areas();
            match is_of_wider_areas {
                true => Ok(Arc::new(self.kept_values(input.as_str())?.of_areas(is_near))),
                false => self.kept_values_in(area, input.as_str()),
            }
        };
        let all = |input: &Id| self.kept_values(input.as_str());
        let (method, is_held) =
            (indicator::computed_by(&indicator.method), self.computed().values.has(&indicator.id));
        if !is_held && method.needs_no_other_area() {
            self.compute(indicator, None, &near)
        } else if !is_held && method.is_of_wider_areas() {
            self.compute(indicator, Some(area), &all)
        } else {
            Ok(self.kept_values(indicator.id.as_str())?.of_areas(is_near))
        }
    }

    /// The values that the method of an indicator computes from its inputs and tables.
    fn compute(
        &self,
        indicator: &Indicator,
        only: Option<&AreaCode>,
        input: &ValuesOf<'_>,
    ) -> Result<Values> {
        let inputs = indicator.method.inputs();
        let values: BTreeMap<&Id, Arc<Values>> =
            inputs.into_iter().map(|(_, id)| Ok((id, input(id)?))).collect::<Result<_>>()?;
        let mut tables: Vec<(&Id, Arc<Table>)> = Vec::new();
        for source in indicator.method.sources() {
            if let Some(table) = self.holdings().table(&source.dataset)? {
                tables.push((&source.dataset, table));
            }
        }
        let held = tables
            .iter()
            .map(|(id, table)| Held { dataset: &self.catalogue().datasets[*id], table });
        let inputs = Inputs {
            indicator,
            tables: held.collect(),
            values: values.iter().map(|(id, values)| ((*id).clone(), values.as_ref())).collect(),
            geography: self.geography(),
            codelists: &self.catalogue().codelists,
            breaks: self.catalogue().breaks.values().flatten().collect(),
            only,
        };
        let computed = inputs.compute()?;
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

/// Errors with `F204` for an indicator that is among those `above` it, which are computed from it.
/// Also checks the indicators that it is computed from.
fn refuse_circles_below(
    catalogue: &Catalogue,
    indicator: &Indicator,
    above: &mut Vec<Id>,
) -> Result<()> {
    if above.contains(&indicator.id) {
        return Err(Error::new(error_codes::DEFINITION_WRONG, "computing an indicator")
            .at_key(indicator.id.as_str())
            .found("an indicator that is made from itself")
            .expected("`of` and `per` that lead to published figures"));
    }
    above.push(indicator.id.clone());
    for input in
        indicator.method.inputs().into_iter().filter_map(|(_, id)| catalogue.indicators.get(id))
    {
        refuse_circles_below(catalogue, input, above)?;
    }
    above.pop();
    Ok(())
}
