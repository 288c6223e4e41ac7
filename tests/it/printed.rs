//! Answers as their tables, for tests of what is printed.

use fairshares::allocation::derivations::{self, TraceRequest};
use fairshares::domain::{AreaCode, Date, Result};
use fairshares::figures::trace::FigureRequest;
use fairshares::figures::{self, Figures, ShowRequest};
use fairshares::table::Listing;
use fairshares::tables::{Answer, trace_lines};

fn table<A: Answer>(answer: Result<A>) -> Result<Listing> {
    answer.map(|answer| answer.table())
}

/// The table of `show`.
pub fn show(figures: &Figures, request: &ShowRequest) -> Result<Listing> {
    table(figures::show::show(figures, request))
}

/// The table of `show --since`.
pub fn since(figures: &Figures, indicator: &str, region: &AreaCode, day: Date) -> Result<Listing> {
    table(figures::since::since(figures, indicator, region, day))
}

/// The table of `place`.
pub fn place(figures: &Figures, area: &str) -> Result<Listing> {
    table(figures::place::place(figures, area))
}

/// The table of `scan`.
pub fn scan(figures: &Figures, region: &AreaCode) -> Result<Listing> {
    table(figures::scan::scan(figures, region))
}

/// The table of `table`.
pub fn tidy(figures: &Figures, dataset: &str) -> Result<Listing> {
    table(figures::tidy::tidy(figures, dataset))
}

/// The table of `datasets`.
pub fn datasets(figures: &Figures) -> Result<Listing> {
    table(figures::datasets::datasets(figures))
}

/// The lines of `trace`.
pub fn trace(figures: &Figures, request: &TraceRequest) -> Result<String> {
    Ok(trace_lines(&derivations::trace(figures, request)?).join("\n"))
}

/// The lines of `trace INDICATOR AREA DAY`.
pub fn trace_figure(figures: &Figures, [indicator, area, day]: [&str; 3]) -> Result<String> {
    let (indicator, area, day) = (indicator.to_owned(), area.to_owned(), day.parse().unwrap());
    trace(figures, &TraceRequest::Figure(FigureRequest { indicator, area, day, dims: Vec::new() }))
}
