//! One figure for each authority, with a second one where the chart has one.

use crate::catalogue::{OfAreas, ReferenceLine};
use crate::chart::{ChartData, Item, Reference};
use crate::charting::subject;
use crate::charting::subject::Subject;
use crate::domain::{AreaCode, Error, Id, Result, error_codes, long_date};
use crate::figures::Figures;
use crate::geography::Area;
use crate::indicator::{Key, common_day};
use crate::knowledge::rules;

/// One item for each authority of the region on the newest day.
pub(crate) fn by_area(
    figures: &Figures,
    subject: &Subject<'_>,
    of: &OfAreas,
) -> Result<(ChartData, Vec<Key>)> {
    let values = figures.values(subject.indicator.id.as_str())?;
    let beside = of.beside.as_ref().map(|id| figures.values(id.as_str())).transpose()?;
    let key = |area: &AreaCode| Key { area: area.clone(), end: subject.day, dims: Vec::new() };
    let mut data = subject::empty_data(subject);
    let mut keys = Vec::new();
    for area in subject::compared_areas(figures, subject)? {
        keys.push(key(&area.code));
        data.items.push(Item {
            second: beside.as_ref().map(|beside| beside.figure(&key(&area.code))),
            ..Item::of(area.code.clone(), &area.name, values.figure(&key(&area.code)))
        });
    }
    if let Some(beside) = &of.beside {
        data.second_label = Some(figures.catalogue().indicator(beside.as_str())?.title.clone());
    }
    let has = |code: &AreaCode| values.figure(&key(code)).value.is_some();
    for area in areas_of_comparison(figures, subject, &of.reference, has)? {
        keys.push(key(&area.code));
        if let Some(value) = values.figure(&key(&area.code)).value {
            data.references.push(Reference { label: area.name.clone(), value });
        }
    }
    place_areas(figures, subject, &mut data);
    Ok((data, keys))
}

/// The areas that a chart has lines of, each once; none where the indicator declares that wider
/// areas are not comparators.
pub(crate) fn areas_of_comparison<'f>(
    figures: &'f Figures,
    subject: &Subject<'_>,
    lines: &[ReferenceLine],
    has: impl Fn(&AreaCode) -> bool,
) -> Result<Vec<&'f Area>> {
    let mut areas: Vec<&Area> = Vec::new();
    for line in lines.iter().filter(|_| subject.indicator.wider_areas_differ.is_none()) {
        let area = match line.area.as_str() {
            "region" => Some(figures.geography().get(&subject.region.code)?),
            "kingdom" => {
                let code =
                    rules::wider_with_figure(figures.knowledge(), &subject.region.code, &has);
                code.map(|code| figures.geography().get(&code)).transpose()?
            }
            named => Some(figures.geography().find(named)?),
        };
        areas.extend(area.filter(|area| !areas.iter().any(|held| held.code == area.code)));
    }
    Ok(areas)
}

/// Outlines and tiles of the region's authorities, where there are any.
pub(crate) fn place_areas(figures: &Figures, subject: &Subject<'_>, data: &mut ChartData) {
    let inside = |code: &AreaCode| figures.geography().contains(&subject.region.code, code);
    data.outlines = figures
        .knowledge()
        .outlines
        .iter()
        .filter(|outline| inside(&outline.code))
        .cloned()
        .collect();
    data.tiles =
        figures.knowledge().tiles.iter().filter(|tile| inside(&tile.code)).cloned().collect();
}

/// Each authority's count with its measure of size, on the newest day before the count that all
/// have in common.
pub(crate) fn by_size(
    figures: &Figures,
    subject: &Subject<'_>,
    id: &Id,
) -> Result<(ChartData, Vec<Key>)> {
    let (values, bases) =
        (figures.values(subject.indicator.id.as_str())?, figures.values(id.as_str())?);
    let areas = subject::compared_areas(figures, subject)?;
    let codes: Vec<&AreaCode> =
        std::iter::once(&subject.region.code).chain(areas.iter().map(|area| &area.code)).collect();
    let day = common_day(&bases, &codes, subject.day).ok_or_else(|| {
        Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
            .at_key("beside")
            .found(format!(
                "no day up to {} on which every authority has {id}",
                long_date(subject.day)
            ))
    })?;
    let mut data = subject::empty_data(subject);
    data.base_label =
        Some(format!("{}, {}", figures.catalogue().indicator(id.as_str())?.title, long_date(day)));
    let mut keys = Vec::new();
    for area in areas {
        let key = |end| Key { area: area.code.clone(), end, dims: Vec::new() };
        let (count, base) = (key(subject.day), key(day));
        let item = Item::of(area.code.clone(), &area.name, values.figure(&count));
        data.items.push(Item { base: Some(bases.figure(&base)), ..item });
        keys.extend([count, base]);
    }
    Ok((data, keys))
}
