//! What a briefing is made from: every figure that a sentence may use, each possibly missing.

use super::attention::ExceptionFact;
use super::fair_share_facts::FairShareFacts;
use super::headlines::HeadlineFact;
use crate::catalogue::AreaWords;
use crate::domain::{Date, Id, Sha256};
use crate::table::{Listing, Source};
use std::collections::BTreeMap;

/// The figures of one region or authority for one briefing.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Name of the region or authority.
    pub region: String,
    /// What the areas of a region are called: `borough` or `authority`, in the plural `boroughs`, `authorities`.
    pub area_words: AreaWords,
    /// Words of the region's Partnership for places in the prose.
    pub words: BTreeMap<Id, String>,
    /// The day that the briefing is of: the newest that any of its headlines has a figure of.
    pub as_at: Date,
    /// The indicators it opens with.
    pub headlines: Vec<HeadlineFact>,
    /// Since when it tells what changed: a day or an earlier pack, in words; `None` when nobody asked.
    pub since: Option<String>,
    /// What needs a look.
    pub exceptions: Vec<ExceptionFact>,
    /// How many indicators were looked at for exceptions.
    pub looked_at: usize,
    /// Everything about one authority, a table for each theme; none for a region.
    pub profile: Vec<(String, Listing)>,
    /// The districts of a county, whose profile it is; none of any other area.
    pub districts: Vec<String>,
    /// Titles of indicators without any figure, with the reason.
    pub lacking: Vec<(String, String)>,
    /// What is published nowhere: titles, with the reason.
    pub unanswered: Vec<(String, String)>,
    /// Dates from which people were treated otherwise, and days by which something is to be reached: the day and what it is.
    pub dates: Vec<(Date, String)>,
    /// What must be known of each source and key: its title and its caveats.
    pub caveats: Vec<(String, String)>,
    /// Publisher and title of each dataset, by its id.
    pub publications: BTreeMap<String, String>,
    /// The editions that a person has taken although they were doubtful.
    pub accepted: Vec<AcceptedFact>,
    /// Notes on breaks in the series.
    pub breaks: Vec<String>,
    /// Definitions of the indicators used: title, and definition with what must be known.
    pub definitions: Vec<(String, String)>,
    /// For packs with parts on fair shares.
    pub fair_shares: Option<FairShareFacts>,
}

/// An edition that a person has taken although it was doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedFact {
    /// The dataset.
    pub dataset: Id,
    /// The edition of it.
    pub edition: Date,
    /// sha256 of its file, which may hold editions of other datasets.
    pub sha256: Sha256,
    /// Why, and in spite of what.
    pub why: String,
}

impl AcceptedFact {
    /// True where a source is this edition.
    pub fn is_of(&self, source: &Source) -> bool {
        (&self.dataset, self.edition, self.sha256) == (&source.dataset, source.edition, source.sha256)
    }
}
