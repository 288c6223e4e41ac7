//! The lines of a trace: each figure with its formula, its cells and its edition, its inputs
//! indented below it.

use super::Answer;
use crate::allocation::derivations::{
    AreaAdjustment, GrantTrace, KeyDivision, PathwayTrace, PaymentTrace, QuarterTrace, ShareTrace,
    SurgeTrace, TraceAnswer,
};
use crate::domain::{Period, Unit, long_date, signed, with_decimals};
use crate::figures::trace::{Constant, TracedFigure, TracedOrigin, UsedFigure};
use crate::table::{Cell, Column, Figure, Listing, Source};

impl Answer for TraceAnswer {
    const NAME: &'static str = "trace";

    fn table(&self) -> Listing {
        let lines = trace_lines(self);
        Listing {
            caption: lines.first().cloned().unwrap_or_default(),
            columns: vec![Column::text("line", "Line")],
            rows: lines.into_iter().map(|line| vec![Cell::Text(line)]).collect(),
            notes: Vec::new(),
        }
    }
}

/// The lines of a trace, indented by two spaces for each level.
pub fn trace_lines(answer: &TraceAnswer) -> Vec<String> {
    let mut lines = Lines::default();
    match answer {
        TraceAnswer::Figure(figure) => lines.figure(0, "", figure),
        TraceAnswer::Share(share) => lines.share(share),
        TraceAnswer::Pathway(pathway) => lines.pathway(pathway),
        TraceAnswer::Surge(surge) => lines.surge(surge),
        TraceAnswer::Grant(grant) => lines.grant(grant),
    }
    lines.0
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, depth: usize, text: impl std::fmt::Display) {
        self.0.push(format!("{}{text}", "  ".repeat(depth)));
    }

    /// A figure, its source, and its inputs.
    fn figure(&mut self, depth: usize, role: &str, figure: &TracedFigure) {
        self.add(depth, format_args!("{role}{}", described(figure)));
        match &figure.origin {
            TracedOrigin::Cells { cells, source } => {
                self.add(
                    depth + 1,
                    format_args!("read from {} in {}", cells.join(", "), source.file),
                );
                self.edition(depth + 1, source);
            }
            TracedOrigin::Absent { source } => {
                self.add(
                    depth + 1,
                    format_args!("no row in {}, which means zero there", source.file),
                );
                self.edition(depth + 1, source);
            }
            TracedOrigin::NotPublished { source } => {
                if let Some(source) = source {
                    self.add(
                        depth + 1,
                        format_args!("not published in this detail in {}", source.file),
                    );
                    self.edition(depth + 1, source);
                }
            }
            TracedOrigin::Sum { parts, source } => self.sum(depth + 1, parts, source.as_ref()),
            TracedOrigin::Computed { method, formula, constants, reason, inputs } => {
                self.add(
                    depth + 1,
                    format_args!("by {method}: {formula}{}", with_constants(constants)),
                );
                reason.iter().for_each(|reason| self.add(depth + 1, reason));
                inputs.iter().for_each(|input| self.figure(depth + 1, "from ", input));
            }
        }
    }

    /// The parts of a sum, a line each with its cells.
    fn sum(&mut self, depth: usize, parts: &[TracedFigure], source: Option<&Source>) {
        if source.is_some() {
            self.add(depth, "the sum of:");
        }
        for part in parts {
            let cells = match &part.origin {
                TracedOrigin::Cells { cells, .. } => format!(" ({})", cells.join(", ")),
                TracedOrigin::Absent { .. } => " (no row, which means zero)".to_owned(),
                _ => String::new(),
            };
            self.add(depth, format_args!("+ {}{cells}", described(part)));
        }
        source.into_iter().for_each(|source| self.edition(depth, source));
    }

    fn edition(&mut self, depth: usize, source: &Source) {
        let published = source.published.map_or_else(
            || ", date of publication not known".to_owned(),
            |day| format!(", published {day}"),
        );
        let Source { edition, dataset, retrieved, file, .. } = source;
        self.add(
            depth,
            format_args!("edition {edition} of {dataset}{published}, obtained {retrieved}, {file}"),
        );
        self.add(depth, format_args!("sha256 {}", source.sha256));
        self.add(depth, &source.address);
    }

    fn used(&mut self, role: &str, used: &UsedFigure) {
        match &used.figure {
            Some(figure) => self.figure(2, role, figure),
            None => self.add(
                2,
                format_args!(
                    "{role}{} on {}: no figure; see the notes of the key",
                    used.indicator, used.period_end
                ),
            ),
        }
    }

    fn share(&mut self, trace: &ShareTrace) {
        let (share, total) = (&trace.share, printed(trace.total, 0));
        let (fair_share, due, actual) =
            (printed(share.fair_share, 4), printed(share.due, 1), printed(share.actual, 0));
        self.add(
            0,
            format_args!(
                "share of {} ({}) by {}, {}",
                share.name,
                share.code,
                trace.key,
                long_date(trace.as_at)
            ),
        );
        self.add(1, format_args!("fair share = {fair_share}%"));
        self.add(
            1,
            format_args!("due = total × fair share = {total} × {fair_share}% = {due} people"),
        );
        self.add(
            1,
            format_args!("gap = actual − due = {actual} − {due} = {}", print_signed(share.gap)),
        );
        let (ratio, quotient) = (printed(share.ratio, 1), printed(share.location_quotient, 3));
        self.add(
            1,
            format_args!("ratio = 100 · actual / due = {ratio}; location quotient = {quotient}"),
        );
        if let (Some(cap), Some(max), Some(headroom)) = (trace.limit.cap, share.cap, share.headroom)
        {
            self.add(
                1,
                format_args!(
                    "limit {cap} of {} {}, rounded down = {}; headroom = max(0, limit − actual) = \
                     {}",
                    printed(trace.limited_population, 0),
                    trace.limit.population(),
                    printed(max, 0),
                    printed(headroom, 0)
                ),
            );
        }
        self.division(&trace.division);
        trace.adjustment.iter().for_each(|adjustment| self.adjustment(adjustment, &total));
        self.used("from ", &trace.actual);
        trace.population.iter().for_each(|population| self.used("from ", population));
        self.add(1, format_args!("total: {total} people ({})", trace.caption));
    }

    /// The share that a key gives an area: the figure by which the total is divided, or every part
    /// with its figure.
    fn division(&mut self, division: &KeyDivision) {
        match division {
            KeyDivision::Indicator { figure, total, used } => {
                self.add(
                    1,
                    format_args!(
                        "share of the key = {} / {}",
                        printed(*figure, 0),
                        printed(*total, 0)
                    ),
                );
                used.iter().for_each(|used| self.used("key figure ", used));
            }
            KeyDivision::Equal { share_percent } => self.add(
                1,
                format_args!(
                    "every area alike; the base alone gives {}%",
                    with_decimals(*share_percent, 4)
                ),
            ),
            KeyDivision::Parts { formula, base_percent, base, parts } => {
                self.add(
                    1,
                    format_args!(
                        "{formula}; the base alone gives {}%",
                        with_decimals(*base_percent, 4)
                    ),
                );
                base.iter().for_each(|base| self.used("base ", base));
                for part in parts {
                    self.add(
                        1,
                        format_args!(
                            "part {}, weight {}, {} by {}: figure {} becomes {}, and adds {} \
                             percentage points",
                            part.indicator,
                            plain(part.weight),
                            format!("{:?}", part.direction).to_lowercase(),
                            format!("{:?}", part.transform).to_lowercase(),
                            plain(part.figure),
                            plain(part.transformed.unwrap_or(f64::NAN)),
                            signed(part.contribution, 4)
                        ),
                    );
                    part.used.iter().for_each(|used| self.used("  figure ", used));
                }
            }
        }
    }

    /// Credits, floors and limits of an area, and their effect on its share by the key.
    fn adjustment(&mut self, adjustment: &AreaAdjustment, total: &str) {
        let (own, all) = (plain(adjustment.credit), plain(adjustment.all_credits));
        self.add(
            1,
            format_args!(
                "due = (total + all credits) × share of the key − own credit = ({total} + {all}) × \
                 {}% − {own}, where no floor or limit binds",
                printed(adjustment.share_by_key, 4)
            ),
        );
        self.add(
            1,
            format_args!(
                "credits, floors and limits: credit {own} people of {all} in all; held from {}% to \
                 {}%",
                with_decimals(adjustment.min_percent, 2),
                with_decimals(adjustment.max_percent, 2)
            ),
        );
        adjustment.credits.iter().for_each(|credit| self.used("credit for ", credit));
    }

    fn pathway(&mut self, trace: &PathwayTrace) {
        self.share(&trace.share);
        for outcome in &trace.outcomes {
            self.add(
                0,
                format_args!(
                    "path of {} by arrivals and departures: {outcome}",
                    trace.share.share.name
                ),
            );
        }
        for QuarterTrace { period_end, people_before, area } in &trace.quarters {
            self.add(
                1,
                format_args!(
                    "{}: {} − {} departures + {} arrivals = {}; due {} of the total",
                    long_date(*period_end),
                    printed(*people_before, 0),
                    printed(area.departures, 0),
                    printed(area.arrivals, 0),
                    printed(area.people, 0),
                    printed(area.due, 0)
                ),
            );
        }
    }

    fn surge(&mut self, trace: &SurgeTrace) {
        self.share(&trace.share);
        for taken in &trace.taken {
            self.add(
                0,
                format_args!(
                    "{}: {} placed, of a headroom of {}; {} binds{}",
                    trace.caption,
                    printed(taken.placed, 0),
                    taken.headroom.map_or(String::new(), |headroom| printed(headroom, 0)),
                    taken.binds_label(),
                    taken
                        .full_in_week
                        .map_or(String::new(), |week| format!("; full in week {week}"))
                ),
            );
        }
        trace.notes.iter().for_each(|note| self.add(1, note));
    }

    fn grant(&mut self, trace: &GrantTrace) {
        self.add(0, format_args!("{} of {} ({})", trace.title, trace.area_name, trace.area_code));
        trace.not_applicable.iter().for_each(|why| self.add(1, why));
        for row in &trace.paid {
            self.add(
                1,
                format_args!(
                    "{}, {}: {} people × £{} = £{}",
                    row.payment,
                    long_date(row.period_end),
                    printed(row.people, 0),
                    with_decimals(f64::from(row.rate_pounds), Unit::Pounds.decimals()),
                    printed(row.pounds, Unit::Pounds.decimals())
                ),
            );
        }
        trace.payments.iter().for_each(|payment| self.payment(payment));
    }

    fn payment(&mut self, payment: &PaymentTrace) {
        let accommodation = payment.accommodation.join(" and ");
        self.add(1, format_args!("{}: {}, in {accommodation}", payment.payment, payment.formula));
        payment.counted.iter().for_each(|why| self.add(2, why));
        for count in &payment.counts {
            match &count.figure {
                Some(figure) => self.figure(2, "", figure),
                None => {
                    let UsedFigure { indicator, period_end, dims, .. } = count;
                    let codes = dims.join(" ");
                    self.add(
                        2,
                        format_args!(
                            "{indicator} of {codes} on {period_end}: no edition held has it"
                        ),
                    );
                }
            }
        }
    }
}

