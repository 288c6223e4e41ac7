//! One figure for each authority, beside another where the chart has one.

use super::super::Engine;
use super::Subject;
use crate::chart::{ChartData, Item, Reference};
use crate::domain::{AreaCode, Error, Result, error_codes, long_date};
use crate::geography::Area;
use crate::indicator::{Key, common_day};

impl Engine {
    /// One item for each authority of the region on the newest day.
    pub(super) fn by_area(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        let values = self.values(subject.indicator.id.as_str())?;
        let beside = subject.definition.beside.as_ref().map(|id| self.values(id.as_str())).transpose()?;
        let key = |area: &AreaCode| Key { area: area.clone(), end: subject.day, dims: Vec::new() };
        let mut data = self.empty_data(subject);
        let mut keys = Vec::new();
        for area in self.compared_areas(subject)? {
            keys.push(key(&area.code));
            data.items.push(Item {
                second: beside.as_ref().map(|beside| beside.figure(&key(&area.code))),
                ..Item::of(area.code.clone(), &area.name, values.figure(&key(&area.code)))
            });
        }
        if let Some(beside) = &subject.definition.beside {
            data.second_label = Some(self.catalogue.indicator(beside.as_str())?.title.clone());
        }
        let has = |code: &AreaCode| values.figure(&key(code)).value.is_some();
        for area in self.areas_of_comparison(subject, has)? {
            keys.push(key(&area.code));
            if let Some(value) = values.figure(&key(&area.code)).value {
                data.references.push(Reference { label: area.name.clone(), value });
            }
        }
        self.place_areas(subject, &mut data);
        Ok((data, keys))
    }

    /// The areas that a chart has lines of, each once; none where the indicator says that wider areas are no comparators.
    pub(in super::super) fn areas_of_comparison(
        &self,
        subject: &Subject<'_>,
        has: impl Fn(&AreaCode) -> bool,
    ) -> Result<Vec<&Area>> {
        let mut areas: Vec<&Area> = Vec::new();
        for line in subject.definition.reference.iter().filter(|_| subject.indicator.wider_areas_differ.is_none()) {
            let area = match line.area.as_str() {
                "region" => Some(self.geography.get(&subject.region.code)?),
                "kingdom" => {
                    let code = self.wider_with_figure(&subject.region.code, &has);
                    code.map(|code| self.geography.get(&code)).transpose()?
                }
                named => Some(self.geography.find(named)?),
            };
            areas.extend(area.filter(|area| !areas.iter().any(|held| held.code == area.code)));
        }
        Ok(areas)
    }

    /// Outlines and tiles of the region's authorities, where there are any.
    pub(super) fn place_areas(&self, subject: &Subject<'_>, data: &mut ChartData) {
        let inside = |code: &AreaCode| self.geography.contains(&subject.region.code, code);
        data.outlines = self.outlines.iter().filter(|outline| inside(&outline.code)).cloned().collect();
        data.tiles = self.tiles.iter().filter(|tile| inside(&tile.code)).cloned().collect();
    }

    /// Each authority's count beside what it is measured by: on the newest day before it that all have in common.
    pub(super) fn beside_base(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        let id = subject.definition.beside.as_ref().unwrap_or(&subject.indicator.id);
        let (values, bases) = (self.values(subject.indicator.id.as_str())?, self.values(id.as_str())?);
        let areas = self.compared_areas(subject)?;
        let codes: Vec<&AreaCode> =
            std::iter::once(&subject.region.code).chain(areas.iter().map(|area| &area.code)).collect();
        let day = common_day(&bases, &codes, subject.day).ok_or_else(|| {
            Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
                .at_key("beside")
                .found(format!("no day up to {} on which every authority has {id}", long_date(subject.day)))
        })?;
        let mut data = self.empty_data(subject);
        data.base_label = Some(format!("{}, {}", self.catalogue.indicator(id.as_str())?.title, long_date(day)));
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
}
