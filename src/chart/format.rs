//! Figures and headers as they are printed in charts.
//!
//! Belongs here: a number in its unit, a figure with its symbol, a label with its unit. Does not
//! belong here: sentences (`alt_text`), tooltips (`tooltips`).

use super::data::missing_status;
use crate::domain::{Status, Unit, rounds_to_zero, with_decimals};
use crate::table::Figure;

/// A number as printed in a chart of that unit: `1,234`, `5.1`, `15.3%`; `<0.1` for what only
/// rounds to zero.
pub(super) fn number(value: f64, unit: Unit) -> String {
    let sign = if unit == Unit::Percent { "%" } else { "" };
    if rounds_to_zero(value, unit.decimals()) && value > 0.0 {
        let smallest = 10f64.powi(-i32::try_from(unit.decimals()).unwrap_or_default());
        return format!("<{}{sign}", with_decimals(smallest, unit.decimals()));
    }
    format!("{}{sign}", with_decimals(value, unit.decimals()))
}

/// A figure as printed in a chart: its number with the symbol of its status, or the symbol of its
/// missing-value reason.
pub(super) fn figure(figure: Figure, unit: Unit) -> String {
    match (figure.value.filter(|value| value.is_finite()), figure.status) {
        (Some(value), None) => number(value, unit),
        (Some(value), Some(status)) => format!("{} {}", number(value, unit), status.symbol()),
        (None, _) => missing_status(figure).symbol().to_owned(),
    }
}

pub(super) fn shown_status(figure: Figure) -> Option<Status> {
    let present = figure.value.is_some_and(f64::is_finite);
    if present { figure.status } else { Some(missing_status(figure)) }
}

/// A label with its unit in round brackets, unless the label already contains it.
pub(super) fn header(label: &str, unit: Unit) -> String {
    let names_unit = label.to_lowercase().contains(&unit.label().to_lowercase());
    if names_unit || matches!(unit, Unit::People | Unit::Events | Unit::Ratio) {
        label.to_owned()
    } else {
        format!("{label} ({})", unit.label())
    }
}

#[cfg(test)]
mod tests {
    use super::{header, number};
    use crate::domain::Unit;

    #[test]
    fn units_are_printed_once() {
        assert_eq!(
            header("Supported people", Unit::Per10k),
            "Supported people (per 10,000 residents)"
        );
        assert_eq!(
            header("Supported people per 10,000 residents", Unit::Per10k),
            "Supported people per 10,000 residents"
        );
        assert_eq!(header("People supported", Unit::People), "People supported");
        assert_eq!(number(15.25, Unit::Percent), "15.3%");
    }
}
