//! The conditions for a measure that is shared out, and how its people are placed in areas.

use crate::catalogue::{Indicator, Scheme};
use crate::domain::{Action, Comparable, Error, Field, Result, Status, Unit, error_codes};
use crate::fairshare::Shares;
use crate::table::{Figure, Units};

/// True for people who are allocated by a key, of whom alone there is a number due.
pub(super) fn is_keyed(indicator: &Indicator) -> bool {
    indicator.scheme == Scheme::Keyed
}

/// Removes the number due, the gap and the ratio for people whom no key allocates.
pub(super) fn without_due(shares: &mut Shares) {
    let nothing = Figure::missing(Status::NotApplicable);
    for row in &mut shares.rows {
        (row.due, row.gap, row.ratio) = (nothing, nothing, nothing);
    }
}

/// How people of a measure are placed in areas, in a phrase.
pub(super) fn scheme_label(indicator: &Indicator) -> &'static str {
    match indicator.scheme {
        Scheme::Keyed => "allocated by a key",
        Scheme::Pledged => "pledged by councils: no due number, shares are descriptive",
        Scheme::Unallocated => "where sponsors live: not allocated, shares are descriptive",
    }
}

/// The units of the figures of a [`Share`](crate::fairshare::Share), for a measure that is counted
/// in a unit.
pub(super) fn units_of_share(counted: Unit) -> Units {
    Units::of(&[
        ("population", Unit::People),
        ("actual", counted),
        ("rate_per_10k", Unit::Per10k),
        ("actual_share", Unit::Percent),
        ("fair_share", Unit::Percent),
        ("due", counted),
        ("gap", counted),
        ("ratio", Unit::Percent),
        ("location_quotient", Unit::Ratio),
        ("cap", counted),
        ("headroom", counted),
        ("places", counted),
    ])
}

/// The units of the figures of a measure that is compared with others.
pub(super) fn units_of_measure(counted: Unit) -> Units {
    Units::of(&[
        ("actual", counted),
        ("rate_per_10k", Unit::Per10k),
        ("actual_share", Unit::Percent),
        ("location_quotient", Unit::Ratio),
        ("due", counted),
        ("gap", counted),
    ])
}

/// The units of the figures of an area by several keys.
pub(super) fn units_by_key(counted: Unit) -> Units {
    Units::of(&[
        ("population", Unit::People),
        ("actual", counted),
        ("actual_share", Unit::Percent),
        ("share", Unit::Percent),
        ("due", counted),
        ("gap", counted),
        ("least_due", counted),
        ("most_due", counted),
    ])
}

/// `F306` for a measure of which no two areas, or no two nations, may be compared.
pub(crate) fn not_compared(indicator: &Indicator, comparable: &Comparable) -> Error {
    Error::new(error_codes::NOT_COMPARABLE, "comparing areas")
        .at_key(indicator.id.as_str())
        .found(format!("{}: {}", indicator.title, comparable.reason))
        .help(format!("{} prints each area's own figures", Action::Show))
}

/// `F205` for a measure that cannot be shared out: by category, a rate, or a number over time that
/// a key would allocate.
pub(super) fn can_be_shared(indicator: &Indicator) -> Result<()> {
    let is_stock = indicator.kind == crate::domain::MeasureKind::Stock;
    if indicator.dims.is_empty() && indicator.unit.adds_up() && (is_stock || !is_keyed(indicator)) {
        return Ok(());
    }
    let by_category = if indicator.dims.is_empty() { "" } else { ", by category" };
    Err(Error::new(error_codes::KINDS_MIXED, "sharing out a measure")
        .at_field(Field::Measure)
        .found(format!("{} ({}{by_category})", indicator.id, indicator.kind.as_str()))
        .expected("a stock with one figure per area, such as people-supported"))
}
