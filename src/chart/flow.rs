//! Flow: from where to where, as ribbons between two columns.
//!
//! Belongs here: flows with a size. Does not belong here: balances (`dumbbell`), a map of moves.
//!
//! **Invariant:** a ribbon is as wide as its flow. If one of the flows summed as all others is
//! missing, the sum is missing, so that no ribbon is too narrow. The chart names it instead.

mod marks;

use super::canvas::{Anchor, Canvas, Point};
use super::data::missing_status;
use super::gap::GAP;
use super::matrix::number;
use super::spread_labels::spread_labels;
use super::{
    ChartData, Drawing, Kind, Style, alt_text, format, heading, rows, text_metrics, tooltips,
};
use crate::domain::{Compare, Result, Status, counted};
use crate::table::{Cell, Column, Figure, Listing};
use std::collections::BTreeMap;

/// See the header of this file.
pub(super) struct Flow;

/// Height of all ribbons together.
const PLOT: f64 = 500.0;

/// Places shown on each side, the gathered ones among them.
const MAX_STOPS: usize = 8;

/// Width of the bar of a place.
const BAR: f64 = 14.0;

/// Space between two bars.
const BETWEEN: f64 = 7.0;

/// Widest label before it is wrapped.
const LABELS: f64 = 170.0;

/// Room for the leader between a bar and its label.
const LEADER: f64 = 20.0;

/// A ribbon narrower than this is a line.
const LINE: f64 = 2.5;

/// Points of one edge of a ribbon.
const STEPS: u32 = 20;

/// More missing flows than this are counted instead of named.
const NAMED: usize = 8;

/// A place on one side with all that is drawn from or to it.
struct Stop {
    label: String,
    total: f64,
}

/// A flow between two stops, by their positions.
struct Ribbon {
    from: usize,
    to: usize,
    figure: Figure,
}

/// What is drawn: stops of both sides, largest first and the gathered ones last, and the flows
/// between them.
struct Flows {
    sides: [Vec<Stop>; 2],
    ribbons: Vec<Ribbon>,
}

