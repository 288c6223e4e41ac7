//! Briefings: a template and the figures into a document, in sentences that the figures support.
//!
//! Belongs here: the document model, sentences chosen by figures, the filling of a template's
//! slots. Does not belong here: computing figures (`packs` hands over [`Facts`]), bytes of any
//! format (`render`).
//!
//! **Invariant:** every sentence is supported by its figures; a slot without figures has a sentence
//! with the reason.

mod attention;
mod change_facts;
mod changes;
mod comparison;
mod document;
mod facts;
mod fair_share_facts;
mod fill;
mod headline_rows;
mod headlines;
mod parts;
mod phrases;
mod sentences;

pub use attention::{Exception, ExceptionFact};
pub use change_facts::{ComparableAreas, Earlier, Margin, MovedFact, RevisedFact};
pub use changes::{newer_sentence, revision_sentence};
pub use document::{ANALYSIS, Block, Definition, Document, Figure, Inline, Line, UNDATED};
pub use facts::{AcceptedFact, Facts};
pub use fair_share_facts::{
    AccommodationFact, AccommodationTypeFact, AreaFact, ChangeFact, FairShareFacts, RegionFact,
};
pub use fill::{FilledProse, PackFigures, fill};
pub use headline_rows::{HeadlineRow, HeadlineRows, figures_of_nation, headline_rows};
pub use headlines::{FigureAtLastPack, HeadlineFact};
pub use parts::needs_fair_shares;
pub use phrases::{Movement, list, with_article};
