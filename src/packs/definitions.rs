//! The definitions of the indicators of a pack.

use crate::briefing::Definition;
use crate::catalogue::Indicator;
use crate::domain::{AreaCode, Result};
use crate::figures::{Figures, ValuesAnswer};
use crate::knowledge::rules;

/// The meaning of indicators, with the caveats of each.
pub(crate) fn definitions(
    figures: &Figures,
    indicators: &[&Indicator],
    area: &AreaCode,
) -> Vec<(String, String)> {
    indicators
        .iter()
        .map(|indicator| (indicator.title.clone(), definition(figures, indicator, area)))
        .collect()
}

/// The meaning of an indicator, with the caveats that apply to its figures of an area.
fn definition(figures: &Figures, indicator: &Indicator, area: &AreaCode) -> String {
    let caveats = rules::sentences_for(figures.knowledge(), &indicator.caveats, area).into_iter();
    std::iter::once(indicator.definition.as_str()).chain(caveats).collect::<Vec<_>>().join(" ")
}

/// The definitions of the indicators whose figures are listed, in their order.
pub(crate) fn definitions_of(
    figures: &Figures,
    listed: &[ValuesAnswer],
    area: &AreaCode,
) -> Result<Vec<Definition>> {
    let defined = |answer: &ValuesAnswer| {
        let indicator = figures.catalogue().indicator(answer.indicator.as_str())?;
        let (title, text) = (indicator.title.clone(), definition(figures, indicator, area));
        Ok(Definition { id: indicator.id.to_string(), title, unit: indicator.unit, text })
    };
    listed.iter().map(defined).collect()
}
