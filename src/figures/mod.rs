//! Figures: the values of indicators, and every way of asking about them.
//!
//! Belongs here: values, profiles, series, scans, changes, and the way back from a value to its
//! cells. Does not belong here: formulas (`indicator`), who is due how many (`allocation`),
//! pictures (`charting`).
//!
//! **Invariant:** the same editions give the same values, whatever was requested before and by how
//! many threads.

pub mod attribution;
pub mod authority_figures;
pub mod boundaries;
pub mod category_changes;
pub mod changes;
pub mod comparators;
pub mod datasets;
pub mod districts;
pub mod earlier;
pub mod indicators;
pub mod lists;
pub mod neighbours;
pub mod origins;
pub mod place;
pub mod provisional;
pub mod rank;
pub mod reasons;
pub mod regions_ranked;
pub mod scan;
pub mod series;
pub mod show;
pub mod since;
pub mod sources;
pub mod support;
pub mod tidy;
pub mod trace;
pub mod unallocated;
pub mod values;

pub use changes::{ChangesAnswer, ChangesRequest};
pub use datasets::DatasetsAnswer;
pub use districts::DistrictsAnswer;
pub use indicators::IndicatorsAnswer;
pub use neighbours::NearestNeighbours;
pub use place::ProfileAnswer;
pub use scan::ScanAnswer;
pub use show::{ShowRequest, ValuesAnswer};
pub use since::SinceAnswer;
pub use tidy::TidyAnswer;
pub use values::Figures;
