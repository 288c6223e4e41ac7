//! Location quotient: how concentrated a group is in an area, relative to a wider area.
//!
//! # What it measures
//! The area's share of a group divided by its share of all residents of the wider area. 1 = even.
//!
//! # Formula
//! `LQ_i = (A_i / A) / (P_i / P)`, with `A` the group and `P` all residents, in area `i` and in the
//! wider area.
//!
//! # Inputs and units
//! `of`: people. `per`: residents, on the newest mid-year that both areas have
//! (`population::common_day`). Result: ratio, no unit. It is the Austrian *Quote* divided by 100.
//!
//! # Missing and suppressed
//! Missing in any of the four gives missing out. No people or no residents in the wider area, or no
//! residents in the area, gives *not applicable*. The totals are the published ones where the
//! dataset has them.
//!
//! # When not to use it
//! Below about 30 expected people the quotient is noise.
//!
//! # References
//! Isserman, A. (1977), Journal of the American Institute of Planners 43(1), 33-41.

use super::{Compute, Input, InputRole, Inputs, Key, Values, common_day};
use crate::catalogue::method::{LocationQuotient, Within};
use crate::domain::{Result, Status};
use crate::table::Figure;

impl Compute for LocationQuotient {
    fn formula(&self) -> &'static str {
        "LQ_i = (A_i / A) / (P_i / P)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn within(&self) -> Option<&Within> {
        Some(&self.within)
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per) = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        Ok(relative_to_population(inputs, (of, per), &self.within, |figures| {
            Figure::all(figures, |[a, total, p, all]| {
                (total > 0.0 && p > 0.0 && all > 0.0).then(|| (a / total) / (p / all))
            })
        }))
    }
}

/// Applies a formula of an area's people, the wider area's people, and the residents of both on one
/// mid-year.
pub(super) fn relative_to_population(
    inputs: &Inputs<'_>,
    (of, per): (&Values, &Values),
    within: &Within,
    formula: impl Fn([Figure; 4]) -> Figure,
) -> Values {
    of.derive(|key, value| {
        let whole = inputs.wider_area_of(&key.area, within)?;
        let total = key.for_area(&whole);
        let (whole_figure, outside) = of.allocated(&total);
        let Some(mid_year) = common_day(per, &[&key.area, &whole], key.end) else {
            let unknown = Figure::missing(Status::NotAvailable);
            return Some((formula([value.figure, whole_figure, unknown, unknown]), Vec::new()));
        };
        let population = |area| Key { area, end: mid_year, dims: Vec::new() };
        let (p, all) = (population(key.area.clone()), population(whole));
        let own = if key.area == total.area { whole_figure } else { value.figure };
        let (own, whole_figure) = own.as_part_of(whole_figure);
        let figures = [own, whole_figure, per.figure(&p), per.figure(&all)];
        let figure = formula(figures);
        let input = |role, key| Input::new(role, key);
        let counted = std::iter::once(total).chain(outside).map(|key| input(InputRole::Of, key));
        Some((figure, counted.chain([p, all].map(|key| input(InputRole::Per, key))).collect()))
    })
}
