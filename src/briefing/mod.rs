//! Briefings: a template and the figures into a document, in sentences that the figures support.
//!
//! Belongs here: the document model, sentences chosen by figures, the filling of a template's slots. Does not belong
//! here: computing figures (`packs` hands over [`Facts`]), bytes of any format (`render`).
//!
//! **Invariant:** no sentence is written that its figures do not support; a slot without figures says so in words.

mod attention;
mod changes;
mod document;
mod facts;
mod fair_share_facts;
mod fill;
mod headlines;
mod parts;
mod sentences;
mod words;

pub use attention::{Exception, ExceptionFact};
pub use changes::{Alike, Earlier, Margin, MovedFact, RevisedFact, headline, revised};
pub use document::{ANALYSIS, Block, Definition, Document, Figure, Inline, Line, UNDATED};
pub use facts::{AcceptedFact, Facts};
pub use fair_share_facts::{AccommodationFact, AreaFact, ChangeFact, FairShareFacts, RegionFact};
pub use fill::{Drawn, fill};
pub use headlines::{HeadlineFact, Then, figures_of_nation};
pub use parts::needs_fair_shares;
pub use words::{list, moved_by, with_article};
