//! The report of a run: one entry for each dataset and file, for people and for programs.

use crate::domain::{Date, Error, Id, Sha256, Timestamp};
use crate::holdings::import::reason;
use crate::source::{Reason, reasons_in_answer};
use schemars::JsonSchema;
use serde::Serialize;

/// What became of a dataset in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceOutcome {
    /// A newer edition has come and counts.
    New,
    /// A new edition is older than the newest stored one: it fills a gap in a series, or is kept
    /// for earlier dates.
    Older,
    /// The stored edition has been issued again, with the same figures or accepted by a user.
    Reissued,
    /// The listed edition is in the store.
    Unchanged,
    /// A user must review it before it counts.
    HeldBack,
    /// A user has discarded it.
    Discarded,
    /// The edition would have been fetched, had the run not been a dry run.
    Listed,
    /// Nothing is due.
    NotDue,
    /// A user has to import it.
    ByHand,
    /// The source failed.
    Failed,
}

impl SourceOutcome {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Older => "older",
            Self::Reissued => "reissued",
            Self::Unchanged => "unchanged",
            Self::HeldBack => "held-back",
            Self::Discarded => "discarded",
            Self::Listed => "listed",
            Self::NotDue => "not-due",
            Self::ByHand => "by-hand",
            Self::Failed => "failed",
        }
    }
}

/// What became of a dataset, or of one file of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SourceReport {
    /// The dataset.
    pub dataset: Id,
    /// What became of it.
    pub outcome: SourceOutcome,
    /// The edition, where the row is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<Date>,
    /// The date of publication, where the file contains it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The address of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How many bytes came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Their sha256.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
    /// The name by which a user accepts or discards it, when it is held back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_back: Option<String>,
    /// Why it failed or waits.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "reasons_in_answer")]
    #[schemars(default)]
    pub reasons: Vec<Reason>,
    /// Notes for the user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub notes: Vec<String>,
    /// The error of a source that failed, with what to do next.
    #[serde(skip)]
    pub error: Option<Error>,
}

/// The report of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RefreshReport {
    /// When the run began.
    pub started: Timestamp,
    /// True for a dry run, which fetches nothing.
    pub dry_run: bool,
    /// The exit code: 0 no problem, 1 something waits for a user, 3 a source failed.
    pub exit_code: u8,
    /// What became of each dataset.
    pub sources: Vec<SourceReport>,
    /// Notes about the sources themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub notes: Vec<String>,
}

impl SourceReport {
    /// An entry with its outcome only.
    pub(super) fn of(dataset: &Id, outcome: SourceOutcome) -> Self {
        Self {
            dataset: dataset.clone(),
            outcome,
            edition: None,
            published: None,
            url: None,
            bytes: None,
            sha256: None,
            held_back: None,
            reasons: Vec::new(),
            notes: Vec::new(),
            error: None,
        }
    }
}

impl RefreshReport {
    pub(super) fn begun(now: Timestamp, dry_run: bool) -> Self {
        Self { started: now, dry_run, exit_code: 0, sources: Vec::new(), notes: Vec::new() }
    }

    /// An entry with a note.
    pub(super) fn say(&mut self, dataset: &Id, outcome: SourceOutcome, note: &str) {
        let notes = vec![note.to_owned()];
        self.sources.push(SourceReport { notes, ..SourceReport::of(dataset, outcome) });
    }

    pub(super) fn fail(&mut self, dataset: &Id, error: &Error) {
        let (reasons, error) = (vec![reason(error)], Some(error.clone()));
        self.sources.push(SourceReport {
            reasons,
            error,
            ..SourceReport::of(dataset, SourceOutcome::Failed)
        });
    }

    /// An entry of a file that was not fetched.
    pub(super) fn file(
        &mut self,
        dataset: &Id,
        outcome: SourceOutcome,
        address: &str,
        title: &str,
    ) {
        let (url, notes) = (Some(address.to_owned()), vec![title.to_owned()]);
        self.sources.push(SourceReport { url, notes, ..SourceReport::of(dataset, outcome) });
    }

    /// Orders the entries, whichever server answered first, and settles the exit code.
    pub(super) fn finish(&mut self) {
        self.sources.sort_by(|a, b| {
            (&a.dataset, &a.edition, a.outcome, &a.url)
                .cmp(&(&b.dataset, &b.edition, b.outcome, &b.url))
        });
        let any = |outcome| self.sources.iter().any(|source| source.outcome == outcome);
        self.exit_code = match (any(SourceOutcome::Failed), any(SourceOutcome::HeldBack)) {
            (true, _) => 3,
            (false, true) => 1,
            (false, false) => 0,
        };
    }

    /// The same report with other texts, as one interface spells them.
    pub fn with_texts(&self, spell: impl Fn(&str) -> String) -> Self {
        let all = |notes: &[String]| notes.iter().map(|note| spell(note)).collect();
        let render_names = |reason: &Reason| Reason { text: spell(&reason.text), ..reason.clone() };
        let source = |source: &SourceReport| SourceReport {
            reasons: source.reasons.iter().map(render_names).collect(),
            notes: all(&source.notes),
            ..source.clone()
        };
        Self {
            sources: self.sources.iter().map(source).collect(),
            notes: all(&self.notes),
            ..self.clone()
        }
    }
}
