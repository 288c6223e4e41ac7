//! Fair shares: what each area is due under a key, what a limit leaves room for, how whole places are apportioned.
//!
//! Belongs here: keys applied to figures, caps, apportionment to areas or by row and column, tables fitted to margins.
//! Does not belong here: reading figures, printing tables.
//!
//! **Invariant:** places are whole and add up exactly; nobody is pushed over a cap; where ties or caps matter the
//! arithmetic is exact.

mod apportion;
mod biproportional;
mod cap;
mod ras;
mod residual;
mod shares;

pub use apportion::{
    ADAMS, Allocation, BalinskiYoung, Claim, DEAN, DHONDT, Divisor, HUNTINGTON_HILL, LargestRemainder,
    MODIFIED_SAINTE_LAGUE, RULES, Refused, Request, Rule, SAINTE_LAGUE, Task, Ties, rule,
};
pub use biproportional::{Unmet, biproportional};
pub use cap::Cap;
pub use ras::{Fitted, Unfitted, ras};
pub use shares::{AreaFigures, Base, Placing, Share, Shares, shares};
