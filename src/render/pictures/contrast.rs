//! Contrast of marks and text against their background, after WCAG 2.2: text 4.5 : 1, marks 3 : 1.
//!
//! Belongs here: one test over every kind and its measuring. Does not belong here: which colours
//! there are (`chart::style`).

use super::{all, draw, style};
use crate::chart::{Colour, Drawing, KINDS, Style};
use resvg::tiny_skia::{FillRule, Mask, Path, PathSegment, Point, Stroke, Transform};
use resvg::usvg::{Group, Node, Paint, Rect, Tree};

const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// So much of a text's box may be crossed by a line.
const CROSSED: f64 = 0.15;

/// The part of a line that has to be visible: the other half of a border is on the shape it
/// borders.
const SEEN: f64 = 0.35;

/// So much of the edge of a pale shape has to be drawn; edges of dashes are 58 parts line and 42
/// parts gap.
const EDGE: f64 = 0.5;

/// A shape as it is filled, in pixels of the picture.
struct Shape {
    path: Path,
    colour: Colour,
    is_stroke: bool,
}

/// A text with its colour and the box of its ink.
struct Words {
    text: String,
    ink: Rect,
    colour: Colour,
}

fn colour(paint: &Paint) -> Colour {
    match paint {
        Paint::Color(colour) => Colour(colour.red, colour.green, colour.blue),
        _ => panic!("a chart has plain colours only"),
    }
}

/// Everything drawn, in order.
fn parts(drawing: &Drawing) -> (Vec<Shape>, Vec<Words>) {
    fn walk(group: &Group, shapes: &mut Vec<Shape>, words: &mut Vec<Words>) {
        for node in group.children() {
            match node {
                Node::Group(group) => walk(group, shapes, words),
                Node::Path(path) => {
                    let placed = path.data().clone().transform(path.abs_transform()).unwrap();
                    if let Some(fill) = path.fill() {
                        shapes.push(Shape {
                            path: placed.clone(),
                            colour: colour(fill.paint()),
                            is_stroke: false,
                        });
                    }
                    if let Some(stroke) = path.stroke() {
                        let width = stroke.width().get() * path.abs_transform().get_scale().0;
                        let wide = placed.stroke(&Stroke { width, ..Stroke::default() }, 1.0);
                        let colour = colour(stroke.paint());
                        shapes.extend(wide.map(|path| Shape { path, colour, is_stroke: true }));
                    }
                }
                Node::Text(text) => {
                    let span = &text.chunks()[0].spans()[0];
                    words.push(Words {
                        text: text.chunks().iter().map(|chunk| chunk.text()).collect(),
                        ink: text
                            .flattened()
                            .bounding_box()
                            .transform(text.abs_transform())
                            .unwrap(),
                        colour: colour(span.fill().unwrap().paint()),
                    });
                }
                Node::Image(_) => panic!("a chart has no images"),
            }
        }
    }
    let tree = Tree::from_str(&drawing.svg, &super::super::png::options()).unwrap();
    let (mut shapes, mut words) = (Vec::new(), Vec::new());
    walk(tree.root(), &mut shapes, &mut words);
    (shapes, words)
}

/// A picture of plain colours without smoothed edges.
struct Sheet {
    size: (usize, usize),
    pixels: Vec<Colour>,
    /// True where the uppermost mark is a line: one that is drawn on another is visible with it.
    lines: Vec<bool>,
    /// Used again for every shape; empty between two.
    mask: Mask,
}

impl Sheet {
    fn new(drawing: &Drawing, paper: Colour) -> Self {
        let size = (drawing.width as usize, drawing.height as usize);
        let mask = Mask::new(drawing.width, drawing.height).unwrap();
        Self {
            size,
            pixels: vec![paper; size.0 * size.1],
            lines: vec![false; size.0 * size.1],
            mask,
        }
    }

