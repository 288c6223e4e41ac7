//! Charts: figures and answers into the data of pictures, and these into pictures with their texts.
//!
//! Belongs here: which figures a chart shows, its title and its sources. Does not belong here:
//! drawing (`chart`).
//!
//! **Invariant:** a picture shows what its table has, the missing included.

pub mod analyses;
pub mod chart_data;
pub mod chart_titles;
pub mod charts;
pub mod plots;
pub mod subject;

pub use plots::Plot;
