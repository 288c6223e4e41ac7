//! Charts: a definition and the figures it asks for into a drawn figure with its texts.

use super::Engine;
use super::chart_data::Subject;
use super::chart_titles::fill;
use crate::briefing::Figure as DrawnFigure;
use crate::catalogue::Indicator;
use crate::chart;
use crate::domain::{AreaCode, Error, Result, error_codes};
use crate::indicator::Key;
use crate::table::Source;

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
        let (data, keys) = self.chart_data(&subject)?;
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
            note: [Some(definition.note.as_str()), definition.independent.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            source: source_line(self, &sources),
            sources,
            title,
        })
    }

    /// The editions that values with these keys come from, through every indicator they are made of.
    pub(super) fn sources_of(&self, indicator: &Indicator, keys: &[Key]) -> Result<Vec<Source>> {
        let mut found = std::collections::BTreeSet::new();
        for key in keys {
            self.collect_sources(indicator, key, None, &mut found)?;
        }
        Ok(found.into_iter().collect())
    }

    fn collect_sources(
        &self,
        indicator: &Indicator,
        key: &Key,
        source: Option<usize>,
        found: &mut std::collections::BTreeSet<Source>,
    ) -> Result<()> {
        let values = self.values(indicator.id.as_str())?;
        let Some(value) = values.of_source(key, source) else { return Ok(()) };
        found.extend(values.source_of(value).cloned());
        for (of, input) in self.inputs_of(indicator, &value.origin)? {
            self.collect_sources(of, &input.key, input.source, found)?;
        }
        Ok(())
    }
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
