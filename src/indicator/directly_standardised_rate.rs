//! Directly standardised rate: the rate that an area would have if its residents had the ages of a
//! standard population.
//!
//! # What it measures
//! How common something is, freed from differences of age: areas with many young adults have more
//! homelessness for that alone.
//!
//! # Formula
//! `DSR_i = m · Σ w_a x_ia/n_ia / Σ w_a` over the bands of age `a` in which events are counted; `w`
//! the European Standard Population 2013, single years of age counting a fifth of their five-year
//! band.
//!
//! # Inputs and units
//! `of`: events or people by band of age, its only dimension. `per`: residents by single years of
//! age, of the newest day that the area has. `multiplier`. Result: per `m` residents of the ages
//! that the bands span, over the period of the events.
//!
//! # Interval
//! With `interval.dobson` Dobson's limits, from Byar's of all events.
//!
//! # Missing and suppressed
//! A band without a figure makes the rate missing for its reason. Fewer than ten events in total
//! give no rate (*not available*), and fewer than twenty one marked *unreliable*. Events of unknown
//! age are in no band and are left out. A band without residents makes it *not applicable*.
//!
//! # When not to use it
//! Below ten events in total; in comparison with rates standardised to another population. The rate
//! is not a count: give the crude rate too.
//!
//! # References
//! Dobson, A. J. and others (1991), Statistics in Medicine 10(3), 457-462; Eurostat (2013),
//! Revision of the European Standard Population; Office for Health Improvement and Disparities,
//! Technical Guide: Rates, and their confidence intervals.

use super::ages::{Band, Residents, bands};
use super::{Compute, Input, InputRole, Inputs, Key, Origin, Value, Values};
use crate::catalogue::IntervalMethod;
use crate::catalogue::method::DirectlyStandardisedRate;
use crate::demography::interval::Confidence;
use crate::demography::reliability::{FEWEST_FOR_STANDARDISED_RATE, small_number_rule};
use crate::demography::standardisation::directly_standardised_rate;
use crate::domain::{Result, Status, with_decimals};
use crate::table::Figure;
use std::collections::BTreeSet;

impl Compute for DirectlyStandardisedRate {
    fn formula(&self) -> &'static str {
        "DSR_i = m * sum w_a (x_ia / n_ia) / sum w_a"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("m", with_decimals(self.multiplier.multiplier(), 0))]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per) = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        let (method, per_residents) = (&inputs.indicator.interval, self.multiplier);
        let slots: BTreeSet<_> = of.iter().map(|(key, _)| (key.area.clone(), key.end)).collect();
        let mut made = Values::new(Vec::new());
        for (area, end) in slots {
            let bands = bands(of, &area, end);
            let Some(period) =
                bands.first().and_then(|(_, key)| of.get(key)).map(|value| value.period)
            else {
                continue;
            };
            let events: Vec<Figure> = bands.iter().map(|(_, key)| of.figure(key)).collect();
            let residents = Residents::newest(per, &[&area], end);
            let counted = |band: Band| residents.as_ref().map(|residents| residents[0].of(band));
            let residents: Vec<(Figure, Vec<Key>)> = bands
                .iter()
                .map(|(band, _)| {
                    counted(*band).unwrap_or((Figure::missing(Status::NotAvailable), Vec::new()))
                })
                .collect();
            let weights: Vec<f64> = bands.iter().map(|(band, _)| band.weight()).collect();
            let populations: Vec<Figure> = residents.iter().map(|(figure, _)| *figure).collect();
            let mut interval = None;
            let all = Figure::sum(events.iter().copied());
            let figure = Figure::over([&events, &populations], |[events, populations]| {
                let level = Confidence::Percent95;
                let rate = directly_standardised_rate(
                    &events,
                    &populations,
                    &weights,
                    per_residents,
                    level,
                )?;
                interval = rate.interval.filter(|_| matches!(method, IntervalMethod::Dobson(_)));
                Some(rate.value)
            });
            let figure = small_number_rule(figure, all, FEWEST_FOR_STANDARDISED_RATE);
            let interval = interval.filter(|_| figure.value.is_some());
            let own = bands.into_iter().map(|(_, key)| Input::new(InputRole::Of, key));
            let others = residents.into_iter().flat_map(|(_, keys)| keys);
            let others = others.map(|key| Input::new(InputRole::Per, key));
            let origin = Origin::Computed(own.chain(others).collect());
            made.insert(
                Key { area, end, dims: Vec::new() },
                Value { interval, ..Value::of(period, figure, origin) },
            );
        }
        Ok(made)
    }
}
