//! The questions of the board, and how far public figures answer them: `board.toml`.
//!
//! Belongs here: the rows, and the conditions between them and the indicators. Does not belong
//! here: figures.
//!
//! **Invariant:** every row that asks for figures has an indicator, even if that explains why there
//! are none.

use super::Catalogue;
use super::reference_check::wrong;
use crate::domain::{Result, error_codes, nearest};
use serde::Deserialize;

/// `board.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// The rows, in the order of the documents.
    #[serde(default)]
    pub row: Vec<BoardRow>,
}

/// One question in a document of the board.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardRow {
    /// Its reference, such as `P2b`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The document with the question.
    pub document: BoardDocument,
    /// The question, in a few words.
    pub asked: String,
    /// How far public figures answer it.
    pub answer: Answer,
}

/// A document of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoardDocument {
    /// The terms of reference in force.
    TermsOfReference,
    /// Terms of reference before those.
    EarlierTermsOfReference,
    /// The board's page on the web.
    WebPage,
    /// Minutes of 18 November 2015.
    #[serde(rename = "minutes-2015")]
    Minutes2015,
}

impl BoardDocument {
    /// Every document, in the order of the page.
    pub const ALL: [BoardDocument; 4] =
        [Self::TermsOfReference, Self::EarlierTermsOfReference, Self::WebPage, Self::Minutes2015];

    /// The words for readers.
    pub fn title(self) -> &'static str {
        match self {
            Self::TermsOfReference => "Terms of reference",
            Self::EarlierTermsOfReference => "Earlier terms of reference",
            Self::WebPage => "Web page",
            Self::Minutes2015 => "Minutes of 18 November 2015",
        }
    }
}

/// How far public figures answer a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Published by borough.
    ByAuthority,
    /// Published by borough for a part, or answered by a figure that is close.
    Partly,
    /// Published for London or the United Kingdom only.
    AboveAuthority,
    /// Published nowhere.
    NoSource,
    /// How the board works: no figure is requested.
    Process,
}

impl Answer {
    /// Every kind of answer, the fullest first.
    pub const ALL: [Answer; 5] =
        [Self::ByAuthority, Self::Partly, Self::AboveAuthority, Self::NoSource, Self::Process];

    /// The words for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::ByAuthority => "by borough",
            Self::Partly => "partly",
            Self::AboveAuthority => "London or UK only",
            Self::NoSource => "no public source",
            Self::Process => "process",
        }
    }
}

/// Checks rows and indicators against each other; the error is `board.toml`'s unless it names an
/// indicator's file.
pub(super) fn check(catalogue: &Catalogue) -> Result<()> {
    let rows = &catalogue.board.row;
    // Folders of definitions without a board are catalogues too.
    if rows.is_empty() {
        return Ok(());
    }
    let refs: Vec<&str> = rows.iter().map(|row| row.reference.as_str()).collect();
    for indicator in catalogue.indicators.values() {
        if let Some(unknown) = indicator.board.iter().find(|name| !refs.contains(&name.as_str())) {
            let near =
                nearest(unknown, &refs).map_or(String::new(), |near| format!(" (near: {near})"));
            return Err(wrong(error_codes::REFERENCE_DANGLING, "board", unknown)
                .in_file(catalogue.file_of("indicators", &indicator.id))
                .expected(format!("the ref of a row of board.toml{near}")));
        }
    }
    for (index, row) in rows.iter().enumerate() {
        row_check(catalogue, row, refs[..index].contains(&row.reference.as_str()))
            .map_err(|error| error.in_file("board.toml"))?;
    }
    Ok(())
}

fn row_check(catalogue: &Catalogue, row: &BoardRow, is_second: bool) -> Result<()> {
    if is_second {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "ref",
            format!("{} twice", row.reference),
        ));
    }
    let mut answers =
        catalogue.indicators.values().filter(|indicator| indicator.board.contains(&row.reference));
    let (found, expected) = match row.answer {
        Answer::Process => return Ok(()),
        Answer::NoSource => (
            answers.any(|indicator| indicator.method.not_published().is_some()),
            "an indicator of the method not-published that names the row and says why",
        ),
        _ => (
            answers.next().is_some(),
            "an indicator that names the row, be it one that is not published",
        ),
    };
    if found {
        return Ok(());
    }
    Err(wrong(
        error_codes::DEFINITION_WRONG,
        "ref",
        format!("{}, which no indicator answers", row.reference),
    )
    .expected(expected))
}
