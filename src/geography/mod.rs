//! Areas: codes and names, counties, groups, regions and their authorities, boundary changes,
//! outlines, tile grid.
//!
//! Belongs here: which areas exist where and when, the names that publications print for them, and
//! their successors. Does not belong here: what figures about areas mean, drawing.
//!
//! **Invariant:** every area of a [`Geography`] has a parent that exists, and following a recoded
//! area leads to one in force.

mod area;
mod areas;
mod centres;
mod groups;
mod layout;
mod names;
mod outline;
mod tile;

pub use area::Area;
pub use areas::Geography;
pub use areas::best_fit::{BestFit, Boundaries, Fit, Fitted, Way};
pub use areas::register::Register;
pub use centres::Centres;
pub use groups::{Group, GroupKind};
pub use outline::{Outline, parse_outlines};
pub use tile::{Tile, parse_tiles};

#[cfg(test)]
pub(crate) use areas::tests::geography as built_in;
