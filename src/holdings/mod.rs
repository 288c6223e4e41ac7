//! The stored publications, as seen from a day: importing, checking, comparing, refreshing and
//! pruning editions.
//!
//! Belongs here: which editions count, and changes of the store. Does not belong here: results
//! computed from their tables.
//!
//! **Invariant:** a refused file changes nothing. Which editions count depends on the editions
//! alone, never on the order of requests.

pub mod before;
pub mod change;
pub mod check;
pub mod dating;
pub mod diff;
pub mod edition;
pub mod editions;
pub mod import;
pub mod mend;
pub mod precedence;
pub mod prune;
pub mod reader;
pub mod refresh;
pub mod releases;
pub mod verify;
pub mod watch;
pub mod wording_proposals;
pub mod wordings;

pub use check::{CheckRow, Checked};
pub use diff::{Diff, DiffRow, DifferenceKind};
pub use edition::Edition;
pub use editions::Holdings;
pub use import::{
    Below, ImportAnswer, ImportOutcome, ImportRow, ImportRun, Imported, Refused, files_below,
};
pub use mend::{Proposal, WordingProposals};
pub use prune::Pruned;
pub use refresh::{RefreshReport, RefreshRequest, SourceOutcome, SourceReport};
pub use releases::{Freshness, NextRelease};
pub use verify::Verified;
pub use watch::{ReadingFault, Watch, processor_seconds, reading_memory};