    fn span(&self, bounds: Rect) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let range = |from: f32, to: f32, end: usize| {
            (from.floor().max(0.0) as usize).min(end)..((to.ceil().max(0.0) as usize) + 1).min(end)
        };
        (
            range(bounds.left(), bounds.right(), self.size.0),
            range(bounds.top(), bounds.bottom(), self.size.1),
        )
    }

    /// The pixels that a shape covers.
    fn covered(&mut self, path: &Path) -> Vec<usize> {
        self.mask.fill_path(path, FillRule::Winding, false, Transform::identity());
        let bounds = Rect::from_ltrb(
            path.bounds().left(),
            path.bounds().top(),
            path.bounds().right(),
            path.bounds().bottom(),
        );
        let (columns, rows) = self.span(bounds.unwrap());
        let mut found = Vec::new();
        for row in rows {
            for column in columns.clone() {
                let at = row * self.size.0 + column;
                if self.mask.data()[at] > 0 {
                    found.push(at);
                    self.mask.data_mut()[at] = 0;
                }
            }
        }
        found
    }

    /// The share of pixels that a colour is seen on.
    fn seen(&self, pixels: &[usize], colour: Colour, least: f64) -> f64 {
        let seen = pixels.iter().filter(|at| self.pixels[**at].contrast(colour) >= least).count();
        seen as f64 / pixels.len().max(1) as f64
    }

    /// The share of a shape's edge that is next to a colour visible against it.
    fn edged(&self, path: &Path, colour: Colour) -> f64 {
        let points = along(path);
        let is_edged = |point: &&Point| {
            let near = Rect::from_ltrb(point.x - 2.0, point.y - 2.0, point.x + 2.0, point.y + 2.0)
                .unwrap();
            let (columns, rows) = self.span(near);
            rows.into_iter().any(|row| {
                columns
                    .clone()
                    .any(|column| self.pixels[row * self.size.0 + column].contrast(colour) >= MARK)
            })
        };
        points.iter().filter(is_edged).count() as f64 / points.len().max(1) as f64
    }
}

/// Points along the edge of a shape, about a pixel and a half apart.
fn along(path: &Path) -> Vec<Point> {
    let (mut points, mut start, mut last) = (Vec::new(), Point::zero(), Point::zero());
    for segment in path.segments() {
        // Curves as cubic ones; a straight line is one with its handles on its ends.
        let (first, second, to) = match segment {
            PathSegment::MoveTo(to) => {
                (start, last) = (to, to);
                continue;
            }
            PathSegment::LineTo(to) => (last, to, to),
            PathSegment::QuadTo(handle, to) => (handle, handle, to),
            PathSegment::CubicTo(first, second, to) => (first, second, to),
            PathSegment::Close => (last, start, start),
        };
        let steps = (last.distance(to) / 1.5).ceil().max(1.0);
        points.extend((0..steps as u32).map(|step| {
            let (t, u) = (step as f32 / steps, 1.0 - step as f32 / steps);
            let at = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            Point::from_xy(at(last.x, first.x, second.x, to.x), at(last.y, first.y, second.y, to.y))
        }));
        last = to;
    }
    points
}

/// True for the border of a shape that was drawn shortly before: it is judged with that shape.
fn is_border(shapes: &[Shape], index: usize) -> bool {
    const BEFORE: usize = 60;
    let close = |a: &Path, b: &Path| {
        let (a, b) = (a.bounds(), b.bounds());
        let off = [
            a.left() - b.left(),
            a.top() - b.top(),
            a.right() - b.right(),
            a.bottom() - b.bottom(),
        ];
        off.into_iter().all(|off| off.abs() < 3.5)
    };
    let shape = &shapes[index];
    let mut before = shapes[..index].iter().rev().take(BEFORE);
    shape.is_stroke && before.any(|other| !other.is_stroke && close(&other.path, &shape.path))
}

