//! Crude rate: people counted for a fixed number of residents.
//!
//! # What it measures
//! How common something is in an area, so that areas of different size can be compared.
//!
//! # Formula
//! `r_i = m · A_i / P_i`, with `A` people counted on a day and `m` the multiplier. `P` is residents
//! at the area's newest mid-year before that day. With `per_at_end`, `P` is residents on the last
//! day of the period of `A`.
//!
//! # Inputs and units
//! `of`: people, one per area and day, or events over a year. `per`: residents. Result: per `m`
//! residents.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; no residents or no estimate before the day gives *not
//! applicable* or *not available*. A true zero gives zero.
//!
//! # People of no authority
//! The rate of the United Kingdom leaves out people whom the publication counts in no authority, as
//! the rates of its areas do.
//!
//! # Interval
//! None by default: a stock of supported people is a complete count. `interval.byar` uses the
//! limits of the count `A` (Byar, exact Poisson below ten), and `wilson` those of the proportion
//! `A / P`. `clusters` uses those of people who come in groups, and `"published"` those of the
//! estimate `A`. Each is divided by `P` as the rate is; there are none where `A` or `P` is missing.
//! With Byar's or Wilson's limits, a rate from fewer than twenty people or events is marked
//! *unreliable*. With `clusters`, a rate from fewer groups than the indicator requires is.
//!
//! # When not to use it
//! For areas with very few residents (the City of London has about 15,000): one household moves the
//! rate visibly.
//!
//! # Example
//! Hounslow, 31 December 2025: 10,000 × 1,720 / 299,424 = 57.4.
//!
//! # References
//! Office for Health Improvement and Disparities, Technical Guide: Rates, and their confidence
//! intervals.

use super::{Compute, Input, InputRole, Inputs, Key, Origin, Value, Values, common_day};
use crate::catalogue::IntervalMethod;
use crate::catalogue::method::{Over, Rate};
use crate::demography::interval::{
    Confidence, Interval, clustered_interval, count_interval, proportion_interval,
};
use crate::demography::rates;
use crate::demography::reliability::{RELIABLE_FROM, small_number_rule};
use crate::domain::{Id, Period, Result, Status, with_decimals};
use crate::table::Figure;

impl Compute for Rate {
    fn formula(&self) -> &'static str {
        "r_i = m * A_i / P_i"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("m", with_decimals(self.multiplier, 0))]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let quotient = Quotient::new(inputs, &self.of, &self.per, (self.over, self.per_at_end))?;
        let values = quotient
            .of_each(|people, residents| rates::per_resident(people, residents, self.multiplier));
        Ok(with_intervals_of_quotients(
            values,
            quotient.of,
            quotient.per,
            &inputs.indicator.interval,
            self.multiplier,
        ))
    }
}

/// Gives quotients of a count and residents their intervals. Marks those with an interval by chance
/// *unreliable* where fewer than twenty are counted.
pub(super) fn with_intervals_of_quotients(
    values: Values,
    of: &Values,
    per: &Values,
    method: &IntervalMethod,
    multiplier: f64,
) -> Values {
    let mut values = values.with_intervals(|_, value| {
        interval_of(value, of, per, method).map(|limits| limits.map(|x| multiplier * x))
    });
    let people_of_an_event = match method {
        IntervalMethod::Byar(_) | IntervalMethod::Wilson(_) => 1.0,
        IntervalMethod::Clusters(of) => of.people * of.reliable_from / RELIABLE_FROM,
        IntervalMethod::None
        | IntervalMethod::Dobson(_)
        | IntervalMethod::Published
        | IntervalMethod::Rounded => {
            return values;
        }
    };
    values.change(|value| {
        if let Some((counted, ..)) = inputs_of(value, of, per) {
            let events = counted.map(|people| Some(people / people_of_an_event));
            value.figure = small_number_rule(value.figure, events, 0.0);
        }
    });
    values
}

