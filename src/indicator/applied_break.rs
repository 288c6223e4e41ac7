//! A break applied to values: the declaration of the publication, and the figures affected.
//!
//! Belongs here: one break with the figures it affects. Does not belong here: how breaks are
//! assigned to values (`breaks`), what a break is (`catalogue/series_break.rs`).

use crate::catalogue::SeriesBreak;
use crate::domain::{AreaCode, Date, Period};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A break in the series of some values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AppliedBreak {
    /// As the publication declares it.
    pub(super) declared: Arc<SeriesBreak>,
    /// The categories it touches; every one when `None`.
    pub(super) dims: Option<BTreeSet<Vec<String>>>,
    /// The areas it touches; every one when `None`.
    pub(super) areas: Option<BTreeSet<AreaCode>>,
    /// The days of figures from its publication: the break does not apply to figures of another
    /// publication.
    pub(super) days: BTreeSet<Date>,
}

impl AppliedBreak {
    /// True for an area and category whose figures the break affects.
    pub(super) fn touches(&self, area: &AreaCode, dims: &[String]) -> bool {
        self.areas.as_ref().is_none_or(|areas| areas.contains(area))
            && self.dims.as_ref().is_none_or(|all| all.contains(dims))
    }

    /// True for two periods on either side of the break, one of them of its publication.
    pub(super) fn divides(&self, one: Period, other: Period) -> bool {
        [one, other].iter().any(|period| self.days.contains(&period.end))
            && self.declared.divides(one, other)
    }
}
