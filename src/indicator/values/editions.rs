//! Figures of two days from one edition: which figures are comparable.
//!
//! Belongs here: which figures of an indicator are of one edition or of editions that form a
//! series. Does not belong here: which edition counts (`holdings/editions.rs`), formulas of two
//! days (`change`).
//!
//! **Invariant:** a figure of an edition that revises is never compared with one of another
//! edition.

use crate::domain::{AreaCode, Date, Period, Status};
use crate::indicator::{Input, InputRole, Key, Origin, Value, Values};
use crate::table::{Figure, Source};

/// Why a figure computed from two days is missing.
pub const OF_TWO_EDITIONS: &str =
    "no edition held has both days, and estimates of different editions cannot be compared";

/// The figures of two days, the earlier first, and where they came from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair<'v> {
    /// The earlier figure.
    pub earlier: &'v Value,
    /// The later figure.
    pub later: &'v Value,
}

impl Values {
    /// The value of a key for comparison with another value. It is the value that counts where the
    /// two are comparable. Else it is the one that the other's edition had before a newer one
    /// superseded it. `None` where that edition has none.
    pub fn value_in_edition_of(&self, value: &Value, key: &Key) -> Option<&Value> {
        self.of_any_edition(key).find(|other| self.are_comparable(value, other))
    }

    /// The comparable values of two days, from the newest edition that has a figure for both. Else
    /// they are from the newest edition with a missing value for both. `None` where no edition has
    /// both days.
    pub fn pair(&self, earlier: &Key, later: &Key) -> Option<Pair<'_>> {
        self.pair_that(earlier, later, |_| true)
    }

    /// The same of editions whose later value fits.
    fn pair_that(
        &self,
        earlier: &Key,
        later: &Key,
        fits: impl Fn(&Value) -> bool,
    ) -> Option<Pair<'_>> {
        let pairs = || {
            let of_later = self.of_any_edition(later).filter(|value| fits(value));
            of_later.filter_map(|later| {
                Some(Pair { earlier: self.value_in_edition_of(later, earlier)?, later })
            })
        };
        let is_known = |pair: &Pair<'_>| {
            pair.earlier.figure.value.is_some() && pair.later.figure.value.is_some()
        };
        let withholds =
            |value: &Value| value.figure.value.is_none() && !value.figure.is_not_available();
        // What the edition that counts suppresses, no other reveals.
        if let (Some(earlier), Some(later)) = (self.get(earlier), self.get(later))
            && (withholds(earlier) || withholds(later))
        {
            return Some(Pair { earlier, later });
        }
        pairs().find(is_known).or_else(|| pairs().next())
    }

    /// The value of a key in one of the sources; the one that counts where none is named.
    pub fn of_source(&self, key: &Key, source: Option<usize>) -> Option<&Value> {
        match source {
            None => self.get(key),
            Some(_) => self.of_any_edition(key).find(|value| value.origin.source() == source),
        }
    }

    /// The input for a value, with its source where it is not the one that counts.
    pub(crate) fn input(&self, role: InputRole, key: &Key, value: &Value) -> Input {
        let counts = self.get(key).is_some_and(|held| std::ptr::eq(held, value));
        let source = if counts { None } else { value.origin.source() };
        Input { source, ..Input::new(role, key.clone()) }
    }

    /// Why the figure of a key is missing, where the publication itself does not give the reason:
    /// no edition has both of its days, or they are not counted in the same way.
    pub fn missing_reason(&self, key: &Key) -> Option<&str> {
        self.reasons.get(key).map(AsRef::as_ref)
    }

    /// The days of an area's series, without categories, on which another edition begins. Each is
    /// paired with the day before it, whose figure is not comparable.
    pub fn changes_of_edition(&self, area: &AreaCode) -> Vec<(Date, Date)> {
        let series: Vec<(&Key, &Value)> =
            self.iter_area(area).filter(|(key, _)| key.dims.is_empty()).collect();
        let pairs = series
            .windows(2)
            .filter(|pair| self.value_in_edition_of(pair[1].1, pair[0].0).is_none());
        pairs.map(|pair| (pair[0].0.end, pair[1].0.end)).collect()
    }

    /// True where two values are of editions whose figures are comparable; for computed values this
    /// is unknown.
    pub fn are_comparable(&self, one: &Value, other: &Value) -> bool {
        match (self.source_of(one), self.source_of(other)) {
            (Some(one), Some(other)) => one.is_comparable_with(other),
            _ => true,
        }
    }

    /// The edition that a value was read from; `None` for a computed one.
    pub fn source_of(&self, value: &Value) -> Option<&Source> {
        value.origin.source().and_then(|index| self.sources.get(index))
    }

    /// The value that counts, then those that it supersedes, the newest first.
    fn of_any_edition(&self, key: &Key) -> impl Iterator<Item = &Value> {
        self.map.get(key).into_iter().chain(self.superseded.get(key).into_iter().flatten())
    }

    /// Adds a result computed from two days.
    pub(crate) fn insert_on_two_days(&mut self, key: Key, period: Period, made: OnTwoDays) {
        if let Some(why) = made.why {
            self.reasons.insert(key.clone(), why.into());
        }
        self.insert(key, Value::of(period, made.figure, Origin::Computed(made.inputs)));
    }

    /// Keeps the values of an older edition separately, where its figure is not the one that
    /// counts.
    pub(crate) fn keep_superseded(&mut self, edition: Self) {
        for (key, value) in edition.map {
            let counts = self
                .map
                .get(&key)
                .is_some_and(|held| held.origin.source() == value.origin.source());
            if !counts {
                self.excluded(key, value);
            }
        }
    }

    /// Keeps a value that does not count, if it is of an edition that revises.
    pub(crate) fn excluded(&mut self, key: Key, value: Value) {
        if self.source_of(&value).is_some_and(|source| source.revises) {
            self.superseded.entry(key).or_default().push(value);
        }
    }

    /// Puts the values that were superseded in order, the newest edition first.
    pub(crate) fn order_superseded(&mut self) {
        let sources = &self.sources;
        let age = |value: &Value| {
            let source = value.origin.source().and_then(|index| sources.get(index));
            std::cmp::Reverse(source.map(|source| (source.edition, source.published)))
        };
        self.superseded.values_mut().for_each(|values| values.sort_by_key(age));
    }
}

