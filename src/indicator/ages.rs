//! Age bands: events counted in wide age bands, divided by residents counted by single years.
//!
//! Belongs here: which ages a band contains, residents of a band, the weight of a band in a
//! standard population. Does not belong here: the standardised rates themselves.

use super::{Key, Values};
use crate::demography::standardisation::standard_population;
use crate::domain::{AreaCode, Date, Status};
use crate::table::Figure;
use std::collections::BTreeMap;

/// Ages from one to another, the latter included; without an end it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Band {
    from: u8,
    to: Option<u8>,
}

impl Band {
    /// The band of a code such as `18-24`, `75+` or `16`; `None` for all ages, unknown ages and
    /// other words.
    pub fn parse(code: &str) -> Option<Self> {
        if let Some(from) = code.strip_suffix('+') {
            return Some(Self { from: from.parse().ok()?, to: None });
        }
        let (from, to) = code.split_once('-').unwrap_or((code, code));
        let band = Self { from: from.parse().ok()?, to: Some(to.parse().ok()?) };
        (Some(band.from) <= band.to).then_some(band)
    }

    /// True when another band is within this one.
    fn holds(self, other: Self) -> bool {
        let ends_within = self.to.is_none_or(|to| other.to.is_some_and(|end| end <= to));
        self.from <= other.from && ends_within
    }

    /// The band's part of the European Standard Population 2013.
    pub fn weight(self) -> f64 {
        standard_population(self.from, self.to)
    }
}

/// Residents of an area on a day by the ages that a publication distinguishes.
pub(super) struct Residents {
    by_age: BTreeMap<Band, (Key, Figure)>,
}

impl Residents {
    /// The residents of the newest day on or before `until` on which all the areas were counted by
    /// age, one for each area.
    pub fn newest(values: &Values, areas: &[&AreaCode], until: Date) -> Option<Vec<Self>> {
        let days = |area: &AreaCode| -> Vec<Date> {
            let counted = values
                .iter_area(area)
                .filter(|(key, _)| key.end <= until && band_of(key).is_some());
            counted.map(|(key, _)| key.end).collect()
        };
        let common = areas
            .iter()
            .map(|area| days(area))
            .reduce(|one, other| one.into_iter().filter(|day| other.contains(day)).collect())?;
        let day = common.into_iter().max()?;
        Some(areas.iter().map(|area| Self::on(values, area, day)).collect())
    }

    fn on(values: &Values, area: &AreaCode, day: Date) -> Self {
        let on_day = values.iter_area(area).filter(|(key, _)| key.end == day);
        let by_age = on_day
            .filter_map(|(key, value)| Some((band_of(key)?, (key.clone(), value.figure))))
            .collect();
        Self { by_age }
    }

    /// Residents of a band and the keys they were added from; *not available* where the published
    /// ages do not add up to the band.
    pub fn of(&self, band: Band) -> (Figure, Vec<Key>) {
        let inside: Vec<(&Band, &(Key, Figure))> =
            self.by_age.iter().filter(|(age, _)| band.holds(**age)).collect();
        let (keys, figures): (Vec<Key>, Vec<Figure>) =
            inside.iter().map(|(_, held)| (*held).clone()).unzip();
        let begins = inside.first().is_some_and(|(age, _)| age.from == band.from);
        let ends = inside.last().is_some_and(|(age, _)| age.to == band.to);
        let whole = if begins && ends {
            Figure::sum(figures)
        } else {
            Figure::missing(Status::NotAvailable)
        };
        (whole, keys)
    }
}

/// The band that a key's only dimension names.
fn band_of(key: &Key) -> Option<Band> {
    let [code] = key.dims.as_slice() else { return None };
    Band::parse(code)
}

/// The bands in which something is counted in an area on a day, youngest first, with their keys.
pub(super) fn bands(values: &Values, area: &AreaCode, end: Date) -> Vec<(Band, Key)> {
    let on_day = values.iter_area(area).filter(|(key, _)| key.end == end);
    let mut found: Vec<(Band, Key)> =
        on_day.filter_map(|(key, _)| Some((band_of(key)?, key.clone()))).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::Band;

    #[test]
    fn a_band_has_its_part_of_the_european_standard_population() {
        // Eurostat (2013): 5,500 in each of the bands 15 to 19 and 80 to 84 has 2,500, 85 to 89
        // 1,500, 90 and over 1,000. Single years are a fifth of their band.
        for (code, weight) in [
            ("16-17", 2_200.0),
            ("18-24", 8_200.0),
            ("25-34", 12_500.0),
            ("75+", 9_000.0),
            ("90+", 1_000.0),
        ] {
            let band = Band::parse(code).unwrap();
            assert!((band.weight() - weight).abs() < 1e-9, "{code}: {}", band.weight());
        }
        for code in ["all", "not-known", "", "24-18", "x+"] {
            assert_eq!(Band::parse(code), None, "{code}");
        }
    }
}
