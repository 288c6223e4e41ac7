//! Fair shares: the due number of each area under a key, headroom under a limit, apportionment of
//! whole places.
//!
//! Belongs here: keys applied to figures, caps, apportionment to areas or by row and column, tables
//! fitted to margins. Does not belong here: reading figures, printing tables.
//!
//! **Invariant:** places are whole and add up exactly; no area receives more than its cap allows.
//! Where ties or caps matter, the arithmetic is exact.

mod adjustment;
mod apportion;
mod biproportional;
mod cap;
mod composite;
mod grant_income;
mod monotonicity;
mod pathway;
mod ras;
mod residual;
mod robustness;
mod shares;
mod sobol;
mod surge;
mod transform;
mod transport;

pub use adjustment::Adjustment;
pub use apportion::{
    ADAMS, Allocation, BalinskiYoung, Claim, DEAN, DHONDT, Divisor, HUNTINGTON_HILL,
    LargestRemainder, MODIFIED_SAINTE_LAGUE, RULES, Refused, Request, Rule, SAINTE_LAGUE, Task,
    Ties, rule, rule_of, rule_or, tie_note,
};
pub use biproportional::{Unmet, biproportional};
pub use cap::Cap;
pub use composite::{Composed, Composite, PartFigures};
pub use grant_income::{Paid, grant_income};
pub use monotonicity::{Reversal, reversals};
pub use pathway::{
    Inflow, Start, Step, Turnover, above, by_moves, by_turnover, departures_needed_percent, due,
};
pub use ras::{Fitted, Unfitted, ras};
pub use robustness::{Adjusted, AreaRobustness, Draws, Errors, Robustness, robustness};
pub use shares::{
    AreaFigures, Placing, Share, Shares, as_f64, exact_integer, known_people, shares,
    weights_and_headroom,
};
pub use sobol::Importance;
pub use surge::{AreaSurge, Arrivals, BindingLimit, Surge, surge};
pub use transport::{Move, Unsolved, fewest_moves};