/// The invisible parts of a picture, in words.
fn unseen(drawing: &Drawing, style: &Style) -> Vec<String> {
    let roles = style.roles;
    // Paper hides the shapes under it; words or symbols give the same information as gridlines,
    // hatching and bands.
    let quiet = |shape: &Shape| match shape.is_stroke {
        true => [roles.background, roles.gridline, roles.hatch].contains(&shape.colour),
        false => [roles.background, roles.band].contains(&shape.colour),
    };
    let (shapes, words) = parts(drawing);
    let mut sheet = Sheet::new(drawing, roles.background);
    let (mut faint, mut found): (Vec<(Path, Colour)>, Vec<String>) = (Vec::new(), Vec::new());
    for (index, shape) in shapes.iter().enumerate() {
        let pixels = sheet.covered(&shape.path);
        let is_border = is_border(&shapes, index);
        let beside_lines: Vec<usize> = pixels
            .iter()
            .copied()
            .filter(|at| {
                !(shape.is_stroke && (sheet.lines[*at] || sheet.pixels[*at] == shape.colour))
            })
            .collect();
        let is_seen = sheet.seen(&beside_lines, shape.colour, MARK) >= SEEN;
        if !beside_lines.is_empty() && !quiet(shape) && !is_border && !is_seen {
            match shape.is_stroke {
                true => {
                    found.push(format!(
                        "a line of {:?} at {:?}",
                        shape.colour,
                        shape.path.bounds()
                    ));
                }
                false => faint.push((shape.path.clone(), shape.colour)),
            }
        }
        for at in pixels {
            (sheet.pixels[at], sheet.lines[at]) = (shape.colour, shape.is_stroke);
        }
    }
    for (path, colour) in faint {
        let edged = sheet.edged(&path, colour);
        if edged < EDGE {
            found.push(format!(
                "a shape of {colour:?} at {:?}, {edged:.2} of its edge drawn",
                path.bounds()
            ));
        }
    }
    for Words { text, ink, colour } in words {
        let (columns, rows) = sheet.span(ink);
        let pixels: Vec<usize> = rows
            .flat_map(|row| {
                columns.clone().map(move |column| row * drawing.width as usize + column)
            })
            .collect();
        if sheet.seen(&pixels, colour, TEXT) < 1.0 - CROSSED {
            found.push(format!("the text {text:?} at {ink:?}"));
        }
    }
    found
}

#[test]
fn everything_drawn_is_seen_on_what_lies_under_it() {
    let style = style();
    let mut found: Vec<String> = Vec::new();
    for kind in KINDS {
        for (name, data) in all() {
            let unseen = unseen(&draw(*kind, name, &data), &style);
            found.extend(unseen.into_iter().map(|what| format!("{} {name}: {what}", kind.id())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_cannot_be_seen_is_found() {
    let picture = |marks: &str| Drawing {
        svg: format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">{marks}</svg>"
        ),
        width: 100,
        height: 100,
        marks: Vec::new(),
    };
    let found = |marks: &str| unseen(&picture(marks), &style()).len();
    assert_eq!(
        found("<rect x=\"10\" y=\"10\" width=\"50\" height=\"50\" fill=\"#CFE5F8\"/>"),
        1,
        "pale without an edge"
    );
    let edged = "<path d=\"M10 10H60V60H10Z\" fill=\"#CFE5F8\"/><path d=\"M10 10H60V60H10Z\" \
        fill=\"none\" stroke=\"#000\"/>";
    assert_eq!(found(edged), 0, "pale with an outline");
    assert_eq!(
        found("<path d=\"M10 10L90 90\" fill=\"none\" stroke=\"#BFBFC0\" stroke-width=\"3\"/>"),
        1,
        "a pale line"
    );
    assert_eq!(
        found("<text x=\"10\" y=\"50\" font-size=\"18\" fill=\"#999999\">words</text>"),
        1,
        "grey words"
    );
    let dark = "<path d=\"M0 0H100V100H0Z\" fill=\"#12436D\"/><text x=\"10\" y=\"50\" \
        font-size=\"18\">words</text>";
    assert_eq!(found(dark), 1, "black words on dark blue");
}
