//! Fan: a series and its continuation, with ranges that widen.
//!
//! Belongs here: the line, the continuation, its ranges. Does not belong here: the formula of the
//! continuation, several lines (`trend`).

use super::calendar::Calendar;
use super::canvas::{Anchor, Canvas, Point, corners};
use super::data::{FanPoint, Series};
use super::date_marks::DateMarks;
use super::gap::GAP;
use super::scale::Scale;
use super::spread_labels::spread_labels;
use super::{
    ChartData, Colour, Drawing, Kind, Style, alt_text, format, heading, rows, text_metrics,
    tooltips, trend,
};
use crate::domain::{Date, Result, long_date};
use crate::table::{Cell, Column, Listing};

/// See the header of this file.
pub(super) struct Fan;

/// Height of the plot between the axes.
const PLOT: f64 = 400.0;

/// Width of the dashes of the middle.
const MIDDLE: f64 = 3.0;

impl Kind for Fan {
    fn id(&self) -> &'static str {
        "fan"
    }

    fn about(&self) -> &'static str {
        "A line over time and its continuation in broken lines, with ranges that widen: the \
         continuation of the past, and its uncertainty."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let below_heading = heading::draw_heading(&mut canvas, data);
        let points = points(data);
        let labels = end_labels(data, points);
        let drawable =
            data.series.first().into_iter().flat_map(trend::present).map(|(_, value)| value);
        let limits = points
            .iter()
            .flat_map(|point| point.limits.iter().flat_map(|(low, high)| [*low, *high]));
        let values: Vec<f64> =
            drawable.chain(limits).chain(points.iter().map(|point| point.central)).collect();
        let rough = Scale::from_zero(values.iter().copied(), data.unit, 4.0, (0.0, 1.0));
        let tick = |tick: &f64| {
            text_metrics::width(&rough.label(*tick, data.unit), style.text.size, false)
        };
        let left = margin + rough.ticks.iter().map(tick).fold(0.0, f64::max) + GAP;
        let label = |(_, text): &(f64, String)| text_metrics::width(text, style.text.size, true);
        let right = width - margin - labels.iter().map(label).fold(0.0, f64::max) - 3.0 * GAP;

        let of_series = data
            .series
            .first()
            .into_iter()
            .flat_map(|series| series.points.iter().map(|(day, _)| *day));
        let calendar = Calendar::spanning(
            of_series.chain(points.iter().map(|point| point.date)),
            (left + GAP, right),
        );
        let marks = DateMarks::place(&within_series(data), &calendar, (margin, right + GAP), style);
        let top = below_heading + marks.height + 2.0 * GAP;
        let bottom = top + PLOT;
        let scale = Scale::from_zero(values.iter().copied(), data.unit, 4.0, (bottom, top));
        let at = |day: Date, value: f64| (calendar.at(day), scale.at(value));

        marks.draw_bands(&mut canvas, (top, bottom));
        trend::draw_axes(&mut canvas, data, &scale, (left, right));
        let axis_end = calendar.draw_axis(&mut canvas, bottom, (margin, right + GAP));
        marks.draw(&mut canvas, below_heading, (top, bottom));
        draw_fan(&mut canvas, data, points, at);
        if !data.series.is_empty() {
            trend::draw_line(&mut canvas, data, 0, at);
        }
        write_labels(&mut canvas, &labels, (right, top, bottom), |value| scale.at(value));
        mark_days(&mut canvas, data, &calendar, ((left, right), (top, bottom)));
        let end = write_notes(&mut canvas, data, axis_end);
        let figures = data
            .series
            .first()
            .into_iter()
            .flat_map(|series| series.points.iter().map(|(_, figure)| *figure));
        let end = heading::write_symbols(&mut canvas, figures, end);
        canvas.finish(end + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let mut sentences = vec![format!("Fan chart: {}.", alt_text::subject(data))];
        let format = |value: f64| printed(data, value);
        let last = last(data).map(|(day, value)| {
            format!("{} on {}", format::number(value, data.unit), long_date(day))
        });
        let widest = |point: &FanPoint| {
            let level =
                data.fan.as_ref().and_then(|fan| fan.levels.last()).map_or("", String::as_str);
            point.limits.last().map_or(String::new(), |(low, high)| {
                format!(", {level} range {} to {}", format(*low), format(*high))
            })
        };
        let end = points(data).last().map(|point| {
            format!(
                "continued to {} on {}{}",
                format(point.central),
                long_date(point.date),
                widest(point)
            )
        });
        sentences.push(match (last, end) {
            (Some(last), Some(end)) => format!("{last}; {end}."),
            (Some(last), None) => format!("{last}; not continued."),
            (None, _) => "No figures.".to_owned(),
        });
        let figures = data
            .series
            .first()
            .into_iter()
            .flat_map(|series| series.points.iter().map(|(_, figure)| *figure));
        sentences.extend(alt_text::missing_figures(figures));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let mut columns = vec![Column::text("date", "Date")];
        let number = |name: &str, label: &str| {
            Column::number(name, &format::header(label, data.unit), data.unit)
        };
        let label =
            data.series.first().map_or(data.value_label.as_str(), |series| series.label.as_str());
        columns.push(number("value", label));
        let levels: &[String] = data.fan.as_ref().map_or(&[], |fan| &fan.levels);
        if !levels.is_empty() {
            columns.push(number("continued", "Continued"));
        }
        for level in levels {
            let name = level.to_lowercase().replace('%', "_percent");
            columns
                .push(number(&format!("lower_{name}"), &format!("Lower end of the {level} range")));
            columns
                .push(number(&format!("upper_{name}"), &format!("Upper end of the {level} range")));
        }
        let blank = columns.len() - 2;
        let none = || Cell::Missing(crate::domain::Status::NotApplicable);
        let history = data.series.first().into_iter().flat_map(|series| series.points.iter()).map(
            |(day, figure)| {
                let cells = [Cell::Day(*day), (*figure).into()];
                cells.into_iter().chain((0..blank).map(|_| none())).collect()
            },
        );
        let ahead = points(data).iter().map(|point| {
            let ends = point
                .limits
                .iter()
                .flat_map(|(low, high)| [Cell::Number(*low), Cell::Number(*high)]);
            let cells = [Cell::Day(point.date), none(), Cell::Number(point.central)];
            let mut cells: Vec<Cell> = cells.into_iter().chain(ends).collect();
            cells.resize_with(columns.len(), none);
            cells
        });
        let rows = history.chain(ahead).collect();
        let notes = data.fan.iter().map(|fan| fan.note.clone()).collect();
        Listing { caption: data.caption.clone(), columns, rows, notes }
    }
}

