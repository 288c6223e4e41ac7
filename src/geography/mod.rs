//! Areas: codes and names, counties, groups, regions and their authorities, changes of boundaries,
//! outlines, tile grid.
//!
//! Belongs here: what exists where and when, under which names publications print it, and what
//! became of it. Does not belong here: what figures about areas mean, drawing.
//!
//! **Invariant:** every area of a [`Geography`] has a parent that exists, and a recoded area leads
//! to one in force.

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
