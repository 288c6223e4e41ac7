//! The values of indicators, computed once and kept.

use super::Engine;
use crate::domain::{AreaCode, Date, Error, Id, Result, error_codes};
use crate::indicator::{self, Held, Inputs, Key, Values};
use crate::table::{Figure, Table};
use std::rc::Rc;

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
        if above.contains(&indicator.id) {
            return Err(Error::new(error_codes::DEFINITION_WRONG, "computing an indicator")
                .at_key(id)
                .found("an indicator that is made from itself")
                .expected("`of` and `per` that lead to published figures"));
        }
        above.push(indicator.id.clone());
        let made = |input: &Option<Id>, above: &mut Vec<Id>| {
            input.as_ref().map(|input| self.values_after(input.as_str(), above)).transpose()
        };
        let (of, per) = (made(&indicator.of, above)?, made(&indicator.per, above)?);
        let by = made(if indicator.by.is_some() { &indicator.by } else { &indicator.weighted_by }, above)?;
        let terms: Vec<Rc<Values>> = indicator
            .term
            .iter()
            .map(|term| self.values_after(term.indicator.as_str(), above))
            .collect::<Result<_>>()?;
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
        };
        let computed = inputs.compute()?;
        let values = Rc::new(match &indicator.applies {
            Some(applies) => indicator::where_it_applies(computed, applies, &self.geography),
            None => computed,
        });
        above.pop();
        self.values.borrow_mut().insert(indicator.id.clone(), Rc::clone(&values));
        Ok(values)
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
