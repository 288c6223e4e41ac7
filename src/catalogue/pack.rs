//! Briefing packs: which sections, charts and tables stand in which order. The prose is in the `.md` beside it.

use crate::domain::Id;
use serde::Deserialize;

/// One briefing pack, `reports/packs/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name of the file.
    pub id: Id,
    /// Title; `{region}` is filled in.
    pub title: String,
    /// For whom and what for, one sentence.
    pub about: String,
    /// The slots that the prose may name in `{{ … }}` on a line of its own.
    pub slot: Vec<Slot>,
}

/// A place in the prose that the program fills.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The name in the prose.
    pub name: Id,
    /// A chart or analysis of that id …
    pub chart: Option<Id>,
    /// … or the whole table of an analysis …
    pub table: Option<Id>,
    /// … or a part of that name: `headlines`, `shares`, `inequality`, `caveats`, `sources`, `not-published` …
    pub part: Option<String>,
    /// Why it may be empty: what is said in its stead when there are no figures.
    pub otherwise: String,
}
