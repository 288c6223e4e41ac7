//! The total that areas are compared with: the figure of the United Kingdom without the people whom
//! the publication counts in no authority.
//!
//! Belongs here: whom that total leaves out, and what the areas' figures imply for it. Does not
//! belong here: what is computed from it.

use crate::domain::{AreaCode, AreaLevel, Status};
use crate::indicator::{Key, Origin, Value, Values};
use crate::table::Figure;

impl Values {
    /// The total that areas are compared with: the figure of the key, and the keys of the people
    /// subtracted. Where the key is of the United Kingdom, people whom the publication counts in no
    /// authority are subtracted.
    ///
    /// It is counted as its areas are: it has their breaks, is missing where they leave a category
    /// out, and is *at least* where most people have no authority.
    pub fn allocated(&self, key: &Key) -> (Figure, Vec<Key>) {
        if key.area.level() != AreaLevel::Kingdom {
            return (self.figure(key), Vec::new());
        }
        // Areas without a row in a period have no people then, and suppressed ones stay in the
        // total.
        let is_known = |value: &Value| value.figure.value.is_some();
        let outside = AreaCode::unallocated().into_iter().map(|area| key.for_area(&area));
        let outside: Vec<Key> = outside.filter(|key| self.get(key).is_some_and(is_known)).collect();
        let all = self.without_those_left_out(key);
        let people = Figure::sum(outside.iter().map(|key| self.figure(key)));
        let mut figure = match outside.is_empty() {
            true => all,
            false => all.combine(people, |all, outside| Some(all - outside)),
        };
        if figure.value.zip(people.value).is_some_and(|(inside, outside)| outside > inside) {
            figure.status = Status::combine(figure.status, Some(Status::LowerBound));
        }
        if self.leaves_people_out() {
            figure = self.as_areas_count(key, figure);
        }
        (figure, outside)
    }

    /// A sum of areas without the part of people who have no authority, where that is suppressed.
    fn without_those_left_out(&self, key: &Key) -> Figure {
        let is_of_areas = |part: &&Key| part.area.level() != AreaLevel::Unallocated;
        match self.get(key).map(|value| (&value.origin, value.figure)) {
            Some((Origin::Sum { parts, .. }, figure))
                if figure.status == Some(Status::LowerBound)
                    && !parts.iter().all(|part| is_of_areas(&part)) =>
            {
                Figure::sum(parts.iter().filter(is_of_areas).map(|part| self.figure(part)))
            }
            _ => self.figure(key),
        }
    }

    /// True where any period has people of no authority.
    fn leaves_people_out(&self) -> bool {
        let any = |area: &AreaCode| {
            self.iter_area(area).any(|(_, value)| value.figure.value.is_some_and(|x| x > 0.0))
        };
        AreaCode::unallocated().iter().any(any)
    }

    /// A figure of the United Kingdom's areas with the status that the figure of England implies.
    /// England has no one without an authority.
    fn as_areas_count(&self, key: &Key, figure: Figure) -> Figure {
        let England { is_left_out, has_break } = self.england(key);
        match (is_left_out, has_break) {
            (true, _) => Figure::missing(Status::NotAvailable),
            (false, true) => {
                Figure { status: Status::combine(figure.status, Some(Status::Break)), ..figure }
            }
            (false, false) => figure,
        }
    }

    fn england(&self, key: &Key) -> England {
        let key = key.for_area(&AreaCode::england());
        let figure = self.figure(&key);
        England {
            is_left_out: figure.value.is_none() && self.reasons.contains_key(&key),
            has_break: figure.status == Some(Status::Break),
        }
    }

    /// Gives values of the United Kingdom that leave people out the notes of its areas: the breaks,
    /// and why a category is missing.
    pub(crate) fn limit_uk_to_areas(&mut self, of: Option<&Self>) {
        let kingdom = AreaCode::united_kingdom();
        if !self.iter_area(&kingdom).any(|(_, value)| value.leaves_people_out()) {
            return;
        }
        self.extend_breaks(&AreaCode::england(), &kingdom);
        let Some(of) = of else { return };
        let missing: Vec<Key> = self
            .iter_area(&kingdom)
            .filter(|(_, value)| value.figure.status == Some(Status::NotAvailable))
            .map(|(key, _)| key.clone())
            .collect();
        for key in missing {
            if let Some(why) = of.missing_reason(&key.for_area(&AreaCode::england())) {
                self.reasons.entry(key).or_insert_with(|| why.into());
            }
        }
    }
}

impl Value {
    /// True for a value computed from people less those of no authority.
    pub fn leaves_people_out(&self) -> bool {
        let Origin::Computed(inputs) = &self.origin else { return false };
        inputs.iter().any(|input| input.key.area.level() == AreaLevel::Unallocated)
    }
}

/// What England's figure shows about how areas are counted.
struct England {
    is_left_out: bool,
    has_break: bool,
}
