//! Dot plot: several figures for each area on one axis, each with a shape of its own.
//!
//! Belongs here: what each of several keys makes an area due, where each of several ways leads, a
//! figure inside the range that it could have. Does not belong here: two figures whose gap is the
//! point (`dumbbell`).

use super::canvas::{Anchor, Canvas, Point, corners};
use super::gap::GAP;
use super::rows::Rows;
use super::scale::Scale;
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, format, heading, ranked_table, rows,
    text_metrics, tooltips,
};
use crate::domain::{Compare, Error, Result, Status, error_codes};
use crate::table::{Column, Figure, Listing};

/// See the header of this file.
pub(super) struct DotPlot;

/// The number of shapes that readers can distinguish.
const MOST_MARKS: usize = 6;

const RADIUS: f64 = 7.0;

/// Half the height of the range that a figure could have.
const BAND: f64 = 5.0;

impl Kind for DotPlot {
    fn id(&self) -> &'static str {
        "dot-plot"
    }

    fn about(&self) -> &'static str {
        "Several figures for each area on one axis, each with its own shape: the due numbers of \
         each area under several keys."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let labels = data.mark_labels();
        if labels.len() > MOST_MARKS {
            return Err(Error::new(error_codes::DRAWING_FAILED, "drawing a dot plot")
                .found(format!("{} figures for each area", labels.len()))
                .expected("at most six; more shapes cannot be distinguished"));
        }
        let mut canvas = Canvas::new(style);
        let items = in_order(data);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let legend_end = draw_legend(&mut canvas, data, &labels);
        let names_end = rows::names_end(&data.items, style);
        let symbols: Vec<String> =
            items.iter().map(|item| symbols_of(&data.marks_of(item))).collect();
        let column = text_metrics::widest(&symbols, style.text.size, false);
        let ends = (
            names_end + GAP + RADIUS,
            width - margin - RADIUS - if column > 0.0 { column + GAP } else { 0.0 },
        );
        let scale = Scale::within(values(data, &items).into_iter(), data.unit, 4.0, ends);

        let baseline = legend_end + GAP + style.text.size;
        let pitch = rows::pitch_of(&data.items, style);
        let laid = rows::lay_out(&items, (baseline + GAP, names_end), pitch, style);
        rows::draw_axis(&mut canvas, data, &scale, (baseline, laid.bottom), width - margin);
        draw_rows(&mut canvas, data, &laid, &scale, &symbols);
        laid.rows.iter().for_each(|row| {
            canvas.mark(&row.outline(style), tooltip_text(row.item, data, &labels));
        });
        laid.write_names(&mut canvas);
        let bottom = rows::repeat_axis(&mut canvas, data, &scale, &laid, width - margin);
        let all: Vec<Figure> = items.iter().flat_map(|item| data.marks_of(item)).collect();
        let bottom = heading::write_symbols(&mut canvas, all.iter().copied(), bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let labels: Vec<String> = data.mark_labels().into_iter().map(|label| label.label).collect();
        let mut sentences = vec![format!("Dot plot of {}, {}.", labels.join("; "), data.caption)];
        let first = |item: &Item| data.marks_of(item).first().and_then(|figure| figure.value);
        let (ranked, _) = data.ranked(first);
        let print = |value: f64| format::number(value, data.unit);
        sentences.push(match (ranked.first(), ranked.last(), furthest_apart(data)) {
            (Some((top, highest)), Some((bottom, lowest)), Some((item, low, high))) => format!(
                "First of these: highest {}, {}; lowest {}, {}; figures furthest apart: {}, from \
                 {} to {}.",
                top.label,
                print(*highest),
                bottom.label,
                print(*lowest),
                item.label,
                print(low),
                print(high)
            ),
            _ => "No area has a figure.".to_owned(),
        });
        sentences.extend(alt_text::missing_sentence(
            data.items.iter().map(|item| Figure::sum(data.marks_of(item))),
        ));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let labels = data.mark_labels();
        let mut columns = ranked_table::area_columns();
        let column = |name: &str, label: &str| {
            Column::number(name, &format::header(label, data.unit), data.unit)
        };
        columns.extend(labels.iter().map(|label| column(&label.column, &label.label)));
        if let Some(band) = &data.band {
            columns.extend([&band.low, &band.high].map(|end| column(&end.column, &end.label)));
        }
        let row = |item: &Item| {
            let mut cells = ranked_table::area_cells(item);
            cells.extend(data.marks_of(item).into_iter().map(crate::table::Cell::from));
            if data.band.is_some() {
                let (low, high) = item.band.unwrap_or((item.figure, item.figure));
                cells.extend([low.into(), high.into()]);
            }
            cells
        };
        Listing {
            caption: data.caption.clone(),
            columns,
            rows: in_order(data).into_iter().map(row).collect(),
            notes: Vec::new(),
        }
    }
}

