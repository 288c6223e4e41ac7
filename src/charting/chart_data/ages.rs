//! A population by sex and age from two indicators by single year of age into the bands of a
//! pyramid.

use crate::catalogue::Pyramid;
use crate::chart::{ChartData, Population, PopulationBand};
use crate::charting::chart_data::areas;
use crate::charting::chart_titles::fill;
use crate::charting::subject;
use crate::charting::subject::Subject;
use crate::demography::age_structure::pyramid;
use crate::domain::{AreaCode, Date, Result, Status, Unit, long_date};
use crate::figures::Figures;
use crate::indicator::{Key, Values};
use crate::table::Figure;
use std::collections::BTreeMap;

/// Years in a band, and the first age of the open band.
const BANDS: (usize, usize) = (5, 90);

/// The area's males and females in age bands, with those of the first area of comparison that has
/// figures.
pub(crate) fn by_age(
    figures: &Figures,
    subject: &Subject<'_>,
    pyramid: &Pyramid,
) -> Result<(ChartData, Vec<Key>)> {
    let definition = subject.definition;
    let sexes = (definition.indicator.as_str(), pyramid.beside.as_str());
    let mut data = subject::empty_data(subject);
    data.caption = format!(
        "{}, {}",
        fill(&definition.title, &subject.region.name, subject.day, &data),
        long_date(subject.day)
    );
    (data.value_label, data.unit) = ("Share of the total population".to_owned(), Unit::Percent);
    let (population, mut keys) =
        population_by_age(figures, sexes, &subject.region.code, subject.day)?;
    data.populations.push(population);
    let has = |code: &AreaCode| {
        let bands = population_by_age(figures, sexes, code, subject.day)
            .map(|(population, _)| population.bands);
        bands.is_ok_and(|bands| {
            bands.iter().any(|band| band.males.value.or(band.females.value).is_some())
        })
    };
    for area in areas::areas_of_comparison(figures, subject, &pyramid.reference, has)? {
        let (outline, further) = population_by_age(figures, sexes, &area.code, subject.day)?;
        let has_figures =
            outline.bands.iter().any(|band| band.males.value.or(band.females.value).is_some());
        if has_figures && area.code != subject.region.code {
            data.populations.push(outline);
            keys.extend(further);
            break;
        }
    }
    Ok((data, keys))
}

/// An area's males and females on a day in five-year bands, each as a percentage of all people,
/// with the keys of the figures used. A missing age makes every share missing for its reason,
/// because the total is unknown.
pub(crate) fn population_by_age(
    figures: &Figures,
    (males, females): (&str, &str),
    area: &AreaCode,
    day: Date,
) -> Result<(Population, Vec<Key>)> {
    let (males, females) = (figures.values(males)?, figures.values(females)?);
    let (by_males, by_females) =
        (counts_by_age(&males, area, day), counts_by_age(&females, area, day));
    let keys = by_males.values().chain(by_females.values()).map(|(key, _)| key.clone()).collect();
    let (males, females) = (single_years(&by_males), single_years(&by_females));
    let (width, open_from) = BANDS;
    let shares = |from: usize, is_male: bool| {
        Figure::over([&males, &females], |[males, females]| {
            let bands = pyramid(&males, &females, width, open_from)?;
            let band = bands.iter().find(|band| band.from == from)?;
            Some(100.0 * if is_male { band.males } else { band.females })
        })
    };
    let bands = (0..=open_from).step_by(width).map(|from| PopulationBand {
        from,
        to: (from < open_from).then_some(from + width - 1),
        males: shares(from, true),
        females: shares(from, false),
    });
    Ok((Population { label: figures.geography().name_of(area), bands: bands.collect() }, keys))
}

/// The figures of a day by age; an open group such as `90+` by the age at which it begins, all ages
/// together left out.
fn counts_by_age(values: &Values, area: &AreaCode, day: Date) -> BTreeMap<usize, (Key, Figure)> {
    let of_day = values.iter_area(area).filter(|(key, _)| key.end == day);
    let aged = of_day.filter_map(|(key, value)| {
        let [age] = key.dims.as_slice() else { return None };
        Some((age.trim_end_matches('+').parse().ok()?, (key.clone(), value.figure)))
    });
    aged.collect()
}

/// The figures from age 0 to the last; an age without one is *not available*.
fn single_years(ages: &BTreeMap<usize, (Key, Figure)>) -> Vec<Figure> {
    let last = ages.last_key_value().map_or(0, |(age, _)| *age);
    let figure =
        |age| ages.get(&age).map_or(Figure::missing(Status::NotAvailable), |(_, figure)| *figure);
    (0..=last).map(figure).collect()
}