impl Kind for Flow {
    fn id(&self) -> &'static str {
        "flow"
    }

    fn about(&self) -> &'static str {
        "Ribbons from places on the left to places on the right, as wide as their flows: moves \
         between places."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let flows = flows(data);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let top = heading::draw_heading(&mut canvas, data) + GAP;
        let labels = [0, 1].map(|side| {
            let stops = flows.sides[side].iter();
            stops.map(|stop| label_lines(stop, data, style)).collect::<Vec<Vec<String>>>()
        });
        let widest = |lines: &Vec<String>| text_metrics::widest(lines, style.text.size, false);
        let room = labels.each_ref().map(|side| side.iter().map(widest).fold(0.0, f64::max));
        let outer = margin + LEADER;
        let ends = (outer + room[0] + BAR, width - outer - room[1] - BAR);
        let all: f64 = flows.sides[0].iter().map(|stop| stop.total).sum();
        let gaps = flows.sides.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1) as f64;
        let scale = if all > 0.0 { (PLOT - gaps * BETWEEN) / all } else { 0.0 };
        let tops = flows.sides.each_ref().map(|stops| stacked(stops, scale, top));
        let placed = placed(&flows, &tops, scale);
        draw_ribbons(&mut canvas, &placed, ends);
        marks::add_marks(&mut canvas, data, (&flows, &placed), (&tops, ends, scale));
        let mut bottom =
            if all > 0.0 { top + PLOT } else { write_nothing(&mut canvas, &flows, top) };
        for side in [0, 1] {
            let x = if side == 0 { ends.0 - BAR } else { ends.1 };
            for (stop, top) in
                flows.sides[side].iter().zip(&tops[side]).filter(|(stop, _)| stop.total > 0.0)
            {
                canvas.rectangle((x, *top), BAR, (stop.total * scale).max(1.0), style.focus[0]);
            }
            // A place with nothing that is known to move has no label either; the table has it.
            let shown = flows.sides[side].iter().zip(&tops[side]).zip(&labels[side]);
            let shown = shown.filter(|((stop, _), _)| stop.total > 0.0);
            let shown: Vec<(f64, &[String])> = shown
                .map(|((stop, top), lines)| (top + stop.total * scale / 2.0, lines.as_slice()))
                .collect();
            let edge = if side == 0 { ends.0 - BAR } else { ends.1 + BAR };
            if all > 0.0 {
                bottom = bottom.max(write_labels(&mut canvas, &shown, (edge, side == 0), top));
            }
        }
        let bottom = write_missing(&mut canvas, &flows, bottom);
        let figures = flows.ribbons.iter().map(|ribbon| ribbon.figure);
        let bottom = heading::write_symbols(&mut canvas, figures, bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let mut sentences = vec![format!("Flow chart: {}.", alt_text::subject(data))];
        let mut known: Vec<(f64, &super::data::Flow)> =
            data.flows.iter().filter_map(|flow| Some((number(flow.figure)?, flow))).collect();
        known.sort_by(|(x, a), (y, b)| {
            y.compare(x).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
        });
        let all: f64 = known.iter().map(|(value, _)| value).sum();
        let figures = data.flows.iter().map(|flow| flow.figure);
        let counts = alt_text::missing_counts(figures);
        let missing: usize = counts.iter().map(|(_, number)| number).sum();
        sentences.push(match known.first() {
            Some((value, flow)) => format!(
                "Largest: {} to {}, {}{}.",
                flow.from,
                flow.to,
                format::number(*value, data.unit),
                if missing == 0 && data.unit.adds_up() {
                    format!(" of {}", format::number(all, data.unit))
                } else {
                    String::new()
                }
            ),
            None => "No figures.".to_owned(),
        });
        if missing > 0 {
            let reasons: Vec<String> = counts
                .iter()
                .map(|(status, number)| format!("{number} {}", status.label()))
                .collect();
            let flows = counted(data.flows.len(), "flow", "flows");
            let verb = if missing == 1 { "has" } else { "have" };
            sentences
                .push(format!("{missing} of {flows} {verb} no figure: {}.", reasons.join(", ")));
        }
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let flows = flows(data);
        let columns = vec![
            Column::text("from", "From"),
            Column::text("to", "To"),
            Column::number("value", &format::header(&data.value_label, data.unit), data.unit),
        ];
        let mut ribbons: Vec<&Ribbon> = flows.ribbons.iter().collect();
        ribbons.sort_by_key(|ribbon| (ribbon.from, ribbon.to));
        let name = |side: usize, stop: usize| Cell::from(flows.sides[side][stop].label.as_str());
        let row =
            |ribbon: &Ribbon| vec![name(0, ribbon.from), name(1, ribbon.to), ribbon.figure.into()];
        let rows = ribbons.into_iter().map(row).collect();
        Listing { caption: data.caption.clone(), columns, rows, notes: Vec::new() }
    }
}

/// The size of a flow that can be drawn. Negative flows cannot.
fn size(figure: Figure) -> Option<f64> {
    number(figure).filter(|value| *value >= 0.0)
}

