//! Rates of turnover: as requested, else as estimated from a series of stocks.

use super::Plan;
use crate::briefing::with_article;
use crate::domain::{
    AreaCode, Date, Error, Field, Result, counted_people, error_codes, long_date, with_decimals,
};
use crate::fairshare::{Inflow, Turnover};
use crate::figures::series::series;
use crate::figures::{Figures, sources};
use crate::indicator::Key;
use crate::table::Source;

/// Rates of turnover, and where they are from.
pub(super) struct Rates {
    /// The arrivals and departures in a quarter.
    pub turnover: Turnover,
    /// The assumption and its source, in a sentence.
    pub assumed: String,
    /// The editions of the series.
    pub sources: Vec<Source>,
}

/// The arrivals and departures that a series of stocks shows.
struct Seen {
    arrivals: u64,
    departures_percent: f64,
    /// The same of the region's total alone, in which moves between its areas do not count.
    net: (f64, f64),
    first: Date,
    last: Date,
    sources: Vec<Source>,
}

impl Seen {
    /// The source of the rates, and their limitations.
    fn phrase(&self, region: &str) -> String {
        format!(
            "; the series is that of the areas, {} to {}, where a move from one area to another \
             counts as leaving and as coming, and who comes and leaves an area between two counts \
             is not seen (the total of {region} alone has {} and {}%)",
            long_date(self.first),
            long_date(self.last),
            with_decimals(self.net.0, 0),
            with_decimals(self.net.1, 1)
        )
    }
}

/// Quarters of a series whose turnover is averaged: a year, so that seasons even out.
const QUARTERS: usize = 4;

/// The arrivals and departures in a quarter: as requested, else as estimated from the series.
/// Errors with `F304` for a series that is too short.
pub(super) fn turnover(figures: &Figures, plan: &Plan<'_>, leaves: bool) -> Result<Rates> {
    let request = plan.request;
    let from_series =
        request.arrivals.is_none() || (leaves && request.departures_percent.is_none());
    let seen = if from_series { Some(seen(figures, plan)?) } else { None };
    let departures_percent = match (leaves, request.departures_percent, &seen) {
        (false, ..) => 0.0,
        (true, Some(asked), _) => asked,
        (true, None, seen) => seen.as_ref().map_or(0.0, |seen| seen.departures_percent),
    };
    let arrivals = request
        .arrivals
        .unwrap_or_else(|| Inflow::EachQuarter(seen.as_ref().map_or(0, |seen| seen.arrivals)));
    let mut coming = match arrivals {
        Inflow::EachQuarter(people) => format!("{} arrive each quarter", counted_people(people)),
        Inflow::AsNow => "arrivals equal departures".to_owned(),
        Inflow::Until(people) => {
            format!("arrivals that lead evenly to {} in total", counted_people(people))
        }
    };
    let mut leaving = match leaves {
        true => format!(
            "{}% of those who are there leave each quarter",
            with_decimals(departures_percent, 1)
        ),
        false => "no departures".to_owned(),
    };
    let (mut source, mut sources) = (String::new(), Vec::new());
    if let Some(seen) = seen {
        if request.arrivals.is_none() {
            coming.push_str(" (from the series)");
        }
        if leaves && request.departures_percent.is_none() {
            leaving.push_str(" (from the series)");
        }
        source = seen.phrase(&with_article(&figures.geography().name_of(&request.shares.region)));
        sources = seen.sources;
    }
    let turnover = Turnover { arrivals, departures_percent };
    Ok(Rates { turnover, assumed: format!("{coming} and {leaving}{source}"), sources })
}

/// # What it measures
/// How many people arrive and leave in a quarter, as far as counts on the last days of quarters
/// show it.
///
/// # Formula
/// Over the last four quarters since the last break: arrivals `Σ_t Σ_i max(0, A_i,t − A_i,t−1) /
/// T`; departures `100 · Σ_t Σ_i max(0, A_i,t−1 − A_i,t) / Σ_t Σ_i A_i,t−1`.
///
/// The same formula is applied to the region's total, which does not include moves between areas.
///
/// # When not to use it
/// As the number of people who arrive in asylum support or leave it. Moves between areas count as
/// both, and people who arrive and leave between two counts as neither.
///
/// # Missing and suppressed
/// An area missing on either day is left out of that quarter. `F304` for a series of fewer than two
/// days.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of rises, divided and rounded"
)]
fn seen(figures: &Figures, plan: &Plan<'_>) -> Result<Seen> {
    let measure = &plan.request.shares.measure;
    let values = figures.values(measure)?;
    let days: Vec<Date> = series(&values, &plan.request.shares.region, &[])
        .iter()
        .map(|(key, _)| key.end)
        .filter(|day| *day <= plan.answer.as_at)
        .collect();
    let days = &days[days.len().saturating_sub(QUARTERS + 1)..];
    let figure = |area: &AreaCode, end: Date| {
        values.figure(&Key { area: area.clone(), end, dims: Vec::new() }).value
    };
    let region = std::slice::from_ref(&plan.request.shares.region);
    let of = |areas: &[AreaCode]| {
        let (mut rises, mut falls, mut before_all) = (0.0, 0.0, 0.0);
        for pair in days.windows(2) {
            for area in areas {
                if let (Some(before), Some(after)) = (figure(area, pair[0]), figure(area, pair[1]))
                {
                    rises += (after - before).max(0.0);
                    falls += (before - after).max(0.0);
                    before_all += before;
                }
            }
        }
        (rises, falls, before_all)
    };
    let ((rises, falls, before_all), (net_rises, net_falls, net_before)) =
        (of(&plan.codes), of(region));
    let (Some(first), Some(last), true) = (days.first(), days.last(), before_all > 0.0) else {
        return Err(Error::new(error_codes::NO_DATA, "looking for rates of turnover in a series")
            .at_key(measure)
            .found("counts of fewer than two days that are comparable")
            .help(format!("give {} and {}", Field::Arrivals, Field::Departures)));
    };
    let measured: Vec<(&str, Date)> = days.iter().map(|day| (measure.as_str(), *day)).collect();
    let pairs = crate::fairshare::as_f64((days.len() - 1) as u64);
    Ok(Seen {
        arrivals: (rises / pairs).round() as u64,
        departures_percent: 100.0 * falls / before_all,
        net: (
            net_rises / pairs,
            if net_before > 0.0 { 100.0 * net_falls / net_before } else { 0.0 },
        ),
        first: *first,
        last: *last,
        sources: sources::sources_on(figures, &measured, plan.codes.iter().chain(region))?,
    })
}
