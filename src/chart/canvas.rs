//! The canvas: shapes in units of the picture, drawn with plotters as one accessible SVG.
//!
//! Belongs here: lines, shapes, hatching and text, scaling and alternative text of the SVG, and the
//! texts of its parts. Does not belong here: layout, which each chart does itself.
//!
//! **Invariant:** the same shapes give the same bytes; every text is escaped; the root has a role,
//! a title, a description and a viewBox but no size of its own.

use super::style::{Colour, Style};
use super::{Drawing, text_metrics};
use crate::domain::{Compare, Error, Result, error_codes, writable};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::borrow::Cow;

/// plotters keeps integer coordinates, so the picture is drawn this much larger and scaled back by
/// the SVG.
const FINENESS: f64 = 4.0;

/// plotters writes a font of size N as N / 1.24.
const FONT_FACTOR: f64 = 1.24;

/// plotters puts the baseline of text anchored at its top 0.76 em below the given point.
const TOP_TO_BASELINE: f64 = 0.76;

/// Maximum height of a chart. A taller one could not be turned into pixels.
const TALLEST: f64 = 20_000.0;

/// A point in units of the picture, from the upper left corner.
pub(super) type Point = (f64, f64);

/// Which end of a text is at the given point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text with its position on the baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextRun {
    pub at: Point,
    pub anchor: Anchor,
    pub bold: bool,
    pub colour: Colour,
    pub text: String,
}

enum Piece {
    Shape(Vec<Point>, Colour),
    Path(Vec<Point>, Colour, f64),
    Disc(Point, f64, Colour),
    Text(TextRun),
}

/// A part of a picture with its tooltip. Marks are in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its outlines, closed implicitly, in integer units of the viewBox.
    pub rings: Vec<Vec<(u32, u32)>>,
    /// The area or the date, and its figure in house style or why it is missing.
    pub text: String,
    /// Where marks overlap, the higher layer is on top, and in one layer the later mark.
    pub layer: u32,
}

impl Mark {
    /// A mark from outlines in units of the picture, clipped to it.
    pub(super) fn within(
        (width, height): (u32, u32),
        rings: &[Vec<Point>],
        text: &str,
        layer: u32,
    ) -> Self {
        let rounded = |length: f64, max: u32| length.round().clamp(0.0, f64::from(max)) as u32;
        let ring = |ring: &Vec<Point>| {
            let mut points: Vec<(u32, u32)> =
                ring.iter().map(|(x, y)| (rounded(*x, width), rounded(*y, height))).collect();
            points.dedup();
            points
        };
        let text =
            text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        Self { rings: rings.iter().map(ring).collect(), text, layer }
    }
}

/// Outlines, text and layer of a mark.
type MarkParts = (Vec<Vec<Point>>, String, u32);

/// Shapes in drawing order, and marks in reading order.
pub(super) struct Canvas<'s> {
    pub style: &'s Style,
    pieces: Vec<Piece>,
    marks: Vec<MarkParts>,
}

impl<'s> Canvas<'s> {
    /// An empty canvas.
    pub fn new(style: &'s Style) -> Self {
        Self { style, pieces: Vec::new(), marks: Vec::new() }
    }

    /// A filled shape, closed implicitly.
    pub fn shape(&mut self, points: &[Point], colour: Colour) {
        self.pieces.push(Piece::Shape(points.to_vec(), colour));
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, (x, y): Point, width: f64, height: f64, colour: Colour) {
        self.shape(&corners((x, y), width, height), colour);
    }

    /// The border of a shape, closed.
    pub fn border(&mut self, points: &[Point], colour: Colour, width: f64) {
        // The first edge is drawn twice, so that the last corner is joined like the others.
        let closed = points.iter().chain(points.iter().take(2)).copied().collect();
        self.pieces.push(Piece::Path(closed, colour, width));
    }

    /// A line through points.
    pub fn line(&mut self, points: &[Point], colour: Colour, width: f64) {
        self.pieces.push(Piece::Path(points.to_vec(), colour, width));
    }

