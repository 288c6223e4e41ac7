//! Dumbbell: two figures for each area, joined by a line, ranked by the gap between them.
//!
//! Belongs here: actual against fair share, or one date against another. Does not belong here: a
//! single figure an area (`ranked-bars`).

use super::canvas::{Anchor, Canvas, Point};
use super::gap::GAP;
use super::rows::Rows;
use super::scale::Scale;
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, data::missing_status, format, heading,
    ranked_table, rows, text_metrics, tooltips,
};
use crate::domain::{Result, signed};
use crate::table::{Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Dumbbell;

const RADIUS: f64 = 7.0;
const DIAMOND: f64 = 9.5;

impl Kind for Dumbbell {
    fn id(&self) -> &'static str {
        "dumbbell"
    }

    fn about(&self) -> &'static str {
        "Two figures for each area joined by a line, ranked by their gap: which areas are above \
         their fair share, and which below."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let (ranked, missing) = data.ranked(|item| item.gap().value);
        let items: Vec<&Item> = ranked.iter().map(|(item, _)| *item).chain(missing).collect();
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));

        let legend_end = draw_legend(&mut canvas, data);
        let names_end = rows::names_end(&data.items, style);
        let gaps: Vec<String> = items.iter().map(|item| printed_gap(item, data)).collect();
        let gap_column = text_metrics::widest(&gaps, style.text.size, false)
            .max(text_metrics::width("Gap", style.text.size, true));
        let ends = (names_end + GAP + DIAMOND, width - margin - gap_column - 2.0 * GAP - DIAMOND);
        let values = items.iter().flat_map(|item| [item.number(), second_number(item)]).flatten();
        let scale = Scale::within(values, data.unit, 4.0, ends);

        let baseline = legend_end + GAP + style.text.size;
        let pitch = rows::pitch_of(&data.items, style);
        let laid = rows::lay_out(&items, (baseline + GAP, names_end), pitch, style);
        // Ticks must not touch the name of the column of gaps.
        let limit = width - margin - GAP - text_metrics::width("Gap", style.text.size, true);
        rows::draw_axis(&mut canvas, data, &scale, (baseline, laid.bottom), limit);
        canvas.paragraph((width - margin, baseline), Anchor::End, true, &["Gap".to_owned()]);
        draw_rows(&mut canvas, &laid, &scale, &gaps);
        laid.rows
            .iter()
            .for_each(|row| canvas.mark(&row.outline(style), tooltip_text(row.item, data)));
        laid.write_names(&mut canvas);
        let bottom = rows::repeat_axis(&mut canvas, data, &scale, &laid, limit);
        let bottom =
            heading::write_symbols(&mut canvas, items.iter().map(|item| item.gap()), bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let second = second_label(data);
        let kind =
            format!("Dumbbell chart comparing two figures: {} and {second}", data.value_label);
        let mut sentences = vec![format!("{kind}, {}.", data.caption)];
        let (ranked, _) = data.ranked(|item| item.gap().value);
        let gap = |value: f64| signed(value, data.unit.decimals());
        sentences.push(match (ranked.first(), ranked.last()) {
            (Some((top, highest)), Some((bottom, lowest))) if ranked.len() > 1 => format!(
                "{}: {}, {}; {}: {}, {}.",
                if *highest > 0.0 { "Furthest above" } else { "Least below" },
                top.label,
                gap(*highest),
                if *lowest < 0.0 { "furthest below" } else { "least above" },
                bottom.label,
                gap(*lowest)
            ),
            (Some((only, value)), _) => format!("{}: gap {}.", only.label, gap(*value)),
            _ => "No area has both figures.".to_owned(),
        });
        sentences.extend(alt_text::missing_sentence(data.items.iter().map(Item::gap)));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let (ranked, missing) = data.ranked(|item| item.gap().value);
        let items = ranked.iter().map(|(item, _)| *item).chain(missing);
        let (second, gap_unit) = (second_label(data), data.unit.of_difference());
        let mut columns = ranked_table::area_columns();
        columns.push(Column::number(
            "value",
            &format::header(&data.value_label, data.unit),
            data.unit,
        ));
        columns.push(Column::number("second", &format::header(second, data.unit), data.unit));
        columns.push(Column::number("gap", &format::header("Gap", gap_unit), gap_unit).with_sign());
        let row = |item: &Item| {
            let mut cells = ranked_table::area_cells(item);
            cells.extend([item.figure.into(), second_figure(item).into(), item.gap().into()]);
            cells
        };
        let notes =
            vec![format!("Gap: {} minus {second}, calculated before rounding.", data.value_label)];
        Listing { caption: data.caption.clone(), columns, rows: items.map(row).collect(), notes }
    }
}

