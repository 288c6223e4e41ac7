//! The outcome of importing a file: one status for every dataset and format, and the reasons for
//! it.

use crate::domain::{Action, Error, Field, Id, MissingDefinition, error_codes};
use crate::source::format::refused as not_a_publication;
use crate::source::{CheckName, ImportedFile, Reading, Reason};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What became of a file or of one edition in it: the grades of reading, and what needs no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImportOutcome {
    /// Everything is certain.
    Read,
    /// Something was not as declared, and the publication's own sums confirm the correct reading.
    Proved,
    /// Something is doubtful, and a user has accepted the edition anyway.
    Accepted,
    /// The store already has the edition, from the same bytes.
    AlreadyHeld,
    /// Something is doubtful: a user may accept the edition.
    Doubtful,
    /// Which measure, day or area figures are about is not certain.
    Unreadable,
    /// No dataset matches the file.
    NotOurs,
}

impl ImportOutcome {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Proved => "proved",
            Self::Accepted => "accepted",
            Self::AlreadyHeld => "already-held",
            Self::Doubtful => "doubtful",
            Self::Unreadable => "unreadable",
            Self::NotOurs => "not-ours",
        }
    }

    /// Every outcome, in the order of summaries.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Proved,
        Self::Accepted,
        Self::AlreadyHeld,
        Self::Doubtful,
        Self::Unreadable,
        Self::NotOurs,
    ];
}

/// An error as a reason: its code, what was found and where.
pub(crate) fn reason(error: &Error) -> Reason {
    let (place, problem) = (error.place().marked(), error.problem_after_place());
    let text = if place.is_empty() { problem } else { format!("{place}: {problem}") };
    Reason { code: error.code().id.to_owned(), text }
}

/// A doubt that a user must review before an edition is accepted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Doubt {
    /// The dataset that is doubtful; the file need not have an edition of it.
    pub dataset: Id,
    /// The first of its kind.
    pub error: Error,
    /// One line with what was found and how often, where the error alone does not include it.
    pub line: Option<String>,
    /// True where nothing of the dataset was read, while others of the file were.
    pub unread: bool,
}

impl Doubt {
    /// A doubt that its error describes completely.
    pub(crate) fn of(dataset: &Id, error: Error) -> Self {
        Self { dataset: dataset.clone(), error, line: None, unread: false }
    }

    /// Its code and what was found.
    pub(crate) fn reason(&self) -> Reason {
        let reason = reason(&self.error);
        Reason { text: self.line.clone().unwrap_or(reason.text), ..reason }
    }

    /// The same in one line, for lists and the manifest.
    pub(crate) fn line(&self) -> String {
        let reason = self.reason();
        format!("{}: {}", reason.code, reason.text)
    }
}

/// The doubts about a reading, and the parts of the file that could not be read.
pub(super) fn doubts_of(reading: &Reading) -> impl Iterator<Item = Doubt> {
    reading.doubts().map(|(outcome, error)| {
        if let Some(unread) = &outcome.unread {
            return Doubt {
                dataset: unread.clone(),
                error,
                line: Some(outcome.detail.clone()),
                unread: true,
            };
        }
        let line = Some(match &outcome.check {
            CheckName::ReadingRows(_) | CheckName::ReadingDataset(_) => {
                format!("{}: {}", reading.dataset, outcome.detail)
            }
            check => format!("{check} of {}: {}", reading.dataset, outcome.detail),
        });
        Doubt { dataset: reading.dataset.clone(), error, line, unread: false }
    })
}

/// A file that was not accepted.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Whether it is doubtful, unreadable or not one of ours.
    pub outcome: ImportOutcome,
    /// Why, with the way on.
    pub error: Error,
}

