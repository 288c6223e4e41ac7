//! `fairshares` turns published UK migration and asylum statistics into fair-shares indicators and briefings.
//!
//! The rooms, from the ground up, and which may know which, are drawn in `src/README.md`;
//! `tests/it/architecture.rs` holds the code to that drawing. This file only opens the doors.

pub mod briefing;
pub mod catalogue;
pub mod chart;
pub mod cli;
pub mod demography;
pub mod domain;
pub mod engine;
pub mod fairshare;
pub mod geography;
pub mod indicator;
pub mod render;
pub mod source;
pub mod table;