/// The result of a formula on the figures of two days.
pub(crate) struct OnTwoDays {
    /// The outcome.
    pub figure: Figure,
    /// The inputs used.
    pub inputs: Vec<Input>,
    /// Why there is no figure although both days are stored.
    pub why: Option<String>,
}

/// Applies a formula to the figures of two days, the earlier first, from the newest edition that
/// has both. *Not available* where both days are stored, but by no edition together; *not
/// applicable* where a break in the series divides them. `fits` is true for a value whose edition
/// may be used.
pub(crate) fn on_two_days(
    values: &Values,
    role: InputRole,
    (earlier, later): (&Key, &Key),
    fits: impl Fn(&Value) -> bool,
    formula: impl FnOnce(Figure, Figure) -> Figure,
) -> OnTwoDays {
    if let Some(pair) = values.pair_that(earlier, later, fits) {
        let (from, to) =
            ((pair.earlier.period, pair.earlier.figure), (pair.later.period, pair.later.figure));
        let (figure, why) = values.change_without_break(later, from, to, formula);
        let inputs = [(later, pair.later), (earlier, pair.earlier)];
        let inputs = inputs.map(|(key, value)| values.input(role, key, value)).to_vec();
        return OnTwoDays { figure, inputs, why };
    }
    let of_two_editions = values.get(earlier).is_some() && values.get(later).is_some();
    OnTwoDays {
        figure: match of_two_editions {
            true => Figure::missing(Status::NotAvailable),
            false => formula(values.figure(earlier), values.figure(later)),
        },
        inputs: [later, earlier].map(|key| Input::new(role, key.clone())).to_vec(),
        why: of_two_editions.then(|| OF_TWO_EDITIONS.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Origin, Value, Values, on_two_days};
    use crate::demography::change::difference;
    use crate::domain::{AreaCode, Date, Id, Period, Retrieved, Sha256, Status};
    use crate::indicator::InputRole;
    use crate::table::{Figure, Source};
    use jiff::civil::date;

    const DAYS: [Date; 3] = [date(2022, 6, 30), date(2023, 6, 30), date(2024, 6, 30)];

    fn edition(year: i16, revises: bool) -> Source {
        Source {
            dataset: Id::new("made").unwrap(),
            edition: date(year, 6, 30),
            file: format!("{year}.csv"),
            sha256: Sha256::digest(&year.to_be_bytes()),
            retrieved: Retrieved::default(),
            published: None,
            address: String::new(),
            bundled: false,
            revises,
        }
    }

    fn key(end: Date) -> Key {
        Key { area: AreaCode::united_kingdom(), end, dims: Vec::new() }
    }

    fn value(end: Date, source: usize, figure: Figure) -> Value {
        Value::of(Period::day(end), figure, Origin::Absent { source })
    }

    /// Invented figures: the edition of 2024 has 2023 and 2024, that of 2023 has 2022 and 2023,
    /// which was revised by ten.
    fn of_two_editions(revises: bool) -> Values {
        let mut values = Values::new(vec![edition(2024, revises), edition(2023, revises)]);
        let figures = [(DAYS[0], 1, 100.0), (DAYS[1], 0, 120.0), (DAYS[2], 0, 125.0)];
        for (day, source, people) in figures {
            values.insert(key(day), value(day, source, Figure::of(people)));
        }
        values.excluded(key(DAYS[1]), value(DAYS[1], 1, Figure::of(110.0)));
        values
    }

    fn change(values: &Values, from: Date, to: Date) -> (Figure, bool) {
        let made = on_two_days(values, InputRole::Of, (&key(from), &key(to)), |_| true, difference);
        (made.figure, made.why.is_some())
    }

    #[test]
    fn both_days_are_of_the_newest_edition_that_has_them() {
        let values = of_two_editions(true);
        assert_eq!(change(&values, DAYS[1], DAYS[2]), (Figure::of(5.0), false));
        assert_eq!(
            change(&values, DAYS[0], DAYS[1]),
            (Figure::of(10.0), false),
            "110 less 100, not 120"
        );
        assert_eq!(
            change(&values, DAYS[0], DAYS[2]),
            (Figure::missing(Status::NotAvailable), true)
        );
        assert_eq!(values.changes_of_edition(&AreaCode::united_kingdom()), [(DAYS[0], DAYS[1])]);
    }

    #[test]
    fn editions_that_continue_one_another_are_compared() {
        let values = of_two_editions(false);
        assert_eq!(change(&values, DAYS[0], DAYS[2]), (Figure::of(25.0), false));
        assert!(values.changes_of_edition(&AreaCode::united_kingdom()).is_empty());
    }

    #[test]
    fn what_the_newest_edition_suppresses_no_other_gives_away() {
        let mut values = of_two_editions(true);
        values.insert(key(DAYS[1]), value(DAYS[1], 0, Figure::missing(Status::Suppressed)));
        assert_eq!(change(&values, DAYS[1], DAYS[2]).0, Figure::missing(Status::Suppressed));
        assert_eq!(change(&values, DAYS[0], DAYS[1]).0, Figure::missing(Status::Suppressed));
    }
}
