//! One area of the register.
//!
//! Belongs here: the facts about an area by itself. Does not belong here: which areas contain it
//! (`areas`).

use crate::domain::{AreaCode, AreaLevel, Date};

/// An area of the register.
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
    /// The code that replaced this one for the same area, without a transfer of territory.
    pub became: Option<AreaCode>,
    /// The authorities that an abolished area became part of.
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