/// The points of the continuation that can be drawn.
fn points(data: &ChartData) -> &[FanPoint] {
    let points = data.fan.as_ref().map_or(&[][..], |fan| fan.points.as_slice());
    let drawable = |point: &FanPoint| {
        point.central.is_finite()
            && point.limits.iter().all(|(low, high)| low.is_finite() && high.is_finite())
    };
    &points[..points.iter().take_while(|point| drawable(point)).count()]
}

/// The data without breaks and policies after the series, because the continuation does not include
/// them.
fn within_series(data: &ChartData) -> ChartData {
    let end = data
        .series
        .first()
        .and_then(|series| series.points.last())
        .map_or(Date::MIN, |(day, _)| *day);
    let mut data = data.clone();
    data.policies.retain(|policy| policy.date <= end);
    data.breaks.retain(|mark| mark.date <= end);
    data
}

/// The last figure of the series.
fn last(data: &ChartData) -> Option<(Date, f64)> {
    data.series.first().and_then(|series: &Series| trend::present(series).last())
}

/// Labels at the right end: the middle and both ends of every range, by their values.
fn end_labels(data: &ChartData, points: &[FanPoint]) -> Vec<(f64, String)> {
    let (Some(fan), Some(end)) = (&data.fan, points.last()) else { return Vec::new() };
    let printed = |value: f64| printed(data, value);
    let mut labels = vec![(end.central, printed(end.central))];
    for (level, (low, high)) in fan.levels.iter().zip(&end.limits) {
        labels.extend([*low, *high].map(|value| (value, format!("{level}: {}", printed(value)))));
    }
    labels
}