/// Ranked by the first figure, those without it last.
fn in_order(data: &ChartData) -> Vec<&Item> {
    let (ranked, missing) =
        data.ranked(|item| data.marks_of(item).first().and_then(|figure| figure.value));
    ranked.into_iter().map(|(item, _)| item).chain(missing).collect()
}

/// Every number that has to lie on the axis.
fn values(data: &ChartData, items: &[&Item]) -> Vec<f64> {
    let bands = items.iter().filter_map(|item| item.band).flat_map(|(low, high)| [low, high]);
    let all = items.iter().flat_map(|item| data.marks_of(item)).chain(bands);
    all.filter_map(|figure| figure.value).filter(|value| value.is_finite()).collect()
}

/// The area with the widest range of figures, and the lowest and highest of them.
fn furthest_apart(data: &ChartData) -> Option<(&Item, f64, f64)> {
    let extremes = |item| {
        let known = data
            .marks_of(item)
            .into_iter()
            .filter_map(|figure| figure.value)
            .filter(|value| value.is_finite());
        let (low, high) = known
            .fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        (low <= high).then_some((item, low, high))
    };
    let by_width = |one: &(&Item, f64, f64), other: &(&Item, f64, f64)| {
        (one.2 - one.1).compare(&(other.2 - other.1)).then_with(|| other.0.label.cmp(&one.0.label))
    };
    data.items.iter().filter_map(extremes).max_by(by_width)
}

/// The tooltip: every figure of an area, and the range.
fn tooltip_text(item: &Item, data: &ChartData, labels: &[super::MarkLabel]) -> String {
    let plain = |figure| tooltips::format_figure(figure, data.unit);
    let figures = data.marks_of(item);
    let figure =
        |index: usize| figures.get(index).copied().unwrap_or(Figure::missing(Status::NotAvailable));
    let of = |(index, label): (usize, &super::MarkLabel)| {
        format!("{}: {}", format::header(&label.label, data.unit), plain(figure(index)))
    };
    let range = data.band.as_ref().zip(item.band);
    let range = range
        .map(|(band, (low, high))| format!("{}: {} to {}", band.label, plain(low), plain(high)));
    let all: Vec<String> = labels.iter().enumerate().map(of).chain(range).collect();
    format!("{}; {}", item.label, all.join("; "))
}

/// The symbols of the figures that an area does not have or that carry a remark, once each.
fn symbols_of(figures: &[Figure]) -> String {
    let statuses: Vec<Status> =
        figures.iter().filter_map(|figure| format::shown_status(*figure)).collect();
    let occurring = Status::ALL.into_iter().filter(|status| statuses.contains(status));
    occurring.map(Status::symbol).collect::<Vec<_>>().join(" ")
}

