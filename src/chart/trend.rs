//! Trend: up to four lines over time, named at their ends.
//!
//! Belongs here: lines, gaps, breaks and the axis of dates. Does not belong here: one date
//! (`ranked-bars`).

use super::canvas::{Anchor, Canvas, Point, corners};
use super::gap::GAP;
use super::scale::Scale;
use super::spread_labels::spread_labels;
use super::{
    ChartData, Drawing, Kind, PolicyMark, Series, Style, alt_text, calendar::Calendar,
    date_marks::DateMarks, format, heading, text_metrics, tooltips,
};
use crate::domain::{Compare, Date, Error, Result, Status, counted, error_codes, long_date};
use crate::table::{Cell, Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Trend;

/// More lines cannot be distinguished. The palette has as many colours.
const MAX_SERIES: usize = 4;

/// Height of the plot between the axes.
const PLOT: f64 = 400.0;

/// Widest name at the end of a line before it is wrapped.
const NAMES: f64 = 150.0;

/// Sizes of the plot.
struct TrendPlot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Kind for Trend {
    fn id(&self) -> &'static str {
        "trend"
    }

    fn about(&self) -> &'static str {
        "Up to four lines over time from zero, with gaps where figures are missing, breaks and \
         policies marked: what has changed."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        if data.series.len() > MAX_SERIES {
            return Err(Error::new(error_codes::DRAWING_FAILED, "drawing a trend")
                .found(format!("{} lines", data.series.len()))
                .expected("at most four; more cannot be distinguished")
                .help("choose fewer areas, or `ranked-bars` for one date"));
        }
        let mut canvas = Canvas::new(style);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let below_heading = heading::draw_heading(&mut canvas, data);

        let names: Vec<Vec<String>> =
            data.series.iter().map(|series| end_label(series, data, style)).collect();
        let names_width = names
            .iter()
            .map(|lines| text_metrics::widest(lines, style.text.size, true))
            .fold(0.0, f64::max);
        let values =
            || data.series.iter().flat_map(|series| present(series).map(|(_, value)| value));
        let rough = Scale::from_zero(values(), data.unit, 4.0, (0.0, 1.0));
        let tick = |tick: &f64| {
            text_metrics::width(&rough.label(*tick, data.unit), style.text.size, false)
        };
        let left = margin + rough.ticks.iter().map(tick).fold(0.0, f64::max) + GAP;
        let right = width - margin - names_width - 2.0 * GAP;

        let dates =
            data.series.iter().flat_map(|series| series.points.iter().map(|(date, _)| *date));
        let calendar = Calendar::spanning(dates, (left + GAP, right - GAP));
        let marks = DateMarks::place(data, &calendar, (margin, right + GAP), style);
        let top = below_heading + marks.height + 2.0 * GAP;
        let plot = TrendPlot { left, right, top, bottom: top + PLOT };
        let scale = Scale::from_zero(values(), data.unit, 4.0, (plot.bottom, plot.top));

        marks.draw_bands(&mut canvas, (plot.top, plot.bottom));
        draw_axes(&mut canvas, data, &scale, (plot.left, plot.right));
        let axis_end = calendar.draw_axis(&mut canvas, plot.bottom, (margin, right + GAP));
        marks.draw(&mut canvas, below_heading, (plot.top, plot.bottom));
        for index in 0..data.series.len() {
            draw_line(&mut canvas, data, index, |date, value| (calendar.at(date), scale.at(value)));
        }
        write_names(&mut canvas, data, &names, &plot, |date, value| {
            (calendar.at(date), scale.at(value))
        });
        mark_days(&mut canvas, data, &plot, &calendar);
        canvas.finish(axis_end + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let mut sentences = vec![format!("Line chart: {}.", alt_text::subject(data))];
        let line = |series: &Series| {
            let Some((last_date, last)) = present(series).last() else {
                return format!("{}: no figure", series.label);
            };
            let mut points: Vec<(Date, f64)> = present(series).collect();
            points.sort_by(|a, b| b.1.compare(&a.1).then_with(|| a.0.cmp(&b.0)));
            let value_and_day = |(date, value): (Date, f64)| {
                format!("{} on {}", format::number(value, data.unit), long_date(date))
            };
            let extremes = match (points.first().copied(), points.last().copied()) {
                (Some(high), Some(low)) if data.series.len() == 1 => {
                    format!(", highest {}, lowest {}", value_and_day(high), value_and_day(low))
                }
                (Some(high), _) => format!(", highest {}", value_and_day(high)),
                _ => String::new(),
            };
            format!("{}: {}{extremes}", series.label, value_and_day((last_date, last)))
        };
        let lines: Vec<String> = data.series.iter().map(line).collect();
        sentences.push(if lines.is_empty() {
            "No figures.".to_owned()
        } else {
            format!("{}.", lines.join("; "))
        });
        let figures = data.series.iter().flat_map(|series| series.points.iter());
        let (all, missing) =
            (figures.clone().count(), figures.filter(|(_, figure)| figure.value.is_none()).count());
        if missing > 0 {
            sentences.push(format!(
                "{missing} of {} missing.",
                counted(all, "figure is", "figures are")
            ));
        }
        let marked: Vec<&str> = data
            .policies
            .iter()
            .filter(|policy| is_drawn(policy, data))
            .map(|policy| policy.note.as_str())
            .collect();
        if !marked.is_empty() {
            sentences.push(format!("Marked: {}", marked.join(" ")));
        }
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let dates = dates(data);
        let mut columns = vec![Column::text("date", "Date")];
        for series in &data.series {
            let name = series.label.to_lowercase().replace(' ', "_");
            columns.push(Column::number(
                &name,
                &format::header(&series.label, data.unit),
                data.unit,
            ));
        }
        let row = |date: &Date| {
            let cells = data.series.iter().map(|series| Cell::from(on(series, *date)));
            std::iter::once(Cell::Day(*date)).chain(cells).collect()
        };
        let of_policy = |policy: &PolicyMark| {
            let where_it_is = if is_drawn(policy, data) { "" } else { " (not on the chart)" };
            format!("{}{where_it_is}: {}", policy.label, policy.note)
        };
        let notes =
            data.breaks.iter().map(break_note).chain(data.policies.iter().map(of_policy)).collect();
        Listing {
            caption: data.caption.clone(),
            columns,
            rows: dates.iter().map(row).collect(),
            notes,
        }
    }
}