impl Refused {
    /// A file that cannot be read or that no dataset matches. A file that neither is nor claims to
    /// be a table counts as matching no dataset.
    ///
    /// `may_mend` is true where there may be a proposal for the missing definition.
    pub(super) fn unread(file: &ImportedFile, error: Error, may_mend: bool) -> Self {
        let is_other_kind = !claims_a_table(&file.name) && not_a_publication(&file.bytes).is_some();
        let way_on = match error.lack() {
            Some(MissingDefinition::Day { .. }) => Some(say_the_date()),
            Some(_) if may_mend => Some(mend_it()),
            Some(_) => Some(look_it_up()),
            None => None,
        };
        let refused = Self::unopened(way_on.into_iter().fold(error, Error::or_else));
        if is_other_kind { Self { outcome: ImportOutcome::NotOurs, ..refused } } else { refused }
    }

    /// The same for a path at which no file could be opened.
    pub(super) fn unopened(error: Error) -> Self {
        let is_foreign = error.code() == error_codes::PUBLICATION_UNKNOWN;
        Self {
            outcome: if is_foreign { ImportOutcome::NotOurs } else { ImportOutcome::Unreadable },
            error,
        }
    }

    /// A file that a user may accept: the first doubt as an error, the others as notes, and how to
    /// accept the file.
    pub(super) fn doubtful(doubts: &[Doubt], file: &str, may_mend: bool) -> Option<Self> {
        const MOST: usize = 20;
        let (first, others) = doubts.split_first()?;
        let error = first.error.clone().in_file(file);
        let error = others.iter().take(MOST).fold(error, |error, doubt| error.also(doubt.line()));
        let error = match others.len().checked_sub(MOST + 1) {
            Some(left) => error.also(format!("and {} more", left + 1)),
            None => error,
        };
        let error = if may_mend { error.or_else(mend_it()) } else { error };
        let error = error.or_else(way_on(doubts));
        Some(Self { outcome: ImportOutcome::Doubtful, error })
    }
}

/// True for names that promise figures: the file is then damaged or not of the expected kind.
fn claims_a_table(name: &str) -> bool {
    const TABLES: [&str; 11] =
        ["csv", "fods", "ods", "tab", "tsv", "txt", "xls", "xlsb", "xlsm", "xlsx", "zip"];
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_none_or(|extension| TABLES.contains(&extension.as_str()))
}

/// How to read a file for which a definition is incomplete.
fn mend_it() -> String {
    let write = Action::Mend.with(Field::Write).fields_alone();
    format!("{} proposes how to read it; {write} keeps the proposals", Action::Mend.on("FILE"))
}

/// The advice where there is no proposal.
fn look_it_up() -> String {
    format!("look up in the publication what has changed: {} has no proposal for it", Action::Mend)
}

/// How to read a file that does not include its day.
fn say_the_date() -> String {
    let mend = Action::Mend.on("FILE").setting(Field::AsAt, "DATE").with(Field::Write);
    format!("{mend} records the date of the figures, if you know it")
}

/// How to accept a doubtful file, and what status the file then has.
fn way_on(doubts: &[Doubt]) -> String {
    let marks_nothing = |doubt: &Doubt| {
        [error_codes::CHANGE_TOO_LARGE, error_codes::EDITION_UNCLEAR, error_codes::FILE_CUT]
            .contains(&doubt.error.code())
    };
    let how = Action::Import.on("FILE").setting(Field::Accept, "REASON");
    let (unread, read): (Vec<&Doubt>, Vec<&Doubt>) = doubts.iter().partition(|doubt| doubt.unread);
    let of_read = match (read.is_empty(), read.into_iter().all(marks_nothing)) {
        (true, _) => format!("{how} imports the other tables of the file"),
        (false, true) => format!("{how} takes it as it is"),
        (false, false) => {
            format!(
                "{how} imports the file and marks the figures affected as not available or \
                 unreliable"
            )
        }
    };
    let unread: BTreeSet<&str> = unread.into_iter().map(|doubt| doubt.dataset.as_str()).collect();
    match unread.is_empty() {
        true => of_read,
        false => format!(
            "{of_read}; nothing of {} is read then",
            unread.into_iter().collect::<Vec<_>>().join(", ")
        ),
    }
}
