//! Briefings: a template and the figures into a document, in sentences that the figures support.
//!
//! Belongs here: the document model, sentences chosen by figures, the filling of a template's slots. Does not belong
//! here: computing figures (`packs` hands over [`Facts`]), bytes of any format (`render`).
//!
//! **Invariant:** every sentence is supported by its figures; a slot without figures has a sentence with the reason.

mod attention;
mod changes;
mod comparison;
mod document;
mod facts;
mod fair_share_facts;
mod fill;
mod headlines;
mod parts;
mod phrases;
mod sentences;

pub use attention::{Exception, ExceptionFact};
pub use changes::{MovedFact, RevisedFact, headline_sentence, revision_sentence};
pub use comparison::{ComparableAreas, Earlier, Margin};
pub use document::{ANALYSIS, Block, Definition, Document, Figure, Inline, Line, UNDATED};
pub use facts::{AcceptedFact, Facts};
pub use fair_share_facts::{AccommodationFact, AreaFact, ChangeFact, FairShareFacts, RegionFact};
pub use fill::{FilledProse, PackFigures, fill};
pub use headlines::{FigureAtLastPack, HeadlineFact, figures_of_nation};
pub use parts::needs_fair_shares;
pub use phrases::{Movement, list, with_article};