/// Every day of which any line has a figure or a reason for none, ascending.
fn dates(data: &ChartData) -> Vec<Date> {
    let mut dates: Vec<Date> =
        data.series.iter().flat_map(|s| s.points.iter().map(|(date, _)| *date)).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// A line's figure on a day.
fn on(series: &Series, date: Date) -> Figure {
    let found = series.points.iter().find(|(other, _)| *other == date);
    found.map_or(Figure::missing(Status::NotAvailable), |(_, figure)| *figure)
}

/// Adds a mark for each day, over the part of the plot nearest to it, with the figures of all lines
/// on that day.
fn mark_days(canvas: &mut Canvas, data: &ChartData, plot: &TrendPlot, calendar: &Calendar) {
    let dates = dates(data);
    let places: Vec<f64> = dates.iter().map(|date| calendar.at(*date)).collect();
    let tooltip = |series: &Series, date: Date| {
        let figure = tooltips::format_with_unit(on(series, date), data.unit);
        if data.series.len() == 1 {
            format!(": {figure}")
        } else {
            format!("; {}: {figure}", series.label)
        }
    };
    for (date, (from, to)) in
        dates.iter().zip(tooltips::nearest_ranges(&places, (plot.left, plot.right)))
    {
        let figures: String = data.series.iter().map(|series| tooltip(series, *date)).collect();
        let outline = corners((from, plot.top), to - from, plot.bottom - plot.top);
        canvas.mark(&outline, format!("{}{figures}", long_date(*date)));
    }
}

/// The figures of a line that can be drawn.
pub(super) fn present(series: &Series) -> impl Iterator<Item = (Date, f64)> + '_ {
    let number = |(date, figure): &(Date, Figure)| {
        figure.value.filter(|value| value.is_finite()).map(|value| (*date, value))
    };
    series.points.iter().filter_map(number)
}

