//! Funnel plot: each area's rate against its size, with the limits of differences by chance.
//!
//! Belongs here: points, limits, names of those outside. Does not belong here: the formulas of the
//! limits (`demography::funnel`).

mod position;

use self::position::{FunnelPlot, FunnelPosition, Limit, Spot, label_of, plot, rate};
use super::canvas::{Anchor, Canvas, Point, corners};
use super::gap::GAP;
use super::map_labels::Frame;
use super::point_labels;
use super::scale::Scale;
use super::spread_labels::spread_labels;
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, format, heading, ranked_table, rows,
    text_metrics, tooltips,
};
use crate::demography::funnel::Position;
use crate::domain::{Compare, Result, Status, Unit, counted};
use crate::table::{Cell, Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Funnel;

/// Height of the plot between the axes.
const PLOT: f64 = 460.0;

/// Half of the size of a point.
const POINT: f64 = 5.5;

impl Kind for Funnel {
    fn id(&self) -> &'static str {
        "funnel"
    }

    fn about(&self) -> &'static str {
        "Rates against the size of areas, with limits around the overall rate: which rates differ \
         by more than chance."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let plot = plot(data);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let heading =
            text_metrics::wrap(&plot.heading(data), width - 2.0 * margin, style.text.size, false);
        canvas.paragraph((margin, margin + style.text.size), Anchor::Start, false, &heading);
        let top = margin + heading.len() as f64 * style.text.line + GAP + style.text.size / 2.0;
        let bottom = top + PLOT;

        let largest = plot.spots.iter().map(|spot| spot.base).fold(0.0, f64::max);
        let highest = plot.spots.iter().map(|spot| spot.rate * plot.multiplier);
        let values = || highest.clone().chain([plot.average * plot.multiplier * 1.1]);
        let y = Scale::from_zero(values(), Unit::Per10k, 5.0, (bottom, top));
        let tick =
            |tick: &f64| text_metrics::width(&y.label(*tick, Unit::Per10k), style.text.size, false);
        let left = margin + y.ticks.iter().map(tick).fold(0.0, f64::max) + GAP;
        let labels = [plot.label_of_average(), label_of(1)]
            .map(|label| text_metrics::width(&label, style.text.size, false));
        let right = width - margin - labels[0].max(labels[1]) - 3.0 * GAP;
        let x = Scale::from_zero([largest].into_iter(), Unit::People, 4.0, (left, right));
        draw_axes(&mut canvas, (&x, &y), (left, right), (top, bottom));
        let at = |base: f64, rate: f64| (x.at(base), y.at(rate * plot.multiplier).max(top));
        let curves = plot.limits(&x, (top, left, right), at);
        draw_limits(&mut canvas, &plot, &curves, (left, right), (top, bottom), at);
        for spot in &plot.spots {
            draw_spot(&mut canvas, spot.position, at(spot.base, spot.rate));
            let text = plot.tooltip(spot, data);
            canvas.mark(&tooltips::square_around(at(spot.base, spot.rate), POINT + 3.0), text);
        }
        let room = Frame::between((left + 2.0, top), (right, bottom - 2.0));
        let unnamed = write_names(&mut canvas, &plot, &curves, room, at);

        let axis_end = bottom + GAP + style.text.line + 2.0;
        let base = data.base_label.as_deref().unwrap_or("Residents");
        let end = write_notes(&mut canvas, &plot, base, &unnamed, axis_end);
        let absent = plot.left_out.iter().map(|(_, status)| Figure::missing(*status));
        let end = heading::write_symbols(&mut canvas, absent, end);
        canvas.finish(end + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let plot = plot(data);
        let mut sentences = vec![format!("Funnel plot: {}.", alt_text::subject(data))];
        let outside = |side: Position| {
            let is = |spot: &&Spot| spot.position == FunnelPosition::Outside99Point8(side);
            plot.spots.iter().filter(is).map(|spot| spot.item.label.as_str()).collect::<Vec<_>>()
        };
        let join = |names: &[&str]| match names {
            [] => "no area".to_owned(),
            [_] | [_, _] | [_, _, _] => names.join(", "),
            [first, second, third, others @ ..] => {
                format!(
                    "{first}, {second}, {third} and {}",
                    counted(others.len(), "other", "others")
                )
            }
        };
        sentences.push(if plot.spots.is_empty() || plot.average <= 0.0 {
            "There is no rate, so there are no limits.".to_owned()
        } else {
            format!(
                "Above the 99.8% limit around {}: {}; below it: {}.",
                format::number(plot.average * plot.multiplier, Unit::Per10k),
                join(&outside(Position::Above)),
                join(&outside(Position::Below))
            )
        });
        sentences.extend(alt_text::missing_sentence(data.items.iter().map(rate)));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let plot = plot(data);
        let base = data.base_label.as_deref().unwrap_or("Residents");
        let mut columns = ranked_table::area_columns();
        columns.push(Column::number(
            "value",
            &format::header(&data.value_label, data.unit),
            data.unit,
        ));
        columns.push(Column::number("base", base, Unit::People));
        columns.push(Column::number("rate", &plot.heading(data), Unit::Per10k));
        columns.push(Column::text("position", "Position against the limits"));
        let row = |item: &Item, rate: Figure, position: Cell| {
            let base = item.base.unwrap_or(Figure::missing(Status::NotAvailable));
            let mut cells = ranked_table::area_cells(item);
            cells.extend([item.figure.into(), base.into(), rate.into(), position]);
            cells
        };
        let mut spots: Vec<&Spot> = plot.spots.iter().collect();
        spots.sort_by(|a, b| b.rate.compare(&a.rate));
        let known = spots.into_iter().map(|spot| {
            row(spot.item, Figure::of(spot.rate * plot.multiplier), spot.position.label().into())
        });
        let absent = plot
            .left_out
            .iter()
            .map(|(item, status)| row(item, Figure::missing(*status), Cell::Missing(*status)));
        let average = format::number(plot.average * plot.multiplier, Unit::Per10k);
        let notes = vec![format!(
            "All areas of the table together: {average}. Limits are those of a count of events."
        )];
        Listing {
            caption: data.caption.clone(),
            columns,
            rows: known.chain(absent).collect(),
            notes,
        }
    }
}

