//! Fair shares: what each area is due under a key, what a limit leaves room for, how whole places are apportioned,
//! and how uneven the distribution is.
//!
//! Belongs here: keys applied to figures, caps, apportionment, inequality indices.
//! Does not belong here: reading figures, printing tables.
//!
//! **Invariant:** places are whole and add up exactly; nobody is pushed over a cap; where ties or caps matter the
//! arithmetic is exact.

mod apportion;
mod cap;
pub mod inequality;
mod shares;

pub use apportion::{Allocation, RULES, Rule, rule};
pub use cap::Cap;
pub use shares::{AreaFigures, Base, Share, Shares, shares};