/// A note on a break, printed below a table.
pub(super) fn break_note(mark: &super::BreakMark) -> String {
    match mark.until {
        Some(until) => format!("{} to {}: {}.", long_date(mark.date), long_date(until), mark.label),
        None => format!("{}: {}.", long_date(mark.date), mark.label),
    }
}

/// True when a policy begins among the dates drawn.
fn is_drawn(policy: &PolicyMark, data: &ChartData) -> bool {
    let dates =
        || data.series.iter().flat_map(|series| series.points.iter().map(|(date, _)| *date));
    dates().min().is_some_and(|first| policy.date >= first)
        && dates().max().is_some_and(|last| policy.date <= last)
}

/// Name and last value, as printed at the end of a line.
fn end_label(series: &Series, data: &ChartData, style: &Style) -> Vec<String> {
    let mut lines = text_metrics::wrap(&series.label, NAMES, style.text.size, true);
    let last = present(series).last();
    let latest = series.points.last().map(|(date, _)| *date);
    lines.push(match last {
        None => "no figure".to_owned(),
        Some((date, value)) if Some(date) == latest => format::number(value, data.unit),
        // A line that ends early must not look as if it reached the last date.
        Some((date, value)) => {
            format!("{} ({:02}/{})", format::number(value, data.unit), date.month(), date.year())
        }
    });
    lines
}

/// Ticks and their lines from the left to the right, the zero line stronger.
pub(super) fn draw_axes(
    canvas: &mut Canvas,
    data: &ChartData,
    scale: &Scale,
    (left, right): (f64, f64),
) {
    let style = canvas.style;
    for tick in &scale.ticks {
        let (y, zero) = (scale.at(*tick), *tick == 0.0);
        let colour = if zero { style.roles.axis } else { style.roles.gridline };
        let width = if zero { 1.5 } else { style.picture.gridline };
        canvas.line(&[(left, y), (right, y)], colour, width);
        let label = scale.label(*tick, data.unit);
        canvas.text((left - GAP, super::rows::baseline_at(y, style)), Anchor::End, &label);
    }
}

/// Draws the runs of figures without a gap or a break, because a line joins only what can be
/// compared; a figure alone between two gaps is a point.
pub(super) fn draw_line(
    canvas: &mut Canvas,
    data: &ChartData,
    index: usize,
    at: impl Fn(Date, f64) -> Point,
) {
    let (colour, width) = (canvas.style.main[index], canvas.style.picture.trend);
    let series = &data.series[index];
    let is_known = |(_, figure): &(Date, Figure)| figure.value.is_some_and(f64::is_finite);
    for run in series
        .points
        .chunk_by(|a, b| is_known(a) && is_known(b) && !data.is_broken_between(a.0, b.0))
        .filter(|run| run.first().is_some_and(is_known))
    {
        let points: Vec<Point> =
            run.iter().filter_map(|(date, figure)| figure.value.map(|v| at(*date, v))).collect();
        // On the grey of a period the lighter colours of the palette are below 3 : 1, so shapes
        // have a white rim there.
        let rim = data
            .breaks
            .iter()
            .any(|mark| mark.until.is_some())
            .then_some(canvas.style.roles.background);
        match points.as_slice() {
            [only] => {
                rim.into_iter().for_each(|paper| canvas.disc(*only, width + 2.0, paper));
                canvas.disc(*only, width, colour);
            }
            points => {
                rim.into_iter().for_each(|paper| canvas.line(points, paper, width + 4.0));
                canvas.line(points, colour, width);
            }
        }
    }
    if let Some((date, value)) = present(series).last() {
        let end = at(date, value);
        // A shape for each line, so that ends can be distinguished without colour.
        match index {
            0 => canvas.disc(end, 6.0, colour),
            1 => canvas.rectangle((end.0 - 5.5, end.1 - 5.5), 11.0, 11.0, colour),
            2 => canvas.diamond(end, 8.0, colour),
            _ => canvas.shape(
                &[(end.0, end.1 - 8.0), (end.0 + 7.5, end.1 + 6.0), (end.0 - 7.5, end.1 + 6.0)],
                colour,
            ),
        }
    }
}

