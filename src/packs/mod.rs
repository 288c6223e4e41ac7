//! Briefing packs: facts, charts and tables into documents, and these into files.
//!
//! Belongs here: which facts a pack states and where its files go. Does not belong here: sentences
//! (`briefing`), formats (`render`).
//!
//! **Invariant:** the same editions and request generate the same files; a folder contains the old
//! pack or the new one.

pub mod definitions;
pub mod documents;
pub mod exceptions;
pub mod facts;
pub mod fair_share_facts;
pub mod folder;
pub mod headlines;
pub mod last_pack;
pub mod tables;

pub use documents::{PackRequest, WrittenPack};
pub use folder::{Destination, remove_folder};
pub use last_pack::Since;
