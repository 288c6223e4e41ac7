//! The input of a briefing: every figure that a sentence may use, each possibly missing.

use super::attention::ExceptionFact;
use super::fair_share_facts::FairShareFacts;
use super::headlines::HeadlineFact;
use crate::catalogue::AreaNouns;
use crate::domain::{Date, Id, Sha256};
use crate::table::{Listing, Source};
use std::collections::BTreeMap;

/// The figures of one region or authority for one briefing.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Name of the region or authority.
    pub region: String,
    /// The nouns for the areas of a region: `borough` or `authority`, in the plural `boroughs`,
    /// `authorities`.
    pub area_nouns: AreaNouns,
    /// Texts of the region's Partnership for fields in the prose.
    pub partnership_texts: BTreeMap<Id, String>,
    /// The day of the briefing: the newest day for which any of its headlines has a figure.
    pub as_at: Date,
    /// The indicators it opens with.
    pub headlines: Vec<HeadlineFact>,
    /// The table of these indicators.
    pub headline_table: Listing,
    /// The start of the changes that it lists: a day or an earlier pack, as text; `None` when not
    /// requested.
    pub since: Option<String>,
    /// Figures that need attention.
    pub exceptions: Vec<ExceptionFact>,
    /// The number of indicators checked for exceptions.
    pub checked_count: usize,
    /// Everything about one authority, a table for each theme; none for a region.
    pub profile: Vec<(String, Listing)>,
    /// The districts of a county, if the profile is of a county.
    pub districts: Vec<String>,
    /// Titles of indicators without any figure, with the reason.
    pub lacking: Vec<(String, String)>,
    /// Indicators that no one publishes: titles, with the reason.
    pub unanswered: Vec<(String, String)>,
    /// Dates of policy changes and of targets: the day and a note.
    pub dates: Vec<(Date, String)>,
    /// The caveats of each source and key: title and text.
    pub caveats: Vec<(String, String)>,
    /// Publisher and title of each dataset, by its id.
    pub publications: BTreeMap<String, String>,
    /// The editions that a user has accepted in spite of doubts.
    pub accepted: Vec<AcceptedFact>,
    /// Notes on breaks in the series.
    pub breaks: Vec<String>,
    /// Definitions of the indicators used: title, and definition with caveats.
    pub definitions: Vec<(String, String)>,
    /// For packs with parts on fair shares.
    pub fair_shares: Option<FairShareFacts>,
}

/// An edition that a user has accepted in spite of doubts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedFact {
    /// The dataset.
    pub dataset: Id,
    /// The edition of it.
    pub edition: Date,
    /// sha256 of its file, which may contain editions of other datasets.
    pub sha256: Sha256,
    /// The reason for accepting it, and the doubts.
    pub why: String,
}

impl AcceptedFact {
    /// True where a source is this edition.
    pub fn is_of(&self, source: &Source) -> bool {
        (&self.dataset, self.edition, self.sha256)
            == (&source.dataset, source.edition, source.sha256)
    }
}
