//! Charts: a definition and the figures it asks for into a drawn figure with its texts.

use super::Engine;
use crate::briefing::{Figure as DrawnFigure, with_article};
use crate::catalogue::{ChartDefinition, Indicator};
use crate::chart::{self, BreakMark, ChartData, Item, PolicyMark, Reference, Series};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Period, Result, Status, Unit, error_codes, long_date};
use crate::geography::Area;
use crate::indicator::{Key, Values};
use crate::table::{Figure, Source};

/// Checks that a chart's kind exists and has what it needs. Errors with `F202`, `F204`.
pub(super) fn check(definition: &ChartDefinition) -> Result<()> {
    if definition.kind == "pyramid" && definition.beside.is_none() {
        return Err(Error::new(error_codes::DEFINITION_WRONG, "linking a chart to its kind")
            .at_key("beside")
            .found("nothing")
            .expected("females by single year of age, beside the males of `indicator`"));
    }
    if chart::find(&definition.kind).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = chart::KINDS.iter().map(|kind| kind.id()).collect();
    Err(Error::new(error_codes::REFERENCE_DANGLING, "linking a chart to its kind")
        .at_key("kind")
        .found(format!("{:?}", definition.kind))
        .expected(format!("one of {}", names.join(", "))))
}

/// What a chart is about: its definition, its indicator, where and when.
struct Subject<'a> {
    definition: &'a ChartDefinition,
    indicator: &'a Indicator,
    region: &'a Area,
    day: Date,
}

impl Engine {
    /// Draws a chart for a region from the newest figures; one of a single area for an authority too.
    ///
    /// Errors: `F301` unknown chart, `F303` an authority for a chart of several areas, `F304` no figures or no outlines for
    /// the region, `F404` drawing failed.
    pub fn chart(&self, id: &str, region: &AreaCode) -> Result<DrawnFigure> {
        if let Some(analysis) = self.catalogue.analyses.values().find(|analysis| analysis.id.as_str() == id) {
            return self.chart_of_analysis(analysis, self.geography.current(region));
        }
        let definition = self
            .catalogue
            .chart(id)
            .map_err(|error| error.help("`fairshares chart --list` has analyses of fair shares too"))?;
        let indicator = self.catalogue.indicator(definition.indicator.as_str())?;
        let region = match &definition.area {
            Some(code) => self.geography.find(code)?,
            None => self.geography.get(self.geography.current(region))?,
        };
        let day = self.newest_day(indicator.id.as_str(), &region.code)?;
        let subject = Subject { definition, indicator, region, day };
        let kind = chart::find(&definition.kind).ok_or_else(|| {
            Error::new(error_codes::REFERENCE_DANGLING, "drawing a chart").at_key(definition.kind.as_str())
        })?;
        let (data, keys) = match definition.kind.as_str() {
            "trend" => self.over_time(&subject)?,
            "pyramid" => self.by_age(&subject)?,
            _ => self.by_area(&subject)?,
        };
        self.check_outlines(&subject)?;
        let named = |text: &str| fill(text, &subject.region.name, subject.day, &data);
        let title = named(&definition.title);
        let mut sources = self.sources_of(indicator, &keys)?;
        if let Some(beside) = &definition.beside {
            sources.extend(self.sources_of(self.catalogue.indicator(beside.as_str())?, &keys)?);
            sources.sort();
            sources.dedup();
        }
        Ok(DrawnFigure {
            id: definition.id.to_string(),
            subtitle: named(&definition.subtitle),
            drawing: kind.draw(&data, &self.style)?,
            alt: kind.describe(&data),
            listing: kind.listing(&data),
            note: definition.note.clone(),
            source: source_line(self, &sources),
            sources,
            title,
        })
    }

    /// One item for each authority of the region on the newest day.
    fn by_area(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        let values = self.values(subject.indicator.id.as_str())?;
        let beside = subject.definition.beside.as_ref().map(|id| self.values(id.as_str())).transpose()?;
        if subject.region.code.level() == AreaLevel::Authority {
            return Err(Error::new(error_codes::OPTION_WRONG, format!("drawing the chart {}", subject.definition.id))
                .at_key("--area")
                .found(subject.region.name.clone())
                .expected("a region or nation, whose authorities the chart compares"));
        }
        let key = |area: &AreaCode| Key { area: area.clone(), end: subject.day, dims: Vec::new() };
        let mut data = self.empty_data(subject);
        let mut keys = Vec::new();
        for area in self.authorities(&subject.region.code, subject.day) {
            keys.push(key(&area.code));
            data.items.push(Item {
                second: beside.as_ref().map(|beside| beside.figure(&key(&area.code))),
                ..Item::of(area.code.clone(), &area.name, values.figure(&key(&area.code)))
            });
        }
        if let Some(beside) = &subject.definition.beside {
            data.second_label = Some(self.catalogue.indicator(beside.as_str())?.title.clone());
        }
        for line in &subject.definition.reference {
            let area = if line.area == "region" { subject.region } else { self.geography.find(&line.area)? };
            keys.push(key(&area.code));
            if let Some(value) = values.figure(&key(&area.code)).value {
                data.references.push(Reference { label: area.name.clone(), value });
            }
        }
        data.outlines =
            self.outlines.iter().filter(|o| self.geography.contains(&subject.region.code, &o.code)).cloned().collect();
        data.tiles =
            self.tiles.iter().filter(|t| self.geography.contains(&subject.region.code, &t.code)).cloned().collect();
        Ok((data, keys))
    }