/// Gathers the smaller places of both sides, then sums the flows between what is left.
fn flows(data: &ChartData) -> Flows {
    let names = |side: usize| {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for flow in &data.flows {
            let name = if side == 0 { &flow.from } else { &flow.to };
            *sums.entry(name).or_default() += size(flow.figure).into_iter().sum::<f64>();
        }
        let mut names: Vec<(&str, f64)> = sums.into_iter().collect();
        names.sort_by(|(a, x), (b, y)| y.compare(x).then_with(|| a.cmp(b)));
        names.into_iter().map(|(name, _)| name).collect::<Vec<&str>>()
    };
    let ordered = [names(0), names(1)];
    let own = ordered
        .each_ref()
        .map(|names| if names.len() > MAX_STOPS { MAX_STOPS - 1 } else { names.len() });
    let place = |side: usize, name: &str| {
        ordered[side].iter().position(|other| *other == name).unwrap_or(0).min(own[side])
    };
    let mut parts: BTreeMap<(usize, usize), Vec<Figure>> = BTreeMap::new();
    for flow in &data.flows {
        parts.entry((place(0, &flow.from), place(1, &flow.to))).or_default().push(flow.figure);
    }
    let ribbons: Vec<Ribbon> = parts
        .into_iter()
        .map(|((from, to), figures)| Ribbon { from, to, figure: Figure::sum(figures) })
        .collect();
    let sides = [0, 1].map(|side| {
        let gathered = ordered[side].len() - own[side];
        let total = |stop: usize| {
            let here = ribbons
                .iter()
                .filter(|ribbon| (if side == 0 { ribbon.from } else { ribbon.to }) == stop);
            here.filter_map(|ribbon| size(ribbon.figure)).sum::<f64>()
        };
        let stop =
            |(index, name): (usize, &&str)| Stop { label: (*name).to_owned(), total: total(index) };
        let mut stops: Vec<Stop> =
            ordered[side].iter().take(own[side]).enumerate().map(stop).collect();
        if gathered > 0 {
            stops.push(Stop { label: format!("All others ({gathered})"), total: total(own[side]) });
        }
        stops
    });
    Flows { sides, ribbons }
}

/// The tops of the bars of one side.
fn stacked(stops: &[Stop], scale: f64, top: f64) -> Vec<f64> {
    let mut next = top;
    let mut tops = Vec::with_capacity(stops.len());
    for stop in stops {
        tops.push(next);
        next += stop.total * scale + BETWEEN;
    }
    tops
}

fn label_lines(stop: &Stop, data: &ChartData, style: &Style) -> Vec<String> {
    let text = format!("{} {}", stop.label, format::number(stop.total, data.unit));
    text_metrics::wrap(&text, LABELS, style.text.size, false)
}

/// A ribbon with a place: its upper edge at both ends.
struct Placed {
    index: usize,
    from: f64,
    to: f64,
    height: f64,
}

impl Placed {
    /// A line along the ribbon, so far below its upper edge.
    fn edge(&self, (left, right): (f64, f64), shift: f64) -> Vec<Point> {
        let at = |step: u32| {
            let share = f64::from(step) / f64::from(STEPS);
            let eased = share * share * (3.0 - 2.0 * share);
            (left + (right - left) * share, self.from + shift + (self.to - self.from) * eased)
        };
        (0..=STEPS).map(at).collect()
    }
}

/// The ribbons that have a width, by the places they lead from and to.
fn placed(flows: &Flows, tops: &[Vec<f64>; 2], scale: f64) -> Vec<Placed> {
    // At each bar, ribbons are in the order of the bars at their other end, so that few cross.
    let mut free = tops.clone();
    let mut placed: Vec<Placed> = Vec::new();
    for (index, ribbon) in flows.ribbons.iter().enumerate() {
        let Some(height) =
            size(ribbon.figure).map(|value| value * scale).filter(|height| *height > 0.0)
        else {
            continue;
        };
        placed.push(Placed { index, from: free[0][ribbon.from], to: free[1][ribbon.to], height });
        free[0][ribbon.from] += height;
        free[1][ribbon.to] += height;
    }
    placed
}

/// The ribbons, largest first so that narrow ones lie on top.
fn draw_ribbons(canvas: &mut Canvas, placed: &[Placed], ends: (f64, f64)) {
    let style = canvas.style;
    let mut placed: Vec<&Placed> = placed.iter().collect();
    placed.sort_by(|a, b| {
        b.height.compare(&a.height).then(a.from.compare(&b.from)).then(a.to.compare(&b.to))
    });
    for ribbon in placed {
        let height = ribbon.height;
        if height < LINE {
            canvas.line(&ribbon.edge(ends, height / 2.0), style.sequential[2], height.max(0.75));
            continue;
        }
        let (upper, lower) = (ribbon.edge(ends, 0.0), ribbon.edge(ends, height));
        let ring: Vec<Point> = upper.iter().chain(lower.iter().rev()).copied().collect();
        canvas.shape(&ring, style.sequential[0]);
        canvas.line(&upper, style.sequential[2], 1.0);
        canvas.line(&lower, style.sequential[2], 1.0);
    }
}