/// One line for each shape, and one for the range. Returns the bottom.
fn draw_legend(canvas: &mut Canvas, data: &ChartData, labels: &[super::MarkLabel]) -> f64 {
    let style = canvas.style;
    let (left, text) = (style.picture.margin + RADIUS, style.picture.margin + 2.0 * RADIUS + GAP);
    let room = f64::from(style.picture.width) - style.picture.margin - text;
    let mut top = style.picture.margin;
    let band = data.band.as_ref().map(|band| band.label.clone());
    let marks = labels.iter().map(|label| format::header(&label.label, data.unit));
    for (index, label) in marks.map(Some).chain([None]).enumerate() {
        let Some(label) = label.as_ref().or(band.as_ref()) else { continue };
        let lines = text_metrics::wrap(label, room, style.text.size, false);
        let baseline = top + style.text.size;
        let middle = baseline - style.text.size * text_metrics::CAPITAL / 2.0;
        if index < labels.len() {
            mark(canvas, index, (left, middle));
        } else {
            range(canvas, (left - RADIUS, left + RADIUS), middle);
        }
        canvas.paragraph((text, baseline), Anchor::Start, false, &lines);
        top += lines.len() as f64 * style.text.line + 3.0;
    }
    top
}

fn draw_rows(
    canvas: &mut Canvas,
    data: &ChartData,
    laid: &Rows,
    scale: &Scale,
    symbols: &[String],
) {
    let (style, right) =
        (canvas.style, f64::from(canvas.style.picture.width) - canvas.style.picture.margin);
    for (row, symbols) in laid.rows.iter().zip(symbols) {
        if let Some((Some(low), Some(high))) =
            row.item.band.map(|(low, high)| (low.value, high.value))
        {
            range(canvas, (scale.at(low), scale.at(high)), row.middle);
        }
        let figures = data.marks_of(row.item);
        let known: Vec<(usize, f64)> = figures
            .iter()
            .enumerate()
            .filter_map(|(index, figure)| {
                Some((index, scale.at(figure.value.filter(|value| value.is_finite())?)))
            })
            .collect();
        let ends = known
            .iter()
            .fold((f64::MAX, f64::MIN), |(low, high), (_, x)| (low.min(*x), high.max(*x)));
        if known.len() > 1 {
            canvas.line(
                &[(ends.0, row.middle), (ends.1, row.middle)],
                style.roles.axis,
                style.picture.gridline,
            );
        }
        // The first figure is the one that the others are compared with: nothing may hide it.
        for (index, x) in known.into_iter().rev() {
            mark(canvas, index, (x, row.middle));
        }
        canvas.paragraph(
            (right, rows::baseline_at(row.middle, style)),
            Anchor::End,
            false,
            std::slice::from_ref(symbols),
        );
    }
}

/// The shape of a figure, by its place: a disc, then shapes that differ in outline, not only in
/// colour.
fn mark(canvas: &mut Canvas, index: usize, (x, y): Point) {
    let colours = &canvas.style.main;
    let (first, second, third, fourth) = (colours[0], colours[3], colours[2], colours[1]);
    let line = canvas.style.picture.stem;
    let triangle = |up: f64| {
        [(x, y - up * RADIUS), (x + RADIUS, y + up * RADIUS), (x - RADIUS, y + up * RADIUS)]
    };
    match index {
        0 => canvas.disc((x, y), RADIUS - 1.0, first),
        1 => canvas.diamond((x, y), RADIUS + 2.5, second),
        2 => canvas.shape(&corners((x - RADIUS, y - RADIUS), 2.0 * RADIUS, 2.0 * RADIUS), third),
        3 => canvas.shape(&triangle(1.0), fourth),
        4 => {
            canvas.line(
                &[(x - RADIUS, y - RADIUS), (x + RADIUS, y + RADIUS)],
                canvas.style.roles.text,
                line,
            );
            canvas.line(
                &[(x - RADIUS, y + RADIUS), (x + RADIUS, y - RADIUS)],
                canvas.style.roles.text,
                line,
            );
        }
        _ => canvas.border(&triangle(-1.0), canvas.style.roles.text, line),
    }
}

/// The range that a figure could have: a bar with an outline, since it is pale.
fn range(canvas: &mut Canvas, (from, to): (f64, f64), middle: f64) {
    let shape = corners((from, middle - BAND), (to - from).max(1.0), 2.0 * BAND);
    canvas.shape(&shape, canvas.style.roles.band);
    canvas.border(&shape, canvas.style.roles.axis, canvas.style.picture.gridline);
}
