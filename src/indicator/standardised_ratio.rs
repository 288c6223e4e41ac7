//! Standardised ratio: events counted for each one expected at the rates of a wider area, age by
//! age.
//!
//! # What it measures
//! Whether an area has more or fewer events than its residents would have at the rates of a wider
//! area at each age.
//!
//! # Formula
//! `SIR_i = O_i / E_i`, `E_i = Σ n_ia X_a/N_a` over the bands of age `a`: `O` events counted in the
//! bands, `n` residents, `X/N` the wider area's rate.
//!
//! # Inputs and units
//! `of`: events or people by band of age, its only dimension. `per`: residents by single years of
//! age, of the newest day that the area and the wider area have in common. `within`: `region`, or
//! the code of the wider area. Result: ratio, 1 = as expected.
//!
//! # Interval
//! With `interval.byar` Byar's limits of `O` (exact Poisson below ten), each divided by `E`. A
//! ratio from fewer than twenty events is marked *unreliable*.
//!
//! # Missing and suppressed
//! A band without a figure, in the area or the wider one, makes the ratio missing for its reason.
//! Events of unknown age are in no band and are left out.
//!
//! # When not to use it
//! To compare areas with each other: each is compared with the wider area, by its own ages. The
//! wider area includes the area.
//!
//! # References
//! Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research, volume II, IARC,
//! chapter 2; Association of Public Health Observatories (2008), Technical Briefing 3.

use super::ages::{Residents, bands};
use super::{Compute, Input, InputRole, Inputs, Key, Origin, Value, Values};
use crate::catalogue::IntervalMethod;
use crate::catalogue::method::{StandardisedRatio, Within};
use crate::demography::interval::Confidence;
use crate::demography::reliability::small_number_rule;
use crate::demography::standardisation::standardised_ratio;
use crate::domain::{Result, Status};
use crate::table::Figure;
use std::collections::BTreeSet;

impl Compute for StandardisedRatio {
    fn formula(&self) -> &'static str {
        "SIR_i = O_i / sum n_ia (X_a / N_a)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn within(&self) -> Option<&Within> {
        Some(&self.within)
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let columns = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        let of = columns.0;
        let slots: BTreeSet<_> = of.iter().map(|(key, _)| (key.area.clone(), key.end)).collect();
        let mut made = Values::new(Vec::new());
        for (area, end) in slots {
            let key = Key { area, end, dims: Vec::new() };
            if let Some(value) = ratio(inputs, columns, &key, &self.within) {
                made.insert(key, value);
            }
        }
        Ok(made)
    }
}

/// The ratio of one area and day; `None` where nothing is counted by age, or the area is in no
/// wider one.
fn ratio(
    inputs: &Inputs<'_>,
    (of, per): (&Values, &Values),
    key: &Key,
    within: &Within,
) -> Option<Value> {
    let method = &inputs.indicator.interval;
    let bands = bands(of, &key.area, key.end);
    let whole = inputs.wider_area_of(&key.area, within)?;
    let period = bands.first().and_then(|(_, key)| of.get(key))?.period;
    let residents = Residents::newest(per, &[&key.area, &whole], key.end);
    let mut columns: [Vec<Figure>; 4] = Default::default();
    let mut from = Vec::new();
    for (band, own) in &bands {
        let (wider, unknown) =
            (own.for_area(&whole), (Figure::missing(Status::NotAvailable), Vec::new()));
        let counted = |place: usize| {
            residents.as_ref().map_or(unknown.clone(), |residents| residents[place].of(*band))
        };
        let ((here, keys_here), (there, keys_there)) = (counted(0), counted(1));
        let row = [of.figure(own), here, of.figure(&wider), there];
        columns.iter_mut().zip(row).for_each(|(column, figure)| column.push(figure));
        from.extend([own.clone(), wider].map(|key| Input::new(InputRole::Of, key)));
        from.extend(
            keys_here.into_iter().chain(keys_there).map(|key| Input::new(InputRole::Per, key)),
        );
    }
    let (mut interval, observed) = (None, Figure::sum(columns[0].iter().copied()));
    let figure = Figure::over(
        columns.each_ref().map(Vec::as_slice),
        |[events, residents, all_events, all]| {
            let level = Confidence::Percent95;
            let ratio =
                standardised_ratio(events.iter().sum(), &residents, &all_events, &all, level)?;
            interval = ratio.interval.filter(|_| matches!(method, IntervalMethod::Byar(_)));
            Some(ratio.value)
        },
    );
    let figure = small_number_rule(figure, observed, 0.0);
    Some(Value { interval, ..Value::of(period, figure, Origin::Computed(from)) })
}