/// One figure: indicator, area, period, categories, number and unit.
fn described(of: &TracedFigure) -> String {
    let dims = if of.dims.is_empty() { String::new() } else { format!(", {}", of.dims.join(", ")) };
    let figure = match (of.figure.value, of.figure.status) {
        (Some(number), status) => {
            let mark = status.map_or(String::new(), |status| format!(" {}", status.symbol()));
            format!("{} {}{mark}", with_decimals(number, of.unit.decimals()), of.unit.label())
        }
        (None, status) => {
            status.map_or("missing".to_owned(), |s| format!("{} {}", s.symbol(), s.label()))
        }
    };
    let period = Period { start: of.period_start, end: of.period_end };
    format!("{} {} ({}), {period}{dims} = {figure}", of.indicator, of.area_name, of.area_code)
}

fn with_constants(constants: &[Constant]) -> String {
    let constants: Vec<String> =
        constants.iter().map(|Constant { symbol, value }| format!("{symbol} = {value}")).collect();
    if constants.is_empty() { String::new() } else { format!(", with {}", constants.join(", ")) }
}

fn printed(figure: Figure, decimals: usize) -> String {
    match (figure.value, figure.status) {
        (Some(value), None) => with_decimals(value, decimals),
        (Some(value), Some(status)) => {
            format!("{} {}", with_decimals(value, decimals), status.symbol())
        }
        (None, status) => status.map_or("missing".to_owned(), |status| status.symbol().to_owned()),
    }
}

/// A number with no more decimals than it has, six at most.
fn plain(value: f64) -> String {
    let decimals =
        (0..6).find(|decimals| (value * 10f64.powi(*decimals)).fract() == 0.0).unwrap_or(6);
    with_decimals(value, usize::try_from(decimals).unwrap_or(6))
}

fn print_signed(figure: Figure) -> String {
    figure.value.map_or_else(|| printed(figure, 1), |value| signed(value, 1))
}
