//! The indicators and values that a computed value uses.

use crate::catalogue::Indicator;
use crate::domain::Result;
use crate::figures::Figures;
use crate::indicator::{Input, Origin};

/// The indicators and their values that a computed value uses.
pub(crate) fn inputs_of<'f>(
    figures: &'f Figures,
    indicator: &Indicator,
    origin: &Origin,
) -> Result<Vec<(&'f Indicator, Input)>> {
    let Origin::Computed(inputs) = origin else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for input in inputs {
        if let Some(id) = indicator.method.input(input.role) {
            found.push((figures.catalogue().indicator(id.as_str())?, input.clone()));
        }
    }
    Ok(found)
}
