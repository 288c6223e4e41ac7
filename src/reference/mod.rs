//! The reference pages of `data`, generated from the definitions: indicators, datasets, the board's
//! rows, attributions.
//!
//! Belongs here: the contents of these pages. Does not belong here: anything that a command needs.
//!
//! **Invariant:** a page contains what the definitions contain, and nothing else.

pub mod datasets;
pub mod indicators;
