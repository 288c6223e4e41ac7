//! Share of an area: which part of a wider area's people live in this one.

use super::{Input, InputRole, Inputs, Key, Method, Need, Values};
use crate::domain::{AreaCode, AreaLevel, Result};
use crate::table::Figure;

/// # What it measures
/// The percentage of a wider area's people who are counted in this area.
///
/// # Formula
/// `s_i = 100 · A_i / A`, with `A` the published total of the wider area where there is one; with `allocated` less the people
/// who are counted in no authority.
///
/// # Inputs and units
/// `of`: people. `within`: `region`, or the code of the wider area. Result: per cent.
///
/// # Missing and suppressed
/// Missing in either gives missing out; a wider area with nobody gives *not applicable*. With `allocated`, people counted in
/// no authority have no share.
///
/// # When not to use it
/// To compare areas of different size: use the location quotient or the rate.
///
/// # References
/// Proportion of a total; without `allocated` the total of the United Kingdom includes people counted in no authority.
pub struct ShareOfArea;

impl Method for ShareOfArea {
    fn id(&self) -> &'static str {
        "share-of-area"
    }

    fn formula(&self) -> &'static str {
        "s_i = 100 * A_i / A"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Within]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, within) = (inputs.of()?, inputs.within()?);
        let is_unallocated = |area: &&AreaCode| area.level() == AreaLevel::Unallocated;
        let unallocated: Vec<AreaCode> = of.areas().filter(is_unallocated).cloned().collect();
        Ok(of.derive(|key, value| {
            let total = key.for_area(&inputs.whole_of(&key.area, &within)?);
            let outside: Vec<Key> = match inputs.indicator.allocated {
                true if key.area.level() == AreaLevel::Unallocated => return None,
                true => unallocated.iter().map(|area| key.for_area(area)).collect(),
                false => Vec::new(),
            };
            // One that has no row in a period has nobody then.
            let outside: Vec<Key> = outside.into_iter().filter(|key| of.get(key).is_some()).collect();
            let people = Figure::sum(outside.iter().map(|key| of.figure(key)));
            let people = if outside.is_empty() { Figure::of(0.0) } else { people };
            let less = |figure: Figure| figure.combine(people, |all, outside| Some(all - outside));
            let own = if key.area == total.area { less(value.figure) } else { value.figure };
            let figure = own.combine(less(of.figure(&total)), |a, b| (b > 0.0).then(|| 100.0 * a / b));
            Some((figure, std::iter::once(total).chain(outside).map(|key| Input::new(InputRole::Of, key)).collect()))
        }))
    }
}