/// A number of the continuation. Counts are rounded to a hundredth of the power of ten of the
/// widest range, because more digits would look as if they were known.
fn printed(data: &ChartData, value: f64) -> String {
    let widest =
        points(data).iter().flat_map(|point| point.limits.last()).map(|(low, high)| high - low);
    let power = widest.fold(0.0, f64::max).log10().floor() - 2.0;
    if !data.unit.adds_up() || power.is_nan() || power <= 0.0 {
        return format::number(value, data.unit);
    }
    let step = 10f64.powi(power as i32);
    format::number((value / step).round() * step, data.unit)
}

/// The ranges, widest first in shades that darken, each with broken edges, then the middle.
fn draw_fan(
    canvas: &mut Canvas,
    data: &ChartData,
    points: &[FanPoint],
    at: impl Fn(Date, f64) -> Point,
) {
    let style = canvas.style;
    let levels = points.iter().map(|point| point.limits.len()).min().unwrap_or(0);
    let start: Vec<Point> = last(data).map(|(day, value)| at(day, value)).into_iter().collect();
    let along = |value: &dyn Fn(&FanPoint) -> f64| -> Vec<Point> {
        start
            .iter()
            .copied()
            .chain(points.iter().map(|point| at(point.date, value(point))))
            .collect()
    };
    let edges = |level: usize| {
        let upper = along(&|point: &FanPoint| point.limits[level].1);
        (along(&|point: &FanPoint| point.limits[level].0), upper)
    };
    for level in (0..levels).rev() {
        let (lower, upper) = edges(level);
        let ring: Vec<Point> = lower.iter().chain(upper.iter().rev()).copied().collect();
        canvas.shape(&ring, shade(style, level, levels));
    }
    for level in 0..levels {
        let (lower, upper) = edges(level);
        canvas.dashes(&lower, style.roles.axis, 1.25);
        canvas.dashes(&upper, style.roles.axis, 1.25);
    }
    if !points.is_empty() {
        canvas.dashes(&along(&|point: &FanPoint| point.central), style.main[0], MIDDLE);
    }
}

/// From the lowest class of a map for the widest range to the second for the narrowest.
fn shade(style: &Style, level: usize, levels: usize) -> Colour {
    let share = level as f64 / (levels.max(2) - 1) as f64;
    let [pale, strong] = [style.sequential[0], style.sequential[1.min(style.sequential.len() - 1)]];
    strong.towards(pale, share)
}

/// Adds a mark for each day, over the part of the plot nearest to it, with its figure or its
/// continuation.
fn mark_days(
    canvas: &mut Canvas,
    data: &ChartData,
    calendar: &Calendar,
    ((left, right), (top, bottom)): ((f64, f64), (f64, f64)),
) {
    let levels: &[String] = data.fan.as_ref().map_or(&[], |fan| &fan.levels);
    let series = data.series.first().into_iter().flat_map(|series| series.points.iter());
    let known = series.map(|(day, figure)| {
        (*day, format!("{}: {}", long_date(*day), tooltips::format_with_unit(*figure, data.unit)))
    });
    let ahead = points(data).iter().map(|point| {
        let range = |(level, (low, high)): (&String, &(f64, f64))| {
            format!("; {level} range: {} to {}", printed(data, *low), printed(data, *high))
        };
        let ranges: String = levels.iter().zip(&point.limits).map(range).collect();
        let central = tooltips::number_with_unit(&printed(data, point.central), data.unit);
        (point.date, format!("{}, continued: {central}{ranges}", long_date(point.date)))
    });
    let texts: Vec<(Date, String)> = known.chain(ahead).collect();
    let places: Vec<f64> = texts.iter().map(|(day, _)| calendar.at(*day)).collect();
    for ((_, text), (from, to)) in
        texts.into_iter().zip(tooltips::nearest_ranges(&places, (left, right)))
    {
        canvas.mark(&corners((from, top), to - from, bottom - top), text);
    }
}

