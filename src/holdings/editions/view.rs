//! The same editions seen from elsewhere: from another day, or without some of them.
//!
//! Belongs here: what makes one view from another. Does not belong here: what is read in a view.

use super::Holdings;
use crate::domain::Date;
use crate::holdings::watch::Watch;
use crate::source::EditionId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// From when, and past which editions, is looked.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    /// Only editions published, and periods ended, by this day.
    pub at: Option<Date>,
    /// The day it is, for what is due; unless another is looked from.
    pub today: Option<Date>,
    /// Editions that are looked past, to see what was known without them.
    pub without: BTreeSet<EditionId>,
}

impl Holdings {
    /// The same editions, seen from elsewhere.
    fn seen(&self, view: View) -> Self {
        Self { view, read: Arc::default(), ..self.clone() }
    }

    /// The same as if these editions were not held.
    pub(crate) fn without(&self, editions: BTreeSet<EditionId>) -> Self {
        self.seen(View { without: editions, ..self.view.clone() })
    }

    /// The same as of a day: without what was published later.
    pub(crate) fn known_on(&self, day: Date) -> Self {
        self.seen(View { at: Some(day), ..self.view.clone() })
    }

    /// Everything that is held, seen from today.
    pub(crate) fn of_today(&self) -> Self {
        self.seen(View { at: None, without: BTreeSet::new(), ..self.view.clone() })
    }

    /// As if the store held nothing.
    pub(crate) fn of_nothing(&self) -> Self {
        Self {
            reader: self.reader.of_nothing(),
            stored: Arc::default(),
            ..self.without(BTreeSet::new())
        }
    }

    /// The same, whose reading somebody watches.
    #[must_use]
    pub(crate) fn watched_by(&self, watch: Option<Arc<dyn Watch>>) -> Self {
        Self { reader: self.reader.watched_by(watch), ..self.clone() }
    }
}
