//! Areas: codes and names, regions and their authorities, recoded authorities, outlines, tile grid.
//!
//! Belongs here: what exists where and when, and under which names publications print it.
//! Does not belong here: figures about areas, drawing.
//!
//! **Invariant:** every area of a [`Geography`] has a parent that exists, and a recoded area leads to one in force.

mod areas;
mod layout;
mod outline;
mod tile;

pub use areas::{Area, Geography};
pub use outline::{Outline, parse_outlines};
pub use tile::{Tile, parse_tiles};