    /// A line of dashes through points.
    pub fn dashes(&mut self, points: &[Point], colour: Colour, width: f64) {
        let (dash, gap) = (width * 3.5, width * 2.5);
        // How far along the present dash or gap the line has come.
        let (mut is_dash, mut done) = (true, 0.0);
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let at = |along: f64| {
                let share = along / length;
                (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
            };
            let mut along = 0.0;
            while along < length {
                let length_of_piece = if is_dash { dash } else { gap };
                let end = (along + length_of_piece - done).min(length);
                if is_dash {
                    self.line(&[at(along), at(end)], colour, width);
                }
                done += end - along;
                if done >= length_of_piece - 1e-9 {
                    (is_dash, done) = (!is_dash, 0.0);
                }
                along = end;
            }
        }
    }

    /// A filled circle.
    pub fn disc(&mut self, centre: Point, radius: f64, colour: Colour) {
        self.pieces.push(Piece::Disc(centre, radius, colour));
    }

    /// A filled square standing on its corner.
    pub fn diamond(&mut self, (x, y): Point, radius: f64, colour: Colour) {
        self.shape(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], colour);
    }

    /// Diagonal lines inside a ring: the mark of a missing figure.
    pub fn hatch(&mut self, ring: &[Point]) {
        const SPACING: f64 = 11.0;
        let slanted: Vec<Point> = ring.iter().map(|(x, y)| (x + y, x - y)).collect();
        let ends = slanted.iter().map(|point| point.0);
        let (low, high) =
            ends.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
        let mut level = (low / SPACING).ceil() * SPACING;
        while level < high {
            let mut crossings: Vec<f64> = edges(&slanted)
                .filter(|(a, b)| (a.0 <= level) != (b.0 <= level))
                .map(|(a, b)| a.1 + (b.1 - a.1) * (level - a.0) / (b.0 - a.0))
                .collect();
            crossings.sort_by(f64::compare);
            for pair in crossings.chunks_exact(2) {
                let back = |side: f64| ((level + side) / 2.0, (level - side) / 2.0);
                let colour = self.style.roles.hatch;
                self.line(&[back(pair[0]), back(pair[1])], colour, 2.0);
            }
            level += SPACING;
        }
    }

    /// Text on its baseline in the colour of text.
    pub fn text(&mut self, at: Point, anchor: Anchor, text: &str) {
        let colour = self.style.roles.text;
        self.text_run(TextRun { at, anchor, bold: false, colour, text: text.to_owned() });
    }

    /// Text as described.
    pub fn text_run(&mut self, mut run: TextRun) {
        if let Cow::Owned(text) = writable(&run.text) {
            run.text = text;
        }
        self.pieces.push(Piece::Text(run));
    }

    /// Lines of text, the first on the baseline `at`.
    pub fn paragraph(&mut self, (x, y): Point, anchor: Anchor, bold: bool, lines: &[String]) {
        let (colour, mut baseline) = (self.style.roles.text, y);
        for text in lines {
            self.text_run(TextRun { at: (x, baseline), anchor, bold, colour, text: text.clone() });
            baseline += self.style.text.line;
        }
    }

    /// Adds the tooltip of the part of the picture within an outline. Nothing is drawn.
    pub fn mark(&mut self, outline: &[Point], text: String) {
        self.mark_all(vec![outline.to_vec()], text);
    }

    /// Adds one tooltip for several outlines.
    pub fn mark_all(&mut self, outlines: Vec<Vec<Point>>, text: String) {
        self.mark_over(outlines, text, 0);
    }

    /// Adds one tooltip for several outlines that lie over all lower layers.
    pub fn mark_over(&mut self, outlines: Vec<Vec<Point>>, text: String, layer: u32) {
        self.marks.push((outlines, text, layer));
    }

    /// Draws everything. `title` names the picture and `description` is its alternative text.
    ///
    /// Errors with `F404` when plotters fails or the picture is too tall.
    pub fn finish(self, height: f64, title: &str, description: &str) -> Result<Drawing> {
        let failed =
            |found: String| Error::new(error_codes::DRAWING_FAILED, "drawing a chart").found(found);
        let height = height.ceil();
        if !(1.0..=TALLEST).contains(&height) {
            return Err(failed(format!("a picture {height} units tall"))
                .expected("at most 20,000, about 600 areas"));
        }
        let (width, height, fineness) = (self.style.picture.width, height as u32, FINENESS as u32);
        let mut body = String::new();
        {
            let area = SVGBackend::with_string(&mut body, (width * fineness, height * fineness))
                .into_drawing_area();
            area.fill(&rgb(self.style.roles.background))
                .map_err(|error| failed(error.to_string()))?;
            for piece in &self.pieces {
                self.put(&area, piece).map_err(|error| failed(error.to_string()))?;
            }
            area.present().map_err(|error| failed(error.to_string()))?;
        }
        let svg = finish_svg(&body, (width, height), &self.style.text.family, title, description);
        let marks = self
            .marks
            .iter()
            .map(|mark| Mark::within((width, height), &mark.0, &mark.1, mark.2))
            .collect();
        Ok(Drawing { svg, width, height, marks })
    }

    fn put<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, plotters::coord::Shift>,
        piece: &Piece,
    ) -> std::result::Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let points =
            |points: &[Point]| points.iter().map(|(x, y)| (fine(*x), fine(*y))).collect::<Vec<_>>();
        match piece {
            Piece::Shape(shape, colour) => {
                area.draw(&Polygon::new(points(shape), rgb(*colour).filled()))
            }
            Piece::Path(path, colour, width) => {
                let stroke = rgb(*colour).stroke_width(fine(*width).unsigned_abs());
                area.draw(&PathElement::new(points(path), stroke))
            }
            Piece::Disc((x, y), radius, colour) => {
                area.draw(&Circle::new((fine(*x), fine(*y)), fine(*radius), rgb(*colour).filled()))
            }
            Piece::Text(run) => {
                let size = self.style.text.size * FINENESS;
                let weight = if run.bold { FontStyle::Bold } else { FontStyle::Normal };
                let across = match run.anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                let colour = rgb(run.colour);
                let font = FontDesc::new(
                    FontFamily::Name(text_metrics::FAMILY),
                    size * FONT_FACTOR,
                    weight,
                );
                let style = TextStyle::from(font).color(&colour).pos(Pos::new(across, VPos::Top));
                let top = run.at.1 - self.style.text.size * TOP_TO_BASELINE;
                area.draw(&Text::new(run.text.clone(), (fine(run.at.0), fine(top)), style))
            }
        }
    }
}