/// Writes in place of ribbons that there are none. Returns the bottom.
fn write_nothing(canvas: &mut Canvas, flows: &Flows, top: f64) -> f64 {
    let style = canvas.style;
    let is_known = flows.ribbons.iter().any(|ribbon| size(ribbon.figure).is_some());
    let text = if is_known { "Every flow is 0." } else { "No figures." };
    canvas.text((style.picture.margin, top + style.text.size), Anchor::Start, text);
    top + style.text.line
}

/// Name and size next to every bar, spread where they would touch. Returns the bottom.
fn write_labels(
    canvas: &mut Canvas,
    labels: &[(f64, &[String])],
    (edge, is_left): (f64, bool),
    top: f64,
) -> f64 {
    let style = canvas.style;
    let height = |lines: &[String]| lines.len() as f64 * style.text.line + 4.0;
    let all: f64 = labels.iter().map(|(_, lines)| height(lines)).sum();
    let limits = (top - GAP, (top + PLOT + GAP).max(top - GAP + all));
    let preferred: Vec<(f64, f64)> =
        labels.iter().map(|(middle, lines)| (*middle, height(lines))).collect();
    let out = |distance: f64| if is_left { edge - distance } else { edge + distance };
    let anchor = if is_left { Anchor::End } else { Anchor::Start };
    for (((_, lines), (middle, height)), box_top) in
        labels.iter().zip(&preferred).zip(spread_labels(&preferred, limits))
    {
        let centre = box_top + height / 2.0;
        canvas.line(&[(out(1.0), *middle), (out(LEADER - 4.0), centre)], style.roles.axis, 1.0);
        let first =
            rows::baseline_at(centre, style) - (lines.len() as f64 - 1.0) * style.text.line / 2.0;
        canvas.paragraph((out(LEADER), first), anchor, false, lines);
    }
    limits.1
}

/// Names the flows that have no ribbon, because a figure is missing. Returns the bottom.
fn write_missing(canvas: &mut Canvas, flows: &Flows, top: f64) -> f64 {
    let style = canvas.style;
    let absent: Vec<&Ribbon> =
        flows.ribbons.iter().filter(|ribbon| number(ribbon.figure).is_none()).collect();
    if absent.is_empty() {
        return top;
    }
    // Who has no ribbon, and why.
    let (entries, between): (Vec<(String, Status)>, &str) = if absent.len() <= NAMED {
        let name = |ribbon: &&Ribbon| {
            let (from, to) = (&flows.sides[0][ribbon.from].label, &flows.sides[1][ribbon.to].label);
            (format!("{from} to {to}"), missing_status(ribbon.figure))
        };
        (absent.iter().map(name).collect(), "; ")
    } else {
        let of = |status: Status| {
            absent.iter().filter(|ribbon| missing_status(ribbon.figure) == status).count()
        };
        let entry = |status: Status| (counted(of(status), "flow", "flows"), status);
        (Status::ALL.into_iter().filter(|status| of(*status) > 0).map(entry).collect(), ", ")
    };
    let names: Vec<String> =
        entries.iter().map(|(name, status)| format!("{name} {}", status.symbol())).collect();
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let lines = text_metrics::wrap(
        &format!("Not drawn: {}.", names.join(between)),
        room,
        style.text.size,
        false,
    );
    let at = (style.picture.margin, top + GAP + style.text.size);
    canvas.paragraph(at, Anchor::Start, false, &lines);
    for ((name, status), places) in
        entries.iter().zip(tooltips::text_outlines(&lines, at, &names, style))
    {
        canvas.mark_all(places, format!("{name}: {}", status.label()));
    }
    top + GAP + lines.len() as f64 * style.text.line
}

#[cfg(test)]
mod tests;
