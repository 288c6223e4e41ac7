//! From published files to tables: safe reading, recognition, shaping, the store of snapshots,
//! bundled figures.
//!
//! Belongs here: all code that knows how a publication is laid out or where its bytes are stored.
//! Does not belong here: what an indicator means, what is printed.
//!
//! **Invariant:** a refused file changes nothing; stored data can be read again from its own bytes.

mod bundled;
pub mod discover;
pub mod fetch;
pub mod format;
pub mod gather;
mod imported;
mod inaccessible;
mod shape;
mod store;
mod writing;

pub use bundled::{BundledFile, read_bundled};
pub use imported::{ImportedFile, read_text, read_text_of, read_text_or_pipe};
pub use shape::{CheckName, Finding, Outcome, Reading, SHAPE_VERSION, Shaper, SourceFile, mark};
pub use store::{
    Condition, Discarded, EditionId, FetchedAddress, HeldBack, Item, Journal, LeftAlone, Manifest,
    Pin, Reason, Run, Snapshot, SourceLog, State, Store, Waiting, Writer, reasons_in_answer,
};
pub(crate) use store::{is_as_sealed, sealed_text, start_of_table};
pub(crate) use writing::{flush_folder, keep_mode, write_for_user, write_whole};
