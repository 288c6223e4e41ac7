//! Fair shares: who is due how many, by which key, and what follows for places, pathways and
//! grants.
//!
//! Belongs here: the figures that a key and a formula need, and their answers. Does not belong
//! here: the formulas (`fairshare`).
//!
//! **Invariant:** every answer names its key, its days and what was missing; an area without a
//! figure has no share.

mod combined;
pub mod derivations;
pub mod fit;
pub mod grants;
pub mod inputs;
mod key_columns;
pub mod key_comparison;
pub mod key_list;
pub mod key_parts;
pub mod keys;
pub mod limit;
pub mod measures;
pub mod pathway;
pub mod requests;
pub mod robustness;
pub mod schemes;
pub mod shares;
pub mod surge;
pub mod units;

pub use crate::catalogue::PathwayMode;
pub use fit::{FittedRow, FittedTable};
pub use grants::{AreaIncome, AreaPayment, GrantAnswer, GrantIncome, GrantList, GrantPayments};
pub use inputs::Inputs;
pub use key_comparison::{AreaByKey, GapDirection, KeyComparison};
pub use key_list::KeyList;
pub use key_parts::{AreaKeyParts, KeyComponent, KeyPartsAnswer};
pub use pathway::{
    MoveCost, PathwayAnswer, PathwayAreas, PathwayMoves, PathwayQuarters, PathwayRequest,
};
pub use requests::{Base, SharesRequest};
pub use robustness::{AreaShareRange, RobustnessAnswer, ShareRanges, WeightImportances};
pub use schemes::{AreaByMeasure, ComparedMeasure, MeasureComparison};
pub use shares::{InequalityAnswer, SharesAnswer};
pub use surge::{SurgeAnswer, SurgeArea};
pub use units::{UnitShare, UnitShares};