    /// The region's figures on every day there are any.
    fn over_time(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        let values: std::rc::Rc<Values> = self.values(subject.indicator.id.as_str())?;
        let mut data = self.empty_data(subject);
        let of_region = || values.iter().filter(|(key, _)| key.area == subject.region.code && key.dims.is_empty());
        let points = with_gaps(of_region().map(|(_, value)| (value.period, value.figure)));
        let keys = of_region().map(|(key, _)| key.clone()).collect();
        let first = points.first().map(|(day, _)| *day);
        if points.iter().filter(|(_, figure)| figure.value.is_some()).count() < 2 {
            return Err(Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
                .found("figures of fewer than two days"));
        }
        if let Some(first) = first {
            let (from, to) = (long_date(first), long_date(subject.day));
            data.caption = format!("{}, {}, {from} to {to}", subject.indicator.title, subject.region.name);
        }
        data.series.push(Series { label: subject.region.name.clone(), points });
        for series_break in self.catalogue.calendar.breaks_of(&subject.indicator.id) {
            let begins = series_break.begins().filter(|begins| first.is_some_and(|first| *begins > first));
            if let Some(date) = begins {
                data.breaks.push(BreakMark { date, until: series_break.ends(), label: series_break.label.clone() });
            }
        }
        for policy in self.catalogue.calendar.policies_of(&subject.indicator.id) {
            // One that begins after the last figure is told below the table, because what comes next will show it.
            if let Some(date) = policy.begins().filter(|begins| first.is_some_and(|first| *begins > first)) {
                data.policies.push(PolicyMark { date, label: policy.label.clone(), note: policy.note.clone() });
            }
        }
        Ok((data, keys))
    }

    /// The area's males and females in bands of age, beside those of the first area of comparison that has figures.
    fn by_age(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        let definition = subject.definition;
        let sexes = (definition.indicator.as_str(), definition.beside.as_ref().map_or("", Id::as_str));
        let mut data = self.empty_data(subject);
        data.caption = format!(
            "{}, {}",
            fill(&definition.title, &subject.region.name, subject.day, &data),
            long_date(subject.day)
        );
        (data.value_label, data.unit) = ("Share of everybody".to_owned(), Unit::Percent);
        let (population, mut keys) = self.population_by_age(sexes, &subject.region.code, subject.day)?;
        data.populations.push(population);
        for line in &definition.reference {
            let area = if line.area == "region" { subject.region } else { self.geography.find(&line.area)? };
            let (outline, further) = self.population_by_age(sexes, &area.code, subject.day)?;
            let has_figures = outline.bands.iter().any(|band| band.males.value.or(band.females.value).is_some());
            if has_figures && area.code != subject.region.code {
                data.populations.push(outline);
                keys.extend(further);
                break;
            }
        }
        Ok((data, keys))
    }

    fn empty_data(&self, subject: &Subject<'_>) -> ChartData {
        let caption = format!("{}, {}, {}", subject.indicator.title, subject.region.name, long_date(subject.day));
        ChartData::new(&caption, &subject.indicator.title, subject.indicator.unit)
    }

    fn check_outlines(&self, subject: &Subject<'_>) -> Result<()> {
        let kind = subject.definition.kind.as_str();
        let held = match kind {
            "choropleth" => self.outlines.iter().map(|outline| &outline.code).collect(),
            "tile-grid" => self.tiles.iter().map(|tile| &tile.code).collect(),
            _ => return Ok(()),
        };
        let has = |held: &Vec<&AreaCode>| held.iter().any(|code| self.geography.contains(&subject.region.code, code));
        if has(&held) {
            return Ok(());
        }
        Err(Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
            .found(format!("no outlines or tiles of the authorities of {}", subject.region.name))
            .help("the ranked bars show the same figures; outlines belong in data/catalogue/areas"))
    }

