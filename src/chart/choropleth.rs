//! Choropleth: a map whose areas are filled by class.
//!
//! Belongs here: projecting outlines, filling, labelling, the legend of classes. Does not belong
//! here: areas of equal size (`tile_grid`).

use super::canvas::{Anchor, Canvas, Point, TextRun, corners};
use super::classes::Classification;
use super::gap::GAP;
use super::map_labels::{self, Frame, LabelPosition};
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, legend, ranked_table, text_metrics, tooltips,
};
use crate::domain::{AreaCode, Compare, Error, Result, error_codes};
use crate::table::Listing;

/// See the header of this file.
pub(super) struct Choropleth;

/// A map is no taller than this share of its width.
const TALLEST: f64 = 1.2;

impl Kind for Choropleth {
    fn id(&self) -> &'static str {
        "choropleth"
    }

    fn about(&self) -> &'static str {
        "A map with areas filled by class, outlined and labelled: where high and low areas lie. \
         For rates, not counts."
    }

    fn draws_outlines(&self) -> bool {
        true
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let (areas, bottom) = project(data, style)?;
        let mut canvas = Canvas::new(style);
        let shown: Vec<&AreaCode> = areas.iter().map(|area| area.code).collect();
        let classes = Classification::of(data.numbers_of(&shown), &style.classes);

        for area in &areas {
            let value = data.item(area.code).and_then(Item::number);
            for ring in &area.rings {
                match value {
                    Some(value) => canvas.shape(ring, classes.colour(value, style)),
                    None => canvas.hatch(ring),
                }
            }
        }
        for area in &areas {
            area.rings
                .iter()
                .for_each(|ring| canvas.border(ring, style.roles.outline, style.picture.outline));
        }
        for area in
            areas.iter().filter(|area| data.item(area.code).is_some_and(|item| item.emphasis))
        {
            area.rings.iter().for_each(|ring| {
                canvas.border(ring, style.roles.outline, style.picture.outline * 3.0);
            });
        }
        write_labels(&mut canvas, data, &areas, &classes, bottom);
        areas.into_iter().for_each(|area| {
            let text = tooltips::area_text(data, area.code);
            canvas.mark_all(area.rings, text);
        });
        let end = legend::draw(&mut canvas, data, &shown, &classes, bottom + GAP);
        canvas.finish(end + style.picture.margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        alt_text::describe_ranked("Map with areas shaded by class", data)
    }

    fn listing(&self, data: &ChartData) -> Listing {
        ranked_table::list_ranked(data, true)
    }
}

/// An area on the paper.
struct Area<'d> {
    code: &'d AreaCode,
    /// The largest ring first: it takes the label.
    rings: Vec<Vec<Point>>,
}

/// Projects the outlines into the width of the picture: longitudes shortened by the cosine of the
/// middle latitude, which at the size of a region keeps shapes true. Returns the bottom of the map.
fn project<'d>(data: &'d ChartData, style: &Style) -> Result<(Vec<Area<'d>>, f64)> {
    let points = || data.outlines.iter().flat_map(|outline| outline.rings.iter().flatten());
    let (mut west, mut east, mut south, mut north) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
    for (longitude, latitude) in points() {
        (west, east) = (west.min(*longitude), east.max(*longitude));
        (south, north) = (south.min(*latitude), north.max(*latitude));
    }
    let shortening = ((south + north) / 2.0).to_radians().cos();
    let (across, up) = ((east - west) * shortening, north - south);
    if !(across > 0.0 && up > 0.0) {
        return Err(Error::new(error_codes::DRAWING_FAILED, "drawing a map")
            .found("no outlines of areas")
            .expected("an outline for each area")
            .help("choose `ranked-bars`, or a region that has outlines"));
    }
    let margin = style.picture.margin;
    let width = f64::from(style.picture.width) - 2.0 * margin;
    let size = (width / across).min(width * TALLEST / up);
    let left = margin + (width - across * size) / 2.0;
    let at = |(longitude, latitude): &(f64, f64)| {
        (left + (longitude - west) * shortening * size, margin + (north - latitude) * size)
    };
    let areas = data.outlines.iter().map(|outline| {
        let mut rings: Vec<Vec<Point>> =
            outline.rings.iter().map(|ring| ring.iter().map(at).collect()).collect();
        rings.sort_by(|a, b| extent(b).compare(&extent(a)));
        Area { code: &outline.code, rings }
    });
    Ok((areas.collect(), margin + up * size))
}

fn extent(ring: &[Point]) -> f64 {
    let doubled: f64 = super::canvas::edges(ring).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
    doubled.abs() / 2.0
}

/// Writes the short labels, each on its own area or, where that is too small, next to it on a plate
/// with a leader.
fn write_labels(
    canvas: &mut Canvas,
    data: &ChartData,
    areas: &[Area],
    classes: &Classification,
    bottom: f64,
) {
    let style = canvas.style;
    let size = style.text.size;
    let labelled: Vec<(&Area, &str)> = areas
        .iter()
        .filter_map(|area| data.short_label(area.code).map(|label| (area, label)))
        .collect();
    let rings: Vec<&[Point]> = labelled.iter().map(|(area, _)| area.rings[0].as_slice()).collect();
    let half = |label: &str| {
        (
            text_metrics::width(label, size, false) / 2.0 + 1.0,
            size * text_metrics::CAPITAL / 2.0 + 1.0,
        )
    };
    let halves: Vec<(f64, f64)> = labelled.iter().map(|(_, label)| half(label)).collect();
    let middle = (f64::from(style.picture.width) / 2.0, bottom / 2.0);
    let bounds = Frame { centre: middle, half: (middle.0 - 4.0, middle.1) };
    for (((area, label), place), half) in
        labelled.iter().zip(map_labels::place_labels(&rings, &halves, bounds)).zip(&halves)
    {
        let value = data.item(area.code).and_then(Item::number);
        let fill = value.map_or(style.roles.background, |value| classes.colour(value, style));
        let (centre, colour) = match place {
            LabelPosition::Inside(centre) => {
                if value.is_none() {
                    plate(canvas, centre, (half.0, half.1), false);
                }
                (centre, fill.text_on())
            }
            LabelPosition::WithLeader(centre, target) => {
                canvas.line(&[centre, target], style.roles.background, 4.0);
                canvas.line(&[centre, target], style.roles.text, 1.5);
                canvas.disc(target, 5.0, style.roles.background);
                canvas.disc(target, 3.5, style.roles.text);
                plate(canvas, centre, (half.0 + 1.0, half.1 + 2.0), true);
                (centre, style.roles.text)
            }
        };
        let at = (centre.0, super::rows::baseline_at(centre.1, style));
        canvas.text_run(TextRun {
            at,
            anchor: Anchor::Middle,
            bold: false,
            colour,
            text: (*label).to_owned(),
        });
    }
}

fn plate(canvas: &mut Canvas, (x, y): Point, half: (f64, f64), bordered: bool) {
    let box_corners = corners((x - half.0, y - half.1), half.0 * 2.0, half.1 * 2.0);
    let (paper, outline) = (canvas.style.roles.background, canvas.style.roles.outline);
    canvas.shape(&box_corners, paper);
    if bordered {
        canvas.border(&box_corners, outline, 1.0);
    }
}
