//! Data of charts: turns a definition and its figures into the data that its chart kind draws.
//!
//! Belongs here: which kind receives which data, one file for each shape of data. Does not belong
//! here: texts, sources (`charts`), drawing.

mod ages;
pub(super) mod areas;
mod continued;
mod days;
mod places;
mod time;

use crate::catalogue::ChartKind;
use crate::chart::ChartData;
use crate::charting::subject::Subject;
use crate::domain::{AreaCode, Error, Result, error_codes};
use crate::figures::Figures;
use crate::indicator::Key;

/// The data of a chart, with the keys of the figures used.
pub(crate) fn chart_data(
    figures: &Figures,
    subject: &Subject<'_>,
) -> Result<(ChartData, Vec<Key>)> {
    match &subject.definition.kind {
        ChartKind::RankedBars(of)
        | ChartKind::Dumbbell(of)
        | ChartKind::DotPlot(of)
        | ChartKind::Choropleth(of)
        | ChartKind::TileGrid(of) => areas::by_area(figures, subject, of),
        ChartKind::Trend(_) => time::over_time(figures, subject),
        ChartKind::Fan(fan) => continued::continued(figures, subject, fan.steps),
        ChartKind::Pyramid(pyramid) => ages::by_age(figures, subject, pyramid),
        ChartKind::Slope(slope) => days::on_two_days(figures, subject, slope.years),
        ChartKind::Heatmap(last) => days::on_days(figures, subject, last.periods),
        ChartKind::SmallMultiples(last) => time::histories(figures, subject, last.periods),
        ChartKind::StackedComposition(composition) => {
            days::by_category(figures, subject, composition)
        }
        ChartKind::Flow(_) => places::between_places(figures, subject),
        ChartKind::Funnel(funnel) => areas::by_size(figures, subject, &funnel.beside),
        ChartKind::Lorenz(lorenz) => areas::by_size(figures, subject, &lorenz.beside),
    }
}

/// Checks that a map has the data to place its areas. Errors with `F304`.
pub(crate) fn check_outlines(figures: &Figures, subject: &Subject<'_>) -> Result<()> {
    let placed: Vec<&AreaCode> = match &subject.definition.kind {
        ChartKind::Choropleth(_) => {
            figures.knowledge().outlines.iter().map(|outline| &outline.code).collect()
        }
        ChartKind::TileGrid(_) | ChartKind::SmallMultiples(_) => {
            figures.knowledge().tiles.iter().map(|tile| &tile.code).collect()
        }
        _ => return Ok(()),
    };
    if placed.iter().any(|code| figures.geography().contains(&subject.region.code, code)) {
        return Ok(());
    }
    Err(Error::new(error_codes::NO_DATA, format!("drawing the chart {}", subject.definition.id))
        .found(format!("no outlines or tiles of the authorities of {}", subject.region.name))
        .help("the ranked bars show the same figures; outlines belong in data/catalogue/areas"))
}

#[cfg(test)]
mod tests {
    use crate::catalogue::ChartKind;
    use crate::chart::KINDS;

    #[test]
    fn every_kind_is_drawn_and_every_drawing_is_a_kind() {
        let drawn: Vec<&str> = KINDS.iter().map(|kind| kind.id()).collect();
        assert_eq!(ChartKind::NAMES, drawn);
    }
}
