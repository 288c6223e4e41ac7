//! Figures and headers as they are printed in charts.
//!
//! Belongs here: a number in its unit, a figure with its symbol, a label with its unit. Does not
//! belong here: sentences (`alt_text`), figures in words (`pointer`).

use super::data::missing_status;
use crate::domain::{Status, Unit, rounds_to_zero, with_decimals};
use crate::table::Figure;

/// A number as printed in a chart of that unit: `1,234`, `5.1`, `15.3%`; `<0.1` for what only rounds to zero.
pub(super) fn number(value: f64, unit: Unit) -> String {
    let sign = if unit == Unit::Percent { "%" } else { "" };
    if rounds_to_zero(value, unit.decimals()) && value > 0.0 {
        let least = 10f64.powi(-i32::try_from(unit.decimals()).unwrap_or_default());
        return format!("<{}{sign}", with_decimals(least, unit.decimals()));
    }
    format!("{}{sign}", with_decimals(value, unit.decimals()))
}

/// A figure as printed in a chart: its number with the publisher's remark, or the symbol of its absence.
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

/// The unit of a difference between two figures of `unit`.
pub(super) fn unit_of_gap(unit: Unit) -> Unit {
    if unit == Unit::Percent { Unit::PercentagePoints } else { unit }
}

/// A label with its unit in round brackets, where the label does not say it already.
pub(super) fn header(label: &str, unit: Unit) -> String {
    let said = label.to_lowercase().contains(&unit.label().to_lowercase());
    if said || matches!(unit, Unit::People | Unit::Events | Unit::Ratio) {
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
    fn units_are_said_once() {
        assert_eq!(header("Supported people", Unit::Per10k), "Supported people (per 10,000 residents)");
        assert_eq!(
            header("Supported people per 10,000 residents", Unit::Per10k),
            "Supported people per 10,000 residents"
        );
        assert_eq!(header("People supported", Unit::People), "People supported");
        assert_eq!(number(15.25, Unit::Percent), "15.3%");
    }
}
