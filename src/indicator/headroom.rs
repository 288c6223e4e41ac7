//! Headroom: how many more people fit under a limit, in whole people.
//!
//! # What it measures
//! How many more people could be counted in an area before a limit of one in `c` residents is
//! reached.
//!
//! # Formula
//! `h_i = max(0, ⌊P_i / c⌋ − A_i)`, in whole people. Of a wider area `H = Σ h_i` over its
//! authorities, because the limit applies to authorities. An excess in one authority does not
//! reduce the room of another, and every authority's room is rounded down.
//!
//! # Inputs and units
//! `of`: people. `per`: residents. Both are whole numbers, so the division is exact: `P_i / c` is
//! rounded down after it, and no product with 0.005 is ever formed. Result: people.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; a wider area is *not available* where one of its
//! authorities has no figure.
//!
//! # Interval
//! Where rounding gives the count an interval, the room has one too. The limits of a sum are the
//! sums of its parts' limits, where every part has them.
//!
//! # When not to use it
//! As a number of places to live: the number is arithmetic, and does not measure housing or
//! services.
//!
//! # References
//! As the use of the limit.

use super::rate::Quotient;
use super::{Compute, Inputs, Key, Origin, Value, Values};
use crate::catalogue::method::Headroom;
use crate::demography::interval::Interval;
use crate::domain::{AreaCode, AreaLevel, Period, Result, Status};
use crate::geography::{Area, Geography};
use crate::table::Figure;
use std::collections::BTreeSet;

impl Compute for Headroom {
    fn formula(&self) -> &'static str {
        "h_i = max(0, floor(P_i / c) - A_i); of a wider area the sum of its authorities'"
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("c", self.cap_residents_per_person.to_string())]
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a limit of one in so many residents is far below 2^52"
    )]
    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let cap = self.cap_residents_per_person.get() as f64;
        let quotient = Quotient::new(inputs, &self.of, &self.per, (self.over, self.per_at_end))?;
        let room = |people: f64, residents: f64| ((residents / cap).floor() - people).max(0.0);
        let values = quotient.of_each(|people, residents| Some(room(people, residents)));
        // The fewer people there are, the more room there is: the limits change places.
        let mut values = quotient.with_limits_of_counts(values, |limits, residents| Interval {
            lower: room(limits.upper, residents),
            upper: room(limits.lower, residents),
        });
        add_up_wider_areas(&mut values, inputs.geography);
        Ok(values)
    }
}

/// Puts the sums of authorities in the place of what wider areas would have by themselves.
fn add_up_wider_areas(values: &mut Values, geography: &Geography) {
    let is_wider =
        |area: &&AreaCode| !matches!(area.level(), AreaLevel::Authority | AreaLevel::County);
    let wider: Vec<AreaCode> = values.areas().filter(is_wider).cloned().collect();
    let counties: Vec<AreaCode> =
        values.areas().filter(|area| area.level() == AreaLevel::County).cloned().collect();
    for whole in wider {
        let authorities: Vec<(&Area, Vec<&AreaCode>)> = geography
            .authorities_in(&whole)
            .into_iter()
            .map(|area| {
                (
                    area,
                    counties
                        .iter()
                        .filter(|county| geography.contains(county, &area.code))
                        .collect(),
                )
            })
            .collect();
        let keys: Vec<Key> = values.iter_area(&whole).map(|(key, _)| key.clone()).collect();
        for key in keys {
            let parts = parts_of(values, geography, &key, &authorities);
            let held: Vec<&Value> = parts.iter().filter_map(|part| values.get(part)).collect();
            let Some(period) = values.get(&key).map(|value| value.period) else { continue };
            let sum = sum_of(&held, parts.len(), period);
            values.insert(key, sum);
        }
    }
}

/// The authorities that make up a wider area on a day. A county that has the figure replaces its
/// districts.
fn parts_of(
    values: &Values,
    geography: &Geography,
    whole: &Key,
    authorities: &[(&Area, Vec<&AreaCode>)],
) -> Vec<Key> {
    let (mut parts, mut found): (Vec<Key>, BTreeSet<&AreaCode>) = (Vec::new(), BTreeSet::new());
    for (area, counties) in
        authorities.iter().filter(|(area, _)| geography.counts_on(area, whole.end))
    {
        let holds = |county: &&&AreaCode| values.get(&whole.for_area(county)).is_some();
        let part = counties.iter().find(holds).map_or(&area.code, |county| *county);
        if found.insert(part) {
            parts.push(whole.for_area(part));
        }
    }
    parts
}

/// The sum of the parts that have a value, of the number that there should be.
fn sum_of(parts: &[&Value], all: usize, period: Period) -> Value {
    let lacking =
        (parts.len() < all || parts.is_empty()).then(|| Figure::missing(Status::NotAvailable));
    let figure = Figure::sum(parts.iter().map(|part| part.figure).chain(lacking));
    let inputs = parts.iter().flat_map(|part| match &part.origin {
        Origin::Computed(inputs) => inputs.clone(),
        _ => Vec::new(),
    });
    let limits: Option<Vec<Interval>> = parts.iter().map(|part| part.interval).collect();
    let sum = |limits: &[Interval]| Interval {
        lower: limits.iter().map(|limits| limits.lower).sum(),
        upper: limits.iter().map(|limits| limits.upper).sum(),
    };
    let interval = limits
        .filter(|limits| figure.value.is_some() && !limits.is_empty())
        .map(|limits| sum(&limits));
    Value { period, figure, origin: Origin::Computed(inputs.collect()), interval }
}