/// Labels at the height of what they name, spread where they would touch.
fn write_labels(
    canvas: &mut Canvas,
    labels: &[(f64, String)],
    (right, top, bottom): (f64, f64, f64),
    at: impl Fn(f64) -> f64,
) {
    let style = canvas.style;
    let preferred: Vec<(f64, f64)> =
        labels.iter().map(|(value, _)| (at(*value), style.text.line)).collect();
    let tops = spread_labels(&preferred, (top - style.text.line, bottom + style.text.line / 2.0));
    for (index, ((y, height), box_top)) in preferred.iter().zip(tops).enumerate() {
        let middle = box_top + height / 2.0;
        canvas.line(&[(right + 3.0, *y), (right + 3.0 * GAP - 4.0, middle)], style.roles.axis, 1.0);
        let text = std::slice::from_ref(&labels[index].1);
        canvas.paragraph(
            (right + 3.0 * GAP, rows::baseline_at(middle, style)),
            Anchor::Start,
            index == 0,
            text,
        );
    }
}

/// The last figure, what lines and shades are, and what the continuation is. Returns the bottom.
fn write_notes(canvas: &mut Canvas, data: &ChartData, top: f64) -> f64 {
    let style = canvas.style;
    let mut notes: Vec<String> = Vec::new();
    match last(data) {
        Some((day, value)) => {
            notes.push(format!(
                "Last figure: {} on {}.",
                format::number(value, data.unit),
                long_date(day)
            ));
        }
        None => notes.push("no figure".to_owned()),
    }
    if let (Some(fan), false) = (&data.fan, points(data).is_empty()) {
        notes.push(format!(
            "Broken lines: the middle and the ranges of {}. {}",
            fan.levels.join(", "),
            fan.note
        ));
    }
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let mut bottom = top;
    for note in notes {
        let lines = text_metrics::wrap(&note, room, style.text.size, false);
        canvas.paragraph(
            (style.picture.margin, bottom + GAP + style.text.size),
            Anchor::Start,
            false,
            &lines,
        );
        bottom += GAP + lines.len() as f64 * style.text.line;
    }
    bottom
}

#[cfg(test)]
mod tests {
    use super::{Fan, Kind};
    use crate::chart::{self, ChartData, FanPoint, Series, style::house};
    use crate::domain::Unit;
    use crate::table::Figure;
    use jiff::civil::date;

    fn data() -> ChartData {
        let mut data = ChartData::new("Residents, London", "Residents", Unit::People);
        let points =
            vec![(date(2023, 6, 30), Figure::of(900.0)), (date(2024, 6, 30), Figure::of(1_000.0))];
        data.series.push(Series { label: "London".to_owned(), points });
        let limits = vec![(1_050.0, 1_150.0), (900.0, 1_300.0)];
        let points = vec![FanPoint { date: date(2025, 6, 30), central: 1_100.0, limits }];
        let levels = vec!["50%".to_owned(), "95%".to_owned()];
        data.fan = Some(chart::Fan { levels, note: "Not a forecast.".to_owned(), points });
        data
    }

    #[test]
    fn the_middle_and_the_ends_of_every_range_are_labelled_and_told() {
        let svg = Fan.draw(&data(), &house()).unwrap().svg;
        for text in [">1,100<", ">50%: 1,050<", ">50%: 1,150<", ">95%: 900<", ">95%: 1,300<"] {
            assert!(svg.contains(text), "{text}");
        }
        assert_eq!(
            Fan.describe(&data()),
            "Fan chart: Residents, London. 1,000 on 30 June 2024; continued to 1,100 on 30 June \
             2025, 95% range 900 to 1,300."
        );
        let listing = Fan.listing(&data());
        assert!(listing.rows.iter().all(|row| row.len() == 7));
        assert_eq!(listing.rows[2][6].raw(), "1300");
        assert_eq!(listing.notes, ["Not a forecast."]);
    }

    #[test]
    fn numbers_are_no_more_exact_than_their_range() {
        let mut data = data();
        let point = &mut data.fan.as_mut().unwrap().points[0];
        (point.central, point.limits) =
            (9_498_349.0, vec![(9_322_565.0, 9_674_134.0), (8_987_546.0, 10_009_152.0)]);
        let svg = Fan.draw(&data, &house()).unwrap().svg;
        for text in [">9,500,000<", ">50%: 9,320,000<", ">95%: 10,010,000<"] {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn a_continuation_that_is_no_number_is_not_drawn() {
        let mut data = data();
        data.fan.as_mut().unwrap().points[0].limits[1].0 = f64::NEG_INFINITY;
        assert!(Fan.describe(&data).ends_with("1,000 on 30 June 2024; not continued."));
    }
}
