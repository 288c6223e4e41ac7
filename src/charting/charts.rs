//! Charts: turns a definition and its figures into a drawn figure with its texts.

use crate::briefing::Figure as DrawnFigure;
use crate::catalogue::{ChartKind, ChartList, ChartSummary};
use crate::chart;
use crate::charting::chart_titles::fill;
use crate::charting::plots::KIND;
use crate::charting::subject::Subject;
use crate::charting::{analyses, chart_data};
use crate::domain::{Action, AreaCode, Error, Field, Id, Result, error_codes};
use crate::figures::sources::source_line;
use crate::figures::{Figures, attribution::attribution_of, reasons, sources};

/// The charts of the catalogue, analyses among them.
pub fn charts(figures: &Figures) -> ChartList {
    let summary = |id: &Id, kind: &str, title: &str| ChartSummary {
        chart: id.clone(),
        kind: kind.to_owned(),
        title: title.to_owned(),
    };
    let charts = figures
        .catalogue()
        .charts
        .values()
        .map(|chart| summary(&chart.id, chart.kind.name(), &chart.title));
    let analyses = figures
        .catalogue()
        .analyses
        .values()
        .map(|analysis| summary(&analysis.id, KIND, &analysis.title));
    let mut charts: Vec<ChartSummary> = charts.chain(analyses).collect();
    charts.sort_by(|one, other| one.chart.cmp(&other.chart));
    ChartList { caption: "Charts".to_owned(), charts }
}

/// Draws a chart for a region from the newest figures; one of a single area for an authority too.
///
/// Errors: `F301` unknown chart, `F303` an authority for a chart of several areas, `F304` no
/// figures or no outlines for the region, `F404` drawing failed.
pub fn chart(figures: &Figures, id: &str, region: &AreaCode) -> Result<DrawnFigure> {
    if let Some(analysis) =
        figures.catalogue().analyses.values().find(|analysis| analysis.id.as_str() == id)
    {
        return analyses::chart_of_analysis(figures, analysis, figures.geography().current(region));
    }
    let definition = figures.catalogue().chart(id).map_err(|error| {
        error.help(format!("{} has analyses of fair shares too", Action::Chart.with(Field::List)))
    })?;
    let indicator = figures.catalogue().indicator(definition.indicator.as_str())?;
    let region = match &definition.area {
        Some(code) => figures.geography().get(code)?,
        None => figures.geography().get(figures.geography().current(region))?,
    };
    let day = reasons::newest_day(figures, indicator.id.as_str(), &region.code)?;
    let subject = Subject { definition, indicator, region, day };
    let kind = chart::find(definition.kind.name()).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "drawing a chart")
            .at_key(definition.kind.name())
    })?;
    let (data, keys) = chart_data::chart_data(figures, &subject)?;
    chart_data::check_outlines(figures, &subject)?;
    let filled = |text: &str| fill(text, &subject.region.name, subject.day, &data);
    let title = filled(&definition.title);
    let mut sources = sources::sources_of(figures, indicator, &keys)?;
    if let Some(beside) = definition.kind.beside() {
        sources.extend(sources::sources_of(
            figures,
            figures.catalogue().indicator(beside.as_str())?,
            &keys,
        )?);
        sources.sort();
        sources.dedup();
    }
    let style = &figures.knowledge().style;
    let outlines = if kind.draws_outlines() { data.outlines.as_slice() } else { &[] };
    let attribution = attribution_of(figures, &sources, outlines);
    let drawing = kind.draw(&data, style)?;
    Ok(DrawnFigure {
        id: definition.id.to_string(),
        subtitle: filled(&definition.subtitle),
        file: drawing.with_lines_below(&attribution, style)?.svg,
        attribution,
        drawing,
        alt: kind.describe(&data),
        listing: kind.listing(&data),
        note: match &definition.kind {
            ChartKind::Funnel(funnel) => format!("{} {}", definition.note, funnel.independent),
            _ => definition.note.clone(),
        },
        source: source_line(figures, &sources),
        sources,
        title,
    })
}
