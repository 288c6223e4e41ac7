//! Migration of an area and of a system of areas: how much of it changes where people live.

use super::shares::{is_count, total};
use crate::table::Figure;

/// # What it measures
/// How much of an area's migration changes its population, and in which direction.
///
/// # Formula
/// `100 (I − O) / (I + O)`.
///
/// # Inputs and units
/// `arrivals`, `departures`: people over one period. Result: −100 (all leave) to 100 (all arrive).
///
/// # Missing and out of range
/// Missing in either gives missing out; no one moving or a negative count gives *not applicable*.
///
/// # When not to use it
/// Where few people move: one family changes the index much. It does not show how many move; give
/// the turnover next to it.
///
/// # References
/// Shryock, H. S. and Siegel, J. S. (1976), The Methods and Materials of Demography, chapter 21.
pub fn effectiveness(arrivals: Figure, departures: Figure) -> Figure {
    arrivals.combine(departures, |i, o| {
        (is_count(i) && is_count(o) && i + o > 0.0).then(|| 100.0 * (i - o) / (i + o))
    })
}

/// # What it measures
/// Migration effectiveness index of a system: how much of all its migration changes the populations
/// of its areas.
///
/// # Formula
/// `MEI = 100 Σ |D_i − O_i| / Σ (D_i + O_i)`.
///
/// # Inputs and units
/// `arrivals` and `departures` of each area by moves *within the system*, complete. Result: 0
/// (every flow is balanced) to 100.
///
/// # Missing and out of range
/// `None` when no one moves, for a negative count, for columns of different length.
///
/// # When not to use it
/// With moves to and from outside: then the sums of arrivals and departures differ and the index
/// mixes two things.
///
/// # References
/// Bell, M. and others (2002), Cross-national comparison of internal migration, Journal of the
/// Royal Statistical Society Series A 165(3), 435-464.
pub fn migration_effectiveness_index(arrivals: &[f64], departures: &[f64]) -> Option<f64> {
    let moves = total(arrivals)? + total(departures)?;
    Some(100.0 * redistributed(arrivals, departures)? / moves)
}

/// # What it measures
/// Crude migration intensity: people who moved between areas, per hundred residents. Of transitions
/// rather than events it is called the crude migration probability.
///
/// # Formula
/// `CMI = 100 M / P`.
///
/// # Inputs and units
/// `migrants`: moves between areas of the system in a period; `population`: residents of the
/// system. Result: per cent.
///
/// # Missing and out of range
/// `None` without residents or for a negative count.
///
/// # When not to use it
/// To compare systems with different numbers of areas: use [`courgeau_k`].
///
/// # References
/// As [`migration_effectiveness_index`].
pub fn crude_migration_intensity(migrants: f64, population: f64) -> Option<f64> {
    (is_count(migrants) && is_count(population) && population > 0.0)
        .then(|| 100.0 * migrants / population)
}

/// # What it measures
/// Aggregate net migration rate: the share of the population by which migration has changed where
/// people live.
///
/// # Formula
/// `ANMR = 100 · ½ Σ |D_i − O_i| / Σ P_i`, which is `CMI · MEI / 100`.
///
/// # Inputs and units
/// As [`migration_effectiveness_index`]; `population`: residents of all areas. Result: per cent.
///
/// # Missing and out of range
/// As [`migration_effectiveness_index`]; `None` also without residents.
///
/// # When not to use it
/// As [`migration_effectiveness_index`]; finer areas give a higher rate.
///
/// # References
/// As [`migration_effectiveness_index`].
pub fn aggregate_net_migration_rate(
    arrivals: &[f64],
    departures: &[f64],
    population: f64,
) -> Option<f64> {
    total(arrivals)?;
    total(departures)?;
    crude_migration_intensity(redistributed(arrivals, departures)? / 2.0, population)
}

/// # What it measures
/// Courgeau's k: the intensity of migration, comparable between systems with different numbers of
/// areas.
///
/// # Formula
/// `k = CMI / ln(n²)`, with `n` areas: the slope of intensity on the logarithm of the number of
/// pairs, through the origin.
///
/// # Inputs and units
/// `intensity`: [`crude_migration_intensity`]; `areas`: 2 or more. Result: per cent for each unit
/// of `ln(n²)`.
///
/// # Missing and out of range
/// `None` for fewer than two areas.
///
/// # When not to use it
/// With one division only, when several are available: k is defined as a slope over them.
///
/// # References
/// Courgeau, D. (1973), Migrations et découpages du territoire, Population 28(3), 511-537.
pub fn courgeau_k(intensity: f64, areas: u32) -> Option<f64> {
    (areas >= 2 && is_count(intensity)).then(|| intensity / f64::from(areas).powi(2).ln())
}

fn redistributed(arrivals: &[f64], departures: &[f64]) -> Option<f64> {
    let same = arrivals.len() == departures.len();
    same.then(|| arrivals.iter().zip(departures).map(|(i, o)| (i - o).abs()).sum())
}
