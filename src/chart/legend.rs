//! The legend of a map: classes with their ranges, missing figures with their symbols, areas that
//! are not drawn.
//!
//! Belongs here: the texts below maps and tile grids. Does not belong here: finding the classes
//! (`scale`).

use super::canvas::{Anchor, Canvas, Point, corners};
use super::classes::Classification;
use super::data::missing_status;
use super::gap::GAP;
use super::{ChartData, Colour, Item, format, rows, text_metrics, tooltips};
use crate::domain::{AreaCode, Status, Unit};

/// Width of the coloured or hatched sample before an entry.
const SWATCH: f64 = 34.0;

/// More missing areas than this are counted instead of named.
const NAMED: usize = 12;

/// Heading, classes with their ranges and numbers of areas, the missing by name, and areas that are
/// not drawn. Returns the bottom.
pub(super) fn draw(
    canvas: &mut Canvas,
    data: &ChartData,
    shown: &[&AreaCode],
    classes: &Classification,
    top: f64,
) -> f64 {
    let style = canvas.style;
    let (margin, room) =
        (style.picture.margin, f64::from(style.picture.width) - 2.0 * style.picture.margin);
    let heading = text_metrics::wrap(
        &format::header(&data.value_label, data.unit),
        room,
        style.text.size,
        true,
    );
    canvas.paragraph((margin, top + style.text.size), Anchor::Start, true, &heading);
    let top = top + heading.len() as f64 * style.text.line + GAP;

    let mut bottom = draw_classes(canvas, classes, (data.unit, "area", "areas"), top);
    for text in missing(data, shown) {
        let lines = text_metrics::wrap(&text, room - SWATCH - GAP, style.text.size, false);
        draw_entry(canvas, (margin, bottom), None, &lines);
        bottom += lines.len() as f64 * style.text.line + GAP;
    }
    write_unmapped(canvas, data, shown, bottom)
}

/// Samples of the classes with their ranges and counts, in two columns where they fit. Returns the
/// bottom.
pub(super) fn draw_classes(
    canvas: &mut Canvas,
    classes: &Classification,
    (unit, one, many): (Unit, &str, &str),
    top: f64,
) -> f64 {
    let style = canvas.style;
    let (margin, room) =
        (style.picture.margin, f64::from(style.picture.width) - 2.0 * style.picture.margin);
    let height = style.text.line + GAP;
    let entries = classes.entries(unit, one, many);
    let widest = text_metrics::widest(&entries, style.text.size, false);
    let columns = if (SWATCH + GAP + widest) * 2.0 + 3.0 * GAP <= room { 2 } else { 1 };
    let per_column = entries.len().div_ceil(columns);
    for (class, text) in entries.iter().enumerate() {
        let x = margin + (class / per_column) as f64 * (room / 2.0);
        let y = top + (class % per_column) as f64 * height;
        draw_entry(
            canvas,
            (x, y),
            Some(classes.colour_of_class(class, style)),
            std::slice::from_ref(text),
        );
    }
    top + per_column as f64 * height
}

/// A sample with its text to the right. Without a colour it is hatched.
fn draw_entry(canvas: &mut Canvas, (x, y): Point, colour: Option<Colour>, lines: &[String]) {
    let style = canvas.style;
    let frame = corners((x, y), SWATCH, style.text.line);
    match colour {
        Some(colour) => canvas.shape(&frame, colour),
        None => canvas.hatch(&frame),
    }
    canvas.border(&frame, style.roles.outline, style.picture.outline);
    let baseline = rows::baseline_at(y + style.text.line / 2.0, style);
    canvas.paragraph((x + SWATCH + GAP, baseline), Anchor::Start, false, lines);
}

/// One entry for each reason, such as `[c] suppressed: City of London, Enfield`: reasons look alike
/// on the map.
fn missing(data: &ChartData, shown: &[&AreaCode]) -> Vec<String> {
    let reason = |code: &AreaCode| match data.item(code) {
        Some(item) => {
            item.number().is_none().then(|| (missing_status(item.figure), item.label.clone()))
        }
        None => {
            Some((Status::NotAvailable, data.short_label(code).unwrap_or(code.as_str()).to_owned()))
        }
    };
    let absent: Vec<(Status, String)> = shown.iter().filter_map(|code| reason(code)).collect();
    let entry = |status: Status| {
        let names: Vec<&str> =
            absent.iter().filter(|(s, _)| *s == status).map(|(_, name)| name.as_str()).collect();
        match names.len() {
            0 => None,
            1..=NAMED => {
                Some(format!("{} {}: {}", status.symbol(), status.label(), names.join(", ")))
            }
            many => Some(format!("{} {} ({many} areas)", status.symbol(), status.label())),
        }
    };
    Status::ALL.into_iter().filter_map(entry).collect()
}

/// Names the items that have no outline, with their figures, so that none is lost from the picture.
pub(super) fn write_unmapped(
    canvas: &mut Canvas,
    data: &ChartData,
    shown: &[&AreaCode],
    top: f64,
) -> f64 {
    let style = canvas.style;
    let unmapped: Vec<&Item> =
        data.items.iter().filter(|item| !shown.iter().any(|code| **code == item.code)).collect();
    let named: Vec<String> = unmapped
        .iter()
        .map(|item| match item.number() {
            Some(_) => format!("{} {}", item.label, format::figure(item.figure, data.unit)),
            None => format!("{} {}", item.label, missing_status(item.figure).symbol()),
        })
        .collect();
    if named.is_empty() {
        return top;
    }
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let lines = text_metrics::wrap(
        &format!("Not on the map: {}", named.join("; ")),
        room,
        style.text.size,
        false,
    );
    let at = (style.picture.margin, top + style.text.size);
    canvas.paragraph(at, Anchor::Start, false, &lines);
    for (item, places) in
        unmapped.into_iter().zip(tooltips::text_outlines(&lines, at, &named, style))
    {
        canvas.mark_all(
            places,
            format!("{}: {}", item.label, tooltips::format_with_unit(item.figure, data.unit)),
        );
    }
    top + lines.len() as f64 * style.text.line
}