    /// The editions that values with these keys come from, through every indicator they are made of.
    pub(super) fn sources_of(&self, indicator: &Indicator, keys: &[Key]) -> Result<Vec<Source>> {
        let mut found = std::collections::BTreeSet::new();
        for key in keys {
            self.collect_sources(indicator, key, &mut found)?;
        }
        Ok(found.into_iter().collect())
    }

    fn collect_sources(
        &self,
        indicator: &Indicator,
        key: &Key,
        found: &mut std::collections::BTreeSet<Source>,
    ) -> Result<()> {
        let values = self.values(indicator.id.as_str())?;
        let Some(value) = values.get(key) else { return Ok(()) };
        if let Some(source) = value.origin.source().and_then(|index| values.sources.get(index)) {
            found.insert(source.clone());
        }
        for (input, key) in self.inputs_of(indicator, &value.origin)? {
            self.collect_sources(input, &key, found)?;
        }
        Ok(())
    }
}

/// Figures by the last day of their period, with *not available* for each period between two of a flow that no edition
/// held has, so that no line joins what lies apart.
fn with_gaps(figures: impl Iterator<Item = (Period, Figure)>) -> Vec<(Date, Figure)> {
    let mut points: Vec<(Date, Figure)> = Vec::new();
    let mut before: Option<Period> = None;
    for (period, figure) in figures {
        let mut last = before.filter(|_| !period.is_day());
        while let Some(gap) = last.and_then(next_months).filter(|gap| gap.end < period.start) {
            points.push((gap.end, Figure::missing(Status::NotAvailable)));
            last = Some(gap);
        }
        points.push((period.end, figure));
        before = Some(period);
    }
    points
}

/// The period of as many months that follows one of whole months.
fn next_months(period: Period) -> Option<Period> {
    let start = period.end.tomorrow().ok()?;
    let whole = period.start.day() == 1 && start.day() == 1;
    let months = period.start.until((jiff::Unit::Month, start)).ok()?.get_months();
    let end = start.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?.yesterday().ok()?;
    (whole && months > 0).then_some(Period { start, end })
}

/// Publisher, publication and edition of each source, once.
pub(super) fn source_line(engine: &Engine, sources: &[Source]) -> String {
    let mut said: Vec<String> = Vec::new();
    for source in sources {
        let Some(dataset) = engine.catalogue.datasets.get(&source.dataset) else { continue };
        let line = format!("{}, {}, edition {}", dataset.publisher, dataset.title, source.edition);
        if !said.contains(&line) {
            said.push(line);
        }
    }
    format!("Source: {}.", said.join("; "))
}

pub(super) fn fill(text: &str, region: &str, day: Date, data: &ChartData) -> String {
    let mut known: Vec<(&Item, f64)> = data.items.iter().filter_map(|item| Some((item, item.figure.value?))).collect();
    known.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.label.cmp(&b.label)));
    let top = known.first().map_or("No area", |(item, _)| item.label.as_str());
    text.replace("{region}", &with_article(region)).replace("{date}", &long_date(day)).replace("{top}", top)
}

#[cfg(test)]
mod tests {
    use super::with_gaps;
    use crate::domain::{Date, Period};
    use crate::table::Figure;
    use jiff::civil::date;

    fn days(periods: &[(Date, Date)]) -> Vec<(Date, Option<f64>)> {
        let figures = periods.iter().map(|(start, end)| (Period { start: *start, end: *end }, Figure::of(7.0)));
        with_gaps(figures).into_iter().map(|(day, figure)| (day, figure.value)).collect()
    }

    #[test]
    fn quarters_that_no_edition_has_are_gaps_and_days_are_not() {
        let quarters = [(date(2024, 4, 1), date(2024, 6, 30)), (date(2025, 1, 1), date(2025, 3, 31))];
        let (seen, gap) = (Some(7.0), None);
        let expected =
            [(date(2024, 6, 30), seen), (date(2024, 9, 30), gap), (date(2024, 12, 31), gap), (date(2025, 3, 31), seen)];
        assert_eq!(days(&quarters), expected);
        let stocks = [(date(2024, 6, 30), date(2024, 6, 30)), (date(2025, 3, 31), date(2025, 3, 31))];
        assert_eq!(days(&stocks).len(), 2);
        let weeks = [(date(2024, 4, 1), date(2024, 4, 7)), (date(2024, 4, 15), date(2024, 4, 21))];
        assert_eq!(days(&weeks).len(), 2, "periods that are not whole months");
        let years = [(date(2021, 7, 1), date(2022, 6, 30)), (date(2023, 7, 1), date(2024, 6, 30))];
        assert_eq!(days(&years)[1], (date(2023, 6, 30), gap));
        let rolling = [(date(2021, 7, 1), date(2022, 6, 30)), (date(2021, 10, 1), date(2022, 9, 30))];
        assert_eq!(days(&rolling).len(), 2, "years that overlap");
    }
}
