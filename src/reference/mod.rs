//! The reference pages of `data`, made from the definitions: indicators, datasets, the board's
//! rows, attributions.
//!
//! Belongs here: what these pages say. Does not belong here: anything that a command needs.
//!
//! **Invariant:** a page says what the definitions say, and nothing else.

pub mod datasets;
pub mod indicators;
