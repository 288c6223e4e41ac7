//! The indicators and values that a computed value was made from.

use crate::catalogue::Indicator;
use crate::domain::Result;
use crate::figures::Figures;
use crate::indicator::{Input, InputRole, Origin};

/// The indicators and their values that a computed value was made from.
pub(crate) fn inputs_of<'f>(
    figures: &'f Figures,
    indicator: &Indicator,
    origin: &Origin,
) -> Result<Vec<(&'f Indicator, Input)>> {
    let Origin::Computed(inputs) = origin else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for input in inputs {
        let id = match input.role {
            InputRole::Of => indicator.of.as_ref(),
            InputRole::Per => indicator.per.as_ref(),
            InputRole::By => indicator.by.as_ref().or(indicator.weighted_by.as_ref()),
            InputRole::Term(place) => indicator.term.get(place).map(|term| &term.indicator),
        };
        if let Some(id) = id {
            found.push((figures.catalogue().indicator(id.as_str())?, input.clone()));
        }
    }
    Ok(found)
}
