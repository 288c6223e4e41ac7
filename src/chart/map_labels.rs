//! Positions of the short labels of areas on a map: inside the area when the label fits, else next
//! to it with a leader.
//!
//! Belongs here: plane geometry of rings and boxes. Does not belong here: projections, colours,
//! text.
//!
//! **Invariant:** no two boxes overlap as long as there is room on the map, and the result depends
//! on the order of the areas and nothing else.

use super::canvas::{Point, edges};

/// A box by its centre and half its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub centre: Point,
    pub half: (f64, f64),
}

/// Position of a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum LabelPosition {
    /// Inside its area.
    Inside(Point),
    /// Next to it. The leader ends at the second point, inside the area.
    WithLeader(Point, Point),
}

/// Grid on which positions are tried, in units of the picture.
const STEP: f64 = 3.0;

/// Free space around a label outside its area.
const CLEARANCE: f64 = 2.0;

impl Frame {
    /// The box between two opposite corners.
    pub fn between((left, top): Point, (right, bottom): Point) -> Self {
        let centre = ((left + right) / 2.0, (top + bottom) / 2.0);
        Self { centre, half: ((right - left) / 2.0, (bottom - top) / 2.0) }
    }

    /// True when this box lies in another.
    pub fn is_inside(self, room: Self) -> bool {
        let inside =
            |at: f64, half: f64, centre: f64, room: f64| (at - centre).abs() + half <= room;
        inside(self.centre.0, self.half.0, room.centre.0, room.half.0)
            && inside(self.centre.1, self.half.1, room.centre.1, room.half.1)
    }

    /// True when two boxes share more than an edge.
    pub fn overlaps(self, other: Self) -> bool {
        let separate = |a: f64, b: f64, half: f64| (a - b).abs() >= half;
        !separate(self.centre.0, other.centre.0, self.half.0 + other.half.0)
            && !separate(self.centre.1, other.centre.1, self.half.1 + other.half.1)
    }

    fn contains_point(self, (x, y): Point) -> bool {
        (x - self.centre.0).abs() < self.half.0 && (y - self.centre.1).abs() < self.half.1
    }

    /// True when a line from `a` to `b` enters the box (Liang and Barsky's clipping).
    pub fn meets(self, a: Point, b: Point) -> bool {
        let mut visible = (0.0f64, 1.0f64);
        for (from, to, centre, half) in
            [(a.0, b.0, self.centre.0, self.half.0), (a.1, b.1, self.centre.1, self.half.1)]
        {
            let (length, start) = (to - from, from - centre);
            if length == 0.0 {
                if start.abs() >= half {
                    return false;
                }
                continue;
            }
            let (enter, leave) = ((-half - start) / length, (half - start) / length);
            visible = (visible.0.max(enter.min(leave)), visible.1.min(enter.max(leave)));
        }
        visible.0 < visible.1
    }

    fn corners(self) -> [Point; 4] {
        let ((x, y), (w, h)) = (self.centre, self.half);
        [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]
    }
}

/// Places labels of half-sizes `halves` in their rings, inside `bounds`. Rings of all areas come in
/// one order.
pub(super) fn place_labels(
    rings: &[&[Point]],
    halves: &[(f64, f64)],
    bounds: Frame,
) -> Vec<LabelPosition> {
    let inside: Vec<Option<Point>> =
        rings.iter().zip(halves).map(|(ring, half)| inside(ring, *half)).collect();
    let mut taken: Vec<Frame> = inside
        .iter()
        .zip(halves)
        .filter_map(|(at, half)| at.map(|centre| Frame { centre, half: *half }))
        .collect();
    // A leader's end is kept free too, so that no label hides the area another leader points to.
    let targets: Vec<Point> = rings.iter().map(|ring| innermost_point(ring)).collect();
    let pointed = targets.iter().zip(&inside).filter(|(_, at)| at.is_none());
    taken.extend(pointed.map(|(target, _)| Frame { centre: *target, half: (6.0, 6.0) }));
    let mut places = Vec::with_capacity(rings.len());
    for (index, at) in inside.iter().enumerate() {
        places.push(match at {
            Some(at) => LabelPosition::Inside(*at),
            None => {
                let centre = nearest_free_position(
                    rings[index],
                    halves[index],
                    targets[index],
                    &taken,
                    bounds,
                );
                taken.push(Frame { centre, half: halves[index] });
                LabelPosition::WithLeader(centre, targets[index])
            }
        });
    }
    places
}

/// The centre of the box inside the ring that has the most space around it; `None` where the box
/// does not fit.
fn inside(ring: &[Point], half: (f64, f64)) -> Option<Point> {
    let fits = |centre: &Point| {
        let frame = Frame { centre: *centre, half };
        contains(ring, *centre) && !edges(ring).any(|(a, b)| frame.meets(a, b))
    };
    let room = |centre: &Point| frame_distance(ring, Frame { centre: *centre, half });
    best(grid(ring).filter(fits), room)
}

