//! Notes and sources of several answers, each once.

use crate::table::Source;

/// Adds the notes that are not there yet, in their order.
pub(super) fn add_new(notes: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for note in more {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
}

/// The editions of several answers, each once and in order.
pub(super) fn merged<'a>(sources: impl IntoIterator<Item = &'a Vec<Source>>) -> Vec<Source> {
    let all: std::collections::BTreeSet<&Source> = sources.into_iter().flatten().collect();
    all.into_iter().cloned().collect()
}
