//! Ranked bars: one horizontal bar for each area, highest first.
//!
//! Belongs here: bars, their values and lines of comparison. Does not belong here: two figures an
//! area (`dumbbell`).

use super::canvas::{Anchor, Canvas, Point, corners};
use super::data::missing_status;
use super::gap::GAP;
use super::reference_labels::{self, ReferenceLabel};
use super::rows::Rows;
use super::scale::Scale;
use super::{
    ChartData, Colour, Drawing, Item, Kind, Style, alt_text, format, heading, ranked_table, rows,
    text_metrics, tooltips,
};
use crate::domain::Result;
use crate::table::Listing;

/// See the header of this file.
pub(super) struct RankedBars;

/// Share of a row's smallest height that the bar fills.
const THICKNESS: f64 = 0.66;

impl Kind for RankedBars {
    fn id(&self) -> &'static str {
        "ranked-bars"
    }

    fn about(&self) -> &'static str {
        "Horizontal bars, highest first, with values and lines of comparison: which areas are \
         highest, and how far from the mean."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let (ranked, missing) = data.ranked(Item::number);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let below_heading = heading::draw_heading(&mut canvas, data);

        let names_end = rows::names_end(&data.items, style);
        let scale = scale(data, &ranked, names_end + GAP, style);
        let span = (margin, width - margin);
        let (labels, labels_height) = reference_labels::place_reference_labels(
            &data.references,
            |value| scale.at(value),
            span,
            data.unit,
            style,
        );
        let top = below_heading + labels_height + 2.0;

        let items: Vec<&Item> = ranked.iter().map(|(item, _)| *item).collect();
        let pitch = rows::pitch_of(&data.items, style);
        let bars = rows::lay_out(&items, (top, names_end), pitch, style);
        if !ranked.is_empty() {
            reference_labels::draw(&mut canvas, &labels, below_heading, bars.bottom);
        }
        let focus = data.items.iter().any(|item| item.emphasis);
        for (row, (item, value)) in bars.rows.iter().zip(&ranked) {
            let colour = if item.emphasis || !focus { style.focus[0] } else { style.focus[1] };
            let ends = (scale.at(value.min(0.0)), scale.at(value.max(0.0)));
            draw_bar(&mut canvas, ends, (row.middle, pitch * THICKNESS), colour, &labels);
        }
        if !ranked.is_empty() {
            canvas.line(
                &[(scale.at(0.0), top), (scale.at(0.0), bars.bottom)],
                style.roles.axis,
                1.5,
            );
        }
        for (row, (item, value)) in bars.rows.iter().zip(&ranked) {
            write_value(
                &mut canvas,
                (scale.at(*value), row.middle),
                *value < 0.0,
                &format::figure(item.figure, data.unit),
            );
            canvas.mark(
                &row.outline(style),
                format!("{}: {}", item.label, tooltips::format_with_unit(item.figure, data.unit)),
            );
        }
        bars.write_names(&mut canvas);

        let gap = if missing.is_empty() { 0.0 } else { GAP };
        let absent = rows::lay_out(&missing, (bars.bottom + gap, names_end), pitch, style);
        write_missing(&mut canvas, &absent);
        let present = ranked.iter().map(|(item, _)| item.figure);
        let end = heading::write_symbols(&mut canvas, present, absent.bottom);
        canvas.finish(end + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        alt_text::describe_ranked("Bar chart", data)
    }

    fn listing(&self, data: &ChartData) -> Listing {
        ranked_table::list_ranked(data, false)
    }
}

/// Writes the areas without a figure, each with the reason where its bar would begin.
fn write_missing(canvas: &mut Canvas, absent: &Rows) {
    for row in &absent.rows {
        let status = missing_status(row.item.figure);
        let text = format!("{} {}", status.symbol(), status.label());
        let baseline = rows::baseline_at(row.middle, canvas.style);
        canvas.text((absent.names_end + GAP, baseline), Anchor::Start, &text);
        let outline = row.outline(canvas.style);
        canvas.mark(&outline, format!("{}: {}", row.item.label, status.label()));
    }
    absent.write_names(canvas);
}

/// A bar in which lines of comparison show as white cuts.
fn draw_bar(
    canvas: &mut Canvas,
    (start, end): (f64, f64),
    (middle, thickness): (f64, f64),
    colour: Colour,
    labels: &[ReferenceLabel],
) {
    let (top, bottom) = (middle - thickness / 2.0, middle + thickness / 2.0);
    canvas.rectangle((start, top), end - start, thickness, colour);
    let paper = canvas.style.roles.background;
    if colour.contrast(paper) < 3.0 && end > start {
        let style = canvas.style;
        canvas.border(
            &corners((start, top), end - start, thickness),
            style.roles.outline,
            style.picture.outline,
        );
    }
    for label in labels.iter().filter(|label| label.x > start && label.x < end) {
        canvas.line(&[(label.x, top), (label.x, bottom)], paper, 2.0);
    }
}

/// The axis. Both ends leave room for the values printed beyond the bars.
fn scale(data: &ChartData, ranked: &[(&Item, f64)], left: f64, style: &Style) -> Scale {
    let room = |negative: bool| {
        let side = ranked.iter().filter(|(_, value)| (*value < 0.0) == negative);
        let printed = side.map(|(item, _)| format::figure(item.figure, data.unit));
        printed
            .map(|text| text_metrics::width(&text, style.text.size, false) + GAP)
            .fold(0.0, f64::max)
    };
    let beside_names = if room(true) > 0.0 { GAP } else { 0.0 };
    let values =
        ranked.iter().map(|(_, value)| *value).chain(data.references.iter().map(|line| line.value));
    let right = f64::from(style.picture.width) - style.picture.margin;
    Scale::tight(values, (left + beside_names + room(true), right - room(false)))
}

/// Prints a value beyond the end of its bar, on a plate that keeps lines of comparison out of the
/// figures.
fn write_value(canvas: &mut Canvas, (end, middle): Point, negative: bool, text: &str) {
    let size = canvas.style.text.size;
    let width = text_metrics::width(text, size, false);
    let (left, anchor) =
        if negative { (end - GAP - width, Anchor::End) } else { (end + GAP, Anchor::Start) };
    let at = if negative { end - GAP } else { end + GAP };
    let paper = canvas.style.roles.background;
    canvas.rectangle((left - 4.0, middle - size * 0.5), width + 8.0, size, paper);
    canvas.text((at, rows::baseline_at(middle, canvas.style)), anchor, text);
}