fn draw_axes(
    canvas: &mut Canvas,
    (x, y): (&Scale, &Scale),
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let style = canvas.style;
    for tick in &y.ticks {
        let (at, zero) = (y.at(*tick), *tick == 0.0);
        let colour = if zero { style.roles.axis } else { style.roles.gridline };
        canvas.line(
            &[(left, at), (right, at)],
            colour,
            if zero { 1.5 } else { style.picture.gridline },
        );
        canvas.text(
            (left - GAP, rows::baseline_at(at, style)),
            Anchor::End,
            &y.label(*tick, Unit::Per10k),
        );
    }
    let mut free_from = f64::MIN;
    for tick in &x.ticks {
        let text = x.label(*tick, Unit::People);
        let half = text_metrics::width(&text, style.text.size, false) / 2.0;
        let at = x.at(*tick);
        canvas.line(&[(at, top), (at, bottom)], style.roles.gridline, style.picture.gridline);
        if at - half >= free_from {
            canvas.text(
                (at.max(style.picture.margin + half), bottom + GAP + style.text.size),
                Anchor::Middle,
                &text,
            );
            free_from = at + half + GAP;
        }
    }
}

/// The rate of all and the limits around it, labelled at their right ends.
fn draw_limits(
    canvas: &mut Canvas,
    plot: &FunnelPlot,
    curves: &[Limit],
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
    at: impl Fn(f64, f64) -> Point,
) {
    if curves.is_empty() {
        return;
    }
    let style = canvas.style;
    let middle = at(0.0, plot.average).1;
    canvas.line(&[(left, middle), (right, middle)], style.roles.reference, style.picture.outline);
    let mut labels = vec![(middle, plot.label_of_average())];
    for limit in curves.iter().filter(|limit| limit.points.len() > 1) {
        if limit.level == 0 {
            canvas.dashes(&limit.points, style.roles.axis, 1.5);
        } else {
            canvas.line(&limit.points, style.roles.axis, 1.5);
        }
        if let Some(end) = limit.points.last().filter(|end| end.0 >= right - 1.0) {
            labels.push((end.1, label_of(limit.level)));
        }
    }
    let preferred: Vec<(f64, f64)> = labels.iter().map(|(y, _)| (*y, style.text.line)).collect();
    let tops = spread_labels(&preferred, (top - style.text.line, bottom));
    for ((y, text), box_top) in labels.iter().zip(tops) {
        let label = box_top + style.text.line / 2.0;
        canvas.line(&[(right + 2.0, *y), (right + 3.0 * GAP - 3.0, label)], style.roles.axis, 1.0);
        canvas.text((right + 3.0 * GAP, rows::baseline_at(label, style)), Anchor::Start, text);
        if *text == plot.label_of_average() {
            let outline = corners(
                (right + 3.0 * GAP, box_top),
                text_metrics::width(text, style.text.size, false),
                style.text.line,
            );
            canvas.mark(&outline, format!("All areas together: {}", plot.rate(plot.average)));
        }
    }
}

/// A ring within the limits, a disc outside the inner ones, a diamond outside both.
fn draw_spot(canvas: &mut Canvas, position: FunnelPosition, at: Point) {
    let style = canvas.style;
    match position {
        FunnelPosition::Within | FunnelPosition::Unknown => {
            canvas.disc(at, POINT, style.roles.axis);
            canvas.disc(at, POINT - 2.0, style.roles.background);
        }
        FunnelPosition::Outside95(_) => canvas.disc(at, POINT, style.pair[0]),
        FunnelPosition::Outside99Point8(_) => {
            canvas.diamond(at, POINT + 3.0, style.pair[1]);
            let (x, y, r) = (at.0, at.1, POINT + 3.0);
            let corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            canvas.border(&corners, style.roles.outline, style.picture.outline);
        }
    }
}

