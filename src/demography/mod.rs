//! The standard formulas of demography and public health, on plain numbers: one file, one method.
//!
//! Belongs here: formulas with a name and a reference, documented so that a statistician can sign
//! them. Does not belong here: tables, areas, files, definitions; which figures a formula is
//! applied to.
//!
//! **Invariant:** a result is a finite number or missing for a reason. Nothing is rounded, and
//! nothing is filled in.
//!
//! Formulas of published figures take [`Figure`](crate::table::Figure) and give the reason on:
//! suppressed in, suppressed out. Formulas of complete counts take `f64` and give `None` where they
//! are undefined (no one to divide by, a negative count, columns of different length);
//! [`Figure::all`](crate::table::Figure::all) and
//! [`Figure::over`](crate::table::Figure::over) lift them to figures, where `None` becomes *not applicable*.

pub mod age_structure;
pub mod change;
pub mod continuation;
pub mod correlation;
pub mod flows;
pub mod funnel;
pub mod inequality;
pub mod interval;
pub mod migration;
pub mod outlying;
pub mod ranks;
pub mod rates;
pub mod reliability;
pub mod segregation;
pub mod shares;
pub mod standardisation;
