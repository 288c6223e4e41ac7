//! What the indicators of a pack mean.

use crate::briefing::Definition;
use crate::catalogue::Indicator;
use crate::domain::{AreaCode, Result};
use crate::figures::Figures;
use crate::knowledge::rules;
use crate::table::{Listing, columns};

/// What indicators mean, and what must be known of each.
pub(crate) fn definitions(figures: &Figures, indicators: &[&Indicator], area: &AreaCode) -> Vec<(String, String)> {
    indicators.iter().map(|indicator| (indicator.title.clone(), definition(figures, indicator, area))).collect()
}

/// What an indicator means, and what must be known of it where its figures are of an area.
fn definition(figures: &Figures, indicator: &Indicator, area: &AreaCode) -> String {
    let caveats = rules::sentences_for(figures.knowledge(), &indicator.caveats, area).into_iter();
    std::iter::once(indicator.definition.as_str()).chain(caveats).collect::<Vec<_>>().join(" ")
}

/// The definitions of the indicators whose figures are listed, in their order.
pub(crate) fn definitions_of(figures: &Figures, listed: &Listing, area: &AreaCode) -> Result<Vec<Definition>> {
    let Some(column) = listed.column(columns::INDICATOR) else { return Ok(Vec::new()) };
    let mut ids: Vec<String> = listed.rows.iter().map(|row| row[column].raw()).collect();
    ids.dedup();
    let defined = |id: &String| {
        let indicator = figures.catalogue().indicator(id)?;
        let (title, text) = (indicator.title.clone(), definition(figures, indicator, area));
        Ok(Definition { id: id.clone(), title, unit: indicator.unit, text })
    };
    ids.iter().map(defined).collect()
}
