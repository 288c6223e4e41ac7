//! The values of indicators, computed once and kept.

use super::Engine;
use crate::catalogue::Indicator;
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Result, error_codes};
use crate::indicator::{self, Held, Inputs, Key, Values};
use crate::table::{Figure, Table};
use std::rc::Rc;

/// Gives the values of an input; the ids are those of the indicators that are made from it.
type ValuesOf<'f> = dyn Fn(&Id, &mut Vec<Id>) -> Result<Rc<Values>> + 'f;

impl Engine {
    /// Every value of an indicator, for all areas and periods that the editions held allow.
    ///
    /// Errors: `F301` for an unknown id, `F204` when indicators are made from one another in a circle.
    pub fn values(&self, id: &str) -> Result<Rc<Values>> {
        self.values_after(id, &mut Vec::new())
    }

    fn values_after(&self, id: &str, above: &mut Vec<Id>) -> Result<Rc<Values>> {
        let indicator = self.catalogue.indicator(id)?;
        if let Some(held) = self.values.borrow().get(&indicator.id) {
            return Ok(Rc::clone(held));
        }
        let all = |input: &Id, above: &mut Vec<Id>| self.values_after(input.as_str(), above);
        let values = Rc::new(self.computed(indicator, None, &all, above)?);
        self.values.borrow_mut().insert(indicator.id.clone(), Rc::clone(&values));
        Ok(values)
    }

    /// The values of an area, of what lies in it and of what it lies in, for those who ask about no other: the same as among
    /// [`Engine::values`], but nothing is computed for the rest of the country that they are not made of. Of an index of whole areas
    /// only that of the area itself.
    pub(super) fn values_in(&self, area: &AreaCode, id: &str) -> Result<Rc<Values>> {
        self.values_in_after(area, id, &mut Vec::new())
    }

    fn values_in_after(&self, area: &AreaCode, id: &str, above: &mut Vec<Id>) -> Result<Rc<Values>> {
        let indicator = self.catalogue.indicator(id)?;
        let place = (area.clone(), indicator.id.clone());
        if let Some(held) = self.values_in.borrow().get(&place) {
            return Ok(Rc::clone(held));
        }
        let is_near = |other: &AreaCode| {
            let (inside, around) = (self.geography.contains(area, other), self.geography.contains(other, area));
            inside || around || other.level() == AreaLevel::Unallocated
        };
        let near = |input: &Id, above: &mut Vec<Id>| {
            // Shares may be taken of the index of a wider area.
            let is_of_wholes = indicator::method(self.catalogue.indicator(input.as_str())?)?.is_of_wholes();
            match is_of_wholes {
                true => Ok(Rc::new(self.values_after(input.as_str(), above)?.of_areas(is_near))),
                false => self.values_in_after(area, input.as_str(), above),
            }
        };
        let all = |input: &Id, above: &mut Vec<Id>| self.values_after(input.as_str(), above);
        let (method, is_held) = (indicator::method(indicator)?, self.values.borrow().contains_key(&indicator.id));
        let values = if !is_held && method.needs_no_other_area() {
            self.computed(indicator, None, &near, above)?
        } else if !is_held && method.is_of_wholes() {
            self.computed(indicator, Some(area), &all, above)?
        } else {
            self.values_after(id, above)?.of_areas(is_near)
        };
        let values = Rc::new(values);
        self.values_in.borrow_mut().insert(place, Rc::clone(&values));
        Ok(values)
    }

    /// What the method of an indicator makes of its inputs and tables. Errors with `F204` for one that is among those `above` it, which
    /// are made from it.
    fn computed(
        &self,
        indicator: &Indicator,
        only: Option<&AreaCode>,
        input: &ValuesOf<'_>,
        above: &mut Vec<Id>,
    ) -> Result<Values> {
        if above.contains(&indicator.id) {
            return Err(Error::new(error_codes::DEFINITION_WRONG, "computing an indicator")
                .at_key(indicator.id.as_str())
                .found("an indicator that is made from itself")
                .expected("`of` and `per` that lead to published figures"));
        }
        above.push(indicator.id.clone());
        let mut made = |id: &Option<Id>| id.as_ref().map(|id| input(id, above)).transpose();
        let (of, per) = (made(&indicator.of)?, made(&indicator.per)?);
        let by = made(if indicator.by.is_some() { &indicator.by } else { &indicator.weighted_by })?;
        let terms: Vec<Rc<Values>> =
            indicator.term.iter().map(|term| input(&term.indicator, above)).collect::<Result<_>>()?;
        let mut tables: Vec<(&Id, Rc<Table>)> = Vec::new();
        for source in &indicator.source {
            if let Some(table) = self.table(&source.dataset)? {
                tables.push((&source.dataset, table));
            }
        }
        let held = tables.iter().map(|(id, table)| Held { dataset: &self.catalogue.datasets[*id], table });
        let inputs = Inputs {
            indicator,
            tables: held.collect(),
            of: of.as_deref(),
            per: per.as_deref(),
            by: by.as_deref(),
            terms: terms.iter().map(Rc::as_ref).collect(),
            geography: &self.geography,
            codelists: &self.catalogue.codelists,
            breaks: self.catalogue.breaks.values().flatten().collect(),
            only,
        };
        let computed = inputs.compute()?;
        above.pop();
        Ok(match &indicator.applies {
            Some(applies) => indicator::where_it_applies(computed, applies, &self.geography),
            None => computed,
        })
    }

    /// The figure of an area on a day; *not available* when there is none.
    pub(super) fn figure(&self, id: &str, area: &AreaCode, day: Date) -> Result<Figure> {
        Ok(self.values(id)?.figure(&Key { area: area.clone(), end: day, dims: Vec::new() }))
    }

    /// The newest day for which an indicator has a figure for an area, or `F304`.
    pub(super) fn newest_day(&self, id: &str, area: &AreaCode) -> Result<Date> {
        let (indicator, values) = (self.catalogue.indicator(id)?, self.values(id)?);
        values.newest_day(area).ok_or_else(|| self.no_figures(indicator, &values, area))
    }
}