/// Writes the names of areas outside the limits next to their points, the furthest first. Returns
/// the names that did not fit.
fn write_names(
    canvas: &mut Canvas,
    plot: &FunnelPlot,
    curves: &[Limit],
    room: Frame,
    at: impl Fn(f64, f64) -> Point,
) -> Vec<String> {
    let style = canvas.style;
    let mut outside: Vec<&Spot> = plot
        .spots
        .iter()
        .filter(|spot| !matches!(spot.position, FunnelPosition::Within | FunnelPosition::Unknown))
        .collect();
    let weight = |spot: &Spot| (spot.rate - plot.average).abs() * spot.base.sqrt();
    let outer = |spot: &Spot| matches!(spot.position, FunnelPosition::Outside99Point8(_));
    outside.sort_by(|a, b| outer(b).cmp(&outer(a)).then(weight(b).compare(&weight(a))));
    let name =
        |spot: &Spot| text_metrics::width(&spot.item.label, style.text.size, spot.item.emphasis);
    let names: Vec<(Point, (f64, f64))> = outside
        .iter()
        .map(|spot| (at(spot.base, spot.rate), (name(spot), style.text.size)))
        .collect();
    let around = |centre: Point, half: f64| Frame { centre, half: (half, half) };
    let spots = plot
        .spots
        .iter()
        .map(|spot| around(at(spot.base, spot.rate), POINT + 3.0))
        .collect::<Vec<_>>();
    let middle = at(0.0, plot.average).1;
    let (left, right) = (room.centre.0 - room.half.0, room.centre.0 + room.half.0);
    let limits =
        curves.iter().flat_map(|limit| limit.points.windows(2).map(|pair| (pair[0], pair[1])));
    let lines: Vec<(Point, Point)> = limits.chain([((left, middle), (right, middle))]).collect();
    let mut unnamed = Vec::new();
    for (spot, place) in
        outside.iter().zip(point_labels::place_point_labels(&names, &spots, &lines, room))
    {
        let Some(place) = place else {
            unnamed.push(spot.item.label.clone());
            continue;
        };
        if let Some((from, to)) = place.leader {
            canvas.line(&[from, to], style.roles.axis, 1.0);
        }
        let at = (
            place.frame.centre.0 - place.frame.half.0,
            rows::baseline_at(place.frame.centre.1, style),
        );
        canvas.paragraph(
            at,
            Anchor::Start,
            spot.item.emphasis,
            std::slice::from_ref(&spot.item.label),
        );
    }
    unnamed.sort();
    unnamed
}

/// Notes on the axis and the shapes, names that did not fit and areas without a rate. Returns the
/// bottom.
fn write_notes(
    canvas: &mut Canvas,
    plot: &FunnelPlot,
    base: &str,
    unnamed: &[String],
    top: f64,
) -> f64 {
    let style = canvas.style;
    let mut notes = vec![format!("Left to right: {base}.")];
    let has = |is_wanted: fn(FunnelPosition) -> bool| {
        plot.spots.iter().any(|spot| is_wanted(spot.position))
    };
    let shapes = [
        (
            has(|position| matches!(position, FunnelPosition::Outside99Point8(_))),
            "diamonds lie outside the 99.8% limits",
        ),
        (
            has(|position| matches!(position, FunnelPosition::Outside95(_))),
            "discs outside the 95% limits only",
        ),
        (has(|position| position == FunnelPosition::Within), "rings within both"),
    ];
    let shown: Vec<&str> =
        shapes.into_iter().filter(|(is_there, _)| *is_there).map(|(_, text)| text).collect();
    if plot.average > 0.0 && !shown.is_empty() {
        notes.push(format!("Shapes: {}.", shown.join(", ")));
    }
    if !unnamed.is_empty() {
        notes.push(format!("Outside too: {}.", unnamed.join(", ")));
    }
    let absent: Vec<String> = plot
        .left_out
        .iter()
        .map(|(item, status)| format!("{} {}", item.label, status.symbol()))
        .collect();
    let without = (!absent.is_empty()).then(|| format!("Without: {}.", absent.join(", ")));
    let notes = notes.into_iter().map(|note| (note, false)).chain(without.map(|note| (note, true)));
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let mut bottom = top;
    for (note, names_absent) in notes {
        let lines = text_metrics::wrap(&note, room, style.text.size, false);
        let at = (style.picture.margin, bottom + GAP + style.text.size);
        canvas.paragraph(at, Anchor::Start, false, &lines);
        if names_absent {
            for ((item, status), places) in
                plot.left_out.iter().zip(tooltips::text_outlines(&lines, at, &absent, style))
            {
                canvas.mark_all(places, format!("{}: {}", item.label, status.label()));
            }
        }
        bottom += GAP + lines.len() as f64 * style.text.line;
    }
    bottom
}

#[cfg(test)]
mod tests;
