//! Names beside points: where the names of some of many points stand so that none lies on another, on a point or on a line.
//!
//! Belongs here: choosing places. Does not belong here: who is named, drawing.
//!
//! **Invariant:** no two names overlap and none leaves the room; a name without a place has none, and the caller says it
//! elsewhere.

use super::canvas::Point;

/// A box by its corners: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// A square around a point.
    pub fn around((x, y): Point, half: f64) -> Self {
        Self { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn is_inside(&self, room: &Self) -> bool {
        self.left >= room.left && self.right <= room.right && self.top >= room.top && self.bottom <= room.bottom
    }
}

/// How far from its point a name may stand; beyond the first it needs a leader.
pub(super) const RADII: [f64; 4] = [10.0, 24.0, 40.0, 58.0];

/// Directions that are tried: right and left first, because names are read along a line.
const DIRECTIONS: [Point; 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.8, -0.6), (0.8, 0.6), (-0.8, -0.6), (-0.8, 0.6)];

/// A place for each name in the order given, the most important first: `points` with the width and height of their names, `taken`
/// what may not be covered and `avoided` what is covered only where nothing else is free.
pub(super) fn places(
    names: &[(Point, (f64, f64))],
    taken: &[Area],
    avoided: &[Area],
    room: &Area,
) -> Vec<Option<Area>> {
    let mut placed: Vec<Area> = Vec::new();
    let mut found = Vec::with_capacity(names.len());
    for (point, size) in names {
        let is_free = |area: &Area, others: &[Area]| !others.iter().any(|other| other.overlaps(area));
        let candidates =
            || RADII.iter().flat_map(|radius| DIRECTIONS.iter().map(|way| at(*point, *size, *way, *radius)));
        let fits = |area: &Area| area.is_inside(room) && is_free(area, taken) && is_free(area, &placed);
        let best = candidates().find(|area| fits(area) && is_free(area, avoided)).or_else(|| candidates().find(&fits));
        placed.extend(best);
        found.push(best);
    }
    found
}

/// The box of a name whose nearest edge lies `radius` from its point.
fn at((x, y): Point, (width, height): (f64, f64), (across, down): Point, radius: f64) -> Area {
    let (x, y) = (x + across * radius, y + down * radius);
    let left = if across > 0.0 {
        x
    } else if across < 0.0 {
        x - width
    } else {
        x - width / 2.0
    };
    let top = if down > 0.0 {
        y
    } else if down < 0.0 {
        y - height
    } else {
        y - height / 2.0
    };
    Area { left, top, right: left + width, bottom: top + height }
}

#[cfg(test)]
mod tests {
    use super::{Area, places};

    const ROOM: Area = Area { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };

    #[test]
    fn a_name_stands_to_the_right_or_where_it_is_free() {
        let size = (60.0, 18.0);
        let alone = places(&[((100.0, 100.0), size)], &[], &[], &ROOM);
        assert_eq!(alone[0].map(|area| (area.left, area.top)), Some((110.0, 91.0)));
        let at_the_edge = places(&[((290.0, 100.0), size)], &[], &[], &ROOM);
        assert_eq!(at_the_edge[0].map(|area| area.right), Some(280.0));
        let beside_another = places(&[((100.0, 100.0), size)], &[Area::around((120.0, 100.0), 5.0)], &[], &ROOM);
        assert_eq!(beside_another[0].map(|area| area.right), Some(90.0));
        let line = [Area::around((120.0, 100.0), 1.0), Area::around((80.0, 100.0), 1.0)];
        let off_the_line = places(&[((100.0, 100.0), size)], &[], &line, &ROOM);
        assert_eq!(off_the_line[0].map(|area| area.bottom), Some(90.0), "above");
    }

    #[test]
    fn names_never_overlap_and_those_without_room_have_no_place() {
        let names: Vec<_> = (0..60).map(|index| ((150.0 + f64::from(index % 7), 100.0), (80.0, 18.0))).collect();
        let found = places(&names, &[], &[], &ROOM);
        let placed: Vec<Area> = found.iter().flatten().copied().collect();
        assert!(placed.len() > 8 && placed.len() < 60);
        for (index, one) in placed.iter().enumerate() {
            assert!(one.is_inside(&ROOM) && placed[..index].iter().all(|other| !other.overlaps(one)));
        }
    }
}