fn second_label(data: &ChartData) -> &str {
    data.second_label.as_deref().unwrap_or("Comparison")
}

fn second_figure(item: &Item) -> Figure {
    item.second.unwrap_or(Figure::missing(crate::domain::Status::NotAvailable))
}

fn second_number(item: &Item) -> Option<f64> {
    second_figure(item).value.filter(|value| value.is_finite())
}

fn printed_gap(item: &Item, data: &ChartData) -> String {
    let gap = item.gap();
    match (gap.value, gap.status) {
        (Some(value), None) => signed(value, data.unit.decimals()),
        (Some(value), Some(status)) => {
            format!("{} {}", signed(value, data.unit.decimals()), status.symbol())
        }
        (None, _) => missing_status(gap).symbol().to_owned(),
    }
}

/// The tooltip: both figures and their gap.
fn tooltip_text(item: &Item, data: &ChartData) -> String {
    let of = |label: &str, figure| {
        format!(
            "{}: {}",
            format::header(label, data.unit),
            tooltips::format_figure(figure, data.unit)
        )
    };
    let (gap, unit) = (item.gap(), data.unit.of_difference());
    let unit = if unit == data.unit { String::new() } else { format!(" {}", unit.label()) };
    let gap = match (gap.value, gap.status) {
        (Some(value), status) => {
            let remark = status.map_or(String::new(), |status| format!(" ({})", status.label()));
            format!("{}{unit}{remark}", signed(value, data.unit.decimals()))
        }
        (None, _) => missing_status(gap).label().to_owned(),
    };
    let (first, second) =
        (of(&data.value_label, item.figure), of(second_label(data), second_figure(item)));
    format!("{}; {first}; {second}; gap: {gap}", item.label)
}

/// One line for each of the two marks, with the mark before its name. Returns the bottom.
fn draw_legend(canvas: &mut Canvas, data: &ChartData) -> f64 {
    let style = canvas.style;
    let (left, text) = (style.picture.margin + DIAMOND, style.picture.margin + 2.0 * DIAMOND + GAP);
    let room = f64::from(style.picture.width) - style.picture.margin - text;
    let mut top = style.picture.margin;
    for (index, label) in [data.value_label.as_str(), second_label(data)].into_iter().enumerate() {
        let lines =
            text_metrics::wrap(&format::header(label, data.unit), room, style.text.size, false);
        let baseline = top + style.text.size;
        let middle = baseline - style.text.size * text_metrics::CAPITAL / 2.0;
        let draw = if index == 0 { actual } else { compared };
        draw(canvas, (left, middle));
        canvas.paragraph((text, baseline), Anchor::Start, false, &lines);
        top += lines.len() as f64 * style.text.line + 3.0;
    }
    top
}

fn actual(canvas: &mut Canvas, at: Point) {
    canvas.disc(at, RADIUS, canvas.style.pair[0]);
}

fn compared(canvas: &mut Canvas, at: Point) {
    canvas.diamond(at, DIAMOND, canvas.style.pair[1]);
}

fn draw_rows(canvas: &mut Canvas, laid: &Rows, scale: &Scale, gaps: &[String]) {
    let style = canvas.style;
    let right = f64::from(style.picture.width) - style.picture.margin;
    for (row, gap) in laid.rows.iter().zip(gaps) {
        let ends = (
            row.item.number().map(|value| scale.at(value)),
            second_number(row.item).map(|value| scale.at(value)),
        );
        if let (Some(from), Some(to)) = ends {
            canvas.line(
                &[(from, row.middle), (to, row.middle)],
                style.roles.axis,
                style.picture.stem,
            );
        }
        if let Some(x) = ends.1 {
            compared(canvas, (x, row.middle));
        }
        if let Some(x) = ends.0 {
            actual(canvas, (x, row.middle));
        }
        let bold = row.item.emphasis;
        let baseline = rows::baseline_at(row.middle, style);
        canvas.paragraph((right, baseline), Anchor::End, bold, std::slice::from_ref(gap));
    }
}
