//! One area, as the register holds it.
//!
//! Belongs here: what is known of an area by itself. Does not belong here: how it lies in others
//! (`areas`).

use crate::domain::{AreaCode, AreaLevel, Date};

/// An area as the register holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// ONS code.
    pub code: AreaCode,
    /// Name printed by this project.
    pub name: String,
    /// Region of an English authority or county, otherwise the nation; `None` above the nations.
    pub parent: Option<AreaCode>,
    /// First day in force, when known.
    pub start: Option<Date>,
    /// Last day in force; `None` when in force.
    pub end: Option<Date>,
    /// The code that replaced this one for the same area, where nothing else changed hands.
    pub became: Option<AreaCode>,
    /// The authorities that an abolished area went into.
    pub successors: Vec<AreaCode>,
}

impl Area {
    /// True when the area's own code is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| end >= day)
    }
}

/// True for a region or nation that has a Strategic Migration Partnership.
pub(super) fn is_partnership(code: &AreaCode) -> bool {
    match code.level() {
        AreaLevel::Region => true,
        AreaLevel::Nation => *code != AreaCode::england(),
        _ => false,
    }
}