/// Distance from a box to the ring around it.
fn frame_distance(ring: &[Point], frame: Frame) -> f64 {
    frame.corners().into_iter().map(|corner| distance(ring, corner)).fold(f64::MAX, f64::min)
}

/// The point of the ring furthest from its border.
fn innermost_point(ring: &[Point]) -> Point {
    let candidates = grid(ring).filter(|point| contains(ring, *point));
    best(candidates, |point| distance(ring, *point))
        .or_else(|| ring.first().copied())
        .unwrap_or((0.0, 0.0))
}

/// The free position nearest to `target` that leaves the area itself visible.
fn nearest_free_position(
    ring: &[Point],
    half: (f64, f64),
    target: Point,
    taken: &[Frame],
    bounds: Frame,
) -> Point {
    let spaced = (half.0 + CLEARANCE, half.1 + CLEARANCE);
    let reach = (bounds.half.0 - half.0, bounds.half.1 - half.1);
    let own: Vec<Point> = grid(ring).filter(|point| contains(ring, *point)).collect();
    let free = |centre: &Point| {
        let frame = Frame { centre: *centre, half: spaced };
        let within = Frame { centre: bounds.centre, half: reach }.contains_point(*centre);
        let hides = own.iter().any(|point| frame.contains_point(*point));
        within && !hides && !taken.iter().any(|other| frame.overlaps(*other))
    };
    for ring_index in 1..80 {
        let radius = f64::from(ring_index) * 2.0 * STEP;
        let around = (0..48).map(|turn| {
            let angle = f64::from(turn) * std::f64::consts::TAU / 48.0;
            (target.0 + radius * angle.cos(), target.1 + radius * angle.sin())
        });
        if let Some(centre) = around.into_iter().find(free) {
            return centre;
        }
    }
    target
}

/// The first of the best candidates.
fn best(candidates: impl Iterator<Item = Point>, score: impl Fn(&Point) -> f64) -> Option<Point> {
    let mut found: Option<(Point, f64)> = None;
    for candidate in candidates {
        let value = score(&candidate);
        if found.is_none_or(|(_, best_score)| value > best_score + 1e-9) {
            found = Some((candidate, value));
        }
    }
    found.map(|(point, _)| point)
}

fn grid(ring: &[Point]) -> impl Iterator<Item = Point> + '_ {
    let ends = |values: &dyn Fn(&Point) -> f64| {
        ring.iter()
            .map(values)
            .fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((left, right), (top, bottom)) = (ends(&|point| point.0), ends(&|point| point.1));
    let steps = |length: f64| (length / STEP).clamp(1.0, 1_000.0) as u32;
    let (across, down) = (steps(right - left), steps(bottom - top));
    (0..=down).flat_map(move |row| {
        (0..=across)
            .map(move |column| (left + f64::from(column) * STEP, top + f64::from(row) * STEP))
    })
}

/// True when a point lies inside a ring (even-odd rule).
fn contains(ring: &[Point], (x, y): Point) -> bool {
    let crossed = |(a, b): &(Point, Point)| {
        (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0
    };
    edges(ring).filter(crossed).count() % 2 == 1
}

/// Distance from a point to the border of a ring.
fn distance(ring: &[Point], (x, y): Point) -> f64 {
    let to_edge = |(a, b): (Point, Point)| {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx * dx + dy * dy;
        let along = if length > 0.0 {
            (((x - a.0) * dx + (y - a.1) * dy) / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (x - a.0 - along * dx).hypot(y - a.1 - along * dy)
    };
    edges(ring).map(to_edge).fold(f64::MAX, f64::min)
}

#[cfg(test)]
mod tests {
    use super::{Frame, LabelPosition, contains, place_labels};
    use crate::chart::canvas::corners;

    const BOUNDS: Frame = Frame { centre: (200.0, 200.0), half: (200.0, 200.0) };

    #[test]
    fn a_label_that_fits_stays_inside_and_one_that_does_not_gets_a_leader() {
        let (large, small) =
            (corners((100.0, 100.0), 100.0, 80.0), corners((200.0, 100.0), 12.0, 12.0));
        let places = place_labels(&[&large, &small], &[(20.0, 8.0), (20.0, 8.0)], BOUNDS);
        let LabelPosition::Inside(centre) = places[0] else { panic!("the large one has room") };
        assert!(contains(&large, centre));
        let LabelPosition::WithLeader(centre, target) = places[1] else {
            panic!("the small one has none")
        };
        assert!(contains(&small, target) && !contains(&small, centre));
    }
}
