//! Labels of points: positions where no label covers another label, a point or a line.
//!
//! Belongs here: choosing positions. Does not belong here: which points have a label, drawing.
//!
//! **Invariant:** no label covers another label, a point, a line or a leader, and none leaves the
//! bounds. A label that does not fit has no position, and the caller prints it elsewhere.

use super::canvas::Point;
use super::map_labels::Frame;

/// Position of a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PointLabel {
    pub frame: Frame,
    /// From the point to the label, when it is further away.
    pub leader: Option<(Point, Point)>,
}

/// Possible distances of a label from its point. Beyond the first it needs a leader.
const RADII: [f64; 6] = [10.0, 24.0, 40.0, 58.0, 78.0, 100.0];

/// Directions that are tried: right and left first, because names are read along a line.
const DIRECTIONS: [Point; 8] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.8, -0.6),
    (0.8, 0.6),
    (-0.8, -0.6),
    (-0.8, 0.6),
];

/// Free space around a label.
const CLEAR: f64 = 1.5;

/// A position for each label in the order given, the most important first.
///
/// `names` are the points and sizes of the labels. They may not cover `points` or `lines`.
pub(super) fn place_point_labels(
    names: &[(Point, (f64, f64))],
    points: &[Frame],
    lines: &[(Point, Point)],
    room: Frame,
) -> Vec<Option<PointLabel>> {
    let mut placed: Vec<PointLabel> = Vec::new();
    let mut found = Vec::with_capacity(names.len());
    for (point, size) in names {
        let candidates = RADII.iter().flat_map(|radius| {
            DIRECTIONS.iter().map(move |way| (at(*point, *size, *way, *radius), *radius))
        });
        let mut candidates = candidates.map(|(frame, radius)| {
            let leader = (radius > RADII[0]).then(|| (*point, nearest(frame, *point)));
            PointLabel { frame, leader }
        });
        let fits = |place: &PointLabel| {
            let wide = Frame {
                half: (place.frame.half.0 + CLEAR, place.frame.half.1 + CLEAR),
                ..place.frame
            };
            let on_a_point = place.leader.is_some_and(|(a, b)| {
                points.iter().any(|other| other.centre != a && other.meets(a, b))
            });
            let free = |other: &PointLabel| {
                let on_leader = other.leader.is_some_and(|(a, b)| wide.meets(a, b));
                let leader_on = place.leader.is_some_and(|(a, b)| other.frame.meets(a, b));
                !wide.overlaps(other.frame) && !on_leader && !leader_on
            };
            place.frame.is_inside(room)
                && !on_a_point
                && placed.iter().all(free)
                && !points.iter().any(|other| other.overlaps(wide))
                && !lines.iter().any(|(a, b)| wide.meets(*a, *b))
        };
        let place = candidates.find(fits);
        placed.extend(place);
        found.push(place);
    }
    found
}

/// The box of a name whose nearest edge lies `radius` from its point.
fn at((x, y): Point, (width, height): (f64, f64), (across, down): Point, radius: f64) -> Frame {
    let offset = |direction: f64, size: f64| {
        direction * radius + if direction == 0.0 { 0.0 } else { direction.signum() * size / 2.0 }
    };
    Frame {
        centre: (x + offset(across, width), y + offset(down, height)),
        half: (width / 2.0, height / 2.0),
    }
}

/// The place on a box that is nearest to a point outside it.
fn nearest(frame: Frame, (x, y): Point) -> Point {
    let clamped = |at: f64, centre: f64, half: f64| at.clamp(centre - half, centre + half);
    (clamped(x, frame.centre.0, frame.half.0), clamped(y, frame.centre.1, frame.half.1))
}

#[cfg(test)]
mod tests {
    use super::{Frame, Point, PointLabel, place_point_labels};

    const ROOM: Frame = Frame { centre: (150.0, 100.0), half: (150.0, 100.0) };

    fn spot(x: f64, y: f64) -> Frame {
        Frame { centre: (x, y), half: (5.0, 5.0) }
    }

    fn alone(x: f64, points: &[Frame], lines: &[(Point, Point)]) -> Point {
        place_point_labels(&[((x, 100.0), (60.0, 18.0))], points, lines, ROOM)[0]
            .unwrap()
            .frame
            .centre
    }

    #[test]
    fn a_name_stands_to_the_right_or_where_it_is_free() {
        assert_eq!(alone(100.0, &[], &[]), (140.0, 100.0));
        assert_eq!(alone(290.0, &[], &[]), (250.0, 100.0), "not beyond the room");
        assert_eq!(alone(100.0, &[spot(120.0, 100.0)], &[]), (60.0, 100.0), "not on a point");
        assert_eq!(
            alone(100.0, &[], &[((0.0, 100.0), (300.0, 100.0))]),
            (100.0, 81.0),
            "above a line"
        );
    }

    #[test]
    fn names_never_overlap_and_those_without_room_have_no_place() {
        let names: Vec<_> =
            (0..60).map(|index| ((150.0 + f64::from(index % 7), 100.0), (80.0, 18.0))).collect();
        let placed: Vec<PointLabel> =
            place_point_labels(&names, &[], &[], ROOM).into_iter().flatten().collect();
        assert!(placed.len() >= 4 && placed.len() < 60, "{}", placed.len());
        for (index, one) in placed.iter().enumerate() {
            assert!(one.frame.is_inside(ROOM));
            for other in &placed[..index] {
                assert!(!other.frame.overlaps(one.frame));
                assert!(!one.leader.is_some_and(|(a, b)| other.frame.meets(a, b)));
                assert!(!other.leader.is_some_and(|(a, b)| one.frame.meets(a, b)));
            }
        }
    }
}
