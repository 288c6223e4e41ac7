//! Figures: the values of indicators, and every way of asking about them.
//!
//! Belongs here: values, profiles, series, scans, changes, and the way back from a value to its cells. Does not belong here: formulas
//! (`indicator`), who is due how many (`allocation`), pictures (`charting`).
//!
//! **Invariant:** the same editions give the same values, whatever was asked before and by how many threads.

pub mod attribution;
pub mod boundaries;
pub mod changes;
pub mod districts;
pub mod earlier;
pub mod listings;
pub mod lists;
pub mod neighbours;
pub mod origins;
pub mod place;
pub mod provisional;
pub mod reasons;
pub mod scan;
pub mod series;
pub mod since;
pub mod sources;
pub mod trace;
pub mod values;

pub use boundaries::TableOnDay;
pub use changes::ChangesRequest;
pub use listings::ShowRequest;
pub use neighbours::NearestNeighbours;
pub use values::Figures;