/// Writes names at the height of their lines' ends, spread where they would touch, with a leader
/// when moved.
fn write_names(
    canvas: &mut Canvas,
    data: &ChartData,
    names: &[Vec<String>],
    plot: &TrendPlot,
    at: impl Fn(Date, f64) -> Point,
) {
    let style = canvas.style;
    let ends: Vec<Option<Point>> = data
        .series
        .iter()
        .map(|series| present(series).last().map(|(date, value)| at(date, value)))
        .collect();
    let height = |index: usize| names[index].len() as f64 * style.text.line + 5.0;
    let preferred: Vec<(f64, f64)> = (0..names.len())
        .map(|index| (ends[index].map_or(plot.top, |end| end.1), height(index)))
        .collect();
    let tops =
        spread_labels(&preferred, (plot.top - style.text.line, plot.bottom + style.text.line));
    let x = plot.right + 2.0 * GAP;
    for (index, lines) in names.iter().enumerate() {
        let middle = tops[index] + height(index) / 2.0;
        if let Some(end) = ends[index] {
            let far =
                (middle - end.1).abs() > style.text.line / 2.0 || plot.right - end.0 > 2.0 * GAP;
            if far {
                canvas.line(&[(end.0 + 9.0, end.1), (x - 3.0, middle)], style.roles.axis, 1.0);
            }
        }
        let first = tops[index] + style.text.size;
        let (name, value) = lines.split_at(lines.len() - 1);
        canvas.paragraph((x, first), Anchor::Start, true, name);
        canvas.paragraph(
            (x, first + name.len() as f64 * style.text.line),
            Anchor::Start,
            false,
            value,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Trend};
    use crate::chart::{ChartData, PolicyMark, Series};
    use crate::domain::Unit;
    use crate::table::Figure;
    use jiff::civil::date;

    #[test]
    fn policies_are_told_below_the_table_and_those_drawn_in_the_alternative_text() {
        let mut data = ChartData::new("Duties, London", "Duties", Unit::Households);
        let points =
            [(date(2024, 9, 30), Figure::of(900.0)), (date(2025, 6, 30), Figure::of(800.0))];
        data.series.push(Series { label: "London".to_owned(), points: points.to_vec() });
        let policy = |date, label: &str, note: &str| PolicyMark {
            date,
            label: label.to_owned(),
            note: note.to_owned(),
        };
        data.policies = vec![
            policy(
                date(2024, 12, 9),
                "56 days to move on",
                "From 9 December 2024 they have 56 days.",
            ),
            policy(date(2025, 9, 1), "28 days", "From 1 September 2025 they have 28 days."),
        ];
        assert!(
            Trend.describe(&data).ends_with(" Marked: From 9 December 2024 they have 56 days.")
        );
        assert_eq!(
            Trend.listing(&data).notes,
            [
                "56 days to move on: From 9 December 2024 they have 56 days.",
                "28 days (not on the chart): From 1 September 2025 they have 28 days."
            ]
        );
        data.series.clear();
        assert!(!Trend.describe(&data).contains("Marked"));
    }
}
