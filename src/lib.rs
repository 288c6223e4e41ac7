//! `fairshares` turns published UK migration and asylum statistics into fair-shares indicators and
//! briefings.
//!
//! `src/README.md` has the map of modules and what each may import; `tests/it/architecture` checks
//! the code against it. This file declares the modules.

pub mod allocation;
pub mod briefing;
pub mod catalogue;
pub mod chart;
pub mod charting;
pub mod cli;
pub mod demography;
pub mod domain;
pub mod engine;
pub mod fairshare;
pub mod figures;
pub mod geography;
pub mod holdings;
pub mod indicator;
pub mod knowledge;
pub mod packs;
pub mod reference;
pub mod render;
pub mod source;
pub mod table;
pub mod tables;