/// The corners of a rectangle, clockwise.
pub(super) fn corners((x, y): Point, width: f64, height: f64) -> [Point; 4] {
    [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
}

/// The edges of a ring that is closed implicitly.
pub(super) fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn fine(length: f64) -> i32 {
    // Layouts stay far inside this range; a coordinate outside it is cut off instead of wrapping
    // round.
    const LIMIT: f64 = 1_000_000.0;
    let scaled = (length * FINENESS).round().clamp(-LIMIT, LIMIT);
    if scaled.is_nan() { 0 } else { scaled as i32 }
}

/// What plotters leaves out: role, title, description, scaling, the family list; and less of what
/// it repeats.
fn finish_svg(
    body: &str,
    (width, height): (u32, u32),
    family: &str,
    title: &str,
    description: &str,
) -> String {
    let marks = body.split_once(">\n").map_or("", |(_, rest)| rest).trim_end();
    let marks = marks.strip_suffix("</svg>").unwrap_or(marks);
    let marks = marks
        .replace(&format!(" font-family=\"{}\"", text_metrics::FAMILY), "")
        .replace(" opacity=\"1\"", "")
        .replace(" \"/>", "\"/>")
        .replace("\n</text>", "</text>");
    let marks: String = marks
        .split_inclusive('\n')
        .map(|line| if line.starts_with("<text") { line.trim_end_matches('\n') } else { line })
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n<g transform=\"scale({})\" \
         font-family=\"{}\" stroke-linejoin=\"round\">\n{marks}</g>\n</svg>\n",
        escaped(title),
        escaped(description),
        1.0 / FINENESS,
        escaped(family),
    )
}

/// A text as XML and HTML write it, in an element or an attribute in quotation marks.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in writable(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter => safe.push(letter),
        }
    }
    safe
}
