//! Counts of areas that leave out people whom a publication counts in no authority.
//!
//! Belongs here: for which periods and figures people without an authority make a count *at least*.
//! Does not belong here: suppressed figures, which a printed total leaves out
//! (`source/shape/lower_bounds.rs`).

use crate::catalogue::{Codelist, IndicatorSource, WithoutAuthority};
use crate::domain::{AreaLevel, Date, Result, Status};
use crate::indicator::shape::Shape;
use crate::indicator::{Held, Key, Values};
use std::collections::BTreeMap;

impl Values {
    /// Marks the counts of areas as *at least* in periods in which most people of the declared
    /// categories have no authority. A dataset declares the categories. The count of the United
    /// Kingdom includes them all.
    pub(in crate::indicator) fn mark_those_without_authority(
        &mut self,
        source: &IndicatorSource,
        held: Held<'_>,
        shape: &Shape<'_>,
    ) -> Result<()> {
        for rule in
            held.dataset.without_authority.iter().filter(|rule| rule.measure == source.measure)
        {
            let Some(index) = held.dataset.dim_index(&rule.dimension) else { continue };
            let Some(list) = shape.codelist_of(index) else { continue };
            let is_meant = |code: &str| rule.codes.iter().any(|whole| list.lies_in(code, whole));
            let mut people: BTreeMap<Date, (f64, f64)> = BTreeMap::new();
            for row in shape.rows(held)?.iter().filter(|row| is_meant(&row.dims[index])) {
                // Uses available numbers only: suppressed people may be of either.
                let Some(number) = row.value else { continue };
                let (outside, all) = people.entry(row.period.end).or_default();
                *all += number;
                *outside += if row.area.level() == AreaLevel::Unallocated { number } else { 0.0 };
            }
            let most_are_outside =
                |day: &Date| people.get(day).is_some_and(|(outside, all)| 2.0 * outside > *all);
            let is_of_areas = |key: &Key| {
                !matches!(key.area.level(), AreaLevel::Kingdom | AreaLevel::Unallocated)
            };
            self.mark(Status::LowerBound, |key| {
                is_of_areas(key)
                    && most_are_outside(&key.end)
                    && holds(rule, list, shape.category_of(index, &key.dims))
            });
        }
        Ok(())
    }
}

/// True for a figure that includes some of the people: of all categories together, or of one among
/// or around those declared.
fn holds(rule: &WithoutAuthority, list: &Codelist, category: Option<&str>) -> bool {
    let meets = |code: &str| {
        rule.codes.iter().any(|one| list.lies_in(code, one) || list.lies_in(one, code))
    };
    category.is_none_or(meets)
}
