//! Fair shares: who is due how many, by which key, and what follows for places, pathways and grants.
//!
//! Belongs here: the figures that a key and a formula need, and their answers. Does not belong here: the formulas (`fairshare`).
//!
//! **Invariant:** every answer names its key, its days and what was missing; an area without a figure has no share.

pub mod derivations;
pub mod fit;
pub mod grants;
pub mod inputs;
pub mod key_tables;
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

pub use crate::catalogue::Way;
pub use grants::GrantAnswer;
pub use inputs::Inputs;
pub use pathway::{MoveCost, PathwayAnswer, PathwayRequest};
pub use requests::{Base, SharesRequest};
pub use robustness::RobustnessAnswer;
pub use shares::{InequalityAnswer, SharesAnswer};
