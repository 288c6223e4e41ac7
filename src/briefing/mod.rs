//! Briefings: a template and the figures into a document, in sentences that the figures support.
//!
//! Belongs here: the document model, sentences chosen by figures, the filling of a template's slots. Does not belong
//! here: computing figures (the engine hands over [`Facts`]), bytes of any format (`render`).
//!
//! **Invariant:** no sentence is written that its figures do not support; a slot without figures says so in words.

mod changes;
mod document;
mod facts;
mod fill;
mod parts;
mod sentences;
mod words;

pub use changes::{MovedFact, RevisedFact, headline, revised};
pub use document::{Block, Document, Figure, Inline, Line, UNDATED};
pub use facts::{AccommodationFact, AreaFact, ChangeFact, Facts, RegionFact};
pub use fill::{Drawn, fill};
pub use words::with_article;