/// The count with its interval and the residents that a value was computed from. People of no
/// authority have no interval of their own.
fn inputs_of(value: &Value, of: &Values, per: &Values) -> Option<(Figure, Option<Interval>, f64)> {
    let Origin::Computed(inputs) = &value.origin else { return None };
    let key = |role| inputs.iter().find(|input| input.role == role).map(|input| &input.key);
    let counted = key(InputRole::Of)?;
    let (people, outside) = of.allocated(counted);
    let interval = of.get(counted)?.interval.filter(|_| outside.is_empty());
    Some((people, interval, per.figure(key(InputRole::Per)?).value?))
}

/// The limits of a quotient, before it is multiplied.
fn interval_of(
    value: &Value,
    of: &Values,
    per: &Values,
    method: &IntervalMethod,
) -> Option<Interval> {
    value.figure.value?;
    let (counted, interval, residents) = inputs_of(value, of, per)?;
    let people = counted.value?;
    let level = Confidence::Percent95;
    let by_residents = |limits: Interval| limits.map(|x| x / residents);
    match method {
        IntervalMethod::None | IntervalMethod::Dobson(_) => None,
        IntervalMethod::Byar(_) => count_interval(people, level).map(by_residents),
        IntervalMethod::Wilson(_) => proportion_interval(people, residents, level),
        IntervalMethod::Clusters(of) => {
            clustered_interval(people, of.people, level).map(by_residents)
        }
        IntervalMethod::Published | IntervalMethod::Rounded => interval.map(by_residents),
    }
}

/// A count and the residents that it is divided by.
pub(super) struct Quotient<'v> {
    pub of: &'v Values,
    pub per: &'v Values,
    over: Over,
    per_at_end: bool,
}

impl<'v> Quotient<'v> {
    /// Of two indicators, a flow being over the length of time named; `per_at_end` as in [`Rate`].
    /// Errors as [`Inputs::values`].
    pub fn new(
        inputs: &Inputs<'v>,
        of: &Id,
        per: &Id,
        (over, per_at_end): (Over, bool),
    ) -> Result<Self> {
        Ok(Self { of: inputs.values(of)?, per: inputs.values(per)?, over, per_at_end })
    }

    /// Applies a formula of people and residents to every value of the count. The population is
    /// that of the last day of the period where the indicator requests it, otherwise the newest
    /// before the period.
    ///
    /// A flow over any period but a year, or the quarter that the indicator names, gives *not
    /// applicable*. Divided by a population it would look like an annual rate.
    pub fn of_each(&self, formula: impl Fn(f64, f64) -> Option<f64>) -> Values {
        let per = self.per;
        self.of.derive(|key, value| {
            if !value.period.is_day() && !is_over(value.period, self.over) {
                return Some((Figure::missing(Status::NotApplicable), Vec::new()));
            }
            let day = match self.per_at_end {
                true => Some(key.end),
                false => common_day(per, &[&key.area], key.end),
            };
            let Some(day) = day else {
                return Some((
                    value.figure.combine(Figure::missing(Status::NotAvailable), &formula),
                    Vec::new(),
                ));
            };
            let population = Key { area: key.area.clone(), end: day, dims: Vec::new() };
            // Uses the people whom areas count, so that the United Kingdom can be compared with
            // them.
            let (people, outside) = self.of.allocated(key);
            let figure = people.combine(per.figure(&population), &formula);
            let outside = outside.into_iter().map(|key| Input::new(InputRole::Of, key));
            Some((
                figure,
                std::iter::once(Input::new(InputRole::Per, population)).chain(outside).collect(),
            ))
        })
    }

    /// Gives values computed from the count and residents the limits that follow from those of the
    /// count.
    pub fn with_limits_of_counts(
        &self,
        values: Values,
        limits: impl Fn(Interval, f64) -> Interval,
    ) -> Values {
        values.with_intervals(|_, value| {
            value.figure.value?;
            let (_, interval, residents) = inputs_of(value, self.of, self.per)?;
            Some(limits(interval?, residents))
        })
    }
}

fn is_over(period: Period, over: Over) -> bool {
    let days = match over {
        Over::Year => 364..=366,
        Over::Quarter => 88..=92,
    };
    days.contains(&period.days())
}
